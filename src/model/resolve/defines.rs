//! Definitions, each behind those that it reads.

use super::context::{DefineState, Resolver};
use super::names::{Declared, named};
use super::operands::constant;
use crate::model::{Define, DefineId, Node, Type};
use crate::syntax::ast;
use crate::value::Value;

impl Resolver<'_> {
    /// Declares a definition, whose value is not known yet.
    pub(super) fn declare_define(&mut self, define: &ast::Define) -> Option<DefineId> {
        let declared = self.declare_name(&define.name, |r| {
            // Until it is read; it stays so where the definition is faulty.
            let value = constant(Value::Boolean(false), Type::Boolean, define.value.span);
            let named = named(&define.name, &define.doc);
            r.define_states.push(DefineState::Pending);
            Declared::Define(r.model.defines.add(Define {
                named,
                value,
                agreed_by: Vec::new(),
            }))
        });
        match declared {
            Some(Declared::Define(id)) => Some(id),
            _ => None,
        }
    }

    /// Resolves all definitions. The type of one may come from others, so each is tried, and if it
    /// reads some that are not resolved, tried again behind those: at most twice, and without
    /// recursion, so that long chains take no more than their length.
    pub(super) fn fill_defines(&mut self, defines: &[(DefineId, &ast::Define)]) {
        let mut waiting: Vec<usize> = Vec::new();
        for start in 0..defines.len() {
            waiting.push(start);
            while let Some(index) = waiting.last().copied() {
                let Some((id, define)) = defines.get(index) else {
                    break;
                };
                let state = self.define_states.get(index).copied();
                if matches!(state, Some(DefineState::Done | DefineState::Failed)) {
                    waiting.pop();
                    continue;
                }
                self.set_state(*id, DefineState::Waiting);
                let mark = self.mark();
                let value = self.attempt(*id, define);
                let blocked = std::mem::take(&mut self.blocked);
                let waits = |id: &DefineId| {
                    self.define_states.get(id.index()) == Some(&DefineState::Waiting)
                };
                let in_ring = blocked.iter().any(waits);
                if !blocked.is_empty() {
                    self.forget_since(mark);
                }
                if blocked.is_empty() || in_ring {
                    self.settle(*id, define, value.filter(|_| !in_ring));
                    waiting.pop();
                } else {
                    waiting.extend(blocked.iter().map(|id| id.index()));
                }
            }
        }
    }

    fn set_state(&mut self, id: DefineId, state: DefineState) {
        if let Some(place) = self.define_states.get_mut(id.index()) {
            *place = state;
        }
    }

    fn attempt(&mut self, id: DefineId, define: &ast::Define) -> Option<crate::model::Operand> {
        let node = Node::Define(id);
        // Reads of an earlier attempt may have been of names that turn out to be values.
        self.reads.remove(&node);
        self.within(Some(node), "definition", &define.name, |r| {
            r.operand(&define.value, None)
        })
    }

    fn settle(&mut self, id: DefineId, define: &ast::Define, value: Option<crate::model::Operand>) {
        let agreed_by = self.within(None, "definition", &define.name, |r| {
            r.teams_named(&define.agreed_by)
        });
        let state = match value {
            Some(_) => DefineState::Done,
            None => DefineState::Failed,
        };
        self.set_state(id, state);
        if let Some(define) = self.model.defines.get_mut(id) {
            define.agreed_by = agreed_by;
            if let Some(value) = value {
                define.value = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, resolved};
    use crate::model::{Node, Type};

    #[test]
    fn types_come_from_what_is_read_in_any_order() {
        let (model, found) = resolved(
            "policy \"p\" {} lead { a: text key  b: text  n: integer }\n\
             define top = mid and place = \"q\"\ndefine mid = half >= 2.5\ndefine half = 0.5 * n\n\
             define place = a else b\nmust k: top",
        );
        assert_eq!(found, []);
        let types: Vec<Type> = model
            .defines
            .values()
            .map(|define| define.value.ty)
            .collect();
        assert_eq!(
            types,
            [Type::Boolean, Type::Boolean, Type::Number, Type::Text]
        );
        let order: Vec<usize> = model
            .order
            .iter()
            .map(|node| match node {
                Node::Define(id) => id.index(),
                _ => usize::MAX,
            })
            .collect();
        assert_eq!(order, [2, 1, 3, 0]);
    }

    #[test]
    fn a_value_of_the_same_name_is_no_ring() {
        let text = "policy \"p\" {} lead { a: text key  c: one of customer | lead }\n\
                    define customer = c = customer\nmust k: customer";
        assert_eq!(codes(text), []);
    }

    #[test]
    fn one_fault_is_one_finding() {
        let text = "policy \"p\" {} lead { a: text key }\n\
                    define x = y + 1\ndefine y = zz * 2\ndefine w = x > 3\nmust k: w";
        assert_eq!(codes(text), [Code::UnknownName]);
    }

    #[test]
    fn long_chains_are_no_recursion() {
        use std::fmt::Write;
        let mut text = "policy \"p\" {} lead { a: text key  n: integer }\n".to_owned();
        for i in 0..5_000 {
            writeln!(text, "define d{i} = d{} + 1", i + 1).unwrap();
        }
        text.push_str("define d5000 = n\nmust k: d0 > 5");
        let (model, found) = resolved(&text);
        assert_eq!(found, []);
        assert_eq!(model.order.len(), 5_001);
    }
}
