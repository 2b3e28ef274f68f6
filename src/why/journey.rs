//! Why a lead stands in a journey as it does: which moves are open, and what the others lack.

use super::{Case, Fact, Lack, held, lack};
use crate::eval::Truth;
use crate::eval::journey::{MoveState, State, TaskState};
use crate::model::{Journey, Move, Stage, StageId, Task};

/// Where a lead stands in a journey, and why.
#[derive(Debug, Clone)]
pub struct JourneyWhy<'m> {
    /// The journey.
    pub journey: &'m Journey,
    /// Where the lead stands.
    pub state: &'m State,
    /// The stage, where it is known.
    pub stage: Option<(StageId, &'m Stage)>,
    /// The moves of the stage, in the order of the text.
    pub moves: Vec<MoveWhy<'m>>,
    /// The tasks that exist for the lead, in the order of the text.
    pub tasks: Vec<(&'m Task, &'m TaskState)>,
    /// What the lead lacks of what the stage requires, where it should have it.
    pub lacks: Option<Lack<'m>>,
}

/// A move, and why it is open or not.
#[derive(Debug, Clone)]
pub struct MoveWhy<'m> {
    /// The move.
    pub it: &'m Move,
    /// Its place in the stage.
    pub place: usize,
    /// How it stands.
    pub state: &'m MoveState,
    /// What makes its `when` hold, where it does.
    pub facts: Vec<Fact<'m>>,
    /// What its `when` lacks to hold, where it does not.
    pub lacks: Option<Lack<'m>>,
    /// What makes its `unless` hold, where that closes it.
    pub excepted: Vec<Fact<'m>>,
}

/// Where a lead stands in each journey, and why.
#[must_use]
pub fn journeys(case: Case<'_>) -> Vec<JourneyWhy<'_>> {
    let states = case.evaluation.journeys.iter();
    states.filter_map(|state| journey(case, state)).collect()
}

fn journey<'m>(case: Case<'m>, state: &'m State) -> Option<JourneyWhy<'m>> {
    let model = case.model;
    let stage = state.stage.known();
    let stage = stage.and_then(|id| Some((id, model.stages.get(id)?)));
    let moves = stage.map_or(&[][..], |(_, stage)| &stage.moves);
    let moves = moves.iter().zip(&state.moves).enumerate();
    let tasks = state.tasks.iter();
    let requires = stage.and_then(|(_, stage)| stage.requires.as_ref());
    let requires = requires.filter(|_| state.lacks_required);
    Some(JourneyWhy {
        journey: model.journeys.get(state.journey)?,
        state,
        stage,
        moves: moves
            .map(|(place, (it, state))| move_why(case, place, it, state))
            .collect(),
        tasks: tasks
            .filter_map(|it| Some((model.tasks.get(it.task)?, it)))
            .collect(),
        lacks: requires.map(|it| lack(&case.trace(it), true)),
    })
}

fn move_why<'m>(case: Case<'m>, place: usize, it: &'m Move, state: &'m MoveState) -> MoveWhy<'m> {
    let when = it.when.as_ref().map(|when| case.trace(when));
    let (yes, not): (Vec<_>, Vec<_>) = when.iter().partition(|when| when.truth.is_yes());
    let unless = it.unless.as_ref().map(|unless| case.trace(unless));
    let closes = unless.filter(|it| it.truth == Truth::Yes);
    MoveWhy {
        it,
        place,
        state,
        facts: yes.iter().flat_map(|when| held(when, true)).collect(),
        lacks: not.first().map(|when| lack(when, true)),
        excepted: closes.map_or(Vec::new(), |unless| held(&unless, true)),
    }
}
