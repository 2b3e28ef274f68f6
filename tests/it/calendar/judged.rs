//! Answers the random cases of `tests/oracle/business_time.py`, which judges the answers.

use std::fs;

use groundrules::value::{Calendar, DueFault, Duration, Instant, WorkingHours, Zone, iso_date};
use serde::Deserialize;
use serde_json::{Value, json};

/// Instants are in microseconds since 1970.
#[derive(Deserialize)]
struct Problem {
    calendars: Vec<Written>,
    /// Which calendar, the start, the kind of limit and how long it is, another instant.
    cases: Vec<(usize, i64, String, i64, i64)>,
}

#[derive(Deserialize)]
struct Written {
    zone: String,
    hours: WorkingHours,
    holidays: Vec<String>,
}

impl Written {
    fn calendar(&self) -> Calendar {
        let zone = Zone::named(&self.zone).unwrap();
        let holidays = self.holidays.iter().map(|day| iso_date(day).unwrap());
        Calendar::new(zone, self.hours.clone(), holidays.collect()).unwrap()
    }
}

#[test]
fn answers_the_cases_of_the_judge() {
    let Ok(cases) = std::env::var("GROUNDRULES_CALENDAR_CASES") else {
        eprintln!("skipped: GROUNDRULES_CALENDAR_CASES names no file of cases");
        return;
    };
    let results = std::env::var("GROUNDRULES_CALENDAR_RESULTS").unwrap();
    let problem: Problem = serde_json::from_str(&fs::read_to_string(cases).unwrap()).unwrap();
    let calendars: Vec<_> = problem.calendars.iter().map(Written::calendar).collect();
    let answers: Vec<_> = problem
        .cases
        .iter()
        .map(|(calendar, start, kind, amount, at)| {
            answers(&calendars[*calendar], *start, duration(kind, *amount), *at)
        })
        .collect();
    fs::write(results, serde_json::to_string(&answers).unwrap()).unwrap();
}

fn duration(kind: &str, amount: i64) -> Duration {
    match kind {
        "elapsed" => Duration::Elapsed { seconds: amount },
        "business" => Duration::Business { seconds: amount },
        "days" => Duration::BusinessDays { days: amount },
        other => panic!("`{other}` is no kind of limit"),
    }
}

fn answers(calendar: &Calendar, start: i64, limit: Duration, at: i64) -> Value {
    let start = Instant::from_microsecond(start).unwrap();
    let at = Instant::from_microsecond(at).unwrap();
    json!({
        "due": moment(calendar.due(start, limit)),
        "due soon": moment(calendar.due_soon(start, limit)),
        "left": answer(calendar.left(start, limit, at), |left| match left {
            Duration::Elapsed { seconds } | Duration::Business { seconds } => seconds,
            Duration::BusinessDays { days } => days,
        }),
        "worked": answer(calendar.worked(start, at), |seconds| seconds),
        "opening": moment(calendar.next_opening(at)),
        "open": calendar.is_open(at),
    })
}

fn moment(found: Result<Instant, DueFault>) -> Value {
    answer(found, |instant| {
        assert_eq!(instant.subsec_nanosecond() % 1000, 0);
        instant.as_microsecond()
    })
}

fn answer<T>(found: Result<T, DueFault>, number: impl Fn(T) -> i64) -> Value {
    match found {
        Ok(found) => number(found).into(),
        Err(DueFault::Negative) => "negative".into(),
        Err(DueFault::TooFar) => "too far".into(),
        Err(DueFault::OutOfRange) => "out of range".into(),
    }
}
