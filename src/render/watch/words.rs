//! What log and screen say alike.

use crate::diagnostic::Diagnostic;
use crate::diff::Turn;
use crate::render::printable::printable_line;
use crate::source::{SourceMap, Span};
use crate::value::{counted, grouped};
use crate::watch::{Back, Examples, Kept, Ran, Since, Trouble};

/// The level of a finding and its code: `error[gap]`.
pub(super) fn level(finding: &Diagnostic) -> String {
    // What was not decided is neither an error nor a warning yet.
    let level = match finding.is_proved() {
        true => finding.level.as_str(),
        false => "not proved",
    };
    format!("{level}[{}]", finding.code)
}

/// Where something stands: file, line and column.
pub(super) fn place(sources: &SourceMap, span: Span) -> String {
    let (start, _) = sources.positions(span);
    let name = printable_line(sources.name(span.source));
    format!("{name}:{}:{}", start.line, start.column)
}

/// How many examples hold.
pub(super) fn examples(examples: &Examples) -> String {
    let all = examples.played.len();
    let failed = examples.played.iter().filter(|it| !it.passed()).count();
    match (all, failed) {
        (0, _) => "none".to_owned(),
        (1, 0) => "1 holds".to_owned(),
        (_, 0) => format!("all {all} hold"),
        (_, 1) => format!("1 of {all} does not hold"),
        _ => format!("{failed} of {all} do not hold"),
    }
}

/// How many leads there are, and how it went.
pub(super) fn leads(ran: &Ran) -> String {
    let leads = ran.summary.leads;
    format!(
        "{} read, {} decided, {} with problems",
        grouped(leads.read),
        grouped(leads.decided),
        grouped(leads.with_problems)
    )
}

/// What the leads were read of; a long path is cut at its start.
pub(super) fn origin(ran: &Ran, width: usize) -> String {
    let mut words = String::new();
    if let Some(source) = &ran.origin.source {
        words.push_str(&format!(", read as `{}`", printable_line(source)));
    }
    if let Some(as_of) = &ran.origin.as_of {
        words.push_str(&format!(", as of {as_of}"));
    }
    let data = printable_line(&ran.origin.data);
    let room = width.saturating_sub(words.chars().count());
    let over = data.chars().count().saturating_sub(room);
    if over == 0 {
        return data + &words;
    }
    let end: String = data.chars().skip(over + 1).collect();
    format!("…{end}{words}")
}

/// How many leads moved.
pub(super) fn moved(since: &Since) -> String {
    let moved = &since.moved;
    let all = counted(moved.leads, "lead", "leads");
    let mut words = match moved.moved {
        0 => format!("none of {all}"),
        some => format!("{} of {all}", grouped(some)),
    };
    if moved.came > 0 {
        words.push_str(&format!("; {} new", grouped(moved.came)));
    }
    if moved.went > 0 {
        words.push_str(&format!("; {} gone", grouped(moved.went)));
    }
    words
}

/// That everything came back.
pub(super) fn back(back: Back) -> &'static str {
    match back {
        Back::Start => "back to how it was at the start, for every lead",
        Back::BeforeLastChange => "back to how it was before the last change, for every lead",
    }
}

/// How far the leads are from the start, where that is not said already.
pub(super) fn from_start(since: &Since) -> Option<String> {
    let moved = &since.moved;
    let is_said = since.back == Some(Back::Start) || since.from_start == moved.moved;
    let leads = counted(since.from_start, "lead", "leads");
    (!is_said).then(|| format!("{leads} moved since the start"))
}

/// A decision that says something else of a lead, and the rule that says it.
pub(super) fn turn(turn: &Turn) -> String {
    let (from, to) = (printable_line(&turn.from), printable_line(&turn.to));
    format!("{}: {from} → {to}{}", turn.decision, by(turn))
}

/// The same without the decision and what it said, where there is little room.
pub(super) fn short_turn(turn: &Turn) -> String {
    format!("→ {}{}", printable_line(&turn.to), by(turn))
}

/// The rule that says it.
fn by(turn: &Turn) -> String {
    match turn.by.as_str() {
        "" => ", by no rule".to_owned(),
        rule => format!(", by `{}`", printable_line(rule)),
    }
}

/// The look at which something was seen.
pub(super) fn of_look<T>(kept: &Kept<T>) -> String {
    let number = kept.number;
    match kept.at.as_str() {
        "" => format!("of save {number}"),
        at => format!("of save {number}, {at}"),
    }
}

/// What is wrong, and what to do, on two lines at most.
pub(super) fn trouble(trouble: &Trouble) -> Vec<String> {
    let mut lines = vec![format!("error: {}", printable_line(&trouble.message))];
    let help = trouble.help.as_ref();
    lines.extend(help.map(|help| format!("  help: {}", printable_line(help))));
    lines
}
