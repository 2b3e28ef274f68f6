//! Where leads stand in their journeys, and what is to be done.

use serde::Serialize;

use crate::report::{JourneySummary, RoleWork, StageSummary, TaskCounts, WorkItem, WorkList};
use crate::syntax::ast::TaskStatus;

#[derive(Serialize)]
pub(super) struct JourneyJson<'a> {
    journey: &'a str,
    stages: Vec<StageJson<'a>>,
    missing: u64,
    bad: u64,
}

#[derive(Serialize)]
struct StageJson<'a> {
    stage: &'a str,
    leads: u64,
    oldest_seconds: Option<i64>,
    median_seconds: Option<i64>,
    moves: Vec<MoveJson<'a>>,
    conflicting_moves: u64,
    untold: u64,
    lacking_required: u64,
    tasks: Vec<TaskJson<'a>>,
}

#[derive(Serialize)]
struct MoveJson<'a> {
    to: &'a str,
    leads: u64,
}

#[derive(Serialize)]
struct TaskJson<'a> {
    task: &'a str,
    work: Vec<RoleJson<'a>>,
}

#[derive(Serialize)]
struct RoleJson<'a> {
    responsible: Option<&'a str>,
    #[serde(flatten)]
    counts: CountsJson,
    late_since: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CountsJson {
    open: u64,
    due_soon: u64,
    late: u64,
    done: u64,
    done_late: u64,
    no_clock: u64,
    untold: u64,
}

pub(super) fn journey(journey: &JourneySummary) -> JourneyJson<'_> {
    JourneyJson {
        journey: &journey.name,
        stages: journey.stages.iter().map(stage).collect(),
        missing: journey.missing,
        bad: journey.bad,
    }
}

fn stage(stage: &StageSummary) -> StageJson<'_> {
    let moves = stage.moves.iter();
    let tasks = stage.tasks.iter();
    StageJson {
        stage: &stage.name,
        leads: stage.leads,
        oldest_seconds: stage.oldest,
        median_seconds: stage.median,
        moves: moves
            .map(|(to, leads)| MoveJson { to, leads: *leads })
            .collect(),
        conflicting_moves: stage.conflicting,
        untold: stage.untold,
        lacking_required: stage.lacking,
        tasks: tasks
            .map(|task| TaskJson {
                task: &task.name,
                work: task.work.iter().map(role).collect(),
            })
            .collect(),
    }
}

fn role(work: &RoleWork) -> RoleJson<'_> {
    RoleJson {
        responsible: work.responsible.as_deref(),
        counts: counts(&work.counts),
        late_since: work.late_since.as_deref(),
    }
}

fn counts(counts: &TaskCounts) -> CountsJson {
    CountsJson {
        open: counts.of(TaskStatus::Open),
        due_soon: counts.of(TaskStatus::DueSoon),
        late: counts.of(TaskStatus::Late),
        done: counts.of(TaskStatus::Done),
        done_late: counts.of(TaskStatus::DoneLate),
        no_clock: counts.of(TaskStatus::NoClock),
        untold: counts.untold,
    }
}

/// What is to be done.
#[derive(Serialize)]
pub(super) struct WorkJson<'a> {
    due_by: Option<&'a str>,
    role: Option<&'a str>,
    no_clock: u64,
    untold: u64,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    state: &'static str,
    due: Option<&'a str>,
    task: &'a str,
    responsible: Option<&'a str>,
    person: Option<&'a str>,
    since: Option<&'a str>,
    channels: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    row: u64,
    key: Option<&'a str>,
}

pub(super) fn work(work: &WorkList) -> WorkJson<'_> {
    WorkJson {
        due_by: work.due_by.as_deref(),
        role: work.role.as_deref(),
        no_clock: work.no_clock,
        untold: work.untold,
        items: work.items.iter().map(item).collect(),
    }
}

fn item(item: &WorkItem) -> ItemJson<'_> {
    ItemJson {
        state: item.state.as_str(),
        due: item.due.as_deref(),
        task: &item.task,
        responsible: item.responsible.as_deref(),
        person: item.person.as_deref(),
        since: item.since.as_deref(),
        channels: &item.channels,
        file: item.file.as_deref(),
        row: item.row,
        key: item.key.as_deref(),
    }
}
