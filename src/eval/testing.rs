//! Small models made by hand, for tests.

use super::{Evaluation, evaluate};
use crate::model::{
    Batch, Bounds, Cell, Condition, ConditionKind, Decision, DecisionId, Define, DefineId,
    Enumeration, EnumerationValue, Field, FieldId, Model, Named, Node, Operand, OperandKind, Rule,
    Score, ScoreId, ScoreItem, ScoreLine, Type,
};
use crate::source::{SourceId, Span};
use crate::value::{Instant, Number, Value};

pub(super) fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

pub(super) fn span(at: usize) -> Span {
    Span::new(SourceId(0), at, at + 1)
}

fn named(name: &str) -> Named {
    Named {
        name: name.to_owned(),
        span: span(0),
        doc: String::new(),
    }
}

/// Adds a set of values and gives the type of a field that has one of them.
pub(super) fn choice(model: &mut Model, names: &[&str]) -> Type {
    let value = |name: &&str| EnumerationValue {
        name: (*name).to_owned(),
        quoted: false,
        span: span(0),
    };
    let values = names.iter().map(value).collect();
    Type::Choice(model.enumerations.add(Enumeration {
        values,
        ordered: true,
    }))
}

pub(super) fn field(model: &mut Model, name: &str, ty: Type) -> FieldId {
    model.fields.add(Field {
        named: named(name),
        ty,
        bounds: Bounds::default(),
        key: false,
        required: false,
        fixed: false,
    })
}

pub(super) fn define(model: &mut Model, value: Operand) -> DefineId {
    let define = Define {
        named: named("define"),
        value,
        agreed_by: Vec::new(),
    };
    let id = model.defines.add(define);
    model.order.push(Node::Define(id));
    id
}

pub(super) fn score(model: &mut Model, items: Vec<ScoreItem>) -> ScoreId {
    let score = Score {
        named: named("score"),
        range: None,
        agreed_by: Vec::new(),
        items,
    };
    let id = model.scores.add(score);
    model.order.push(Node::Score(id));
    id
}

pub(super) fn line(points: &str, when: Option<Condition>) -> ScoreLine {
    ScoreLine {
        points: number(points),
        per: None,
        when,
        at_most: None,
        span: span(0),
    }
}

pub(super) fn decision(model: &mut Model, ty: Type, rules: Vec<Rule>) -> DecisionId {
    let id = model.decisions.add(Decision {
        named: named("decision"),
        ty,
        or_none: false,
        first_match: false,
        agreed_by: Vec::new(),
        rules,
        tables: Vec::new(),
        otherwise: None,
    });
    model.order.push(Node::Decision(id));
    id
}

pub(super) fn rule(when: Condition, outcome: Operand) -> Rule {
    Rule {
        name: String::new(),
        is_named: true,
        table: None,
        when: Some(when),
        unless: None,
        outcome,
        overrides_all: false,
        overrides: Vec::new(),
        because: None,
        span: span(0),
    }
}

pub(super) fn operand(kind: OperandKind, ty: Type) -> Operand {
    Operand {
        kind,
        ty,
        span: span(7),
    }
}

pub(super) fn constant(value: Value, ty: Type) -> Operand {
    operand(OperandKind::Constant(value), ty)
}

pub(super) fn condition(kind: ConditionKind) -> Condition {
    Condition {
        kind,
        span: span(3),
    }
}

/// A boolean field is yes.
pub(super) fn holds(id: FieldId) -> Condition {
    condition(ConditionKind::Holds(operand(
        OperandKind::Field(id),
        Type::Boolean,
    )))
}

/// What a boolean field has where it is to be yes (`y`), no (`n`), unknown (`u`) or stopped (`s`).
pub(super) fn cell(truth: char) -> Cell {
    match truth {
        'y' => Cell::Known(Value::Boolean(true)),
        'n' => Cell::Known(Value::Boolean(false)),
        'u' => Cell::Missing,
        's' => Cell::Bad,
        other => panic!("`{other}` is no truth"),
    }
}

/// What a policy says of a lead with these cells.
pub(super) fn evaluated(model: &Model, cells: impl IntoIterator<Item = Cell>) -> Evaluation {
    let mut batch = Batch::new(model.fields.len());
    batch.push(cells);
    evaluate(model, batch.lead(0), Instant::UNIX_EPOCH)
}
