//! Equations over whole numbers: whether they can all hold, regardless of bounds.
//!
//! Variables are replaced by coordinates: whole-numbered sums of the variables, such that the
//! variables are whole-numbered sums of the coordinates too. Each equation fixes one coordinate.
//! One that would fix it at a fraction cannot hold, and the sum that would be a fraction is what
//! a search can split on: it is below, or above.

use std::collections::BTreeSet;

use super::form::Form;
use super::integers::{common_divisor, floor_div, nearest_div};

/// A sum of variables that would be a fraction, or that two equations give two values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Contradiction {
    /// The sum, by rising variable, none where two values are the reason.
    pub(super) form: Form,
    /// The greatest whole number below the value that the sum would have.
    pub(super) below: i128,
    /// The numbers of the equations that lead to it, counted from 0 as they were added.
    pub(super) equations: BTreeSet<usize>,
}

/// The whole-numbered points on which the equations so far hold.
pub(super) struct Lattice {
    coordinates: Vec<Coordinate>,
    equations: usize,
}

/// One coordinate.
struct Coordinate {
    /// How many of each variable one of the coordinate makes.
    makes: Vec<i128>,
    /// How many of each variable add up to the coordinate.
    sum: Vec<i128>,
    /// The value, where an equation has fixed it, and the equations that did.
    fixed: Option<(i128, BTreeSet<usize>)>,
}

impl Lattice {
    /// All points of so many variables.
    pub(super) fn new(variables: usize) -> Lattice {
        let unit = |at: usize| (0..variables).map(|i| i128::from(i == at)).collect();
        let coordinates = (0..variables).map(|at| Coordinate {
            makes: unit(at),
            sum: unit(at),
            fixed: None,
        });
        Lattice {
            coordinates: coordinates.collect(),
            equations: 0,
        }
    }

    /// Adds the equation that the terms add up to the total: `Err` where it cannot hold together
    /// with those before; `None` on overflow, and for a variable that is none.
    pub(super) fn equate(
        &mut self,
        terms: &[(usize, i128)],
        total: i128,
    ) -> Option<Result<(), Contradiction>> {
        let mut equations = BTreeSet::from([self.equations]);
        self.equations = self.equations.checked_add(1)?;
        let mut rest = total;
        let mut free = Vec::new();
        for (at, coordinate) in self.coordinates.iter().enumerate() {
            let times = coordinate.times_in(terms)?;
            match &coordinate.fixed {
                _ if times == 0 => {}
                Some((value, reasons)) => {
                    rest = rest.checked_sub(times.checked_mul(*value)?)?;
                    equations.extend(reasons);
                }
                None => free.push((at, times)),
            }
        }
        let divisor = (free.iter()).try_fold(0, |sum, (_, times)| common_divisor(sum, *times))?;
        if divisor == 0 || rest.checked_rem(divisor)? != 0 {
            let possible = divisor == 0 && rest == 0;
            return Some(if possible {
                Ok(())
            } else {
                Err(self.contradiction(&free, divisor, rest, equations)?)
            });
        }
        let (at, times) = self.gather(free)?;
        let value = rest.checked_div(times)?;
        self.coordinates.get_mut(at)?.fixed = Some((value, equations));
        Some(Ok(()))
    }

    /// The sum of variables that the rest is a fraction of.
    fn contradiction(
        &self,
        free: &[(usize, i128)],
        divisor: i128,
        rest: i128,
        equations: BTreeSet<usize>,
    ) -> Option<Contradiction> {
        let mut sum = vec![0_i128; self.coordinates.len()];
        for (at, times) in free {
            let share = times.checked_div(divisor)?;
            add_times(&mut sum, &self.coordinates.get(*at)?.sum, share)?;
        }
        let form = sum.into_iter().enumerate().filter(|(_, times)| *times != 0);
        Some(Contradiction {
            form: form.collect(),
            below: floor_div(rest, divisor.max(1))?,
            equations,
        })
    }

    /// Changes coordinates so that of the free ones in an equation only one is left, whose multiple
    /// is what theirs had in common.
    fn gather(&mut self, mut free: Vec<(usize, i128)>) -> Option<(usize, i128)> {
        loop {
            let least = *free.iter().min_by_key(|(_, times)| times.unsigned_abs())?;
            if free.len() == 1 {
                return Some(least);
            }
            let (at, divisor) = least;
            for (other, times) in &mut free {
                if *other != at {
                    let share = nearest_div(*times, divisor)?;
                    self.shift(at, *other, share)?;
                    *times = times.checked_sub(share.checked_mul(divisor)?)?;
                }
            }
            free.retain(|(_, times)| *times != 0);
        }
    }

    /// Adds so many times coordinate `other` to coordinate `at`, keeping all points.
    fn shift(&mut self, at: usize, other: usize, times: i128) -> Option<()> {
        let taken = self.coordinates.get(at)?.makes.clone();
        let moved = self.coordinates.get_mut(other)?;
        add_times(&mut moved.makes, &taken, times.checked_neg()?)?;
        let sum = moved.sum.clone();
        add_times(&mut self.coordinates.get_mut(at)?.sum, &sum, times)
    }
}

impl Coordinate {
    /// How much the terms grow with the coordinate.
    fn times_in(&self, terms: &[(usize, i128)]) -> Option<i128> {
        terms.iter().try_fold(0_i128, |sum, (variable, times)| {
            let made = self.makes.get(*variable)?;
            sum.checked_add(made.checked_mul(*times)?)
        })
    }
}

/// Adds so many times the one list to the other.
fn add_times(to: &mut [i128], other: &[i128], times: i128) -> Option<()> {
    for (value, change) in to.iter_mut().zip(other) {
        *value = value.checked_add(change.checked_mul(times)?)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Equation<'a> = (&'a [(usize, i128)], i128);

    fn first_contradiction(equations: &[Equation<'_>]) -> Option<Contradiction> {
        let mut lattice = Lattice::new(4);
        let add = |(terms, total): &Equation<'_>| lattice.equate(terms, *total).unwrap().err();
        equations.iter().find_map(add)
    }

    #[test]
    fn a_sum_of_even_numbers_is_not_odd() {
        let found = first_contradiction(&[(&[(0, 2), (1, -2)], 1)]).unwrap();
        assert_eq!(found.form, vec![(0, 1), (1, -1)]);
        assert_eq!((found.below, found.equations), (0, [0].into()));
    }

    #[test]
    fn equations_contradict_each_other_only_together() {
        // x + y = 2z and x - y = 2w + 1: the sum and the difference are even or odd together.
        let sum: Equation<'_> = (&[(0, 1), (1, 1), (2, -2)], 0);
        let unrelated: Equation<'_> = (&[(3, 1)], 17);
        let difference: Equation<'_> = (&[(0, 1), (1, -1)], 1);
        assert_eq!(first_contradiction(&[sum, unrelated]), None);
        assert_eq!(first_contradiction(&[unrelated, difference]), None);
        let found = first_contradiction(&[sum, unrelated, difference]).unwrap();
        assert_eq!(found.equations, [0, 2].into());
    }

    #[test]
    fn two_values_of_one_sum_are_a_contradiction_without_a_form() {
        let one: Equation<'_> = (&[(0, 1), (1, 1)], 3);
        let another: Equation<'_> = (&[(0, 2), (1, 2)], 8);
        let found = first_contradiction(&[one, another]).unwrap();
        assert!(found.form.is_empty());
        assert_eq!(first_contradiction(&[one, (&[(0, 2), (1, 2)], 6)]), None);
    }

    #[test]
    fn the_named_sum_is_a_fraction_wherever_the_equations_hold() {
        // 3x + 5y = 1, 7x - 2z = 4, x + y + z = 4 meet in one point, which is not whole.
        let equations: [Equation<'_>; 3] = [
            (&[(0, 3), (1, 5)], 1),
            (&[(0, 7), (2, -2)], 4),
            (&[(0, 1), (1, 1), (2, 1)], 4),
        ];
        let found = first_contradiction(&equations).unwrap();
        // x = 58/39, y = -27/39, z = 125/39.
        let point = [58, -27, 125];
        let total: i128 = found
            .form
            .iter()
            .map(|(at, times)| point[*at] * times)
            .sum();
        assert!(total % 39 != 0);
        assert_eq!(found.below, total.div_euclid(39));
    }

    #[test]
    fn overflow_and_unknown_variables_are_none() {
        let mut lattice = Lattice::new(1);
        assert_eq!(lattice.equate(&[(1, 1)], 0), None);
        assert_eq!(lattice.equate(&[(0, i128::MIN), (0, -1)], 0), None);
    }
}
