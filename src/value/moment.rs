//! Dates and datetimes in the ISO form: `2026-07-01`, `2026-07-01T09:00`.

use jiff::civil::{DateTime, Time};
use jiff::tz::Offset;

use super::{Date, Instant};

/// A datetime as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsoMoment {
    /// A wall time, which needs a zone to be an instant.
    Civil(DateTime),
    /// With its offset, and so an instant.
    Exact(Instant),
}

/// Reads `2026-07-01`, and nothing else: a datetime is not cut to its date.
pub fn iso_date(text: &str) -> Option<Date> {
    let mut rest = Rest(text.trim());
    let date = rest.date()?;
    rest.is_empty().then_some(date)
}

/// Reads `2026-07-01T09:00` or `2026-07-01 09:00`, with seconds and fractions of them where
/// written, and with `Z`, `UTC` or an offset (`-04:00`, `-0400`, `-04`) where written.
pub fn iso_datetime(text: &str) -> Option<IsoMoment> {
    let mut rest = Rest(text.trim());
    let date = rest.date()?;
    if !(rest.takes('T') || rest.takes('t') || rest.takes(' ')) {
        return None;
    }
    let wall = date.to_datetime(rest.time()?);
    if rest.is_empty() {
        return Some(IsoMoment::Civil(wall));
    }
    // Exports write a blank before it as often as not.
    rest.takes(' ');
    let offset = rest.offset()?;
    if !rest.is_empty() {
        return None;
    }
    offset.to_timestamp(wall).ok().map(IsoMoment::Exact)
}

/// Reads what [`iso_datetime`] reads, and a plain date as the midnight that it starts with.
pub fn iso_moment_or_midnight(text: &str) -> Option<IsoMoment> {
    match iso_date(text) {
        Some(date) => Some(IsoMoment::Civil(date.to_datetime(Time::midnight()))),
        None => iso_datetime(text),
    }
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes `wanted`, if it comes next.
    fn takes(&mut self, wanted: char) -> bool {
        match self.0.strip_prefix(wanted) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// The number in the next `count` digits, which must all be there.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.0 = rest;
        digits.parse().ok()
    }

    /// Two digits.
    fn pair(&mut self) -> Option<i8> {
        self.digits(2).and_then(|number| i8::try_from(number).ok())
    }

    fn date(&mut self) -> Option<Date> {
        let year = i16::try_from(self.digits(4)?).ok()?;
        let month = self.takes('-').then(|| self.pair())??;
        let day = self.takes('-').then(|| self.pair())??;
        Date::new(year, month, day).ok()
    }

    fn time(&mut self) -> Option<Time> {
        let hour = self.pair()?;
        let minute = self.takes(':').then(|| self.pair())??;
        if !self.takes(':') {
            return Time::new(hour, minute, 0, 0).ok();
        }
        let second = self.pair()?;
        let nanosecond = if self.takes('.') { self.fraction()? } else { 0 };
        Time::new(hour, minute, second, nanosecond).ok()
    }

    /// One to nine digits of a fraction of a second, in nanoseconds.
    fn fraction(&mut self) -> Option<i32> {
        let count = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let unit = 10_i32.checked_pow(u32::try_from(9_usize.checked_sub(count)?).ok()?)?;
        if count == 0 {
            return None;
        }
        self.digits(count)?.checked_mul(unit)
    }

    fn offset(&mut self) -> Option<Offset> {
        if self.takes('Z') || self.takes('z') {
            return Some(Offset::UTC);
        }
        if let Some(rest) = self.0.strip_prefix("UTC") {
            self.0 = rest;
            return Some(Offset::UTC);
        }
        let sign = if self.takes('-') {
            -1
        } else {
            self.takes('+').then_some(1)?
        };
        let hours = self.digits(2)?;
        let minutes = if self.is_empty() {
            0
        } else {
            self.takes(':');
            self.digits(2)?
        };
        if hours > 23 || minutes > 59 {
            return None;
        }
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, datetime};
    use proptest::prelude::*;

    #[test]
    fn dates() {
        assert_eq!(iso_date("2026-07-01"), Some(date(2026, 7, 1)));
        assert_eq!(iso_date(" 2028-02-29\t"), Some(date(2028, 2, 29)));
        for text in [
            "",
            "2026-02-29",
            "2026-13-01",
            "2026-7-1",
            "20260701",
            "26-07-01",
            "+002026-07-01",
            "2026-07-01T09:00",
            "2026-07-01T",
            "2026-07-01 x",
            "2026/07/01",
            "２０２６-07-01",
            "202é-07-01",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }

    #[test]
    fn wall_times() {
        for (text, expected) in [
            ("2026-07-01T09:00", datetime(2026, 7, 1, 9, 0, 0, 0)),
            ("2026-07-01 09:00", datetime(2026, 7, 1, 9, 0, 0, 0)),
            (" 2026-07-01 09:00:30 ", datetime(2026, 7, 1, 9, 0, 30, 0)),
            (
                "2026-07-01 09:00:30.123",
                datetime(2026, 7, 1, 9, 0, 30, 123_000_000),
            ),
            (
                "2026-07-01T23:59:59.999999999",
                datetime(2026, 7, 1, 23, 59, 59, 999_999_999),
            ),
        ] {
            assert_eq!(
                iso_datetime(text),
                Some(IsoMoment::Civil(expected)),
                "{text}"
            );
        }
    }

    #[test]
    fn instants() {
        for (text, expected) in [
            ("2026-07-01T09:00Z", "2026-07-01T09:00:00Z"),
            ("2026-07-01T09:00:30.5z", "2026-07-01T09:00:30.5Z"),
            ("2026-07-01 09:00:00 UTC", "2026-07-01T09:00:00Z"),
            ("2026-07-01T09:00:00-04:00", "2026-07-01T13:00:00Z"),
            ("2026-07-01T09:00:00 +0530", "2026-07-01T03:30:00Z"),
            ("2026-07-01T09:00+02", "2026-07-01T07:00:00Z"),
        ] {
            let expected = IsoMoment::Exact(expected.parse().unwrap());
            assert_eq!(iso_datetime(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_datetime() {
        for text in [
            "",
            "2026-07-01",
            "2026-07-01T",
            "2026-07-01T9:00",
            "2026-07-01T09",
            "2026-07-01T24:00",
            "2026-07-01T09:60",
            "2026-07-01T09:00:60",
            "2026-07-01T09:00:",
            "2026-07-01T09:00:30.",
            "2026-07-01T09:00:30.1234567890",
            "2026-07-01  09:00",
            "2026-07-01T09:00 ZZ",
            "2026-07-01T09:00+",
            "2026-07-01T09:00+24:00",
            "2026-07-01T09:00+02:60",
            "2026-07-01T09:00+02:",
            "2026-07-01T09:00Zulu",
            "2026-07-01T09:00 EST",
        ] {
            assert_eq!(iso_datetime(text), None, "{text}");
        }
    }

    #[test]
    fn a_plain_date_is_midnight_only_where_asked() {
        let midnight = IsoMoment::Civil(datetime(2026, 7, 1, 0, 0, 0, 0));
        assert_eq!(iso_moment_or_midnight("2026-07-01"), Some(midnight));
        assert_eq!(iso_moment_or_midnight("2026-07-01T00:00"), Some(midnight));
        assert_eq!(iso_moment_or_midnight("2026-07"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "[-+0-9:.TZ é]{0,30}|\\PC*") {
            let _ = iso_moment_or_midnight(&text);
        }

        #[test]
        fn reads_what_the_calendar_writes(second in -62_135_596_800_i64..253_402_000_000) {
            let instant = Instant::from_second(second).unwrap();
            prop_assert_eq!(iso_datetime(&instant.to_string()), Some(IsoMoment::Exact(instant)));
        }
    }
}
