//! Plain values: those that a person would take for an example.

use super::field::MILLIONTHS;
use super::linear_form::ceil_div;
use super::orders::number_of_day;
use crate::model::Type;
use crate::value::{Date, Instant};

/// What lies beyond this is no number that people write.
const FAR: i128 = 1_000_000_000_000_000;
const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;

/// A plain value between two ends, which belong to it.
pub(super) fn plain(
    ty: Option<Type>,
    low: Option<i128>,
    high: Option<i128>,
    now: (Date, Instant),
) -> i128 {
    match ty {
        Some(Type::Date) => near(low, high, number_of_day(now.0), 10, &[]),
        Some(Type::Datetime) => near(
            low,
            high,
            now.1.as_nanosecond(),
            48 * HOUR,
            &[HOUR, MINUTE, SECOND],
        ),
        Some(Type::Number | Type::Money(_)) => {
            let whole_low = low.map(|low| ceil_div(low, MILLIONTHS));
            let whole_high = high.map(|high| high.div_euclid(MILLIONTHS));
            match whole_low
                .zip(whole_high)
                .is_none_or(|(low, high)| low <= high)
            {
                true => round(whole_low, whole_high) * MILLIONTHS,
                false => round(low, high),
            }
        }
        _ => round(low, high),
    }
}

/// A moment some time before now where that can be, else as far from the end that is in the way;
/// in whole units where that can be, the largest first.
fn near(low: Option<i128>, high: Option<i128>, now: i128, away: i128, units: &[i128]) -> i128 {
    let (low, high) = (low.unwrap_or(i128::MIN / 4), high.unwrap_or(i128::MAX / 4));
    let room = (high - low) / 2;
    let wished = now - away;
    let value = if wished < low {
        low + away.min(room)
    } else if wished > high {
        high - away.min(room)
    } else {
        wished
    };
    let evens = units.iter().flat_map(|unit| {
        let below = value.div_euclid(*unit) * unit;
        [below, below + unit]
    });
    let mut inside = evens.filter(|even| *even >= low && *even <= high);
    inside.next().unwrap_or(value)
}

/// The roundest number, and of those the one nearest to the middle.
fn round(low: Option<i128>, high: Option<i128>) -> i128 {
    let is_near = |end: &i128| end.abs() < FAR;
    let (low, high) = (low.filter(is_near), high.filter(is_near));
    let (low, high) = match (low, high) {
        (Some(low), Some(high)) => (low, high.min(low + room_at(low))),
        (Some(low), None) => (low, low + room_at(low)),
        // People count from one up.
        (None, Some(high)) if high > 0 => (1, high),
        (None, Some(high)) => (high - room_at(high), high),
        (None, None) => (0, 100),
    };
    let middle = low + (high - low) / 2;
    let mut step = 1_i128;
    let mut best = middle;
    while step <= (high - low).max(1) * 10 && step < FAR * FAR {
        let even = (middle + step / 2).div_euclid(step) * step;
        for candidate in [even, even - step] {
            // Nothing is round, but says little.
            if candidate != 0 && candidate >= low && candidate <= high {
                best = candidate;
                break;
            }
        }
        step *= 10;
    }
    best
}

/// How far beyond an end people look.
fn room_at(end: i128) -> i128 {
    (end.abs() * 2).max(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_round() {
        for (low, high, expected) in [
            (Some(1), Some(199), 10),
            (Some(200), None, 400),
            (Some(7), Some(7), 7),
            (None, Some(-1), -10),
            (None, Some(999), 500),
            (None, Some(1), 1),
            (None, None, 100),
            (Some(99), Some(101), 100),
        ] {
            let value = round(low, high);
            assert_eq!(value, expected, "{low:?}..{high:?}");
        }
    }
}
