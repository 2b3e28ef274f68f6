//! The examples that do not hold, on the screen.

use ratatui_core::text::{Line, Span};

use super::findings::in_lines;
use super::lines::Palette;
use super::words;
use crate::render::Paint;
use crate::render::examples::problems;
use crate::render::printable::printable_line;
use crate::watch::{Examples, View};

/// Each example that does not hold, with what is wrong.
pub(super) fn failed(
    examples: &Examples,
    view: &View,
    palette: Palette,
    width: usize,
) -> Vec<Line<'static>> {
    let (model, sources) = (&examples.compiled.model, &examples.compiled.sources);
    let mut lines = Vec::new();
    for (example, played) in model.examples.iter().zip(&examples.played) {
        if played.passed() {
            continue;
        }
        let problems = problems(model, sources, example, played);
        let messages = problems.iter().map(|problem| problem.message.as_str());
        if !view.wants(messages.chain([example.title.as_str()])) {
            continue;
        }
        lines.push(Line::from(vec![
            palette.paint(Paint::Error, "✗ "),
            Span::raw(printable_line(&example.title)),
        ]));
        for problem in &problems {
            let place = words::place(sources, problem.span);
            lines.push(palette.line(Paint::Faint, format!("  {place}")));
            lines.extend(in_lines(&printable_line(&problem.message), width, 2));
        }
    }
    lines
}
