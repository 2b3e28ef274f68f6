//! From fractions to whole numbers: where the simplex method finds a point with a fraction, the
//! search takes the values below it and those above it in turn.

use std::collections::{BTreeMap, BTreeSet};

use super::form::Form;
use super::integers::{common_divisor, floor_div, nearest_div};
use super::lattice::Lattice;
use super::range::{Bound, End, Reasons};
use super::tableau::Tableau;

/// How deep assumptions are made within each other in the first attempt, and in the last.
const FIRST_DEPTH: usize = 8;
const LAST_DEPTH: usize = 128;
/// A sum of variables is split on only where its multiples are no greater than this: greater ones
/// make the numbers run out of range.
const GREATEST_MULTIPLE: i128 = 1_000_000_000_000;

/// How often all equations are taken from a sum to shorten it.
const ROUNDS: usize = 8;

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
    depth: usize,
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
            depth: FIRST_DEPTH,
        }
    }

    /// Searches deeper and deeper: an endless descent on one side must not hide a point near by on
    /// the other. One step is counted for each change of places in the tableau, and one a split.
    pub(super) fn run(mut self, steps: &mut u64) -> Answer {
        loop {
            let answer = self.explore(0, steps);
            if !matches!(answer, Answer::Unknown) || *steps == 0 || self.depth >= LAST_DEPTH {
                return answer;
            }
            self.depth = self.depth.saturating_mul(2);
        }
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
        if depth >= self.depth || *steps == 0 {
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
        // The side nearer to zero first: people read the values.
        let sides = if split.below >= 0 {
            [below, above]
        } else {
            [above, below]
        };
        let before = (self.tableau.clone(), self.sums.len());
        let mut reasons = Reasons::new();
        let mut unknown = false;
        for (end, value) in sides {
            let bound = Bound { value, reason };
            let answer = match self.tableau.tighten(split.variable, end, bound) {
                None => Answer::Unknown,
                Some(Err(reasons)) => Answer::Never(reasons),
                Some(Ok(())) => self.explore(depth.checked_add(1)?, steps),
            };
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
        if depth % 2 == 1 {
            return self.fractional_sum().or(by_variable);
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

    /// A sum that is a fraction wherever all free variables of the tableau have the values that
    /// they have now, after Dillig, Dillig and Aiken, "Cuts from proofs": it cuts off more than a
    /// single variable does, so that narrow strips without a whole number end soon.
    ///
    /// `None` where there is no such sum of moderate size.
    fn fractional_sum(&mut self) -> Option<Split> {
        let contradiction = self.contradiction()?;
        let mut form = contradiction.0;
        let mut below = contradiction.1;
        if form.first()?.1 < 0 {
            for (_, times) in &mut form {
                *times = times.checked_neg()?;
            }
            // Not whole: the floor of the negated value is one below the negated floor.
            below = below.checked_neg()?.checked_sub(1)?;
        }
        if form
            .iter()
            .any(|(_, times)| times.abs() > GREATEST_MULTIPLE)
        {
            return None;
        }
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

    /// The sum that shows that the present values are not whole, and the floor of its value.
    fn contradiction(&self) -> Option<(Form, i128)> {
        let mut free: Vec<(i128, usize)> = (self.tableau.free().iter())
            .map(|variable| Some((self.tableau.range(*variable)?.width(), *variable)))
            .collect::<Option<_>>()?;
        // The narrowest first: what is fixed already leaves the sum wide of it.
        free.sort_unstable();
        let forms: Vec<(usize, Form)> = (free.iter())
            .map(|(_, variable)| Some((*variable, self.form(*variable)?)))
            .collect::<Option<_>>()?;
        let spoken_of: BTreeSet<usize> = (forms.iter())
            .flat_map(|(_, form)| form.iter().map(|(variable, _)| *variable))
            .collect();
        let places: Vec<usize> = spoken_of.into_iter().collect();
        let mut lattice = Lattice::new(places.len());
        for (variable, form) in &forms {
            let total = self.tableau.value(*variable)?.to_whole()?;
            let placed = |(variable, times): &(usize, i128)| {
                Some((places.binary_search(variable).ok()?, *times))
            };
            let terms: Form = form.iter().map(placed).collect::<Option<_>>()?;
            if let Err(found) = lattice.equate(&terms, total)? {
                let named = |(at, times): &(usize, i128)| Some((*places.get(*at)?, *times));
                let form: Form = found.form.iter().map(named).collect::<Option<_>>()?;
                let equations: Vec<_> = found
                    .equations
                    .iter()
                    .filter_map(|at| {
                        let (variable, form) = forms.get(*at)?;
                        Some((form, self.tableau.value(*variable)?.to_whole()?))
                    })
                    .collect();
                return shortened(form, found.below, &equations);
            }
        }
        None
    }

    /// The sum of the first variables that a variable of the tableau is.
    fn form(&self, variable: usize) -> Option<Form> {
        match variable.checked_sub(self.variables) {
            None => Some(vec![(variable, 1)]),
            Some(sum) => self.sums.get(sum).cloned(),
        }
    }
}

/// Takes whole multiples of equations from a sum and its floor as long as the multiples in it
/// become smaller: the fraction stays, and the numbers stay in range.
fn shortened(form: Form, mut below: i128, equations: &[(&Form, i128)]) -> Option<(Form, i128)> {
    let mut sum: BTreeMap<usize, i128> = form.into_iter().collect();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (equation, total) in equations {
            let (mut product, mut square) = (0_i128, 0_i128);
            for (variable, times) in *equation {
                let own = sum.get(variable).copied().unwrap_or(0);
                product = product.checked_add(own.checked_mul(*times)?)?;
                square = square.checked_add(times.checked_mul(*times)?)?;
            }
            let share = nearest_div(product, square)?;
            if share != 0 {
                changed = true;
                below = below.checked_sub(total.checked_mul(share)?)?;
                for (variable, times) in *equation {
                    let own = sum.entry(*variable).or_default();
                    *own = own.checked_sub(times.checked_mul(share)?)?;
                }
            }
        }
        if !changed {
            break;
        }
    }
    sum.retain(|_, times| *times != 0);
    let divisor = sum
        .values()
        .try_fold(0, |sum, times| common_divisor(sum, *times))?;
    for times in sum.values_mut() {
        *times = times.checked_div(divisor)?;
    }
    Some((sum.into_iter().collect(), floor_div(below, divisor)?))
}
