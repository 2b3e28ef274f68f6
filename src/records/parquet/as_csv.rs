//! The rows of a Parquet file as bytes of CSV.

use std::io::{self, ErrorKind, Read};

use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};

use super::column::{Column, column};
use super::guard::guarded;
use super::kind::Kind;
use super::plain;
use crate::records::csv_value::push_value;
use crate::records::decode::give;

/// So many rows are read of each column at once.
const ROWS: usize = 1024;

/// Gives the names of the columns, then the rows.
pub(super) struct AsCsv<R: ChunkReader> {
    reader: SerializedFileReader<R>,
    kinds: Vec<Kind>,
    /// The columns of the group of rows that is being read.
    columns: Vec<Box<dyn Column>>,
    /// The place of the next group of rows.
    group: usize,
    /// How many rows of the group have not been read.
    left: u64,
    value: Vec<u8>,
    bytes: Vec<u8>,
    at: usize,
}

impl<R: ChunkReader + 'static> AsCsv<R> {
    pub(super) fn new(reader: SerializedFileReader<R>, kinds: Vec<Kind>) -> Self {
        let schema = reader.metadata().file_metadata().schema_descr();
        let mut bytes = Vec::new();
        for (at, column) in schema.columns().iter().enumerate() {
            if at > 0 {
                bytes.push(b',');
            }
            push_value(&mut bytes, column.name().as_bytes());
        }
        bytes.push(b'\n');
        AsCsv {
            reader,
            kinds,
            columns: Vec::new(),
            group: 0,
            left: 0,
            value: Vec::new(),
            bytes,
            at: 0,
        }
    }

    /// Writes the next rows; `false` where there is none.
    fn refill(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        self.at = 0;
        while self.left == 0 {
            if !self.next_group()? {
                return Ok(false);
            }
        }
        let rows = usize::try_from(self.left).map_or(ROWS, |left| left.min(ROWS));
        for place in 0..self.columns.len() {
            if let Some(column) = self.columns.get_mut(place) {
                let read = guarded(|| column.read(rows));
                read.map_err(|error| self.damaged(place, &error))?;
            }
        }
        let is_alone = self.columns.len() == 1;
        for _ in 0..rows {
            for (place, column) in self.columns.iter_mut().enumerate() {
                if place > 0 {
                    self.bytes.push(b',');
                }
                self.value.clear();
                column.next(&mut self.value);
                match is_alone && self.value.is_empty() {
                    // A line with nothing in it would be no row.
                    true => self.bytes.extend_from_slice(b"\"\""),
                    false => push_value(&mut self.bytes, &self.value),
                }
            }
            self.bytes.push(b'\n');
        }
        self.left -= rows as u64;
        Ok(true)
    }

    /// Begins with the next group of rows; `false` where there is none.
    fn next_group(&mut self) -> io::Result<bool> {
        let number = self.group;
        if number >= self.reader.num_row_groups() {
            return Ok(false);
        }
        self.group += 1;
        self.columns.clear();
        let group = guarded(|| self.reader.get_row_group(number));
        let group = group.map_err(|error| invalid(plain(&error)))?;
        let rows = group.metadata().num_rows();
        self.left = u64::try_from(rows)
            .map_err(|_| invalid(format!("a group of {rows} rows is stated")))?;
        for (place, kind) in self.kinds.iter().enumerate() {
            let level = group.metadata().schema_descr().column(place);
            let reader = guarded(|| group.get_column_reader(place));
            let reader = reader.map_err(|error| self.damaged(place, &error))?;
            self.columns
                .push(column(reader, *kind, level.max_def_level()));
        }
        Ok(true)
    }

    fn damaged(&self, column: usize, error: &ParquetError) -> io::Error {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let name = schema.columns().get(column).map_or("", |it| it.name());
        invalid(format!("column `{name}` is damaged: {}", plain(error)))
    }
}

impl<R: ChunkReader + 'static> Read for AsCsv<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.at == self.bytes.len() && !room.is_empty() {
            match self.refill() {
                Ok(true) => {}
                Ok(false) => return Ok(0),
                Err(error) => {
                    // What is damaged is not read further.
                    (self.left, self.group) = (0, usize::MAX);
                    self.columns.clear();
                    self.bytes.clear();
                    return Err(error);
                }
            }
        }
        Ok(give(&self.bytes, &mut self.at, room))
    }
}

fn invalid(message: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, message)
}
