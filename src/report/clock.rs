//! Whether a policy looks at the clock.

use crate::model::{Model, Operand, OperandKind, Part};

/// Whether what a policy says of a lead may depend on the moment for which it is asked: whether
/// `since` or `until` stands anywhere in it.
#[must_use]
pub fn looks_at_clock(model: &Model) -> bool {
    let mut does = false;
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
