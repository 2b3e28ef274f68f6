//! What traces tell.

use super::*;
use crate::eval::testing::{
    cell, condition, constant, decision as add_decision, define, evaluated, field, holds, line,
    number, operand as value_of, rule, score as add_score, span,
};
use crate::eval::{Beaten, DecidedOutcome};
use crate::model::{
    Batch, ConditionKind, DecisionId, FieldId, Overridden, ScoreGroup, ScoreItem, Type,
};
use crate::value::Value;

fn lead(model: &Model, truths: &str) -> (Batch, Evaluation) {
    let mut batch = Batch::new(model.fields.len());
    batch.push(truths.chars().map(cell));
    (batch, evaluated(model, truths.chars().map(cell)))
}

fn booleans<const N: usize>(model: &mut Model) -> [FieldId; N] {
    std::array::from_fn(|_| field(model, "x", Type::Boolean))
}

fn truth(yes: bool) -> Operand {
    constant(Value::Boolean(yes), Type::Boolean)
}

#[test]
fn a_condition_shows_its_parts_and_what_they_saw() {
    let mut model = Model::empty();
    let [one, other] = booleans(&mut model);
    let named = define(
        &mut model,
        value_of(OperandKind::Field(other), Type::Boolean),
    );
    let reads = value_of(OperandKind::Define(named), Type::Boolean);
    let not = ConditionKind::Not(Box::new(condition(ConditionKind::Holds(reads))));
    let both = condition(ConditionKind::All(vec![holds(one), condition(not)]));
    let (batch, evaluation) = lead(&model, "yu");
    let trace = condition_of(&model, &batch, &evaluation, &both);
    assert_eq!(trace.truth, Truth::Unknown);
    let parts: Vec<_> = trace.parts.iter().map(|part| part.truth).collect();
    assert_eq!(parts, [Truth::Yes, Truth::Unknown]);
    assert_eq!(
        trace.parts[0].saw[0].value.known(),
        Some(&Value::Boolean(true))
    );
    let define = &trace.parts[1].parts[0].saw[0];
    assert_eq!(define.value, Found::Missing);
    assert_eq!(define.operand.kind, OperandKind::Define(named));
    let behind = &model.defines[named].value;
    let behind = operand(
        &model,
        batch.lead(0),
        Instant::UNIX_EPOCH,
        &evaluation,
        behind,
    );
    assert_eq!(behind.operand.kind, OperandKind::Field(other));
}

fn condition_of<'m>(
    model: &'m Model,
    batch: &'m Batch,
    evaluation: &'m Evaluation,
    of: &'m Condition,
) -> ConditionTrace<'m> {
    super::condition(model, batch.lead(0), Instant::UNIX_EPOCH, evaluation, of)
}

fn decision_of<'m>(
    model: &'m Model,
    batch: &'m Batch,
    evaluation: &'m Evaluation,
) -> DecisionTrace<'m> {
    let id = DecisionId::new(0);
    decision(model, batch.lead(0), Instant::UNIX_EPOCH, evaluation, id).unwrap()
}

#[test]
fn a_decision_shows_which_rule_beat_which() {
    let mut model = Model::empty();
    let [one, two, three] = booleans(&mut model);
    let mut rules = vec![
        rule(holds(one), truth(true)),
        rule(holds(two), truth(false)),
        rule(holds(three), truth(false)),
    ];
    rules[0].overrides = vec![Overridden::Rule(1)];
    rules[1].overrides = vec![Overridden::Rule(2)];
    add_decision(&mut model, Type::Boolean, rules);
    let (batch, evaluation) = lead(&model, "yny");
    let trace = decision_of(&model, &batch, &evaluation);
    assert_eq!(
        trace.decided.outcome,
        DecidedOutcome::Value(Value::Boolean(true))
    );
    let truths: Vec<_> = trace.rules.iter().map(|rule| rule.truth).collect();
    assert_eq!(truths, [Truth::Yes, Truth::No, Truth::Yes]);
    let beaten: Vec<_> = trace.rules.iter().map(|rule| rule.beaten.clone()).collect();
    let by_first = |through: &[usize]| {
        Some(Beaten {
            by: 0,
            through: through.to_vec(),
            by_all: false,
        })
    };
    // The second would not decide even if it were yes.
    assert_eq!(beaten, [None, by_first(&[]), by_first(&[1])]);
    assert_eq!(
        trace.rules[2].yields.value.known(),
        Some(&Value::Boolean(false))
    );
}

#[test]
fn where_order_counts_a_decision_shows_what_came_first() {
    let mut model = Model::empty();
    let rules = booleans::<3>(&mut model).map(|when| rule(holds(when), truth(true)));
    let id = add_decision(&mut model, Type::Boolean, rules.to_vec());
    model.decisions.get_mut(id).unwrap().first_match = true;
    let (batch, evaluation) = lead(&model, "nyy");
    let trace = decision_of(&model, &batch, &evaluation);
    let before: Vec<_> = trace.rules.iter().map(|rule| rule.preceded_by).collect();
    assert_eq!(before, [None, None, Some(1)]);
    assert_eq!(
        trace.rules[2].truth,
        Truth::Yes,
        "it is shown what it is by itself"
    );
}

#[test]
fn a_score_shows_points_before_and_after_each_limit() {
    let mut model = Model::empty();
    let [one, two] = booleans(&mut model);
    let mut capped = line("40", Some(holds(one)));
    capped.at_most = Some(number("30"));
    let group = ScoreGroup {
        title: "web".to_owned(),
        at_most: Some(number("35")),
        at_least: None,
        items: vec![
            ScoreItem::Line(capped),
            ScoreItem::Line(line("10", Some(holds(two)))),
        ],
        span: span(0),
    };
    let items = vec![ScoreItem::Group(group), ScoreItem::Line(line("-50", None))];
    let id = add_score(&mut model, items);
    model.scores.get_mut(id).unwrap().range = Some((number("0"), number("100")));
    let (batch, evaluation) = lead(&model, "yy");
    let trace = score(&model, batch.lead(0), Instant::UNIX_EPOCH, &evaluation, id).unwrap();
    assert_eq!(
        (trace.sum, trace.total),
        (Some(number("-15")), Some(number("0")))
    );
    assert_eq!(evaluation.score(id).total, trace.total);
    let [ItemTrace::Group(group), ItemTrace::Line(last)] = &trace.items[..] else {
        panic!()
    };
    assert_eq!(
        (group.sum, group.points),
        (Some(number("40")), Some(number("35")))
    );
    assert_eq!(last.points, Some(number("-50")));
    let [ItemTrace::Line(first), _] = &group.items[..] else {
        panic!()
    };
    assert_eq!(
        (first.raw, first.points),
        (Some(number("40")), Some(number("30")))
    );
    assert_eq!(first.when.as_ref().map(|when| when.truth), Some(Truth::Yes));
}
