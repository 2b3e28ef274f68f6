//! Leads from beyond the values that stand for all: they have to show nothing new.

use groundrules::diagnostic::Code;
use groundrules::eval::{DecidedOutcome, evaluate};
use groundrules::model::{Batch, Cell, Field, FieldId, Model, Node, Type};
use groundrules::value::{Number, Value};

use super::chance::Chance;
use super::expected::{About, Expected, expected};
use super::world::{World, come_out, show, upstream};
use super::{candidates, compiled, grow, has_errors, setting};

/// A value that a field may have, near something that the policy asks for or far from all.
fn cell(model: &Model, id: FieldId, field: &Field, tried: &[Cell], chance: &mut Chance) -> Cell {
    let may_miss = !field.required && !matches!(field.ty, Type::Several(_));
    if may_miss && chance.percent(20) {
        return Cell::Missing;
    }
    let near = chance.pick(tried).clone();
    let Cell::Known(value) = &near else {
        return near;
    };
    let by = i64::try_from(chance.below(400)).unwrap() - 200;
    let moved = match value {
        _ if chance.percent(50) => None,
        Value::Number(number) if field.ty == Type::Number => moved(*number, by).map(Value::Number),
        Value::Money(number) => moved(*number, by).map(Value::Money),
        Value::Date(day) => Some(Value::Date(
            day.checked_add(jiff::Span::new().days(by)).unwrap(),
        )),
        Value::Datetime(instant) => {
            let time = jiff::SignedDuration::from_mins(by * 7);
            Some(Value::Datetime(instant.checked_add(time).unwrap()))
        }
        _ => None,
    };
    let allowed = moved.filter(|value| match value {
        Value::Number(number) | Value::Money(number) => model.fields[id].bounds.allow(*number),
        _ => true,
    });
    allowed.map_or(near, Cell::Known)
}

fn moved(number: Number, by: i64) -> Option<Number> {
    number.checked_add(Number::from(by).rounded_div(Number::from(8), 3)?)
}

/// What a lead shows that is not among the findings.
fn news(
    model: &Model,
    batch: &Batch,
    as_of: groundrules::value::Instant,
    found: &[Expected],
) -> Option<String> {
    let lead = batch.lead(0);
    let evaluation = evaluate(model, lead, as_of);
    if !evaluation.broken_facts.is_empty() {
        return None;
    }
    let upstream = upstream(model);
    for (id, decision) in model.decisions.iter() {
        if !come_out(&evaluation, &upstream[&Node::Decision(id)]) {
            continue;
        }
        let name = About::Name(decision.named.name.clone());
        let has = |code, about: &About| {
            found
                .iter()
                .any(|found| found.code == code && found.about == *about)
        };
        let decided = evaluation.decision(id);
        let new = match &decided.outcome {
            DecidedOutcome::Gap => !has(Code::Gap, &name),
            DecidedOutcome::Conflict(_) => !has(Code::Conflict, &name),
            _ => false,
        };
        let held = decided
            .held
            .iter()
            .filter(|rule| !decided.overridden.contains(rule));
        let alive = held
            .map(|rule| About::Text(decision.rules[*rule].span))
            .find(|rule| has(Code::DeadRule, rule));
        if new || alive.is_some() {
            return Some(format!(
                "{}: {decided:?} {}",
                decision.named.name,
                show(model, lead)
            ));
        }
    }
    None
}

#[test]
fn no_lead_shows_what_the_representative_ones_do_not() {
    let mut wrong = Vec::new();
    let policies = setting("GROUNDRULES_POLICIES", 500) / 5;
    for seed in (1_000_000..).take(usize::try_from(policies).unwrap()) {
        let text = grow::grow(seed).outline.text();
        let compiled = compiled(&text);
        if has_errors(&compiled) {
            continue;
        }
        let (model, as_of) = (&compiled.model, compiled.as_of.unwrap());
        let Some(world) = World::new(model, as_of, 400) else {
            continue;
        };
        let found = expected(&world, &[Code::Gap, Code::Conflict, Code::DeadRule]);
        if world.leads().is_empty() {
            continue;
        }
        let mut chance = Chance::new(seed);
        let tried: Vec<_> = model
            .fields
            .iter()
            .map(|(id, _)| candidates::of(model, id, as_of))
            .collect();
        for _ in 0..150 {
            let fields = model.fields.iter();
            let cells: Vec<_> = fields
                .zip(&tried)
                .map(|((id, field), tried)| cell(model, id, field, tried, &mut chance))
                .collect();
            let mut batch = Batch::new(model.fields.len());
            batch.push(cells);
            if let Some(news) = news(model, &batch, as_of, &found) {
                wrong.push(format!("seed {seed}\n{text}\n{news}"));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{} policies:\n{}", wrong.len(), wrong[0]);
}
