//! `pass-through`: a stage that a lead passes through while no time passes, so that what is to be done
//! there is nobody's.

use super::entered::entered;
use super::graph::Graph;
use super::path::goes_through;
use super::question::Question;
use crate::analyze::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::Evaluation;
use crate::model::{Journey, Lead, Model, Party, Stage, StageId, StageKind, TeamId};
use crate::proof::{Formula, Prover, Writes};

/// The stages that leads get to from one.
pub(super) fn of_stage<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    graph: &Graph,
    rings: &[Vec<StageId>],
) {
    for middle in graph.from(id) {
        let into = context.model.stages.get(middle);
        if let Some(into) = into.filter(|into| into.kind != StageKind::End) {
            // Of a ring it has been told that leads run round in it in no time.
            let on = graph.from(middle).filter(|to| {
                let mut rings = rings.iter();
                !rings.any(|ring| is_part(&[id, middle, *to], ring))
            });
            let on: Vec<StageId> = on.collect();
            of_middle(context, prover, (id, stage), (middle, into), &on);
        }
    }
}

/// Whether stages follow each other in a ring.
fn is_part(path: &[StageId], ring: &[StageId]) -> bool {
    let place = ring.iter().position(|id| path.first() == Some(id));
    let on = ring
        .iter()
        .cycle()
        .skip(place.unwrap_or(0))
        .take(path.len());
    place.is_some() && on.eq(path)
}

fn of_middle<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (id, stage): (StageId, &'m Stage),
    (middle, into): (StageId, &'m Stage),
    on: &[StageId],
) {
    let Some(journey) = context.model.journeys.get(stage.journey) else {
        return;
    };
    let duty = duty(context, prover, journey, stage, into);
    let mut through = Vec::new();
    for to in on {
        let goes = context.at_once(prover, journey, &[id, middle, *to]);
        // Who comes back for ever is another finding's.
        let for_ever = match *to == id {
            true => context.at_once(prover, journey, &[id, middle, id, middle]),
            false => prover.never(),
        };
        through.push(prover.all(&[goes, !for_ever]));
    }
    let through = prover.any(&through);
    let (from_name, name) = (&stage.named.name, &into.named.name);
    let (conditions, values) = context.what_decides(&[id, middle]);
    let question = Question {
        code: Code::PassThrough,
        kind: "stage",
        name: context.model.stage_name(middle),
        span: into.named.span,
        whether: format!("a lead from `{from_name}` passes through `{name}` in no time"),
        target: prover.all(&[through, duty]),
        there: context.there(prover, id, stage),
        conditions,
        values,
    };
    let Some(leads) = context.leads(prover, &question) else {
        return;
    };
    let shows = format!("it is not in `{name}` for a moment");
    let (mut shown, which) = context.shown_of(&leads, &shows);
    let course = context.course_of(leads.shown.lead.lead(0), 0);
    context.with_moves(&mut shown, &course, stage.journey, 3);
    let what = match into.tasks.is_empty() {
        true => "nobody there ever sees them",
        false => "its tasks are never anybody's",
    };
    let message =
        format!("{which} pass from `{from_name}` through `{name}` in no time, so that {what}");
    let finding = Diagnostic::new(question.code, question.span, message)
        .help(format!(
            "clear on entry to `{name}` what leads them on (`clears …`), give its moves an `after`, \
             or let them go from `{from_name}` to where they end"
        ))
        .demonstrated(shown);
    let seen = goes_through(&course, stage.journey, &[id, middle]) && course.moves.len() > 1;
    let confirm = move |_: Lead<'_>, _: &Evaluation| seen;
    context.found(prover, &question, &leads, confirm, finding);
}

/// Somebody has a duty towards a lead that gets into a stage: another team answers for it than
/// before, or a task is open.
fn duty<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    journey: &Journey,
    from: &Stage,
    into: &'m Stage,
) -> Formula {
    let (before, now) = (teams(context.model, from), teams(context.model, into));
    if !now.is_empty() && before != now {
        return prover.always();
    }
    let writes = entered(&Writes::new(), journey, into, context.as_of);
    let view = prover.moved(&writes);
    let mut open = Vec::new();
    let tasks = into.tasks.iter();
    for task in tasks.filter_map(|id| context.model.tasks.get(*id)) {
        open.push(context.is_open(prover, view, task));
    }
    prover.any(&open)
}

/// The teams that answer for a stage.
fn teams(model: &Model, stage: &Stage) -> Vec<TeamId> {
    let accountable = stage.accountable.iter();
    let teams = accountable.filter_map(|it| match it.party {
        Party::Team(team) => Some(team),
        Party::Role(role) => model.roles.get(role).map(|role| role.team),
    });
    teams.collect()
}
