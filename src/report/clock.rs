//! Whether a policy looks at the clock.

use crate::model::{Model, Operand, OperandKind, Part};

/// Whether what a policy says of a lead may depend on the moment for which it is asked: whether it
/// has journeys, whose tasks and moves wait, or `since` or `until` stands anywhere in it.
#[must_use]
pub fn looks_at_clock(model: &Model) -> bool {
    let mut does = !model.journeys.is_empty();
    model.walk(&mut |part| {
        does |= matches!(
            part,
            Part::Operand(Operand {
                kind: OperandKind::Since(_) | OperandKind::Until(_),
                ..
            })
        );
    });
    does
}
