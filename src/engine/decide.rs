//! The work on one lead.

use super::expr::Now;
use super::program::{Computed, Lead, Slots, Step};
use super::slot::Slot;
use super::variable::Region;
use super::{AsOf, Engine, Made, Outcome, Scratch, Verdict, group};
use crate::model::DecisionId;

impl Engine {
    /// What the policy says of a lead, where that is all that there is to say; nothing where the
    /// evaluator has to judge, as where something is [doubtful](Slot::Doubtful) that is looked at.
    #[must_use]
    pub fn decide<'a>(
        &'a self,
        slots: &dyn Slots,
        as_of: AsOf,
        scratch: &'a mut Scratch,
    ) -> Option<Verdict<'a>> {
        for step in &self.steps {
            self.step(*step, slots, as_of.0, scratch)?;
        }
        let Scratch {
            regions,
            held,
            forbidden,
            ..
        } = scratch;
        self.faults.held(regions, held);
        if !is_none(held) {
            return None;
        }
        self.forbids.held(regions, held);
        forbidden.clear();
        if !is_none(held) {
            forbidden.extend(group::numbers(held).filter_map(|it| self.channels.get(it)));
            forbidden.sort_unstable();
            forbidden.dedup();
        }
        Some(Verdict {
            engine: self,
            scratch,
        })
    }

    #[inline]
    fn step(&self, step: Step, slots: &dyn Slots, now: Now, scratch: &mut Scratch) -> Option<()> {
        match step {
            Step::Variables(from, to) => {
                let variables = self.variables.get(from..to)?;
                for (at, variable) in (from..).zip(variables) {
                    let lead = self.lead(slots, now, &scratch.regions, &scratch.computed);
                    *scratch.regions.get_mut(at)? = variable.region(lead)?;
                }
            }
            Step::Define(at) => {
                let lead = self.lead(slots, now, &scratch.regions, &scratch.computed);
                let value = match self.defines.get(at)?.value(lead) {
                    Slot::Ordinal(it) => Slot::Ordinal(it),
                    Slot::Missing => Slot::Missing,
                    Slot::Doubtful | Slot::Text(_) => Slot::Doubtful,
                };
                *scratch.computed.defines.get_mut(at)? = value;
            }
            Step::Score(at) => {
                let lead = self.lead(slots, now, &scratch.regions, &scratch.computed);
                let total = self.scores.get(at)?.total(lead, &mut scratch.held)?;
                *scratch.computed.scores.get_mut(at)? = Slot::Ordinal(total);
            }
            Step::Decision(at) => {
                let lead = self.lead(slots, now, &scratch.regions, &scratch.computed);
                let came = self.decisions.get(at)?.decide(lead, &mut scratch.held)?;
                self.keep(at, came, scratch)?;
            }
        }
        Some(())
    }

    #[inline]
    fn lead<'a>(
        &'a self,
        slots: &'a dyn Slots,
        now: Now,
        regions: &'a [Region],
        computed: &'a Computed,
    ) -> Lead<'a> {
        Lead {
            slots,
            now,
            computed,
            regions,
            truths: &self.truths,
        }
    }

    /// Keeps what a decision has come to.
    #[inline]
    fn keep(
        &self,
        at: usize,
        (made, value): (Made, Slot<'static>),
        scratch: &mut Scratch,
    ) -> Option<()> {
        // Who reads a decision that was not made stops there, which the evaluator tells.
        let value = match made {
            Made::Gap => Slot::Doubtful,
            Made::Outcome(_) | Made::Nothing => value,
        };
        let id = DecisionId::new(at);
        let place = match made {
            Made::Outcome(number) => match self.outcome(id, number) {
                Some(Outcome::Decision(other)) => *scratch.places.get(other.index())?,
                _ => Some(self.place(id, number)),
            },
            Made::Nothing | Made::Gap => None,
        };
        *scratch.computed.decisions.get_mut(at)? = value;
        *scratch.made.get_mut(at)? = made;
        *scratch.places.get_mut(at)? = place;
        Some(())
    }
}

fn is_none(bits: &[u64]) -> bool {
    bits.iter().all(|word| *word == 0)
}
