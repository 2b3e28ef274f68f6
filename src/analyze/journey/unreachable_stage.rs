//! `unreachable-stage`: a stage that no lead gets to from where leads start.

use super::graph::Graph;
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Journey, StageKind};
use crate::source::Span;

/// The stages of a journey.
pub(super) fn of_journey(context: &mut Context<'_>, journey: &Journey, graph: &Graph) {
    let model = context.model;
    let stages = journey.stages.iter();
    let stages: Vec<_> = stages
        .filter_map(|id| Some((*id, model.stages.get(*id)?)))
        .collect();
    let starts = stages
        .iter()
        .filter(|(_, stage)| stage.kind == StageKind::Start);
    let reached = graph.reached(starts.map(|(id, _)| *id));
    for (id, stage) in stages.iter().filter(|(id, _)| !reached.contains(id)) {
        let name = &stage.named.name;
        let moves = stages.iter().flat_map(|(_, from)| {
            let moves = from.moves.iter();
            moves.filter(|it| context.may_lead_to(from, it, *id))
        });
        let moves: Vec<Span> = moves.map(|it| it.span).collect();
        let written = !moves.is_empty();
        context.seen.shut.insert(model.stage_name(*id), moves);
        // Where a stage before it is not reached either, that one is to be mended.
        let before = stages.iter().find(|(from, _)| {
            from != id && !reached.contains(from) && graph.from(*from).any(|to| to == *id)
        });
        if before.is_some() {
            context.seen.behind_shut.insert(model.stage_name(*id));
        }
        let message = match (written, before) {
            (_, Some((_, before))) => format!(
                "no lead gets to `{name}`: what leads there is `{}`, to which none gets either",
                before.named.name
            ),
            (true, None) => {
                format!("no lead gets to `{name}`: no move that leads there is ever open")
            }
            (false, None) => format!("no lead gets to `{name}`: no move leads there"),
        };
        let finding = Diagnostic::new(Code::UnreachableStage, stage.named.span, message)
            .help(
                "let a move lead there, write `start` behind its name if leads begin there, or \
                 leave it out",
            )
            .about("stage", model.stage_name(*id));
        context.shown_by_none(Vec::new(), finding);
    }
}
