//! Sums to split on: such as must be whole, and are a fraction at the present values of a tableau.
//!
//! After Dillig, Dillig and Aiken, "Cuts from proofs". Such a sum cuts off more than a single
//! variable does, so that narrow strips without a whole number end soon.

use std::collections::{BTreeMap, BTreeSet};

use super::form::Form;
use super::integers::{common_divisor, floor_div, nearest_div};
use super::lattice::Lattice;
use super::tableau::Tableau;

/// A sum of variables is split on only where its multiples are no greater than this: greater ones
/// make the numbers run out of range.
const GREATEST_MULTIPLE: i128 = 1_000_000_000_000;

/// How often all equations are taken from a sum to shorten it.
const ROUNDS: usize = 8;

/// A sum of the first variables of the tableau that is a fraction wherever all free variables have
/// the values that they have now, and the greatest whole number below it.
///
/// `sums` are what the variables after the first ones stand for. `None` where there is no such sum
/// of moderate size.
pub(super) fn fractional_sum(
    tableau: &Tableau,
    variables: usize,
    sums: &[Form],
) -> Option<(Form, i128)> {
    let equations = equations(tableau, variables, sums)?;
    let (mut form, mut below) = contradiction(&equations)?;
    if form.first()?.1 < 0 {
        for (_, times) in &mut form {
            *times = times.checked_neg()?;
        }
        // Not whole: the floor of the negated value is one below the negated floor.
        below = below.checked_neg()?.checked_sub(1)?;
    }
    let greatest = form.iter().map(|(_, times)| times.abs()).max()?;
    (greatest <= GREATEST_MULTIPLE).then_some((form, below))
}

/// That each free variable has the value that it has now, the one with the narrowest range first:
/// what is all but fixed is not what to split on.
fn equations(tableau: &Tableau, variables: usize, sums: &[Form]) -> Option<Vec<(Form, i128)>> {
    let mut free: Vec<(i128, usize)> = (tableau.free().iter())
        .map(|variable| Some((tableau.range(*variable)?.width(), *variable)))
        .collect::<Option<_>>()?;
    free.sort_unstable();
    let equation = |(_, variable): &(i128, usize)| {
        let form = match variable.checked_sub(variables) {
            None => vec![(*variable, 1)],
            Some(sum) => sums.get(sum)?.clone(),
        };
        Some((form, tableau.value(*variable)?.to_whole()?))
    };
    free.iter().map(equation).collect()
}

/// The sum by which the equations cannot all hold, and the greatest whole number below its value.
fn contradiction(equations: &[(Form, i128)]) -> Option<(Form, i128)> {
    let terms = equations.iter().flat_map(|(form, _)| form);
    let spoken_of: BTreeSet<usize> = terms.map(|(variable, _)| *variable).collect();
    let places: Vec<usize> = spoken_of.into_iter().collect();
    let mut lattice = Lattice::new(places.len());
    for (form, total) in equations {
        let placed = |(variable, times): &(usize, i128)| {
            Some((places.binary_search(variable).ok()?, *times))
        };
        let terms: Form = form.iter().map(placed).collect::<Option<_>>()?;
        if let Err(found) = lattice.equate(&terms, *total)? {
            let named = |(at, times): &(usize, i128)| Some((*places.get(*at)?, *times));
            let form: Form = found.form.iter().map(named).collect::<Option<_>>()?;
            let leading: Vec<_> = (found.equations.iter())
                .filter_map(|at| equations.get(*at))
                .collect();
            return shortened(form, found.below, &leading);
        }
    }
    None
}

/// Takes whole multiples of equations from a sum and its floor as long as the multiples in it
/// become smaller: the fraction stays, and the numbers stay in range.
fn shortened(form: Form, mut below: i128, equations: &[&(Form, i128)]) -> Option<(Form, i128)> {
    let mut sum: BTreeMap<usize, i128> = form.into_iter().collect();
    for _ in 0..ROUNDS {
        let mut changed = false;
        for (equation, total) in equations {
            let (mut product, mut square) = (0_i128, 0_i128);
            for (variable, times) in equation {
                let own = sum.get(variable).copied().unwrap_or(0);
                product = product.checked_add(own.checked_mul(*times)?)?;
                square = square.checked_add(times.checked_mul(*times)?)?;
            }
            let share = nearest_div(product, square)?;
            if share != 0 {
                changed = true;
                below = below.checked_sub(total.checked_mul(share)?)?;
                for (variable, times) in equation {
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

#[cfg(test)]
mod tests {
    use super::super::range::Range;
    use super::super::rational::Rational;
    use super::*;

    #[test]
    fn a_point_between_whole_numbers_has_a_sum_that_is_a_fraction() {
        // 3x + 2y = 4 and 5x - 2y = 3: x = 7/8, y = 11/16.
        let sums = [vec![(0, 3), (1, 2)], vec![(0, 5), (1, -2)]];
        let mut tableau = Tableau::new(vec![Range::default(); 2]);
        for form in &sums {
            tableau.define(form).unwrap();
        }
        tableau.trade(0, 0, Rational::whole(4)).unwrap();
        tableau.trade(1, 1, Rational::whole(3)).unwrap();
        let (form, below) = fractional_sum(&tableau, 2, &sums).unwrap();
        let sixteenths: i128 = form.iter().map(|(at, times)| [14, 11][*at] * times).sum();
        assert!(sixteenths % 16 != 0);
        assert_eq!(below, sixteenths.div_euclid(16));
    }

    #[test]
    fn a_whole_point_has_none() {
        let mut tableau = Tableau::new(vec![Range::default(); 2]);
        let sums = [vec![(0, 3), (1, 2)]];
        tableau.define(&sums[0]).unwrap();
        assert_eq!(fractional_sum(&tableau, 2, &sums), None);
    }

    #[test]
    fn sums_are_shortened_by_equations_and_keep_their_fraction() {
        // 5x + 7y = 2 + a half, where 5x + 6y = 1: y = 1 + a half.
        let equation = (vec![(0, 5), (1, 6)], 1);
        let found = shortened(vec![(0, 5), (1, 7)], 2, &[&equation]);
        assert_eq!(found, Some((vec![(1, 1)], 1)));
    }
}
