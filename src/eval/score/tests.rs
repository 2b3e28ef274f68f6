//! How points add up.

use super::*;
use crate::eval::testing::{
    cell, condition, constant, decision, evaluated, field, holds, line, number, operand, rule,
    score, span,
};
use crate::model::{Cell, ConditionKind, FieldId, Model, Node, OperandKind, Per, ScoreRow, Type};
use crate::syntax::ast::CompareOp;
use crate::value::{Duration, Value};

/// A score with a boolean field `x` and a numeric field `n`, as `items` makes it.
fn policy(items: impl FnOnce(FieldId, FieldId) -> Vec<ScoreItem>) -> Model {
    let mut model = Model::empty();
    let x = field(&mut model, "x", Type::Boolean);
    let n = field(&mut model, "n", Type::Number);
    score(&mut model, items(x, n));
    model
}

fn scored(model: &Model, x: char, n: &str) -> Scored {
    evaluated(model, [cell(x), counted(n)]).scores[0].clone()
}

fn total(model: &Model, x: char, n: &str) -> Option<String> {
    scored(model, x, n).total.map(|total| total.to_string())
}

/// A number, nothing (``) or something bad (`?`).
fn counted(n: &str) -> Cell {
    match n {
        "" => Cell::Missing,
        "?" => Cell::Bad,
        n => Cell::Known(Value::Number(number(n))),
    }
}

fn per(points: &str, unit: &str, of: FieldId) -> ScoreLine {
    let of = operand(OperandKind::Field(of), Type::Number);
    let per = Per {
        unit: Value::Number(number(unit)),
        of,
    };
    ScoreLine {
        per: Some(per),
        ..line(points, None)
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_line_counts_only_where_it_is_yes() {
    let model = policy(|x, _| {
        vec![
            ScoreItem::Line(line("40", Some(holds(x)))),
            ScoreItem::Line(line("0.5", None)),
        ]
    });
    assert_eq!(total(&model, 'y', ""), some("40.5"));
    assert_eq!(total(&model, 'n', ""), some("0.5"));
    assert_eq!(total(&model, 'u', ""), some("0.5"));
    assert_eq!(total(&model, 's', ""), None);
    let bad = evaluated(&model, [cell('s'), Cell::Missing]);
    let (score, _) = model.scores.iter().next().unwrap();
    let (x, _) = model.fields.iter().next().unwrap();
    assert_eq!(bad.root_causes(Node::Score(score)), [Cause::Field(x)]);
}

#[test]
fn per_counts_whole_units_and_never_below_none() {
    let model = policy(|_, n| vec![ScoreItem::Line(per("10", "2.5", n))]);
    for (n, points) in [
        ("", "0"),
        ("2.4", "0"),
        ("2.5", "10"),
        ("9.9", "30"),
        ("-50", "0"),
        ("0", "0"),
    ] {
        assert_eq!(total(&model, 'u', n), some(points), "{n}");
    }
    assert_eq!(total(&model, 'u', "?"), None);
}

#[test]
fn per_days_of_a_duration() {
    let mut model = Model::empty();
    let days = |days: i64| {
        Value::Duration(Duration::Elapsed {
            seconds: days * 86_400,
        })
    };
    let of = constant(days(20), Type::Duration);
    let per = Per { unit: days(7), of };
    let line = ScoreLine {
        per: Some(per),
        ..line("-10", None)
    };
    score(&mut model, vec![ScoreItem::Line(line)]);
    assert_eq!(evaluated(&model, []).scores[0].total, Some(number("-20")));
}

#[test]
fn at_most_limits_the_size_of_a_line_and_the_sum_of_a_group() {
    let limited = |points, most| {
        move |_: FieldId, n| {
            let line = ScoreLine {
                at_most: Some(number(most)),
                ..per(points, "1", n)
            };
            vec![ScoreItem::Line(line)]
        }
    };
    assert_eq!(total(&policy(limited("-10", "50")), 'u', "9"), some("-50"));
    assert_eq!(total(&policy(limited("-10", "50")), 'u', "3"), some("-30"));
    assert_eq!(total(&policy(limited("10", "50")), 'u', "9"), some("50"));
    let group = |at_most, at_least| {
        move |_: FieldId, n| {
            vec![ScoreItem::Group(ScoreGroup {
                title: String::new(),
                at_most: Some(number(at_most)),
                at_least: Some(number(at_least)),
                items: vec![ScoreItem::Line(per("-10", "1", n))],
                span: span(0),
            })]
        }
    };
    assert_eq!(total(&policy(group("-20", "-40")), 'u', "1"), some("-20"));
    assert_eq!(total(&policy(group("-20", "-40")), 'u', "3"), some("-30"));
    assert_eq!(total(&policy(group("-20", "-40")), 'u', "9"), some("-40"));
}

#[test]
fn limits_act_from_the_inside_to_the_outside() {
    // Line 9 * 10, at most 60; inner group at most 50; outer group with 20 more at most 65;
    // total with 30 more 95, at most 80.
    let mut model = policy(|_, n| {
        let line60 = ScoreLine {
            at_most: Some(number("60")),
            ..per("10", "1", n)
        };
        let group = |most, items| ScoreGroup {
            title: String::new(),
            at_most: Some(number(most)),
            at_least: None,
            items,
            span: span(0),
        };
        let inner = ScoreItem::Group(group("50", vec![ScoreItem::Line(line60)]));
        let outer = group("65", vec![inner, ScoreItem::Line(line("20", None))]);
        vec![ScoreItem::Group(outer), ScoreItem::Line(line("30", None))]
    });
    assert_eq!(total(&model, 'u', "9"), some("95"));
    let (id, _) = model.scores.iter().next().unwrap();
    model.scores.get_mut(id).unwrap().range = Some((number("60"), number("80")));
    assert_eq!(total(&model, 'u', "9"), some("80"));
    assert_eq!(total(&model, 'u', "0"), some("60"));
}

/// A table of `n >= bound => points`.
fn table(
    rows: &'static [(&'static str, &'static str)],
    first_match: bool,
    otherwise: Option<&str>,
) -> Model {
    policy(|_, n| {
        let row = |(bound, points): &(&str, &str)| {
            let n = operand(OperandKind::Field(n), Type::Number);
            let bound = constant(Value::Number(number(bound)), Type::Number);
            let when = condition(ConditionKind::Compare(n, CompareOp::AtLeast, bound));
            ScoreRow {
                name: String::new(),
                when,
                points: number(points),
                span: span(0),
            }
        };
        let rows = rows.iter().map(row).collect();
        let otherwise = otherwise.map(number);
        let table = ScoreTable {
            name: None,
            first_match,
            rows,
            otherwise,
            span: span(5),
        };
        vec![ScoreItem::Table(table)]
    })
}

#[test]
fn rows_of_a_table_must_agree_and_cover() {
    let model = table(&[("1", "5"), ("10", "5"), ("20", "9")], false, None);
    assert_eq!(total(&model, 'u', "1"), some("5"));
    assert_eq!(total(&model, 'u', "15"), some("5"));
    let conflict = ScoreProblem::Conflict {
        table: span(5),
        rows: vec![0, 1, 2],
    };
    let contradicting = scored(&model, 'u', "20");
    assert_eq!(
        contradicting,
        Scored {
            total: None,
            problems: vec![conflict]
        }
    );
    let gap = ScoreProblem::Gap { table: span(5) };
    assert_eq!(scored(&model, 'u', "").problems, std::slice::from_ref(&gap));
    assert_eq!(scored(&model, 'u', "0").problems, [gap]);
    assert_eq!(total(&model, 'u', "?"), None);
    assert!(scored(&model, 'u', "?").problems.is_empty());
    let closed = table(&[("1", "5")], false, Some("2"));
    assert_eq!(total(&closed, 'u', ""), some("2"));
    let first = table(&[("20", "9"), ("1", "5")], true, None);
    assert_eq!(total(&first, 'u', "20"), some("9"));
}

#[test]
fn readers_of_a_score_without_points_stop_and_name_it() {
    let mut model = table(&[("1", "5")], false, None);
    let (id, _) = model.scores.iter().next().unwrap();
    let total = operand(OperandKind::Score(id), Type::Number);
    let when = condition(ConditionKind::IsKnown(total.clone()));
    let reader = decision(&mut model, Type::Number, vec![rule(when, total)]);
    let evaluation = evaluated(&model, [Cell::Missing, counted("0")]);
    let roots = evaluation.root_causes(Node::Decision(reader));
    assert_eq!(roots, [Cause::Node(Node::Score(id))]);
    assert!(!evaluation.stops.contains_key(&Node::Score(id)));
}

#[test]
fn an_overflow_is_a_problem_of_the_lead() {
    let model = policy(|_, n| {
        let mut lines = vec![per("999999999999999999", "0.000001", n)];
        lines[0].span = span(9);
        lines.into_iter().map(ScoreItem::Line).collect()
    });
    assert_eq!(total(&model, 'u', "1"), some("999999999999999999000000"));
    let evaluation = evaluated(&model, [Cell::Missing, counted("999999999999999999")]);
    assert_eq!(evaluation.scores[0].total, None);
    assert_eq!(evaluation.overflows, [span(9)]);
}
