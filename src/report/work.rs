//! A list of what is to be done: what is late, at risk and due, whose, since when.
//!
//! What is listed is held, so that it can be sorted: memory grows with the tasks that are open.

use super::lead::LeadResult;
use crate::eval::journey::{Given, State, TaskState};
use crate::model::{Model, RoleId, Type};
use crate::syntax::ast::TaskStatus;
use crate::value::{Instant, Value};

/// What is listed of all that is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkWanted {
    /// Only what is due by then.
    pub due_by: Option<Instant>,
    /// Only what this role has to do.
    pub role: Option<RoleId>,
}

/// What is to be done: what was due first comes first, what has no deadline last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkList {
    /// What is to be done.
    pub items: Vec<WorkItem>,
    /// Tasks whose clock has not started, which are not listed.
    pub no_clock: u64,
    /// Tasks of which it cannot be told how they stand, which are not listed.
    pub untold: u64,
    /// Until when, in the policy's zone, where that was asked for.
    pub due_by: Option<String>,
    /// Whose, where that was asked for.
    pub role: Option<String>,
}

/// Something that is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// How it stands: late, due soon or open.
    pub state: TaskStatus,
    /// When it is due, in the policy's zone.
    pub due: Option<String>,
    /// The task, behind the names of its journey and stage.
    pub task: String,
    /// The role; none where nobody is responsible.
    pub responsible: Option<String>,
    /// The person, where a field names one.
    pub person: Option<String>,
    /// When the clock of it started, in the policy's zone.
    pub since: Option<String>,
    /// The channels by which it may be done.
    pub channels: Vec<String>,
    /// The name of the lead's file, where leads are of several.
    pub file: Option<String>,
    /// The row of the lead.
    pub row: u64,
    /// Its key.
    pub key: Option<String>,
}

/// Keeps what is to be done.
#[derive(Debug)]
pub(super) struct WorkTally {
    wanted: WorkWanted,
    /// Each with the instant that it is due, what has none last.
    items: Vec<(Instant, WorkItem)>,
    no_clock: u64,
    untold: u64,
}

impl WorkTally {
    pub(super) fn new(wanted: WorkWanted) -> Self {
        WorkTally {
            wanted,
            items: Vec::new(),
            no_clock: 0,
            untold: 0,
        }
    }

    pub(super) fn add(&mut self, model: &Model, result: &LeadResult, states: &[State]) {
        for it in states.iter().flat_map(|state| &state.tasks) {
            let is_theirs = |role| it.responsible.role == Given::Known(role);
            if !self.wanted.role.is_none_or(is_theirs) {
                continue;
            }
            let state = match it.state {
                Some(state @ (TaskStatus::Late | TaskStatus::DueSoon | TaskStatus::Open)) => state,
                Some(TaskStatus::Done | TaskStatus::DoneLate) => continue,
                Some(TaskStatus::NoClock) => {
                    self.no_clock += 1;
                    continue;
                }
                None => {
                    self.untold += 1;
                    continue;
                }
            };
            let due = it.due.at();
            let in_time = |by| due.is_some_and(|due| due <= by);
            if self.wanted.due_by.is_none_or(in_time) {
                let item = item(model, result, it, state);
                self.items.push((due.unwrap_or(Instant::MAX), item));
            }
        }
    }

    pub(super) fn finish(mut self, model: &Model) -> WorkList {
        // Stable: what is due at one instant stays in the order of the leads.
        self.items.sort_by_key(|(due, _)| *due);
        let role = self.wanted.role.and_then(|id| model.roles.get(id));
        WorkList {
            items: self.items.into_iter().map(|(_, item)| item).collect(),
            no_clock: self.no_clock,
            untold: self.untold,
            due_by: self.wanted.due_by.map(|at| model.zone.show(at)),
            role: role.map(|role| role.named.name.clone()),
        }
    }
}

fn item(model: &Model, result: &LeadResult, it: &TaskState, state: TaskStatus) -> WorkItem {
    let show = |at: Instant| model.zone.show(at);
    let role = it.responsible.role.known();
    let role = role.and_then(|role| model.roles.get(role));
    let channels = it.channels.iter();
    let channels = channels.filter_map(|id| model.channels.get(*id));
    WorkItem {
        state,
        due: it.due.at().map(show),
        task: model.task_name(it.task),
        responsible: role.map(|role| role.named.name.clone()),
        person: match &it.responsible.person {
            Some(Given::Known(Value::Text(name))) => Some(name.raw().to_owned()),
            Some(Given::Known(value)) => Some(model.show(value, Type::Text)),
            Some(Given::Missing | Given::Bad) | None => None,
        },
        since: it.start.known().map(show),
        channels: channels.map(|channel| channel.name.clone()).collect(),
        file: result.file.clone(),
        row: result.row,
        key: result.key.clone(),
    }
}
