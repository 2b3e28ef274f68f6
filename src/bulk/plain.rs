//! Plain leads: from the values of records to what is decided, with nothing made in between.
//!
//! Records are worked on side by side: a column is read for all of them before the next one, and the
//! engine takes them together.

use super::column::{Columns, trimmed};
use crate::data::KeyHash;
use crate::engine::{AsOf, Engine, Grid, Scratch, Slot, Verdict, Verdicts};
use crate::value::fold;

/// So many records are worked on side by side at most: what is kept of them stays close by.
pub(super) const SIDE_BY_SIDE: usize = 128;

/// Decides the plain leads of a piece.
pub(super) struct Plain<'p, 't, 'm> {
    engine: &'p Engine,
    as_of: AsOf<'p>,
    columns: &'p mut Columns<'m>,
    /// The piece, and the same in small letters where texts are read.
    text: &'t str,
    lower: &'t str,
    /// For each field, what each lead has.
    slots: Vec<Slot<'t>>,
    /// Leads that only the evaluator can judge.
    doubtful: Vec<bool>,
    keys: Vec<Key<'t>>,
    scratch: Scratch,
}

/// A lead's key as it is written, and what leads are told apart by.
pub(super) type Key<'t> = (&'t str, Option<KeyHash>);

/// What is decided of records that were worked on side by side.
pub(super) struct Decided<'d, 't> {
    verdicts: Verdicts<'d>,
    doubtful: &'d [bool],
    keys: &'d [Key<'t>],
    /// See [`Columns::places`].
    pub(super) places: &'d [Option<usize>],
}

impl<'d, 't> Decided<'d, 't> {
    /// What is decided of one of them, where it is a plain lead.
    pub(super) fn plain(&self, lead: usize) -> Option<(Key<'t>, Verdict<'d>)> {
        let is_sure = self.doubtful.get(lead) == Some(&false);
        let verdict = is_sure.then(|| self.verdicts.of(lead)).flatten();
        let key = self.keys.get(lead).copied().unwrap_or(("", None));
        verdict
            .filter(|verdict| verdict.is_plain())
            .map(|verdict| (key, verdict))
    }
}

impl<'p, 't, 'm> Plain<'p, 't, 'm> {
    pub(super) fn new(
        (engine, as_of): (&'p Engine, AsOf<'p>),
        columns: &'p mut Columns<'m>,
        (text, lower): (&'t str, &'t str),
    ) -> Self {
        let none = columns.none.iter();
        let none = none.flat_map(|slot| std::iter::repeat_n(*slot, SIDE_BY_SIDE));
        Plain {
            engine,
            as_of,
            slots: none.collect(),
            columns,
            text,
            lower,
            doubtful: Vec::new(),
            keys: Vec::new(),
            scratch: engine.scratch(SIDE_BY_SIDE),
        }
    }

    /// Decides the records whose values begin at these places of `values`.
    pub(super) fn decide(&mut self, values: &[&'t str], records: &[usize]) -> Decided<'_, 't> {
        self.doubtful.clear();
        self.doubtful.resize(records.len(), false);
        for (field, column) in &mut self.columns.columns {
            let from = *field * SIDE_BY_SIDE;
            let slots = self.slots.get_mut(from..).unwrap_or_default();
            let leads = records.iter().zip(slots).zip(&mut self.doubtful);
            for ((record, slot), doubtful) in leads {
                let value = values
                    .get(record + column.place)
                    .copied()
                    .unwrap_or_default();
                *slot = column.slot(value, lower_of((self.text, self.lower), value));
                *doubtful |= *slot == Slot::Doubtful;
            }
        }
        self.keys.clear();
        if let Some(place) = self.columns.key {
            let texts = (self.text, self.lower);
            let written = records
                .iter()
                .map(|record| values.get(record + place).copied());
            let written = written.map(Option::unwrap_or_default);
            let keys = written.map(|written| key(written, lower_of(texts, written)));
            self.keys.extend(keys);
        }
        let grid = Grid {
            slots: &self.slots,
            room: SIDE_BY_SIDE,
        };
        Decided {
            verdicts: self
                .engine
                .decide_all(&grid, records.len(), self.as_of, &mut self.scratch),
            doubtful: &self.doubtful,
            keys: &self.keys,
            places: &self.columns.places,
        }
    }
}

/// What leads are told apart by, of which `lower` is the same in small letters.
fn key<'t>(key: &'t str, lower: &str) -> Key<'t> {
    let key = trimmed(key);
    let hash = match key.is_ascii() {
        true => KeyHash::of(trimmed(lower)),
        false => KeyHash::of(&fold(key)),
    };
    (key, Some(hash))
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
