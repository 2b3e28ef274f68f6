//! The work on leads.

use super::group::numbers;
use super::program::{Computed, Leads, Slots, Step};
use super::slot::Slot;
use super::{AsOf, Engine, Found, Made, Outcome, OutcomeNumber, Scratch, Verdict};
use crate::model::DecisionId;

/// What a policy says of leads that were judged side by side.
#[derive(Debug, Clone, Copy)]
pub struct Verdicts<'a> {
    engine: &'a Engine,
    scratch: &'a Scratch,
}

impl<'a> Verdicts<'a> {
    /// What it says of one of them, where that is all that there is to say; nothing where the
    /// evaluator has to judge, as where something is [doubtful](Slot::Doubtful) that is looked at.
    #[must_use]
    #[inline]
    pub fn of(self, lead: usize) -> Option<Verdict<'a>> {
        let is_sure = lead < self.scratch.count && self.scratch.doubtful.get(lead) == Some(&false);
        is_sure.then_some(Verdict {
            engine: self.engine,
            scratch: self.scratch,
            lead,
        })
    }
}

impl Engine {
    /// What the policy says of a lead; see [`Verdicts::of`].
    #[must_use]
    pub fn decide<'a>(
        &'a self,
        slots: &impl Slots,
        as_of: AsOf<'_>,
        scratch: &'a mut Scratch,
    ) -> Option<Verdict<'a>> {
        self.decide_all(slots, 1, as_of, scratch).of(0)
    }

    /// What the policy says of so many leads, of which at most as many are judged as there is room
    /// for.
    pub fn decide_all<'a>(
        &'a self,
        slots: &impl Slots,
        count: usize,
        as_of: AsOf<'_>,
        scratch: &'a mut Scratch,
    ) -> Verdicts<'a> {
        scratch.count = count.min(scratch.room);
        scratch.doubtful.fill(false);
        scratch.plain.fill(true);
        let work = Work {
            engine: self,
            slots,
            count: scratch.count,
            as_of,
        };
        for step in &self.steps {
            if work.step(*step, scratch).is_none() {
                scratch.doubtful.fill(true);
            }
        }
        work.faults(scratch);
        work.forbids(scratch);
        work.journeys(scratch);
        Verdicts {
            engine: self,
            scratch,
        }
    }
}

/// Leads in work: what is known of them, and where to put more.
struct Work<'w, S> {
    engine: &'w Engine,
    slots: &'w S,
    count: usize,
    as_of: AsOf<'w>,
}

impl<S: Slots> Work<'_, S> {
    fn leads<'a>(&'a self, computed: &'a Computed) -> Leads<'a, S> {
        Leads {
            slots: self.slots,
            count: self.count,
            now: self.as_of.now,
            zone: &self.as_of.model.zone,
            computed,
            truths: &self.engine.truths,
        }
    }

    /// Does one step for all leads; none where the step is of something that there is not.
    fn step(&self, step: Step, scratch: &mut Scratch) -> Option<()> {
        match step {
            Step::Variables(from, to) => {
                let variables = self.engine.variables.get(from..to)?;
                for (at, variable) in (from..).zip(variables) {
                    let found = &mut scratch.found.regions;
                    let leads = self.leads(&scratch.computed);
                    variable.find(leads, found, &mut scratch.doubtful);
                    scratch.computed.regions.put(at, found);
                }
            }
            Step::Define(at) => {
                let define = self.engine.defines.get(at)?;
                let leads = self.leads(&scratch.computed).each();
                let values = leads.map(|lead| define.value(lead).without_text());
                scratch.found.values.clear();
                scratch.found.values.extend(values);
                scratch.computed.defines.put(at, &scratch.found.values);
            }
            Step::Score(at) => {
                let Found { totals, sums, .. } = &mut scratch.found;
                let leads = self.leads(&scratch.computed);
                let score = self.engine.scores.get(at)?;
                score.totals(leads, sums, totals, &mut scratch.doubtful);
                let scores = scratch.computed.scores.of_mut(at);
                for (score, total) in scores.iter_mut().zip(totals) {
                    *score = Slot::Ordinal(*total);
                }
            }
            Step::Decision(at) => self.decision(at, scratch)?,
        }
        Some(())
    }

    fn decision(&self, at: usize, scratch: &mut Scratch) -> Option<()> {
        let rules = self.engine.decisions.get(at)?;
        let Found {
            held, values, made, ..
        } = &mut scratch.found;
        let leads = self.leads(&scratch.computed);
        rules.held(leads, held);
        values.clear();
        made.clear();
        let held = held.chunks_exact_mut(rules.words());
        let doubtful = &mut scratch.doubtful;
        for ((lead, held), doubtful) in leads.each().zip(held).zip(doubtful) {
            let came = rules.decide(lead, held);
            *doubtful |= came.is_none();
            let (came, value) = came.unwrap_or((Made::Gap, Slot::Doubtful));
            made.push(came);
            // Who reads a decision that was not made stops there, which the evaluator tells.
            values.push(if came == Made::Gap {
                Slot::Doubtful
            } else {
                value
            });
        }
        scratch.computed.decisions.put(at, values);
        scratch.computed.made.put(at, made);
        for lead in 0..self.count {
            let made = *scratch.computed.made.get(at, lead)?;
            let place = match made {
                Made::Outcome(number) => self.place(at, number, lead, scratch)?,
                Made::Nothing | Made::Gap => None,
            };
            *scratch.places.of_mut(at).get_mut(lead)? = place;
            *scratch.plain.get_mut(lead)? &= match place {
                Some(place) => *self.engine.plain.get(place)?,
                None => made == Made::Nothing,
            };
        }
        Some(())
    }

    /// The place of an outcome of a lead; of one that refers to another decision, that of the other's.
    #[expect(
        clippy::option_option,
        reason = "the outer one is of a decision that there is not"
    )]
    #[inline]
    fn place(
        &self,
        decision: usize,
        number: OutcomeNumber,
        lead: usize,
        scratch: &Scratch,
    ) -> Option<Option<usize>> {
        let id = DecisionId::new(decision);
        match self.engine.outcome(id, number)? {
            Outcome::Decision(other) => scratch.places.get(other.index(), lead).copied(),
            _ => Some(Some(self.engine.place(id, number))),
        }
    }

    /// A lead with a fact that is not so, or with a duty that is not met, the evaluator has to judge.
    fn faults(&self, scratch: &mut Scratch) {
        let (faults, held) = (&self.engine.faults, &mut scratch.found.held);
        faults.held(&scratch.computed.regions, self.count, held);
        let held = held.chunks_exact(faults.words());
        for (held, doubtful) in held.zip(&mut scratch.doubtful) {
            *doubtful |= held.iter().any(|word| *word != 0);
        }
    }

    /// A channel is forbidden where one of its prohibitions acts.
    fn forbids(&self, scratch: &mut Scratch) {
        let (forbids, held) = (&self.engine.forbids, &mut scratch.found.held);
        forbids.held(&scratch.computed.regions, self.count, held);
        scratch.forbidden.fill(false);
        for (lead, held) in held.chunks_exact(forbids.words()).enumerate() {
            let channels = numbers(held).filter_map(|it| self.engine.channels.get(it));
            for channel in channels {
                let forbidden = scratch.forbidden.of_mut(channel.index());
                if let Some(forbidden) = forbidden.get_mut(lead) {
                    *forbidden = true;
                }
            }
        }
    }

    fn journeys(&self, scratch: &mut Scratch) {
        let Scratch {
            computed,
            doubtful,
            standings,
            tasks,
            task_ends,
            ..
        } = scratch;
        tasks.clear();
        task_ends.clear();
        let leads = self.leads(computed).each().zip(doubtful).enumerate();
        for (place, (lead, doubtful)) in leads {
            let put = |journey, standing| {
                if let Some(known) = standings.of_mut(journey).get_mut(place) {
                    *known = standing;
                }
            };
            // Of a lead that is in doubt nothing is certain.
            let judged = (lead, self.engine.decisions.as_slice());
            let journeys = &self.engine.journeys;
            *doubtful = *doubtful || journeys.stand(judged, self.as_of, put, tasks).is_none();
            task_ends.push(tasks.len());
        }
    }
}
