//! Where the policy and a field of the leads differ, such as what the CRM says of them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Counts, declared};
use super::cross::CrossTally;
use super::{By, CrossTable, LeadResult, Shown};
use crate::model::{Cell, Decision, DecisionId, FieldId, Lead, Model, OperandKind, Type};
use crate::value::{Value, fold, loose};

/// So many kinds of differences are told apart; the rest are counted together.
const MOST_KINDS: usize = 1_000;
/// Most kinds of differences that are reported, the largest first.
const MOST_REPORTED: usize = 10;
/// Most leads that are named for each.
const MOST_NAMED: usize = 10;

/// A decision, and the field that says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// The decision.
    pub decision: DecisionId,
    /// The field.
    pub field: FieldId,
}

/// Why a decision and a field cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CannotCompare {
    /// The field holds several values at once.
    Several,
    /// The field holds amounts or dates, and no outcome is one.
    NoAmount,
    /// No outcome can ever be what the field holds: what the decision can decide, and what the field
    /// can hold.
    NothingInCommon(Vec<String>, Vec<String>),
}

impl Comparison {
    /// Whether the two can agree at all.
    ///
    /// # Errors
    /// Why they cannot.
    pub fn check(self, model: &Model) -> Result<(), CannotCompare> {
        let decision = model.decisions.get(self.decision);
        let field = model.fields.get(self.field);
        let (Some(decision), Some(field)) = (decision, field) else {
            return Ok(());
        };
        if matches!(field.ty, Type::Several(_)) {
            return Err(CannotCompare::Several);
        }
        let words = Words::new(model, self);
        let Some(outcomes) = all_outcomes(model, decision) else {
            return Ok(());
        };
        let has_digit = |outcome: &String| outcome.contains(|c: char| c.is_ascii_digit());
        if is_exact(field.ty) && !outcomes.iter().any(has_digit) {
            return Err(CannotCompare::NoAmount);
        }
        let Some(values) = all_values(model, field.ty) else {
            return Ok(());
        };
        let meets = |value: &String| words.is_known(&words.spelled(value));
        match values.iter().any(meets) {
            true => Ok(()),
            false => Err(CannotCompare::NothingInCommon(outcomes, values)),
        }
    }
}

/// All that a decision can decide; none where that cannot be listed.
fn all_outcomes(model: &Model, decision: &Decision) -> Option<Vec<String>> {
    let mut outcomes = decision
        .rules
        .iter()
        .map(|rule| &rule.outcome)
        .chain(&decision.otherwise);
    let listed = match decision.ty {
        Type::Choice(_) | Type::Boolean | Type::Team => true,
        // A person's name may be anything.
        Type::Role => model.roles.values().all(|role| role.named_in.is_none()),
        _ => outcomes.all(|outcome| matches!(outcome.kind, OperandKind::Constant(_))),
    };
    let declared = declared(model, decision).into_iter();
    listed.then(|| {
        declared
            .map(|declared| declared.shown.to_string())
            .collect()
    })
}

/// All that a field can hold; none where that cannot be listed.
fn all_values(model: &Model, ty: Type) -> Option<Vec<String>> {
    if ty == Type::Boolean {
        return Some(vec!["yes".to_owned(), "no".to_owned()]);
    }
    let values = &model.enumeration(ty)?.values;
    Some(values.iter().map(|value| value.name.clone()).collect())
}

/// What people call the outcomes of a decision.
#[derive(Debug)]
struct Words {
    /// Numbers and dates meet only as they are: `-5` is not `5`.
    exact: bool,
    /// The outcomes by their own names.
    names: BTreeMap<String, Shown>,
    /// The outcomes by the titles of roles and teams and by the words of teams. A word that several
    /// share names them all.
    others: BTreeMap<String, BTreeSet<Shown>>,
}

impl Words {
    fn new(model: &Model, comparison: Comparison) -> Self {
        let decision = model.decisions.get(comparison.decision);
        let field = model.fields.get(comparison.field);
        let types = [decision.map(|it| it.ty), field.map(|it| it.ty)];
        let mut words = Words {
            exact: types.into_iter().flatten().any(is_exact),
            names: BTreeMap::new(),
            others: BTreeMap::new(),
        };
        let Some(decision) = decision else {
            return words;
        };
        let outcomes = declared(model, decision);
        for outcome in &outcomes {
            let spelled = words.spelled(&outcome.shown.to_string());
            words.names.entry(spelled).or_insert(outcome.key.clone());
        }
        for outcome in outcomes {
            let name = outcome.shown.to_string();
            for word in titles(model, decision.ty, &name).chain(vocabulary(model, &name)) {
                let spelled = words.spelled(word);
                words
                    .others
                    .entry(spelled)
                    .or_default()
                    .insert(outcome.key.clone());
            }
        }
        words
    }

    /// A word without what people get wrong.
    fn spelled(&self, word: &str) -> String {
        match self.exact {
            true => fold(word),
            false => loose(word),
        }
    }

    /// Whether a word is one for some outcome.
    fn is_known(&self, spelled: &str) -> bool {
        self.names.contains_key(spelled) || self.others.contains_key(spelled)
    }

    /// Whether a word says the same as an outcome, given by how it is shown and by its key. A word
    /// that is the name of another outcome does not, whatever else it is used for.
    fn says(&self, spelled: &str, shown: &Shown, key: &Shown) -> bool {
        self.spelled(&shown.to_string()) == spelled
            || !self.names.contains_key(spelled)
                && self
                    .others
                    .get(spelled)
                    .is_some_and(|keys| keys.contains(key))
    }
}

fn is_exact(ty: Type) -> bool {
    matches!(
        ty,
        Type::Integer | Type::Number | Type::Money(_) | Type::Date | Type::Datetime
    )
}

/// What people read for a role or a team.
fn titles<'m>(model: &'m Model, ty: Type, name: &'m str) -> impl Iterator<Item = &'m str> {
    let roles = model.roles.values().filter(move |_| ty == Type::Role);
    let roles = roles.map(|role| (&role.named.name, role.title.as_deref()));
    let teams = model.teams.values().filter(move |_| ty == Type::Team);
    let teams = teams.map(|team| (&team.named.name, team.title.as_deref()));
    let named = roles.chain(teams).filter(move |(its, _)| *its == name);
    named.filter_map(|(_, title)| title)
}

/// What teams call something.
fn vocabulary<'m>(model: &'m Model, name: &'m str) -> impl Iterator<Item = &'m str> {
    let words = model.vocabularies.iter().flat_map(|team| &team.words);
    words
        .filter(move |(its, _)| its == name)
        .map(|(_, word)| word.as_str())
}

/// Where a decision and a field differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareReport {
    /// The decision.
    pub decision: String,
    /// The field.
    pub field: String,
    /// Leads that have an outcome and a value.
    pub both: u64,
    /// Those of them that have the same.
    pub agree: u64,
    /// Leads with an outcome whose field is missing.
    pub missing: u64,
    /// Leads with an outcome whose field has no value that its type allows.
    pub bad: u64,
    /// Leads with a value and without an outcome.
    pub no_outcome: u64,
    /// Leads with neither.
    pub neither: u64,
    /// Some value of the data is a word for some outcome.
    pub met: bool,
    /// The decision by the field.
    pub table: CrossTable,
    /// The differences that most leads have, with most first.
    pub differences: Vec<Difference>,
    /// Leads with other differences.
    pub other_differences: u64,
}

/// Leads for which the policy says one thing, and the field another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the policy says.
    pub outcome: Shown,
    /// What the field says.
    pub value: Shown,
    /// How many leads.
    pub leads: u64,
    /// The first of them.
    pub examples: Vec<LeadName>,
}

/// What tells a lead from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadName {
    /// The name of its file, where leads are of several.
    pub file: Option<String>,
    /// The number of its record in that file.
    pub row: u64,
    /// Its key.
    pub key: Option<String>,
}

/// Counts where a decision and a field differ.
#[derive(Debug)]
pub(super) struct CompareTally {
    comparison: Comparison,
    words: Words,
    cross: CrossTally,
    /// All but the table and the differences.
    report: CompareReport,
    differences: BTreeMap<(Shown, Shown), Difference>,
}

impl CompareTally {
    pub(super) fn new(model: &Model, comparison: Comparison) -> Self {
        let Comparison { decision, field } = comparison;
        let decision_name = model.decisions.get(decision).map(|it| &it.named.name);
        let field_name = model.fields.get(field).map(|it| &it.named.name);
        CompareTally {
            comparison,
            words: Words::new(model, comparison),
            cross: CrossTally::of(By::Field(field), vec![decision]),
            report: CompareReport {
                decision: decision_name.cloned().unwrap_or_default(),
                field: field_name.cloned().unwrap_or_default(),
                both: 0,
                agree: 0,
                missing: 0,
                bad: 0,
                no_outcome: 0,
                neither: 0,
                met: false,
                table: CrossTable::default(),
                differences: Vec::new(),
                other_differences: 0,
            },
            differences: BTreeMap::new(),
        }
    }

    pub(super) fn add(&mut self, model: &Model, lead: Lead<'_>, result: &LeadResult) {
        self.cross.add(model, lead, result);
        let decided = result.decisions.get(self.comparison.decision.index());
        let outcome = decided.and_then(|decided| decided.outcome());
        let counts = &mut self.report;
        match (outcome, lead.cell(self.comparison.field)) {
            (Some(outcome), Cell::Known(value)) => self.both(model, result, outcome, value),
            (Some(_), Cell::Missing) => counts.missing += 1,
            (Some(_), Cell::Bad) => counts.bad += 1,
            (None, Cell::Known(_)) => counts.no_outcome += 1,
            (None, Cell::Missing | Cell::Bad) => counts.neither += 1,
        }
    }

    fn both(&mut self, model: &Model, result: &LeadResult, outcome: &Value, value: &Value) {
        let Comparison {
            decision: id,
            field,
        } = self.comparison;
        let (Some(decision), Some(field)) = (model.decisions.get(id), model.fields.get(field))
        else {
            return;
        };
        let shown = Shown::new(model, outcome, decision.ty);
        let key = Shown::key(model, outcome, decision.ty);
        let said = Shown::new(model, value, field.ty);
        let spelled = self.words.spelled(&said.to_string());
        let person = result.persons.get(&id).and_then(Option::as_deref);
        let is_person = person.is_some_and(|person| self.words.spelled(person) == spelled);
        self.report.both += 1;
        self.report.met |= is_person || self.words.is_known(&spelled);
        if is_person || self.words.says(&spelled, &shown, &key) {
            self.report.agree += 1;
            self.report.met = true;
            return;
        }
        let kind = (key, Shown::key(model, value, field.ty));
        if self.differences.len() >= MOST_KINDS && !self.differences.contains_key(&kind) {
            self.report.other_differences += 1;
            return;
        }
        let difference = self.differences.entry(kind).or_insert_with(|| Difference {
            outcome: shown,
            value: said,
            leads: 0,
            examples: Vec::new(),
        });
        difference.leads += 1;
        if difference.examples.len() < MOST_NAMED {
            difference.examples.push(LeadName {
                file: result.file.clone(),
                row: result.row,
                key: result.key.clone(),
            });
        }
    }

    pub(super) fn finish(self, model: &Model, totals: &[Counts<u64>]) -> CompareReport {
        let mut differences: Vec<Difference> = self.differences.into_values().collect();
        // Stable: those of one size stay in the order of their values.
        differences.sort_by_key(|difference| Reverse(difference.leads));
        let cut = differences.split_off(differences.len().min(MOST_REPORTED));
        let others: u64 = cut.iter().map(|difference| difference.leads).sum();
        CompareReport {
            table: self.cross.finish(model, totals),
            differences,
            other_differences: self.report.other_differences + others,
            ..self.report
        }
    }
}
