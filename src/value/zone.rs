//! Time zones: wall times to instants and back.

use std::sync::OnceLock;

use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use super::{Date, Instant, WEEKDAYS};

/// A time zone of the IANA database. The database is part of the program, so that the same
/// policy gives the same answer on every machine.
#[derive(Clone, Debug)]
pub struct Zone {
    zone: TimeZone,
    name: String,
}

impl Zone {
    /// The zone of this name, such as `America/New_York`, spelled as the database spells it.
    pub fn named(name: &str) -> Option<Zone> {
        // The database itself finds names without regard to case.
        let spelled = database().available().any(|known| known.as_str() == name);
        let zone = spelled.then(|| database().get(name).ok())??;
        Some(Zone {
            zone,
            name: name.to_owned(),
        })
    }

    /// Universal time, where no zone is named.
    pub fn utc() -> Zone {
        Zone {
            zone: TimeZone::UTC,
            name: "UTC".to_owned(),
        }
    }

    /// The names of all zones, in alphabetical order.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = database()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect();
        names.sort();
        names
    }

    /// The zone's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the clock on the wall shows `wall`. A wall time that summer time skips is the next
    /// valid instant, the one of the change; one that it doubles is the earlier.
    ///
    /// `None` at the ends of time, in the years -9999 and 9999.
    pub fn instant(&self, wall: DateTime) -> Option<Instant> {
        let (before, after) = match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => return offset.to_timestamp(wall).ok(),
            AmbiguousOffset::Fold { before, .. } => return before.to_timestamp(wall).ok(),
            AmbiguousOffset::Gap { before, after } => (before, after),
        };
        // The change lies between the two readings of a time that no clock ever showed.
        let early = after.to_timestamp(wall).ok()?;
        let late = before.to_timestamp(wall).ok()?;
        let change = self
            .zone
            .following(early)
            .take_while(|change| change.timestamp() <= late)
            .find(|change| change.offset() == after);
        Some(change.map_or(late, |change| change.timestamp()))
    }

    /// The day that the calendar on the wall shows.
    pub fn date(&self, instant: Instant) -> Date {
        self.civil(instant).date()
    }

    /// What the clock on the wall shows.
    pub fn civil(&self, instant: Instant) -> DateTime {
        self.zone.to_datetime(instant)
    }

    /// The first instant of the day, which is not midnight where summer time skips that.
    ///
    /// `None` at the ends of time, as for [`Zone::instant`].
    pub fn start_of_day(&self, date: Date) -> Option<Instant> {
        self.instant(date.to_datetime(Time::midnight()))
    }

    /// The offset from universal time at an instant, in seconds, and the first instant after it
    /// at which that may change.
    pub(super) fn offset_until_change(&self, instant: Instant) -> (i64, Option<Instant>) {
        let change = self.zone.following(instant).next();
        let offset = self.zone.to_offset(instant).seconds();
        (i64::from(offset), change.map(|change| change.timestamp()))
    }

    /// The instant as people say it: `Friday 2026-07-03 16:30`, with seconds where there are any.
    pub fn moment(&self, instant: Instant) -> String {
        let civil = self.civil(instant);
        let (hour, minute, second) = (civil.hour(), civil.minute(), civil.second());
        let date = civil.date();
        let place = date.weekday().to_monday_zero_offset();
        let weekday = usize::try_from(place).ok().and_then(|at| WEEKDAYS.get(at));
        let weekday = weekday.copied().unwrap_or_default();
        match second {
            0 => format!("{weekday} {date} {hour:02}:{minute:02}"),
            _ => format!("{weekday} {date} {hour:02}:{minute:02}:{second:02}"),
        }
    }

    /// The instants after one and before another at which the clock is changed.
    pub fn changes(&self, from: Instant, to: Instant) -> impl Iterator<Item = Instant> {
        let changes = self.zone.following(from).map(|change| change.timestamp());
        changes.take_while(move |at| *at < to)
    }

    /// The instant as RFC 3339 writes it, with seconds and the zone's offset:
    /// `2026-07-01T09:00:00-04:00`.
    pub fn show(&self, instant: Instant) -> String {
        instant
            .display_with_offset(self.zone.to_offset(instant))
            .to_string()
    }
}

fn database() -> &'static TimeZoneDatabase {
    static DATABASE: OnceLock<TimeZoneDatabase> = OnceLock::new();
    DATABASE.get_or_init(TimeZoneDatabase::bundled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap_or_else(|| panic!("no zone `{name}`"))
    }

    fn shown(zone: &Zone, wall: &str) -> String {
        zone.show(zone.instant(wall.parse().unwrap()).unwrap())
    }

    #[test]
    fn names_are_exact() {
        for name in [
            "America/New_York",
            "Europe/London",
            "UTC",
            "Etc/UTC",
            "US/Eastern",
        ] {
            assert_eq!(zone(name).name(), name);
        }
        for name in [
            "america/new_york",
            "Europe/Londn",
            "",
            "Etc/Unknown",
            "EST5EDT4",
            "../UTC",
        ] {
            assert!(Zone::named(name).is_none(), "{name}");
        }
    }

    #[test]
    fn lists_names_that_all_exist_in_order() {
        let names = Zone::names();
        assert!(names.len() > 400, "{}", names.len());
        assert!(names.is_sorted());
        for name in &names {
            zone(name);
        }
    }

    #[test]
    fn shows_offset_and_seconds() {
        let york = zone("America/New_York");
        assert_eq!(
            shown(&york, "2026-07-01T09:00"),
            "2026-07-01T09:00:00-04:00"
        );
        assert_eq!(
            shown(&york, "2026-01-01T09:00:30"),
            "2026-01-01T09:00:30-05:00"
        );
        assert_eq!(
            shown(&Zone::utc(), "2026-07-01T09:00"),
            "2026-07-01T09:00:00+00:00"
        );
        assert_eq!(
            shown(&zone("Asia/Kolkata"), "2026-07-01T09:00"),
            "2026-07-01T09:00:00+05:30"
        );
    }

    #[test]
    fn a_skipped_wall_time_is_the_next_valid_instant() {
        let york = zone("America/New_York");
        for (wall, expected) in [
            ("2026-03-08T01:59:59", "2026-03-08T01:59:59-05:00"),
            ("2026-03-08T02:00", "2026-03-08T03:00:00-04:00"),
            ("2026-03-08T02:30", "2026-03-08T03:00:00-04:00"),
            ("2026-03-08T02:59:59", "2026-03-08T03:00:00-04:00"),
            ("2026-03-08T03:00", "2026-03-08T03:00:00-04:00"),
            // Past the changes that the database lists one by one.
            ("2080-03-10T02:30", "2080-03-10T03:00:00-04:00"),
        ] {
            assert_eq!(shown(&york, wall), expected, "{wall}");
        }
        // A whole day, when Samoa crossed the date line.
        assert_eq!(
            shown(&zone("Pacific/Apia"), "2011-12-30T12:00"),
            "2011-12-31T00:00:00+14:00"
        );
    }

    #[test]
    fn a_doubled_wall_time_is_the_earlier() {
        let york = zone("America/New_York");
        assert_eq!(
            shown(&york, "2026-11-01T01:30"),
            "2026-11-01T01:30:00-04:00"
        );
        assert_eq!(
            shown(&york, "2026-11-01T02:00"),
            "2026-11-01T02:00:00-05:00"
        );
    }

    #[test]
    fn days_start_where_midnight_is_skipped() {
        let cairo = zone("Africa/Cairo");
        let date = jiff::civil::date(2026, 4, 24);
        let start = cairo.start_of_day(date).unwrap();
        assert_eq!(cairo.show(start), "2026-04-24T01:00:00+03:00");
        assert_eq!(cairo.date(start), date);
        let second_before = start - jiff::SignedDuration::from_secs(1);
        assert_eq!(cairo.date(second_before), jiff::civil::date(2026, 4, 23));
    }

    #[test]
    fn the_day_depends_on_the_zone() {
        let instant: Instant = "2026-07-01T02:00:00Z".parse().unwrap();
        assert_eq!(
            zone("America/New_York").date(instant),
            jiff::civil::date(2026, 6, 30)
        );
        assert_eq!(Zone::utc().date(instant), jiff::civil::date(2026, 7, 1));
        let wall = zone("Europe/London").civil(instant);
        assert_eq!(wall, jiff::civil::datetime(2026, 7, 1, 3, 0, 0, 0));
    }

    #[test]
    fn the_ends_of_time_are_refused() {
        let wall = jiff::civil::DateTime::MAX;
        assert_eq!(zone("America/New_York").instant(wall), None);
    }
}
