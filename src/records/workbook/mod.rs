//! Excel workbooks (.xlsx): the rows of a sheet as CSV, row by row.
//!
//! | file | purpose |
//! | --- | --- |
//! | `zip` | the parts of a zip file, by its directory |
//! | `part` | one part unpacked, no more of it than it may be |
//! | `xml` | a part as tags and texts |
//! | `outline` | which sheets there are, and in which parts they lie |
//! | `strings` | the texts that cells share |
//! | `formats` | which cells are dates, by their number formats |
//! | `number` | numbers, dates and times as a person sees them |
//! | `sheet` | the rows of a sheet |
//! | `as_csv` | those rows as bytes of CSV |
//!
//! # What is decided here
//! A cell says what a person sees in it, as far as it is data: integers without `.0`, no more than
//! the 15 digits that Excel computes with, dates and times in ISO form by the format of the cell,
//! leading zeros that a format asks for, the stored result of a formula. Percents and amounts
//! are given as plain numbers. The line of a row in the CSV is its row in the sheet, as long as no value has a
//! line end in it; rows with nothing in them are empty lines.
//!
//! # What is held
//! The texts that cells share, and one row. Each size that a file states is checked against a bound
//! before anything is made of that size, and again while it is read.

mod as_csv;
mod formats;
mod number;
mod outline;
mod part;
mod sheet;
mod strings;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod xml;
mod zip;

use std::fmt;
use std::io::{self, Read, Seek};

use formats::Formats;
use outline::Outline;
use sheet::Sheet;
use strings::Strings;
use zip::Archive;

/// The largest workbook, in bytes.
pub const WORKBOOK_LIMIT: u64 = 256 << 20;
/// The most that a sheet may be unpacked, in bytes.
const SHEET_LIMIT: u64 = 8 << 30;
/// The most that the shared texts may be unpacked, in bytes.
const STRINGS_LIMIT: u64 = 1 << 30;
/// The most that any other part may be unpacked, in bytes.
const SMALL_LIMIT: u64 = 64 << 20;

/// Why the rows of a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookError {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The names of the sheets, where there is none of the name that is wanted.
    pub sheets: Vec<String>,
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WorkbookError {}

impl WorkbookError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        WorkbookError {
            message: message.into(),
            help: help.into(),
            sheets: Vec::new(),
        }
    }
}

impl From<io::Error> for WorkbookError {
    fn from(error: io::Error) -> Self {
        WorkbookError::new(
            format!("the workbook cannot be read: {error}"),
            "check that the file is whole; open it in Excel and save it again, as .xlsx or as CSV \
             (UTF-8)",
        )
    }
}

/// The rows of a sheet as CSV in UTF-8, with commas between the values: of the sheet of this name,
/// or of the first one that is not hidden.
///
/// # Errors
/// The input is no workbook, is damaged or has no such sheet. What is wrong further on in the sheet
/// is said when it is read.
pub fn sheet_as_csv<'a, R: Read + Seek + 'a>(
    input: R,
    wanted: Option<&str>,
) -> Result<Box<dyn Read + 'a>, WorkbookError> {
    let mut archive = Archive::open(input)?;
    let outline = Outline::read(&mut archive)?;
    let path = outline.path(wanted)?.to_owned();
    let strings = match &outline.strings {
        Some(path) => Strings::read(archive.xml(path, STRINGS_LIMIT)?)?,
        None => Strings::default(),
    };
    let formats = match &outline.styles {
        Some(path) => Formats::read(archive.xml(path, SMALL_LIMIT)?)?,
        None => Formats::default(),
    };
    let xml = archive.into_xml(&path, SHEET_LIMIT)?;
    let sheet = Sheet::new(xml, strings, formats, outline.epoch);
    Ok(Box::new(as_csv::AsCsv::new(sheet)))
}

/// An error for a workbook that says something that none may say.
fn damaged(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}
