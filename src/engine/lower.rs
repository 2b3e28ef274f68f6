//! From conditions and values of the model to formulas over variables and their regions.
//!
//! `None` everywhere is the same: the engine has no form for it, and the evaluator has to judge.

use std::collections::BTreeSet;

use super::expr::{Expr, Unit};
use super::formula::Formula;
use super::group::Leaf;
use super::program::{Step, Truth};
use super::slot::{day, nanoseconds, ordinal, size};
use super::variable::{Draft, Goal, Point, Regions, Subject, Test, Variable};
use crate::eval::{compares, order};
use crate::model::{
    Condition, ConditionKind, FieldId, Model, Operand, OperandKind, TextMatch, Type,
};
use crate::syntax::ast::{CompareOp, HasQuantifier, Sign};
use crate::value::{Date, Value};

/// Most values that are looked at, so that definitions of texts that mention each other many times do
/// not make the work endless.
const MOST_VALUES: usize = 1 << 20;

/// What is asked of a variable, while its regions are not known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    variable: usize,
    test: Test,
    goal: Goal,
}

/// A formula whose regions are not known.
pub(super) type Drafted = Formula<Asked>;

/// Gathers the variables of a policy and what is asked of them.
pub(super) struct Lowering<'m> {
    pub(super) model: &'m Model,
    drafts: Vec<(Subject, Draft)>,
    truths: Vec<(Drafted, Drafted)>,
    /// What is worked out, in order.
    pub(super) steps: Vec<Step>,
    /// The variables that stand among the steps.
    stepped: usize,
    values: usize,
    /// The fields that are looked at.
    pub(super) fields: BTreeSet<FieldId>,
}

impl<'m> Lowering<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Lowering {
            model,
            drafts: Vec::new(),
            truths: Vec::new(),
            steps: Vec::new(),
            stepped: 0,
            values: 0,
            fields: BTreeSet::new(),
        }
    }

    /// Finds the regions of the variables that are new since the last time, which look at nothing
    /// that is worked out later.
    pub(super) fn find_new(&mut self) {
        let (known, all) = (self.stepped, self.drafts.len());
        if known < all {
            self.steps.push(Step::Variables(known, all));
        }
        self.stepped = all;
    }

    /// All variables with their regions, and the conditions that are values.
    pub(super) fn finish(self) -> (Vec<Variable>, Vec<Truth>) {
        let drafts = self.drafts.into_iter();
        let variables: Vec<Variable> = drafts
            .map(|(subject, draft)| Variable::new(subject, draft))
            .collect();
        let truths = self.truths.iter().map(|(yes, no)| Truth {
            yes: settled(yes, &variables),
            no: settled(no, &variables),
        });
        let truths = truths.collect();
        (variables, truths)
    }

    /// When what is asked of a condition is so.
    pub(super) fn condition(&mut self, condition: &Condition, goal: Goal) -> Option<Drafted> {
        match &condition.kind {
            ConditionKind::Not(part) => self.condition(part, goal.of_opposite()),
            ConditionKind::All(parts) => self.parts(parts, goal, goal.wants(true)),
            ConditionKind::Any(parts) => self.parts(parts, goal, goal.wants(false)),
            ConditionKind::AtLeast(wanted, parts) => {
                let wanted = usize::try_from(*wanted).ok()?;
                Some(at_least(wanted, self.each(parts, goal)?, goal))
            }
            ConditionKind::Holds(of) => match &of.kind {
                OperandKind::Truth(condition) => self.condition(condition, goal),
                _ => self.ask(of, Test::Compare(CompareOp::Equal, Point::Ordinal(1)), goal),
            },
            ConditionKind::Compare(one, op, other) => self.compare(one, *op, other, goal),
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } => {
                let test = match (low, high, subject.ty) {
                    (Value::Date(low), Value::Date(high), Type::Datetime) => {
                        self.days(*low, *high, *open)?
                    }
                    _ => Test::Between {
                        low: self.ordinal_like(low, subject.ty)?,
                        high: self.ordinal_like(high, subject.ty)?,
                        open: *open,
                    },
                };
                self.ask(subject, test, goal)
            }
            ConditionKind::OneOf(of, values) => {
                let points = values.iter().map(|value| self.point(value, of.ty));
                self.ask(of, Test::In(points.collect::<Option<_>>()?), goal)
            }
            ConditionKind::InList(of, list) => {
                let list = self.model.lists.get(*list)?;
                let entries = list.entries.iter();
                let points = entries.map(|text| Point::Text(text.folded().to_owned()));
                self.ask(of, Test::In(points.collect()), goal)
            }
            ConditionKind::Text(of, tests) => self.texts(of, tests, goal),
            ConditionKind::Has(of, quantifier, values) => {
                let members = ordinal(&Value::Set(values.clone()))?;
                let all = *quantifier == HasQuantifier::All;
                let of = self.value(of)?;
                let subject = Subject::Members { of, members, all };
                Some(self.leaf(subject, Draft::Truths, Test::Is, goal))
            }
            ConditionKind::IsMissing(of) => self.known(of, !goal.wants(true)),
            ConditionKind::IsKnown(of) => self.known(of, goal.wants(true)),
            ConditionKind::IsEmpty(of) => {
                self.ask(of, Test::Compare(CompareOp::Equal, Point::Ordinal(0)), goal)
            }
        }
    }

    /// Of a condition that may be left out.
    pub(super) fn optional(
        &mut self,
        condition: Option<&Condition>,
        goal: Goal,
        without: bool,
    ) -> Option<Drafted> {
        match condition {
            Some(condition) => self.condition(condition, goal),
            None => Some(Formula::always(without)),
        }
    }

    /// When something is yes that an `unless` takes out where that is yes.
    pub(super) fn unless_taken_out(
        &mut self,
        when: Option<&Condition>,
        unless: Option<&Condition>,
    ) -> Option<Drafted> {
        let when = self.optional(when, Goal::Yes, true)?;
        let unless = self.optional(unless, Goal::NotYes, true)?;
        Some(Formula::All(vec![when, unless]))
    }

    fn parts(&mut self, parts: &[Condition], goal: Goal, all: bool) -> Option<Drafted> {
        let parts = self.each(parts, goal)?;
        Some(if all {
            Formula::All(parts)
        } else {
            Formula::Any(parts)
        })
    }

    fn each(&mut self, parts: &[Condition], goal: Goal) -> Option<Vec<Drafted>> {
        parts
            .iter()
            .map(|part| self.condition(part, goal))
            .collect()
    }

    /// Whether something is known, or is missing; that is never unknown.
    fn known(&mut self, of: &Operand, wanted: bool) -> Option<Drafted> {
        let goal = if wanted { Goal::Yes } else { Goal::NotYes };
        self.ask(of, Test::Known, goal)
    }

    fn texts(&mut self, of: &Operand, tests: &[TextMatch], goal: Goal) -> Option<Drafted> {
        let of = self.value(of)?;
        let parts = tests.iter().map(|test| {
            let subject = Subject::Text(of.clone(), test.clone());
            self.leaf(subject, Draft::Truths, Test::Is, goal)
        });
        let parts = parts.collect();
        Some(match goal.wants(true) {
            true => Formula::Any(parts),
            false => Formula::All(parts),
        })
    }

    fn compare(
        &mut self,
        one: &Operand,
        op: CompareOp,
        other: &Operand,
        goal: Goal,
    ) -> Option<Drafted> {
        match (&one.kind, &other.kind) {
            (OperandKind::Constant(a), OperandKind::Constant(b)) => {
                let is = compares(op, order(&self.model.zone, a, b));
                Some(Formula::always(goal.wants(is)))
            }
            (OperandKind::Constant(value), _) => self.compare_with(other, flipped(op), value, goal),
            (_, OperandKind::Constant(value)) => self.compare_with(one, op, value, goal),
            _ => {
                let (mut first, mut second) = (self.value(one)?, self.value(other)?);
                match (one.ty, other.ty) {
                    (Type::Date, Type::Datetime) => second = Expr::Day(Box::new(second)),
                    (Type::Datetime, Type::Date) => first = Expr::Day(Box::new(first)),
                    (one, other) if kind(one) == kind(other) => {}
                    _ => return None,
                }
                let subject = Subject::Order(first, second);
                Some(self.leaf(subject, Draft::Orders, Test::Order(op), goal))
            }
        }
    }

    /// Whether an instant is within days: it is from when the first begins to when the last is over,
    /// or begins where that is left out.
    fn days(&self, first: Date, last: Date, open: bool) -> Option<Test> {
        let behind = if open { last } else { last.tomorrow().ok()? };
        let start = |date| nanoseconds(self.model.zone.start_of_day(date)?);
        Some(Test::Between {
            low: start(first)?,
            high: start(behind)?,
            open: true,
        })
    }

    fn compare_with(
        &mut self,
        of: &Operand,
        op: CompareOp,
        value: &Value,
        goal: Goal,
    ) -> Option<Drafted> {
        // An instant and a day stand to each other as their days do: two points are needed.
        if let (Type::Datetime, Value::Date(date)) = (of.ty, value) {
            let start = self.model.zone.start_of_day(*date)?;
            let end = self.model.zone.start_of_day(date.tomorrow().ok()?)?;
            let (start, end) = (nanoseconds(start)?, nanoseconds(end)?);
            let from = |op, at| Test::Compare(op, Point::Ordinal(at));
            let within = Test::Between {
                low: start,
                high: end,
                open: true,
            };
            return match op {
                CompareOp::Less => self.ask(of, from(CompareOp::Less, start), goal),
                CompareOp::AtMost => self.ask(of, from(CompareOp::Less, end), goal),
                CompareOp::Greater => self.ask(of, from(CompareOp::AtLeast, end), goal),
                CompareOp::AtLeast => self.ask(of, from(CompareOp::AtLeast, start), goal),
                CompareOp::Equal => self.ask(of, within, goal),
                CompareOp::NotEqual => self.ask(of, within, goal.of_opposite()),
            };
        }
        let point = self.point(value, of.ty)?;
        self.ask(of, Test::Compare(op, point), goal)
    }

    /// A constant as a point among the values of a type.
    fn point(&self, value: &Value, ty: Type) -> Option<Point> {
        match value {
            Value::Text(text) => Some(Point::Text(text.folded().to_owned())),
            Value::Date(_) if ty == Type::Datetime => None,
            value => self.ordinal_like(value, ty).map(Point::Ordinal),
        }
    }

    fn ordinal_like(&self, value: &Value, ty: Type) -> Option<i64> {
        match (value, ty) {
            (Value::Datetime(instant), Type::Date) => Some(day(self.model.zone.date(*instant))),
            (value, _) => ordinal(value),
        }
    }

    /// What is asked of a value.
    fn ask(&mut self, of: &Operand, test: Test, goal: Goal) -> Option<Drafted> {
        let draft = match (size(self.model, of.ty), of.ty) {
            (Some(values), _) => Draft::Each(values),
            (None, Type::Text) => Draft::Texts(BTreeSet::new()),
            (None, _) => Draft::Points(BTreeSet::new()),
        };
        let subject = Subject::Value(self.value(of)?);
        Some(self.leaf(subject, draft, test, goal))
    }

    fn leaf(&mut self, subject: Subject, draft: Draft, test: Test, goal: Goal) -> Drafted {
        let known = self.drafts.iter().position(|(known, _)| *known == subject);
        let variable = known.unwrap_or(self.drafts.len());
        if known.is_none() {
            self.drafts.push((subject, draft));
        }
        if let Some((_, draft)) = self.drafts.get_mut(variable) {
            match &test {
                Test::Compare(_, point) => draft.add(point),
                Test::In(points) => points.iter().for_each(|point| draft.add(point)),
                Test::Between { low, high, .. } => {
                    draft.add(&Point::Ordinal(*low));
                    draft.add(&Point::Ordinal(*high));
                }
                Test::Known | Test::Is | Test::Order(_) => {}
            }
        }
        Formula::Leaf(Asked {
            variable,
            test,
            goal,
        })
    }

    /// How a value is computed.
    pub(super) fn value(&mut self, operand: &Operand) -> Option<Expr> {
        self.values += 1;
        if self.values > MOST_VALUES {
            return None;
        }
        match &operand.kind {
            OperandKind::Constant(Value::Text(text)) => Some(Expr::Words(text.folded().to_owned())),
            OperandKind::Constant(value) => ordinal(value).map(Expr::Constant),
            OperandKind::Nothing => Some(Expr::Nothing),
            OperandKind::Field(id) => {
                self.fields.insert(*id);
                Some(Expr::Field(id.index()))
            }
            // Texts are not kept: they are looked at where they are.
            OperandKind::Define(id) if operand.ty == Type::Text => {
                let define = self.model.defines.get(*id)?;
                self.value(&define.value)
            }
            OperandKind::Define(id) => Some(Expr::Define(id.index())),
            OperandKind::Score(id) => Some(Expr::Score(id.index())),
            OperandKind::Decision(id) if operand.ty != Type::Text => {
                Some(Expr::Decision(id.index()))
            }
            OperandKind::Decision(_) => None,
            OperandKind::FirstKnown(parts) => {
                let parts = parts.iter().map(|part| self.value(part));
                Some(Expr::FirstKnown(parts.collect::<Option<_>>()?))
            }
            OperandKind::Sum(terms) => self.sum(terms, operand.ty),
            OperandKind::Scaled(factor, of) => {
                let (above, below) = factor.fraction();
                Some(Expr::Scaled {
                    above,
                    below,
                    rounded: operand.ty == Type::Duration,
                    of: Box::new(self.value(of)?),
                })
            }
            OperandKind::Since(of) => Some(Expr::Since(unit(of.ty)?, Box::new(self.value(of)?))),
            OperandKind::Until(of) => Some(Expr::Until(unit(of.ty)?, Box::new(self.value(of)?))),
            OperandKind::Domain(of) => Some(Expr::Domain(Box::new(self.value(of)?))),
            OperandKind::Truth(condition) => {
                let yes = self.condition(condition, Goal::Yes)?;
                let no = self.condition(condition, Goal::No)?;
                self.truths.push((yes, no));
                Some(Expr::Truth(self.truths.len() - 1))
            }
        }
    }

    /// A sum: of values of one kind, or of moments and durations.
    fn sum(&mut self, terms: &[(Sign, Operand)], ty: Type) -> Option<Expr> {
        let (mut added, mut taken, mut others) = (None, None, Vec::new());
        for (sign, term) in terms {
            let value = self.value(term)?;
            match (unit(term.ty), sign) {
                (Some(unit), Sign::Plus) if added.is_none() => added = Some((unit, value)),
                (Some(unit), Sign::Minus) if taken.is_none() => taken = Some((unit, value)),
                (Some(_), _) => return None,
                (None, _) => others.push((*sign, value)),
            }
        }
        match (added, taken) {
            (None, None) => Some(Expr::Sum(others)),
            (Some((unit, moment)), None) => Some(Expr::Shifted(unit, Box::new(moment), others)),
            (Some((unit, to)), Some((other, from))) if unit == other && ty == Type::Duration => {
                Some(Expr::Apart(unit, Box::new((from, to)), others))
            }
            _ => None,
        }
    }
}

/// So many of some parts meet what is wanted of all of them together.
fn at_least(wanted: usize, parts: Vec<Drafted>, goal: Goal) -> Drafted {
    if goal.wants(true) {
        return Formula::AtLeast(wanted, parts);
    }
    // So many fail that too few are left.
    match (parts.len() + 1).checked_sub(wanted) {
        Some(failing) => Formula::AtLeast(failing, parts),
        None => Formula::always(true),
    }
}

/// The formula over the regions that the variables have in the end.
pub(super) fn settled(formula: &Drafted, variables: &[Variable]) -> Formula<Leaf> {
    let none = Regions::Truths;
    formula.map(&|asked| {
        let regions = variables.get(asked.variable).map(|it| &it.regions);
        Leaf {
            variable: asked.variable,
            takes: regions.unwrap_or(&none).meeting(&asked.test, asked.goal),
        }
    })
}

/// What moments of a type are counted in.
fn unit(ty: Type) -> Option<Unit> {
    match ty {
        Type::Date => Some(Unit::Days),
        Type::Datetime => Some(Unit::Nanoseconds),
        _ => None,
    }
}

/// The type, where it is only the kind of number that counts.
fn kind(ty: Type) -> Type {
    match ty {
        Type::Integer => Type::Number,
        ty => ty,
    }
}

fn flipped(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Equal => CompareOp::Equal,
        CompareOp::NotEqual => CompareOp::NotEqual,
        CompareOp::Less => CompareOp::Greater,
        CompareOp::AtMost => CompareOp::AtLeast,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::AtLeast => CompareOp::AtMost,
    }
}
