//! From a stream of bytes to leads.

use std::io::{Chain, Cursor, Read};

use super::choose::choose_source;
use super::columns::Columns;
use super::leads::LeadReader;
use super::problem::DataError;
use crate::model::Model;
use crate::records::{FIELD_LIMIT, RawError, RawErrorKind, Reader, Record};

/// How leads are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The source to read by; without, the one that fits.
    pub source: Option<String>,
    /// Keep every record as it came, not only those with problems.
    pub keep_raw: bool,
}

/// What has been read to see the header, and what comes behind it.
pub(super) type Input<'a> = Chain<Cursor<Vec<u8>>, Box<dyn Read + 'a>>;

/// Begins to read the leads of one file: see [`super::open`].
pub(super) fn open_file<'m>(
    model: &'m Model,
    mut input: Box<dyn Read + 'm>,
    options: &Options,
) -> Result<LeadReader<'m>, Vec<DataError>> {
    // The header has to be looked at with the delimiter of each source, so its bytes are kept.
    let mut start = Vec::new();
    let limit = u64::try_from(FIELD_LIMIT).unwrap_or(u64::MAX);
    input
        .by_ref()
        .take(limit)
        .read_to_end(&mut start)
        .map_err(|error| {
            let kind = RawErrorKind::Unreadable(error.to_string());
            vec![
                RawError {
                    kind,
                    row: 1,
                    column: 1,
                    line: 1,
                    offset: None,
                }
                .into(),
            ]
        })?;
    let header = |delimiter: u8| {
        let mut record = Record::default();
        let read = Reader::new(start.as_slice(), delimiter).read(&mut record);
        read.map_or_else(
            |_| Vec::new(),
            |_| record.iter().map(str::to_owned).collect(),
        )
    };
    let chosen = choose_source(model, header, options.source.as_deref());

    // An error in the first record says more than that no source fits it.
    let source = chosen.as_ref().ok().copied().flatten();
    let mapping = source.and_then(|id| model.sources.get(id));
    let delimiter = mapping.and_then(|source| source.delimiter).unwrap_or(b',');
    let mut reader = Reader::new(Cursor::new(start).chain(input), delimiter);
    let record = read_header(&mut reader).map_err(|error| vec![error])?;
    chosen.map_err(|error| vec![error])?;

    let header: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
    let columns = Columns::match_header(model, mapping, &header)?;
    let faults = record.faults.len();
    Ok(LeadReader::new(
        model,
        reader,
        columns,
        header,
        source,
        options.keep_raw,
        faults,
    ))
}

fn read_header<R: Read>(reader: &mut Reader<R>) -> Result<Record, DataError> {
    let mut record = Record::default();
    if !reader.read(&mut record)? {
        let help = "export the leads again, with the names of the columns in the first row";
        return Err(DataError::new("the file is empty", help));
    }
    if !record
        .iter()
        .any(|name| name.contains(char::is_alphanumeric))
    {
        let help = "write the names of the columns into the first row";
        return Err(DataError::new(
            "the first row of the file names no column",
            help,
        ));
    }
    Ok(record)
}
