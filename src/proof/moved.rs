//! A lead that has moved on in a journey: the same lead with what stages write into it.

use std::collections::BTreeMap;

use super::base::{Base, Guarded, Measure};
use super::linear_form::LinearForm;
use super::prover::Prover;
use super::view::{Change, View};
use crate::model::{FieldId, Type};
use crate::value::{Number, Value};

/// What a field holds from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    Missing,
    /// This.
    Is(Value),
    /// So much more than the lead itself has there, where missing counts as 0.
    More(Number),
    /// Any value, where the lead itself has one.
    Any,
}

/// What was written into a lead since.
pub type Writes = BTreeMap<FieldId, Written>;

impl Prover<'_> {
    /// The lead with what was written into it; the lead itself where nothing was.
    pub fn moved(&mut self, writes: &Writes) -> View {
        if writes.is_empty() {
            return View::ITSELF;
        }
        let change = Change::Moved(writes.clone());
        match self.changes.iter().position(|known| *known == change) {
            Some(known) => View(known),
            None => self.view(change),
        }
    }

    /// The lead at another time: what is known of its dates and instants may lie elsewhere, each for
    /// itself, which takes in all that it may have been.
    pub fn at_another_time(&mut self) -> View {
        let fields = self.model.fields.iter();
        let moments = fields.filter(|(_, field)| matches!(field.ty, Type::Date | Type::Datetime));
        let writes: Writes = moments.map(|(id, _)| (id, Written::Any)).collect();
        self.moved(&writes)
    }

    /// What a field can be that was written into.
    pub(super) fn written_field(&mut self, view: View, id: FieldId, written: &Written) -> Guarded {
        let always = self.solver.always();
        match written {
            Written::Is(value) => vec![(always, Base::Constant(value.clone()))],
            Written::More(more) => self.one_more(id, *more),
            Written::Any => self.any_value(view, id),
            Written::Missing => {
                let ty = self.model.fields.get(id).map(|field| field.ty);
                let base = match ty {
                    // A set is never missing: it is empty.
                    Some(ty @ Type::Several(_)) => {
                        let members = self.model.enumeration(ty).map_or(0, |it| it.values.len());
                        Base::Set(vec![self.solver.never(); members])
                    }
                    _ => Base::Missing,
                };
                vec![(always, base)]
            }
        }
    }

    fn any_value(&mut self, view: View, id: FieldId) -> Guarded {
        let (itself, other) = (self.field(View::ITSELF, id), self.field(view, id));
        let (Some(itself), Some(other)) = (itself, other) else {
            return vec![(self.solver.always(), Base::Opaque)];
        };
        // Missing is what the lead itself lacks.
        let same = vec![
            vec![!other.missing, itself.missing],
            vec![other.missing, !itself.missing],
        ];
        self.solver.require_with(&[other.missing], same);
        self.value_of(view, other)
    }

    fn one_more(&mut self, id: FieldId, more: Number) -> Guarded {
        let cases = self.field_operand(View::ITSELF, id);
        let cases = cases.into_iter().map(|(when, base)| match base {
            Base::Missing => (when, Base::Constant(Value::Number(more))),
            Base::Linear(form, Measure::Amount) => {
                let sum = form.plus(&LinearForm::number(more));
                let sum = sum.map(|sum| Base::Linear(sum, Measure::Amount));
                (when, sum.unwrap_or(Base::Opaque))
            }
            _ => (when, Base::Opaque),
        });
        cases.collect()
    }
}
