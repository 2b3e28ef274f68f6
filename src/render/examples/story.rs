//! What had happened in an example by the time that something did not come out.

use serde::Serialize;

use crate::eval::example::{Event, EventKind, Failure, Played};
use crate::model::{Example, StepKind};
use crate::render::words::{Words, move_name};
use crate::syntax::ast::StepWord;
use crate::value::joined;

/// Something that happened, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Told {
    /// When, on the clock of the policy.
    pub(super) at: String,
    /// What kind of thing it is.
    pub(super) kind: &'static str,
    /// What.
    pub(super) what: String,
}

/// What had happened by the time of a failure; nothing where the lead had only been described.
pub(super) fn story(
    words: &Words<'_>,
    example: &Example,
    played: &Played,
    failure: &Failure,
) -> Vec<Told> {
    let events = played.events.iter().take(failure.events);
    let is_more = |event: &Event| match &event.kind {
        EventKind::Moved { .. } | EventKind::Step(..) => true,
        EventKind::Set(at) | EventKind::Time(at) => {
            let step = example.steps.get(*at);
            step.is_some_and(|step| matches!(step.kind, StepKind::Later(_)))
        }
    };
    if !events.clone().any(is_more) {
        return Vec::new();
    }
    events
        .filter_map(|event| told(words, example, event))
        .collect()
}

fn told(words: &Words<'_>, example: &Example, event: &Event) -> Option<Told> {
    let (kind, what) = match &event.kind {
        EventKind::Set(at) => {
            let text = words.text(example.steps.get(*at)?.span);
            ("set", format!("`{text}`"))
        }
        EventKind::Time(at) => {
            let text = words.text(example.steps.get(*at)?.span);
            ("time", format!("`{text}`"))
        }
        EventKind::Moved { from, to, by, .. } => {
            let stage = words.model.stages.get(*from)?;
            let moves = by.iter().filter_map(|at| stage.moves.get(*at));
            let moves = moves.map(|it| format!("`{}`", move_name(words.model, it)));
            let moves = joined(&moves.collect::<Vec<_>>(), "and");
            let (from, to) = (words.stage(*from), words.stage(*to));
            ("moved", format!("from {from} to {to}, by {moves}"))
        }
        EventKind::Step(task, step, role) => {
            let (task, role) = (words.task(*task), words.role(*role));
            let gets = match step {
                StepWord::Escalate => "is told of",
                StepWord::Reassign => "gets",
            };
            ("told", format!("{role} {gets} {task}, which is not done"))
        }
    };
    Some(Told {
        at: words.instant(event.at),
        kind,
        what,
    })
}
