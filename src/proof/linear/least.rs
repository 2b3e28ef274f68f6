//! Smaller explanations: what can be left out of the constraints that exclude each other.

use super::Constraint;
use super::range::Reasons;
use super::system::{Verdict, solve};

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
