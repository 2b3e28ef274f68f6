//! `deadline-too-late` of the steps of a task: one that comes before the task is due, and one that
//! comes before a step that stands above it.

use super::question::Question;
use super::scene::{MOST_TRIED, Scene};
use super::variant::{Course, Courses};
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::journey::{Due, TaskState};
use crate::model::{Stage, StageId, Task, TaskId, TaskStep};
use crate::proof::Prover;
use crate::value::Instant;

/// What a step comes before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The deadline.
    Due,
    /// Another step, by its place.
    Step(usize),
}

/// A task and its steps.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    courses: &Courses,
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
) {
    for (place, step) in task.1.steps.iter().enumerate() {
        // One that comes too early is out of order for that alone.
        let before = (0..place).map(Before::Step);
        let before = std::iter::once(Before::Due).chain(before);
        let before: Vec<Before> = before.collect();
        let mut said = false;
        for than in &before {
            let early = Early {
                stage,
                task,
                step: (place, step),
                than: *than,
            };
            said = courses
                .all
                .iter()
                .any(|course| early.of_course(context, prover, course));
            if said {
                break;
            }
        }
        if courses.more && !said {
            let early = Early {
                stage,
                task,
                step: (place, step),
                than: Before::Due,
            };
            let question = early.question(context, prover);
            context.open_question(&question);
        }
    }
}

struct Early<'m> {
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
    step: (usize, &'m TaskStep),
    than: Before,
}

impl<'m> Early<'m> {
    /// Whether something was said.
    fn of_course(
        &self,
        context: &mut Context<'m>,
        prover: &mut Prover<'m>,
        course: &Course,
    ) -> bool {
        let model = context.model;
        let task = (self.task.0, &course.variant);
        let tried = course.from.iter().filter_map(|(since, course)| {
            let (at, than) = self.times(course.due, |place| course.steps.get(place).copied())?;
            (at < than).then_some((*since, at, than))
        });
        let tried: Vec<_> = tried.take(MOST_TRIED).collect();
        let scenes = tried
            .iter()
            .map(|(since, at, _)| Scene::at_once(model, self.stage, task, (*since, *at)));
        let scenes: Vec<Scene<'m>> = scenes.collect();
        let question = self.question(context, prover);
        let shown = context.scene_shown(prover, question, &scenes, |scene, _, task| {
            let times = self.times_of(task);
            times.is_some_and(|(at, than)| at == scene.now && at < than)
        });
        let Some((question, leads, at)) = shown else {
            return false;
        };
        let (Some(scene), Some((_, _, than))) = (scenes.get(at), tried.get(at)) else {
            return false;
        };
        let finding = self.finding(context, scene, *than);
        context.scene_found(&question, &leads, scene.now, finding, &self.shows(context));
        true
    }

    /// When the step happens, and that before which it should not.
    fn times(&self, due: Due, step: impl Fn(usize) -> Option<Due>) -> Option<(Instant, Instant)> {
        let at = step(self.step.0)?.at()?;
        let than = match self.than {
            Before::Due => due,
            Before::Step(place) => step(place)?,
        };
        Some((at, than.at()?))
    }

    fn times_of(&self, task: &TaskState) -> Option<(Instant, Instant)> {
        self.times(task.due, |place| task.steps.get(place).map(|it| it.at))
    }

    fn question(&self, context: &Context<'m>, prover: &Prover<'m>) -> Question<'m> {
        let step = context.text(self.step.1.span);
        let other = match self.than {
            Before::Due => format!("`{}` is due", self.task.1.named.name),
            Before::Step(_) => "a step above it".to_owned(),
        };
        let about = (Code::DeadlineTooLate, self.step.1.span);
        context.question_of_scenes(
            prover,
            about,
            self.task.0,
            format!("`{step}` can come before {other}"),
        )
    }

    fn other_step(&self) -> Option<&'m TaskStep> {
        match self.than {
            Before::Due => None,
            Before::Step(place) => self.task.1.steps.get(place),
        }
    }

    fn shows(&self, context: &Context<'m>) -> String {
        let step = context.text(self.step.1.span);
        let name = &self.task.1.named.name;
        match self.than {
            Before::Due => format!("`{step}` happens, and `{name}` is not yet due"),
            Before::Step(_) => format!("`{step}` happens first"),
        }
    }

    fn finding(&self, context: &Context<'m>, scene: &Scene<'m>, than: Instant) -> Diagnostic {
        let zone = &context.model.zone;
        let step = context.text(self.step.1.span);
        let (name, in_stage) = (&self.task.1.named.name, &self.stage.1.named.name);
        let (since, at) = (zone.moment(scene.since), zone.moment(scene.now));
        let than = zone.moment(than);
        let starts = match scene.fields.is_empty() {
            true => format!("of a lead that gets into `{in_stage}` on {since}"),
            false => format!("where the clock starts on {since}"),
        };
        let span = self.step.1.span;
        match self.other_step() {
            None => {
                let message = format!(
                    "`{step}` can come before `{name}` is due: {starts}, it happens on {at}, and \
                     `{name}` is due on {than}"
                );
                let finding = Diagnostic::new(Code::DeadlineTooLate, span, message)
                    .here("before anybody is late");
                let within = self.task.1.deadline.as_ref();
                let finding = match within {
                    Some(within) => finding.label(within.span, "due later"),
                    None => finding,
                };
                finding.help("let it happen when the task is due, or later")
            }
            Some(other) => {
                let first = context.text(other.span);
                let message = format!(
                    "`{step}` can come before `{first}`, which stands above it: {starts}, the one \
                     happens on {at}, and the other on {than}"
                );
                Diagnostic::new(Code::DeadlineTooLate, span, message)
                    .here("first")
                    .label(other.span, "later")
                    .help("write the steps in the order in which they are to happen")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(steps: &str) -> String {
        let task = format!("task call {{ responsible rep done at called_at {steps} }}");
        found_of("deadline-too-late", &policy("", &task))
    }

    #[test]
    fn a_step_before_the_deadline() {
        assert_eq!(
            found("within 4 business hours escalate boss at 4 hours"),
            "deadline-too-late: `escalate boss at 4 hours` can come before `call` is due: of a lead \
             that gets into `new` on Monday 2026-07-06 18:00, it happens on Monday 2026-07-06 \
             22:00, and `call` is due on Tuesday 2026-07-07 13:00\n  lead \n"
        );
        assert_eq!(
            found("within 4 business hours escalate boss at 4 business hours"),
            ""
        );
    }

    #[test]
    fn steps_out_of_order() {
        assert_eq!(
            found("within 1 hour escalate boss at 3 hours reassign other at 2 hours"),
            "deadline-too-late: `reassign other at 2 hours` can come before `escalate boss at 3 \
             hours`, which stands above it: of a lead that gets into `new` on Monday 2026-07-06 \
             09:00, the one happens on Monday 2026-07-06 11:00, and the other on Monday 2026-07-06 \
             12:00\n  lead \n"
        );
        assert_eq!(
            found("within 1 hour escalate boss at 2 hours reassign other at 3 hours"),
            ""
        );
    }
}
