//! The table of cases, row by row.

use std::collections::BTreeMap;

use groundrules::value::{Calendar, DueFault, Instant};

use super::table::{PATH, Row, calendars, instant, limit, rows, shown};

/// The rows of the tables with these columns whose result is not the one that the row has.
struct Check {
    calendars: BTreeMap<String, Calendar>,
    wrong: Vec<String>,
}

impl Check {
    /// Holds what `found` says of each row against the row's cell in `column`.
    fn of(
        columns: &[&str],
        column: &str,
        at_least: usize,
        found: impl Fn(&BTreeMap<String, Calendar>, &Row) -> (String, String),
    ) {
        let mut check = Check {
            calendars: calendars(),
            wrong: Vec::new(),
        };
        let rows = rows(columns);
        assert!(rows.len() >= at_least, "{} rows", rows.len());
        for row in &rows {
            let (expected, found) = found(&check.calendars, row);
            if expected != found {
                let line = row.line;
                let why = row.cell("why");
                let wrong = format!("{PATH}:{line}: {column} {found}, not {expected}: {why}");
                check.wrong.push(wrong);
            }
        }
        assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    }
}

fn fault(fault: DueFault) -> String {
    match fault {
        DueFault::Negative => "negative",
        DueFault::TooFar => "too far",
        DueFault::OutOfRange => "out of range",
    }
    .to_owned()
}

/// What the cell says and what was found, both as instants of the calendar.
fn instants(cell: &str, found: Result<Instant, DueFault>, calendar: &Calendar) -> (String, String) {
    let refused = ["negative", "too far", "out of range"].contains(&cell);
    let expected = if refused {
        cell.to_owned()
    } else {
        shown(instant(cell, calendar), calendar)
    };
    (
        expected,
        found.map_or_else(fault, |found| shown(found, calendar)),
    )
}

#[test]
fn deadlines_are_due_when_the_table_says() {
    let columns = ["calendar", "start", "limit", "due", "why"];
    Check::of(&columns, "due", 110, |calendars, row| {
        let calendar = &calendars[row.cell("calendar")];
        let start = instant(row.cell("start"), calendar);
        let due = calendar.due(start, limit(row.cell("limit")));
        instants(row.cell("due"), due, calendar)
    });
}

#[test]
fn deadlines_are_soon_when_the_table_says() {
    let columns = ["calendar", "start", "limit", "due soon", "why"];
    Check::of(&columns, "due soon", 14, |calendars, row| {
        let calendar = &calendars[row.cell("calendar")];
        let start = instant(row.cell("start"), calendar);
        let soon = calendar.due_soon(start, limit(row.cell("limit")));
        instants(row.cell("due soon"), soon, calendar)
    });
}

#[test]
fn working_time_is_what_the_table_says() {
    let columns = ["calendar", "from", "to", "worked", "why"];
    Check::of(&columns, "worked", 12, |calendars, row| {
        let calendar = &calendars[row.cell("calendar")];
        let from = instant(row.cell("from"), calendar);
        let worked = calendar.worked(from, instant(row.cell("to"), calendar));
        let found = worked.map_or_else(fault, |seconds| {
            limit(&format!("{seconds} business seconds")).to_string()
        });
        let cell = row.cell("worked");
        let expected = match cell {
            "too far" => cell.to_owned(),
            _ => limit(cell).to_string(),
        };
        (expected, found)
    });
}

#[test]
fn what_is_left_is_what_the_table_says() {
    let columns = ["calendar", "start", "limit", "at", "left", "why"];
    Check::of(&columns, "left", 14, |calendars, row| {
        let calendar = &calendars[row.cell("calendar")];
        let start = instant(row.cell("start"), calendar);
        let at = instant(row.cell("at"), calendar);
        let left = calendar.left(start, limit(row.cell("limit")), at);
        let cell = row.cell("left");
        let expected = match cell {
            "negative" => cell.to_owned(),
            _ => limit(cell).to_string(),
        };
        (expected, left.map_or_else(fault, |left| left.to_string()))
    });
}

#[test]
fn another_calendar_takes_over() {
    let columns = ["calendar", "start", "limit", "at", "then", "due", "why"];
    Check::of(&columns, "due", 3, |calendars, row| {
        let ours = &calendars[row.cell("calendar")];
        let theirs = &calendars[row.cell("then")];
        let at = instant(row.cell("at"), ours);
        let start = instant(row.cell("start"), ours);
        let left = ours.left(start, limit(row.cell("limit")), at).unwrap();
        instants(row.cell("due"), theirs.due(at, left), theirs)
    });
}
