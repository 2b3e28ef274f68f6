//! Plays a policy's examples.

use std::collections::BTreeMap;

use super::operand::field;
use super::{Cause, DecidedOutcome, Evaluation, Found, ScoreProblem, arithmetic, evaluate};
use crate::model::{
    Batch, Cell, ChannelId, Example, FieldId, Lead, Model, MustId, Node, RuleIndex, Step, StepKind,
    Subject,
};
use crate::source::Span;
use crate::value::{Duration, Instant, Value};

/// What became of an example.
#[derive(Debug, Clone, Default)]
pub struct Played {
    /// How many expectations it has.
    pub expectations: usize,
    /// The steps that did not come out, in the order of the story.
    pub failures: Vec<Failure>,
    /// The facts that the lead breaks on the way, by their places in [`Model::facts`], and when it
    /// first does: such a lead cannot exist.
    pub broken_facts: BTreeMap<usize, Moment>,
}

impl Played {
    /// Whether all came out as the example says, of a lead that can exist.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && self.broken_facts.is_empty()
    }
}

/// A step of an example that did not come out.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The step, by its place in [`Example::steps`].
    pub step: usize,
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub expected: StepKind,
    /// What is so instead.
    pub found: Actual,
    /// What is so at that point, to trace why.
    pub moment: Moment,
}

/// A point of a story.
#[derive(Debug, Clone)]
pub struct Moment {
    lead: Batch,
    /// The instant at that point.
    pub as_of: Instant,
    /// What the policy says of the lead at that point.
    pub evaluation: Evaluation,
}

impl Moment {
    /// The lead at that point.
    #[must_use]
    pub fn lead(&self) -> Lead<'_> {
        self.lead.lead(0)
    }
}

/// What is so at some point of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    /// It has this value.
    Value(Value),
    /// It has none, and may have none.
    Missing,
    /// The decision does not cover the lead.
    Gap,
    /// These rules of the decision contradict each other.
    Conflict(Vec<RuleIndex>),
    /// Tables of the score give no points.
    NoPoints(Vec<ScoreProblem>),
    /// It is stopped, in the end by these.
    Stopped(Vec<Cause>),
    /// The channel is forbidden by these prohibitions, by their places in [`Model::forbids`]; by
    /// none of them, it is not.
    Forbidden(Vec<usize>),
    /// The `must` is broken, or not.
    Breach(bool),
    /// The instant to which time would pass is none: too far off, or business time.
    NoInstant,
    /// It hangs on the moves of a journey, which are not played yet; the story ends here.
    Untold,
}

/// Plays an example, from `default_as_of` on where it does not say an instant itself.
///
/// The lead starts with nothing known and its sets empty.
#[must_use]
pub fn play(model: &Model, example: &Example, default_as_of: Instant) -> Played {
    let mut story = Story::new(model, default_as_of);
    let mut played = Played::default();
    let untold = untold::first(model, example);
    for (at, step) in example.steps.iter().enumerate() {
        if untold == Some(at) {
            let rest = example.steps.iter().skip(at);
            played.expectations += rest.filter(|step| expects(step)).count();
            played
                .failures
                .push(story.failure(at, step, Actual::Untold));
            break;
        }
        let found = match &step.kind {
            StepKind::Set(cells) => {
                story.set(cells);
                None
            }
            StepKind::AsOf(instant) => {
                story.move_to(*instant);
                None
            }
            StepKind::Later(duration) => match later(story.as_of, *duration) {
                Some(instant) => {
                    story.move_to(instant);
                    None
                }
                None => Some(Actual::NoInstant),
            },
            expectation => {
                played.expectations += 1;
                story.check(expectation)
            }
        };
        if expects(step) || at + 1 == example.steps.len() {
            for fact in story.evaluated().broken_facts.clone() {
                let moment = || story.moment();
                played.broken_facts.entry(fact).or_insert_with(moment);
            }
        }
        if let Some(found) = found {
            played.failures.push(story.failure(at, step, found));
        }
    }
    played
}

fn expects(step: &Step) -> bool {
    match step.kind {
        StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => false,
        StepKind::ExpectValue(..)
        | StepKind::ExpectKnown(_)
        | StepKind::ExpectForbidden(..)
        | StepKind::ExpectBreach(..)
        | StepKind::ExpectTask(..)
        | StepKind::ExpectTold(..) => true,
    }
}

fn later(from: Instant, by: Duration) -> Option<Instant> {
    match by {
        Duration::Elapsed { seconds } => from
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .ok(),
        Duration::Business { .. } | Duration::BusinessDays { .. } => None,
    }
}

/// A lead on its way through an example.
struct Story<'m> {
    model: &'m Model,
    cells: Vec<Cell>,
    as_of: Instant,
    /// The lead as it is now, and what the policy says of it, once somebody asked.
    evaluated: Option<(Batch, Evaluation)>,
}

impl<'m> Story<'m> {
    fn new(model: &'m Model, as_of: Instant) -> Self {
        Story {
            model,
            cells: vec![Cell::Missing; model.fields.len()],
            as_of,
            evaluated: None,
        }
    }

    fn set(&mut self, cells: &[(FieldId, Cell)]) {
        for (field, cell) in cells {
            if let Some(place) = self.cells.get_mut(field.index()) {
                *place = cell.clone();
            }
        }
        self.evaluated = None;
    }

    fn move_to(&mut self, instant: Instant) {
        self.as_of = instant;
        self.evaluated = None;
    }

    fn evaluated(&mut self) -> &Evaluation {
        &self.now().1
    }

    fn now(&mut self) -> &(Batch, Evaluation) {
        let (model, cells, as_of) = (self.model, &self.cells, self.as_of);
        self.evaluated.get_or_insert_with(|| {
            let mut batch = Batch::new(model.fields.len());
            batch.push(cells.iter().cloned());
            let evaluation = evaluate(model, batch.lead(0), as_of);
            (batch, evaluation)
        })
    }

    fn moment(&mut self) -> Moment {
        let (lead, evaluation) = self.now().clone();
        Moment {
            lead,
            as_of: self.as_of,
            evaluation,
        }
    }

    fn failure(&mut self, at: usize, step: &Step, found: Actual) -> Failure {
        Failure {
            step: at,
            span: step.span,
            expected: step.kind.clone(),
            found,
            moment: self.moment(),
        }
    }

    /// What is so instead of what is expected, if that is not so.
    fn check(&mut self, expectation: &StepKind) -> Option<Actual> {
        let model = self.model;
        let (found, as_expected) = match expectation {
            StepKind::Set(_) | StepKind::AsOf(_) | StepKind::Later(_) => return None,
            StepKind::ExpectTask(..) | StepKind::ExpectTold(..) => (Actual::Untold, false),
            StepKind::ExpectValue(subject, cell) => {
                let found = self.value(*subject);
                let fits = match (cell, &found) {
                    (Cell::Known(expected), Actual::Value(value)) => {
                        arithmetic::order(&model.zone, expected, value)
                            == Some(std::cmp::Ordering::Equal)
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
        };
        (!as_expected).then_some(found)
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

fn actual(found: Found<'_>, causes: impl Fn() -> Vec<Cause>) -> Actual {
    match found {
        Found::Known(value) => Actual::Value(value.into_owned()),
        Found::Missing => Actual::Missing,
        Found::Stopped => Actual::Stopped(causes()),
    }
}

mod untold;

#[cfg(test)]
mod tests;
