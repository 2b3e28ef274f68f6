//! What stops a condition or a value.

use std::collections::BTreeSet;

use super::operand::Situation;
use super::{Cause, Found, Truth};
use crate::model::{Condition, Node, Operand, OperandKind};

impl<'a> Situation<'a> {
    /// Adds what stops a condition; nothing where it is not stopped.
    pub(super) fn stops_condition(self, condition: &'a Condition, causes: &mut BTreeSet<Cause>) {
        if self.condition(condition) != Truth::Stopped {
            return;
        }
        for operand in condition.operands() {
            self.stops_operand(operand, causes);
        }
        for part in condition.parts() {
            self.stops_condition(part, causes);
        }
    }

    /// Adds what stops a value; nothing where it is not stopped.
    pub(super) fn stops_operand(self, operand: &'a Operand, causes: &mut BTreeSet<Cause>) {
        if self.operand(operand) != Found::Stopped {
            return;
        }
        match &operand.kind {
            OperandKind::Constant(_) | OperandKind::Nothing => {}
            OperandKind::Field(id) => {
                causes.insert(Cause::Field(*id));
            }
            OperandKind::Define(id) => {
                causes.insert(Cause::Node(Node::Define(*id)));
            }
            OperandKind::Score(id) => {
                causes.insert(Cause::Node(Node::Score(*id)));
            }
            OperandKind::Decision(id) => {
                causes.insert(Cause::Node(Node::Decision(*id)));
            }
            OperandKind::FirstKnown(parts) => {
                parts
                    .iter()
                    .for_each(|part| self.stops_operand(part, causes));
            }
            OperandKind::Sum(terms) => {
                self.stops_computed(operand, terms.iter().map(|(_, term)| term), causes);
            }
            OperandKind::Scaled(_, of)
            | OperandKind::Since(of)
            | OperandKind::Until(of)
            | OperandKind::Domain(of) => self.stops_computed(operand, [of.as_ref()], causes),
            OperandKind::Truth(condition) => self.stops_condition(condition, causes),
        }
    }

    /// A calculation whose parts are all known is stopped because its result is too large.
    fn stops_computed(
        self,
        whole: &'a Operand,
        parts: impl IntoIterator<Item = &'a Operand>,
        causes: &mut BTreeSet<Cause>,
    ) {
        let mut none_stopped = true;
        for part in parts {
            if self.operand(part) == Found::Stopped {
                none_stopped = false;
                self.stops_operand(part, causes);
            }
        }
        if none_stopped {
            causes.insert(Cause::Overflow(whole.span));
        }
    }
}
