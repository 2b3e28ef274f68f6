//! What plain leads come to, counted by the numbers of outcomes.

use super::Judge;
use std::collections::BTreeMap;

use crate::engine::{Engine, Outcome, Slot, Verdict};
use crate::model::{DecisionId, Model, ScoreId};
use crate::report::{Decided, JourneyTally, PlainCounts, Totals};
use crate::value::{Instant, Number};

/// The counts of one piece.
#[derive(Debug)]
pub(super) struct Counts {
    leads: u64,
    /// For each decision, the outcomes of all decisions by their places: a decision may have the
    /// outcome of another one.
    outcomes: Vec<Vec<u64>>,
    /// For each decision, the outcomes that are not [constant](Outcome::Constant), by what stands for
    /// their values.
    values: Vec<BTreeMap<i64, u64>>,
    /// For each decision, how often it came to nothing.
    nothing: Vec<u64>,
    scores: Vec<Sums>,
    forbidden: Vec<u64>,
    /// By the place of an outcome, whether it is constant.
    constant: Vec<bool>,
    journeys: JourneyTally,
    as_of: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Sums {
    lowest: i64,
    highest: i64,
    sum: i128,
}

impl Counts {
    pub(super) fn new(judge: &Judge<'_>, engine: &Engine) -> Counts {
        let model = judge.model;
        let all = engine.outcomes().count();
        let none = Sums {
            lowest: i64::MAX,
            highest: i64::MIN,
            sum: 0,
        };
        Counts {
            leads: 0,
            outcomes: vec![vec![0; all]; model.decisions.len()],
            values: vec![BTreeMap::new(); model.decisions.len()],
            nothing: vec![0; model.decisions.len()],
            scores: vec![none; model.scores.len()],
            forbidden: vec![0; model.channels.len()],
            constant: engine
                .outcomes()
                .map(|outcome| matches!(outcome, Outcome::Constant(_)))
                .collect(),
            journeys: JourneyTally::default(),
            as_of: judge.as_of,
        }
    }

    /// Counts a lead that [is plain](Verdict::is_plain).
    pub(super) fn add(&mut self, verdict: Verdict<'_>) {
        self.leads += 1;
        let counts = self.outcomes.iter_mut().zip(&mut self.values);
        for (at, ((outcomes, values), nothing)) in counts.zip(&mut self.nothing).enumerate() {
            let decision = DecisionId::new(at);
            let place = verdict.place(decision);
            let is_constant = place.is_some_and(|place| self.constant.get(place) == Some(&true));
            let count = match place {
                None => Some(nothing),
                Some(place) if is_constant => outcomes.get_mut(place),
                Some(_) => {
                    let value = verdict.ordinal(decision);
                    value.map(|value| values.entry(value).or_default())
                }
            };
            if let Some(count) = count {
                *count += 1;
            }
        }
        for (at, sums) in self.scores.iter_mut().enumerate() {
            let total = verdict.millionths(ScoreId::new(at));
            sums.lowest = sums.lowest.min(total);
            sums.highest = sums.highest.max(total);
            sums.sum += i128::from(total);
        }
        for channel in verdict.forbidden() {
            if let Some(count) = self.forbidden.get_mut(channel.index()) {
                *count += 1;
            }
        }
        for (journey, standing) in verdict.standings() {
            match standing.stage {
                Some(stage) => {
                    let (since, to) = (standing.since, standing.to);
                    self.journeys.add_lead(stage, since, to, self.as_of);
                }
                None => self.journeys.add_missing(journey),
            }
        }
        for task in verdict.tasks() {
            let standing = &task.standing;
            let role = standing.role.known();
            self.journeys
                .add_task(task.task, role, standing.state, standing.due);
        }
    }

    /// The counts with the outcomes that the numbers stand for.
    pub(super) fn finish(self, model: &Model, engine: &Engine) -> PlainCounts {
        let decisions = self.outcomes.iter().zip(&self.nothing);
        let decisions = decisions.zip(self.values.iter().zip(model.decisions.values()));
        let decisions = decisions.map(|((counts, nothing), (values, decision))| {
            let mut decided = vec![(Decided::Nothing, *nothing)];
            let values = values.iter().filter_map(|(value, count)| {
                let value = Slot::Ordinal(*value).value(decision.ty)?;
                Some((Decided::Outcome(value), *count))
            });
            decided.extend(values);
            for (outcome, count) in engine.outcomes().zip(counts) {
                if let Outcome::Constant(value) = outcome {
                    decided.push((Decided::Outcome(value.clone()), *count));
                }
            }
            decided.retain(|(_, count)| *count > 0);
            decided
        });
        let places = 6;
        let number = |it: i128| Number::of_digits(it, places);
        let scores = self.scores.iter().map(|sums| Totals {
            lowest: number(sums.lowest.into()).unwrap_or(Number::ZERO),
            highest: number(sums.highest.into()).unwrap_or(Number::ZERO),
            sum: number(sums.sum),
        });
        PlainCounts {
            leads: self.leads,
            decisions: decisions.collect(),
            scores: scores.collect(),
            forbidden: self.forbidden,
            journeys: self.journeys,
        }
    }
}
