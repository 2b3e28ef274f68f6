//! Numbers, dates and times as a person sees them.

use jiff::civil::{Date, DateTime, Time, date};

use super::formats::Format;

/// From which day days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    From1900,
    From1904,
}

const MILLIS_OF_DAY: i64 = 24 * 60 * 60 * 1000;
/// The most days that a date is counted: those to the end of the year 9999.
const MOST_DAYS: f64 = 2_958_466.0;

/// The number that a cell has, in its format; `None` where the text is no number. A number that is
/// no date stays one, whatever the format says.
pub(super) fn shown(text: &str, format: Format, epoch: Epoch) -> Option<String> {
    let text = text.trim();
    let number: f64 = text
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())?;
    let dated = match format {
        Format::Plain => None,
        Format::Digits(count) => {
            let whole = plain(text, number);
            let is_natural = whole.bytes().all(|byte| byte.is_ascii_digit());
            return Some(match is_natural {
                true => format!("{whole:0>count$}"),
                false => whole,
            });
        }
        Format::Date | Format::Datetime | Format::Time | Format::Elapsed => {
            moment(number, format, epoch)
        }
    };
    Some(dated.unwrap_or_else(|| plain(text, number)))
}

/// A number without exponent and with no more than the 15 digits that Excel computes with: what is
/// stored as 0.30000000000000004 is 0.3. A whole number is as it is written, of however many digits.
fn plain(text: &str, number: f64) -> String {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    match rounded == 0.0 {
        // There is no zero below zero.
        true => "0".to_owned(),
        false => rounded.to_string(),
    }
}

fn moment(number: f64, format: Format, epoch: Epoch) -> Option<String> {
    if !(0.0..MOST_DAYS).contains(&number) {
        return None;
    }
    // Less than a millisecond is what was lost in computing.
    let millis = (number * MILLIS_OF_DAY as f64).round() as i64;
    let (days, of_day) = (millis / MILLIS_OF_DAY, millis % MILLIS_OF_DAY);
    match format {
        Format::Date => Some(day(days, epoch)?.to_string()),
        Format::Datetime => {
            Some(DateTime::from_parts(day(days, epoch)?, time(of_day)?).to_string())
        }
        Format::Time => Some(time(of_day)?.to_string()),
        Format::Elapsed => {
            let seconds = (millis + 500) / 1000;
            let (hours, rest) = (seconds / 3600, seconds % 3600);
            Some(format!("{hours}:{:02}:{:02}", rest / 60, rest % 60))
        }
        Format::Plain | Format::Digits(_) => None,
    }
}

fn day(days: i64, epoch: Epoch) -> Option<Date> {
    let first = match (epoch, days) {
        (Epoch::From1904, _) => date(1904, 1, 1),
        // Day 0 is none, and day 60 is 29 February 1900, which never was.
        (Epoch::From1900, 0 | 60) => return None,
        (Epoch::From1900, ..60) => date(1899, 12, 31),
        (Epoch::From1900, _) => date(1899, 12, 30),
    };
    let span = jiff::Span::new().try_days(days).ok()?;
    first.checked_add(span).ok()
}

fn time(millis: i64) -> Option<Time> {
    let span = jiff::SignedDuration::from_millis(millis);
    Time::midnight().checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        for (text, expected) in [
            ("3", "3"),
            ("3.0", "3"),
            ("-0", "-0"),
            ("-0.0", "0"),
            ("0.10000000000000001", "0.1"),
            ("0.30000000000000004", "0.3"),
            ("1E3", "1000"),
            ("1.5E-3", "0.0015"),
            ("1234567890123456789", "1234567890123456789"),
            (" 12.50 ", "12.5"),
            ("-7.25", "-7.25"),
        ] {
            let found = shown(text, Format::Plain, Epoch::From1900);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "abc", "1e999", "NaN", "inf"] {
            assert_eq!(shown(text, Format::Date, Epoch::From1900), None, "{text}");
        }
        let digits = |text| shown(text, Format::Digits(5), Epoch::From1900).unwrap();
        assert_eq!(
            (digits("2134"), digits("-3")),
            ("02134".into(), "-3".into())
        );
        assert_eq!(digits("2134.0"), "02134");
    }

    #[test]
    fn dates_and_times_are_iso() {
        for (text, format, expected) in [
            ("1", Format::Date, "1900-01-01"),
            ("59", Format::Date, "1900-02-28"),
            ("60", Format::Date, "60"),
            ("61", Format::Date, "1900-03-01"),
            ("46082", Format::Date, "2026-03-01"),
            ("46082.75", Format::Date, "2026-03-01"),
            ("46082.75", Format::Datetime, "2026-03-01T18:00:00"),
            ("46082", Format::Datetime, "2026-03-01T00:00:00"),
            ("46081.99999999999", Format::Datetime, "2026-03-01T00:00:00"),
            (
                "46082.506944444445",
                Format::Datetime,
                "2026-03-01T12:10:00",
            ),
            ("0.5", Format::Time, "12:00:00"),
            ("1.25", Format::Elapsed, "30:00:00"),
            ("2958465", Format::Date, "9999-12-31"),
            ("2958465.99999999999", Format::Datetime, "2958466"),
            ("2958466", Format::Date, "2958466"),
            ("-1", Format::Date, "-1"),
            ("0", Format::Date, "0"),
        ] {
            let found = shown(text, format, Epoch::From1900).unwrap();
            assert_eq!(found, expected, "{text} {format:?}");
        }
        let old = |text| shown(text, Format::Date, Epoch::From1904).unwrap();
        assert_eq!(
            (old("0"), old("44620")),
            ("1904-01-01".into(), "2026-03-01".into())
        );
    }
}
