//! What is decided under several values of a definition, for a person to read.

use super::columns::{Column, LABEL, side_by_side};
use super::human::heading;
use super::layout::{grouped, lift, padded_bar, share, shortened, width};
use crate::render::printable::printable_line;
use crate::render::{Paint, Style};
use crate::report::{Answers, Conversions, SweepReport, SweptDecision};

/// Most outcomes of a decision that get a column; the rest share one.
const MOST_OUTCOMES: usize = 12;
/// The cells of the bar beside a number of leads.
const BAR: usize = 6;
/// The cells of the bar beside a share.
const SHARE_BAR: usize = 4;

/// A table for each decision, a row for each value.
pub(super) fn sweep(report: &SweepReport, style: Style) -> String {
    let labels = report.values.iter().map(|value| {
        let mark = if value.is_policy { "*" } else { " " };
        shortened(&format!("{mark} {}", value.label), LABEL)
    });
    let labels: Vec<String> = labels.collect();
    let mut text = String::new();
    for decision in &report.decisions {
        let title = format!("{} by {}", decision.decision, report.name);
        text.push_str(&heading(&title, style));
        let mut tables = vec![("leads", counts(report, decision))];
        if report.goal.is_some() {
            tables.push(("converted", converted(report, decision)));
        }
        // Of two outcomes the second has nothing behind it.
        let outcomes = decision.rows.first().map_or(0, |row| row.outcomes.len());
        if report.goal.is_some() && decision.in_order && outcomes > 2 {
            let title = "from here on: an outcome, and those declared behind it";
            tables.push((title, from_here_on(report, decision)));
        }
        let tables = tables.into_iter().map(|(title, columns)| {
            let title = style.paint(Paint::Faint, title);
            format!("  {title}\n{}", side_by_side(&labels, columns, style))
        });
        text.push_str(&tables.collect::<Vec<_>>().join("\n"));
    }
    text + &legend(report)
}

/// What the policy itself says.
fn legend(report: &SweepReport) -> String {
    let marked = report.values.iter().any(|value| value.is_policy);
    match (&report.policy, marked) {
        (_, true) => "\n  * what the policy says\n".to_owned(),
        (Some(value), false) => {
            let value = shortened(&value.to_string(), LABEL);
            format!("\n  the policy says {value}\n")
        }
        (None, false) => String::new(),
    }
}

/// A column of leads: what it is called, and the leads under each value.
type Named = (String, Vec<Conversions>);

/// What was decided under some value.
fn decided(decision: &SweptDecision) -> Vec<Named> {
    let mut outcomes: Vec<Named> = Vec::new();
    for row in &decision.rows {
        // All rows have the same outcomes in the same order.
        outcomes.resize_with(row.outcomes.len(), Named::default);
        for ((name, leads), (outcome, counted)) in outcomes.iter_mut().zip(&row.outcomes) {
            *name = printable_line(&outcome.to_string());
            leads.push(*counted);
        }
    }
    if outcomes.len() > MOST_OUTCOMES {
        let leads = |rows: &[Conversions]| rows.iter().map(|row| row.leads).sum::<u64>();
        outcomes.sort_by_key(|(_, rows)| std::cmp::Reverse(leads(rows)));
    }
    let mut others: Vec<Conversions> = decision.rows.iter().map(|row| row.beyond).collect();
    for (_, cut) in outcomes.drain(outcomes.len().min(MOST_OUTCOMES)..) {
        let sums = others.iter_mut().zip(cut);
        sums.for_each(|(sum, more)| *sum += more);
    }
    outcomes.push(("others".to_owned(), others));
    outcomes.push(named("none", decision, |row| row.none));
    came(outcomes)
}

/// Why nothing was decided under some value.
fn undecided(decision: &SweptDecision) -> Vec<Named> {
    came(vec![
        named("gap", decision, |row| row.gap),
        named("conflict", decision, |row| row.conflict),
        named("not decided", decision, |row| row.not_decided),
    ])
}

fn named(
    name: &str,
    decision: &SweptDecision,
    counted: fn(&Answers<Conversions>) -> Conversions,
) -> Named {
    (name.to_owned(), decision.rows.iter().map(counted).collect())
}

/// Without what no lead has under any value.
fn came(mut columns: Vec<Named>) -> Vec<Named> {
    columns.retain(|(_, rows)| rows.iter().any(|row| row.leads > 0));
    columns
}

/// Numbers of leads with their bars.
fn counts(report: &SweepReport, decision: &SweptDecision) -> Vec<Column> {
    let columns = [decided(decision), undecided(decision)].into_iter();
    let columns = columns.flatten().map(|(name, rows)| {
        let cells = aligned(rows.iter().map(|row| grouped(row.leads)));
        let bars = rows
            .iter()
            .map(|row| padded_bar(row.leads, report.all.leads, BAR));
        let cells = cells.into_iter().zip(bars);
        Column::new(
            &name,
            cells.map(|(count, bar)| format!("{count} {bar}")).collect(),
        )
    });
    columns.collect()
}

/// Shares of those that converted, with bars and lifts.
fn converted(report: &SweepReport, decision: &SweptDecision) -> Vec<Column> {
    let columns = decided(decision).into_iter();
    columns
        .map(|(name, rows)| Column::new(&name, shares(report, &rows)))
        .collect()
}

/// The same of each outcome and those declared behind it. The first outcome and all behind it say
/// nothing: that is everybody.
fn from_here_on(report: &SweepReport, decision: &SweptDecision) -> Vec<Column> {
    let sums: Vec<Vec<Conversions>> = decision.rows.iter().map(Answers::from_here_on).collect();
    let first = decision.rows.first();
    let outcomes = first.map_or(&[][..], |row| &row.outcomes);
    let columns = outcomes.iter().enumerate().skip(1).take(MOST_OUTCOMES);
    let columns = columns.map(|(place, (outcome, _))| {
        let rows = sums
            .iter()
            .map(|row| row.get(place).copied().unwrap_or_default());
        let rows: Vec<Conversions> = rows.collect();
        let cells = aligned(rows.iter().map(|row| grouped(row.known)));
        let cells = cells.into_iter().zip(shares(report, &rows));
        let cells = cells.map(|(count, share)| format!("{count} {share}"));
        Column::new(&printable_line(&outcome.to_string()), cells.collect())
    });
    columns.collect()
}

fn shares(report: &SweepReport, rows: &[Conversions]) -> Vec<String> {
    let shares = aligned(rows.iter().map(|row| share(row.converted, row.known)));
    let lifts = aligned(rows.iter().map(|row| lift(row, &report.all)));
    let cells = rows.iter().zip(shares.iter().zip(&lifts));
    cells
        .map(|(row, (share, lift))| {
            let bar = padded_bar(row.converted, row.known, SHARE_BAR);
            format!("{share} {bar} {lift}")
        })
        .collect()
}

/// Texts to the right of a column that is as wide as the widest.
fn aligned(texts: impl Iterator<Item = String>) -> Vec<String> {
    let texts: Vec<String> = texts.collect();
    let widest = texts.iter().map(|text| width(text)).max().unwrap_or(0);
    texts
        .iter()
        .map(|text| format!("{text:>widest$}"))
        .collect()
}
