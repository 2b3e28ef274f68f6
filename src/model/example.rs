//! Examples: stories that must come out as they say.

use super::{
    Cell, ChannelId, DecisionId, DefineId, FieldId, MustId, Party, ScoreId, StageId, TaskId,
};
use crate::source::Span;
use crate::syntax::ast::TaskStatus;
use crate::value::{Duration, Instant};

/// An example: a story that must come out as it says.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it is called.
    pub title: String,
    /// Where its title stands.
    pub span: Span,
    /// The story, in order.
    pub steps: Vec<Step>,
}

/// A step of an example.
#[derive(Debug, Clone)]
pub struct Step {
    /// What happens or is expected.
    pub kind: StepKind,
    /// Where it stands.
    pub span: Span,
}

/// What happens in an example, or is expected.
#[derive(Debug, Clone)]
pub enum StepKind {
    /// Fields get values: of the lead at its start, or later by `set`.
    Set(Vec<(FieldId, Cell)>),
    /// From here on it is this instant.
    AsOf(Instant),
    /// Time passes.
    Later(Duration),
    /// Something has this value, or with [`Cell::Missing`] none.
    ExpectValue(Subject, Cell),
    /// Something has some value.
    ExpectKnown(Subject),
    /// A channel is forbidden, or not.
    ExpectForbidden(ChannelId, bool),
    /// A `must` is broken, or not.
    ExpectBreach(MustId, bool),
    /// The lead is in the stage of this name without what that requires, or not: several journeys may
    /// have one.
    ExpectLacking(Vec<StageId>, bool),
    /// How the task of this name stands: of several stages that have one, that of the stage which
    /// the lead is in.
    ExpectTask(Vec<TaskId>, TaskExpectation),
    /// A team or role has been told, or not: informed by a task, or by a step of one.
    ExpectTold(Party, bool),
}

impl StepKind {
    /// Whether something is expected, and nothing happens.
    #[must_use]
    pub fn expects(&self) -> bool {
        match self {
            StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => false,
            StepKind::ExpectValue(..)
            | StepKind::ExpectKnown(_)
            | StepKind::ExpectForbidden(..)
            | StepKind::ExpectBreach(..)
            | StepKind::ExpectLacking(..)
            | StepKind::ExpectTask(..)
            | StepKind::ExpectTold(..) => true,
        }
    }
}

/// How a task is expected to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskExpectation {
    /// It has to be done by this instant.
    Due(Instant),
    /// It stands so.
    Is(TaskStatus),
}

/// Something of a lead that has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A field.
    Field(FieldId),
    /// A definition.
    Define(DefineId),
    /// A score.
    Score(ScoreId),
    /// A decision.
    Decision(DecisionId),
}
