//! From a record to a lead, by itself: what several processors can do at once.

use super::field::FieldReader;
use super::keys::KeyHash;
use super::leads::RowInfo;
use super::problem::Problem;
use super::row::{Found, RowReader};
use crate::model::{Cell, FieldId, Model};
use crate::records::Record;

/// Makes leads of the records of one file.
pub struct LeadMaker<'m> {
    pub(super) model: &'m Model,
    pub(super) rows: RowReader<'m>,
    key: Option<FieldId>,
    /// How many columns the header has.
    width: usize,
    /// Keep every record as it came.
    keep_raw: bool,
}

/// A lead of a record.
#[derive(Debug, Clone)]
pub struct MadeLead {
    /// A cell for each field.
    pub cells: Vec<Cell>,
    /// Where it comes from and what is wrong with it.
    pub info: RowInfo,
    /// What leads are told apart by, where it has something to be told apart by.
    pub key: Option<KeyHash>,
    /// It has bytes that are no text where the policy reads nothing.
    pub has_unread_fault: bool,
}

impl<'m> LeadMaker<'m> {
    pub(super) fn new(model: &'m Model, rows: RowReader<'m>, width: usize, keep_raw: bool) -> Self {
        LeadMaker {
            model,
            rows,
            key: model.key(),
            width,
            keep_raw,
        }
    }

    /// How many values a record has to have.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether every record has to be kept as it came.
    #[must_use]
    pub fn keeps_raw(&self) -> bool {
        self.keep_raw
    }

    /// The place of a field's column, from 0; none where there is none.
    #[must_use]
    pub fn place(&self, field: FieldId) -> Option<usize> {
        self.rows.columns().place(field)
    }

    /// What reads a field's column.
    #[must_use]
    pub fn field(&self, field: FieldId) -> Option<&FieldReader<'m>> {
        self.rows.field(field)
    }

    /// The lead of a record that stands alone, without regard to those before it.
    #[must_use]
    pub fn alone(&self, record: &Record) -> MadeLead {
        self.lead(record, record.len(), &[], Vec::new())
    }

    /// The lead of a record with so many values of its own, behind which joined files have added what
    /// was `found`, with the problems of that.
    pub(super) fn lead(
        &self,
        record: &Record,
        own: usize,
        found: &[Found],
        mut problems: Vec<Problem>,
    ) -> MadeLead {
        let is_whole = own == self.width;
        let cells = if is_whole {
            self.rows.cells(record, found, &mut problems)
        } else {
            problems.push(RowReader::ragged(own, self.width));
            self.rows.ragged_cells()
        };
        let raw = match self.keep_raw || !problems.is_empty() {
            true => record.iter().take(own).map(str::to_owned).collect(),
            false => Vec::new(),
        };
        let joined = match self.keep_raw {
            true => record.iter().skip(own).map(str::to_owned).collect(),
            false => Vec::new(),
        };
        let written = self.key.and_then(|key| self.rows.text(record, key));
        MadeLead {
            key: self.told_apart_by(record, &cells, is_whole),
            info: RowInfo {
                file: 0,
                row: record.row,
                key: written.unwrap_or_default().trim().to_owned(),
                raw,
                joined,
                problems,
            },
            cells,
            has_unread_fault: self.has_unread_fault(record, own),
        }
    }

    /// Adds the problem that an earlier lead has the same key.
    pub fn mark_duplicate(&self, record: &Record, info: &mut RowInfo) {
        let Some(key) = self.key else { return };
        let text = self.rows.text(record, key).unwrap_or_default();
        info.problems.push(self.rows.duplicate_key(text, key));
        if info.raw.is_empty() {
            info.raw = record.iter().take(self.width).map(str::to_owned).collect();
        }
    }

    /// What leads are told apart by.
    fn told_apart_by(&self, record: &Record, cells: &[Cell], is_whole: bool) -> Option<KeyHash> {
        let id = self.key?;
        let key = match cells.get(id.index())? {
            Cell::Known(value) => self.rows.told_apart(value, id)?,
            // Of a row with too many or too few values nothing was read, and it may have its key.
            Cell::Missing | Cell::Bad if !is_whole => self.rows.key(record, id)?,
            Cell::Missing | Cell::Bad => return None,
        };
        Some(KeyHash::of(&key))
    }

    fn has_unread_fault(&self, record: &Record, own: usize) -> bool {
        let columns = self.rows.columns();
        let is_read = |place: usize| {
            let mut fields = self.model.fields.iter();
            fields.any(|(id, _)| columns.place(id) == Some(place)) || columns.joins.contains(&place)
        };
        let mut faults = record.faults.iter().filter(|fault| fault.field < own);
        faults.any(|fault| !is_read(fault.field))
    }
}
