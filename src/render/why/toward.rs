//! What leads a lead to an outcome, in words.

use serde::Serialize;

use super::change::{DifferenceView, FieldView};
use super::view::{Value, View};
use crate::model::{Cell, FieldId, Model, Type};
use crate::report::LeadResult;
use crate::syntax::quote;
use crate::value::{self, counted, joined};
use crate::why::{Difference, Goal, Outcome, Toward, Way};

/// An outcome that a lead is to have, and what leads there.
#[derive(Debug, Clone, Copy)]
pub struct Aim<'a> {
    /// The outcome.
    pub goal: &'a Goal,
    /// What leads there.
    pub found: &'a Toward,
    /// Of each way, what the policy says of the lead then, and what is otherwise.
    pub then: &'a [(LeadResult, Vec<Difference>)],
}

/// The same, to be told.
#[derive(Serialize)]
pub(super) struct TowardView<'a> {
    pub(super) decision: &'a str,
    pub(super) outcome: Option<Value>,
    pub(super) state: &'static str,
    /// What was found, in a sentence.
    pub(super) says: String,
    /// The fields that nobody can change and that rule it out, or that lack a value.
    pub(super) fields: Vec<&'a str>,
    pub(super) ways: Vec<WayView<'a>>,
    /// Whether other fields, as many, lead there too; null where that was not decided.
    pub(super) more: Option<bool>,
}

/// A way there.
#[derive(Serialize)]
pub(super) struct WayView<'a> {
    pub(super) fields: Vec<FieldView<'a>>,
    /// The fields whose text stands for many that would do.
    pub(super) examples: Vec<&'a str>,
    pub(super) steps: usize,
    /// All that is otherwise then, the outcome that is asked for among it.
    pub(super) differences: Vec<DifferenceView>,
    /// What `--if` can be given to see all of it.
    #[serde(rename = "if")]
    pub(super) given: String,
    /// What else is otherwise, in words.
    #[serde(skip)]
    pub(super) also: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn toward(&self, aim: Aim<'a>) -> TowardView<'a> {
        let model = self.words.model;
        let decision = model.decisions.get(aim.goal.decision);
        let (ways, more) = match aim.found {
            Toward::Ways { ways, more } => (ways.as_slice(), *more),
            _ => (&[][..], Some(false)),
        };
        let ways = ways.iter().zip(aim.then);
        TowardView {
            decision: decision.map_or("", |it| it.named.name.as_str()),
            outcome: match (&aim.goal.outcome, decision) {
                (Outcome::Is(value), Some(decision)) => Some(self.shown(value, decision.ty)),
                _ => None,
            },
            state: match aim.found {
                Toward::Already => "already",
                Toward::Ways { .. } => "found",
                Toward::Never(_) => "never",
                Toward::Unusable(_) => "unusable",
                Toward::NotDecided => "not-decided",
            },
            says: self.found_toward(aim),
            fields: match aim.found {
                Toward::Never(fields) => self.field_names(fields),
                Toward::Unusable(field) => self.field_names(&[*field]),
                _ => Vec::new(),
            },
            ways: ways
                .map(|(way, (result, differences))| self.way(aim.goal, way, result, differences))
                .collect(),
            more: match aim.found {
                Toward::NotDecided => None,
                _ => more,
            },
        }
    }

    fn field_names(&self, fields: &[FieldId]) -> Vec<&'a str> {
        let fields = fields.iter();
        let fields = fields.filter_map(|id| self.words.model.fields.get(*id));
        fields.map(|field| field.named.name.as_str()).collect()
    }

    /// What was found, in a sentence.
    fn found_toward(&self, aim: Aim<'_>) -> String {
        let words = &self.words;
        let decision = words.model.decisions.get(aim.goal.decision);
        let name = words.node(crate::model::Node::Decision(aim.goal.decision));
        let outcome = match (&aim.goal.outcome, decision) {
            (Outcome::Is(value), Some(decision)) => words.value(value, decision.ty).to_string(),
            _ => "no outcome".to_owned(),
        };
        let is = self.decided_as(self.answer.result, aim.goal.decision);
        match aim.found {
            Toward::Already => format!("{name} is {outcome} already"),
            Toward::Ways { ways, .. } => {
                let fields = ways.first().map_or(0, |way| way.cells.len());
                let fields = counted(fields as u64, "change", "changes");
                let fewer = match ways.first().is_some_and(|way| way.cells.len() > 1) {
                    true => ", and no fewer do",
                    false => "",
                };
                let lead = if fields.starts_with("1 ") {
                    "leads"
                } else {
                    "lead"
                };
                format!("{name} would be {outcome} (now {is}): {fields} {lead} there{fewer}")
            }
            Toward::Never(fields) if fields.is_empty() => format!(
                "{name} cannot be {outcome} (now {is}): it is that for no lead at all that \
                 keeps the facts"
            ),
            Toward::Never(fields) => {
                let (verb, these) = match fields.len() {
                    1 => ("rules", "nobody can change"),
                    _ => ("rule", "nobody can change"),
                };
                let fields: Vec<String> = fields.iter().map(|id| self.field_as_is(*id)).collect();
                format!(
                    "{name} cannot be {outcome} (now {is}): {}, which {these}, {verb} it out \
                     whatever else is changed",
                    joined(&fields, "and")
                )
            }
            Toward::Unusable(field) => format!(
                "it cannot be told what would lead {name} to {outcome}: {}, and nobody can change \
                 it; put the record right first",
                self.field_as_is(*field)
            ),
            Toward::NotDecided => format!(
                "it was not decided within the budget what would lead {name} to {outcome}; \
                 `--budget` gives the proof more steps"
            ),
        }
    }

    /// "`country` is US".
    fn field_as_is(&self, id: FieldId) -> String {
        let field = self.words.model.fields.get(id);
        let name = field.map_or(String::new(), |it| self.words.named(&it.named).to_string());
        match self.answer.lead.cell(id) {
            Cell::Bad => format!("{name} has no value that can be used"),
            cell => format!("{name} is {}", self.cell(id, cell)),
        }
    }

    fn way(
        &self,
        goal: &Goal,
        way: &'a Way,
        result: &LeadResult,
        differences: &[Difference],
    ) -> WayView<'a> {
        let before = self.answer.result;
        let views: Vec<DifferenceView> = differences
            .iter()
            .map(|it| self.difference((before, result), *it))
            .collect();
        let others = differences.iter().zip(&views);
        let others = others.filter(|(it, _)| **it != Difference::Decision(goal.decision));
        WayView {
            fields: self.fields(&way.cells, self.answer.lead),
            examples: self.field_names(&way.examples),
            steps: way.steps,
            given: self.given(&way.cells),
            also: others
                .map(|(_, it)| format!("{} {} → {}", it.called(), it.from, it.to))
                .collect(),
            differences: views,
        }
    }

    /// Changes as `--if` takes them, behind those that were asked for.
    fn given(&self, cells: &[(FieldId, Cell)]) -> String {
        let model = self.words.model;
        let asked = self.answer.change.map_or(&[][..], |change| change.cells);
        let is_new = |id: FieldId| !cells.iter().any(|(field, _)| *field == id);
        let asked = asked.iter().filter(|(id, _)| is_new(*id));
        let all = asked.chain(cells).filter_map(|(id, cell)| {
            let field = model.fields.get(*id)?;
            Some(format!(
                "{}={}",
                field.named.name,
                given(model, field.ty, cell)
            ))
        });
        all.collect::<Vec<_>>().join(",")
    }
}

/// A value as `--if` takes it.
fn given(model: &Model, ty: Type, cell: &Cell) -> String {
    let Cell::Known(value) = cell else {
        return "missing".to_owned();
    };
    let shown = model.show(value, ty);
    match value {
        value::Value::Set(members) => {
            let names = model.enumeration(ty).map(|it| {
                let names = members.iter().map(|at| plain_or_quoted(it.name(*at)));
                names.collect::<Vec<_>>().join(",")
            });
            format!("{{{}}}", names.unwrap_or_default())
        }
        value::Value::Text(_) | value::Value::Choice(_) => plain_or_quoted(&shown),
        _ => shown,
    }
}

fn plain_or_quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " ._@-+/&".contains(c);
    let plain = text.chars().all(is_plain) && text.trim() == text && !text.is_empty();
    match plain && text != "missing" {
        true => text.to_owned(),
        false => quote(text),
    }
}

/// A text as shells take it.
pub(super) fn for_shell(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_@%+=:,./-".contains(c);
    match text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_take_it_as_one_word() {
        assert_eq!(for_shell("n=5,c=a"), "n=5,c=a");
        assert_eq!(for_shell("m=50000 USD"), "'m=50000 USD'");
        assert_eq!(for_shell("t=\"it's\""), r#"'t="it'\''s"'"#);
    }

    #[test]
    fn texts_keep_their_quotes_where_they_would_be_misread() {
        for (text, written) in [
            ("Head of X", "Head of X"),
            ("a, b", "\"a, b\""),
            ("missing", "\"missing\""),
            ("{a}", "\"{a}\""),
            ("", "\"\""),
            (" a", "\" a\""),
        ] {
            assert_eq!(plain_or_quoted(text), written);
        }
    }
}
