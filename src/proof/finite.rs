//! Numbers that can take few values: points, totals of scores, sums of them.
//!
//! They are added up state by state: partial sums that are equal are one, so that the work grows
//! with lines times distinct sums and not with the combinations of lines.

use super::formula::Formula;
use super::solver::Solver;
use crate::value::Number;

/// More distinct values than this are not followed.
const MOST_VALUES: usize = 4096;

/// More pairs of values than this are not added up.
const MOST_PAIRS: usize = 400_000;

/// A number of few values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finite {
    /// The values, ascending, each with the formula that the number is at least that; the first is
    /// always so.
    steps: Vec<(Number, Formula)>,
}

impl Finite {
    /// The same for every lead.
    pub(super) fn constant(solver: &Solver, number: Number) -> Finite {
        Finite {
            steps: vec![(number, solver.always())],
        }
    }

    /// Of values of which exactly one is so.
    pub(super) fn of_cases(solver: &mut Solver, cases: &[(Formula, Number)]) -> Option<Finite> {
        let fixed: Vec<_> = cases
            .iter()
            .map(|(case, number)| (*case, Finite::constant(solver, *number)))
            .collect();
        Finite::mix(solver, &fixed)
    }

    /// Of numbers of which exactly one counts.
    pub(super) fn mix(solver: &mut Solver, cases: &[(Formula, Finite)]) -> Option<Finite> {
        let mut values: Vec<Number> = cases.iter().flat_map(|(_, it)| it.values()).collect();
        values.sort_unstable();
        values.dedup();
        if values.len() > MOST_VALUES {
            return None;
        }
        let mut steps = Vec::with_capacity(values.len());
        for value in values {
            let mut parts = Vec::new();
            for (case, number) in cases {
                let reaches = number.at_least(solver, value);
                parts.push(solver.all([*case, reaches]));
            }
            let at_least = match steps.is_empty() {
                true => solver.always(),
                false => solver.any(parts),
            };
            steps.push((value, at_least));
        }
        Some(Finite { steps })
    }

    /// The values that it can take as far as its parts tell; some may be ruled out together.
    pub(super) fn values(&self) -> impl DoubleEndedIterator<Item = Number> {
        self.steps.iter().map(|(value, _)| *value)
    }

    /// The least and the most of them.
    pub(super) fn ends(&self) -> Option<(Number, Number)> {
        Some((self.steps.first()?.0, self.steps.last()?.0))
    }

    /// That it is at least a number.
    pub(super) fn at_least(&self, solver: &Solver, least: Number) -> Formula {
        let at = self.steps.partition_point(|(value, _)| *value < least);
        self.steps.get(at).map_or(solver.never(), |(_, step)| *step)
    }

    /// That it is above a number.
    pub(super) fn above(&self, solver: &Solver, number: Number) -> Formula {
        let at = self.steps.partition_point(|(value, _)| *value <= number);
        self.steps.get(at).map_or(solver.never(), |(_, step)| *step)
    }

    /// That it is this number.
    pub(super) fn is(&self, solver: &mut Solver, number: Number) -> Formula {
        let (least, above) = (self.at_least(solver, number), self.above(solver, number));
        solver.all([least, !above])
    }

    /// The number that it is in the assignment that was found last.
    pub(super) fn found(&self, solver: &Solver) -> Option<Number> {
        let reached = self.steps.iter().rev();
        let mut reached = reached.filter(|(_, step)| solver.is_so(*step));
        reached.next().map(|(value, _)| *value)
    }

    /// What a rule of three or a limit makes of it: a function that never falls.
    pub(super) fn rising(&self, of: impl Fn(Number) -> Option<Number>) -> Option<Finite> {
        let mut steps: Vec<(Number, Formula)> = Vec::with_capacity(self.steps.len());
        for (value, step) in &self.steps {
            let value = of(*value)?;
            // Of equal values the first is reached by all.
            if steps.last().is_none_or(|(last, _)| *last != value) {
                steps.push((value, *step));
            }
        }
        Some(Finite { steps })
    }

    /// The number with the other sign.
    pub(super) fn negated(&self, solver: &Solver) -> Option<Finite> {
        let mut steps = Vec::with_capacity(self.steps.len());
        // -x is at least -v where x is not above v.
        let above = self.steps.iter().skip(1).map(|(_, step)| !*step);
        let above: Vec<_> = above.chain([solver.always()]).collect();
        for ((value, _), not_above) in self.steps.iter().zip(above).rev() {
            steps.push((value.checked_neg()?, not_above));
        }
        Some(Finite { steps })
    }

    /// The number times a constant.
    pub(super) fn times(&self, solver: &Solver, factor: Number) -> Option<Finite> {
        if factor == Number::ZERO {
            return Some(Finite::constant(solver, factor));
        }
        if factor.is_negative() {
            let size = factor.checked_neg()?;
            return self
                .negated(solver)?
                .rising(|value| value.checked_mul(size));
        }
        self.rising(|value| value.checked_mul(factor))
    }

    /// The number within limits.
    pub(super) fn within(&self, low: Option<Number>, high: Option<Number>) -> Option<Finite> {
        self.rising(|value| {
            let value = high.map_or(value, |high| value.min(high));
            Some(low.map_or(value, |low| value.max(low)))
        })
    }

    /// The sum of two.
    pub(super) fn plus(&self, solver: &mut Solver, other: &Finite) -> Option<Finite> {
        if solver.left() == 0 {
            return None;
        }
        let pairs = self.steps.len().checked_mul(other.steps.len())?;
        if pairs > MOST_PAIRS {
            return None;
        }
        solver.spend(pairs as u64);
        let mut values = Vec::new();
        for a in self.values() {
            for b in other.values() {
                values.push(a.checked_add(b)?);
            }
        }
        values.sort_unstable();
        values.dedup();
        if values.len() > MOST_VALUES {
            return None;
        }
        let (small, large) = match self.steps.len() <= other.steps.len() {
            true => (self, other),
            false => (other, self),
        };
        let mut steps = Vec::with_capacity(values.len());
        for value in values {
            // At least `value` together: one at least `a`, the other at least what is left.
            let mut parts = Vec::new();
            for (a, reaches) in &small.steps {
                let rest = large.at_least(solver, value.checked_sub(*a)?);
                parts.push(solver.all([*reaches, rest]));
            }
            let at_least = solver.any(parts);
            steps.push((value, at_least));
        }
        Some(Finite { steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::solver::Verdict;

    fn number(n: i64) -> Number {
        Number::from(n)
    }

    /// The sums that can occur, by search.
    fn sums(solver: &mut Solver, of: &Finite) -> Vec<String> {
        let values: Vec<_> = of.values().collect();
        let possible = values.into_iter().filter(|value| {
            let is = of.is(solver, *value);
            solver.search(&[is]) == Verdict::Possible
        });
        possible.map(|value| value.to_string()).collect()
    }

    #[test]
    fn lines_add_up_and_equal_sums_are_one() {
        let mut solver = Solver::new(10_000, 10_000);
        let mut sum = Finite::constant(&solver, Number::ZERO);
        for points in [40, 30, -50, 10] {
            let when = solver.free();
            let cases = [(when, number(points)), (!when, Number::ZERO)];
            let line = Finite::of_cases(&mut solver, &cases).unwrap();
            sum = sum.plus(&mut solver, &line).unwrap();
        }
        let expected = [
            "-50", "-40", "-20", "-10", "0", "10", "20", "30", "40", "50", "70", "80",
        ];
        assert_eq!(sums(&mut solver, &sum), expected);
        let clamped = sum.within(Some(number(0)), Some(number(50))).unwrap();
        assert_eq!(
            sums(&mut solver, &clamped),
            ["0", "10", "20", "30", "40", "50"]
        );
        let turned = clamped.times(&solver, number(-2)).unwrap();
        assert_eq!(
            sums(&mut solver, &turned),
            ["-100", "-80", "-60", "-40", "-20", "0"]
        );
    }

    #[test]
    fn parts_that_hang_together_are_seen() {
        let mut solver = Solver::new(10_000, 10_000);
        let when = solver.free();
        let a = Finite::of_cases(&mut solver, &[(when, number(1)), (!when, number(0))]).unwrap();
        let b = Finite::of_cases(&mut solver, &[(when, number(0)), (!when, number(1))]).unwrap();
        let sum = a.plus(&mut solver, &b).unwrap();
        assert_eq!(sums(&mut solver, &sum), ["1"]);
    }
}
