//! Journeys: stages, tasks, moves; and when people work.

use serde::Serialize;

use super::condition::ConditionReport;
use super::operand::OperandReport;
use super::{At, Context, name_of};
use crate::model::{
    Accountable, ClockStart, Done, FieldId, Journey, Move, Party, Stage, StageId, StageKind,
    Target, Task, TaskStep, WorkingTime,
};
use crate::value::Duration;

/// When people work: seconds of the day on the wall clock of the zone, Monday first.
#[derive(Debug, Serialize)]
pub(super) struct WorkingTimeReport<'a> {
    time_zone: &'a str,
    hours: Vec<Vec<HoursReport>>,
    holidays: Vec<String>,
}

#[derive(Debug, Serialize)]
struct HoursReport {
    from: u32,
    to: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct CalendarReport<'a> {
    name: &'a str,
    time: WorkingTimeReport<'a>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct JourneyReport<'a> {
    name: &'a str,
    title: Option<&'a str>,
    tracks: &'a str,
    since: &'a str,
    forward_only: bool,
    stages: Vec<StageReport<'a>>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
struct StageReport<'a> {
    name: &'a str,
    title: Option<&'a str>,
    kind: &'static str,
    agreed_by: Vec<&'a str>,
    accountable: Vec<PartyReport<'a>>,
    requires: Option<ConditionReport<'a>>,
    clears: Vec<&'a str>,
    counts: Vec<&'a str>,
    tasks: Vec<TaskReport<'a>>,
    moves: Vec<MoveReport<'a>>,
    at: At<'a>,
}

/// A team or a role.
#[derive(Debug, Serialize)]
struct PartyReport<'a> {
    kind: &'static str,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct TaskReport<'a> {
    name: &'a str,
    title: Option<&'a str>,
    when: Option<ConditionReport<'a>>,
    responsible: OperandReport<'a>,
    consulted: Vec<PartyReport<'a>>,
    informed: Vec<PartyReport<'a>>,
    channels: Vec<&'a str>,
    deadline: Option<DeadlineReport<'a>>,
    done: Option<DoneReport<'a>>,
    steps: Vec<StepReport<'a>>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
struct DeadlineReport<'a> {
    length: OperandReport<'a>,
    clock: ClockReport<'a>,
    at: At<'a>,
}

/// When the clock of a deadline starts; another task by its whole name.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ClockReport<'a> {
    Entry,
    Field { field: &'a str },
    EndOf { task: String },
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum DoneReport<'a> {
    At { field: &'a str },
    When { condition: ConditionReport<'a> },
}

#[derive(Debug, Serialize)]
struct StepReport<'a> {
    kind: &'static str,
    role: &'a str,
    length: OperandReport<'a>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
struct MoveReport<'a> {
    target: TargetReport<'a>,
    otherwise: bool,
    when: Option<ConditionReport<'a>>,
    unless: Option<ConditionReport<'a>>,
    after_seconds: Option<i64>,
    /// It stands above the moves that lead there.
    overrides: Vec<TargetReport<'a>>,
    because: Option<&'a str>,
    at: At<'a>,
}

/// A stage of the journey, or a decision that yields one.
#[derive(Debug, Serialize)]
struct TargetReport<'a> {
    kind: &'static str,
    name: &'a str,
}

impl<'a> Context<'a> {
    pub(super) fn working_time(self, time: &'a WorkingTime) -> WorkingTimeReport<'a> {
        let hours = time.hours.iter().map(|day| {
            let hours = day.iter().map(|(from, to)| HoursReport {
                from: *from,
                to: *to,
            });
            hours.collect()
        });
        WorkingTimeReport {
            time_zone: time.zone.name(),
            hours: hours.collect(),
            holidays: time.holidays.iter().map(ToString::to_string).collect(),
        }
    }

    pub(super) fn calendars(self) -> Vec<CalendarReport<'a>> {
        let calendars = self.model.calendars.values();
        let calendars = calendars.map(|calendar| CalendarReport {
            name: &calendar.named.name,
            time: self.working_time(&calendar.time),
            at: self.at(calendar.named.span),
        });
        calendars.collect()
    }

    pub(super) fn journeys(self) -> Vec<JourneyReport<'a>> {
        let journeys = self.model.journeys.values();
        journeys.map(|journey| self.journey(journey)).collect()
    }

    fn journey(self, journey: &'a Journey) -> JourneyReport<'a> {
        let stages = journey.stages.iter();
        let stages = stages.filter_map(|id| self.model.stages.get(*id));
        JourneyReport {
            name: &journey.named.name,
            title: journey.title.as_deref(),
            tracks: self.field_name(journey.tracks),
            since: self.field_name(journey.since),
            forward_only: journey.forward_only,
            stages: stages.map(|stage| self.stage(stage)).collect(),
            at: self.at(journey.named.span),
        }
    }

    fn stage(self, stage: &'a Stage) -> StageReport<'a> {
        let accountable = stage.accountable.iter();
        let accountable = accountable.map(|Accountable { party, .. }| self.party(*party));
        let tasks = stage.tasks.iter();
        let tasks = tasks.filter_map(|id| self.model.tasks.get(*id));
        StageReport {
            name: &stage.named.name,
            title: stage.title.as_deref(),
            kind: match stage.kind {
                StageKind::Start => "start",
                StageKind::Between => "between",
                StageKind::End => "end",
            },
            agreed_by: self.teams(&stage.agreed_by),
            accountable: accountable.collect(),
            requires: self.optional(stage.requires.as_ref()),
            clears: self.field_names(&stage.clears),
            counts: self.field_names(&stage.counts),
            tasks: tasks.map(|task| self.task(task)).collect(),
            moves: stage.moves.iter().map(|it| self.move_of(it)).collect(),
            at: self.at(stage.named.span),
        }
    }

    fn task(self, task: &'a Task) -> TaskReport<'a> {
        let deadline = task.deadline.as_ref().map(|deadline| DeadlineReport {
            length: self.operand(&deadline.length),
            clock: self.clock(deadline.clock),
            at: self.at(deadline.span),
        });
        let done = task.done.as_ref().map(|done| match done {
            Done::At(field) => DoneReport::At {
                field: self.field_name(*field),
            },
            Done::When(condition) => DoneReport::When {
                condition: self.condition(condition),
            },
        });
        let channels = task.channels.iter();
        let channels = channels.filter_map(|id| self.model.channels.get(*id));
        TaskReport {
            name: &task.named.name,
            title: task.title.as_deref(),
            when: self.optional(task.when.as_ref()),
            responsible: self.operand(&task.responsible),
            consulted: self.parties(&task.consulted),
            informed: self.parties(&task.informed),
            channels: channels.map(|channel| channel.name.as_str()).collect(),
            deadline,
            done,
            steps: task.steps.iter().map(|step| self.step(step)).collect(),
            at: self.at(task.named.span),
        }
    }

    fn clock(self, clock: ClockStart) -> ClockReport<'a> {
        match clock {
            ClockStart::Entry => ClockReport::Entry,
            ClockStart::Field(field) => ClockReport::Field {
                field: self.field_name(field),
            },
            ClockStart::EndOf(task) => ClockReport::EndOf {
                task: self.model.task_name(task),
            },
        }
    }

    fn step(self, step: &'a TaskStep) -> StepReport<'a> {
        let role = self.model.roles.get(step.role);
        StepReport {
            kind: step.kind.as_str(),
            role: name_of(role.map(|role| &role.named)),
            length: self.operand(&step.at),
            at: self.at(step.span),
        }
    }

    fn move_of(self, found: &'a Move) -> MoveReport<'a> {
        MoveReport {
            target: self.target(found.target),
            otherwise: found.otherwise,
            when: self.optional(found.when.as_ref()),
            unless: self.optional(found.unless.as_ref()),
            after_seconds: match found.after {
                Some(Duration::Elapsed { seconds }) => Some(seconds),
                Some(Duration::Business { .. } | Duration::BusinessDays { .. }) | None => None,
            },
            overrides: found.overrides.iter().map(|it| self.target(*it)).collect(),
            because: found.because.as_deref(),
            at: self.at(found.span),
        }
    }

    fn target(self, target: Target) -> TargetReport<'a> {
        match target {
            Target::Stage(id) => TargetReport {
                kind: "stage",
                name: self.stage_name(id),
            },
            Target::Decision(id) => TargetReport {
                kind: "decision",
                name: name_of(self.model.decisions.get(id).map(|it| &it.named)),
            },
        }
    }

    fn parties(self, parties: &[Party]) -> Vec<PartyReport<'a>> {
        parties.iter().map(|party| self.party(*party)).collect()
    }

    fn party(self, party: Party) -> PartyReport<'a> {
        match party {
            Party::Team(id) => PartyReport {
                kind: "team",
                name: self.team(id),
            },
            Party::Role(id) => PartyReport {
                kind: "role",
                name: name_of(self.model.roles.get(id).map(|role| &role.named)),
            },
        }
    }

    fn stage_name(self, id: StageId) -> &'a str {
        name_of(self.model.stages.get(id).map(|stage| &stage.named))
    }

    fn field_name(self, id: FieldId) -> &'a str {
        name_of(self.model.fields.get(id).map(|field| &field.named))
    }

    fn field_names(self, ids: &[FieldId]) -> Vec<&'a str> {
        ids.iter().map(|id| self.field_name(*id)).collect()
    }
}
