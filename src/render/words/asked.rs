//! What a comparison asks for, with the values that it saw.

use super::Words;
use crate::eval::trace::OperandTrace;
use crate::model::{Operand, OperandKind};
use crate::why::Fact;
use crate::words::{Asked, Phrase};

/// The value that a comparison is about, and the one that it is held against, if that has one of
/// its own.
pub(super) fn sides<'f, 'm>(
    fact: &'f Fact<'m>,
) -> (
    Option<&'f OperandTrace<'m>>,
    Option<&'f OperandTrace<'m>>,
    bool,
) {
    let (first, second) = (fact.saw.first(), fact.saw.get(1));
    let is_constant = |trace: Option<&OperandTrace<'_>>| {
        trace.is_some_and(|it| matches!(it.operand.kind, OperandKind::Constant(_)))
    };
    match is_constant(first) && second.is_some() {
        true => (second, first, true),
        false => (first, second, false),
    }
}

impl Words<'_> {
    /// What a comparison asks for.
    pub(super) fn fact_asked(&self, fact: &Fact<'_>) -> Asked {
        let against = sides(fact).1;
        let limit = |_: &Operand| against.map_or(Phrase::default(), |it| self.limit(it).into());
        self.asked(fact.condition, fact.wanted, limit)
    }

    /// What something is held against: its value, and its name where it has one.
    fn limit(&self, trace: &OperandTrace<'_>) -> String {
        let value = self.found(trace);
        match &trace.operand.kind {
            OperandKind::Constant(_) => value,
            OperandKind::Define(id) if self.is_constant(*id) => {
                format!("{value}, the {}", self.operand(trace.operand))
            }
            _ => format!("{}, which is {value}", self.operand(trace.operand)),
        }
    }

    fn is_constant(&self, id: crate::model::DefineId) -> bool {
        let define = self.model.defines.get(id);
        define.is_some_and(|it| matches!(it.value.kind, OperandKind::Constant(_)))
    }
}
