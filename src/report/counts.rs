//! How often each outcome, or each value, came.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use super::lead::Decided;
use super::{Answers, Shown};
use crate::model::{Cell, Decision, Model, Operand, OperandKind, Type};
use crate::value::Value;

/// So many different values are counted one by one; the rest, whose number only the data bounds,
/// together. It keeps memory flat where an outcome or a group is free text.
pub(super) const MOST_VALUES: usize = 10_000;

/// Something counted (`T`) for each answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts<T> {
    /// By what all equal values share: how the first of them is shown, and what is counted.
    values: BTreeMap<Shown, (Shown, T)>,
    pub(super) beyond: T,
    pub(super) none: T,
    pub(super) gap: T,
    pub(super) conflict: T,
    pub(super) not_decided: T,
}

impl<T: Default> Counts<T> {
    /// What is counted of a value.
    pub(super) fn value(&mut self, model: &Model, value: &Value, ty: Type) -> &mut T {
        let key = Shown::key(model, value, ty);
        if self.values.len() >= MOST_VALUES && !self.values.contains_key(&key) {
            return &mut self.beyond;
        }
        let entry = self.values.entry(key);
        &mut entry
            .or_insert_with(|| (Shown::new(model, value, ty), T::default()))
            .1
    }

    /// What is counted of a decision's answer.
    pub(super) fn decided(&mut self, model: &Model, decided: &Decided, ty: Type) -> &mut T {
        match decided {
            Decided::Outcome(value) => self.value(model, value, ty),
            Decided::Nothing => &mut self.none,
            Decided::Gap => &mut self.gap,
            Decided::Conflict(_) => &mut self.conflict,
            Decided::NotDecided => &mut self.not_decided,
        }
    }

    /// What is counted of a field's cell.
    pub(super) fn cell(&mut self, model: &Model, cell: &Cell, ty: Type) -> &mut T {
        match cell {
            Cell::Known(value) => self.value(model, value, ty),
            Cell::Missing => &mut self.none,
            Cell::Bad => &mut self.not_decided,
        }
    }

    /// All values that came, in the order of their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = &(Shown, T)> {
        self.values.values()
    }
}

impl<T: Default + Copy + AddAssign> Counts<T> {
    /// The values that came and were not declared.
    fn undeclared(&self, declared: &[Declared]) -> Vec<(Shown, Shown)> {
        let declared: BTreeSet<&Shown> = declared.iter().map(|declared| &declared.key).collect();
        let came = self
            .values
            .iter()
            .filter(|(key, _)| !declared.contains(key));
        came.map(|(key, (shown, _))| (key.clone(), shown.clone()))
            .collect()
    }

    /// What was counted of a value, by its key.
    pub(super) fn of(&self, key: &Shown) -> T {
        let found = self.values.get(key);
        found.map_or_else(T::default, |(_, counted)| *counted)
    }

    /// All answers: the given outcomes in their order, all others together.
    pub(super) fn answers(&self, outcomes: &[(Shown, Shown)]) -> Answers<T> {
        let given: BTreeSet<&Shown> = outcomes.iter().map(|(key, _)| key).collect();
        let mut beyond = self.beyond;
        for (key, (_, counted)) in &self.values {
            if !given.contains(key) {
                beyond += *counted;
            }
        }
        Answers {
            outcomes: outcomes
                .iter()
                .map(|(key, shown)| (shown.clone(), self.of(key)))
                .collect(),
            beyond,
            none: self.none,
            gap: self.gap,
            conflict: self.conflict,
            not_decided: self.not_decided,
        }
    }

    /// The outcomes of a decision in the order to show them, each with its key: those that the
    /// policy declares, also where they did not come, then the others that came.
    pub(super) fn outcomes(&self, declared: &[Declared]) -> Vec<(Shown, Shown)> {
        let named = declared
            .iter()
            .filter(|declared| declared.always || self.values.contains_key(&declared.key));
        let named = named.map(|declared| (declared.key.clone(), declared.shown.clone()));
        named.chain(self.undeclared(declared)).collect()
    }

    /// Adds what another has counted.
    pub(super) fn merge(&mut self, other: &Self) {
        for (key, (shown, counted)) in &other.values {
            if self.values.len() >= MOST_VALUES && !self.values.contains_key(key) {
                self.beyond += *counted;
                continue;
            }
            let entry = self.values.entry(key.clone());
            entry.or_insert_with(|| (shown.clone(), T::default())).1 += *counted;
        }
        self.beyond += other.beyond;
        self.none += other.none;
        self.gap += other.gap;
        self.conflict += other.conflict;
        self.not_decided += other.not_decided;
    }
}

/// A value that a decision declares.
pub(super) struct Declared {
    pub(super) key: Shown,
    pub(super) shown: Shown,
    /// It is shown even if it never came.
    always: bool,
}

/// The outcomes that a decision declares: all values of its type where these can be listed, else
/// those that its rules name, in the order of the text. Of roles and teams, which others name too,
/// only those that its rules name are shown when they do not come.
pub(super) fn declared(model: &Model, decision: &Decision) -> Vec<Declared> {
    let mut named = Vec::new();
    let outcomes = decision
        .rules
        .iter()
        .map(|rule| &rule.outcome)
        .chain(&decision.otherwise);
    outcomes.for_each(|outcome| constants(outcome, &mut named));
    let places = |count: usize| (0..count).filter_map(|place| u32::try_from(place).ok());
    let (values, all): (Vec<Value>, bool) = match decision.ty {
        Type::Choice(id) => {
            let count = model.enumerations.get(id).map_or(0, |e| e.values.len());
            (places(count).map(Value::Choice).collect(), true)
        }
        Type::Boolean => (vec![Value::Boolean(true), Value::Boolean(false)], true),
        Type::Role => (places(model.roles.len()).map(Value::Role).collect(), false),
        Type::Team => (places(model.teams.len()).map(Value::Team).collect(), false),
        _ => (named.clone(), true),
    };
    let key = |value: &Value| Shown::key(model, value, decision.ty);
    let named: BTreeSet<Shown> = named.iter().map(key).collect();
    let mut seen = BTreeSet::new();
    let mut declared = Vec::new();
    for value in &values {
        let key = key(value);
        if seen.insert(key.clone()) {
            let shown = Shown::new(model, value, decision.ty);
            declared.push(Declared {
                always: all || named.contains(&key),
                key,
                shown,
            });
        }
    }
    declared
}

/// The values that an outcome names outright.
fn constants(outcome: &Operand, found: &mut Vec<Value>) {
    match &outcome.kind {
        OperandKind::Constant(value) => found.push(value.clone()),
        OperandKind::FirstKnown(operands) => operands.iter().for_each(|o| constants(o, found)),
        _ => {}
    }
}
