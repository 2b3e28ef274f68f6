//! Dates and datetimes in the form that an export writes them in.

use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;

use super::{Date, on_one_line};

/// A year before this comes of a two-digit year read by `%Y`: no lead is that old.
const FIRST_YEAR: i16 = 1000;

/// A form as `strptime` knows it: `%m/%d/%Y %H:%M`.
///
/// Days, months and hours may have one digit or two. The whole text must be used; white space
/// counts only as there or not there, and not at all around the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateForm {
    /// With single blanks and without paddings.
    form: String,
    has_time: bool,
}

impl DateForm {
    /// Reads a form such as `%m/%d/%Y` or `%m/%d/%Y %H:%M`.
    ///
    /// # Errors
    /// What is wrong with it, for a person: a directive that is not known or would not be heeded,
    /// or a part that is missing.
    pub fn new(form: &str) -> Result<DateForm, String> {
        let form = on_one_line(form);
        let mut parts = Parts::default();
        let mut kept = String::with_capacity(form.len());
        let mut chars = form.chars();
        while let Some(c) = chars.next() {
            kept.push(c);
            if c != '%' {
                continue;
            }
            let mut letter = chars.next().ok_or("`%` at the end stands for nothing")?;
            // Paddings (`%-d`) matter when writing; here one digit or two are read anyway.
            if matches!(letter, '-' | '_' | '0') {
                letter = chars.next().ok_or("`%` at the end stands for nothing")?;
            }
            kept.push(letter);
            if letter == '.' {
                if chars.next() != Some('f') {
                    return Err("`%.` must be followed by `f`, a fraction of a second".to_owned());
                }
                kept.push('f');
            }
            parts.note(letter)?;
        }
        parts.check()?;
        Ok(DateForm {
            form: kept,
            has_time: parts.hour,
        })
    }

    /// The form with single blanks and without paddings.
    pub fn as_str(&self) -> &str {
        &self.form
    }

    /// Whether the form says the time of day. One that does not reads no datetimes.
    pub fn has_time(&self) -> bool {
        self.has_time
    }

    /// The day that `text` names. Where the form has a time of day too, `text` must have one, and
    /// the day is taken.
    pub fn date(&self, text: &str) -> Option<Date> {
        self.read(text)?.to_date().ok().filter(plausible)
    }

    /// The wall time that `text` names; `None` also where the form has no time of day.
    pub fn datetime(&self, text: &str) -> Option<DateTime> {
        if !self.has_time {
            return None;
        }
        self.read(text)?
            .to_datetime()
            .ok()
            .filter(|wall| plausible(&wall.date()))
    }

    fn read(&self, text: &str) -> Option<BrokenDownTime> {
        // Spreadsheets put a narrow no-break space before `AM`, which the reader would not know.
        let text = on_one_line(text);
        // To the reader a blank in the form may be none in the text: `7/1/20269:05` would pass.
        if text.matches(' ').count() != self.form.matches(' ').count() {
            return None;
        }
        BrokenDownTime::parse(&self.form, &text).ok()
    }
}

fn plausible(date: &Date) -> bool {
    date.year() >= FIRST_YEAR
}

/// Which parts of a date and a time a form names.
#[derive(Default)]
struct Parts {
    year: bool,
    month: bool,
    day: bool,
    hour: bool,
    minute: bool,
    second: bool,
    fraction: bool,
    /// The hour counts to 12.
    half_day: bool,
    /// Morning or afternoon.
    meridiem: bool,
}

impl Parts {
    /// Takes note of the directive `%letter`.
    fn note(&mut self, letter: char) -> Result<(), String> {
        match letter {
            'Y' | 'y' => self.year = true,
            'm' | 'B' | 'b' | 'h' => self.month = true,
            'd' | 'e' => self.day = true,
            'F' | 'D' => (self.year, self.month, self.day) = (true, true, true),
            'H' | 'k' => self.hour = true,
            'I' | 'l' => (self.hour, self.half_day) = (true, true),
            'p' | 'P' => self.meridiem = true,
            'M' => self.minute = true,
            'S' => self.second = true,
            'R' => (self.hour, self.minute) = (true, true),
            'T' => (self.hour, self.minute, self.second) = (true, true, true),
            'f' | '.' => self.fraction = true,
            'A' | 'a' | '%' => {}
            'z' | 'Z' => {
                return Err(format!(
                    "`%{letter}` is not known: a form says wall times, without an offset or a zone"
                ));
            }
            other => return Err(format!("`%{other}` is not known in dates and datetimes")),
        }
        Ok(())
    }

    /// Whether the parts say one day, and one time of it where they say any.
    fn check(&self) -> Result<(), String> {
        let needed = [
            (true, self.year, "the form has no year: `%Y` or `%y`"),
            (
                true,
                self.month,
                "the form has no month: `%m`, `%b` or `%B`",
            ),
            (true, self.day, "the form has no day of the month: `%d`"),
            (
                self.minute || self.meridiem,
                self.hour,
                "the form has no hour: `%H`, or `%I` and `%p`",
            ),
            (
                self.second,
                self.minute,
                "the form has seconds without minutes: `%M`",
            ),
            (
                self.fraction,
                self.second,
                "the form has a fraction without seconds: `%S`",
            ),
            (
                self.half_day,
                self.meridiem,
                "an hour up to 12 needs AM or PM: `%p`",
            ),
            (
                self.meridiem,
                self.half_day,
                "AM or PM needs an hour up to 12: `%I`",
            ),
        ];
        match needed
            .into_iter()
            .find(|&(asked, there, _)| asked && !there)
        {
            Some((_, _, fault)) => Err(fault.to_owned()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;

    fn form(form: &str) -> DateForm {
        DateForm::new(form).unwrap()
    }

    #[test]
    fn one_digit_or_two() {
        let american = form("%m/%d/%Y %H:%M");
        for text in [
            "7/1/2026 9:05",
            "07/01/2026 09:05",
            " 7/01/2026  9:05\t",
            "7/1/2026\u{a0}9:05",
        ] {
            assert_eq!(
                american.datetime(text),
                Some(datetime(2026, 7, 1, 9, 5, 0, 0)),
                "{text}"
            );
        }
        for padded in ["%-m/%-d/%Y", "%0m/%_d/%Y", "%m/%e/%Y"] {
            assert_eq!(
                form(padded).date("7/1/2026"),
                Some(date(2026, 7, 1)),
                "{padded}"
            );
            assert_eq!(
                form(padded).date("07/01/2026"),
                Some(date(2026, 7, 1)),
                "{padded}"
            );
        }
    }

    #[test]
    fn forms_of_common_exports() {
        for (shape, text, expected) in [
            (
                "%d.%m.%Y %H:%M:%S",
                "01.07.2026 09:05:30",
                datetime(2026, 7, 1, 9, 5, 30, 0),
            ),
            (
                "%m/%d/%y %I:%M %p",
                "7/1/26 9:05 PM",
                datetime(2026, 7, 1, 21, 5, 0, 0),
            ),
            (
                "%m/%d/%Y, %I:%M %p",
                "7/1/2026, 12:05\u{202f}am",
                datetime(2026, 7, 1, 0, 5, 0, 0),
            ),
            (
                "%b %d, %Y %H:%M",
                "Jul 1, 2026 09:05",
                datetime(2026, 7, 1, 9, 5, 0, 0),
            ),
            (
                "%A %e %B %Y %R",
                "Wednesday 1 July 2026 9:05",
                datetime(2026, 7, 1, 9, 5, 0, 0),
            ),
            (
                "%FT%TZ",
                "2026-07-01T09:05:30Z",
                datetime(2026, 7, 1, 9, 5, 30, 0),
            ),
            (
                "%F %T%.f",
                "2026-07-01 09:05:30.25",
                datetime(2026, 7, 1, 9, 5, 30, 250_000_000),
            ),
            (
                "%Y%m%d%H%M",
                "202607010905",
                datetime(2026, 7, 1, 9, 5, 0, 0),
            ),
            (
                "%d/%m/%Y %H",
                "1/7/2026 9",
                datetime(2026, 7, 1, 9, 0, 0, 0),
            ),
        ] {
            assert_eq!(form(shape).datetime(text), Some(expected), "{shape}");
            assert_eq!(form(shape).date(text), Some(expected.date()), "{shape}");
            assert!(form(shape).has_time(), "{shape}");
        }
    }

    #[test]
    fn the_whole_text_and_nothing_more() {
        for (shape, text) in [
            ("%m/%d/%Y", "7/1/2026 9:05"),
            ("%m/%d/%Y", "13/1/2026"),
            ("%m/%d/%Y", "2/29/2026"),
            ("%m/%d/%Y", "7/1/26"),
            ("%m/%d/%Y", "7/1/-2026"),
            ("%m/%d/%y", "7/1/2026"),
            ("%m/%d/%Y", ""),
            ("%m/%d/%Y", "7-1-2026"),
            ("%m/%d/%Y %H:%M", "7/1/2026"),
            ("%m/%d/%Y %H:%M", "7/1/20269:05"),
            ("%m/%d/%Y %H:%M", "7/1/2026 24:00"),
            ("%a %F", "Mon 2026-07-01"),
        ] {
            assert_eq!(form(shape).date(text), None, "{shape} on {text}");
            assert_eq!(form(shape).datetime(text), None, "{shape} on {text}");
        }
    }

    #[test]
    fn a_form_without_time_reads_no_datetimes() {
        let day = form("%m/%d/%Y");
        assert!(!day.has_time());
        assert_eq!(day.date("7/1/2026"), Some(date(2026, 7, 1)));
        assert_eq!(day.datetime("7/1/2026"), None);
    }

    #[test]
    fn faults_name_the_directive_or_the_part() {
        for (shape, named) in [
            ("%m/%d/%Q", "`%Q`"),
            ("%m/%d/%Y %X", "`%X`"),
            ("%m/%d/%Y %é", "`%é`"),
            ("%F %T%z", "`%z`"),
            ("%m/%d/%4Y", "`%4`"),
            ("%m/%d/%Y %", "at the end"),
            ("%m/%d/%Y %-", "at the end"),
            ("%F %T%.S", "`%.`"),
            ("%m/%d", "no year"),
            ("%d/%Y", "no month"),
            ("%H:%M", "no year"),
            ("mm/dd/yyyy", "no year"),
            ("%m/%Y", "no day"),
            ("%F %M", "no hour"),
            ("%F %H:%S", "without minutes"),
            ("%F %H:%M%.f", "without seconds"),
            ("%F %I:%M", "`%p`"),
            ("%F %H:%M %p", "`%I`"),
            ("", "no year"),
        ] {
            let fault = DateForm::new(shape).unwrap_err();
            assert!(
                fault.contains(named) && !fault.contains('\n'),
                "{shape}: {fault}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_form_and_no_text_make_reading_panic(
            shape in "(%[-_0.]?[a-zA-Z%é]|[ /:.é]){0,8}|\\PC*",
            text in "[0-9/:. é]{0,20}|\\PC*",
        ) {
            if let Ok(form) = DateForm::new(&shape) {
                let _ = (form.date(&text), form.datetime(&text));
            }
            let known = DateForm::new("%d/%m/%Y %T%.f").unwrap();
            let _ = known.datetime(&text);
        }

        #[test]
        fn reads_what_the_calendar_writes(second in 0_i64..4_000_000_000) {
            let instant = jiff::Timestamp::from_second(second).unwrap();
            let wall = jiff::tz::TimeZone::UTC.to_datetime(instant);
            let text = wall.strftime("%d.%m.%Y %I:%M:%S %p").to_string();
            prop_assert_eq!(form("%d.%m.%Y %I:%M:%S %p").datetime(&text), Some(wall));
        }
    }
}
