//! Units glued to numbers, and dates that are nearly right.

use super::Slip;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

impl Slip<'_> {
    pub(super) fn number(&self) -> Option<Diagnostic> {
        let number = self.words();
        if number.matches('-').count() == 2 {
            return self.date(number);
        }
        if let Some(found) = self.date_with_slashes().or_else(|| self.date_with_points()) {
            return Some(found);
        }
        let digits = number.find(|c: char| c.is_alphabetic())?;
        let (amount, unit) = number.split_at_checked(digits)?;
        if matches!(unit, "k" | "M") {
            return None;
        }
        let found = self.syntax(format!("`{number}` runs a number and a word together"));
        let help = match unit {
            "K" => format!("thousands are written `{amount}k`"),
            "m" | "mio" | "mn" => format!("millions are written `{amount}M`"),
            "d" => format!("write `{amount} days`"),
            "h" => format!("write `{amount} hours`"),
            "min" => format!("write `{amount} minutes`"),
            _ => format!(
                "write the unit behind a blank, for example `{amount} days` or `{amount} USD`; a number may only be followed by `k`, `M` or `%`"
            ),
        };
        Some(found.help(help))
    }

    /// A date that is nearly right, or is none of the calendar.
    fn date(&self, written: &str) -> Option<Diagnostic> {
        let (day, time) = written.split_once('T').unwrap_or((written, ""));
        let parts: Vec<&str> = day.split('-').collect();
        let [year, month, date] = parts.as_slice() else {
            return None;
        };
        let padded = format!("{year}-{month:0>2}-{date:0>2}");
        if padded != day {
            let right = if time.is_empty() {
                padded
            } else {
                format!("{padded}T{time}")
            };
            return Some(
                self.syntax(format!("the date `{written}` lacks a zero"))
                    .help(format!("write `{right}`"))
                    .replace(self.span(), right),
            );
        }
        let exists = day.parse::<jiff::civil::Date>().is_ok()
            && (time.is_empty() || written.parse::<jiff::civil::DateTime>().is_ok());
        (!exists).then(|| {
            self.syntax(format!("there is no such date as `{written}`"))
                .help("write year, month and day, as in `2026-07-01`, with a time of day as in `2026-07-01T09:00`")
        })
    }

    /// `07/01/2026`, of which this token is the year.
    fn date_with_slashes(&self) -> Option<Diagnostic> {
        let start = self.token.start as usize;
        // Two numbers of two digits and two slashes are six bytes.
        let before = self.text.as_bytes().get(start.saturating_sub(6)..start)?;
        let slashed = before
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_digit() || **b == b'/')
            .count();
        let date = self.text.get(start - slashed..start)?;
        let parts: Vec<&str> = date.split('/').collect();
        let plausible = matches!(parts.as_slice(), [a, b, ""] if (1..=2).contains(&a.len()) && (1..=2).contains(&b.len()));
        (plausible && self.words().len() == 4)
            .then(|| self.date_of_two_readings(start - slashed, self.token.end as usize))
    }

    /// `01.07.2026`, of which this token is the day and the month.
    fn date_with_points(&self) -> Option<Diagnostic> {
        let (day, month) = self.words().split_once('.')?;
        let end = self.token.end as usize;
        let year = self.text.get(end..end + 5)?.strip_prefix('.')?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let plausible =
            digits(day) && digits(month) && digits(year) && day.len() <= 2 && month.len() <= 2;
        plausible.then(|| self.date_of_two_readings(self.token.start as usize, end + 5))
    }

    fn date_of_two_readings(&self, start: usize, end: usize) -> Diagnostic {
        let written = self.text.get(start..end).unwrap_or_default();
        let message = format!("`{written}` is not a date here: people read it in two ways");
        Diagnostic::new(Code::Syntax, Span::new(self.source, start, end), message)
            .help("write year, month and day, as in `2026-07-01`")
    }
}
