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
//! | `ring` | what the questions about rings of moves share |
//! | `path` | a lead that goes from stage to stage |
//! | `turning_points` | when moves may open, counted from when a lead gets into a stage |
//! | `aged` | leads of which all is long ago |
//! | `graph` | which stages lead to which, for some lead |
//! | `duties` | all findings about duties, called by one |
//! | `question` | a question about the leads of a stage, and its finding |
//! | `tasks` | the questions about the time of tasks |
//! | `open_task` | the leads for which a task is open, or to be done |
//! | `variant` | what a task may be like: who does it, and how long it may take |
//! | `instants` | the instants at which leads are tried, by the calendars |
//! | `scene` | a lead at such an instant, with an open task |
//! | `steps_too_early`, `steps_to_whom` | `deadline-too-late` of the steps of a task |
//! | all others | one question each, by the code of its finding |

mod aged;
mod backward_move;
mod clock_before_stage;
mod clock_may_not_start;
mod conditions;
mod conflicting_moves;
mod contract_broken;
mod deadline_too_late;
mod double_meaning;
mod duties;
mod duty_forbidden;
mod endless_loop;
mod entered;
mod graph;
mod idle_role;
mod instants;
mod no_deadline;
mod no_way_out;
mod no_working_hours;
mod nobody_accountable;
mod not_agreed;
mod open_task;
mod pass_through;
mod path;
mod ping_pong;
mod question;
mod ring;
mod scene;
mod steps_to_whom;
mod steps_too_early;
mod tasks;
mod there;
mod turning_points;
mod two_accountable;
mod unreachable_stage;
mod unset_counter;
mod variant;

pub(super) use there::Ways;

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Journey, JourneyId, Stage, StageId};
use graph::Graph;

/// All questions about all journeys.
pub(super) fn of_journeys(context: &mut Context<'_>) {
    let journeys: Vec<JourneyId> = context.model.journeys.iter().map(|(id, _)| id).collect();
    for id in journeys {
        of_journey(context, id);
    }
    duties::of_policy(context);
}

fn of_journey(context: &mut Context<'_>, id: JourneyId) {
    let Some(journey) = context.model.journeys.get(id) else {
        return;
    };
    let graph = Graph::new(context, journey);
    let rings = rings(context, journey, &graph);
    for stage_id in &journey.stages {
        if let Some(stage) = context.model.stages.get(*stage_id) {
            of_stage(context, (*stage_id, stage), &graph, &rings);
        }
    }
    if context.asks(Code::UnreachableStage) {
        unreachable_stage::of_journey(context, journey, &graph);
    }
    tasks::of_journey(context, id);
}

/// Questions about a stage.
fn of_stage<'m>(
    context: &mut Context<'m>,
    (id, stage): (StageId, &'m Stage),
    graph: &Graph,
    rings: &[Vec<StageId>],
) {
    let mut prover = context.prover();
    if context.asks(Code::ConflictingMoves) {
        conflicting_moves::of_stage(context, &mut prover, id, stage);
    }
    if context.asks(Code::ContractBroken) {
        contract_broken::of_stage(context, &mut prover, id, stage);
    }
    if context.asks(Code::BackwardMove) {
        backward_move::of_stage(context, &mut prover, id, stage);
    }
    if context.asks(Code::DeadEnd) || context.asks(Code::NoWayOut) {
        no_way_out::of_stage(context, &mut prover, (id, stage), graph);
    }
    if context.asks(Code::PassThrough) {
        pass_through::of_stage(context, &mut prover, (id, stage), graph, rings);
    }
    duties::of_stage(context, &mut prover, id, stage);
    tasks::of_tasks(context, &mut prover, id, stage);
    context.done(&prover);
}

/// Questions about moves that lead round in a ring. Gives the rings that some lead runs round in
/// while no time passes.
fn rings(context: &mut Context<'_>, journey: &Journey, graph: &Graph) -> Vec<Vec<StageId>> {
    let mut at_once = Vec::new();
    let codes = [Code::PingPong, Code::EndlessLoop, Code::PassThrough];
    if !codes.into_iter().any(|code| context.asks(code)) {
        return at_once;
    }
    let (rings, more) = graph.rings();
    if more {
        let name = &journey.named.name;
        let message = format!("`{name}` has more rings of moves than are looked at");
        let finding = Diagnostic::new(Code::EndlessLoop, journey.named.span, message);
        context.not_proved(finding.about("journey", name.clone()));
    }
    for ring in rings {
        if ping_pong::of_ring(context, journey, &ring) {
            at_once.push(ring);
        } else if context.asks(Code::EndlessLoop) {
            endless_loop::of_ring(context, journey, &ring);
        }
    }
    at_once
}
