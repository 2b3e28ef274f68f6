//! The engine against the evaluator: all leads of policies that grow at random.

use groundrules::engine::{AsOf, Engine, Grid, Made, Outcome, Slot, Verdict};
use groundrules::eval::DecidedOutcome;
use groundrules::model::{Cell, Lead};
use groundrules::value::Value;

use super::grow::grow;
use super::world::World;
use super::{compiled, has_errors, setting};

/// Most leads of a policy.
const MOST_LEADS: usize = 20_000;
/// Leads that are judged side by side; the last ones are fewer.
const ROOM: usize = 7;

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
    let Some(engine) = Engine::new(world.model) else {
        count.none += 1;
        return String::new();
    };
    let as_of = AsOf::new(world.model, world.as_of).unwrap();
    let mut scratch = engine.scratch(ROOM);
    let rows: Vec<usize> = world.all().collect();
    for rows in rows.chunks(ROOM) {
        let leads: Vec<_> = rows.iter().map(|row| world.lead(*row)).collect();
        let slots = world.model.fields.iter().flat_map(|(id, field)| {
            let has = leads
                .iter()
                .map(move |lead| Slot::of(lead.cell(id), field.ty));
            has.chain(std::iter::repeat(Slot::Missing)).take(ROOM)
        });
        let slots: Vec<Slot<'_>> = slots.collect();
        let grid = Grid {
            slots: &slots,
            room: ROOM,
        };
        let verdicts = engine.decide_all(&grid, rows.len(), as_of, &mut scratch);
        for (at, row) in rows.iter().enumerate() {
            let difference = compared_one(world, *row, verdicts.of(at), count);
            if !difference.is_empty() {
                return difference;
            }
        }
    }
    String::new()
}

/// The first difference of one lead.
fn compared_one(
    world: &World<'_>,
    row: usize,
    verdict: Option<Verdict<'_>>,
    count: &mut Count,
) -> String {
    let lead = world.lead(row);
    let evaluation = world.evaluation(row);
    let Some(verdict) = verdict else {
        let decided = evaluation.decisions.iter().all(|it| {
            matches!(
                it.outcome,
                DecidedOutcome::Value(_) | DecidedOutcome::Nothing
            )
        });
        let fine = evaluation.broken_facts.is_empty() && evaluation.breaches.is_empty();
        count.left += usize::from(decided && fine);
        return String::new();
    };
    count.decided += 1;
    for ((id, decision), decided) in world.model.decisions.iter().zip(&evaluation.decisions) {
        let name = &decision.named.name;
        let same = match (&decided.outcome, verdict.made(id)) {
            (DecidedOutcome::Nothing, Made::Nothing) | (DecidedOutcome::Gap, Made::Gap) => true,
            (DecidedOutcome::Value(value), Made::Outcome(_)) => {
                told(lead, verdict, verdict.outcome(id)).as_ref() == Some(value)
            }
            _ => false,
        };
        if !same {
            return format!(
                "`{name}` of row {row}: {:?} and {:?}",
                decided,
                verdict.outcome(id)
            );
        }
    }
    for ((id, score), scored) in world.model.scores.iter().zip(&evaluation.scores) {
        if scored.total != Some(verdict.score(id)) {
            return format!("`{}` of row {row}: {scored:?}", score.named.name);
        }
    }
    for (id, _) in world.model.channels.iter() {
        if evaluation.forbids(id) != verdict.forbidden().any(|it| it == id) {
            return format!("{id:?} of row {row}");
        }
    }
    if !evaluation.broken_facts.is_empty() || !evaluation.breaches.is_empty() {
        return format!("row {row} breaks something");
    }
    String::new()
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
