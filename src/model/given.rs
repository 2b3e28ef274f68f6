//! Values that somebody gives beside the text, such as on the command line.

use super::{Bounds, Enumeration, Field, Model, Type};
use crate::diagnostic::nearest;
use crate::syntax::ast::{Literal, Unit};
use crate::syntax::parse_literal;
use crate::value::{Number, Text, Value, loose};

/// Why a text is no value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoValue {
    /// What is wrong, to stand behind the text: "`x` is …".
    pub reason: String,
    /// What to write instead.
    pub help: String,
}

/// Reads a value of a field as an example of the policy writes it: `yes`, `mql`, `2026-07-01`,
/// `50_000 USD`. The quotes of a text may be missing, as most shells take them away, and names are
/// met as those of data are. Of a field that holds several values, one of them.
///
/// # Errors
/// Where the text is no such value, or one that the field does not allow.
pub fn given_value(model: &Model, field: &Field, text: &str) -> Result<Value, NoValue> {
    let ty = field.ty;
    if let Some(enumeration) = model.enumeration(ty) {
        return choice(field, enumeration, &unquoted(text));
    }
    let value = match ty {
        Type::Text => Some(Value::Text(Text::new(&unquoted(text)))),
        _ => {
            signed_literal(text).and_then(|(literal, negative)| value(model, ty, literal, negative))
        }
    };
    let Some(value) = value else {
        return Err(NoValue {
            reason: format!("is not {}", ty.describe(model)),
            help: format!("write it as in an example of the policy: {}", form(ty)),
        });
    };
    match number_of(&value).is_none_or(|number| field.bounds.allow(number)) {
        true => Ok(value),
        false => Err(NoValue {
            reason: format!("lies outside of what `{}` can be", field.named.name),
            help: format!("give a value of {}", bounds(field.bounds)),
        }),
    }
}

fn unquoted(text: &str) -> String {
    match parse_literal(text) {
        Some(Literal::Text(text)) => text,
        _ => text.trim().to_owned(),
    }
}

fn choice(field: &Field, enumeration: &Enumeration, name: &str) -> Result<Value, NoValue> {
    // No two values of an enumeration are the same but for case, blanks, `_` and `-`.
    let mut values = enumeration.values.iter().zip(0u32..);
    let place = values.find(|(value, _)| loose(&value.name) == loose(name));
    let place = place.map(|(_, place)| place);
    place.map(Value::Choice).ok_or_else(|| {
        let names = enumeration.values.iter().map(|value| value.name.as_str());
        NoValue {
            reason: format!("is no value of `{}`", field.named.name),
            help: match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its values are {}", enumeration.list()),
            },
        }
    })
}

fn signed_literal(text: &str) -> Option<(Literal, bool)> {
    match text.trim().strip_prefix('-') {
        Some(rest) => Some((parse_literal(rest)?, true)),
        None => Some((parse_literal(text)?, false)),
    }
}

fn value(model: &Model, ty: Type, literal: Literal, negative: bool) -> Option<Value> {
    match (literal, ty) {
        (Literal::Amount(amount), _) => {
            let number = match negative {
                true => amount.number.checked_neg()?,
                false => amount.number,
            };
            match (amount.unit.map(|unit| unit.node), ty) {
                (None, Type::Integer) => number.is_integer().then_some(Value::Number(number)),
                (None, Type::Number) => Some(Value::Number(number)),
                (Some(Unit::Currency(letters)), Type::Money(currency)) => {
                    (letters == currency.as_str()).then_some(Value::Money(number))
                }
                _ => None,
            }
        }
        _ if negative => None,
        (Literal::Boolean(yes), Type::Boolean) => Some(Value::Boolean(yes)),
        (Literal::Date(date), Type::Date) => Some(Value::Date(date)),
        (Literal::Date(date), Type::Datetime) => {
            let midnight = date.to_datetime(jiff::civil::Time::midnight());
            model.zone.instant(midnight).map(Value::Datetime)
        }
        (Literal::Datetime(wall), Type::Datetime) => model.zone.instant(wall).map(Value::Datetime),
        _ => None,
    }
}

fn number_of(value: &Value) -> Option<Number> {
    match value {
        Value::Number(number) | Value::Money(number) => Some(*number),
        _ => None,
    }
}

/// An example of how values of a type are written.
fn form(ty: Type) -> String {
    match ty {
        Type::Integer => "`12`".to_owned(),
        Type::Number => "`12`, `0.5` or `20%`".to_owned(),
        Type::Money(currency) => format!("`50_000 {}`", currency.as_str()),
        Type::Boolean => "`yes` or `no`".to_owned(),
        Type::Date => "`2026-07-01`".to_owned(),
        Type::Datetime => "`2026-07-01` or `2026-07-01T09:00`".to_owned(),
        // Texts and choices are read without a form, and no field is of the other types.
        _ => "a value".to_owned(),
    }
}

/// A range as the policy writes it.
fn bounds(bounds: Bounds) -> String {
    match (bounds.low, bounds.high) {
        (Some(low), Some(high)) if high.included => format!("{}..{}", low.number, high.number),
        (Some(low), Some(high)) => format!("{}..<{}", low.number, high.number),
        (Some(low), None) if low.included => format!(">= {}", low.number),
        (Some(low), None) => format!("> {}", low.number),
        (None, Some(high)) if high.included => format!("<= {}", high.number),
        (None, Some(high)) => format!("< {}", high.number),
        (None, None) => "any size".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::model::{LoadedFiles, resolve};
    use crate::source::SourceMap;

    fn given(field: &str, text: &str) -> Result<String, NoValue> {
        let policy = "policy \"p\" { time zone \"Asia/Kolkata\" }\n\
            lead { id: text key  note: text  n: integer 0..9  x: number  mrr: money USD\n\
            b: boolean  d: date  seen: datetime  stage: one of new | \"Closed won\" | \"A+\" | \"B\"\n\
            tags: several of red | blue }\n\
            must noted: note is known";
        let mut sources = SourceMap::default();
        let id = sources.add("policy.ground", policy);
        let mut diagnostics = Diagnostics::default();
        let file = crate::syntax::parse(id, policy, &mut diagnostics);
        let model = resolve(&[file], &LoadedFiles::new(), &sources, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{:?}", diagnostics.as_slice());
        let field = model
            .fields
            .values()
            .find(|it| it.named.name == field)
            .unwrap();
        let value = given_value(&model, field, text)?;
        Ok(model.show(&value, field.ty))
    }

    #[test]
    fn values_are_written_as_in_an_example() {
        for (field, text, shown) in [
            ("note", "closed", "closed"),
            ("note", "\"a \\\"b\\\"\"", "a \"b\""),
            ("n", "9", "9"),
            ("x", "-0.5", "-0.5"),
            ("x", "20%", "0.2"),
            ("mrr", "50k USD", "50000 USD"),
            ("b", "yes", "yes"),
            ("d", "2026-07-01", "2026-07-01"),
            ("seen", "2026-07-01", "2026-07-01T00:00:00+05:30"),
            ("seen", "2026-07-01T09:00", "2026-07-01T09:00:00+05:30"),
            ("stage", "\"Closed won\"", "Closed won"),
            ("stage", "closed_won", "Closed won"),
            ("stage", "a+", "A+"),
        ] {
            assert_eq!(given(field, text).as_deref(), Ok(shown), "{field} = {text}");
        }
    }

    #[test]
    fn what_is_no_value_says_what_would_be_one() {
        for (field, text, reason, help) in [
            ("n", "10", "lies outside of what `n` can be", "0..9"),
            ("n", "2.5", "is not a whole number", "`12`"),
            ("n", "", "is not a whole number", "`12`"),
            ("mrr", "5", "is not money in USD", "`50_000 USD`"),
            ("mrr", "5 EUR", "is not money in USD", "`50_000 USD`"),
            ("b", "maybe", "is not yes or no", "`yes` or `no`"),
            ("b", "-yes", "is not yes or no", "`yes` or `no`"),
            ("d", "--1", "is not a date", "`2026-07-01`"),
            (
                "stage",
                "nwe",
                "is no value of `stage`",
                "did you mean `new`?",
            ),
            (
                "stage",
                "gone",
                "is no value of `stage`",
                "new | \"Closed won\"",
            ),
            ("tags", "green", "is no value of `tags`", "red | blue"),
        ] {
            let fault = given(field, text).unwrap_err();
            assert_eq!(fault.reason, reason, "{field} = {text}");
            assert!(
                fault.help.contains(help),
                "{field} = {text}: {}",
                fault.help
            );
        }
    }
}
