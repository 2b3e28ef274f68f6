//! Parquet files: their rows as CSV, row by row.
//!
//! | file | purpose |
//! | --- | --- |
//! | `kind` | what the values of a column are |
//! | `text` | such a value as text |
//! | `column` | a column, read some rows at a time |
//! | `as_csv` | the rows as bytes of CSV |
//! | `guard` | the library that reads them, kept from panicking |
//!
//! # What is decided here
//! A value is the text that an export in CSV has for it, and nothing of it is lost: dates, times and
//! timestamps in ISO form, with `Z` where they are instants; decimals with all their digits;
//! floating point by the shortest number that comes back; booleans as `true` and `false`. What is
//! null is blank. A timestamp of the old kind with 96 bits is an instant, as Spark and Hive write
//! it. A date out of the calendar, and a decimal of more than 38 digits, are texts that no field
//! takes, so that the lead has a problem and the file is read on. A column that holds lists, maps or
//! records has no form in CSV: the file is refused.
//!
//! # What is held
//! What the file says of itself, and of each column one page of the file and some rows.

mod as_csv;
mod column;
mod guard;
mod kind;
mod text;

use std::fmt;
use std::fs::File;
use std::io::Read;

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use as_csv::AsCsv;
use guard::guarded;
use kind::Kind;

/// The largest Parquet file that is read where it is no file on a disk, in bytes.
pub const KEPT_LIMIT: u64 = 256 << 20;

/// Why the rows of a Parquet file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refused {}

impl Refused {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Refused {
            message: message.into(),
            help: help.into(),
        }
    }
}

impl From<ParquetError> for Refused {
    fn from(error: ParquetError) -> Self {
        Refused::new(
            format!("the Parquet file cannot be read: {}", plain(&error)),
            "check that the file is whole, or write it again",
        )
    }
}

/// What is wrong, without the name that the library has for the kind of fault.
fn plain(error: &ParquetError) -> String {
    match error {
        ParquetError::General(text) | ParquetError::EOF(text) | ParquetError::NYI(text) => {
            text.clone()
        }
        other => other.to_string(),
    }
}

/// The rows of a Parquet file as CSV in UTF-8, with commas between the values, behind a row with the
/// names of the columns.
///
/// # Errors
/// It is damaged, or has columns that are no plain values or are packed in a way that is not known.
/// What is wrong further on is said when it is read.
pub fn file_as_csv(file: File) -> Result<Box<dyn Read>, Refused> {
    as_csv(file)
}

/// The same, of a file that is held in memory.
///
/// # Errors
/// See [`file_as_csv`].
pub fn bytes_as_csv(bytes: Vec<u8>) -> Result<Box<dyn Read>, Refused> {
    as_csv(Bytes::from(bytes))
}

fn as_csv(input: impl ChunkReader + 'static) -> Result<Box<dyn Read>, Refused> {
    let reader = guarded(|| SerializedFileReader::new(input))?;
    let kinds = kinds(reader.metadata())?;
    refuse_packing(reader.metadata())?;
    Ok(Box::new(AsCsv::new(reader, kinds)))
}

/// What the values of each column are.
fn kinds(meta: &ParquetMetaData) -> Result<Vec<Kind>, Refused> {
    let schema = meta.file_metadata().schema_descr();
    let columns = schema.root_schema().get_fields();
    if columns.is_empty() {
        let help = "write it again, with the leads' columns";
        return Err(Refused::new("the Parquet file has no columns", help));
    }
    let quoted = |names: Vec<&str>| format!("`{}`", names.join("`, `"));
    let nested = columns.iter().filter(|it| {
        it.is_group() || schema.num_columns() == 0 || kind::is_repeated(it.get_basic_info())
    });
    let nested: Vec<&str> = nested.map(|column| column.name()).collect();
    if !nested.is_empty() {
        let message = format!("columns of lists, maps or records: {}", quoted(nested));
        let help = "write the file again without them, or with their parts as columns of their own";
        return Err(Refused::new(message, help));
    }
    let kinds = schema.columns().iter().map(|column| {
        Kind::of(column).ok_or_else(|| {
            let message = format!("column `{}` is of a type that no text has", column.name());
            let help = "write the file again without it, or with its values as texts";
            Refused::new(message, help)
        })
    });
    kinds.collect()
}

/// Refuses a file that is packed in a way that this build does not know.
fn refuse_packing(meta: &ParquetMetaData) -> Result<(), Refused> {
    let groups = meta.row_groups().iter();
    let mut packed = groups.flat_map(|group| group.columns());
    let unknown = packed.find(|column| {
        let how = column.compression();
        let is_known = match how {
            Compression::ZSTD(_) => cfg!(feature = "zstd"),
            _ => matches!(
                how,
                Compression::UNCOMPRESSED
                    | Compression::SNAPPY
                    | Compression::GZIP(_)
                    | Compression::LZ4
                    | Compression::LZ4_RAW
            ),
        };
        !is_known
    });
    let Some(column) = unknown else {
        return Ok(());
    };
    let (how, or) = match column.compression() {
        Compression::ZSTD(_) => (
            "zstd, which this groundrules was built without",
            ", or build with `cargo build --features parquet,zstd`",
        ),
        Compression::BROTLI(_) => ("brotli, which is not read", ""),
        _ => ("a method that is not read", ""),
    };
    let message = format!("the values in the Parquet file are packed by {how}");
    let help = format!("write it again with snappy or gzip{or}");
    Err(Refused::new(message, help))
}
