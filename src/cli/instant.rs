//! `--as-of`: the moment for which a command works.

use super::output::Failure;
use crate::value::{IsoMoment, iso_moment_or_midnight};

/// Reads `2026-07-01`, `2026-07-01T09:00`, or with seconds and an offset. A bare date is the
/// midnight that it starts with; what has no offset is wall time in the policy's zone, which
/// `compile` knows. Without a text it is now.
pub(super) fn as_of(text: Option<&str>) -> Result<IsoMoment, Failure> {
    let Some(text) = text else {
        return Ok(IsoMoment::Exact(super::io::now()));
    };
    iso_moment_or_midnight(text).ok_or_else(|| {
        Failure::new(format!("`--as-of {text}` is no date")).help(
            "write a date, `2026-07-01`, or a time of day with it, `2026-07-01T09:00`; \
             without an offset such as `+02:00` it is in the policy's time zone",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn dates_times_and_offsets() {
        let civil = |hour, minute| IsoMoment::Civil(datetime(2026, 7, 1, hour, minute, 0, 0));
        assert_eq!(as_of(Some("2026-07-01")), Ok(civil(0, 0)));
        assert_eq!(as_of(Some("2026-07-01T09:30")), Ok(civil(9, 30)));
        let exact = as_of(Some("2026-07-01T09:30+02:00"));
        let expected = "2026-07-01T07:30:00Z".parse();
        assert_eq!(exact, Ok(IsoMoment::Exact(expected.unwrap())));
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in ["", "tomorrow", "2026-02-30", "1.7.2026", "2026-07-01T25:00"] {
            let failure = as_of(Some(text)).unwrap_err();
            assert!(failure.help.unwrap().contains("2026-07-01T09:00"), "{text}");
        }
    }
}
