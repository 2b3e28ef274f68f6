//! Constraints brought to one form, so that all that bound the same sum meet at the same place.

use super::Constraint;
use super::integers::{ceil_div, common_divisor};

/// A sum of multiples of variables: by rising variable, no multiple 0, no common divisor but 1,
/// the first multiple above 0.
pub(super) type Form = Vec<(usize, i128)>;

/// What a constraint says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// Nothing: it holds for all values.
    Always,
    /// It holds for no values.
    Never,
    /// The sum is this or more.
    AtLeast(Form, i128),
    /// The sum is this or less.
    AtMost(Form, i128),
}

impl Constraint {
    /// What the constraint says; `None` on overflow.
    ///
    /// Divided by what its multiples have in common, and the bound rounded inwards, which loses no
    /// whole-numbered solution: `4x + 6y >= 3` is `2x + 3y >= 2`.
    pub(super) fn meaning(&self) -> Option<Meaning> {
        let mut terms = merged(&self.terms)?;
        let divisor = (terms.iter()).try_fold(0, |sum, (_, times)| common_divisor(sum, *times))?;
        let Some((_, first)) = terms.first().copied() else {
            let holds = self.at_least <= 0;
            return Some(if holds {
                Meaning::Always
            } else {
                Meaning::Never
            });
        };
        let upside_down = first < 0;
        for (_, times) in &mut terms {
            *times = times.checked_div(divisor)?;
            if upside_down {
                *times = times.checked_neg()?;
            }
        }
        let bound = ceil_div(self.at_least, divisor)?;
        Some(if upside_down {
            Meaning::AtMost(terms, bound.checked_neg()?)
        } else {
            Meaning::AtLeast(terms, bound)
        })
    }
}

/// The terms by rising variable, those of one variable added up, without those that are 0.
fn merged(terms: &[(usize, i128)]) -> Option<Form> {
    let mut sorted = terms.to_vec();
    sorted.sort_by_key(|(variable, _)| *variable);
    let mut merged: Form = Vec::with_capacity(sorted.len());
    for (variable, times) in sorted {
        match merged.last_mut() {
            Some((last, sum)) if *last == variable => *sum = sum.checked_add(times)?,
            _ => merged.push((variable, times)),
        }
    }
    merged.retain(|(_, times)| *times != 0);
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(terms: &[(usize, i128)], at_least: i128) -> Option<Meaning> {
        let terms = terms.to_vec();
        Constraint { terms, at_least }.meaning()
    }

    #[test]
    fn bounds_are_rounded_inwards() {
        for (times, at_least, expected) in [
            (3, 7, Meaning::AtLeast(vec![(0, 1)], 3)),
            (3, -7, Meaning::AtLeast(vec![(0, 1)], -2)),
            (-3, 7, Meaning::AtMost(vec![(0, 1)], -3)),
            (-3, -7, Meaning::AtMost(vec![(0, 1)], 2)),
        ] {
            assert_eq!(meaning(&[(0, times)], at_least), Some(expected));
        }
    }

    #[test]
    fn one_sum_has_one_form() {
        let form = vec![(1, 2), (4, -3)];
        let at_least = Some(Meaning::AtLeast(form.clone(), 2));
        assert_eq!(meaning(&[(4, -6), (1, 4)], 3), at_least);
        assert_eq!(meaning(&[(4, 1), (1, 2), (4, -4), (2, 0)], 2), at_least);
        let at_most = Some(Meaning::AtMost(form, -2));
        assert_eq!(meaning(&[(1, -4), (4, 6)], 3), at_most);
    }

    #[test]
    fn constraints_without_variables_are_settled() {
        assert_eq!(meaning(&[], 0), Some(Meaning::Always));
        assert_eq!(meaning(&[(3, 1), (3, -1)], 1), Some(Meaning::Never));
    }

    #[test]
    fn overflow_is_none() {
        assert_eq!(meaning(&[(0, i128::MAX), (0, 1)], 0), None);
        assert_eq!(meaning(&[(0, i128::MIN)], 0), None);
        assert_eq!(meaning(&[(0, -1)], i128::MIN), None);
    }
}
