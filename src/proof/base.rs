//! What an operand is for a lead, as far as that can be said without looking at the lead: one of a
//! few things, each under a condition.

use std::collections::BTreeSet;

use super::finite::Finite;
use super::formula::Formula;
use super::linear_form::LinearForm;
use super::prover::Prover;
use super::text_sites::Place;
use super::view::View;
use crate::model::FieldId;
use crate::value::{Duration, Text, Value};

/// What a sum counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Numbers, and amounts of one currency.
    Amount,
    /// Seconds.
    Seconds,
    /// Days from 1970 on.
    Day,
    /// Nanoseconds from 1970 on.
    Instant,
}

/// Something that has a value, or none.
#[derive(Debug, Clone)]
pub(super) enum Base {
    /// No value.
    Missing,
    /// The same for every lead.
    Constant(Value),
    /// Yes where this is so, else no.
    Truth(Formula),
    /// A value of an enumeration: for each of its values, that it is that.
    Choice(Vec<Formula>),
    /// A set of an enumeration's values: for each of its values, that it has it.
    Set(Vec<Formula>),
    /// A text of the lead.
    Text(View, Place),
    /// Something ordered.
    Linear(LinearForm, Measure),
    /// A number of few values.
    Finite(Finite),
    /// Something that is not followed; what depends on it is not decided.
    Opaque,
}

/// What an operand can be, each under a condition of which exactly one is so.
pub(super) type Guarded = Vec<(Formula, Base)>;

/// What two outcomes share where they are the same without being looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A constant.
    Constant(Value),
    /// A field of the lead.
    Field(FieldId),
    /// Anything else, or nothing.
    Other,
}

impl Base {
    /// Something ordered as a sum; none for what is not ordered.
    pub(super) fn as_linear(&self) -> Option<(LinearForm, Measure)> {
        match self {
            Base::Linear(form, measure) => Some((form.clone(), *measure)),
            Base::Constant(value) => constant_form(value),
            _ => None,
        }
    }
}

/// A constant as a sum.
pub(super) fn constant_form(value: &Value) -> Option<(LinearForm, Measure)> {
    let whole = |number: i128| LinearForm::constant(number, 1);
    match value {
        Value::Number(number) | Value::Money(number) => {
            Some((LinearForm::number(*number), Measure::Amount))
        }
        Value::Duration(Duration::Elapsed { seconds }) => {
            Some((whole(i128::from(*seconds)), Measure::Seconds))
        }
        Value::Date(date) => Some((whole(super::orders::number_of_day(*date)), Measure::Day)),
        Value::Datetime(instant) => Some((whole(instant.as_nanosecond()), Measure::Instant)),
        _ => None,
    }
}

impl Prover<'_> {
    /// That two things with values are equal.
    pub(super) fn equal(&mut self, a: &Base, b: &Base) -> Formula {
        match (a, b) {
            (Base::Constant(a), Base::Constant(b)) => {
                let equal = self.order(a, b) == Some(std::cmp::Ordering::Equal);
                self.solver.constant(equal)
            }
            (Base::Truth(a), Base::Truth(b)) => self.solver.same(*a, *b),
            (Base::Truth(a), Base::Constant(Value::Boolean(b)))
            | (Base::Constant(Value::Boolean(b)), Base::Truth(a)) => {
                if *b {
                    *a
                } else {
                    !*a
                }
            }
            (Base::Choice(a), Base::Choice(b)) => {
                let pairs: Vec<_> = a.iter().copied().zip(b.iter().copied()).collect();
                let same: Vec<_> = pairs
                    .iter()
                    .map(|(x, y)| self.solver.all([*x, *y]))
                    .collect();
                self.solver.any(same)
            }
            (Base::Choice(a), Base::Constant(Value::Choice(b)))
            | (Base::Constant(Value::Choice(b)), Base::Choice(a)) => {
                a.get(*b as usize).copied().unwrap_or(self.solver.never())
            }
            (Base::Set(a), Base::Set(b)) => {
                let pairs: Vec<_> = a.iter().copied().zip(b.iter().copied()).collect();
                let same: Vec<_> = pairs
                    .iter()
                    .map(|(x, y)| self.solver.same(*x, *y))
                    .collect();
                self.solver.all(same)
            }
            (Base::Set(a), Base::Constant(Value::Set(b)))
            | (Base::Constant(Value::Set(b)), Base::Set(a)) => self.set_is(a, b),
            (Base::Text(view, place), Base::Constant(Value::Text(text)))
            | (Base::Constant(Value::Text(text)), Base::Text(view, place)) => {
                self.text_in(*view, *place, &[text])
            }
            (Base::Text(v, a), Base::Text(w, b)) => self.texts_equal((*v, *a), (*w, *b)),
            (Base::Opaque, _) | (_, Base::Opaque) => self.opaque(),
            _ => {
                let less = self.less(a, b);
                let more = self.less(b, a);
                self.solver.all([!less, !more])
            }
        }
    }

    /// That of two things with values the first is less than the second.
    pub(super) fn less(&mut self, a: &Base, b: &Base) -> Formula {
        match (a, b) {
            (Base::Constant(a), Base::Constant(b)) => {
                let less = self.order(a, b) == Some(std::cmp::Ordering::Less);
                self.solver.constant(less)
            }
            (Base::Choice(_), _) | (_, Base::Choice(_)) => self.choice_less(a, b),
            (Base::Finite(a), Base::Constant(Value::Number(b))) => !a.at_least(&self.solver, *b),
            (Base::Constant(Value::Number(a)), Base::Finite(b)) => b.above(&self.solver, *a),
            (Base::Finite(a), Base::Finite(b)) => self.finite_less(a, b),
            (Base::Finite(a), b) => {
                let parts = a.values().collect::<Vec<_>>().into_iter().map(|value| {
                    let is = a.is(&mut self.solver, value);
                    let less = self.less(&Base::Constant(Value::Number(value)), b);
                    self.solver.all([is, less])
                });
                let parts: Vec<_> = parts.collect();
                self.solver.any(parts)
            }
            (a, Base::Finite(b)) => {
                let parts = b.values().collect::<Vec<_>>().into_iter().map(|value| {
                    let is = b.is(&mut self.solver, value);
                    let less = self.less(a, &Base::Constant(Value::Number(value)));
                    self.solver.all([is, less])
                });
                let parts: Vec<_> = parts.collect();
                self.solver.any(parts)
            }
            _ => self.linear_less(a, b),
        }
    }

    fn linear_less(&mut self, a: &Base, b: &Base) -> Formula {
        let (Some((mut a, mut in_a)), Some((mut b, mut in_b))) = (a.as_linear(), b.as_linear())
        else {
            return self.opaque();
        };
        // A date and a datetime compare by calendar day.
        if in_a == Measure::Day && in_b == Measure::Instant {
            (b, in_b) = self.days_of(&b);
        } else if in_b == Measure::Day && in_a == Measure::Instant {
            (a, in_a) = self.days_of(&a);
        }
        if in_a != in_b {
            return self.opaque();
        }
        let more = b.minus(&a).and_then(|difference| {
            // Above 0, in whole steps of what stands above the line.
            let mut above = difference;
            above.plus = above.plus.checked_sub(1)?;
            self.orders
                .at_least_zero(&mut self.solver, &self.model.zone, &above)
        });
        more.unwrap_or_else(|| self.opaque())
    }

    fn finite_less(&mut self, a: &Finite, b: &Finite) -> Formula {
        let turned = b.negated(&self.solver);
        let difference = turned.and_then(|b| a.plus(&mut self.solver, &b));
        match difference {
            Some(difference) => !difference.at_least(&self.solver, crate::value::Number::ZERO),
            None => self.opaque(),
        }
    }

    fn choice_less(&mut self, a: &Base, b: &Base) -> Formula {
        let (Some(a), Some(b)) = (self.choices(a), self.choices(b)) else {
            return self.opaque();
        };
        let mut parts = Vec::new();
        for (at, x) in a.iter().enumerate() {
            let larger: Vec<_> = b.iter().skip(at + 1).copied().collect();
            let larger = self.solver.any(larger);
            parts.push(self.solver.all([*x, larger]));
        }
        self.solver.any(parts)
    }

    /// For each value of an enumeration, that it is that.
    fn choices(&mut self, of: &Base) -> Option<Vec<Formula>> {
        match of {
            Base::Choice(all) => Some(all.clone()),
            Base::Constant(Value::Choice(at)) => {
                let at = *at as usize;
                let never = vec![self.solver.never(); at];
                Some(never.into_iter().chain([self.solver.always()]).collect())
            }
            _ => None,
        }
    }

    fn set_is(&mut self, set: &[Formula], members: &BTreeSet<u32>) -> Formula {
        let signs = set.iter().zip(0_u32..);
        let signs: Vec<_> = signs
            .map(|(has, at)| if members.contains(&at) { *has } else { !*has })
            .collect();
        self.solver.all(signs)
    }

    /// That a thing with a value is one of some texts.
    pub(super) fn is_text_of(&mut self, of: &Base, texts: &[&Text]) -> Formula {
        match of {
            Base::Text(view, place) => self.text_in(*view, *place, texts),
            Base::Constant(Value::Text(text)) => {
                let inside = texts.contains(&text);
                self.solver.constant(inside)
            }
            _ => self.opaque(),
        }
    }
}
