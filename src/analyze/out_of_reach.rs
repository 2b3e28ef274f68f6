//! How far a score, a sum or a number reaches, where a comparison with it is beyond that.

use std::collections::BTreeSet;

use super::constant_condition::Status;
use super::context::{Context, Says};
use crate::diagnostic::{Demonstration, Diagnostic};
use crate::eval::{Evaluation, Found, trace};
use crate::model::{Batch, Condition, ConditionKind, Lead, Model, Operand, OperandKind, Type};
use crate::proof::{Answer, Formula, Prover, View};
use crate::syntax::ast::CompareOp;
use crate::value::{Number, Value};

/// Numbers beyond this many steps of the search are not looked for.
const FARTHEST: i128 = 1 << 60;

/// What a comparison wants of a number: a bar that it lies above or below, with whether the bar
/// itself does not do.
struct Wanted<'m> {
    of: &'m Operand,
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
}

/// On which side of what can be reached a bar lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

/// The farthest that something reaches.
pub(super) struct Reach<'m> {
    of: &'m Operand,
    side: Side,
    value: Number,
    /// In a sentence: "`fit` reaches 80 at most".
    pub(super) words: String,
    /// "`fit` is 80"
    shows: String,
    lead: Batch,
}

/// Whether a condition compares a number with constants.
pub(super) fn compares(model: &Model, condition: &Condition) -> bool {
    wanted(model, condition, false).is_some()
}

/// How far the number reaches that a constant comparison looks at, where the bar lies beyond that.
pub(super) fn reach<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    well: Formula,
    condition: &'m Condition,
    status: Status,
) -> Option<Reach<'m>> {
    let wanted = wanted(context.model, condition, status == Status::Always)?;
    let of = wanted.of;
    let known = !prover.missing(of);
    if prover.find(&[well, known]) != Answer::Found {
        return None;
    }
    let mut beyond = |op, number| {
        let reaches = compared(prover, of, op, number);
        prover.find(&[well, reaches]).is_never()
    };
    let above = wanted.low.filter(|(bar, strict)| {
        let op = if *strict {
            CompareOp::Greater
        } else {
            CompareOp::AtLeast
        };
        beyond(op, *bar)
    });
    let below = wanted.high.filter(|(bar, strict)| {
        let op = if *strict {
            CompareOp::Less
        } else {
            CompareOp::AtMost
        };
        beyond(op, *bar)
    });
    let (side, bar) = match (above, below) {
        (Some((bar, _)), _) => (Side::Above, bar),
        (None, Some((bar, _))) => (Side::Below, bar),
        (None, None) => return None,
    };
    let farthest = match prover.totals(of) {
        Some(totals) => {
            let value = farthest_total(prover, well, of, &totals, side)?;
            Farthest { value, open: None }
        }
        None => farthest_number(prover, well, of, bar, side)?,
    };
    let at = compared(prover, of, side.op(), farthest.value);
    let lead = context.plain_lead(prover, &[well, at], &BTreeSet::new())?;
    let name = context.operand_name(of);
    let written = |number| context.written(&as_value(number, of.ty), of.ty);
    let value = written(farthest.value);
    let words = match (side, farthest.open) {
        (Side::Above, None) => format!("`{name}` reaches {value} at most"),
        (Side::Below, None) => format!("`{name}` is {value} at least"),
        (Side::Above, Some(end)) => format!("`{name}` stays below {}", written(end)),
        (Side::Below, Some(end)) => format!("`{name}` stays above {}", written(end)),
    };
    Some(Reach {
        of,
        side,
        value: farthest.value,
        words,
        shows: match farthest.open {
            None => format!("`{name}` is {value}"),
            Some(_) => format!("`{name}` is about {value}"),
        },
        lead,
    })
}

impl<'m> Reach<'m> {
    /// Adds a finding with the lead that reaches farthest.
    pub(super) fn show(self, context: &mut Context<'m>, prover: &Prover<'m>, finding: Diagnostic) {
        let mut matters = std::collections::BTreeSet::new();
        context.ground.fields_of_operand(self.of, &mut matters);
        matters.retain(|id| {
            let cell = self.lead.lead(0).cell(*id);
            matches!(cell, crate::model::Cell::Known(_))
        });
        let says = Says {
            shows: &self.shows,
            expect: &[],
        };
        let witness = context.witness_with(&self.lead, &matters, says);
        let finding = finding.demonstrated(Demonstration {
            witness: Some(witness),
            more_cases: true,
            ..Demonstration::default()
        });
        let (model, as_of) = (context.model, context.as_of);
        let (of, side, value) = (self.of, self.side, self.value);
        let shows = move |lead: Lead<'_>, evaluation: &Evaluation| {
            let found = trace::operand(model, lead, as_of, evaluation, of).value;
            match (found, side) {
                (Found::Known(found), side) => match (found.as_ref(), side) {
                    (Value::Number(n) | Value::Money(n), Side::Above) => *n >= value,
                    (Value::Number(n) | Value::Money(n), Side::Below) => *n <= value,
                    _ => false,
                },
                _ => false,
            }
        };
        context.confirmed(prover, &self.lead, shows, finding, None);
    }
}

impl Side {
    /// How what is reached is compared with the farthest value.
    fn op(self) -> CompareOp {
        match self {
            Side::Above => CompareOp::AtLeast,
            Side::Below => CompareOp::AtMost,
        }
    }
}

/// What a comparison wants of a number, or what its opposite wants.
fn wanted<'m>(model: &Model, condition: &'m Condition, opposite: bool) -> Option<Wanted<'m>> {
    let (of, low, high) = match &condition.kind {
        ConditionKind::Compare(a, op, b) => {
            let (of, bar, op) = match (constant(model, a), constant(model, b)) {
                (None, Some(bar)) => (a, bar, *op),
                (Some(bar), None) => (b, bar, op.turned()),
                _ => return None,
            };
            let (low, high) = match (op, opposite) {
                (CompareOp::AtLeast, false) | (CompareOp::Less, true) => (Some(false), None),
                (CompareOp::Greater, false) | (CompareOp::AtMost, true) => (Some(true), None),
                (CompareOp::AtMost, false) | (CompareOp::Greater, true) => (None, Some(false)),
                (CompareOp::Less, false) | (CompareOp::AtLeast, true) => (None, Some(true)),
                (CompareOp::Equal, false) => (Some(false), Some(false)),
                _ => return None,
            };
            let with_bar = |strict: Option<bool>| strict.map(|strict| (bar, strict));
            (of, with_bar(low), with_bar(high))
        }
        ConditionKind::Between {
            subject,
            low,
            high,
            open,
        } if !opposite => {
            let (low, high) = (number(low)?, number(high)?);
            (subject, Some((low, false)), Some((high, *open)))
        }
        ConditionKind::OneOf(of, values) if !opposite => {
            let numbers: Option<Vec<Number>> = values.iter().map(number).collect();
            let numbers = numbers?;
            let (low, high) = (numbers.iter().min()?, numbers.iter().max()?);
            (of, Some((*low, false)), Some((*high, false)))
        }
        _ => return None,
    };
    let of_numbers = matches!(of.ty, Type::Integer | Type::Number | Type::Money(_));
    of_numbers.then_some(Wanted { of, low, high })
}

fn constant(model: &Model, operand: &Operand) -> Option<Number> {
    match &operand.kind {
        OperandKind::Constant(value) => number(value),
        OperandKind::Define(id) => match &model.defines.get(*id)?.value.kind {
            OperandKind::Constant(value) => number(value),
            _ => None,
        },
        _ => None,
    }
}

fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) | Value::Money(number) => Some(*number),
        _ => None,
    }
}

fn as_value(number: Number, ty: Type) -> Value {
    match ty {
        Type::Money(_) => Value::Money(number),
        _ => Value::Number(number),
    }
}

/// That something compares so with a number.
fn compared(prover: &mut Prover<'_>, of: &Operand, op: CompareOp, with: Number) -> Formula {
    let bar = Operand {
        kind: OperandKind::Constant(as_value(with, of.ty)),
        ty: of.ty,
        span: of.span,
    };
    let condition = Condition {
        kind: ConditionKind::Compare(of.clone(), op, bar),
        span: of.span,
    };
    prover.so(&condition).yes
}

/// The farthest of some totals that a lead has.
fn farthest_total(
    prover: &mut Prover<'_>,
    well: Formula,
    of: &Operand,
    totals: &[Number],
    side: Side,
) -> Option<Number> {
    // Ordered so that all up to the farthest are reached, or passed, by some lead.
    let mut ordered = totals.to_vec();
    if side == Side::Below {
        ordered.reverse();
    }
    let (mut reached, mut beyond) = (0, ordered.len());
    while beyond - reached > 1 {
        let middle = reached + (beyond - reached) / 2;
        let value = *ordered.get(middle)?;
        let at_least = match side {
            Side::Above => prover.reaches(View::ITSELF, of, value),
            Side::Below => compared(prover, of, CompareOp::AtMost, value),
        };
        match prover.find(&[well, at_least]) {
            Answer::Found => reached = middle,
            Answer::Never(_) => beyond = middle,
            Answer::Undecided => return None,
        }
    }
    ordered.get(reached).copied()
}

/// The farthest number, or the last before an end that is not reached itself.
struct Farthest {
    value: Number,
    open: Option<Number>,
}

/// The farthest that a number comes to, on this side of a bar that it does not reach: a whole
/// number, or one of two decimal places.
fn farthest_number(
    prover: &mut Prover<'_>,
    well: Formula,
    of: &Operand,
    bar: Number,
    side: Side,
) -> Option<Farthest> {
    let places = if of.ty == Type::Integer { 0 } else { 2 };
    // Below, all is looked at with the other sign.
    let at = |step: i128| {
        let step = if side == Side::Above { step } else { -step };
        Number::of_digits(step, places)
    };
    let mut reached = |step: i128| -> Option<bool> {
        let formula = compared(prover, of, side.op(), at(step)?);
        match prover.find(&[well, formula]) {
            Answer::Found => Some(true),
            Answer::Never(_) => Some(false),
            Answer::Undecided => None,
        }
    };
    let bar = if side == Side::Above {
        bar
    } else {
        bar.checked_neg()?
    };
    let start = bar.floor_div(Number::of_digits(1, places)?)?.to_i64()?;
    let start = i128::from(start);
    let (mut beyond, mut back) = (start + 1, 0);
    while !reached(start - back)? {
        beyond = start - back;
        back = (2 * back).max(1);
        if back > FARTHEST {
            return None;
        }
    }
    let mut farthest = start - back;
    while beyond - farthest > 1 {
        let middle = farthest + (beyond - farthest) / 2;
        match reached(middle)? {
            true => farthest = middle,
            false => beyond = middle,
        }
    }
    let value = at(farthest)?;
    let past = match side {
        Side::Above => CompareOp::Greater,
        Side::Below => CompareOp::Less,
    };
    let past = compared(prover, of, past, value);
    let open = of.ty != Type::Integer && prover.find(&[well, past]) == Answer::Found;
    Some(Farthest {
        value,
        open: if open { at(farthest + 1) } else { None },
    })
}
