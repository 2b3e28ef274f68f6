//! From a piece of a file to what comes of it.

use std::collections::BTreeMap;

use super::column::Columns;
use super::counts::Counts;
use super::plain::{PieceText, Plain};
use super::together::{Found, Together};
use super::{Judge, PlainLead, Texts, made};
use crate::data::{FileBlock, KeyHash, LeadPiece, MadeLead, RowInfo};
use crate::engine::{AsOf, Engine};
use crate::eval::Evaluation;
use crate::model::{Batch, Cell};
use crate::records::{Piece, RawError, Reader, Record};
use crate::report::{LeadResult, PlainCounts, Tally};
use crate::value::Instant;

/// A piece for a worker.
pub(super) struct Task<'m> {
    pub(super) piece: LeadPiece<'m>,
    /// Room for what is told of its leads; what is in it goes.
    pub(super) text: Vec<u8>,
}

/// What comes of a piece.
pub struct Results<'m> {
    /// Its leads as they are told, one after another.
    pub text: Vec<u8>,
    /// Leads of which there is nothing to say but what was decided.
    pub plain: PlainCounts,
    /// All other leads, in their order.
    pub(super) full: Vec<FullLead>,
    /// Plain leads of which a problem has come to light when all leads were looked at together, in
    /// their order.
    pub(super) late: Vec<FullLead>,
    /// Why no further record of the file can be read.
    pub(super) error: Option<RawError>,
    /// The piece itself, where its leads are still to be told apart by their keys.
    pub(super) told: Option<Told<'m>>,
    pub(super) fault: Option<String>,
}

/// A lead of which there is more to say than what was decided.
#[derive(Clone, Copy)]
enum Judged<'r> {
    /// It is not among the plain ones.
    Full(&'r FullLead),
    /// It is, and has problems nevertheless.
    Late(&'r FullLead),
}

/// A lead that the evaluator has judged.
pub(super) struct FullLead {
    /// Where it comes from and what is wrong with it.
    pub(super) info: RowInfo,
    /// What it has.
    cells: Batch,
    /// What the policy says of it.
    evaluation: Evaluation,
    /// The same in words.
    pub(super) result: LeadResult,
    /// Its place among the leads of the piece.
    pub(super) at: usize,
}

/// A piece with what its leads are told apart by.
pub(super) struct Told<'m> {
    pub(super) piece: FileBlock<'m>,
    /// The hash of each lead's key, where it has one.
    pub(super) keys: Vec<Option<KeyHash>>,
    /// Where the record of each lead begins, where that is known.
    pub(super) starts: Vec<usize>,
    /// Where what is told of each lead ends.
    pub(super) ends: Vec<usize>,
    pub(super) unread_faults: u64,
}

impl FullLead {
    pub(super) fn new(
        judge: &Judge<'_>,
        cells: impl IntoIterator<Item = Cell>,
        info: RowInfo,
        at: usize,
    ) -> FullLead {
        let mut batch = Batch::new(judge.model.fields.len());
        batch.push(cells);
        let evaluation = judge.evaluate(batch.lead(0));
        let result = judge.reporter.result(&info, batch.lead(0), &evaluation);
        FullLead {
            info,
            cells: batch,
            evaluation,
            result,
            at,
        }
    }

    /// Puts it into words again, after something was found wrong with it.
    pub(super) fn retell(&mut self, judge: &Judge<'_>) {
        self.result = judge
            .reporter
            .result(&self.info, self.cells.lead(0), &self.evaluation);
    }
}

impl Results<'_> {
    /// Counts all of them.
    pub fn count_in(&mut self, tally: &mut Tally<'_>, as_of: Instant) {
        tally.add_plain(std::mem::take(&mut self.plain));
        for lead in self.leads() {
            match lead {
                Judged::Full(it) => {
                    tally.add(it.cells.lead(0), as_of, &it.evaluation, &it.result);
                }
                Judged::Late(it) => tally.add_problems(&it.result),
            }
        }
    }

    /// What is said of those of which there is more to say than what was decided, in their order, and
    /// where each comes from.
    pub fn told(&self) -> impl Iterator<Item = (&LeadResult, &RowInfo)> {
        self.leads().map(|lead| match lead {
            Judged::Full(it) | Judged::Late(it) => (&it.result, &it.info),
        })
    }

    fn leads(&self) -> impl Iterator<Item = Judged<'_>> {
        let full = self.full.iter().map(|it| (it.at, Judged::Full(it)));
        let late = self.late.iter().map(|it| (it.at, Judged::Late(it)));
        let mut leads: Vec<(usize, Judged<'_>)> = full.chain(late).collect();
        leads.sort_by_key(|(at, _)| *at);
        leads.into_iter().map(|(_, lead)| lead)
    }

    /// How many leads there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.plain.leads + self.full.len() as u64
    }

    /// Nothing yet, with room for the text.
    pub(super) fn new(mut text: Vec<u8>) -> Self {
        text.clear();
        Results {
            text,
            plain: PlainCounts::default(),
            full: Vec::new(),
            late: Vec::new(),
            error: None,
            told: None,
            fault: None,
        }
    }

    pub(super) fn add(&mut self, judge: &Judge<'_>, lead: FullLead) {
        if let Err(fault) = judge.tell.full(&lead.result, &mut self.text) {
            self.fault.get_or_insert(fault);
        }
        self.full.push(lead);
    }
}

/// What a worker keeps from one piece to the next.
#[derive(Default)]
pub(super) struct Known<'m> {
    /// The columns of each file; none of one whose leads have to be made one by one.
    columns: BTreeMap<usize, Option<Columns<'m>>>,
    /// Room for the text of a piece in small letters.
    lower: String,
}

/// What comes of a piece.
pub(super) fn work<'m>(
    judge: &Judge<'_>,
    Task { piece, text }: Task<'m>,
    known: &mut Known<'m>,
) -> Results<'m> {
    let results = Results::new(text);
    match piece {
        LeadPiece::Leads(batch) => made::decide(judge, &batch, results),
        LeadPiece::Records(piece) => of_records(judge, piece, results, known),
    }
}

fn of_records<'m>(
    judge: &Judge<'_>,
    piece: FileBlock<'m>,
    results: Results<'m>,
    known: &mut Known<'m>,
) -> Results<'m> {
    let mut leads = Leads::new(judge, &piece, results);
    let bytes = piece.block.bytes.as_slice();
    let text = std::str::from_utf8(bytes).ok();
    let text = text.filter(|_| piece.block.plain && memchr::memchr(0, bytes).is_none());
    let columns = judge.engine.and_then(|(engine, _)| {
        let columns = known.columns.entry(piece.file);
        let columns = columns.or_insert_with(|| {
            Columns::new(judge.model, &piece.maker, |field| engine.reads(field))
        });
        columns.as_mut()
    });
    match (text, judge.engine, columns) {
        (Some(text), Some(engine), Some(columns)) => {
            known.lower.clear();
            if columns.reads_texts {
                known.lower.push_str(text);
                known.lower.make_ascii_lowercase();
            }
            let text = PieceText::new(text, &known.lower);
            leads.plainly(text, engine, columns);
        }
        _ => leads.one_by_one(),
    }
    let Leads {
        mut results,
        keys,
        starts,
        ends,
        unread_faults,
        ..
    } = leads;
    results.told = Some(Told {
        piece,
        keys,
        starts,
        ends,
        unread_faults,
    });
    results
}

/// The leads of some records as they are made.
struct Leads<'w, 'a, 'm> {
    judge: &'w Judge<'a>,
    piece: &'w FileBlock<'m>,
    results: Results<'m>,
    keys: Vec<Option<KeyHash>>,
    starts: Vec<usize>,
    ends: Vec<usize>,
    unread_faults: u64,
}

impl<'w, 'a, 'm> Leads<'w, 'a, 'm> {
    fn new(judge: &'w Judge<'a>, piece: &'w FileBlock<'m>, results: Results<'m>) -> Self {
        let count = usize::try_from(piece.block.count).unwrap_or_default();
        Leads {
            judge,
            piece,
            results,
            keys: Vec::with_capacity(count),
            starts: Vec::with_capacity(count),
            ends: Vec::with_capacity(count),
            unread_faults: 0,
        }
    }

    /// Each lead by the evaluator, also behind records that cannot be read.
    fn one_by_one(&mut self) {
        let mut reader = self.piece.block.reader(self.piece.delimiter);
        let mut record = Record::default();
        loop {
            match reader.read(&mut record) {
                Ok(true) => self.full(&record, 0),
                Ok(false) => return,
                Err(error) => {
                    self.results.error = Some(error);
                    return;
                }
            }
        }
    }

    /// Plain leads by the engine, the others by the evaluator.
    fn plainly(&mut self, text: PieceText<'_>, by: (&Engine, AsOf<'_>), columns: &mut Columns<'m>) {
        let mut counts = Counts::new(self.judge, by.0);
        let mut plain = Plain::new(by, columns, text);
        let mut together = Together::new(text.text, self.piece);
        while self.results.error.is_none() && together.next_ones() {
            let decided = plain.decide(&together.values, &together.plain);
            for found in &together.records {
                match found.plain.and_then(|at| decided.plain(at)) {
                    Some((key, verdict)) => {
                        counts.add(verdict);
                        let values = together.values.get(found.values.clone());
                        let lead = PlainLead {
                            row: found.row,
                            file: self.piece.file,
                            key: key.0,
                            verdict,
                            texts: Texts::Written {
                                values: values.unwrap_or_default(),
                                columns: decided.columns,
                            },
                        };
                        self.judge.tell.plain(lead, &mut self.results.text);
                        self.end(key.1, found.start);
                    }
                    None => self.not_plain(found, &together.values),
                }
                if self.results.error.is_some() {
                    break;
                }
            }
        }
        self.results.plain = counts.finish(self.judge.model, by.0);
    }

    fn not_plain(&mut self, found: &Found<'_>, values: &[&str]) {
        match found.piece {
            Piece::Found => {
                let values = values.get(found.values.clone()).unwrap_or_default();
                let record = Record::of(found.row, 0, values.iter().copied());
                self.full(&record, found.start);
            }
            Piece::Odd(text) => self.odd(text, found.row, found.start),
        }
    }

    /// A record whose values do not stand there as they are.
    fn odd(&mut self, text: &str, row: u64, start: usize) {
        let mut reader = Reader::new(text.as_bytes(), self.piece.delimiter);
        let mut record = Record::default();
        match reader.read(&mut record) {
            Ok(true) => {
                record.row = row;
                self.full(&record, start);
            }
            // It is a line with something in it, and every quote in it closes.
            Ok(false) => {}
            Err(error) => {
                let before = self.piece.block.bytes.get(..start).unwrap_or_default();
                let lines = memchr::memchr_iter(b'\n', before).count() as u64;
                let line = self.piece.block.lines + lines + error.line;
                self.results.error = Some(RawError { row, line, ..error });
            }
        }
    }

    /// A lead by the evaluator.
    fn full(&mut self, record: &Record, start: usize) {
        let MadeLead {
            cells,
            mut info,
            key,
            has_unread_fault,
        } = self.piece.maker.alone(record);
        info.file = self.piece.file;
        if info.raw.is_empty() {
            // Should its key turn out to be that of another, the record has to be there.
            info.raw = record.iter().map(str::to_owned).collect();
        }
        self.unread_faults += u64::from(has_unread_fault);
        let full = FullLead::new(self.judge, cells, info, self.keys.len());
        self.results.add(self.judge, full);
        self.end(key, start);
    }

    fn end(&mut self, key: Option<KeyHash>, start: usize) {
        self.keys.push(key);
        self.starts.push(start);
        self.ends.push(self.results.text.len());
    }
}
