//! Leads in batches, with what is wrong with each.

use super::columns::{Columns, mapping};
use super::field::{Fault, FieldReader, Reading};
use super::keys::Keys;
use super::open::Input;
use super::problem::{DataError, Problem, shown};
use crate::diagnostic::Code;
use crate::model::{Batch, Cell, Field, FieldId, Model, SourceMappingId};
use crate::records::{FaultKind, Reader, Record};
use crate::value::Value;

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
    /// What is wrong with it, by field.
    pub problems: Vec<Problem>,
}

/// Reads the leads of one file batch by batch.
pub(super) struct LeadReader<'m> {
    model: &'m Model,
    reader: Reader<Input<'m>>,
    record: Record,
    columns: Columns,
    fields: Vec<FieldReader<'m>>,
    key: Option<FieldId>,
    /// The keys there were, also in the files before this one.
    pub(super) keys: Keys,
    header: Vec<String>,
    source: Option<SourceMappingId>,
    keep_raw: bool,
    /// An error that came behind leads which were still to be given.
    failed: Option<DataError>,
    ended: bool,
    leads: u64,
    header_faults: usize,
    /// Leads with bytes that are no text where the policy reads nothing.
    unread_faults: u64,
}

impl<'m> LeadReader<'m> {
    pub(super) fn new(
        model: &'m Model,
        reader: Reader<Input<'m>>,
        columns: Columns,
        header: Vec<String>,
        source: Option<SourceMappingId>,
        keep_raw: bool,
        header_faults: usize,
    ) -> Self {
        let mapped = source.and_then(|id| model.sources.get(id));
        let field = |(id, field)| FieldReader::new(model, field, mapped, mapping(mapped, id));
        LeadReader {
            model,
            reader,
            record: Record::default(),
            columns,
            fields: model.fields.iter().map(field).collect(),
            key: model.key(),
            keys: Keys::default(),
            header,
            source,
            keep_raw,
            failed: None,
            ended: false,
            leads: 0,
            header_faults,
            unread_faults: 0,
        }
    }

    /// The names of the columns, without outer blanks.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// The source by which is read.
    pub(super) fn source(&self) -> Option<SourceMappingId> {
        self.source
    }

    /// How many leads there were so far.
    pub(super) fn leads(&self) -> u64 {
        self.leads
    }

    /// The next leads; `None` behind the last, and behind an error.
    ///
    /// # Errors
    /// No further record can be read. All leads before it have been given.
    pub(super) fn next_batch(&mut self) -> Result<Option<LeadBatch>, DataError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut batch = LeadBatch {
            leads: Batch::new(self.model.fields.len()),
            info: Vec::new(),
        };
        let mut bytes = 0;
        while !self.ended && batch.leads.len() < BATCH_LEADS && bytes < BATCH_BYTES {
            match self.reader.read(&mut self.record) {
                Ok(true) => {
                    bytes += self.record.size();
                    let (cells, info) = self.lead();
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
        if self.header_faults > 0 {
            notes.push("the header has names that are not UTF-8 text".to_owned());
        }
        if self.unread_faults > 0 {
            let rows = self.unread_faults;
            notes.push(format!(
                "rows with bytes that are no text in columns that the policy does not read: {rows}"
            ));
        }
        notes
    }

    /// The lead of the record.
    fn lead(&mut self) -> (Vec<Cell>, RowInfo) {
        self.leads += 1;
        let mut problems = Vec::new();
        let cells = if self.record.len() == self.header.len() {
            let fields = self.model.fields.iter().zip(&self.fields);
            let cells =
                fields.map(|((id, field), reader)| self.cell(id, field, reader, &mut problems));
            cells.collect()
        } else {
            problems.push(self.ragged());
            let known = |(id, _)| self.columns.place(id).map_or(Cell::Missing, |_| Cell::Bad);
            self.model.fields.iter().map(known).collect()
        };
        self.count_unread_faults();
        problems.extend(self.duplicate_key());
        let raw = match self.keep_raw || !problems.is_empty() {
            true => self.record.iter().map(str::to_owned).collect(),
            false => Vec::new(),
        };
        let key = self
            .key
            .and_then(|key| self.text(key))
            .unwrap_or_default()
            .trim()
            .to_owned();
        (
            cells,
            RowInfo {
                file: 0,
                row: self.record.row,
                key,
                raw,
                problems,
            },
        )
    }

    /// What the record has in a field's column.
    fn text(&self, field: FieldId) -> Option<&str> {
        self.record.get(self.columns.place(field)?)
    }

    /// What keeps a field's column of the record from being text.
    fn fault(&self, field: FieldId) -> Option<FaultKind> {
        let place = self.columns.place(field)?;
        let fault = self.record.faults.iter().find(|fault| fault.field == place);
        fault.map(|fault| fault.kind)
    }

    fn cell(
        &self,
        id: FieldId,
        field: &Field,
        reader: &FieldReader<'_>,
        problems: &mut Vec<Problem>,
    ) -> Cell {
        let text = self.text(id).unwrap_or_default();
        let reading = match self.fault(id) {
            None => reader.read(text),
            Some(kind) => {
                let reason = match kind {
                    FaultKind::NotUtf8 => "which is not UTF-8 text",
                    FaultKind::Nul => "which has a byte of zero in it",
                };
                Reading::Bad(Fault::new(reason))
            }
        };
        match reading {
            Reading::Known(value) => Cell::Known(value),
            Reading::Missing if field.required || field.key => {
                problems.push(self.required(id, field, text));
                Cell::Bad
            }
            Reading::Missing => Cell::Missing,
            Reading::Bad(fault) => {
                problems.push(self.bad_value(id, text, fault));
                Cell::Bad
            }
        }
    }

    /// A problem of a field, with its column and what that holds.
    fn problem(&self, code: Code, id: FieldId, text: &str, message: String) -> Problem {
        let column = self.column(id).map(str::to_owned);
        let value = (!text.trim().is_empty()).then(|| shown(text));
        Problem {
            code,
            field: Some(id),
            column,
            value,
            member: None,
            nearest: None,
            message,
        }
    }

    /// What a record that was kept has in a field's column.
    pub(super) fn text_of<'a>(&self, raw: &'a [String], id: FieldId) -> Option<&'a str> {
        raw.get(self.columns.place(id)?).map(String::as_str)
    }

    /// The header of a field's column.
    pub(super) fn column(&self, id: FieldId) -> Option<&str> {
        self.header.get(self.columns.place(id)?).map(String::as_str)
    }

    fn bad_value(&self, id: FieldId, text: &str, fault: Fault) -> Problem {
        let column = self.column(id).unwrap_or_default();
        let near = fault.nearest.as_ref();
        let near = near.map_or(String::new(), |near| format!("; nearest is `{near}`"));
        let message = format!("`{column}` is \"{}\", {}{near}", shown(text), fault.reason);
        let problem = self.problem(Code::BadValue, id, text, message);
        Problem {
            member: fault.member,
            nearest: fault.nearest,
            ..problem
        }
    }

    fn required(&self, id: FieldId, field: &Field, text: &str) -> Problem {
        let name = &field.named.name;
        let message = match self.column(id) {
            None => format!("`{name}` is required, and the file has no column for it"),
            Some(column) if text.trim().is_empty() => {
                format!("`{column}` is empty, and it is required")
            }
            Some(column) => {
                let text = shown(text);
                format!("`{column}` is \"{text}\", which stands for missing, and it is required")
            }
        };
        self.problem(Code::RequiredMissing, id, text, message)
    }

    fn ragged(&self) -> Problem {
        let (values, columns) = (self.record.len(), self.header.len());
        let noun = |count: usize, noun: &str| match count {
            1 => format!("1 {noun}"),
            _ => format!("{count} {noun}s"),
        };
        let message = format!(
            "the row has {} and the header {}, so that none of them can be trusted",
            noun(values, "value"),
            noun(columns, "column")
        );
        let (field, column, value, member, nearest) = (None, None, None, None, None);
        Problem {
            code: Code::Ragged,
            field,
            column,
            value,
            member,
            nearest,
            message,
        }
    }

    /// The problem that an earlier lead has the same key.
    fn duplicate_key(&mut self) -> Option<Problem> {
        let id = self.key?;
        let text = self.text(id)?;
        if self.fault(id).is_some() {
            return None;
        }
        let value = match self.fields.get(id.index())?.read(text) {
            Reading::Known(Value::Text(text)) => text.folded().to_owned(),
            Reading::Known(value) => self
                .model
                .show(&value, self.model.fields.get(id).map(|field| field.ty)?),
            Reading::Missing | Reading::Bad(_) => return None,
        };
        if self.keys.add(&value) {
            return None;
        }
        let text = self.text(id).unwrap_or_default();
        let column = self.column(id).unwrap_or_default();
        let message = format!("`{column}` is \"{}\", as in an earlier row", shown(text));
        Some(self.problem(Code::DuplicateKey, id, text, message))
    }

    fn count_unread_faults(&mut self) {
        let is_read = |place: usize| {
            self.model
                .fields
                .iter()
                .any(|(id, _)| self.columns.place(id) == Some(place))
        };
        let unread = |fault: &crate::records::Fault| !is_read(fault.field);
        self.unread_faults += u64::from(self.record.faults.iter().any(unread));
    }
}
