//! The simplex method over exact fractions, without anything to optimise: do values exist within
//! all bounds, and if not, which bounds exclude each other?
//!
//! After Dutertre and de Moura, "A fast linear-arithmetic solver for DPLL(T)". Each sum gets a
//! variable of its own, so that every constraint is a bound of one variable. Some variables, one a
//! row, are reckoned from the others, the free ones. Free variables are always within their
//! bounds; a row whose variable is not gets changed places with a free one, until none is left or a
//! row shows why none can be.

use super::form::Form;
use super::range::{Bound, End, Range, Reasons};
use super::rational::Rational;

/// Variables with their ranges and values, and the rows that tie them.
#[derive(Clone)]
pub(super) struct Tableau {
    ranges: Vec<Range>,
    values: Vec<Rational>,
    /// The free variables that rows speak of.
    columns: Vec<usize>,
    rows: Vec<Row>,
}

/// A variable that is the sum of multiples of the free ones, in the order of the columns.
#[derive(Clone)]
struct Row {
    variable: usize,
    multiples: Vec<Rational>,
}

/// A row whose variable is out of its range, and where it has to go.
struct Violation {
    row: usize,
    variable: usize,
    end: End,
    bound: Bound,
}

impl Tableau {
    /// Variables in these ranges, none of which may be empty; sums are added by [`Tableau::define`].
    pub(super) fn new(ranges: Vec<Range>) -> Tableau {
        let plainest = |range: &Range| Rational::whole(range.plainest());
        Tableau {
            values: ranges.iter().map(plainest).collect(),
            ranges,
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Adds a variable that is the sum; gives its number. `None` on overflow.
    pub(super) fn define(&mut self, form: &Form) -> Option<usize> {
        for (variable, _) in form {
            let known = self.columns.contains(variable)
                || self.rows.iter().any(|row| row.variable == *variable);
            if !known {
                self.columns.push(*variable);
                for row in &mut self.rows {
                    row.multiples.push(Rational::ZERO);
                }
            }
        }
        let mut multiples = vec![Rational::ZERO; self.columns.len()];
        let mut value = Rational::ZERO;
        for (variable, times) in form {
            let times = Rational::whole(*times);
            value = value.add(self.value(*variable)?.mul(times)?)?;
            if let Some(row) = self.rows.iter().find(|row| row.variable == *variable) {
                multiples = with_multiple(&multiples, &row.multiples, times)?;
            } else {
                let column = self.columns.iter().position(|column| column == variable)?;
                let multiple = multiples.get_mut(column)?;
                *multiple = multiple.add(times)?;
            }
        }
        let variable = self.values.len();
        self.values.push(value);
        self.ranges.push(Range::default());
        self.rows.push(Row {
            variable,
            multiples,
        });
        Some(variable)
    }

    /// The present value of a variable.
    pub(super) fn value(&self, variable: usize) -> Option<Rational> {
        self.values.get(variable).copied()
    }

    /// The bounds of a variable.
    pub(super) fn range(&self, variable: usize) -> Option<Range> {
        self.ranges.get(variable).copied()
    }

    /// The free variables.
    pub(super) fn free(&self) -> &[usize] {
        &self.columns
    }

    /// Adds a bound: `Err` with the reasons where it leaves no value; `None` on overflow.
    pub(super) fn tighten(
        &mut self,
        variable: usize,
        end: End,
        bound: Bound,
    ) -> Option<Result<(), Reasons>> {
        let range = self.ranges.get_mut(variable)?;
        let mut tightened = *range;
        if !tightened.tighten(end, bound) {
            return Some(Ok(()));
        }
        if let Some(reasons) = tightened.clash() {
            return Some(Err(reasons));
        }
        let target = Rational::whole(bound.value);
        let outside = is_beyond(self.value(variable)?, end, target);
        if let Some(column) = self.columns.iter().position(|column| *column == variable)
            && outside
        {
            self.shift(column, target.sub(self.value(variable)?)?)?;
        }
        *self.ranges.get_mut(variable)? = tightened;
        Some(Ok(()))
    }

    /// Puts back the wider range that a variable had before.
    pub(super) fn widen(&mut self, variable: usize, range: Range) {
        if let Some(place) = self.ranges.get_mut(variable) {
            *place = range;
        }
    }

    /// Brings all variables into their ranges, or gives the bounds that exclude each other.
    ///
    /// `None` on overflow, and where the steps, one for each change of places, run out; the values
    /// then still fit the rows, and the free ones their ranges.
    pub(super) fn settle(&mut self, steps: &mut u64) -> Option<Result<(), Reasons>> {
        while let Some(violation) = self.first_violation()? {
            let Some(column) = self.first_remedy(&violation)? else {
                return self.reasons(&violation).map(Err);
            };
            *steps = steps.checked_sub(1)?;
            self.move_to_bound(&violation, column)?;
        }
        Some(Ok(()))
    }

    /// Of the rows that are out of range that of the least variable, which with the least remedy
    /// is Bland's rule: no arrangement comes again.
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
            for (end, bound) in [(End::Lower, range.lower), (End::Upper, range.upper)] {
                if let Some(bound) = bound
                    && is_beyond(value, end, Rational::whole(bound.value))
                {
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

    /// The column of the least free variable that can move so that the violation lessens.
    fn first_remedy(&self, violation: &Violation) -> Option<Option<usize>> {
        let row = self.rows.get(violation.row)?;
        let mut least: Option<(usize, usize)> = None;
        for (column, (variable, multiple)) in self.columns.iter().zip(&row.multiples).enumerate() {
            if multiple.is_zero() || least.is_some_and(|(least, _)| least < *variable) {
                continue;
            }
            let (_, limit) = self.way(*variable, *multiple, violation.end)?;
            let value = self.value(*variable)?;
            if limit.is_none_or(|limit| Rational::whole(limit.value) != value) {
                least = Some((*variable, column));
            }
        }
        Some(least.map(|(_, column)| column))
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

    /// Moves the violated variable to its bound by moving a free one, and makes it free instead.
    fn move_to_bound(&mut self, violation: &Violation, column: usize) -> Option<()> {
        let row = self.rows.get(violation.row)?;
        let pivot = row.multiples.get(column)?.inverse()?;
        let missing =
            Rational::whole(violation.bound.value).sub(self.value(violation.variable)?)?;
        // Reckoned before anything is changed, so that overflow leaves all as it was.
        let mut turned = Vec::with_capacity(row.multiples.len());
        for (at, multiple) in row.multiples.iter().enumerate() {
            turned.push(if at == column {
                pivot
            } else {
                multiple.mul(pivot)?.negated()?
            });
        }
        let mut changed = vec![(violation.row, turned.clone())];
        for (at, other) in self.rows.iter().enumerate() {
            let times = *other.multiples.get(column)?;
            if at != violation.row && !times.is_zero() {
                let mut rest = other.multiples.clone();
                *rest.get_mut(column)? = Rational::ZERO;
                changed.push((at, with_multiple(&rest, &turned, times)?));
            }
        }
        self.shift(column, missing.mul(pivot)?)?;
        for (at, multiples) in changed {
            self.rows.get_mut(at)?.multiples = multiples;
        }
        let free = self.columns.get_mut(column)?;
        let row = self.rows.get_mut(violation.row)?;
        std::mem::swap(free, &mut row.variable);
        Some(())
    }

    /// Moves a free variable by so much, and all that depends on it.
    fn shift(&mut self, column: usize, by: Rational) -> Option<()> {
        let variable = *self.columns.get(column)?;
        let mut moved = vec![(variable, self.value(variable)?.add(by)?)];
        for row in &self.rows {
            let multiple = *row.multiples.get(column)?;
            if !multiple.is_zero() {
                let value = self.value(row.variable)?.add(multiple.mul(by)?)?;
                moved.push((row.variable, value));
            }
        }
        for (variable, value) in moved {
            *self.values.get_mut(variable)? = value;
        }
        Some(())
    }
}

/// Whether a value lies outside of a bound.
fn is_beyond(value: Rational, end: End, bound: Rational) -> bool {
    match end {
        End::Lower => value < bound,
        End::Upper => value > bound,
    }
}

/// The one list and so many times the other.
fn with_multiple(one: &[Rational], other: &[Rational], times: Rational) -> Option<Vec<Rational>> {
    let add = |(one, other): (&Rational, &Rational)| {
        if other.is_zero() {
            Some(*one)
        } else {
            one.add(other.mul(times)?)
        }
    };
    one.iter().zip(other).map(add).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Variables without bounds, and sums of them with a bound each, whose reason is its place.
    fn settled(
        variables: usize,
        sums: &[(&[(usize, i128)], End, i128)],
    ) -> (Tableau, Option<Result<(), Reasons>>) {
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
        tableau.widen(again, Range::default());
        assert_eq!(tableau.settle(&mut 100), Some(Ok(())));
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
