//! What makes a condition hold, and what it lacks to hold: down to the comparisons that decide,
//! each with the values that it saw.

use crate::eval::Truth;
use crate::eval::trace::{ConditionTrace, OperandTrace};
use crate::model::{Condition, ConditionKind, OperandKind};
use crate::syntax::ast::CompareOp;
use crate::value::{Duration, Number, Value};

/// A comparison that is not made of others, with what it saw.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<'m> {
    /// What is asked, with its place.
    pub condition: &'m Condition,
    /// It has to be yes; else, as a `not` stands before it, no.
    pub wanted: bool,
    /// What it is.
    pub truth: Truth,
    /// The values that it looked at.
    pub saw: Vec<OperandTrace<'m>>,
}

/// What would have to be otherwise for a condition to hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Lack<'m> {
    /// This.
    Fact(Fact<'m>),
    /// All of these.
    All(Vec<Lack<'m>>),
    /// So many of these.
    Some(usize, Vec<Lack<'m>>),
}

/// How far something is from holding: the less, the nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Distance {
    /// How many comparisons would have to come out otherwise, at least.
    pub comparisons: usize,
    /// How far off their values are, in thousandths each: 0 of a number that is just not enough,
    /// 1000 of what is missing or no number.
    pub off: u64,
}

impl Distance {
    /// Nothing is lacking.
    pub const NONE: Distance = Distance {
        comparisons: 0,
        off: 0,
    };

    fn sum(parts: impl IntoIterator<Item = Distance>) -> Distance {
        let add = |sum: Distance, part: Distance| sum.and(part);
        parts.into_iter().fold(Distance::NONE, add)
    }

    /// Both are lacking.
    #[must_use]
    pub fn and(self, other: Distance) -> Distance {
        Distance {
            comparisons: self.comparisons.saturating_add(other.comparisons),
            off: self.off.saturating_add(other.off),
        }
    }
}

impl Lack<'_> {
    /// How far it is from holding; none where that cannot be.
    #[must_use]
    pub fn distance(&self) -> Option<Distance> {
        match self {
            Lack::Fact(fact) => Some(Distance {
                comparisons: 1,
                off: fact.off(),
            }),
            Lack::All(parts) => {
                let parts: Option<Vec<Distance>> = parts.iter().map(Lack::distance).collect();
                parts.map(Distance::sum)
            }
            Lack::Some(wanted, parts) => {
                let mut parts: Vec<Distance> = parts.iter().filter_map(Lack::distance).collect();
                parts.sort_unstable();
                let enough = parts.len() >= *wanted;
                enough.then(|| Distance::sum(parts.into_iter().take(*wanted)))
            }
        }
    }
}

impl Fact<'_> {
    /// How far a number is from what is asked of it, in thousandths of the larger of the two.
    fn off(&self) -> u64 {
        let value = self.saw.first().and_then(|saw| amount(saw.value.known()));
        let limits: Vec<Option<Number>> = match &self.condition.kind {
            ConditionKind::Compare(_, op, _)
                if !matches!(op, CompareOp::Equal | CompareOp::NotEqual) =>
            {
                vec![self.saw.get(1).and_then(|saw| amount(saw.value.known()))]
            }
            ConditionKind::Between { low, high, .. } => {
                vec![amount(Some(low)), amount(Some(high))]
            }
            _ => Vec::new(),
        };
        let off = limits.into_iter().filter_map(|limit| off(value?, limit?));
        off.min().unwrap_or(1000)
    }
}

fn off(value: Number, limit: Number) -> Option<u64> {
    let gap = size(value.checked_sub(limit)?)?;
    let whole = size(value)?.max(size(limit)?);
    if whole == Number::ZERO {
        return Some(0);
    }
    let off = gap.checked_mul(1000.into())?.floor_div(whole)?;
    Some(u64::try_from(off.to_i64()?).ok()?.min(1000))
}

/// A value that can be more or less, as a number.
fn amount(value: Option<&Value>) -> Option<Number> {
    match value? {
        Value::Number(number) | Value::Money(number) => Some(*number),
        Value::Duration(Duration::Elapsed { seconds }) => Some(Number::from(*seconds)),
        _ => None,
    }
}

fn size(number: Number) -> Option<Number> {
    match number.is_negative() {
        true => number.checked_neg(),
        false => Some(number),
    }
}

/// The comparisons that make a condition what is wanted of it, which it is. Of several that would
/// each do, those that are so.
#[must_use]
pub fn held<'m>(trace: &ConditionTrace<'m>, wanted: bool) -> Vec<Fact<'m>> {
    let so = |part: &&ConditionTrace<'m>| is(part, wanted);
    match &trace.condition.kind {
        ConditionKind::Not(_) => collect(trace.parts.iter(), !wanted),
        ConditionKind::All(_) | ConditionKind::Any(_) | ConditionKind::AtLeast(..) => {
            collect(trace.parts.iter().filter(so), wanted)
        }
        _ => vec![fact(trace, wanted)],
    }
}

fn collect<'a, 'm: 'a>(
    parts: impl Iterator<Item = &'a ConditionTrace<'m>>,
    wanted: bool,
) -> Vec<Fact<'m>> {
    let facts: Vec<Fact<'m>> = parts.flat_map(|part| held(part, wanted)).collect();
    let said = facts.clone();
    let facts = facts.into_iter();
    facts.filter(|fact| !is_implied(fact, &said)).collect()
}

/// What a condition lacks to be what is wanted of it, which it is not.
#[must_use]
pub fn lack<'m>(trace: &ConditionTrace<'m>, wanted: bool) -> Lack<'m> {
    let open = trace.parts.iter().filter(|part| !is(part, wanted));
    match (&trace.condition.kind, wanted) {
        (ConditionKind::Not(_), _) => match trace.parts.first() {
            Some(part) => lack(part, !wanted),
            None => Lack::Fact(fact(trace, wanted)),
        },
        (ConditionKind::All(_), true) | (ConditionKind::Any(_), false) => {
            all(open.map(|part| lack(part, wanted)).collect())
        }
        (ConditionKind::Any(_), true) | (ConditionKind::All(_), false) => {
            some(1, open.map(|part| lack(part, wanted)).collect())
        }
        (ConditionKind::AtLeast(least, parts), _) => {
            let least = usize::try_from(*least).unwrap_or(usize::MAX);
            // To be no, one more part than may be left over has to be no.
            let needed = match wanted {
                true => least,
                false => (parts.len() + 1).saturating_sub(least),
            };
            let met = parts.len() - open.clone().count();
            let open = open.map(|part| lack(part, wanted)).collect();
            some(needed.saturating_sub(met), open)
        }
        _ => Lack::Fact(fact(trace, wanted)),
    }
}

fn all(parts: Vec<Lack<'_>>) -> Lack<'_> {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Lack::All(parts) => flat.extend(parts),
            other => flat.push(other),
        }
    }
    let facts = flat.iter().filter_map(|part| match part {
        Lack::Fact(fact) => Some(fact.clone()),
        _ => None,
    });
    let facts: Vec<Fact<'_>> = facts.collect();
    flat.retain(|part| !matches!(part, Lack::Fact(fact) if is_implied(fact, &facts)));
    one_or(flat, Lack::All)
}

fn some(wanted: usize, parts: Vec<Lack<'_>>) -> Lack<'_> {
    if wanted == parts.len() && wanted > 0 {
        return all(parts);
    }
    match wanted {
        1 => one_or(parts, |parts| Lack::Some(1, parts)),
        _ => Lack::Some(wanted, parts),
    }
}

fn one_or<'m>(mut parts: Vec<Lack<'m>>, of: impl FnOnce(Vec<Lack<'m>>) -> Lack<'m>) -> Lack<'m> {
    match parts.len() {
        1 => parts.remove(0),
        _ => of(parts),
    }
}

/// Whether another comparison of the same field or name says more than that it is known.
fn is_implied(fact: &Fact<'_>, among: &[Fact<'_>]) -> bool {
    let ConditionKind::IsKnown(known) = &fact.condition.kind else {
        return false;
    };
    let says_more = |other: &Fact<'_>| {
        let mut operands = other.condition.operands().into_iter();
        !matches!(
            other.condition.kind,
            ConditionKind::IsKnown(_) | ConditionKind::IsMissing(_)
        ) && operands.any(|operand| same(&operand.kind, &known.kind))
    };
    fact.wanted && among.iter().any(says_more)
}

/// Whether two operands are the same field or name, wherever they stand.
#[must_use]
pub fn same(a: &OperandKind, b: &OperandKind) -> bool {
    match (a, b) {
        (OperandKind::Since(a), OperandKind::Since(b))
        | (OperandKind::Until(a), OperandKind::Until(b))
        | (OperandKind::Domain(a), OperandKind::Domain(b)) => same(&a.kind, &b.kind),
        (a, b) => a == b,
    }
}

fn is(trace: &ConditionTrace<'_>, wanted: bool) -> bool {
    trace.truth == Truth::of(wanted)
}

fn fact<'m>(trace: &ConditionTrace<'m>, wanted: bool) -> Fact<'m> {
    Fact {
        condition: trace.condition,
        wanted,
        truth: trace.truth,
        saw: trace.saw.clone(),
    }
}

#[cfg(test)]
mod tests;
