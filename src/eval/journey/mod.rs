//! What a policy's journeys mean for one lead at an instant.
//!
//! [`state`] is the whole of it: where the lead stands, which moves are open and where it goes
//! first, what its tasks are, whose, by when and how they stand. Nothing here moves a lead:
//! [`writes`] says what a move would change, and stories apply it.
//!
//! | file | purpose |
//! | --- | --- |
//! | `moves` | [`MoveState`], [`Next`]: which moves are open, which stand above which |
//! | `tasks` | [`TaskState`]: which tasks there are, whose, and how they stand |
//! | `start` | when the clocks of tasks start, and when tasks were done |
//! | `clock` | [`Due`], [`Leg`]: deadlines and steps, also across `reassign` |
//! | `entry` | [`writes`], [`arrived`]: what a stage changes in a lead that gets there |

mod clock;
mod entry;
mod moves;
mod start;
mod tasks;
#[cfg(test)]
mod tests;

pub use clock::{Due, Leg, Limit, NoDue, StepState};
pub use entry::{Write, arrival, arrived, writes};
pub use moves::{MoveState, Next};
pub use tasks::{
    DoneState, Responsible, Standing, TaskFacts, TaskState, Undone, done_at, person, standing,
    undone,
};

use std::collections::BTreeSet;

use super::operand::{Now, Situation, field};
use super::{Cause, Evaluation, Found, Truth};
use crate::model::{FieldId, JourneyId, Lead, Model, Party, StageId, TaskId};
use crate::syntax::ast::StepWord;
use crate::value::{Instant, Value};

/// What a lead gives for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<T> {
    /// This.
    Known(T),
    /// Nothing, and that is normal.
    Missing,
    /// What it needs is bad or undecided.
    Bad,
}

impl<T> Given<T> {
    /// What it gives, where it gives something.
    #[must_use]
    pub fn known(self) -> Option<T> {
        match self {
            Given::Known(value) => Some(value),
            Given::Missing | Given::Bad => None,
        }
    }
}

/// Where a lead stands in a journey at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The journey.
    pub journey: JourneyId,
    /// The stage that the tracked field holds. Where it is not known, all that follows is empty and
    /// [`Next::Untold`].
    pub stage: Given<StageId>,
    /// When the lead got there, as the journey's `since` field says.
    pub since: Given<Instant>,
    /// The moves of the stage, in the order of the text: as many as [`crate::model::Stage::moves`].
    pub moves: Vec<MoveState>,
    /// Where the lead goes from here, now.
    pub next: Next,
    /// What [`Next::To`] would change beside the tracked field and `since`.
    pub writes: Vec<Write>,
    /// The tasks of the stage that exist for the lead, in the order of the text.
    pub tasks: Vec<TaskState>,
    /// The tasks of the stage of which it cannot be told whether they exist.
    pub doubtful: Vec<TaskId>,
    /// The lead is in the stage without what the stage `requires`.
    pub lacks_required: bool,
}

/// Where a lead stands in a journey, from what [`super::evaluate`] says of it at the same instant.
#[must_use]
pub fn state(
    model: &Model,
    journey: JourneyId,
    lead: Lead<'_>,
    evaluation: &Evaluation,
    as_of: Instant,
) -> State {
    let situation = Situation {
        model,
        lead,
        now: Now::new(model, as_of),
        so_far: evaluation,
    };
    situation.journey(journey, &mut BTreeSet::new())
}

/// Everybody whom the tasks of a lead's stage have told by now: who is informed of a task that
/// exists, and whom its steps have told or given it to. Each once.
#[must_use]
pub fn told(model: &Model, state: &State) -> BTreeSet<Party> {
    let mut told = BTreeSet::new();
    for it in &state.tasks {
        let Some(task) = model.tasks.get(it.task) else {
            continue;
        };
        told.extend(task.informed.iter().copied());
        let steps = task.steps.iter().zip(&it.steps);
        let fired = steps.filter(|(_, state)| state.fired);
        told.extend(fired.map(|(step, _)| match step.kind {
            StepWord::Escalate | StepWord::Reassign => Party::Role(step.role),
        }));
    }
    told
}

impl<'a> Situation<'a> {
    /// Where the lead stands in a journey; adds what went beyond what can be computed with.
    pub(super) fn journey(self, id: JourneyId, causes: &mut BTreeSet<Cause>) -> State {
        let mut state = State {
            journey: id,
            stage: Given::Missing,
            since: Given::Missing,
            moves: Vec::new(),
            next: Next::Untold,
            writes: Vec::new(),
            tasks: Vec::new(),
            doubtful: Vec::new(),
            lacks_required: false,
        };
        let Some(journey) = self.model.journeys.get(id) else {
            return state;
        };
        state.stage = self.stage_in(journey.tracks, id);
        state.since = self.instant_in(journey.since);
        let Given::Known(stage_id) = state.stage else {
            return state;
        };
        let Some(stage) = self.model.stages.get(stage_id) else {
            return state;
        };
        (state.moves, state.next) = self.moves((stage_id, stage), state.since, causes);
        if let Next::To { stage, .. } = &state.next {
            state.writes = writes(self.model, self.lead, *stage);
        }
        let requires = stage.requires.as_ref();
        let kept = requires.map_or(Truth::Yes, |it| self.told(it, causes));
        state.lacks_required = matches!(kept, Truth::No | Truth::Unknown);
        (state.tasks, state.doubtful) = self.tasks(stage, state.since, causes);
        state
    }

    fn stage_in(self, tracks: FieldId, journey: JourneyId) -> Given<StageId> {
        match field(self.model, self.lead, tracks) {
            Found::Known(value) => match value.as_ref() {
                Value::Choice(value) => self.stage_of(journey, *value),
                _ => Given::Bad,
            },
            Found::Missing => Given::Missing,
            Found::Stopped => Given::Bad,
        }
    }

    /// The stage of a journey that a value of the tracked field stands for.
    fn stage_of(self, journey: JourneyId, value: u32) -> Given<StageId> {
        let journey = self.model.journeys.get(journey);
        let mut stages = journey.into_iter().flat_map(|journey| &journey.stages);
        let is_it = |id: &&StageId| {
            let stage = self.model.stages.get(**id);
            stage.is_some_and(|stage| stage.value == value)
        };
        stages
            .find(is_it)
            .map_or(Given::Bad, |id| Given::Known(*id))
    }

    /// The instant that a field holds; of a date, when that day begins in the policy's zone.
    fn instant_in(self, id: FieldId) -> Given<Instant> {
        match field(self.model, self.lead, id) {
            Found::Known(value) => match value.as_ref() {
                Value::Datetime(instant) => Given::Known(*instant),
                Value::Date(date) => {
                    let start = self.model.zone.start_of_day(*date);
                    start.map_or(Given::Bad, Given::Known)
                }
                _ => Given::Bad,
            },
            Found::Missing => Given::Missing,
            Found::Stopped => Given::Bad,
        }
    }
}
