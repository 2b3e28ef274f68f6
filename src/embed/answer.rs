//! What a policy says of a lead.

use std::borrow::Cow;

use super::Lead;
use crate::engine::{Made, Outcome, Verdict};
use crate::eval::{DecidedOutcome, Evaluation};
use crate::model::{ChannelId, DecisionId, RuleIndex, ScoreId};
use crate::value::{Number, Value};

/// What a policy says of a lead.
pub struct Answer<'a>(pub(super) By<'a>);

/// Who judged.
pub(super) enum By<'a> {
    Engine(Verdict<'a>, &'a Lead<'a>),
    Evaluator(Box<Evaluation>),
}

/// What a decision comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided<'a> {
    /// This.
    Outcome(Cow<'a, Value>),
    /// No outcome, which the policy allows.
    Nothing,
    /// No rule covers the lead.
    Gap,
    /// These rules disagree.
    Conflict(&'a [RuleIndex]),
    /// It depends on something that is required and missing, or was not decided.
    Stopped,
}

impl Answer<'_> {
    /// What a decision comes to.
    #[must_use]
    pub fn decided(&self, decision: DecisionId) -> Decided<'_> {
        match &self.0 {
            By::Engine(verdict, lead) => by_engine(*verdict, lead, decision),
            By::Evaluator(evaluation) => match &evaluation.decision(decision).outcome {
                DecidedOutcome::Value(value) => Decided::Outcome(Cow::Borrowed(value)),
                DecidedOutcome::Nothing => Decided::Nothing,
                DecidedOutcome::Gap => Decided::Gap,
                DecidedOutcome::Conflict(rules) => Decided::Conflict(rules),
                DecidedOutcome::Stopped => Decided::Stopped,
            },
        }
    }

    /// The total of a score; none where it could not be worked out.
    #[must_use]
    pub fn score(&self, score: ScoreId) -> Option<Number> {
        match &self.0 {
            By::Engine(verdict, _) => Some(verdict.score(score)),
            By::Evaluator(evaluation) => evaluation.score(score).total,
        }
    }

    /// Whether a channel may not be used.
    #[must_use]
    pub fn forbids(&self, channel: ChannelId) -> bool {
        match &self.0 {
            By::Engine(verdict, _) => verdict.forbidden().any(|it| it == channel),
            By::Evaluator(evaluation) => evaluation.forbids(channel),
        }
    }
}

fn by_engine<'a>(verdict: Verdict<'a>, lead: &Lead<'_>, decision: DecisionId) -> Decided<'a> {
    let outcome = match (verdict.made(decision), verdict.outcome(decision)) {
        (Made::Outcome(_), Some(outcome)) => outcome,
        (Made::Nothing, _) => return Decided::Nothing,
        (Made::Gap | Made::Outcome(_), _) => return Decided::Gap,
    };
    let value = match outcome {
        Outcome::Constant(value) => Some(Cow::Borrowed(value)),
        Outcome::Field(field) => lead.value(*field).map(Cow::Owned),
        Outcome::Computed(ty) => verdict.value(decision, *ty).map(Cow::Owned),
        Outcome::Decision(other) => return by_engine(verdict, lead, *other),
        Outcome::Nothing => None,
    };
    value.map_or(Decided::Stopped, Decided::Outcome)
}
