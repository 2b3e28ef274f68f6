//! Leads of which all is long ago, so that waiting changes nothing any more.

use super::turning_points::reads_age_of;
use crate::analyze::context::Context;
use crate::model::{Condition, FieldId, Operand, OperandKind, Part, Stage, StageId};
use crate::proof::{Formula, Prover, View};

impl<'m> Context<'m> {
    /// The leads that have waited in a stage until nothing changes any more by waiting. What it
    /// requires of how long ago something was, they had when they got there.
    pub(super) fn waited(
        &self,
        prover: &mut Prover<'m>,
        (id, stage): (StageId, &'m Stage),
    ) -> Vec<Formula> {
        let journey = self.model.journeys.get(stage.journey);
        let Some(since) = journey.map(|journey| journey.since) else {
            return Vec::new();
        };
        let mut there = self.arrived(prover, id, stage);
        match &stage.requires {
            Some(requires) if self.reads_ages(requires) => {
                let then = prover.at_another_time();
                there.push(self.has_required(prover, then, stage));
                // It did not leave then, either.
                let ways = self.ways(prover, then, id, stage);
                there.push(ways.stays(prover));
            }
            _ => there.push(self.has_required(prover, View::ITSELF, stage)),
        }
        if reads_age_of(self, since, stage) {
            return [there, self.aged(prover, &[])].concat();
        }
        let places = 0..stage.moves.len();
        let over = places.filter_map(|place| self.unwritten.after(id, place));
        let over: Vec<_> = over.map(|over| prover.so(over).yes).collect();
        [there, over, self.aged(prover, &[since])].concat()
    }

    /// Whether a condition hangs on how long ago something was.
    fn reads_ages(&self, condition: &'m Condition) -> bool {
        let mut reads = false;
        let mut see = |part: Part<'_>| {
            reads |= matches!(
                part,
                Part::Operand(Operand {
                    kind: OperandKind::Since(_) | OperandKind::Until(_),
                    ..
                })
            );
        };
        condition.walk(&mut see);
        for node in self.ground.nodes_behind(&[condition], std::iter::empty()) {
            self.model.walk_node(node, &mut see);
        }
        reads
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
