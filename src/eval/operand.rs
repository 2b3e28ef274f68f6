//! The values of operands.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{DecidedOutcome, Evaluation, Found, Truth, arithmetic};
use crate::model::{Cell, FieldId, Lead, Model, Operand, OperandKind, Type};
use crate::value::{Date, Instant, Text, Value, domain};

/// An instant and the day that the calendar shows then.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub(super) as_of: Instant,
    /// In the policy's zone.
    pub(super) today: Date,
}

/// A lead at an instant, with what has been worked out of it so far.
#[derive(Clone, Copy)]
pub(super) struct Situation<'a> {
    pub(super) model: &'a Model,
    pub(super) lead: Lead<'a>,
    pub(super) now: Now,
    pub(super) so_far: &'a Evaluation,
}

impl Now {
    pub(super) fn new(model: &Model, as_of: Instant) -> Now {
        Now {
            as_of,
            today: model.zone.date(as_of),
        }
    }
}

impl<'a> Situation<'a> {
    /// The value of an operand.
    ///
    /// What is computed from something missing is missing, even if another part is stopped: no
    /// value of that part could change it.
    pub(super) fn operand(self, operand: &'a Operand) -> Found<'a> {
        match &operand.kind {
            OperandKind::Constant(value) => Found::Known(Cow::Borrowed(value)),
            OperandKind::Nothing => Found::Missing,
            OperandKind::Field(id) => field(self.model, self.lead, *id),
            OperandKind::Define(id) => borrowed(self.so_far.define(*id)),
            OperandKind::Score(id) => match self.so_far.score(*id).total {
                Some(total) => Found::Known(Cow::Owned(Value::Number(total))),
                None => Found::Stopped,
            },
            OperandKind::Decision(id) => match &self.so_far.decision(*id).outcome {
                DecidedOutcome::Value(value) => Found::Known(Cow::Borrowed(value)),
                DecidedOutcome::Nothing => Found::Missing,
                DecidedOutcome::Gap | DecidedOutcome::Conflict(_) | DecidedOutcome::Stopped => {
                    Found::Stopped
                }
            },
            OperandKind::FirstKnown(operands) => self.first_known(operands),
            OperandKind::Sum(terms) => {
                let values = terms.iter().map(|(sign, term)| (*sign, self.operand(term)));
                computed(values, |values| arithmetic::sum(&values))
            }
            OperandKind::Scaled(factor, of) => {
                self.computed(of, |value| arithmetic::scaled(*factor, value))
            }
            OperandKind::Since(of) => self.computed(of, |value| arithmetic::since(self.now, value)),
            OperandKind::Until(of) => self.computed(of, |value| arithmetic::until(self.now, value)),
            OperandKind::Domain(of) => match self.operand(of) {
                Found::Known(value) => domain_of(&value),
                other => other,
            },
            OperandKind::Truth(condition) => match self.condition(condition) {
                Truth::Yes => Found::Known(Cow::Owned(Value::Boolean(true))),
                Truth::No => Found::Known(Cow::Owned(Value::Boolean(false))),
                Truth::Unknown => Found::Missing,
                Truth::Stopped => Found::Stopped,
            },
        }
    }

    /// The first that is known; one that is stopped before it might have been the first.
    fn first_known(self, operands: &'a [Operand]) -> Found<'a> {
        let mut found = operands.iter().map(|operand| self.operand(operand));
        found
            .find(|found| *found != Found::Missing)
            .unwrap_or(Found::Missing)
    }

    fn computed(self, of: &'a Operand, compute: impl Fn(&Value) -> Option<Value>) -> Found<'a> {
        match self.operand(of) {
            Found::Known(value) => known_or_stopped(compute(&value)),
            other => other,
        }
    }
}

/// What a lead has in a field; a set that is not given is empty.
pub(super) fn field<'a>(model: &'a Model, lead: Lead<'a>, id: FieldId) -> Found<'a> {
    static EMPTY: Value = Value::Set(BTreeSet::new());
    match lead.cell(id) {
        Cell::Known(value) => Found::Known(Cow::Borrowed(value)),
        Cell::Bad => Found::Stopped,
        Cell::Missing => match model.fields.get(id).map(|field| field.ty) {
            Some(Type::Several(_)) => Found::Known(Cow::Borrowed(&EMPTY)),
            _ => Found::Missing,
        },
    }
}

/// Missing where a part is, else stopped where a part is, else computed.
fn computed<'a, K>(
    parts: impl Iterator<Item = (K, Found<'a>)>,
    compute: impl Fn(Vec<(K, Cow<'a, Value>)>) -> Option<Value>,
) -> Found<'a> {
    let (mut known, mut stopped) = (Vec::new(), false);
    for (key, part) in parts {
        match part {
            Found::Known(value) => known.push((key, value)),
            Found::Missing => return Found::Missing,
            Found::Stopped => stopped = true,
        }
    }
    if stopped {
        Found::Stopped
    } else {
        known_or_stopped(compute(known))
    }
}

fn known_or_stopped<'a>(computed: Option<Value>) -> Found<'a> {
    computed.map_or(Found::Stopped, |value| Found::Known(Cow::Owned(value)))
}

fn domain_of<'a>(value: &Value) -> Found<'a> {
    let domain = match value {
        Value::Text(text) => domain(text),
        _ => None,
    };
    domain.map_or(Found::Missing, |domain: Text| {
        Found::Known(Cow::Owned(Value::Text(domain)))
    })
}

fn borrowed<'a>(found: &'a Found<'static>) -> Found<'a> {
    match found {
        Found::Known(value) => Found::Known(Cow::Borrowed(value)),
        Found::Missing => Found::Missing,
        Found::Stopped => Found::Stopped,
    }
}
