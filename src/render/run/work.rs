//! What is to be done, for a person to read.

use super::human::heading;
use super::layout::{counted, shortened, table, width, wrapped};
use crate::render::Style;
use crate::report::{WorkItem, WorkList};
use crate::syntax::ast::TaskStatus;

/// The widest cell.
const WIDEST: usize = 34;
/// The cells of a row.
const COLUMNS: usize = 6;
/// The first cell of the second line, where a row has two.
const SECOND_LINE: usize = 3;

/// The list: what is late first, each with when it is due, what it is, whose, and for whom.
pub(super) fn work(work: &WorkList, style: Style) -> String {
    let mut title = "to do".to_owned();
    if let Some(role) = &work.role {
        title.push_str(&format!(", of {role}"));
    }
    if let Some(by) = &work.due_by {
        title.push_str(&format!(", due by {by}"));
    }
    let mut text = heading(&title, style);
    if work.items.is_empty() {
        text.push_str("  nothing\n");
    }
    let rows: Vec<[String; COLUMNS]> = work.items.iter().map(row).collect();
    text.push_str(&lines(&rows, style));
    text.push('\n');
    text.push_str(&totals(work));
    if work.no_clock > 0 {
        let tasks = counted(work.no_clock, "task has", "tasks have");
        let sentence = format!("{tasks} no clock yet: what starts it has not happened");
        text.push_str(&wrapped(&sentence, style.width, 2, 4));
    }
    if work.untold > 0 {
        let tasks = counted(work.untold, "task", "tasks");
        let sentence = format!("of {tasks} it cannot be told how they stand");
        text.push_str(&wrapped(&sentence, style.width, 2, 4));
    }
    text
}

/// Rows in columns, to the left; in two lines each where they are wider than the page.
fn lines(rows: &[[String; COLUMNS]], style: Style) -> String {
    let mut widths = [0; COLUMNS];
    for row in rows {
        for (most, cell) in widths.iter_mut().zip(row) {
            *most = (*most).max(width(cell));
        }
    }
    let whole: usize = widths.iter().map(|width| width + 2).sum();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).enumerate();
        let mut line = String::new();
        for (place, (cell, most)) in cells {
            if place == SECOND_LINE && whole > style.width {
                text.push_str(&format!("{}\n", line.trim_end()));
                line = " ".repeat(2 + widths.first().unwrap_or(&0));
            }
            line.push_str(&format!("  {cell}"));
            line.push_str(&" ".repeat(most.saturating_sub(width(cell))));
        }
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    text
}

fn row(item: &WorkItem) -> [String; COLUMNS] {
    let who = item.responsible.as_deref().unwrap_or("nobody");
    let who = match &item.person {
        Some(person) => format!("{who}: {person}"),
        None => who.to_owned(),
    };
    let row = match &item.file {
        Some(file) => format!("{file} row {}", item.row),
        None => format!("row {}", item.row),
    };
    let key = item.key.as_deref().unwrap_or("");
    let since = item
        .since
        .as_deref()
        .map(|it| format!("since {}", minute(it)));
    let due = item.due.as_deref().map_or("no deadline", minute).to_owned();
    [
        item.state.as_str().to_owned(),
        due,
        shortened(&item.task, WIDEST),
        shortened(&who, WIDEST),
        shortened(format!("{key} ({row})").trim(), WIDEST),
        since.unwrap_or_default(),
    ]
}

/// An instant without its seconds and its zone, which is that of the moment at the head.
fn minute(instant: &str) -> &str {
    instant.get(.."2026-07-01T09:00".len()).unwrap_or(instant)
}

fn totals(work: &WorkList) -> String {
    let count = |state: TaskStatus| {
        let items = work.items.iter().filter(|item| item.state == state);
        items.count().to_string()
    };
    let rows = [
        ("late", TaskStatus::Late),
        ("due soon", TaskStatus::DueSoon),
        ("open", TaskStatus::Open),
    ];
    let rows = rows.map(|(name, state)| vec![name.to_owned(), count(state)]);
    table(&rows, 2)
}
