//! What another value of some fields would change of what a policy says.

use crate::data::RowInfo;
use crate::eval::Evaluation;
use crate::model::{
    Batch, Cell, ChannelId, DecisionId, FieldId, JourneyId, Lead, Model, MustId, Node, ScoreId,
};
use crate::report::LeadResult;

/// Something that a change makes otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// What is decided, or who the person behind it is.
    Decision(DecisionId),
    /// The total of a score.
    Score(ScoreId),
    /// A channel is forbidden now, or no longer.
    Forbidden(ChannelId, bool),
    /// A duty is not met now, or no longer unmet.
    Breach(MustId, bool),
    /// Where the lead stands in a journey, where it goes or how its tasks stand.
    Journey(JourneyId),
    /// A fact, by its place in the model, is not so now, or is so again.
    BrokenFact(usize, bool),
}

impl Difference {
    /// The decision or score.
    #[must_use]
    pub fn node(self) -> Option<Node> {
        match self {
            Difference::Decision(id) => Some(Node::Decision(id)),
            Difference::Score(id) => Some(Node::Score(id)),
            Difference::Forbidden(..)
            | Difference::Breach(..)
            | Difference::Journey(_)
            | Difference::BrokenFact(..) => None,
        }
    }

    /// Whether it is of a prohibition, a duty or a fact.
    #[must_use]
    pub fn is_duty(self) -> bool {
        match self {
            Difference::Forbidden(..) | Difference::Breach(..) | Difference::BrokenFact(..) => true,
            Difference::Decision(_) | Difference::Score(_) | Difference::Journey(_) => false,
        }
    }
}

/// A lead with other values in some fields, without the problems that its record has there.
#[must_use]
pub fn changed(
    model: &Model,
    lead: Lead<'_>,
    info: &RowInfo,
    changes: &[(FieldId, Cell)],
) -> (Batch, RowInfo) {
    let batch = with(model, lead, changes);
    let mut info = info.clone();
    let stays = |field: Option<FieldId>| !changes.iter().any(|(id, _)| field == Some(*id));
    info.problems.retain(|problem| stays(problem.field));
    (batch, info)
}

/// A lead with other values in some fields.
pub(super) fn with(model: &Model, lead: Lead<'_>, changes: &[(FieldId, Cell)]) -> Batch {
    let cell = |id: FieldId| {
        let change = changes.iter().find(|(field, _)| *field == id);
        change.map_or_else(|| lead.cell(id).clone(), |(_, cell)| cell.clone())
    };
    let mut batch = Batch::new(model.fields.len());
    batch.push(model.fields.iter().map(|(id, _)| cell(id)));
    batch
}

/// What is otherwise in the second of two results: decisions and scores in the order of the model,
/// then journeys, channels, duties and facts.
#[must_use]
pub fn differences(
    model: &Model,
    (before, was): (&LeadResult, &Evaluation),
    (after, is): (&LeadResult, &Evaluation),
) -> Vec<Difference> {
    let mut found = Vec::new();
    let decisions = before.decisions.iter().zip(&after.decisions);
    for ((id, _), (before_it, after_it)) in model.decisions.iter().zip(decisions) {
        if before_it != after_it || before.persons.get(&id) != after.persons.get(&id) {
            found.push(Difference::Decision(id));
        }
    }
    let scores = before.scores.iter().zip(&after.scores);
    for ((id, _), (before, after)) in model.scores.iter().zip(scores) {
        if before != after {
            found.push(Difference::Score(id));
        }
    }
    let journeys = was.journeys.iter().zip(&is.journeys);
    for (was, is) in journeys {
        if was != is {
            found.push(Difference::Journey(is.journey));
        }
    }
    for (id, _) in model.channels.iter() {
        if was.forbids(id) != is.forbids(id) {
            found.push(Difference::Forbidden(id, is.forbids(id)));
        }
    }
    for (id, _) in model.musts.iter() {
        let now = is.breaches.contains(&id);
        if was.breaches.contains(&id) != now {
            found.push(Difference::Breach(id, now));
        }
    }
    for (at, _) in model.facts.iter().enumerate() {
        let now = is.broken_facts.contains(&at);
        if was.broken_facts.contains(&at) != now {
            found.push(Difference::BrokenFact(at, now));
        }
    }
    found
}
