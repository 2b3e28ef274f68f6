//! Reads what the tables of cases are written in: calendars, instants, limits.

use std::collections::{BTreeMap, BTreeSet};

use groundrules::value::{
    Calendar, Date, Duration, Instant, IsoMoment, Number, WorkingHours, Zone, iso_date,
    iso_datetime,
};

use crate::project::text;

pub(super) const PATH: &str = "src/value/calendar/cases.md";

/// A row of a table by the names of its columns.
pub(super) struct Row {
    pub(super) line: usize,
    cells: BTreeMap<String, String>,
}

impl Row {
    pub(super) fn cell(&self, column: &str) -> &str {
        let cell = self.cells.get(column);
        cell.unwrap_or_else(|| panic!("{PATH}:{} has no `{column}`", self.line))
    }
}

/// The rows of all tables that have these columns, and are told apart by them.
pub(super) fn rows(columns: &[&str]) -> Vec<Row> {
    let text = text(PATH);
    let mut header: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let Some(inner) = line
            .strip_prefix('|')
            .and_then(|line| line.strip_suffix('|'))
        else {
            header = None;
            continue;
        };
        let cells: Vec<_> = inner
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        match &header {
            None => header = Some(cells),
            Some(_) if cells.iter().all(|cell| cell == "---") => {}
            Some(header) if header == columns => rows.push(Row {
                line: number + 1,
                cells: header.iter().cloned().zip(cells).collect(),
            }),
            Some(_) => {}
        }
    }
    rows
}

/// The calendars of the table, by name.
pub(super) fn calendars() -> BTreeMap<String, Calendar> {
    let rows = rows(&["calendar", "zone", "working hours", "holidays"]);
    let calendars = rows.iter().map(|row| {
        let zone = Zone::named(row.cell("zone")).unwrap();
        let hours = hours(row.cell("working hours"));
        let calendar = Calendar::new(zone, hours, holidays(row.cell("holidays"))).unwrap();
        (row.cell("calendar").to_owned(), calendar)
    });
    calendars.collect()
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `mon..thu 08:00..12:00 13:00..17:00, fri 08:00..12:00`
pub(super) fn hours(text: &str) -> WorkingHours {
    let mut hours = WorkingHours::default();
    for part in text.split(',') {
        let mut words = part.split_whitespace();
        let days = words.next().unwrap();
        let (first, last) = days.split_once("..").unwrap_or((days, days));
        let place = |day| WEEKDAYS.iter().position(|known| *known == day).unwrap();
        let spans = words.map(|span| {
            let (opens, closes) = span.split_once("..").unwrap();
            (second_of_day(opens), second_of_day(closes))
        });
        let spans: Vec<_> = spans.collect();
        hours[place(first)..=place(last)].fill(spans);
    }
    hours
}

fn second_of_day(text: &str) -> u32 {
    let (hour, minute) = text.split_once(':').unwrap();
    hour.parse::<u32>().unwrap() * 3600 + minute.parse::<u32>().unwrap() * 60
}

/// Days, and ranges of days.
fn holidays(text: &str) -> BTreeSet<Date> {
    let mut holidays = BTreeSet::new();
    for part in text.split_whitespace() {
        let (first, last) = part.split_once("..").unwrap_or((part, part));
        let mut day = iso_date(first).unwrap();
        let last = iso_date(last).unwrap();
        while day <= last {
            holidays.insert(day);
            day = day.tomorrow().unwrap();
        }
    }
    holidays
}

/// `Wed 2026-07-01T10:00-04:00`, of which day of the week and offset must be those of the zone.
pub(super) fn instant(text: &str, calendar: &Calendar) -> Instant {
    let (weekday, moment) = text.split_once(' ').unwrap();
    let Some(IsoMoment::Exact(instant)) = iso_datetime(moment) else {
        panic!("`{moment}` is no instant");
    };
    assert_eq!(
        shown(instant, calendar),
        format!("{weekday} {}", with_seconds(moment))
    );
    instant
}

/// `2026-07-01T10:00-04:00` with `:00` behind the minutes, if it has no seconds.
fn with_seconds(moment: &str) -> String {
    let (wall, offset) = moment.split_at(moment.len() - 6);
    let seconds = if wall.len() > 16 { "" } else { ":00" };
    format!("{wall}{seconds}{offset}")
}

/// As [`instant`] reads it, with seconds.
pub(super) fn shown(instant: Instant, calendar: &Calendar) -> String {
    let weekday = calendar.zone().date(instant).strftime("%a").to_string();
    format!("{weekday} {}", calendar.zone().show(instant))
}

/// `4 business hours`, `2 business days`, `30 minutes`, `31 business seconds`.
pub(super) fn limit(text: &str) -> Duration {
    let words: Vec<_> = text.split(' ').collect();
    let amount = Number::parse(words[0]).unwrap().to_i64().unwrap();
    let business = words[1] == "business";
    let unit = words.last().unwrap();
    let seconds = match unit.trim_end_matches('s') {
        "day" if business => return Duration::BusinessDays { days: amount },
        "day" => 86_400 * amount,
        "hour" => 3600 * amount,
        "minute" => 60 * amount,
        "second" => amount,
        other => panic!("`{other}` is no unit"),
    };
    if business {
        Duration::Business { seconds }
    } else {
        Duration::Elapsed { seconds }
    }
}
