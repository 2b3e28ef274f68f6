//! `endless-loop`: moves that lead a lead round in a ring again and again with nobody touching it:
//! waiting slows it down and no counter ends it.
//!
//! What a lead is like after many rounds is this: what the stages of the ring clear is missing, what
//! they count is as large as one likes, all else is as it was, and so old that no comparison with its
//! age turns any more. Only the time in the stage begins anew with each move. So each stage is left
//! when the first of its moves opens after the lead got there.

use super::entered::entered;
use super::path::goes_through;
use super::question::Question;
use super::ring::{once_and_on, turned};
use super::there::seconds;
use super::turning_points::turning_points;
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::Evaluation;
use crate::model::{Journey, Lead, Stage, StageId};
use crate::proof::{Formula, Prover, View, Writes, Written};
use crate::value::{Instant, Number, Value};

/// So often a lead has to go round to be shown.
const ROUNDS: usize = 2;
/// What is counted once a lead has gone round for ever.
const FOR_EVER: i64 = 1_000_000_000;

/// Looks for a lead that runs round in a ring for ever.
pub(super) fn of_ring(context: &mut Context<'_>, journey: &Journey, ring: &[StageId]) {
    for ring in turned(ring) {
        if from_first(context, journey, &ring) {
            return;
        }
    }
}

/// The same of a lead that is in the first stage of the ring.
fn from_first(context: &mut Context<'_>, journey: &Journey, ring: &[StageId]) -> bool {
    let model = context.model;
    let Some((id, stage)) = ring
        .first()
        .and_then(|id| Some((*id, model.stages.get(*id)?)))
    else {
        return false;
    };
    let mut prover = context.prover();
    let words = context.stages_in_words(ring);
    let (conditions, values) = context.what_decides(ring);
    let there = context.there(&mut prover, id, stage);
    let target = runs(context, &mut prover, journey, ring);
    let aged = context.aged(&mut prover, &[journey.since]);
    let question = Question {
        code: Code::EndlessLoop,
        kind: "stage",
        name: model.stage_name(id),
        span: stage.named.span,
        whether: format!("a lead runs round between {words} for ever"),
        target,
        there: [there, aged].concat(),
        conditions,
        values,
    };
    let Some(leads) = context.leads(&mut prover, &question) else {
        context.done(&prover);
        return false;
    };
    let shows = format!("it runs round between {words}, and nothing ends it");
    let (mut shown, which) = context.shown_of(&leads, &shows);
    let long = round_seconds(context, ring).saturating_mul(ROUNDS as i64 + 1);
    let course = context.course_of(leads.shown.lead.lead(0), long);
    context.with_moves(&mut shown, &course, stage.journey, ring.len() * ROUNDS);
    let message = format!(
        "{which} run round between {words} again and again if nobody touches them, and nothing \
         ends it"
    );
    let finding = Diagnostic::new(question.code, question.span, message)
        .help(
            "count the rounds and stop: `counts times` in one of the stages, and `when times < 3` at \
             the move that leads on",
        )
        .demonstrated(shown);
    let finding = context.pointing_at_ring(finding, ring);
    let rounds = ring.iter().cycle().take(ring.len() * ROUNDS + 1).copied();
    let rounds: Vec<StageId> = rounds.collect();
    let seen = goes_through(&course, stage.journey, &rounds);
    let confirm = move |_: Lead<'_>, _: &Evaluation| seen;
    context.found(&prover, &question, &leads, confirm, finding);
    context.done(&prover);
    true
}

/// The lead goes round, and still does after so many rounds that all that is counted is large.
fn runs<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    journey: &Journey,
    ring: &[StageId],
) -> Formula {
    let mut parts = Vec::new();
    let mut writes = Writes::new();
    for _ in 0..ROUNDS {
        parts.push(round(context, prover, journey, ring, &mut writes));
    }
    for written in writes.values_mut() {
        if let Written::More(more) = written {
            *more = more.checked_add(Number::from(FOR_EVER)).unwrap_or(*more);
        }
    }
    parts.push(round(context, prover, journey, ring, &mut writes));
    // What takes no time at all is `ping-pong`.
    parts.push(!context.at_once(prover, journey, &once_and_on(ring)));
    prover.all(&parts)
}

/// The lead goes once round, each time when the first move opens.
fn round<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    journey: &Journey,
    ring: &[StageId],
    writes: &mut Writes,
) -> Formula {
    let mut parts = Vec::new();
    let next = ring.iter().cycle().skip(1);
    for (at, to) in ring.iter().zip(next) {
        let stages = (context.model.stages.get(*at), context.model.stages.get(*to));
        let (Some(from), Some(into)) = stages else {
            return prover.never();
        };
        parts.push(leaves(context, prover, journey, writes, (*at, from), *to));
        *writes = entered(writes, journey, into, context.as_of);
        let view = prover.moved(writes);
        parts.push(context.has_required(prover, view, into));
    }
    prover.all(&parts)
}

/// The lead leaves a stage for another at the first instant at which a move is open.
fn leaves<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    journey: &Journey,
    writes: &Writes,
    (id, stage): (StageId, &'m Stage),
    to: StageId,
) -> Formula {
    // Since when the lead itself is in its stage is its own.
    if !writes.contains_key(&journey.since) {
        let ways = context.ways(prover, View::ITSELF, id, stage);
        let goes = ways.goes(prover, to);
        return prover.all(&[goes, ways.well]);
    }
    let (mut stayed, mut goes) = (prover.always(), Vec::new());
    for waited in turning_points(context, journey.since, stage) {
        let mut then = writes.clone();
        let Some(since) = ago(context.as_of, waited) else {
            break;
        };
        then.insert(journey.since, Written::Is(Value::Datetime(since)));
        let view = prover.moved(&then);
        let ways = context.ways(prover, view, id, stage);
        let leaves = ways.goes(prover, to);
        goes.push(prover.all(&[stayed, leaves, ways.well]));
        let stays = ways.stays(prover);
        stayed = prover.all(&[stayed, stays, ways.well]);
    }
    prover.any(&goes)
}

/// How long a round takes at most, in seconds.
fn round_seconds(context: &Context<'_>, ring: &[StageId]) -> i64 {
    let stages = ring.iter().filter_map(|id| context.model.stages.get(*id));
    let longest = stages.map(|stage| {
        let moves = stage.moves.iter();
        moves.map(|it| seconds(it.after)).max().unwrap_or(0)
    });
    longest.fold(context.unwritten.horizon, i64::saturating_add)
}

fn ago(now: Instant, seconds: i64) -> Option<Instant> {
    now.checked_sub(jiff::SignedDuration::from_secs(seconds))
        .ok()
}
