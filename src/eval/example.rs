//! Plays a policy's examples.
//!
//! Statements are a story in order. Time passes with `later` and `as of`, and on its way the lead
//! is looked at whenever a move may open: a move happens at the instant at which it opens, and
//! `since` becomes that instant. What is open at the instant of an expectation has happened before
//! it.
//!
//! | file | purpose |
//! | --- | --- |
//! | `story` | the lead on its way: what is set, time that passes, moves |
//! | `instants` | when a move may open next |
//! | `check` | whether what is expected is so |

mod check;
mod instants;
mod story;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::journey::TaskState;
use super::{Cause, Evaluation, ScoreProblem};
use crate::model::{
    Batch, Example, JourneyId, Lead, Model, Party, RoleId, RuleIndex, StageId, Step, StepKind,
    TaskId,
};
use crate::source::Span;
use crate::syntax::ast::StepWord;
use crate::value::{Duration, Instant, Value};
use story::Story;

pub use story::{MOST_LOOKS, MOST_MOVES};

/// What became of an example.
#[derive(Debug, Clone, Default)]
pub struct Played {
    /// How many expectations it has.
    pub expectations: usize,
    /// The steps that did not come out, in the order of the story.
    pub failures: Vec<Failure>,
    /// The facts that the lead breaks on the way, by their places in [`Model::facts`], and when it
    /// first does: such a lead cannot exist.
    pub broken_facts: BTreeMap<usize, Moment>,
    /// All that happened, in order.
    pub events: Vec<Event>,
}

impl Played {
    /// Whether all came out as the example says, of a lead that can exist.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && self.broken_facts.is_empty()
    }
}

/// Something that happened in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// What.
    pub kind: EventKind,
}

impl Event {
    /// Whether the lead leaves a stage.
    #[must_use]
    pub fn leaves(&self, stage: StageId) -> bool {
        matches!(self.kind, EventKind::Moved { from, .. } if from == stage)
    }
}

/// What happens in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// The fields of this step got their values, by its place in [`Example::steps`].
    Set(usize),
    /// Time passed, as this step says.
    Time(usize),
    /// The lead moved, by these moves of the stage that it left.
    Moved {
        /// The journey.
        journey: JourneyId,
        /// The stage that it left.
        from: StageId,
        /// The stage that it got to.
        to: StageId,
        /// The moves, by their places in [`crate::model::Stage::moves`].
        by: Vec<usize>,
    },
    /// A step of a task told a role of it, or gave it to them.
    Step(TaskId, StepWord, RoleId),
}

/// A step of an example that did not come out.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The step, by its place in [`Example::steps`].
    pub step: usize,
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub expected: StepKind,
    /// What is so instead.
    pub found: Actual,
    /// What is so at that point, to trace why.
    pub moment: Moment,
    /// How many of [`Played::events`] had happened.
    pub events: usize,
}

/// A point of a story.
#[derive(Debug, Clone)]
pub struct Moment {
    lead: Batch,
    /// The instant at that point.
    pub as_of: Instant,
    /// What the policy says of the lead at that point.
    pub evaluation: Evaluation,
}

impl Moment {
    /// The lead at that point.
    #[must_use]
    pub fn lead(&self) -> Lead<'_> {
        self.lead.lead(0)
    }
}

/// What is so at some point of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    /// It has this value.
    Value(Value),
    /// It has none, and may have none.
    Missing,
    /// The decision does not cover the lead.
    Gap,
    /// These rules of the decision contradict each other.
    Conflict(Vec<RuleIndex>),
    /// Tables of the score give no points.
    NoPoints(Vec<ScoreProblem>),
    /// It is stopped, in the end by these.
    Stopped(Vec<Cause>),
    /// The channel is forbidden by these prohibitions, by their places in [`Model::forbids`]; by
    /// none of them, it is not.
    Forbidden(Vec<usize>),
    /// The `must` is broken, or not.
    Breach(bool),
    /// The task stands so.
    Task(Box<TaskState>),
    /// The stage that the lead is in has no such task, or none for this lead.
    NoTask,
    /// The team or role has been told, or not.
    Told(bool),
    /// The instant to which time would pass is none: too far off, or business time.
    NoInstant,
    /// The lead cannot go on; the story ends here.
    Stuck(Stuck),
}

/// Why a lead cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stuck {
    /// These moves of its stage are open and lead to different stages.
    Conflict {
        /// The stage.
        stage: StageId,
        /// The moves, by their places in [`crate::model::Stage::moves`].
        moves: Vec<usize>,
    },
    /// It goes through these stages again and again without time passing; the last is the first.
    Ring(Vec<StageId>),
    /// It moved more than [`MOST_MOVES`] times, or was looked at more than [`MOST_LOOKS`] times.
    TooLong,
}

/// Plays an example, from `default_as_of` on where it does not say an instant itself.
///
/// The lead starts with nothing known and its sets empty.
#[must_use]
pub fn play(model: &Model, example: &Example, default_as_of: Instant) -> Played {
    let mut story = Story::new(model, default_as_of);
    let mut played = Played::default();
    for (at, step) in example.steps.iter().enumerate() {
        let found = story.step(at, &step.kind);
        let expects = step.kind.expects();
        played.expectations += usize::from(expects);
        if expects || at + 1 == example.steps.len() {
            for fact in story.evaluated().broken_facts.clone() {
                let moment = || story.moment();
                played.broken_facts.entry(fact).or_insert_with(moment);
            }
        }
        let Some(found) = found else { continue };
        let is_stuck = matches!(found, Actual::Stuck(_));
        played.failures.push(failure(&mut story, at, step, found));
        if is_stuck {
            let rest = example.steps.iter().skip(at + 1);
            played.expectations += rest.filter(|step| step.kind.expects()).count();
            break;
        }
    }
    played.events = story.events;
    played
}

/// What becomes of a lead that nobody touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The moves that it makes, in order; each is an [`EventKind::Moved`].
    pub moves: Vec<Event>,
    /// Why it cannot go on, where it cannot.
    pub stuck: Option<Stuck>,
}

/// Follows a lead that nobody touches from an instant up to another, without that itself.
#[must_use]
pub fn course(model: &Model, lead: Lead<'_>, as_of: Instant, end: Instant) -> Course {
    let mut story = Story::of_lead(model, lead, as_of);
    let stuck = story.move_until(end).err();
    let mut moves = story.events;
    moves.retain(|event| matches!(event.kind, EventKind::Moved { .. }));
    Course { moves, stuck }
}

fn failure(story: &mut Story<'_>, at: usize, step: &Step, found: Actual) -> Failure {
    Failure {
        step: at,
        span: step.span,
        expected: step.kind.clone(),
        found,
        events: story.events.len(),
        moment: story.moment(),
    }
}

/// Who was told so far.
type Told = BTreeSet<Party>;

fn later(from: Instant, by: Duration) -> Option<Instant> {
    match by {
        Duration::Elapsed { seconds } => from
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .ok(),
        Duration::Business { .. } | Duration::BusinessDays { .. } => None,
    }
}
