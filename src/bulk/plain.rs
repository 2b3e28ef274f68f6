//! Plain leads: from the values of records to what is decided, with nothing made in between.
//!
//! Records are worked on side by side: a column is read for all of them before the next one, and the
//! engine takes them together.

use super::column::{Column, Columns, trimmed};
use super::kept::Kept;
use crate::data::KeyHash;
use crate::engine::{AsOf, Engine, Grid, Scratch, Slot, Verdict, Verdicts};
use crate::value::{fold, fold_into};

/// So many records are worked on side by side at most: what is kept of them stays close by.
pub(super) const SIDE_BY_SIDE: usize = 128;

/// Decides the plain leads of a piece.
pub(super) struct Plain<'p, 'm> {
    engine: &'p Engine,
    as_of: AsOf<'p>,
    columns: &'p [(usize, Column<'m>)],
    kept: &'p mut [Kept],
    /// The place of the key.
    key: Option<usize>,
    /// What a lead has in each field before its record is read.
    none: &'p [Slot<'static>],
    text: PieceText<'p>,
    /// The folded forms of values with other letters than those of ASCII, and where each ends.
    folded: String,
    ends: Vec<usize>,
    /// Leads that only the evaluator can judge.
    doubtful: Vec<bool>,
    keys: Vec<Key<'p>>,
    scratch: Scratch,
}

/// The text of a piece.
#[derive(Clone, Copy)]
pub(super) struct PieceText<'p> {
    pub(super) text: &'p str,
    /// The same in small letters, where texts are read.
    lower: &'p str,
    is_ascii: bool,
}

/// A lead's key as it is written, and what leads are told apart by.
pub(super) type Key<'p> = (&'p str, Option<KeyHash>);

/// What is decided of records that were worked on side by side.
pub(super) struct Decided<'d, 'p, 'm> {
    verdicts: Verdicts<'d>,
    doubtful: &'d [bool],
    keys: &'d [Key<'p>],
    pub(super) columns: &'d [(usize, Column<'m>)],
}

impl<'d, 'p> Decided<'d, 'p, '_> {
    /// What is decided of one of them, where it is a plain lead.
    pub(super) fn plain(&self, lead: usize) -> Option<(Key<'p>, Verdict<'d>)> {
        let is_sure = self.doubtful.get(lead) == Some(&false);
        let verdict = is_sure.then(|| self.verdicts.of(lead)).flatten();
        let key = self.keys.get(lead).copied().unwrap_or(("", None));
        verdict
            .filter(|verdict| verdict.is_plain())
            .map(|verdict| (key, verdict))
    }
}

impl<'p> PieceText<'p> {
    /// A text, and the same in small letters, which may be left out where no text is read.
    pub(super) fn new(text: &'p str, lower: &'p str) -> Self {
        PieceText {
            text,
            lower,
            is_ascii: text.is_ascii(),
        }
    }

    /// The part of the text in small letters that a part of it is in its own.
    fn lower(self, part: &str) -> &'p str {
        // Where a part begins is the distance of the two: small letters are as long as large ones.
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.lower
            .get(start..start + part.len())
            .unwrap_or_default()
    }
}

impl<'p, 'm> Plain<'p, 'm> {
    pub(super) fn new(
        (engine, as_of): (&'p Engine, AsOf<'p>),
        columns: &'p mut Columns<'m>,
        text: PieceText<'p>,
    ) -> Self {
        Plain {
            engine,
            as_of,
            columns: &columns.columns,
            kept: &mut columns.kept,
            key: columns.key,
            none: &columns.none,
            text,
            folded: String::new(),
            ends: Vec::new(),
            doubtful: Vec::new(),
            keys: Vec::new(),
            scratch: engine.scratch(SIDE_BY_SIDE),
        }
    }

    /// Decides the records whose values begin at these places of `values`.
    pub(super) fn decide(&mut self, values: &[&'p str], records: &[usize]) -> Decided<'_, 'p, 'm> {
        let value = |record: &usize, place: usize| values.get(record + place).copied();
        let value = |record: &usize, place: usize| value(record, place).unwrap_or_default();
        self.fold(records, value);
        self.doubtful.clear();
        self.doubtful.resize(records.len(), false);
        let none = self.none.iter();
        let none = none.flat_map(|slot| std::iter::repeat_n(*slot, SIDE_BY_SIDE));
        let mut slots: Vec<Slot<'_>> = none.collect();
        let (mut ends, mut from) = (self.ends.iter(), 0);
        for ((field, column), kept) in self.columns.iter().zip(&mut *self.kept) {
            let slots = slots.get_mut(field * SIDE_BY_SIDE..).unwrap_or_default();
            let leads = records.iter().zip(slots).zip(&mut self.doubtful);
            for ((record, slot), doubtful) in leads {
                let value = value(record, column.place);
                let folded = match !column.is_folded() || self.text.is_ascii || value.is_ascii() {
                    true => self.text.lower(value),
                    false => {
                        let to = ends.next().copied().unwrap_or(from);
                        let folded = self.folded.get(from..to).unwrap_or_default();
                        from = to;
                        folded
                    }
                };
                column.put(kept, value, folded, slot);
                *doubtful |= *slot == Slot::Doubtful;
            }
        }
        self.keys.clear();
        if let Some(place) = self.key {
            let keys = records.iter().map(|record| {
                let written = value(record, place);
                key(written, self.text)
            });
            self.keys.extend(keys);
        }
        let grid = Grid {
            slots: &slots,
            room: SIDE_BY_SIDE,
        };
        Decided {
            verdicts: self
                .engine
                .decide_all(&grid, records.len(), self.as_of, &mut self.scratch),
            doubtful: &self.doubtful,
            keys: &self.keys,
            columns: self.columns,
        }
    }

    /// Folds the values with other letters than those of ASCII of all columns in which texts are read,
    /// one after another.
    fn fold(&mut self, records: &[usize], value: impl Fn(&usize, usize) -> &'p str) {
        self.folded.clear();
        self.ends.clear();
        if self.text.is_ascii {
            return;
        }
        let columns = self.columns.iter().map(|(_, column)| column);
        for column in columns.filter(|column| column.is_folded()) {
            for record in records {
                let value = value(record, column.place);
                if !value.is_ascii() {
                    fold_into(value, &mut self.folded);
                    self.ends.push(self.folded.len());
                }
            }
        }
    }
}

/// What leads are told apart by; `written` is part of the text.
fn key<'p>(written: &'p str, text: PieceText<'p>) -> Key<'p> {
    let key = trimmed(written);
    let hash = match text.is_ascii || key.is_ascii() {
        true => KeyHash::of(text.lower(key)),
        false => KeyHash::of(&fold(key)),
    };
    (key, Some(hash))
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
            assert_eq!(PieceText::new(text, &lower).lower(part), expected);
        }
    }
}
