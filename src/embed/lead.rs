//! A lead as another program has it.

use std::fmt;

use crate::engine::{Slot, Slots};
use crate::model::{Batch, Cell, Field, FieldId, Model, Type};
use crate::value::{Date, Instant, Number, Text, Value, fold_into};

/// What a program gives for a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Given<'a> {
    /// Nothing.
    Missing,
    /// A text.
    Text(&'a str),
    /// A whole number, a number, or an amount of the field's currency.
    Number(Number),
    /// Yes or no.
    Boolean(bool),
    /// A calendar day.
    Date(Date),
    /// An instant.
    Instant(Instant),
    /// One of the field's values, by its name in the policy.
    Choice(&'a str),
    /// Some of the field's values, by their names in the policy.
    Members(&'a [&'a str]),
}

/// Why a field does not take what is given for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// There is no such field.
    NoField,
    /// The field is of another type.
    Type {
        /// What it takes.
        wanted: String,
    },
    /// None of its values has this name.
    NoValue {
        /// The name.
        name: String,
    },
    /// The number is outside what the field allows.
    Outside {
        /// What it allows.
        allowed: String,
    },
}

/// A lead, to be filled field by field and used again for the next.
#[derive(Debug, Clone)]
pub struct Lead<'m> {
    model: &'m Model,
    held: Vec<Held>,
    /// How many fields have nothing that have to have something.
    wanting: usize,
    /// The texts, as they were given and as they are compared.
    texts: String,
}

/// What is held of a field.
#[derive(Debug, Clone, PartialEq)]
enum Held {
    Missing,
    Ordinal(i64),
    /// What has no form for the engine.
    Large(Value),
    Text {
        start: usize,
        folded: usize,
        end: usize,
    },
}

impl<'m> Lead<'m> {
    pub(super) fn new(model: &'m Model) -> Lead<'m> {
        Lead {
            model,
            held: vec![Held::Missing; model.fields.len()],
            wanting: model.fields.values().filter(|it| is_needed(it)).count(),
            texts: String::new(),
        }
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        let held = self.model.fields.values().zip(&mut self.held);
        for (field, held) in held {
            self.wanting += usize::from(is_needed(field) && *held != Held::Missing);
            *held = Held::Missing;
        }
        self.texts.clear();
    }

    /// Fills a field. A blank text is nothing.
    ///
    /// # Errors
    /// The field does not take it, and is as it was.
    pub fn set(&mut self, field: FieldId, given: Given<'_>) -> Result<(), Misfit> {
        let declared = self.model.fields.get(field).ok_or(Misfit::NoField)?;
        let held = self.held(declared, given)?;
        let is_missing = held == Held::Missing;
        let place = self.held.get_mut(field.index()).ok_or(Misfit::NoField)?;
        let was_missing = std::mem::replace(place, held) == Held::Missing;
        if is_needed(declared) {
            self.wanting += usize::from(is_missing);
            self.wanting -= usize::from(was_missing);
        }
        Ok(())
    }

    fn held(&mut self, field: &Field, given: Given<'_>) -> Result<Held, Misfit> {
        let value = match (given, field.ty) {
            (Given::Missing, _) => return Ok(Held::Missing),
            (Given::Text(text), Type::Text) => return Ok(self.text(text.trim())),
            (Given::Number(number), Type::Integer) if number.is_integer() => {
                bounded(field, number)?
            }
            (Given::Number(number), Type::Number | Type::Money(_)) => bounded(field, number)?,
            (Given::Boolean(is), Type::Boolean) => Value::Boolean(is),
            (Given::Date(date), Type::Date) => Value::Date(date),
            (Given::Instant(instant), Type::Datetime) => Value::Datetime(instant),
            (Given::Choice(name), Type::Choice(_)) => Value::Choice(self.place(field, name)?),
            (Given::Members(names), Type::Several(_)) => {
                let members = names.iter().map(|name| self.place(field, name));
                Value::Set(members.collect::<Result<_, _>>()?)
            }
            _ => {
                let wanted = field.ty.describe(self.model);
                return Err(Misfit::Type { wanted });
            }
        };
        Ok(match Slot::of(&Cell::Known(value.clone()), field.ty) {
            Slot::Ordinal(it) => Held::Ordinal(it),
            Slot::Missing | Slot::Doubtful | Slot::Text(_) => Held::Large(value),
        })
    }

    fn text(&mut self, text: &str) -> Held {
        if text.is_empty() {
            return Held::Missing;
        }
        let start = self.texts.len();
        self.texts.push_str(text);
        let folded = self.texts.len();
        fold_into(text, &mut self.texts);
        Held::Text {
            start,
            folded,
            end: self.texts.len(),
        }
    }

    fn place(&self, field: &Field, name: &str) -> Result<u32, Misfit> {
        let values = self.model.enumeration(field.ty);
        let place = values.and_then(|values| values.find(name));
        place.ok_or_else(|| Misfit::NoValue {
            name: name.to_owned(),
        })
    }

    /// Whether it has everything that is required.
    pub(super) fn is_whole(&self) -> bool {
        self.wanting == 0
    }

    /// The lead as the evaluator takes it.
    pub(super) fn batch(&self) -> Batch {
        let mut batch = Batch::new(self.model.fields.len());
        let fields = self.model.fields.values().zip(&self.held);
        batch.push(fields.map(|(field, held)| self.cell(field, held)));
        batch
    }

    fn cell(&self, field: &Field, held: &Held) -> Cell {
        match held {
            Held::Missing if field.required || field.key => Cell::Bad,
            Held::Missing => Cell::Missing,
            Held::Large(value) => Cell::Known(value.clone()),
            Held::Text { start, folded, .. } => {
                let text = self.texts.get(*start..*folded).unwrap_or_default();
                Cell::Known(Value::Text(Text::new(text)))
            }
            Held::Ordinal(it) => Slot::Ordinal(*it)
                .value(field.ty)
                .map_or(Cell::Bad, Cell::Known),
        }
    }

    /// What it has in a field.
    #[must_use]
    pub fn value(&self, id: FieldId) -> Option<Value> {
        let (field, held) = (self.model.fields.get(id)?, self.held.get(id.index())?);
        match self.cell(field, held) {
            Cell::Known(value) => Some(value),
            Cell::Missing | Cell::Bad => None,
        }
    }
}

/// Whether a lead has to have something in a field; a set is never missing.
fn is_needed(field: &Field) -> bool {
    (field.required || field.key) && !matches!(field.ty, Type::Several(_))
}

fn bounded(field: &Field, number: Number) -> Result<Value, Misfit> {
    if !field.bounds.allow(number) {
        let allowed = field.bounds.describe();
        return Err(Misfit::Outside { allowed });
    }
    Ok(match field.ty {
        Type::Money(_) => Value::Money(number),
        _ => Value::Number(number),
    })
}

impl Slots for Lead<'_> {
    #[inline]
    fn slot(&self, place: usize, _: usize) -> Slot<'_> {
        match self.held.get(place) {
            Some(Held::Ordinal(it)) => Slot::Ordinal(*it),
            Some(Held::Text { folded, end, .. }) => {
                Slot::Text(self.texts.get(*folded..*end).unwrap_or_default())
            }
            Some(Held::Large(_)) => Slot::Doubtful,
            Some(Held::Missing) | None => {
                let field = self.model.fields.get(FieldId::new(place));
                Slot::of(&Cell::Missing, field.map_or(Type::Text, |field| field.ty))
            }
        }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::NoField => write!(f, "the policy has no such field"),
            Misfit::Type { wanted } => write!(f, "the field takes {wanted}"),
            Misfit::NoValue { name } => write!(f, "`{name}` is no value of the field"),
            Misfit::Outside { allowed } => write!(f, "the field takes numbers of {allowed}"),
        }
    }
}

impl std::error::Error for Misfit {}
