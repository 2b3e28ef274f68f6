//! Whether a policy looks at the clock.

use crate::model::{Condition, Model, Operand, OperandKind, Rule, ScoreItem, ScoreLine};

/// Whether what a policy says of a lead may depend on the moment for which it is asked: whether
/// `since` or `until` stands anywhere in it.
#[must_use]
pub fn looks_at_clock(model: &Model) -> bool {
    let some = |condition: &Option<Condition>| condition.as_ref().is_some_and(condition_does);
    model
        .defines
        .values()
        .any(|define| operand_does(&define.value))
        || model
            .facts
            .iter()
            .any(|fact| condition_does(&fact.condition))
        || model
            .scores
            .values()
            .any(|score| score.items.iter().any(item_does))
        || model.decisions.values().any(|decision| {
            decision.rules.iter().any(rule_does) || decision.otherwise.iter().any(operand_does)
        })
        || model
            .musts
            .values()
            .any(|must| condition_does(&must.condition) || some(&must.when))
        || model
            .forbids
            .iter()
            .any(|forbid| some(&forbid.when) || some(&forbid.unless))
}

fn rule_does(rule: &Rule) -> bool {
    let conditions = rule.when.iter().chain(&rule.unless);
    conditions.into_iter().any(condition_does) || operand_does(&rule.outcome)
}

fn item_does(item: &ScoreItem) -> bool {
    match item {
        ScoreItem::Line(ScoreLine { per, when, .. }) => {
            per.iter().any(|per| operand_does(&per.of)) || when.iter().any(condition_does)
        }
        ScoreItem::Group(group) => group.items.iter().any(item_does),
        ScoreItem::Table(table) => table.rows.iter().any(|row| condition_does(&row.when)),
    }
}

fn condition_does(condition: &Condition) -> bool {
    condition.operands().into_iter().any(operand_does)
        || condition.parts().iter().any(condition_does)
}

fn operand_does(operand: &Operand) -> bool {
    match &operand.kind {
        OperandKind::Since(_) | OperandKind::Until(_) => true,
        OperandKind::Constant(_)
        | OperandKind::Nothing
        | OperandKind::Field(_)
        | OperandKind::Define(_)
        | OperandKind::Score(_)
        | OperandKind::Decision(_) => false,
        OperandKind::FirstKnown(parts) => parts.iter().any(operand_does),
        OperandKind::Sum(terms) => terms.iter().any(|(_, term)| operand_does(term)),
        OperandKind::Scaled(_, of) | OperandKind::Domain(of) => operand_does(of),
        OperandKind::Truth(condition) => condition_does(condition),
    }
}
