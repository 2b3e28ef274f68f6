//! Where a lead stands in its journeys, for programs.

use serde::Serialize;

use super::exact::{Exact, Object};
use crate::eval::journey::{DoneState, Given, Next, Responsible, State, TaskState};
use crate::model::{Cell, Model, Party, RoleId, StageId};
use crate::report::LeadResult;
use crate::syntax::ast::{StepWord, TaskStatus};
use crate::value::{Instant, Value};

/// Where a lead stands in a journey.
#[derive(Serialize)]
pub(in crate::render) struct JourneyJson<'a> {
    stage: Option<&'a str>,
    since: Option<String>,
    to: Option<&'a str>,
    next: &'static str,
    accountable: Option<String>,
    tasks: Vec<TaskJson<'a>>,
}

#[derive(Serialize)]
struct TaskJson<'a> {
    task: &'a str,
    responsible: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Option<String>>,
    due: Option<String>,
    state: Option<&'static str>,
    tell: Vec<&'a str>,
    channels: Vec<&'a str>,
    start: Option<String>,
    done: Option<String>,
}

/// A field to write back.
#[derive(Serialize)]
pub(super) struct WriteJson<'a> {
    field: &'a str,
    value: Option<Exact>,
}

/// Each journey by its name.
pub(super) fn journeys<'a>(model: &'a Model, result: &LeadResult) -> Object<'a, JourneyJson<'a>> {
    let states = result.journeys.iter();
    let journeys = states.filter_map(|state| {
        let journey = model.journeys.get(state.journey)?;
        Some((journey.named.name.as_str(), journey_json(model, state)))
    });
    Object(journeys.collect())
}

/// Where a lead stands in one journey.
pub(in crate::render) fn journey_json<'a>(model: &'a Model, state: &State) -> JourneyJson<'a> {
    JourneyJson {
        stage: stage_in(model, state),
        since: state.since.known().map(|at| model.zone.show(at)),
        to: goes_to(model, state),
        next: match state.next {
            Next::Stay => "stays",
            Next::To { .. } => "moves",
            Next::Conflict(_) => "conflict",
            Next::Untold => "untold",
        },
        accountable: accountable(model, state),
        tasks: state
            .tasks
            .iter()
            .filter_map(|it| task_json(model, it))
            .collect(),
    }
}

fn task_json<'a>(model: &'a Model, state: &TaskState) -> Option<TaskJson<'a>> {
    let task = model.tasks.get(state.task)?;
    let show = |at: Instant| model.zone.show(at);
    let steps = task.steps.iter().zip(&state.steps);
    let told = steps.filter(|(step, it)| it.fired && step.kind == StepWord::Escalate);
    let mut tell: Vec<&str> = Vec::new();
    for name in told.filter_map(|(step, _)| role(model, step.role)) {
        if !tell.contains(&name) {
            tell.push(name);
        }
    }
    let channels = state.channels.iter();
    let channels = channels.filter_map(|id| model.channels.get(*id));
    Some(TaskJson {
        task: &task.named.name,
        responsible: state
            .responsible
            .role
            .known()
            .and_then(|id| role(model, id)),
        person: person(model, &state.responsible),
        due: due(state).map(show),
        state: state.state.map(TaskStatus::as_str),
        tell,
        channels: channels.map(|channel| channel.name.as_str()).collect(),
        start: state.start.known().map(show),
        done: match state.done {
            DoneState::At(at) => Some(show(at)),
            DoneState::No | DoneState::Yes | DoneState::Untold => None,
        },
    })
}

/// What the moves of a lead clear and count.
pub(super) fn writes<'a>(model: &'a Model, result: &LeadResult) -> Vec<WriteJson<'a>> {
    let writes = result.journeys.iter().flat_map(|state| &state.writes);
    let writes = writes.filter_map(|write| {
        let value = match &write.cell {
            Cell::Missing => None,
            Cell::Known(Value::Number(number)) => Some(Exact(*number)),
            // There is nothing to write that would be right.
            Cell::Known(_) | Cell::Bad => return None,
        };
        let field = model.fields.get(write.field)?;
        Some(WriteJson {
            field: &field.named.name,
            value,
        })
    });
    writes.collect()
}

/// The stage that a lead is in.
pub(super) fn stage_in<'a>(model: &'a Model, state: &State) -> Option<&'a str> {
    state.stage.known().and_then(|id| stage(model, id))
}

/// The stage that a lead moves to.
pub(super) fn goes_to<'a>(model: &'a Model, state: &State) -> Option<&'a str> {
    match &state.next {
        Next::To { stage: id, .. } => stage(model, *id),
        Next::Stay | Next::Conflict(_) | Next::Untold => None,
    }
}

/// When a task is due, where it is.
pub(super) fn due(state: &TaskState) -> Option<Instant> {
    state.due.at()
}

/// The person who does a task, where a field names one.
pub(in crate::render) fn person(model: &Model, who: &Responsible) -> Option<Option<String>> {
    let person = who.person.as_ref()?;
    Some(match person {
        Given::Known(Value::Text(name)) => Some(name.raw().to_owned()),
        Given::Known(value) => Some(model.show(value, crate::model::Type::Text)),
        Given::Missing | Given::Bad => None,
    })
}

/// Who answers for a lead where it is.
pub(in crate::render) fn accountable(model: &Model, state: &State) -> Option<String> {
    let stage = model.stages.get(state.stage.known()?)?;
    let parties = stage.accountable.iter();
    let names = parties.filter_map(|it| match it.party {
        Party::Team(id) => model.teams.get(id).map(|team| team.named.name.as_str()),
        Party::Role(id) => role(model, id),
    });
    let names: Vec<&str> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn stage(model: &Model, id: StageId) -> Option<&str> {
    model.stages.get(id).map(|stage| stage.named.name.as_str())
}

fn role(model: &Model, id: RoleId) -> Option<&str> {
    model.roles.get(id).map(|role| role.named.name.as_str())
}
