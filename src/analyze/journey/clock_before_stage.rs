//! `clock-before-stage`: the clock of a task starts at a field that may lie before the lead got into
//! the stage, so that the task can be overdue as soon as it exists.

use jiff::SignedDuration;

use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClockStart, FieldId, Stage, StageId, Task, TaskId, Type};
use crate::proof::{Answer, Formula, Prover, View};
use crate::value::Value;

/// A task.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (stage_id, stage): (StageId, &'m Stage),
    (id, task): (TaskId, &'m Task),
) {
    let (ClockStart::Field(field_id), Some(early)) =
        (task.clock(), context.unwritten.early_start(id))
    else {
        return;
    };
    // What the stage clears is written while the lead is in it.
    if stage.clears.contains(&field_id) {
        return;
    }
    let field = context.model.fields.get(field_id);
    let field = field.map_or("", |field| field.named.name.as_str());
    let (name, in_stage) = (&task.named.name, &stage.named.name);
    let exists = context.exists(prover, task);
    let mut there = context.there(prover, stage_id, stage);
    there.push(context.task_is_well(prover, task));
    there.extend(before_stage(
        context,
        prover,
        stage,
        field_id,
        &[there.as_slice(), &[exists]].concat(),
    ));
    there.push(prover.so(early).yes);
    let so_far = [there.as_slice(), &[exists]].concat();
    there.push(context.not_done(prover, task, &so_far));
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
    context.found_as(
        prover,
        &question,
        &leads,
        finding,
        Touches::Journey(JourneyTouches::EarlyStart(id)),
    );
}

/// A lead that got into the stage some days ago, and whose day lies before that: where there is one it
/// is found, while days beside instants of which other facts speak are more than the proof can follow.
fn before_stage<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    stage: &Stage,
    field: FieldId,
    there: &[Formula],
) -> Vec<Formula> {
    let (model, day) = (context.model, SignedDuration::from_hours(24));
    let is_day = model
        .fields
        .get(field)
        .is_some_and(|it| it.ty == Type::Date);
    let ago = |days: i32| context.as_of.checked_sub(day * days).ok();
    let (Some(journey), Some(since), Some(before), true) =
        (model.journeys.get(stage.journey), ago(3), ago(9), is_day)
    else {
        return Vec::new();
    };
    let before = Value::Date(model.zone.date(before));
    let plain = vec![
        prover.field_is(View::ITSELF, journey.since, &Value::Datetime(since)),
        prover.field_is(View::ITSELF, field, &before),
    ];
    match prover.find(&[there, &plain].concat()) {
        Answer::Found => plain,
        Answer::Never(_) | Answer::Undecided => Vec::new(),
    }
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
