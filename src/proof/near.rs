//! Leads near a given one: which of their fields are as they are there, and how far off the others
//! are.

use super::base::Base;
use super::formula::Formula;
use super::lead::{ordered_value, units};
use super::orders::OrderedId;
use super::prover::{FieldValue, Prover};
use super::text_sites::Place;
use super::view::View;
use crate::model::{Cell, DecisionId, FieldId, Type};
use crate::value::{Text, Value};

/// A field of a lead beside what a given lead has there.
#[derive(Debug, Clone)]
pub struct Near {
    /// Which field.
    pub field: FieldId,
    /// It is as it is there.
    pub stays: Formula,
    /// It has no value, and it has one there.
    pub emptied: Formula,
    /// That it is at least one step off, at least two, and so on: places of what has an order, cut
    /// points of a number, members of a set; anything else that is another value is one step off.
    pub steps: Vec<Formula>,
}

impl Prover<'_> {
    /// What there is to say of a field beside a given lead. The cut points are those that have been
    /// asked about so far.
    pub fn near(&mut self, field: FieldId, cell: &Cell) -> Near {
        let cuts = self.cuts_around(field, cell);
        let stays = self.has(field, cell);
        let emptied = match self.is_nothing(field, cell) {
            true => self.never(),
            false => self.field_missing(field),
        };
        let mut steps = vec![!stays];
        steps.extend(match self.model.fields.get(field).map(|it| it.ty) {
            Some(ty @ Type::Choice(_)) => self.places_off(field, ty, cell),
            Some(Type::Several(_)) => self.members_off(field, cell),
            _ => cuts,
        });
        Near {
            field,
            stays,
            emptied,
            steps,
        }
    }

    /// That a field has just this.
    pub fn has(&mut self, field: FieldId, cell: &Cell) -> Formula {
        match cell {
            Cell::Known(Value::Text(text)) => self.has_text(field, text),
            Cell::Known(value) => self.field_is(View::ITSELF, field, value),
            Cell::Missing | Cell::Bad => match self.model.fields.get(field).map(|it| it.ty) {
                // A set is never missing: it is empty.
                Some(Type::Several(_)) => {
                    self.field_is(View::ITSELF, field, &Value::Set([].into()))
                }
                _ => self.field_missing(field),
            },
        }
    }

    /// That a set has a member.
    pub fn has_member(&mut self, field: FieldId, member: u32) -> Formula {
        let var = self.field(View::ITSELF, field);
        match var.map(|var| var.value) {
            Some(FieldValue::Set(members)) => members.get(member as usize).copied(),
            _ => None,
        }
        .unwrap_or(self.never())
    }

    /// That a decision comes to a value, which may be one that the policy does not name where it
    /// yields a field.
    pub fn comes_to(&mut self, decision: DecisionId, value: &Value) -> Formula {
        let Value::Text(text) = value else {
            return self.outcome_is(decision, value);
        };
        let outcome = self.decision(View::ITSELF, decision).outcome.clone();
        let mut parts = Vec::new();
        for (when, base) in outcome {
            let is = match base {
                Base::Missing => continue,
                Base::Text(View::ITSELF, Place::Whole(field)) => self.has_text(field, text),
                base => self.equal(&base, &Base::Constant(value.clone())),
            };
            parts.push(self.all(&[when, is]));
        }
        self.any(&parts)
    }

    /// That at least one of several things is so, at least two, and so on up to `most`; of each is
    /// given that it counts at least one, at least two, and so on.
    pub fn total(&mut self, counts: &[Vec<Formula>], most: usize) -> Vec<Formula> {
        let always = self.always();
        let mut sum: Vec<Formula> = Vec::new();
        for count in counts {
            let longest = (sum.len() + count.len()).min(most);
            let mut next = Vec::with_capacity(longest);
            for wanted in 1..=longest {
                let mut parts = Vec::new();
                for mine in 0..=wanted.min(count.len()) {
                    let at = |of: &[Formula], least: usize| match least {
                        0 => Some(always),
                        least => of.get(least - 1).copied(),
                    };
                    if let (Some(a), Some(b)) = (at(count, mine), at(&sum, wanted - mine)) {
                        parts.push(self.all(&[a, b]));
                    }
                }
                next.push(self.any(&parts));
            }
            sum = next;
        }
        sum
    }

    /// That a number is known, and no farther than so many units from another.
    pub fn within(&mut self, field: FieldId, from: &Value, away: i128) -> Formula {
        let (Some((id, ty)), missing) = (self.number(field), self.field_missing(field)) else {
            return self.opaque();
        };
        let low = units_of(ty, from).and_then(|from| from.checked_sub(away));
        let high = units_of(ty, from).and_then(|from| from.checked_add(away)?.checked_add(1));
        let (Some(low), Some(high)) = (low, high) else {
            return self.opaque();
        };
        match (self.reaches_units(id, low), self.reaches_units(id, high)) {
            (Some(low), Some(high)) => self.all(&[!missing, low, !high]),
            _ => self.opaque(),
        }
    }

    /// How many units two numbers of a field are apart.
    #[must_use]
    pub fn apart(&self, field: FieldId, a: &Value, b: &Value) -> Option<i128> {
        let (_, ty) = self.number(field)?;
        let apart = units_of(ty, a)?.checked_sub(units_of(ty, b)?)?;
        apart.checked_abs()
    }

    /// Of the numbers that no cut point tells from the one that was found last, the one nearest to
    /// another.
    #[must_use]
    pub fn nearest_alike(&self, field: FieldId, to: &Value) -> Option<Value> {
        let (id, ty) = self.number(field)?;
        let (low, high) = self.orders.between(&self.solver, id);
        let to = units_of(ty, to)?;
        let nearest = low.map_or(to, |low| to.max(low));
        ordered_value(ty, high.map_or(nearest, |high| nearest.min(high)))
    }

    /// Whether the policy names a text for a field, so that it is not one of many.
    #[must_use]
    pub fn names_text(&self, field: FieldId, text: &Text) -> bool {
        let group = self.sites.group(Place::Whole(field));
        group.is_some_and(|(_, group)| group.texts.contains(text))
    }

    fn is_nothing(&self, field: FieldId, cell: &Cell) -> bool {
        let ty = self.model.fields.get(field).map(|it| it.ty);
        *cell == Cell::Missing || matches!(ty, Some(Type::Several(_)))
    }

    /// That an ordered choice is at least two places off, at least three, and so on.
    fn places_off(&mut self, field: FieldId, ty: Type, cell: &Cell) -> Vec<Formula> {
        let enumeration = self.model.enumeration(ty).filter(|it| it.ordered);
        let (Some(enumeration), Cell::Known(Value::Choice(from))) = (enumeration, cell) else {
            return Vec::new();
        };
        let values = (0_u32..).take(enumeration.values.len());
        let values: Vec<(u32, Formula)> = values
            .map(|at| {
                let is = self.field_is(View::ITSELF, field, &Value::Choice(at));
                (at, is)
            })
            .collect();
        let farthest = values.iter().map(|(at, _)| at.abs_diff(*from)).max();
        let off = (2..=farthest.unwrap_or(0)).map(|least| {
            let far = values.iter().filter(|(at, _)| at.abs_diff(*from) >= least);
            let far: Vec<_> = far.map(|(_, is)| *is).collect();
            self.any(&far)
        });
        off.collect()
    }

    /// That a set has at least two members more or fewer, at least three, and so on.
    fn members_off(&mut self, field: FieldId, cell: &Cell) -> Vec<Formula> {
        let nothing = std::collections::BTreeSet::new();
        let from = match cell {
            Cell::Known(Value::Set(from)) => from,
            _ => &nothing,
        };
        let var = self.field(View::ITSELF, field);
        let Some(FieldValue::Set(members)) = var.map(|var| var.value) else {
            return Vec::new();
        };
        let members = members.into_iter().zip(0_u32..);
        let differ = members.map(|(has, at)| vec![if from.contains(&at) { !has } else { has }]);
        let differ: Vec<_> = differ.collect();
        let total = self.total(&differ, differ.len());
        total.into_iter().skip(1).collect()
    }

    /// That at least two cut points lie between a number and what it is in the given lead, at least
    /// three, and so on.
    fn cuts_around(&mut self, field: FieldId, cell: &Cell) -> Vec<Formula> {
        let (Some((id, ty)), Cell::Known(from)) = (self.number(field), cell) else {
            return Vec::new();
        };
        let (Some(from), Some(thing)) = (units_of(ty, from), self.orders.get(id)) else {
            return Vec::new();
        };
        let up = thing.cuts.iter().filter(|(at, _)| **at > from);
        let up: Vec<Formula> = up.map(|(_, reaches)| *reaches).collect();
        let down = thing.cuts.iter().rev().filter(|(at, _)| **at <= from);
        let down: Vec<Formula> = down.map(|(_, reaches)| !*reaches).collect();
        let known = !self.field_missing(field);
        let far = (1..up.len().max(down.len())).map(|at| {
            let passed = [&up, &down].into_iter().filter_map(|all| all.get(at));
            let passed: Vec<_> = passed.copied().collect();
            let passed = self.any(&passed);
            self.all(&[known, passed])
        });
        far.collect()
    }

    fn reaches_units(&mut self, id: OrderedId, least: i128) -> Option<Formula> {
        let zone = &self.model.zone;
        self.orders.at_least(&mut self.solver, zone, id, least)
    }

    /// What is known of a field that is a number and has been asked about.
    fn number(&self, field: FieldId) -> Option<(OrderedId, Type)> {
        let ty = self.model.fields.get(field)?.ty;
        let is_number = matches!(ty, Type::Integer | Type::Number | Type::Money(_));
        match &self.fields.get(&(View::ITSELF, field))?.value {
            FieldValue::Ordered(id, ..) if is_number => Some((*id, ty)),
            _ => None,
        }
    }
}

/// The units of a number, if it has no more places than a field can have.
fn units_of(ty: Type, value: &Value) -> Option<i128> {
    let (Value::Number(number) | Value::Money(number)) = value else {
        return None;
    };
    units(ty, *number)
}
