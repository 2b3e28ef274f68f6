//! One field's texts as values, by its type and the way its column is read.

use std::collections::BTreeSet;

use super::moment::Forms;
use super::names::Names;
use super::near::near;
use super::number::{self, NumberFault};
use super::problem::shown;
use crate::model::{
    Bounds, ColumnMapping, Currency, Enumeration, Field, Model, SourceMapping, Type,
};
use crate::value::{DateForm, Number, Text, Value, iso_moment_or_midnight, listed};

/// Most values of an enumeration that a message lists.
const MOST_LISTED: usize = 6;

/// What says yes where the source does not say it.
pub const USUAL_YES: &[&str] = &["yes", "true", "1", "y", "t"];
/// What says no where the source does not say it.
pub const USUAL_NO: &[&str] = &["no", "false", "0", "n", "f"];

/// What a text is to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Nothing.
    Missing,
    /// A value.
    Known(Value),
    /// No value of the field.
    Bad(Fault),
}

/// Why a text is no value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is said of the value: "which is no number".
    pub(super) reason: String,
    /// The member of a set that is at fault.
    pub(super) member: Option<String>,
    /// What may have been meant.
    pub(super) nearest: Option<String>,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Fault {
            reason: reason.into(),
            member: None,
            nearest: None,
        }
    }
}

/// Reads the texts of one field.
#[derive(Debug)]
pub struct FieldReader<'m> {
    field: &'m Field,
    enumeration: Option<&'m Enumeration>,
    names: Names,
    forms: Forms<'m>,
    source: Option<&'m SourceMapping>,
    column: Option<&'m ColumnMapping>,
}

impl<'m> FieldReader<'m> {
    pub(super) fn new(
        model: &'m Model,
        field: &'m Field,
        source: Option<&'m SourceMapping>,
        column: Option<&'m ColumnMapping>,
    ) -> Self {
        let enumeration = model.enumeration(field.ty);
        let values = enumeration.map_or(&[][..], |enumeration| &enumeration.values);
        let names = values
            .iter()
            .zip(0u32..)
            .map(|(value, number)| (value.name.as_str(), number));
        FieldReader {
            field,
            enumeration,
            names: Names::new(names),
            forms: Forms::of(model, source, column),
            source,
            column,
        }
    }

    /// Whether a plain number is that number: no number stands for another one, or for nothing, and
    /// none is a percentage.
    #[must_use]
    pub fn takes_numbers_as_they_are(&self) -> bool {
        let percent = self.column.is_some_and(|column| column.percent);
        !percent
            && self
                .renamed()
                .all(|text| number::read(text.raw(), None, false).is_err())
    }

    /// Whether dates, or datetimes, in the ISO form are what they say: no other form is declared, and
    /// none stands for another one, or for nothing.
    #[must_use]
    pub fn takes_iso_as_it_is(&self) -> bool {
        let forms = match self.field.ty {
            Type::Date => self.forms.dates,
            _ => self.forms.datetimes,
        };
        let is_iso = |text: &Text| iso_moment_or_midnight(text.raw()).is_some();
        forms.is_empty() && !self.renamed().any(is_iso)
    }

    /// The texts, beside blank ones, that stand for others or for nothing.
    pub fn renamed(&self) -> impl Iterator<Item = &Text> {
        let column = self.column.into_iter();
        let column = column.flat_map(|column| column.missing.iter().chain(column.spellings.keys()));
        let source = self.source.into_iter().flat_map(|source| &source.missing);
        column.chain(source)
    }

    /// What a text is to the field.
    #[must_use]
    pub fn read(&self, text: &str) -> Reading {
        let result = match self.field.ty {
            Type::Several(_) => self.set(text).map(|members| Some(Value::Set(members))),
            _ => self.known(text).map(|text| self.value(&text)).transpose(),
        };
        match result {
            Ok(Some(value)) => Reading::Known(value),
            Ok(None) => Reading::Missing,
            Err(fault) => Reading::Bad(fault),
        }
    }

    /// The text, or what it is a spelling of; `None` where it stands for "missing".
    fn known(&self, text: &str) -> Option<Text> {
        if text.trim().is_empty() {
            return None;
        }
        let text = Text::new(text);
        let means_missing = |texts: &BTreeSet<Text>| !texts.is_empty() && texts.contains(&text);
        let missing = self
            .column
            .is_some_and(|column| means_missing(&column.missing))
            || self
                .source
                .is_some_and(|source| means_missing(&source.missing));
        if missing {
            return None;
        }
        match self.spelled(&text) {
            Some(spelled) => (!spelled.raw().is_empty()).then_some(spelled),
            None => Some(text),
        }
    }

    /// A value of every type but sets.
    fn value(&self, text: &Text) -> Result<Value, Fault> {
        match self.field.ty {
            Type::Text => Ok(Value::Text(text.clone())),
            Type::Integer => {
                let number = self.number(text, None)?;
                match number.is_integer() {
                    true => Ok(Value::Number(number)),
                    false => Err(Fault::new("which is no whole number")),
                }
            }
            Type::Number => self.number(text, None).map(Value::Number),
            Type::Money(currency) => self.number(text, Some(currency)).map(Value::Money),
            Type::Boolean => self.boolean(text).map(Value::Boolean),
            Type::Date => {
                let date = self.forms.date(text.raw()).map(Value::Date);
                date.ok_or_else(|| no_moment("date", self.forms.dates, "2026-07-31"))
            }
            Type::Datetime => {
                let instant = self.forms.datetime(text.raw()).map(Value::Datetime);
                let forms = self.forms.datetimes;
                instant.ok_or_else(|| no_moment("date with a time", forms, "2026-07-31T09:00"))
            }
            Type::Choice(_) => {
                let choice = self.choice(text).map(Value::Choice);
                choice.ok_or_else(|| self.no_value("which", text))
            }
            // Sets are read elsewhere, and no field is of the other types.
            Type::Several(_) | Type::Duration | Type::Role | Type::Team => {
                Err(Fault::new("which no column can hold"))
            }
        }
    }

    /// What the text is a spelling of.
    fn spelled(&self, text: &Text) -> Option<Text> {
        // The names that the export itself has for a value come first.
        let column = self
            .column
            .filter(|column| !column.values.contains_key(text))?;
        column.spellings.get(text).map(|spelled| Text::new(spelled))
    }

    fn number(&self, text: &Text, currency: Option<Currency>) -> Result<Number, Fault> {
        let percent = self.column.is_some_and(|column| column.percent);
        let number = number::read(text.raw(), currency, percent).map_err(|fault| match fault {
            NumberFault::NoNumber => Fault::new("which is no number"),
            NumberFault::OtherCurrency(found) => {
                let wanted = currency.as_ref().map_or("", |currency| currency.as_str());
                Fault::new(format!("which is in `{found}` and not in {wanted}"))
            }
            NumberFault::TooFine => Fault::new("which has more than 6 places behind the point"),
            NumberFault::TooLarge => Fault::new("which has more than 18 digits before the point"),
        })?;
        match outside(number, &self.field.bounds) {
            Some(reason) => Err(Fault::new(reason)),
            None => Ok(number),
        }
    }

    fn boolean(&self, text: &Text) -> Result<bool, Fault> {
        let declared = |of: fn(&SourceMapping) -> &BTreeSet<Text>| {
            self.source.map(of).filter(|texts| !texts.is_empty())
        };
        let (yes, no) = (
            declared(|source| &source.yes),
            declared(|source| &source.no),
        );
        let is = |texts: Option<&BTreeSet<Text>>| texts.is_some_and(|texts| texts.contains(text));
        let usual = |words: &[&str]| words.contains(&text.folded());
        // What the source declares goes before what is usual, so that it may call `1` a no.
        if is(yes) {
            Ok(true)
        } else if is(no) {
            Ok(false)
        } else if yes.is_none() && usual(USUAL_YES) {
            Ok(true)
        } else if no.is_none() && usual(USUAL_NO) {
            Ok(false)
        } else {
            let words = |texts: Option<&BTreeSet<Text>>, usual: &str| match texts {
                Some(texts) => listed(texts.iter().map(Text::raw)),
                None => listed([usual]),
            };
            let (yes, no) = (words(yes, "yes"), words(no, "no"));
            Err(Fault::new(format!(
                "which says neither yes ({yes}) nor no ({no})"
            )))
        }
    }

    fn choice(&self, text: &Text) -> Option<u32> {
        let mapped = self
            .column
            .and_then(|column| column.values.get(text).copied());
        let found = mapped.or_else(|| self.names.find(text));
        found.or_else(|| self.column.and_then(|column| column.rest))
    }

    /// That the text, which `which` speaks of, is none of the field's values.
    fn no_value(&self, which: &str, text: &Text) -> Fault {
        let own = self
            .column
            .into_iter()
            .flat_map(|column| column.values.keys());
        let values = self
            .enumeration
            .map_or(&[][..], |enumeration| &enumeration.values);
        let names = || values.iter().map(|value| value.name.as_str());
        let near = near(text.raw(), names().chain(own.map(Text::raw)));
        let field = &self.field.named.name;
        let list = match near {
            None if values.len() <= MOST_LISTED => format!(": its values are {}", listed(names())),
            _ => String::new(),
        };
        Fault {
            nearest: near.map(str::to_owned),
            ..Fault::new(format!("{which} is no value of `{field}`{list}"))
        }
    }

    fn set(&self, text: &str) -> Result<BTreeSet<u32>, Fault> {
        let split = self.column.and_then(|column| column.split.as_deref());
        let split = split.filter(|split| !split.is_empty()).unwrap_or(";");
        // What means "missing" as a whole may have the separator in it.
        let all = self.known(text).into_iter().flat_map(|_| text.split(split));
        let members = all.filter_map(|member| self.known(member));
        let number = |member: Text| {
            let which = || format!("of which `{}`", shown(member.raw()));
            self.choice(&member).ok_or_else(|| Fault {
                member: Some(shown(member.raw())),
                ..self.no_value(&which(), &member)
            })
        };
        members.map(number).collect()
    }
}

fn no_moment(what: &str, forms: &[DateForm], example: &str) -> Fault {
    if forms.is_empty() {
        return Fault::new(format!("which is no {what} such as `{example}`"));
    }
    let forms = listed(forms.iter().map(DateForm::as_str));
    Fault::new(format!("which is no {what} in the form {forms}"))
}

/// How a number lies outside of what its field allows.
fn outside(number: Number, bounds: &Bounds) -> Option<String> {
    if bounds.allow(number) {
        return None;
    }
    let low = bounds.low.filter(|low| {
        let only = Bounds {
            low: Some(*low),
            high: None,
        };
        !only.allow(number)
    });
    let reason = match (low, bounds.high) {
        (Some(low), _) if low.included => format!("which is less than {}", low.number),
        (Some(low), _) => format!("which is not more than {}", low.number),
        (None, Some(high)) if high.included => format!("which is more than {}", high.number),
        (None, Some(high)) => format!("which is not less than {}", high.number),
        (None, None) => return None,
    };
    Some(reason)
}

#[cfg(test)]
mod tests;
