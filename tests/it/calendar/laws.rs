//! Laws of business time, in all calendars, with most starts near a change of clocks.

use std::collections::BTreeSet;

use groundrules::value::{Calendar, Date, Duration, Instant, Zone};
use jiff::SignedDuration;
use proptest::prelude::*;

/// Zones whose clocks change at 02:00, at midnight, by half an hour, by a day, and never.
const ZONES: [&str; 8] = [
    "America/New_York",
    "America/Santiago",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Kolkata",
    "Europe/London",
];

/// Instants a little before the changes of 2009 to 2012 in these zones.
const CHANGES: [&str; 8] = [
    "2010-03-13T12:00Z",
    "2010-11-06T00:00Z",
    "2011-04-02T00:00Z",
    "2011-05-06T12:00Z",
    "2011-08-20T12:00Z",
    "2011-10-01T00:00Z",
    "2011-12-28T12:00Z",
    "2012-03-23T12:00Z",
];

/// Up to two spans of a day, in quarters of an hour, many of them at night.
fn spans() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let quarters = prop_oneof![0..=20_u32, 0..=96_u32];
    prop::collection::btree_set(quarters, 0..=4).prop_map(|quarters| {
        let quarters: Vec<_> = quarters.into_iter().collect();
        let pairs = quarters.chunks_exact(2);
        pairs.map(|pair| (pair[0] * 900, pair[1] * 900)).collect()
    })
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let hours = prop_oneof![
        Just(vec![(0, 86_400)]).prop_map(|spans| vec![spans; 7]),
        prop::collection::vec(spans(), 7),
    ];
    let holidays = prop::collection::btree_set(0..1460_i64, 0..100);
    (0..ZONES.len(), hours, holidays).prop_filter_map("no hours", |(zone, hours, holidays)| {
        let first: Date = "2009-01-01".parse().unwrap();
        let day = |n: i64| first + SignedDuration::from_hours(24 * n);
        let holidays: BTreeSet<_> = holidays.into_iter().map(day).collect();
        let zone = Zone::named(ZONES[zone]).unwrap();
        Calendar::new(zone, hours.try_into().unwrap(), holidays).ok()
    })
}

/// To the half second.
fn start() -> impl Strategy<Value = Instant> {
    let near = (0..CHANGES.len(), 0..2 * 86_400_i64).prop_map(|(change, second)| {
        let change: Instant = CHANGES[change].parse().unwrap();
        change + SignedDuration::from_secs(second)
    });
    let any =
        (1_230_768_000..1_350_000_000_i64).prop_map(|second| Instant::from_second(second).unwrap());
    let quarter =
        |instant: Instant| Instant::from_second(instant.as_second().div_euclid(900) * 900).unwrap();
    prop_oneof![
        near.clone(),
        near.prop_map(quarter),
        any.prop_map(|instant: Instant| instant + SignedDuration::from_millis(500)),
    ]
}

fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![0..4 * 3600_i64, (0..400_i64).prop_map(|n| n * 900)]
}

fn business(seconds: i64) -> Duration {
    Duration::Business { seconds }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn business_hours_add_up(calendar in calendar(), start in start(), a in seconds(), b in 1..90_000_i64) {
        let whole = calendar.due(start, business(a + b)).unwrap();
        let part = calendar.due(start, business(a)).unwrap();
        prop_assert_eq!(calendar.due(part, business(b)).unwrap(), whole);
    }

    #[test]
    fn what_was_due_has_been_worked(calendar in calendar(), start in start(), a in seconds()) {
        let due = calendar.due(start, business(a)).unwrap();
        prop_assert_eq!(calendar.worked(start, due).unwrap(), a);
        // There is no earlier instant of which that is true.
        if a > 0 {
            let before = due - SignedDuration::from_millis(500);
            prop_assert_eq!(calendar.worked(start, before).unwrap(), a - 1);
        }
    }

    #[test]
    fn a_later_start_is_due_no_earlier(calendar in calendar(), start in start(), a in seconds(), later in seconds()) {
        let due = calendar.due(start, business(a)).unwrap();
        let start = start + SignedDuration::from_secs(later);
        prop_assert!(due <= calendar.due(start, business(a)).unwrap());
    }

    #[test]
    fn a_longer_limit_is_due_no_earlier(calendar in calendar(), start in start(), a in 0..20_i64, more in 0..3_i64) {
        let days = |days| calendar.due(start, Duration::BusinessDays { days }).unwrap();
        prop_assert!(days(a) <= days(a + more));
        prop_assert!(days(a) < days(a + more + 2));
        let hours = |seconds| calendar.due(start, business(seconds)).unwrap();
        prop_assert!(hours(a) <= hours(a + more));
    }

    #[test]
    fn no_business_time_is_due_outside_hours(calendar in calendar(), start in start(), a in seconds(), days in 0..20_i64) {
        for limit in [business(a), Duration::BusinessDays { days }] {
            let due = calendar.due(start, limit).unwrap();
            let moment = SignedDuration::from_millis(500);
            prop_assert!(calendar.is_open(due) || calendar.is_open(due - moment));
            prop_assert!(start <= due);
        }
    }

    #[test]
    fn a_deadline_is_soon_after_four_fifths(calendar in calendar(), start in start(), a in seconds(), days in 0..20_i64) {
        for limit in [business(5 * a), Duration::BusinessDays { days }] {
            let due = calendar.due(start, limit).unwrap();
            let soon = calendar.due_soon(start, limit).unwrap();
            prop_assert!(start <= soon && soon <= due);
            let (over, left) = (calendar.worked(start, soon).unwrap(), calendar.worked(soon, due).unwrap());
            // Whole seconds, of which a fraction may get lost on either side.
            prop_assert!((over - 4 * left).abs() <= 5, "{} and {}", over, left);
        }
    }

    #[test]
    fn what_is_left_leads_to_the_same_deadline(calendar in calendar(), start in start(), a in seconds(), way in 0..100_i64) {
        let limit = business(a);
        let due = calendar.due(start, limit).unwrap();
        let at = start + SignedDuration::from_secs(due.duration_since(start).as_secs() * way / 100);
        let left = calendar.left(start, limit, at).unwrap();
        // A begun second is not over, so that up to one of working time may be won: the next opening
        // is no later in working time than the close before it.
        let again = calendar.due(at, left).unwrap();
        prop_assert!(at >= due || again >= due && calendar.worked(due, again).unwrap() <= 1, "{:?}", again);
    }

    #[test]
    fn the_hours_of_days_are_all_the_working_time(calendar in calendar(), start in start(), days in 0..40_i64) {
        let first = calendar.zone().date(start);
        let last = first + SignedDuration::from_hours(24 * days);
        let mut sum = SignedDuration::ZERO;
        let mut end = Instant::MIN;
        let mut day = first;
        while day < last {
            for span in calendar.open_spans(day) {
                prop_assert!(end <= span.opens && span.opens < span.closes);
                prop_assert!(calendar.is_open(span.opens));
                prop_assert_eq!(calendar.next_opening(span.opens).unwrap(), span.opens);
                sum += span.closes.duration_since(span.opens);
                end = span.closes;
            }
            day = day.tomorrow().unwrap();
        }
        let from = calendar.zone().start_of_day(first).unwrap();
        let to = calendar.zone().start_of_day(last).unwrap();
        prop_assert_eq!(calendar.worked(from, to).unwrap(), sum.as_secs());
    }
}
