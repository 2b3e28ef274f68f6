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

mod decision;
mod expr;
mod formula;
mod group;
mod lower;
mod program;
mod score;
mod slot;
mod variable;

pub use decision::{Made, Outcome, OutcomeNumber};
pub use program::{Row, Slots};
pub use slot::Slot;

use std::collections::BTreeSet;

use decision::Rules;
use expr::{Expr, Now};
use group::Group;
use lower::Lowering;
use program::{Computed, Lead, Step, Truth};
use score::Points;
use variable::{Goal, Region, Variable};

use crate::model::{ChannelId, DecisionId, FieldId, Model, Node, ScoreId, Type};
use crate::value::{Instant, Number, Value};

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

/// What a policy says of a lead.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    engine: &'a Engine,
    scratch: &'a Scratch,
}

impl Engine {
    /// Compiles a policy without errors; none where it has something that only the evaluator can
    /// judge.
    #[must_use]
    pub fn new(model: &Model) -> Option<Engine> {
        let mut lowering = Lowering::new(model);
        let (mut defines, mut scores, mut decisions) = (Vec::new(), Vec::new(), Vec::new());
        for node in &model.order {
            match *node {
                Node::Define(id) => {
                    let value = &model.defines.get(id)?.value;
                    // Texts are looked at where they are used; the rest has no form here, which matters
                    // only to the leads for which it is used.
                    let expr = match value.ty {
                        Type::Text => None,
                        _ => lowering.value(value),
                    };
                    defines.push((id.index(), expr.unwrap_or(Expr::Untold)));
                    lowering.find_new();
                    lowering.steps.push(Step::Define(id.index()));
                }
                Node::Score(id) => {
                    scores.push((id.index(), lowering.score(model.scores.get(id)?)?));
                    lowering.find_new();
                    lowering.steps.push(Step::Score(id.index()));
                }
                Node::Decision(id) => {
                    decisions.push((id.index(), lowering.decision(model.decisions.get(id)?)?));
                    lowering.find_new();
                    lowering.steps.push(Step::Decision(id.index()));
                }
            }
        }
        let mut faults = Vec::new();
        for fact in &model.facts {
            faults.push(lowering.condition(&fact.condition, Goal::No)?);
        }
        for must in model.musts.values() {
            let when = lowering.optional(must.when.as_ref(), Goal::Yes, true)?;
            let unmet = lowering.condition(&must.condition, Goal::NotYes)?;
            faults.push(formula::Formula::All(vec![when, unmet]));
        }
        let mut forbids = Vec::new();
        for forbid in &model.forbids {
            forbids.push(lowering.unless_taken_out(forbid.when.as_ref(), forbid.unless.as_ref())?);
        }
        lowering.find_new();
        let steps = std::mem::take(&mut lowering.steps);
        let fields = std::mem::take(&mut lowering.fields);
        let (variables, truths) = lowering.finish();
        let all = |formulas: Vec<lower::Drafted>| {
            Group::new(
                formulas
                    .iter()
                    .map(|it| lower::settled(it, &variables))
                    .collect(),
            )
        };
        let (faults, forbids) = (all(faults)?, all(forbids)?);
        let scores = in_order(scores)
            .into_iter()
            .map(|it| it.settled(&variables));
        let scores = scores.collect::<Option<_>>()?;
        let decisions = in_order(decisions)
            .into_iter()
            .map(|it| it.settled(&variables));
        let decisions = decisions.collect::<Option<Vec<Rules>>>()?;
        let starts = decisions.iter().scan(0, |all, rules| {
            let start = *all;
            *all += rules.outcomes().count();
            Some(start)
        });
        let starts = starts.collect();
        let outcomes = decisions.iter().flat_map(Rules::outcomes);
        let constant = outcomes.map(|outcome| matches!(outcome, Outcome::Constant(_)));
        Some(Engine {
            fields,
            starts,
            constant: constant.collect(),
            truths,
            steps,
            defines: in_order(defines),
            scores,
            decisions,
            faults,
            forbids,
            channels: model.forbids.iter().map(|forbid| forbid.channel).collect(),
            variables,
        })
    }

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

    /// What the policy says of a lead, where that is all that there is to say; nothing where the
    /// evaluator has to judge, as where something is [doubtful](Slot::Doubtful) that is looked at.
    #[must_use]
    pub fn decide<'a>(
        &'a self,
        slots: &dyn Slots,
        as_of: AsOf,
        scratch: &'a mut Scratch,
    ) -> Option<Verdict<'a>> {
        for step in &self.steps {
            self.step(*step, slots, as_of.0, scratch)?;
        }
        self.faults.held(&scratch.regions, &mut scratch.held);
        if scratch.held.iter().any(|word| *word != 0) {
            return None;
        }
        self.forbids.held(&scratch.regions, &mut scratch.held);
        scratch.forbidden.clear();
        if scratch.held.iter().any(|word| *word != 0) {
            let channels = group::numbers(&scratch.held).filter_map(|it| self.channels.get(it));
            scratch.forbidden.extend(channels);
            scratch.forbidden.sort_unstable();
            scratch.forbidden.dedup();
        }
        Some(Verdict {
            engine: self,
            scratch,
        })
    }

    #[inline]
    fn step(&self, step: Step, slots: &dyn Slots, now: Now, scratch: &mut Scratch) -> Option<()> {
        let Scratch {
            regions,
            computed,
            held,
            made,
            places,
            ..
        } = scratch;
        let truths = self.truths.as_slice();
        match step {
            Step::Variables(from, to) => {
                let variables = self.variables.get(from..to).unwrap_or_default();
                for (at, variable) in (from..).zip(variables) {
                    let region = variable.region(Lead {
                        slots,
                        now,
                        truths,
                        computed,
                        regions,
                    })?;
                    *regions.get_mut(at)? = region;
                }
            }
            Step::Define(at) => {
                let value = match self.defines.get(at)?.value(Lead {
                    slots,
                    now,
                    truths,
                    computed,
                    regions,
                }) {
                    Slot::Ordinal(it) => Slot::Ordinal(it),
                    Slot::Missing => Slot::Missing,
                    Slot::Doubtful | Slot::Text(_) => Slot::Doubtful,
                };
                *computed.defines.get_mut(at)? = value;
            }
            Step::Score(at) => {
                let total = self.scores.get(at)?.total(
                    Lead {
                        slots,
                        now,
                        truths,
                        computed,
                        regions,
                    },
                    held,
                )?;
                *computed.scores.get_mut(at)? = Slot::Ordinal(total);
            }
            Step::Decision(at) => {
                let rules = self.decisions.get(at)?;
                let (came, value) = rules.decide(
                    Lead {
                        slots,
                        now,
                        truths,
                        computed,
                        regions,
                    },
                    held,
                )?;
                // Who reads a decision that was not made stops there, which the evaluator tells.
                let value = if came == Made::Gap {
                    Slot::Doubtful
                } else {
                    value
                };
                *computed.decisions.get_mut(at)? = value;
                *made.get_mut(at)? = came;
                *places.get_mut(at)? = match came {
                    Made::Outcome(number) => match rules.outcome(number) {
                        Some(Outcome::Decision(other)) => *places.get(other.index())?,
                        _ => Some(self.place(DecisionId::new(at), number)),
                    },
                    Made::Nothing | Made::Gap => None,
                };
            }
        }
        Some(())
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

impl<'a> Verdict<'a> {
    /// What a decision comes to.
    #[must_use]
    pub fn made(self, decision: DecisionId) -> Made {
        self.scratch
            .made
            .get(decision.index())
            .copied()
            .unwrap_or(Made::Gap)
    }

    /// What the outcome of a decision is.
    #[must_use]
    pub fn outcome(self, decision: DecisionId) -> Option<&'a Outcome> {
        match self.made(decision) {
            Made::Outcome(number) => self.engine.outcome(decision, number),
            Made::Nothing | Made::Gap => None,
        }
    }

    /// The value of an outcome that is [computed](Outcome::Computed), of its type.
    #[must_use]
    pub fn value(self, decision: DecisionId, ty: Type) -> Option<Value> {
        self.scratch.computed.decision(decision.index()).value(ty)
    }

    /// The place of a decision's outcome among the outcomes of all decisions, which is that of
    /// another decision's where it refers to that; nothing where it has none.
    #[must_use]
    #[inline]
    pub fn place(self, decision: DecisionId) -> Option<usize> {
        self.scratch.places.get(decision.index()).copied().flatten()
    }

    /// Whether every decision was made, and each outcome is the same for all leads that have it.
    #[must_use]
    pub fn is_plain(self) -> bool {
        let made = self.scratch.made.iter().zip(&self.scratch.places);
        made.into_iter().all(|(made, place)| match (made, place) {
            (Made::Nothing, _) => true,
            (_, Some(place)) => self.engine.constant.get(*place) == Some(&true),
            _ => false,
        })
    }

    /// The total of a score.
    #[must_use]
    pub fn score(self, score: ScoreId) -> Number {
        slot::number(self.millionths(score))
    }

    /// The total of a score in millionths.
    #[must_use]
    pub fn millionths(self, score: ScoreId) -> i64 {
        match self.scratch.computed.score(score.index()) {
            Slot::Ordinal(total) => total,
            Slot::Missing | Slot::Doubtful | Slot::Text(_) => 0,
        }
    }

    /// The channels that may not be used, each once and in order.
    #[must_use]
    pub fn forbidden(self) -> &'a [ChannelId] {
        &self.scratch.forbidden
    }
}

/// By their places, of which none is left out.
fn in_order<T>(mut of: Vec<(usize, T)>) -> Vec<T> {
    of.sort_by_key(|(at, _)| *at);
    of.into_iter().map(|(_, it)| it).collect()
}
