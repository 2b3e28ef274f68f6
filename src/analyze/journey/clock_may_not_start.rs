//! `clock-may-not-start`: the clock of a task that a lead has may never start, so that the task is
//! never due.
//!
//! A clock that waits for the end of another task is normal; one that waits for a task which the lead
//! does not have is not.

use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ClockStart, JourneyId, Stage, StageId, Task, TaskId};
use crate::proof::{Formula, Prover};

/// A task whose clock starts at a field, or with the end of another task. That of the clock that
/// starts with the stage is asked once a journey: see [`of_journey`].
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (stage_id, stage): (StageId, &'m Stage),
    (id, task): (TaskId, &'m Task),
) {
    let there = context.there(prover, stage_id, stage);
    match task.clock() {
        ClockStart::Entry => {}
        ClockStart::Field(_) => {
            missing_start(context, prover, (stage, there), (id, task), 0);
        }
        ClockStart::EndOf(other) => {
            let before = context.model.tasks.get(other);
            if let Some(before) = before.filter(|it| it.stage == stage_id) {
                no_such_task(context, prover, there, (id, task), before);
            }
        }
    }
}

/// The tasks of a journey whose clocks start when leads get into their stages.
pub(super) fn of_journey(context: &mut Context<'_>, id: JourneyId) {
    let Some(journey) = context.model.journeys.get(id) else {
        return;
    };
    let mut of_entry = Vec::new();
    for stage_id in &journey.stages {
        let Some(stage) = context.model.stages.get(*stage_id) else {
            continue;
        };
        for id in &stage.tasks {
            if let Some(task) = context.model.tasks.get(*id)
                && task.clock() == ClockStart::Entry
                && (task.deadline.is_some() || !task.steps.is_empty())
            {
                of_entry.push(((*stage_id, stage), (*id, task)));
            }
        }
    }
    let others = of_entry.len().saturating_sub(1);
    for ((_, stage), task) in of_entry {
        let mut prover = context.prover();
        // When the lead got there is what is asked, so that it is not taken as known.
        let mut there = vec![context.in_stage(&mut prover, stage, crate::proof::View::ITSELF)];
        if let Some(requires) = &stage.requires {
            there.push(prover.so(requires).yes);
            there.push(prover.well_for(&[requires]));
        }
        let said = missing_start(context, &mut prover, (stage, there), task, others);
        context.done(&prover);
        // One is enough: it is one field.
        if said {
            return;
        }
    }
}

/// Whether something was said.
fn missing_start<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (stage, mut there): (&'m Stage, Vec<Formula>),
    (id, task): (TaskId, &'m Task),
    others: usize,
) -> bool {
    let Some(no_start) = context.unwritten.no_start(id) else {
        return false;
    };
    let (name, field) = (&task.named.name, started_by(context, task));
    there.push(context.task_is_well(prover, task));
    let exists = context.exists(prover, task);
    let missing = prover.so(no_start).yes;
    let so_far = [there.as_slice(), &[exists, missing]].concat();
    there.push(context.not_done(prover, task, &so_far));
    let mut conditions = context.conditions_of_task(id);
    conditions.push(no_start);
    let question = Question {
        code: Code::ClockMayNotStart,
        kind: "task",
        name: context.model.task_name(id),
        span: no_start.span,
        whether: format!("the clock of `{name}` starts for every lead that has it"),
        target: prover.all(&[exists, missing]),
        there,
        conditions,
        values: Vec::new(),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return false;
    };
    let shows = format!("`{name}` is to be done, and is never due");
    let (shown, _) = context.shown_of(&leads, &shows);
    let (message, help) = missing_words(task, stage, &field, others);
    let finding = Diagnostic::new(question.code, question.span, message)
        .here("never due without it")
        .help(help)
        .demonstrated(shown);
    context.found_as(
        prover,
        &question,
        &leads,
        finding,
        Touches::Journey(JourneyTouches::NoStart(id)),
    );
    true
}

/// What is said of a clock whose start may be missing, and what helps.
fn missing_words(task: &Task, stage: &Stage, field: &str, others: usize) -> (String, String) {
    let name = &task.named.name;
    match task.clock() {
        ClockStart::Entry => {
            let stage = &stage.named.name;
            let too = match others {
                0 => String::new(),
                1 => ", and so may that of another task".to_owned(),
                more => format!(", and so may those of {more} more tasks"),
            };
            let message = format!(
                "the clock of `{name}` may never start{too}: it starts when the lead gets into \
                 `{stage}`, which `{field}` says, and that may be missing"
            );
            (message, format!("write `required` behind `{field}`"))
        }
        ClockStart::Field(_) | ClockStart::EndOf(_) => {
            let message = format!(
                "the clock of `{name}` may never start: it starts at `{field}`, which may be \
                 missing"
            );
            let help = format!(
                "write `required` behind `{field}`, let the task exist only `when {field} is \
                 known`, or leave `of {field}` out: then the clock starts when the lead gets into \
                 the stage"
            );
            (message, help)
        }
    }
}

/// A task that waits for one which the lead may not have.
fn no_such_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    mut there: Vec<Formula>,
    (id, task): (TaskId, &'m Task),
    before: &'m Task,
) {
    let Some(when) = &before.when else {
        return;
    };
    let (name, other) = (&task.named.name, &before.named.name);
    there.push(context.task_is_well(prover, task));
    let exists = context.exists(prover, task);
    let well = prover.well_for(&[when]);
    let is_there = prover.so(when).yes;
    let so_far = [there.as_slice(), &[exists, !is_there]].concat();
    there.push(context.not_done(prover, task, &so_far));
    let mut conditions = context.conditions_of_task(id);
    conditions.push(when);
    let question = Question {
        code: Code::ClockMayNotStart,
        kind: "task",
        name: context.model.task_name(id),
        span: task.deadline.as_ref().map_or(task.named.span, |it| it.span),
        whether: format!("every lead that has `{name}` has `{other}`, too"),
        target: prover.all(&[exists, !is_there, well]),
        there,
        conditions,
        values: Vec::new(),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("`{name}` is to be done, and is never due");
    let (shown, which) = context.shown_of(&leads, &shows);
    let message = format!(
        "the clock of `{name}` never starts for {which}: it starts with the end of `{other}`, which \
         they do not have"
    );
    let finding = Diagnostic::new(question.code, question.span, message)
        .here("never starts for them")
        .label(when.span, format!("`{other}` is for these only"))
        .help(format!(
            "let `{name}` exist only for leads that have `{other}`, or let its clock start with \
             something that they all have"
        ))
        .demonstrated(shown);
    context.found_as(
        prover,
        &question,
        &leads,
        finding,
        Touches::Journey(JourneyTouches::NoStart(id)),
    );
}

/// The name of the field with which a clock starts.
fn started_by(context: &Context<'_>, task: &Task) -> String {
    let field = super::open_task::start_field(context.model, task);
    let field = field.and_then(|id| context.model.fields.get(id));
    field.map_or(String::new(), |field| field.named.name.clone())
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(tasks: &str) -> String {
        found_of("clock-may-not-start", &policy("", tasks))
    }

    #[test]
    fn a_field_that_may_be_missing() {
        let task = "task call { responsible rep within 2 days of asked_at done at called_at }";
        assert_eq!(
            found(task),
            "clock-may-not-start: the clock of `call` may never start: it starts at `asked_at`, \
             which may be missing\n  case asked_at missing\n  lead asked_at missing\n"
        );
        assert_eq!(
            found(&task.replace("call {", "call when asked_at is known {")),
            ""
        );
    }

    #[test]
    fn the_field_of_the_journey_is_told_once() {
        let tasks = "task call { responsible rep within 2 days }\n\
                     task note { responsible rep within 2 days }";
        let text = policy("", tasks);
        assert_eq!(found_of("clock-may-not-start", &text), "");
        let text = text.replace("since_when: datetime required", "since_when: datetime");
        assert_eq!(
            found_of("clock-may-not-start", &text),
            "clock-may-not-start: the clock of `call` may never start, and so may that of another \
             task: it starts when the lead gets into `new`, which `since_when` says, and that may \
             be missing\n  case since_when missing\n  lead since_when missing\n"
        );
    }

    #[test]
    fn a_task_that_the_lead_may_not_have() {
        let tasks = "task call when hot { responsible rep within 2 days done at called_at }\n\
                     task note { responsible rep within 1 day of call }";
        assert_eq!(
            found(tasks),
            "clock-may-not-start: the clock of `note` never starts for leads whose `hot` is no: it \
             starts with the end of `call`, which they do not have\n  case hot no\n  lead hot no\n"
        );
        assert_eq!(found(&tasks.replace("note {", "note when hot {")), "");
    }
}
