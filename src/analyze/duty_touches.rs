//! Which leads have a finding about a duty, by what the evaluator says of them.

use super::touches::state_in;
use crate::eval::journey::{DoneState, Given, Next, State, TaskState, person};
use crate::eval::{Evaluation, Found, trace};
use crate::model::{Id, Lead, Model, RoleId, TaskId};
use crate::value::{Instant, Value};

/// Which leads have a finding about a duty.
#[derive(Debug, Clone, PartialEq)]
pub enum DutyTouches {
    /// The lead has the task, and nobody does it: nobody is to, or the person who has this role is
    /// not known.
    NobodyDoes(TaskId, Option<RoleId>),
    /// The lead has the task, and all channels of it are forbidden.
    Forbidden(TaskId),
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
