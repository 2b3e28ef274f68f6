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

    /// What a field can be that was written into.
    pub(super) fn written_field(&mut self, id: FieldId, written: &Written) -> Guarded {
        let always = self.solver.always();
        match written {
            Written::Is(value) => vec![(always, Base::Constant(value.clone()))],
            Written::More(more) => self.one_more(id, *more),
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
