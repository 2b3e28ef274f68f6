//! `backward-move`: a move back, by the order of the stages, in a journey that is `forward only`.

use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Stage, StageId};
use crate::proof::{Prover, View};

/// The moves of a stage in a journey without a way back.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    let journey = context.model.journeys.get(stage.journey);
    let Some(journey) = journey.filter(|journey| journey.forward_only) else {
        return;
    };
    let targets: Vec<StageId> = context
        .ways(prover, View::ITSELF, id, stage)
        .targets()
        .collect();
    for target in targets {
        let to = context.model.stages.get(target);
        if let Some(to) = to.filter(|to| to.value < stage.value) {
            of_target(
                context,
                prover,
                (id, stage),
                (target, to),
                &journey.named.name,
            );
        }
    }
}

fn of_target<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    (target, to): (StageId, &'m Stage),
    journey: &str,
) {
    let ways = context.ways(prover, View::ITSELF, id, stage);
    let (name, to_name) = (&stage.named.name, &to.named.name);
    let mut moves = stage.moves.iter();
    let it = moves.find(|it| context.may_lead_to(stage, it, target));
    let question = Question {
        code: Code::BackwardMove,
        kind: "stage",
        name: context.model.stage_name(id),
        span: it.map_or(stage.named.span, |it| it.span),
        whether: format!("a lead moves back from `{name}` to `{to_name}`"),
        target: ways.goes(prover, target),
        there: context.there(prover, id, stage),
        conditions: context.conditions_of_ways(id, stage),
        values: context.decisions_of_ways(stage),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("it moves back from `{name}` to `{to_name}`");
    let (shown, which) = context.shown_of(&leads, &shows);
    let message = format!(
        "`{journey}` goes forward only, and {which} move back from `{name}` to `{to_name}`"
    );
    let finding = Diagnostic::new(question.code, question.span, message)
        .here(format!("leads back to `{to_name}`"))
        .help(
            "leave `forward only` out if leads may come back; else let them wait in a stage of its \
             own that lies further on",
        )
        .demonstrated(shown);
    context.found_as(
        prover,
        &question,
        &leads,
        finding,
        Touches::Journey(JourneyTouches::Goes(id, target)),
    );
}
