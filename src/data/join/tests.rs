//! Leads with files that belong to them.

use std::io::Read;

use super::super::testing::{Maker, texts};
use super::super::{DataError, DataFile, LeadBatch, Leads, Options, open};
use super::*;
use crate::model::{Cell, Type};
use crate::source::{SourceId, Span};
use crate::value::{Text, Value};

/// Leads with two fields of their own, and `won`, `rep` and `pay` from `deals.csv` by `id`.
fn model(required: bool) -> Model {
    Maker::new()
        .field_with("id", Type::Text, |field| field.key = true)
        .field_with("won", Type::Date, |field| field.required = required)
        .field("rep", Type::Text)
        .field("pay", Type::Integer)
        .source("crm", |source, field| {
            source.mapping().missing = texts(&["-"]);
            source.mapping().joins = vec![join("deals.csv", "id", "lead")];
            for (name, header) in [("won", "won on"), ("rep", "rep"), ("pay", "")] {
                source.column(field(name), header).join = Some(0);
            }
        })
        .model()
}

fn join(file: &str, on: &str, key: &str) -> Join {
    Join {
        file: file.to_owned(),
        on: on.to_owned(),
        key: key.to_owned(),
        span: Span::new(SourceId(0), 0, 0),
    }
}

fn with_deals<'a>(name: &str, text: &'static [u8], deals: &'static [u8]) -> DataFile<'a> {
    DataFile::new(name, text).joining(move |name| match name {
        "deals.csv" => Ok(DataFile::new("deals.csv", deals)),
        _ => Err(DataError::new("there is no such file", "make it")),
    })
}

fn start<'m>(
    model: &'m Model,
    text: &'static [u8],
    deals: &'static [u8],
) -> Result<Leads<'m>, Vec<DataError>> {
    open(
        model,
        vec![with_deals("leads.csv", text, deals)],
        &Options::default(),
    )
}

/// The only batch, and what is noted behind it.
fn read(required: bool, text: &'static [u8], deals: &'static [u8]) -> (LeadBatch, Vec<String>) {
    let model = model(required);
    let mut leads = start(&model, text, deals).ok().unwrap();
    let batch = leads.next_batch().unwrap().unwrap();
    assert!(
        leads.notes().is_empty(),
        "nobody knows yet what is not used"
    );
    assert!(leads.next_batch().unwrap().is_none());
    (batch, leads.notes())
}

fn cells(batch: &LeadBatch, row: usize) -> Vec<Cell> {
    let model = model(false);
    let ids = model.fields.iter().map(|(id, _)| id);
    ids.map(|id| batch.leads.lead(row).cell(id).clone())
        .collect()
}

fn text(text: &str) -> Cell {
    Cell::Known(Value::Text(Text::new(text)))
}

fn date(text: &str) -> Cell {
    Cell::Known(Value::Date(text.parse().unwrap()))
}

fn problems(batch: &LeadBatch, row: usize) -> Vec<(Code, &str)> {
    let problems = batch.info[row].problems.iter();
    problems.map(|it| (it.code, it.message.as_str())).collect()
}

const DEALS: &[u8] = b"\xef\xbb\xbfrep;won on;Lead;\n\
    kim;2018-02-03; A1 ;7\n-;soon;b2;x\n;2018-01-01;c3;\nal;2018-01-02;C3 ;\nno;;;\nzo;;z9;\n";

#[test]
fn a_row_belongs_to_the_lead_with_its_key() {
    let (batch, notes) = read(false, b"ID,rep\na1,own\nnone,own\n ,own\n", DEALS);
    let seven = Cell::Known(Value::Number(crate::value::Number::from(7)));
    assert_eq!(
        cells(&batch, 0)[1..],
        [date("2018-02-03"), text("kim"), seven]
    );
    assert_eq!(
        cells(&batch, 1)[1..],
        [Cell::Missing, Cell::Missing, Cell::Missing]
    );
    // An empty key is the key of no row.
    assert_eq!(
        cells(&batch, 2)[1..],
        [Cell::Missing, Cell::Missing, Cell::Missing]
    );
    assert_eq!(problems(&batch, 1), []);
    assert_eq!(
        notes,
        [
            "`deals.csv`: rows that belong to no lead: 4",
            "`deals.csv`: rows whose `lead` is empty or no text: 1",
        ]
    );
}

#[test]
fn problems_name_the_column_and_its_file_and_the_raw_record_is_the_leads_own() {
    let (batch, _) = read(false, b"id\nB2\n", DEALS);
    assert_eq!(
        problems(&batch, 0),
        [
            (
                Code::BadValue,
                "`won on` of `deals.csv` is \"soon\", which is no date such as `2026-07-31`"
            ),
            (
                Code::BadValue,
                "column 4 of `deals.csv` is \"x\", which is no number"
            ),
        ]
    );
    let columns = batch.info[0]
        .problems
        .iter()
        .map(|it| it.column.as_deref().unwrap());
    assert_eq!(
        columns.collect::<Vec<_>>(),
        ["won on of deals.csv", "column 4 of deals.csv"]
    );
    assert_eq!(batch.info[0].raw, ["B2"]);
    assert_eq!(cells(&batch, 0)[2], Cell::Missing);
}

#[test]
fn several_rows_of_a_key_spoil_what_its_leads_have_from_the_file() {
    let (batch, _) = read(true, b"id\nc3\na1\n", DEALS);
    let message = "`deals.csv` has 2 rows with `lead` \"c3\" (rows 4 and 5), and one at most can \
                   belong to the lead";
    assert_eq!(problems(&batch, 0), [(Code::DuplicateKey, message)]);
    assert_eq!(
        cells(&batch, 0),
        [text("c3"), Cell::Bad, Cell::Bad, Cell::Bad]
    );
    assert_eq!(problems(&batch, 1), []);
}

#[test]
fn a_required_field_needs_a_row() {
    let (batch, _) = read(true, b"id\nnone\nz9\n", DEALS);
    let no_row = "`won on` of `deals.csv` is required, and that file has no row for the lead";
    assert_eq!(problems(&batch, 0), [(Code::RequiredMissing, no_row)]);
    let empty = "`won on` of `deals.csv` is empty, and it is required";
    assert_eq!(problems(&batch, 1), [(Code::RequiredMissing, empty)]);
}

#[test]
fn a_damaged_row_is_a_problem_of_its_lead_only() {
    let deals =
        b"lead,won on,rep,,more\na,2018-01-01,k\xf6rner,1,\nb,2018-01-01\nc,,,,\n\xff,,,,\n";
    let (batch, notes) = read(false, b"id\na\nb\nc\n\xff\n", deals);
    assert!(
        problems(&batch, 0)[0]
            .1
            .starts_with("`rep` of `deals.csv` is \"k\u{fffd}rner\", which")
    );
    assert_eq!(cells(&batch, 0)[2], Cell::Bad);
    assert_eq!(cells(&batch, 0)[1], date("2018-01-01"));
    let ragged = "row 3 of `deals.csv`, which belongs to the lead, has 2 values and the header 5 \
                  columns, so that none of them can be trusted";
    assert_eq!(problems(&batch, 1), [(Code::Ragged, ragged)]);
    assert_eq!(cells(&batch, 1)[1..], [Cell::Bad, Cell::Bad, Cell::Bad]);
    assert_eq!(problems(&batch, 2), []);
    let lost = problems(&batch, 3);
    assert!(
        lost[0]
            .1
            .ends_with("so that its row of `deals.csv` cannot be found"),
        "{lost:?}"
    );
    assert_eq!(
        notes,
        ["`deals.csv`: rows whose `lead` is empty or no text: 1"]
    );
}

#[test]
fn a_lead_that_cannot_be_trusted_has_nothing_from_the_file_either() {
    let (batch, _) = read(false, b"id,city\na1\n", DEALS);
    assert_eq!(problems(&batch, 0)[0].0, Code::Ragged);
    assert_eq!(
        cells(&batch, 0),
        [Cell::Bad, Cell::Bad, Cell::Bad, Cell::Bad]
    );
}

#[test]
fn what_is_wrong_with_the_file_is_said_of_it() {
    let errors = |deals| {
        let model = model(false);
        let errors = start(&model, b"id\n", deals).err().unwrap();
        let told = errors
            .into_iter()
            .map(|it| format!("{}: {}", it.file, it.message));
        told.collect::<Vec<_>>()
    };
    assert_eq!(errors(b""), ["deals.csv: the file is empty"]);
    assert_eq!(
        errors(b"lead,won one,rep,,\n"),
        [
            "deals.csv: the file lacks a column that the policy reads: `won on` (nearest is `won one`)",
            "deals.csv: the file has a column several times that the policy reads: a column \
             without a name in columns 4 and 5",
        ]
    );
    let open_quote = "deals.csv: the quote that opens in row 2, column 2, on line 2 never closes";
    assert_eq!(errors(b"lead,won on,rep,\na,\"b\n"), [open_quote]);
    let model = model(false);
    let leads = start(&model, b"email\n", DEALS).err().unwrap();
    assert_eq!(leads[0].file, "leads.csv");
    let alone = vec![DataFile::new("leads.csv", &b"id\n"[..])];
    let errors = open(&model, alone, &Options::default()).err().unwrap();
    assert_eq!(errors[0].file, "deals.csv");
}

#[test]
fn files_of_leads_share_a_joined_file() {
    let model = model(false);
    let files = vec![
        with_deals("a.csv", b"id\na1\n", DEALS),
        with_deals("b.csv", b"id\nb2\na1\n", DEALS),
    ];
    let mut leads = open(&model, files, &Options::default()).ok().unwrap();
    let rep = model
        .fields
        .iter()
        .find(|(_, it)| it.named.name == "rep")
        .unwrap()
        .0;
    assert_eq!(leads.column(1, rep), Some("rep of deals.csv"));
    let mut reps = Vec::new();
    while let Some(batch) = leads.next_batch().unwrap() {
        reps.extend((0..batch.leads.len()).map(|row| batch.leads.lead(row).cell(rep).clone()));
    }
    assert_eq!(reps, [text("kim"), Cell::Missing, text("kim")]);
    assert_eq!(
        leads.notes()[0],
        "`deals.csv`: rows that belong to no lead: 3"
    );
}

#[test]
fn what_is_held_is_bounded() {
    let model = model(false);
    let (source, mapping) = model.sources.iter().next().unwrap();
    let join = &mapping.joins[0];
    let joining = Joining {
        source,
        mapping,
        number: 0,
        join,
    };
    let read = |mut room: usize| {
        let rows = (0..).map(|row| format!("k{row},,,\n"));
        let rows: String = rows.take(1000).collect();
        let text = format!("lead,won on,rep,\n{rows}");
        let text = std::io::Cursor::new(text.into_bytes());
        let read = Joined::read(&model, joining, DataFile::new("", text), &mut room);
        read.map(|_| room)
            .map_err(|errors| errors[0].message.clone())
    };
    assert!(read(1000 * (ROW_BYTES + 8)).is_ok());
    assert!(
        read(100_000)
            .unwrap_err()
            .ends_with("more than 1 GiB of memory")
    );
    // The file itself may be of any size: rows of a key that is known, and of none, are not held.
    let same = std::io::repeat(b'\n').take(4 << 20);
    let file = DataFile::new("", (&b"lead,won on,rep,\n"[..]).chain(same));
    assert!(Joined::read(&model, joining, file, &mut 100).is_ok());
}
