//! Values that are computed, and how.
//!
//! What comes out is what [`crate::eval`] computes, or [`Slot::Doubtful`] where that cannot be said
//! in 64 bits: the evaluator, whose numbers are larger, then judges the lead.

use super::program::{Lead, Slots};
use super::slot::{Slot, day};
use crate::syntax::ast::Sign;
use crate::value::{Date, Instant};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// Nanoseconds of a second.
const SECOND: i64 = 1_000_000_000;

/// How a value is computed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    /// What the lead has in the field of this place.
    Field(usize),
    /// Always this.
    Constant(i64),
    /// Always this text, as texts are compared.
    Words(String),
    /// Never anything.
    Nothing,
    /// What the engine has no form for.
    Untold,
    /// The definition of this place.
    Define(usize),
    /// The score of this place.
    Score(usize),
    /// The decision of this place.
    Decision(usize),
    /// The first that is there.
    FirstKnown(Vec<Expr>),
    /// A sum in one unit.
    Sum(Vec<(Sign, Expr)>),
    /// A moment, so many seconds later.
    Shifted(Unit, Box<Expr>, Vec<(Sign, Expr)>),
    /// The seconds from the first moment to the second, and so many more.
    Apart(Unit, Box<(Expr, Expr)>, Vec<(Sign, Expr)>),
    /// A value times a fraction; of seconds, rounded down, and of others exact.
    Scaled {
        above: i128,
        below: i128,
        rounded: bool,
        of: Box<Expr>,
    },
    /// The day on which an instant is, in the policy's zone.
    Day(Box<Expr>),
    /// The seconds from a moment to now.
    Since(Unit, Box<Expr>),
    /// The seconds from now to a moment.
    Until(Unit, Box<Expr>),
    /// What stands behind the last `@` of a text.
    Domain(Box<Expr>),
    /// 1 where the condition of this place is yes, 0 where it is no.
    Truth(usize),
}

/// What moments are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Dates.
    Days,
    /// Instants.
    Nanoseconds,
}

/// When it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Now {
    /// Days since 1970 in the policy's zone.
    pub(super) day: i64,
    /// Nanoseconds since 1970.
    pub(super) nanosecond: i64,
}

impl Expr {
    /// The value for a lead. Most are those of fields, which are at hand.
    #[inline]
    pub(super) fn value<'a, S: Slots>(&'a self, lead: Lead<'a, S>) -> Slot<'a> {
        match self {
            Expr::Field(place) => lead.slot(*place),
            other => other.computed(lead),
        }
    }

    fn computed<'a, S: Slots>(&'a self, lead: Lead<'a, S>) -> Slot<'a> {
        match self {
            Expr::Field(place) => lead.slot(*place),
            Expr::Constant(it) => Slot::Ordinal(*it),
            Expr::Words(words) => Slot::Text(words),
            Expr::Nothing => Slot::Missing,
            Expr::Untold => Slot::Doubtful,
            Expr::Define(place) => lead.define(*place),
            Expr::Score(place) => lead.score(*place),
            Expr::Decision(place) => lead.decision(*place),
            Expr::FirstKnown(parts) => {
                let mut values = parts.iter().map(|part| part.value(lead));
                let known = values.find(|value| *value != Slot::Missing);
                known.unwrap_or(Slot::Missing)
            }
            Expr::Sum(terms) => all(Slot::Ordinal(0), terms, lead, 1),
            Expr::Shifted(Unit::Nanoseconds, moment, by) => {
                all(moment.value(lead), by, lead, SECOND)
            }
            Expr::Shifted(Unit::Days, moment, by) => {
                let seconds = all(Slot::Ordinal(0), by, lead, 1);
                let days = ordinal(seconds, |it| Some(it.div_euclid(DAY)));
                let later = plus(moment.value(lead), Sign::Plus, days, 1);
                let calendar = day(Date::MIN)..=day(Date::MAX);
                ordinal(later, |it| calendar.contains(&it).then_some(it))
            }
            Expr::Apart(unit, ends, more) => {
                let (from, to) = (ends.0.value(lead), ends.1.value(lead));
                let between = plus(to, Sign::Minus, from, 1);
                all(seconds(*unit, between), more, lead, 1)
            }
            Expr::Scaled {
                above,
                below,
                rounded,
                of,
            } => ordinal(of.value(lead), |it| scaled(it, (*above, *below), *rounded)),
            Expr::Day(of) => ordinal(of.value(lead), |it| {
                let instant = Instant::from_nanosecond(it.into()).ok()?;
                Some(day(lead.zone().date(instant)))
            }),
            Expr::Since(unit, of) => {
                let apart = plus(lead.now().of(*unit), Sign::Minus, of.value(lead), 1);
                seconds(*unit, apart)
            }
            Expr::Until(unit, of) => {
                let apart = plus(of.value(lead), Sign::Minus, lead.now().of(*unit), 1);
                seconds(*unit, apart)
            }
            Expr::Domain(of) => match of.value(lead) {
                Slot::Text(text) => domain(text),
                other => other,
            },
            Expr::Truth(place) => lead.truth(*place),
        }
    }
}

impl Now {
    fn of(self, unit: Unit) -> Slot<'static> {
        Slot::Ordinal(match unit {
            Unit::Days => self.day,
            Unit::Nanoseconds => self.nanosecond,
        })
    }
}

/// A value times a fraction, which has to be exact or is rounded down.
fn scaled(it: i64, (above, below): (i128, i128), rounded: bool) -> Option<i64> {
    let product = i128::from(it).checked_mul(above)?;
    let exact = product.rem_euclid(below) == 0;
    let whole = i64::try_from(product.div_euclid(below)).ok()?;
    (exact || rounded).then_some(whole)
}

/// Days or nanoseconds in seconds, rounded down.
fn seconds(unit: Unit, apart: Slot<'_>) -> Slot<'_> {
    ordinal(apart, |it| match unit {
        Unit::Days => it.checked_mul(DAY),
        Unit::Nanoseconds => Some(it.div_euclid(SECOND)),
    })
}

/// A value and terms beside it, each so many units of it.
fn all<'a, S: Slots>(
    first: Slot<'a>,
    terms: &'a [(Sign, Expr)],
    lead: Lead<'a, S>,
    unit: i64,
) -> Slot<'a> {
    let terms = terms.iter();
    terms.fold(first, |sum, (sign, term)| {
        plus(sum, *sign, term.value(lead), unit)
    })
}

/// Missing where one is, else doubtful where one is or the sum is too large.
fn plus<'a>(one: Slot<'a>, sign: Sign, other: Slot<'a>, unit: i64) -> Slot<'a> {
    match (one, other) {
        (Slot::Missing, _) | (_, Slot::Missing) => Slot::Missing,
        (Slot::Ordinal(one), Slot::Ordinal(other)) => {
            let other = other.checked_mul(unit);
            let sum = other.and_then(|other| match sign {
                Sign::Plus => one.checked_add(other),
                Sign::Minus => one.checked_sub(other),
            });
            sum.map_or(Slot::Doubtful, Slot::Ordinal)
        }
        _ => Slot::Doubtful,
    }
}

fn ordinal<'a>(of: Slot<'a>, compute: impl Fn(i64) -> Option<i64>) -> Slot<'a> {
    match of {
        Slot::Ordinal(it) => compute(it).map_or(Slot::Doubtful, Slot::Ordinal),
        Slot::Missing => Slot::Missing,
        Slot::Doubtful | Slot::Text(_) => Slot::Doubtful,
    }
}

/// See [`crate::value::domain`]; an `@` and the white space around it are folded to themselves.
fn domain(text: &str) -> Slot<'_> {
    let domain = text.rsplit_once('@').map(|(_, domain)| domain.trim());
    domain
        .filter(|domain| !domain.is_empty())
        .map_or(Slot::Missing, Slot::Text)
}
