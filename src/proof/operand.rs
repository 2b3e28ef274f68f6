//! Formulas about the values of operands, one function for each construct, as `eval` has it.

use std::rc::Rc;

use super::base::{Base, Guarded, Measure};
use super::finite::Finite;
use super::formula::Formula;
use super::linear_form::LinearForm;
use super::orders::{Origin, number_of_day};
use super::prover::Prover;
use super::text_sites::Place;
use super::view::View;
use crate::model::{DefineId, Node, Operand, OperandKind, Type};
use crate::syntax::ast::Sign;
use crate::value::{Number, Value, domain};

const DAY: i128 = 86_400;
const NANOS: i128 = 1_000_000_000;

/// Terms that all have values.
type Signed = Vec<(Sign, Base)>;

/// More alternatives than this of one operand are not followed.
const MOST_ALTERNATIVES: usize = 512;

impl Prover<'_> {
    /// What an operand can be.
    pub(super) fn operand(&mut self, view: View, operand: &Operand) -> Guarded {
        let always = self.solver.always();
        match &operand.kind {
            OperandKind::Constant(value) => vec![(always, Base::Constant(value.clone()))],
            OperandKind::Nothing => vec![(always, Base::Missing)],
            OperandKind::Field(id) => self.field_operand(view, *id),
            OperandKind::Define(id) => self.define(view, *id).as_ref().clone(),
            OperandKind::Score(id) => {
                let total = self.score(view, *id).total.clone();
                vec![(always, total.map_or(Base::Opaque, Base::Finite))]
            }
            OperandKind::Decision(id) => self.decision(view, *id).outcome.clone(),
            OperandKind::FirstKnown(parts) => self.first_known(view, parts),
            OperandKind::Sum(terms) => self.sum(view, terms, operand.ty),
            OperandKind::Scaled(factor, of) => {
                let of = self.operand(view, of);
                self.each(of, |prover, base| prover.scaled(*factor, base))
            }
            OperandKind::Since(of) => {
                let of = self.operand(view, of);
                self.each(of, |prover, base| prover.age(base, 1))
            }
            OperandKind::Until(of) => {
                let of = self.operand(view, of);
                self.each(of, |prover, base| prover.age(base, -1))
            }
            OperandKind::Domain(of) => self.domain(view, of),
            OperandKind::Truth(condition) => {
                let so = self.condition(view, condition);
                let unknown = self.solver.all([!so.yes, !so.no]);
                vec![
                    (so.yes, Base::Constant(Value::Boolean(true))),
                    (so.no, Base::Constant(Value::Boolean(false))),
                    (unknown, Base::Missing),
                ]
            }
        }
    }

    /// That an operand has no value.
    pub(super) fn is_missing(&mut self, view: View, operand: &Operand) -> Formula {
        let cases = self.operand(view, operand);
        let missing = cases
            .iter()
            .filter(|(_, base)| matches!(base, Base::Missing));
        let missing: Vec<_> = missing.map(|(when, _)| *when).collect();
        self.solver.any(missing)
    }

    fn define(&mut self, view: View, id: DefineId) -> Rc<Guarded> {
        let view = self.view_of(view, Node::Define(id));
        if let Some(known) = self.defines.get(&(view, id)) {
            return Rc::clone(known);
        }
        let value = match self.model.defines.get(id) {
            Some(define) => self.operand(view, &define.value),
            None => vec![(self.solver.always(), Base::Opaque)],
        };
        let value = Rc::new(value);
        self.defines.insert((view, id), Rc::clone(&value));
        value
    }

    fn first_known(&mut self, view: View, parts: &[Operand]) -> Guarded {
        let mut cases = Guarded::new();
        let mut none_before = self.solver.always();
        for part in parts {
            let mut missing = Vec::new();
            for (when, base) in self.operand(view, part) {
                let when = self.solver.all([none_before, when]);
                match base {
                    Base::Missing => missing.push(when),
                    base => cases.push((when, base)),
                }
            }
            none_before = self.solver.any(missing);
        }
        cases.push((none_before, Base::Missing));
        self.kept(cases)
    }

    /// Works something out of each case that has a value.
    fn each(
        &mut self,
        cases: Guarded,
        mut work: impl FnMut(&mut Self, &Base) -> Option<Base>,
    ) -> Guarded {
        let cases = cases.into_iter().map(|(when, base)| match base {
            Base::Missing | Base::Opaque => (when, base),
            base => {
                let worked = work(self, &base);
                (when, worked.unwrap_or(Base::Opaque))
            }
        });
        cases.collect()
    }

    /// The cases that can be so at all.
    pub(super) fn kept(&self, mut cases: Guarded) -> Guarded {
        cases.retain(|(when, _)| *when != self.solver.never());
        cases
    }

    fn sum(&mut self, view: View, terms: &[(Sign, Operand)], ty: Type) -> Guarded {
        let mut sums: Vec<(Formula, Option<Signed>)> =
            vec![(self.solver.always(), Some(Vec::new()))];
        for (sign, term) in terms {
            let cases = self.operand(view, term);
            let mut longer = Vec::new();
            for (when, so_far) in &sums {
                let Some(so_far) = so_far else {
                    longer.push((*when, None));
                    continue;
                };
                for (also, base) in &cases {
                    let both = self.solver.all([*when, *also]);
                    let next = match base {
                        Base::Missing => None,
                        base => Some(
                            so_far
                                .iter()
                                .cloned()
                                .chain([(*sign, base.clone())])
                                .collect(),
                        ),
                    };
                    longer.push((both, next));
                }
            }
            longer.retain(|(when, _)| *when != self.solver.never());
            if longer.len() > MOST_ALTERNATIVES {
                return vec![(self.solver.always(), Base::Opaque)];
            }
            sums = longer;
        }
        let sums = sums.into_iter().map(|(when, terms)| match terms {
            None => (when, Base::Missing),
            Some(terms) => {
                let sum = self.added(&terms, ty);
                (when, sum.unwrap_or(Base::Opaque))
            }
        });
        sums.collect()
    }

    /// The sum of terms that all have values.
    fn added(&mut self, terms: &[(Sign, Base)], ty: Type) -> Option<Base> {
        if terms
            .iter()
            .any(|(_, base)| matches!(base, Base::Finite(_)))
        {
            return self.added_finite(terms);
        }
        let mut total: Option<(LinearForm, Measure)> = None;
        let mut seconds = LinearForm::constant(0, 1);
        for (sign, base) in terms {
            let (form, measure) = base.as_linear()?;
            let form = match sign {
                Sign::Plus => form,
                Sign::Minus => form.times(-1, 1)?,
            };
            if measure == Measure::Seconds {
                seconds = seconds.plus(&form)?;
                continue;
            }
            total = Some(match total {
                None => (form, measure),
                Some((sum, known)) if known == measure => (sum.plus(&form)?, measure),
                Some(_) => return None,
            });
        }
        match total {
            None => Some(Base::Linear(seconds, Measure::Seconds)),
            Some((amount, Measure::Amount)) => Some(Base::Linear(amount, Measure::Amount)),
            // A difference of moments, in seconds.
            Some((days, Measure::Day)) if ty == Type::Duration => {
                let sum = days.times(DAY, 1)?.plus(&seconds)?;
                Some(Base::Linear(sum, Measure::Seconds))
            }
            Some((nanos, Measure::Instant)) if ty == Type::Duration => {
                let whole = self.floored(&nanos.times(1, NANOS)?)?;
                Some(Base::Linear(whole.plus(&seconds)?, Measure::Seconds))
            }
            // A moment that is moved; of a day only whole days count.
            Some((day, Measure::Day)) => {
                let days = self.floored(&seconds.times(1, DAY)?)?;
                Some(Base::Linear(day.plus(&days)?, Measure::Day))
            }
            Some((instant, Measure::Instant)) => {
                let sum = instant.plus(&seconds.times(NANOS, 1)?)?;
                Some(Base::Linear(sum, Measure::Instant))
            }
            Some((_, Measure::Seconds)) => None,
        }
    }

    /// The sum of scores and constants.
    fn added_finite(&mut self, terms: &[(Sign, Base)]) -> Option<Base> {
        let mut sum = Finite::constant(&self.solver, Number::ZERO);
        for (sign, base) in terms {
            let term = match base {
                Base::Finite(finite) => finite.clone(),
                Base::Constant(Value::Number(number)) => Finite::constant(&self.solver, *number),
                // A score beside a field: not followed.
                _ => return None,
            };
            let term = match sign {
                Sign::Plus => term,
                Sign::Minus => term.negated(&self.solver)?,
            };
            sum = sum.plus(&mut self.solver, &term)?;
        }
        Some(Base::Finite(sum))
    }

    fn scaled(&mut self, factor: Number, base: &Base) -> Option<Base> {
        if let Base::Finite(finite) = base {
            return finite.times(&self.solver, factor).map(Base::Finite);
        }
        let (form, measure) = base.as_linear()?;
        let (above, below) = factor.fraction();
        let form = form.times(above, below)?;
        let form = match measure {
            Measure::Amount => form,
            // In whole seconds, rounded down.
            Measure::Seconds => self.floored(&form)?,
            Measure::Day | Measure::Instant => return None,
        };
        Some(Base::Linear(form, measure))
    }

    /// The seconds from a moment to now, or, turned, from now to it.
    fn age(&mut self, base: &Base, sign: i128) -> Option<Base> {
        let (form, measure) = base.as_linear()?;
        let (now, unit) = match measure {
            Measure::Day => (number_of_day(self.today), (DAY, 1)),
            Measure::Instant => (self.as_of.as_nanosecond(), (1, NANOS)),
            Measure::Amount | Measure::Seconds => return None,
        };
        let age = LinearForm::constant(now, 1).minus(&form)?;
        let seconds = age.times(sign.checked_mul(unit.0)?, unit.1)?;
        Some(Base::Linear(self.floored(&seconds)?, Measure::Seconds))
    }

    /// A sum rounded down to a whole number.
    fn floored(&mut self, form: &LinearForm) -> Option<LinearForm> {
        if form.over == 1 {
            return Some(form.clone());
        }
        if form.terms.is_empty() {
            let whole = super::linear_form::floor_div(form.plus, form.over);
            return Some(LinearForm::constant(whole, 1));
        }
        let terms = form.terms.iter().map(|(id, by)| (*id, *by)).collect();
        let origin = Origin::Floor(terms, form.plus, form.over);
        Some(LinearForm::thing(self.orders.id(origin, None, None), 1))
    }

    /// Instants as days of the calendar.
    pub(super) fn days_of(&mut self, instants: &LinearForm) -> (LinearForm, Measure) {
        let days = match (instants.terms.iter().next(), instants.over) {
            (None, _) => super::orders::instant_of(instants.plus)
                .map(|at| LinearForm::constant(number_of_day(self.model.zone.date(at)), 1)),
            (Some((id, 1)), 1) if instants.terms.len() == 1 && instants.plus == 0 => {
                let day = self.orders.id(Origin::Day(*id), None, None);
                Some(LinearForm::thing(day, 1))
            }
            // A moved instant: not followed, as its measure tells.
            _ => None,
        };
        days.map_or((instants.clone(), Measure::Instant), |days| {
            (days, Measure::Day)
        })
    }

    fn domain(&mut self, view: View, of: &Operand) -> Guarded {
        let mut cases = Guarded::new();
        for (when, base) in self.operand(view, of) {
            match base {
                Base::Text(view, Place::Whole(field)) => {
                    let place = Place::Domain(field);
                    let exists = self.text(view, place).exists;
                    let with = self.solver.all([when, exists]);
                    let without = self.solver.all([when, !exists]);
                    cases.push((with, Base::Text(view, place)));
                    cases.push((without, Base::Missing));
                }
                Base::Constant(Value::Text(text)) => {
                    let domain = domain(&text).map(|it| Base::Constant(Value::Text(it)));
                    cases.push((when, domain.unwrap_or(Base::Missing)));
                }
                // What stands behind an `@` has none itself.
                Base::Text(_, Place::Domain(_)) | Base::Missing => {
                    cases.push((when, Base::Missing))
                }
                _ => cases.push((when, Base::Opaque)),
            }
        }
        self.kept(cases)
    }
}
