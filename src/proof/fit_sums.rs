//! Are there numbers, dates and instants for an assignment, where sums of them are compared?

use std::collections::{BTreeMap, BTreeSet};

use super::field::MILLIONTHS;
use super::formula::Formula;
use super::linear::{Constraint, Feasibility, decide};
use super::orders::{Ordered, OrderedId, Origin};
use super::plain::plain;
use super::prover::Prover;
use super::search::Fit;
use crate::model::Type;

/// A bound of an ordered thing in an assignment, and what of the assignment sets it.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    low: Option<(i128, Option<Formula>)>,
    high: Option<(i128, Option<Formula>)>,
}

/// How far apart the clocks of a zone can be from universal time, in nanoseconds.
const MOST_OFFSET: i128 = 26 * 3_600 * 1_000_000_000;
const DAY_NANOS: i128 = 86_400 * 1_000_000_000;
const MINUTE_NANOS: i128 = 60 * 1_000_000_000;

impl Prover<'_> {
    /// Values for all fields that are ordered; a sum of fields of which one is missing does not
    /// matter.
    pub(super) fn fit_sums(&mut self) -> Fit<BTreeMap<OrderedId, i128>> {
        let mut values = BTreeMap::new();
        for (id, thing) in self.orders.all.iter().enumerate() {
            if matches!(thing.origin, Origin::Field(..)) {
                values.insert(id, self.plain_of(id, thing));
            }
        }
        let sums = self.sums_that_matter();
        if sums.is_empty() || sums.iter().all(|sum| self.holds_with(*sum, &values)) {
            return Fit::Fits(values);
        }
        self.solve_sums(&sums, values)
    }

    fn plain_of(&self, id: OrderedId, thing: &Ordered) -> i128 {
        let (low, high) = self.orders.between(&self.solver, id);
        let Origin::Field(_, field) = thing.origin else {
            return 0;
        };
        let ty = self.model.fields.get(field).map(|field| field.ty);
        plain(ty, low, high, (self.today, self.as_of))
    }

    /// The sums that are compared, and of which every field is known.
    fn sums_that_matter(&self) -> Vec<OrderedId> {
        let all = self.orders.all.iter().enumerate();
        let compared = all.filter(|(id, thing)| {
            let is_asked = || self.solver.cuts(*id).next().is_some();
            matches!(thing.origin, Origin::Sum(_)) && is_asked()
        });
        let known = compared.filter(|(id, _)| {
            let mut leaves = BTreeSet::new();
            self.leaves(*id, &mut leaves);
            leaves.iter().all(|leaf| !self.leaf_is_missing(*leaf))
        });
        known.map(|(id, _)| id).collect()
    }

    /// The fields behind an ordered thing.
    fn leaves(&self, id: OrderedId, leaves: &mut BTreeSet<OrderedId>) {
        match self.orders.get(id).map(|thing| &thing.origin) {
            Some(Origin::Field(..)) => {
                leaves.insert(id);
            }
            Some(Origin::Sum(terms) | Origin::Floor(terms, _, _)) => {
                terms.iter().for_each(|(of, _)| self.leaves(*of, leaves));
            }
            Some(Origin::Day(of)) => self.leaves(*of, leaves),
            None => {}
        }
    }

    fn missing_of(&self, leaf: OrderedId) -> Option<Formula> {
        let Origin::Field(view, field) = self.orders.get(leaf)?.origin else {
            return None;
        };
        self.fields.get(&(view, field)).map(|var| var.missing)
    }

    fn leaf_is_missing(&self, leaf: OrderedId) -> bool {
        self.missing_of(leaf)
            .is_some_and(|missing| self.solver.is_so(missing))
    }

    /// The value of an ordered thing, given those of the fields.
    fn value(&self, id: OrderedId, values: &BTreeMap<OrderedId, i128>) -> Option<i128> {
        let sum = |terms: &[(OrderedId, i128)]| {
            terms.iter().try_fold(0_i128, |sum, (of, by)| {
                sum.checked_add(self.value(*of, values)?.checked_mul(*by)?)
            })
        };
        match &self.orders.get(id)?.origin {
            Origin::Field(..) => values.get(&id).copied(),
            Origin::Sum(terms) => sum(terms),
            Origin::Floor(terms, plus, by) => Some(sum(terms)?.checked_add(*plus)?.div_euclid(*by)),
            Origin::Day(of) => {
                let instant = super::orders::instant_of(self.value(*of, values)?)?;
                Some(super::orders::number_of_day(self.model.zone.date(instant)))
            }
        }
    }

    fn holds_with(&self, sum: OrderedId, values: &BTreeMap<OrderedId, i128>) -> bool {
        let (low, high) = self.orders.between(&self.solver, sum);
        let Some(value) = self.value(sum, values) else {
            return false;
        };
        low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high)
    }

    fn solve_sums(
        &mut self,
        sums: &[OrderedId],
        mut values: BTreeMap<OrderedId, i128>,
    ) -> Fit<BTreeMap<OrderedId, i128>> {
        // Plain values first: whole numbers, minutes, not far from those of an ordinary lead.
        let (coarse, found) = self.decide_sums(sums, &values, true);
        let (system, found) = match found {
            Feasibility::Feasible(_) => (coarse, found),
            Feasibility::Infeasible(_) | Feasibility::Undecided => {
                self.decide_sums(sums, &values, false)
            }
        };
        match found {
            Feasibility::Feasible(solution) => {
                for (id, variable) in &system.variables {
                    let value = solution.get(*variable);
                    let value = value.and_then(|value| system.value(*variable, *value));
                    if let (Some(value), Some(place)) = (value, values.get_mut(id)) {
                        *place = value;
                    }
                }
                self.settle_days(&system, &solution, &mut values);
                let holds = sums.iter().all(|sum| self.holds_with(*sum, &values));
                // Days of the calendar are only bounded, so a solution may miss by an hour.
                if holds {
                    Fit::Fits(values)
                } else {
                    Fit::Undecided
                }
            }
            Feasibility::Infeasible(core) => {
                let mut lemma: Vec<Formula> = Vec::new();
                for at in core {
                    lemma.extend(system.reasons.get(at).into_iter().flatten().map(|it| !*it));
                }
                lemma.sort_unstable();
                lemma.dedup();
                Fit::Not(lemma)
            }
            Feasibility::Undecided => Fit::Undecided,
        }
    }

    /// Days of the calendar are only bounded in the sums: puts each instant into its day.
    fn settle_days(
        &self,
        system: &System,
        solution: &[i128],
        values: &mut BTreeMap<OrderedId, i128>,
    ) {
        for (id, variable) in &system.variables {
            let Some(Origin::Day(of)) = self.orders.get(*id).map(|thing| &thing.origin) else {
                continue;
            };
            let day = solution
                .get(*variable)
                .copied()
                .and_then(super::orders::day_of);
            let start = day.and_then(|day| self.model.zone.start_of_day(day));
            let (Some(start), Some(place)) = (start, values.get_mut(of)) else {
                continue;
            };
            let (low, high) = self.orders.between(&self.solver, *of);
            let noon = start.as_nanosecond() + DAY_NANOS / 2;
            let noon = low.map_or(noon, |low| noon.max(low));
            *place = high.map_or(noon, |high| noon.min(high));
        }
    }

    fn decide_sums(
        &mut self,
        sums: &[OrderedId],
        values: &BTreeMap<OrderedId, i128>,
        coarse: bool,
    ) -> (System, Feasibility) {
        let mut system = System::default();
        for (id, value) in values {
            let unit = if coarse { self.plain_unit(*id) } else { 1 };
            system.grain.insert(*id, (unit, *value));
        }
        for sum in sums {
            self.add_to(&mut system, *sum);
        }
        if system.too_large {
            return (system, Feasibility::Undecided);
        }
        let mut steps = self.solver.left().min(MOST_STEPS);
        let before = steps;
        let found = decide(system.variables.len(), &system.constraints, &mut steps);
        self.solver.spend(before - steps);
        (system, found)
    }

    /// In which units people count a field.
    fn plain_unit(&self, id: OrderedId) -> i128 {
        let Some(Origin::Field(_, field)) = self.orders.get(id).map(|thing| &thing.origin) else {
            return 1;
        };
        match self.model.fields.get(*field).map(|field| field.ty) {
            Some(Type::Datetime) => MINUTE_NANOS,
            Some(Type::Number | Type::Money(_)) => MILLIONTHS,
            _ => 1,
        }
    }

    /// Adds a thing with its bounds and what it is made of, and gives its variable.
    fn add_to(&self, system: &mut System, id: OrderedId) -> usize {
        if let Some(known) = system.variables.get(&id) {
            return *known;
        }
        let variable = system.variables.len();
        system.variables.insert(id, variable);
        system
            .grains
            .push(system.grain.get(&id).copied().unwrap_or((1, 0)));
        let Some(thing) = self.orders.get(id) else {
            return variable;
        };
        let known: Vec<Formula> = self
            .missing_of(id)
            .map(|missing| !missing)
            .into_iter()
            .collect();
        let bounds = self.bounds(id, thing);
        for (bound, sign) in [(bounds.low, 1), (bounds.high, -1)] {
            if let Some((end, reason)) = bound {
                let reasons = reason.into_iter().chain(known.iter().copied());
                system.add(vec![(variable, sign)], end * sign, reasons.collect());
            }
        }
        match &thing.origin {
            Origin::Field(..) => {}
            Origin::Sum(terms) => {
                let terms = self.sum_terms(system, terms);
                system.equal(variable, &terms, 1, 0);
            }
            Origin::Floor(terms, plus, by) => {
                let terms = self.sum_terms(system, terms);
                // by·z <= Σ + plus < by·z + by
                system.equal_within(variable, &terms, *by, *plus, by - 1);
            }
            Origin::Day(of_thing) => {
                let of_thing = *of_thing;
                let of = self.add_to(system, of_thing);
                let terms = vec![(of, 1)];
                let width = DAY_NANOS + 2 * MOST_OFFSET;
                system.equal_within(variable, &terms, DAY_NANOS, MOST_OFFSET, width);
                self.bound_day(system, variable, of_thing);
            }
        }
        variable
    }

    /// A later instant is of no earlier day: so the ends of an instant are ends of its day.
    fn bound_day(&self, system: &mut System, day: usize, of: OrderedId) {
        let Some(thing) = self.orders.get(of) else {
            return;
        };
        let bounds = self.bounds(of, thing);
        let known = self.missing_of(of).map(|missing| !missing);
        for (bound, sign) in [(bounds.low, 1), (bounds.high, -1)] {
            let Some((end, reason)) = bound else { continue };
            let Some(instant) = super::orders::instant_of(end) else {
                continue;
            };
            let end = super::orders::number_of_day(self.model.zone.date(instant));
            let reasons = reason.into_iter().chain(known).collect();
            system.add(vec![(day, sign)], end * sign, reasons);
        }
    }

    fn sum_terms(&self, system: &mut System, terms: &[(OrderedId, i128)]) -> Vec<(usize, i128)> {
        let terms = terms.iter();
        terms
            .map(|(id, by)| (self.add_to(system, *id), *by))
            .collect()
    }

    fn bounds(&self, id: OrderedId, thing: &Ordered) -> Bounds {
        let mut bounds = Bounds {
            low: thing.low.map(|low| (low, None)),
            high: thing.high.map(|high| (high, None)),
        };
        for (cut, formula) in self.solver.cuts(id) {
            if self.solver.is_so(formula) {
                bounds.low = Some((cut, Some(formula)));
            } else {
                bounds.high = Some((cut - 1, Some(!formula)));
                break;
            }
        }
        bounds
    }
}

/// The most steps for one set of sums.
const MOST_STEPS: u64 = 20_000;

/// Constraints, each with what of the assignment it comes from.
#[derive(Debug, Default)]
struct System {
    variables: BTreeMap<OrderedId, usize>,
    constraints: Vec<Constraint>,
    reasons: Vec<Vec<Formula>>,
    /// In what units a field is counted, and from which value on.
    grain: BTreeMap<OrderedId, (i128, i128)>,
    /// The same by variable.
    grains: Vec<(i128, i128)>,
    /// Something left the range of exact numbers.
    too_large: bool,
}

impl System {
    /// Σ is at least so much.
    fn add(&mut self, terms: Vec<(usize, i128)>, at_least: i128, reasons: Vec<Formula>) {
        match self.counted(&terms, at_least) {
            Some(constraint) => {
                self.constraints.push(constraint);
                self.reasons.push(reasons);
            }
            None => self.too_large = true,
        }
    }

    /// A constraint of the things themselves as one of what is counted.
    fn counted(&self, terms: &[(usize, i128)], at_least: i128) -> Option<Constraint> {
        let (mut counted, mut least) = (Vec::with_capacity(terms.len()), at_least);
        for (variable, by) in terms {
            let (unit, from) = self.grains.get(*variable).copied()?;
            counted.push((*variable, by.checked_mul(unit)?));
            least = least.checked_sub(by.checked_mul(from)?)?;
        }
        Some(Constraint {
            terms: counted,
            at_least: least,
        })
    }

    /// The value of a thing by its count.
    fn value(&self, variable: usize, count: i128) -> Option<i128> {
        let (unit, from) = self.grains.get(variable).copied()?;
        count.checked_mul(unit)?.checked_add(from)
    }

    /// `by` times a variable is the sum and something.
    fn equal(&mut self, variable: usize, terms: &[(usize, i128)], by: i128, plus: i128) {
        self.equal_within(variable, terms, by, plus, 0);
    }

    /// `by` times a variable is the sum and something, or less by at most so much.
    fn equal_within(
        &mut self,
        variable: usize,
        terms: &[(usize, i128)],
        by: i128,
        plus: i128,
        less: i128,
    ) {
        let mut above: Vec<_> = terms.to_vec();
        above.push((variable, -by));
        let below = above.iter().map(|(of, by)| (*of, -*by)).collect();
        self.add(above, -plus, Vec::new());
        self.add(below, plus - less, Vec::new());
    }
}
