//! `clock-before-stage`: the clock of a task starts at a field that may lie before the lead got into
//! the stage, so that the task can be overdue as soon as it exists.

use super::question::Question;
use crate::analyze::Touches;
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClockStart, Stage, StageId, Task, TaskId};
use crate::proof::Prover;

/// A task.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (stage_id, stage): (StageId, &'m Stage),
    (id, task): (TaskId, &'m Task),
) {
    let (ClockStart::Field(field), Some(early)) = (task.clock(), context.unwritten.early_start(id))
    else {
        return;
    };
    // What the stage clears is written while the lead is in it.
    if stage.clears.contains(&field) {
        return;
    }
    let field = context.model.fields.get(field);
    let field = field.map_or("", |field| field.named.name.as_str());
    let (name, in_stage) = (&task.named.name, &stage.named.name);
    let exists = context.exists(prover, task);
    let mut there = context.there(prover, stage_id, stage);
    there.push(context.task_is_well(prover, task));
    there.push(context.not_done(prover, task));
    there.push(prover.so(early).yes);
    let question = Question {
        code: Code::ClockBeforeStage,
        kind: "task",
        name: context.model.task_name(id),
        span: early.span,
        whether: format!("the clock of `{name}` can start before a lead is in `{in_stage}`"),
        target: exists,
        there,
        conditions: context.conditions_of_task(id),
        values: Vec::new(),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("the clock of `{name}` starts before the lead is in `{in_stage}`");
    let (mut shown, _) = context.shown_of(&leads, &shows);
    // That the clock starts before is in the sentence already.
    shown.cases.retain(|case| !case.parts.is_empty());
    let message = format!(
        "the clock of `{name}` starts at `{field}`, which may lie before the lead got into \
         `{in_stage}`: the task can be overdue as soon as it is there"
    );
    let finding = Diagnostic::new(question.code, question.span, message)
        .here("may lie before the stage")
        .help(format!(
            "leave `of {field}` out: then the clock starts when the lead gets into `{in_stage}`; if \
             it is to count from before, say so with `accept`"
        ))
        .demonstrated(shown);
    context.found_as(prover, &question, &leads, finding, Touches::EarlyStart(id));
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(when: &str) -> String {
        let task = format!(
            "task call {when} {{ responsible rep within 2 days of asked_at done at called_at }}"
        );
        found_of("clock-before-stage", &policy("", &task))
    }

    #[test]
    fn a_field_that_may_lie_before_the_stage() {
        let early = "clock-before-stage: the clock of `call` starts at `asked_at`, which may lie \
                     before the lead got into `new`: the task can be overdue as soon as it is \
                     there\n";
        assert_eq!(found(""), format!("{early}  lead \n"));
        assert_eq!(
            found("when hot"),
            format!("{early}  case hot yes\n  lead hot yes\n")
        );
    }

    #[test]
    fn a_field_that_never_does() {
        assert_eq!(found("when asked_at >= since_when"), "");
        let task = "task call { responsible rep within 2 days of asked_at done at called_at }";
        let text = policy("", task).replace(
            "since_when: datetime required\n",
            "since_when: datetime required\nfact asked_at >= since_when\n",
        );
        assert_eq!(found_of("clock-before-stage", &text), "");
    }

    #[test]
    fn what_the_stage_clears_is_written_in_it() {
        let task = "clears asked_at\ntask call { responsible rep within 2 days of asked_at }";
        assert_eq!(found_of("clock-before-stage", &policy("", task)), "");
    }
}
