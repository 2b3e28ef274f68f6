//! What a policy decides under several values of one definition.

use super::counts::{Counts, declared};
use super::outcome::{Conversions, Reached};
use super::reporter::decided;
use super::{Answers, Shown};
use crate::eval;
use crate::model::{DecisionId, Lead, Model, Node, OperandKind, Type};
use crate::value::Instant;

/// The policy with one definition of another value.
#[derive(Debug, Clone)]
pub struct Variant<'m> {
    /// The value as it was given.
    pub label: String,
    /// The policy with it.
    pub model: &'m Model,
}

/// A policy under several values of one of its definitions.
#[derive(Debug)]
pub struct Sweep<'m> {
    name: String,
    /// What the policy itself says.
    policy: Option<Shown>,
    values: Vec<SweptValue>,
    models: Vec<&'m Model>,
    decisions: Vec<DecisionId>,
}

impl<'m> Sweep<'m> {
    /// The definition `name` of the policy under other values; none where no decision depends on it.
    #[must_use]
    pub fn new(model: &Model, name: &str, variants: &[Variant<'m>]) -> Option<Self> {
        let (define, _) = model.defines.iter().find(|(_, it)| it.named.name == name)?;
        let readers = model.readers(Node::Define(define));
        let decisions = readers.iter().filter_map(|node| match node {
            Node::Decision(id) => Some(*id),
            Node::Define(_) | Node::Score(_) => None,
        });
        let decisions: Vec<DecisionId> = decisions.collect();
        let policy = constant(model, name);
        let values = variants.iter().map(|variant| {
            let value = constant(variant.model, name);
            SweptValue {
                label: variant.label.clone(),
                is_policy: value.is_some() && value == policy,
                value: value.unwrap_or_else(|| Shown::Text(variant.label.clone())),
            }
        });
        let values = values.collect();
        (!decisions.is_empty()).then(|| Sweep {
            name: name.to_owned(),
            values,
            policy,
            models: variants.iter().map(|variant| variant.model).collect(),
            decisions,
        })
    }
}

/// The value of a definition that is one.
fn constant(model: &Model, name: &str) -> Option<Shown> {
    let define = model.defines.values().find(|it| it.named.name == name)?;
    match &define.value.kind {
        OperandKind::Constant(value) => Some(Shown::new(model, value, define.value.ty)),
        _ => None,
    }
}

/// What a policy decides under several values of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepReport {
    /// The definition.
    pub name: String,
    /// The value that the policy gives it.
    pub policy: Option<Shown>,
    /// The values, in the order in which they were given.
    pub values: Vec<SweptValue>,
    /// What counts as converted, in words, if anything was to be counted.
    pub goal: Option<String>,
    /// All leads.
    pub all: Conversions,
    /// The decisions that may depend on the definition, in the order of the policy.
    pub decisions: Vec<SweptDecision>,
}

/// A value of the definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptValue {
    /// As it was given.
    pub label: String,
    /// The value itself.
    pub value: Shown,
    /// It is the value that the policy gives.
    pub is_policy: bool,
}

/// What a decision decides under each value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweptDecision {
    /// The decision.
    pub decision: String,
    /// Its outcomes are values that it declares itself, so that their order means something.
    pub in_order: bool,
    /// The leads of each answer, for each value in order. All have the same outcomes.
    pub rows: Vec<Answers<Conversions>>,
}

/// Counts what a policy decides under each value.
#[derive(Debug)]
pub(super) struct SweepTally<'m> {
    sweep: Sweep<'m>,
    all: Conversions,
    /// For each value and each decision.
    rows: Vec<Vec<Counts<Conversions>>>,
}

impl<'m> SweepTally<'m> {
    pub(super) fn new(sweep: Sweep<'m>) -> Self {
        let row = vec![Counts::default(); sweep.decisions.len()];
        SweepTally {
            all: Conversions::default(),
            rows: vec![row; sweep.models.len()],
            sweep,
        }
    }

    pub(super) fn add(&mut self, lead: Lead<'_>, as_of: Instant, reached: Option<Reached>) {
        self.all.add(reached);
        for (model, row) in self.sweep.models.iter().zip(&mut self.rows) {
            let evaluation = eval::evaluate(model, lead, as_of);
            for (counts, id) in row.iter_mut().zip(&self.sweep.decisions) {
                if let Some(decision) = model.decisions.get(*id) {
                    let decided = decided(evaluation.decision(*id));
                    counts.decided(model, &decided, decision.ty).add(reached);
                }
            }
        }
    }

    pub(super) fn finish(self, model: &Model, goal: Option<String>) -> SweepReport {
        let decisions = self.sweep.decisions.iter().enumerate();
        let decisions = decisions.filter_map(|(place, id)| {
            let decision = model.decisions.get(*id)?;
            let counts = self.rows.iter().filter_map(|row| row.get(place));
            let mut all = Counts::default();
            counts.clone().for_each(|counts| all.merge(counts));
            let outcomes = all.outcomes(&declared(model, decision));
            Some(SweptDecision {
                decision: decision.named.name.clone(),
                in_order: matches!(decision.ty, Type::Choice(_)),
                rows: counts.map(|counts| counts.answers(&outcomes)).collect(),
            })
        });
        SweepReport {
            decisions: decisions.collect(),
            name: self.sweep.name,
            policy: self.sweep.policy,
            values: self.sweep.values,
            goal,
            all: self.all,
        }
    }
}
