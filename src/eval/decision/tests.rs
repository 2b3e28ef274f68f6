//! What rules decide together, and the laws of it.

use super::*;
use crate::eval::Evaluation;
use crate::eval::testing::{
    cell, choice, condition, constant, decision, define, evaluated, field, holds, operand, rule,
    span,
};
use crate::model::{Cell, ConditionKind, DecisionId, Model, Node, Overridden, RuleTable, Type};
use proptest::prelude::*;

/// A decision between `a`, `b` and `c` with a boolean field for each rule's `when`.
fn policy(outcomes: &[u32]) -> (Model, DecisionId) {
    let mut model = Model::empty();
    let ty = choice(&mut model, &["a", "b", "c"]);
    let rules = outcomes.iter().map(|&outcome| {
        let when = holds(field(&mut model, "when", Type::Boolean));
        rule(when, constant(Value::Choice(outcome), ty))
    });
    let rules = rules.collect();
    let id = decision(&mut model, ty, rules);
    (model, id)
}

fn edit(model: &mut Model, change: impl FnOnce(&mut Decision)) {
    let id = model.decisions.iter().map(|(id, _)| id).next().unwrap();
    change(model.decisions.get_mut(id).unwrap());
}

/// What comes out where the fields are `y`es, `n`o, `u`nknown, `s`topped.
fn of(model: &Model, truths: &str) -> Evaluation {
    evaluated(model, truths.chars().map(cell))
}

fn decided(model: &Model, truths: &str) -> Decided {
    of(model, truths).decisions[0].clone()
}

fn outcome(model: &Model, truths: &str) -> DecidedOutcome {
    decided(model, truths).outcome
}

const A: DecidedOutcome = DecidedOutcome::Value(Value::Choice(0));
const B: DecidedOutcome = DecidedOutcome::Value(Value::Choice(1));
const C: DecidedOutcome = DecidedOutcome::Value(Value::Choice(2));

fn conflict(rules: &[RuleIndex]) -> DecidedOutcome {
    DecidedOutcome::Conflict(rules.to_vec())
}

#[test]
fn what_is_left_must_agree() {
    let (model, _) = policy(&[0, 1, 0]);
    assert_eq!(outcome(&model, "ynn"), A);
    assert_eq!(outcome(&model, "nyu"), B);
    assert_eq!(outcome(&model, "yny"), A);
    assert_eq!(decided(&model, "yny").by, DecidedBy::Rules(vec![0, 2]));
    assert_eq!(outcome(&model, "yyn"), conflict(&[0, 1]));
    assert_eq!(outcome(&model, "nnn"), DecidedOutcome::Gap);
    assert_eq!(outcome(&model, "uuu"), DecidedOutcome::Gap);
    assert_eq!(decided(&model, "nnn").by, DecidedBy::Nobody);
}

#[test]
fn otherwise_covers_leads_of_which_no_rule_is_yes() {
    let (mut model, _) = policy(&[0, 1]);
    edit(&mut model, |decision| {
        decision.otherwise = Some(constant(Value::Choice(2), decision.ty));
    });
    for truths in ["nn", "un", "uu"] {
        let decided = decided(&model, truths);
        assert_eq!(
            (decided.outcome, decided.by),
            (C, DecidedBy::Otherwise),
            "{truths}"
        );
    }
    assert_eq!(outcome(&model, "yn"), A);
    assert_eq!(outcome(&model, "sn"), DecidedOutcome::Stopped);
}

#[test]
fn or_none_allows_no_outcome() {
    let (mut model, _) = policy(&[0]);
    edit(&mut model, |decision| decision.or_none = true);
    assert_eq!(outcome(&model, "n"), DecidedOutcome::Nothing);
}

#[test]
fn unless_takes_a_rule_out_only_where_it_is_yes() {
    let (mut model, _) = policy(&[0]);
    let unless = holds(field(&mut model, "unless", Type::Boolean));
    edit(&mut model, |decision| {
        decision.rules[0].unless = Some(unless)
    });
    let (gap, stopped) = (DecidedOutcome::Gap, DecidedOutcome::Stopped);
    for (truths, expected) in [
        ("yy", &gap),
        ("yn", &A),
        ("yu", &A),
        ("ys", &stopped),
        ("ny", &gap),
        ("ns", &gap),
        ("us", &gap),
        ("sy", &gap),
        ("sn", &stopped),
        ("ss", &stopped),
    ] {
        assert_eq!(outcome(&model, truths), *expected, "{truths}");
    }
}

#[test]
fn a_stopped_rule_stops_the_decision_unless_a_yes_rule_stands_above_it() {
    let (mut model, id) = policy(&[0, 1]);
    assert_eq!(outcome(&model, "ys"), DecidedOutcome::Stopped);
    edit(&mut model, |decision| {
        decision.rules[0].overrides = vec![Overridden::Rule(1)]
    });
    assert_eq!(outcome(&model, "ys"), A);
    assert_eq!(outcome(&model, "ns"), DecidedOutcome::Stopped);
    assert_eq!(outcome(&model, "sy"), DecidedOutcome::Stopped);
    let evaluation = of(&model, "ss");
    let fields: Vec<_> = model
        .fields
        .iter()
        .map(|(id, _)| Cause::Field(id))
        .collect();
    assert_eq!(evaluation.root_causes(Node::Decision(id)), fields);
    assert!(of(&model, "ys").stops.is_empty());
}

#[test]
fn first_match_takes_the_first_that_is_yes() {
    let (mut model, _) = policy(&[0, 1, 2]);
    edit(&mut model, |decision| decision.first_match = true);
    assert_eq!(outcome(&model, "nyy"), B);
    assert_eq!(decided(&model, "nyy").held, [1]);
    assert_eq!(outcome(&model, "uuy"), C);
    assert_eq!(
        outcome(&model, "nys"),
        B,
        "what stands behind does not matter"
    );
    assert_eq!(outcome(&model, "syn"), DecidedOutcome::Stopped);
    assert_eq!(outcome(&model, "nnn"), DecidedOutcome::Gap);
}

#[test]
fn a_first_match_table_counts_as_one_rule() {
    let (mut model, _) = policy(&[0, 1, 2]);
    edit(&mut model, |decision| {
        decision.tables.push(RuleTable {
            name: None,
            first_match: true,
            rows: 1..3,
            span: span(1),
        });
        decision.rules[1].table = Some(0);
        decision.rules[2].table = Some(0);
    });
    assert_eq!(outcome(&model, "nyy"), B);
    assert_eq!(outcome(&model, "nny"), C);
    assert_eq!(outcome(&model, "yyy"), conflict(&[0, 1]));
    assert_eq!(outcome(&model, "nys"), B);
    assert_eq!(outcome(&model, "nsy"), DecidedOutcome::Stopped);
    edit(&mut model, |decision| {
        decision.rules[0].overrides = vec![Overridden::Table(0)]
    });
    assert_eq!(outcome(&model, "yyy"), A);
    assert_eq!(outcome(&model, "ysy"), A);
    assert_eq!(decided(&model, "yny").overridden, [2]);
}

#[test]
fn fields_agree_only_with_themselves() {
    let mut model = Model::empty();
    let [one, other, left, right] =
        ["a", "b", "c", "d"].map(|name| field(&mut model, name, Type::Text));
    let known = |id| {
        condition(ConditionKind::IsKnown(operand(
            OperandKind::Field(id),
            Type::Text,
        )))
    };
    let yields = |id| operand(OperandKind::Field(id), Type::Text);
    let text = |text: &str| Value::Text(crate::value::Text::new(text));
    let rules = vec![
        rule(known(left), yields(one)),
        rule(known(right), yields(other)),
    ];
    decision(&mut model, Type::Text, rules);
    let same = |cells: [&str; 4]| {
        let cell = |cell: &str| match cell {
            "" => Cell::Missing,
            known => Cell::Known(text(known)),
        };
        evaluated(&model, cells.map(cell)).decisions[0]
            .outcome
            .clone()
    };
    assert_eq!(same(["x", "x", "left", "right"]), conflict(&[0, 1]));
    assert_eq!(
        same(["x", "", "left", ""]),
        DecidedOutcome::Value(text("x"))
    );
    assert_eq!(
        same(["", "x", "left", ""]),
        DecidedOutcome::Gap,
        "a missing field decides nothing"
    );
    let same_field = yields(one);
    edit(&mut model, |decision| {
        decision.rules[1].outcome = same_field
    });
    let cells = ["x", "y", "left", "right"].map(|cell| Cell::Known(text(cell)));
    let outcome = evaluated(&model, cells).decisions[0].outcome.clone();
    assert_eq!(outcome, DecidedOutcome::Value(text("x")));
    edit(&mut model, |decision| {
        decision.rules[1].outcome = constant(text("x"), Type::Text)
    });
    let cells = ["x", "y", "left", "right"].map(|cell| Cell::Known(text(cell)));
    assert_eq!(
        evaluated(&model, cells).decisions[0].outcome,
        conflict(&[0, 1])
    );
}

#[test]
fn decisions_read_decisions_and_name_the_root_of_what_stops_them() {
    let (mut model, first) = policy(&[0, 1]);
    let ty = model.decisions[first].ty;
    let reads = operand(OperandKind::Decision(first), ty);
    let named = define(&mut model, reads.clone());
    let of_define = operand(OperandKind::Define(named), ty);
    let is_a = ConditionKind::OneOf(of_define, vec![Value::Choice(0)]);
    let second = decision(&mut model, ty, vec![rule(condition(is_a), reads)]);
    let evaluation = of(&model, "yn");
    assert_eq!(evaluation.decision(second).outcome, A);
    let conflict = of(&model, "yy");
    assert_eq!(conflict.decision(second).outcome, DecidedOutcome::Stopped);
    let root = vec![Cause::Node(Node::Decision(first))];
    assert_eq!(conflict.root_causes(Node::Decision(second)), root);
    assert!(conflict.root_causes(Node::Decision(first)).is_empty());
    assert_eq!(of(&model, "nn").root_causes(Node::Decision(second)), root);
    let bad = of(&model, "ns").root_causes(Node::Decision(second));
    assert!(matches!(bad[..], [Cause::Field(_)]), "{bad:?}");
}

#[test]
fn what_stands_in_a_ring_is_stopped() {
    let (mut model, id) = policy(&[0]);
    model.order.clear();
    let evaluation = of(&model, "y");
    assert_eq!(evaluation.decision(id).outcome, DecidedOutcome::Stopped);
    assert!(evaluation.root_causes(Node::Decision(id)).is_empty());
}

/// Random decisions: outcomes, whether a rule overrides all, what it names behind it, and
/// perhaps, where `tables` are wanted, the last two as a `first match` table.
fn decisions(tables: bool) -> impl Strategy<Value = Model> {
    let rules = proptest::collection::vec((0..3u32, 0..4u8, any::<u8>()), 3..6);
    (rules, any::<bool>(), any::<bool>()).prop_map(move |(rules, table, rest)| {
        let outcomes: Vec<_> = rules.iter().map(|(outcome, ..)| *outcome).collect();
        let (mut model, _) = policy(&outcomes);
        edit(&mut model, |decision| {
            let n = rules.len();
            for (at, (_, all, named)) in rules.iter().enumerate() {
                decision.rules[at].overrides_all = *all == 0;
                let behind = (at + 1..n).filter(|below| named >> below & 1 == 1);
                decision.rules[at].overrides = behind.map(Overridden::Rule).collect();
            }
            if tables && table {
                let rows = n - 2..n;
                decision.rules[rows.clone()]
                    .iter_mut()
                    .for_each(|row| row.table = Some(0));
                let (name, span) = (None, span(1));
                decision.tables.push(RuleTable {
                    name,
                    first_match: true,
                    rows,
                    span,
                });
            }
            decision.otherwise = rest.then(|| constant(Value::Choice(2), decision.ty));
        });
        model
    })
}

/// The truths that this number stands for, one for each field.
fn truths(model: &Model, number: u32) -> String {
    let digit = |at| number >> (2 * at) & 3;
    (0..model.fields.len())
        .map(|at| ['y', 'n', 'u', 's'][digit(at) as usize])
        .collect()
}

/// All ways of putting yes, no and unknown for what is stopped.
fn settled(truths: &str) -> Vec<String> {
    match truths.split_once('s') {
        None => vec![truths.to_owned()],
        Some((before, behind)) => ["y", "n", "u"]
            .iter()
            .flat_map(|put| settled(&format!("{before}{put}{behind}")))
            .collect(),
    }
}

proptest! {
    #[test]
    fn what_is_not_stopped_does_not_depend_on_what_is(
        model in decisions(true),
        number in any::<u32>(),
    ) {
        let truths = truths(&model, number);
        let found = outcome(&model, &truths);
        if found != DecidedOutcome::Stopped {
            for put in settled(&truths) {
                prop_assert_eq!(&outcome(&model, &put), &found, "{} as {}", &truths, put);
            }
        }
    }

    #[test]
    fn the_order_of_the_rules_does_not_matter(model in decisions(false), number in any::<u32>()) {
        let truths = truths(&model, number);
        let mut turned = model.clone();
        edit(&mut turned, |decision| {
            let last = decision.rules.len() - 1;
            decision.rules.reverse();
            for overridden in decision.rules.iter_mut().flat_map(|rule| &mut rule.overrides) {
                if let Overridden::Rule(at) = overridden {
                    *at = last - *at;
                }
            }
        });
        let last = model.fields.len() - 1;
        let found = match outcome(&turned, &truths) {
            DecidedOutcome::Conflict(rules) => {
                conflict(&rules.iter().rev().map(|rule| last - rule).collect::<Vec<_>>())
            }
            other => other,
        };
        prop_assert_eq!(found, outcome(&model, &truths), "{}", truths);
    }
}
