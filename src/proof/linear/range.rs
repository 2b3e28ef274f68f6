//! The values that bounds leave to one variable, each bound with the reason for it.

use std::collections::BTreeSet;

/// Numbers of constraints, or of assumptions that a search made; together they cannot hold.
pub(super) type Reasons = BTreeSet<usize>;

/// Which end of a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Lower,
    Upper,
}

/// A whole number that a variable does not pass, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Bound {
    pub(super) value: i128,
    pub(super) reason: usize,
}

/// The values between two bounds, both included; a missing bound is none.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Range {
    pub(super) lower: Option<Bound>,
    pub(super) upper: Option<Bound>,
}

impl Range {
    /// Takes a bound where it says more than the one there; says whether it did.
    pub(super) fn tighten(&mut self, end: End, bound: Bound) -> bool {
        let tighter = match end {
            End::Lower => self.lower.is_none_or(|old| bound.value > old.value),
            End::Upper => self.upper.is_none_or(|old| bound.value < old.value),
        };
        if tighter {
            match end {
                End::Lower => self.lower = Some(bound),
                End::Upper => self.upper = Some(bound),
            }
        }
        tighter
    }

    /// Why no value is left, where none is.
    pub(super) fn clash(&self) -> Option<Reasons> {
        let (lower, upper) = (self.lower?, self.upper?);
        (lower.value > upper.value).then(|| [lower.reason, upper.reason].into())
    }

    /// The only value, where there is one, and the reasons for it.
    pub(super) fn only(&self) -> Option<(i128, Reasons)> {
        let (lower, upper) = (self.lower?, self.upper?);
        (lower.value == upper.value).then(|| (lower.value, [lower.reason, upper.reason].into()))
    }

    /// How far apart the bounds are; the most there is where one is missing.
    pub(super) fn width(&self) -> i128 {
        let bounds = self.lower.zip(self.upper);
        let width = bounds.and_then(|(lower, upper)| upper.value.checked_sub(lower.value));
        width.unwrap_or(i128::MAX)
    }

    /// The value of the range that is nearest to zero: people read these values.
    pub(super) fn plainest(&self) -> i128 {
        let least = self.lower.map_or(0, |bound| bound.value.max(0));
        self.upper.map_or(least, |bound| bound.value.min(least))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(lower: Option<i128>, upper: Option<i128>) -> Range {
        let mut range = Range::default();
        for (end, value, reason) in [(End::Lower, lower, 7), (End::Upper, upper, 8)] {
            if let Some(value) = value {
                assert!(range.tighten(end, Bound { value, reason }));
            }
        }
        range
    }

    #[test]
    fn the_tightest_bound_stays_and_of_equal_ones_the_first() {
        let mut kept = range(Some(2), Some(5));
        for (end, value, taken) in [
            (End::Lower, 2, false),
            (End::Lower, 3, true),
            (End::Upper, 6, false),
            (End::Upper, 3, true),
        ] {
            assert_eq!(kept.tighten(end, Bound { value, reason: 9 }), taken);
        }
        assert_eq!(kept.only(), Some((3, [9].into())));
        assert_eq!(kept.clash(), None);
    }

    #[test]
    fn an_empty_range_says_why() {
        assert_eq!(range(Some(1), Some(0)).clash(), Some([7, 8].into()));
        assert_eq!(range(Some(1), None).clash(), None);
    }

    #[test]
    fn the_plainest_value_is_nearest_to_zero() {
        for (lower, upper, plainest) in [
            (None, None, 0),
            (Some(5), None, 5),
            (Some(-5), None, 0),
            (None, Some(-3), -3),
            (None, Some(3), 0),
            (Some(-9), Some(-2), -2),
            (Some(4), Some(8), 4),
        ] {
            assert_eq!(range(lower, upper).plainest(), plainest);
        }
    }
}
