//! What a task may be like: who does it, and how long it and its steps may take.

use super::instants::Instants;
use super::open_task::yields;
use crate::analyze::context::Context;
use crate::eval::journey::{Undone, undone};
use crate::model::{CalendarId, Id, Operand, RoleId, Task, TaskId};
use crate::proof::{Formula, Prover};
use crate::value::{Duration, Instant, Value};

/// So many variants of a task are looked at.
const MOST_VARIANTS: usize = 256;

/// One of the ways that a task may be.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    /// Who does it, as many as work at the same hours; none for nobody.
    pub(super) roles: Vec<Option<RoleId>>,
    /// By when; none where it has no limit.
    pub(super) limit: Option<Duration>,
    /// When its steps happen.
    pub(super) steps: Vec<Option<Duration>>,
    /// The limit does not matter.
    any_limit: bool,
}

/// All ways that a task may be.
#[derive(Debug, Clone, Default)]
pub(super) struct Variants {
    pub(super) all: Vec<Variant>,
    /// There are more, or something is worked out for each lead: it cannot be told for all.
    pub(super) more: bool,
}

impl Variant {
    /// Somebody who does it.
    pub(super) fn role(&self) -> Option<RoleId> {
        self.roles.first().copied().flatten()
    }

    /// The task of a lead is like this.
    pub(super) fn is(
        &self,
        context: &Context<'_>,
        prover: &mut Prover<'_>,
        task: &Task,
    ) -> Formula {
        let model = context.model;
        let mut roles = Vec::new();
        for role in &self.roles {
            let role = role.map(value_of);
            roles.push(yields(prover, model, &task.responsible, role.as_ref()));
        }
        let mut parts = vec![prover.any(&roles)];
        let limit = task.deadline.iter().filter(|_| !self.any_limit);
        let limit = limit.map(|it| (&it.length, self.limit));
        let steps = task.steps.iter().map(|step| &step.at);
        for (of, length) in limit.chain(steps.zip(self.steps.iter().copied())) {
            let length = length.map(Value::Duration);
            parts.push(yields(prover, model, of, length.as_ref()));
        }
        prover.all(&parts)
    }

    /// The same, whatever the limit.
    pub(super) fn with_any_limit(&self) -> Variant {
        Variant {
            any_limit: true,
            ..self.clone()
        }
    }

    /// The same for each role on its own, whatever the limit.
    pub(super) fn by_role(&self) -> impl Iterator<Item = Variant> {
        self.roles.iter().map(|role| Variant {
            roles: vec![*role],
            any_limit: true,
            ..self.clone()
        })
    }
}

/// How the clock of a task of a variant runs, from each of the instants that are tried.
pub(super) struct Course {
    pub(super) variant: Variant,
    pub(super) from: Vec<(Instant, Undone)>,
}

/// How the clock of a task runs in all of its variants.
pub(super) struct Courses {
    pub(super) all: Vec<Course>,
    /// There are more.
    pub(super) more: bool,
}

impl Context<'_> {
    /// How the clock of a task runs, from each of the instants that are tried, if nobody does the task.
    pub(super) fn courses(&self, instants: &mut Instants, id: TaskId, task: &Task) -> Courses {
        let (model, variants) = (self.model, self.variants(task));
        let all = variants.all.into_iter().map(|variant| {
            let handed = task.steps.iter().map(|step| Some(step.role));
            let roles = std::iter::once(variant.role()).chain(handed);
            let tried = instants.of(model, id, roles, self.as_of);
            let from = tried.into_iter().map(|since| {
                let limits = (variant.limit, variant.steps.as_slice());
                let start = (since, variant.role());
                (since, undone(model, task, start, limits, Instant::MAX))
            });
            let from = from.collect();
            Course { variant, from }
        });
        Courses {
            all: all.collect(),
            more: variants.more,
        }
    }

    /// The ways that a task may be, as far as the text says.
    pub(super) fn variants(&self, task: &Task) -> Variants {
        let mut more = false;
        let roles = self.roles_by_calendar(task, &mut more);
        let length = task.deadline.as_ref().map(|it| &it.length);
        let limits = length.map_or(vec![None], |of| self.lengths(of, &mut more));
        let mut steps: Vec<Vec<Option<Duration>>> = vec![Vec::new()];
        for step in &task.steps {
            let lengths = self.lengths(&step.at, &mut more);
            let longer = steps.iter().flat_map(|before| {
                lengths.iter().map(|it| {
                    let mut longer = before.clone();
                    longer.push(*it);
                    longer
                })
            });
            steps = longer.take(MOST_VARIANTS + 1).collect();
        }
        let mut all = Vec::new();
        for roles in &roles {
            for limit in &limits {
                all.extend(steps.iter().map(|steps| Variant {
                    roles: roles.clone(),
                    limit: *limit,
                    steps: steps.clone(),
                    any_limit: false,
                }));
            }
        }
        more |= all.len() > MOST_VARIANTS;
        all.truncate(MOST_VARIANTS);
        Variants { all, more }
    }

    fn roles_by_calendar(&self, task: &Task, more: &mut bool) -> Vec<Vec<Option<RoleId>>> {
        let found = self.model.constants(&task.responsible);
        *more |= found.others;
        let roles = found.values.iter().filter_map(|value| match value {
            Value::Role(place) => Some(Some(Id::new(*place as usize))),
            _ => None,
        });
        let nobody = found.nothing.then_some(None);
        let mut groups: Vec<(Option<CalendarId>, Vec<Option<RoleId>>)> = Vec::new();
        for role in roles.chain(nobody) {
            let calendar = role.and_then(|role| self.model.calendar_of(role));
            match groups.iter_mut().find(|(known, _)| *known == calendar) {
                Some((_, group)) => group.push(role),
                None => groups.push((calendar, vec![role])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn lengths(&self, of: &Operand, more: &mut bool) -> Vec<Option<Duration>> {
        let found = self.model.constants(of);
        *more |= found.others;
        let lengths = found.values.iter().filter_map(|value| match value {
            Value::Duration(length) => Some(Some(*length)),
            _ => None,
        });
        lengths.chain(found.nothing.then_some(None)).collect()
    }
}

fn value_of(role: RoleId) -> Value {
    Value::Role(u32::try_from(role.index()).unwrap_or(u32::MAX))
}
