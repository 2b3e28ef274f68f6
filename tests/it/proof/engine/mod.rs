//! The engine against the evaluator: all leads of policies that grow at random; `journeys` has the
//! same of journeys, and `shipped` that of the policies that come with the project.

mod journeys;
mod shipped;

use groundrules::engine::{AsOf, Engine, Grid, Made, Outcome, Slot, Verdict};
use groundrules::eval::journey::Next;
use groundrules::eval::{DecidedOutcome, Evaluation};
use groundrules::model::{Cell, Lead, Model};
use groundrules::value::{Instant, Value};

use super::grow::grow;
use super::world::World;
use super::{compiled, has_errors, setting};

/// Most leads of a policy.
const MOST_LEADS: usize = 20_000;
/// How many leads are judged side by side; the last ones are fewer. One by itself goes another way.
const ROOMS: [usize; 2] = [7, 1];

/// How many leads the engine decided, and how many it left to the evaluator though nothing is wrong
/// with them.
#[derive(Default)]
struct Count {
    decided: usize,
    left: usize,
    none: usize,
}

#[test]
fn the_engine_decides_as_the_evaluator_does() {
    let (policies, mut seed) = (
        setting("GROUNDRULES_POLICIES", 300),
        setting("GROUNDRULES_SEED", 1),
    );
    let (mut good, mut count) = (0, Count::default());
    while good < policies {
        let grown = grow(seed);
        let compiled = compiled(&grown.outline.text());
        seed += 1;
        let as_of = compiled.as_of.unwrap();
        let small = (!has_errors(&compiled))
            .then(|| World::new(&compiled.model, as_of, MOST_LEADS))
            .flatten();
        let Some(world) = small else { continue };
        good += 1;
        let differences = compared(&world, &mut count);
        assert!(
            differences.is_empty(),
            "seed {}: {}\n{}",
            seed - 1,
            differences,
            grown.outline.text()
        );
    }
    println!(
        "{good} policies, {} of them without engine; {} leads decided, {} left to the evaluator",
        count.none, count.decided, count.left
    );
    // It would be no use if it left all to the evaluator.
    assert!(
        count.decided > 10 * count.left,
        "{} decided, {} left",
        count.decided,
        count.left
    );
    assert!(
        count.none < good as usize / 10,
        "{} of {good} without engine",
        count.none
    );
}

/// The first difference, in words.
fn compared(world: &World<'_>, count: &mut Count) -> String {
    let leads = world
        .all()
        .map(|row| (world.lead(row), world.evaluation(row)));
    compared_all(world.model, world.as_of, &leads.collect::<Vec<_>>(), count)
}

/// The first difference between the engine and the evaluator, of which these are the evaluations.
fn compared_all(
    model: &Model,
    as_of: Instant,
    leads: &[(Lead<'_>, &Evaluation)],
    count: &mut Count,
) -> String {
    let Some(engine) = Engine::with_journeys(model) else {
        count.none += 1;
        return String::new();
    };
    let as_of = AsOf::new(model, as_of).unwrap();
    let differences = ROOMS.map(|room| compared_in((&engine, model), as_of, leads, room, count));
    differences.concat()
}

/// The same of so many leads side by side.
fn compared_in(
    (engine, model): (&Engine, &Model),
    as_of: AsOf<'_>,
    leads: &[(Lead<'_>, &Evaluation)],
    room: usize,
    count: &mut Count,
) -> String {
    let mut scratch = engine.scratch(room);
    for (chunk, leads) in leads.chunks(room).enumerate() {
        let slots = model.fields.iter().flat_map(|(id, field)| {
            let has = leads
                .iter()
                .map(move |(lead, _)| Slot::of(lead.cell(id), field.ty));
            has.chain(std::iter::repeat(Slot::Missing)).take(room)
        });
        let slots: Vec<Slot<'_>> = slots.collect();
        let grid = Grid {
            slots: &slots,
            room,
        };
        let verdicts = engine.decide_all(&grid, leads.len(), as_of, &mut scratch);
        for (at, (lead, evaluation)) in leads.iter().enumerate() {
            let difference = compared_one(model, (*lead, evaluation), verdicts.of(at), count);
            if !difference.is_empty() {
                return format!("{difference} of lead {}", chunk * room + at);
            }
        }
    }
    String::new()
}

/// The first difference of one lead.
fn compared_one(
    model: &Model,
    (lead, evaluation): (Lead<'_>, &Evaluation),
    verdict: Option<Verdict<'_>>,
    count: &mut Count,
) -> String {
    let Some(verdict) = verdict else {
        count.left += usize::from(is_fine(evaluation));
        return String::new();
    };
    count.decided += 1;
    for ((id, decision), decided) in model.decisions.iter().zip(&evaluation.decisions) {
        let name = &decision.named.name;
        let same = match (&decided.outcome, verdict.made(id)) {
            (DecidedOutcome::Nothing, Made::Nothing) | (DecidedOutcome::Gap, Made::Gap) => true,
            (DecidedOutcome::Value(value), Made::Outcome(_)) => {
                told(lead, verdict, verdict.outcome(id)).as_ref() == Some(value)
            }
            _ => false,
        };
        if !same {
            return format!("`{name}`: {decided:?} and {:?}", verdict.outcome(id));
        }
    }
    for ((id, score), scored) in model.scores.iter().zip(&evaluation.scores) {
        if scored.total != Some(verdict.score(id)) {
            return format!("`{}`: {scored:?}", score.named.name);
        }
    }
    for (id, _) in model.channels.iter() {
        if evaluation.forbids(id) != verdict.forbidden().any(|it| it == id) {
            return format!("{id:?}");
        }
    }
    if !evaluation.broken_facts.is_empty() || !evaluation.breaches.is_empty() {
        return "something is broken".to_owned();
    }
    journeys::compared(evaluation, verdict)
}

/// Whether nothing is wrong with a lead.
fn is_fine(evaluation: &Evaluation) -> bool {
    let mut decisions = evaluation.decisions.iter();
    let decided = decisions.all(|it| {
        matches!(
            it.outcome,
            DecidedOutcome::Value(_) | DecidedOutcome::Nothing
        )
    });
    let mut states = evaluation.journeys.iter();
    let stands = states.all(|it| !it.lacks_required && !matches!(it.next, Next::Conflict(_)));
    let kept = evaluation.broken_facts.is_empty() && evaluation.breaches.is_empty();
    decided && stands && kept
}

/// The value of an outcome.
fn told(
    lead: Lead<'_>,
    verdict: groundrules::engine::Verdict<'_>,
    outcome: Option<&Outcome>,
) -> Option<Value> {
    match outcome? {
        Outcome::Constant(value) => Some(value.clone()),
        Outcome::Nothing => None,
        Outcome::Field(id) => match lead.cell(*id) {
            Cell::Known(value) => Some(value.clone()),
            Cell::Missing | Cell::Bad => None,
        },
        Outcome::Decision(id) => told(lead, verdict, verdict.outcome(*id)),
        Outcome::Computed(_) => panic!("computed outcomes are not grown"),
    }
}
