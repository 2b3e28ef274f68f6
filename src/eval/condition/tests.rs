//! What each condition is of each kind of cell.

use super::*;
use crate::eval::operand::Now;
use crate::eval::testing::{choice, condition, constant, field, holds, number, operand, span};
use crate::eval::{Evaluation, Found};
use crate::model::{Batch, Cell, List, Model, Named, OperandKind, Type};
use crate::syntax::ast::Sign;
use crate::value::{Duration, Instant, Pattern};

/// What a condition is of a lead with one field of this type.
fn of(ty: Type, cell: Cell, make: impl Fn(Operand) -> ConditionKind) -> Truth {
    with(&mut Model::empty(), ty, cell, make)
}

fn with(model: &mut Model, ty: Type, cell: Cell, make: impl Fn(Operand) -> ConditionKind) -> Truth {
    let id = field(model, "x", ty);
    let condition = condition(make(operand(OperandKind::Field(id), ty)));
    told(model, [cell], &condition)
}

fn told(model: &Model, cells: impl IntoIterator<Item = Cell>, condition: &Condition) -> Truth {
    let mut batch = Batch::new(model.fields.len());
    batch.push(cells);
    let so_far = Evaluation::nothing(model);
    let now = Now::new(model, Instant::UNIX_EPOCH);
    let situation = Situation {
        model,
        lead: batch.lead(0),
        now,
        so_far: &so_far,
    };
    let mut causes = BTreeSet::new();
    situation.stops_condition(condition, &mut causes);
    let truth = situation.condition(condition);
    assert_eq!(
        causes.is_empty(),
        truth != Truth::Stopped,
        "a stop has a cause: {condition:?}"
    );
    truth
}

fn known(value: Value) -> Cell {
    Cell::Known(value)
}

fn n(text: &str) -> Value {
    Value::Number(number(text))
}

fn text(raw: &str) -> Value {
    Value::Text(Text::new(raw))
}

#[test]
fn every_question_but_missing_is_unknown_of_what_is_missing() {
    let one = || constant(n("1"), Type::Number);
    type Make = fn(Operand, Operand) -> ConditionKind;
    let questions: [Make; 6] = [
        |x, one| ConditionKind::Compare(x, CompareOp::Equal, one),
        |x, one| ConditionKind::Compare(one, CompareOp::NotEqual, x),
        |x, _| ConditionKind::OneOf(x, vec![n("1")]),
        |x, _| ConditionKind::Text(x, vec![TextMatch::Contains(Text::new("a"))]),
        |x, _| ConditionKind::Holds(x),
        |x, _| ConditionKind::Between {
            subject: x,
            low: n("0"),
            high: n("1"),
            open: false,
        },
    ];
    for question in questions {
        let ask = |cell| of(Type::Number, cell, |x| question(x, one()));
        assert_eq!(ask(Cell::Missing), Truth::Unknown);
        assert_eq!(ask(Cell::Bad), Truth::Stopped);
    }
    for (cell, missing) in [
        (Cell::Missing, Truth::Yes),
        (known(n("1")), Truth::No),
        (Cell::Bad, Truth::Stopped),
    ] {
        assert_eq!(
            of(Type::Number, cell.clone(), ConditionKind::IsMissing),
            missing
        );
        assert_eq!(of(Type::Number, cell, ConditionKind::IsKnown), !missing);
    }
}

#[test]
fn comparisons() {
    let holds = |value: &str, op| {
        let compare = |x| ConditionKind::Compare(x, op, constant(n("5"), Type::Number));
        of(Type::Number, known(n(value)), compare).is_yes()
    };
    for (op, expected) in [
        (CompareOp::Equal, [false, true, false]),
        (CompareOp::NotEqual, [true, false, true]),
        (CompareOp::Less, [true, false, false]),
        (CompareOp::AtMost, [true, true, false]),
        (CompareOp::Greater, [false, false, true]),
        (CompareOp::AtLeast, [false, true, true]),
    ] {
        assert_eq!(
            ["4.9", "5", "5.1"].map(|value| holds(value, op)),
            expected,
            "{op:?}"
        );
    }
}

#[test]
fn a_range_has_its_ends_in_it_but_an_open_upper_one() {
    let within = |value: &str, open| {
        let between = |subject| ConditionKind::Between {
            subject,
            low: n("50"),
            high: n("200"),
            open,
        };
        of(Type::Number, known(n(value)), between).is_yes()
    };
    let values = ["49.999999", "50", "199.5", "200", "200.1"];
    assert_eq!(
        values.map(|v| within(v, false)),
        [false, true, true, true, false]
    );
    assert_eq!(
        values.map(|v| within(v, true)),
        [false, true, true, false, false]
    );
}

#[test]
fn enumerated_values_compare_by_their_order() {
    let mut model = Model::empty();
    let ty = choice(&mut model, &["staff", "manager", "director"]);
    let manager = constant(Value::Choice(1), ty);
    let compare = |x| ConditionKind::Compare(x, CompareOp::AtLeast, manager.clone());
    let ask = |value| with(&mut model.clone(), ty, known(Value::Choice(value)), compare);
    assert_eq!([0, 1, 2].map(ask), [Truth::No, Truth::Yes, Truth::Yes]);
    let one_of = |x| ConditionKind::OneOf(x, vec![Value::Choice(0), Value::Choice(2)]);
    let ask = |value| with(&mut model.clone(), ty, known(Value::Choice(value)), one_of);
    assert_eq!([0, 1, 2].map(ask), [Truth::Yes, Truth::No, Truth::Yes]);
}

#[test]
fn texts_are_tested_without_regard_to_case() {
    let ask = |value: &str, test: TextMatch| {
        let cell = known(text(value));
        of(Type::Text, cell, |x| {
            ConditionKind::Text(x, vec![test.clone()])
        })
        .is_yes()
    };
    let part = Text::new;
    assert!(ask("Director", TextMatch::Contains(part("CTO"))));
    assert!(!ask("Director", TextMatch::Mentions(part("CTO"))));
    assert!(ask("VP Sales", TextMatch::StartsWith(part("vp"))));
    assert!(ask("VP Sales", TextMatch::EndsWith(part("SALES"))));
    assert!(ask(
        "ab12",
        TextMatch::Matches(Pattern::new("AB[0-9]+").unwrap())
    ));
    assert!(!ask(
        "xab12",
        TextMatch::Matches(Pattern::new("AB[0-9]+").unwrap())
    ));
    let any = |x| {
        let tests = ["ceo", "head of"].map(|words| TextMatch::Mentions(part(words)));
        ConditionKind::Text(x, tests.to_vec())
    };
    assert_eq!(of(Type::Text, known(text("Head of IT")), any), Truth::Yes);
    assert_eq!(of(Type::Text, known(text("Headless")), any), Truth::No);
}

#[test]
fn a_list_is_asked_for_the_whole_text() {
    let mut model = Model::empty();
    let named = Named {
        name: "free".to_owned(),
        span: span(0),
        doc: String::new(),
    };
    let entries = BTreeSet::from([Text::new("gmail.com")]);
    let list = model.lists.add(List { named, entries });
    let in_list = |x: Operand| {
        let domain = operand(OperandKind::Domain(Box::new(x)), Type::Text);
        ConditionKind::InList(domain, list)
    };
    let ask = |value| with(&mut model.clone(), Type::Text, known(text(value)), in_list);
    assert_eq!(ask("a@b@GMAIL.com "), Truth::Yes);
    assert_eq!(ask("a@gmail.co"), Truth::No);
    assert_eq!(ask("no address"), Truth::Unknown);
}

#[test]
fn a_set_that_is_not_given_is_empty() {
    let mut model = Model::empty();
    let Type::Choice(values) = choice(&mut model, &["api", "billing"]) else {
        panic!()
    };
    let ty = Type::Several(values);
    let has = |quantifier| move |x| ConditionKind::Has(x, quantifier, BTreeSet::from([0, 1]));
    let set = |items: &[u32]| known(Value::Set(items.iter().copied().collect()));
    for (cell, any, all, empty) in [
        (set(&[]), false, false, true),
        (Cell::Missing, false, false, true),
        (set(&[1]), true, false, false),
        (set(&[0, 1]), true, true, false),
    ] {
        let ask = |make: &dyn Fn(Operand) -> ConditionKind| {
            with(&mut model.clone(), ty, cell.clone(), make)
        };
        assert_eq!(ask(&has(HasQuantifier::Any)), Truth::of(any), "{cell:?}");
        assert_eq!(ask(&has(HasQuantifier::All)), Truth::of(all), "{cell:?}");
        assert_eq!(ask(&ConditionKind::IsEmpty), Truth::of(empty), "{cell:?}");
    }
    assert_eq!(
        with(&mut model, ty, Cell::Bad, ConditionKind::IsEmpty),
        Truth::Stopped
    );
}

#[test]
fn the_first_that_is_known_is_not_the_one_behind_something_bad() {
    let mut model = Model::empty();
    let fields = ["a", "b"].map(|name| field(&mut model, name, Type::Number));
    let parts = fields
        .map(|id| operand(OperandKind::Field(id), Type::Number))
        .to_vec();
    let first = operand(OperandKind::FirstKnown(parts), Type::Number);
    let is_one = condition(ConditionKind::OneOf(first, vec![n("1")]));
    let (one, two) = (known(n("1")), known(n("2")));
    for (a, b, expected) in [
        (one.clone(), two.clone(), Truth::Yes),
        (one.clone(), Cell::Bad, Truth::Yes),
        (Cell::Missing, one.clone(), Truth::Yes),
        (Cell::Missing, two, Truth::No),
        (Cell::Missing, Cell::Missing, Truth::Unknown),
        (Cell::Missing, Cell::Bad, Truth::Stopped),
        (Cell::Bad, one, Truth::Stopped),
    ] {
        assert_eq!(
            told(&model, [a.clone(), b.clone()], &is_one),
            expected,
            "{a:?} else {b:?}"
        );
    }
}

#[test]
fn a_sum_with_something_missing_is_missing_and_one_too_large_is_stopped() {
    let mut model = Model::empty();
    let fields = ["a", "b"].map(|name| field(&mut model, name, Type::Duration));
    let terms = fields.map(|id| (Sign::Plus, operand(OperandKind::Field(id), Type::Duration)));
    let sum = operand(OperandKind::Sum(terms.to_vec()), Type::Duration);
    let positive = ConditionKind::Compare(
        sum,
        CompareOp::Greater,
        constant(
            Value::Duration(Duration::Elapsed { seconds: 0 }),
            Type::Duration,
        ),
    );
    let positive = condition(positive);
    let most = known(Value::Duration(Duration::Elapsed { seconds: i64::MAX }));
    for (a, b, expected) in [
        (most.clone(), Cell::Missing, Truth::Unknown),
        (Cell::Bad, Cell::Missing, Truth::Unknown),
        (Cell::Bad, most.clone(), Truth::Stopped),
        (most.clone(), most, Truth::Stopped),
    ] {
        assert_eq!(
            told(&model, [a.clone(), b.clone()], &positive),
            expected,
            "{a:?} + {b:?}"
        );
    }
}

#[test]
fn a_condition_as_a_value_is_missing_where_it_is_unknown() {
    let mut model = Model::empty();
    let id = field(&mut model, "x", Type::Boolean);
    let truth = OperandKind::Truth(Box::new(holds(id)));
    let is_missing = condition(ConditionKind::IsMissing(operand(truth, Type::Boolean)));
    let ask = |cell| told(&model, [cell], &is_missing);
    assert_eq!(ask(Cell::Missing), Truth::Yes);
    assert_eq!(ask(known(Value::Boolean(false))), Truth::No);
    assert_eq!(ask(Cell::Bad), Truth::Stopped);
    assert_eq!(Found::Missing.known(), None);
}
