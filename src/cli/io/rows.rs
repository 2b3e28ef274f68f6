//! The rows of a file of data, be it CSV, a workbook or a Parquet file.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use super::data::data_file_name;
#[cfg(feature = "parquet")]
use super::parquet::parquet;
use super::unreadable;
use super::workbook::workbook;
use crate::cli::output::Failure;
#[cfg(feature = "parquet")]
use crate::records::PARQUET;

/// How many bytes tell what a file is.
const START: u64 = 8;
/// How a workbook starts.
const ZIP: &[u8] = b"PK\x03\x04";

/// What comes out of a file of data.
pub(crate) enum Rows {
    /// The bytes of the file.
    Csv(Box<dyn Read>),
    /// The rows of a sheet, as CSV.
    Sheet(Box<dyn Read>),
    /// The rows of a Parquet file, as CSV.
    #[cfg(feature = "parquet")]
    Parquet(Box<dyn Read>),
}

impl Rows {
    /// The rows as CSV, whatever they come out of.
    pub(crate) fn into_csv(self) -> Box<dyn Read> {
        match self {
            Rows::Csv(bytes) | Rows::Sheet(bytes) => bytes,
            #[cfg(feature = "parquet")]
            Rows::Parquet(bytes) => bytes,
        }
    }
}

/// A file of data that is open.
pub(super) enum Input {
    /// A plain file.
    File(File),
    /// What can be read once, from its start.
    Stream(Box<dyn Read>),
}

impl Input {
    /// How it starts, and the same input from its start.
    fn look(self) -> io::Result<(Vec<u8>, Input)> {
        let mut start = Vec::new();
        match self {
            Input::File(mut file) => {
                (&mut file).take(START).read_to_end(&mut start)?;
                file.rewind()?;
                Ok((start, Input::File(file)))
            }
            Input::Stream(mut stream) => {
                stream.by_ref().take(START).read_to_end(&mut start)?;
                let whole = Cursor::new(start.clone()).chain(stream);
                Ok((start, Input::Stream(Box::new(whole))))
            }
        }
    }
}

/// The rows of a file; of a workbook, those of the sheet of this name, or of the first.
pub(super) fn rows_of(input: Input, path: &Path, sheet: Option<&str>) -> Result<Rows, Failure> {
    let (start, input) = input.look().map_err(|error| unreadable(path, &error))?;
    if start.starts_with(ZIP) {
        return workbook(input, path, sheet);
    }
    if let Some(sheet) = sheet {
        let name = data_file_name(path);
        let message =
            format!("`--sheet {sheet}`: `{name}` is no .xlsx workbook, and has no sheets");
        return Err(Failure::new(message).help("leave `--sheet` out"));
    }
    #[cfg(feature = "parquet")]
    if start.starts_with(PARQUET) {
        return parquet(input, path);
    }
    Ok(Rows::Csv(match input {
        Input::File(file) => Box::new(file),
        Input::Stream(stream) => stream,
    }))
}

/// The bytes of a stream, of which no more may be kept than so many: what they are stands at their
/// end.
pub(super) fn keep(stream: Box<dyn Read>, limit: u64, path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = stream.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    Ok(bytes)
}
