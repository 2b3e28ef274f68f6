//! When something turns that the moves of a stage hang on, counted from when a lead gets there.

use std::collections::BTreeSet;

use super::there::seconds;
use crate::analyze::context::Context;
use crate::model::{Condition, FieldId, Operand, OperandKind, Part, Stage};
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
    parts_behind(context, stage, &mut |part| {
        let Part::Condition(condition) = part else {
            return;
        };
        let operands = condition.operands();
        if !operands.iter().any(|operand| is_age_of(operand, since)) {
            return;
        }
        let others = operands.into_iter();
        let constants = others.filter_map(|operand| context.model.constant_of(operand));
        for value in condition.values().into_iter().chain(constants) {
            if let Value::Duration(Duration::Elapsed { seconds }) = value {
                points.extend([*seconds, seconds.saturating_add(1)]);
            }
        }
    });
    points.retain(|point| *point >= 0);
    points
}

/// Whether the moves of a stage hang on how long ago a field was, as the text says.
pub(super) fn reads_age_of(context: &Context<'_>, field: FieldId, stage: &Stage) -> bool {
    let mut reads = false;
    parts_behind(context, stage, &mut |part| {
        reads |= matches!(part, Part::Operand(Operand { kind: OperandKind::Field(id), .. })
            if *id == field);
    });
    reads
}

/// Sees all parts of what the moves of a stage hang on, also by way of names.
fn parts_behind(context: &Context<'_>, stage: &Stage, see: &mut impl FnMut(Part<'_>)) {
    let conditions: Vec<&Condition> = stage.conditions().collect();
    for condition in &conditions {
        condition.walk(see);
    }
    let decisions = stage.decisions();
    for node in context.ground.nodes_behind(&conditions, decisions) {
        context.model.walk_node(node, see);
    }
}

fn is_age_of(operand: &Operand, field: FieldId) -> bool {
    match &operand.kind {
        OperandKind::Since(of) => matches!(of.kind, OperandKind::Field(id) if id == field),
        _ => false,
    }
}
