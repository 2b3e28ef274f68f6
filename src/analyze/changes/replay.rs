//! A lead for which two policies differ, looked at once more in each of them as it stands: they are
//! compared in one model that is made of both, and what that says has to be what they say.

use super::Sides;
use crate::eval::{DecidedOutcome, Evaluation, evaluate};
use crate::model::{Batch, Cell, DecisionId, FieldId, Lead, Model, Node, Type};
use crate::value::{Instant, Value};

impl Sides<'_> {
    /// Whether each of the policies decides of a lead, and gives it as many points, as in the model
    /// of both.
    pub(super) fn confirm(&self, both: &Model, lead: Lead<'_>, as_of: Instant) -> bool {
        let evaluation = evaluate(both, lead, as_of);
        let of_new: Vec<FieldId> = self.new.fields.iter().map(|(id, _)| id).collect();
        let sides = [
            (self.old, self.beside.old.fields.as_slice(), true),
            (self.new, of_new.as_slice(), false),
        ];
        sides.into_iter().all(|(side, fields, is_old)| {
            let Some(batch) = lead_of(side, both, lead, fields) else {
                return false;
            };
            let alone = evaluate(side, batch.lead(0), as_of);
            let nodes = side.order.iter().copied();
            let mut pairs = nodes.filter_map(|node| Some((node, self.in_both(node, is_old)?)));
            pairs.all(|(node, joined)| match (node, joined) {
                (Node::Decision(id), Node::Decision(joined)) => {
                    agree(said(side, &alone, id), said(both, &evaluation, joined))
                }
                (Node::Score(id), Node::Score(joined)) => {
                    agree(alone.score(id).total, evaluation.score(joined).total)
                }
                _ => true,
            })
        })
    }

    /// Where a thing of one policy is in the model of both.
    fn in_both(&self, node: Node, is_old: bool) -> Option<Node> {
        let places = &self.beside.old;
        match node {
            node if !is_old => Some(node),
            Node::Decision(id) => places.decisions.get(&id).copied().map(Node::Decision),
            Node::Score(id) => places.scores.get(&id).copied().map(Node::Score),
            Node::Define(_) => None,
        }
    }
}

/// Whether two things are the same, as far as both came out. What means the same in both policies is
/// read as it stands in the newer one, and may stop there at something that did not come out.
fn agree<T: PartialEq>(alone: Option<T>, joined: Option<T>) -> bool {
    alone
        .zip(joined)
        .is_none_or(|(alone, joined)| alone == joined)
}

/// What is decided, by the names that it has; none where the decision is stopped.
fn said(model: &Model, evaluation: &Evaluation, id: DecisionId) -> Option<String> {
    let ty = model.decisions.get(id)?.ty;
    Some(match &evaluation.decision(id).outcome {
        DecidedOutcome::Value(value) => format!("is {}", model.show(value, ty)),
        DecidedOutcome::Nothing => "nothing".to_owned(),
        DecidedOutcome::Gap => "gap".to_owned(),
        DecidedOutcome::Conflict(_) => "conflict".to_owned(),
        DecidedOutcome::Stopped => return None,
    })
}

/// A lead of the model of both as one policy has it; none where that has no such value.
fn lead_of(side: &Model, both: &Model, lead: Lead<'_>, fields: &[FieldId]) -> Option<Batch> {
    let mut cells = Vec::new();
    for ((_, field), joined) in side.fields.iter().zip(fields) {
        cells.push(match lead.cell(*joined) {
            Cell::Known(value) => {
                let ty = both.fields.get(*joined)?.ty;
                Cell::Known(value_of(side, field.ty, both, ty, value)?)
            }
            cell => cell.clone(),
        });
    }
    let mut batch = Batch::new(side.fields.len());
    batch.push(cells);
    Some(batch)
}

/// A value under the number that it has in one policy.
fn value_of(side: &Model, ty: Type, both: &Model, joined: Type, value: &Value) -> Option<Value> {
    let place = |at: u32| {
        let name = both.enumeration(joined)?.name(at);
        side.enumeration(ty)?.find(name)
    };
    Some(match value {
        Value::Choice(at) => Value::Choice(place(*at)?),
        Value::Set(members) => {
            let members = members.iter().map(|at| place(*at));
            Value::Set(members.collect::<Option<_>>()?)
        }
        value => value.clone(),
    })
}
