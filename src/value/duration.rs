//! Lengths of time.

use std::fmt;

use super::Number;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// A unit that a duration is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DurationUnit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours, or one working day.
    Day,
    /// 7 days; there is no business week.
    Week,
}

/// A length of time, which may be negative.
///
/// The three kinds never compare with each other: how long four business hours are depends on
/// the calendar and on when they start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Duration {
    /// Time as a stopwatch counts it, in seconds; a day is 24 hours.
    Elapsed {
        /// How many seconds.
        seconds: i64,
    },
    /// Time inside working hours, in seconds.
    Business {
        /// How many seconds of working time.
        seconds: i64,
    },
    /// Working days, whole ones.
    BusinessDays {
        /// How many working days.
        days: i64,
    },
}

impl Duration {
    /// The duration of `amount` times `unit`, of business time where `business` is set.
    ///
    /// `None` where it is no whole number of seconds, or does not fit; where it is a fraction of
    /// business days; and for business weeks, which differ from one company to the next.
    pub fn new(amount: Number, unit: DurationUnit, business: bool) -> Option<Duration> {
        let seconds_each = match unit {
            DurationUnit::Minute => MINUTE,
            DurationUnit::Hour => HOUR,
            DurationUnit::Day if business => {
                return amount.to_i64().map(|days| Duration::BusinessDays { days });
            }
            DurationUnit::Week if business => return None,
            DurationUnit::Day => DAY,
            DurationUnit::Week => WEEK,
        };
        let seconds = amount.checked_mul(Number::from(seconds_each))?.to_i64()?;
        Some(if business {
            Duration::Business { seconds }
        } else {
            Duration::Elapsed { seconds }
        })
    }
}

/// In the largest unit that is whole: `30 minutes`, `1 hour`, `4 business hours`, `90 days`. Never
/// in weeks, so that durations around a deadline are read in one unit.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, kind, unit) = match *self {
            Duration::Elapsed { seconds } if seconds % DAY == 0 => (seconds / DAY, "", "day"),
            Duration::Elapsed { seconds } => in_clock_unit(seconds, ""),
            Duration::Business { seconds } => in_clock_unit(seconds, "business "),
            Duration::BusinessDays { days } => (days, "business ", "day"),
        };
        let plural = if amount.unsigned_abs() == 1 { "" } else { "s" };
        write!(f, "{amount} {kind}{unit}{plural}")
    }
}

fn in_clock_unit(seconds: i64, kind: &str) -> (i64, &str, &str) {
    if seconds % HOUR == 0 {
        (seconds / HOUR, kind, "hour")
    } else if seconds % MINUTE == 0 {
        (seconds / MINUTE, kind, "minute")
    } else {
        (seconds, kind, "second")
    }
}

#[cfg(test)]
mod tests {
    use super::DurationUnit::{Day, Hour, Minute, Week};
    use super::*;

    fn duration(amount: &str, unit: DurationUnit, business: bool) -> Option<Duration> {
        Duration::new(Number::parse(amount).unwrap(), unit, business)
    }

    #[test]
    fn shown_in_the_largest_whole_unit() {
        for (amount, unit, business, shown) in [
            ("30", Minute, false, "30 minutes"),
            ("1", Minute, false, "1 minute"),
            ("60", Minute, false, "1 hour"),
            ("90", Minute, false, "90 minutes"),
            ("0.5", Minute, false, "30 seconds"),
            ("1.5", Hour, false, "90 minutes"),
            ("24", Hour, false, "1 day"),
            ("90", Day, false, "90 days"),
            ("2", Week, false, "14 days"),
            ("-3", Day, false, "-3 days"),
            ("-1", Hour, false, "-1 hour"),
            ("0", Minute, false, "0 days"),
            ("4", Hour, true, "4 business hours"),
            ("1", Hour, true, "1 business hour"),
            ("24", Hour, true, "24 business hours"),
            ("5", Minute, true, "5 business minutes"),
            ("2", Day, true, "2 business days"),
            ("1", Day, true, "1 business day"),
        ] {
            let made = duration(amount, unit, business).unwrap();
            assert_eq!(made.to_string(), shown, "{amount} {unit:?}");
        }
    }

    #[test]
    fn the_same_length_is_equal_within_a_kind() {
        assert_eq!(duration("60", Minute, false), duration("1", Hour, false));
        assert_eq!(duration("7", Day, false), duration("1", Week, false));
        assert_ne!(duration("1", Hour, true), duration("1", Hour, false));
        assert_ne!(duration("24", Hour, true), duration("1", Day, true));
    }

    #[test]
    fn what_is_not_whole_or_does_not_fit_is_refused() {
        assert_eq!(duration("0.001", Minute, false), None);
        assert_eq!(duration("1.5", Day, true), None);
        assert_eq!(duration("1", Week, true), None);
        assert_eq!(duration("999999999999999999", Week, false), None);
        assert_eq!(duration("0.25", Day, false), duration("6", Hour, false));
    }
}
