//! `conflicting-moves`: two moves of a stage that are open to one lead at one instant, lead to different
//! stages, and of which neither stands above the other.

use super::question::Question;
use super::there::Ways;
use crate::analyze::context::Context;
use crate::analyze::{JourneyTouches, Touches};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Stage, StageId};
use crate::proof::{Formula, Prover, View};

/// Moves of a stage, pair by pair.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    id: StageId,
    stage: &'m Stage,
) {
    if stage.moves.len() < 2 {
        return;
    }
    let there = context.there(prover, id, stage);
    let ways = context.ways(prover, View::ITSELF, id, stage);
    let torn = ways.torn(prover);
    if prover
        .find(&[there.as_slice(), &[torn]].concat())
        .is_never()
    {
        return;
    }
    for one in 0..stage.moves.len() {
        for other in one + 1..stage.moves.len() {
            of_pair(context, prover, (id, stage), (one, other), &there, &ways);
        }
    }
}

fn of_pair<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    (one, other): (usize, usize),
    there: &[Formula],
    ways: &Ways,
) {
    let (Some(first), Some(second)) = (stage.moves.get(one), stage.moves.get(other)) else {
        return;
    };
    let name = &stage.named.name;
    let (to_one, to_other) = (context.way(first), context.way(second));
    let mut conditions = context.conditions_of_way(id, one, first);
    conditions.extend(context.conditions_of_way(id, other, second));
    let question = Question {
        code: Code::ConflictingMoves,
        kind: "stage",
        name: context.model.stage_name(id),
        span: second.span,
        whether: format!("{to_one} and {to_other} of `{name}` are open to a lead at once"),
        target: ways.disagree(prover, one, other),
        there: there.to_vec(),
        conditions,
        values: context.decisions_of([first, second]),
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("{to_one} and {to_other} are both open");
    let (shown, which) = context.shown_of(&leads, &shows);
    let message = format!(
        "{to_one} and {to_other} of `{name}` are open at once to {which}, and lead to different \
         stages"
    );
    let finding = Diagnostic::new(question.code, second.span, message)
        .here("open, too")
        .label(first.span, "open")
        .help(format!(
            "say which of them counts: `overrides` and the target of the other behind {to_one} or \
             {to_other}, or narrow the `when` of one of them"
        ))
        .demonstrated(shown);
    let touches = Touches::Journey(JourneyTouches::ConflictingMoves(id, one, other));
    context.found_as(prover, &question, &leads, finding, touches);
}
