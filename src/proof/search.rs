//! The search for a lead: the core finds an assignment, sums and texts are looked at in it, and what
//! no lead can be together is ruled out until a lead is found or none can be.

use std::collections::BTreeMap;

use super::formula::Formula;
use super::orders::OrderedId;
use super::prover::Prover;
use super::solver::Verdict;
use super::view::View;
use crate::model::{FieldId, Operand};
use crate::value::Text;

/// What became of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// There is such a lead: see [`Prover::lead`], until the next question.
    Found,
    /// There is none, and of what was asked this alone rules it out.
    Never(Vec<Formula>),
    /// It was not decided within the budget.
    Undecided,
}

impl Answer {
    /// Whether it is certain that there is none.
    #[must_use]
    pub fn is_never(&self) -> bool {
        matches!(self, Answer::Never(_))
    }
}

/// Values that fit an assignment.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// Of ordered things that are fields.
    pub(super) ordered: BTreeMap<OrderedId, i128>,
    /// Of text fields.
    pub(super) texts: BTreeMap<(View, FieldId), Text>,
}

/// Whether an assignment is that of a lead.
#[derive(Debug)]
pub(super) enum Fit<T> {
    /// It is, with these values.
    Fits(T),
    /// It is not: one of these would have to be so.
    Not(Vec<Formula>),
    /// That was not decided.
    Undecided,
}

impl Prover<'_> {
    /// Searches for a lead of which all of this is so; for one with texts that people would write
    /// where there is one.
    pub fn find(&mut self, asked: &[Formula]) -> Answer {
        let plain = [asked, &[!self.odd_texts]].concat();
        match self.find_any(&plain) {
            Answer::Never(core) if core.contains(&!self.odd_texts) => self.find_any(asked),
            answer => answer,
        }
    }

    fn find_any(&mut self, asked: &[Formula]) -> Answer {
        let until = self.solver.left().saturating_sub(self.solver.share());
        loop {
            match self.solver.search(asked) {
                Verdict::Impossible(core) => return Answer::Never(core),
                Verdict::Undecided => return Answer::Undecided,
                Verdict::Possible => {}
            }
            match self.fit() {
                Fit::Fits(values) => {
                    self.values = values;
                    return Answer::Found;
                }
                Fit::Not(lemma) => self.solver.remark(lemma),
                Fit::Undecided => return Answer::Undecided,
            }
            self.solver.spend(LEMMA_STEPS);
            if self.solver.left() <= until {
                return Answer::Undecided;
            }
        }
    }

    /// Of what was asked and cannot be together, a part of which nothing can be spared. What stands
    /// first is spared first.
    pub fn smallest(&mut self, core: Vec<Formula>, context: &[Formula]) -> Vec<Formula> {
        let mut kept = core;
        let mut at = 0;
        while at < kept.len() {
            let mut asked = context.to_vec();
            asked.extend(
                kept.iter()
                    .enumerate()
                    .filter(|(i, _)| *i != at)
                    .map(|(_, it)| *it),
            );
            match self.find(&asked) {
                Answer::Never(core) => {
                    let before = std::mem::take(&mut kept);
                    // What the new core does without is spared, too; what stands before is needed.
                    let needed = |(i, it): &(usize, Formula)| *i < at || core.contains(it);
                    let rest = before.into_iter().enumerate().filter(|(i, _)| *i != at);
                    kept = rest.filter(needed).map(|(_, it)| it).collect();
                }
                Answer::Found | Answer::Undecided => at += 1,
            }
        }
        kept
    }

    /// From now on these are looked at with every question, so that [`Prover::is_so`] tells of each
    /// lead whether they are so.
    pub fn watch(&mut self, formulas: &[Formula]) {
        self.solver.watch(formulas.to_vec());
    }

    /// The same of what terms are asked.
    pub fn watch_terms(&mut self, terms: &[super::terms::Term<'_>]) {
        let formulas = terms.iter().flat_map(|term| term.formulas());
        self.solver.watch(formulas.collect());
    }

    /// The same of what points come to.
    pub fn watch_total(&mut self, of: &Operand) {
        if let Some(finite) = self.finite(View::ITSELF, of) {
            let values = finite.values();
            let steps = values.map(|value| finite.at_least(&self.solver, value));
            let steps = steps.collect();
            self.solver.watch(steps);
        }
    }

    /// Whether something is so of the lead that was found last; what was not asked about has to be
    /// watched.
    #[must_use]
    pub fn is_so(&self, formula: Formula) -> bool {
        self.solver.is_so(formula)
    }

    /// Rules something out from now on, wherever a mark is asked for.
    pub fn require(&mut self, mark: Formula, clause: &[Formula]) {
        let clause = clause.iter().copied().chain([!mark]);
        self.solver.require_with(&[mark], vec![clause.collect()]);
    }

    /// Something new, by which later questions can be told from each other.
    pub fn mark(&mut self) -> Formula {
        self.solver.free()
    }

    /// Whether something was met that the proof does not follow, so that a lead which it finds may
    /// be none.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.is_opaque
    }

    fn fit(&mut self) -> Fit<Values> {
        let ordered = match self.fit_sums() {
            Fit::Fits(ordered) => ordered,
            Fit::Not(lemma) => return Fit::Not(lemma),
            Fit::Undecided => return Fit::Undecided,
        };
        match self.fit_texts() {
            Fit::Fits(texts) => Fit::Fits(Values { ordered, texts }),
            Fit::Not(lemma) => Fit::Not(lemma),
            Fit::Undecided => Fit::Undecided,
        }
    }
}

/// What a round of looking at sums and texts costs.
const LEMMA_STEPS: u64 = 20;
