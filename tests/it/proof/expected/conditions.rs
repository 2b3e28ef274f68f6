//! Conditions that are yes for every lead, or for none.

use groundrules::diagnostic::Code;
use groundrules::eval::trace::ConditionTrace;
use groundrules::eval::{Found, Truth, trace};
use groundrules::model::{Condition, ConditionKind, Node, Operand, OperandKind, ScoreItem, Type};
use groundrules::syntax::ast::CompareOp;
use groundrules::value::{Number, Value};

use super::Expected;
use crate::proof::parts::{behind, behind_operand, inner};
use crate::proof::world::World;

pub(super) const CODES: &[Code] = &[
    Code::ConstantCondition,
    Code::OutOfReach,
    Code::BlankExcluded,
];

/// A condition that stands by itself.
struct Place<'m> {
    whole: &'m Condition,
    /// The leads for which all that stands above it has come out.
    leads: Vec<usize>,
    /// It is the cells of a row.
    is_row: bool,
    /// The condition that takes out what it takes in.
    unless: Option<&'m Condition>,
    /// Only what it takes in is asked of missing fields.
    takes_in: bool,
    is_fact: bool,
}

pub(super) fn ask(world: &World<'_>, found: &mut Vec<Expected>) {
    let mut places = Vec::new();
    of_rules(world, &mut places);
    of_scores(world, &mut places);
    of_duties(world, &mut places);
    for place in &places {
        if place.leads.is_empty() {
            continue;
        }
        constant(world, place, found);
        if place.takes_in {
            blanks(world, place, found);
        }
    }
}

fn of_rules<'m>(world: &World<'m>, places: &mut Vec<Place<'m>>) {
    for (id, decision) in world.model.decisions.iter() {
        let leads = world.fine(Node::Decision(id));
        for rule in &decision.rules {
            for whole in rule.when.iter().chain(&rule.unless) {
                let is_when = rule
                    .when
                    .as_ref()
                    .is_some_and(|when| std::ptr::eq(when, whole));
                places.push(Place {
                    whole,
                    leads: leads.clone(),
                    is_row: rule.table.is_some(),
                    unless: rule.unless.as_ref().filter(|_| is_when),
                    takes_in: is_when && rule.table.is_none(),
                    is_fact: false,
                });
            }
        }
    }
}

fn of_scores<'m>(world: &World<'m>, places: &mut Vec<Place<'m>>) {
    fn add<'m>(items: &'m [ScoreItem], leads: &[usize], places: &mut Vec<Place<'m>>) {
        let mut place = |whole, is_row| {
            places.push(Place {
                whole,
                leads: leads.to_vec(),
                is_row,
                unless: None,
                takes_in: false,
                is_fact: false,
            });
        };
        for item in items {
            match item {
                ScoreItem::Line(line) => line.when.iter().for_each(|when| place(when, false)),
                ScoreItem::Table(table) => {
                    table.rows.iter().for_each(|row| place(&row.when, true));
                }
                ScoreItem::Group(_) => {}
            }
        }
        for item in items {
            if let ScoreItem::Group(group) = item {
                add(&group.items, leads, places);
            }
        }
    }
    for (id, score) in world.model.scores.iter() {
        add(&score.items, &world.fine(Node::Score(id)), places);
    }
}

fn of_duties<'m>(world: &World<'m>, places: &mut Vec<Place<'m>>) {
    let mut place = |whole, leads, unless, takes_in| {
        places.push(Place {
            whole,
            leads,
            is_row: false,
            unless,
            takes_in,
            is_fact: false,
        });
    };
    for forbid in &world.model.forbids {
        let leads = world.fine_for(forbid.when.iter().chain(&forbid.unless));
        if let Some(when) = &forbid.when {
            place(when, leads.clone(), forbid.unless.as_ref(), true);
        }
        if let Some(unless) = &forbid.unless {
            place(unless, leads, None, false);
        }
    }
    for must in world.model.musts.values() {
        let leads = world.fine_for(std::iter::once(&must.condition).chain(&must.when));
        if let Some(when) = &must.when {
            place(when, leads.clone(), None, true);
        }
        place(&must.condition, leads, None, false);
    }
    for (nth, fact) in world.model.facts.iter().enumerate() {
        // What a fact says of the leads that break no other one.
        let others = |row: &usize| {
            let broken = &world.evaluation(*row).broken_facts;
            broken.iter().all(|broken| *broken == nth)
        };
        places.push(Place {
            whole: &fact.condition,
            leads: world.all().filter(others).collect(),
            is_row: false,
            unless: None,
            takes_in: false,
            is_fact: true,
        });
    }
}

/// What a part of a condition was for the leads so far.
#[derive(Clone, Copy, Default)]
struct Was {
    yes: bool,
    other: bool,
}

fn constant(world: &World<'_>, place: &Place<'_>, found: &mut Vec<Expected>) {
    let parts = inner(place.whole);
    let mut was = vec![Was::default(); parts.len()];
    for row in &place.leads {
        note(&world.trace(*row, place.whole), &mut was.iter_mut());
        if was.iter().all(|was| was.yes && was.other) {
            return;
        }
    }
    for (part, was) in parts.iter().zip(was) {
        // `not in` is one text, in which `in` cannot be judged apart.
        let in_one_text = part.of.is_some_and(|of| of.span == part.part.span);
        if was.yes && was.other
            || in_one_text
            || part.part.parts().is_empty() && says_it_itself(part.part)
        {
            continue;
        }
        let beyond = !was.yes && is_beyond(world, part.part, &place.leads);
        let code = if beyond {
            Code::OutOfReach
        } else {
            Code::ConstantCondition
        };
        // Rows that take all in are the end of many tables; and of rows, the whole counts.
        let asked = !place.is_fact && (!place.is_row || part.of.is_none() && !was.yes);
        let expected = Expected::on(code, part.part.span).required_if(asked);
        if beyond {
            // The other name of the same fault.
            let other = Expected::on(Code::ConstantCondition, part.part.span);
            found.push(other.required_if(false));
        }
        found.push(expected);
    }
}

fn says_it_itself(part: &Condition) -> bool {
    matches!(&part.kind, ConditionKind::Holds(of) if matches!(of.kind, OperandKind::Constant(_)))
}

/// Takes note of what all parts are for a lead, the whole first.
fn note<'a>(trace: &ConditionTrace<'_>, was: &mut impl Iterator<Item = &'a mut Was>) {
    let here = was.next().unwrap();
    match trace.truth {
        Truth::Yes => here.yes = true,
        _ => here.other = true,
    }
    trace.parts.iter().for_each(|part| note(part, was));
}

/// Whether a comparison asks for more, or less, than a number can be.
fn is_beyond(world: &World<'_>, part: &Condition, leads: &[usize]) -> bool {
    let constant = |of: &Operand| match &of.kind {
        OperandKind::Constant(value) => amount(value),
        OperandKind::Define(id) => match &world.model.defines[*id].value.kind {
            OperandKind::Constant(value) => amount(value),
            _ => None,
        },
        _ => None,
    };
    match &part.kind {
        ConditionKind::Compare(of, op, bar) => {
            let (of, op, bar) = match (constant(of), constant(bar)) {
                (None, Some(bar)) => (of, *op, bar),
                (Some(first), None) => (bar, turned(*op), first),
                _ => return false,
            };
            let Some((low, high)) = reach(world, of, leads) else {
                return false;
            };
            match op {
                CompareOp::Equal => bar < low || bar > high,
                CompareOp::NotEqual => low == bar && high == bar,
                CompareOp::Less => low >= bar,
                CompareOp::AtMost => low > bar,
                CompareOp::Greater => high <= bar,
                CompareOp::AtLeast => high < bar,
            }
        }
        ConditionKind::Between {
            subject, low, high, ..
        } => {
            let reach = reach(world, subject, leads);
            match (reach, amount(low), amount(high)) {
                (Some((least, most)), Some(low), Some(high)) => most < low || least > high,
                _ => false,
            }
        }
        _ => false,
    }
}

fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::AtMost => CompareOp::AtLeast,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::AtLeast => CompareOp::AtMost,
        same => same,
    }
}

/// The least and the most that a score, a sum with one, or a number with bounds comes to.
fn reach(world: &World<'_>, of: &Operand, leads: &[usize]) -> Option<(Number, Number)> {
    let seen = behind_operand(world.model, of);
    let has_score = seen.nodes.iter().any(|node| matches!(node, Node::Score(_)));
    let bounded = seen.fields.iter().any(|id| {
        let bounds = world.model.fields[*id].bounds;
        bounds.low.is_some() || bounds.high.is_some()
    });
    if !has_score && !bounded {
        return None;
    }
    let values = leads.iter().filter_map(|row| {
        let (lead, evaluation) = (world.lead(*row), world.evaluation(*row));
        let trace = trace::operand(world.model, lead, world.as_of, evaluation, of);
        match trace.value {
            Found::Known(value) => amount(&value),
            _ => None,
        }
    });
    let values: Vec<Number> = values.collect();
    Some((*values.iter().min()?, *values.iter().max()?))
}

fn amount(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) | Value::Money(number) => Some(*number),
        _ => None,
    }
}

/// Comparisons that leave a lead out because a field of theirs is missing.
fn blanks(world: &World<'_>, place: &Place<'_>, found: &mut Vec<Expected>) {
    for part in inner(place.whole) {
        let inner_not = part
            .of
            .is_some_and(|of| matches!(of.kind, ConditionKind::Not(_)));
        if inner_not || !leaves_out(part.part) || behind(world.model, part.part).fields.is_empty() {
            continue;
        }
        let with = crate::proof::parts::with_part(place.whole, part.nth, true);
        let lead = place.leads.iter().copied().find(|row| {
            world.truth(*row, part.part) == Truth::Unknown
                && world.truth(*row, place.whole) == Truth::Unknown
                && world.truth(*row, &with) == Truth::Yes
                && place
                    .unless
                    .is_none_or(|unless| world.truth(*row, unless) != Truth::Yes)
        });
        found.extend(lead.map(|row| Expected {
            texts: Vec::new(),
            ..Expected::on(Code::BlankExcluded, part.part.span).by(row)
        }));
    }
}

fn leaves_out(part: &Condition) -> bool {
    let is_time = |of: &Operand| matches!(of.ty, Type::Date | Type::Datetime | Type::Duration);
    match &part.kind {
        ConditionKind::Compare(_, CompareOp::NotEqual, _) => true,
        ConditionKind::Compare(of, ..) | ConditionKind::Between { subject: of, .. } => is_time(of),
        ConditionKind::Not(inner) => matches!(
            inner.kind,
            ConditionKind::Compare(_, CompareOp::Equal, _)
                | ConditionKind::OneOf(..)
                | ConditionKind::InList(..)
                | ConditionKind::Between { .. }
        ),
        _ => false,
    }
}
