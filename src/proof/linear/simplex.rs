//! The simplex method over exact fractions, without anything to optimise: do values exist within
//! all bounds, and if not, which bounds exclude each other?
//!
//! After Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)". A row whose variable
//! is out of its range changes places with a free variable, until none is left or a row shows why
//! none can be.

use super::range::{Bound, End, Reasons};
use super::rational::Rational;
use super::tableau::{Row, Tableau, is_beyond};

/// A row whose variable is out of its range, and where it has to go.
struct Violation {
    row: usize,
    variable: usize,
    end: End,
    bound: Bound,
}

impl Tableau {
    /// Brings all variables into their ranges, or gives the bounds that exclude each other.
    ///
    /// `None` on overflow, and where the steps, one for each change of places, run out; the values
    /// then still fit the rows, and the free ones their ranges.
    pub(super) fn settle(&mut self, steps: &mut u64) -> Option<Result<(), Reasons>> {
        // Bland's rule comes to an end always, but through long rows: it is for the rest that does
        // not come to an end soon.
        let mut before_bland = self.rows.len().saturating_add(self.columns.len());
        before_bland = before_bland.saturating_mul(2);
        while let Some(violation) = self.first_violation()? {
            let Some(column) = self.remedy(&violation, before_bland == 0)? else {
                return self.reasons(&violation).map(Err);
            };
            *steps = steps.checked_sub(1)?;
            before_bland = before_bland.saturating_sub(1);
            let bound = Rational::whole(violation.bound.value);
            self.trade(violation.row, column, bound)?;
        }
        Some(Ok(()))
    }

    /// Of the rows that are out of range that of the least variable, which with the remedy of
    /// the least is Bland's rule: no arrangement comes again.
    fn first_violation(&self) -> Option<Option<Violation>> {
        let mut first: Option<Violation> = None;
        for (at, row) in self.rows.iter().enumerate() {
            let variable = row.variable;
            if first
                .as_ref()
                .is_some_and(|first| first.variable < variable)
            {
                continue;
            }
            let value = self.value(variable)?;
            let range = self.range(variable)?;
            for (end, bound) in range.bounds() {
                if is_beyond(value, end, Rational::whole(bound.value)) {
                    first = Some(Violation {
                        row: at,
                        variable,
                        end,
                        bound,
                    });
                }
            }
        }
        Some(first)
    }

    /// The column of the best free variable that can move so that the violation lessens: by
    /// Bland's rule that of the least number, else the one that fewest rows depend on, which keeps
    /// rows and numbers short.
    fn remedy(&self, violation: &Violation, by_bland: bool) -> Option<Option<usize>> {
        let row = self.rows.get(violation.row)?;
        let mut best: Option<((usize, u32, usize), usize)> = None;
        for (column, (variable, multiple)) in self.columns.iter().zip(&row.multiples).enumerate() {
            if multiple.is_zero() {
                continue;
            }
            let (_, limit) = self.way(*variable, *multiple, violation.end)?;
            let value = self.value(*variable)?;
            if limit.is_some_and(|limit| Rational::whole(limit.value) == value) {
                continue;
            }
            let rank = if by_bland {
                (0, 0, *variable)
            } else {
                (self.dependents(column), multiple.length(), *variable)
            };
            if best.is_none_or(|(least, _)| rank < least) {
                best = Some((rank, column));
            }
        }
        Some(best.map(|(_, column)| column))
    }

    /// How many rows depend on the free variable of a column.
    fn dependents(&self, column: usize) -> usize {
        let depends = |row: &&Row| row.multiples.get(column).is_some_and(|it| !it.is_zero());
        self.rows.iter().filter(depends).count()
    }

    /// Which end a free variable moves to where it makes up for a violation, and its bound there.
    fn way(&self, variable: usize, multiple: Rational, end: End) -> Option<(End, Option<Bound>)> {
        let range = self.range(variable)?;
        let rises = multiple.is_positive() == (end == End::Lower);
        Some(if rises {
            (End::Upper, range.upper)
        } else {
            (End::Lower, range.lower)
        })
    }

    /// Why nothing makes up for the violation: all that could is at its bound.
    fn reasons(&self, violation: &Violation) -> Option<Reasons> {
        let row = self.rows.get(violation.row)?;
        let mut reasons = Reasons::from([violation.bound.reason]);
        for (variable, multiple) in self.columns.iter().zip(&row.multiples) {
            if !multiple.is_zero() {
                let (_, limit) = self.way(*variable, *multiple, violation.end)?;
                reasons.insert(limit?.reason);
            }
        }
        Some(reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::super::range::Range;
    use super::*;

    /// A sum and a bound of it.
    type Bounded<'a> = (&'a [(usize, i128)], End, i128);

    /// Variables without bounds, and sums of them with a bound each, whose reason is its place.
    fn settled(variables: usize, sums: &[Bounded<'_>]) -> (Tableau, Option<Result<(), Reasons>>) {
        let mut tableau = Tableau::new(vec![Range::default(); variables]);
        for (reason, (terms, end, value)) in sums.iter().enumerate() {
            let sum = tableau.define(&terms.to_vec()).unwrap();
            let bound = Bound {
                value: *value,
                reason,
            };
            assert_eq!(tableau.tighten(sum, *end, bound), Some(Ok(())));
        }
        let result = tableau.settle(&mut 100);
        (tableau, result)
    }

    #[test]
    fn values_come_into_their_ranges() {
        let (tableau, result) = settled(
            2,
            &[
                (&[(0, 1), (1, 1)], End::Lower, 7),
                (&[(0, 1), (1, -1)], End::Upper, -2),
            ],
        );
        assert_eq!(result, Some(Ok(())));
        let (x, y) = (tableau.value(0).unwrap(), tableau.value(1).unwrap());
        assert!(x.add(y).unwrap() >= Rational::whole(7));
        assert!(x.sub(y).unwrap() <= Rational::whole(-2));
    }

    #[test]
    fn a_conflict_names_the_bounds_in_it_alone() {
        let (_, result) = settled(
            3,
            &[
                (&[(0, 1), (1, -1)], End::Lower, 1),
                (&[(0, 1), (2, 5)], End::Upper, 9),
                (&[(1, 1), (2, -1)], End::Lower, 1),
                (&[(0, 1), (2, -1)], End::Upper, 1),
            ],
        );
        assert_eq!(result, Some(Err([0, 2, 3].into())));
    }

    #[test]
    fn a_sum_of_sums_is_reckoned_through_the_rows() {
        let (mut tableau, _) = settled(2, &[(&[(0, 1), (1, 1)], End::Lower, 4)]);
        let again = tableau.define(&vec![(0, 2), (1, 2)]).unwrap();
        assert!(tableau.value(again) >= Some(Rational::whole(8)));
        let bound = Bound {
            value: 7,
            reason: 5,
        };
        assert_eq!(tableau.tighten(again, End::Upper, bound), Some(Ok(())));
        assert_eq!(tableau.settle(&mut 100), Some(Err([0, 5].into())));
    }

    #[test]
    fn steps_run_out() {
        let mut tableau = Tableau::new(vec![Range::default(); 2]);
        let sum = tableau.define(&vec![(0, 1), (1, 1)]).unwrap();
        let bound = Bound {
            value: 1,
            reason: 0,
        };
        tableau.tighten(sum, End::Lower, bound).unwrap().unwrap();
        assert_eq!(tableau.settle(&mut 0), None);
        assert_eq!(tableau.settle(&mut 1), Some(Ok(())));
    }
}
