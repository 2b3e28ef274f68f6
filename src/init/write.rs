//! The text of a first policy, in the one layout.

use std::fmt::Write as _;

use super::Layout;
use super::infer::Kind;
use super::opening::opening;
use super::profile::{Column, Profile};
use super::remarks::{above, behind, plain};
use super::schema::{Field, Schema};
use super::values::EnumValue;
use super::yes_no::to_say;
use crate::diagnostic::Diagnostics;
use crate::format::verified;
use crate::source::SourceId;
use crate::syntax;
use crate::syntax::quote;

/// How wide a line of a remark may be, in characters.
const REMARK_WIDTH: usize = 92;

/// The policy of this title for an export in these files, without what is to be written next.
///
/// # Errors
/// The text cannot be laid out: a fault of this program.
pub(super) fn policy(
    title: &str,
    names: &[String],
    profile: &Profile,
    schema: &Schema,
    layout: Layout,
) -> Result<String, String> {
    let mut text = String::new();
    text.push_str(&opening(names, profile, schema));
    let _ = writeln!(text, "\npolicy {} {{}}\n", quote(title));
    text.push_str("lead {\n");
    for (field, column) in with_columns(profile, schema) {
        for remark in above(field, column, schema) {
            for line in lines(&remark) {
                let _ = writeln!(text, "  # {line}");
            }
        }
        if field.renamed {
            let _ = writeln!(text, "  ## {}", plain(&column.header));
        }
        let behind = behind(field, column, profile.rows);
        let comment = if behind.is_empty() {
            behind
        } else {
            format!("  # {behind}")
        };
        let _ = writeln!(text, "  {}: {}{comment}", field.name, field_type(field));
    }
    text.push_str("}\n\n");
    text.push_str(&source(profile, schema, layout));
    laid_out(&text)
}

/// The text in the one layout.
///
/// # Errors
/// It is none of the language, or the formatter is at fault.
pub(super) fn laid_out(text: &str) -> Result<String, String> {
    let mut found = Diagnostics::default();
    let tree = syntax::parse(SourceId(0), text, &mut found);
    if let Some(fault) = found.as_slice().first() {
        return Err(format!(
            "the text that was made is faulty: {}",
            fault.message
        ));
    }
    verified(SourceId(0), text, &tree).map_err(|error| error.to_string())
}

/// A remark in lines of a width that reads well.
fn lines(remark: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in remark.split(' ') {
        let width = lines.last().map_or(0, |line| line.chars().count());
        if width > 0 && width + 1 + word.chars().count() > REMARK_WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// The fields with their columns.
pub(super) fn with_columns<'a>(
    profile: &'a Profile,
    schema: &'a Schema,
) -> impl Iterator<Item = (&'a Field, &'a Column)> {
    let column = |field: &'a Field| Some((field, profile.columns.get(field.place)?));
    schema.fields.iter().filter_map(column)
}

fn field_type(field: &Field) -> String {
    let numbers = &field.evidence.numbers;
    let bound = if numbers.negative == 0 { " >= 0" } else { "" };
    let ty = match &field.guess.kind {
        Kind::Text => "text".to_owned(),
        Kind::Integer => format!("integer{bound}"),
        Kind::Number => format!("number{bound}"),
        Kind::Money(currency) => format!("money {}{bound}", currency.as_str()),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Date(_) => "date".to_owned(),
        Kind::Datetime(_) => "datetime".to_owned(),
        Kind::OneOf(values) => format!("one of {}", listed(values)),
        Kind::SeveralOf(values, _) => format!("several of {}", listed(values)),
    };
    if field.key { format!("{ty} key") } else { ty }
}

fn listed(values: &[EnumValue]) -> String {
    values
        .iter()
        .map(value_name)
        .collect::<Vec<_>>()
        .join(" | ")
}

/// A value as the language writes it.
pub(super) fn value_name(value: &EnumValue) -> String {
    match value.quoted {
        true => quote(&value.name),
        false => value.name.clone(),
    }
}

fn source(profile: &Profile, schema: &Schema, layout: Layout) -> String {
    let name = schema.crm.map_or("export", |crm| crm.source);
    let mut text = format!("source {name} {{\n");
    if let Some(encoding) = layout.encoding {
        let _ = writeln!(text, "  encoding {}", quote(encoding.name()));
    }
    match layout.delimiter {
        b',' => {}
        b'\t' => text.push_str("  delimiter \"tab\"\n"),
        other => {
            let _ = writeln!(
                text,
                "  delimiter {}",
                quote(&char::from(other).to_string())
            );
        }
    }
    if !text.ends_with("{\n") {
        text.push('\n');
    }
    text.push_str(&trailer(profile));
    let dates = common_form(schema, |kind| matches!(kind, Kind::Date(_)));
    let datetimes = common_form(schema, |kind| matches!(kind, Kind::Datetime(_)));
    for (field, column) in with_columns(profile, schema) {
        let _ = writeln!(
            text,
            "  {}",
            column_line(field, column, dates.is_some(), datetimes.is_some())
        );
    }
    text.push('\n');
    if !schema.missing.is_empty() {
        let texts: Vec<String> = schema.missing.iter().map(|text| quote(text)).collect();
        let _ = writeln!(text, "  missing everywhere {}", texts.join(", "));
    }
    let (yes, no) = to_say(with_columns(profile, schema));
    for (word, texts) in [("yes", yes), ("no", no)] {
        let texts: Vec<String> = texts.into_iter().map(quote).collect();
        if !texts.is_empty() {
            let _ = writeln!(text, "  {word} {}", texts.join(", "));
        }
    }
    if let Some(form) = dates {
        let _ = writeln!(text, "  dates {}", quote(&form));
    }
    if let Some(form) = datetimes {
        let _ = writeln!(text, "  datetimes {}", quote(&form));
    }
    text.push_str("}\n");
    text
}

/// That the last rows are left out, and how to have them.
fn trailer(profile: &Profile) -> String {
    let Some((rows, place)) = profile.trailer.filter(|(rows, _)| *rows > 0) else {
        return String::new();
    };
    let Some(column) = profile.columns.get(place) else {
        return String::new();
    };
    let last = match rows {
        1 => "The last row has".to_owned(),
        rows => format!("The last {rows} rows have"),
    };
    let header = &column.header;
    let remark = format!(
        "{last} no `{}` and hardly anything else, and {} no lead. Without this line {} read, too.",
        plain(header),
        if rows == 1 { "is" } else { "are" },
        if rows == 1 { "it is" } else { "they are" },
    );
    let remark: String = lines(&remark)
        .iter()
        .map(|line| format!("  # {line}\n"))
        .collect();
    format!("{remark}  skip rows where {} is \"\"\n\n", quote(header))
}

/// The form of all columns of a kind, where they have one and the same.
fn common_form(schema: &Schema, of: impl Fn(&Kind) -> bool) -> Option<String> {
    let forms = |field: &Field| match &field.guess.kind {
        Kind::Date(dates) | Kind::Datetime(dates) => dates.forms.clone(),
        _ => Vec::new(),
    };
    let kinds = schema.fields.iter().filter(|field| of(&field.guess.kind));
    let mut all = kinds.map(forms);
    let first = all.next()?;
    let [form] = first.as_slice() else {
        return None;
    };
    all.all(|other| other == first).then(|| form.clone())
}

/// How a column is read. Forms of dates that the whole source has are left out.
fn column_line(field: &Field, column: &Column, dates: bool, datetimes: bool) -> String {
    let mut line = format!("{} from {}", field.name, quote(&field.header));
    if let Some(occurrence) = column.occurrence {
        let _ = write!(line, " occurrence {occurrence}");
    }
    let kind = &field.guess.kind;
    if let Kind::SeveralOf(_, split) = kind {
        let _ = write!(line, " split {}", quote(split));
    }
    let own_forms = match kind {
        Kind::Date(found) if !dates => found.forms.as_slice(),
        Kind::Datetime(found) if !datetimes => found.forms.as_slice(),
        _ => &[],
    };
    let mut texts = |word: &str, texts: Vec<String>| {
        if !texts.is_empty() {
            let _ = write!(line, " {word} {}", texts.join(", "));
        }
    };
    texts("dated", own_forms.iter().map(|form| quote(form)).collect());
    texts(
        "missing",
        field.guess.missing.keys().map(|text| quote(text)).collect(),
    );
    if let Kind::OneOf(values) | Kind::SeveralOf(values, _) = kind {
        let mapped: Vec<&EnumValue> = values.iter().filter(|it| !it.texts.is_empty()).collect();
        if !mapped.is_empty() {
            line.push_str(" {\n");
            for value in mapped {
                let texts: Vec<String> = value.texts.iter().map(|text| quote(text)).collect();
                let _ = writeln!(line, "    {} = {}", value_name(value), texts.join(", "));
            }
            line.push_str("  }");
        }
    }
    line
}
