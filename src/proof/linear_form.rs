//! Sums of ordered things with exact coefficients, as conditions compare them.

use std::collections::BTreeMap;

use super::orders::OrderedId;
use crate::value::Number;

/// `(Σ coefficient·thing + plus) / over`, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinearForm {
    /// The things with their coefficients, none of which is 0.
    pub(super) terms: BTreeMap<OrderedId, i128>,
    pub(super) plus: i128,
    /// Above 0.
    pub(super) over: i128,
}

impl LinearForm {
    /// The same for every lead.
    pub(super) fn constant(plus: i128, over: i128) -> LinearForm {
        LinearForm {
            terms: BTreeMap::new(),
            plus,
            over,
        }
    }

    /// A number.
    pub(super) fn number(number: Number) -> LinearForm {
        let (plus, over) = number.fraction();
        LinearForm::constant(plus, over)
    }

    /// One thing, so many of whose units are one.
    pub(super) fn thing(id: OrderedId, units_of_one: i128) -> LinearForm {
        LinearForm {
            terms: BTreeMap::from([(id, 1)]),
            plus: 0,
            over: units_of_one,
        }
    }

    /// The sum; `None` where it leaves the range of exact numbers, as everywhere here.
    pub(super) fn plus(&self, other: &LinearForm) -> Option<LinearForm> {
        let common = gcd(self.over, other.over);
        let (mine, its) = (other.over / common, self.over / common);
        let mut terms = BTreeMap::new();
        for (id, coefficient) in &self.terms {
            terms.insert(*id, coefficient.checked_mul(mine)?);
        }
        for (id, coefficient) in &other.terms {
            let term = terms.entry(*id).or_insert(0_i128);
            *term = term.checked_add(coefficient.checked_mul(its)?)?;
        }
        terms.retain(|_, coefficient| *coefficient != 0);
        let plus = self
            .plus
            .checked_mul(mine)?
            .checked_add(other.plus.checked_mul(its)?)?;
        let over = self.over.checked_mul(mine)?;
        Some(LinearForm { terms, plus, over })
    }

    /// A fraction of it, whose lower part is above 0.
    pub(super) fn times(&self, above: i128, below: i128) -> Option<LinearForm> {
        let mut terms = BTreeMap::new();
        for (id, coefficient) in &self.terms {
            let scaled = coefficient.checked_mul(above)?;
            if scaled != 0 {
                terms.insert(*id, scaled);
            }
        }
        let plus = self.plus.checked_mul(above)?;
        let over = self.over.checked_mul(below)?;
        LinearForm { terms, plus, over }.lowest()
    }

    /// This less another.
    pub(super) fn minus(&self, other: &LinearForm) -> Option<LinearForm> {
        self.plus(&other.times(-1, 1)?)
    }

    fn lowest(mut self) -> Option<LinearForm> {
        let mut common = gcd(self.over, self.plus);
        for coefficient in self.terms.values() {
            common = gcd(common, *coefficient);
        }
        if common > 1 {
            self.terms.values_mut().for_each(|it| *it /= common);
            self.plus /= common;
            self.over /= common;
        }
        Some(self)
    }
}

/// The largest common divisor; of nothing but 0 it is 1.
pub(super) fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a.max(1)).unwrap_or(1)
}

/// Rounded towards minus infinity; `by` is above 0.
pub(super) fn floor_div(value: i128, by: i128) -> i128 {
    value.div_euclid(by)
}

/// Rounded towards plus infinity; `by` is above 0.
pub(super) fn ceil_div(value: i128, by: i128) -> i128 {
    let down = value.div_euclid(by);
    if down * by == value { down } else { down + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let half = LinearForm::thing(0, 2);
        let third = LinearForm::thing(1, 3);
        let sum = half.plus(&third).unwrap();
        assert_eq!((sum.terms[&0], sum.terms[&1], sum.over), (3, 2, 6));
        let nothing = half.minus(&half).unwrap();
        assert!(nothing.terms.is_empty());
        let scaled = half.times(-3, 10).unwrap();
        assert_eq!((scaled.terms[&0], scaled.over), (-3, 20));
    }

    #[test]
    fn quotients_round_down_and_up() {
        for (value, by, down, up) in [(7, 2, 3, 4), (-7, 2, -4, -3), (6, 2, 3, 3)] {
            assert_eq!((floor_div(value, by), ceil_div(value, by)), (down, up));
        }
    }
}
