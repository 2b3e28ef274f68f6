//! Findings of values that a field does not allow: one for each field, however many there are.

use super::change::Change;
use super::dates::DateTally;
use super::offer::mapping;
use super::place::Places;
use super::records::at;
use super::tally::Tally;
use super::touched::MOST_VALUES;
use super::words::part;
use crate::diagnostic::{Code, Diagnostic, Evidence};
use crate::model::{Field, FieldId, Type};
use crate::value::{first_listed, grouped};

/// Most values of a field that are named.
const MOST_LISTED: usize = 6;

/// The finding of a field's bad values, if there are any, with the change that mends it, if one is
/// certain enough.
pub(super) fn bad_value(
    tally: &Tally<'_>,
    places: &Places<'_>,
    id: FieldId,
) -> Option<(Diagnostic, Option<Change>)> {
    let field = tally.model.fields.get(id)?;
    let counts = tally.fields.get(id.index())?;
    let touched = &counts.bad_values.touched;
    if touched.leads == 0 {
        return None;
    }
    let (values, beyond) = counts.values.by_frequency();
    let column = counts.column.as_deref().unwrap_or_default();
    let name = &field.named.name;
    let how_many = match (values.len(), beyond) {
        (1, 0) => "one value".to_owned(),
        (count, 0) => format!("{} values", grouped(count)),
        _ => format!("more than {} values", grouped(MOST_VALUES)),
    };
    let message = format!(
        "column {} has {how_many} that `{name}` does not allow, in {}",
        places.named(id, column),
        part(touched.leads, tally.leads)
    );
    // What stands at the place of the fault.
    let here = match tally.model.enumeration(field.ty) {
        Some(enumeration) => {
            let names = enumeration.values.iter().map(|value| value.name.as_str());
            format!("its values are {}", first_listed(names, MOST_LISTED))
        }
        None => counts.bad_values.first.clone(),
    };
    let dates = counts.dates.as_ref();
    let dates = dates.map(DateTally::better).unwrap_or_default();
    let change = match dates.as_slice() {
        [] => mapping(tally.model, id, column, &values),
        [forms] => Some(dated(field, column, forms)),
        _ => None,
    };
    let help = match dates.as_slice() {
        [] | [_] => {
            let first = values.first().map_or("", |value| value.value.as_str());
            let is_rare = counts.filled > counts.bad;
            let (from, source) = (places.from(id, column), places.source());
            advice(field, &from, &source, first, is_rare)
        }
        several => several_ways(several, &places.source()),
    };
    let evidence = Evidence {
        values,
        beyond,
        ..touched.evidence(tally.leads)
    };
    let finding = at(places.column(id), Code::BadValue, message)
        .here(here)
        .help(help)
        .about("field", name.clone())
        .shown_by(evidence);
    Some((finding, change))
}

/// What to do where the dates can be read by more than one set of forms.
fn several_ways(ways: &[Vec<&str>], source: &str) -> String {
    let forms = ways.iter().flatten();
    let forms: Vec<String> = forms.map(|form| format!("dated \"{form}\"")).collect();
    format!(
        "the dates can be read in more than one way: say behind the column in {source} which one \
         is right, such as {}",
        first_listed(forms, 3)
    )
}

/// The change that lets the column's dates be read by these forms.
fn dated(field: &Field, column: &str, forms: &[&str]) -> Change {
    Change {
        field: field.named.name.clone(),
        header: column.to_owned(),
        dated: forms.iter().map(|form| (*form).to_owned()).collect(),
        ..Change::default()
    }
}

/// What to do about bad values for which no change is certain enough; `is_rare` where most values
/// are good.
fn advice(field: &Field, from: &str, source: &str, value: &str, is_rare: bool) -> String {
    let name = &field.named.name;
    match field.ty {
        Type::Choice(_) | Type::Several(_) => format!(
            "say in {source} what they mean, `{name} {from} {{ VALUE = \"{value}\" }}`, or \
             add them to the values of `{name}`"
        ),
        Type::Boolean => {
            format!("say in {source} which words mean yes and no: `yes \"ja\"` and `no \"nein\"`")
        }
        // Another form would be one for all, and most are written as the source says.
        Type::Date | Type::Datetime if is_rare => {
            "correct them in the CRM, or in the export: most dates of the column can be read"
                .to_owned()
        }
        Type::Date | Type::Datetime => format!(
            "correct them, or say in {source} how they are written: `{name} {from} dated \
             \"%d/%m/%Y\"`, where `%d` is the day, `%m` the month and `%Y` the year"
        ),
        Type::Text => format!(
            "if the file is in another encoding than UTF-8, say so in {source}: `encoding \
             \"windows-1252\"`"
        ),
        _ => format!(
            "correct them in the CRM; if a text stands for nothing, say so in {source}: `{name} \
             {from} missing \"TEXT\"`"
        ),
    }
}
