//! Why a condition, a score or a decision comes out as it does for a lead: everything that a person
//! needs to see it, as data without words.
//!
//! Worked out on demand, with the same functions that evaluate. A definition, score or decision
//! that is read on the way is shown with its value only; it has a trace of its own.

mod decision;
mod score;
#[cfg(test)]
mod tests;

pub use decision::{DecisionTrace, RuleTrace, decision};
pub use score::{
    GroupTrace, ItemTrace, LineTrace, RowTrace, ScoreTrace, TableOutcome, TableTrace, score,
};

use super::operand::{Now, Situation};
use super::{Evaluation, Found, Truth};
use crate::model::{Condition, Lead, Model, Operand, OperandKind};
use crate::value::Instant;

/// What a condition is, and what makes it so.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionTrace<'m> {
    /// The condition, with its place.
    pub condition: &'m Condition,
    /// What it is.
    pub truth: Truth,
    /// The conditions that it is made of.
    pub parts: Vec<ConditionTrace<'m>>,
    /// The values that it looks at itself.
    pub saw: Vec<OperandTrace<'m>>,
}

/// What value something has, and what makes it so.
#[derive(Debug, Clone, PartialEq)]
pub struct OperandTrace<'m> {
    /// What has it, with its place and type.
    pub operand: &'m Operand,
    /// The value.
    pub value: Found<'static>,
    /// What it is computed from.
    pub parts: Vec<OperandTrace<'m>>,
    /// The condition that it is the truth of.
    pub condition: Option<Box<ConditionTrace<'m>>>,
}

/// Why a condition is what it is. The evaluation is of the same lead at the same instant.
#[must_use]
pub fn condition<'m>(
    model: &'m Model,
    lead: Lead<'m>,
    as_of: Instant,
    evaluation: &'m Evaluation,
    condition: &'m Condition,
) -> ConditionTrace<'m> {
    situation(model, lead, as_of, evaluation).trace_condition(condition)
}

/// Why something has its value, for instance a definition. The evaluation is of the same lead at
/// the same instant.
#[must_use]
pub fn operand<'m>(
    model: &'m Model,
    lead: Lead<'m>,
    as_of: Instant,
    evaluation: &'m Evaluation,
    operand: &'m Operand,
) -> OperandTrace<'m> {
    situation(model, lead, as_of, evaluation).trace_operand(operand)
}

fn situation<'m>(
    model: &'m Model,
    lead: Lead<'m>,
    as_of: Instant,
    so_far: &'m Evaluation,
) -> Situation<'m> {
    Situation {
        model,
        lead,
        now: Now::new(model, as_of),
        so_far,
    }
}

impl<'m> Situation<'m> {
    fn trace_condition(self, condition: &'m Condition) -> ConditionTrace<'m> {
        let (parts, saw) = (condition.parts(), condition.operands());
        ConditionTrace {
            condition,
            truth: self.condition(condition),
            parts: parts
                .iter()
                .map(|part| self.trace_condition(part))
                .collect(),
            saw: saw.into_iter().map(|of| self.trace_operand(of)).collect(),
        }
    }

    fn trace_operand(self, operand: &'m Operand) -> OperandTrace<'m> {
        let parts: Vec<&Operand> = match &operand.kind {
            OperandKind::Constant(_)
            | OperandKind::Nothing
            | OperandKind::Field(_)
            | OperandKind::Define(_)
            | OperandKind::Score(_)
            | OperandKind::Decision(_)
            | OperandKind::Truth(_) => Vec::new(),
            OperandKind::FirstKnown(parts) => parts.iter().collect(),
            OperandKind::Sum(terms) => terms.iter().map(|(_, term)| term).collect(),
            OperandKind::Scaled(_, of)
            | OperandKind::Since(of)
            | OperandKind::Until(of)
            | OperandKind::Domain(of) => vec![of],
        };
        let condition = match &operand.kind {
            OperandKind::Truth(condition) => Some(Box::new(self.trace_condition(condition))),
            _ => None,
        };
        OperandTrace {
            operand,
            value: self.operand(operand).into_owned(),
            parts: parts
                .into_iter()
                .map(|part| self.trace_operand(part))
                .collect(),
            condition,
        }
    }
}
