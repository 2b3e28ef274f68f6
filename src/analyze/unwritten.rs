//! Conditions that no text says, and that journeys have all the same: how long a lead has been in its
//! stage, and who somebody is. Findings speak of them as of those that are written.

use std::collections::BTreeMap;

use crate::model::{
    Condition, ConditionKind, DecisionId, FieldId, JourneyId, Model, Operand, OperandKind, RoleId,
    StageId, Target, Type,
};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::{Duration, Value};

/// What findings call the time that a lead has been in its stage.
pub(super) const TIME_IN_STAGE: &str = "time in the stage";

/// The conditions that journeys have and no text says.
#[derive(Debug, Default)]
pub(super) struct Unwritten {
    /// The lead has got into its stage, and not only later than now.
    arrived: BTreeMap<JourneyId, Condition>,
    /// The least time in the stage is over, by the stage and the place of the move.
    after: BTreeMap<(StageId, usize), Condition>,
    /// The decisions that say where moves lead, as values.
    decisions: BTreeMap<DecisionId, Operand>,
    /// The fields that say who has a role, as values.
    persons: BTreeMap<RoleId, Operand>,
}

impl Unwritten {
    pub(super) fn new(model: &Model) -> Unwritten {
        let mut unwritten = Unwritten::default();
        for (id, role) in model.roles.iter() {
            if let Some(field) = role.named_in {
                unwritten
                    .persons
                    .insert(id, person(model, field, role.named.span));
            }
        }
        for (id, journey) in model.journeys.iter() {
            let arrived = since(
                journey.since,
                Duration::Elapsed { seconds: 0 },
                journey.named.span,
            );
            unwritten.arrived.insert(id, arrived);
            for stage in &journey.stages {
                let moves = model.stages.get(*stage).into_iter();
                let moves = moves.flat_map(|it| it.moves.iter().enumerate());
                for (place, it) in moves {
                    if let Target::Decision(id) = it.target {
                        let decision = decision(model, id, it.span);
                        unwritten.decisions.insert(id, decision);
                    }
                    if let Some(after) = it.after {
                        let over = since(journey.since, after, it.span);
                        unwritten.after.insert((*stage, place), over);
                    }
                }
            }
        }
        unwritten
    }

    /// The lead has got into its stage of a journey, and not only later than now.
    pub(super) fn arrived(&self, journey: JourneyId) -> Option<&Condition> {
        self.arrived.get(&journey)
    }

    /// The least time in the stage of a move is over; none where it has no such time.
    pub(super) fn after(&self, stage: StageId, place: usize) -> Option<&Condition> {
        self.after.get(&(stage, place))
    }

    /// What a decision yields that says where a move leads.
    pub(super) fn decision(&self, id: DecisionId) -> Option<&Operand> {
        self.decisions.get(&id)
    }

    /// The field that says who has a role.
    pub(super) fn person(&self, id: RoleId) -> Option<&Operand> {
        self.persons.get(&id)
    }

    /// Whether an operand is the time that a lead has been in its stage, as no text says it.
    pub(super) fn is_time_in_stage(&self, operand: &Operand) -> bool {
        let all = self.arrived.values().chain(self.after.values());
        all.flat_map(Condition::operands)
            .any(|known| std::ptr::eq(known, operand))
    }
}

fn decision(model: &Model, id: DecisionId, span: Span) -> Operand {
    let ty = model.decisions.get(id).map(|decision| decision.ty);
    Operand {
        kind: OperandKind::Decision(id),
        ty: ty.unwrap_or(Type::Text),
        span,
    }
}

fn person(model: &Model, id: FieldId, span: Span) -> Operand {
    let ty = model.fields.get(id).map(|field| field.ty);
    Operand {
        kind: OperandKind::Field(id),
        ty: ty.unwrap_or(Type::Text),
        span,
    }
}

/// It has been so long since a field.
fn since(field: FieldId, least: Duration, span: Span) -> Condition {
    let operand = |kind, ty| Operand { kind, ty, span };
    let moment = operand(OperandKind::Field(field), Type::Datetime);
    let age = operand(OperandKind::Since(Box::new(moment)), Type::Duration);
    let least = operand(
        OperandKind::Constant(Value::Duration(least)),
        Type::Duration,
    );
    Condition {
        kind: ConditionKind::Compare(age, CompareOp::AtLeast, least),
        span,
    }
}
