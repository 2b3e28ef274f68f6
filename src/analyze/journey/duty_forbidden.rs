//! `duty-forbidden`: a task that a lead has, and that is forbidden to it on every channel.

use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ChannelId, Condition, Forbid, Stage, StageId, Task, TaskId};
use crate::proof::{Formula, Prover};
use crate::value::joined;

/// A task that is to be done by channels.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    stage: (StageId, &'m Stage),
    (id, task): (TaskId, &'m Task),
) {
    if task.channels.is_empty() {
        return;
    }
    let forbids = context.model.forbids.iter();
    let forbids: Vec<&'m Forbid> = forbids
        .filter(|forbid| task.channels.contains(&forbid.channel))
        .collect();
    let mut parts = vec![context.exists(prover, task)];
    for channel in &task.channels {
        let closed = is_forbidden(prover, &forbids, *channel);
        parts.push(closed);
    }
    let of_forbids = forbids.iter();
    let of_forbids = of_forbids.flat_map(|forbid| forbid.when.iter().chain(&forbid.unless));
    let of_forbids: Vec<&'m Condition> = of_forbids.collect();
    let target = prover.all(&parts);
    if target == prover.never() {
        return;
    }
    let mut there = context.there_undone(prover, stage, task);
    there.push(prover.well_for(&of_forbids));
    let name = &task.named.name;
    let mut conditions: Vec<_> = task.conditions().collect();
    conditions.extend(of_forbids);
    let question = Question {
        code: Code::DutyForbidden,
        kind: "task",
        name: context.model.task_name(id),
        span: task.named.span,
        whether: format!("`{name}` is forbidden on every channel for some lead"),
        target,
        there,
        conditions,
        values: Vec::new(),
    };
    report(context, prover, &question, (id, task), &forbids);
}

fn report<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    question: &Question<'m>,
    (id, task): (TaskId, &'m Task),
    forbids: &[&Forbid],
) {
    let Some(leads) = context.leads(prover, question) else {
        return;
    };
    let (name, stage) = (&task.named.name, context.stage(task.stage));
    let channels = task.channels.iter();
    let channels: Vec<_> = channels
        .map(|id| format!("`{}`", context.channel(*id)))
        .collect();
    let all = joined(&channels, "and");
    let (are, forbidden) = match channels.as_slice() {
        [one] => (
            "is",
            format!("{one}, its only channel, is forbidden to them"),
        ),
        [_, _] => ("are", format!("both {all} are forbidden to them")),
        _ => ("are", format!("all of {all} are forbidden to them")),
    };
    let shows = format!("`{name}` is to be done, and {all} {are} forbidden");
    let (shown, which) = context.shown_of(&leads, &shows);
    let message = format!("`{name}` of `{stage}` is to be done for {which}, and {forbidden}");
    let mut finding = Diagnostic::new(question.code, question.span, message)
        .here("has to be done")
        .help(format!(
            "give `{name}` a channel that they allow, or let it be for the others only, with a \
             `when`; and say what becomes of these leads"
        ))
        .demonstrated(shown);
    for forbid in forbids {
        let says = format!("forbids `{}`", context.channel(forbid.channel));
        finding = finding.label(forbid.span, says);
    }
    let touches = Touches::Journey(JourneyTouches::Forbidden(id));
    context.found_as(prover, question, &leads, finding, touches);
}

/// Some prohibition of a channel acts: its `when` is yes, and its `unless` is not.
fn is_forbidden(prover: &mut Prover<'_>, forbids: &[&Forbid], channel: ChannelId) -> Formula {
    let mut acts = Vec::new();
    for forbid in forbids.iter().filter(|forbid| forbid.channel == channel) {
        let mut parts = Vec::new();
        if let Some(when) = &forbid.when {
            parts.push(prover.so(when).yes);
        }
        if let Some(unless) = &forbid.unless {
            parts.push(!prover.so(unless).yes);
        }
        acts.push(prover.all(&parts));
    }
    prover.any(&acts)
}

#[cfg(test)]
mod tests {
    use crate::analyze::testing::found_of;

    fn found(task: &str, moves: &str) -> String {
        let text = format!(
            "policy \"p\" {{ time zone \"UTC\" }}\nteam t {{ role a }}\n\
             lead {{ id: text key  n: integer  left: boolean required  consent: boolean\n\
             called: datetime  s: one of one | two required  got: datetime required }}\n\
             forbid email when left\nforbid phone unless consent\n\
             journey j tracks s since got {{ stage one start {{ accountable t\n\
             task call {task} done at called }}\n{moves} }} stage two end }}"
        );
        found_of("duty-forbidden", &text)
    }

    #[test]
    fn a_duty_on_channels_that_are_all_forbidden() {
        assert_eq!(
            found("{ responsible a  by email, phone", "to two when n > 5"),
            "duty-forbidden: `call` of `one` is to be done for some leads, and both `email` and \
             `phone` are forbidden to them\n\
             \u{20} case left yes; consent missing\n\
             \u{20} case left yes; consent no\n\
             \u{20} lead left yes; consent missing\n"
        );
        assert_eq!(
            found(
                "{ responsible a  by email, phone, post",
                "to two when n > 5"
            ),
            ""
        );
        assert_eq!(found("{ responsible a", "to two when n > 5"), "");
    }

    #[test]
    fn a_task_for_those_who_may_be_reached() {
        assert_eq!(
            found(
                "when not left { responsible a  by email",
                "to two when n > 5"
            ),
            ""
        );
        let other = found(
            "when consent { responsible a  by email",
            "to two when n > 5",
        );
        assert!(
            other.starts_with(
                "duty-forbidden: `call` of `one` is to be done for leads whose `consent` is yes \
                 and whose `left` is yes, and `email`, its only channel, is forbidden to them\n"
            ),
            "{other}"
        );
    }

    #[test]
    fn not_of_leads_that_leave_at_once() {
        let all = found("{ responsible a  by email", "to two when left");
        assert_eq!(all, "");
    }
}
