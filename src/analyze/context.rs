//! What all questions share: the policy, the budget, the acceptances, and what was found so far.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::leads::Shown;
use super::unwritten::Unwritten;
use super::{Finding, Options, Touches};
use crate::compile::Compiled;
use crate::diagnostic::{Code, Demonstration, Diagnostic, Witness};
use crate::eval::{Evaluation, evaluate};
use crate::model::{Batch, Condition, DefineId, FieldId, Lead, Model, OperandKind, Part};
use crate::proof::{Case, Formula, Ground, Prover, Term};
use crate::source::Span;
use crate::value::Instant;

/// What the questions share.
pub(super) struct Context<'m> {
    pub(super) compiled: &'m Compiled,
    pub(super) model: &'m Model,
    pub(super) as_of: Instant,
    pub(super) ground: &'m Ground<'m>,
    pub(super) unwritten: &'m Unwritten,
    /// The policy looks at how long ago something was.
    pub(super) depends_on_time: bool,
    /// All steps, and those that are left.
    budget: u64,
    left: u64,
    /// Set once nobody waits for the answers.
    stop: Option<Arc<AtomicBool>>,
    /// The findings that are looked for; none for all.
    codes: Option<BTreeSet<Code>>,
    pub(super) findings: Vec<Finding>,
    pub(super) regions: BTreeSet<usize>,
    pub(super) faults: Vec<String>,
    /// Parts of conditions that are the same of every lead: what follows is not said of them again.
    pub(super) constant: BTreeSet<Span>,
    /// Definitions of which a finding tells that they are the same of every lead.
    pub(super) constant_defines: BTreeSet<DefineId>,
    /// Rules and rows of which a finding tells that a part of them keeps them from deciding.
    pub(super) said: BTreeSet<Span>,
    /// The fields of which the policy asks how long it is until then: they are of times to come.
    pub(super) expected: BTreeSet<FieldId>,
    /// What tells whether a finding follows from another.
    pub(super) seen: super::follows::Seen,
}

impl<'m> Context<'m> {
    pub(super) fn new(
        compiled: &'m Compiled,
        ground: &'m Ground<'m>,
        unwritten: &'m Unwritten,
        options: &Options,
    ) -> Context<'m> {
        Context {
            compiled,
            model: &compiled.model,
            as_of: ground.as_of(),
            ground,
            unwritten,
            depends_on_time: depends_on_time(&compiled.model),
            budget: options.budget,
            left: options.budget,
            stop: options.stop.clone(),
            codes: options.codes.clone(),
            findings: Vec::new(),
            regions: BTreeSet::new(),
            faults: Vec::new(),
            constant: BTreeSet::new(),
            constant_defines: BTreeSet::new(),
            said: BTreeSet::new(),
            expected: expected(&compiled.model),
            seen: super::follows::Seen::default(),
        }
    }

    /// Whether findings of this code are looked for.
    pub(super) fn asks(&self, code: Code) -> bool {
        self.codes
            .as_ref()
            .is_none_or(|codes| codes.contains(&code))
    }

    /// Whether something hangs on what conditions are constant: of several findings on one text only
    /// the first is told.
    pub(super) fn asks_of_conditions(&self) -> bool {
        let codes = [
            Code::OutOfReach,
            Code::ConstantCondition,
            Code::DeadCondition,
            Code::DeadRule,
        ];
        codes.into_iter().any(|code| self.asks(code))
    }

    /// A prover for the questions about one thing, of leads that break no fact.
    pub(super) fn prover(&self) -> Prover<'m> {
        let mut prover = Prover::new(self.ground, self.left(), self.budget);
        prover.assume_facts();
        prover
    }

    /// A prover that knows of no facts.
    pub(super) fn prover_without_facts(&self) -> Prover<'m> {
        Prover::new(self.ground, self.left(), self.budget)
    }

    /// Takes the steps that a prover took off the budget.
    pub(super) fn done(&mut self, prover: &Prover<'_>) {
        self.left = self.left.min(prover.left());
    }

    /// The steps that there were in the beginning.
    pub(super) fn budget(&self) -> u64 {
        self.budget
    }

    /// Takes steps off the budget, down to so many.
    pub(super) fn spend_to(&mut self, left: u64) {
        self.left = self.left.min(left);
    }

    /// How many steps are left.
    pub(super) fn left(&self) -> u64 {
        let stopped = self.stop.as_ref().is_some_and(|it| it.load(Relaxed));
        if stopped { 0 } else { self.left }
    }

    /// Leads that the policy accepts for a finding of this code and subject: formula, and the places
    /// of the acceptances.
    pub(super) fn accepted(
        &self,
        prover: &mut Prover<'m>,
        code: Code,
        subject: &str,
    ) -> Vec<(usize, Formula)> {
        let mut accepted = Vec::new();
        for (place, acceptance) in self.compiled.acceptances() {
            if acceptance.code != code.as_str() || acceptance.subject != subject {
                continue;
            }
            if let Some(when) = &acceptance.when {
                accepted.push((place, prover.so(when).yes));
            }
        }
        accepted
    }

    /// Adds a finding that no lead can show, since it is that there is none.
    pub(super) fn shown_by_none(&mut self, rules: Vec<String>, diagnostic: Diagnostic) {
        let demonstration = Demonstration {
            rules,
            ..Demonstration::default()
        };
        self.findings.push(Finding {
            diagnostic: diagnostic.demonstrated(demonstration),
            touches: None,
        });
    }

    /// What the policy says of a lead.
    pub(super) fn evaluate(&self, lead: Lead<'_>) -> Evaluation {
        evaluate(self.model, lead, self.as_of)
    }

    /// Adds a finding whose lead was looked at once more by the evaluator. One that the evaluator
    /// does not confirm is never shown: it is a fault of ours, or, where the proof met something
    /// that it does not follow, not decided.
    pub(super) fn confirmed(
        &mut self,
        prover: &Prover<'_>,
        lead: &Batch,
        shows: impl Fn(Lead<'_>, &Evaluation) -> bool,
        diagnostic: Diagnostic,
        touches: Option<Touches>,
    ) {
        let lead = lead.lead(0);
        let evaluation = self.evaluate(lead);
        // Where the facts themselves are judged, a lead may break them.
        let well = !prover.knows_facts() || evaluation.broken_facts.is_empty();
        if well && shows(lead, &evaluation) {
            self.findings.push(Finding {
                diagnostic,
                touches,
            });
            return;
        }
        if !prover.is_opaque() {
            let message = &diagnostic.message;
            self.faults.push(format!(
                "the proof has a lead for \"{message}\" that the evaluator does not confirm"
            ));
        }
        let message = format!("it was not decided whether {}", diagnostic.message);
        self.not_proved(Diagnostic {
            message,
            ..diagnostic
        });
    }

    /// Says that something was not decided.
    pub(super) fn not_proved(&mut self, diagnostic: Diagnostic) {
        let mut diagnostic = diagnostic;
        diagnostic.level = crate::diagnostic::Level::Warning;
        diagnostic.fix = None;
        diagnostic.shown = Some(Box::new(Demonstration {
            proved: false,
            ..Demonstration::default()
        }));
        self.findings.push(Finding {
            diagnostic,
            touches: None,
        });
    }

    /// A condition's words, as they stand in the text.
    pub(super) fn text(&self, span: Span) -> String {
        crate::value::on_one_line(self.compiled.sources.slice(span))
    }

    /// A demonstration with cases and a witness.
    pub(super) fn demonstration(
        &self,
        rules: Vec<String>,
        terms: &[Term<'m>],
        shown: &Shown,
        says: Says<'_>,
    ) -> Demonstration {
        let cases = shown.cases.iter();
        Demonstration {
            rules,
            cases: cases.map(|case| self.case(terms, case)).collect(),
            more_cases: shown.more,
            witness: Some(self.witness(shown, terms, says)),
            cause: None,
            proved: true,
        }
    }

    fn witness(&self, shown: &Shown, terms: &[Term<'m>], says: Says<'_>) -> Witness {
        let first = shown.cases.first();
        self.witness_of(&shown.lead, first.map(|case| (terms, case)), says)
    }
}

/// What a witness shows, and what is to hold of it once all is mended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Says<'a> {
    pub(super) shows: &'a str,
    pub(super) expect: &'a [String],
}

fn depends_on_time(model: &Model) -> bool {
    let mut depends = false;
    model.walk(&mut |part| {
        if let Part::Operand(operand) = part {
            depends |= matches!(operand.kind, OperandKind::Since(_) | OperandKind::Until(_));
        }
    });
    depends
}

fn expected(model: &Model) -> BTreeSet<FieldId> {
    let mut expected = BTreeSet::new();
    model.walk(&mut |part| {
        if let Part::Operand(operand) = part
            && let OperandKind::Until(of) = &operand.kind
            && let OperandKind::Field(id) = of.kind
        {
            expected.insert(id);
        }
    });
    expected
}

/// Conditions of a decision's rules.
pub(super) fn conditions_of(decision: &crate::model::Decision) -> Vec<&Condition> {
    let rules = decision.rules.iter();
    rules
        .flat_map(|rule| rule.when.iter().chain(&rule.unless))
        .collect()
}

impl<'m> Context<'m> {
    /// Whether every case is one value of something ordered, at which ranges meet.
    pub(super) fn edge(
        &self,
        terms: &[Term<'m>],
        shown: &Shown,
    ) -> Option<crate::diagnostic::Cause> {
        use crate::diagnostic::{Cause, Says};
        let one_value = |case: &Case| {
            let parts = self.case(terms, case).parts;
            parts.iter().any(|part| {
                matches!(&part.says, Says::Range { from: Some(from), to: Some(to) } if from == to)
            })
        };
        let all = !shown.cases.is_empty() && shown.cases.iter().all(one_value);
        all.then_some(Cause::Edge)
    }

    /// What the terms look at, to tell leads that lack some of it.
    pub(super) fn tested(&self, terms: &[Term<'m>]) -> Vec<crate::model::Operand> {
        let mut tested = Vec::new();
        for term in terms.iter().filter(|term| !term.is_decision()) {
            match term.of {
                crate::proof::TermOf::Operand(operand) => tested.push(operand.clone()),
                crate::proof::TermOf::Condition(condition) => {
                    tested.extend(condition.operands().into_iter().cloned());
                }
            }
        }
        tested
    }

    /// What a rule decides, as the policy writes it.
    pub(super) fn outcome(&self, rule: &crate::model::Rule) -> String {
        match &rule.outcome.kind {
            crate::model::OperandKind::Constant(value) => self.written(value, rule.outcome.ty),
            crate::model::OperandKind::Nothing => "none".to_owned(),
            _ => self.operand_name(&rule.outcome),
        }
    }
}
