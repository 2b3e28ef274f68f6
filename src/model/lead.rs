//! Leads as the evaluator and the readers of data see them: typed values by field.

use super::FieldId;
use crate::value::Value;

/// What a lead has in one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Missing,
    /// A value of the field's type.
    Known(Value),
    /// Something that is no value of the field, or a required value that is not there: decisions
    /// that depend on it cannot be made.
    Bad,
}

/// Some leads, kept column by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    columns: Vec<Vec<Cell>>,
    rows: usize,
}

impl Batch {
    /// No leads yet, of so many fields.
    #[must_use]
    pub fn new(fields: usize) -> Self {
        Batch {
            columns: vec![Vec::new(); fields],
            rows: 0,
        }
    }

    /// Adds a lead: a cell for each field, in the order of the model's fields; fields beyond the
    /// given cells are missing.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut cells = cells.into_iter();
        for column in &mut self.columns {
            column.push(cells.next().unwrap_or_default());
        }
        self.rows += 1;
    }

    /// How many leads there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Takes all leads out and keeps the room for the next.
    pub fn clear(&mut self) {
        self.columns.iter_mut().for_each(Vec::clear);
        self.rows = 0;
    }

    /// The lead at this place.
    #[must_use]
    pub fn lead(&self, row: usize) -> Lead<'_> {
        Lead { batch: self, row }
    }
}

/// One lead of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Lead<'a> {
    batch: &'a Batch,
    row: usize,
}

impl<'a> Lead<'a> {
    /// What it has in a field.
    #[must_use]
    pub fn cell(self, field: FieldId) -> &'a Cell {
        const MISSING: &Cell = &Cell::Missing;
        let column = self.batch.columns.get(field.index());
        column
            .and_then(|column| column.get(self.row))
            .unwrap_or(MISSING)
    }
}
