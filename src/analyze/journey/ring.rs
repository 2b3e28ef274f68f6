//! Rings of moves: what the questions about them share.

use crate::analyze::context::Context;
use crate::diagnostic::Diagnostic;
use crate::model::StageId;

/// The ring from each of its stages on.
pub(super) fn turned(ring: &[StageId]) -> impl Iterator<Item = Vec<StageId>> {
    (0..ring.len()).map(|start| {
        let mut turned = ring.to_vec();
        turned.rotate_left(start);
        turned
    })
}

/// Once round, and on again.
pub(super) fn once_and_on(ring: &[StageId]) -> Vec<StageId> {
    ring.iter().chain(ring.iter().take(2)).copied().collect()
}

impl Context<'_> {
    /// Points at the stages of a ring behind its first.
    pub(super) fn pointing_at_ring(&self, finding: Diagnostic, ring: &[StageId]) -> Diagnostic {
        let others = ring.iter().skip(1);
        let others = others.filter_map(|id| self.model.stages.get(*id));
        others.fold(finding, |finding, stage| {
            finding.label(stage.named.span, "part of the ring")
        })
    }
}
