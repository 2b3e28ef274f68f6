//! Whether what an example expects is so.

use std::cmp::Ordering;

use super::Actual;
use super::story::Story;
use crate::eval::journey::{Due, TaskState};
use crate::eval::operand::field;
use crate::eval::{Cause, DecidedOutcome, Found, arithmetic};
use crate::model::{
    Cell, ChannelId, MustId, Node, Party, StageId, StepKind, Subject, TaskExpectation, TaskId,
};
use crate::value::Value;

impl Story<'_> {
    /// What is so instead of what is expected, if that is not so.
    pub(super) fn check(&mut self, expectation: &StepKind) -> Option<Actual> {
        let (found, as_expected) = match expectation {
            StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => return None,
            StepKind::ExpectTask(tasks, expected) => self.task(tasks, *expected),
            StepKind::ExpectTold(party, expected) => {
                let told = self.has_told(*party);
                (Actual::Told(told), told == *expected)
            }
            StepKind::ExpectValue(subject, cell) => {
                let found = self.value(*subject);
                let zone = &self.model.zone;
                let fits = match (cell, &found) {
                    (Cell::Known(expected), Actual::Value(value)) => {
                        arithmetic::order(zone, expected, value) == Some(Ordering::Equal)
                    }
                    (Cell::Missing, Actual::Missing | Actual::Gap) => true,
                    _ => false,
                };
                (found, fits)
            }
            StepKind::ExpectKnown(subject) => {
                let found = self.value(*subject);
                let known = matches!(found, Actual::Value(_));
                (found, known)
            }
            StepKind::ExpectForbidden(channel, expected) => {
                let by = self.forbidden_by(*channel);
                let fits = by.is_empty() != *expected;
                (Actual::Forbidden(by), fits)
            }
            StepKind::ExpectBreach(must, expected) => {
                let broken = self.breaks(*must);
                (Actual::Breach(broken), broken == *expected)
            }
            StepKind::ExpectLacking(stages, expected) => {
                let lacking = self.lacks_in(stages);
                (Actual::Breach(lacking), lacking == *expected)
            }
        };
        (!as_expected).then_some(found)
    }

    /// How the task of the stage that the lead is in stands.
    fn task(&mut self, tasks: &[TaskId], expected: TaskExpectation) -> (Actual, bool) {
        let states = self.evaluated().journeys.iter();
        let mut states = states.flat_map(|state| &state.tasks);
        let Some(state) = states.find(|state| tasks.contains(&state.task)) else {
            return (Actual::NoTask, false);
        };
        (Actual::Task(Box::new(state.clone())), is(state, expected))
    }

    /// A role has been told where its team has; of a team it takes one role.
    fn has_told(&self, party: Party) -> bool {
        let team_of = |role| self.model.roles.get(role).map(|role| role.team);
        self.told.contains(&party)
            || match party {
                Party::Role(role) => {
                    let team = team_of(role);
                    team.is_some_and(|team| self.told.contains(&Party::Team(team)))
                }
                Party::Team(team) => self.told.iter().any(|it| match it {
                    Party::Role(role) => team_of(*role) == Some(team),
                    Party::Team(other) => *other == team,
                }),
            }
    }

    fn forbidden_by(&mut self, channel: ChannelId) -> Vec<usize> {
        let acting = self
            .evaluated()
            .forbidden
            .iter()
            .filter(|by| by.channel == channel);
        acting.map(|by| by.forbid).collect()
    }

    fn breaks(&mut self, must: MustId) -> bool {
        self.evaluated().breaches.contains(&must)
    }

    /// The lead is in one of these stages, without what it requires.
    fn lacks_in(&mut self, stages: &[StageId]) -> bool {
        let mut states = self.evaluated().journeys.iter();
        states.any(|state| {
            let stage = state.stage.known();
            state.lacks_required && stage.is_some_and(|stage| stages.contains(&stage))
        })
    }

    fn value(&mut self, subject: Subject) -> Actual {
        let model = self.model;
        let (batch, evaluation) = self.now();
        match subject {
            Subject::Field(id) => {
                actual(field(model, batch.lead(0), id), || vec![Cause::Field(id)])
            }
            Subject::Define(id) => {
                let found = evaluation.define(id).clone();
                actual(found, || evaluation.root_causes(Node::Define(id)))
            }
            Subject::Score(id) => {
                let scored = evaluation.score(id);
                match scored.total {
                    Some(total) => Actual::Value(Value::Number(total)),
                    None if !scored.problems.is_empty() => {
                        Actual::NoPoints(scored.problems.clone())
                    }
                    None => Actual::Stopped(evaluation.root_causes(Node::Score(id))),
                }
            }
            Subject::Decision(id) => match &evaluation.decision(id).outcome {
                DecidedOutcome::Value(value) => Actual::Value(value.clone()),
                DecidedOutcome::Nothing => Actual::Missing,
                DecidedOutcome::Gap => Actual::Gap,
                DecidedOutcome::Conflict(rules) => Actual::Conflict(rules.clone()),
                DecidedOutcome::Stopped => {
                    Actual::Stopped(evaluation.root_causes(Node::Decision(id)))
                }
            },
        }
    }
}

fn is(state: &TaskState, expected: TaskExpectation) -> bool {
    match expected {
        TaskExpectation::Due(instant) => state.due == Due::At(instant),
        TaskExpectation::Is(status) => state.state == Some(status),
    }
}

fn actual(found: Found<'_>, causes: impl Fn() -> Vec<Cause>) -> Actual {
    match found {
        Found::Known(value) => Actual::Value(value.into_owned()),
        Found::Missing => Actual::Missing,
        Found::Stopped => Actual::Stopped(causes()),
    }
}
