//! Counting leads, one at a time.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::compare::CompareTally;
use super::counts::{Counts, MOST_VALUES, declared};
use super::cross::CrossTally;
use super::journeys::JourneyTally;
use super::lead::{Decided, LeadResult};
use super::outcome::OutcomeTally;
use super::plain::{PlainCounts, Totals};
use super::rules::RuleTally;
use super::sweep::SweepTally;
use super::work::WorkTally;
use super::{
    By, Comparison, DecisionSummary, Goal, LeadCounts, MustSummary, Problem, ProblemSummary,
    RulesInConflict, ScoreSummary, Summary, Sweep, WorkWanted,
};
use crate::diagnostic::Code;
use crate::eval::Evaluation;
use crate::model::{Decision, Lead, Model, RuleIndex};
use crate::source::SourceMap;
use crate::value::{Instant, Number};

/// Counts what a policy says of leads, without keeping them.
#[derive(Debug)]
pub struct Tally<'m> {
    model: &'m Model,
    leads: LeadCounts,
    decisions: Vec<Counts<u64>>,
    conflicts: Vec<BTreeMap<Vec<RuleIndex>, u64>>,
    scores: Vec<ScoreSummary>,
    forbidden: Vec<u64>,
    problems: BTreeMap<(Code, String), ProblemSummary>,
    cross: Option<CrossTally>,
    rules: Option<RuleTally>,
    compare: Option<CompareTally>,
    outcome: Option<OutcomeTally>,
    sweep: Option<SweepTally<'m>>,
    journeys: JourneyTally,
    by_responsible: bool,
    work: Option<WorkTally>,
}

impl<'m> Tally<'m> {
    /// Nothing counted yet; with a cross table where `by` says what its rows are.
    #[must_use]
    pub fn new(model: &'m Model, by: Option<By>) -> Self {
        let scores = model.scores.values().map(|score| ScoreSummary {
            name: score.named.name.clone(),
            leads: 0,
            lowest: None,
            highest: None,
            sum: Some(Number::ZERO),
        });
        Tally {
            model,
            leads: LeadCounts::default(),
            decisions: vec![Counts::default(); model.decisions.len()],
            conflicts: vec![BTreeMap::new(); model.decisions.len()],
            scores: scores.collect(),
            forbidden: vec![0; model.channels.len()],
            problems: BTreeMap::new(),
            cross: by.map(|by| CrossTally::new(model, by)),
            rules: None,
            compare: None,
            outcome: None,
            sweep: None,
            journeys: JourneyTally::default(),
            by_responsible: false,
            work: None,
        }
    }

    /// Shows also what is to be done by whom.
    #[must_use]
    pub fn by_responsible(mut self) -> Self {
        self.by_responsible = true;
        self
    }

    /// Lists also what is to be done, which is held in memory.
    #[must_use]
    pub fn with_work(mut self, wanted: WorkWanted) -> Self {
        self.work = Some(WorkTally::new(wanted));
        self
    }

    /// Counts also what each rule and each line of a score does, which takes a second look at each
    /// lead. The texts are those of the policy.
    #[must_use]
    pub fn with_rules(mut self, sources: &SourceMap) -> Self {
        self.rules = Some(RuleTally::new(self.model, sources));
        self
    }

    /// Counts also where a decision and a field differ.
    #[must_use]
    pub fn with_comparison(mut self, comparison: Comparison) -> Self {
        self.compare = Some(CompareTally::new(self.model, comparison));
        self
    }

    /// Counts also how many of the leads converted.
    #[must_use]
    pub fn with_goal(mut self, goal: Goal) -> Self {
        self.outcome = Some(OutcomeTally::new(self.model, goal));
        self
    }

    /// Counts also what is decided under other values of a definition, for which each lead is
    /// evaluated once more for each value.
    #[must_use]
    pub fn with_sweep(mut self, sweep: Sweep<'m>) -> Self {
        self.sweep = Some(SweepTally::new(sweep));
        self
    }

    /// Counts a lead and what the policy says of it: what was found out, and how it is shown.
    pub fn add(
        &mut self,
        lead: Lead<'_>,
        as_of: Instant,
        evaluation: &Evaluation,
        result: &LeadResult,
    ) {
        self.leads.read += 1;
        self.leads.decided += u64::from(result.is_decided());
        self.leads.with_problems += u64::from(!result.problems.is_empty());
        let counts = self.decisions.iter_mut().zip(&mut self.conflicts);
        let decisions = self.model.decisions.values().zip(&result.decisions);
        for ((counts, conflicts), (decision, decided)) in counts.zip(decisions) {
            *counts.decided(self.model, decided, decision.ty) += 1;
            if let Decided::Conflict(rules) = decided {
                // So many combinations only a policy made for it has.
                if conflicts.len() < MOST_VALUES || conflicts.contains_key(rules) {
                    *conflicts.entry(rules.clone()).or_default() += 1;
                }
            }
        }
        for (score, total) in self.scores.iter_mut().zip(&result.scores) {
            add_total(score, *total);
        }
        for channel in &result.forbidden {
            if let Some(count) = self.forbidden.get_mut(channel.index()) {
                *count += 1;
            }
        }
        self.journeys.add(&result.journeys, as_of);
        if let Some(work) = &mut self.work {
            work.add(self.model, result, &result.journeys);
        }
        for problem in &result.problems {
            self.add_problem(result, problem);
        }
        if let Some(cross) = &mut self.cross {
            cross.add(self.model, lead, result);
        }
        if let Some(rules) = &mut self.rules {
            rules.add(self.model, lead, as_of, evaluation);
        }
        if let Some(compare) = &mut self.compare {
            compare.add(self.model, lead, result);
        }
        let reached = self.outcome.as_ref().map(|it| it.goal.reached(lead));
        if let (Some(outcome), Some(reached)) = (&mut self.outcome, reached) {
            outcome.add(self.model, reached, evaluation, result);
        }
        if let Some(sweep) = &mut self.sweep {
            sweep.add(lead, as_of, reached);
        }
    }

    /// Adds what another has counted under the same policy, of leads that stand behind these: all
    /// that is counted of every run, and nothing that either was asked for besides.
    pub fn merge(&mut self, other: Tally<'_>) {
        let (leads, more) = (&mut self.leads, other.leads);
        leads.read += more.read;
        leads.decided += more.decided;
        leads.with_problems += more.with_problems;
        for (counts, more) in self.decisions.iter_mut().zip(&other.decisions) {
            counts.merge(more);
        }
        for (conflicts, more) in self.conflicts.iter_mut().zip(other.conflicts) {
            for (rules, count) in more {
                if conflicts.len() < MOST_VALUES || conflicts.contains_key(&rules) {
                    *conflicts.entry(rules).or_default() += count;
                }
            }
        }
        for (score, more) in self.scores.iter_mut().zip(other.scores) {
            score.merge(&more);
        }
        for (count, more) in self.forbidden.iter_mut().zip(other.forbidden) {
            *count += more;
        }
        self.journeys.merge(other.journeys);
        for (kind, more) in other.problems {
            match self.problems.entry(kind) {
                Entry::Occupied(mut entry) => entry.get_mut().count += more.count,
                Entry::Vacant(entry) => drop(entry.insert(more)),
            }
        }
    }

    /// Counts leads of which there is nothing more to say.
    pub fn add_plain(&mut self, plain: PlainCounts) {
        if plain.leads == 0 {
            return;
        }
        self.leads.read += plain.leads;
        self.leads.decided += plain.leads;
        let decisions = self.model.decisions.values().zip(&plain.decisions);
        for (counts, (decision, outcomes)) in self.decisions.iter_mut().zip(decisions) {
            for (decided, leads) in outcomes {
                *counts.decided(self.model, decided, decision.ty) += leads;
            }
        }
        for (score, totals) in self.scores.iter_mut().zip(&plain.scores) {
            add_totals(score, plain.leads, *totals);
        }
        for (count, forbidden) in self.forbidden.iter_mut().zip(&plain.forbidden) {
            *count += forbidden;
        }
        self.journeys.merge(plain.journeys);
    }

    /// Counts the problems of a lead that was taken for a plain one.
    pub fn add_problems(&mut self, result: &LeadResult) {
        self.leads.with_problems += 1;
        for problem in &result.problems {
            self.add_problem(result, problem);
        }
    }

    fn add_problem(&mut self, result: &LeadResult, problem: &Problem) {
        let kind = (problem.code, problem.about.name().to_owned());
        let kind = self.problems.entry(kind).or_insert_with(|| ProblemSummary {
            code: problem.code,
            about: problem.about.clone(),
            count: 0,
            file: result.file.clone(),
            row: result.row,
            key: result.key.clone(),
            message: problem.message.clone(),
        });
        kind.count += 1;
    }

    /// The summary of all leads that were counted.
    #[must_use]
    pub fn finish(self) -> Summary {
        let model = self.model;
        let decisions = model
            .decisions
            .values()
            .zip(&self.decisions)
            .zip(self.conflicts);
        let decisions = decisions.map(|((decision, counts), conflicts)| DecisionSummary {
            name: decision.named.name.clone(),
            answers: counts.answers(&counts.outcomes(&declared(model, decision))),
            conflicts: by_frequency(decision, conflicts),
        });
        let breaches = |name: &str| {
            self.problems
                .get(&(Code::Breach, name.to_owned()))
                .map_or(0, |kind| kind.count)
        };
        let musts = model.musts.values().map(|must| MustSummary {
            name: must.named.name.clone(),
            because: must.because.clone(),
            breaches: breaches(&must.named.name),
        });
        let musts = musts.collect();
        let mut problems: Vec<ProblemSummary> = self.problems.into_values().collect();
        // Stable: kinds of one code and frequency stay in the order of their names.
        problems.sort_by_key(|kind| (kind.code, Reverse(kind.count)));
        let channels = model.channels.values().map(|channel| channel.name.clone());
        let goal = self.outcome.as_ref().map(|it| it.goal.describe(model));
        Summary {
            policy: model.title.clone(),
            version: model.version.clone(),
            leads: self.leads,
            decisions: decisions.collect(),
            scores: self.scores,
            forbidden: channels.zip(self.forbidden).collect(),
            musts,
            journeys: self.journeys.finish(model),
            problems,
            by: self.cross.map(|cross| cross.finish(model, &self.decisions)),
            rules: self.rules.map(RuleTally::finish),
            compare: self.compare.map(|it| it.finish(model, &self.decisions)),
            sweep: self.sweep.map(|sweep| sweep.finish(model, goal)),
            outcome: self.outcome.map(|outcome| outcome.finish(model)),
            by_responsible: self.by_responsible,
            work: self.work.map(|work| work.finish(model)),
        }
    }
}

fn add_total(score: &mut ScoreSummary, total: Option<Number>) {
    let Some(total) = total else { return };
    let totals = Totals {
        lowest: total,
        highest: total,
        sum: Some(total),
    };
    add_totals(score, 1, totals);
}

fn add_totals(score: &mut ScoreSummary, leads: u64, totals: Totals) {
    let Totals {
        lowest,
        highest,
        sum,
    } = totals;
    score.leads += leads;
    score.lowest = Some(score.lowest.map_or(lowest, |it| it.min(lowest)));
    score.highest = Some(score.highest.map_or(highest, |it| it.max(highest)));
    score.sum = score
        .sum
        .zip(sum)
        .and_then(|(all, sum)| all.checked_add(sum));
}

/// The rules that met, by name, the most frequent first.
fn by_frequency(
    decision: &Decision,
    conflicts: BTreeMap<Vec<RuleIndex>, u64>,
) -> Vec<RulesInConflict> {
    let name = |rule: &RuleIndex| decision.rules.get(*rule).map(|rule| rule.name.clone());
    let conflicts = conflicts.into_iter();
    let mut conflicts: Vec<_> = conflicts
        .map(|(rules, leads)| RulesInConflict {
            rules: rules.iter().filter_map(name).collect(),
            leads,
        })
        .collect();
    // Stable: those of one frequency stay in the order of the text.
    conflicts.sort_by_key(|conflict| Reverse(conflict.leads));
    conflicts
}
