//! `contract-broken`: a move into a stage that does not guarantee what the stage requires.

use super::entered::entered;
use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, Stage, StageId};
use crate::proof::{Prover, View, Writes};

/// The moves of a stage into others that require something.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    let targets: Vec<StageId> = context
        .ways(prover, View::ITSELF, id, stage)
        .targets()
        .collect();
    for target in targets {
        let to = context.model.stages.get(target);
        if let Some(to) = to
            && let Some(requires) = &to.requires
        {
            of_target(context, prover, (id, stage), (target, to), requires);
        }
    }
}

fn of_target<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    (target, to): (StageId, &'m Stage),
    requires: &'m Condition,
) {
    let Some(journey) = context.model.journeys.get(stage.journey) else {
        return;
    };
    let ways = context.ways(prover, View::ITSELF, id, stage);
    let goes = ways.goes(prover, target);
    let writes = entered(&Writes::new(), journey, to, context.as_of);
    let there = prover.moved(&writes);
    let kept = prover.so_in(there, requires).yes;
    let well = prover.well_for_in(there, &[requires]);
    let mut conditions = context.conditions_of_ways(id, stage);
    conditions.push(requires);
    let (from_name, to_name) = (&stage.named.name, &to.named.name);
    let words = context.text(requires.span);
    let question = Question {
        code: Code::ContractBroken,
        kind: "stage",
        name: context.model.stage_name(target),
        span: requires.span,
        whether: format!("a move from `{from_name}` into `{to_name}` breaks what that requires"),
        target: prover.all(&[goes, !kept, well]),
        there: context.there(prover, id, stage),
        conditions,
        values: context.decisions_of_ways(stage),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("it gets into `{to_name}` without `{words}`");
    let (shown, which) = context.shown_of(&leads, &shows);
    let message = format!(
        "`{to_name}` requires `{words}`, and {which} get there from `{from_name}` without it"
    );
    let mut finding = Diagnostic::new(question.code, question.span, message)
        .here("not guaranteed")
        .help(format!(
            "let the moves from `{from_name}` into `{to_name}` ask for it in their `when`, or \
             require less"
        ))
        .demonstrated(shown);
    for it in stage
        .moves
        .iter()
        .filter(|it| context.may_lead_to(stage, it, target))
    {
        finding = finding.label(it.span, format!("leads to `{to_name}`"));
    }
    let touches = Touches::Journey(JourneyTouches::BrokenContract(id, target));
    context.found_as(prover, &question, &leads, finding, touches);
}
