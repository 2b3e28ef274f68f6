//! Which leads have a finding about a journey, by what the evaluator says of them.

use crate::eval::journey::{self, DoneState, Given, Next, State, TaskState, person};
use crate::eval::{Evaluation, Found, evaluate, trace};
use crate::model::{Batch, Cell, FieldId, Id, Lead, Model, RoleId, StageId, Task, TaskId};
use crate::value::{Instant, Number, Value};

/// Which leads have a finding about a journey.
#[derive(Debug, Clone, PartialEq)]
pub enum JourneyTouches {
    /// The lead is in the stage, and these moves of it, by their places, are open and lead to
    /// different stages.
    ConflictingMoves(StageId, usize, usize),
    /// The lead goes from one stage into another, and lacks there what that requires.
    BrokenContract(StageId, StageId),
    /// The lead goes from one stage into another.
    Goes(StageId, StageId),
    /// The task is to be done, and nothing has started its clock.
    NoStart(TaskId),
    /// The task is to be done, and its clock started before the lead got into its stage.
    EarlyStart(TaskId),
    /// The lead has the task, and nobody does it: nobody is to, or the person who has this role is
    /// not known.
    NobodyDoes(TaskId, Option<RoleId>),
    /// The lead has the task, and all channels of it are forbidden.
    Forbidden(TaskId),
    /// The lead is in the stage, lacks the counter, and would move on otherwise, or have other
    /// tasks, if it were 0.
    UnsetCounter(FieldId, StageId),
}

impl JourneyTouches {
    /// Whether a lead has it.
    #[must_use]
    pub fn meets(
        &self,
        model: &Model,
        lead: Lead<'_>,
        as_of: Instant,
        evaluation: &Evaluation,
    ) -> bool {
        match self {
            JourneyTouches::ConflictingMoves(stage, one, other) => {
                are_torn(model, evaluation, *stage, (*one, *other))
            }
            JourneyTouches::BrokenContract(from, to) => {
                breaks_contract(model, lead, as_of, evaluation, (*from, *to))
            }
            JourneyTouches::NoStart(task) => never_starts(model, evaluation, *task),
            JourneyTouches::EarlyStart(task) => starts_early(model, evaluation, *task),
            JourneyTouches::Goes(from, to) => goes(model, evaluation, *from, *to),
            JourneyTouches::NobodyDoes(id, role) => {
                let responsible = model.tasks.get(*id).map(|task| &task.responsible);
                let is_nobodys = responsible.is_some_and(|responsible| {
                    // Who it is at first: a `reassign` may have given it to somebody since.
                    let who = trace::operand(model, lead, as_of, evaluation, responsible).value;
                    match (role, who) {
                        (None, who) => who == Found::Missing,
                        (Some(role), Found::Known(who)) => {
                            is_role(&who, *role)
                                && person(model, lead, *role) == Some(Given::Missing)
                        }
                        (Some(_), Found::Missing | Found::Stopped) => false,
                    }
                });
                is_nobodys && waiting_task(model, evaluation, *id).is_some()
            }
            JourneyTouches::Forbidden(id) => {
                let has_channels = model
                    .tasks
                    .get(*id)
                    .is_some_and(|it| !it.channels.is_empty());
                let task = waiting_task(model, evaluation, *id);
                has_channels && task.is_some_and(|task| task.channels.is_empty())
            }
            JourneyTouches::UnsetCounter(field, stage) => {
                *lead.cell(*field) == Cell::Missing && {
                    let counted = with_zero(model, lead, *field);
                    let counted = counted.lead(0);
                    let instead = evaluate(model, counted, as_of);
                    let as_is = course(model, lead, as_of, evaluation, *stage);
                    as_is.is_some() && as_is != course(model, counted, as_of, &instead, *stage)
                }
            }
        }
    }
}

/// Whether a lead is in a stage and goes from there to another.
fn goes(model: &Model, evaluation: &Evaluation, from: StageId, to: StageId) -> bool {
    let state = state_in(model, evaluation, from);
    state.is_some_and(|state| matches!(&state.next, Next::To { stage, .. } if *stage == to))
}

/// A lead is in a stage, and these moves of it are open and lead to different stages.
fn are_torn(
    model: &Model,
    evaluation: &Evaluation,
    stage: StageId,
    (one, other): (usize, usize),
) -> bool {
    let state = state_in(model, evaluation, stage);
    state.is_some_and(|state| match &state.next {
        Next::Conflict(moves) => moves.contains(&one) && moves.contains(&other),
        Next::Stay | Next::To { .. } | Next::Untold => false,
    })
}

/// A lead goes from one stage into another, and lacks there what that requires.
fn breaks_contract(
    model: &Model,
    lead: Lead<'_>,
    as_of: Instant,
    evaluation: &Evaluation,
    (from, to): (StageId, StageId),
) -> bool {
    if !goes(model, evaluation, from, to) {
        return false;
    }
    let moved = journey::arrived(model, lead, to, as_of);
    let evaluation = evaluate(model, moved.lead(0), as_of);
    state_in(model, &evaluation, to).is_some_and(|state| state.lacks_required)
}

/// A lead has a task that is not done, and nothing has started its clock.
fn never_starts(model: &Model, evaluation: &Evaluation, task: TaskId) -> bool {
    let task = open_task(model, evaluation, task);
    task.is_some_and(|(_, task)| task.start == Given::Missing)
}

/// A lead has a task that is not done, and its clock started before the lead got into the stage.
fn starts_early(model: &Model, evaluation: &Evaluation, task: TaskId) -> bool {
    let early = |(state, task): (&State, &TaskState)| match (task.start, state.since) {
        (Given::Known(start), Given::Known(since)) => start < since,
        _ => false,
    };
    open_task(model, evaluation, task).is_some_and(early)
}

/// Where a lead stands in the journey of a stage, where it is in that stage.
pub(super) fn state_in<'e>(
    model: &Model,
    evaluation: &'e Evaluation,
    stage: StageId,
) -> Option<&'e State> {
    let journey = model.stages.get(stage)?.journey;
    let mut states = evaluation.journeys.iter();
    states.find(|state| state.journey == journey && state.stage == Given::Known(stage))
}

fn is_role(value: &Value, role: RoleId) -> bool {
    matches!(value, Value::Role(place) if Id::new(*place as usize) == role)
}

/// How a task stands that the lead has and that is not done, and how the lead stands in its journey.
fn open_task<'e>(
    model: &Model,
    evaluation: &'e Evaluation,
    task: TaskId,
) -> Option<(&'e State, &'e TaskState)> {
    let state = state_in(model, evaluation, model.tasks.get(task)?.stage)?;
    let is_it = |it: &&TaskState| it.task == task && it.done == DoneState::No;
    Some((state, state.tasks.iter().find(is_it)?))
}

/// The same where the lead stays in its stage: of one that leaves at once nobody gets to do anything.
fn waiting_task<'e>(
    model: &Model,
    evaluation: &'e Evaluation,
    task: TaskId,
) -> Option<&'e TaskState> {
    let (state, task) = open_task(model, evaluation, task)?;
    (state.next == Next::Stay).then_some(task)
}

/// A lead with 0 in a field.
fn with_zero(model: &Model, lead: Lead<'_>, field: FieldId) -> Batch {
    let cells = model.fields.iter().map(|(id, _)| match id == field {
        true => Cell::Known(Value::Number(Number::ZERO)),
        false => lead.cell(id).clone(),
    });
    let mut batch = Batch::new(model.fields.len());
    batch.push(cells);
    batch
}

/// Where a lead in a stage goes, which tasks it has, whether they are done, whose they are and by
/// when.
type Course = (
    Option<StageId>,
    Vec<(TaskId, DoneState, Vec<Option<Value>>)>,
);

fn course(
    model: &Model,
    lead: Lead<'_>,
    as_of: Instant,
    evaluation: &Evaluation,
    stage: StageId,
) -> Option<Course> {
    let state = state_in(model, evaluation, stage)?;
    let goes = match &state.next {
        Next::To { stage, .. } => Some(*stage),
        Next::Stay | Next::Conflict(_) | Next::Untold => None,
    };
    let tasks = state.tasks.iter().map(|it| {
        let operands = model.tasks.get(it.task).into_iter();
        let operands = operands.flat_map(Task::operands);
        let values = operands.map(|operand| {
            match trace::operand(model, lead, as_of, evaluation, operand).value {
                Found::Known(value) => Some(value.into_owned()),
                Found::Missing | Found::Stopped => None,
            }
        });
        (it.task, it.done, values.collect())
    });
    Some((goes, tasks.collect()))
}
