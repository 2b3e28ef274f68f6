//! What moved, on the screen.

use ratatui_core::text::{Line, Span};

use super::lines::{Palette, plain};
use super::words;
use crate::diff::{Came, MovedLead, Table, Turn};
use crate::render::Paint;
use crate::render::layout::{shortened, width};
use crate::render::printable::printable_line;
use crate::value::grouped;
use crate::watch::{Since, View};

/// So many ways of a decision are shown where there is more to see than what moved.
const MOST_WAYS: usize = 3;
/// So much is shown of a key there, and of the other words where there is little room.
const MOST_OF_KEY: usize = 24;
const NARROW: usize = 60;

/// All ways on which leads came, decision by decision, and some of the leads.
pub(super) fn whole(since: &Since, view: &View, palette: Palette) -> Vec<Line<'static>> {
    let mut lines = back(since, palette);
    for table in &since.moved.decisions {
        let rows = wanted(table, view);
        if rows.is_empty() {
            continue;
        }
        let rows: Vec<_> = rows
            .into_iter()
            .map(|row| (way(row), grouped(row.leads)))
            .collect();
        let wide = rows.iter().map(|(way, _)| width(way)).max().unwrap_or(0);
        let long = rows
            .iter()
            .map(|(_, leads)| width(leads))
            .max()
            .unwrap_or(0);
        lines.push(palette.line(Paint::Strong, table.decision.clone()));
        lines.extend(rows.iter().map(|(way, leads)| {
            let blanks = " ".repeat(wide.saturating_sub(width(way)));
            plain(format!("  {way}{blanks}  {leads:>long$}"))
        }));
    }
    for lead in since
        .moved
        .first
        .iter()
        .filter(|lead| is_wanted(lead, view))
    {
        lines.push(Line::from(vec![
            palette.paint(Paint::Note, "• "),
            Span::raw(printable_line(&lead.key)),
        ]));
        let turns = lead.turns.iter();
        lines.extend(turns.map(|turn| plain(format!("    {}", words::turn(turn)))));
    }
    lines.extend(words::from_start(since).map(|words| palette.line(Paint::Faint, words)));
    lines
}

/// The same with a line for each decision and for each lead.
pub(super) fn brief(
    since: &Since,
    view: &View,
    palette: Palette,
    room: usize,
) -> Vec<Line<'static>> {
    let mut lines = back(since, palette);
    let names = since.moved.decisions.iter();
    let wide = names.map(|table| width(&table.decision)).max().unwrap_or(0);
    for table in &since.moved.decisions {
        let rows = wanted(table, view);
        if rows.is_empty() {
            continue;
        }
        let name = &table.decision;
        let blanks = " ".repeat(wide.saturating_sub(width(name)));
        let ways = rows.iter().take(MOST_WAYS);
        let mut ways: Vec<_> = ways
            .map(|row| format!("{} {}", way(row), grouped(row.leads)))
            .collect();
        if let Some(more) = rows.len().checked_sub(MOST_WAYS).filter(|more| *more > 0) {
            ways.push(format!("{more} more"));
        }
        lines.push(Line::from(vec![
            palette.paint(Paint::Strong, name.clone()),
            Span::raw(format!("{blanks}  {}", ways.join(", "))),
        ]));
    }
    for lead in since
        .moved
        .first
        .iter()
        .filter(|lead| is_wanted(lead, view))
    {
        let first = lead.turns.first();
        let turn = first.map_or(String::new(), |turn| match room < NARROW {
            true => words::short_turn(turn),
            false => words::turn(turn),
        });
        let more = match lead.turns.len() {
            0 | 1 => String::new(),
            some => format!(" (+{})", some - 1),
        };
        lines.push(Line::from(vec![
            palette.paint(Paint::Note, "• "),
            Span::raw(shortened(&lead.key, MOST_OF_KEY.min(room / 3))),
            Span::raw(format!("  {turn}")),
            palette.paint(Paint::Faint, more),
        ]));
    }
    lines.extend(words::from_start(since).map(|words| palette.line(Paint::Faint, words)));
    lines
}

fn back(since: &Since, palette: Palette) -> Vec<Line<'static>> {
    let words = since.back.map(words::back).into_iter();
    words
        .map(|words| palette.line(Paint::Good, format!("✓ {words}")))
        .collect()
}

fn way(row: &Came) -> String {
    format!(
        "{} → {}",
        printable_line(&row.from),
        printable_line(&row.to)
    )
}

/// The ways of a decision that are wanted.
fn wanted<'a>(table: &'a Table, view: &View) -> Vec<&'a Came> {
    let rows = table.rows.iter();
    let is_wanted = |row: &&Came| view.wants([table.decision.as_str(), &row.from, &row.to]);
    rows.filter(is_wanted).collect()
}

fn is_wanted(lead: &MovedLead, view: &View) -> bool {
    let texts = lead.turns.iter().flat_map(|turn| {
        let Turn {
            decision,
            from,
            to,
            by,
        } = turn;
        [decision.as_str(), from, to, by]
    });
    view.wants(texts.chain([lead.key.as_str()]))
}
