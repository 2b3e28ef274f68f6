//! A column, read some rows at a time.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, DataType};
use parquet::errors::{ParquetError, Result};

use super::kind::Kind;
use super::text;

/// A column of a group of rows.
pub(super) trait Column {
    /// Reads the next so many rows.
    fn read(&mut self, rows: usize) -> Result<()>;

    /// Adds the value of the next of these rows; nothing where it is null.
    fn next(&mut self, out: &mut Vec<u8>);
}

/// How a value is added to a text.
type Show<T> = fn(Kind, &T, &mut Vec<u8>);

/// The column behind a reader of the library.
pub(super) fn column(reader: ColumnReader, kind: Kind, most_level: i16) -> Box<dyn Column> {
    fn typed<T: DataType + 'static>(
        reader: ColumnReaderImpl<T>,
        (kind, most_level): (Kind, i16),
        show: Show<T::T>,
    ) -> Box<dyn Column> {
        Box::new(Typed {
            reader,
            kind,
            most_level,
            show,
            levels: Vec::new(),
            values: Vec::new(),
            level_at: 0,
            value_at: 0,
        })
    }
    let how = (kind, most_level);
    match reader {
        ColumnReader::BoolColumnReader(it) => typed(it, how, |_, it, out| text::displayed(it, out)),
        ColumnReader::Int32ColumnReader(it) => {
            typed(it, how, |k, it, out| text::int32(k, *it, out))
        }
        ColumnReader::Int64ColumnReader(it) => {
            typed(it, how, |k, it, out| text::int64(k, *it, out))
        }
        ColumnReader::Int96ColumnReader(it) => typed(it, how, |_, it, out| text::int96(it, out)),
        ColumnReader::FloatColumnReader(it) => {
            typed(it, how, |_, it, out| text::displayed(it, out))
        }
        ColumnReader::DoubleColumnReader(it) => {
            typed(it, how, |_, it, out| text::displayed(it, out))
        }
        ColumnReader::ByteArrayColumnReader(it) => {
            typed(it, how, |k, it, out| text::bytes(k, it.as_bytes(), out))
        }
        ColumnReader::FixedLenByteArrayColumnReader(it) => {
            typed(it, how, |k, it, out| text::bytes(k, it.as_bytes(), out))
        }
    }
}

struct Typed<T: DataType> {
    reader: ColumnReaderImpl<T>,
    kind: Kind,
    /// The level of a row that has a value.
    most_level: i16,
    show: Show<T::T>,
    /// Of each row the level, where rows may have no value.
    levels: Vec<i16>,
    /// The values of the rows that have one.
    values: Vec<T::T>,
    level_at: usize,
    value_at: usize,
}

impl<T: DataType> Column for Typed<T> {
    fn read(&mut self, rows: usize) -> Result<()> {
        self.levels.clear();
        self.values.clear();
        (self.level_at, self.value_at) = (0, 0);
        let levels = Some(&mut self.levels);
        let (read, ..) = self
            .reader
            .read_records(rows, levels, None, &mut self.values)?;
        match read == rows {
            true => Ok(()),
            false => Err(ParquetError::General("it has too few values".to_owned())),
        }
    }

    fn next(&mut self, out: &mut Vec<u8>) {
        if self.most_level > 0 {
            let level = self.levels.get(self.level_at);
            self.level_at += 1;
            if level != Some(&self.most_level) {
                return;
            }
        }
        if let Some(value) = self.values.get(self.value_at) {
            (self.show)(self.kind, value, out);
        }
        self.value_at += 1;
    }
}
