//! The questions about the time of tasks, one task after another.

use super::instants::Instants;
use super::{
    clock_before_stage, clock_may_not_start, deadline_too_late, no_deadline, no_working_hours,
    steps_to_whom, steps_too_early,
};
use crate::analyze::context::Context;
use crate::diagnostic::Code;
use crate::model::{JourneyId, Stage, StageId, Task, TaskId};
use crate::proof::Prover;

/// The tasks of a stage.
pub(super) fn of_tasks<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    let mut instants = Instants::default();
    for task_id in &stage.tasks {
        let Some(task) = context.model.tasks.get(*task_id) else {
            continue;
        };
        if context.asks(Code::NoDeadline) {
            no_deadline::of_task(context, *task_id, task);
        }
        if context.asks(Code::ClockMayNotStart) {
            clock_may_not_start::of_task(context, prover, (id, stage), (*task_id, task));
        }
        if context.asks(Code::ClockBeforeStage) {
            clock_before_stage::of_task(context, prover, (id, stage), (*task_id, task));
        }
        if context.asks(Code::DeadlineTooLate) || context.asks(Code::NoWorkingHours) {
            of_clock(
                context,
                prover,
                &mut instants,
                (id, stage),
                (*task_id, task),
            );
        }
    }
}

/// What hangs on the calendars of those who do a task.
fn of_clock<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    instants: &mut Instants,
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
) {
    let courses = context.courses(instants, task.0, task.1);
    if context.asks(Code::DeadlineTooLate) {
        deadline_too_late::of_task(context, prover, (instants, &courses), stage, task);
        steps_too_early::of_task(context, prover, &courses, stage, task);
        steps_to_whom::of_task(context, prover, &courses, stage, task);
    }
    if context.asks(Code::NoWorkingHours) {
        no_working_hours::of_task(context, prover, &courses, stage, task);
    }
}

/// What is asked of a journey once, and not of each task.
pub(super) fn of_journey(context: &mut Context<'_>, id: JourneyId) {
    if context.asks(Code::ClockMayNotStart) {
        clock_may_not_start::of_journey(context, id);
    }
}

/// Policies for tests.
#[cfg(test)]
pub(super) mod testing {
    /// A policy with two roles, two stages and these tasks, or moves, in the first of them.
    pub(in crate::analyze::journey) fn policy(more: &str, tasks: &str) -> String {
        format!(
            "policy \"Demand\" {{ time zone \"Europe/Dublin\" working hours mon..fri 09:00..18:00 }}\n\
             team sales \"Sales\" {{ role rep, boss, other }}\n\
             lead {{\n\
             email: text key\n\
             asked_at: datetime\n\
             hot: boolean required\n\
             called_at: datetime\n\
             stage: one of new | won | lost required\n\
             since_when: datetime required\n\
             }}\n\
             {more}\n\
             journey path tracks stage since since_when {{\n\
             stage new start {{ accountable rep\n{tasks}\n\
             to won when called_at is known and hot }}\n\
             stage won end\n\
             stage lost end\n\
             }}\n"
        )
    }
}
