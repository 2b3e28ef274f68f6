//! Values as the engine works with them.

use crate::model::{Cell, Model, Type};
use crate::value::{Date, Duration, Instant, Number, Value};

/// Numbers are counted in millionths, which is as fine as they are written.
pub(super) const PLACES: u8 = 6;
/// The day from which days are counted.
const FIRST_DAY: Date = jiff::civil::date(1970, 1, 1);
/// Sets have at most so many members to choose from.
const MOST_MEMBERS: usize = 63;

/// What a lead has in one field, in the form in which the engine works with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot<'a> {
    /// Nothing.
    Missing,
    /// Something that only the evaluator can judge: no value of the field, or one that is too large
    /// for this form.
    Doubtful,
    /// A value that has an order, or that only equals others: millionths of a number, days or
    /// nanoseconds since 1970, seconds of a duration, the place of a choice, 0 or 1, and the members
    /// of a set as bits.
    Ordinal(i64),
    /// A text in the form in which texts are compared.
    Text(&'a str),
}

impl<'a> Slot<'a> {
    /// What a lead has in a field of this type.
    #[must_use]
    pub fn of(cell: &'a Cell, ty: Type) -> Slot<'a> {
        match cell {
            Cell::Missing => Slot::missing(ty),
            Cell::Bad => Slot::Doubtful,
            Cell::Known(Value::Text(text)) => Slot::Text(text.folded()),
            Cell::Known(value) => ordinal(value).map_or(Slot::Doubtful, Slot::Ordinal),
        }
    }

    /// A number.
    #[must_use]
    pub fn number(number: Number) -> Slot<'a> {
        millionths(number).map_or(Slot::Doubtful, Slot::Ordinal)
    }

    /// A date.
    #[must_use]
    pub fn day(date: Date) -> Slot<'a> {
        Slot::Ordinal(day(date))
    }

    /// An instant.
    #[must_use]
    pub fn instant(instant: Instant) -> Slot<'a> {
        nanoseconds(instant).map_or(Slot::Doubtful, Slot::Ordinal)
    }

    /// The value of a field of this type; none of a text, which may have been written otherwise.
    #[must_use]
    pub fn value(self, ty: Type) -> Option<Value> {
        match self {
            Slot::Ordinal(it) => value(it, ty),
            Slot::Missing | Slot::Doubtful | Slot::Text(_) => None,
        }
    }

    /// Itself; a text is in doubt, for it is kept nowhere else.
    pub(super) fn without_text(self) -> Slot<'static> {
        match self {
            Slot::Ordinal(it) => Slot::Ordinal(it),
            Slot::Missing => Slot::Missing,
            Slot::Doubtful | Slot::Text(_) => Slot::Doubtful,
        }
    }

    /// What a field of this type has where nothing is given: a set is empty and never missing.
    pub(super) fn missing(ty: Type) -> Slot<'a> {
        match ty {
            Type::Several(_) => Slot::Ordinal(0),
            _ => Slot::Missing,
        }
    }
}

/// The number that stands for a value; none for texts, for durations in business time, which have
/// no order, and for what is too large.
pub(super) fn ordinal(value: &Value) -> Option<i64> {
    match value {
        Value::Boolean(is) => Some(i64::from(*is)),
        Value::Number(number) | Value::Money(number) => millionths(*number),
        Value::Date(date) => Some(day(*date)),
        Value::Datetime(instant) => nanoseconds(*instant),
        Value::Duration(Duration::Elapsed { seconds }) => Some(*seconds),
        Value::Choice(place) | Value::Role(place) | Value::Team(place) => Some(i64::from(*place)),
        Value::Set(members) => members.iter().try_fold(0_i64, |bits, member| {
            let bit = 1_i64
                .checked_shl(*member)
                .filter(|_| (*member as usize) < MOST_MEMBERS)?;
            Some(bits | bit)
        }),
        Value::Text(_)
        | Value::Duration(Duration::Business { .. } | Duration::BusinessDays { .. }) => None,
    }
}

/// The value of a type that a number stands for; see [`ordinal`].
pub(super) fn value(ordinal: i64, ty: Type) -> Option<Value> {
    let place = u32::try_from(ordinal).ok();
    Some(match ty {
        Type::Boolean => Value::Boolean(ordinal != 0),
        Type::Integer | Type::Number => Value::Number(number(ordinal)),
        Type::Money(_) => Value::Money(number(ordinal)),
        Type::Date => Value::Date(date(ordinal)?),
        Type::Datetime => Value::Datetime(Instant::from_nanosecond(ordinal.into()).ok()?),
        Type::Duration => Value::Duration(Duration::Elapsed { seconds: ordinal }),
        Type::Choice(_) => Value::Choice(place?),
        Type::Several(_) => {
            let members = (0..63).filter(|member| ordinal >> member & 1 == 1);
            Value::Set(members.collect())
        }
        Type::Role => Value::Role(place?),
        Type::Team => Value::Team(place?),
        Type::Text => return None,
    })
}

/// How many values a type has, where they are few and have no others between them.
pub(super) fn size(model: &Model, ty: Type) -> Option<usize> {
    match ty {
        Type::Boolean => Some(2),
        Type::Choice(_) => model.enumeration(ty).map(|it| it.values.len()),
        Type::Role => Some(model.roles.len()),
        Type::Team => Some(model.teams.len()),
        _ => None,
    }
}

/// A number in millionths; none where it is finer or too large.
pub(super) fn millionths(number: Number) -> Option<i64> {
    let (above, below) = number.fraction();
    let unit = 10_i128.pow(u32::from(PLACES));
    let whole = above.checked_mul(unit)?;
    (whole % below == 0)
        .then_some(whole / below)
        .and_then(|it| i64::try_from(it).ok())
}

/// The number of so many millionths.
pub(super) fn number(millionths: i64) -> Number {
    Number::of_digits(i128::from(millionths), PLACES).unwrap_or(Number::ZERO)
}

/// Days since 1970.
pub(super) fn day(date: Date) -> i64 {
    date.duration_since(FIRST_DAY).as_secs().div_euclid(86_400)
}

/// So many days after the first of 1970.
pub(super) fn date(days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    FIRST_DAY.checked_add(span).ok()
}

/// Nanoseconds since 1970; none of an instant some centuries away.
pub(super) fn nanoseconds(instant: Instant) -> Option<i64> {
    i64::try_from(instant.as_nanosecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Text;
    use std::collections::BTreeSet;

    fn of(value: Value) -> Slot<'static> {
        match Slot::of(&Cell::Known(value), Type::Text) {
            Slot::Text(_) => panic!("a text"),
            Slot::Ordinal(it) => Slot::Ordinal(it),
            Slot::Missing => Slot::Missing,
            Slot::Doubtful => Slot::Doubtful,
        }
    }

    #[test]
    fn numbers_are_in_millionths_and_come_back() {
        for (text, millionth) in [("12", 12_000_000), ("-0.5", -500_000), ("0.000001", 1)] {
            let it = Number::parse(text).unwrap();
            assert_eq!(of(Value::Number(it)), Slot::Ordinal(millionth), "{text}");
            assert_eq!(number(millionth), it);
        }
        let large = Number::parse("999999999999999999").unwrap();
        assert_eq!(of(Value::Money(large)), Slot::Doubtful);
    }

    #[test]
    fn moments_count_from_1970() {
        assert_eq!(
            of(Value::Date(jiff::civil::date(1970, 1, 2))),
            Slot::Ordinal(1)
        );
        assert_eq!(
            of(Value::Date(jiff::civil::date(1969, 12, 31))),
            Slot::Ordinal(-1)
        );
        assert_eq!(
            of(Value::Datetime(Instant::from_second(1).unwrap())),
            Slot::Ordinal(1_000_000_000)
        );
        assert_eq!(of(Value::Datetime(Instant::MAX)), Slot::Doubtful);
    }

    #[test]
    fn values_come_back() {
        let id = crate::model::Id::new(0);
        for (value, ty) in [
            (Value::Boolean(true), Type::Boolean),
            (Value::Number(Number::parse("-0.5").unwrap()), Type::Number),
            (Value::Date(jiff::civil::date(1969, 12, 31)), Type::Date),
            (
                Value::Datetime(Instant::from_second(-5).unwrap()),
                Type::Datetime,
            ),
            (
                Value::Duration(Duration::Elapsed { seconds: 7 }),
                Type::Duration,
            ),
            (Value::Choice(3), Type::Choice(id)),
            (Value::Set(BTreeSet::from([0, 62])), Type::Several(id)),
            (Value::Role(2), Type::Role),
        ] {
            let back = ordinal(&value).and_then(|it| super::value(it, ty));
            assert_eq!(back, Some(value));
        }
    }

    #[test]
    fn sets_are_bits_and_an_absent_one_is_empty() {
        assert_eq!(of(Value::Set(BTreeSet::from([0, 2]))), Slot::Ordinal(5));
        assert_eq!(of(Value::Set(BTreeSet::from([63]))), Slot::Doubtful);
        let several = Type::Several(crate::model::Id::new(0));
        assert_eq!(Slot::of(&Cell::Missing, several), Slot::Ordinal(0));
        assert_eq!(Slot::of(&Cell::Missing, Type::Text), Slot::Missing);
    }

    #[test]
    fn texts_are_folded_and_business_time_is_left_to_the_evaluator() {
        let cell = Cell::Known(Value::Text(Text::new(" ACME")));
        assert_eq!(Slot::of(&cell, Type::Text), Slot::Text("acme"));
        assert_eq!(
            of(Value::Duration(Duration::BusinessDays { days: 1 })),
            Slot::Doubtful
        );
    }
}
