//! Calculations with constants. `None` is always the same: the result is beyond what a number, a
//! duration or a date can be, or is not exact.

use crate::syntax::ast::Sign;
use crate::value::{Duration, Number, Value};

/// The seconds of a calendar day.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// The sum, or the difference, of two constants of one kind, or of a date and a duration.
pub(super) fn add_values(left: &Value, sign: Sign, right: &Value) -> Option<Value> {
    let numbers = |a: Number, b: Number| match sign {
        Sign::Plus => a.checked_add(b),
        Sign::Minus => a.checked_sub(b),
    };
    let elapsed = |value: &Value| match value {
        Value::Duration(Duration::Elapsed { seconds }) => Some(*seconds),
        _ => None,
    };
    let signed = |seconds: i64| match sign {
        Sign::Plus => Some(seconds),
        Sign::Minus => seconds.checked_neg(),
    };
    let lasting = |seconds| Some(Value::Duration(Duration::Elapsed { seconds }));
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => numbers(*a, *b).map(Value::Number),
        (Value::Money(a), Value::Money(b)) => numbers(*a, *b).map(Value::Money),
        (Value::Date(a), Value::Date(b)) => lasting((*a - *b).get_days() as i64 * DAY),
        (Value::Datetime(a), Value::Datetime(b)) => {
            lasting(a.as_second().checked_sub(b.as_second())?)
        }
        (Value::Date(date), duration) => {
            let days = signed(elapsed(duration)?)? / DAY;
            let span = jiff::Span::new().try_days(days).ok()?;
            date.checked_add(span).ok().map(Value::Date)
        }
        (Value::Datetime(at), duration) => {
            let by = jiff::SignedDuration::from_secs(signed(elapsed(duration)?)?);
            at.checked_add(by).ok().map(Value::Datetime)
        }
        (a, b) => lasting(elapsed(a)?.checked_add(signed(elapsed(b)?)?)?),
    }
}

/// A number times a constant.
pub(super) fn scale_value(by: Number, value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => by.checked_mul(*number).map(Value::Number),
        Value::Money(number) => by.checked_mul(*number).map(Value::Money),
        Value::Duration(Duration::Elapsed { seconds }) => {
            let seconds = by.checked_mul(Number::from(*seconds))?.to_i64()?;
            Some(Value::Duration(Duration::Elapsed { seconds }))
        }
        _ => None,
    }
}

/// `number / by`, where that has at most six places.
pub(super) fn exact_quotient(number: Number, by: Number) -> Option<Number> {
    let (number, by) = match by.is_negative() {
        true => (number.checked_neg()?, by.checked_neg()?),
        false => (number, by),
    };
    let millionth = Number::parse("0.000001")?;
    let millionths = number.checked_mul(Number::from(1_000_000))?.floor_div(by)?;
    let quotient = millionths.checked_mul(millionth)?;
    (quotient.checked_mul(by)? == number).then_some(quotient)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn quotients_are_exact_or_none() {
        let quotient = |a, b| exact_quotient(number(a), number(b));
        assert_eq!(quotient("10", "4"), Some(number("2.5")));
        assert_eq!(quotient("9", "-3"), Some(number("-3")));
        assert_eq!(quotient("1", "3"), None);
        assert_eq!(quotient("1", "0.000001"), Some(number("1000000")));
    }

    #[test]
    fn dates_move_and_differ() {
        let day = |d| Value::Date(jiff::civil::date(2026, 3, d));
        let days = |n: i64| Value::Duration(Duration::Elapsed { seconds: n * DAY });
        assert_eq!(add_values(&day(9), Sign::Minus, &day(2)), Some(days(7)));
        assert_eq!(add_values(&day(9), Sign::Minus, &days(7)), Some(day(2)));
        let far = Value::Duration(Duration::Elapsed { seconds: i64::MAX });
        assert_eq!(add_values(&far, Sign::Plus, &days(1)), None);
        assert_eq!(add_values(&day(9), Sign::Plus, &far), None);
        assert_eq!(scale_value(number("2"), &far), None);
    }
}
