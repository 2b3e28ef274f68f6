//! Which leads have a finding about a duty, by what the evaluator says of them.

use super::touches::state_in;
use crate::eval::journey::{DoneState, Given, Next, State, TaskState, person};
use crate::eval::{Evaluation, Found, evaluate, trace};
use crate::model::{Batch, Cell, FieldId, Id, Lead, Model, RoleId, StageId, Task, TaskId};
use crate::value::{Instant, Number, Value};

/// Which leads have a finding about a duty.
#[derive(Debug, Clone, PartialEq)]
pub enum DutyTouches {
    /// The lead has the task, and nobody does it: nobody is to, or the person who has this role is
    /// not known.
    NobodyDoes(TaskId, Option<RoleId>),
    /// The lead has the task, and all channels of it are forbidden.
    Forbidden(TaskId),
    /// The lead is in the stage, lacks the counter, and would move on otherwise, or have other
    /// tasks, if it were 0.
    UnsetCounter(FieldId, StageId),
}

impl DutyTouches {
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
            DutyTouches::NobodyDoes(id, role) => {
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
                is_nobodys && open_task(model, evaluation, *id).is_some()
            }
            DutyTouches::Forbidden(id) => {
                let has_channels = model
                    .tasks
                    .get(*id)
                    .is_some_and(|it| !it.channels.is_empty());
                let task = open_task(model, evaluation, *id);
                has_channels && task.is_some_and(|task| task.channels.is_empty())
            }
            DutyTouches::UnsetCounter(field, stage) => {
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

fn is_role(value: &Value, role: RoleId) -> bool {
    matches!(value, Value::Role(place) if Id::new(*place as usize) == role)
}

/// A task of a lead that stays in its stage, where it is not done.
fn open_task<'e>(model: &Model, evaluation: &'e Evaluation, id: TaskId) -> Option<&'e TaskState> {
    let state: &State = state_in(model, evaluation, model.tasks.get(id)?.stage)?;
    let mut tasks = state.tasks.iter();
    let task = tasks.find(|it| it.task == id && it.done == DoneState::No)?;
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
