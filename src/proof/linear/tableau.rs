//! Variables tied by sums, each with its range and its present value.
//!
//! Each sum has a variable of its own, so that every constraint is a bound of one variable. Some
//! variables, one a row, are reckoned from the others, the free ones, which are always within their
//! bounds.

use super::form::Form;
use super::range::{Bound, End, Range, Reasons};
use super::rational::Rational;

/// Variables with their ranges and values, and the rows that tie them.
#[derive(Clone)]
pub(super) struct Tableau {
    pub(super) ranges: Vec<Range>,
    pub(super) values: Vec<Rational>,
    /// The free variables that rows speak of.
    pub(super) columns: Vec<usize>,
    pub(super) rows: Vec<Row>,
}

/// A variable that is the sum of multiples of the free ones, in the order of the columns.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) variable: usize,
    pub(super) multiples: Vec<Rational>,
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

    /// Moves the variable of a row to a value by moving a free one, and makes it free instead.
    pub(super) fn trade(&mut self, row: usize, column: usize, to: Rational) -> Option<()> {
        let leaving = self.rows.get(row)?;
        let pivot = leaving.multiples.get(column)?.inverse()?;
        let missing = to.sub(self.value(leaving.variable)?)?;
        // Reckoned before anything is changed, so that overflow leaves all as it was.
        let mut turned = Vec::with_capacity(leaving.multiples.len());
        for (at, multiple) in leaving.multiples.iter().enumerate() {
            turned.push(if at == column {
                pivot
            } else {
                multiple.mul(pivot)?.negated()?
            });
        }
        let mut changed = vec![(row, turned.clone())];
        for (at, other) in self.rows.iter().enumerate() {
            let times = *other.multiples.get(column)?;
            if at != row && !times.is_zero() {
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
        std::mem::swap(free, &mut self.rows.get_mut(row)?.variable);
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
pub(super) fn is_beyond(value: Rational, end: End, bound: Rational) -> bool {
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

    /// x and y without bounds, and their sum; x is at least 3.
    fn tableau() -> (Tableau, usize) {
        let mut tableau = Tableau::new(vec![Range::default(); 2]);
        let sum = tableau.define(&vec![(0, 1), (1, 2)]).unwrap();
        assert_eq!(tableau.tighten(0, End::Lower, bound(3)), Some(Ok(())));
        (tableau, sum)
    }

    fn bound(value: i128) -> Bound {
        Bound { value, reason: 7 }
    }

    #[test]
    fn a_free_variable_stays_within_its_bounds_and_moves_its_sums() {
        let (mut tableau, sum) = tableau();
        let three = Some(Rational::whole(3));
        assert_eq!((tableau.value(0), tableau.value(sum)), (three, three));
        assert_eq!(tableau.tighten(0, End::Lower, bound(1)), Some(Ok(())));
        assert_eq!(tableau.value(0), three);
        let clash = tableau.tighten(0, End::Upper, bound(2));
        assert_eq!(clash, Some(Err([7].into())));
        assert_eq!(tableau.range(0).unwrap().upper, None);
    }

    #[test]
    fn what_changes_places_keeps_the_sum() {
        let (mut tableau, sum) = tableau();
        tableau.trade(0, 1, Rational::whole(10)).unwrap();
        assert_eq!(tableau.free(), [0, sum]);
        assert_eq!(tableau.value(sum), Some(Rational::whole(10)));
        let half = Rational::whole(2).inverse().unwrap();
        let y = Rational::whole(7).mul(half);
        assert_eq!(tableau.value(1), y);
    }

    #[test]
    fn overflow_changes_nothing() {
        let (mut tableau, sum) = tableau();
        let long = tableau.define(&vec![(0, 1), (1, i128::MAX)]).unwrap();
        assert_eq!(tableau.trade(0, 1, Rational::whole(10)), None);
        assert_eq!(tableau.free(), [0, 1]);
        let three = Some(Rational::whole(3));
        assert_eq!((tableau.value(sum), tableau.value(long)), (three, three));
    }
}
