//! What conditions look at, so that leads can be described in the policy's own words: fields,
//! definitions, scores, decisions, and what is worked out in place.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use foldhash::fast::FixedState;

use super::base::Base;
use super::condition::So;
use super::fact::{Fact, Key};
use super::formula::Formula;
use super::prover::Prover;
use super::view::View;
use crate::model::{Condition, ConditionKind, Model, Operand, OperandKind, Part, Type};
use crate::syntax::ast::CompareOp;
use crate::value::{Text, Value};

/// Something that a condition looks at.
#[derive(Debug, Clone)]
pub struct Term<'m> {
    /// What it is.
    pub of: TermOf<'m>,
    /// How often the conditions look at it.
    pub mentions: usize,
    /// That it has no value.
    pub missing: Formula,
    /// Its place among the terms by mentions and name, so that which case is told does not hang on
    /// the order of the text.
    pub(super) rank: usize,
    /// What is asked of it.
    pub(super) facts: Vec<Asked>,
}

/// What a term is.
#[derive(Debug, Clone, Copy)]
pub enum TermOf<'m> {
    /// Something with a value.
    Operand(&'m Operand),
    /// A condition that compares two things with each other: yes, no or unknown.
    Condition(&'m Condition),
}

/// Something that is asked of a term, with the answer's formulas.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) fact: Fact,
    pub(super) so: So,
}

/// Gathers what conditions look at.
#[derive(Debug, Default)]
pub(super) struct Gathered<'m> {
    pub(super) all: Vec<(TermOf<'m>, Vec<Fact>, usize)>,
    /// The facts by their keys, with the place of the term: some terms have a hundred thousand.
    known: HashSet<(usize, Key), FixedState>,
}

impl<'m> Gathered<'m> {
    /// Adds all that a condition looks at.
    pub(super) fn add(&mut self, model: &'m Model, condition: &'m Condition) {
        for part in condition.parts() {
            self.add(model, part);
        }
        match &condition.kind {
            ConditionKind::Compare(a, op, b) => self.add_comparison(model, condition, (a, *op, b)),
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } => {
                let high = match open {
                    true => Fact::AtLeast(high.clone()),
                    false => Fact::Above(high.clone()),
                };
                self.add_facts(subject, vec![Fact::AtLeast(low.clone()), high]);
            }
            ConditionKind::OneOf(of, values) => self.add_values(of, values),
            ConditionKind::Text(of, tests) => {
                let facts = tests.iter().cloned().map(Fact::Meets);
                self.add_facts(of, facts.collect());
            }
            ConditionKind::Has(of, _, members) => {
                self.add_facts(of, members.iter().copied().map(Fact::Has).collect());
            }
            ConditionKind::InList(of, _)
            | ConditionKind::Holds(of)
            | ConditionKind::IsMissing(of)
            | ConditionKind::IsKnown(of)
            | ConditionKind::IsEmpty(of) => self.add_facts(of, Vec::new()),
            ConditionKind::Not(_)
            | ConditionKind::All(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(..) => {}
        }
    }

    fn add_comparison(
        &mut self,
        model: &'m Model,
        condition: &'m Condition,
        (a, op, b): (&'m Operand, CompareOp, &'m Operand),
    ) {
        let (subject, constant, op) = match (model.constant_of(a), model.constant_of(b)) {
            (_, Some(value)) => (a, value, op),
            (Some(value), _) => (b, value, op.turned()),
            _ => return self.add_condition(condition),
        };
        let ordered = matches!(
            subject.ty,
            Type::Integer
                | Type::Number
                | Type::Money(_)
                | Type::Date
                | Type::Datetime
                | Type::Duration
        );
        if !ordered {
            return self.add_values(subject, std::slice::from_ref(constant));
        }
        let (at_least, above) = (
            Fact::AtLeast(constant.clone()),
            Fact::Above(constant.clone()),
        );
        let facts = match op {
            CompareOp::Less | CompareOp::AtLeast => vec![at_least],
            CompareOp::AtMost | CompareOp::Greater => vec![above],
            CompareOp::Equal | CompareOp::NotEqual => vec![at_least, above],
        };
        self.add_facts(subject, facts);
    }

    fn add_values(&mut self, of: &'m Operand, values: &[Value]) {
        let facts = match of.ty {
            Type::Text => {
                let texts = values.iter().filter_map(|value| match value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                });
                vec![Fact::In(texts.collect())]
            }
            Type::Choice(_) | Type::Boolean | Type::Several(_) => Vec::new(),
            Type::Role | Type::Team => values.iter().cloned().map(Fact::Is).collect(),
            _ => values
                .iter()
                .flat_map(|value| [Fact::AtLeast(value.clone()), Fact::Above(value.clone())])
                .collect(),
        };
        self.add_facts(of, facts);
    }

    fn add_condition(&mut self, condition: &'m Condition) {
        self.add_term(TermOf::Condition(condition), Vec::new());
    }

    fn add_facts(&mut self, of: &'m Operand, facts: Vec<Fact>) {
        self.add_term(TermOf::Operand(of), facts);
    }

    fn add_term(&mut self, of: TermOf<'m>, facts: Vec<Fact>) {
        let known = self.all.iter().position(|(known, _, _)| known.is(&of));
        let place = known.unwrap_or(self.all.len());
        if known.is_none() {
            self.all.push((of, Vec::new(), 0));
        }
        let Some((_, all, mentions)) = self.all.get_mut(place) else {
            return;
        };
        *mentions += 1;
        let mut is_new = |fact: &Fact| self.known.insert((place, fact.key()));
        all.extend(facts.into_iter().filter(|fact| is_new(fact)));
    }
}

impl Term<'_> {
    /// All that is asked of it.
    pub(super) fn formulas(&self) -> impl Iterator<Item = Formula> {
        let facts = self.facts.iter();
        let facts = facts.flat_map(|asked| [asked.so.yes, asked.so.no]);
        facts.chain([self.missing])
    }

    /// Whether it is the outcome of a decision.
    #[must_use]
    pub fn is_decision(&self) -> bool {
        matches!(self.of, TermOf::Operand(operand) if matches!(operand.kind, OperandKind::Decision(_)))
    }
}

impl TermOf<'_> {
    /// Whether it is the same, wherever it stands.
    fn is(&self, other: &TermOf<'_>) -> bool {
        match (self, other) {
            (TermOf::Operand(a), TermOf::Operand(b)) => same(a, b),
            (TermOf::Condition(a), TermOf::Condition(b)) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}

/// Whether two operands are the same, wherever they stand.
fn same(a: &Operand, b: &Operand) -> bool {
    match (&a.kind, &b.kind) {
        (OperandKind::Since(a), OperandKind::Since(b))
        | (OperandKind::Until(a), OperandKind::Until(b))
        | (OperandKind::Domain(a), OperandKind::Domain(b)) => same(a, b),
        (OperandKind::FirstKnown(a), OperandKind::FirstKnown(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (OperandKind::Sum(a), OperandKind::Sum(b)) => {
            let pairs = || a.iter().zip(b);
            a.len() == b.len() && pairs().all(|((s, a), (t, b))| s == t && same(a, b))
        }
        (OperandKind::Scaled(x, a), OperandKind::Scaled(y, b)) => x == y && same(a, b),
        (a, b) => a == b,
    }
}

impl<'m> Prover<'m> {
    /// The terms of conditions, the ones that are looked at most first, and of values that may be
    /// missing.
    pub fn terms(&mut self, conditions: &[&'m Condition], values: &[&'m Operand]) -> Vec<Term<'m>> {
        let mut gathered = Gathered::default();
        for condition in conditions {
            gathered.add(self.model, condition);
        }
        for value in values {
            if !matches!(value.kind, OperandKind::Constant(_) | OperandKind::Nothing) {
                let facts = outcomes_of(self.model, value);
                gathered.add_facts(value, facts);
            }
        }
        let mut lists = Vec::new();
        for condition in conditions {
            self.lists_of(condition, &mut lists);
        }
        let mut terms = Vec::new();
        for (of, mut facts, mentions) in gathered.all {
            if let TermOf::Operand(operand) = of {
                let entries = lists.iter().filter(|(by, _)| same(by, operand));
                facts.extend(entries.map(|(_, texts)| Fact::In(texts.clone())));
            }
            terms.push(self.term(of, facts, mentions));
        }
        terms.sort_by_key(|term| Reverse(term.mentions));
        let model = self.model;
        let mut by_name: Vec<usize> = (0..terms.len()).collect();
        by_name.sort_by_cached_key(|at| {
            let term = terms.get(*at);
            term.map(|term| (Reverse(term.mentions), names_in(model, &term.of)))
        });
        for (rank, at) in by_name.into_iter().enumerate() {
            if let Some(term) = terms.get_mut(at) {
                term.rank = rank;
            }
        }
        terms
    }

    /// The lists that operands are looked up in.
    fn lists_of(&self, condition: &'m Condition, lists: &mut Vec<(&'m Operand, BTreeSet<Text>)>) {
        for part in condition.parts() {
            self.lists_of(part, lists);
        }
        if let ConditionKind::InList(of, list) = &condition.kind
            && let Some(list) = self.model.lists.get(*list)
            && !lists
                .iter()
                .any(|(by, texts)| same(by, of) && *texts == list.entries)
        {
            lists.push((of, list.entries.clone()));
        }
    }

    fn term(&mut self, of: TermOf<'m>, facts: Vec<Fact>, mentions: usize) -> Term<'m> {
        let operand = match of {
            TermOf::Condition(condition) => {
                let so = self.condition(View::ITSELF, condition);
                return Term {
                    of,
                    mentions,
                    rank: 0,
                    missing: self.solver.all([!so.yes, !so.no]),
                    facts: vec![Asked {
                        fact: Fact::Yes,
                        so,
                    }],
                };
            }
            TermOf::Operand(operand) => operand,
        };
        let missing = self.is_missing(View::ITSELF, operand);
        let mut all = facts;
        match operand.ty {
            Type::Boolean => all = vec![Fact::Yes],
            Type::Choice(_) => {
                let count = self
                    .model
                    .enumeration(operand.ty)
                    .map_or(0, |it| it.values.len());
                all = (0_u32..)
                    .take(count)
                    .map(|at| Fact::Is(Value::Choice(at)))
                    .collect();
            }
            Type::Several(_) => {
                let count = self
                    .model
                    .enumeration(operand.ty)
                    .map_or(0, |it| it.values.len());
                all = (0_u32..).take(count).map(Fact::Has).collect();
            }
            Type::Text => all.sort_by_cached_key(Fact::text_order),
            _ => all.sort_by(Fact::cut_order),
        }
        let mut facts: Vec<Asked> = Vec::with_capacity(all.len());
        for fact in all {
            let so = self.fact(operand, &fact);
            // `> 99` and `>= 100` are one of whole numbers.
            let same = |last: &Asked| last.so == so && fact.cut().is_some();
            if !facts.last().is_some_and(same) {
                facts.push(Asked { fact, so });
            }
        }
        Term {
            of,
            mentions,
            rank: 0,
            missing,
            facts,
        }
    }

    fn fact(&mut self, of: &Operand, fact: &Fact) -> So {
        let cases = self.operand(View::ITSELF, of);
        let constant = |value: &Value| Base::Constant(value.clone());
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for (when, base) in cases {
            if matches!(base, Base::Missing) {
                continue;
            }
            let so = match fact {
                Fact::Yes => self.equal(&base, &constant(&Value::Boolean(true))),
                Fact::Is(value) => self.equal(&base, &constant(value)),
                Fact::AtLeast(value) => !self.less(&base, &constant(value)),
                Fact::Above(value) => self.less(&constant(value), &base),
                Fact::In(texts) => {
                    let texts: Vec<&Text> = texts.iter().collect();
                    self.is_text_of(&base, &texts)
                }
                Fact::Meets(test) => self.meets(&base, test),
                Fact::Has(member) => match &base {
                    Base::Set(members) => members.get(*member as usize).copied(),
                    _ => None,
                }
                .unwrap_or(self.solver.never()),
            };
            yes.push(self.solver.all([when, so]));
            no.push(self.solver.all([when, !so]));
        }
        So {
            yes: self.solver.any(yes),
            no: self.solver.any(no),
        }
    }
}

/// The roles or teams that a decision may yield, as what may be so of it. Of other outcomes the type
/// tells which there are.
fn outcomes_of(model: &Model, of: &Operand) -> Vec<Fact> {
    let decision = match (of.ty, &of.kind) {
        (Type::Role | Type::Team, OperandKind::Decision(id)) => model.decisions.get(*id),
        _ => None,
    };
    let rules = decision.into_iter().flat_map(|it| &it.rules);
    let outcomes = rules.map(|rule| &rule.outcome);
    let otherwise = decision.into_iter().flat_map(|it| &it.otherwise);
    let mut facts = Vec::new();
    for outcome in outcomes.chain(otherwise) {
        if let OperandKind::Constant(value) = &outcome.kind
            && !facts.contains(&Fact::Is(value.clone()))
        {
            facts.push(Fact::Is(value.clone()));
        }
    }
    facts
}

/// The names in a term, so that where it stands in the text does not show.
fn names_in(model: &Model, of: &TermOf<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let mut add = |part: Part<'_>| {
        let Part::Operand(operand) = part else { return };
        let named = match operand.kind {
            OperandKind::Field(id) => model.fields.get(id).map(|it| &it.named),
            OperandKind::Define(id) => model.defines.get(id).map(|it| &it.named),
            OperandKind::Score(id) => model.scores.get(id).map(|it| &it.named),
            OperandKind::Decision(id) => model.decisions.get(id).map(|it| &it.named),
            _ => None,
        };
        names.push(named.map_or(String::new(), |named| named.name.clone()));
    };
    match of {
        TermOf::Operand(operand) => operand.walk(&mut add),
        TermOf::Condition(condition) => condition.walk(&mut add),
    }
    names
}
