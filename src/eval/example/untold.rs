//! What the evaluator cannot tell yet of a story: all that the moves of a journey may change.
//!
//! The one place that knows of it; once stories are moved along their journeys, it goes.

use std::collections::BTreeSet;

use crate::model::{
    Condition, Example, FieldId, Model, Operand, OperandKind, Part, StepKind, Subject,
};

/// The first step of an example that hangs on the moves of a journey.
pub(super) fn first(model: &Model, example: &Example) -> Option<usize> {
    let moved = moved_fields(model);
    if moved.is_empty() {
        return None;
    }
    let mut described = false;
    example.steps.iter().position(|step| match &step.kind {
        StepKind::AsOf(_) => false,
        // The lead itself is set first; what is set later happens on its way.
        StepKind::Set(_) => std::mem::replace(&mut described, true),
        StepKind::Later(_) | StepKind::ExpectTask(..) | StepKind::ExpectTold(..) => true,
        StepKind::ExpectValue(subject, _) | StepKind::ExpectKnown(subject) => {
            let kind = match *subject {
                Subject::Field(id) => return moved.contains(&id),
                Subject::Define(id) => OperandKind::Define(id),
                Subject::Score(id) => OperandKind::Score(id),
                Subject::Decision(id) => OperandKind::Decision(id),
            };
            hangs_on(model, |look| look.operand(&kind), &moved)
        }
        StepKind::ExpectForbidden(channel, _) => {
            let forbids = model.forbids.iter();
            let forbids = forbids.filter(|forbid| forbid.channel == *channel);
            let mut conditions =
                forbids.flat_map(|forbid| forbid.when.iter().chain(&forbid.unless));
            conditions.any(|it| hangs_on(model, |look| look.condition(it), &moved))
        }
        StepKind::ExpectBreach(must, _) => {
            let must = model.musts.get(*must).into_iter();
            let mut conditions = must.flat_map(|it| std::iter::once(&it.condition).chain(&it.when));
            conditions.any(|it| hangs_on(model, |look| look.condition(it), &moved))
        }
    })
}

/// The fields that moves change.
fn moved_fields(model: &Model) -> BTreeSet<FieldId> {
    let journeys = model.journeys.values();
    let journeys = journeys.flat_map(|journey| [journey.tracks, journey.since]);
    let stages = model.stages.values();
    let stages = stages.flat_map(|stage| stage.clears.iter().chain(&stage.counts).copied());
    journeys.chain(stages).collect()
}

fn hangs_on(model: &Model, start: impl FnOnce(&mut Look), moved: &BTreeSet<FieldId>) -> bool {
    let mut look = Look::default();
    start(&mut look);
    let mut seen = BTreeSet::new();
    while let Some(node) = look.waiting.pop() {
        if seen.insert(node) {
            model.walk_node(node, &mut |part| look.part(part));
        }
    }
    !look.fields.is_disjoint(moved)
}

/// The fields that something reads, and the nodes that are still to be looked at.
#[derive(Default)]
struct Look {
    fields: BTreeSet<FieldId>,
    waiting: Vec<crate::model::Node>,
}

impl Look {
    fn condition(&mut self, condition: &Condition) {
        condition.walk(&mut |part| self.part(part));
    }

    fn part(&mut self, part: Part<'_>) {
        if let Part::Operand(Operand { kind, .. }) = part {
            self.operand(kind);
        }
    }

    fn operand(&mut self, kind: &OperandKind) {
        match kind {
            OperandKind::Field(id) => {
                self.fields.insert(*id);
            }
            OperandKind::Define(id) => self.waiting.push(crate::model::Node::Define(*id)),
            OperandKind::Score(id) => self.waiting.push(crate::model::Node::Score(*id)),
            OperandKind::Decision(id) => self.waiting.push(crate::model::Node::Decision(*id)),
            _ => {}
        }
    }
}
