//! Smaller explanations: what can be left out of the constraints that exclude each other.

use super::Constraint;
use super::range::Reasons;
use super::solve::{Verdict, solve};

/// With more constraints than this none is tried to be left out: each trial decides anew.
const MOST_TRIED: usize = 24;
/// Steps for a trial, beside those that finding the first explanation took.
const TRIAL_STEPS: u64 = 200;

/// Leaves out of an infeasible choice of constraints one after the other, as long as the rest is
/// infeasible still.
///
/// Where no trial runs out of steps or numbers, no constraint of the result can be left out.
/// `spent` is what finding the choice took: no trial may take much more.
pub(super) fn least(
    variables: usize,
    constraints: &[Constraint],
    infeasible: Reasons,
    spent: u64,
    steps: &mut u64,
) -> Reasons {
    if infeasible.len() > MOST_TRIED {
        return infeasible;
    }
    let mut kept = infeasible.clone();
    for constraint in &infeasible {
        let mut trial = kept.clone();
        if kept.len() <= 1 || !trial.remove(constraint) {
            continue;
        }
        let most = spent.saturating_add(TRIAL_STEPS).min(*steps);
        let mut left = most;
        let verdict = solve(variables, constraints, &trial, &mut left);
        *steps = steps.saturating_sub(most.saturating_sub(left));
        if let Verdict::Infeasible(smaller) = verdict {
            kept = smaller;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_least(terms: &[(usize, i128)], at_least: i128) -> Constraint {
        let terms = terms.to_vec();
        Constraint { terms, at_least }
    }

    /// x >= 5, y >= 5, x + y <= 3, x + 2y <= 30, and x <= `most`.
    fn constraints(most: i128) -> Vec<Constraint> {
        vec![
            at_least(&[(0, 1)], 5),
            at_least(&[(1, 1)], 5),
            at_least(&[(0, -1), (1, -1)], -3),
            at_least(&[(0, -1), (1, -2)], -30),
            at_least(&[(0, -1)], -most),
        ]
    }

    #[test]
    fn what_is_not_needed_is_left_out() {
        let all: Reasons = (0..5).collect();
        let found = least(2, &constraints(9), all.clone(), 0, &mut 1_000);
        assert_eq!(found, [0, 1, 2].into());
        let found = least(2, &constraints(2), all, 0, &mut 1_000);
        assert_eq!(found, [0, 4].into());
    }

    #[test]
    fn many_constraints_are_left_as_they_are() {
        let mut many = constraints(9);
        many.extend((0..30).map(|more| at_least(&[(0, 1)], -more)));
        let all: Reasons = (0..many.len()).collect();
        assert_eq!(least(2, &many, all.clone(), 0, &mut 1_000), all);
    }
}
