//! What is written into a lead that gets into a stage, as [`crate::eval::writes`] has it.

use crate::model::{Journey, Stage};
use crate::proof::{Writes, Written};
use crate::value::{Instant, Number, Value};

/// What is written into a lead by the time that it has got into a stage at an instant, where this had
/// been written before.
pub(super) fn entered(before: &Writes, journey: &Journey, stage: &Stage, at: Instant) -> Writes {
    let mut writes = before.clone();
    for field in &stage.clears {
        writes.insert(*field, Written::Missing);
    }
    for field in &stage.counts {
        // Counted is what the field had before it was cleared, too.
        let counted = match before.get(field) {
            None => Written::More(one()),
            Some(Written::Missing) => Written::Is(Value::Number(one())),
            Some(Written::More(more)) => one_more(*more).map_or(Written::Missing, Written::More),
            Some(Written::Is(Value::Number(number))) => {
                let more = one_more(*number).map(Value::Number);
                more.map_or(Written::Missing, Written::Is)
            }
            // Counted are numbers, and no moments.
            Some(Written::Is(_) | Written::Any) => Written::Missing,
        };
        writes.insert(*field, counted);
    }
    writes.insert(journey.tracks, Written::Is(Value::Choice(stage.value)));
    writes.insert(journey.since, Written::Is(Value::Datetime(at)));
    writes
}

fn one_more(number: Number) -> Option<Number> {
    number.checked_add(one())
}

fn one() -> Number {
    1.into()
}
