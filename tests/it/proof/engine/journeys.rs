//! The engine on journeys that grow at random.

use groundrules::engine::Verdict;
use groundrules::eval::journey::{Given, Next, State};
use groundrules::eval::{Evaluation, evaluate};
use groundrules::model::{Batch, StageId};
use groundrules::value::Instant;

use super::super::journeys::{Leads, grow};
use super::super::{compiled, has_errors, setting};
use super::{Count, compared_all};

/// The first difference in where a lead stands and what is to be done.
pub(super) fn compared(evaluation: &Evaluation, verdict: Verdict<'_>) -> String {
    let states = evaluation.journeys.iter();
    for (state, (_, standing)) in states.clone().zip(verdict.standings()) {
        let same = state.stage.known() == standing.stage
            && state.stage != Given::Bad
            && state.since.known() == standing.since
            && goes(state) == Some(standing.to);
        if !same {
            return format!("{state:?} and {standing:?}");
        }
    }
    let tasks = states.flat_map(|state| &state.tasks);
    let tasks: Vec<_> = tasks
        .map(|it| (it.task, it.responsible.role, it.due, it.state))
        .collect();
    let found = verdict.tasks().iter().map(|it| {
        let standing = it.standing;
        (it.task, standing.role, standing.due, standing.state)
    });
    let found: Vec<_> = found.collect();
    match tasks == found {
        true => String::new(),
        false => format!("{tasks:?} and {found:?}"),
    }
}

/// Where a lead goes, where that is clear.
#[expect(clippy::option_option, reason = "the outer one is what is not clear")]
fn goes(state: &State) -> Option<Option<StageId>> {
    match (&state.next, state.stage) {
        (Next::Stay, _) | (Next::Untold, Given::Missing) => Some(None),
        (Next::To { stage, .. }, _) => Some(Some(*stage)),
        (Next::Conflict(_) | Next::Untold, _) => None,
    }
}

fn compared_batch(
    compiled: &groundrules::compile::Compiled,
    batch: &Batch,
    as_of: Instant,
    count: &mut Count,
) -> String {
    let leads = 0..batch.len();
    let evaluations = leads
        .clone()
        .map(|at| evaluate(&compiled.model, batch.lead(at), as_of));
    let evaluations: Vec<_> = evaluations.collect();
    let leads: Vec<_> = leads.map(|at| batch.lead(at)).zip(&evaluations).collect();
    compared_all(&compiled.model, as_of, &leads, count)
}

#[test]
fn the_engine_follows_journeys_as_the_evaluator_does() {
    let wanted = setting("GROUNDRULES_JOURNEYS", 300);
    let mut seed = setting("GROUNDRULES_SEED", 1);
    let (mut good, mut count) = (0, Count::default());
    while good < wanted {
        let text = grow::grow(seed);
        seed += 1;
        let compiled = compiled(&text);
        if has_errors(&compiled) {
            continue;
        }
        good += 1;
        let as_of = compiled.as_of.unwrap();
        let leads = Leads::new(&compiled.model, as_of);
        let difference = compared_batch(&compiled, &leads.batch, as_of, &mut count);
        assert_eq!(difference, "", "seed {}\n{text}", seed - 1);
    }
    println!(
        "{} leads decided, {} fine ones left to the evaluator",
        count.decided, count.left
    );
    assert_eq!((count.none, count.left), (0, 0));
}
