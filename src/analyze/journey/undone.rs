//! The leads that have something to be done for them: they stay in the stage, and the task is not done.

use crate::analyze::context::Context;
use crate::model::{
    ClockStart, Condition, ConditionKind, Done, FieldId, Operand, OperandKind, Stage, StageId,
    Task, Type,
};
use crate::proof::{Formula, Prover, View};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::Value;

impl<'m> Context<'m> {
    /// The leads in a stage for which a task is not done, where it exists for them. Those that leave
    /// the stage at once are not among them: nobody gets to do anything for them.
    pub(super) fn undone(
        &self,
        prover: &mut Prover<'m>,
        (id, stage): (StageId, &'m Stage),
        task: &'m Task,
    ) -> Vec<Formula> {
        let mut leads = self.there(prover, id, stage);
        leads.push(self.ways(prover, View::ITSELF, id, stage).stays(prover));
        leads.push(self.is_not_done(prover, stage, task));
        let conditions: Vec<_> = task.conditions().collect();
        leads.push(prover.well_for(&conditions));
        leads
    }

    /// A task exists.
    pub(super) fn exists(&self, prover: &mut Prover<'m>, task: &'m Task) -> Formula {
        match &task.when {
            Some(when) => prover.so(when).yes,
            None => prover.always(),
        }
    }

    /// Nothing says that a task is done, or what does lies ahead, or before its clock starts. Of a
    /// clock that waits for another task only the first two are asked.
    fn is_not_done(&self, prover: &mut Prover<'m>, stage: &Stage, task: &'m Task) -> Formula {
        let field = match &task.done {
            None => return prover.always(),
            Some(Done::When(condition)) => return !prover.so(condition).yes,
            Some(Done::At(field)) => *field,
        };
        let done = self.moment(field, task.named.span);
        let now = match done.ty {
            Type::Date => Value::Date(self.model.zone.date(self.as_of)),
            _ => Value::Datetime(self.as_of),
        };
        let now = Operand {
            kind: OperandKind::Constant(now),
            ty: done.ty,
            span: done.span,
        };
        let ahead = compared(now, done.clone());
        let mut parts = vec![prover.field_missing(field), prover.so(&ahead).yes];
        let start = match task.deadline.as_ref().map(|it| it.clock) {
            Some(ClockStart::Field(start)) => Some(start),
            Some(ClockStart::EndOf(_)) => None,
            Some(ClockStart::Entry) | None => {
                let journey = self.model.journeys.get(stage.journey);
                journey.map(|journey| journey.since)
            }
        };
        if let Some(start) = start {
            let before = compared(done, self.moment(start, task.named.span));
            parts.extend([prover.field_missing(start), prover.so(&before).yes]);
        }
        prover.any(&parts)
    }

    fn moment(&self, field: FieldId, span: Span) -> Operand {
        let ty = self.model.fields.get(field).map(|field| field.ty);
        Operand {
            kind: OperandKind::Field(field),
            ty: ty.unwrap_or(Type::Datetime),
            span,
        }
    }
}

/// One moment lies before another.
fn compared(one: Operand, other: Operand) -> Condition {
    let span = one.span;
    Condition {
        kind: ConditionKind::Compare(one, CompareOp::Less, other),
        span,
    }
}
