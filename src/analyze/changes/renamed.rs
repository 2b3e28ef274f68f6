//! Fields that are called otherwise and are the same: of one type, and read from the same column by
//! each source.
//!
//! Stages are not looked for: the name of one is the value by which leads stand in it, so that
//! another name is another stage.

use super::schema;
use crate::compile::Compiled;
use crate::model::{ColumnMapping, FieldId, Model, SourceMapping};
use crate::value::loose;

/// The older policy with the names that the newer one has for its fields, and the older and newer
/// names of those that it calls otherwise.
pub(super) fn by_new_names(old: &Compiled, new: &Model) -> (Vec<(String, String)>, Compiled) {
    let mut renamed = old.clone();
    let mut names = Vec::new();
    for (before, now) in fields(&old.model, new) {
        let name = new.fields.get(now).map(|it| it.named.name.clone());
        if let (Some(field), Some(name)) = (renamed.model.fields.get_mut(before), name) {
            let was = std::mem::replace(&mut field.named.name, name.clone());
            names.push((was, name));
        }
    }
    (names, renamed)
}

/// The fields of the older policy that the newer one calls otherwise, each with its place there.
fn fields(old: &Model, new: &Model) -> Vec<(FieldId, FieldId)> {
    let lacks = |all: &Model, name: &str| !all.fields.values().any(|it| it.named.name == name);
    let gone = old.fields.iter();
    let gone = gone.filter(|(_, it)| lacks(new, &it.named.name));
    let added = new.fields.iter();
    let added: Vec<FieldId> = added
        .filter(|(_, it)| lacks(old, &it.named.name))
        .map(|(id, _)| id)
        .collect();
    let mut pairs: Vec<(FieldId, FieldId)> = Vec::new();
    for (before, _) in gone {
        let taken = |now: &FieldId| pairs.iter().any(|(_, it)| it == now);
        let same = added
            .iter()
            .filter(|now| !taken(now) && are_same(old, before, new, **now));
        if let [now] = same.copied().collect::<Vec<_>>().as_slice() {
            pairs.push((before, *now));
        }
    }
    pairs
}

fn are_same(old: &Model, before: FieldId, new: &Model, now: FieldId) -> bool {
    let (Some(was), Some(is)) = (old.fields.get(before), new.fields.get(now)) else {
        return false;
    };
    // Without a source, a field is read from the column of its name.
    let sources = old.sources.len();
    let all_alike = old.sources.values().all(|source| {
        let mut others = new.sources.values();
        let other = others.find(|it| it.named.name == source.named.name);
        other.is_some_and(|other| {
            read_alike(
                (source, before, &was.named.name),
                (other, now, &is.named.name),
            )
        })
    });
    sources > 0
        && sources == new.sources.len()
        && all_alike
        && schema::words(old, was) == schema::words(new, is)
}

/// Whether a field is read from the same column in the same way, whatever it is called.
fn read_alike(
    one: (&SourceMapping, FieldId, &str),
    other: (&SourceMapping, FieldId, &str),
) -> bool {
    let ((source, field, name), (other_source, other_field, other_name)) = (one, other);
    let of = |source: &SourceMapping, field: FieldId| {
        let mut columns = source.columns.iter();
        columns.find(|it| it.field == field).cloned()
    };
    let file = |source: &SourceMapping, column: &ColumnMapping| {
        let join = column.join.and_then(|at| source.joins.get(at));
        join.map(|join| (join.file.clone(), join.on.clone(), join.key.clone()))
    };
    let absent = [(source, field), (other_source, other_field)];
    let [absent, other_absent] = absent.map(|(it, field)| it.absent.contains(&field));
    match (of(source, field), of(other_source, other_field)) {
        _ if absent || other_absent => absent && other_absent,
        (None, None) => loose(name) == loose(other_name),
        // What nothing is said of is read from the column of its name.
        (Some(column), None) => is_plain(&column) && loose(&column.header) == loose(other_name),
        (None, Some(column)) => is_plain(&column) && loose(&column.header) == loose(name),
        (Some(a), Some(b)) => {
            file(source, &a) == file(other_source, &b)
                && loose(&a.header) == loose(&b.header)
                && said(&a) == said(&b)
        }
    }
}

/// All that is said of a column beside where it is.
fn said(column: &ColumnMapping) -> impl PartialEq + use<'_> {
    let texts = (
        &column.values,
        &column.rest,
        &column.spellings,
        &column.missing,
    );
    let form = (&column.split, column.percent, &column.dated);
    (column.occurrence, texts, form)
}

/// Whether nothing is said of a column but its header.
fn is_plain(column: &ColumnMapping) -> bool {
    let texts =
        column.values.is_empty() && column.spellings.is_empty() && column.missing.is_empty();
    let place = column.join.is_none() && column.occurrence.is_none();
    let form = column.split.is_none() && !column.percent && column.dated.is_empty();
    texts && place && form && column.rest.is_none()
}
