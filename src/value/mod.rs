//! What a field, a score or a decision can hold, and how such values are read and compared.
//!
//! | file | purpose |
//! | --- | --- |
//! | `number` | [`Number`]: exact decimals, never floats |
//! | `text` | [`Text`] and [`fold`]: text without regard to case and outer white space |
//! | `pattern` | [`Pattern`]: regular expressions over whole texts, in linear time |
//! | `duration` | [`Duration`]: elapsed time, business time, business days |
//! | `zone` | [`Zone`]: wall times to instants and back |
//! | `calendar` | [`Calendar`]: working hours, holidays, deadlines in business time |
//! | `moment` | dates and datetimes as `2026-07-01T09:00` |
//! | `date_form` | [`DateForm`]: dates and datetimes as an export writes them |
//! | `figures` | numbers as people read them |
//! | `words` | lists and texts as sentences have them |
//!
//! Nothing here knows a policy: the currency of money, the names of an enumeration's values and
//! which role a number stands for belong to the model. Nothing here panics on input: what does
//! not fit is `None` or an error with a message for a person.

mod calendar;
mod date_form;
mod duration;
mod figures;
mod moment;
mod number;
mod pattern;
mod text;
mod words;
mod zone;

use std::cmp::Ordering;
use std::collections::BTreeSet;

pub use calendar::{
    Calendar, CalendarFault, DueFault, HoursFault, OpenSpan, WEEKDAYS, WorkingHours, elapsed_due,
    elapsed_due_soon,
};
pub use date_form::DateForm;
pub use duration::{Duration, DurationUnit};
pub use figures::{counted, grouped, share};
pub use moment::{IsoMoment, iso_date, iso_datetime, iso_moment_or_midnight};
pub use number::Number;
pub use pattern::{Pattern, PatternFault};
pub use text::{Text, contains, domain, ends_with, fold, fold_into, loose, mentions, starts_with};
pub use words::{first_listed, joined, listed, on_one_line};
pub use zone::Zone;

/// A calendar day, without zone and time of day.
pub type Date = jiff::civil::Date;
/// A point in time, the same for everybody.
pub type Instant = jiff::Timestamp;

/// A known value. What is missing has no `Value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Boolean(bool),
    /// An `integer` or `number`.
    Number(Number),
    /// An amount of money in units of its currency, which the type knows.
    Money(Number),
    /// A text, compared by its folded form.
    Text(Text),
    /// A calendar day.
    Date(Date),
    /// An instant.
    Datetime(Instant),
    /// A length of time.
    Duration(Duration),
    /// One of an enumeration's values, by its place in the declaration, from 0.
    Choice(u32),
    /// Several of an enumeration's values, by their places in the declaration.
    Set(BTreeSet<u32>),
    /// A role, by its place among the policy's roles.
    Role(u32),
    /// A team, by its place among the policy's teams.
    Team(u32),
}

impl Value {
    /// How two values of one kind stand to each other.
    ///
    /// Numbers, money, dates, datetimes, elapsed durations and choices (by their place in the
    /// declaration) have an order. Of the other kinds two values are equal or have no order, which
    /// is `None`, and so are values of two kinds.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) | (Value::Money(a), Value::Money(b)) => {
                Some(a.cmp(b))
            }
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Datetime(a), Value::Datetime(b)) => Some(a.cmp(b)),
            (
                Value::Duration(Duration::Elapsed { seconds: a }),
                Value::Duration(Duration::Elapsed { seconds: b }),
            ) => Some(a.cmp(b)),
            (Value::Choice(a), Value::Choice(b)) => Some(a.cmp(b)),
            _ => (self == other).then_some(Ordering::Equal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn kinds_with_an_order_are_ordered() {
        let day = |day| Value::Date(jiff::civil::date(2026, 7, day));
        let at = |second| Value::Datetime(Instant::from_second(second).unwrap());
        let elapsed = |seconds| Value::Duration(Duration::Elapsed { seconds });
        for (less, more) in [
            (Value::Number(number("0.5")), Value::Number(number("2"))),
            (Value::Money(number("9")), Value::Money(number("10"))),
            (day(1), day(2)),
            (at(-1), at(0)),
            (elapsed(60), elapsed(3600)),
            (Value::Choice(0), Value::Choice(3)),
        ] {
            assert_eq!(less.compare(&more), Some(Ordering::Less), "{less:?}");
            assert_eq!(more.compare(&less), Some(Ordering::Greater), "{less:?}");
            assert_eq!(less.compare(&less), Some(Ordering::Equal), "{less:?}");
        }
    }

    #[test]
    fn other_kinds_are_equal_or_have_no_order() {
        let text = |text| Value::Text(Text::new(text));
        let hours = |seconds| Value::Duration(Duration::Business { seconds });
        let set = |item| Value::Set(BTreeSet::from([item]));
        for (one, other) in [
            (Value::Boolean(false), Value::Boolean(true)),
            (text("a"), text("b")),
            (hours(60), hours(120)),
            (set(0), set(1)),
            (Value::Role(0), Value::Role(1)),
            (Value::Team(0), Value::Team(1)),
        ] {
            assert_eq!(one.compare(&other), None, "{one:?}");
            assert_eq!(one.compare(&one), Some(Ordering::Equal), "{one:?}");
        }
        assert_eq!(text("ACME").compare(&text(" acme")), Some(Ordering::Equal));
    }

    #[test]
    fn values_of_two_kinds_do_not_compare() {
        let one = Number::from(1);
        assert_eq!(Value::Number(one).compare(&Value::Money(one)), None);
        assert_eq!(Value::Role(1).compare(&Value::Team(1)), None);
        let business = Value::Duration(Duration::Business { seconds: 60 });
        let elapsed = Value::Duration(Duration::Elapsed { seconds: 60 });
        assert_eq!(business.compare(&elapsed), None);
    }
}
