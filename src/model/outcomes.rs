//! The values that something may have, as the text says, whatever the lead.

use std::collections::BTreeSet;

use super::{Model, Node, Operand, OperandKind};
use crate::value::Value;

/// The values that an operand may have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constants {
    /// The constants, each once, in the order of the text.
    pub values: Vec<Value>,
    /// It may have none: a decision's `none`.
    pub nothing: bool,
    /// It may be something that is worked out: a field, a sum.
    pub others: bool,
}

impl Model {
    /// The constants that an operand may be, through definitions and decisions.
    #[must_use]
    pub fn constants(&self, operand: &Operand) -> Constants {
        let mut found = Constants::default();
        let mut seen = BTreeSet::new();
        let mut open = vec![operand];
        while let Some(next) = open.pop() {
            // What stands last in `open` is looked at first.
            match &next.kind {
                OperandKind::Constant(value) => {
                    if !found.values.contains(value) {
                        found.values.push(value.clone());
                    }
                }
                OperandKind::Define(id) => {
                    if seen.insert(Node::Define(*id)) {
                        open.extend(self.defines.get(*id).map(|define| &define.value));
                    }
                }
                OperandKind::Decision(id) => {
                    if seen.insert(Node::Decision(*id))
                        && let Some(decision) = self.decisions.get(*id)
                    {
                        found.nothing |= decision.or_none;
                        open.extend(&decision.otherwise);
                        open.extend(decision.rules.iter().rev().map(|rule| &rule.outcome));
                    }
                }
                OperandKind::FirstKnown(parts) => open.extend(parts.iter().rev()),
                OperandKind::Nothing => found.nothing = true,
                OperandKind::Field(_)
                | OperandKind::Score(_)
                | OperandKind::Sum(_)
                | OperandKind::Scaled(..)
                | OperandKind::Since(_)
                | OperandKind::Until(_)
                | OperandKind::Domain(_)
                | OperandKind::Truth(_) => found.others = true,
            }
        }
        found
    }
}
