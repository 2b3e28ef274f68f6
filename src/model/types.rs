//! The types of values.

use super::{EnumerationId, Model};
use crate::source::Span;
use crate::syntax::quote;
use crate::value::Number;

/// The type of a field, a definition or an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A decimal number of at most six places.
    Number,
    /// An amount of money.
    Money(Currency),
    /// `yes` or `no`.
    Boolean,
    /// A calendar day.
    Date,
    /// An instant.
    Datetime,
    /// A stretch of time.
    Duration,
    /// One of an enumeration's values.
    Choice(EnumerationId),
    /// Some of an enumeration's values, perhaps none.
    Several(EnumerationId),
    /// A role.
    Role,
    /// A team.
    Team,
}

impl Type {
    /// Whether it is a plain number.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Type::Integer | Type::Number)
    }

    /// What people call it, e.g. "money in USD" or "one of mql | sql".
    #[must_use]
    pub fn describe(self, model: &Model) -> String {
        match self {
            Type::Text => "text".to_owned(),
            Type::Integer => "a whole number".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::Money(currency) => format!("money in {}", currency.as_str()),
            Type::Boolean => "yes or no".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Datetime => "a date with a time".to_owned(),
            Type::Duration => "a duration".to_owned(),
            Type::Choice(_) => format!("one of {}", self.values(model)),
            Type::Several(_) => format!("several of {}", self.values(model)),
            Type::Role => "a role".to_owned(),
            Type::Team => "a team".to_owned(),
        }
    }

    fn values(self, model: &Model) -> String {
        model
            .enumeration(self)
            .map(Enumeration::list)
            .unwrap_or_default()
    }
}

/// A currency by its three letters, e.g. `USD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of these three capital letters.
    #[must_use]
    pub fn new(letters: &str) -> Option<Self> {
        let bytes: [u8; 3] = letters.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Currency(bytes))
    }

    /// Its three letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The values of `one of` or `several of`. Fields that list the same values in the same order share
/// one, so that they compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// The values, in the order of the text.
    pub values: Vec<EnumerationValue>,
    /// They may be compared with `<`.
    pub ordered: bool,
}

/// A value of an enumeration.
#[derive(Debug, Clone)]
pub struct EnumerationValue {
    /// Its name.
    pub name: String,
    /// It is no plain word, and is written in quotes.
    pub quoted: bool,
    /// Where it is declared first.
    pub span: Span,
}

impl EnumerationValue {
    /// Its name as it is written in the text.
    #[must_use]
    pub fn written(&self) -> String {
        match self.quoted {
            true => quote(&self.name),
            false => self.name.clone(),
        }
    }
}

// Two enumerations are the same when their values are, wherever they are declared.
impl PartialEq for EnumerationValue {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for EnumerationValue {}

impl Enumeration {
    /// The number of the value with exactly this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<u32> {
        self.values
            .iter()
            .zip(0u32..)
            .find(|(value, _)| value.name == name)
            .map(|(_, i)| i)
    }

    /// The name of a value.
    #[must_use]
    pub fn name(&self, index: u32) -> &str {
        self.values
            .get(index as usize)
            .map_or("", |value| &value.name)
    }

    /// All names, as they stand in the text: `mql | sql`.
    #[must_use]
    pub fn list(&self) -> String {
        let between = if self.ordered { " < " } else { " | " };
        let names = self.values.iter().map(EnumerationValue::written);
        names.collect::<Vec<_>>().join(between)
    }
}

/// What a number may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

/// One end of [`Bounds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The number at the end.
    pub number: Number,
    /// It belongs to the range itself.
    pub included: bool,
}

impl Bounds {
    /// Whether a number lies within.
    #[must_use]
    pub fn allow(&self, number: Number) -> bool {
        let above = |end: &End| number > end.number || end.included && number == end.number;
        let below = |end: &End| number < end.number || end.included && number == end.number;
        self.low.as_ref().is_none_or(above) && self.high.as_ref().is_none_or(below)
    }

    /// The range as a policy writes it: `1..10`, `>= 0`.
    #[must_use]
    pub fn describe(&self) -> String {
        match (self.low, self.high) {
            (Some(low), Some(high)) if high.included => format!("{}..{}", low.number, high.number),
            (Some(low), Some(high)) => format!("{}..<{}", low.number, high.number),
            (Some(low), None) if low.included => format!(">= {}", low.number),
            (Some(low), None) => format!("> {}", low.number),
            (None, Some(high)) if high.included => format!("<= {}", high.number),
            (None, Some(high)) => format!("< {}", high.number),
            (None, None) => "any size".to_owned(),
        }
    }
}
