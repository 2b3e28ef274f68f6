//! Ordered things: numbers, amounts, dates and instants of a lead, and sums of them.
//!
//! Each is counted in whole units (a millionth for numbers, a day for dates, a nanosecond for
//! instants), so that between two neighbours there is nothing. A formula stands for each cut point
//! that something in the policy asks for, so that the work grows with the cut points and not with
//! the regions between them.

use std::collections::BTreeMap;

use super::formula::Formula;
use super::linear_form::{LinearForm, ceil_div, gcd};
use super::solver::Solver;
use super::view::View;
use crate::model::FieldId;
use crate::value::{Date, Instant, Zone};

/// The number of an ordered thing.
pub(super) type OrderedId = usize;

/// What an ordered thing is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A field.
    Field(View, FieldId),
    /// A sum, its coefficients without a common divisor and the first above 0.
    Sum(Vec<(OrderedId, i128)>),
    /// `(Σ + plus) / by`, rounded down; `by` is above 0.
    Floor(Vec<(OrderedId, i128)>, i128, i128),
    /// The day that the calendar of the zone shows at an instant.
    Day(OrderedId),
}

/// An ordered thing.
#[derive(Debug, Clone)]
pub(super) struct Ordered {
    pub(super) origin: Origin,
    /// The least that it can be.
    pub(super) low: Option<i128>,
    /// The most that it can be.
    pub(super) high: Option<i128>,
    /// For each cut point, that it is at least that.
    pub(super) cuts: BTreeMap<i128, Formula>,
}

/// All ordered things.
#[derive(Debug, Default)]
pub(super) struct Orders {
    pub(super) all: Vec<Ordered>,
    known: BTreeMap<Origin, OrderedId>,
}

impl Orders {
    /// The number of a thing, made where it is new.
    pub(super) fn id(
        &mut self,
        origin: Origin,
        low: Option<i128>,
        high: Option<i128>,
    ) -> OrderedId {
        if let Some(id) = self.known.get(&origin) {
            return *id;
        }
        self.all.push(Ordered {
            origin: origin.clone(),
            low,
            high,
            cuts: BTreeMap::new(),
        });
        let id = self.all.len() - 1;
        self.known.insert(origin, id);
        id
    }

    /// A thing.
    pub(super) fn get(&self, id: OrderedId) -> Option<&Ordered> {
        self.all.get(id)
    }

    /// That a form is at least 0; `None` where it leaves the range of exact numbers.
    pub(super) fn at_least_zero(
        &mut self,
        solver: &mut Solver,
        zone: &Zone,
        form: &LinearForm,
    ) -> Option<Formula> {
        let terms: Vec<_> = form.terms.iter().map(|(id, by)| (*id, *by)).collect();
        self.sum_at_least(solver, zone, terms, form.plus.checked_neg()?)
    }

    /// That a sum is at least something.
    fn sum_at_least(
        &mut self,
        solver: &mut Solver,
        zone: &Zone,
        mut terms: Vec<(OrderedId, i128)>,
        least: i128,
    ) -> Option<Formula> {
        let Some((_, first)) = terms.first().copied() else {
            return Some(match least <= 0 {
                true => solver.always(),
                false => solver.never(),
            });
        };
        let common = terms.iter().fold(first, |common, (_, by)| gcd(common, *by));
        let least = ceil_div(least, common);
        terms.iter_mut().for_each(|(_, by)| *by /= common);
        if first > 0 {
            let id = self.sum(terms);
            return self.at_least(solver, zone, id, least);
        }
        // -x >= c where x is not at least 1 - c.
        terms.iter_mut().for_each(|(_, by)| *by = -*by);
        let id = self.sum(terms);
        let opposite = 1_i128.checked_sub(least)?;
        Some(!self.at_least(solver, zone, id, opposite)?)
    }

    /// The thing that a sum without a common divisor is.
    fn sum(&mut self, terms: Vec<(OrderedId, i128)>) -> OrderedId {
        match terms.as_slice() {
            [(id, 1)] => *id,
            _ => {
                let (low, high) = (self.end(&terms, false), self.end(&terms, true));
                self.id(Origin::Sum(terms), low, high)
            }
        }
    }

    /// The least or the most that a sum can be.
    fn end(&self, terms: &[(OrderedId, i128)], most: bool) -> Option<i128> {
        terms.iter().try_fold(0_i128, |sum, (id, by)| {
            let thing = self.get(*id)?;
            let end = if (*by > 0) == most {
                thing.high
            } else {
                thing.low
            };
            sum.checked_add(end?.checked_mul(*by)?)
        })
    }

    /// That a thing is at least so many units.
    pub(super) fn at_least(
        &mut self,
        solver: &mut Solver,
        zone: &Zone,
        id: OrderedId,
        least: i128,
    ) -> Option<Formula> {
        let thing = self.all.get(id)?;
        if thing.low.is_some_and(|low| least <= low) {
            return Some(solver.always());
        }
        if thing.high.is_some_and(|high| least > high) {
            return Some(solver.never());
        }
        match thing.origin.clone() {
            Origin::Field(..) | Origin::Sum(_) => Some(self.cut(solver, id, least)),
            Origin::Floor(terms, plus, by) => {
                let least = least.checked_mul(by)?.checked_sub(plus)?;
                self.sum_at_least(solver, zone, terms, least)
            }
            Origin::Day(of) => {
                let start = zone.start_of_day(day_of(least)?)?;
                self.at_least(solver, zone, of, start.as_nanosecond())
            }
        }
    }

    fn cut(&mut self, solver: &mut Solver, id: OrderedId, least: i128) -> Formula {
        let Some(thing) = self.all.get_mut(id) else {
            return solver.never();
        };
        if let Some(cut) = thing.cuts.get(&least) {
            return *cut;
        }
        let cut = solver.cut(id, least);
        thing.cuts.insert(least, cut);
        cut
    }

    /// Between which ends a thing lies in the assignment that was found last.
    pub(super) fn between(&self, solver: &Solver, id: OrderedId) -> (Option<i128>, Option<i128>) {
        let Some(thing) = self.get(id) else {
            return (None, None);
        };
        let (mut low, mut high) = (thing.low, thing.high);
        for (cut, formula) in solver.cuts(id) {
            if solver.is_so(formula) {
                low = Some(cut);
            } else {
                high = Some(cut - 1);
                break;
            }
        }
        (low, high)
    }
}

/// The number of a day, from the first of January 1970 on.
pub(super) fn number_of_day(day: Date) -> i128 {
    let seconds = day.duration_since(EPOCH).as_secs();
    i128::from(seconds.div_euclid(86_400))
}

/// The day of a number.
pub(super) fn day_of(number: i128) -> Option<Date> {
    let days = i64::try_from(number).ok()?;
    let span = jiff::Span::new().try_days(days).ok()?;
    EPOCH.checked_add(span).ok()
}

/// The instant so many nanoseconds after the start of 1970.
pub(super) fn instant_of(number: i128) -> Option<Instant> {
    Instant::from_nanosecond(number).ok()
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);
