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
//! | `program` | what is worked out in which order |
//! | `build` | [`Engine::new`]: from the model to the engine |
//! | `decide` | [`Engine::decide`]: the work on one lead |
//! | `verdict` | [`Verdict`]: what comes of it |

mod build;
mod decide;
mod decision;
mod expr;
mod formula;
mod group;
mod lower;
mod program;
mod score;
mod slot;
mod variable;
mod verdict;

pub use decision::{Made, Outcome, OutcomeNumber};
pub use program::{Row, Slots};
pub use slot::Slot;
pub use verdict::Verdict;

use std::collections::BTreeSet;

use decision::Rules;
use expr::{Expr, Now};
use group::Group;
use program::{Computed, Step, Truth};
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
    /// Facts that are not so, and duties that are not met.
    faults: Group,
    /// The prohibitions that act, by number, and the channel of each.
    forbids: Group,
    channels: Vec<ChannelId>,
    fields: BTreeSet<FieldId>,
    /// Where the outcomes of each decision begin among those of all.
    starts: Vec<usize>,
    /// By the place of an outcome, whether it is the same for all leads.
    constant: Vec<bool>,
}

/// Room for the work on one lead, used again for the next.
#[derive(Debug, Default)]
pub struct Scratch {
    regions: Vec<Region>,
    computed: Computed,
    held: Vec<u64>,
    made: Vec<Made>,
    /// Of each decision that came to an outcome, the place of that; of a decision that refers to
    /// another one, the place of the other's.
    places: Vec<Option<usize>>,
    forbidden: Vec<ChannelId>,
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

    /// Room for the work on one lead.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        Scratch {
            regions: vec![variable::MISSING; self.variables.len()],
            computed: Computed {
                defines: vec![Slot::Doubtful; self.defines.len()],
                scores: vec![Slot::Doubtful; self.scores.len()],
                decisions: vec![Slot::Doubtful; self.decisions.len()],
            },
            held: Vec::new(),
            made: vec![Made::Gap; self.decisions.len()],
            places: vec![None; self.decisions.len()],
            forbidden: Vec::new(),
        }
    }
}

/// The instant as of which leads are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf(Now);

impl AsOf {
    /// This instant, for a policy; none some centuries away.
    #[must_use]
    pub fn new(model: &Model, instant: Instant) -> Option<AsOf> {
        Some(AsOf(Now {
            day: slot::day(model.zone.date(instant)),
            nanosecond: slot::nanoseconds(instant)?,
        }))
    }
}
