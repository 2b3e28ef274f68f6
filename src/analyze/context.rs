//! What all questions share: the policy, the budget, the acceptances, and what was found so far.

use std::collections::BTreeSet;

use super::{Finding, Options, Touches};
use crate::compile::Compiled;
use crate::diagnostic::{Code, Demonstration, Diagnostic, Witness};
use crate::eval::{Evaluation, evaluate};
use crate::model::{Batch, Condition, DefineId, Lead, Model, OperandKind, Part};
use crate::proof::{Answer, Case, Formula, Ground, Prover, Term};
use crate::source::Span;
use crate::value::Instant;

/// The most cases that are told of a finding.
pub(super) const MOST_CASES: usize = 10;

/// The most that are told of a note, which is to be short.
const FEW_CASES: usize = 3;

/// What the questions share.
pub(super) struct Context<'m> {
    pub(super) compiled: &'m Compiled,
    pub(super) model: &'m Model,
    pub(super) as_of: Instant,
    pub(super) ground: &'m Ground<'m>,
    /// The policy looks at how long ago something was.
    pub(super) depends_on_time: bool,
    /// All steps, and those that are left.
    budget: u64,
    left: u64,
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
}

/// Leads that have what was asked.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) cases: Vec<Case>,
    /// There are leads beyond the cases.
    pub(super) more: bool,
    /// The first lead.
    pub(super) lead: Batch,
}

/// What became of the search for leads.
#[derive(Debug)]
pub(super) enum Search {
    Shown(Shown),
    /// There is none.
    None,
    /// Whether there is one was not decided.
    Undecided,
}

impl<'m> Context<'m> {
    pub(super) fn new(
        compiled: &'m Compiled,
        ground: &'m Ground<'m>,
        options: &Options,
    ) -> Context<'m> {
        Context {
            compiled,
            model: &compiled.model,
            as_of: ground.as_of(),
            ground,
            depends_on_time: depends_on_time(&compiled.model),
            budget: options.budget,
            left: options.budget,
            codes: options.codes.clone(),
            findings: Vec::new(),
            regions: BTreeSet::new(),
            faults: Vec::new(),
            constant: BTreeSet::new(),
            constant_defines: BTreeSet::new(),
            said: BTreeSet::new(),
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
        let mut prover = Prover::new(self.ground, self.left, self.budget);
        prover.assume_facts();
        prover
    }

    /// A prover that knows of no facts.
    pub(super) fn prover_without_facts(&self) -> Prover<'m> {
        Prover::new(self.ground, self.left, self.budget)
    }

    /// Takes the steps that a prover took off the budget.
    pub(super) fn done(&mut self, prover: &Prover<'_>) {
        self.left = self.left.min(prover.left());
    }

    /// How many steps are left.
    pub(super) fn left(&self) -> u64 {
        self.left
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

    /// Searches for leads of which `target` is so among those that are as `context` says, apart from
    /// accepted ones, and describes them.
    pub(super) fn search(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
        accepted: &[(usize, Formula)],
    ) -> Search {
        match self.open_region(prover, target, context, accepted) {
            Some(asked) => self.cases(prover, target, &asked, &[], terms),
            None => Search::None,
        }
    }

    /// The same for a note: a few cases are enough.
    pub(super) fn search_for_note(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
        accepted: &[(usize, Formula)],
    ) -> Search {
        match self.open_region(prover, target, context, accepted) {
            Some(asked) => {
                let asked = (asked.as_slice(), [].as_slice());
                self.described(prover, target, asked, terms, FEW_CASES)
            }
            None => Search::None,
        }
    }

    /// The same among leads that are also as `narrowed` says; the cases are of all leads that are
    /// as `context` says.
    pub(super) fn cases(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        narrowed: &[Formula],
        terms: &[Term<'m>],
    ) -> Search {
        self.described(prover, target, (context, narrowed), terms, MOST_CASES)
    }

    fn described(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        (context, narrowed): (&[Formula], &[Formula]),
        terms: &[Term<'m>],
        most: usize,
    ) -> Search {
        prover.watch_terms(terms);
        let found = self.all_cases(prover, target, (context, narrowed), terms, most);
        prover.watch(&[]);
        found
    }

    fn all_cases(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        (context, narrowed): (&[Formula], &[Formula]),
        terms: &[Term<'m>],
        most: usize,
    ) -> Search {
        let mark = prover.mark();
        let asked = [context, narrowed, &[target, mark]].concat();
        let mut shown: Option<Shown> = None;
        loop {
            match prover.find(&asked) {
                Answer::Never(_) => break,
                Answer::Undecided => match &mut shown {
                    Some(shown) => {
                        shown.more = true;
                        break;
                    }
                    None => return Search::Undecided,
                },
                Answer::Found => {}
            }
            let found = shown.get_or_insert_with(|| Shown {
                cases: Vec::new(),
                more: false,
                lead: prover.lead(),
            });
            if found.cases.len() >= most {
                found.more = true;
                break;
            }
            let Some(case) = prover.case(target, context, terms) else {
                found.more = true;
                break;
            };
            let block = case.formulas.iter().map(|it| !*it);
            prover.require(mark, &block.collect::<Vec<_>>());
            if found.cases.is_empty() {
                let plainest = self.plainest(prover, &case, target, context, terms);
                found.lead = plainest.unwrap_or_else(|| found.lead.clone());
            }
            found.cases.push(case);
        }
        shown.map_or(Search::None, Search::Shown)
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
        self.not_proved(diagnostic);
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

/// A lead that is as `fixed` says, and as much as can be as is wished: what stands last is given up
/// first, one at a time, so that no more is given up than has to be.
fn wished_lead(
    prover: &mut Prover<'_>,
    fixed: &[Formula],
    mut wished: Vec<Formula>,
) -> Option<Batch> {
    loop {
        match prover.find(&[fixed, wished.as_slice()].concat()) {
            Answer::Found => return Some(prover.lead()),
            Answer::Never(core) => {
                let given_up = wished.iter().rposition(|it| core.contains(it))?;
                wished.remove(given_up);
            }
            Answer::Undecided => return None,
        }
    }
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

/// Conditions of a decision's rules.
pub(super) fn conditions_of(decision: &crate::model::Decision) -> Vec<&Condition> {
    let rules = decision.rules.iter();
    rules
        .flat_map(|rule| rule.when.iter().chain(&rule.unless))
        .collect()
}

impl<'m> Context<'m> {
    /// What is asked beside the target where some leads are accepted; takes note of the acceptances
    /// that take a lead out. None where nothing is left to ask.
    pub(super) fn open_region(
        &mut self,
        prover: &mut Prover<'m>,
        target: Formula,
        context: &[Formula],
        accepted: &[(usize, Formula)],
    ) -> Option<Vec<Formula>> {
        if target == prover.never() {
            return None;
        }
        let mut asked = context.to_vec();
        for (place, region) in accepted {
            if prover.find(&[context, &[target, *region]].concat()) == Answer::Found {
                self.regions.insert(*place);
            }
            asked.push(!*region);
        }
        Some(asked)
    }

    /// A lead of a case that is as plain as can be: what the case speaks of is known, if it is not
    /// to be missing, and all else is missing.
    fn plainest(
        &self,
        prover: &mut Prover<'m>,
        case: &Case,
        target: Formula,
        context: &[Formula],
        terms: &[Term<'m>],
    ) -> Option<Batch> {
        let fixed = [context, &case.formulas, &[target]].concat();
        self.plain_lead(prover, &fixed, &self.fields_of_case(terms, case))
    }

    /// A lead that is as `fixed` says, in which these fields are known if they can be, and all
    /// others are missing if they can be. It is the one that was found last.
    pub(super) fn plain_lead(
        &self,
        prover: &mut Prover<'m>,
        fixed: &[Formula],
        spoken_of: &BTreeSet<crate::model::FieldId>,
    ) -> Option<Batch> {
        let mut wished: Vec<Formula> = Vec::new();
        for (id, field) in self.model.fields.iter() {
            if field.required || field.key || !prover.asks_of(id) {
                continue;
            }
            let missing = prover.field_missing(id);
            match spoken_of.contains(&id) {
                true => wished.push(!missing),
                false => wished.insert(0, missing),
            }
        }
        wished_lead(prover, fixed, wished)
    }

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
