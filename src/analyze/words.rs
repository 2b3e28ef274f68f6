//! Names, values and leads in the policy's own words.

use super::context::{Context, Says};
use super::unwritten::TIME_IN_STAGE;
use crate::diagnostic::{Plain, Witness, WitnessCell};
use crate::model::{Batch, Cell, Field, OperandKind, Type};
use crate::proof::{self, Term, TermOf};
use crate::syntax::quote;
use crate::value::{Number, Value};

impl<'m> Context<'m> {
    /// What a term is called: its name, or its words in the text.
    pub(super) fn term_name(&self, term: &Term<'m>) -> String {
        let operand = match term.of {
            TermOf::Condition(condition) => return self.text(condition.span),
            TermOf::Operand(operand) => operand,
        };
        self.operand_name(operand)
    }

    /// What an operand is called.
    pub(super) fn operand_name(&self, operand: &crate::model::Operand) -> String {
        if self.unwritten.is_time_in_stage(operand) {
            return TIME_IN_STAGE.to_owned();
        }
        match operand.kind {
            OperandKind::Field(id) => self.model.fields.get(id).map(|it| it.named.name.clone()),
            OperandKind::Define(id) => self.model.defines.get(id).map(|it| it.named.name.clone()),
            OperandKind::Score(id) => self.model.scores.get(id).map(|it| it.named.name.clone()),
            OperandKind::Decision(id) => {
                self.model.decisions.get(id).map(|it| it.named.name.clone())
            }
            _ => None,
        }
        .unwrap_or_else(|| self.text(operand.span))
    }

    /// A value as the policy writes it.
    pub(super) fn written(&self, value: &Value, ty: Type) -> String {
        match value {
            Value::Text(text) => quote(text.raw()),
            Value::Choice(at) => {
                let values = self.model.enumeration(ty).map(|it| &it.values);
                let value = values.and_then(|values| values.get(*at as usize));
                value.map_or(String::new(), |value| value.written())
            }
            Value::Set(members) => {
                let ty = choice_of(ty);
                let names = members
                    .iter()
                    .map(|at| self.written(&Value::Choice(*at), ty));
                format!("{{ {} }}", names.collect::<Vec<_>>().join(", "))
            }
            Value::Number(number) => digits(*number),
            Value::Money(number) => match ty {
                Type::Money(currency) => format!("{} {}", digits(*number), currency.as_str()),
                _ => digits(*number),
            },
            Value::Datetime(instant) => {
                let civil = self.model.zone.civil(*instant);
                match (civil.second(), civil.subsec_nanosecond()) {
                    (0, 0) => civil.strftime("%Y-%m-%dT%H:%M").to_string(),
                    _ => civil.strftime("%Y-%m-%dT%H:%M:%S%.f").to_string(),
                }
            }
            value => self.model.show(value, ty),
        }
    }

    /// A lead as a witness: what matters first.
    pub(super) fn witness_of(
        &self,
        lead: &Batch,
        case: Option<(&[Term<'m>], &proof::Case)>,
        says: Says<'_>,
    ) -> Witness {
        let matters = case.map(|(terms, case)| self.fields_of_case(terms, case));
        self.witness_with(lead, &matters.unwrap_or_default(), says)
    }

    /// A lead as a witness, with the fields that matter.
    pub(super) fn witness_with(
        &self,
        lead: &Batch,
        matters: &std::collections::BTreeSet<crate::model::FieldId>,
        says: Says<'_>,
    ) -> Witness {
        let lead = lead.lead(0);
        let mut cells = Vec::new();
        let fields = self.model.fields.iter();
        let fields: Vec<_> = fields
            .map(|(id, field)| (id, field, matters.contains(&id)))
            .collect();
        let first = fields.iter().filter(|(_, _, matters)| *matters);
        let rest = fields.iter().filter(|(_, _, matters)| !*matters);
        for (id, field, matters) in first.chain(rest) {
            let value = match lead.cell(*id) {
                Cell::Known(value) => Some(value),
                Cell::Missing | Cell::Bad => None,
            };
            if value.is_none() && !*matters {
                continue;
            }
            cells.push(WitnessCell {
                field: field.named.name.clone(),
                value: value.map(|value| self.plain(value, field)),
                written: value.map(|value| self.written(value, field.ty)),
                matters: *matters,
            });
        }
        Witness {
            lead: cells,
            as_of: match self.depends_on_time {
                true => self.model.zone.show(self.as_of),
                false => String::new(),
            },
            moves: Vec::new(),
            shows: says.shows.to_owned(),
            expect: says.expect.to_vec(),
        }
    }

    /// Adds the fields behind a condition.
    pub(super) fn fields_of(
        &self,
        condition: &crate::model::Condition,
        fields: &mut std::collections::BTreeSet<crate::model::FieldId>,
    ) {
        condition.walk(&mut |part| {
            if let crate::model::Part::Operand(operand) = part {
                self.ground.fields_of_operand(operand, fields);
            }
        });
    }

    /// The fields behind what a case speaks of.
    pub(super) fn fields_of_case(
        &self,
        terms: &[Term<'m>],
        case: &proof::Case,
    ) -> std::collections::BTreeSet<crate::model::FieldId> {
        let mut fields = std::collections::BTreeSet::new();
        for part in &case.parts {
            match terms.get(part.term).map(|term| term.of) {
                Some(TermOf::Operand(operand)) => {
                    self.ground.fields_of_operand(operand, &mut fields)
                }
                Some(TermOf::Condition(condition)) => self.fields_of(condition, &mut fields),
                None => {}
            }
        }
        fields
    }

    fn plain(&self, value: &Value, field: &Field) -> Plain {
        match value {
            Value::Boolean(yes) => Plain::Boolean(*yes),
            Value::Number(number) | Value::Money(number) => Plain::Number(number.to_string()),
            Value::Set(members) => {
                let enumeration = self.model.enumeration(field.ty);
                let name = |at: &u32| enumeration.map_or("", |it| it.name(*at)).to_owned();
                Plain::Many(members.iter().map(name).collect())
            }
            value => Plain::Text(self.model.show(value, field.ty)),
        }
    }
}

/// The type of a member of a set.
pub(super) fn choice_of(ty: Type) -> Type {
    match ty {
        Type::Several(id) => Type::Choice(id),
        ty => ty,
    }
}

/// A number as a policy writes it: `50_000`.
pub(super) fn digits(number: Number) -> String {
    crate::value::grouped(number).replace(',', "_")
}
