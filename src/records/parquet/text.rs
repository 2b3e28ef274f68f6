//! A value of a column as text.

use std::io::Write;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use parquet::data_type::Int96;

use super::kind::Kind;

/// How many seconds a day has.
const DAY: i64 = 24 * 60 * 60;
/// The number that the old timestamps have for 1970-01-01.
const DAY_OF_EPOCH: i64 = 2_440_588;
/// How many nanoseconds a second has.
const NANOS: i64 = 1_000_000_000;

/// Adds what is displayed so. Nothing that is added to bytes fails.
fn add(out: &mut Vec<u8>, shown: impl std::fmt::Display) {
    let _ = write!(out, "{shown}");
}

/// Adds a boolean, a text of bytes or a number as it is stored.
pub(super) fn displayed(value: &impl std::fmt::Display, out: &mut Vec<u8>) {
    add(out, value);
}

/// Adds an integer of 32 bits.
pub(super) fn int32(kind: Kind, value: i32, out: &mut Vec<u8>) {
    match kind {
        Kind::Unsigned => add(out, value.cast_unsigned()),
        _ => int64(kind, value.into(), out),
    }
}

/// Adds what an integer of 64 bits stands for.
pub(super) fn int64(kind: Kind, value: i64, out: &mut Vec<u8>) {
    match kind {
        Kind::Plain | Kind::Uuid => add(out, value),
        Kind::Unsigned => add(out, value.cast_unsigned()),
        Kind::Decimal(places) => decimal(value.into(), places, out),
        Kind::Date => match value.checked_mul(DAY).and_then(|at| wall(at, 0)) {
            Some(wall) => add(out, wall.date()),
            None => add(out, format_args!("day {value}")),
        },
        Kind::Time(parts) => match split(value, parts) {
            (0..DAY, _) => moment(value, parts, |wall| wall.time().to_string(), out),
            _ => add(out, format_args!("{value} parts of a second")),
        },
        Kind::Moment { parts, is_utc } => {
            let zone = if is_utc { "Z" } else { "" };
            moment(value, parts, |wall| format!("{wall}{zone}"), out);
        }
    }
}

/// Adds what bytes stand for.
pub(super) fn bytes(kind: Kind, value: &[u8], out: &mut Vec<u8>) {
    match kind {
        Kind::Decimal(places) => match big_endian(value) {
            Some(digits) => decimal(digits, places, out),
            None => add(out, "more than 38 digits"),
        },
        Kind::Uuid => {
            for (at, byte) in value.iter().enumerate() {
                if matches!(at, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                add(out, format_args!("{byte:02x}"));
            }
        }
        _ => out.extend_from_slice(value),
    }
}

/// Adds an instant as older programs store it: nanoseconds of a day, and the day.
pub(super) fn int96(value: &Int96, out: &mut Vec<u8>) {
    let [low, high, day] = value.data() else {
        return;
    };
    let nanos = (i64::from(*high) << 32) | i64::from(*low);
    let seconds = (i64::from(*day) - DAY_OF_EPOCH) * DAY + nanos.div_euclid(NANOS);
    match wall(seconds, nanos.rem_euclid(NANOS)) {
        Some(wall) => add(out, format_args!("{wall}Z")),
        None => add(out, format_args!("day {day} and {nanos} ns")),
    }
}

/// Adds what is shown of a time on the wall in UTC.
fn moment(value: i64, parts: i64, show: impl Fn(DateTime) -> String, out: &mut Vec<u8>) {
    let (seconds, rest) = split(value, parts);
    match wall(seconds, rest * (NANOS / parts)) {
        Some(wall) => add(out, show(wall)),
        None => add(out, format_args!("second {seconds} since 1970")),
    }
}

/// Whole seconds, and the parts that are left.
fn split(value: i64, parts: i64) -> (i64, i64) {
    (value.div_euclid(parts), value.rem_euclid(parts))
}

/// The time on the wall in UTC; none where no calendar has it.
fn wall(seconds: i64, nanos: i64) -> Option<DateTime> {
    let instant = Timestamp::new(seconds, i32::try_from(nanos).ok()?).ok()?;
    Some(instant.to_zoned_datetime(TimeZone::UTC).datetime())
}

/// Adds a decimal, without zeros at the end behind its point.
fn decimal(digits: i128, places: u32, out: &mut Vec<u8>) {
    let unit = 10_u128.pow(places);
    if digits < 0 {
        out.push(b'-');
    }
    let size = digits.unsigned_abs();
    add(out, size / unit);
    let behind = size % unit;
    if behind > 0 {
        let width = usize::try_from(places).unwrap_or_default();
        let behind = format!("{behind:0width$}");
        add(out, format_args!(".{}", behind.trim_end_matches('0')));
    }
}

/// A signed integer, its highest byte first; none where it is larger than 128 bits.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let (first, _) = bytes.split_first()?;
    let sign = if *first >= 0x80 { 0xff } else { 0 };
    let before = bytes.len().saturating_sub(16);
    let (more, bytes) = bytes.split_at_checked(before)?;
    let start = if sign == 0 { 0 } else { -1 };
    let number = bytes
        .iter()
        .fold(start, |all: i128, byte| (all << 8) | i128::from(*byte));
    let same = (number < 0) == (sign != 0) && more.iter().all(|byte| *byte == sign);
    same.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn integers_are_what_their_kind_says() {
        let utc = Kind::Moment {
            parts: 1_000,
            is_utc: true,
        };
        let local = Kind::Moment {
            parts: NANOS,
            is_utc: false,
        };
        for (kind, value, text) in [
            (Kind::Plain, -5, "-5"),
            (Kind::Unsigned, -1, "18446744073709551615"),
            (Kind::Decimal(2), -1250, "-12.5"),
            (Kind::Decimal(2), 1200, "12"),
            (Kind::Decimal(3), 7, "0.007"),
            (Kind::Decimal(0), i64::MIN, "-9223372036854775808"),
            (Kind::Date, -1, "1969-12-31"),
            (Kind::Date, 20_513, "2026-03-01"),
            (Kind::Date, i64::from(i32::MAX), "day 2147483647"),
            (Kind::Date, i64::MAX, "day 9223372036854775807"),
            (Kind::Time(1_000), 64_800_500, "18:00:00.5"),
            (Kind::Time(1_000), 86_400_000, "86400000 parts of a second"),
            (utc, 1_772_388_000_000, "2026-03-01T18:00:00Z"),
            (utc, -1, "1969-12-31T23:59:59.999Z"),
            (utc, i64::MIN, "second -9223372036854776 since 1970"),
            (
                local,
                1_772_388_000_000_000_001,
                "2026-03-01T18:00:00.000000001",
            ),
        ] {
            assert_eq!(shown(|out| int64(kind, value, out)), text);
        }
        assert_eq!(shown(|out| int32(Kind::Unsigned, -1, out)), "4294967295");
    }

    #[test]
    fn bytes_are_what_their_kind_says() {
        let long = |first: u8, rest: u8| {
            let mut bytes = vec![first; 8];
            bytes.extend([rest; 16]);
            bytes
        };
        for (kind, value, text) in [
            (Kind::Plain, b"a,b".to_vec(), "a,b"),
            (Kind::Decimal(1), vec![0xff, 0x7f], "-12.9"),
            (Kind::Decimal(1), vec![0x00, 0x81], "12.9"),
            (Kind::Decimal(0), vec![], "more than 38 digits"),
            (Kind::Decimal(0), long(0xff, 0xff), "-1"),
            (Kind::Decimal(0), long(0x00, 0xff), "more than 38 digits"),
            (Kind::Decimal(0), long(0x01, 0x00), "more than 38 digits"),
            (
                Kind::Decimal(38),
                i128::MIN.to_be_bytes().to_vec(),
                "-1.70141183460469231731687303715884105728",
            ),
            (
                Kind::Uuid,
                (0..16).collect(),
                "00010203-0405-0607-0809-0a0b0c0d0e0f",
            ),
        ] {
            assert_eq!(shown(|out| bytes(kind, &value, out)), text);
        }
    }

    #[test]
    fn floating_point_is_the_shortest_number_that_comes_back() {
        for (value, text) in [(0.1, "0.1"), (3.0, "3"), (1e20, "100000000000000000000")] {
            assert_eq!(shown(|out| displayed(&value, out)), text);
        }
        assert_eq!(shown(|out| displayed(&0.1_f32, out)), "0.1");
        assert_eq!(shown(|out| displayed(&f64::NAN, out)), "NaN");
        assert_eq!(shown(|out| displayed(&true, out)), "true");
    }

    #[test]
    fn old_timestamps_are_instants() {
        let old = |low, high, day| shown(|out| int96(&Int96::from(vec![low, high, day]), out));
        assert_eq!(old(500_000_000, 0, 2_461_101), "2026-03-01T00:00:00.5Z");
        assert_eq!(old(0, 0, u32::MAX), "day 4294967295 and 0 ns");
        assert!(old(u32::MAX, u32::MAX, 2_440_588).starts_with("1969-12-31T23:59:59.9"));
    }
}
