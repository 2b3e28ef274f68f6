//! Outcomes that a lead can be led to.

use crate::eval::{DecidedOutcome, Evaluation};
use crate::model::{Decision, DecisionId, Model, Node, Type};
use crate::source::{SourceId, Span};
use crate::value::Value;

/// An outcome of a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The decision.
    pub decision: DecisionId,
    /// What it is to come to.
    pub outcome: Outcome,
}

/// What a decision is to come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// This.
    Is(Value),
    /// Nothing, as it may.
    Nothing,
}

impl Goal {
    /// Whether a lead has it.
    #[must_use]
    pub fn is_met(&self, evaluation: &Evaluation) -> bool {
        match (&evaluation.decision(self.decision).outcome, &self.outcome) {
            (DecidedOutcome::Value(is), Outcome::Is(wanted)) => {
                is.compare(wanted) == Some(std::cmp::Ordering::Equal) || is == wanted
            }
            (DecidedOutcome::Nothing, Outcome::Nothing) => true,
            _ => false,
        }
    }

    /// What the outcome is called.
    #[must_use]
    pub fn name(&self, model: &Model) -> String {
        let ty = model.decisions.get(self.decision).map(|it| it.ty);
        match (&self.outcome, ty) {
            (Outcome::Is(value), Some(ty)) => model.show(value, ty),
            _ => "none".to_owned(),
        }
    }
}

/// The outcomes of a policy's decisions, in the order of the text: the values that a decision may
/// have, those that its rules say, and none where that may be.
#[must_use]
pub fn goals(model: &Model) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (id, decision) in model.decisions.iter() {
        let values = values(model, id, decision).into_iter().map(Outcome::Is);
        let nothing = decision.or_none.then_some(Outcome::Nothing);
        goals.extend(values.chain(nothing).map(|outcome| Goal {
            decision: id,
            outcome,
        }));
    }
    goals
}

fn values(model: &Model, id: DecisionId, decision: &Decision) -> Vec<Value> {
    match decision.ty {
        Type::Choice(_) => {
            let all = model
                .enumeration(decision.ty)
                .map_or(0, |it| it.values.len());
            (0_u32..).take(all).map(Value::Choice).collect()
        }
        Type::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        _ => {
            let nowhere = Span::new(SourceId(0), 0, 0);
            let operand = model.value_of(Node::Decision(id), nowhere);
            model.constants(&operand).values
        }
    }
}
