//! What other values would change, in words.

use serde::Serialize;

use super::Change;
use super::view::{Value, View};
use crate::model::{Cell, DecisionId, FieldId, Lead, ScoreId};
use crate::report::{Decided, LeadResult};
use crate::value::Number;
use crate::why::Difference;

/// A change, and what it makes otherwise.
#[derive(Serialize)]
pub(super) struct ChangeView<'a> {
    pub(super) fields: Vec<FieldView<'a>>,
    pub(super) differences: Vec<DifferenceView>,
}

/// A field with another value.
#[derive(Serialize)]
pub(super) struct FieldView<'a> {
    pub(super) field: &'a str,
    pub(super) from: Option<Value>,
    pub(super) to: Option<Value>,
    /// Both in words.
    #[serde(skip)]
    pub(super) says: [String; 2],
}

/// Something that is otherwise after a change.
#[derive(Serialize)]
pub(super) struct DifferenceView {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) from: String,
    pub(super) to: String,
}

impl DifferenceView {
    /// What is otherwise, by its kind and name where the name alone does not tell.
    pub(super) fn called(&self) -> String {
        match self.kind {
            "must" | "fact" | "journey" => format!("{} `{}`", self.kind, self.name),
            _ => self.name.clone(),
        }
    }
}

impl<'a> View<'a> {
    pub(super) fn change(&self, change: Change<'a>) -> ChangeView<'a> {
        let differences = change.differences.iter();
        let results = (change.result, self.answer.result);
        ChangeView {
            fields: self.fields(change.cells, change.lead),
            differences: differences
                .map(|difference| self.difference(results, *difference))
                .collect(),
        }
    }

    /// Fields with other values than those of a lead.
    pub(super) fn fields(&self, cells: &[(FieldId, Cell)], lead: Lead<'_>) -> Vec<FieldView<'a>> {
        let model = self.words.model;
        let fields = cells.iter().filter_map(|(id, cell)| {
            let field = model.fields.get(*id)?;
            let before = lead.cell(*id);
            let value = |cell: &Cell| match cell {
                Cell::Known(value) => Some(self.shown(value, field.ty)),
                Cell::Missing | Cell::Bad => None,
            };
            Some(FieldView {
                field: &field.named.name,
                from: value(before),
                to: value(cell),
                says: [self.cell(*id, before), self.cell(*id, cell)],
            })
        });
        fields.collect()
    }

    /// What a field has, in words.
    pub(super) fn cell(&self, id: FieldId, cell: &Cell) -> String {
        let field = self.words.model.fields.get(id);
        match (cell, field) {
            (Cell::Known(value), Some(field)) => self.words.value(value, field.ty).to_string(),
            (Cell::Bad, _) => "no value that can be used".to_owned(),
            _ => "missing".to_owned(),
        }
    }

    pub(super) fn difference(
        &self,
        (before, now): (&LeadResult, &LeadResult),
        difference: Difference,
    ) -> DifferenceView {
        let model = self.words.model;
        let two = |is: bool, yes: &str, no: &str| match is {
            true => (no.to_owned(), yes.to_owned()),
            false => (yes.to_owned(), no.to_owned()),
        };
        let (kind, name, (from, to)) = match difference {
            Difference::Decision(id) => {
                let name = model.decisions.get(id).map(|it| it.named.name.clone());
                let (from, to) = (self.decided_as(before, id), self.decided_as(now, id));
                ("decision", name.unwrap_or_default(), (from, to))
            }
            Difference::Score(id) => {
                let name = model.scores.get(id).map(|it| it.named.name.clone());
                let (from, to) = (self.total(before, id), self.total(now, id));
                ("score", name.unwrap_or_default(), (from, to))
            }
            Difference::Journey(id) => {
                let name = model.journeys.get(id).map(|it| it.named.name.clone());
                let from = self.journey_as(before, id);
                (
                    "journey",
                    name.unwrap_or_default(),
                    (from, self.journey_as(now, id)),
                )
            }
            Difference::Forbidden(id, is) => {
                let name = model.channels.get(id).map(|it| it.name.clone());
                (
                    "channel",
                    name.unwrap_or_default(),
                    two(is, "forbidden", "allowed"),
                )
            }
            Difference::Breach(id, is) => {
                let name = model.musts.get(id).map(|it| it.named.name.clone());
                ("must", name.unwrap_or_default(), two(is, "not met", "met"))
            }
            Difference::BrokenFact(at, is) => {
                let fact = model.facts.get(at);
                let name = fact.map(|fact| self.words.text(fact.condition.span));
                ("fact", name.unwrap_or_default(), two(is, "broken", "kept"))
            }
        };
        DifferenceView {
            kind,
            name,
            from,
            to,
        }
    }

    /// What is decided, in words.
    pub(super) fn decided_as(&self, result: &LeadResult, id: DecisionId) -> String {
        let decision = self.words.model.decisions.get(id);
        let Some((decision, decided)) = decision.zip(result.decisions.get(id.index())) else {
            return String::new();
        };
        match decided {
            Decided::Outcome(value) => {
                let is = self.words.value(value, decision.ty).to_string();
                match result.persons.get(&id) {
                    Some(Some(person)) => format!("{is}: {person}"),
                    Some(None) => format!("{is}, nobody named"),
                    None => is,
                }
            }
            Decided::Nothing => "no outcome".to_owned(),
            Decided::Gap => "not decided: no rule covers the lead".to_owned(),
            Decided::Conflict(_) => "not decided: rules disagree".to_owned(),
            Decided::NotDecided => "cannot be decided".to_owned(),
        }
    }

    /// The total of a score, in words.
    pub(super) fn total(&self, result: &LeadResult, id: ScoreId) -> String {
        let total = result.scores.get(id.index()).copied().flatten();
        let range = self
            .words
            .model
            .scores
            .get(id)
            .and_then(|score| score.range);
        match (total, range) {
            (Some(total), Some((low, high))) if low == Number::ZERO => format!("{total} of {high}"),
            (Some(total), _) => total.to_string(),
            (None, _) => "no total".to_owned(),
        }
    }
}
