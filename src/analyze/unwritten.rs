//! Conditions that no text says, and that journeys have all the same: how long a lead has been in its
//! stage, who somebody is, and whether the clock of a task has started. Findings speak of them as of
//! those that are written.

use std::collections::BTreeMap;

use crate::model::{
    ClockStart, Condition, ConditionKind, DecisionId, FieldId, JourneyId, Model, Node, Operand,
    OperandKind, Part, RoleId, ScoreItem, ScoreLine, StageId, Target, Task, TaskId, Type,
};
use crate::source::Span;
use crate::syntax::ast::CompareOp;
use crate::value::{Duration, Value};

/// What findings call the time that a lead has been in its stage.
pub(super) const TIME_IN_STAGE: &str = "time in the stage";

/// The conditions that journeys have and no text says.
#[derive(Debug, Default)]
pub(super) struct Unwritten {
    /// The lead has got into its stage, and not only later than now.
    arrived: BTreeMap<JourneyId, Condition>,
    /// The least time in the stage is over, by the stage and the place of the move.
    after: BTreeMap<(StageId, usize), Condition>,
    /// The decisions that say where moves lead, as values.
    decisions: BTreeMap<DecisionId, Operand>,
    /// It is so long since what a date or an instant says that no comparison turns any more.
    old: BTreeMap<FieldId, Condition>,
    /// How long that is, in seconds.
    pub(super) horizon: i64,
    /// The fields that say who has a role, as values.
    persons: BTreeMap<RoleId, Operand>,
    /// The field at which the clock of a task starts is missing.
    no_start: BTreeMap<TaskId, Condition>,
    /// The field at which the clock of a task starts lies before the lead got into the stage.
    early_start: BTreeMap<TaskId, Condition>,
}

impl Unwritten {
    pub(super) fn new(model: &Model) -> Unwritten {
        let mut unwritten = Unwritten {
            horizon: horizon(model),
            ..Unwritten::default()
        };
        if model.journeys.iter().next().is_some() {
            for (id, field) in model.fields.iter() {
                if matches!(field.ty, Type::Date | Type::Datetime) {
                    let horizon = Duration::Elapsed {
                        seconds: unwritten.horizon,
                    };
                    let old = since((id, field.ty), horizon, field.named.span);
                    unwritten.old.insert(id, old);
                }
            }
        }
        for (id, role) in model.roles.iter() {
            if let Some(field) = role.named_in {
                let person = field_operand(model, field, role.named.span);
                unwritten.persons.insert(id, person);
            }
        }
        for (id, journey) in model.journeys.iter() {
            let moment = (journey.since, Type::Datetime);
            let now = Duration::Elapsed { seconds: 0 };
            let arrived = since(moment, now, journey.named.span);
            unwritten.arrived.insert(id, arrived);
            for stage in &journey.stages {
                let moves = model.stages.get(*stage).into_iter();
                let moves = moves.flat_map(|it| it.moves.iter().enumerate());
                for (place, it) in moves {
                    if let Target::Decision(id) = it.target {
                        let decision = model.value_of(Node::Decision(id), it.span);
                        unwritten.decisions.insert(id, decision);
                    }
                    if let Some(after) = it.after {
                        let over = since(moment, after, it.span);
                        unwritten.after.insert((*stage, place), over);
                    }
                }
            }
            for stage in &journey.stages {
                let tasks = model.stages.get(*stage).into_iter();
                for id in tasks.flat_map(|stage| stage.tasks.iter().copied()) {
                    if let Some(task) = model.tasks.get(id) {
                        unwritten.add_clock(model, journey.since, id, task);
                    }
                }
            }
        }
        unwritten
    }

    fn add_clock(&mut self, model: &Model, since: FieldId, id: TaskId, task: &Task) {
        let span = task.deadline.as_ref().map_or(task.named.span, |it| it.span);
        let field = match task.clock() {
            ClockStart::Entry => since,
            ClockStart::Field(field) => field,
            ClockStart::EndOf(_) => return,
        };
        let of = field_operand(model, field, span);
        let kind = ConditionKind::IsMissing(of.clone());
        self.no_start.insert(id, Condition { kind, span });
        if field != since {
            let since = field_operand(model, since, span);
            let kind = ConditionKind::Compare(of, CompareOp::Less, since);
            self.early_start.insert(id, Condition { kind, span });
        }
    }

    /// The lead has got into its stage of a journey, and not only later than now.
    pub(super) fn arrived(&self, journey: JourneyId) -> Option<&Condition> {
        self.arrived.get(&journey)
    }

    /// The least time in the stage of a move is over; none where it has no such time.
    pub(super) fn after(&self, stage: StageId, place: usize) -> Option<&Condition> {
        self.after.get(&(stage, place))
    }

    /// The field at which the clock of a task starts is missing; none where the clock starts with the
    /// end of another task.
    pub(super) fn no_start(&self, task: TaskId) -> Option<&Condition> {
        self.no_start.get(&task)
    }

    /// The field at which the clock of a task starts lies before the lead got into the stage; none
    /// where the clock starts with no other field.
    pub(super) fn early_start(&self, task: TaskId) -> Option<&Condition> {
        self.early_start.get(&task)
    }

    /// What a decision yields that says where a move leads.
    pub(super) fn decision(&self, id: DecisionId) -> Option<&Operand> {
        self.decisions.get(&id)
    }

    /// For each date and instant of a lead, that it lies so far back that no comparison with its age
    /// turns any more.
    pub(super) fn old(&self) -> impl Iterator<Item = (FieldId, &Condition)> {
        self.old.iter().map(|(field, old)| (*field, old))
    }

    /// The field that says who has a role.
    pub(super) fn person(&self, id: RoleId) -> Option<&Operand> {
        self.persons.get(&id)
    }

    /// Whether an operand is the time that a lead has been in its stage, as no text says it.
    pub(super) fn is_time_in_stage(&self, operand: &Operand) -> bool {
        let all = self.arrived.values().chain(self.after.values());
        all.flat_map(Condition::operands)
            .any(|known| std::ptr::eq(known, operand))
    }
}

/// Beyond this age, in seconds, no comparison of the policy turns any more: twice the longest time that
/// it speaks of; a hundred years where points or sums grow with an age.
fn horizon(model: &Model) -> i64 {
    let mut longest = DAY;
    let mut grows = false;
    let mut see = |value: &Value| {
        if let Value::Duration(Duration::Elapsed { seconds }) = value {
            longest = longest.max(seconds.saturating_abs());
        }
    };
    let moves = model.stages.values().flat_map(|stage| &stage.moves);
    let afters = moves.filter_map(|it| it.after.map(Value::Duration));
    afters.for_each(|after| see(&after));
    model.walk(&mut |part| match part {
        Part::Operand(operand) => match &operand.kind {
            OperandKind::Constant(value) => see(value),
            OperandKind::Sum(_) | OperandKind::Scaled(..) => grows |= operand.ty == Type::Duration,
            _ => {}
        },
        Part::Condition(condition) => condition.values().into_iter().for_each(&mut see),
    });
    let lines = model
        .scores
        .values()
        .flat_map(|score| lines_of(&score.items));
    let mut per = lines.filter_map(|line| line.per.as_ref());
    grows |= per.any(|per| per.of.ty == Type::Duration);
    match grows {
        true => HUNDRED_YEARS,
        false => longest.saturating_mul(2).min(HUNDRED_YEARS),
    }
}

fn lines_of(items: &[ScoreItem]) -> Vec<&ScoreLine> {
    let lines = items.iter().flat_map(|item| match item {
        ScoreItem::Line(line) => vec![line],
        ScoreItem::Group(group) => lines_of(&group.items),
        ScoreItem::Table(_) => Vec::new(),
    });
    lines.collect()
}

const DAY: i64 = 86_400;
const HUNDRED_YEARS: i64 = 36_525 * DAY;

/// What a field holds.
pub(super) fn field_operand(model: &Model, id: FieldId, span: Span) -> Operand {
    let ty = model.fields.get(id).map_or(Type::Datetime, |it| it.ty);
    Operand {
        kind: OperandKind::Field(id),
        ty,
        span,
    }
}

/// It has been so long since a field.
fn since((field, ty): (FieldId, Type), least: Duration, span: Span) -> Condition {
    let operand = |kind, ty| Operand { kind, ty, span };
    let moment = operand(OperandKind::Field(field), ty);
    let age = operand(OperandKind::Since(Box::new(moment)), Type::Duration);
    let least = operand(
        OperandKind::Constant(Value::Duration(least)),
        Type::Duration,
    );
    Condition {
        kind: ConditionKind::Compare(age, CompareOp::AtLeast, least),
        span,
    }
}
