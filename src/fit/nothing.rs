//! Findings of texts that stand for nothing and count as known: `Select`, `N/A`, `-`.

use std::collections::BTreeSet;

use super::change::Change;
use super::offer::can_be_written;
use super::place::Places;
use super::records::at;
use super::tally::Tally;
use super::touched::{Touched, Values};
use super::words::part;
use crate::data::{RowInfo, is_placeholder};
use crate::diagnostic::{Code, Diagnostic, Evidence, ValueCount};
use crate::model::{FieldId, Model, Type};
use crate::value::{Text, Value, first_listed};

/// Most texts that a message names.
const MOST_LISTED: usize = 3;

/// The placeholders of one field that the policy reads.
#[derive(Debug)]
pub(super) struct Nothing {
    /// Texts that the policy asks for, and so means.
    meant: BTreeSet<Text>,
    /// Declared values that stand for nothing, and that nothing asks for.
    values: BTreeSet<u32>,
    touched: Touched,
    texts: Values,
}

impl Nothing {
    /// Looks for them in a field that is read, if it is one of words.
    pub(super) fn of(model: &Model, places: &Places<'_>, id: FieldId) -> Option<Self> {
        let values = unmeant(model, places, id);
        let is_text = matches!(model.fields.get(id)?.ty, Type::Text);
        (is_text || !values.is_empty()).then(|| Nothing {
            meant: places.asked_texts(id),
            values,
            touched: Touched::default(),
            texts: Values::default(),
        })
    }

    /// Takes note of a lead's value, and of what its record has for it, where that was kept.
    pub(super) fn add(
        &mut self,
        value: &Value,
        written: Option<&str>,
        info: &RowInfo,
        files: &[String],
    ) {
        let text = match value {
            Value::Text(text) if !self.meant.contains(text) => Some(text.raw()),
            Value::Choice(choice) if self.values.contains(choice) => written,
            _ => None,
        };
        // What a source says that a value is called is meant, whatever the value's name.
        if let Some(text) = text.filter(|text| is_placeholder(text)) {
            self.touched.add(info, files);
            self.texts.add(text, None);
        }
    }
}

/// Whether some field that the policy reads declares a value that stands for nothing: then it has to
/// be known how the export writes it.
pub(super) fn wants_raw(model: &Model, places: &Places<'_>) -> bool {
    let mut read = model.fields_read().into_iter();
    read.any(|id| !unmeant(model, places, id).is_empty())
}

/// The declared values of a field that stand for nothing, and that no rule asks for by name.
fn unmeant(model: &Model, places: &Places<'_>, id: FieldId) -> BTreeSet<u32> {
    let field = model
        .fields
        .get(id)
        .filter(|field| matches!(field.ty, Type::Choice(_)));
    let enumeration = field.and_then(|field| model.enumeration(field.ty));
    let values = enumeration.map_or(&[][..], |enumeration| &enumeration.values);
    let values = values.iter().zip(0..);
    let unmeant = values
        .filter(|(value, place)| is_placeholder(&value.name) && places.asked(id, *place).is_none());
    unmeant.map(|(_, place)| place).collect()
}

/// The finding of a field's placeholders, if there are any, with the change that lets the source say
/// so. `changed` is said of a field for whose column another finding has a change.
pub(super) fn placeholder(
    tally: &Tally<'_>,
    places: &Places<'_>,
    id: FieldId,
    changed: bool,
) -> Option<(Diagnostic, Option<Change>)> {
    let field = tally.model.fields.get(id)?;
    let counts = tally.fields.get(id.index())?;
    let found = counts.nothing.as_ref().filter(|it| it.touched.leads > 0)?;
    let (values, beyond) = found.texts.by_frequency();
    let column = counts.column.as_deref().unwrap_or_default();
    let name = &field.named.name;
    let texts = values.iter().map(|count| count.value.as_str());
    let all = first_listed(texts, MOST_LISTED);
    let (stand, count) = match values.len() {
        1 => ("stands", "counts"),
        _ => ("stand", "count"),
    };
    let message = format!(
        "{all} in column {} {stand} for nothing, and {count} as known for {}",
        places.named(id, column),
        part(found.touched.leads, tally.leads)
    );
    let (source, from) = (places.source(), places.from(id, column));
    let first = values.first().map_or("", |count| count.value.as_str());
    let mut help = format!("say in {source} `{name} {from} missing \"{first}\"`");
    let is_value = !found.values.is_empty();
    let rest = is_value.then(|| format!("then take it out of the values of `{name}`"));
    if let Some(rest) = &rest {
        help = format!("{help}; {rest}");
    }
    if field.required || field.key {
        help = format!("complete `{name}` in the CRM; to have such leads named, {help}");
    }
    let change = (!field.required && !field.key && !changed)
        .then(|| change(name, column, &values, rest))
        .flatten();
    let evidence = Evidence {
        values,
        beyond,
        ..found.touched.evidence(tally.leads)
    };
    let finding = at(places.column(id), Code::Placeholder, message)
        .here("read from here")
        .help(help)
        .about("field", name.clone())
        .shown_by(evidence);
    let finding = match places.read(id) {
        Some(read) => finding.label(read, "read here: known for them"),
        None => finding,
    };
    Some((finding, change))
}

fn change(
    field: &str,
    header: &str,
    values: &[ValueCount],
    rest: Option<String>,
) -> Option<Change> {
    let texts = values.iter().map(|count| &count.value);
    let missing: Vec<String> = texts.filter(|text| can_be_written(text)).cloned().collect();
    (!missing.is_empty()).then(|| Change {
        field: field.to_owned(),
        header: header.to_owned(),
        missing,
        rest,
        ..Change::default()
    })
}
