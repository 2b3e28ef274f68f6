//! Journeys, stages and tasks of the older policy in the new place.

use super::carry::Carry;
use super::schema::shifted;
use crate::model::{
    Accountable, ClockStart, Deadline, Done, Journey, Move, Party, RoleId, Stage, StageId, Target,
    Task, TaskId, TaskStep,
};

impl Carry<'_> {
    pub(super) fn stage_id(&self, id: StageId) -> StageId {
        shifted(id, self.stages)
    }

    pub(super) fn task_id(&self, id: TaskId) -> TaskId {
        shifted(id, self.tasks)
    }

    /// Its journeys, each with its stages and tasks, behind those of the newer policy.
    pub(super) fn journeys_of_old(&mut self) {
        let old = self.old;
        for (decision, journey) in &old.stage_decisions {
            let decision = shifted(*decision, self.decisions);
            let journey = shifted(*journey, self.journeys);
            self.model.stage_decisions.insert(decision, journey);
        }
        for journey in old.journeys.values() {
            let stages = journey.stages.iter().map(|id| self.stage_id(*id)).collect();
            let journey = Journey {
                tracks: self.field_id(journey.tracks),
                since: self.field_id(journey.since),
                stages,
                ..journey.clone()
            };
            self.model.journeys.add(journey);
        }
        for stage in old.stages.values() {
            let stage = self.stage(stage);
            self.model.stages.add(stage);
        }
        for task in old.tasks.values() {
            let task = self.task(task);
            self.model.tasks.add(task);
        }
    }

    fn stage(&mut self, it: &Stage) -> Stage {
        let tracks = self.old.journeys.get(it.journey).map(|it| it.tracks);
        let ty = tracks
            .and_then(|id| self.old.fields.get(id))
            .map(|it| it.ty);
        let value = crate::value::Value::Choice(it.value);
        let value = match ty.map(|ty| self.value(&value, ty)) {
            Some(crate::value::Value::Choice(value)) => value,
            _ => it.value,
        };
        let moves = it.moves.iter().map(|it| Move {
            target: self.target(it.target),
            when: self.optional(it.when.as_ref()),
            unless: self.optional(it.unless.as_ref()),
            overrides: it.overrides.iter().map(|it| self.target(*it)).collect(),
            ..it.clone()
        });
        let moves = moves.collect();
        Stage {
            journey: shifted(it.journey, self.journeys),
            value,
            agreed_by: self.teams(&it.agreed_by),
            accountable: it
                .accountable
                .iter()
                .map(|it| Accountable {
                    party: self.party(it.party),
                    span: it.span,
                })
                .collect(),
            requires: self.optional(it.requires.as_ref()),
            clears: it.clears.iter().map(|id| self.field_id(*id)).collect(),
            counts: it.counts.iter().map(|id| self.field_id(*id)).collect(),
            tasks: it.tasks.iter().map(|id| self.task_id(*id)).collect(),
            moves,
            ..it.clone()
        }
    }

    fn task(&mut self, it: &Task) -> Task {
        let channels = it.channels.iter();
        let channels = channels.filter_map(|id| self.channels.get(id.index()).copied());
        let channels = channels.collect();
        Task {
            stage: self.stage_id(it.stage),
            when: self.optional(it.when.as_ref()),
            responsible: self.operand(&it.responsible),
            consulted: it.consulted.iter().map(|it| self.party(*it)).collect(),
            informed: it.informed.iter().map(|it| self.party(*it)).collect(),
            channels,
            deadline: it.deadline.as_ref().map(|it| Deadline {
                length: self.operand(&it.length),
                clock: match it.clock {
                    ClockStart::Entry => ClockStart::Entry,
                    ClockStart::Field(id) => ClockStart::Field(self.field_id(id)),
                    ClockStart::EndOf(id) => ClockStart::EndOf(self.task_id(id)),
                },
                span: it.span,
            }),
            done: it.done.as_ref().map(|it| match it {
                Done::At(id) => Done::At(self.field_id(*id)),
                Done::When(condition) => Done::When(Box::new(self.condition(condition))),
            }),
            steps: it
                .steps
                .iter()
                .map(|it| TaskStep {
                    role: self.role(it.role),
                    at: self.operand(&it.at),
                    ..it.clone()
                })
                .collect(),
            ..it.clone()
        }
    }

    fn target(&self, it: Target) -> Target {
        match it {
            Target::Stage(id) => Target::Stage(self.stage_id(id)),
            // What it yields are stages of the older journey.
            Target::Decision(id) => Target::Decision(shifted(id, self.decisions)),
        }
    }

    fn party(&self, it: Party) -> Party {
        match it {
            Party::Role(id) => Party::Role(self.role(id)),
            Party::Team(id) => {
                let team = self.teams.get(id.index()).copied();
                Party::Team(team.unwrap_or(id))
            }
        }
    }

    fn role(&self, id: RoleId) -> RoleId {
        self.roles.get(id.index()).copied().unwrap_or(id)
    }
}
