//! Conditions: yes, no, unknown or stopped.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::operand::Situation;
use super::{Found, Truth, arithmetic};
use crate::model::{Condition, ConditionKind, Operand, TextMatch};
use crate::syntax::ast::{CompareOp, HasQuantifier};
use crate::value::{Text, Value, contains, ends_with, mentions, starts_with};

impl<'a> Situation<'a> {
    /// What a condition is of the lead.
    pub(super) fn condition(self, condition: &'a Condition) -> Truth {
        match &condition.kind {
            ConditionKind::Holds(of) => self.test(of, |value| *value == Value::Boolean(true)),
            ConditionKind::Compare(a, op, b) => self.compare(a, *op, b),
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } => self.test(subject, |value| {
                let (from_low, to_high) = (self.order(value, low), self.order(value, high));
                matches!(from_low, Some(Ordering::Greater | Ordering::Equal))
                    && (to_high == Some(Ordering::Less)
                        || to_high == Some(Ordering::Equal) && !open)
            }),
            ConditionKind::OneOf(of, values) => self.test(of, |value| {
                values
                    .iter()
                    .any(|one| self.order(value, one) == Some(Ordering::Equal))
            }),
            ConditionKind::InList(of, list) => self.test(of, |value| {
                let list = self.model.lists.get(*list);
                let text = as_text(value);
                list.zip(text)
                    .is_some_and(|(list, text)| list.entries.contains(text))
            }),
            ConditionKind::Text(of, tests) => self.test(of, |value| {
                as_text(value).is_some_and(|text| tests.iter().any(|test| meets(text, test)))
            }),
            ConditionKind::Has(of, quantifier, values) => self.test(of, |value| match value {
                Value::Set(set) => has(set, *quantifier, values),
                _ => false,
            }),
            ConditionKind::IsMissing(of) => self.missing(of),
            ConditionKind::IsKnown(of) => !self.missing(of),
            ConditionKind::IsEmpty(of) => self.test(of, |value| match value {
                Value::Set(set) => set.is_empty(),
                _ => false,
            }),
            ConditionKind::Not(part) => !self.condition(part),
            ConditionKind::All(parts) => Truth::all(parts.iter().map(|part| self.condition(part))),
            ConditionKind::Any(parts) => Truth::any(parts.iter().map(|part| self.condition(part))),
            ConditionKind::AtLeast(wanted, parts) => {
                Truth::at_least(*wanted, parts.iter().map(|part| self.condition(part)))
            }
        }
    }

    /// What a condition that may be left out is.
    pub(super) fn optional(self, condition: Option<&'a Condition>, without: Truth) -> Truth {
        condition.map_or(without, |condition| self.condition(condition))
    }

    fn test(self, of: &'a Operand, holds: impl Fn(&Value) -> bool) -> Truth {
        match self.operand(of) {
            Found::Known(value) => Truth::of(holds(&value)),
            Found::Missing => Truth::Unknown,
            Found::Stopped => Truth::Stopped,
        }
    }

    /// Unknown where one is missing, even if the other is stopped: no value of it would do.
    fn compare(self, a: &'a Operand, op: CompareOp, b: &'a Operand) -> Truth {
        match (self.operand(a), self.operand(b)) {
            (Found::Missing, _) | (_, Found::Missing) => Truth::Unknown,
            (Found::Stopped, _) | (_, Found::Stopped) => Truth::Stopped,
            (Found::Known(a), Found::Known(b)) => Truth::of(compares(op, self.order(&a, &b))),
        }
    }

    fn missing(self, of: &'a Operand) -> Truth {
        match self.operand(of) {
            Found::Known(_) => Truth::No,
            Found::Missing => Truth::Yes,
            Found::Stopped => Truth::Stopped,
        }
    }

    pub(super) fn order(self, a: &Value, b: &Value) -> Option<Ordering> {
        arithmetic::order(&self.model.zone, a, b)
    }
}

/// Whether a comparison holds of two values that stand to each other like this; values without an
/// order are not equal.
#[must_use]
pub fn compares(op: CompareOp, order: Option<Ordering>) -> bool {
    match op {
        CompareOp::Equal => order == Some(Ordering::Equal),
        CompareOp::NotEqual => order != Some(Ordering::Equal),
        CompareOp::Less => order == Some(Ordering::Less),
        CompareOp::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        CompareOp::Greater => order == Some(Ordering::Greater),
        CompareOp::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

fn as_text(value: &Value) -> Option<&Text> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Whether a text meets a test.
#[must_use]
pub fn meets(text: &Text, test: &TextMatch) -> bool {
    meets_folded(text.folded(), test)
}

/// Whether a text that is folded already meets a test.
#[must_use]
pub fn meets_folded(folded: &str, test: &TextMatch) -> bool {
    match test {
        TextMatch::Contains(part) => contains(folded, part),
        TextMatch::Mentions(words) => mentions(folded, words),
        TextMatch::StartsWith(part) => starts_with(folded, part),
        TextMatch::EndsWith(part) => ends_with(folded, part),
        TextMatch::Matches(pattern) => pattern.is_match(folded),
    }
}

fn has(set: &BTreeSet<u32>, quantifier: HasQuantifier, values: &BTreeSet<u32>) -> bool {
    match quantifier {
        HasQuantifier::One | HasQuantifier::Any => !set.is_disjoint(values),
        HasQuantifier::All => set.is_superset(values),
    }
}

#[cfg(test)]
mod tests;
