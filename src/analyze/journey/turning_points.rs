//! When something turns that the moves of a stage hang on, counted from when a lead gets there.

use std::collections::BTreeSet;

use super::there::seconds;
use crate::analyze::context::Context;
use crate::model::{Condition, ConditionKind, FieldId, Operand, OperandKind, Part, Stage};
use crate::value::{Duration, Value};

/// The times in a stage, in seconds, at which something turns that its moves hang on: a least time
/// in the stage is over, or a comparison with when the lead got there changes.
pub(super) fn turning_points(
    context: &Context<'_>,
    since: FieldId,
    stage: &Stage,
) -> BTreeSet<i64> {
    let mut points = BTreeSet::from([0]);
    points.extend(stage.moves.iter().map(|it| seconds(it.after)));
    let mut see = |condition: &Condition| {
        if let ConditionKind::Compare(one, _, other) = &condition.kind {
            for (age, limit) in [(one, other), (other, one)] {
                if is_age_of(age, since)
                    && let Some(Value::Duration(Duration::Elapsed { seconds })) =
                        context.model.constant_of(limit)
                {
                    points.extend([*seconds, seconds.saturating_add(1)]);
                }
            }
        }
    };
    let conditions: Vec<&Condition> = stage.conditions().collect();
    for condition in &conditions {
        condition.walk(&mut |part| {
            if let Part::Condition(condition) = part {
                see(condition);
            }
        });
    }
    let decisions = stage.decisions();
    for node in context.ground.nodes_behind(&conditions, decisions) {
        context.model.walk_node(node, &mut |part| {
            if let Part::Condition(condition) = part {
                see(condition);
            }
        });
    }
    points.retain(|point| *point >= 0);
    points
}

fn is_age_of(operand: &Operand, field: FieldId) -> bool {
    match &operand.kind {
        OperandKind::Since(of) => matches!(of.kind, OperandKind::Field(id) if id == field),
        _ => false,
    }
}
