//! `deadline-too-late`: a task that is due only after its stage's own limit of time has taken the lead
//! away. What is asked of its steps stands in `steps_too_early` and `steps_to_whom`.

use super::instants::Instants;
use super::question::Question;
use super::scene::{Scene, chain, done_at, started_by};
use super::variant::{Courses, Variant};
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::journey::{Next, undone};
use crate::model::{Model, Move, RoleId, Stage, StageId, Task, TaskId};
use crate::proof::Prover;
use crate::value::{Duration, Instant};

/// So many ways in which a task and those before it may be are looked at.
const MOST_RUNS: usize = 512;

/// What a task and those before it may be like.
struct Run {
    /// The variants of each, in order.
    variants: Vec<(TaskId, Option<Variant>)>,
    /// When leads are tried, and when the task is due at the latest, where that is known already.
    from: Vec<(Instant, Option<Instant>)>,
}

/// A task, and how the lead leaves its stage before it is due.
struct Late<'m> {
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
    place: usize,
    way: &'m Move,
    /// The least time in the stage, in seconds.
    after: i64,
}

/// A task, and each move of its stage that time alone opens.
pub(super) fn of_task<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (instants, courses): (&mut Instants, &Courses),
    stage: (StageId, &'m Stage),
    task: (TaskId, &'m Task),
) {
    let limits = stage.1.moves.iter().enumerate();
    let limits: Vec<_> = limits
        .map(|(place, way)| (place, way, super::there::seconds(way.after)))
        .filter(|(_, _, after)| *after > 0)
        .collect();
    if task.1.deadline.is_none() || limits.is_empty() {
        return;
    }
    let (runs, more) = match chain(context.model, task.0).as_slice() {
        [_] => (runs_of(task.0, courses), courses.more),
        _ => runs(context, instants, task.0),
    };
    for (place, way, after) in limits {
        let late = Late {
            stage,
            task,
            place,
            way,
            after,
        };
        let said = runs.iter().any(|run| late.of_run(context, prover, run));
        if more && !said {
            let question = late.question(context, prover);
            context.open_question(&question);
        }
    }
}

/// What a task may be like that waits for no other.
fn runs_of(id: TaskId, courses: &Courses) -> Vec<Run> {
    let runs = courses.all.iter().map(|course| {
        let from = course.from.iter();
        Run {
            variants: vec![(id, Some(course.variant.clone()))],
            from: from
                .filter_map(|(since, undone)| Some((*since, Some(undone.due.at()?))))
                .collect(),
        }
    });
    runs.collect()
}

/// What a task and those before it may be like; whether there is more to it.
fn runs(context: &Context<'_>, instants: &mut Instants, id: TaskId) -> (Vec<Run>, bool) {
    let (mut runs, mut more) = (vec![Vec::new()], false);
    for id in chain(context.model, id) {
        let Some(task) = context.model.tasks.get(id) else {
            continue;
        };
        let variants = context.variants(task);
        more |= variants.more;
        let longer = runs
            .iter()
            .flat_map(|run: &Vec<(TaskId, Option<Variant>)>| {
                variants.all.iter().map(|variant| {
                    let mut longer = run.clone();
                    longer.push((id, Some(variant.clone())));
                    longer
                })
            });
        runs = longer.take(MOST_RUNS + 1).collect();
    }
    more |= runs.len() > MOST_RUNS;
    runs.truncate(MOST_RUNS);
    let model = context.model;
    let runs = runs.into_iter().map(|variants| {
        let tasks = variants.iter().filter_map(|(id, _)| model.tasks.get(*id));
        let handed = tasks.flat_map(|task| task.steps.iter().map(|step| Some(step.role)));
        let first = variants.iter().flat_map(|(_, variant)| variant);
        let roles = first.map(Variant::role).chain(handed);
        let from = instants.of(model, id, roles, context.as_of).into_iter();
        Run {
            from: from.map(|since| (since, None)).collect(),
            variants,
        }
    });
    (runs.collect(), more)
}

impl<'m> Late<'m> {
    /// Whether something was said.
    fn of_run(&self, context: &mut Context<'m>, prover: &mut Prover<'m>, run: &Run) -> bool {
        let scenes = run.from.iter().filter_map(|(since, due)| {
            let is_late = due.is_none_or(|due| due > self.leaves(*since));
            is_late.then(|| self.scene(context, run, *since)).flatten()
        });
        let scenes: Vec<Scene<'m>> = scenes.take(super::scene::MOST_TRIED).collect();
        if scenes.is_empty() {
            return false;
        }
        let question = self.question(context, prover);
        let place = self.place;
        let shown = context.scene_shown(prover, question, &scenes, |scene, state, task| {
            let leaves = matches!(&state.next, Next::To { by, .. } if by.contains(&place));
            leaves && task.due.at().is_some_and(|due| due > scene.now)
        });
        let Some((question, leads, at)) = shown else {
            return false;
        };
        let Some(scene) = scenes.get(at) else {
            return false;
        };
        let due = self.due(context, scene, run);
        let finding = self.finding(context, scene, due);
        context.scene_found(&question, &leads, scene.now, finding, &self.shows());
        true
    }

    /// When a lead leaves that gets into the stage at an instant.
    fn leaves(&self, since: Instant) -> Instant {
        let after = jiff::SignedDuration::from_secs(self.after);
        since.checked_add(after).unwrap_or(Instant::MAX)
    }

    /// A lead that gets into the stage at an instant and leaves it before the task is due, if those
    /// before the task are done as late as they may.
    fn scene(&self, context: &Context<'m>, run: &Run, since: Instant) -> Option<Scene<'m>> {
        let now = self.leaves(since);
        let model = context.model;
        let mut fields = Vec::new();
        if let Some((first, _)) = run.variants.first() {
            fields.extend(started_by(model, *first).map(|field| (field, since)));
        }
        let mut start = since;
        for (id, variant) in &run.variants {
            let due = due_of(context, (*id, variant.as_ref()?), (start, now))?;
            match *id == self.task.0 {
                true if due > now => {
                    return Some(Scene {
                        stage: self.stage,
                        task: *id,
                        variants: run.variants.clone(),
                        since,
                        now,
                        fields,
                        taken: Some(self.place),
                    });
                }
                true => return None,
                // What is not done by then, never starts the clock of the next.
                false if due > now => return None,
                false => fields.push((done_at(model, *id)?, due)),
            }
            start = due;
        }
        None
    }

    fn due(&self, context: &Context<'m>, scene: &Scene<'m>, run: &Run) -> Option<Instant> {
        let last = scene.fields.last().map_or(scene.since, |(_, at)| *at);
        let (_, variant) = run.variants.last()?;
        due_of(context, (self.task.0, variant.as_ref()?), (last, scene.now))
    }

    fn question(&self, context: &Context<'m>, prover: &Prover<'m>) -> Question<'m> {
        let (name, way) = (&self.task.1.named.name, context.way(self.way));
        let span = self.task.1.deadline.as_ref();
        let about = (
            Code::DeadlineTooLate,
            span.map_or(self.task.1.named.span, |it| it.span),
        );
        let whether = format!("`{name}` can be due after {way} has taken the lead away");
        let mut question = context.question_of_scenes(prover, about, self.task.0, whether);
        let ways = self.stage.1.moves.iter();
        let conditions = ways.flat_map(|way| way.when.iter().chain(&way.unless));
        question.conditions.extend(conditions);
        question
    }

    fn shows(&self) -> String {
        let name = &self.task.1.named.name;
        format!("it leaves while `{name}` is open and not yet due")
    }

    fn finding(
        &self,
        context: &Context<'m>,
        scene: &Scene<'m>,
        due: Option<Instant>,
    ) -> Diagnostic {
        let zone = &context.model.zone;
        let (name, in_stage) = (&self.task.1.named.name, &self.stage.1.named.name);
        let way = context.way(self.way);
        let (since, now) = (zone.moment(scene.since), zone.moment(scene.now));
        let rests = due.map_or(String::new(), |due| {
            let last = scene.variants.last();
            let variant = last.and_then(|(_, variant)| variant.as_ref());
            let role = variant.and_then(Variant::role);
            after_holidays(context.model, role, (scene.since, due))
        });
        let due = due.map_or(String::new(), |due| zone.moment(due));
        let before = chain(context.model, self.task.0);
        let before = before.len().checked_sub(2).and_then(|at| before.get(at));
        let before = before.and_then(|id| context.model.tasks.get(*id));
        let after_others = match (before, scene.fields.last()) {
            (Some(before), Some((_, at))) => format!(
                ", for which `{}` is done on {}, just in time,",
                before.named.name,
                zone.moment(*at)
            ),
            (None, Some(_)) => ", when the clock starts,".to_owned(),
            _ => String::new(),
        };
        let message = format!(
            "`{name}` can be due after the lead has left `{in_stage}`: one that gets there on \
             {since}{after_others} leaves by {way} on {now}, and it is due on {due}{rests}"
        );
        let span = self.task.1.deadline.as_ref();
        let span = span.map_or(self.task.1.named.span, |it| it.span);
        let after = Duration::Elapsed {
            seconds: self.after,
        };
        Diagnostic::new(Code::DeadlineTooLate, span, message)
            .here("too late")
            .label(self.way.span, format!("leaves after {after}"))
            .help(format!(
                "let {way} wait longer, or give less time for `{name}`"
            ))
    }
}

/// That holidays lie between two instants, for whoever does something: else the week's hours alone
/// make it late.
fn after_holidays(model: &Model, role: Option<RoleId>, (from, to): (Instant, Instant)) -> String {
    let time = match role {
        Some(role) => model.working_time_of(role),
        None => model.working_time.as_ref(),
    };
    let holidays = time.map_or(Vec::new(), |time| {
        let days = time.zone.date(from)..=time.zone.date(to);
        time.holidays.range(days).collect()
    });
    match holidays.as_slice() {
        [] => String::new(),
        [one] => format!(", after the holiday {one}"),
        [first, .., last] => format!(", after the holidays from {first} to {last}"),
    }
}

/// When a task of a variant is due whose clock starts at an instant, as things stand at another.
fn due_of(
    context: &Context<'_>,
    (id, variant): (TaskId, &Variant),
    (start, now): (Instant, Instant),
) -> Option<Instant> {
    let task = context.model.tasks.get(id)?;
    let limits = (variant.limit, variant.steps.as_slice());
    undone(context.model, task, (start, variant.role()), limits, now)
        .due
        .at()
}

/// Whether something hangs on the lead.
pub(super) fn is_decided(of: &crate::model::Operand) -> bool {
    !matches!(of.kind, crate::model::OperandKind::Constant(_))
}

#[cfg(test)]
mod tests {
    use crate::analyze::journey::tasks::testing::policy;
    use crate::analyze::testing::found_of;

    fn found(tasks: &str) -> String {
        found_of("deadline-too-late", &policy("", tasks))
    }

    #[test]
    fn a_deadline_beyond_the_time_limit_of_the_stage() {
        let tasks = "task call { responsible rep within 10 days done at called_at }\n\
                     otherwise to lost after 7 days";
        assert_eq!(
            found(tasks),
            "deadline-too-late: `call` can be due after the lead has left `new`: one that gets \
             there on Monday 2026-07-06 09:00 leaves by `otherwise to lost` on Monday 2026-07-13 \
             09:00, and it is due on Thursday 2026-07-16 09:00\n  lead \n"
        );
        assert_eq!(found(&tasks.replace("10 days", "7 days")), "");
    }

    #[test]
    fn a_weekend_can_make_it_late() {
        let tasks = "task call { responsible rep within 1 business day done at called_at }\n\
                     to won when hot after 1 day\n\
                     otherwise to lost after 4 days";
        assert_eq!(
            found(tasks),
            format!(
                "{}{}",
                "deadline-too-late: `call` can be due after the lead has left `new`: one that gets \
             there on Monday 2026-07-06 18:00 leaves by `to won` on Tuesday 2026-07-07 18:00, and \
             it is due on Wednesday 2026-07-08 09:00\n",
                "  case hot yes\n  lead hot yes\n"
            )
        );
    }

    #[test]
    fn what_nobody_has_filled_in_moves_nobody() {
        let tasks = "clears asked_at\n\
                     task call { responsible rep within 10 days done at called_at }\n\
                     to lost when asked_at is known after 7 days";
        assert_eq!(found(tasks), "");
    }

    #[test]
    fn a_chain_can_be_late_though_each_of_its_tasks_fits() {
        let tasks = "task call { responsible rep within 5 days done at called_at }\n\
                     task note { responsible rep within 5 days of call }\n\
                     to lost when not hot after 7 days";
        assert_eq!(
            found(tasks),
            "deadline-too-late: `note` can be due after the lead has left `new`: one that gets \
             there on Monday 2026-07-06 09:00, for which `call` is done on Saturday 2026-07-11 \
             09:00, just in time, leaves by `to lost` on Monday 2026-07-13 09:00, and it is due on \
             Thursday 2026-07-16 09:00\n  lead \n"
        );
        assert_eq!(found(&tasks.replace("5 days of", "2 days of")), "");
    }

    #[test]
    fn what_is_worked_out_for_each_lead_is_not_decided() {
        let more = "define left = until(asked_at)";
        let tasks = "task call { responsible rep within left }\notherwise to lost after 7 days";
        assert_eq!(
            found_of("deadline-too-late", &policy(more, tasks)),
            "deadline-too-late: whether `call` can be due after `otherwise to lost` has taken the \
             lead away was not decided\n  not proved\n"
        );
    }
}
