//! Findings of files that lack columns which the policy reads: none of their leads can be judged.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Change;
use super::offer::Offers;
use super::place::Places;
use crate::compile::Compiled;
use crate::data::{DataError, Lack};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, FieldId, Model, SourceMappingId};
use crate::source::{SourceId, Span};
use crate::value::{first_listed, fold};

/// Most files that a message names.
const MOST_FILES: usize = 3;

/// A source, or none, and a field that is read by it; or the header of a column that tells of rows.
type Key<'e> = (Option<SourceMappingId>, Option<FieldId>, &'e str);

/// A finding for each column that a file lacks. None where something else is wrong with a file, too:
/// that has to be mended first.
#[must_use]
pub fn missing_columns(compiled: &Compiled, errors: &[DataError]) -> Option<Vec<Diagnostic>> {
    let missing = |error: &DataError| error.code == Some(Code::MissingColumn);
    if !errors.iter().all(missing) {
        return None;
    }
    let model = &compiled.model;
    let mut lacks: BTreeMap<Key<'_>, (&Lack, Vec<&str>)> = BTreeMap::new();
    let mut findings = Vec::new();
    for error in errors {
        if is_another_file(model, error) {
            findings.push(whole_file(compiled, error));
            continue;
        }
        for lack in &error.lacks {
            let key = (
                source_of(model, lack),
                field_of(model, lack),
                lack.column.as_str(),
            );
            let entry = lacks.entry(key).or_insert_with(|| (lack, Vec::new()));
            entry.1.push(&error.file);
        }
    }
    let sources: BTreeSet<_> = lacks.keys().map(|(source, _, _)| *source).collect();
    for source in sources {
        let mut offers = Offers::new(compiled, Some(source));
        let places = Places::new(compiled, source);
        let of_source = lacks.iter().filter(|((of, _, _), _)| *of == source);
        for ((_, field, _), (lack, files)) in of_source {
            let files = first_listed(files.iter().copied(), MOST_FILES);
            match field {
                Some(field) => {
                    let change = rename(model, &places, *field, lack);
                    let finding = finding(model, &places, *field, lack, &files);
                    if let Some(finding) = finding {
                        offers.push(&mut findings, finding, change);
                    }
                }
                None => findings.extend(of_rows(model, source, lack, &files)),
            }
        }
        offers.attach(&mut findings);
    }
    Some(findings)
}

fn field_of(model: &Model, lack: &Lack) -> Option<FieldId> {
    let name = lack.field.as_deref()?;
    let mut fields = model.fields.iter();
    fields
        .find(|(_, field)| field.named.name == name)
        .map(|(id, _)| id)
}

fn source_of(model: &Model, lack: &Lack) -> Option<SourceMappingId> {
    let name = lack.source.as_deref()?;
    let mut sources = model.sources.iter();
    sources
        .find(|(_, source)| source.named.name == name)
        .map(|(id, _)| id)
}

fn finding(
    model: &Model,
    places: &Places<'_>,
    id: FieldId,
    lack: &Lack,
    files: &str,
) -> Option<Diagnostic> {
    let field = model.fields.get(id)?;
    let (name, column) = (&field.named.name, &lack.column);
    let message = format!("no column of {files} is called `{column}`, from which `{name}` is read");
    let here = match &lack.nearest {
        Some(near) => format!("nearest is `{near}`"),
        None => "no header is near it".to_owned(),
    };
    let help = "export the column, or name the one that it is read from";
    let help = match absent(field, places) {
        Some(absent) => format!("{help}; {absent}"),
        None => help.to_owned(),
    };
    let finding = Diagnostic::new(Code::MissingColumn, places.column(id)?, message)
        .here(here)
        .help(help)
        .about("field", name.clone());
    Some(match places.read(id) {
        Some(read) => finding.label(read, "read here"),
        None => finding,
    })
}

/// What to say of a field for which an export has no column; none where it has to have one.
fn absent(field: &Field, places: &Places<'_>) -> Option<String> {
    let (name, source) = (&field.named.name, places.source());
    let may_lack = !field.required && !field.key;
    may_lack.then(|| format!("if such exports never have it, say `absent {name}` in {source}"))
}

/// The change that takes the nearest header for what was meant, unless another field is read from
/// that.
fn rename(model: &Model, places: &Places<'_>, id: FieldId, lack: &Lack) -> Option<Change> {
    let header = lack.nearest.clone()?;
    let mut others = model.fields.iter().filter(|(other, _)| *other != id);
    if others.any(|(other, field)| fold(places.header(other, field)) == fold(&header)) {
        return None;
    }
    let field = model.fields.get(id)?;
    Some(Change {
        field: field.named.name.clone(),
        header,
        renames: true,
        rest: absent(field, places),
        ..Change::default()
    })
}

/// A column that tells which rows are leads, or which rows of another file belong to them.
fn of_rows(
    model: &Model,
    source: Option<SourceMappingId>,
    lack: &Lack,
    files: &str,
) -> Option<Diagnostic> {
    let source = model.sources.get(source?)?;
    let column = &lack.column;
    let skip = source.skips.iter().find(|skip| skip.header == *column);
    let join = source
        .joins
        .iter()
        .find(|join| join.on == *column || join.key == *column);
    let place = skip.map(|skip| skip.span).or(join.map(|join| join.span))?;
    let message = format!("no column of {files} is called `{column}`, by which rows are told");
    let finding = Diagnostic::new(Code::MissingColumn, place, message)
        .help("export the column, or name the one that tells it");
    Some(match &lack.nearest {
        Some(near) => finding.here(format!("nearest is `{near}`")),
        None => finding,
    })
}

/// Whether the file fits none of several sources, or has no column, and none like it, that is looked
/// for: then one thing is wrong, such as the sign between values, and not each of them.
fn is_another_file(model: &Model, error: &DataError) -> bool {
    let absent = error.lacks.first().and_then(|lack| source_of(model, lack));
    let absent = absent.and_then(|id| model.sources.get(id));
    let wanted = model.fields.len() - absent.map_or(0, |source| source.absent.len());
    error.lacks.len() == wanted && error.lacks.iter().all(|lack| lack.nearest.is_none())
        || error.lacks.is_empty()
}

/// One finding for the file, at the sources by which it could have been read.
fn whole_file(compiled: &Compiled, error: &DataError) -> Diagnostic {
    let sources = compiled.model.sources.values();
    let fields = compiled.model.fields.values();
    // Without a source the fields' own names are looked for.
    let places = sources.map(|source| source.named.span);
    let mut places = places.chain(fields.map(|field| field.named.span).take(1));
    let nowhere = Span::new(SourceId(0), 0, 0);
    let first = places.next().unwrap_or(nowhere);
    let message = format!("`{}`: {}", error.file, error.message);
    let mut finding = Diagnostic::new(Code::MissingColumn, first, message);
    finding.help.clone_from(&error.help);
    finding
}
