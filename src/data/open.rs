//! From a stream of bytes to leads.

use super::choose::choose_source;
use super::columns::{Columns, mapping};
use super::field::FieldReader;
use super::files::{DataFile, OpenJoined};
use super::join::{JoinedFiles, Joining};
use super::leads::LeadReader;
use super::problem::DataError;
use super::row::{ColumnName, RowReader};
use super::table::{Layout, Table, header};
use crate::model::{Model, SourceMappingId};
use crate::records::{Replay, unpack};

/// How leads are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The source to read by; without, the one that fits.
    pub source: Option<String>,
    /// Keep every record as it came, not only those with problems.
    pub keep_raw: bool,
}

/// Begins to read the leads of one file: see [`super::open`].
pub(super) fn open_file<'m>(
    model: &'m Model,
    file: DataFile<'m>,
    options: &Options,
    joined: &mut JoinedFiles,
) -> Result<LeadReader<'m>, Vec<DataError>> {
    let bytes = unpack(file.bytes).map_err(|error| vec![error.into()])?;
    let mut bytes = Replay::new(bytes);
    let known = file.layout;
    let seen = |layout| header(&mut bytes, known.unwrap_or(layout));
    let chosen = choose_source(model, seen, options.source.as_deref());
    let layout = chosen.as_ref().map_or(Layout::default(), |(_, it)| *it);
    // An error in the first record says more than that no source fits it.
    let table = Table::open(bytes, known.unwrap_or(layout)).map_err(|error| vec![error])?;
    let (source, _) = chosen.map_err(|error| vec![error])?;

    let mapped = source.and_then(|id| model.sources.get(id));
    let mut columns = Columns::match_header(model, mapped, &table.header)?;
    let names = table.header.iter().enumerate();
    let mut names = names
        .map(|(place, header)| ColumnName::new(header, place, table.encoding()))
        .collect();
    let joins = join(
        model,
        source,
        &file.joined,
        joined,
        &mut columns,
        &mut names,
    )?;
    let field = |(id, field)| FieldReader::new(model, field, mapped, mapping(mapped, id));
    let fields = model.fields.iter().map(field).collect();
    let rows = RowReader::new(model, columns, names, fields);
    Ok(LeadReader::new(
        model,
        source,
        table,
        rows,
        joins,
        options.keep_raw,
    ))
}

/// Reads the files that the source joins. What they add to a record comes behind the lead's own
/// values, so that `columns` and `names` go on there. Returns the places of the files.
fn join(
    model: &Model,
    source: Option<SourceMappingId>,
    open: &OpenJoined<'_>,
    all: &mut JoinedFiles,
    columns: &mut Columns,
    names: &mut Vec<ColumnName>,
) -> Result<Vec<usize>, Vec<DataError>> {
    let Some((source, mapping)) = source.and_then(|id| Some((id, model.sources.get(id)?))) else {
        return Ok(Vec::new());
    };
    let (mut places, mut errors) = (Vec::new(), Vec::new());
    for (number, join) in mapping.joins.iter().enumerate() {
        let joining = Joining {
            source,
            mapping,
            number,
            join,
        };
        let opened = open(&join.file).map_err(|error| vec![error.of(&join.file)]);
        match opened.and_then(|file| all.place(model, joining, file)) {
            Ok(place) => {
                let file = all.files.get(place);
                for (field, name) in file.into_iter().flat_map(|file| file.names(number)) {
                    columns.set(field, names.len());
                    names.push(name);
                }
                places.push(place);
            }
            Err(found) => errors.extend(found),
        }
    }
    match errors.is_empty() {
        true => Ok(places),
        false => Err(errors),
    }
}
