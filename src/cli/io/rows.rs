//! The rows of a file of data, be it CSV or a workbook.

use std::fs::File;
use std::io::Read;

/// What comes out of a file of data.
pub(crate) enum Rows {
    /// The bytes of the file.
    Csv(Box<dyn Read>),
    /// The rows of a sheet, as CSV.
    Sheet(Box<dyn Read>),
}

impl Rows {
    /// The rows as CSV, whatever they come out of.
    pub(crate) fn into_csv(self) -> Box<dyn Read> {
        match self {
            Rows::Csv(bytes) | Rows::Sheet(bytes) => bytes,
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

pub(super) use super::workbook::rows_of;
