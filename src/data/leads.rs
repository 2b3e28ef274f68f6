//! Leads in batches, with what is wrong with each.

use std::sync::Arc;

use super::join::{Joined, Match};
use super::keys::Keys;
use super::maker::LeadMaker;
use super::problem::{DataError, Problem, shown};
use super::row::{Found, RowReader};
use super::skip::Skip;
use super::table::{Table, encoding_hint, no_text};
use crate::diagnostic::Code;
use crate::model::{Batch, Cell, FieldId, Model, SourceMappingId};
use crate::records::{Block, FaultKind, Record};

/// Most leads of a batch.
const BATCH_LEADS: usize = 1024;
/// A batch ends when it has so much text, in bytes.
const BATCH_BYTES: usize = 4 << 20;

/// Some leads, and beside each where it comes from and what is wrong with it.
#[derive(Debug, Clone)]
pub struct LeadBatch {
    /// The leads.
    pub leads: Batch,
    /// One for each lead, in the same order.
    pub info: Vec<RowInfo>,
}

/// Where a lead comes from and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowInfo {
    /// The place of its file in [`Leads::files`](super::Leads::files).
    pub file: usize,
    /// The number of its record in that file: the header's is 1, the first lead's 2.
    pub row: u64,
    /// Its key as it is written, without outer blanks; empty where it has none.
    pub key: String,
    /// The record as it came, where it was asked for or the lead has problems.
    pub raw: Vec<String>,
    /// What joined files add to it, where every record was asked for as it came.
    pub joined: Vec<String>,
    /// What is wrong with it, by field.
    pub problems: Vec<Problem>,
}

/// Reads the leads of one file batch by batch.
pub(super) struct LeadReader<'m> {
    maker: Arc<LeadMaker<'m>>,
    table: Table<'m>,
    record: Record,
    skips: Vec<Skip<'m>>,
    /// For each join of the source, the place of its file among all joined files.
    joins: Vec<usize>,
    source: Option<SourceMappingId>,
    /// An error that came behind leads which were still to be given.
    failed: Option<DataError>,
    ended: bool,
    leads: u64,
    /// Leads with bytes that are no text where the policy reads nothing.
    unread_faults: u64,
}

impl<'m> LeadReader<'m> {
    /// Reads the records of a table.
    pub(super) fn new(
        model: &'m Model,
        source: Option<SourceMappingId>,
        table: Table<'m>,
        rows: RowReader<'m>,
        joins: Vec<usize>,
        keep_raw: bool,
    ) -> Self {
        let mapping = source.and_then(|id| model.sources.get(id));
        let skips = mapping.map_or(&[][..], |source| &source.skips);
        let skips = skips.iter().zip(&rows.columns().skips);
        LeadReader {
            record: Record::default(),
            skips: skips.map(|(rows, place)| Skip::new(rows, *place)).collect(),
            maker: Arc::new(LeadMaker::new(model, rows, table.header.len(), keep_raw)),
            table,
            joins,
            source,
            failed: None,
            ended: false,
            leads: 0,
            unread_faults: 0,
        }
    }

    /// The file as it is written.
    pub(super) fn table(&self) -> &Table<'m> {
        &self.table
    }

    /// What makes leads of its records.
    pub(super) fn maker(&self) -> &Arc<LeadMaker<'m>> {
        &self.maker
    }

    /// The source by which is read.
    pub(super) fn source(&self) -> Option<SourceMappingId> {
        self.source
    }

    /// The name of a field's column.
    pub(super) fn column(&self, id: FieldId) -> Option<&str> {
        let column = self.maker.rows.column(id);
        column.map(|column| column.plain.as_str())
    }

    /// What a record that was kept has in a field's column.
    pub(super) fn text_of<'a>(&self, info: &'a RowInfo, id: FieldId) -> Option<&'a str> {
        let mut values = info.raw.iter().chain(&info.joined);
        let place = self.maker.place(id)?;
        values.nth(place).map(String::as_str)
    }

    /// How many leads there were so far.
    pub(super) fn leads(&self) -> u64 {
        self.leads
    }

    /// Counts leads that others have made of its records, and how many of them have bytes that are
    /// no text where the policy reads nothing.
    pub(super) fn count(&mut self, leads: u64, unread_faults: u64) {
        self.leads += leads;
        self.unread_faults += unread_faults;
    }

    /// How many rows were left out so far.
    pub(super) fn skipped(&self) -> u64 {
        self.skips.iter().map(|skip| skip.count).sum()
    }

    /// Whether each of its records makes a lead by itself.
    fn stands_alone(&self) -> bool {
        self.skips.is_empty() && self.joins.is_empty()
    }

    /// Whether it is given in pieces.
    pub(super) fn is_in_pieces(&self) -> bool {
        self.stands_alone() && self.table.is_in_pieces()
    }

    /// The next piece of the file; nothing where its leads have to be asked for instead.
    ///
    /// # Errors
    /// No further record can be read. What was before it has been given.
    pub(super) fn next_block(&mut self) -> Result<Option<Block>, DataError> {
        match self.stands_alone().then(|| self.table.blocks()).flatten() {
            Some(blocks) => {
                let block = blocks.next_block()?;
                self.ended |= block.is_none();
                Ok(block)
            }
            None => Ok(None),
        }
    }

    /// Takes the room of a piece back.
    pub(super) fn reuse(&mut self, bytes: Vec<u8>) {
        if let Some(blocks) = self.table.blocks() {
            blocks.reuse(bytes);
        }
    }

    /// The next leads; `None` behind the last, and behind an error.
    ///
    /// # Errors
    /// No further record can be read. All leads before it have been given.
    pub(super) fn next_batch(
        &mut self,
        joined: &mut [Joined],
        keys: &mut Keys,
    ) -> Result<Option<LeadBatch>, DataError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut batch = LeadBatch {
            leads: Batch::new(self.maker.model.fields.len()),
            info: Vec::new(),
        };
        let mut bytes = 0;
        while !self.ended && batch.leads.len() < BATCH_LEADS && bytes < BATCH_BYTES {
            let Some(reader) = self.table.reader() else {
                self.ended = true;
                continue;
            };
            match reader.read(&mut self.record) {
                Ok(true) => {
                    let record = &self.record;
                    if let Some(skip) = self.skips.iter_mut().find(|it| it.fits(record)) {
                        skip.count += 1;
                        continue;
                    }
                    bytes += self.record.size();
                    let (cells, info) = self.lead(joined, keys);
                    batch.leads.push(cells);
                    batch.info.push(info);
                }
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(error.into());
                }
            }
        }
        if batch.leads.is_empty() {
            return self.failed.take().map_or(Ok(None), Err);
        }
        Ok(Some(batch))
    }

    /// What is to be said of the file, besides its leads' problems; complete behind the last lead.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.ended && self.leads == 0 {
            notes.push("the file has a header and no leads".to_owned());
        }
        if let Some(kind) = self.table.header_fault {
            let encoding = self.table.encoding();
            let hint = encoding_hint(encoding, kind).map_or(String::new(), |it| format!("; {it}"));
            let name = encoding.name();
            notes.push(format!(
                "the header has names that are not {name} text{hint}"
            ));
        }
        if self.unread_faults > 0 {
            let rows = self.unread_faults;
            notes.push(format!(
                "rows with bytes that are no text in columns that the policy does not read: {rows}"
            ));
        }
        let skipped = self.skips.iter().filter(|skip| skip.count > 0);
        notes.extend(skipped.map(Skip::note));
        notes
    }

    /// The lead of the record.
    fn lead(&mut self, joined: &mut [Joined], keys: &mut Keys) -> (Vec<Cell>, RowInfo) {
        let mut problems = Vec::new();
        let own = self.record.len();
        let found = match own == self.maker.width() {
            true => self.join(joined, &mut problems),
            false => Vec::new(),
        };
        let maker = &self.maker;
        let mut made = maker.lead(&self.record, own, &found, problems);
        self.leads += 1;
        self.unread_faults += u64::from(made.has_unread_fault);
        if made.key.is_some_and(|key| !keys.add_hash(key)) {
            maker.mark_duplicate(&self.record, &mut made.info);
        }
        (made.cells, made.info)
    }

    /// Adds to the record what the joined files have for it.
    fn join(&mut self, joined: &mut [Joined], problems: &mut Vec<Problem>) -> Vec<Found> {
        let mut found = Vec::with_capacity(self.joins.len());
        let maker = Arc::clone(&self.maker);
        let joins = self.joins.iter().zip(&maker.rows.columns().joins);
        for (place, on) in joins {
            let Some(joined) = joined.get_mut(*place) else {
                continue;
            };
            let width = joined.width();
            let key = self.record.get(*on).unwrap_or_default().to_owned();
            let row = match self.record.fault(*on) {
                Some(kind) => Match::Bad(self.bad_join_key(*on, &key, kind, joined.name())),
                None => joined.find(&key),
            };
            let of_row = match row {
                Match::None => Found::Nothing,
                Match::Row(row) => {
                    self.record.append(row);
                    Found::Row
                }
                Match::Bad(problem) => {
                    problems.push(problem);
                    Found::Bad
                }
            };
            if of_row != Found::Row {
                (0..width).for_each(|_| self.record.push("", None));
            }
            found.push(of_row);
        }
        found
    }

    /// The problem that no row of a joined file can be found by what is no text.
    fn bad_join_key(&self, on: usize, key: &str, kind: FaultKind, file: &str) -> Problem {
        let reason = no_text(self.table.encoding(), kind);
        let name = self.maker.rows.name(on);
        let column = name.map_or("", |name| &name.marked);
        let value = shown(key);
        let message = format!(
            "{column} is \"{value}\", {reason}, so that its row of `{file}` cannot be found"
        );
        Problem {
            code: Code::BadValue,
            field: None,
            column: name.map(|name| name.plain.clone()),
            value: Some(value),
            member: None,
            nearest: None,
            message,
        }
    }
}
