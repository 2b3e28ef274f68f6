//! Faults of calendars, the ends of time, and the walk's short cut.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::*;
use crate::value::Duration;

const HOUR: u32 = 3600;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

/// The same hours on every day.
fn daily(zone_name: &str, spans: &[(u32, u32)]) -> Calendar {
    let hours = std::array::from_fn(|_| spans.to_vec());
    Calendar::new(zone(zone_name), hours, BTreeSet::new()).unwrap()
}

fn fault(weekday: usize, spans: &[(u32, u32)]) -> CalendarFault {
    let mut hours = WorkingHours::default();
    hours[weekday] = spans.to_vec();
    Calendar::new(Zone::utc(), hours, BTreeSet::new()).unwrap_err()
}

#[test]
fn faults_say_which_hours_are_wrong_and_why() {
    let nine = 9 * HOUR;
    for (weekday, spans, shown) in [
        (
            0,
            vec![(nine, 25 * HOUR)],
            "`09:00..25:00` on Monday closes after the day ends at `24:00`",
        ),
        (
            1,
            vec![(nine, nine)],
            "`09:00..09:00` on Tuesday closes when it opens",
        ),
        (
            4,
            vec![(22 * HOUR, 6 * HOUR)],
            "`22:00..06:00` on Friday closes before it opens",
        ),
        (
            5,
            vec![(nine, 12 * HOUR), (12 * HOUR - 30, 13 * HOUR)],
            "`11:59:30..13:00` on Saturday opens before `09:00..12:00` closes",
        ),
        (
            6,
            vec![(13 * HOUR, 17 * HOUR), (nine, 13 * HOUR)],
            "`09:00..13:00` on Sunday stands after `13:00..17:00`",
        ),
    ] {
        let found = fault(weekday, &spans);
        assert_eq!(found.to_string(), shown);
        let CalendarFault::Hours {
            weekday: day,
            place,
            span,
            fault,
        } = found
        else {
            panic!("{found}");
        };
        assert_eq!((day, place), (weekday, spans.len() - 1));
        assert_eq!(span, spans[place]);
        assert_eq!(found.help().is_some(), fault != HoursFault::Empty);
    }
}

#[test]
fn a_week_without_hours_is_no_calendar() {
    let hours = WorkingHours::default();
    let fault = Calendar::new(Zone::utc(), hours, BTreeSet::new()).unwrap_err();
    assert_eq!(fault, CalendarFault::NoWorkingTime);
    assert_eq!(
        fault.to_string(),
        "there are no working hours on any day of the week"
    );
    assert!(fault.help().is_some());
}

#[test]
fn spans_that_touch_are_one() {
    let calendar = daily(
        "UTC",
        &[(0, 9 * HOUR), (9 * HOUR, 12 * HOUR), (13 * HOUR, 24 * HOUR)],
    );
    let joined = vec![(0, 12 * HOUR), (13 * HOUR, 24 * HOUR)];
    assert!(calendar.hours().iter().all(|spans| *spans == joined));
}

#[test]
fn faults_of_deadlines_read_as_sentences() {
    for fault in [DueFault::Negative, DueFault::TooFar, DueFault::OutOfRange] {
        let shown = fault.to_string();
        assert!(shown.contains("deadline"), "{shown}");
        assert!(!shown.contains("  ") && !shown.ends_with('.'), "{shown}");
    }
}

#[test]
fn a_days_hours_are_instants() {
    let night = daily("America/New_York", &[(0, 6 * HOUR), (22 * HOUR, 24 * HOUR)]);
    let shown = |day| -> Vec<_> {
        let spans = night.open_spans(day);
        let zone = night.zone();
        let show = |span: &OpenSpan| (zone.show(span.opens), zone.show(span.closes));
        spans.iter().map(show).collect()
    };
    assert_eq!(
        shown(date(2026, 3, 8)),
        [
            (
                "2026-03-08T00:00:00-05:00".to_owned(),
                "2026-03-08T06:00:00-04:00".to_owned()
            ),
            (
                "2026-03-08T22:00:00-04:00".to_owned(),
                "2026-03-09T00:00:00-04:00".to_owned()
            ),
        ]
    );
    let skipped = date(2026, 3, 8);
    let gone = daily("America/New_York", &[(2 * HOUR, 3 * HOUR)]);
    assert!(!gone.is_working_day(skipped));
    assert!(gone.is_working_day(skipped.tomorrow().unwrap()));
    let holiday = BTreeSet::from([skipped]);
    let hours = night.hours().clone();
    let closed = Calendar::new(zone("America/New_York"), hours, holiday).unwrap();
    assert!(!closed.is_working_day(skipped));
    assert_eq!(closed.holidays().len(), 1);
}

#[test]
fn hours_that_began_at_a_first_midnight_go_on_through_the_evening_that_returns() {
    let johns = daily("America/St_Johns", &[(0, 8 * HOUR)]);
    for (instant, open) in [
        ("2010-11-06T23:59:59-02:30", false),
        ("2010-11-07T00:00:00-02:30", true),
        ("2010-11-06T23:30:00-03:30", true),
        ("2010-11-07T07:59:59-03:30", true),
        ("2010-11-07T08:00:00-03:30", false),
    ] {
        assert_eq!(johns.is_open(instant.parse().unwrap()), open, "{instant}");
    }
}

#[test]
fn the_search_ends_a_hundred_years_after_the_start() {
    let start: Instant = "2026-07-01T18:00:00Z".parse().unwrap();
    let day = |n: i64| date(2026, 7, 1) + SignedDuration::from_hours(24 * n);
    for (open, found) in [(36_525, true), (36_526, false)] {
        let holidays = (0..37_000).filter(|n| *n != open).map(day).collect();
        let hours = std::array::from_fn(|_| vec![(9 * HOUR, 17 * HOUR)]);
        let calendar = Calendar::new(Zone::utc(), hours, holidays).unwrap();
        let opening = calendar.next_opening(start);
        let expected = day(open).to_datetime(jiff::civil::time(9, 0, 0, 0));
        let expected = Zone::utc().instant(expected).ok_or(DueFault::OutOfRange);
        assert_eq!(
            opening,
            if found {
                expected
            } else {
                Err(DueFault::TooFar)
            }
        );
    }
}

#[test]
fn the_ends_of_time_are_refused_without_panic() {
    let second = Duration::Business { seconds: 1 };
    let long = Duration::Business { seconds: i64::MAX };
    let day = Duration::BusinessDays { days: 1 };
    for name in ["UTC", "America/New_York", "Pacific/Kiritimati"] {
        let calendar = daily(name, &[(0, 24 * HOUR)]);
        for instant in [Instant::MIN, Instant::MAX] {
            for limit in [second, long, day] {
                let due = calendar.due(instant, limit);
                let soon = calendar.due_soon(instant, limit);
                assert!(due.is_ok() || soon.is_err(), "{name} {instant}");
                assert!(calendar.left(instant, limit, Instant::MAX).is_ok() == due.is_ok());
            }
            calendar.is_open(instant);
        }
        assert_eq!(
            calendar.due(Instant::MAX, second),
            Err(DueFault::OutOfRange)
        );
        assert_eq!(calendar.due(Instant::MAX, day), Err(DueFault::OutOfRange));
        assert_eq!(
            calendar.worked(Instant::MIN, Instant::MAX),
            Err(DueFault::TooFar)
        );
        assert_eq!(calendar.open_spans(Date::MAX), []);
    }
    assert_eq!(
        elapsed_due(Instant::MAX, i64::MAX),
        Err(DueFault::OutOfRange)
    );
    assert_eq!(elapsed_due(Instant::MIN, -1), Err(DueFault::Negative));
    assert_eq!(elapsed_due_soon(Instant::MAX, 1), Err(DueFault::OutOfRange));
}

/// Every day of some years by the walk, which adds, and by questions to the zone for each.
#[test]
fn days_of_a_steady_offset_are_as_the_zone_says() {
    let spans = [(0, HOUR / 2), (HOUR, 3 * HOUR), (23 * HOUR, 24 * HOUR)];
    let mut changes = 0;
    for name in Zone::names().iter().step_by(7) {
        let calendar = daily(name, &spans);
        let first = date(2005, 1, 1);
        let mut days = Days::new(&calendar, first, day_number(date(2012, 1, 1)));
        let mut before = None;
        while let Some(day) = days.next().unwrap() {
            let walked: Vec<_> = day
                .spans()
                .map(|span| span.unwrap().to_instants().unwrap())
                .collect();
            assert_eq!(
                walked,
                calendar.open_spans(day.date()),
                "{name} {}",
                day.date()
            );
            let length = walked
                .iter()
                .map(|span| span.closes.duration_since(span.opens));
            let length: SignedDuration = length.fold(SignedDuration::ZERO, |sum, it| sum + it);
            changes += usize::from(before.is_some_and(|before| before != length));
            before = Some(length);
        }
    }
    assert!(changes > 200, "{changes}");
}
