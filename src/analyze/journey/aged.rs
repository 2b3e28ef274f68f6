//! Leads of which all is long ago, so that waiting changes nothing any more.

use crate::analyze::context::Context;
use crate::model::FieldId;
use crate::proof::{Formula, Prover};

impl<'m> Context<'m> {
    /// Every date and instant of the lead that is known, apart from some, lies so far back that no
    /// comparison with its age turns any more. Whatever such a lead does not do now it never does,
    /// if nobody touches it.
    pub(super) fn aged(&self, prover: &mut Prover<'m>, apart: &[FieldId]) -> Vec<Formula> {
        let mut aged = Vec::new();
        for (field, old) in self.unwritten.old() {
            if !apart.contains(&field) && prover.asks_of(field) {
                let missing = prover.field_missing(field);
                let old = prover.so(old).yes;
                aged.push(prover.any(&[missing, old]));
            }
        }
        aged
    }
}
