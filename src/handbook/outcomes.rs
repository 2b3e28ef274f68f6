//! The values that something may have, whatever the lead.

use std::collections::BTreeSet;

use super::Writer;
use crate::model::{Id, Node, Operand, OperandKind, RoleId};
use crate::value::{Duration, Value};

impl Writer<'_> {
    /// The constants that a value may be, through definitions and decisions, each once, in the order
    /// of the text.
    pub(super) fn constants(&self, operand: &Operand) -> Vec<Value> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![operand];
        while let Some(next) = open.pop() {
            // What stands last in `open` is looked at first.
            match &next.kind {
                OperandKind::Constant(value) if !found.contains(value) => {
                    found.push(value.clone());
                }
                OperandKind::Define(id) if seen.insert(Node::Define(*id)) => {
                    open.extend(self.model.defines.get(*id).map(|define| &define.value));
                }
                OperandKind::Decision(id) if seen.insert(Node::Decision(*id)) => {
                    if let Some(decision) = self.model.decisions.get(*id) {
                        open.extend(&decision.otherwise);
                        open.extend(decision.rules.iter().rev().map(|rule| &rule.outcome));
                    }
                }
                OperandKind::FirstKnown(parts) => open.extend(parts.iter().rev()),
                OperandKind::Constant(_)
                | OperandKind::Define(_)
                | OperandKind::Decision(_)
                | OperandKind::Nothing
                | OperandKind::Field(_)
                | OperandKind::Score(_)
                | OperandKind::Sum(_)
                | OperandKind::Scaled(..)
                | OperandKind::Since(_)
                | OperandKind::Until(_)
                | OperandKind::Domain(_)
                | OperandKind::Truth(_) => {}
            }
        }
        found
    }

    /// The roles that a value may name.
    pub(super) fn roles_of(&self, operand: &Operand) -> Vec<RoleId> {
        let values = self.constants(operand);
        let roles = values.iter().filter_map(|value| match value {
            Value::Role(index) => Some(Id::new(*index as usize)),
            _ => None,
        });
        roles.collect()
    }

    /// The lengths of time that a value may be.
    pub(super) fn lengths_of(&self, operand: &Operand) -> Vec<Duration> {
        let values = self.constants(operand);
        let lengths = values.iter().filter_map(|value| match value {
            Value::Duration(length) => Some(*length),
            _ => None,
        });
        lengths.collect()
    }

    /// Whether who does something depends on the lead.
    pub(super) fn is_decided(operand: &Operand) -> bool {
        !matches!(operand.kind, OperandKind::Constant(_))
    }
}
