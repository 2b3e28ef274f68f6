//! Values as results show them.

use std::fmt;

use crate::model::{Model, Type};
use crate::value::{Number, Value};

/// A value as people and programs read it: what is neither yes or no nor a number is text, be it
/// the name of a role or `4 business hours`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// Yes or no.
    Boolean(bool),
    /// A number, exact.
    Number(Number),
    /// Everything else.
    Text(String),
}

impl Shown {
    /// A value of a type.
    #[must_use]
    pub fn new(model: &Model, value: &Value, ty: Type) -> Shown {
        match value {
            Value::Boolean(yes) => Shown::Boolean(*yes),
            Value::Number(number) => Shown::Number(*number),
            Value::Text(text) => Shown::Text(text.raw().to_owned()),
            _ => Shown::Text(model.show(value, ty)),
        }
    }

    /// The same for all values that a policy holds to be equal: of texts, the folded form.
    #[must_use]
    pub fn key(model: &Model, value: &Value, ty: Type) -> Shown {
        match value {
            Value::Text(text) => Shown::Text(text.folded().to_owned()),
            _ => Shown::new(model, value, ty),
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shown::Boolean(true) => f.write_str("yes"),
            Shown::Boolean(false) => f.write_str("no"),
            Shown::Number(number) => number.fmt(f),
            Shown::Text(text) => f.write_str(text),
        }
    }
}
