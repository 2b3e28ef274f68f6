//! Which tasks a lead has, whose they are, and how they stand.

use std::collections::BTreeSet;

use super::Given;
use super::clock::{Clock, Due, Leg, Limit, NoDue, Running, StepState};
use super::start::Starts;
use crate::eval::operand::{Situation, field};
use crate::eval::{Cause, Found, Truth};
use crate::model::{ChannelId, Done, Id, Lead, Model, Operand, RoleId, Stage, Task, TaskId};
use crate::syntax::ast::{StepWord, TaskStatus};
use crate::value::{Duration, Instant, Value};

/// How a task of a lead stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskState {
    /// The task.
    pub task: TaskId,
    /// Who does it, after all that has been reassigned by now.
    pub responsible: Responsible,
    /// The channels by which it may be done: its own, less those that are forbidden.
    pub channels: Vec<ChannelId>,
    /// When its clock started, or will.
    pub start: Given<Instant>,
    /// On whose working time the clock ran, in order; empty where it has not started.
    pub legs: Vec<Leg>,
    /// By when it is to be done, as things stand.
    pub due: Due,
    /// When the last fifth of its time begins.
    pub due_soon: Option<Instant>,
    /// Whether it is done, from the start of its clock on.
    pub done: DoneState,
    /// Its steps, in the order of the text: as many as [`Task::steps`].
    pub steps: Vec<StepState>,
    /// How it stands; none where that cannot be told, as something is bad or undecided.
    pub state: Option<TaskStatus>,
}

/// Who does a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responsible {
    /// The role: missing where a decision yields none, bad where it has no outcome that it could
    /// have.
    pub role: Given<RoleId>,
    /// The person, where a field names who has the role; where it is missing, nobody does it.
    pub person: Option<Given<Value>>,
}

/// Whether a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoneState {
    /// It is not.
    No,
    /// Since then.
    At(Instant),
    /// It is, and nothing says since when.
    Yes,
    /// It cannot be told.
    Untold,
}

/// The person who has a role, where a field names that one.
#[must_use]
pub fn person(model: &Model, lead: Lead<'_>, role: RoleId) -> Option<Given<Value>> {
    let named_in = model.roles.get(role)?.named_in?;
    Some(match field(model, lead, named_in) {
        Found::Known(value) => Given::Known(value.into_owned()),
        Found::Missing => Given::Missing,
        Found::Stopped => Given::Bad,
    })
}

impl<'a> Situation<'a> {
    /// The tasks of a stage that exist for the lead, and those of which that cannot be told.
    pub(super) fn tasks(
        self,
        stage: &'a Stage,
        since: Given<Instant>,
        causes: &mut BTreeSet<Cause>,
    ) -> (Vec<TaskState>, Vec<TaskId>) {
        let mut starts = Starts::new(self, since);
        let (mut exist, mut doubtful) = (Vec::new(), Vec::new());
        for id in &stage.tasks {
            let Some(task) = self.model.tasks.get(*id) else {
                continue;
            };
            let when = task.when.as_ref();
            match when.map_or(Truth::Yes, |when| self.told(when, causes)) {
                Truth::Yes => exist.push(self.task((*id, task), starts.of(*id), causes)),
                Truth::No | Truth::Unknown => {}
                Truth::Stopped => doubtful.push(*id),
            }
        }
        (exist, doubtful)
    }

    fn task(
        self,
        (id, task): (TaskId, &'a Task),
        start: Given<Instant>,
        causes: &mut BTreeSet<Cause>,
    ) -> TaskState {
        let done = self.done(task, start, causes);
        let limit = task.deadline.as_ref();
        let steps: Vec<Limit> = task.steps.iter().map(|it| self.limit(&it.at)).collect();
        let facts = TaskFacts {
            start,
            role: self.role(&task.responsible),
            done,
            limit: limit.map_or(Limit::None, |deadline| self.limit(&deadline.length)),
            steps: &steps,
        };
        let course = Course::of(self.model, task, &facts, self.now.as_of);
        let role = course.role.known();
        let person = role.and_then(|role| person(self.model, self.lead, role));
        let channels = task.channels.iter().copied();
        let channels = channels.filter(|channel| !self.so_far.forbids(*channel));
        TaskState {
            task: id,
            responsible: Responsible {
                role: course.role,
                person,
            },
            channels: channels.collect(),
            start,
            state: status(done, course.due, self.now.as_of),
            legs: course.legs,
            due: course.due.at,
            due_soon: course.due.soon,
            done,
            steps: course.steps,
        }
    }

    fn role(self, responsible: &'a Operand) -> Given<RoleId> {
        match self.operand(responsible) {
            Found::Known(value) => match value.as_ref() {
                Value::Role(place) => Given::Known(Id::new(*place as usize)),
                _ => Given::Bad,
            },
            Found::Missing => Given::Missing,
            Found::Stopped => Given::Bad,
        }
    }

    fn done(
        self,
        task: &'a Task,
        start: Given<Instant>,
        causes: &mut BTreeSet<Cause>,
    ) -> DoneState {
        match &task.done {
            None => DoneState::No,
            Some(Done::When(condition)) => match self.told(condition, causes) {
                Truth::Yes => DoneState::Yes,
                Truth::No | Truth::Unknown => DoneState::No,
                Truth::Stopped => DoneState::Untold,
            },
            Some(Done::At(field)) => done_at(self.instant_in(*field), start, self.now.as_of),
        }
    }

    fn limit(self, length: &'a Operand) -> Limit {
        match self.operand(length) {
            Found::Known(value) => match value.as_ref() {
                Value::Duration(limit) => Limit::Is(*limit),
                _ => Limit::Untold,
            },
            Found::Missing => Limit::None,
            Found::Stopped => Limit::Untold,
        }
    }
}

/// Whether a task is done that ends at the instant of a field: what is done before its clock starts,
/// or after now, does not count.
#[must_use]
pub fn done_at(at: Given<Instant>, start: Given<Instant>, as_of: Instant) -> DoneState {
    match (at, start) {
        (Given::Missing, _) | (_, Given::Missing) => DoneState::No,
        (Given::Bad, _) | (_, Given::Bad) => DoneState::Untold,
        (Given::Known(at), Given::Known(start)) => match start <= at && at <= as_of {
            true => DoneState::At(at),
            false => DoneState::No,
        },
    }
}

/// What a task of a lead starts from.
#[derive(Debug, Clone, Copy)]
pub struct TaskFacts<'f> {
    /// When its clock starts.
    pub start: Given<Instant>,
    /// Who is responsible at first.
    pub role: Given<RoleId>,
    /// Whether it is done.
    pub done: DoneState,
    /// How long there is for it.
    pub limit: Limit,
    /// The times of its steps, in the order of the text.
    pub steps: &'f [Limit],
}

/// How a task stands, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Who does it, after all that has been reassigned by now.
    pub role: Given<RoleId>,
    /// By when it is to be done.
    pub due: Due,
    /// How it stands; none where that cannot be told.
    pub state: Option<TaskStatus>,
    /// Some instant of its clock is beyond what a calendar can tell, or nobody has hours to count.
    pub has_fault: bool,
}

/// How a task stands, from what it starts from.
#[must_use]
pub fn standing(model: &Model, task: &Task, facts: &TaskFacts<'_>, as_of: Instant) -> Standing {
    let course = Course::of(model, task, facts, as_of);
    let steps = course.steps.iter().map(|step| step.at);
    let mut dues = std::iter::once(course.due.at).chain(steps);
    Standing {
        role: course.role,
        due: course.due.at,
        state: status(facts.done, course.due, as_of),
        has_fault: dues.any(|due| due.fault().is_some()),
    }
}

/// How the clock of a task runs that starts at an instant, while one is responsible, with a limit and
/// the times of its steps, of which those happen whose instant is `past`.
fn run<'m>(
    task: &Task,
    clock_of: impl Fn(Instant, Option<RoleId>) -> Clock<'m>,
    (start, role): (Instant, Given<RoleId>),
    (limit, steps): (Limit, &[Limit]),
    past: impl Fn(Instant) -> bool,
) -> Course {
    let mut clock = clock_of(start, role.known());
    let mut due = clock.started(limit);
    let steps = steps.iter();
    let mut steps: Vec<Running> = steps.map(|at| clock.started(*at)).collect();
    let fired = |at: Due| at.at().is_some_and(&past);
    let mut role = role;
    let mut legs = vec![Leg {
        limit: due.left(),
        ..clock.leg
    }];
    let mut reassigned = BTreeSet::new();
    // Each `reassign` happens once.
    while let Some((place, at)) = first_reassign(task, &steps, &reassigned, fired) {
        reassigned.insert(place);
        let Some(to) = task.steps.get(place).map(|step| step.role) else {
            break;
        };
        let next = clock_of(at, Some(to));
        due = clock.handed_on(&next, due);
        for step in &mut steps {
            *step = clock.handed_on(&next, *step);
        }
        (clock, role) = (next, Given::Known(to));
        legs.push(Leg {
            limit: due.left(),
            ..clock.leg
        });
    }
    let steps = steps.iter().map(|step| StepState {
        at: step.at,
        fired: fired(step.at),
    });
    Course {
        role,
        due,
        steps: steps.collect(),
        legs,
    }
}

/// What a task's clock comes to where nobody does the task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// By when it is to be done.
    pub due: Due,
    /// When its steps happen, in the order of the text.
    pub steps: Vec<Due>,
    /// On whose working time the clock ran, in order.
    pub legs: Vec<Leg>,
}

/// How the clock of a task runs that starts at an instant and is not done by another, whoever the lead
/// is: while one is responsible, and with these times for the deadline and for each step.
#[must_use]
pub fn undone(
    model: &Model,
    task: &Task,
    (start, role): (Instant, Option<RoleId>),
    (limit, steps): (Option<Duration>, &[Option<Duration>]),
    until: Instant,
) -> Undone {
    let role = role.map_or(Given::Missing, Given::Known);
    let limit_of = |of: Option<Duration>| of.map_or(Limit::None, Limit::Is);
    let steps: Vec<Limit> = steps.iter().map(|it| limit_of(*it)).collect();
    let limits = (limit_of(limit), steps.as_slice());
    let clock = |from, role| Clock::new(model, from, role).without_soon();
    let course = run(task, clock, (start, role), limits, |at| at <= until);
    Undone {
        due: course.due.at,
        steps: course.steps.iter().map(|step| step.at).collect(),
        legs: course.legs,
    }
}

/// The first `reassign` that has happened and is not among those, and when.
fn first_reassign(
    task: &Task,
    steps: &[Running],
    reassigned: &BTreeSet<usize>,
    fired: impl Fn(Due) -> bool,
) -> Option<(usize, Instant)> {
    let steps = task.steps.iter().zip(steps).enumerate();
    let steps = steps.filter(|(place, (step, running))| {
        step.kind == StepWord::Reassign && !reassigned.contains(place) && fired(running.at)
    });
    let steps = steps.filter_map(|(place, (_, running))| Some((place, running.at.at()?)));
    // Of several at one instant the first of the text.
    steps.min_by_key(|(_, at)| *at)
}

/// How a task's clock ran.
struct Course {
    role: Given<RoleId>,
    due: Running,
    steps: Vec<StepState>,
    legs: Vec<Leg>,
}

impl Course {
    /// How a clock runs: from one `reassign` that has happened to the next.
    fn of(model: &Model, task: &Task, facts: &TaskFacts<'_>, as_of: Instant) -> Self {
        let start = match facts.start {
            Given::Known(start) => start,
            Given::Missing => return Course::not_started(task, facts.role, NoDue::NoStart),
            Given::Bad => return Course::not_started(task, facts.role, NoDue::BadStart),
        };
        let past = |at: Instant| at <= as_of && facts.done.is_open_at(at);
        let clock = |from, role| Clock::new(model, from, role);
        let limits = (facts.limit, facts.steps);
        run(task, clock, (start, facts.role), limits, past)
    }

    fn not_started(task: &Task, role: Given<RoleId>, why: NoDue) -> Self {
        let due = match task.deadline {
            Some(_) => Due::Untold(why),
            None => Due::Never,
        };
        let step = StepState {
            at: Due::Untold(why),
            fired: false,
        };
        Course {
            role,
            due: Running::stands(due),
            steps: vec![step; task.steps.len()],
            legs: Vec::new(),
        }
    }
}

impl DoneState {
    /// Whether the task was surely not done at an instant that has passed.
    fn is_open_at(self, at: Instant) -> bool {
        match self {
            DoneState::No => true,
            DoneState::At(done) => done > at,
            DoneState::Yes | DoneState::Untold => false,
        }
    }
}

fn status(done: DoneState, due: Running, as_of: Instant) -> Option<TaskStatus> {
    match (done, due.at) {
        (DoneState::Untold, _) => None,
        (DoneState::Yes, _) => Some(TaskStatus::Done),
        (DoneState::At(done), Due::At(due)) if done > due => Some(TaskStatus::DoneLate),
        (DoneState::At(_), Due::At(_) | Due::Never) => Some(TaskStatus::Done),
        (DoneState::No, Due::Never) => Some(TaskStatus::Open),
        (DoneState::No, Due::At(due)) if as_of > due => Some(TaskStatus::Late),
        (DoneState::No, Due::At(_)) => match due.soon {
            Some(soon) if as_of >= soon => Some(TaskStatus::DueSoon),
            Some(_) | None => Some(TaskStatus::Open),
        },
        (_, Due::Untold(NoDue::NoStart)) => Some(TaskStatus::NoClock),
        (DoneState::At(_) | DoneState::No, Due::Untold(_)) => None,
    }
}
