//! Formulas about the fields of a lead.

use super::base::{Base, Guarded, Measure};
use super::orders::{Origin, number_of_day};
use super::prover::{FieldValue, FieldVar, Prover};
use super::text_sites::Place;
use super::view::{Change, View};
use crate::model::{Bounds, FieldId, Type};
use crate::value::{Date, Instant, Number};

/// How many units of a `number` or of money are one.
pub(super) const MILLIONTHS: i128 = 1_000_000;

/// Beyond this a written number has too many digits.
const MOST_WHOLE: i128 = 999_999_999_999_999_999;

impl Prover<'_> {
    /// What is known of a field.
    pub(super) fn field(&mut self, view: View, id: FieldId) -> Option<FieldVar> {
        let view = self.view_of_field(view, id);
        if let Some(var) = self.fields.get(&(view, id)) {
            return Some(var.clone());
        }
        let field = self.model.fields.get(id)?;
        let never_missing = field.required || field.key || matches!(field.ty, Type::Several(_));
        let missing = match never_missing && view == View::ITSELF {
            true => self.solver.never(),
            // What nothing hangs on is missing.
            false => !self.solver.free(),
        };
        let value = match field.ty {
            Type::Boolean => FieldValue::Boolean(self.solver.free()),
            Type::Choice(_) => {
                let count = self
                    .model
                    .enumeration(field.ty)
                    .map_or(0, |it| it.values.len());
                FieldValue::Choice(self.solver.one_of(count))
            }
            Type::Several(_) => {
                let count = self
                    .model
                    .enumeration(field.ty)
                    .map_or(0, |it| it.values.len());
                FieldValue::Set((0..count).map(|_| self.solver.free()).collect())
            }
            Type::Text => FieldValue::Text(Place::Whole(id)),
            Type::Integer
            | Type::Number
            | Type::Money(_)
            | Type::Date
            | Type::Datetime
            | Type::Duration
            | Type::Role
            | Type::Team => self.ordered(view, id, field.ty, field.bounds),
        };
        let var = FieldVar { missing, value };
        self.fields.insert((view, id), var.clone());
        Some(var)
    }

    fn ordered(&mut self, view: View, id: FieldId, ty: Type, bounds: Bounds) -> FieldValue {
        let (units, measure, low, high) = match ty {
            Type::Integer => (1, Measure::Amount, -MOST_WHOLE, MOST_WHOLE),
            Type::Date => (
                1,
                Measure::Day,
                number_of_day(Date::MIN),
                number_of_day(Date::MAX),
            ),
            Type::Datetime => (
                1,
                Measure::Instant,
                Instant::MIN.as_nanosecond(),
                Instant::MAX.as_nanosecond(),
            ),
            _ => {
                let most = MOST_WHOLE * MILLIONTHS + (MILLIONTHS - 1);
                (MILLIONTHS, Measure::Amount, -most, most)
            }
        };
        let low = bounds.low.map_or(low, |end| {
            let (least, exact) = in_units(end.number, units);
            let step = i128::from(!exact || !end.included);
            low.max(least + step)
        });
        let high = bounds.high.map_or(high, |end| {
            let (most, exact) = in_units(end.number, units);
            high.min(most - i128::from(exact && !end.included))
        });
        let ordered = self
            .orders
            .id(Origin::Field(view, id), Some(low), Some(high));
        FieldValue::Ordered(ordered, units, measure)
    }

    /// A field as an operand.
    pub(super) fn field_operand(&mut self, view: View, id: FieldId) -> Guarded {
        let view = self.view_of_field(view, id);
        if let Change::Moved(writes) = self.change(view)
            && let Some(written) = writes.get(&id)
        {
            return self.written_field(view, id, written);
        }
        let Some(var) = self.field(view, id) else {
            return vec![(self.solver.always(), Base::Opaque)];
        };
        self.value_of(view, var)
    }

    /// What is known of a field as an operand.
    pub(super) fn value_of(&mut self, view: View, var: FieldVar) -> Guarded {
        let base = match var.value {
            FieldValue::Boolean(yes) => Base::Truth(yes),
            FieldValue::Choice(values) => Base::Choice(values),
            FieldValue::Set(members) => return vec![(self.solver.always(), Base::Set(members))],
            FieldValue::Text(place) => {
                self.text(view, place);
                Base::Text(view, place)
            }
            FieldValue::Ordered(id, units, measure) => {
                Base::Linear(super::linear_form::LinearForm::thing(id, units), measure)
            }
        };
        vec![(var.missing, Base::Missing), (!var.missing, base)]
    }
}

/// The number of units that lie below a number or are it, and whether they are it.
fn in_units(number: Number, units: i128) -> (i128, bool) {
    let (above, below) = number.fraction();
    // Written numbers have at most 18 digits and six places: no overflow.
    let scaled = above.saturating_mul(units);
    let whole = scaled.div_euclid(below);
    (whole, whole * below == scaled)
}
