//! Stories and what becomes of them.

mod law;

use super::*;
use crate::eval::testing::{
    choice, condition, constant, decision, field, number, operand, rule, span,
};
use crate::model::{
    Cell, Condition, ConditionKind, Fact, FieldId, Operand, OperandKind, Subject, Type,
};
use crate::syntax::ast::CompareOp;

/// A policy that tells hot from cold by days since a date, and both by a number at once.
fn policy() -> (Model, [FieldId; 2], [Subject; 3]) {
    let mut model = Model::empty();
    let since = field(&mut model, "since", Type::Datetime);
    let visits = field(&mut model, "visits", Type::Integer);
    let ty = choice(&mut model, &["hot", "cold"]);
    let outcome = |index| constant(Value::Choice(index), ty);
    let age = operand(
        OperandKind::Since(Box::new(of(since, Type::Datetime))),
        Type::Duration,
    );
    let days = |days: i64| {
        Value::Duration(Duration::Elapsed {
            seconds: days * 86_400,
        })
    };
    let bound = |days: Value| constant(days, Type::Duration);
    let rules = vec![
        rule(
            compare(age.clone(), CompareOp::Less, bound(days(7))),
            outcome(0),
        ),
        rule(compare(age, CompareOp::AtLeast, bound(days(7))), outcome(1)),
        rule(at_least(visits, "100"), outcome(0)),
    ];
    let id = decision(&mut model, ty, rules);
    model.facts.push(Fact {
        condition: at_least(visits, "0"),
    });
    let subjects = [
        Subject::Decision(id),
        Subject::Field(visits),
        Subject::Field(since),
    ];
    (model, [since, visits], subjects)
}

fn of(id: FieldId, ty: Type) -> Operand {
    operand(OperandKind::Field(id), ty)
}

fn compare(a: Operand, op: CompareOp, b: Operand) -> Condition {
    condition(ConditionKind::Compare(a, op, b))
}

fn at_least(id: FieldId, bound: &str) -> Condition {
    let bound = constant(Value::Number(number(bound)), Type::Integer);
    compare(of(id, Type::Integer), CompareOp::AtLeast, bound)
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn played(model: &Model, steps: Vec<StepKind>) -> Played {
    let steps = steps.into_iter().zip(0..).map(|(kind, i)| Step {
        kind,
        span: span(i),
    });
    let example = Example {
        title: String::new(),
        span: span(0),
        steps: steps.collect(),
    };
    play(model, &example, at("2026-07-01T09:00:00Z"))
}

fn hot() -> Cell {
    Cell::Known(Value::Choice(0))
}

fn cold() -> Cell {
    Cell::Known(Value::Choice(1))
}

#[test]
fn time_passes_and_fields_change() {
    let (model, [since, visits], [decision, ..]) = policy();
    let start = Cell::Known(Value::Datetime(at("2026-07-01T09:00:00Z")));
    let days = |days: i64| {
        StepKind::Later(Duration::Elapsed {
            seconds: days * 86_400,
        })
    };
    let steps = vec![
        StepKind::ExpectValue(decision, Cell::Missing),
        StepKind::Set(vec![(since, start)]),
        StepKind::ExpectValue(decision, hot()),
        days(6),
        StepKind::ExpectValue(decision, hot()),
        days(1),
        StepKind::ExpectValue(decision, cold()),
        StepKind::AsOf(at("2026-07-02T00:00:00Z")),
        StepKind::ExpectValue(decision, hot()),
        StepKind::Set(vec![(visits, Cell::Known(Value::Number(number("5"))))]),
        StepKind::ExpectKnown(decision),
    ];
    let played = played(&model, steps);
    assert!(played.passed(), "{:?}", played.failures);
    assert_eq!(played.expectations, 6);
}

#[test]
fn a_failure_tells_what_is_so_instead_and_when() {
    let (model, [since, visits], [decision, count, date]) = policy();
    let start = Cell::Known(Value::Datetime(at("2026-06-01T09:00:00Z")));
    let many = Value::Number(number("100"));
    let steps = vec![
        StepKind::ExpectKnown(decision),
        StepKind::ExpectValue(count, Cell::Known(many.clone())),
        StepKind::Set(vec![(since, start.clone())]),
        StepKind::ExpectValue(decision, hot()),
        StepKind::Set(vec![(visits, Cell::Known(many.clone()))]),
        StepKind::ExpectValue(decision, cold()),
        StepKind::ExpectValue(decision, Cell::Missing),
        StepKind::ExpectValue(count, Cell::Missing),
        StepKind::ExpectValue(date, start),
        StepKind::Set(vec![(since, Cell::Bad)]),
        StepKind::ExpectValue(decision, hot()),
    ];
    let played = played(&model, steps);
    let found: Vec<_> = played
        .failures
        .iter()
        .map(|f| (f.step, f.found.clone()))
        .collect();
    let conflict = || Actual::Conflict(vec![1, 2]);
    let expected = [
        (0, Actual::Gap),
        (1, Actual::Missing),
        (3, Actual::Value(Value::Choice(1))),
        (5, conflict()),
        (6, conflict()),
        (7, Actual::Value(many)),
        (10, Actual::Stopped(vec![Cause::Field(since)])),
    ];
    assert_eq!(found, expected);
    assert_eq!(played.failures[2].span, span(3));
    assert_eq!(played.failures[2].moment.as_of, at("2026-07-01T09:00:00Z"));
    assert_eq!(
        *played.failures[2].moment.lead().cell(visits),
        Cell::Missing
    );
}

#[test]
fn a_lead_that_breaks_a_fact_cannot_exist() {
    let (model, [_, visits], [_, count, _]) = policy();
    let below = Cell::Known(Value::Number(number("-1")));
    let steps = vec![
        StepKind::Set(vec![(visits, below.clone())]),
        StepKind::ExpectValue(count, below),
    ];
    let played = played(&model, steps);
    assert!(played.failures.is_empty() && !played.passed());
    assert_eq!(played.broken_facts.keys().collect::<Vec<_>>(), [&0]);
}

#[test]
fn business_time_does_not_pass_by_itself() {
    let (model, ..) = policy();
    let later = StepKind::Later(Duration::Business { seconds: 60 });
    let found = played(&model, vec![later]).failures.remove(0).found;
    assert_eq!(found, Actual::NoInstant);
}
