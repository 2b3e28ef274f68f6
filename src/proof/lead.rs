//! The lead that a search has found, as `eval` takes it.

use super::prover::{FieldValue, Prover};
use super::view::{Change, View};
use crate::model::{Batch, Cell, FieldId, Type};
use crate::value::{Number, Text, Value};

impl Prover<'_> {
    /// The lead that was found last. Fields that nothing asked about are at their plainest: missing
    /// where that may be.
    #[must_use]
    pub fn lead(&self) -> Batch {
        self.lead_in(View::ITSELF)
    }

    /// The same, with the change of a view.
    pub(super) fn lead_in(&self, view: View) -> Batch {
        let fields = self.model.fields.iter();
        let mut batch = Batch::new(self.model.fields.len());
        batch.push(fields.map(|(id, _)| self.cell(view, id)));
        batch
    }

    /// The lead that was found last, with another value in the field of a change.
    #[must_use]
    pub fn changed_lead(&self, view: View) -> Batch {
        self.lead_in(view)
    }

    fn cell(&self, view: View, id: FieldId) -> Cell {
        let view = match self.change(view) {
            Change::Field(changed) if changed == id => view,
            _ => View::ITSELF,
        };
        match self.fields.get(&(view, id)) {
            Some(var) if self.solver.is_so(var.missing) => Cell::Missing,
            Some(var) => match self.known(view, id, &var.value) {
                Some(value) => Cell::Known(value),
                None => Cell::Missing,
            },
            None => self.plainest(id),
        }
    }

    fn known(&self, view: View, id: FieldId, value: &FieldValue) -> Option<Value> {
        Some(match value {
            FieldValue::Boolean(yes) => Value::Boolean(self.solver.is_so(*yes)),
            FieldValue::Choice(values) => {
                let at = values.iter().position(|it| self.solver.is_so(*it))?;
                Value::Choice(u32::try_from(at).ok()?)
            }
            FieldValue::Set(members) => {
                let members = members.iter().zip(0_u32..);
                let inside = members.filter(|(has, _)| self.solver.is_so(**has));
                Value::Set(inside.map(|(_, at)| at).collect())
            }
            FieldValue::Text(_) => Value::Text(self.values.texts.get(&(view, id))?.clone()),
            FieldValue::Ordered(ordered, _, _) => {
                let units = self.values.ordered.get(ordered).copied()?;
                let ty = self.model.fields.get(id)?.ty;
                ordered_value(ty, units)?
            }
        })
    }

    /// Missing where that may be, else something plain.
    fn plainest(&self, id: FieldId) -> Cell {
        let Some(field) = self.model.fields.get(id).filter(|it| it.required || it.key) else {
            return Cell::Missing;
        };
        let bounds = field.bounds;
        Cell::Known(match field.ty {
            Type::Text if field.named.name.contains("mail") => {
                Value::Text(Text::new("ada@acme.example"))
            }
            Type::Text if field.key => Value::Text(Text::new("lead-1")),
            Type::Text => Value::Text(Text::new("Acme")),
            Type::Boolean => Value::Boolean(false),
            Type::Choice(_) => Value::Choice(0),
            Type::Several(_) => return Cell::Missing,
            ty => {
                let low = bounds.low.and_then(|end| units(ty, end.number));
                let high = bounds.high.and_then(|end| units(ty, end.number));
                let (low, high) = (
                    low.map(|low| low + i128::from(bounds.low.is_some_and(|end| !end.included))),
                    high.map(|high| {
                        high - i128::from(bounds.high.is_some_and(|end| !end.included))
                    }),
                );
                let now = (self.today, self.as_of);
                let plain = super::plain::plain(Some(ty), low, high, now);
                match ordered_value(ty, plain) {
                    Some(value) => value,
                    None => return Cell::Missing,
                }
            }
        })
    }
}

pub(super) fn units(ty: Type, number: Number) -> Option<i128> {
    let (above, below) = number.fraction();
    match ty {
        Type::Integer => Some(above / below),
        _ => Some(above.checked_mul(super::field::MILLIONTHS)? / below),
    }
}

/// So many units of a type.
pub(super) fn ordered_value(ty: Type, units: i128) -> Option<Value> {
    Some(match ty {
        Type::Integer => Value::Number(Number::of_digits(units, 0)?),
        Type::Number => Value::Number(Number::of_digits(units, 6)?),
        Type::Money(_) => Value::Money(Number::of_digits(units, 6)?),
        Type::Date => Value::Date(super::orders::day_of(units)?),
        Type::Datetime => Value::Datetime(super::orders::instant_of(units)?),
        _ => return None,
    })
}
