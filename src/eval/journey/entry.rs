//! What a stage changes in a lead that gets there.

use crate::model::{Batch, Cell, FieldId, Lead, Model, StageId};
use crate::value::{Instant, Number, Value};

/// A field that a stage clears or counts, and what it holds from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The field.
    pub field: FieldId,
    /// What it holds; bad where a bad number was to be counted.
    pub cell: Cell,
}

/// What a stage changes in a lead that gets there: the fields that it clears, of those that hold
/// something, then those that it counts one up, where missing counts as 0.
#[must_use]
pub fn writes(model: &Model, lead: Lead<'_>, stage: StageId) -> Vec<Write> {
    let Some(stage) = model.stages.get(stage) else {
        return Vec::new();
    };
    let clears = stage.clears.iter();
    let clears = clears.filter(|field| !matches!(lead.cell(**field), Cell::Missing));
    let clears = clears.map(|field| Write {
        field: *field,
        cell: Cell::Missing,
    });
    let counts = stage.counts.iter().map(|field| Write {
        field: *field,
        cell: one_more(lead.cell(*field)),
    });
    clears.chain(counts).collect()
}

/// All that changes in a lead that gets into a stage at an instant: what the stage writes, where the
/// lead is, and since when.
#[must_use]
pub fn arrival(model: &Model, lead: Lead<'_>, stage: StageId, at: Instant) -> Vec<(FieldId, Cell)> {
    let writes = writes(model, lead, stage).into_iter();
    let mut cells: Vec<_> = writes.map(|write| (write.field, write.cell)).collect();
    if let Some(to) = model.stages.get(stage)
        && let Some(journey) = model.journeys.get(to.journey)
    {
        cells.push((journey.tracks, Cell::Known(Value::Choice(to.value))));
        cells.push((journey.since, Cell::Known(Value::Datetime(at))));
    }
    cells
}

/// A lead once it has got into a stage at an instant.
#[must_use]
pub fn arrived(model: &Model, lead: Lead<'_>, stage: StageId, at: Instant) -> Batch {
    let mut cells: Vec<Cell> = model
        .fields
        .iter()
        .map(|(id, _)| lead.cell(id).clone())
        .collect();
    for (field, cell) in arrival(model, lead, stage, at) {
        if let Some(place) = cells.get_mut(field.index()) {
            *place = cell;
        }
    }
    let mut batch = Batch::new(cells.len());
    batch.push(cells);
    batch
}

fn one_more(cell: &Cell) -> Cell {
    let number = match cell {
        Cell::Missing => Some(Number::ZERO),
        Cell::Known(Value::Number(number)) => Some(*number),
        Cell::Known(_) | Cell::Bad => None,
    };
    let more = number.and_then(|number| number.checked_add(1.into()));
    more.map_or(Cell::Bad, |more| Cell::Known(Value::Number(more)))
}
