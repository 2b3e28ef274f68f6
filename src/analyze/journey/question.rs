//! A question about the leads of a stage, and the finding that its answer is.

use crate::analyze::Touches;
use crate::analyze::context::{Context, Says};
use crate::analyze::gap::which_leads;
use crate::analyze::leads::{Search, Shown};
use crate::diagnostic::{Code, Demonstration, Diagnostic, WitnessMove};
use crate::eval::Evaluation;
use crate::model::{Condition, Lead, Move, Operand, StageId, Target};
use crate::proof::{Formula, Prover, Term};
use crate::source::Span;
use crate::value::Instant;

/// A question about the leads of a stage.
pub(super) struct Question<'m> {
    pub(super) code: Code,
    /// What it is about: a stage or a task, by the name that acceptances have for it.
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) span: Span,
    /// What is asked about, as a sentence goes on after "whether": "a lead of `mql` is stuck".
    pub(super) whether: String,
    pub(super) target: Formula,
    /// The leads among which is looked.
    pub(super) there: Vec<Formula>,
    /// What the target hangs on, to describe leads by.
    pub(super) conditions: Vec<&'m Condition>,
    pub(super) values: Vec<&'m Operand>,
}

/// Leads that were found.
pub(super) struct Leads<'m> {
    pub(super) shown: Shown,
    terms: Vec<Term<'m>>,
}

impl<'m> Context<'m> {
    /// Looks for leads; says so itself where that was not decided.
    pub(super) fn leads(
        &mut self,
        prover: &mut Prover<'m>,
        question: &Question<'m>,
    ) -> Option<Leads<'m>> {
        let accepted = self.accepted(prover, question.code, &question.name);
        // Describing leads costs more than to see that there are none.
        let asked = [question.there.as_slice(), &[question.target]].concat();
        if prover.find(&asked).is_never() {
            return None;
        }
        let terms = prover.terms(&question.conditions, &question.values);
        let (target, there) = (question.target, &question.there);
        match self.search(prover, target, there, &terms, &accepted) {
            Search::None => None,
            Search::Shown(shown) => Some(Leads { shown, terms }),
            Search::Undecided => {
                self.open_question(question);
                None
            }
        }
    }

    /// Says that a question was not decided.
    pub(super) fn open_question(&mut self, question: &Question<'m>) {
        let message = format!("whether {} was not decided", question.whether);
        let finding = Diagnostic::new(question.code, question.span, message);
        self.not_proved(finding.about(question.kind, question.name.clone()));
    }

    /// What leads show: the finding's words are made of which leads they are.
    pub(super) fn shown_of(&self, leads: &Leads<'m>, shows: &str) -> (Demonstration, String) {
        let says = Says { shows, expect: &[] };
        let mut shown = self.demonstration(Vec::new(), &leads.terms, &leads.shown, says);
        if let Some(witness) = &mut shown.witness {
            witness.as_of = self.model.zone.show(self.as_of);
        }
        let which = which_leads(&shown.cases, leads.shown.more);
        (shown, which)
    }

    /// Adds a finding whose lead the evaluator confirms.
    pub(super) fn found(
        &mut self,
        prover: &Prover<'m>,
        question: &Question<'m>,
        leads: &Leads<'m>,
        confirm: impl Fn(Lead<'_>, &Evaluation) -> bool,
        diagnostic: Diagnostic,
    ) {
        let finding = diagnostic.about(question.kind, question.name.clone());
        self.confirmed(prover, &leads.shown.lead, confirm, finding, None);
    }

    /// Adds a finding that leads of a file can have as well.
    pub(super) fn found_as(
        &mut self,
        prover: &Prover<'m>,
        question: &Question<'m>,
        leads: &Leads<'m>,
        diagnostic: Diagnostic,
        touches: Touches,
    ) {
        let finding = diagnostic.about(question.kind, question.name.clone());
        let (model, as_of, meets) = (self.model, self.as_of, touches.clone());
        let confirm =
            |lead: Lead<'_>, evaluation: &Evaluation| meets.meets(model, lead, as_of, evaluation);
        self.confirmed(prover, &leads.shown.lead, confirm, finding, Some(touches));
    }

    /// A move in a sentence: `to sql`, `otherwise to nurture`.
    pub(super) fn way(&self, it: &Move) -> String {
        let target = match it.target {
            Target::Stage(id) => self.stage(id),
            Target::Decision(id) => {
                let decision = self.model.decisions.get(id);
                decision.map_or("", |decision| decision.named.name.as_str())
            }
        };
        match it.otherwise {
            true => format!("`otherwise to {target}`"),
            false => format!("`to {target}`"),
        }
    }

    /// A stage's name.
    pub(in crate::analyze) fn stage(&self, id: StageId) -> &'m str {
        let stage = self.model.stages.get(id);
        stage.map_or("", |stage| stage.named.name.as_str())
    }

    /// A move of a witness.
    pub(super) fn witness_move(&self, at: Instant, from: StageId, to: StageId) -> WitnessMove {
        WitnessMove {
            at: self.model.zone.show(at),
            from: self.stage(from).to_owned(),
            to: self.stage(to).to_owned(),
        }
    }
}
