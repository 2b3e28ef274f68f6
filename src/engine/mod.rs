//! A policy compiled for speed: decides millions of leads as [`crate::eval`] would.
//!
//! Each thing that rules look at is looked up once for a lead: a number among the points that some
//! rule compares it with, a text among those that some rule names. What comes of it is a region, a
//! part of the values that no rule tells apart; and which rules hold in a region is a row of bits
//! that stands in a table (`group`). Scores are tables of points over regions in the same way.
//!
//! It never guesses. What has no form here (a value that is bad, numbers beyond 64 bits, rules that
//! do not agree, a duty that is not met) is left to the evaluator, lead by lead: [`Engine::decide`]
//! then gives nothing. For a policy that it has no form for there is no [`Engine`].
//!
//! | file | purpose |
//! | --- | --- |
//! | `slot` | [`Slot`]: what a lead has in a field |
//! | `expr` | values that are computed |
//! | `variable` | what rules look at, and its regions |
//! | `formula` | yes-or-no formulas, with nothing unknown |
//! | `lower` | conditions and values of the model as formulas and variables |
//! | `group` | which of many formulas hold |
//! | `score`, `decision` | points and outcomes |
//! | `journey`, `task` | where a lead stands, where it goes, and what is to be done |
//! | `program` | what is worked out in which order |
//! | `build` | [`Engine::new`]: from the model to the engine |
//! | `decide` | [`Engine::decide_all`]: the work on leads side by side |
//! | `verdict` | [`Verdict`]: what comes of it |

mod build;
mod decide;
mod decision;
mod expr;
mod formula;
mod group;
mod journey;
mod lower;
mod program;
mod score;
mod slot;
mod task;
mod variable;
mod verdict;

pub use decide::Verdicts;
pub use decision::{Made, Outcome, OutcomeNumber};
pub use journey::Standing;
pub use program::{Grid, Slots};
pub use slot::Slot;
pub use task::TaskStanding;
pub use verdict::Verdict;

use std::collections::BTreeSet;

use decision::Rules;
use expr::{Expr, Now};
use group::Group;
use journey::Journeys;
use program::{Computed, Places, Step, Truth};
use score::Points;
use variable::{Region, Variable};

use crate::model::{ChannelId, DecisionId, FieldId, Model};
use crate::value::Instant;

/// A policy compiled for speed. It is made once and shared by all threads; each has a [`Scratch`].
#[derive(Debug)]
pub struct Engine {
    variables: Vec<Variable>,
    truths: Vec<Truth>,
    steps: Vec<Step>,
    defines: Vec<Expr>,
    scores: Vec<Points>,
    decisions: Vec<Rules>,
    /// Facts that are not so, and duties that are not met; none where there are none to be.
    faults: Option<Group>,
    /// The prohibitions that act, by number, and the channel of each.
    forbids: Option<Group>,
    channels: Vec<ChannelId>,
    channel_count: usize,
    journeys: Journeys,
    fields: BTreeSet<FieldId>,
    /// Where the outcomes of each decision begin among those of all.
    starts: Vec<usize>,
    /// By the place of an outcome, whether it is one of few: the same for all leads that have it, or a
    /// value of a type that has few.
    plain: Vec<bool>,
}

/// Room for the work on some leads side by side, used again for the next.
#[derive(Debug)]
pub struct Scratch {
    /// For how many leads there is room.
    room: usize,
    /// How many there are.
    count: usize,
    computed: Computed,
    /// Leads that the evaluator has to judge.
    doubtful: Vec<bool>,
    /// See [`Verdict::is_plain`].
    plain: Vec<bool>,
    /// Of each decision that came to an outcome, the place of that; of a decision that refers to
    /// another one, the place of the other's.
    places: Places<Option<usize>>,
    /// Of each channel, whether it may not be used.
    forbidden: Places<bool>,
    /// Where leads stand in each journey.
    standings: Places<Standing>,
    /// Their tasks, one lead after another, and where those of each end.
    tasks: Vec<TaskStanding>,
    task_ends: Vec<usize>,
    /// What one step finds out.
    found: Found,
}

/// What one step finds out of the leads, before it is kept.
#[derive(Debug, Default)]
struct Found {
    regions: Vec<Region>,
    totals: Vec<i64>,
    held: Vec<u64>,
    sums: score::Room,
}

impl Engine {
    /// Whether it looks at a field.
    #[must_use]
    pub fn reads(&self, field: FieldId) -> bool {
        self.fields.contains(&field)
    }

    /// All outcomes of all decisions, in the order of their places.
    pub fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        self.decisions.iter().flat_map(Rules::outcomes)
    }

    /// The place of an outcome among the outcomes of all decisions.
    #[must_use]
    pub fn place(&self, decision: DecisionId, number: OutcomeNumber) -> usize {
        let start = self
            .starts
            .get(decision.index())
            .copied()
            .unwrap_or_default();
        start + number as usize
    }

    /// What an outcome is.
    #[must_use]
    pub fn outcome(&self, decision: DecisionId, number: OutcomeNumber) -> Option<&Outcome> {
        self.decisions.get(decision.index())?.outcome(number)
    }

    /// Room for the work on so many leads side by side.
    #[must_use]
    pub fn scratch(&self, room: usize) -> Scratch {
        let slots = |things| Places::new(things, room, Slot::Doubtful);
        let decisions = self.decisions.len();
        Scratch {
            room,
            count: 0,
            computed: Computed {
                regions: Places::new(self.variables.len(), room, variable::MISSING),
                defines: slots(self.defines.len()),
                scores: slots(self.scores.len()),
                decisions: slots(decisions),
                made: Places::new(decisions, room, Made::Gap),
            },
            doubtful: vec![false; room],
            plain: vec![true; room],
            places: Places::new(decisions, room, None),
            forbidden: Places::new(self.channel_count, room, false),
            standings: Places::new(self.journeys.journeys.len(), room, Standing::NOWHERE),
            tasks: Vec::new(),
            task_ends: Vec::new(),
            found: Found {
                regions: vec![variable::MISSING; room],
                ..Found::default()
            },
        }
    }
}

/// The instant as of which leads are judged by a policy.
#[derive(Debug, Clone, Copy)]
pub struct AsOf<'m> {
    model: &'m Model,
    instant: Instant,
    now: Now,
}

impl<'m> AsOf<'m> {
    /// This instant, for the policy that the engine was made of; none some centuries away.
    #[must_use]
    pub fn new(model: &'m Model, instant: Instant) -> Option<AsOf<'m>> {
        Some(AsOf {
            model,
            instant,
            now: Now {
                day: slot::day(model.zone.date(instant)),
                nanosecond: slot::nanoseconds(instant)?,
            },
        })
    }

    /// Whether it is this instant for this policy.
    #[must_use]
    pub fn is(&self, model: &Model, instant: Instant) -> bool {
        std::ptr::eq(self.model, model) && self.instant == instant
    }
}
