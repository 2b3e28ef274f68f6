//! When the clocks of tasks start, and when tasks were done.

use std::collections::BTreeMap;

use super::Given;
use crate::eval::Truth;
use crate::eval::operand::Situation;
use crate::model::{ClockStart, Done, StageId, Task, TaskId};
use crate::value::Instant;

/// When the clocks of the tasks of a stage start, as far as somebody asked.
pub(super) struct Starts<'a> {
    situation: Situation<'a>,
    /// When the lead got into the stage.
    since: Given<Instant>,
    known: BTreeMap<TaskId, Given<Instant>>,
}

impl<'a> Starts<'a> {
    pub(super) fn new(situation: Situation<'a>, since: Given<Instant>) -> Self {
        Starts {
            situation,
            since,
            known: BTreeMap::new(),
        }
    }

    /// When the clock of a task of the stage starts.
    pub(super) fn of(&mut self, id: TaskId) -> Given<Instant> {
        // From the task to the one whose start hangs on no other, and back.
        let mut chain = Vec::new();
        let mut open = Some(id);
        while let Some(id) = open {
            let is_new = !self.known.contains_key(&id) && !chain.contains(&id);
            open = is_new.then(|| self.waits_for(id)).flatten();
            if is_new {
                chain.push(id);
            }
        }
        for id in chain.into_iter().rev() {
            let start = self.start(id);
            self.known.insert(id, start);
        }
        self.known.get(&id).copied().unwrap_or(Given::Missing)
    }

    /// The task of the same stage whose end starts the clock of this one.
    fn waits_for(&self, id: TaskId) -> Option<TaskId> {
        match self.task(id)?.clock() {
            ClockStart::EndOf(other) => {
                let same = self.task(other)?.stage == self.task(id)?.stage;
                same.then_some(other)
            }
            ClockStart::Entry | ClockStart::Field(_) => None,
        }
    }

    fn task(&self, id: TaskId) -> Option<&'a Task> {
        self.situation.model.tasks.get(id)
    }

    fn start(&self, id: TaskId) -> Given<Instant> {
        let Some(task) = self.task(id) else {
            return Given::Missing;
        };
        match task.clock() {
            ClockStart::Entry => self.since,
            ClockStart::Field(field) => self.situation.instant_in(field),
            ClockStart::EndOf(other) => self.end(other, task.stage),
        }
    }

    /// When another task was done. Of a task of another stage it is not known when its clock
    /// started, so that what its field says counts as it is.
    fn end(&self, id: TaskId, stage: StageId) -> Given<Instant> {
        let Some(task) = self.task(id) else {
            return Given::Missing;
        };
        let Some(Done::At(field)) = &task.done else {
            return Given::Missing;
        };
        let end = self.situation.instant_in(*field);
        let end = match end {
            Given::Known(at) if at > self.situation.now.as_of => Given::Missing,
            end => end,
        };
        if task.stage != stage {
            return end;
        }
        match self.situation.optional(task.when.as_ref(), Truth::Yes) {
            Truth::No | Truth::Unknown => return Given::Missing,
            Truth::Stopped => return Given::Bad,
            Truth::Yes => {}
        }
        match (self.known.get(&id), end) {
            (Some(Given::Known(start)), Given::Known(at)) if at >= *start => end,
            (Some(Given::Bad), _) | (_, Given::Bad) => Given::Bad,
            (Some(Given::Known(_) | Given::Missing) | None, _) => Given::Missing,
        }
    }
}
