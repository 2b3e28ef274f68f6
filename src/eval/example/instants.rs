//! When a move may open next, if nobody touches the lead.
//!
//! What a policy says changes with time only where a comparison of an age (`since`, `until`) turns,
//! a score counts one unit more of one, or the least time in a stage is over. Each of these tells
//! when it turns next, to the second, or to the day where it is an age of dates. Looking too often
//! does no harm: the story looks, nothing is open, and it asks again.

use std::collections::{BTreeMap, BTreeSet};

use crate::eval::journey::Given;
use crate::eval::operand::{Now, Situation};
use crate::eval::{DecidedBy, Evaluation, Found};
use crate::model::{
    Condition, ConditionKind, Decision, Lead, Model, Node, Operand, OperandKind, Part, Per,
    ScoreItem, StageId, Target,
};
use crate::syntax::ast::Sign;
use crate::value::{Duration, Instant, Number, Value};

const DAY: i64 = 86_400;
/// So deep definitions are followed.
const DEEPEST: usize = 200;

/// When moves may open.
pub(super) struct Instants<'m> {
    model: &'m Model,
    /// What the moves of a stage look at, once somebody asked.
    stages: BTreeMap<StageId, Looks<'m>>,
}

/// What the moves of a stage look at, also by way of definitions, scores and decisions.
#[derive(Default)]
struct Looks<'m> {
    conditions: Vec<&'m Condition>,
    counts: Vec<&'m Per>,
}

impl<'m> Instants<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Instants {
            model,
            stages: BTreeMap::new(),
        }
    }

    /// The next instant after this one at which a move of a lead may open.
    pub(super) fn next(
        &mut self,
        lead: Lead<'_>,
        evaluation: &Evaluation,
        as_of: Instant,
    ) -> Option<Instant> {
        let model = self.model;
        let clock = Ages {
            situation: Situation {
                model,
                lead,
                now: Now::new(model, as_of),
                so_far: evaluation,
            },
        };
        let mut next: Option<Instant> = None;
        let mut may = |at: Option<Instant>| {
            if let Some(at) = at.filter(|at| *at > as_of) {
                next = Some(next.map_or(at, |next| next.min(at)));
            }
        };
        for state in &evaluation.journeys {
            let Given::Known(stage) = state.stage else {
                continue;
            };
            for it in &state.moves {
                if let Some(Given::Known(at)) = it.not_before {
                    may(Some(at));
                }
            }
            let looks = self.stages.entry(stage);
            let looks = looks.or_insert_with(|| looks_of(model, stage));
            for condition in &looks.conditions {
                clock.turns(condition).into_iter().for_each(&mut may);
            }
            for per in &looks.counts {
                clock.counts_on(per).into_iter().for_each(&mut may);
            }
        }
        next
    }
}

fn looks_of(model: &Model, stage: StageId) -> Looks<'_> {
    let mut looks = Looks::default();
    let mut open: Vec<Node> = Vec::new();
    let mut seen = BTreeSet::new();
    let moves = model.stages.get(stage).into_iter();
    for it in moves.flat_map(|stage| &stage.moves) {
        if let Target::Decision(id) = it.target {
            open.push(Node::Decision(id));
        }
        for condition in it.when.iter().chain(&it.unless) {
            condition.walk(&mut |part| looks.part(part, &mut open));
        }
    }
    while let Some(node) = open.pop() {
        if seen.insert(node) {
            model.walk_node(node, &mut |part| looks.part(part, &mut open));
            if let Node::Score(id) = node {
                let items = model.scores.get(id).into_iter();
                let items = items.flat_map(|score| &score.items);
                items.for_each(|item| looks.item(item));
            }
        }
    }
    looks
}

impl<'m> Looks<'m> {
    fn part(&mut self, part: Part<'m>, open: &mut Vec<Node>) {
        match part {
            Part::Condition(condition) => self.conditions.push(condition),
            Part::Operand(operand) => match operand.kind {
                OperandKind::Define(id) => open.push(Node::Define(id)),
                OperandKind::Score(id) => open.push(Node::Score(id)),
                OperandKind::Decision(id) => open.push(Node::Decision(id)),
                _ => {}
            },
        }
    }

    fn item(&mut self, item: &'m ScoreItem) {
        match item {
            ScoreItem::Line(line) => self.counts.extend(&line.per),
            ScoreItem::Group(group) => group.items.iter().for_each(|item| self.item(item)),
            ScoreItem::Table(_) => {}
        }
    }
}

/// How fast a value grows: in seconds for each second that passes, and for each day that begins.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Pace {
    second: Number,
    day: Number,
}

impl Pace {
    const STILL: Pace = Pace {
        second: Number::ZERO,
        day: Number::ZERO,
    };

    fn plus(self, sign: Sign, other: Pace) -> Option<Pace> {
        let add = |a: Number, b: Number| match sign {
            Sign::Plus => a.checked_add(b),
            Sign::Minus => a.checked_sub(b),
        };
        Some(Pace {
            second: add(self.second, other.second)?,
            day: add(self.day, other.day)?,
        })
    }

    fn times(self, factor: Number) -> Option<Pace> {
        Some(Pace {
            second: self.second.checked_mul(factor)?,
            day: self.day.checked_mul(factor)?,
        })
    }
}

/// The ages of a lead at an instant.
struct Ages<'a> {
    situation: Situation<'a>,
}

impl<'a> Ages<'a> {
    /// When a condition, without its parts, may turn next.
    fn turns(&self, condition: &'a Condition) -> Vec<Option<Instant>> {
        match &condition.kind {
            ConditionKind::Compare(a, _, b) => self.meet(a, b),
            ConditionKind::Between {
                subject, low, high, ..
            } => self.reach(subject, [low, high]),
            ConditionKind::OneOf(subject, values) => self.reach(subject, values),
            ConditionKind::Holds(_)
            | ConditionKind::InList(..)
            | ConditionKind::Text(..)
            | ConditionKind::Has(..)
            | ConditionKind::IsMissing(_)
            | ConditionKind::IsKnown(_)
            | ConditionKind::IsEmpty(_)
            | ConditionKind::Not(_)
            | ConditionKind::All(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(..) => Vec::new(),
        }
    }

    fn meet(&self, a: &'a Operand, b: &'a Operand) -> Vec<Option<Instant>> {
        let pace = self.pace(a).zip(self.pace(b));
        let Some(pace) = pace.and_then(|(a, b)| a.plus(Sign::Minus, b)) else {
            return Vec::new();
        };
        if pace == Pace::STILL {
            return Vec::new();
        }
        let gap = self.seconds(a).zip(self.seconds(b));
        let gap = gap.and_then(|(a, b)| b.checked_sub(a));
        gap.map_or(Vec::new(), |gap| self.crossing(gap, pace))
    }

    fn reach<'v>(
        &self,
        subject: &'a Operand,
        values: impl IntoIterator<Item = &'v Value>,
    ) -> Vec<Option<Instant>> {
        let Some(pace) = self.pace(subject).filter(|pace| *pace != Pace::STILL) else {
            return Vec::new();
        };
        let Some(now) = self.seconds(subject) else {
            return Vec::new();
        };
        let values = values
            .into_iter()
            .filter_map(|value| self.as_seconds(value));
        let gaps = values.filter_map(|value| value.checked_sub(now));
        gaps.flat_map(|gap| self.crossing(gap, pace)).collect()
    }

    /// When one unit more is counted, or one less.
    fn counts_on(&self, per: &'a Per) -> Vec<Option<Instant>> {
        let Some(pace) = self.pace(&per.of).filter(|pace| *pace != Pace::STILL) else {
            return Vec::new();
        };
        let (Some(now), Some(unit)) = (self.seconds(&per.of), self.as_seconds(&per.unit)) else {
            return Vec::new();
        };
        let units = now.div_euclid(unit.max(1)).max(0);
        let ends = [units, units.saturating_add(1)];
        let gaps = ends.map(|units| units.saturating_mul(unit).saturating_sub(now));
        let gaps = gaps.into_iter();
        gaps.flat_map(|gap| self.crossing(gap, pace)).collect()
    }

    /// When something that lacks so many seconds of another reaches it, and when it passes it.
    fn crossing(&self, gap: i64, pace: Pace) -> Vec<Option<Instant>> {
        let now = self.situation.now;
        let zone = &self.situation.model.zone;
        let midnight = |days: i64| {
            let days = jiff::Span::new().try_days(days).ok()?;
            zone.start_of_day(now.today.checked_add(days).ok()?)
        };
        let in_seconds = |seconds: i64| {
            let time = jiff::SignedDuration::from_secs(seconds);
            now.as_of.checked_add(time).ok()
        };
        match (pace.second == Number::ZERO, pace.day == Number::ZERO) {
            (true, true) => Vec::new(),
            (true, false) => soonest(gap, pace.day).into_iter().map(midnight).collect(),
            (false, true) => {
                let soonest = soonest(gap, pace.second).into_iter();
                soonest.map(in_seconds).collect()
            }
            // Ages of dates and of datetimes in one: what the day changes is seen when it begins.
            (false, false) => {
                let soonest = soonest(gap, pace.second).into_iter();
                soonest.map(in_seconds).chain([midnight(1)]).collect()
            }
        }
    }

    /// The value of an operand in seconds: a duration, or a moment since 1970.
    fn seconds(&self, operand: &'a Operand) -> Option<i64> {
        match self.situation.operand(operand) {
            Found::Known(value) => self.as_seconds(&value),
            Found::Missing | Found::Stopped => None,
        }
    }

    fn as_seconds(&self, value: &Value) -> Option<i64> {
        match value {
            Value::Duration(Duration::Elapsed { seconds }) => Some(*seconds),
            Value::Datetime(instant) => Some(instant.as_second()),
            Value::Date(date) => {
                let start = self.situation.model.zone.start_of_day(*date)?;
                Some(start.as_second())
            }
            _ => None,
        }
    }

    fn pace(&self, operand: &'a Operand) -> Option<Pace> {
        self.pace_of(operand, DEEPEST)
    }

    /// How fast a value grows.
    fn pace_of(&self, operand: &'a Operand, deep: usize) -> Option<Pace> {
        let model = self.situation.model;
        let deep = deep.checked_sub(1)?;
        match &operand.kind {
            OperandKind::Constant(_)
            | OperandKind::Nothing
            | OperandKind::Field(_)
            | OperandKind::Score(_)
            | OperandKind::Domain(_)
            | OperandKind::Truth(_) => Some(Pace::STILL),
            OperandKind::Define(id) => self.pace_of(&model.defines.get(*id)?.value, deep),
            OperandKind::Decision(id) => {
                let by = &self.situation.so_far.decision(*id).by;
                let outcome = decided(model.decisions.get(*id)?, by);
                outcome.map_or(Some(Pace::STILL), |outcome| self.pace_of(outcome, deep))
            }
            OperandKind::FirstKnown(parts) => {
                let is_it = |part: &&Operand| self.situation.operand(part) != Found::Missing;
                let first = parts.iter().find(is_it);
                first.map_or(Some(Pace::STILL), |first| self.pace_of(first, deep))
            }
            OperandKind::Sum(terms) => {
                let mut terms = terms.iter();
                terms.try_fold(Pace::STILL, |sum, (sign, term)| {
                    sum.plus(*sign, self.pace_of(term, deep)?)
                })
            }
            OperandKind::Scaled(factor, of) => self.pace_of(of, deep)?.times(*factor),
            OperandKind::Since(of) => self
                .now_like(of)?
                .plus(Sign::Minus, self.pace_of(of, deep)?),
            OperandKind::Until(of) => self
                .pace_of(of, deep)?
                .plus(Sign::Minus, self.now_like(of)?),
        }
    }

    /// How fast now goes on, as `since` and `until` of such a moment see it.
    fn now_like(&self, moment: &'a Operand) -> Option<Pace> {
        match self.situation.operand(moment) {
            Found::Known(value) => Some(match value.as_ref() {
                Value::Date(_) => Pace {
                    day: Number::from(DAY),
                    ..Pace::STILL
                },
                _ => Pace {
                    second: Number::from(1),
                    ..Pace::STILL
                },
            }),
            Found::Missing | Found::Stopped => None,
        }
    }
}

/// The outcome that was decided, as the policy writes it.
fn decided<'m>(decision: &'m Decision, by: &DecidedBy) -> Option<&'m Operand> {
    match by {
        DecidedBy::Rules(rules) => {
            let rule = decision.rules.get(*rules.first()?)?;
            Some(&rule.outcome)
        }
        DecidedBy::Otherwise => decision.otherwise.as_ref(),
        DecidedBy::Nobody => None,
    }
}

/// After how many steps of a pace a gap may be closed, and after how many it is passed: the first
/// that lie ahead. A scaled age is rounded, so that it may get there a little early.
fn soonest(gap: i64, pace: Number) -> Vec<i64> {
    let gap = Number::from(gap);
    let (gap, pace) = match pace.is_negative() {
        true => (gap.checked_neg(), pace.checked_neg()),
        false => (Some(gap), Some(pace)),
    };
    let steps = gap.zip(pace).and_then(|(gap, pace)| gap.floor_div(pace));
    let Some(steps) = steps.and_then(Number::to_i64) else {
        return Vec::new();
    };
    let around = [-1, 0, 1].map(|more| steps.saturating_add(more));
    around.into_iter().filter(|steps| *steps > 0).collect()
}
