//! Results as a Parquet file: the columns of the CSV, with types.
//!
//! `row` is an integer of 64 bits; scores are decimals with 6 digits behind the point, which is as
//! fine as points are written, so that every score is exact; all else is text, and null where the CSV
//! is blank. The file is made piece by piece: what is held is one group of rows.

use std::io::Read;
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::csv::Holds;
use crate::records::{Reader, Record};
use crate::value::Number;

/// The most rows of a group.
const ROWS: usize = 1 << 17;
/// The most text of a group, in bytes.
const SIZE: usize = 64 << 20;
/// How many digits of a score stand behind the point.
const PLACES: u8 = 6;
/// How many digits of a score there are.
const DIGITS: i32 = 38;
/// How many bytes so many digits take.
const WIDTH: i32 = 16;

/// A Parquet file that is being made.
pub struct Parquet {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    rows: usize,
    size: usize,
}

/// What a column has in the group that is being made.
struct Column {
    holds: Holds,
    /// For each row, 1 where it has a value.
    levels: Vec<i16>,
    /// The texts of those that have one.
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Parquet {
    /// A file with these columns.
    ///
    /// # Errors
    /// The library refuses them, which it has no reason to.
    pub fn new(columns: &[(String, Holds)]) -> Result<Self, String> {
        let writer = writer(columns).map_err(|error| error.to_string())?;
        let columns = columns.iter().map(|(_, holds)| Column {
            holds: *holds,
            levels: Vec::new(),
            text: Vec::new(),
            ends: Vec::new(),
        });
        Ok(Parquet {
            writer,
            columns: columns.collect(),
            rows: 0,
            size: 0,
        })
    }

    /// Adds records, and gives what there is of the file to write by now.
    ///
    /// # Errors
    /// A score that has more digits than a decimal may have, or what is no record of these columns.
    pub fn add(&mut self, csv: &[u8]) -> Result<Vec<u8>, String> {
        // Behind a line end the mark of UTF-8 is no mark.
        let csv = (&b"\n"[..]).chain(csv);
        let (mut reader, mut record) = (Reader::new(csv, b','), Record::default());
        while reader
            .read(&mut record)
            .map_err(|error| error.to_string())?
        {
            for (column, value) in self.columns.iter_mut().zip(record.iter()) {
                column.push(value);
                self.size += value.len();
            }
            self.rows += 1;
            if self.rows >= ROWS || self.size >= SIZE {
                self.end_group()?;
            }
        }
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// Ends the file, and gives the rest of it.
    ///
    /// # Errors
    /// See [`Parquet::add`].
    pub fn finish(mut self) -> Result<Vec<u8>, String> {
        if self.rows > 0 {
            self.end_group()?;
        }
        self.writer.into_inner().map_err(|error| error.to_string())
    }

    fn end_group(&mut self) -> Result<(), String> {
        (self.rows, self.size) = (0, 0);
        self.write_group().map_err(|error| error.to_string())
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            if let Some(writer) = group.next_column()? {
                column.write(writer)?;
            }
        }
        group.close().map(|_| ())
    }
}

impl Column {
    fn push(&mut self, value: &str) {
        self.levels.push(i16::from(!value.is_empty()));
        if !value.is_empty() {
            self.text.extend_from_slice(value.as_bytes());
            self.ends.push(self.text.len());
        }
    }

    /// Writes what it has, and has nothing then.
    fn write(&mut self, mut writer: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let text = Bytes::from(std::mem::take(&mut self.text));
        let levels = std::mem::take(&mut self.levels);
        let ends = std::mem::take(&mut self.ends);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let values = starts
            .zip(ends.iter().copied())
            .map(|(start, end)| text.slice(start..end));
        match self.holds {
            Holds::Texts => {
                let values: Vec<ByteArray> = values.map(ByteArray::from).collect();
                let column = writer.typed::<ByteArrayType>();
                column.write_batch(&values, Some(&levels), None)?;
            }
            Holds::Rows => {
                let values: Result<Vec<i64>, _> = values.map(|it| row(&it)).collect();
                let column = writer.typed::<Int64Type>();
                column.write_batch(&values?, None, None)?;
            }
            Holds::Points => {
                let values: Result<Vec<_>, _> = values.map(|it| points(&it)).collect();
                let column = writer.typed::<FixedLenByteArrayType>();
                column.write_batch(&values?, Some(&levels), None)?;
            }
        }
        writer.close()
    }
}

fn writer(columns: &[(String, Holds)]) -> Result<SerializedFileWriter<Vec<u8>>, ParquetError> {
    let fields = columns.iter().map(|(name, holds)| {
        let field = match holds {
            Holds::Texts => Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String)),
            Holds::Rows => Type::primitive_type_builder(name, Physical::INT64)
                .with_repetition(Repetition::REQUIRED),
            Holds::Points => Type::primitive_type_builder(name, Physical::FIXED_LEN_BYTE_ARRAY)
                .with_length(WIDTH)
                .with_precision(DIGITS)
                .with_scale(PLACES.into())
                .with_logical_type(Some(LogicalType::decimal(PLACES.into(), DIGITS))),
        };
        field.build().map(Arc::new)
    });
    let fields: Result<Vec<_>, _> = fields.collect();
    let schema = Type::group_type_builder("leads").with_fields(fields?);
    let how = WriterProperties::builder()
        .set_created_by(format!("groundrules {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        // What is said of each page would be held to the end of the file.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true);
    SerializedFileWriter::new(Vec::new(), Arc::new(schema.build()?), Arc::new(how.build()))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn row(bytes: &[u8]) -> Result<i64, ParquetError> {
    let row = text(bytes).parse();
    row.map_err(|_| ParquetError::General("a row has no number".to_owned()))
}

/// The points as a whole number of their smallest part, the highest byte first.
fn points(bytes: &[u8]) -> Result<FixedLenByteArray, ParquetError> {
    let points = Number::parse(text(bytes)).and_then(|points| {
        let (digits, unit) = points.fraction();
        digits.checked_mul(10_i128.pow(PLACES.into()).checked_div(unit)?)
    });
    let points = points.map(|points| points.to_be_bytes().to_vec().into());
    points.ok_or_else(|| {
        let points = text(bytes);
        ParquetError::General(format!("a score of {points} has too many digits"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::parquet::bytes_as_csv;

    fn columns() -> Vec<(String, Holds)> {
        [
            ("key", Holds::Texts),
            ("row", Holds::Rows),
            ("fit", Holds::Points),
        ]
        .map(|(name, holds)| (name.to_owned(), holds))
        .to_vec()
    }

    fn read(bytes: Vec<u8>) -> String {
        let mut text = String::new();
        let mut csv = bytes_as_csv(bytes).unwrap();
        csv.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn records_come_back_as_they_were() {
        let mut file = Parquet::new(&columns()).unwrap();
        let rows = "\"a,\"\"b\"\"\nc\",2,12.5\n=x,3,-0.000001\n,4,\n";
        let mut all = file.add(rows.as_bytes()).unwrap();
        let more = "\u{feff}b,5,999999999999999999.999999\n";
        all.extend(file.add(more.as_bytes()).unwrap());
        all.extend(file.finish().unwrap());
        assert_eq!(read(all), format!("key,row,fit\n{rows}{more}"));
        let empty = Parquet::new(&columns()).unwrap().finish().unwrap();
        assert_eq!(read(empty), "key,row,fit\n");
    }

    #[test]
    fn a_group_is_given_when_it_is_full() {
        let mut file = Parquet::new(&columns()).unwrap();
        let rows: String = (0..ROWS - 1)
            .map(|row| format!("k{row},{row},1\n"))
            .collect();
        let start = file.add(rows.as_bytes()).unwrap();
        assert!(start.len() < 100, "{}", start.len());
        let group = file.add(b"last,1,2\nnext,2,3\n").unwrap();
        assert!(group.len() > 100_000, "{}", group.len());
        let all = [start, group, file.finish().unwrap()].concat();
        let expected = format!("key,row,fit\n{rows}last,1,2\nnext,2,3\n");
        assert!(read(all) == expected);
    }

    #[test]
    fn a_score_that_no_decimal_holds_is_refused() {
        let mut file = Parquet::new(&columns()).unwrap();
        file.add(b"a,1,1000000000000000000\n").unwrap();
        let error = file.finish().unwrap_err();
        assert!(error.contains("a score of 1000000000000000000"), "{error}");
    }
}
