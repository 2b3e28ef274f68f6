//! Raw CSV: records of texts, with their places, before anybody says what they mean.
//!
//! | file | purpose |
//! | --- | --- |
//! | `rows` | [`rows`]: a small text at once, every cell with its place |
//! | `reader` | [`Reader`]: a stream of any length in little memory |
//! | `record` | [`Record`]: what the stream gives |
//! | `blocks` | [`Blocks`]: the stream in pieces of whole records, for several processors |
//! | `split` | [`Split`]: the records of such a piece, where they are |
//! | `marks` | where delimiters, line ends and quotes are |
//! | `encoding` | [`Encoding`]: how bytes are text |
//! | `decode` | [`Decoder`]: a stream of any encoding as UTF-8 |
//! | `unpack` | [`unpack`]: a stream in gzip or zstd as what is packed in it |
//! | `unzstd` | the part of that for zstd, where the program is built with it |
//! | `replay` | [`Replay`]: a stream whose start can be looked at several times |
//! | `csv_value` | a value of what is made into CSV |
//! | `workbook` | Excel workbooks as CSV |
//! | `parquet` | Parquet files as CSV, where the program is built with it |
//!
//! `rows` and `reader` know quotes, doubled quotes, CRLF, LF and CR, skip lines with nothing in them and a byte
//! order mark, and refuse a quote that never closes instead of swallowing the rest.

mod blocks;
mod csv_value;
mod decode;
mod encoding;
mod marks;
#[cfg(feature = "parquet")]
pub mod parquet;
mod reader;
mod record;
mod replay;
mod rows;
mod split;
#[cfg(test)]
mod testing;
mod unpack;
#[cfg(feature = "zstd")]
mod unzstd;
pub mod workbook;

use std::fmt;

pub use blocks::{Block, Blocks};
pub use decode::Decoder;
pub use encoding::Encoding;
pub use reader::{FIELD_LIMIT, Reader};
pub use record::{Fault, FaultKind, Record};
pub use replay::Replay;
pub use rows::{RawCell, RawRow, rows};
pub use split::{Piece, Split};
pub use unpack::{PARQUET, unpack};

/// Why no further record can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawErrorKind {
    /// A quote opens and the text ends before it closes.
    UnclosedQuote,
    /// A value larger than [`FIELD_LIMIT`].
    FieldTooLarge,
    /// A record with more text or values than a record may have.
    RecordTooLarge,
    /// The file is no text at all.
    Foreign {
        /// What it is.
        what: &'static str,
        /// What to do about it.
        help: &'static str,
    },
    /// The text cannot be read, with what the system says.
    Unreadable(String),
}

/// A fault after which no further record can be read, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawError {
    /// What it is.
    pub kind: RawErrorKind,
    /// The number of the record, from 1.
    pub row: u64,
    /// The number of the value in its record, from 1.
    pub column: usize,
    /// The line on which the value starts, from 1.
    pub line: u64,
    /// The byte at which the value starts; known to [`rows`] only.
    pub offset: Option<usize>,
}

impl RawError {
    /// That an input cannot be read from its start.
    #[must_use]
    pub fn unreadable(error: &std::io::Error) -> RawError {
        RawError::at_start(RawErrorKind::Unreadable(error.to_string()))
    }

    fn at_start(kind: RawErrorKind) -> RawError {
        RawError {
            kind,
            row: 1,
            column: 1,
            line: 1,
            offset: None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> String {
        let line = self.line;
        match self.kind {
            RawErrorKind::UnclosedQuote => {
                format!("close the quote on line {line}; a quote inside quotes is written twice")
            }
            RawErrorKind::FieldTooLarge | RawErrorKind::RecordTooLarge => format!(
                "look at line {line}: a quote may be opened there and never closed, or the file may \
                 be no CSV"
            ),
            RawErrorKind::Foreign { help, .. } => help.to_owned(),
            RawErrorKind::Unreadable(_) => {
                "check that the file is whole and may be read".to_owned()
            }
        }
    }
}

impl fmt::Display for RawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RawError {
            row, column, line, ..
        } = self;
        match &self.kind {
            RawErrorKind::UnclosedQuote => write!(
                f,
                "the quote that opens in row {row}, column {column}, on line {line} never closes"
            ),
            RawErrorKind::FieldTooLarge => write!(
                f,
                "the value in row {row}, column {column}, which starts on line {line}, is larger \
                 than 1 MiB"
            ),
            RawErrorKind::RecordTooLarge => write!(
                f,
                "row {row}, near line {line}, has more values or more text than a row may have \
                 (65,536 values, 16 MiB)"
            ),
            RawErrorKind::Foreign { what, .. } => write!(f, "the file is {what}, not CSV"),
            RawErrorKind::Unreadable(reason) if *row <= 1 => {
                write!(f, "the file cannot be read: {reason}")
            }
            RawErrorKind::Unreadable(reason) => {
                let last = row - 1;
                write!(f, "the file cannot be read behind row {last}: {reason}")
            }
        }
    }
}

impl std::error::Error for RawError {}
