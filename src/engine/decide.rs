//! The work on leads.

use super::group::{Group, numbers};
use super::program::{Asked, Computed, Lead, Leads, Slots, Step};
use super::slot::Slot;
use super::variable::{MISSING, Variable};
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
        let work = Work(Asked {
            engine: self,
            slots,
            count: scratch.count,
            as_of,
        });
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

/// The work on what is asked.
struct Work<'w, S>(Asked<'w, S>);

impl<S: Slots> Work<'_, S> {
    #[inline]
    fn leads<'a>(&'a self, computed: &'a Computed) -> Leads<'a, S> {
        Leads {
            asked: &self.0,
            computed,
        }
    }

    /// The only lead, where there is no other: a column of one costs more than it saves.
    #[inline]
    fn only<'a>(&'a self, computed: &'a Computed) -> Option<Lead<'a, S>> {
        (self.0.count == 1).then(|| self.leads(computed).lead(0))
    }

    /// Does one step for all leads; none where the step is of something that there is not.
    fn step(&self, step: Step, scratch: &mut Scratch) -> Option<()> {
        match step {
            Step::Variables(from, to) => {
                let variables = self.0.engine.variables.get(from..to)?;
                for (at, variable) in (from..).zip(variables) {
                    self.variable(at, variable, scratch);
                }
            }
            Step::Define(at) => {
                let define = self.0.engine.defines.get(at)?;
                for lead in 0..self.0.count {
                    let value = define.value(self.leads(&scratch.computed).lead(lead));
                    scratch.computed.defines.set(at, lead, value.without_text());
                }
            }
            Step::Score(at) => self.score(at, scratch)?,
            Step::Decision(at) => self.decision(at, scratch)?,
        }
        Some(())
    }

    #[inline]
    fn variable(&self, at: usize, variable: &Variable, scratch: &mut Scratch) {
        match self.only(&scratch.computed) {
            Some(lead) => {
                let region = variable.region(lead);
                scratch.doubt(0, region.is_none());
                let region = region.unwrap_or(MISSING);
                scratch.computed.regions.set(at, 0, region);
            }
            None => {
                let found = &mut scratch.found.regions;
                let leads = self.leads(&scratch.computed);
                variable.find(leads, found, &mut scratch.doubtful);
                scratch.computed.regions.put(at, found);
            }
        }
    }

    fn score(&self, at: usize, scratch: &mut Scratch) -> Option<()> {
        let score = self.0.engine.scores.get(at)?;
        let Found { totals, sums, .. } = &mut scratch.found;
        match self.only(&scratch.computed) {
            Some(lead) => {
                let total = score.total(lead, sums);
                scratch.doubt(0, total.is_none());
                let total = Slot::Ordinal(total.unwrap_or_default());
                scratch.computed.scores.set(at, 0, total);
            }
            None => {
                let leads = self.leads(&scratch.computed);
                score.totals(leads, sums, totals, &mut scratch.doubtful);
                let scores = scratch.computed.scores.of_mut(at);
                for (score, total) in scores.iter_mut().zip(totals) {
                    *score = Slot::Ordinal(*total);
                }
            }
        }
        Some(())
    }

    /// Puts a bit for each formula of a group into `held`, for each lead.
    #[inline]
    fn held(&self, group: &Group, computed: &Computed, held: &mut Vec<u64>) {
        match self.only(computed) {
            Some(lead) => lead.held(group, held),
            None => group.held(&computed.regions, self.0.count, held),
        }
    }

    fn decision(&self, at: usize, scratch: &mut Scratch) -> Option<()> {
        let rules = self.0.engine.decisions.get(at)?;
        let mut held = std::mem::take(&mut scratch.found.held);
        self.held(rules.held(), &scratch.computed, &mut held);
        for (lead, held) in held.chunks_mut(rules.held().words()).enumerate() {
            let came = rules.decide(self.leads(&scratch.computed).lead(lead), held);
            scratch.doubt(lead, came.is_none());
            let (made, value) = came.unwrap_or((Made::Gap, Slot::Doubtful));
            // Who reads a decision that was not made stops there, which the evaluator tells.
            let value = if made == Made::Gap {
                Slot::Doubtful
            } else {
                value
            };
            scratch.computed.decisions.set(at, lead, value);
            scratch.computed.made.set(at, lead, made);
            let place = match made {
                Made::Outcome(number) => self.place(at, number, lead, scratch)?,
                Made::Nothing | Made::Gap => None,
            };
            scratch.places.set(at, lead, place);
            *scratch.plain.get_mut(lead)? &= match place {
                Some(place) => *self.0.engine.plain.get(place)?,
                None => made == Made::Nothing,
            };
        }
        scratch.found.held = held;
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
        match self.0.engine.outcome(id, number)? {
            Outcome::Decision(other) => scratch.places.get(other.index(), lead).copied(),
            _ => Some(Some(self.0.engine.place(id, number))),
        }
    }

    /// A lead with a fact that is not so, or with a duty that is not met, the evaluator has to judge.
    fn faults(&self, scratch: &mut Scratch) {
        let Some(faults) = &self.0.engine.faults else {
            return;
        };
        self.held(faults, &scratch.computed, &mut scratch.found.held);
        let held = scratch.found.held.chunks(faults.words());
        for (held, doubtful) in held.zip(&mut scratch.doubtful) {
            *doubtful |= held.iter().any(|word| *word != 0);
        }
    }

    /// A channel is forbidden where one of its prohibitions acts.
    fn forbids(&self, scratch: &mut Scratch) {
        let Some(forbids) = &self.0.engine.forbids else {
            return;
        };
        self.held(forbids, &scratch.computed, &mut scratch.found.held);
        scratch.forbidden.fill(false);
        let held = scratch.found.held.chunks(forbids.words());
        for (lead, held) in held.enumerate() {
            let channels = numbers(held).filter_map(|it| self.0.engine.channels.get(it));
            for channel in channels {
                scratch.forbidden.set(channel.index(), lead, true);
            }
        }
    }

    fn journeys(&self, scratch: &mut Scratch) {
        let journeys = &self.0.engine.journeys;
        if journeys.journeys.is_empty() {
            return;
        }
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
            let put = |journey, standing| standings.set(journey, place, standing);
            // Of a lead that is in doubt nothing is certain.
            let judged = (lead, self.0.engine.decisions.as_slice());
            *doubtful = *doubtful || journeys.stand(judged, self.0.as_of, put, tasks).is_none();
            task_ends.push(tasks.len());
        }
    }
}

impl Scratch {
    /// A lead that the evaluator has to judge, if so.
    #[inline]
    fn doubt(&mut self, lead: usize, is: bool) {
        if let Some(doubtful) = self.doubtful.get_mut(lead) {
            *doubtful |= is;
        }
    }
}
