//! What became of the leads: how many of those that the policy tells apart converted.

use std::ops::AddAssign;

use super::bands::{Histogram, ScoreConversions};
use super::counts::{Counts, declared};
use super::{Answers, LeadResult};
use crate::eval::Evaluation;
use crate::model::{Cell, DefineId, FieldId, Lead, Model, Operand, OperandKind, ScoreId, Type};
use crate::value::{Number, Value};

/// What counts as converted: what a field has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The field that tells what became of a lead.
    pub field: FieldId,
    /// What it has to be.
    pub wanted: Wanted,
}

/// What a field has to be for its lead to be converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This value; a choice of a field that holds several: this among them.
    Value(Value),
    /// Any value.
    Known,
    /// No value.
    Missing,
}

/// Whether a lead converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    Yes,
    No,
    /// Not known, as the field is missing.
    Missing,
    /// Not known, as the field has no value that its type allows.
    Bad,
}

impl Goal {
    /// In words: `stage = won`, `won_at is known`.
    #[must_use]
    pub fn describe(&self, model: &Model) -> String {
        let field = model.fields.get(self.field);
        let name = field.map_or("", |field| field.named.name.as_str());
        let ty = field.map_or(Type::Text, |field| field.ty);
        match (&self.wanted, ty) {
            (Wanted::Value(Value::Choice(place)), Type::Several(_)) => {
                let value = model
                    .enumeration(ty)
                    .map_or("", |values| values.name(*place));
                format!("{name} has {value}")
            }
            (Wanted::Value(value @ Value::Set(_)), _) => match model.show(value, ty) {
                none if none.is_empty() => format!("{name} = {{ }}"),
                values => format!("{name} = {{ {values} }}"),
            },
            (Wanted::Value(value), _) => format!("{name} = {}", model.show(value, ty)),
            (Wanted::Known, _) => format!("{name} is known"),
            (Wanted::Missing, _) => format!("{name} is missing"),
        }
    }

    pub(super) fn reached(&self, lead: Lead<'_>) -> Reached {
        let yes = match (lead.cell(self.field), &self.wanted) {
            (Cell::Bad, _) => return Reached::Bad,
            (Cell::Missing, Wanted::Value(_)) => return Reached::Missing,
            (Cell::Missing, wanted) => *wanted == Wanted::Missing,
            (Cell::Known(Value::Set(members)), Wanted::Value(Value::Choice(wanted))) => {
                members.contains(wanted)
            }
            (Cell::Known(value), Wanted::Value(wanted)) => value == wanted,
            (Cell::Known(_), wanted) => *wanted == Wanted::Known,
        };
        if yes { Reached::Yes } else { Reached::No }
    }
}

/// Leads, and how many of them converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conversions {
    /// All of them.
    pub leads: u64,
    /// Those of which it is known whether they converted.
    pub known: u64,
    /// Those that did.
    pub converted: u64,
}

impl Conversions {
    pub(super) fn add(&mut self, reached: Option<Reached>) {
        self.leads += 1;
        self.known += u64::from(matches!(reached, Some(Reached::Yes | Reached::No)));
        self.converted += u64::from(reached == Some(Reached::Yes));
    }

    /// The share of those known that converted, rounded half up; none without any.
    #[must_use]
    pub fn share(&self, places: u8) -> Option<Number> {
        number(self.converted)?.rounded_div(number(self.known)?, places)
    }

    /// How many times the share of `all` the share of these is, rounded half up; none where either
    /// share is none or that of `all` is 0.
    #[must_use]
    pub fn lift(&self, all: &Conversions, places: u8) -> Option<Number> {
        let part = number(self.converted)?.checked_mul(number(all.known)?)?;
        let whole = number(self.known)?.checked_mul(number(all.converted)?)?;
        part.rounded_div(whole, places)
    }
}

impl AddAssign for Conversions {
    fn add_assign(&mut self, other: Conversions) {
        self.leads += other.leads;
        self.known += other.known;
        self.converted += other.converted;
    }
}

fn number(count: u64) -> Option<Number> {
    i64::try_from(count).ok().map(Number::from)
}

/// What became of the leads, by what the policy says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeReport {
    /// What counts as converted, in words.
    pub goal: String,
    /// The field that tells it.
    pub field: String,
    /// All leads.
    pub all: Conversions,
    /// Leads of which it is not known, as the field is missing.
    pub missing: u64,
    /// Leads of which it is not known, as the field has no value that its type allows.
    pub bad: u64,
    /// By outcome of each decision, in the order of the policy.
    pub decisions: Vec<DecisionConversions>,
    /// By band of each score, then of each definition that adds up scores.
    pub scores: Vec<ScoreConversions>,
}

/// What became of the leads by the outcome of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionConversions {
    /// The decision.
    pub decision: String,
    /// Its outcomes are values that it declares itself, so that their order means something.
    pub in_order: bool,
    /// The leads of each answer.
    pub answers: Answers<Conversions>,
}

impl Answers<Conversions> {
    /// For each outcome, the leads of it and of all that are declared behind it.
    #[must_use]
    pub fn from_here_on(&self) -> Vec<Conversions> {
        let mut sum = Conversions::default();
        let mut sums: Vec<Conversions> = Vec::new();
        for (_, counted) in self.outcomes.iter().rev() {
            sum += *counted;
            sums.push(sum);
        }
        sums.reverse();
        sums
    }
}

/// Counts what became of the leads.
#[derive(Debug)]
pub(super) struct OutcomeTally {
    pub(super) goal: Goal,
    all: Conversions,
    missing: u64,
    bad: u64,
    decisions: Vec<Counts<Conversions>>,
    scores: Vec<(Scale, Histogram)>,
}

impl OutcomeTally {
    pub(super) fn new(model: &Model, goal: Goal) -> Self {
        let scales = scales(model).into_iter();
        OutcomeTally {
            goal,
            all: Conversions::default(),
            missing: 0,
            bad: 0,
            decisions: vec![Counts::default(); model.decisions.len()],
            scores: scales.map(|scale| (scale, Histogram::default())).collect(),
        }
    }

    pub(super) fn add(
        &mut self,
        model: &Model,
        reached: Reached,
        evaluation: &Evaluation,
        result: &LeadResult,
    ) {
        self.all.add(Some(reached));
        self.missing += u64::from(reached == Reached::Missing);
        self.bad += u64::from(reached == Reached::Bad);
        let decided = model.decisions.values().zip(&result.decisions);
        for (counts, (decision, decided)) in self.decisions.iter_mut().zip(decided) {
            counts
                .decided(model, decided, decision.ty)
                .add(Some(reached));
        }
        if !matches!(reached, Reached::Yes | Reached::No) {
            return;
        }
        for (scale, histogram) in &mut self.scores {
            histogram.add(scale.value(evaluation), reached);
        }
    }

    pub(super) fn finish(self, model: &Model) -> OutcomeReport {
        let field = model.fields.get(self.goal.field);
        let decisions = model.decisions.values().zip(&self.decisions);
        let decisions = decisions.map(|(decision, counts)| DecisionConversions {
            decision: decision.named.name.clone(),
            in_order: matches!(decision.ty, Type::Choice(_)),
            answers: counts.answers(&counts.outcomes(&declared(model, decision))),
        });
        let scores = self.scores.into_iter();
        let scores = scores.map(|(scale, histogram)| histogram.finish(scale.name(model)));
        OutcomeReport {
            goal: self.goal.describe(model),
            field: field.map_or(String::new(), |field| field.named.name.clone()),
            all: self.all,
            missing: self.missing,
            bad: self.bad,
            decisions: decisions.collect(),
            scores: scores.collect(),
        }
    }
}

/// Something that puts leads in order: the better, the more points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scale {
    Score(ScoreId),
    Define(DefineId),
}

impl Scale {
    fn name(self, model: &Model) -> String {
        let named = match self {
            Scale::Score(id) => model.scores.get(id).map(|score| &score.named),
            Scale::Define(id) => model.defines.get(id).map(|define| &define.named),
        };
        named.map_or(String::new(), |named| named.name.clone())
    }

    fn value(self, evaluation: &Evaluation) -> Option<Number> {
        match self {
            Scale::Score(id) => evaluation.score(id).total,
            Scale::Define(id) => match evaluation.define(id).known() {
                Some(Value::Number(number)) => Some(*number),
                _ => None,
            },
        }
    }
}

/// The scores, and the definitions that add up scores.
fn scales(model: &Model) -> Vec<Scale> {
    let scores = model.scores.iter().map(|(id, _)| Scale::Score(id));
    let sums = model.defines.iter().filter(|(_, define)| {
        let computed = matches!(
            define.value.kind,
            OperandKind::Sum(_) | OperandKind::Scaled(..)
        );
        computed && adds_up(model, &define.value) == Some(true)
    });
    scores
        .chain(sums.map(|(id, _)| Scale::Define(id)))
        .collect()
}

/// Whether there is a score in a sum; none where there is anything in it but scores and constants.
fn adds_up(model: &Model, operand: &Operand) -> Option<bool> {
    match &operand.kind {
        OperandKind::Constant(_) => Some(false),
        OperandKind::Score(_) => Some(true),
        OperandKind::Define(id) => adds_up(model, &model.defines.get(*id)?.value),
        OperandKind::Scaled(_, of) => adds_up(model, of),
        OperandKind::Sum(terms) => terms.iter().try_fold(false, |found, (_, term)| {
            Some(found | adds_up(model, term)?)
        }),
        _ => None,
    }
}
