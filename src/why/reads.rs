//! What depends on what.

use std::collections::BTreeSet;

use crate::eval::trace::OperandTrace;
use crate::model::{Condition, DecisionId, DefineId, Model, Node, Operand, OperandKind, ScoreItem};

/// A decision and all definitions, scores and decisions that it reads, over any number of steps.
#[must_use]
pub fn closure(model: &Model, decision: DecisionId) -> BTreeSet<Node> {
    let mut seen = BTreeSet::from([Node::Decision(decision)]);
    let mut open = vec![Node::Decision(decision)];
    while let Some(node) = open.pop() {
        let mut read = BTreeSet::new();
        reads(model, node, &mut read);
        open.extend(read.into_iter().filter(|node| seen.insert(*node)));
    }
    seen
}

/// What something reads itself.
fn reads(model: &Model, node: Node, read: &mut BTreeSet<Node>) {
    match node {
        Node::Define(id) => {
            let define = model.defines.get(id);
            define.iter().for_each(|it| operand(&it.value, read));
        }
        Node::Score(id) => {
            let score = model.scores.get(id);
            score.iter().for_each(|it| items(&it.items, read));
        }
        Node::Decision(id) => {
            let Some(decision) = model.decisions.get(id) else {
                return;
            };
            for rule in &decision.rules {
                let conditions = rule.when.iter().chain(&rule.unless);
                conditions.for_each(|it| condition(it, read));
                operand(&rule.outcome, read);
            }
            decision.otherwise.iter().for_each(|it| operand(it, read));
        }
    }
}

fn items(of: &[ScoreItem], read: &mut BTreeSet<Node>) {
    for item in of {
        match item {
            ScoreItem::Line(line) => {
                line.when.iter().for_each(|it| condition(it, read));
                line.per.iter().for_each(|per| operand(&per.of, read));
            }
            ScoreItem::Group(group) => items(&group.items, read),
            ScoreItem::Table(table) => {
                table.rows.iter().for_each(|row| condition(&row.when, read));
            }
        }
    }
}

fn condition(of: &Condition, read: &mut BTreeSet<Node>) {
    of.operands().into_iter().for_each(|it| operand(it, read));
    of.parts().iter().for_each(|it| condition(it, read));
}

fn operand(of: &Operand, read: &mut BTreeSet<Node>) {
    match &of.kind {
        OperandKind::Constant(_) | OperandKind::Nothing | OperandKind::Field(_) => {}
        OperandKind::Define(id) => drop(read.insert(Node::Define(*id))),
        OperandKind::Score(id) => drop(read.insert(Node::Score(*id))),
        OperandKind::Decision(id) => drop(read.insert(Node::Decision(*id))),
        OperandKind::FirstKnown(parts) => parts.iter().for_each(|it| operand(it, read)),
        OperandKind::Sum(terms) => terms.iter().for_each(|(_, it)| operand(it, read)),
        OperandKind::Scaled(_, of)
        | OperandKind::Since(of)
        | OperandKind::Until(of)
        | OperandKind::Domain(of) => operand(of, read),
        OperandKind::Truth(of) => condition(of, read),
    }
}

/// The definitions that stand in a value as it was traced.
pub(super) fn defines_in(trace: &OperandTrace<'_>, found: &mut BTreeSet<DefineId>) {
    if let OperandKind::Define(id) = trace.operand.kind {
        found.insert(id);
    }
    trace.parts.iter().for_each(|part| defines_in(part, found));
}
