//! The parts of a policy: conditions, what they look at, and policies with one part changed.

use std::collections::BTreeSet;

use groundrules::model::{
    Condition, ConditionKind, FieldId, Model, Node, Operand, OperandKind, Part,
};

/// What lies behind a condition, by way of definitions too.
#[derive(Debug, Clone, Default)]
pub(super) struct Behind {
    pub(super) fields: BTreeSet<FieldId>,
    /// Scores and decisions, but nothing that lies behind those.
    pub(super) reads_outcomes: bool,
    /// All that is read directly.
    pub(super) nodes: BTreeSet<Node>,
}

pub(super) fn behind(model: &Model, condition: &Condition) -> Behind {
    let mut seen = Behind::default();
    condition.walk(&mut |part| see(model, part, &mut seen));
    seen
}

pub(super) fn behind_operand(model: &Model, operand: &Operand) -> Behind {
    let mut seen = Behind::default();
    operand.walk(&mut |part| see(model, part, &mut seen));
    seen
}

fn see(model: &Model, part: Part<'_>, seen: &mut Behind) {
    let Part::Operand(operand) = part else { return };
    match operand.kind {
        OperandKind::Field(id) => {
            seen.fields.insert(id);
        }
        OperandKind::Score(id) => {
            seen.reads_outcomes = true;
            seen.nodes.insert(Node::Score(id));
        }
        OperandKind::Decision(id) => {
            seen.reads_outcomes = true;
            seen.nodes.insert(Node::Decision(id));
        }
        OperandKind::Define(id) if seen.nodes.insert(Node::Define(id)) => {
            model.defines[id]
                .value
                .walk(&mut |part| see(model, part, seen));
        }
        _ => {}
    }
}

/// All conditions of a policy that are not made of others. One that only names the definition of a
/// condition is left out: what it is, the parts of the definition are.
pub(super) fn leaves(model: &Model) -> Vec<&Condition> {
    let mut leaves = Vec::new();
    model.walk(&mut |part| {
        if let Part::Condition(condition) = part
            && condition.parts().is_empty()
            && !condition
                .operands()
                .iter()
                .all(|of| names_condition(model, of))
        {
            leaves.push(condition);
        }
    });
    leaves
}

fn names_condition(model: &Model, operand: &Operand) -> bool {
    match &operand.kind {
        OperandKind::Truth(_) => true,
        OperandKind::Define(id) => names_condition(model, &model.defines[*id].value),
        _ => false,
    }
}

/// A part of a condition, and where it stands in it.
#[derive(Debug, Clone)]
pub(super) struct Inner<'m> {
    pub(super) part: &'m Condition,
    /// The condition that it is directly a part of.
    pub(super) of: Option<&'m Condition>,
    /// Its place among all parts, the whole first.
    pub(super) nth: usize,
}

/// A condition and all parts of it, from the outside in.
pub(super) fn inner(whole: &Condition) -> Vec<Inner<'_>> {
    fn add<'m>(part: &'m Condition, of: Option<&'m Condition>, all: &mut Vec<Inner<'m>>) {
        all.push(Inner {
            part,
            of,
            nth: all.len(),
        });
        part.parts()
            .iter()
            .for_each(|inner| add(inner, Some(part), all));
    }
    let mut all = Vec::new();
    add(whole, None, &mut all);
    all
}

/// A condition with one part of it, by its place among all, always yes or always no.
pub(super) fn with_part(whole: &Condition, nth: usize, yes: bool) -> Condition {
    fn change(part: &mut Condition, nth: &mut usize, yes: bool) {
        if *nth == 0 {
            part.kind = match yes {
                true => ConditionKind::All(Vec::new()),
                false => ConditionKind::Any(Vec::new()),
            };
            *nth = usize::MAX;
            return;
        }
        *nth -= 1;
        match &mut part.kind {
            ConditionKind::Not(inner) => change(inner, nth, yes),
            ConditionKind::All(inner)
            | ConditionKind::Any(inner)
            | ConditionKind::AtLeast(_, inner) => {
                inner.iter_mut().for_each(|inner| change(inner, nth, yes));
            }
            _ => {}
        }
    }
    let mut changed = whole.clone();
    let mut nth = nth;
    change(&mut changed, &mut nth, yes);
    changed
}
