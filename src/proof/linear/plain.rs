//! Solutions that people like to read: values as near to zero as the constraints let them be.

use super::Constraint;
use super::integers::{ceil_div, floor_div, nearest_div};

/// How often all variables are moved: what one gives up, another may take.
const ROUNDS: usize = 3;

/// By how much each of some variables changes in one step.
type Move = Vec<(usize, i128)>;

/// Moves each variable as near to zero as the others let it be, and several at once along the
/// directions; the result satisfies all that `values` satisfied. Where numbers overflow, a
/// variable stays as it is.
pub(super) fn plain(
    mut values: Vec<i128>,
    directions: &[Vec<i128>],
    constraints: &[Constraint],
) -> Vec<i128> {
    let several = directions.iter().map(|direction| {
        let changes = direction.iter().copied().enumerate();
        changes.filter(|(_, change)| *change != 0).collect()
    });
    let single = (0..values.len()).map(|variable| vec![(variable, 1)]);
    let moves: Vec<Move> = several.chain(single).collect();
    let speaking = speaking_of(values.len(), constraints);
    for _ in 0..ROUNDS {
        let mut changed = false;
        for steps in &moves {
            if let Some(moved) = moved(steps, &speaking, &values) {
                changed |= moved != values;
                values = moved;
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
    Some(spare(constraint, values)? >= 0)
}

/// By how much the sum is above what it has to be.
fn spare(constraint: &Constraint, values: &[i128]) -> Option<i128> {
    let mut spare = constraint.at_least.checked_neg()?;
    for (variable, times) in &constraint.terms {
        spare = spare.checked_add(values.get(*variable)?.checked_mul(*times)?)?;
    }
    Some(spare)
}

/// The constraints that speak of each variable.
fn speaking_of(variables: usize, constraints: &[Constraint]) -> Vec<Vec<&Constraint>> {
    let mut speaking = vec![Vec::new(); variables];
    for constraint in constraints {
        for (variable, _) in &constraint.terms {
            if let Some(speaking) = speaking.get_mut(*variable) {
                speaking.push(constraint);
            }
        }
    }
    speaking
}

/// The values after as many steps as bring them nearest to zero, in the sum of squares, of those
/// that the constraints allow; `None` on overflow.
fn moved(steps: &Move, speaking: &[Vec<&Constraint>], values: &[i128]) -> Option<Vec<i128>> {
    let (mut product, mut square) = (0_i128, 0_i128);
    for (variable, change) in steps {
        product = product.checked_sub(values.get(*variable)?.checked_mul(*change)?)?;
        square = square.checked_add(change.checked_mul(*change)?)?;
    }
    let mut count = nearest_div(product, square)?;
    for (variable, _) in steps {
        if count == 0 {
            return None;
        }
        for constraint in speaking.get(*variable)? {
            count = allowed(count, steps, constraint, values)?;
        }
    }
    let mut moved = values.to_vec();
    for (variable, change) in steps {
        let value = moved.get_mut(*variable)?;
        *value = value.checked_add(change.checked_mul(count)?)?;
    }
    Some(moved)
}

/// As many of so many steps as the constraint allows; it holds before.
fn allowed(count: i128, steps: &Move, constraint: &Constraint, values: &[i128]) -> Option<i128> {
    let mut growth = 0_i128;
    for (variable, times) in &constraint.terms {
        if let Some((_, change)) = steps.iter().find(|(moved, _)| moved == variable) {
            growth = growth.checked_add(times.checked_mul(*change)?)?;
        }
    }
    let spare = spare(constraint, values)?;
    Some(match growth.signum() {
        1 => count.max(ceil_div(spare.checked_neg()?, growth)?),
        -1 => count.min(floor_div(spare, growth.checked_neg()?)?),
        _ => count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_least(terms: &[(usize, i128)], at_least: i128) -> Constraint {
        let terms = terms.to_vec();
        Constraint { terms, at_least }
    }

    #[test]
    fn variables_move_as_far_as_the_others_let_them() {
        let constraints = [
            at_least(&[(0, 2), (1, 1)], 7),
            at_least(&[(1, -1)], -40),
            at_least(&[(2, -3)], 5),
        ];
        let values = plain(vec![90, 30, -10], &[], &constraints);
        assert_eq!(values, vec![0, 7, -2]);
    }

    #[test]
    fn tied_variables_move_together() {
        let constraints = [
            at_least(&[(0, 1), (1, -1)], 1),
            at_least(&[(0, -1), (1, 1)], -1),
            at_least(&[(1, 1)], 3),
        ];
        let far = vec![1_001, 1_000];
        assert_eq!(plain(far.clone(), &[], &constraints), far);
        assert_eq!(plain(far, &[vec![1, 1]], &constraints), vec![4, 3]);
    }

    #[test]
    fn what_overflows_stays() {
        let constraints = [at_least(&[(0, i128::MAX), (1, 1)], 0)];
        assert_eq!(plain(vec![5, 5], &[], &constraints), vec![5, 5]);
        assert_eq!(holds(&constraints[0], &[5, 5]), None);
        assert_eq!(holds(&constraints[0], &[1, -7]), Some(true));
    }
}
