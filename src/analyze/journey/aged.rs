//! Leads of which all is long ago, so that waiting changes nothing any more.

use super::turning_points::reads_age_of;
use crate::analyze::context::Context;
use crate::model::{FieldId, Stage, StageId};
use crate::proof::{Formula, Prover};

impl<'m> Context<'m> {
    /// The lead has waited in a stage until nothing changes any more by waiting.
    pub(super) fn waited(
        &self,
        prover: &mut Prover<'m>,
        (id, stage): (StageId, &'m Stage),
    ) -> Vec<Formula> {
        let journey = self.model.journeys.get(stage.journey);
        let Some(since) = journey.map(|journey| journey.since) else {
            return Vec::new();
        };
        if reads_age_of(self, since, stage) {
            return self.aged(prover, &[]);
        }
        let places = 0..stage.moves.len();
        let over = places.filter_map(|place| self.unwritten.after(id, place));
        let over: Vec<_> = over.map(|over| prover.so(over).yes).collect();
        [over, self.aged(prover, &[since])].concat()
    }

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
