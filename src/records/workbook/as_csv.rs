//! The rows of a sheet as bytes of CSV.

use std::io::{self, Read};

use super::damaged;
use super::sheet::{Row, Sheet};
use crate::records::csv_value::push_value;
use crate::records::decode::give;

/// The most CSV that is made of a sheet, in bytes.
const LIMIT: u64 = 8 << 30;

/// Gives the rows as CSV, a line for each row of the sheet. A row is at least as long as the first
/// one with anything in it; one with nothing in it is an empty line.
pub(super) struct AsCsv<'a> {
    sheet: Sheet<'a>,
    row: Row,
    /// The row of the sheet that is written next.
    next: u64,
    /// How many values a row has at least.
    width: usize,
    bytes: Vec<u8>,
    at: usize,
    given: u64,
}

impl<'a> AsCsv<'a> {
    pub(super) fn new(sheet: Sheet<'a>) -> Self {
        AsCsv {
            sheet,
            row: Row::default(),
            next: 1,
            width: 0,
            bytes: Vec::new(),
            at: 0,
            given: 0,
        }
    }

    /// Writes the next row with anything in it; `false` where there is none.
    fn refill(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        self.at = 0;
        let number = loop {
            match self.sheet.next(&mut self.row)? {
                None => return Ok(false),
                Some(number) if self.row.values().len() > 0 => break number,
                Some(_) => {}
            }
        };
        let gap = usize::try_from(number.saturating_sub(self.next));
        self.bytes.resize(gap.unwrap_or_default(), b'\n');
        self.next = number + 1;
        let values = self.row.values();
        if self.width == 0 {
            self.width = values.len();
        }
        let missing = self.width.saturating_sub(values.len());
        let values = values.chain(std::iter::repeat_n("", missing));
        for (place, value) in values.enumerate() {
            if place > 0 {
                self.bytes.push(b',');
            }
            push_value(&mut self.bytes, value.as_bytes());
        }
        self.bytes.push(b'\n');
        self.given += self.bytes.len() as u64;
        match self.given > LIMIT {
            true => Err(damaged("its sheet takes more than 8 GiB as CSV")),
            false => Ok(true),
        }
    }
}

impl Read for AsCsv<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.at == self.bytes.len() && !room.is_empty() && !self.refill()? {
            return Ok(0);
        }
        Ok(give(&self.bytes, &mut self.at, room))
    }
}
