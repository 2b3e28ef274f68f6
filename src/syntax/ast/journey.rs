//! Journeys: stages, tasks, moves.

use super::{Amount, Doc, Expr, Name, Overrides, Quoted};
use crate::source::Spanned;

/// `journey funnel "Funnel" tracks stage since stage_since forward only { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// The name people read.
    pub title: Option<Quoted>,
    /// The field that holds the stage a lead is in.
    pub tracks: Name,
    /// The field that holds when it got there.
    pub since: Name,
    /// `forward only`, where it stands.
    pub forward_only: Option<Spanned<()>>,
    /// Its stages.
    pub stages: Vec<Spanned<Stage>>,
}

/// `stage mql "Marketing-qualified" agreed by sales { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The lines above it.
    pub doc: Doc,
    /// Its name: a value of the tracked field.
    pub name: Name,
    /// The name people read.
    pub title: Option<Quoted>,
    /// `start` or `end`
    pub end: Option<Spanned<StageEnd>>,
    /// The teams that agreed on it.
    pub agreed_by: Vec<Name>,
    /// What it says, in the order of the text.
    pub items: Vec<Spanned<StageItem>>,
}

/// Whether a journey starts or ends in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageEnd {
    /// `start`
    Start,
    /// `end`
    End,
}

/// A line of a stage.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "most lines are tasks and moves, the largest kinds"
)]
pub enum StageItem {
    /// `accountable sales`: of all such lines together there should be one name.
    Accountable(Vec<Name>),
    /// `requires where_they_are is known`
    Requires(Expr),
    /// `clears verdict, reject_reason`
    Clears(Vec<Name>),
    /// `counts times_mql`
    Counts(Vec<Name>),
    /// `task first_call { … }`
    Task(Task),
    /// `to sql when …`
    Move(Move),
}

/// `task first_call "Call the lead" when phone is known { … }`; each clause has its whole place.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// The name people read.
    pub title: Option<Quoted>,
    /// For which leads it exists.
    pub when: Option<Expr>,
    /// The role that does it, or the decision that says which.
    pub responsible: Option<Spanned<Name>>,
    /// Who is asked.
    pub consulted: Option<Spanned<Vec<Name>>>,
    /// Who is told.
    pub informed: Option<Spanned<Vec<Name>>>,
    /// The channels by which it may be done.
    pub channels: Option<Spanned<Vec<Name>>>,
    /// By when.
    pub within: Option<Spanned<Within>>,
    /// What ends it.
    pub done: Option<Spanned<Done>>,
    /// What happens when it is not done, in the order of the text.
    pub steps: Vec<Spanned<Step>>,
}

/// `within 30 minutes of first_called_at`
#[derive(Debug, Clone, PartialEq)]
pub struct Within {
    /// How long.
    pub length: Spanned<TimeSpan>,
    /// A field or another task: from when on; without, from entering the stage on.
    pub of: Option<Name>,
}

/// How long something takes.
#[derive(Debug, Clone, PartialEq)]
pub enum TimeSpan {
    /// `30 minutes`
    Amount(Amount),
    /// A decision or a definition.
    Named(String),
}

/// What ends a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// `done at first_called_at`: the field that holds when it was done.
    At(Name),
    /// `done when interests has api`
    When(Expr),
}

/// `escalate sales_manager at 5 business hours`
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What happens.
    pub kind: StepWord,
    /// Who is told, or gets the task.
    pub role: Name,
    /// When, counted like the deadline.
    pub at: Spanned<TimeSpan>,
}

/// What happens to a task that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepWord {
    /// `escalate`: somebody is told.
    Escalate,
    /// `reassign`: somebody else gets it.
    Reassign,
}

impl StepWord {
    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            StepWord::Escalate => "escalate",
            StepWord::Reassign => "reassign",
        }
    }
}

/// `to sql when verdict = accepted after 2 days unless held overrides nurture because "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The lines above it.
    pub doc: Doc,
    /// `otherwise to …`: where no other move is open.
    pub otherwise: bool,
    /// The stage, or the decision that yields one.
    pub target: Name,
    /// When it is open.
    pub when: Option<Expr>,
    /// The least time in the stage.
    pub after: Option<Spanned<TimeSpan>>,
    /// When it is not open after all.
    pub unless: Option<Expr>,
    /// The targets of the moves that it stands above.
    pub overrides: Option<Overrides>,
    /// Why.
    pub because: Option<Quoted>,
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskStatus {
    /// It is to be done, and its deadline is not near.
    Open,
    /// Its deadline is near.
    DueSoon,
    /// Its deadline has passed.
    Late,
    /// It was done in time.
    Done,
    /// It was done, and too late.
    DoneLate,
    /// Its deadline counts from something that has not happened.
    NoClock,
}

impl TaskStatus {
    /// All of them.
    pub const ALL: [TaskStatus; 6] = [
        TaskStatus::Open,
        TaskStatus::DueSoon,
        TaskStatus::Late,
        TaskStatus::Done,
        TaskStatus::DoneLate,
        TaskStatus::NoClock,
    ];

    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TaskStatus::Open => "open",
            TaskStatus::DueSoon => "due-soon",
            TaskStatus::Late => "late",
            TaskStatus::Done => "done",
            TaskStatus::DoneLate => "done-late",
            TaskStatus::NoClock => "no-clock",
        }
    }
}
