//! Leads for which something differs, described and shown.

use super::Difference;
use crate::analyze::context::{Context, Says};
use crate::analyze::leads::Search;
use crate::eval::Evaluation;
use crate::model::{Condition, Lead, Operand};
use crate::proof::{Formula, Prover};

/// What differs, of whom.
pub(super) struct Asked<'m> {
    /// What differs.
    pub(super) target: Formula,
    /// The leads among which is looked.
    pub(super) among: Vec<Formula>,
    /// What it hangs on, to describe leads by.
    pub(super) conditions: Vec<&'m Condition>,
    pub(super) values: Vec<&'m Operand>,
}

/// Whether something differs for some lead.
pub(super) enum Found {
    /// It does.
    Differs(Box<Difference>),
    /// It does for none.
    Same,
    /// That was not decided.
    NotDecided,
}

impl<'m> Context<'m> {
    /// Looks for leads, describes them, and has the evaluator look at one of them once more.
    pub(super) fn difference(
        &mut self,
        prover: &mut Prover<'m>,
        asked: &Asked<'m>,
        words: impl Fn(&Evaluation) -> String,
        confirm: impl Fn(Lead<'_>, &Evaluation) -> bool,
    ) -> Found {
        let all = [asked.among.as_slice(), &[asked.target]].concat();
        if prover.find(&all).is_never() {
            return Found::Same;
        }
        let terms = prover.terms(&asked.conditions, &asked.values);
        let found = self.search_for_note(prover, asked.target, &asked.among, &terms, &[]);
        let shown = match found {
            Search::None => return Found::Same,
            Search::Undecided => return Found::NotDecided,
            Search::Shown(shown) => shown,
        };
        let lead = shown.lead.lead(0);
        let evaluation = self.evaluate(lead);
        let words = words(&evaluation);
        // Where the facts themselves are compared, a lead breaks some of them.
        let well = !prover.knows_facts() || evaluation.broken_facts.is_empty();
        if !well || !confirm(lead, &evaluation) {
            if !prover.is_opaque() {
                self.faults.push(format!(
                    "the proof has a lead for \"{words}\" that the evaluator does not confirm"
                ));
            }
            return Found::NotDecided;
        }
        let says = Says {
            shows: &words,
            expect: &[],
        };
        let demonstration = self.demonstration(Vec::new(), &terms, &shown, says);
        Found::Differs(Box::new(Difference {
            words,
            outcomes: None,
            cases: demonstration.cases,
            more: demonstration.more_cases,
            witness: demonstration.witness,
            lead: Some(shown.lead),
        }))
    }
}
