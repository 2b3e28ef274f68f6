//! Whole-number arithmetic that the standard library lacks; `None` is overflow throughout.

/// The greatest common divisor, never below zero; that of nothing and nothing is 0.
///
/// `None` where it does not fit, which is so of the least `i128` alone.
pub(super) fn common_divisor(one: i128, another: i128) -> Option<i128> {
    let (mut one, mut another) = (one.unsigned_abs(), another.unsigned_abs());
    while another != 0 {
        // Division of 128 bits is slow, and most numbers here are short.
        if let (Ok(short_one), Ok(short_another)) = (u64::try_from(one), u64::try_from(another)) {
            return Some(i128::from(short_divisor(short_one, short_another)));
        }
        (one, another) = (another, one.checked_rem(another)?);
    }
    i128::try_from(one).ok()
}

/// The same, of short numbers.
fn short_divisor(mut one: u64, mut another: u64) -> u64 {
    while let Some(rest) = one.checked_rem(another) {
        (one, another) = (another, rest);
    }
    one
}

/// The quotient rounded towards minus infinity; `None` also for a divisor of 0.
pub(super) fn floor_div(dividend: i128, divisor: i128) -> Option<i128> {
    let quotient = dividend.checked_div(divisor)?;
    let rest = dividend.checked_rem(divisor)?;
    if rest != 0 && (rest < 0) != (divisor < 0) {
        quotient.checked_sub(1)
    } else {
        Some(quotient)
    }
}

/// The quotient rounded towards plus infinity; `None` also for a divisor of 0.
pub(super) fn ceil_div(dividend: i128, divisor: i128) -> Option<i128> {
    let floor = floor_div(dividend, divisor)?;
    if dividend.checked_rem(divisor)? == 0 {
        Some(floor)
    } else {
        floor.checked_add(1)
    }
}

/// The quotient rounded to a nearest whole number; `None` also for a divisor of 0.
pub(super) fn nearest_div(dividend: i128, divisor: i128) -> Option<i128> {
    let floor = floor_div(dividend, divisor)?;
    let rest = dividend.checked_sub(floor.checked_mul(divisor)?)?;
    let over = rest.unsigned_abs() > divisor.unsigned_abs() / 2;
    floor.checked_add(i128::from(over))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisors_are_found_at_any_length() {
        for (one, another, divisor) in [
            (0, 0, Some(0)),
            (0, -5, Some(5)),
            (12, -18, Some(6)),
            (i128::MAX, i128::MAX, Some(i128::MAX)),
            (i128::MAX, 2, Some(1)),
            (10_i128.pow(38), 10_i128.pow(24) * 3, Some(10_i128.pow(24))),
            (i128::MIN, 0, None),
            (i128::MIN, 6, Some(2)),
        ] {
            assert_eq!(common_divisor(one, another), divisor, "{one}, {another}");
            assert_eq!(common_divisor(another, one), divisor, "{another}, {one}");
        }
    }

    #[test]
    fn quotients_are_rounded_down_and_up() {
        for (dividend, divisor, floor, ceil) in [
            (7, 2, Some(3), Some(4)),
            (-7, 2, Some(-4), Some(-3)),
            (7, -2, Some(-4), Some(-3)),
            (-7, -2, Some(3), Some(4)),
            (6, -3, Some(-2), Some(-2)),
            (0, 5, Some(0), Some(0)),
            (5, 0, None, None),
            (i128::MIN, -1, None, None),
        ] {
            assert_eq!(
                floor_div(dividend, divisor),
                floor,
                "{dividend} / {divisor}"
            );
            assert_eq!(ceil_div(dividend, divisor), ceil, "{dividend} / {divisor}");
        }
    }
}
