//! Where leads stand in their journeys: stages, moves that are due, tasks by how they stand.
//!
//! For the median 8 bytes are kept for each lead and journey; all else is numbers for each stage,
//! and for each task and role.

use std::collections::BTreeMap;

use crate::eval::journey::{Due, Given, Next, State};
use crate::model::{JourneyId, Model, RoleId, StageId, TaskId};
use crate::syntax::ast::TaskStatus;
use crate::value::Instant;

/// Where leads stand in a journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JourneySummary {
    /// Its name.
    pub name: String,
    /// Its stages, in the order of the text.
    pub stages: Vec<StageSummary>,
    /// Leads that are in none: the tracked field is missing.
    pub missing: u64,
    /// Leads of which that cannot be told: the tracked field has a value that it cannot have.
    pub bad: u64,
}

/// The leads of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageSummary {
    /// Its name.
    pub name: String,
    /// How many.
    pub leads: u64,
    /// The longest that one of them has been in it, in seconds.
    pub oldest: Option<i64>,
    /// How long half of them have been in it at most, in seconds.
    pub median: Option<i64>,
    /// How many of them are to move where, by the first move.
    pub moves: Vec<(String, u64)>,
    /// Leads with open moves that contradict each other.
    pub conflicting: u64,
    /// Leads of which it cannot be told where they move.
    pub untold: u64,
    /// Leads without what the stage requires.
    pub lacking: u64,
    /// Its tasks, in the order of the text.
    pub tasks: Vec<TaskSummary>,
}

/// A task of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSummary {
    /// Its name.
    pub name: String,
    /// What of it is whose: roles in the order of the policy, and what is nobody's last.
    pub work: Vec<RoleWork>,
}

/// What a role has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleWork {
    /// The role; none for what nobody is responsible for.
    pub responsible: Option<String>,
    /// How it stands.
    pub counts: TaskCounts,
    /// When the first of what is late was due, in the policy's zone.
    pub late_since: Option<String>,
}

/// How many tasks stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskCounts {
    /// How many, in the order of [`TaskStatus::ALL`].
    pub by_state: [u64; 6],
    /// Those of which it cannot be told.
    pub untold: u64,
}

impl TaskCounts {
    /// How many stand so.
    #[must_use]
    pub fn of(&self, status: TaskStatus) -> u64 {
        let counts = TaskStatus::ALL.iter().zip(self.by_state);
        let mut counts = counts.filter(|(it, _)| **it == status);
        counts.next().map_or(0, |(_, count)| count)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.by_state.iter().sum::<u64>() + self.untold
    }

    fn add(&mut self, status: Option<TaskStatus>) {
        let place = TaskStatus::ALL.iter().position(|it| Some(*it) == status);
        match place.and_then(|place| self.by_state.get_mut(place)) {
            Some(count) => *count += 1,
            None => self.untold += 1,
        }
    }

    /// These and others.
    #[must_use]
    pub fn and(mut self, other: TaskCounts) -> TaskCounts {
        let counts = self.by_state.iter_mut().zip(other.by_state);
        counts.for_each(|(count, more)| *count += more);
        self.untold += other.untold;
        self
    }
}

/// Counts where leads stand.
#[derive(Debug, Default)]
pub struct JourneyTally {
    stages: BTreeMap<StageId, StageTally>,
    /// By task and by role; what is nobody's stands behind all roles.
    work: BTreeMap<(TaskId, Nobody), Work>,
    missing: BTreeMap<JourneyId, u64>,
    bad: BTreeMap<JourneyId, u64>,
}

/// A role, or behind all of them nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nobody {
    Role(RoleId),
    Nobody,
}

#[derive(Debug, Default)]
struct StageTally {
    leads: u64,
    seconds: Vec<i64>,
    moves: BTreeMap<StageId, u64>,
    conflicting: u64,
    untold: u64,
    lacking: u64,
}

#[derive(Debug, Default)]
struct Work {
    counts: TaskCounts,
    late_since: Option<Instant>,
}

impl JourneyTally {
    pub(super) fn add(&mut self, states: &[State], as_of: Instant) {
        for state in states {
            match state.stage {
                Given::Known(stage) => self.add_state(stage, state, as_of),
                Given::Missing => self.add_missing(state.journey),
                Given::Bad => *self.bad.entry(state.journey).or_default() += 1,
            }
        }
    }

    fn add_state(&mut self, stage: StageId, state: &State, as_of: Instant) {
        let to = match &state.next {
            Next::To { stage, .. } => Some(*stage),
            Next::Stay | Next::Conflict(_) | Next::Untold => None,
        };
        self.add_lead(stage, state.since.known(), to, as_of);
        let tally = self.stages.entry(stage).or_default();
        tally.conflicting += u64::from(matches!(state.next, Next::Conflict(_)));
        tally.untold += u64::from(state.next == Next::Untold);
        tally.lacking += u64::from(state.lacks_required);
        for it in &state.tasks {
            self.add_task(it.task, it.responsible.role.known(), it.state, it.due);
        }
    }

    /// Counts a lead that is in no stage of a journey, as the tracked field is missing.
    pub fn add_missing(&mut self, journey: JourneyId) {
        *self.missing.entry(journey).or_default() += 1;
    }

    /// Counts a lead that has been in a stage since then, and goes there.
    pub fn add_lead(
        &mut self,
        stage: StageId,
        since: Option<Instant>,
        to: Option<StageId>,
        as_of: Instant,
    ) {
        let tally = self.stages.entry(stage).or_default();
        tally.leads += 1;
        let seconds = since.map(|since| as_of.duration_since(since).as_secs());
        tally.seconds.extend(seconds);
        if let Some(to) = to {
            *tally.moves.entry(to).or_default() += 1;
        }
    }

    /// Counts a task of a lead, which somebody has to do or nobody.
    pub fn add_task(
        &mut self,
        task: TaskId,
        role: Option<RoleId>,
        state: Option<TaskStatus>,
        due: Due,
    ) {
        let who = role.map_or(Nobody::Nobody, Nobody::Role);
        let work = self.work.entry((task, who)).or_default();
        work.counts.add(state);
        if let (Some(TaskStatus::Late), Due::At(due)) = (state, due) {
            work.late_since = Some(work.late_since.map_or(due, |first| first.min(due)));
        }
    }

    /// Adds what another has counted.
    pub(super) fn merge(&mut self, other: JourneyTally) {
        for (id, stage) in other.stages {
            self.stages.entry(id).or_default().merge(stage);
        }
        for (what, more) in other.work {
            let work = self.work.entry(what).or_default();
            work.counts = work.counts.and(more.counts);
            work.late_since = [work.late_since, more.late_since]
                .into_iter()
                .flatten()
                .min();
        }
        for (id, count) in other.missing {
            *self.missing.entry(id).or_default() += count;
        }
        for (id, count) in other.bad {
            *self.bad.entry(id).or_default() += count;
        }
    }

    pub(super) fn finish(mut self, model: &Model) -> Vec<JourneySummary> {
        let mut journeys = Vec::new();
        for (id, journey) in model.journeys.iter() {
            let stages = journey.stages.iter();
            let stages = stages.filter_map(|stage| self.stage(model, *stage));
            journeys.push(JourneySummary {
                name: journey.named.name.clone(),
                stages: stages.collect(),
                missing: self.missing.get(&id).copied().unwrap_or(0),
                bad: self.bad.get(&id).copied().unwrap_or(0),
            });
        }
        journeys
    }

    fn stage(&mut self, model: &Model, id: StageId) -> Option<StageSummary> {
        let stage = model.stages.get(id)?;
        let mut tally = self.stages.remove(&id).unwrap_or_default();
        tally.seconds.sort_unstable();
        let moves = tally.moves.iter().filter_map(|(to, leads)| {
            let to = model.stages.get(*to)?;
            Some((to.named.name.clone(), *leads))
        });
        let tasks = stage.tasks.iter().filter_map(|task| {
            Some(TaskSummary {
                name: model.tasks.get(*task)?.named.name.clone(),
                work: self.work_of(model, *task),
            })
        });
        Some(StageSummary {
            name: stage.named.name.clone(),
            leads: tally.leads,
            oldest: tally.seconds.last().copied(),
            median: median(&tally.seconds),
            moves: moves.collect(),
            conflicting: tally.conflicting,
            untold: tally.untold,
            lacking: tally.lacking,
            tasks: tasks.collect(),
        })
    }

    fn work_of(&self, model: &Model, task: TaskId) -> Vec<RoleWork> {
        let first = (task, Nobody::Role(RoleId::new(0)));
        let work = self.work.range(first..=(task, Nobody::Nobody));
        let work = work.map(|((_, who), work)| RoleWork {
            responsible: match who {
                Nobody::Role(id) => model.roles.get(*id).map(|role| role.named.name.clone()),
                Nobody::Nobody => None,
            },
            counts: work.counts,
            late_since: work.late_since.map(|at| model.zone.show(at)),
        });
        work.collect()
    }
}

impl StageTally {
    fn merge(&mut self, other: StageTally) {
        self.leads += other.leads;
        self.seconds.extend(other.seconds);
        for (to, leads) in other.moves {
            *self.moves.entry(to).or_default() += leads;
        }
        self.conflicting += other.conflicting;
        self.untold += other.untold;
        self.lacking += other.lacking;
    }
}

/// The middle one; of two in the middle the smaller.
fn median(sorted: &[i64]) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get(last / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_one_that_came() {
        for (sorted, middle) in [
            (&[][..], None),
            (&[7], Some(7)),
            (&[1, 9], Some(1)),
            (&[1, 2, 9], Some(2)),
            (&[1, 2, 3, 9], Some(2)),
        ] {
            assert_eq!(median(sorted), middle);
        }
    }

    #[test]
    fn counts_add_up() {
        let mut counts = TaskCounts::default();
        counts.add(Some(TaskStatus::Late));
        counts.add(Some(TaskStatus::NoClock));
        counts.add(None);
        let twice = counts.and(counts);
        assert_eq!(twice.of(TaskStatus::Late), 2);
        assert_eq!(twice.of(TaskStatus::Open), 0);
        assert_eq!((twice.untold, twice.all()), (2, 6));
    }
}
