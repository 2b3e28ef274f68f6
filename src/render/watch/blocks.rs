//! The parts of the screen, each under a title.

use ratatui_core::text::{Line, Span};

use super::lines::{Palette, faded};
use super::screen::Screen;
use super::{examples, findings, leads, moved, words};
use crate::render::Paint;
use crate::render::findings::Counts;
use crate::render::printable::printable_line;
use crate::value::counted;
use crate::watch::{Kept, Seen, Session, Standing};

/// A part of the screen.
pub(super) struct Block {
    pub(super) title: Vec<Span<'static>>,
    pub(super) lines: Vec<Line<'static>>,
    /// The key that shows all of it; empty where there is none.
    pub(super) key: &'static str,
}

/// What was found: each finding in a few lines, or all that there is to say.
pub(super) fn found(screen: Screen<'_>, palette: Palette, width: usize, brief: bool) -> Block {
    let session = screen.session;
    let mut lines = match brief {
        true => findings::brief(session, screen.view, palette, width),
        false => findings::whole(session, screen.view, palette, width),
    };
    let mut title = vec![palette.paint(Paint::Strong, "findings")];
    let mut claimed = None;
    if let Some((_, shown, notes)) = session.findings() {
        title.push(Span::raw(" "));
        title.push(counts(session, palette, "none"));
        if notes > 0 {
            let words = counted(notes, "note", "notes");
            title.push(palette.paint(Paint::Faint, format!(", {words}")));
        }
        claimed = claim(session).filter(|_| shown.is_empty());
    }
    let claimed = claimed.map(|claim| findings::in_lines(&printable_line(claim), width, 0));
    let claimed = claimed.into_iter().flatten();
    lines.extend(claimed.map(|line| line.style(palette.style(Paint::Faint))));
    let block = Block {
        title,
        lines,
        key: "f",
    };
    block.or_nothing(screen, palette)
}

/// What can be said of all leads that there could be.
fn claim(session: &Session) -> Option<&str> {
    match &session.look()?.seen {
        Seen::Policy(_, Standing::Made(claim, _)) => claim.as_deref(),
        Seen::Policy(..) | Seen::Nothing(_) => None,
    }
}

/// How many findings there are; `none` where there are none.
pub(super) fn counts(session: &Session, palette: Palette, none: &str) -> Span<'static> {
    let findings = session.findings().map(|(_, findings, _)| findings);
    let counts = Counts::of(findings.into_iter().flatten());
    match counts.words() {
        None => palette.paint(Paint::Good, none),
        Some(words) if counts.errors + counts.not_proved > 0 => palette.paint(Paint::Error, words),
        Some(words) => palette.paint(Paint::Warning, words),
    }
}

/// The examples that do not hold.
pub(super) fn failed(screen: Screen<'_>, palette: Palette, width: usize) -> Option<Block> {
    let kept = screen.session.examples()?;
    let lines = examples::failed(&kept.what, screen.view, palette, width);
    if lines.is_empty() {
        return None;
    }
    let words = words::examples(&kept.what);
    let age = Age::of(screen.session, kept);
    Some(age.block("examples", &words, lines, palette))
}

/// What moved; none where there are no leads that could.
pub(super) fn differences(
    screen: Screen<'_>,
    palette: Palette,
    width: usize,
    brief: bool,
) -> Option<Block> {
    let session = screen.session;
    if let Some(kept) = session.since() {
        let lines = match brief {
            true => moved::brief(&kept.what, screen.view, palette, width),
            false => moved::whole(&kept.what, screen.view, palette),
        };
        let age = Age::of(session, kept);
        let block = age.block("moved", &words::moved(&kept.what), lines, palette);
        let block = Block { key: "d", ..block };
        return Some(block.or_nothing(screen, palette));
    }
    session.leads()?;
    let words = "nothing yet: save the policy, and see what it does";
    let title = vec![
        palette.paint(Paint::Strong, "moved "),
        palette.paint(Paint::Faint, words),
    ];
    Some(Block {
        title,
        lines: Vec::new(),
        key: "",
    })
}

/// What stands where differences are wanted and there are no leads.
pub(super) fn nothing_moves(palette: Palette) -> Block {
    let words = "there are no leads that could move";
    Block {
        title: vec![palette.paint(Paint::Faint, words)],
        lines: Vec::new(),
        key: "",
    }
}

/// What is decided of the leads.
pub(super) fn decided(screen: Screen<'_>, palette: Palette, width: usize) -> Option<Block> {
    let session = screen.session;
    let trouble = leads::trouble(session, palette, width);
    let Some(kept) = session.leads() else {
        let block = Block {
            title: vec![palette.paint(Paint::Strong, "leads")],
            lines: trouble,
            key: "",
        };
        return (!block.lines.is_empty()).then_some(block);
    };
    let bars = leads::bars(&kept.what, screen.view, palette, width, screen.quiet);
    let words = words::leads(&kept.what);
    let mut block = Age::of(session, kept).block("leads", &words, bars, palette);
    block.lines.splice(0..0, trouble);
    Some(block)
}

impl Block {
    /// Says so where a filter leaves nothing of it.
    fn or_nothing(mut self, screen: Screen<'_>, palette: Palette) -> Block {
        let filter = &screen.view.filter;
        if self.lines.is_empty() && !filter.is_empty() {
            let words = format!("nothing here has \"{}\" in it", printable_line(filter));
            self.lines.push(palette.line(Paint::Faint, words));
        }
        self
    }
}

/// Whether something is of the newest look, or of which else.
struct Age(Option<String>);

impl Age {
    fn of<T>(session: &Session, kept: &Kept<T>) -> Age {
        Age(session.is_old(kept).then(|| words::of_look(kept)))
    }

    /// A block of that age: what is old is faint.
    fn block(self, name: &str, words: &str, lines: Vec<Line<'static>>, palette: Palette) -> Block {
        let mut title = vec![palette.paint(Paint::Strong, format!("{name} "))];
        let lines = match self.0 {
            None => {
                title.push(Span::raw(words.to_owned()));
                lines
            }
            Some(of_look) => {
                title.push(palette.paint(Paint::Warning, of_look));
                title.push(palette.paint(Paint::Faint, format!(": {words}")));
                faded(lines)
            }
        };
        Block {
            title,
            lines,
            key: "",
        }
    }
}
