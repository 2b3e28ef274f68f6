//! Which leads two rules can share at all, as far as a look at their ranges and values tells: it
//! spares a question for each pair of rows of a table.

use std::cmp::Ordering;

use super::places::conjuncts;
use crate::model::{Condition, ConditionKind, Model, Operand, Rule};
use crate::syntax::ast::CompareOp;
use crate::value::Value;

/// What a rule asks of one thing.
#[derive(Debug, Clone)]
enum Extent<'m> {
    /// It lies within these ends; each may be left out, and may itself be left out of the range.
    Range(End<'m>, End<'m>),
    /// It is one of these.
    Values(Vec<&'m Value>),
    /// It is missing.
    Missing,
}

/// An end of a range, and whether it belongs to it.
type End<'m> = Option<(&'m Value, bool)>;

/// What a rule asks, by the number of the thing.
type Asked<'m> = Vec<(usize, Extent<'m>)>;

/// What rules ask of the things that they look at.
#[derive(Debug, Default)]
pub(super) struct Extents<'m> {
    things: Vec<&'m Operand>,
    rules: Vec<Asked<'m>>,
}

impl<'m> Extents<'m> {
    /// Of these rules, in their order.
    pub(super) fn new(model: &'m Model, rules: &'m [Rule]) -> Extents<'m> {
        let mut extents = Extents::default();
        for rule in rules {
            let parts = rule.when.iter().flat_map(conjuncts);
            let asked = parts.filter_map(|part| extent(model, part));
            let asked = asked.map(|(of, extent)| (extents.number(of), extent));
            let mut asked: Vec<_> = asked.collect();
            asked.sort_by_key(|(thing, _)| *thing);
            extents.rules.push(asked);
        }
        extents
    }

    /// Whether no lead can meet both rules, for a reason that can be seen at once.
    pub(super) fn are_apart(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.rules.get(one), self.rules.get(other)) else {
            return false;
        };
        let mut others = other.iter().peekable();
        for (thing, extent) in one {
            while others.next_if(|(other, _)| other < thing).is_some() {}
            let same = others.clone().take_while(|(other, _)| other == thing);
            for (_, beside) in same {
                if apart(extent, beside) {
                    return true;
                }
            }
        }
        false
    }

    fn number(&mut self, of: &'m Operand) -> usize {
        let known = self.things.iter().position(|thing| thing.kind == of.kind);
        known.unwrap_or_else(|| {
            self.things.push(of);
            self.things.len() - 1
        })
    }
}

/// What a condition asks, if it asks one thing of one thing.
fn extent<'m>(model: &'m Model, condition: &'m Condition) -> Option<(&'m Operand, Extent<'m>)> {
    Some(match &condition.kind {
        ConditionKind::Between {
            subject,
            low,
            high,
            open,
        } => (
            subject,
            Extent::Range(Some((low, true)), Some((high, !open))),
        ),
        ConditionKind::OneOf(of, values) => (of, Extent::Values(values.iter().collect())),
        ConditionKind::Compare(of, op, bar) => {
            let bar = model.constant_of(bar)?;
            let extent = match op {
                CompareOp::Equal => Extent::Values(vec![bar]),
                CompareOp::NotEqual => return None,
                CompareOp::Less => Extent::Range(None, Some((bar, false))),
                CompareOp::AtMost => Extent::Range(None, Some((bar, true))),
                CompareOp::Greater => Extent::Range(Some((bar, false)), None),
                CompareOp::AtLeast => Extent::Range(Some((bar, true)), None),
            };
            (of, extent)
        }
        ConditionKind::IsMissing(of) => (of, Extent::Missing),
        _ => return None,
    })
}

fn apart(one: &Extent<'_>, other: &Extent<'_>) -> bool {
    match (one, other) {
        (Extent::Missing, Extent::Missing) => false,
        (Extent::Missing, _) | (_, Extent::Missing) => true,
        (Extent::Range(low, high), Extent::Range(other_low, other_high)) => {
            beyond(high, other_low) || beyond(other_high, low)
        }
        (Extent::Values(values), Extent::Values(others)) => {
            let among = |value: &&Value| {
                let equal = |other: &&Value| value.compare(other) == Some(Ordering::Equal);
                others.iter().any(equal)
            };
            !values.iter().any(among)
        }
        (Extent::Range(..), Extent::Values(_)) | (Extent::Values(_), Extent::Range(..)) => false,
    }
}

/// Whether an upper end lies below a lower one.
fn beyond(high: &End<'_>, low: &End<'_>) -> bool {
    let (Some((high, in_high)), Some((low, in_low))) = (high, low) else {
        return false;
    };
    match high.compare(low) {
        Some(Ordering::Less) => true,
        Some(Ordering::Equal) => !in_high || !in_low,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::testing::compiled;

    #[test]
    fn what_is_plainly_apart_is_seen() {
        let compiled = compiled(
            "policy \"p\" {}\nlead { id: text key  a: integer 0..99  b: one of x | y | z }\n\
             decision d: one of m | n or none { table a | b {\n0..9 | any => m\n\
             10..<20 | x, y => n\n20..29 | x => m\n>= 9 | z => n\nmissing | any => m\n\
             15..25 | x => n } }",
        );
        let decision = compiled.model.decisions.values().next().unwrap();
        let extents = Extents::new(&compiled.model, &decision.rules);
        let apart: Vec<_> = (0..6)
            .flat_map(|one| (one + 1..6).map(move |other| (one, other)))
            .filter(|(one, other)| extents.are_apart(*one, *other))
            .collect();
        let expected = [
            (0, 1),
            (0, 2),
            (0, 4),
            (0, 5),
            (1, 2),
            (1, 3),
            (1, 4),
            (2, 3),
            (2, 4),
            (3, 4),
            (3, 5),
            (4, 5),
        ];
        assert_eq!(apart, expected);
    }
}
