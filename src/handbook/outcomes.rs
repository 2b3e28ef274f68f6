//! The values that something may have, whatever the lead.

use super::Writer;
use crate::model::{Id, Operand, OperandKind, RoleId};
use crate::value::{Duration, Value};

impl Writer<'_> {
    /// The constants that a value may be, through definitions and decisions, each once, in the order
    /// of the text.
    pub(super) fn constants(&self, operand: &Operand) -> Vec<Value> {
        self.model.constants(operand).values
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
