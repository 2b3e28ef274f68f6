//! Journeys in words: why moves are open or not, and the arithmetic of deadlines.

use super::Words;
use crate::eval::Truth;
use crate::eval::journey::{DoneState, Due, Given, Leg, Next, NoDue, Responsible, TaskState};
use crate::model::{
    ClockStart, Model, Move, Operand, OperandKind, Party, RoleId, Stage, StageId, Target, Task,
    TaskId, Type,
};
use crate::syntax::ast::{StepWord, TaskStatus};
use crate::value::{Duration, Instant, Value, joined};
use crate::why::MoveWhy;

impl Words<'_> {
    /// A stage, in the team's word where it has one.
    pub(in crate::render) fn stage(&self, id: StageId) -> String {
        let stage = self.model.stages.get(id);
        stage.map_or(String::new(), |stage| self.named(&stage.named).to_string())
    }

    /// A team or role by its label.
    pub(in crate::render) fn party(&self, party: Party) -> String {
        match party {
            Party::Role(id) => self.role(id).to_string(),
            Party::Team(id) => {
                let team = self.model.teams.get(id);
                team.map_or(String::new(), |team| {
                    self.labelled(&team.named, team.title.as_deref())
                        .to_string()
                })
            }
        }
    }

    /// A task by its label.
    pub(in crate::render) fn task(&self, id: TaskId) -> String {
        let task = self.model.tasks.get(id);
        task.map_or(String::new(), |task| {
            self.labelled(&task.named, task.title.as_deref())
                .to_string()
        })
    }

    /// An instant on the clock of the policy.
    pub(in crate::render) fn instant(&self, instant: Instant) -> String {
        self.model.zone.show(instant)
    }

    /// Who does a task: the role, and the person where a field names one.
    pub(in crate::render) fn responsible(&self, who: &Responsible) -> String {
        let role = match who.role {
            Given::Known(role) => self.role(role),
            Given::Missing => return "nobody".to_owned(),
            Given::Bad => return "nobody can be told".to_owned(),
        };
        match &who.person {
            None => role.to_string(),
            Some(Given::Known(Value::Text(name))) => format!("{role}: {}", name.raw()),
            Some(Given::Known(value)) => format!("{role}: {}", self.model.show(value, Type::Text)),
            Some(Given::Missing) => format!("{role}, nobody named"),
            Some(Given::Bad) => format!("{role}, and the name has no value that can be used"),
        }
    }

    /// Why a move is open, or why it is not.
    pub(in crate::render) fn moves(&self, why: &MoveWhy<'_>, from: StageId) -> String {
        let name = move_name(self.model, why.it);
        let mut reasons: Vec<String> = Vec::new();
        match &why.lacks {
            Some(lacks) => reasons.extend(self.lacks(lacks)),
            None => reasons.extend(self.facts(&why.facts)),
        }
        if !why.excepted.is_empty() {
            let facts = joined(&self.facts(&why.excepted), "and");
            reasons.push(format!("its `unless` closes it: {facts}"));
        }
        reasons.extend(self.leads_nowhere(why, from));
        reasons.extend(self.too_early(why));
        let others = why.it.otherwise
            && why.state.condition.is_yes()
            && why.state.open == Truth::No
            && reasons.is_empty();
        if others {
            reasons.push("another move is open".to_owned());
        }
        let start = match (why.state.open, why.state.overridden) {
            (Truth::Yes, false) => format!("`{name}` is open"),
            (Truth::Yes, true) => {
                format!("`{name}` is open too, but a move that is open stands above it")
            }
            (Truth::No | Truth::Unknown, _) => format!("`{name}` is not open"),
            (Truth::Stopped, _) => format!("it cannot be told whether `{name}` is open"),
        };
        match reasons.is_empty() {
            true => start,
            false => format!("{start}: {}", reasons.join("; ")),
        }
    }

    fn leads_nowhere(&self, why: &MoveWhy<'_>, from: StageId) -> Option<String> {
        let Target::Decision(id) = why.it.target else {
            return None;
        };
        let decision = self.node(crate::model::Node::Decision(id));
        match why.state.target {
            Given::Known(stage) if stage == from => Some(format!(
                "{decision} is {}, where the lead is already",
                self.stage(stage)
            )),
            Given::Known(stage) => Some(format!("{decision} is {}", self.stage(stage))),
            Given::Missing => Some(format!("{decision} has no outcome")),
            Given::Bad => Some(format!("{decision} is not decided")),
        }
    }

    fn too_early(&self, why: &MoveWhy<'_>) -> Option<String> {
        let after = why.it.after?;
        Some(match why.state.not_before? {
            Given::Known(at) => {
                format!("not before {}, for {after} in the stage", self.instant(at))
            }
            Given::Missing => {
                format!("not before {after} in the stage, and nobody knows since when")
            }
            Given::Bad => {
                format!("not before {after} in the stage, of which it cannot be told")
            }
        })
    }

    /// How a task stands, in a few words: "is late: it was due 2026-07-01T09:30:00-04:00".
    pub(in crate::render) fn stands(&self, state: &TaskState) -> String {
        let due = match state.due {
            Due::Never => "it has no deadline".to_owned(),
            Due::At(at) => match state.state {
                Some(TaskStatus::Late | TaskStatus::Done | TaskStatus::DoneLate) => {
                    format!("it was due {}", self.instant(at))
                }
                _ => format!("it is due {}", self.instant(at)),
            },
            Due::Untold(why) => no_due(why).to_owned(),
        };
        match (state.state, state.done) {
            (Some(status), DoneState::At(done)) => {
                format!("is {}: done {}, {due}", status.as_str(), self.instant(done))
            }
            (Some(status), _) => format!("is {}: {due}", status.as_str()),
            (None, DoneState::Untold) => {
                format!("cannot be told: whether it is done hangs on a bad value, and {due}")
            }
            (None, _) => format!("cannot be told: {due}"),
        }
    }

    /// The arithmetic of a task's deadline and steps, a sentence each.
    pub(in crate::render) fn clock(&self, task: &Task, state: &TaskState) -> Vec<String> {
        let mut told = vec![self.start(task, state)];
        let limit = task.deadline.as_ref().map(|it| &it.length);
        let mut legs = state.legs.iter();
        if let Some(leg) = legs.next() {
            told.extend(self.first_leg(limit, leg, state));
        }
        told.extend(legs.map(|leg| self.handed_on(leg, state)));
        for (step, stands) in task.steps.iter().zip(&state.steps) {
            let who = self.role(step.role);
            let happens = match (step.kind, stands.fired) {
                (StepWord::Escalate, true) => "was told",
                (StepWord::Escalate, false) => "is told",
                (StepWord::Reassign, true) => "got the task",
                (StepWord::Reassign, false) => "gets the task",
            };
            let length = self.length(&step.at);
            told.push(match stands.at {
                Due::At(at) if stands.fired => {
                    format!("{who} {happens} {}, after {length}", self.instant(at))
                }
                Due::At(_) if is_done(state) => match step.kind {
                    StepWord::Escalate => format!("{who} would have been told after {length}"),
                    StepWord::Reassign => format!("{who} would have got it after {length}"),
                },
                Due::At(at) => {
                    let at = self.instant(at);
                    format!("{who} {happens} {at}, after {length}, if it is not done by then")
                }
                Due::Never => format!("{who} is never told: {length} is no time"),
                Due::Untold(why) => {
                    format!("{who} {happens} after {length}; {}", no_due(why))
                }
            });
        }
        told
    }

    fn start(&self, task: &Task, state: &TaskState) -> String {
        let clock = task.deadline.as_ref().map(|it| it.clock);
        let what = match clock.unwrap_or(ClockStart::Entry) {
            ClockStart::Entry => "when the lead got into the stage".to_owned(),
            ClockStart::Field(id) => {
                let field = self.model.fields.get(id);
                let name =
                    field.map_or(String::new(), |field| self.named(&field.named).to_string());
                format!("at {name}")
            }
            ClockStart::EndOf(other) => format!("when {} was done", self.task(other)),
        };
        match state.start {
            Given::Known(at) => format!("its clock starts {what}: {}", self.instant(at)),
            Given::Missing => format!("its clock starts {what}, which has not been yet"),
            Given::Bad => format!("its clock starts {what}, which cannot be told"),
        }
    }

    fn first_leg(&self, limit: Option<&Operand>, leg: &Leg, state: &TaskState) -> Option<String> {
        let limit = limit?;
        let length = self.length(limit);
        let Some(left) = leg.limit else {
            let Due::Untold(why) = state.due else {
                return Some(format!("{length} has no value, so that it is never due"));
            };
            return Some(format!("{length}: {}", no_due(why)));
        };
        let on = self.on_whose_time(left, leg.role);
        let length = match limit.kind {
            OperandKind::Constant(_) => length,
            _ => format!("{length}, by the present values {left},"),
        };
        Some(match state.legs.len() {
            1 => format!("{length}{on}{}", self.ends(state)),
            _ => format!("{length}{on}"),
        })
    }

    fn handed_on(&self, leg: &Leg, state: &TaskState) -> String {
        let who = leg
            .role
            .map_or(String::new(), |role| self.role(role).to_string());
        let from = self.instant(leg.from);
        let Some(left) = leg.limit else {
            return format!(
                "{who} got it {from}, when it was due already{}",
                self.ends(state)
            );
        };
        let on = self.on_whose_time(left, leg.role);
        let is_last = state.legs.last() == Some(leg);
        let ends = if is_last {
            self.ends(state)
        } else {
            String::new()
        };
        format!("{who} got it {from}, with {left} left{on}{ends}")
    }

    fn ends(&self, state: &TaskState) -> String {
        match (state.due, state.due_soon) {
            (Due::At(due), Some(soon)) => format!(
                ": due {}, soon from {} on",
                self.instant(due),
                self.instant(soon)
            ),
            (Due::At(due), None) => format!(": due {}", self.instant(due)),
            (Due::Never | Due::Untold(_), _) => String::new(),
        }
    }

    /// How long something takes, and where that comes from.
    fn length(&self, length: &Operand) -> String {
        match &length.kind {
            OperandKind::Constant(Value::Duration(duration)) => duration.to_string(),
            _ => self.operand(length),
        }
    }

    /// On whose working time business time is counted.
    fn on_whose_time(&self, limit: Duration, role: Option<RoleId>) -> String {
        if matches!(limit, Duration::Elapsed { .. }) {
            return String::new();
        }
        let calendar = role.and_then(|role| calendar_of(self.model, role));
        let calendar = match calendar {
            Some(name) => format!("the calendar `{name}`"),
            None => "the policy's working hours".to_owned(),
        };
        match role {
            Some(role) => format!(" on {calendar}, of {}", self.role(role)),
            None => format!(" on {calendar}"),
        }
    }

    /// Where a lead goes next, in a sentence.
    pub(in crate::render) fn next(&self, next: &Next, stage: Option<&Stage>) -> String {
        match next {
            Next::Stay => "it stays".to_owned(),
            Next::To { stage, .. } => format!("it moves to {}", self.stage(*stage)),
            Next::Conflict(moves) => {
                let moves = moves.iter().filter_map(|at| stage?.moves.get(*at));
                let moves = moves.map(|it| format!("`{}`", move_name(self.model, it)));
                let moves = joined(&moves.collect::<Vec<_>>(), "and");
                format!("it cannot move: {moves} are open at once")
            }
            Next::Untold => "it cannot be told where it goes".to_owned(),
        }
    }
}

/// A move as the policy writes it: `to sql`.
pub(in crate::render) fn move_name(model: &Model, it: &Move) -> String {
    let target = match it.target {
        Target::Stage(id) => model.stages.get(id).map(|it| &it.named),
        Target::Decision(id) => model.decisions.get(id).map(|it| &it.named),
    };
    let target = target.map_or("", |named| named.name.as_str());
    match it.otherwise {
        true => format!("otherwise to {target}"),
        false => format!("to {target}"),
    }
}

/// The calendar that a role works by, where it or its team has one.
pub(in crate::render) fn calendar_of(model: &Model, role: RoleId) -> Option<&str> {
    let calendar = model.calendars.get(model.calendar_of(role)?)?;
    Some(&calendar.named.name)
}

fn is_done(state: &TaskState) -> bool {
    match state.done {
        DoneState::At(_) | DoneState::Yes => true,
        DoneState::No | DoneState::Untold => false,
    }
}

/// Why it cannot be told when something is due.
pub(in crate::render) fn no_due(why: NoDue) -> &'static str {
    match why {
        NoDue::NoStart => "what starts its clock has not happened",
        NoDue::BadStart => "what starts its clock has no value that can be used",
        NoDue::NoLimit => "how long it may take is not decided",
        NoDue::NoHours => "whoever is responsible has no working hours",
        NoDue::Fault(_) => "its deadline lies beyond every calendar",
    }
}
