//! `no-deadline`: a task without a limit.

use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Task, TaskId};

/// A task.
pub(super) fn of_task(context: &mut Context<'_>, id: TaskId, task: &Task) {
    if task.deadline.is_some() {
        return;
    }
    let name = &task.named.name;
    let message = match task.steps.is_empty() {
        true => format!("`{name}` has no `within`, so that it is never late"),
        false => {
            format!("`{name}` has no `within`: it has steps, but nobody can tell when it is late")
        }
    };
    let finding = Diagnostic::new(Code::NoDeadline, task.named.span, message)
        .here("by when?")
        .help("say by when it is to be done: `within 4 business hours`, `within 2 days`")
        .about("task", context.model.task_name(id));
    context.shown_by_none(Vec::new(), finding);
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(task: &str) -> String {
        found_of(
            "no-deadline",
            &policy("", &format!("task call {{ {task} }}")),
        )
    }

    #[test]
    fn a_task_without_within_is_never_late() {
        assert_eq!(
            found("responsible rep"),
            "no-deadline: `call` has no `within`, so that it is never late\n"
        );
        assert_eq!(found("responsible rep within 2 days"), "");
    }

    #[test]
    fn steps_alone_are_no_deadline() {
        assert_eq!(
            found("responsible rep escalate boss at 2 days"),
            "no-deadline: `call` has no `within`: it has steps, but nobody can tell when it is \
             late\n"
        );
    }
}
