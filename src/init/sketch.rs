//! What to write next, as a comment: a decision over fields of this very export. Without the `#`
//! before its lines it is a decision of the policy.

use super::infer::Kind;
use super::names::Says;
use super::profile::Profile;
use super::prove::compiled;
use super::schema::{Field, Schema};
use super::write::{laid_out, value_name};
use crate::data::WrittenNumber;
use crate::diagnostic::Level;
use crate::value::Number;

/// Most rules of the sketch.
const MOST_RULES: usize = 2;

/// The policy with the sketch behind it.
///
/// # Errors
/// The sketch is no part of a policy: a fault of this program.
pub(super) fn behind(policy: &str, profile: &Profile, schema: &Schema) -> Result<String, String> {
    let decision = laid_out(&decision(profile, schema))?;
    let whole = laid_out(&format!("{policy}\n{decision}"))?;
    let errors = compiled(&whole)?;
    if let Some(error) = errors.findings.iter().find(|it| it.level == Level::Error) {
        return Err(format!(
            "the sketch of a decision is faulty: {}",
            error.message
        ));
    }
    let mut text = policy.to_owned();
    text.push_str(
        "\n# What to write next: what is decided for each lead, and by which of the fields above.\n\
         # Take the `# ` off these lines, then change them until they say what you do; fields that\n\
         # nothing reads can go.\n#\n",
    );
    for line in decision.lines() {
        text.push_str(format!("# {line}").trim_end());
        text.push('\n');
    }
    laid_out(&text)
}

fn decision(profile: &Profile, schema: &Schema) -> String {
    let name = free_name(schema);
    let mut fields: Vec<(u8, &Field)> = schema
        .fields
        .iter()
        .filter_map(|field| Some((interest(field)?, field)))
        .collect();
    // Of equally interesting fields the one that stands first.
    fields.sort_by_key(|(interest, _)| *interest);
    let mut rules: Vec<(&'static str, String)> = Vec::new();
    for (_, field) in fields {
        let kind = field.guess.kind.name();
        // Two rules over fields of one kind would show less than two of different kinds.
        if rules.len() < MOST_RULES
            && !rules.iter().any(|(other, _)| *other == kind)
            && let Some(condition) = condition(field, profile)
        {
            let field = &field.name;
            rules.push((kind, format!("  rule by_{field}: call when {condition}\n")));
        }
    }
    let rules: String = rules.into_iter().map(|(_, rule)| rule).collect();
    format!("decision {name}: one of call | nurture {{\n{rules}\n  otherwise nurture\n}}\n")
}

/// A name that no field has.
fn free_name(schema: &Schema) -> String {
    let names = (1..).map(|number: u32| match number {
        1 => "next_step".to_owned(),
        number => format!("next_step_{number}"),
    });
    let mut free = names.filter(|name| schema.fields.iter().all(|field| field.name != *name));
    free.next().unwrap_or_default()
}

/// How much a rule about the field would tell: the least is most. Nothing for a field that no rule
/// is about.
fn interest(field: &Field) -> Option<u8> {
    let has = |word: &str| field.name.contains(word);
    match &field.guess.kind {
        _ if field.key => None,
        Kind::OneOf(values) if values.len() > 1 => Some(if has("source") || has("origin") {
            0
        } else if has("stage") || has("type") {
            1
        } else {
            4
        }),
        Kind::Integer | Kind::Number | Kind::Money(_) if field.says == Says::Count => Some(2),
        Kind::Integer | Kind::Number | Kind::Money(_) => Some(3),
        Kind::Boolean if has("demo") || has("request") => Some(0),
        Kind::Boolean if field.says != Says::YesNo => Some(6),
        Kind::Date(_) | Kind::Datetime(_) => Some(7),
        Kind::SeveralOf(..) => Some(8),
        Kind::Text if field.says != Says::Personal => Some(9),
        _ => None,
    }
}

fn condition(field: &Field, profile: &Profile) -> Option<String> {
    let name = &field.name;
    Some(match &field.guess.kind {
        Kind::OneOf(values) => {
            let some = if values.len() > 3 { 2 } else { 1 };
            let named: Vec<String> = values.iter().take(some).map(value_name).collect();
            match named.as_slice() {
                [one] => format!("{name} = {one}"),
                several => format!("{name} in {{ {} }}", several.join(", ")),
            }
        }
        Kind::SeveralOf(values, _) => format!("{name} has {}", value_name(values.first()?)),
        Kind::Boolean => name.clone(),
        Kind::Integer | Kind::Number => format!("{name} >= {}", middle(field, profile)?),
        Kind::Money(currency) => format!(
            "{name} >= {} {}",
            middle(field, profile)?,
            currency.as_str()
        ),
        Kind::Date(_) | Kind::Datetime(_) => format!("since({name}) in 0..30 days"),
        Kind::Text => format!("{name} is known"),
    })
}

/// The number that half of the kept numbers reach, or a rounder one below it.
fn middle(field: &Field, profile: &Profile) -> Option<Number> {
    let column = profile.columns.get(field.place)?;
    let numbers = column.values.iter().filter_map(|(text, cells)| {
        WrittenNumber::of(text).map(|written| (written.number, *cells))
    });
    let mut numbers: Vec<(Number, u64)> = numbers.collect();
    numbers.sort();
    let all: u64 = numbers.iter().map(|(_, cells)| cells).sum();
    let mut below = 0;
    let middle = numbers.into_iter().find_map(|(number, cells)| {
        below += cells;
        (below * 2 >= all).then_some(number)
    });
    middle.and_then(rounded)
}

/// A number with its first digit and zeros behind it; one below 10 as it is.
fn rounded(number: Number) -> Option<Number> {
    let text = number.to_string();
    let whole = text.split('.').next().unwrap_or_default();
    match whole.len() {
        0 | 1 => Some(number),
        _ if number.is_negative() => Some(number),
        digits => Number::parse(&format!("{}{}", whole.get(..1)?, "0".repeat(digits - 1))),
    }
}
