//! Whole files, from bytes to leads and problems.

use std::io::Read;

use proptest::prelude::*;

use super::testing::{Maker, batches, texts};
use super::*;
use crate::diagnostic::Code;
use crate::model::{Cell, Model, Type};
use crate::value::{Number, Text, Value};

fn model() -> Model {
    Maker::new()
        .field_with("email", Type::Text, |field| field.key = true)
        .values("country", &["germany", "france"], false)
        .field_with("visits", Type::Integer, |field| field.required = true)
        .field("note", Type::Text)
        .source("crm", |source, field| {
            source.column(field("email"), "Mail");
            source.column(field("country"), "Land");
            source.mapping().missing = texts(&["Select"]);
            source.delimiter(b';');
            source.absent(field("note"));
        })
        .model()
}

/// Opens one file.
fn one<'m>(
    model: &'m Model,
    bytes: impl Read + 'm,
    options: &Options,
) -> Result<Leads<'m>, Vec<DataError>> {
    open(model, vec![DataFile::new("leads.csv", bytes)], options)
}

/// The only batch, or no lead at all.
fn read(text: &[u8]) -> LeadBatch {
    let model = model();
    let mut all = batches(&model, text).unwrap();
    assert!(all.len() <= 1);
    let none = LeadBatch {
        leads: crate::model::Batch::new(4),
        info: Vec::new(),
    };
    all.pop().unwrap_or(none)
}

fn cells(batch: &LeadBatch, row: usize) -> Vec<Cell> {
    let lead = batch.leads.lead(row);
    model()
        .fields
        .iter()
        .map(|(id, _)| lead.cell(id).clone())
        .collect()
}

fn text(text: &str) -> Cell {
    Cell::Known(Value::Text(Text::new(text)))
}

fn integer(number: i64) -> Cell {
    Cell::Known(Value::Number(Number::from(number)))
}

/// Codes and messages of all problems of a row.
fn problems(batch: &LeadBatch, row: usize) -> Vec<(Code, &str)> {
    let problems = batch.info[row].problems.iter();
    problems
        .map(|problem| (problem.code, problem.message.as_str()))
        .collect()
}

#[test]
fn leads_come_out_typed() {
    let batch = read(b"\xef\xbb\xbfVisits,Email,Country,Note\r\n3, A@b ,France,\r\n1,c@d,,x\r\n");
    assert_eq!(batch.leads.len(), 2);
    let france = Cell::Known(Value::Choice(1));
    assert_eq!(
        cells(&batch, 0),
        [text("a@b"), france, integer(3), Cell::Missing]
    );
    assert_eq!(
        cells(&batch, 1),
        [text("c@d"), Cell::Missing, integer(1), text("x")]
    );
    let info = RowInfo {
        file: 0,
        row: 2,
        key: "A@b".to_owned(),
        raw: vec![],
        joined: Vec::new(),
        problems: vec![],
    };
    assert_eq!(batch.info[0], info);
}

#[test]
fn a_source_is_chosen_by_the_header_with_its_delimiter() {
    let batch = read(b"Mail;Land;Visits\na@b;select;1,234\n");
    assert_eq!(
        cells(&batch, 0),
        [text("a@b"), Cell::Missing, integer(1234), Cell::Missing]
    );
    let model = model();
    let options = Options {
        source: Some("crm".to_owned()),
        keep_raw: true,
    };
    let mut reader = one(&model, &b"Mail;Land;Visits\na@b;;1\n"[..], &options)
        .ok()
        .unwrap();
    let file = reader.files().next().unwrap();
    assert_eq!(file.source.map(crate::model::Id::index), Some(0));
    assert_eq!(file.header, ["Mail", "Land", "Visits"]);
    let batch = reader.next_batch().unwrap().unwrap();
    assert_eq!(batch.info[0].raw, ["a@b", "", "1"]);
    assert!(reader.next_batch().unwrap().is_none() && reader.leads() == 1);
}

#[test]
fn bad_values_are_problems_and_the_rest_is_read() {
    let batch = read(b"email,Country,visits,note\na@b,Germny,two,\n");
    assert_eq!(
        cells(&batch, 0),
        [text("a@b"), Cell::Bad, Cell::Bad, Cell::Missing]
    );
    let expected = [
        "`Country` is \"Germny\", which is no value of `country`; nearest is `germany`",
        "`visits` is \"two\", which is no number",
    ];
    assert_eq!(
        problems(&batch, 0),
        expected.map(|message| (Code::BadValue, message))
    );
    let first = &batch.info[0].problems[0];
    assert_eq!(first.field.map(crate::model::Id::index), Some(1));
    assert_eq!(first.column.as_deref(), Some("Country"));
    assert_eq!(first.value.as_deref(), Some("Germny"));
    assert_eq!(first.nearest.as_deref(), Some("germany"));
    assert_eq!(batch.info[0].raw, ["a@b", "Germny", "two", ""]);
}

#[test]
fn a_long_value_is_shown_short() {
    let line = format!("a@b,{},1,\n", "z".repeat(1000));
    let batch = read(format!("email,country,visits,note\n{line}").as_bytes());
    let problem = &batch.info[0].problems[0];
    assert_eq!(problem.value.as_deref().unwrap().chars().count(), 80);
    assert!(problem.message.len() < 250, "{}", problem.message);
    assert_eq!(batch.info[0].raw[1].len(), 1000);
}

#[test]
fn required_fields_and_keys_must_be_there() {
    let batch = read(b"Mail;Land;Visits\n;france;Select\n");
    let [key, country, visits, _] = cells(&batch, 0).try_into().unwrap();
    assert_eq!(
        (key, country, visits),
        (Cell::Bad, Cell::Known(Value::Choice(1)), Cell::Bad)
    );
    let expected = [
        "`Mail` is empty, and it is required",
        "`Visits` is \"Select\", which stands for missing, and it is required",
    ];
    assert_eq!(
        problems(&batch, 0),
        expected.map(|message| (Code::RequiredMissing, message))
    );
    assert_eq!(batch.info[0].key, "");
}

#[test]
fn a_required_field_without_a_column_is_a_problem_of_each_lead() {
    let model = Maker::new()
        .field("email", Type::Text)
        .field_with("visits", Type::Integer, |field| field.required = true)
        .source("crm", |source, field| source.absent(field("visits")))
        .model();
    let all = batches(&model, b"email\na\n").unwrap();
    let message = "`visits` is required, and the file has no column for it";
    assert_eq!(problems(&all[0], 0), [(Code::RequiredMissing, message)]);
}

#[test]
fn ragged_rows_are_kept_and_not_trusted() {
    let batch = read(b"email,country,visits,note\na@b,france\nc@d,france,1,x,y\n\"\"\n");
    assert_eq!(batch.leads.len(), 3);
    for row in 0..3 {
        assert_eq!(cells(&batch, row), vec![Cell::Bad; 4]);
    }
    assert_eq!(
        problems(&batch, 0),
        [(
            Code::Ragged,
            "the row has 2 values and the header 4 columns, so that none of them can be trusted"
        )]
    );
    assert!(
        problems(&batch, 2)[0]
            .1
            .starts_with("the row has 1 value and")
    );
    let keys: Vec<&str> = batch.info.iter().map(|info| info.key.as_str()).collect();
    assert_eq!(keys, ["a@b", "c@d", ""]);
    assert_eq!(batch.info[1].raw.len(), 5);
}

#[test]
fn a_key_that_comes_again_is_a_problem_of_the_later_lead() {
    let batch = read(b"email,country,visits,note\na@b,,1,\n\n A@B,,1,\nc@d\nc@d,,1,\n,,1,\n,,1,\n");
    let duplicates: Vec<u64> = batch
        .info
        .iter()
        .filter(|info| info.problems.iter().any(|p| p.code == Code::DuplicateKey))
        .map(|info| info.row)
        .collect();
    assert_eq!(duplicates, [3, 5]);
    let message = "`email` is \" A@B\", as in an earlier row";
    assert_eq!(problems(&batch, 1), [(Code::DuplicateKey, message)]);
    // The lead itself is as good as the other.
    assert_eq!(cells(&batch, 1)[0], text("a@b"));
}

#[test]
fn bytes_that_are_no_text_spoil_their_value_only() {
    let text = b"email,country,visits,note,city\na@b,,1,caf\xe9,K\xf6ln\nc@d,,1,\0,\nc\xe9,,1,,\nc\xe8,,1,,\n";
    let model = model();
    let mut reader = one(&model, &text[..], &Options::default()).ok().unwrap();
    let batch = reader.next_batch().unwrap().unwrap();
    let message = "`note` is \"caf\u{fffd}\", which is not UTF-8 text; if the file is windows-1252, \
                   say `encoding \"windows-1252\"` in the `source`";
    assert_eq!(problems(&batch, 0), [(Code::BadValue, message)]);
    assert_eq!(cells(&batch, 0)[2..], [integer(1), Cell::Bad]);
    assert_eq!(batch.info[0].raw[4], "K\u{fffd}ln");
    let message = "`note` is \" \", which has a byte of zero in it";
    assert_eq!(problems(&batch, 1), [(Code::BadValue, message)]);
    // Two keys that are no text are not known to be the same.
    assert_eq!(problems(&batch, 3).len(), 1);
    assert!(reader.next_batch().unwrap().is_none());
    let note = "rows with bytes that are no text in columns that the policy does not read: 1";
    assert_eq!(reader.notes(), [note]);
}

/// A source with an encoding, or none, and any delimiter.
fn western(encoding: Option<&str>) -> Model {
    let encoding = encoding.map(|name| crate::records::Encoding::named(name).unwrap());
    Maker::new()
        .field_with("id", Type::Text, |field| field.key = true)
        .field("city", Type::Text)
        .source("crm", |source, field| {
            source.column(field("city"), "Größe");
            source.mapping().encoding = encoding;
        })
        .model()
}

#[test]
fn files_of_all_encodings_and_delimiters_are_read_alike() {
    let plain = "Größe;ID\nKöln;ø1\n\"a\nb\";2\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{plain}");
        marked.encode_utf16().flat_map(bytes).collect()
    };
    let latin: Vec<u8> = plain.chars().map(|c| c as u8).collect();
    let files = [
        (Some("windows-1252"), latin),
        (None, plain.as_bytes().to_vec()),
        (None, format!("\u{feff}{plain}").into_bytes()),
        // The mark goes before what the source says.
        (
            Some("windows-1252"),
            format!("\u{feff}{plain}").into_bytes(),
        ),
        (Some("windows-1252"), utf16(u16::to_le_bytes)),
        (None, utf16(u16::to_be_bytes)),
    ];
    for (encoding, bytes) in files {
        let model = western(encoding);
        let all = batches(&model, &bytes).unwrap();
        let ids: Vec<_> = all[0]
            .info
            .iter()
            .map(|it| (it.row, it.key.as_str()))
            .collect();
        assert_eq!(ids, [(2, "ø1"), (3, "2")], "{encoding:?}");
        assert!(all[0].info.iter().all(|info| info.problems.is_empty()));
    }
}

#[test]
fn bytes_that_are_no_text_in_the_declared_encoding_are_found_too() {
    let model = western(Some("shift_jis"));
    let marked = "\u{feff}Größe,ID\n".as_bytes();
    // The mark of UTF-8 goes before what the source says.
    assert_eq!(batches(&model, marked).unwrap().len(), 0);
    let model = Maker::new()
        .field("city", Type::Text)
        .source("crm", |source, _| {
            source.mapping().encoding = crate::records::Encoding::named("shift_jis");
        })
        .model();
    let all = batches(&model, b"city\n\x93\x8c\x8b\x9e\n\x93\x8c\x81\n").unwrap();
    assert_eq!(
        all[0]
            .leads
            .lead(0)
            .cell(model.fields.iter().next().unwrap().0),
        &text("東京")
    );
    let message = "`city` is \"東\u{fffd}\", which is not Shift_JIS text";
    assert_eq!(problems(&all[0], 1), [(Code::BadValue, message)]);
}

#[test]
fn an_odd_byte_at_the_end_of_utf16_is_a_row_that_is_no_text() {
    let mut bytes: Vec<u8> = "\u{feff}id,Größe\na,b\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.push(b'x');
    let all = batches(&western(None), &bytes).unwrap();
    assert_eq!(all[0].leads.len(), 2);
    assert_eq!(problems(&all[0], 1)[0].0, Code::Ragged);
}

#[test]
fn a_header_that_is_no_utf8_says_what_to_do() {
    let model = western(None);
    let files = vec![DataFile::new("a.csv", &b"id,Gr\xf6\xdfe\n"[..])];
    let errors = open(&model, files, &Options::default()).err().unwrap();
    let help = errors[0].help.as_deref().unwrap();
    assert!(help.contains("`encoding \"windows-1252\"`"), "{help}");
}

#[test]
fn empty_files_and_headers_have_clear_answers() {
    let fails = |text: &[u8]| batches(&model(), text).unwrap_err();
    assert_eq!(fails(b""), "the file is empty");
    assert_eq!(fails(b"\xef\xbb\xbf\r\n\n"), "the file is empty");
    assert_eq!(
        fails(b" ,\"\",\na,b,c\n"),
        "the first row of the file names no column"
    );
    let zeros = "the first row of the file has bytes of zero in it";
    assert_eq!(fails(b"m\0a\0\n\0"), zeros);
    assert_eq!(fails(b"\0\0\0\0"), zeros);
    let quote = "the quote that opens in row 1, column 1, on line 2 never closes";
    assert_eq!(fails(b"\n\"email,country\nvisits\n"), quote);
    let model = model();
    let header = &b"email,country,visits,note\n"[..];
    let mut reader = one(&model, header, &Options::default()).ok().unwrap();
    assert!(reader.next_batch().unwrap().is_none());
    assert_eq!(reader.notes(), ["the file has a header and no leads"]);
}

#[test]
fn leads_before_an_open_quote_are_given_and_then_the_error() {
    let model = model();
    let text = &b"email,country,visits,note\na@b,,1,\n\nc@d,\"fra\n"[..];
    let mut reader = one(&model, text, &Options::default()).ok().unwrap();
    assert_eq!(reader.next_batch().unwrap().unwrap().leads.len(), 1);
    let error = reader.next_batch().unwrap_err();
    assert_eq!(
        error.message,
        "the quote that opens in row 3, column 2, on line 4 never closes"
    );
    assert!(error.help.unwrap().contains("line 4"));
    assert!(reader.next_batch().unwrap().is_none());
}

#[test]
fn a_huge_value_ends_the_reading_where_it_starts() {
    // A value of 50 MB in the second lead: the first is given, then the error, at once.
    let model = model();
    let head = &b"email,country,visits,note\na@b,,1,\nc@d,,1,\""[..];
    let input = head.chain(std::io::repeat(b'z').take(50 << 20));
    let mut reader = one(&model, input, &Options::default()).ok().unwrap();
    assert_eq!(reader.next_batch().unwrap().unwrap().leads.len(), 1);
    let message = reader.next_batch().unwrap_err().message;
    assert!(
        message.starts_with("the value in row 3, column 4, which starts on line 3"),
        "{message}"
    );
}

#[test]
fn batches_are_of_a_bounded_size() {
    let model = model();
    let many: String = (0..3000).map(|row| format!("k{row},,1,\n")).collect();
    let all = batches(
        &model,
        format!("email,country,visits,note\n{many}").as_bytes(),
    )
    .unwrap();
    let sizes: Vec<usize> = all.iter().map(|batch| batch.leads.len()).collect();
    assert_eq!(sizes, [1024, 1024, 952]);
    let rows: Vec<u64> = all
        .iter()
        .flat_map(|b| b.info.iter().map(|info| info.row))
        .collect();
    assert!(rows.into_iter().eq(2..3002));
    let note = "z".repeat(900_000);
    let large: String = (0..12).map(|row| format!("k{row},,1,{note}\n")).collect();
    let all = batches(
        &model,
        format!("email,country,visits,note\n{large}").as_bytes(),
    )
    .unwrap();
    assert!(
        all.iter().all(|batch| batch.leads.len() <= 5),
        "{}",
        all.len()
    );
}

proptest! {
    /// Every record is a lead, or the error says where reading ended; nothing panics.
    #[test]
    fn no_record_is_lost(body in proptest::collection::vec(
        prop_oneof![Just(b','), Just(b'\n'), Just(b'"'), Just(b'1'), Just(b'a'), any::<u8>()],
        0..120,
    )) {
        let mut text = b"email,country,visits,note\n".to_vec();
        text.extend(&body);
        let model = model();
        let mut reader = one(&model, text.as_slice(), &Options::default()).ok().unwrap();
        let mut rows = Vec::new();
        let error = loop {
            match reader.next_batch() {
                Ok(Some(batch)) => rows.extend(batch.info.iter().map(|info| info.row)),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let mut peer = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_slice());
        let records = peer.byte_records().map(Result::unwrap).count();
        let expected = if error.is_some() { records - 1 } else { records };
        prop_assert_eq!(rows.len(), expected);
        prop_assert!(rows.into_iter().eq((2..).take(expected)));
    }

    #[test]
    fn no_bytes_make_reading_panic(text in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = batches(&model(), &text);
    }
}
