//! How a score adds up, in sentences.

use super::condition::{Reader, words};
use crate::eval::trace::{self, ItemTrace, LineTrace, TableOutcome, TableTrace};
use crate::model::ScoreId;
use crate::value::Number;

/// The most lines of a score that are told.
const MOST_LINES: usize = 12;

/// What each line of the score gave; those that gave nothing come last, with the reason.
pub(super) fn why(reader: Reader<'_>, id: ScoreId) -> Vec<String> {
    let moment = reader.moment;
    let lead = moment.lead();
    let trace = trace::score(reader.model, lead, moment.as_of, &moment.evaluation, id);
    let Some(trace) = trace else {
        return Vec::new();
    };
    let (mut gave, mut gave_none) = (Vec::new(), Vec::new());
    items(reader, &trace.items, &mut gave, &mut gave_none);
    if let (Some(sum), Some(total)) = (trace.sum, trace.total)
        && sum != total
    {
        gave.push(format!("together {sum}, which its range makes {total}"));
    }
    let told = gave.len() + gave_none.len();
    gave.extend(gave_none);
    if told > MOST_LINES {
        gave.truncate(MOST_LINES);
        gave.push(format!("and {} more lines", told - MOST_LINES));
    }
    gave
}

fn items(
    reader: Reader<'_>,
    traces: &[ItemTrace<'_>],
    gave: &mut Vec<String>,
    gave_none: &mut Vec<String>,
) {
    let nothing = Number::from(0);
    for item in traces {
        match item {
            ItemTrace::Line(it) => match it.points {
                Some(points) if points != nothing => gave.push(line(reader, it, points)),
                _ => gave_none.push(empty_line(reader, it)),
            },
            ItemTrace::Group(group) => {
                items(reader, &group.items, gave, gave_none);
                if let (Some(sum), Some(points)) = (group.sum, group.points)
                    && sum != points
                {
                    let title = &group.group.title;
                    gave.push(format!("the group \"{title}\" makes {points} of {sum}"));
                }
            }
            ItemTrace::Table(it) => match it.points {
                Some(points) if points != nothing => gave.push(table(it, points)),
                Some(points) => gave_none.push(table(it, points)),
                None => gave.push(no_points(reader, it)),
            },
        }
    }
}

/// Points with their sign, as the policy writes them.
fn signed(points: Number) -> String {
    match points.is_negative() {
        true => points.to_string(),
        false => format!("+{points}"),
    }
}

fn line(reader: Reader<'_>, trace: &LineTrace<'_>, points: Number) -> String {
    let text = words(reader.sources, trace.line.span);
    let saw = trace.of.as_ref().and_then(|of| reader.made_of(of));
    let saw = saw.map_or(String::new(), |saw| format!(", because {saw}"));
    let limited = match trace.raw {
        Some(raw) if raw != points => format!(" (limited from {})", signed(raw)),
        _ => String::new(),
    };
    format!("{} by `{text}`{saw}{limited}", signed(points))
}

fn empty_line(reader: Reader<'_>, trace: &LineTrace<'_>) -> String {
    let text = words(reader.sources, trace.line.span);
    let reason = match &trace.when {
        Some(when) if !when.truth.is_yes() => Some(reader.not_yes(when)),
        _ => trace.of.as_ref().and_then(|of| reader.made_of(of)),
    };
    match reason {
        Some(reason) => format!("0 by `{text}`, because {reason}"),
        None => format!("0 by `{text}`"),
    }
}

fn table(trace: &TableTrace<'_>, points: Number) -> String {
    let points = signed(points);
    let row = |rows: &[usize]| rows.first().and_then(|at| trace.rows.get(*at));
    let row = match &trace.outcome {
        TableOutcome::Rows(rows) => row(rows),
        _ => None,
    };
    match row {
        Some(row) => format!("{points} by the row `{}`{}", row.row.name, of(trace)),
        None => format!("{points} by `otherwise`{}", of(trace)),
    }
}

fn no_points(reader: Reader<'_>, trace: &TableTrace<'_>) -> String {
    let name = of(trace);
    match &trace.outcome {
        TableOutcome::Conflict(rows) => {
            let rows = rows.iter().filter_map(|at| trace.rows.get(*at));
            let names = super::problem::list(rows.map(|row| row.row.name.as_str()));
            format!("no points{name}: the rows {names} disagree")
        }
        TableOutcome::Stopped(_) => format!("no points{name}: it cannot be told which row holds"),
        _ => match trace.rows.first() {
            Some(row) => format!(
                "no points{name}: no row holds; {}",
                reader.not_yes(&row.when)
            ),
            None => format!("no points{name}: it has no rows"),
        },
    }
}

fn of(trace: &TableTrace<'_>) -> String {
    match &trace.table.name {
        Some(name) => format!(" of the table `{name}`"),
        None => String::new(),
    }
}
