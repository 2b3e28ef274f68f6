//! The leads for whom a task is open: it exists, and is not done.

use crate::analyze::context::{Context, conditions_of};
use crate::analyze::unwritten::field_operand;
use crate::model::{
    ClockStart, Condition, ConditionKind, Done, FieldId, Model, Node, Operand, OperandKind, Stage,
    StageId, Task, TaskId, Type,
};
use crate::proof::{Answer, Formula, Prover, View};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::{Duration, Value};

impl<'m> Context<'m> {
    /// The task is not done by now, if it exists. Where a field says when it was done, what lies before
    /// the start of its clock does not count; that is looked at only if the field has to be filled in
    /// for leads that are as `there` says.
    pub(super) fn not_done(
        &self,
        prover: &mut Prover<'m>,
        task: &'m Task,
        there: &[Formula],
    ) -> Formula {
        if let Some(Done::At(field)) = &task.done {
            let missing = prover.field_missing(*field);
            if prover.find(&[there, &[missing]].concat()) == Answer::Found {
                return missing;
            }
        }
        self.undone(prover, task)
    }

    /// The task is not done by now, if it exists, whatever the field says that tells when it was.
    pub(super) fn undone(&self, prover: &mut Prover<'m>, task: &'m Task) -> Formula {
        match &task.done {
            None => prover.always(),
            Some(Done::When(done)) => !prover.so(done).yes,
            Some(Done::At(field)) => self.not_done_at(prover, task, *field),
        }
    }

    /// The leads in a stage for which a task is not done, where it exists for them. Those that leave
    /// the stage at once are not among them: nobody gets to do anything for them.
    pub(super) fn there_undone(
        &self,
        prover: &mut Prover<'m>,
        (id, stage): (StageId, &'m Stage),
        task: &'m Task,
    ) -> Vec<Formula> {
        let mut leads = self.there(prover, id, stage);
        let ways = self.ways(prover, View::ITSELF, id, stage);
        leads.push(ways.stays(prover));
        leads.push(self.undone(prover, task));
        let conditions: Vec<_> = task.conditions().collect();
        leads.push(prover.well_for(&conditions));
        leads
    }

    /// The task exists for the lead.
    pub(super) fn exists(&self, prover: &mut Prover<'m>, task: &'m Task) -> Formula {
        let when = task.when.as_ref();
        when.map_or(prover.always(), |when| prover.so(when).yes)
    }

    /// Nothing that a task hangs on is in a gap or a conflict.
    pub(super) fn task_is_well(&self, prover: &mut Prover<'m>, task: &'m Task) -> Formula {
        let conditions: Vec<_> = task.conditions().collect();
        let mut well = vec![prover.well_for(&conditions)];
        well.extend(task.operands().map(|of| is_well(prover, of)));
        prover.all(&well)
    }

    fn not_done_at(&self, prover: &mut Prover<'m>, task: &Task, field: FieldId) -> Formula {
        let missing = prover.field_missing(field);
        let done = field_operand(self.model, field, task.named.span);
        let to_come = prover.so(&in_future(&done)).yes;
        let mut parts = vec![missing, to_come];
        if let Some(start) = start_field(self.model, task) {
            let start = field_operand(self.model, start, task.named.span);
            parts.push(prover.missing(&start));
            let before = ConditionKind::Compare(done, CompareOp::Less, start);
            let span = task.named.span;
            parts.push(prover.so(&Condition { kind: before, span }).yes);
        }
        prover.any(&parts)
    }

    /// What it hangs on which value something has that a task names: the conditions of the rules of a
    /// decision.
    pub(super) fn conditions_behind(&self, of: &Operand) -> Vec<&'m Condition> {
        let decision = match of.kind {
            OperandKind::Decision(id) => self.model.decisions.get(id),
            _ => None,
        };
        decision.map_or(Vec::new(), conditions_of)
    }

    /// What it hangs on whether a task is open.
    pub(super) fn conditions_of_task(&self, id: TaskId) -> Vec<&'m Condition> {
        let task = self.model.tasks.get(id).into_iter();
        task.flat_map(Task::conditions).collect()
    }
}

/// The field that says when the clock of a task starts; none where it is bound to the end of a task
/// that says no instant.
pub(super) fn start_field(model: &Model, task: &Task) -> Option<FieldId> {
    match task.clock() {
        ClockStart::Entry => {
            let journey = model.stages.get(task.stage)?.journey;
            model.journeys.get(journey).map(|journey| journey.since)
        }
        ClockStart::Field(field) => Some(field),
        ClockStart::EndOf(other) => match model.tasks.get(other)?.done {
            Some(Done::At(field)) => Some(field),
            Some(Done::When(_)) | None => None,
        },
    }
}

/// The lead gets this value of what a task names: of who does it, or of how long something takes.
/// Nothing where it gets none.
pub(super) fn yields(
    prover: &mut Prover<'_>,
    model: &Model,
    of: &Operand,
    value: Option<&Value>,
) -> Formula {
    let Some(value) = value else {
        return prover.missing(of);
    };
    match &of.kind {
        OperandKind::Constant(it) => match it == value {
            true => prover.always(),
            false => prover.never(),
        },
        OperandKind::Define(id) => match model.defines.get(*id) {
            Some(define) => yields(prover, model, &define.value, Some(value)),
            None => prover.never(),
        },
        OperandKind::Decision(id) => prover.outcome_is(*id, value),
        OperandKind::FirstKnown(parts) => {
            let (mut any, mut before) = (Vec::new(), Vec::new());
            for part in parts {
                let is = yields(prover, model, part, Some(value));
                let first = prover.all(&before);
                any.push(prover.all(&[is, first]));
                before.push(yields(prover, model, part, None));
            }
            prover.any(&any)
        }
        OperandKind::Nothing
        | OperandKind::Field(_)
        | OperandKind::Score(_)
        | OperandKind::Sum(_)
        | OperandKind::Scaled(..)
        | OperandKind::Since(_)
        | OperandKind::Until(_)
        | OperandKind::Domain(_)
        | OperandKind::Truth(_) => prover.never(),
    }
}

fn is_well(prover: &mut Prover<'_>, of: &Operand) -> Formula {
    match of.kind {
        OperandKind::Decision(id) => prover.well(Node::Decision(id)),
        OperandKind::Define(id) => prover.well(Node::Define(id)),
        _ => prover.always(),
    }
}

fn in_future(of: &Operand) -> Condition {
    let span: Span = of.span;
    let age = Operand {
        kind: OperandKind::Since(Box::new(of.clone())),
        ty: Type::Duration,
        span,
    };
    let none = Operand {
        kind: OperandKind::Constant(Value::Duration(Duration::Elapsed { seconds: 0 })),
        ty: Type::Duration,
        span,
    };
    Condition {
        kind: ConditionKind::Compare(age, CompareOp::Less, none),
        span,
    }
}
