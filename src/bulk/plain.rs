//! Plain leads: from the values of a record to what is decided, with nothing made in between.

use super::column::{Columns, trimmed};
use super::counts::Counts;
use crate::data::KeyHash;
use crate::engine::{AsOf, Engine, Row, Scratch, Slot, Verdict};
use crate::model::Model;
use crate::report::PlainCounts;
use crate::value::fold;

/// Decides the plain leads of a piece.
pub(super) struct Plain<'p, 't, 'm> {
    engine: &'p Engine,
    as_of: AsOf,
    columns: &'p mut Columns<'m>,
    /// The piece, and the same in small letters where texts are read.
    text: &'t str,
    lower: &'t str,
    slots: Vec<Slot<'t>>,
    scratch: Scratch,
    counts: Counts,
}

/// A lead's key as it is written, and what leads are told apart by.
pub(super) type Key<'t> = (&'t str, Option<KeyHash>);

impl<'p, 't, 'm> Plain<'p, 't, 'm> {
    pub(super) fn new(
        model: &'p Model,
        (engine, as_of): (&'p Engine, AsOf),
        columns: &'p mut Columns<'m>,
        (text, lower): (&'t str, &'t str),
    ) -> Self {
        Plain {
            engine,
            as_of,
            columns,
            text,
            lower,
            slots: Vec::new(),
            scratch: engine.scratch(),
            counts: Counts::new(model, engine),
        }
    }

    /// What is decided of the lead with these values, and its key; nothing where the evaluator has
    /// to judge.
    pub(super) fn decide(&mut self, values: &[&'t str]) -> Option<(Key<'t>, Verdict<'_>)> {
        self.slots.clear();
        self.slots.extend_from_slice(&self.columns.none);
        for (field, column) in &mut self.columns.columns {
            let value = *values.get(column.place)?;
            let slot = column.slot(value, lower_of((self.text, self.lower), value));
            if slot == Slot::Doubtful {
                return None;
            }
            *self.slots.get_mut(*field)? = slot;
        }
        let key = self.columns.key.and_then(|place| values.get(place));
        let key = key.map_or(("", None), |key| {
            let key = trimmed(key);
            let hash = match key.is_ascii() {
                true => KeyHash::of(lower_of((self.text, self.lower), key)),
                false => KeyHash::of(&fold(key)),
            };
            (key, Some(hash))
        });
        let verdict = self
            .engine
            .decide(&Row(&self.slots), self.as_of, &mut self.scratch)?;
        if !verdict.is_plain() {
            return None;
        }
        self.counts.add(verdict);
        Some((key, verdict))
    }

    /// What all of them came to.
    pub(super) fn finish(self) -> PlainCounts {
        self.counts.finish(self.engine)
    }
}

/// The part of a text in small letters that a part of the text is in its own.
fn lower_of<'t>((text, lower): (&'t str, &'t str), part: &str) -> &'t str {
    // Where a part begins is the distance of the two: small letters are as long as large ones.
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    lower.get(start..start + part.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_part_in_small_letters() {
        let text = "a,ÉA,Bc";
        let lower = text.to_ascii_lowercase();
        for (at, expected) in [(0..1, "a"), (2..5, "Éa"), (6..8, "bc"), (8..8, "")] {
            let part = text.get(at).unwrap();
            assert_eq!(lower_of((text, &lower), part), expected);
        }
    }
}
