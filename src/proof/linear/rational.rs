//! Exact fractions of `i128`: every operation is exact, or `None`.

use std::cmp::Ordering;

use super::integers::{common_divisor, floor_div};

/// A fraction in lowest terms, its denominator above zero: one value has one form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    /// Nothing.
    pub(super) const ZERO: Rational = Rational::whole(0);

    /// A whole number.
    pub(super) const fn whole(value: i128) -> Rational {
        Rational {
            numerator: value,
            denominator: 1,
        }
    }

    /// Whether it is nothing.
    pub(super) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Whether it is above zero.
    pub(super) fn is_positive(self) -> bool {
        self.numerator > 0
    }

    /// The value as a whole number, where it is one.
    pub(super) fn to_whole(self) -> Option<i128> {
        (self.denominator == 1).then_some(self.numerator)
    }

    /// The greatest whole number that is not above it.
    pub(super) fn floor(self) -> Option<i128> {
        floor_div(self.numerator, self.denominator)
    }

    /// The sum.
    pub(super) fn add(self, other: Rational) -> Option<Rational> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Rational::whole(
                self.numerator.checked_add(other.numerator)?,
            ));
        }
        // Over the least common denominator, so that nothing grows that need not.
        let shared = common_divisor(self.denominator, other.denominator)?;
        let own = self.denominator.checked_div(shared)?;
        let others = other.denominator.checked_div(shared)?;
        let left = self.numerator.checked_mul(others)?;
        let right = other.numerator.checked_mul(own)?;
        let numerator = left.checked_add(right)?;
        let again = common_divisor(numerator, shared)?;
        Some(Rational {
            numerator: numerator.checked_div(again)?,
            denominator: own.checked_mul(other.denominator.checked_div(again)?)?,
        })
    }

    /// The difference.
    pub(super) fn sub(self, other: Rational) -> Option<Rational> {
        self.add(other.negated()?)
    }

    /// The number with the other sign.
    pub(super) fn negated(self) -> Option<Rational> {
        Some(Rational {
            numerator: self.numerator.checked_neg()?,
            denominator: self.denominator,
        })
    }

    /// The product.
    pub(super) fn mul(self, other: Rational) -> Option<Rational> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Rational::whole(
                self.numerator.checked_mul(other.numerator)?,
            ));
        }
        // Shortened crosswise first: what is left has no common divisor.
        let one = common_divisor(self.numerator, other.denominator)?;
        let another = common_divisor(other.numerator, self.denominator)?;
        let numerator = (self.numerator.checked_div(one)?)
            .checked_mul(other.numerator.checked_div(another)?)?;
        let denominator = (self.denominator.checked_div(another)?)
            .checked_mul(other.denominator.checked_div(one)?)?;
        Some(Rational {
            numerator,
            denominator,
        })
    }

    /// One divided by it; `None` for nothing.
    pub(super) fn inverse(self) -> Option<Rational> {
        match self.numerator.cmp(&0) {
            Ordering::Equal => None,
            Ordering::Greater => Some(Rational {
                numerator: self.denominator,
                denominator: self.numerator,
            }),
            Ordering::Less => Some(Rational {
                numerator: self.denominator.checked_neg()?,
                denominator: self.numerator.checked_neg()?,
            }),
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Rational) -> Ordering {
        let (mut one, mut another) = (*self, *other);
        // Whole parts decide, else the rests, turned upside down: nothing is multiplied, so
        // nothing overflows. Ends as the search for a common divisor does.
        loop {
            let whole = one.numerator.div_euclid(one.denominator);
            let order = whole.cmp(&another.numerator.div_euclid(another.denominator));
            if order != Ordering::Equal {
                return order;
            }
            let rest = one.numerator.rem_euclid(one.denominator);
            let other_rest = another.numerator.rem_euclid(another.denominator);
            if rest == 0 || other_rest == 0 {
                return rest.cmp(&other_rest);
            }
            let upside_down = Rational {
                numerator: another.denominator,
                denominator: other_rest,
            };
            another = Rational {
                numerator: one.denominator,
                denominator: rest,
            };
            one = upside_down;
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numerator: i128, denominator: i128) -> Rational {
        let whole = Rational::whole(denominator).inverse().unwrap();
        Rational::whole(numerator).mul(whole).unwrap()
    }

    #[test]
    fn arithmetic_agrees_with_fractions_over_one_denominator() {
        let small = || (-6..=6).flat_map(|n| [1, 2, 3, 4, 6].map(|d| (n, d)));
        for (a, b) in small() {
            for (c, d) in small() {
                let (one, another) = (of(a, b), of(c, d));
                assert_eq!(one.add(another), Some(of(a * d + c * b, b * d)));
                assert_eq!(one.sub(another), Some(of(a * d - c * b, b * d)));
                assert_eq!(one.mul(another), Some(of(a * c, b * d)));
                assert_eq!(one.cmp(&another), (a * d).cmp(&(c * b)));
                assert_eq!(one == another, a * d == c * b);
            }
            assert_eq!(of(a, b).floor(), Some(a.div_euclid(b)));
            assert_eq!(of(a, b).to_whole(), (a % b == 0).then_some(a / b));
        }
    }

    #[test]
    fn overflow_is_none_and_never_wraps() {
        let most = Rational::whole(i128::MAX);
        let least = Rational::whole(i128::MIN);
        assert_eq!(most.add(Rational::whole(1)), None);
        assert_eq!(least.negated(), None);
        assert_eq!(least.inverse(), None);
        assert_eq!(most.mul(of(1, i128::MAX)), Some(Rational::whole(1)));
        assert_eq!(of(1, i128::MAX).add(of(1, i128::MAX - 1)), None);
        assert_eq!(Rational::ZERO.inverse(), None);
    }

    #[test]
    fn comparing_never_overflows() {
        let ascending = [
            Rational::whole(i128::MIN),
            of(-1, i128::MAX),
            Rational::ZERO,
            of(1, i128::MAX),
            of(1, i128::MAX - 1),
            of(i128::MAX - 2, i128::MAX - 1),
            of(i128::MAX - 1, i128::MAX),
            Rational::whole(1),
            Rational::whole(i128::MAX),
        ];
        for (i, one) in ascending.iter().enumerate() {
            for (j, another) in ascending.iter().enumerate() {
                assert_eq!(one.cmp(another), i.cmp(&j), "{one:?} and {another:?}");
            }
        }
    }
}
