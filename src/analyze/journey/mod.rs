//! Questions about journeys: is there exactly one who answers for every lead, does every lead get on,
//! and does what is to be done come in time?
//!
//! A stage is judged for every lead that the schema allows in it, with the facts and what the stage
//! itself requires, not only for those that moves lead there: people edit leads while they wait.
//!
//! | file | purpose |
//! | --- | --- |
//! | `there` | the leads in a stage, and where its moves take them |
//! | `entered` | what is written into a lead that gets into a stage |
//! | `graph` | which stages lead to which, for some lead |
//! | `question` | a question about the leads of a stage, and its finding |
//! | `tasks` | the questions about the time of tasks |
//! | `open_task` | the leads for whom a task is open |
//! | `variant` | what a task may be like: who does it, and how long it may take |
//! | `instants` | the instants at which leads are tried, by the calendars |
//! | `scene` | a lead at such an instant, with an open task |
//! | `steps_too_early`, `steps_to_whom` | `deadline-too-late` of the steps of a task |
//! | all others | one question each, by the code of its finding |

mod clock_before_stage;
mod clock_may_not_start;
mod conflicting_moves;
mod contract_broken;
mod deadline_too_late;
mod entered;
mod graph;
mod instants;
mod no_deadline;
mod no_working_hours;
mod open_task;
mod question;
mod scene;
mod steps_to_whom;
mod steps_too_early;
mod tasks;
mod there;
mod variant;

use super::context::Context;
use crate::diagnostic::Code;
use crate::model::JourneyId;

/// All questions about all journeys.
pub(super) fn of_journeys(context: &mut Context<'_>) {
    let journeys: Vec<JourneyId> = context.model.journeys.iter().map(|(id, _)| id).collect();
    for id in journeys {
        of_journey(context, id);
    }
}

fn of_journey(context: &mut Context<'_>, id: JourneyId) {
    let Some(journey) = context.model.journeys.get(id) else {
        return;
    };
    for stage_id in &journey.stages {
        let Some(stage) = context.model.stages.get(*stage_id) else {
            continue;
        };
        let mut prover = context.prover();
        if context.asks(Code::ConflictingMoves) {
            conflicting_moves::of_stage(context, &mut prover, *stage_id, stage);
        }
        if context.asks(Code::ContractBroken) {
            contract_broken::of_stage(context, &mut prover, *stage_id, stage);
        }
        tasks::of_tasks(context, &mut prover, *stage_id, stage);
        context.done(&prover);
    }
    tasks::of_journey(context, id);
}
