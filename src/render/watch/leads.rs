//! What is decided of the leads, on the screen.

use ratatui_core::text::Line;

use super::findings::in_lines;
use super::lines::{Palette, plain};
use super::words;
use crate::render::printable::printable_line;
use crate::render::run::outcomes;
use crate::render::{Paint, Style};
use crate::report::{DecisionSummary, Summary};
use crate::watch::{Ran, Session, View};

/// The least cells of a bar, so that its label has room.
const LEAST_BAR: usize = 10;

/// Why the leads cannot be read.
pub(super) fn trouble(session: &Session, palette: Palette, width: usize) -> Vec<Line<'static>> {
    let lines = session.leads_trouble().iter().flat_map(words::trouble);
    let lines = lines.flat_map(|line| in_lines(&line, width, 2));
    lines
        .map(|line| line.style(palette.style(Paint::Error)))
        .collect()
}

/// A bar for each outcome.
pub(super) fn bars(
    ran: &Ran,
    view: &View,
    palette: Palette,
    width: usize,
    quiet: bool,
) -> Vec<Line<'static>> {
    let mut lines = vec![palette.line(Paint::Faint, words::origin(ran, width))];
    let decisions = ran.summary.decisions.iter();
    let decisions: Vec<_> = decisions
        .filter(|it| is_wanted(it, view))
        .cloned()
        .collect();
    let is_name = |line: &str| decisions.iter().any(|it| it.name == line);
    let summary = Summary {
        decisions: decisions.clone(),
        ..ran.summary.clone()
    };
    let style = Style {
        colour: false,
        width,
    };
    let text = outcomes(&summary, style, LEAST_BAR);
    for line in text.lines().filter(|line| !line.is_empty()) {
        lines.push(match is_name(line) {
            true => palette.line(Paint::Strong, line),
            false => plain(line),
        });
    }
    if !quiet {
        let notes = ran.notes.iter();
        let notes = notes.map(|note| format!("note: {}", printable_line(note)));
        lines.extend(notes.flat_map(|note| in_lines(&note, width, 2)));
    }
    lines
}

fn is_wanted(decision: &DecisionSummary, view: &View) -> bool {
    let outcomes = decision.answers.outcomes.iter();
    let outcomes: Vec<String> = outcomes.map(|it| it.0.to_string()).collect();
    let texts = outcomes.iter().map(String::as_str);
    view.wants(texts.chain([decision.name.as_str()]))
}
