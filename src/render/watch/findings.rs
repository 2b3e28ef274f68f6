//! What was found, on the screen.

use ratatui_core::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::lines::{Palette, plain};
use super::words;
use crate::diagnostic::{Diagnostic, Level};
use crate::render::findings::{self, excerpts};
use crate::render::layout::wrapped;
use crate::render::printable::printable_line;
use crate::render::{Paint, Style};
use crate::source::SourceMap;
use crate::watch::{Seen, Session, View};

/// What stands before the text of an excerpt: four digits of a line number, and a rule.
const MARGIN: usize = 7;

/// Each finding in a few lines: what, where, and the line of the text.
pub(super) fn brief(
    session: &Session,
    view: &View,
    palette: Palette,
    width: usize,
) -> Vec<Line<'static>> {
    each(session, view, palette, width, |finding, sources| {
        let message = in_lines(&printable_line(&finding.message), width, 2);
        let excerpt = excerpt(finding, sources, palette, width);
        message.into_iter().chain(excerpt).collect()
    })
}

/// Each finding with all that there is to say of it.
pub(super) fn whole(
    session: &Session,
    view: &View,
    palette: Palette,
    width: usize,
) -> Vec<Line<'static>> {
    let style = Style {
        colour: false,
        width: width.max(20),
    };
    each(session, view, palette, width, |finding, sources| {
        let text = findings::human(sources, std::slice::from_ref(finding), style);
        let lines = text.lines().skip(1).map(|line| plain(printable_line(line)));
        lines.chain([Line::default()]).collect()
    })
}

/// Each finding that is wanted: its head, and what `body` says of it.
fn each(
    session: &Session,
    view: &View,
    palette: Palette,
    width: usize,
    body: impl Fn(&Diagnostic, &SourceMap) -> Vec<Line<'static>>,
) -> Vec<Line<'static>> {
    let mut lines = nothing(session, palette, width);
    let Some((compiled, findings, _)) = session.findings() else {
        return lines;
    };
    let sources = &compiled.sources;
    for finding in findings.iter().filter(|it| is_wanted(it, sources, view)) {
        lines.push(head(finding, sources, palette));
        lines.extend(body(finding, sources));
    }
    lines
}

/// Why there is no policy.
fn nothing(session: &Session, palette: Palette, width: usize) -> Vec<Line<'static>> {
    let look = session.look().map(|look| &look.seen);
    let Some(Seen::Nothing(trouble)) = look else {
        return Vec::new();
    };
    let lines = words::trouble(trouble).into_iter();
    let lines = lines.flat_map(|line| in_lines(&line, width, 2));
    lines
        .map(|line| line.style(palette.style(Paint::Error)))
        .collect()
}

fn is_wanted(finding: &Diagnostic, sources: &SourceMap, view: &View) -> bool {
    let name = finding.span().map_or("", |span| sources.name(span.source));
    let subject = finding.subject.as_ref().map_or("", |it| it.name.as_str());
    view.wants([finding.code.as_str(), &finding.message, name, subject])
}

fn head(finding: &Diagnostic, sources: &SourceMap, palette: Palette) -> Line<'static> {
    let paint = match finding.level {
        Level::Error => Paint::Error,
        Level::Warning => Paint::Warning,
        Level::Note => Paint::Note,
    };
    let place = finding.span().map(|span| words::place(sources, span));
    Line::from(vec![
        palette.paint(paint, words::level(finding)),
        Span::raw(" "),
        Span::raw(place.unwrap_or_default()),
    ])
}

/// The line of the text that a finding is about, with the place underlined.
fn excerpt(
    finding: &Diagnostic,
    sources: &SourceMap,
    palette: Palette,
    width: usize,
) -> Vec<Line<'static>> {
    let first = finding.labels.get(..1).unwrap_or_default();
    let Some(excerpt) = excerpts(sources, first).into_iter().next() else {
        return Vec::new();
    };
    let Some((mark, words)) = excerpt.marks.first() else {
        return Vec::new();
    };
    let before = excerpt
        .lines
        .iter()
        .rfind(|(start, _)| *start <= mark.start);
    let Some(&(start, number)) = before else {
        return Vec::new();
    };
    let rest = excerpt.text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let (before, marked) = (
        excerpt.text.get(start..mark.start).unwrap_or_default(),
        excerpt.text.get(mark.clone()).unwrap_or_default(),
    );
    let room = width.saturating_sub(MARGIN).max(1);
    // A place far to the right is brought into view.
    let over = (before.width() + marked.width().max(1)).saturating_sub(room);
    let line = behind(line, over);
    let blanks = before.width().saturating_sub(over);
    let under = "─".repeat(marked.width().clamp(1, room));
    vec![
        Line::from(vec![
            palette.paint(Paint::Faint, format!("{number:>4} │ ")),
            Span::raw(line.to_owned()),
        ]),
        Line::from(vec![
            palette.paint(Paint::Faint, "     · "),
            Span::raw(" ".repeat(blanks)),
            palette.paint(Paint::Note, format!("{under} {words}")),
        ]),
    ]
}

/// A text without so many columns at its start.
fn behind(text: &str, columns: usize) -> &str {
    let mut wide = 0;
    for (at, _) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        wide = before.width().max(wide);
        if wide >= columns {
            return text.get(at..).unwrap_or_default();
        }
    }
    ""
}

/// A text in lines, the second and further ones indented.
pub(super) fn in_lines(text: &str, width: usize, indent: usize) -> Vec<Line<'static>> {
    let text = wrapped(text, width.max(8), indent.min(2), indent);
    text.lines().map(plain).collect()
}
