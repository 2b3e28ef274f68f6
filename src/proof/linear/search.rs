//! From fractions to whole numbers: where the simplex method finds a point with a fraction, the
//! search takes the values below it and those above it in turn.

use super::cut::fractional_sum;
use super::form::Form;
use super::range::{Bound, End, Reasons};
use super::rational::Rational;
use super::tableau::Tableau;

/// How deep assumptions are made within each other.
const MOST_DEPTH: usize = 128;
/// Every so many splits one is on a sum.
const SUM_EVERY: usize = 4;
/// Of so many shares of the steps that are left one is kept for the other side of a split: an
/// endless descent on one side must not hide a point near by on the other.
const SHARES: u64 = 8;

/// What the search came to.
pub(super) enum Answer {
    /// Whole values of all variables.
    Point(Vec<i128>),
    /// No whole values, for these reasons.
    Never(Reasons),
    /// Out of steps, out of depth or out of the range of numbers.
    Unknown,
}

/// A search for a whole-numbered point.
pub(super) struct Search {
    tableau: Tableau,
    variables: usize,
    /// The sum that each variable of the tableau beyond the given ones stands for.
    sums: Vec<Form>,
    /// The reason of the outermost assumption; of those within, one more each.
    first_assumption: usize,
    with_sums: bool,
}

/// What to split on: a variable of the tableau is at most this, or more.
struct Split {
    variable: usize,
    below: i128,
}

impl Search {
    /// A search within the tableau, whose first variables are those asked for, and the others the
    /// sums; assumptions are numbered from `first_assumption`, above all other reasons.
    pub(super) fn new(
        tableau: Tableau,
        variables: usize,
        sums: Vec<Form>,
        first_assumption: usize,
    ) -> Search {
        Search {
            tableau,
            variables,
            sums,
            first_assumption,
            with_sums: false,
        }
    }

    /// Searches; one step is counted for each change of places in the tableau, and one a split.
    ///
    /// Splits on variables alone find points soonest; where they do not end in a share of the
    /// steps, splits on sums join in.
    pub(super) fn run(mut self, steps: &mut u64) -> Answer {
        let mut first = *steps / SHARES;
        *steps = steps.saturating_sub(first);
        let answer = self.explore(0, &mut first);
        *steps = steps.saturating_add(first);
        if !matches!(answer, Answer::Unknown) {
            return answer;
        }
        self.with_sums = true;
        self.explore(0, steps)
    }

    /// Searches under the assumptions made, so many of them.
    fn explore(&mut self, depth: usize, steps: &mut u64) -> Answer {
        match self.tableau.settle(steps) {
            None => return Answer::Unknown,
            Some(Err(reasons)) => return Answer::Never(reasons),
            Some(Ok(())) => {}
        }
        if let Some(point) = self.point() {
            return Answer::Point(point);
        }
        if depth >= MOST_DEPTH || *steps == 0 {
            return Answer::Unknown;
        }
        *steps = steps.saturating_sub(1);
        match self.split(depth) {
            None => Answer::Unknown,
            Some(split) => self
                .take_both(&split, depth, steps)
                .unwrap_or(Answer::Unknown),
        }
    }

    /// The values of the variables, where all are whole.
    fn point(&self) -> Option<Vec<i128>> {
        (0..self.variables)
            .map(|variable| self.tableau.value(variable)?.to_whole())
            .collect()
    }

    /// Searches below the split and above it; `None` on overflow.
    fn take_both(&mut self, split: &Split, depth: usize, steps: &mut u64) -> Option<Answer> {
        let reason = self.first_assumption.checked_add(depth)?;
        let above = split.below.checked_add(1)?;
        let below = (End::Upper, split.below);
        let above = (End::Lower, above);
        // The nearer side first: the point changes least, so that what is whole mostly stays so.
        let over = self
            .tableau
            .value(split.variable)?
            .sub(Rational::whole(split.below))?;
        let nearer_below = over.add(over)? <= Rational::whole(1);
        let sides = if nearer_below {
            [below, above]
        } else {
            [above, below]
        };
        let before = (self.tableau.clone(), self.sums.len());
        let mut reasons = Reasons::new();
        let mut unknown = false;
        let mut kept = *steps / SHARES;
        for (end, value) in sides {
            *steps = steps.saturating_sub(kept);
            let bound = Bound { value, reason };
            let answer = match self.tableau.tighten(split.variable, end, bound) {
                None => Answer::Unknown,
                Some(Err(reasons)) => Answer::Never(reasons),
                Some(Ok(())) => self.explore(depth.checked_add(1)?, steps),
            };
            *steps = steps.saturating_add(kept);
            kept = 0;
            self.tableau.clone_from(&before.0);
            self.sums.truncate(before.1);
            match answer {
                Answer::Point(_) => return Some(answer),
                // Not even for this assumption: it is so without it.
                Answer::Never(ref why) if !why.contains(&reason) => return Some(answer),
                Answer::Never(why) => reasons.extend(why),
                Answer::Unknown => unknown = true,
            }
        }
        reasons.remove(&reason);
        Some(if unknown {
            Answer::Unknown
        } else {
            Answer::Never(reasons)
        })
    }

    /// What to split on where some variable is a fraction.
    fn split(&mut self, depth: usize) -> Option<Split> {
        let by_variable = self.fraction();
        if self.with_sums && depth % SUM_EVERY == SUM_EVERY - 1 {
            return self.by_sum().or(by_variable);
        }
        by_variable
    }

    /// The first variable that is a fraction.
    fn fraction(&self) -> Option<Split> {
        (0..self.variables).find_map(|variable| {
            let value = self.tableau.value(variable)?;
            let below = value.floor()?;
            value
                .to_whole()
                .is_none()
                .then_some(Split { variable, below })
        })
    }

    /// A split on a sum that is a fraction, where there is one of moderate size.
    fn by_sum(&mut self) -> Option<Split> {
        let (form, below) = fractional_sum(&self.tableau, self.variables, &self.sums)?;
        let variable = match form.as_slice() {
            [(variable, _)] => *variable,
            _ => self.sum(form)?,
        };
        Some(Split { variable, below })
    }

    /// The variable of the tableau that stands for the sum.
    fn sum(&mut self, form: Form) -> Option<usize> {
        if let Some(known) = self.sums.iter().position(|sum| *sum == form) {
            return known.checked_add(self.variables);
        }
        let variable = self.tableau.define(&form)?;
        self.sums.push(form);
        Some(variable)
    }
}

#[cfg(test)]
mod tests {
    use super::super::range::Range;
    use super::*;

    /// Searches in two variables with a lower and an upper bound of each sum; the bounds are for
    /// the reasons from 0.
    fn searched(sums: &[(Form, i128, i128)], steps: &mut u64) -> Answer {
        let mut tableau = Tableau::new(vec![Range::default(); 2]);
        let mut reason = 0;
        for (form, lower, upper) in sums {
            let sum = tableau.define(form).unwrap();
            for (end, value) in [(End::Lower, *lower), (End::Upper, *upper)] {
                let bound = Bound { value, reason };
                tableau.tighten(sum, end, bound).unwrap().unwrap();
                reason += 1;
            }
        }
        let forms = sums.iter().map(|(form, _, _)| form.clone()).collect();
        Search::new(tableau, 2, forms, reason).run(steps)
    }

    #[test]
    fn points_between_fractions_are_found() {
        let sums = [
            (vec![(0, 3), (1, 2)], 7, 8),
            (vec![(0, 2), (1, -5)], -2, -1),
        ];
        let Answer::Point(point) = searched(&sums, &mut 1_000) else {
            panic!("x = 2 and y = 1 are near")
        };
        assert!((7..=8).contains(&(3 * point[0] + 2 * point[1])));
        assert!((-2..=-1).contains(&(2 * point[0] - 5 * point[1])));
    }

    #[test]
    fn endless_strips_without_a_point_end_and_name_no_assumption() {
        // 1 <= 4x + 6y <= 1 never holds, and runs on for ever.
        let strip = [(vec![(0, 4), (1, 6)], 1, 1)];
        let Answer::Never(reasons) = searched(&strip, &mut 1_000) else {
            panic!("an even number is not 1")
        };
        assert_eq!(reasons, [0, 1].into());
        assert!(matches!(searched(&strip, &mut 2), Answer::Unknown));
    }
}
