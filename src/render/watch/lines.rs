//! Lines in colour.

use ratatui_core::style::{Color, Modifier, Style};
use ratatui_core::text::{Line, Span};

use crate::render::Paint;

/// How a screen paints.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    /// Parts are coloured; otherwise bold and faint are all there is.
    pub(super) colour: bool,
}

impl Palette {
    /// The style of what a stretch of text stands for.
    pub(super) fn style(self, paint: Paint) -> Style {
        let (colour, modifier) = match paint {
            Paint::Error => (Some(Color::Red), Modifier::BOLD),
            Paint::Warning => (Some(Color::Yellow), Modifier::BOLD),
            Paint::Note => (Some(Color::Cyan), Modifier::BOLD),
            Paint::Good => (Some(Color::Green), Modifier::empty()),
            Paint::Faint => (None, Modifier::DIM),
            Paint::Strong => (None, Modifier::BOLD),
        };
        let style = Style::new().add_modifier(modifier);
        match colour.filter(|_| self.colour) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// A stretch of text.
    pub(super) fn paint(self, paint: Paint, text: impl Into<String>) -> Span<'static> {
        Span::styled(text.into(), self.style(paint))
    }

    /// A line of one stretch.
    pub(super) fn line(self, paint: Paint, text: impl Into<String>) -> Line<'static> {
        Line::from(self.paint(paint, text))
    }
}

/// A line as it comes.
pub(super) fn plain(text: impl Into<String>) -> Line<'static> {
    Line::from(text.into())
}

/// The same lines, faint: what they tell was so once.
pub(super) fn faded(lines: Vec<Line<'static>>) -> Vec<Line<'static>> {
    let fade = |line: Line<'static>| {
        let text: String = line
            .spans
            .iter()
            .map(|span| span.content.as_ref())
            .collect();
        Line::from(Span::styled(text, Style::new().add_modifier(Modifier::DIM)))
    };
    lines.into_iter().map(fade).collect()
}
