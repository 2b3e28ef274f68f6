//! Where the conditions of a policy stand.

use super::context::Context;
use crate::model::{Condition, ConditionKind, Model, Node, OperandKind, Part, ScoreItem};
use crate::source::Span;
use crate::value::Number;

/// A condition as a whole, with its place.
#[derive(Debug, Clone)]
pub(super) struct Place<'m> {
    pub(super) condition: &'m Condition,
    /// The kind and the name of what it belongs to, as a finding's subject.
    pub(super) kind: &'static str,
    pub(super) subject: String,
    /// The same in a sentence: "rule `a` of `owner`".
    pub(super) words: String,
    pub(super) form: Form,
    /// The leads that are looked at, behind "every lead" or "no lead": " in `mql`"; empty for all.
    pub(super) among: String,
}

/// What a condition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// It is the `when` of the rule that stands here.
    When(Span),
    /// It is the `unless` of the rule that stands here.
    Unless(Span),
    /// It is the cells of the row that stands here.
    Cells(Span),
    /// It is a definition: its yes, no and unknown all matter.
    Definition,
    /// Only its yes matters.
    Alone,
}

/// The conditions of a definition, score or decision, in the order of the text.
pub(super) fn of_node(model: &Model, node: Node) -> Vec<Place<'_>> {
    match node {
        Node::Define(id) => {
            let define = model.defines.get(id).into_iter();
            let places = define.filter_map(|define| match &define.value.kind {
                OperandKind::Truth(condition) => Some(Place {
                    condition,
                    kind: "definition",
                    subject: define.named.name.clone(),
                    words: format!("the definition `{}`", define.named.name),
                    form: Form::Definition,
                    among: String::new(),
                }),
                _ => None,
            });
            places.collect()
        }
        Node::Score(id) => {
            let mut places = Vec::new();
            if let Some(score) = model.scores.get(id) {
                of_items(&score.named.name, &score.items, &mut places);
            }
            places
        }
        Node::Decision(id) => of_rules(model, id),
    }
}

fn of_items<'m>(score: &str, items: &'m [ScoreItem], places: &mut Vec<Place<'m>>) {
    let place = |condition, words, form| Place {
        condition,
        kind: "score",
        subject: score.to_owned(),
        words,
        form,
        among: String::new(),
    };
    for item in items {
        match item {
            ScoreItem::Line(line) => places.extend(line.when.iter().map(|when| {
                let sign = if line.points > Number::ZERO { "+" } else { "" };
                let words = format!("the line `{sign}{}` of `{score}`", line.points);
                place(when, words, Form::Alone)
            })),
            ScoreItem::Group(group) => of_items(score, &group.items, places),
            ScoreItem::Table(table) => places.extend(table.rows.iter().map(|row| {
                let words = format!("row `{}` of `{score}`", row.name);
                place(&row.when, words, Form::Cells(row.span))
            })),
        }
    }
}

fn of_rules(model: &Model, id: crate::model::DecisionId) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    let Some(decision) = model.decisions.get(id) else {
        return places;
    };
    let name = &decision.named.name;
    for rule in &decision.rules {
        let what = if rule.table.is_some() { "row" } else { "rule" };
        let mut add = |condition, form| {
            places.push(Place {
                condition,
                kind: "decision",
                subject: format!("{name}.{}", rule.name),
                words: format!("{what} `{}` of `{name}`", rule.name),
                form,
                among: String::new(),
            });
        };
        let when = match rule.table {
            Some(_) => Form::Cells(rule.span),
            None => Form::When(rule.span),
        };
        rule.when.iter().for_each(|it| add(it, when));
        let unless = Form::Unless(rule.span);
        rule.unless.iter().for_each(|it| add(it, unless));
    }
    places
}

/// The conditions of what people have to have done and of what is forbidden, by what they belong
/// to.
pub(super) fn of_duties(model: &Model) -> Vec<Vec<Place<'_>>> {
    let place = |condition, kind, subject: &str, words| Place {
        condition,
        kind,
        subject: subject.to_owned(),
        words,
        form: Form::Alone,
        among: String::new(),
    };
    let musts = model.musts.values().map(|must| {
        let conditions = std::iter::once(&must.condition).chain(&must.when);
        let name = &must.named.name;
        let places = conditions.map(|it| place(it, "must", name, format!("must `{name}`")));
        places.collect()
    });
    let forbids = model.forbids.iter().map(|forbid| {
        let channel = model.channels.get(forbid.channel);
        let name = channel.map_or("", |channel| channel.name.as_str());
        let conditions = forbid.when.iter().chain(&forbid.unless);
        let words = format!("`forbid {name}`");
        let places = conditions.map(|it| place(it, "forbid", name, words.clone()));
        places.collect()
    });
    musts.chain(forbids).collect()
}

/// The parts of a condition that all have to be yes.
pub(super) fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match &condition.kind {
        ConditionKind::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![condition],
    }
}

/// The conditions of the facts.
pub(super) fn of_facts(model: &Model) -> Vec<Place<'_>> {
    let facts = model.facts.iter().map(|fact| Place {
        condition: &fact.condition,
        kind: "fact",
        subject: "facts".to_owned(),
        words: "a fact".to_owned(),
        form: Form::Alone,
        among: String::new(),
    });
    facts.collect()
}

impl<'m> Context<'m> {
    /// A part of a condition as a sentence has it: its words, or those of its cell with the column.
    pub(super) fn part(&self, part: &'m Condition, in_cells: bool) -> String {
        let text = self.text(part.span);
        let mut column = None;
        part.walk(&mut |it| {
            if let Part::Operand(operand) = it {
                column.get_or_insert(operand);
            }
        });
        match column {
            Some(column) if in_cells => {
                format!("`{text}` in the column `{}`", self.operand_name(column))
            }
            _ => format!("`{text}`"),
        }
    }

    /// Whether a condition looks at nothing but constants: such a switch was set so on purpose, and
    /// is set otherwise for a trial.
    pub(super) fn is_switch(&self, condition: &Condition) -> bool {
        let mut is_switch = condition.parts().is_empty();
        condition.walk(&mut |part| {
            let Part::Operand(operand) = part else {
                return;
            };
            is_switch &= match operand.kind {
                OperandKind::Constant(_) => true,
                OperandKind::Define(id) => {
                    let define = self.model.defines.get(id);
                    define.is_some_and(|it| matches!(it.value.kind, OperandKind::Constant(_)))
                }
                _ => false,
            };
        });
        is_switch
    }
}
