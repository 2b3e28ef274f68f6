//! The tasks that a lead has in its stage, and how they stand; the clocks are those of
//! [`crate::eval::journey`].

use super::decision::{Made, Outcome};
use super::expr::Expr;
use super::journey::{Moment, Question, Traveller, ask};
use super::lower::{Drafted, Lowering};
use super::program::Slots;
use super::slot::Slot;
use super::variable::Goal;
use crate::eval::journey::{self, DoneState, Given, Limit, TaskFacts};
use crate::model::{self, ClockStart, Done, Operand, OperandKind, RoleId, TaskId, Type};
use crate::value::{Duration, Instant, Value};

/// How a task of a lead stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskStanding {
    /// The task.
    pub task: TaskId,
    /// How it stands.
    pub standing: journey::Standing,
}

/// The tasks of a stage.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    /// In the order of the text.
    tasks: Vec<Task>,
    /// Their places, those behind whose ends their clocks start.
    order: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Task {
    id: TaskId,
    exists: Question,
    start: Start,
    done: End,
    responsible: Expr,
    limit: Length,
    steps: Vec<Length>,
}

/// When a task's clock starts.
#[derive(Debug)]
enum Start {
    Entry,
    At(Moment),
    /// When another task of the stage, of this place, is done.
    EndOf(usize),
    /// When a task of another stage is done.
    EndElsewhere(Moment),
    /// When a task is done of which nobody knows when.
    Never,
}

/// What ends a task.
#[derive(Debug)]
enum End {
    Never,
    When(Question),
    At(Moment),
}

/// How long something is.
#[derive(Debug)]
enum Length {
    None,
    Constant(Duration),
    /// What the decision of this place says.
    Decision(usize),
    /// So many seconds.
    Computed(Expr),
}

impl Lowering<'_> {
    pub(super) fn tasks(&mut self, ids: &[TaskId], asked: &mut Vec<Drafted>) -> Option<Tasks> {
        let tasks = ids.iter().map(|id| self.task(*id, ids, asked));
        let tasks = tasks.collect::<Option<Vec<Task>>>()?;
        let mut order = Vec::new();
        for place in 0..tasks.len() {
            // From the task to the one whose start hangs on no other, and back.
            let mut chain = Vec::new();
            let mut open = Some(place);
            while let Some(place) = open {
                let is_new = !order.contains(&place) && !chain.contains(&place);
                open = match tasks.get(place)?.start {
                    Start::EndOf(other) if is_new => Some(other),
                    _ => None,
                };
                chain.extend(is_new.then_some(place));
            }
            order.extend(chain.into_iter().rev());
        }
        Some(Tasks { tasks, order })
    }

    fn task(&mut self, id: TaskId, stage: &[TaskId], asked: &mut Vec<Drafted>) -> Option<Task> {
        let task = self.model.tasks.get(id)?;
        let exists = self.optional(task.when.as_ref(), Goal::Yes, true)?;
        let done = match &task.done {
            None => End::Never,
            Some(Done::At(field)) => End::At(self.moment(*field)?),
            Some(Done::When(condition)) => {
                let done = self.condition(condition, Goal::Yes)?;
                End::When(ask(asked, done))
            }
        };
        let limit = task.deadline.as_ref();
        let steps = task.steps.iter().map(|step| self.length(&step.at));
        let steps = steps.collect::<Option<_>>()?;
        Some(Task {
            id,
            exists: ask(asked, exists),
            start: self.start(task, stage)?,
            done,
            responsible: self.value(&task.responsible)?,
            limit: match limit {
                Some(deadline) => self.length(&deadline.length)?,
                None => Length::None,
            },
            steps,
        })
    }

    fn start(&mut self, task: &model::Task, stage: &[TaskId]) -> Option<Start> {
        Some(match task.clock() {
            ClockStart::Entry => Start::Entry,
            ClockStart::Field(field) => Start::At(self.moment(field)?),
            ClockStart::EndOf(id) => {
                let other = self.model.tasks.get(id)?;
                let place = stage.iter().position(|it| *it == id);
                match (&other.done, place) {
                    (Some(Done::At(_)), Some(place)) => Start::EndOf(place),
                    (Some(Done::At(field)), None) => Start::EndElsewhere(self.moment(*field)?),
                    (Some(Done::When(_)) | None, _) => Start::Never,
                }
            }
        })
    }

    fn length(&mut self, of: &Operand) -> Option<Length> {
        Some(match &of.kind {
            OperandKind::Constant(Value::Duration(length)) => Length::Constant(*length),
            OperandKind::Nothing => Length::None,
            OperandKind::Decision(id) => Length::Decision(id.index()),
            // Business time stands behind a name as well.
            OperandKind::Define(id) => {
                let define = self.model.defines.get(*id)?;
                match &define.value.kind {
                    OperandKind::Constant(Value::Duration(length)) => Length::Constant(*length),
                    _ => Length::Computed(self.value(of)?),
                }
            }
            _ => Length::Computed(self.value(of)?),
        })
    }
}

impl Tasks {
    /// Adds those that exist for a lead which got into the stage then; none where the evaluator has
    /// to judge.
    pub(super) fn stand<S: Slots>(
        &self,
        traveller: &Traveller<'_, '_, S>,
        since: Option<Instant>,
        standings: &mut Vec<TaskStanding>,
    ) -> Option<()> {
        if self.tasks.is_empty() {
            return Some(());
        }
        let starts = self.starts(traveller, since)?;
        for (task, start) in self.tasks.iter().zip(starts) {
            if !traveller.is_so(task.exists)? {
                continue;
            }
            let standing = task.stand(traveller, start)?;
            if standing.has_fault {
                return None;
            }
            standings.push(TaskStanding {
                task: task.id,
                standing,
            });
        }
        Some(())
    }

    /// When the clock of each starts.
    fn starts<S: Slots>(
        &self,
        traveller: &Traveller<'_, '_, S>,
        since: Option<Instant>,
    ) -> Option<Vec<Option<Instant>>> {
        let mut starts = vec![None; self.tasks.len()];
        for place in &self.order {
            let start = match self.tasks.get(*place)?.start {
                Start::Entry => since,
                Start::At(moment) => traveller.instant(moment)?,
                Start::Never => None,
                Start::EndElsewhere(moment) => traveller.past(moment)?,
                Start::EndOf(other) => {
                    let (task, start) = (self.tasks.get(other)?, *starts.get(other)?);
                    let end = match task.done {
                        End::At(moment) if traveller.is_so(task.exists)? => {
                            traveller.past(moment)?
                        }
                        _ => None,
                    };
                    end.filter(|end| start.is_some_and(|start| *end >= start))
                }
            };
            *starts.get_mut(*place)? = start;
        }
        Some(starts)
    }
}

impl Task {
    fn stand<S: Slots>(
        &self,
        traveller: &Traveller<'_, '_, S>,
        start: Option<Instant>,
    ) -> Option<journey::Standing> {
        let (model, as_of) = (traveller.as_of.model, traveller.as_of.instant);
        let start = given(start);
        let done = match self.done {
            End::Never => DoneState::No,
            End::When(question) => match traveller.is_so(question)? {
                true => DoneState::Yes,
                false => DoneState::No,
            },
            End::At(moment) => journey::done_at(given(traveller.instant(moment)?), start, as_of),
        };
        let role = match self.responsible.value(traveller.lead) {
            Slot::Missing => Given::Missing,
            Slot::Ordinal(role) => Given::Known(RoleId::new(usize::try_from(role).ok()?)),
            Slot::Doubtful | Slot::Text(_) => return None,
        };
        let steps = self.steps.iter().map(|step| step.limit(traveller));
        let facts = TaskFacts {
            start,
            role,
            done,
            limit: self.limit.limit(traveller)?,
            steps: &steps.collect::<Option<Vec<Limit>>>()?,
        };
        let task = model.tasks.get(self.id)?;
        Some(journey::standing(model, task, &facts, as_of))
    }
}

impl Length {
    fn limit<S: Slots>(&self, traveller: &Traveller<'_, '_, S>) -> Option<Limit> {
        match self {
            Length::None => Some(Limit::None),
            Length::Constant(length) => Some(Limit::Is(*length)),
            Length::Computed(of) => limit(of.value(traveller.lead)),
            Length::Decision(place) => traveller.length(*place),
        }
    }
}

fn limit(seconds: Slot<'_>) -> Option<Limit> {
    match seconds {
        Slot::Missing => Some(Limit::None),
        Slot::Ordinal(seconds) => Some(Limit::Is(Duration::Elapsed { seconds })),
        Slot::Doubtful | Slot::Text(_) => None,
    }
}

fn given(instant: Option<Instant>) -> Given<Instant> {
    instant.map_or(Given::Missing, Given::Known)
}

impl<S: Slots> Traveller<'_, '_, S> {
    /// The instant that a field holds, where it is not to come.
    #[expect(clippy::option_option, reason = "the outer one is a failure")]
    fn past(&self, moment: Moment) -> Option<Option<Instant>> {
        let instant = self.instant(moment)?;
        Some(instant.filter(|instant| *instant <= self.as_of.instant))
    }

    /// How long a decision says that it is, which may be business time.
    fn length(&self, mut decision: usize) -> Option<Limit> {
        loop {
            let number = match self.lead.made(decision)? {
                Made::Outcome(number) => number,
                Made::Nothing => return Some(Limit::None),
                Made::Gap => return None,
            };
            match self.rules.get(decision)?.outcome(number)? {
                Outcome::Constant(Value::Duration(length)) => return Some(Limit::Is(*length)),
                Outcome::Nothing => return Some(Limit::None),
                Outcome::Computed(Type::Duration) => return limit(self.lead.decision(decision)),
                // Decisions refer to earlier ones only.
                Outcome::Decision(other) => decision = other.index(),
                Outcome::Constant(_) | Outcome::Field(_) | Outcome::Computed(_) => return None,
            }
        }
    }
}
