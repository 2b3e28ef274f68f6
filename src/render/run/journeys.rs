//! Where leads stand in their journeys, for a person to read.

use std::collections::BTreeMap;

use super::columns::{Column, LABEL, side_by_side};
use super::human::heading;
use super::layout::{counted, grouped, shortened, wrapped};
use crate::render::Style;
use crate::report::{JourneySummary, RoleWork, StageSummary, Summary, TaskCounts};
use crate::syntax::ast::TaskStatus;

/// The states in the order of their urgency, with their headings.
const STATES: [(TaskStatus, &str); 6] = [
    (TaskStatus::Late, "late"),
    (TaskStatus::DueSoon, "due soon"),
    (TaskStatus::Open, "open"),
    (TaskStatus::DoneLate, "done late"),
    (TaskStatus::Done, "done"),
    (TaskStatus::NoClock, "no clock"),
];

/// Each journey: its stages, its tasks, and what is overdue; then, where it was asked for, who has
/// what to do.
pub(super) fn journeys(summary: &Summary, style: Style) -> String {
    let journeys = summary.journeys.iter();
    let mut text: String = journeys.map(|journey| of_journey(journey, style)).collect();
    if summary.by_responsible {
        text.push_str(&by_responsible(summary, style));
    }
    text
}

fn of_journey(journey: &JourneySummary, style: Style) -> String {
    let mut text = heading(&journey.name, style);
    text.push_str(&stages(&journey.stages, style));
    for (count, why) in [
        (journey.missing, "in no stage: the field is missing"),
        (
            journey.bad,
            "in no stage: the field has a value that it cannot have",
        ),
    ] {
        if count > 0 {
            let leads = counted(count, "lead is", "leads are");
            text.push_str(&wrapped(&format!("{leads} {why}"), style.width, 2, 4));
        }
    }
    let tasks = journey.stages.iter().flat_map(|stage| {
        let tasks = stage.tasks.iter();
        tasks.map(move |task| (format!("{}.{}", stage.name, task.name), &task.work))
    });
    let tasks: Vec<(String, &Vec<RoleWork>)> = tasks.collect();
    if tasks.is_empty() {
        return text;
    }
    let rows = tasks.iter().map(|(name, work)| {
        let counts = work.iter().map(|it| it.counts);
        (
            name.clone(),
            counts.fold(TaskCounts::default(), TaskCounts::and),
        )
    });
    text.push_str(&heading(&format!("tasks of {}", journey.name), style));
    text.push_str(&states(&rows.collect::<Vec<_>>(), style));
    text.push_str(&overdue(&tasks, style));
    text
}

fn stages(stages: &[StageSummary], style: Style) -> String {
    let labels: Vec<String> = stages.iter().map(|it| shortened(&it.name, LABEL)).collect();
    let cells = |cell: &dyn Fn(&StageSummary) -> String| stages.iter().map(cell).collect();
    let mut columns = vec![
        Column::new("leads", cells(&|it| grouped(it.leads))),
        Column::new("oldest", cells(&|it| how_long(it.oldest))),
        Column::new("median", cells(&|it| how_long(it.median))),
        Column::new("to move", cells(&|it| grouped(moving(it)))),
    ];
    let more: [(&str, fn(&StageSummary) -> u64); 3] = [
        ("in conflict", |it| it.conflicting),
        ("untold", |it| it.untold),
        ("lacking", |it| it.lacking),
    ];
    for (name, count) in more {
        if stages.iter().any(|it| count(it) > 0) {
            columns.push(Column::new(name, cells(&|it| grouped(count(it)))));
        }
    }
    let mut text = side_by_side(&labels, columns, style);
    for stage in stages {
        for (to, leads) in &stage.moves {
            let leads = counted(*leads, "lead", "leads");
            let sentence = format!("{leads} of {} to {to}", stage.name);
            text.push_str(&wrapped(&sentence, style.width, 2, 4));
        }
    }
    text
}

fn moving(stage: &StageSummary) -> u64 {
    stage.moves.iter().map(|(_, leads)| leads).sum()
}

/// How many tasks stand how, in a row each.
fn states(rows: &[(String, TaskCounts)], style: Style) -> String {
    let labels: Vec<String> = rows
        .iter()
        .map(|(name, _)| shortened(name, LABEL))
        .collect();
    let mut columns: Vec<Column> = STATES
        .iter()
        .map(|(state, name)| {
            let cells = rows.iter().map(|(_, counts)| grouped(counts.of(*state)));
            Column::new(name, cells.collect())
        })
        .collect();
    if rows.iter().any(|(_, counts)| counts.untold > 0) {
        let cells = rows.iter().map(|(_, counts)| grouped(counts.untold));
        columns.push(Column::new("untold", cells.collect()));
    }
    side_by_side(&labels, columns, style)
}

/// What is late, whose, and since when.
fn overdue(tasks: &[(String, &Vec<RoleWork>)], style: Style) -> String {
    let mut text = String::new();
    for (task, work) in tasks {
        for it in work.iter() {
            let Some(since) = &it.late_since else {
                continue;
            };
            let late = grouped(it.counts.of(TaskStatus::Late));
            let who = it.responsible.as_deref().unwrap_or("nobody");
            let sentence = format!("{late} late of {task}, of {who}: the first since {since}");
            text.push_str(&wrapped(&sentence, style.width, 2, 4));
        }
    }
    text
}

fn by_responsible(summary: &Summary, style: Style) -> String {
    let stages = summary.journeys.iter().flat_map(|journey| &journey.stages);
    let work = stages.flat_map(|stage| stage.tasks.iter().flat_map(|task| &task.work));
    let mut roles: BTreeMap<(bool, &str), TaskCounts> = BTreeMap::new();
    for it in work {
        let name = it.responsible.as_deref();
        let counts = roles
            .entry((name.is_none(), name.unwrap_or("(nobody)")))
            .or_default();
        *counts = counts.and(it.counts);
    }
    let rows = roles.iter();
    let rows: Vec<(String, TaskCounts)> = rows
        .map(|((_, name), counts)| ((*name).to_owned(), *counts))
        .collect();
    let mut text = heading("by responsible", style);
    text.push_str(&match rows.is_empty() {
        true => "  no lead has a task\n".to_owned(),
        false => states(&rows, style),
    });
    text
}

/// A time in the largest unit that it fills: `12 days`.
fn how_long(seconds: Option<i64>) -> String {
    let Some(seconds) = seconds else {
        return "-".to_owned();
    };
    let size = seconds.unsigned_abs();
    let (amount, one, more) = match size {
        0..60 => (size, "second", "seconds"),
        60..3_600 => (size / 60, "minute", "minutes"),
        3_600..86_400 => (size / 3_600, "hour", "hours"),
        _ => (size / 86_400, "day", "days"),
    };
    let sign = if seconds < 0 { "-" } else { "" };
    format!("{sign}{}", counted(amount, one, more))
}

#[cfg(test)]
mod tests {
    use super::how_long;

    #[test]
    fn times_are_told_in_their_largest_unit() {
        for (seconds, told) in [
            (0, "0 seconds"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (7_199, "1 hour"),
            (86_399, "23 hours"),
            (86_400, "1 day"),
            (1_000 * 86_400, "1,000 days"),
            (-7_200, "-2 hours"),
        ] {
            assert_eq!(how_long(Some(seconds)), told);
        }
        assert_eq!(how_long(None), "-");
    }
}
