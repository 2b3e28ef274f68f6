//! `deadline-too-late` of the steps of a task: one that tells, or gives the task to, somebody who
//! knows of it already, and did not do it.

use std::collections::{BTreeMap, BTreeSet};

use super::deadline_too_late::is_decided;
use super::question::Question;
use super::scene::Scene;
use super::variant::{Courses, Variant};
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::journey::{TaskState, Undone};
use crate::model::{RoleId, Stage, StageId, Task, TaskId, TaskStep};
use crate::proof::Prover;
use crate::syntax::ast::StepWord;
use crate::value::Instant;

/// What somebody has to do with a task when a step comes to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Already {
    /// They are to do it.
    HasIt,
    /// They were to do it, before it was given to somebody else.
    HadIt,
    /// A step above, by its place, has told them.
    Told(usize),
}

/// A task and its steps.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    courses: &Courses,
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
) {
    let mut said = BTreeSet::new();
    for course in &courses.all {
        // When they happen does not matter here, so that one instant is enough.
        let Some((since, undone)) = course.from.first() else {
            continue;
        };
        for variant in course.variant.by_role() {
            for (place, (at, already)) in in_vain(task.1, variant.role(), undone) {
                let Some(step) = task.1.steps.get(place) else {
                    continue;
                };
                let asked = ToWhom {
                    stage,
                    task,
                    step: (place, step),
                    already,
                };
                // Who does it does not matter where somebody is told twice.
                let whole = course.variant.with_any_limit();
                let variant = match already {
                    Already::Told(_) => &whole,
                    Already::HasIt | Already::HadIt => &variant,
                };
                if !said.contains(&place)
                    && asked.of_variant(context, prover, variant, (*since, at))
                {
                    said.insert(place);
                }
            }
        }
    }
}

/// The steps that come to somebody who knows of the task already, by their places, each with when.
fn in_vain(
    task: &Task,
    role: Option<RoleId>,
    course: &Undone,
) -> BTreeMap<usize, (Instant, Already)> {
    let at = course.steps.iter().enumerate();
    let mut at: Vec<(Instant, usize)> = at
        .filter_map(|(place, due)| Some((due.at()?, place)))
        .collect();
    at.sort_unstable();
    let mut has_it = role;
    let mut had_it: BTreeSet<RoleId> = BTreeSet::new();
    let mut told: BTreeMap<RoleId, usize> = BTreeMap::new();
    let mut in_vain = BTreeMap::new();
    for (at, place) in at {
        let Some(step) = task.steps.get(place) else {
            continue;
        };
        let before = told.get(&step.role).copied();
        let already = match step.kind {
            _ if has_it == Some(step.role) => Some(Already::HasIt),
            _ if had_it.contains(&step.role) => Some(Already::HadIt),
            StepWord::Escalate => before.map(Already::Told),
            // Who was told does it now: that is what they were told for.
            StepWord::Reassign => None,
        };
        if let Some(already) = already {
            in_vain.insert(place, (at, already));
        }
        match step.kind {
            StepWord::Escalate => {
                told.entry(step.role).or_insert(place);
            }
            StepWord::Reassign => {
                had_it.extend(has_it);
                has_it = Some(step.role);
            }
        }
    }
    in_vain
}

struct ToWhom<'m> {
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
    step: (usize, &'m TaskStep),
    already: Already,
}

impl<'m> ToWhom<'m> {
    /// Whether something was said.
    fn of_variant(
        &self,
        context: &mut Context<'m>,
        prover: &mut Prover<'m>,
        variant: &Variant,
        times: (Instant, Instant),
    ) -> bool {
        let task = (self.task.0, variant);
        let scene = Scene::at_once(context.model, self.stage, task, times);
        let question = self.question(context, prover);
        let scenes = [scene];
        let shown = context.scene_shown(prover, question, &scenes, |_, _, task| self.is_so(task));
        let Some((question, leads, _)) = shown else {
            return false;
        };
        let finding = self.finding(context);
        let shows = format!("`{}` happens", context.text(self.step.1.span));
        context.scene_found(&question, &leads, times.1, finding, &shows);
        true
    }

    /// What the evaluator says of a lead at the instant of the step.
    fn is_so(&self, task: &TaskState) -> bool {
        let (place, step) = self.step;
        let fired = |place: usize| task.steps.get(place).is_some_and(|it| it.fired);
        // Of several steps at one instant the first of the text comes first.
        let when = |place: usize| Some((task.steps.get(place)?.at.at()?, place));
        let others = self.task.1.steps.iter().enumerate();
        let handed = others.filter(|(other, it)| {
            it.kind == StepWord::Reassign && fired(*other) && when(*other) < when(place)
        });
        let legs = 1 + handed.count();
        let mut before = task.legs.iter().take(legs).rev().map(|leg| leg.role);
        let has_it = before.next() == Some(Some(step.role));
        let is_already = match self.already {
            Already::HasIt => has_it,
            Already::HadIt => before.any(|role| role == Some(step.role)),
            Already::Told(other) => fired(other),
        };
        fired(place) && is_already
    }

    fn question(&self, context: &Context<'m>, prover: &Prover<'m>) -> Question<'m> {
        let step = context.text(self.step.1.span);
        let about = (Code::DeadlineTooLate, self.step.1.span);
        context.question_of_scenes(
            prover,
            about,
            self.task.0,
            format!("`{step}` comes to somebody who knows of it already"),
        )
    }

    fn finding(&self, context: &Context<'m>) -> Diagnostic {
        let step = context.text(self.step.1.span);
        let task = &self.task.1.named.name;
        let role = context.model.roles.get(self.step.1.role);
        let role = role.map_or("", |role| role.named.name.as_str());
        let does = match self.step.1.kind {
            StepWord::Escalate => format!("tells `{role}`"),
            StepWord::Reassign => format!("gives `{task}` to `{role}`"),
        };
        let for_some = match is_decided(&self.task.1.responsible) {
            true => " for some leads",
            false => "",
        };
        let message = match (self.already, self.step.1.kind) {
            (Already::HasIt, StepWord::Escalate) => {
                format!("`{step}` {does}, who is to do `{task}`{for_some} and has not done it")
            }
            (Already::HasIt, StepWord::Reassign) => {
                format!("`{step}` {does}, who has it already{for_some}")
            }
            (Already::HadIt, StepWord::Escalate) => {
                format!("`{step}` {does}, from whom `{task}` was taken before{for_some}")
            }
            (Already::HadIt, StepWord::Reassign) => {
                format!(
                    "`{step}` gives `{task}` back to `{role}`, from whom it was taken before{for_some}"
                )
            }
            (Already::Told(_), _) => format!("`{step}` {does} once more"),
        };
        let mut finding = Diagnostic::new(Code::DeadlineTooLate, self.step.1.span, message);
        finding = match self.already {
            Already::Told(place) => match self.task.1.steps.get(place) {
                Some(first) => finding.here("again").label(first.span, "told here"),
                None => finding,
            },
            Already::HasIt | Already::HadIt => finding
                .here("nobody new")
                .label(self.task.1.responsible.span, "who does it"),
        };
        finding.help("name somebody who can still help, or leave the step out")
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(steps: &str) -> String {
        let more = "decision owner: role { rule hot_ones: boss when hot otherwise rep }";
        let task = format!(
            "task call {{ responsible owner within 5 business minutes done at called_at {steps} }}"
        );
        found_of("deadline-too-late", &policy(more, &task))
    }

    const HOT: &str = "  case hot yes\n  lead hot yes\n";

    #[test]
    fn who_is_late_is_told() {
        assert_eq!(found("escalate other at 15 business minutes"), "");
        assert_eq!(
            found("escalate boss at 15 business minutes"),
            format!(
                "deadline-too-late: `escalate boss at 15 business minutes` tells `boss`, who is to \
                 do `call` for some leads and has not done it\n{HOT}"
            )
        );
        assert_eq!(
            found("reassign boss at 15 business minutes"),
            format!(
                "deadline-too-late: `reassign boss at 15 business minutes` gives `call` to `boss`, \
                 who has it already for some leads\n{HOT}"
            )
        );
    }

    #[test]
    fn who_is_late_gets_it_back() {
        let away = "reassign other at 15 business minutes";
        assert_eq!(found(away), "");
        assert_eq!(
            found(&format!("{away} reassign boss at 30 business minutes")),
            format!(
                "deadline-too-late: `reassign boss at 30 business minutes` gives `call` back to \
                 `boss`, from whom it was taken before for some leads\n{HOT}"
            )
        );
        assert_eq!(
            found(&format!("{away} escalate boss at 30 business minutes")),
            format!(
                "deadline-too-late: `escalate boss at 30 business minutes` tells `boss`, from whom \
                 `call` was taken before for some leads\n{HOT}"
            )
        );
    }

    #[test]
    fn who_was_told_is_told_again_or_gets_it() {
        let told = "escalate other at 15 business minutes escalate other at 30 business minutes";
        assert_eq!(
            found(told),
            "deadline-too-late: `escalate other at 30 business minutes` tells `other` once more\n  \
             lead \n"
        );
        assert_eq!(
            found(&told.replace("escalate other at 30", "reassign other at 30")),
            ""
        );
    }
}
