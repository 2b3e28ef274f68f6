//! The smallest changes of a lead that lead to an outcome, by the proof: fewest fields, of these the
//! fewest that become missing, and of these the fewest steps. Each is looked at once more by the
//! evaluator.
//!
//! | file | purpose |
//! | --- | --- |
//! | `goal` | [`Goal`]: an outcome of a decision, and those that a policy has |
//! | `search` | the fields to change |
//! | `values` | their nearest values |

mod goal;
mod search;
mod values;

pub use goal::{Goal, Outcome, goals};

use super::Case;
use crate::eval::evaluate;
use crate::model::{Cell, FieldId, Model, Node, Type};
use crate::proof::Ground;
use search::Search;

/// The most ways that are told.
const MOST_WAYS: usize = 3;

/// What leads a lead to an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toward {
    /// It has it already.
    Already,
    /// These do, the smallest first, and nothing smaller does.
    Ways {
        /// The first few, all of as many fields.
        ways: Vec<Way>,
        /// Whether other fields, as many, lead there too; none where that was not decided.
        more: Option<bool>,
    },
    /// Nothing does: these fields, which nobody can change, rule it out together, whatever the
    /// others are. Without any, no lead at all has this outcome.
    Never(Vec<FieldId>),
    /// This field cannot be changed, and has no value that can be used.
    Unusable(FieldId),
    /// It was not decided within the budget.
    NotDecided,
}

/// Other values of some fields, with which a lead has an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The fields and their new values, in the order of the schema.
    pub cells: Vec<(FieldId, Cell)>,
    /// Those of them whose text stands for many that would do, as the policy names none.
    pub examples: Vec<FieldId>,
    /// How many of them become missing.
    pub emptied: usize,
    /// How many steps it takes in all.
    pub steps: usize,
}

/// Whether a field tells of what is past, or of who the lead is, so that nobody can change it.
#[must_use]
pub fn is_settled(model: &Model, field: FieldId) -> bool {
    model
        .fields
        .get(field)
        .is_some_and(|it| it.key || it.fixed || matches!(it.ty, Type::Date | Type::Datetime))
}

/// Looks for the smallest changes that lead to a goal, among leads that break no fact and for which
/// all that the decision reads is decided; so many steps of work may be taken.
#[must_use]
pub fn toward(case: Case<'_>, goal: &Goal, budget: u64) -> Toward {
    if goal.is_met(case.evaluation) {
        return Toward::Already;
    }
    let ground = Ground::new(case.model, case.as_of);
    let behind = ground.fields_behind(Node::Decision(goal.decision));
    let is_bad = |field: &FieldId| *case.lead.cell(*field) == Cell::Bad;
    let mut unusable = behind
        .iter()
        .filter(|field| is_settled(case.model, **field));
    if let Some(field) = unusable.find(|field| is_bad(field)) {
        return Toward::Unusable(*field);
    }
    let mut search = Search::new(&ground, case.lead, goal, budget, &behind);
    let fewest = match search.fewest() {
        Ok(Ok(fewest)) => fewest,
        Ok(Err(settled)) => return Toward::Never(settled),
        Err(_) => return Toward::NotDecided,
    };
    let mut ways: Vec<Way> = Vec::new();
    let more = loop {
        match search.way(fewest) {
            Ok(None) => break Some(false),
            Ok(Some(_)) if ways.len() == MOST_WAYS => break Some(true),
            Ok(Some(way)) if confirmed(case, goal, &way) => ways.push(way),
            Ok(Some(_)) | Err(_) => break None,
        }
    };
    match ways.is_empty() {
        true => Toward::NotDecided,
        false => Toward::Ways { ways, more },
    }
}

/// Whether the evaluator says the same of a lead that the proof has found.
fn confirmed(case: Case<'_>, goal: &Goal, way: &Way) -> bool {
    let batch = super::change::with(case.model, case.lead, &way.cells);
    let evaluation = evaluate(case.model, batch.lead(0), case.as_of);
    let differs = |(field, cell): &(FieldId, Cell)| case.lead.cell(*field) != cell;
    let all_differ = way.cells.iter().all(differs);
    all_differ && goal.is_met(&evaluation) && evaluation.broken_facts.is_empty()
}

#[cfg(test)]
mod tests;
