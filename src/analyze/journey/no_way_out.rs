//! `dead-end`: a stage that is no end and that no lead can leave; `no-way-out`: a lead that stays in a
//! stage for good unless somebody changes it.

use jiff::SignedDuration;

use super::graph::Graph;
use super::question::Question;
use crate::analyze::context::Context;
use crate::analyze::journey_touches::state_in;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::Evaluation;
use crate::eval::example::course;
use crate::eval::journey::Next;
use crate::model::{Lead, Stage, StageId, StageKind};
use crate::proof::{Prover, View};

/// The way out of a stage.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    graph: &Graph,
) {
    if stage.kind == StageKind::End {
        return;
    }
    let there = context.there(prover, id, stage);
    // Of leads that there cannot be, everything is true.
    if prover.find(&there).is_never() {
        return;
    }
    if graph.from(id).next().is_none() {
        if context.asks(Code::DeadEnd) {
            dead_end(context, id, stage);
        }
    } else if context.asks(Code::NoWayOut) {
        no_way_out(context, prover, id, stage);
    }
}

fn dead_end(context: &mut Context<'_>, id: StageId, stage: &Stage) {
    let name = &stage.named.name;
    let message = match stage.moves.is_empty() {
        true => format!("`{name}` is no end, and no move leads out of it"),
        false => format!("`{name}` is no end, and none of its moves is ever open to a lead there"),
    };
    let finding = Diagnostic::new(Code::DeadEnd, stage.named.span, message)
        .help(
            "say where its leads go, or where they go after some time: `otherwise to … after …`; or \
             write `end` behind its name",
        )
        .about("stage", context.model.stage_name(id));
    context.shown_by_none(Vec::new(), finding);
}

fn no_way_out<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    let ways = context.ways(prover, View::ITSELF, id, stage);
    let stays = ways.stays(prover);
    let there = context.waited(prover, (id, stage));
    let name = &stage.named.name;
    let question = Question {
        code: Code::NoWayOut,
        kind: "stage",
        name: context.model.stage_name(id),
        span: stage.named.span,
        whether: format!("a lead stays in `{name}` for good"),
        target: stays,
        there,
        conditions: context.conditions_of_ways(id, stage),
        values: context.decisions_of_ways(stage),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("no move of `{name}` is open, now or later");
    let (shown, which) = context.shown_of(&leads, &shows);
    let message = match which.as_str() {
        "every lead" => format!("`{name}` has no way out for any lead that nobody changes"),
        which => format!("`{name}` has no way out for {which}, unless somebody changes them"),
    };
    let finding = Diagnostic::new(question.code, question.span, message)
        .help(
            "say what becomes of a lead with which nothing happens: `otherwise to … after …`, with \
             the longest time that it may wait",
        )
        .demonstrated(shown);
    let later = SignedDuration::from_secs(context.unwritten.horizon.saturating_mul(2));
    let (model, as_of) = (context.model, context.as_of);
    let confirm = move |lead: Lead<'_>, evaluation: &Evaluation| {
        let state = state_in(model, evaluation, id);
        state.is_some_and(|state| state.next == Next::Stay)
            && as_of.checked_add(later).is_ok_and(|end| {
                let course = course(model, lead, as_of, end);
                let mut moves = course.moves.iter();
                !moves.any(|event| event.leaves(id)) && course.stuck.is_none()
            })
    };
    context.found(prover, &question, &leads, confirm, finding);
}
