//! What is wrong with an example that moves a lead, and what makes it so.

use super::case;
use crate::eval::example::{Actual, Failure, MOST_LOOKS, MOST_MOVES, Stuck};
use crate::model::{FieldId, Model, StageId, TaskExpectation, TaskId};
use crate::render::words::{Words, move_name};
use crate::value::{grouped, joined};
use crate::why::{JourneyWhy, journeys};

/// Why a lead cannot go on.
pub(super) fn stuck(words: &Words<'_>, stuck: &Stuck) -> String {
    let model = words.model;
    match stuck {
        Stuck::Conflict { stage, moves } => {
            let found = model.stages.get(*stage);
            let moves = moves.iter().filter_map(|at| found?.moves.get(*at));
            let moves = moves.map(|it| format!("`{}`", move_name(model, it)));
            let moves = joined(&moves.collect::<Vec<_>>(), "and");
            let stage = words.stage(*stage);
            format!("the lead cannot move on from {stage}: {moves} are open at once")
        }
        Stuck::Ring(stages) => {
            let stages: Vec<String> = stages.iter().map(|id| words.stage(*id)).collect();
            let way = stages.join(", ");
            format!("the lead goes round and round without time passing: {way}")
        }
        Stuck::TooLong => format!(
            "the story does not end: a lead may move {} times in an example, and {} times it is \
             looked whether it does",
            grouped(MOST_MOVES),
            grouped(MOST_LOOKS)
        ),
    }
}

/// How a task stands instead.
pub(super) fn task(
    words: &Words<'_>,
    tasks: &[TaskId],
    expected: TaskExpectation,
    failure: &Failure,
) -> String {
    let should = match expected {
        TaskExpectation::Due(instant) => format!("be due {}", words.instant(instant)),
        TaskExpectation::Is(status) => format!("be {}", status.as_str()),
    };
    match &failure.found {
        Actual::Task(state) => {
            let task = words.task(state.task);
            format!("{task} should {should}, and {}", words.stands(state))
        }
        _ => {
            let task = tasks.first().map_or(String::new(), |id| words.task(*id));
            let stages = journeys(case(words.model, &failure.moment));
            let stages = stages
                .iter()
                .filter_map(|why| Some(words.stage(why.stage?.0)));
            let stages = joined(&stages.collect::<Vec<_>>(), "and");
            format!("{task} should {should}, and the lead, in {stages}, has no such task")
        }
    }
}

/// Whether a journey tracks the field.
pub(super) fn is_tracked(model: &Model, field: FieldId) -> bool {
    let mut journeys = model.journeys.values();
    journeys.any(|journey| journey.tracks == field)
}

/// Why the moves of the stage that the lead is in are open or not.
pub(super) fn moves(words: &Words<'_>, failure: &Failure) -> Vec<String> {
    let told = journeys(case(words.model, &failure.moment));
    told.iter().flat_map(|why| moves_of(words, why)).collect()
}

fn moves_of(words: &Words<'_>, why: &JourneyWhy<'_>) -> Vec<String> {
    let Some((id, _)) = why.stage else {
        return Vec::new();
    };
    let told = |id: StageId| why.moves.iter().map(move |it| words.moves(it, id));
    told(id).collect()
}

/// The clocks of the tasks of the stage that the lead is in: of the one that is asked about, or of
/// all that may tell somebody.
pub(super) fn tasks(words: &Words<'_>, failure: &Failure) -> Vec<String> {
    let told = journeys(case(words.model, &failure.moment));
    let mut sentences = Vec::new();
    for (task, state) in told.iter().flat_map(|why| &why.tasks) {
        let clock = words.clock(task, state);
        match &failure.found {
            Actual::Task(asked) if asked.task == state.task => sentences.extend(clock),
            Actual::Told(_) if !task.steps.is_empty() => {
                let name = words.task(state.task);
                sentences.push(format!("{name} {}", words.stands(state)));
                sentences.extend(clock);
            }
            _ => {}
        }
    }
    sentences
}
