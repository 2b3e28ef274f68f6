//! Names, texts, numbers and what is made of them: what never spans lines.

use super::doc::Doc;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Amount, AssignedValue, Literal, Name, Outcome, Quoted, Range, RangeEnd, TimeUnit, Unit,
    ValueName,
};
use crate::syntax::quote;
use crate::value::{DurationUnit, Number};

/// A name at its place.
pub(super) fn name(name: &Name) -> Doc {
    Doc::leaf(name.node.clone(), name.span)
}

/// Names with commas between.
pub(super) fn names(names: &[Name]) -> Doc {
    Doc::join(names.iter().map(name), ", ")
}

/// A text at its place.
pub(super) fn quoted(text: &Quoted) -> Doc {
    Doc::leaf(quote(text), text.span)
}

/// ` "…"` where there is a text, else nothing.
pub(super) fn title(title: Option<&Quoted>) -> Doc {
    title.map_or_else(
        || Doc::text(""),
        |title| Doc::Concat(vec![Doc::text(" "), quoted(title)]),
    )
}

/// A value of an enumeration, in quotes where it was written so.
pub(super) fn value_name(value: &ValueName) -> String {
    if value.quoted {
        quote(&value.name)
    } else {
        value.name.node.clone()
    }
}

/// A number with its unit.
pub(super) fn amount(amount: &Amount) -> String {
    let number = &amount.written;
    match &amount.unit {
        None => number.clone(),
        Some(unit) => {
            let one = amount.number == Number::from(1);
            format!("{number} {}", unit_word(unit, one))
        }
    }
}

/// Points, always with a sign.
pub(super) fn points(points: &Amount) -> String {
    let text = amount(points);
    if points.written.starts_with('-') {
        text
    } else {
        format!("+{text}")
    }
}

/// What a row of a score's table yields: points, where 0 needs no sign.
pub(super) fn points_of_row(row: &Outcome) -> String {
    match row {
        Outcome::Literal(Literal::Amount(amount)) if amount.number != Number::from(0) => {
            points(amount)
        }
        other => outcome(other),
    }
}

fn unit_word(unit: &Unit, one: bool) -> String {
    let TimeUnit { unit, business } = match unit {
        Unit::Currency(currency) => return currency.clone(),
        Unit::Time(unit) => *unit,
    };
    let word = match unit {
        DurationUnit::Minute => "minute",
        DurationUnit::Hour => "hour",
        DurationUnit::Day => "day",
        DurationUnit::Week => "week",
    };
    let business = if business { "business " } else { "" };
    let plural = if one { "" } else { "s" };
    format!("{business}{word}{plural}")
}

/// A value that is written out.
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Amount(value) => amount(value),
        Literal::Text(text) => quote(text),
        Literal::Date(date) => date.to_string(),
        Literal::Datetime(moment) if moment.second() == 0 => {
            moment.strftime("%Y-%m-%dT%H:%M").to_string()
        }
        Literal::Datetime(moment) => moment.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        Literal::Boolean(true) => "yes".to_owned(),
        Literal::Boolean(false) => "no".to_owned(),
    }
}

/// `50..2_000`, `7..14 days`: the unit stands behind both ends.
pub(super) fn range(range: &Range) -> String {
    let end = |end: &RangeEnd| match end {
        RangeEnd::Literal(Literal::Amount(amount)) => amount.written.clone(),
        RangeEnd::Literal(other) => literal(other),
        RangeEnd::Name(name) => name.node.clone(),
    };
    let unit = |end: &RangeEnd| match end {
        RangeEnd::Literal(Literal::Amount(Amount {
            unit: Some(unit), ..
        })) => Some(format!(" {}", unit_word(unit, false))),
        _ => None,
    };
    let dots = if range.open { "..<" } else { ".." };
    let unit = unit(&range.high).or_else(|| unit(&range.low));
    let unit = unit.unwrap_or_default();
    format!("{}{dots}{}{unit}", end(&range.low), end(&range.high))
}

/// What a rule or a row yields.
pub(super) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Word(word) => word.clone(),
        Outcome::Literal(value) => literal(value),
        Outcome::None => "none".to_owned(),
    }
}

/// A value of an example; a set's entries stand on its line.
pub(super) fn assigned(value: &Spanned<AssignedValue>) -> Doc {
    let text = match &value.node {
        AssignedValue::Literal(value) => literal(value),
        AssignedValue::Word(word) => word.clone(),
        AssignedValue::Missing => "missing".to_owned(),
        AssignedValue::Set(values) => braced(values.iter().map(value_name)),
    };
    Doc::leaf(text, value.span)
}

/// `{ a, b }` on one line.
fn braced(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    match entries.as_slice() {
        [] => "{}".to_owned(),
        entries => format!("{{ {} }}", entries.join(", ")),
    }
}

/// The stretch from the first to the last of some places.
pub(super) fn around(places: impl IntoIterator<Item = Span>) -> Option<Span> {
    places.into_iter().reduce(Span::to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn days(written: &str) -> Amount {
        let span = Span::new(SourceId(0), 0, 0);
        let unit = Unit::Time(TimeUnit {
            unit: DurationUnit::Day,
            business: true,
        });
        Amount {
            number: Number::parse(written).unwrap(),
            written: written.to_owned(),
            unit: Some(Spanned::new(unit, span)),
        }
    }

    #[test]
    fn one_day_is_no_days_and_a_range_has_its_unit_once() {
        assert_eq!(amount(&days("1")), "1 business day");
        assert_eq!(amount(&days("-1")), "-1 business days");
        assert_eq!(points(&days("2")), "+2 business days");
        let ends = Range {
            low: RangeEnd::Literal(Literal::Amount(days("1"))),
            high: RangeEnd::Literal(Literal::Amount(days("14"))),
            open: true,
        };
        assert_eq!(range(&ends), "1..<14 business days");
    }

    #[test]
    fn times_are_written_to_the_minute_unless_they_have_seconds() {
        let at = |second| jiff::civil::date(2026, 7, 1).at(9, 5, second, 0);
        assert_eq!(literal(&Literal::Datetime(at(0))), "2026-07-01T09:05");
        assert_eq!(literal(&Literal::Datetime(at(7))), "2026-07-01T09:05:07");
    }
}
