//! What a policy means for one lead: the reference for everything else that reads policies.
//!
//! Slow and obvious: one function for each construct of the language. A condition is yes, no,
//! unknown (something is missing) or stopped (something has no value that could be relied on);
//! see [`Truth`].
//!
//! | file | purpose |
//! | --- | --- |
//! | `truth` | [`Truth`]: yes, no, unknown, stopped |
//! | `evaluation` | [`Evaluation`]: what comes out |
//! | `operand`, `arithmetic`, `condition` | values and conditions |
//! | `score` | points |
//! | `decision`, `overrides` | which rules hold, which stand above which, what they decide |
//! | `stop` | what stops a value or a condition |
//! | [`journey`] | where the lead stands in a journey, where it goes, what its tasks are |
//! | [`trace`] | why a condition, a score or a decision comes out as it does |
//! | [`example`] | plays a policy's examples |

pub mod example;
pub mod journey;
pub mod trace;

mod arithmetic;
mod condition;
mod decision;
mod evaluation;
mod operand;
mod overrides;
mod score;
mod stop;
#[cfg(test)]
mod testing;
mod truth;

pub use arithmetic::order;
pub use condition::{compares, meets, meets_folded};
pub use evaluation::{
    Cause, Decided, DecidedBy, DecidedOutcome, Evaluation, ForbiddenBy, Found, ScoreProblem, Scored,
};
pub use overrides::{Beaten, stands_above};
pub use score::sized;
pub use truth::Truth;

use std::collections::BTreeSet;

use crate::model::{Condition, Lead, Model, Node};
use crate::value::Instant;
use operand::{Now, Situation};

/// All that a policy says of a lead at an instant.
///
/// What [`Model::order`] leaves out, because it stands in a ring, is stopped.
#[must_use]
pub fn evaluate(model: &Model, lead: Lead<'_>, as_of: Instant) -> Evaluation {
    let mut evaluation = Evaluation::nothing(model);
    let now = Now::new(model, as_of);
    let mut overflows = BTreeSet::new();
    for node in &model.order {
        let causes = work_out(model, lead, now, *node, &mut evaluation);
        if !causes.is_empty() {
            overflows.extend(causes.iter().copied());
            evaluation.stops.insert(*node, causes.into_iter().collect());
        }
    }
    let situation = Situation {
        model,
        lead,
        now,
        so_far: &evaluation,
    };
    let broken_facts = situation.broken_facts(&mut overflows);
    let breaches = situation.breaches(&mut overflows);
    let forbidden = situation.forbidden(&mut overflows);
    evaluation.forbidden = forbidden;
    let situation = Situation {
        model,
        lead,
        now,
        so_far: &evaluation,
    };
    let journeys = model.journeys.iter();
    let journeys = journeys.map(|(id, _)| situation.journey(id, &mut overflows));
    let journeys = journeys.collect();
    let overflows = overflows.into_iter().filter_map(|cause| match cause {
        Cause::Overflow(span) => Some(span),
        Cause::Field(_) | Cause::Node(_) => None,
    });
    let overflows = overflows.collect();
    Evaluation {
        broken_facts,
        breaches,
        journeys,
        overflows,
        ..evaluation
    }
}

/// Works one thing out and keeps it; says what stops it.
fn work_out(
    model: &Model,
    lead: Lead<'_>,
    now: Now,
    node: Node,
    evaluation: &mut Evaluation,
) -> BTreeSet<Cause> {
    let situation = Situation {
        model,
        lead,
        now,
        so_far: evaluation,
    };
    match node {
        Node::Define(id) => {
            let Some(define) = model.defines.get(id) else {
                return BTreeSet::new();
            };
            let mut causes = BTreeSet::new();
            situation.stops_operand(&define.value, &mut causes);
            let found = situation.operand(&define.value).into_owned();
            set(&mut evaluation.defines, id.index(), found);
            causes
        }
        Node::Score(id) => {
            let Some(score) = model.scores.get(id) else {
                return BTreeSet::new();
            };
            let (scored, causes) = situation.score(score);
            set(&mut evaluation.scores, id.index(), scored);
            causes
        }
        Node::Decision(id) => {
            let Some(decision) = model.decisions.get(id) else {
                return BTreeSet::new();
            };
            let (decided, causes) = situation.decision(decision);
            set(&mut evaluation.decisions, id.index(), decided);
            causes
        }
    }
}

fn set<T>(places: &mut [T], at: usize, value: T) {
    if let Some(place) = places.get_mut(at) {
        *place = value;
    }
}

impl<'a> Situation<'a> {
    fn broken_facts(self, causes: &mut BTreeSet<Cause>) -> Vec<usize> {
        let facts = self.model.facts.iter().enumerate();
        let broken = facts.filter(|(_, fact)| self.told(&fact.condition, causes) == Truth::No);
        broken.map(|(at, _)| at).collect()
    }

    /// A breach is certain: not where it cannot be told whether it is one.
    fn breaches(self, causes: &mut BTreeSet<Cause>) -> Vec<crate::model::MustId> {
        let mut breaches = Vec::new();
        for (id, must) in self.model.musts.iter() {
            let when = must
                .when
                .as_ref()
                .map_or(Truth::Yes, |when| self.told(when, causes));
            if when.is_yes() {
                let kept = self.told(&must.condition, causes);
                if kept == Truth::No || kept == Truth::Unknown {
                    breaches.push(id);
                }
            }
        }
        breaches
    }

    /// In doubt a channel is forbidden: where `unless` is not certain, and where it cannot be told
    /// whether the prohibition acts.
    fn forbidden(self, causes: &mut BTreeSet<Cause>) -> Vec<ForbiddenBy> {
        let mut forbidden = Vec::new();
        for (at, forbid) in self.model.forbids.iter().enumerate() {
            let when = forbid
                .when
                .as_ref()
                .map_or(Truth::Yes, |when| self.told(when, causes));
            let unless = forbid
                .unless
                .as_ref()
                .map_or(Truth::No, |u| self.told(u, causes));
            let acts = matches!(when, Truth::Yes | Truth::Stopped) && !unless.is_yes();
            if acts {
                let truth = Truth::all([when, !unless]);
                forbidden.push(ForbiddenBy {
                    channel: forbid.channel,
                    forbid: at,
                    truth,
                });
            }
        }
        forbidden
    }

    /// What a condition is; and what stops it if it is stopped.
    fn told(self, condition: &'a Condition, causes: &mut BTreeSet<Cause>) -> Truth {
        self.stops_condition(condition, causes);
        self.condition(condition)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{cell, condition, evaluated, field, holds, span};
    use super::*;
    use crate::model::{Channel, ConditionKind, Fact, FieldId, Forbid, Must, MustId, Named, Type};

    fn two_fields() -> (Model, FieldId, FieldId) {
        let mut model = Model::empty();
        let one = field(&mut model, "one", Type::Boolean);
        let other = field(&mut model, "other", Type::Boolean);
        (model, one, other)
    }

    fn of(model: &Model, truths: &str) -> Evaluation {
        evaluated(model, truths.chars().map(cell))
    }

    #[test]
    fn a_must_is_broken_where_it_is_not_known_to_be_kept() {
        let (mut model, asked, kept) = two_fields();
        model.musts.add(Must {
            named: Named {
                name: "must".to_owned(),
                span: span(0),
                doc: String::new(),
            },
            condition: holds(kept),
            when: Some(holds(asked)),
            because: None,
        });
        for (truths, broken) in [
            ("yy", false),
            ("yn", true),
            ("yu", true),
            ("ys", false),
            ("nn", false),
            ("un", false),
            ("sn", false),
        ] {
            let expected: &[MustId] = if broken { &[MustId::new(0)] } else { &[] };
            assert_eq!(of(&model, truths).breaches, expected, "{truths}");
        }
    }

    #[test]
    fn in_doubt_a_channel_is_forbidden() {
        let (mut model, when, unless) = two_fields();
        let channel = model.channels.add(Channel {
            name: "phone".to_owned(),
        });
        model.forbids.push(Forbid {
            channel,
            when: Some(holds(when)),
            unless: Some(holds(unless)),
            because: None,
            span: span(0),
        });
        for (truths, by) in [
            ("yn", Some(Truth::Yes)),
            ("yu", Some(Truth::Unknown)),
            ("ys", Some(Truth::Stopped)),
            ("sn", Some(Truth::Stopped)),
            ("yy", None),
            ("sy", None),
            ("un", None),
            ("nn", None),
        ] {
            let evaluation = of(&model, truths);
            let found: Vec<_> = evaluation.forbidden.iter().map(|by| by.truth).collect();
            assert_eq!(found, Vec::from_iter(by), "{truths}");
            assert_eq!(evaluation.forbids(channel), by.is_some(), "{truths}");
        }
    }

    #[test]
    fn a_fact_is_broken_only_where_it_is_no() {
        let (mut model, one, other) = two_fields();
        let both = condition(ConditionKind::All(vec![holds(one), holds(other)]));
        model.facts = vec![
            Fact {
                condition: holds(one),
            },
            Fact { condition: both },
        ];
        for (truths, broken) in [
            ("yy", &[][..]),
            ("yn", &[1]),
            ("nu", &[0, 1]),
            ("yu", &[]),
            ("us", &[]),
            ("sn", &[1]),
        ] {
            assert_eq!(of(&model, truths).broken_facts, broken, "{truths}");
        }
    }
}
