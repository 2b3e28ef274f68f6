//! `ping-pong`: moves that lead a lead round in a ring while no time passes, as far as once round and
//! on again.

use super::path::goes_through;
use super::question::Question;
use super::ring::{once_and_on, turned};
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::Evaluation;
use crate::eval::example::Stuck;
use crate::model::{Journey, Lead, StageId};

/// Whether some lead runs round in a ring while no time passes; adds the finding.
pub(super) fn of_ring(context: &mut Context<'_>, journey: &Journey, ring: &[StageId]) -> bool {
    turned(ring).any(|ring| from_first(context, journey, &ring))
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
    let name = &stage.named.name;
    let words = context.stages_in_words(ring);
    let (conditions, values) = context.what_decides(ring);
    let question = Question {
        code: Code::PingPong,
        kind: "stage",
        name: model.stage_name(id),
        span: stage.named.span,
        whether: format!("a lead runs round between {words} in no time"),
        target: context.at_once(&mut prover, journey, &once_and_on(ring)),
        there: context.there(&mut prover, id, stage),
        conditions,
        values,
    };
    let Some(leads) = context.leads(&mut prover, &question) else {
        context.done(&prover);
        return false;
    };
    let shows = format!("it is in `{name}` again, and no time has passed");
    let (mut shown, which) = context.shown_of(&leads, &shows);
    let course = context.course_of(leads.shown.lead.lead(0), 0);
    context.with_moves(&mut shown, &course, stage.journey, ring.len() + 1);
    let message = format!("{which} run round between {words} while no time passes");
    let finding = Diagnostic::new(question.code, question.span, message)
        .help(
            "break the ring: clear on entry what leads them on (`clears …`), give a move an `after`, \
             or count the rounds and stop (`counts times`, `when times < 3`)",
        )
        .demonstrated(shown);
    let finding = context.pointing_at_ring(finding, ring);
    let round: Vec<StageId> = ring.iter().chain([&id]).copied().collect();
    let seen = goes_through(&course, stage.journey, &round)
        && matches!(course.stuck, Some(Stuck::Ring(_)));
    let confirm = move |_: Lead<'_>, _: &Evaluation| seen;
    context.found(&prover, &question, &leads, confirm, finding);
    context.done(&prover);
    true
}
