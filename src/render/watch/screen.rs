//! The screen: a head of two lines, blocks that share the room, and the keys.

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::terminal::Frame;
use ratatui_core::text::{Line, Span};

use super::blocks::{Block, counts, decided, differences, failed, found, nothing_moves};
use super::column::{column, one, put, top};
use super::lines::Palette;
use super::words;
use crate::render::Paint;
use crate::render::printable::printable_line;
use crate::watch::{Kept, Mode, Seen, Session, View};

/// From this width on there are two columns.
const TWO_COLUMNS: u16 = 110;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Screen<'a> {
    /// What was seen so far.
    pub session: &'a Session,
    /// What of it is wanted.
    pub view: &'a View,
    /// Parts are coloured.
    pub colour: bool,
    /// Notes on the files of leads are left out.
    pub quiet: bool,
    /// What the command line calls the policy.
    pub name: &'a str,
}

/// Draws the screen, and says how many lines can be scrolled past.
pub fn draw(frame: &mut Frame<'_>, screen: Screen<'_>) -> usize {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    let palette = Palette {
        colour: screen.colour,
    };
    let mut rest = area;
    // Where there is no room for all, what was found comes before how it is called.
    if rest.height > 3 {
        title(buffer, top(&mut rest), screen, palette);
    }
    put(buffer, top(&mut rest), &status(screen.session, palette));
    if rest.height > 0 {
        rest.height -= 1;
        let last = Rect {
            y: rest.bottom(),
            height: 1,
            ..rest
        };
        put(buffer, last, &keys(screen.view, palette, area.width));
    }
    let width = usize::from(area.width);
    let block = match screen.view.mode {
        Mode::All => {
            all(buffer, rest, screen, palette);
            return 0;
        }
        Mode::Findings => found(screen, palette, width, false),
        Mode::Differences => {
            differences(screen, palette, width, false).unwrap_or_else(|| nothing_moves(palette))
        }
    };
    one(buffer, rest, &block, screen.view.scroll, palette)
}

/// The policy on the left, the look on the right.
fn title(buffer: &mut Buffer, area: Rect, screen: Screen<'_>, palette: Palette) {
    let session = screen.session;
    let mut left = printable_line(screen.name);
    if let Some((compiled, ..)) = session.findings() {
        let model = &compiled.model;
        if !model.title.is_empty() {
            left = printable_line(&model.title);
        }
        if let Some(version) = &model.version {
            left.push_str(&format!(" {}", printable_line(version)));
        }
    }
    let left = palette.line(Paint::Strong, left);
    put(buffer, area, &left);
    let right = session.look().map_or(String::new(), |look| {
        let proving = if session.is_waiting() {
            "proving … "
        } else {
            ""
        };
        let number = look.number;
        match look.at.as_str() {
            "" => format!("{proving}save {number}"),
            at => format!("{proving}save {number}, {at}"),
        }
    });
    let right = palette.line(Paint::Faint, right);
    let wide = u16::try_from(right.width()).unwrap_or(u16::MAX);
    let used = u16::try_from(left.width()).unwrap_or(u16::MAX);
    // Only where it does not write over the name.
    if used.saturating_add(wide) < area.width {
        let place = Rect {
            x: area.right() - wide,
            width: wide,
            ..area
        };
        put(buffer, place, &right);
    }
}

/// All in one line: findings, examples, what moved.
fn status(session: &Session, palette: Palette) -> Line<'static> {
    let mut spans = vec![match session.look().map(|look| &look.seen) {
        None => palette.paint(Paint::Faint, "reading …"),
        Some(Seen::Nothing(_)) => palette.paint(Paint::Error, "no policy"),
        Some(Seen::Policy(..)) => counts(session, palette, "no findings"),
    }];
    let mut add = |words: String, paint: Paint| {
        spans.push(palette.paint(Paint::Faint, " · "));
        spans.push(palette.paint(paint, words));
    };
    let examples = session.examples();
    if let Some(kept) = examples.filter(|kept| !kept.what.played.is_empty()) {
        let hold = kept.what.played.iter().all(|it| it.passed());
        let paint = if hold { Paint::Good } else { Paint::Error };
        let words = format!("examples: {}", words::examples(&kept.what));
        add(words, of_age(session, kept, paint));
    }
    if let Some(kept) = session.since() {
        let paint = match kept.what.moved.moved {
            0 => Paint::Good,
            _ => Paint::Note,
        };
        let words = format!("moved: {}", words::moved(&kept.what));
        add(words, of_age(session, kept, paint));
    }
    Line::from(spans)
}

fn of_age<T>(session: &Session, kept: &Kept<T>, paint: Paint) -> Paint {
    if session.is_old(kept) {
        Paint::Faint
    } else {
        paint
    }
}

/// What keys do, as far as there is room, or the filter while it is typed.
fn keys(view: &View, palette: Palette, width: u16) -> Line<'static> {
    if view.typing {
        return Line::from(vec![
            palette.paint(Paint::Note, "/"),
            Span::raw(printable_line(&view.filter)),
            palette.paint(Paint::Faint, "▏ enter keeps it, escape leaves it"),
        ]);
    }
    let mut line = Line::default();
    if !view.filter.is_empty() {
        let filter = printable_line(&view.filter);
        line.push_span(palette.paint(Paint::Note, format!("only \"{filter}\"  ")));
    }
    let (f, d) = match view.mode {
        Mode::All => ("findings", "differences"),
        Mode::Findings => ("all", "differences"),
        Mode::Differences => ("findings", "all"),
    };
    let all = [
        ("q", "quit"),
        ("r", "rerun"),
        ("f", f),
        ("d", d),
        ("/", "filter"),
    ];
    for (key, does) in all {
        if line.width() + does.len() + 2 > usize::from(width) {
            break;
        }
        line.push_span(palette.paint(Paint::Strong, key));
        line.push_span(palette.paint(Paint::Faint, format!(" {does}  ")));
    }
    line
}

/// All blocks, in one column or in two.
fn all(buffer: &mut Buffer, area: Rect, screen: Screen<'_>, palette: Palette) {
    let is_wide = area.width >= TWO_COLUMNS;
    let (left, right) = if is_wide { halves(area) } else { (area, area) };
    let width = usize::from(left.width);
    let moved = differences(screen, palette, width, true);
    let mut first = vec![found(screen, palette, width, true)];
    first.extend(failed(screen, palette, width));
    let decided = decided(screen, palette, width);
    if is_wide {
        column(buffer, left, &first, palette);
        let second: Vec<Block> = moved.into_iter().chain(decided).collect();
        column(buffer, right, &second, palette);
        return;
    }
    // What a save moved is what it is made for; but where it has errors, they come first.
    let at = match screen.session.is_sound() {
        true => 0,
        false => first.len(),
    };
    first.splice(at..at, moved);
    first.extend(decided);
    column(buffer, area, &first, palette);
}

/// The two halves of an area, with a gap between them.
fn halves(area: Rect) -> (Rect, Rect) {
    let half = area.width / 2;
    let left = Rect {
        width: half - 1,
        ..area
    };
    let right = Rect {
        x: area.x + half + 1,
        width: half - 1,
        ..area
    };
    (left, right)
}

#[cfg(test)]
mod tests;
