//! Solutions that people like to read: values as near to zero as the constraints let them be.

use super::Constraint;
use super::integers::{ceil_div, floor_div};

/// How often all variables are moved: what one gives up, another may take.
const ROUNDS: usize = 3;

/// Moves each variable as near to zero as the others let it be; the result satisfies all that
/// `values` satisfied. Where numbers overflow, a variable stays as it is.
pub(super) fn plain(mut values: Vec<i128>, constraints: &[Constraint]) -> Vec<i128> {
    let mut by_variable: Vec<Vec<&Constraint>> = vec![Vec::new(); values.len()];
    for constraint in constraints {
        for (variable, _) in &constraint.terms {
            if let Some(speaking) = by_variable.get_mut(*variable) {
                speaking.push(constraint);
            }
        }
    }
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (variable, speaking) in by_variable.iter().enumerate() {
            let nearest = nearest_to_zero(variable, speaking, &values);
            if let (Some(value), Some(nearest)) = (values.get_mut(variable), nearest) {
                changed |= *value != nearest;
                *value = nearest;
            }
        }
        if !changed {
            break;
        }
    }
    values
}

/// Whether the values satisfy the constraint; `None` on overflow.
pub(super) fn holds(constraint: &Constraint, values: &[i128]) -> Option<bool> {
    let mut sum = 0_i128;
    for (variable, times) in &constraint.terms {
        sum = sum.checked_add(values.get(*variable)?.checked_mul(*times)?)?;
    }
    Some(sum >= constraint.at_least)
}

/// The value nearest to zero that a variable may have where all others stay; `None` on overflow.
fn nearest_to_zero(variable: usize, speaking: &[&Constraint], values: &[i128]) -> Option<i128> {
    let (mut lower, mut upper) = (None::<i128>, None::<i128>);
    for constraint in speaking {
        let (mut times, mut missing) = (0_i128, constraint.at_least);
        for (other, multiple) in &constraint.terms {
            if *other == variable {
                times = times.checked_add(*multiple)?;
            } else {
                missing = missing.checked_sub(values.get(*other)?.checked_mul(*multiple)?)?;
            }
        }
        if times > 0 {
            let bound = ceil_div(missing, times)?;
            lower = Some(lower.map_or(bound, |lower| lower.max(bound)));
        } else if times < 0 {
            let bound = floor_div(missing, times)?;
            upper = Some(upper.map_or(bound, |upper| upper.min(bound)));
        }
    }
    let least = lower.map_or(0, |lower| lower.max(0));
    Some(upper.map_or(least, |upper| upper.min(least)))
}
