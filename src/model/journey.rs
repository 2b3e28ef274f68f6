//! Journeys: stages, tasks and moves with names and types resolved.

use std::collections::BTreeSet;

use super::{
    ChannelId, Condition, DecisionId, FieldId, JourneyId, Model, Named, Operand, RoleId, StageId,
    TaskId, TeamId,
};
use crate::source::Span;
use crate::syntax::ast::StepWord;
use crate::value::Duration;

/// A journey.
#[derive(Debug, Clone)]
pub struct Journey {
    /// Its name.
    pub named: Named,
    /// The name people read.
    pub title: Option<String>,
    /// The field that holds the stage a lead is in.
    pub tracks: FieldId,
    /// The field that holds when it got there.
    pub since: FieldId,
    /// No lead moves back, by the order of the tracked field's values.
    pub forward_only: bool,
    /// Its stages, in the order of the text.
    pub stages: Vec<StageId>,
}

/// A stage of a journey.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Its name.
    pub named: Named,
    /// The name people read.
    pub title: Option<String>,
    /// The journey it belongs to.
    pub journey: JourneyId,
    /// The value of the tracked field that stands for it, by its place.
    pub value: u32,
    /// Leads start here, or stay here.
    pub kind: StageKind,
    /// The teams that agreed on it.
    pub agreed_by: Vec<TeamId>,
    /// Who answers for the leads in it. It should be one; how many it may be is no question of the
    /// language.
    pub accountable: Vec<Accountable>,
    /// What every move into it guarantees.
    pub requires: Option<Condition>,
    /// The fields that are missing, or empty, once a lead gets there.
    pub clears: Vec<FieldId>,
    /// The fields that are one more once a lead gets there; missing counts as 0.
    pub counts: Vec<FieldId>,
    /// Its tasks, in the order of the text.
    pub tasks: Vec<TaskId>,
    /// The ways out of it, in the order of the text.
    pub moves: Vec<Move>,
}

/// Where in a journey a stage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageKind {
    /// Leads start here.
    Start,
    /// Neither start nor end.
    Between,
    /// Leads stay here.
    End,
}

/// A team or a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// All of a team.
    Team(TeamId),
    /// One role.
    Role(RoleId),
}

/// Who answers for the leads of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accountable {
    /// The team or role.
    pub party: Party,
    /// Where it is named.
    pub span: Span,
}

/// A task: what is to be done for the leads of a stage.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its name.
    pub named: Named,
    /// The name people read.
    pub title: Option<String>,
    /// The stage it belongs to.
    pub stage: StageId,
    /// For which leads it exists; without, for all.
    pub when: Option<Condition>,
    /// Who does it: a constant role, or a decision that yields one.
    pub responsible: Operand,
    /// Who is asked.
    pub consulted: Vec<Party>,
    /// Who is told.
    pub informed: Vec<Party>,
    /// The channels by which it may be done; none for a task that needs none.
    pub channels: Vec<ChannelId>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// What ends it.
    pub done: Option<Done>,
    /// What happens while it is not done, in the order of the text.
    pub steps: Vec<TaskStep>,
}

/// By when a task is to be done.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// How long from the start of the clock: a constant, a definition or a decision.
    pub length: Operand,
    /// When the clock starts.
    pub clock: ClockStart,
    /// Where it stands.
    pub span: Span,
}

/// When the clock of a deadline starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockStart {
    /// When the lead enters the stage.
    Entry,
    /// At the date or instant that a field holds.
    Field(FieldId),
    /// When another task is done.
    EndOf(TaskId),
}

/// What ends a task.
#[derive(Debug, Clone)]
pub enum Done {
    /// The instant that a field holds.
    At(FieldId),
    /// That a condition is yes.
    When(Box<Condition>),
}

/// What happens to a task that is not done.
#[derive(Debug, Clone)]
pub struct TaskStep {
    /// Somebody is told, or gets the task.
    pub kind: StepWord,
    /// Who.
    pub role: RoleId,
    /// How long after the start of the task's clock: a constant, a definition or a decision.
    pub at: Operand,
    /// Where it stands.
    pub span: Span,
}

/// A way out of a stage.
#[derive(Debug, Clone)]
pub struct Move {
    /// Where it leads.
    pub target: Target,
    /// It is open where no other move is.
    pub otherwise: bool,
    /// When it is open; without, always.
    pub when: Option<Condition>,
    /// When it is not open after all.
    pub unless: Option<Condition>,
    /// The least time in the stage.
    pub after: Option<Duration>,
    /// It stands above the moves of the stage that lead there.
    pub overrides: Vec<Target>,
    /// Why.
    pub because: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A stage of the journey.
    Stage(StageId),
    /// A decision that yields one.
    Decision(DecisionId),
}

impl Stage {
    /// Its conditions: what it requires, and when its moves are open.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let moves = self.moves.iter();
        let moves = moves.flat_map(|it| it.when.iter().chain(&it.unless));
        self.requires.iter().chain(moves)
    }

    /// The decisions that say where its moves lead.
    pub fn decisions(&self) -> impl Iterator<Item = DecisionId> {
        self.moves.iter().filter_map(|it| match it.target {
            Target::Decision(id) => Some(id),
            Target::Stage(_) => None,
        })
    }

    /// Whether a move stands above another: it overrides the other's target, or that of a move that
    /// does.
    #[must_use]
    pub fn stands_above(&self, one: &Move, other: &Move) -> bool {
        let mut below = BTreeSet::new();
        let mut open: Vec<Target> = one.overrides.clone();
        while let Some(target) = open.pop() {
            if below.insert(target) {
                let moves = self.moves.iter().filter(|it| it.target == target);
                open.extend(moves.flat_map(|it| it.overrides.iter().copied()));
            }
        }
        below.contains(&other.target)
    }
}

impl Task {
    /// When its clock starts: that of its steps too, where it has no deadline.
    #[must_use]
    pub fn clock(&self) -> ClockStart {
        let deadline = self.deadline.as_ref();
        deadline.map_or(ClockStart::Entry, |deadline| deadline.clock)
    }

    /// Its conditions: when it exists, and what ends it.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let done = match &self.done {
            Some(Done::When(condition)) => Some(&**condition),
            Some(Done::At(_)) | None => None,
        };
        self.when.iter().chain(done)
    }

    /// Its values: who does it, and how long everything may take.
    pub fn operands(&self) -> impl Iterator<Item = &Operand> {
        let deadline = self.deadline.iter().map(|deadline| &deadline.length);
        let steps = self.steps.iter().map(|step| &step.at);
        std::iter::once(&self.responsible)
            .chain(deadline)
            .chain(steps)
    }
}

impl Model {
    /// The name by which findings and acceptances know a stage: `funnel.mql`.
    #[must_use]
    pub fn stage_name(&self, id: StageId) -> String {
        let stage = self.stages.get(id);
        let journey = stage.and_then(|stage| self.journeys.get(stage.journey));
        let journey = journey.map_or("", |journey| journey.named.name.as_str());
        let stage = stage.map_or("", |stage| stage.named.name.as_str());
        format!("{journey}.{stage}")
    }

    /// The name by which findings and acceptances know a task: `funnel.mql.first_call`.
    #[must_use]
    pub fn task_name(&self, id: TaskId) -> String {
        let Some(task) = self.tasks.get(id) else {
            return String::new();
        };
        format!("{}.{}", self.stage_name(task.stage), task.named.name)
    }

    /// The fields that journeys themselves read, beside those in conditions: the stages and when
    /// leads got there, when clocks start and when tasks were done, and what is counted.
    pub(super) fn fields_of_journeys(&self) -> impl Iterator<Item = FieldId> {
        let journeys = self.journeys.values();
        let journeys = journeys.flat_map(|journey| [journey.tracks, journey.since]);
        let counted = self.stages.values();
        let counted = counted.flat_map(|stage| stage.counts.iter().copied());
        let tasks = self.tasks.values().flat_map(|task| {
            let clock = match task.deadline.as_ref().map(|deadline| deadline.clock) {
                Some(ClockStart::Field(field)) => Some(field),
                Some(ClockStart::Entry | ClockStart::EndOf(_)) | None => None,
            };
            let done = match &task.done {
                Some(Done::At(field)) => Some(*field),
                Some(Done::When(_)) | None => None,
            };
            clock.into_iter().chain(done)
        });
        journeys.chain(counted).chain(tasks)
    }
}
