//! What a policy does not say and what is worked out from it, on the line.

use super::Snapshot;
use super::hover::reach;
use crate::diagnostic::Diagnostic;
use crate::model::{OperandKind, Task};
use crate::source::Span;
use crate::value::{Duration, Instant, Value};

/// A few words that an editor shows behind a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The place they stand behind.
    pub span: Span,
    /// The words.
    pub text: String,
    /// What they mean.
    pub tip: String,
}

/// What is worked out for the lines of a stretch of a text.
#[must_use]
pub fn hints(
    snapshot: &Snapshot,
    within: Span,
    findings: &[Diagnostic],
    now: Instant,
) -> Vec<Hint> {
    let model = &snapshot.compiled.model;
    let scores = model.scores.values().map(|it| &it.named);
    let scores = scores.filter(|named| named.span.lies_within(within));
    let scores = scores.filter_map(|named| {
        Some(Hint {
            span: named.span,
            text: reach(findings, &named.name)?.to_owned(),
            tip: "what its lines can come to, over all leads that there could be".to_owned(),
        })
    });
    let tasks = model.tasks.values();
    let deadlines = tasks.filter_map(|task| deadline(snapshot, task, within, now));
    let mut hints: Vec<Hint> = scores.chain(deadlines).collect();
    hints.sort_by_key(|hint| hint.span.start);
    hints
}

/// When a task would be due whose clock started now, where that is counted in working hours.
fn deadline(snapshot: &Snapshot, task: &Task, within: Span, now: Instant) -> Option<Hint> {
    let model = &snapshot.compiled.model;
    let deadline = task.deadline.as_ref()?;
    if !deadline.span.lies_within(within) {
        return None;
    }
    let Some(Value::Duration(limit)) = model.constant_of(&deadline.length) else {
        return None;
    };
    // What is counted by the clock everybody works out alone.
    if matches!(limit, Duration::Elapsed { .. }) {
        return None;
    }
    let OperandKind::Constant(Value::Role(role)) = task.responsible.kind else {
        return None;
    };
    let role = crate::model::Id::new(role as usize);
    let calendar = model.working_time_of(role)?.calendar()?;
    let due = calendar.due(now, *limit).ok()?;
    let shown = calendar
        .zone()
        .civil(due)
        .strftime("%a %b %-d, %H:%M")
        .to_string();
    Some(Hint {
        span: deadline.span,
        text: format!("started now: {shown}"),
        tip: "when it would be due in the working time of who does it".to_owned(),
    })
}
