//! `no-working-hours`: somebody is to do a task at a time when nobody of their team works, or business
//! time is counted for somebody who has no hours.

use super::question::Question;
use super::scene::{MOST_TRIED, Scene};
use super::variant::{Course, Courses, Variant};
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::journey::{Due, Leg, NoDue, TaskState, Undone};
use crate::model::{Model, RoleId, Stage, StageId, Task, TaskId};
use crate::proof::Prover;
use crate::value::{Duration, Instant};

/// A task.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    courses: &Courses,
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
) {
    let asked = Idle { stage, task };
    let said = courses
        .all
        .iter()
        .any(|course| asked.counts_none(context, prover, course));
    if said {
        return;
    }
    for course in &courses.all {
        if matches!(course.variant.limit, Some(Duration::Elapsed { .. }))
            && asked.runs_out(context, prover, course)
        {
            return;
        }
    }
}

struct Idle<'m> {
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
}

impl<'m> Idle<'m> {
    /// Whether something was said.
    fn counts_none(
        &self,
        context: &mut Context<'m>,
        prover: &mut Prover<'m>,
        course: &Course,
    ) -> bool {
        let variant = &course.variant;
        let Some((since, undone)) = course.from.first() else {
            return false;
        };
        let Some((role, now)) = no_hours(context.model, undone) else {
            return false;
        };
        let task = (self.task.0, variant);
        let scenes = [Scene::at_once(
            context.model,
            self.stage,
            task,
            (*since, now),
        )];
        let question = self.question(
            context,
            prover,
            "business time is counted for somebody without hours",
        );
        let shown = context.scene_shown(prover, question, &scenes, |_, _, task| is_untold(task));
        let Some((question, leads, _)) = shown else {
            return false;
        };
        let name = &self.task.1.named.name;
        let role = context.model.roles.get(role);
        let role = role.map_or("", |role| role.named.name.as_str());
        let message = format!(
            "nobody can tell when `{name}` is due: business time is counted, and `{role}`, who has \
             it then, has no working hours"
        );
        let finding = Diagnostic::new(question.code, question.span, message)
            .here("on whose time?")
            .help(format!(
                "write `works` and a calendar behind `{role}` or its team, or `working hours \
                 mon..fri 09:00..17:00` in the `policy` block"
            ));
        let shows = format!("`{name}` is `{role}`'s, and no time is counted");
        context.scene_found(&question, &leads, now, finding, &shows);
        true
    }

    /// Whether something was said.
    fn runs_out(
        &self,
        context: &mut Context<'m>,
        prover: &mut Prover<'m>,
        course: &Course,
    ) -> bool {
        let (model, variant) = (context.model, &course.variant);
        let scenes = course.from.iter().filter_map(|(since, undone)| {
            let due = undone.due.at()?;
            let task = (self.task.0, variant);
            nobody_works(model, &undone.legs, due)
                .then(|| Scene::at_once(model, self.stage, task, (*since, due)))
        });
        let scenes: Vec<Scene<'m>> = scenes.take(MOST_TRIED).collect();
        if scenes.is_empty() {
            return false;
        }
        let name = &self.task.1.named.name;
        let whether = format!("`{name}` can be due before somebody works who may do it");
        let question = self.question(context, prover, &whether);
        let shown = context.scene_shown(prover, question, &scenes, |scene, _, task| {
            task.due == Due::At(scene.now) && nobody_works(model, &task.legs, scene.now)
        });
        let Some((question, leads, at)) = shown else {
            return false;
        };
        let Some(scene) = scenes.get(at) else {
            return false;
        };
        let finding = self.finding(context, scene, variant);
        let shows = format!("`{name}` is due, and nobody has worked since its clock started");
        context.scene_found(&question, &leads, scene.now, finding, &shows);
        true
    }

    fn question(&self, context: &Context<'m>, prover: &Prover<'m>, whether: &str) -> Question<'m> {
        let span = self.task.1.deadline.as_ref();
        let about = (
            Code::NoWorkingHours,
            span.map_or(self.task.1.named.span, |it| it.span),
        );
        context.question_of_scenes(prover, about, self.task.0, whether.to_owned())
    }

    fn finding(&self, context: &Context<'m>, scene: &Scene<'m>, variant: &Variant) -> Diagnostic {
        let zone = &context.model.zone;
        let (name, in_stage) = (&self.task.1.named.name, &self.stage.1.named.name);
        let (since, due) = (zone.moment(scene.since), zone.moment(scene.now));
        let starts = match scene.fields.is_empty() {
            true => format!("of a lead that gets into `{in_stage}` on {since}"),
            false => format!("where its clock starts on {since}"),
        };
        let opens = variant.role().and_then(|role| {
            let time = context.model.working_time_of(role)?;
            let opens = time.calendar()?.next_opening(scene.now).ok()?;
            let role = context.model.roles.get(role)?.named.name.as_str();
            Some(format!(
                ", and `{role}` works from {} on",
                zone.moment(opens)
            ))
        });
        let opens = opens.unwrap_or_default();
        let limit = variant.limit.map_or(String::new(), |it| it.to_string());
        let message = format!(
            "`{name}` can be due before anybody works who may do it: {starts}, it is due on \
             {due}{opens}"
        );
        let span = self.task.1.deadline.as_ref();
        let span = span.map_or(self.task.1.named.span, |it| it.span);
        Diagnostic::new(Code::NoWorkingHours, span, message)
            .here("also at night and at weekends")
            .help(format!(
                "count working time: `within {}`; or give those who do it the hours in which they \
                 do",
                in_business(&limit)
            ))
    }
}

/// Who has no hours though business time is counted for them, and from when on.
fn no_hours(model: &Model, course: &Undone) -> Option<(RoleId, Instant)> {
    let no_hours = Due::Untold(NoDue::NoHours);
    let is_idle = course.due == no_hours || course.steps.contains(&no_hours);
    let leg = course.legs.iter().find(|leg| {
        let time = leg.role.and_then(|role| model.working_time_of(role));
        time.is_none()
    });
    leg.filter(|_| is_idle)
        .and_then(|leg| Some((leg.role?, leg.from)))
}

/// "5 business minutes" for "5 minutes".
fn in_business(limit: &str) -> String {
    limit.replacen(' ', " business ", 1)
}

fn is_untold(task: &TaskState) -> bool {
    let no_hours = Due::Untold(NoDue::NoHours);
    task.due == no_hours || task.steps.iter().any(|step| step.at == no_hours)
}

/// Whether nobody whose turn it is works from the start of a clock to an instant. Who has no hours may
/// work at any time.
fn nobody_works(model: &Model, legs: &[Leg], to: Instant) -> bool {
    let ends = legs.iter().skip(1).map(|leg| leg.from);
    let ends = ends.chain([to]).map(|end| end.min(to));
    legs.iter().zip(ends).all(|(leg, end)| {
        let time = leg.role.and_then(|role| model.working_time_of(role));
        let calendar = time.and_then(|time| time.calendar());
        calendar.is_some_and(|calendar| calendar.worked(leg.from, end) == Ok(0))
    }) && !legs.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(limit: &str) -> String {
        let task = format!("task call {{ responsible rep within {limit} done at called_at }}");
        found_of("no-working-hours", &policy("", &task))
    }

    #[test]
    fn a_deadline_that_runs_while_nobody_works() {
        let monday = "no-working-hours: `call` can be due before anybody works who may do it: of a \
                      lead that gets into `new` on Monday 2026-07-06 18:00, it is due on Monday \
                      2026-07-06 18:05, and `rep` works from Tuesday 2026-07-07 09:00 on\n  lead \n";
        assert_eq!(found("5 minutes"), monday);
        let weekend = found("2 days");
        assert!(weekend.contains("Friday 2026-07-10 18:00"), "{weekend}");
        assert!(weekend.contains("Sunday 2026-07-12 18:00"), "{weekend}");
        assert_eq!(found("4 days"), "");
        assert_eq!(found("5 business minutes"), "");
    }

    #[test]
    fn who_gets_it_has_no_hours() {
        let text = policy(
            "calendar office { time zone \"Europe/Dublin\" working hours mon..fri 09:00..18:00 }",
            "task call { responsible rep within 5 business minutes done at called_at \
             reassign boss at 2 business minutes }",
        );
        let text = text
            .replace(" working hours mon..fri 09:00..18:00 }\nteam", " }\nteam")
            .replace(
                "role rep, boss, other",
                "role rep works office, boss, other",
            );
        assert_eq!(
            found_of("no-working-hours", &text),
            "no-working-hours: nobody can tell when `call` is due: business time is counted, and \
             `boss`, who has it then, has no working hours\n  lead \n"
        );
    }
}
