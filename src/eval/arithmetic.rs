//! Calculations with values. `None` is always the same: the result is beyond what a number, a
//! duration or a date can be, or there is none (business hours have no sum with days).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::operand::Now;
use crate::syntax::ast::Sign;
use crate::value::{Date, Duration, Instant, Number, Value, Zone};

const DAY: i64 = 86_400;

/// How two values of one kind stand to each other; a date and a datetime by calendar day.
pub fn order(zone: &Zone, a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Date(a), Value::Datetime(b)) => Some(a.cmp(&zone.date(*b))),
        (Value::Datetime(a), Value::Date(b)) => Some(zone.date(*a).cmp(b)),
        _ => a.compare(b),
    }
}

/// A sum of signed values: of numbers, of money, of durations, of a date or datetime and
/// durations, or of a date less a date or a datetime less a datetime, and durations.
pub(super) fn sum(terms: &[(Sign, Cow<'_, Value>)]) -> Option<Value> {
    let (mut number, mut money, mut seconds) = (None, None, 0_i64);
    let (mut added, mut taken) = (None, None);
    for (sign, term) in terms {
        match (term.as_ref(), sign) {
            (Value::Number(n), sign) => number = Some(plus(number, *sign, *n)?),
            (Value::Money(n), sign) => money = Some(plus(money, *sign, *n)?),
            (Value::Duration(Duration::Elapsed { seconds: more }), Sign::Plus) => {
                seconds = seconds.checked_add(*more)?;
            }
            (Value::Duration(Duration::Elapsed { seconds: less }), Sign::Minus) => {
                seconds = seconds.checked_sub(*less)?;
            }
            (moment @ (Value::Date(_) | Value::Datetime(_)), Sign::Plus) => {
                set_once(&mut added, moment)?;
            }
            (moment @ (Value::Date(_) | Value::Datetime(_)), Sign::Minus) => {
                set_once(&mut taken, moment)?;
            }
            _ => return None,
        }
    }
    match (added, taken, number, money) {
        (None, None, Some(number), None) => Some(Value::Number(number)),
        (None, None, None, Some(money)) => Some(Value::Money(money)),
        (None, None, None, None) => Some(elapsed(seconds)),
        (Some(moment), None, None, None) => shifted(moment, seconds),
        (Some(later), Some(earlier), None, None) => {
            Some(elapsed(between(earlier, later)?.checked_add(seconds)?))
        }
        _ => None,
    }
}

fn plus(total: Option<Number>, sign: Sign, number: Number) -> Option<Number> {
    let total = total.unwrap_or(Number::ZERO);
    match sign {
        Sign::Plus => total.checked_add(number),
        Sign::Minus => total.checked_sub(number),
    }
}

fn set_once<'a>(place: &mut Option<&'a Value>, value: &'a Value) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// The moment so many seconds later; of a day only whole days count, rounded down.
fn shifted(moment: &Value, seconds: i64) -> Option<Value> {
    match moment {
        Value::Date(date) => {
            let days = jiff::Span::new().try_days(seconds.div_euclid(DAY)).ok()?;
            Some(Value::Date(date.checked_add(days).ok()?))
        }
        Value::Datetime(instant) => {
            let later = instant
                .checked_add(jiff::SignedDuration::from_secs(seconds))
                .ok()?;
            Some(Value::Datetime(later))
        }
        _ => None,
    }
}

/// The seconds from one moment to another of its kind.
fn between(from: &Value, to: &Value) -> Option<i64> {
    match (from, to) {
        (Value::Date(from), Value::Date(to)) => days_between(*from, *to).checked_mul(DAY),
        (Value::Datetime(from), Value::Datetime(to)) => Some(seconds_between(*from, *to)),
        _ => None,
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    // Midnights of one and the same zone without summer time: always whole days.
    to.duration_since(from).as_secs().div_euclid(DAY)
}

/// Whole seconds, rounded down.
fn seconds_between(from: Instant, to: Instant) -> i64 {
    let time = to.duration_since(from);
    time.as_secs() - i64::from(time.subsec_nanos() < 0)
}

fn elapsed(seconds: i64) -> Value {
    Value::Duration(Duration::Elapsed { seconds })
}

/// A constant times a number, money or a duration, this in whole seconds, rounded down.
pub(super) fn scaled(factor: Number, value: &Value) -> Option<Value> {
    match value {
        Value::Number(number) => number.checked_mul(factor).map(Value::Number),
        Value::Money(number) => number.checked_mul(factor).map(Value::Money),
        Value::Duration(Duration::Elapsed { seconds }) => {
            let seconds = Number::from(*seconds).checked_mul(factor)?;
            seconds.floor_div(Number::from(1))?.to_i64().map(elapsed)
        }
        _ => None,
    }
}

/// How long ago a moment is: whole days of a date, exact of a datetime.
pub(super) fn since(now: Now, value: &Value) -> Option<Value> {
    between(value, &now.like(value)).map(elapsed)
}

/// How far ahead a moment is: whole days of a date, exact of a datetime.
pub(super) fn until(now: Now, value: &Value) -> Option<Value> {
    between(&now.like(value), value).map(elapsed)
}

impl Now {
    /// The day for a date, else the instant.
    fn like(self, value: &Value) -> Value {
        match value {
            Value::Date(_) => Value::Date(self.today),
            _ => Value::Datetime(self.as_of),
        }
    }
}

/// How many whole units a value holds; none where it is below 0.
pub(super) fn whole_units(value: &Value, unit: &Value) -> Option<Number> {
    let (value, unit) = match (value, unit) {
        (Value::Number(value), Value::Number(unit)) | (Value::Money(value), Value::Money(unit)) => {
            (*value, *unit)
        }
        (
            Value::Duration(Duration::Elapsed { seconds: value }),
            Value::Duration(Duration::Elapsed { seconds: unit }),
        ) => (Number::from(*value), Number::from(*unit)),
        _ => return None,
    };
    if value.is_negative() {
        Some(Number::ZERO)
    } else {
        value.floor_div(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn instant(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn add(terms: &[(Sign, Value)]) -> Option<Value> {
        let terms: Vec<_> = terms
            .iter()
            .map(|(sign, v)| (*sign, Cow::Borrowed(v)))
            .collect();
        sum(&terms)
    }

    #[test]
    fn sums() {
        use Sign::{Minus, Plus};
        let n = |text| Value::Number(number(text));
        let day = |d| Value::Date(date(2026, 3, d));
        assert_eq!(add(&[(Plus, n("0.1")), (Plus, n("0.2"))]), Some(n("0.3")));
        assert_eq!(add(&[(Minus, n("5")), (Plus, n("3"))]), Some(n("-2")));
        let dollars = Value::Money(number("5"));
        assert_eq!(add(&[(Plus, dollars.clone())]), Some(dollars.clone()));
        assert_eq!(add(&[(Plus, dollars), (Plus, n("1"))]), None);
        assert_eq!(
            add(&[(Plus, day(9)), (Minus, day(2))]),
            Some(elapsed(7 * DAY))
        );
        assert_eq!(
            add(&[(Plus, day(9)), (Minus, elapsed(2 * DAY))]),
            Some(day(7))
        );
        assert_eq!(add(&[(Plus, day(9)), (Minus, elapsed(1))]), Some(day(8)));
        assert_eq!(
            add(&[(Plus, elapsed(60)), (Minus, elapsed(90))]),
            Some(elapsed(-30))
        );
        assert_eq!(add(&[(Plus, day(9)), (Plus, day(2))]), None);
        assert_eq!(add(&[(Minus, day(9))]), None);
        let at = |text| Value::Datetime(instant(text));
        let (early, late) = (at("2026-03-08T00:00:00Z"), at("2026-03-08T00:00:01.5Z"));
        assert_eq!(
            add(&[(Plus, late.clone()), (Minus, early.clone())]),
            Some(elapsed(1))
        );
        assert_eq!(
            add(&[(Plus, early.clone()), (Minus, late)]),
            Some(elapsed(-2))
        );
        let business = Value::Duration(Duration::Business { seconds: 60 });
        assert_eq!(add(&[(Plus, business), (Plus, elapsed(60))]), None);
    }

    #[test]
    fn what_is_too_large_is_none() {
        let far = elapsed(i64::MAX);
        assert_eq!(
            add(&[(Sign::Plus, far.clone()), (Sign::Plus, elapsed(1))]),
            None
        );
        let day = Value::Date(date(2026, 3, 9));
        assert_eq!(add(&[(Sign::Plus, day), (Sign::Plus, far.clone())]), None);
        let at = Value::Datetime(instant("2026-03-08T00:00:00Z"));
        assert_eq!(add(&[(Sign::Plus, at), (Sign::Minus, far.clone())]), None);
        assert_eq!(scaled(Number::from(2), &far), None);
        let most = (0..5).try_fold(number("1"), |n, _| n.checked_mul(number("10000000")));
        let most = Value::Number(most.unwrap());
        assert_eq!(scaled(number("100000"), &most), None);
        assert_eq!(scaled(number("0.5"), &elapsed(3)), Some(elapsed(1)));
    }

    #[test]
    fn ages_of_dates_are_whole_days_also_over_summer_time() {
        let zone = Zone::named("America/New_York").unwrap();
        // Half past midnight, the night after the clocks went forward.
        let as_of = instant("2026-03-09T04:30:00Z");
        let now = Now {
            as_of,
            today: zone.date(as_of),
        };
        assert_eq!(now.today, date(2026, 3, 9));
        let days = |days: i64| Some(elapsed(days * DAY));
        let day = |d| Value::Date(date(2026, 3, d));
        assert_eq!(since(now, &day(7)), days(2));
        assert_eq!(since(now, &day(9)), days(0));
        assert_eq!(since(now, &day(12)), days(-3));
        assert_eq!(until(now, &day(12)), days(3));
        let ends = [Value::Date(Date::MIN), Value::Date(Date::MAX)];
        assert!(ends.iter().all(|end| since(now, end).is_some()));
    }

    #[test]
    fn ages_of_datetimes_are_exact() {
        let as_of = instant("2026-03-09T04:30:00Z");
        let at = Value::Datetime(instant("2026-03-08T04:30:01Z"));
        let now = Now {
            as_of,
            today: date(2026, 3, 9),
        };
        assert_eq!(since(now, &at), Some(elapsed(DAY - 1)));
        assert_eq!(until(now, &at), Some(elapsed(1 - DAY)));
    }

    #[test]
    fn a_date_meets_a_datetime_by_calendar_day_in_the_zone() {
        let zone = Zone::named("America/New_York").unwrap();
        let late_evening = Value::Datetime(instant("2026-03-10T03:00:00Z"));
        let day = |d| Value::Date(date(2026, 3, d));
        assert_eq!(order(&zone, &day(9), &late_evening), Some(Ordering::Equal));
        assert_eq!(order(&zone, &late_evening, &day(10)), Some(Ordering::Less));
    }

    #[test]
    fn whole_units_count() {
        let n = |text| Value::Number(number(text));
        assert_eq!(whole_units(&n("7.9"), &n("2")), Some(Number::from(3)));
        assert_eq!(whole_units(&n("-7.9"), &n("2")), Some(Number::ZERO));
        let week = elapsed(7 * DAY);
        assert_eq!(
            whole_units(&elapsed(14 * DAY - 1), &week),
            Some(Number::from(1))
        );
        assert_eq!(whole_units(&elapsed(-DAY), &week), Some(Number::ZERO));
        assert_eq!(whole_units(&n("1"), &n("0")), None);
    }
}
