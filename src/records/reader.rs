//! A stream of CSV, record by record, in memory that does not grow with it.

use std::io::{ErrorKind, Read};

use csv_core::ReadRecordResult;

use super::{Blocks, RawError, RawErrorKind, Record};

/// The largest value that is read, in bytes: 1 MiB.
pub const FIELD_LIMIT: usize = 1 << 20;
/// The most text of one record, in bytes.
const RECORD_LIMIT: usize = 16 << 20;
/// The most values of one record.
pub(super) const FIELDS_LIMIT: usize = 1 << 16;
/// How much is read at once, in bytes.
const CHUNK: usize = 1 << 16;

/// Reads records one after another. Records may differ in length. What it keeps is one record, and
/// no value of it is larger than [`FIELD_LIMIT`].
pub struct Reader<R> {
    input: R,
    core: csv_core::Reader,
    chunk: Vec<u8>,
    /// What of the chunk is still to be read.
    at: usize,
    filled: usize,
    /// The input has come to its end, and the line end behind it is in the chunk.
    ended: bool,
    /// Reading has begun.
    begun: bool,
    row: u64,
    /// Lines of the file before the input.
    lines: u64,
    /// Where lines with nothing in them count as records: the line behind the last record.
    next_line: Option<u64>,
    text: Vec<u8>,
    text_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
}

impl<R: Read> Reader<R> {
    /// A reader of this input with this byte between values.
    pub fn new(input: R, delimiter: u8) -> Self {
        Reader {
            input,
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            chunk: vec![0; CHUNK],
            at: 0,
            filled: 0,
            ended: false,
            begun: false,
            row: 0,
            lines: 0,
            next_line: None,
            text: vec![0; 4096],
            text_len: 0,
            ends: vec![0; 64],
            ends_len: 0,
        }
    }

    /// Counts lines with nothing in them in the numbers of records, although none is given for them.
    #[must_use]
    pub fn counting_empty_lines(mut self) -> Self {
        self.next_line = Some(1);
        self
    }

    /// Goes on in the numbers of records and lines behind so many of the file.
    #[must_use]
    pub(super) fn behind(mut self, rows: u64, lines: u64) -> Self {
        (self.row, self.lines) = (rows, lines);
        self
    }

    /// What is still to be read, in pieces.
    #[must_use]
    pub fn into_blocks(self, delimiter: u8) -> Blocks<R> {
        let rest = self.chunk.get(self.at..self.filled).unwrap_or_default();
        // The line end that stands behind the input is none of its bytes.
        let rest = match self.ended {
            true => rest.split_last().map_or(rest, |(_, before)| before),
            false => rest,
        };
        let lines = self.lines + self.core.line() - 1;
        let last = self.at.checked_sub(1).and_then(|last| self.chunk.get(last));
        let blocks = Blocks::new(self.input, delimiter, rest.to_vec(), self.ended);
        blocks.behind(self.row, lines, last == Some(&b'\r'))
    }

    /// Reads the next record into `record`; `false` where there is none. After an error there is
    /// no next record.
    ///
    /// # Errors
    /// A quote that never closes, a value or a record that is too large, or whatever keeps the input
    /// from being read.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, RawError> {
        let result = self.read_raw(record);
        if result.is_err() {
            (self.at, self.filled, self.ended) = (0, 0, true);
            (self.text_len, self.ends_len) = (0, 0);
        }
        result
    }

    fn read_raw(&mut self, record: &mut Record) -> Result<bool, RawError> {
        loop {
            if self.at == self.filled && !self.refill()? {
                return match (self.text_len, self.ends_len) {
                    (0, 0) => Ok(false),
                    // The line end behind the input has been taken into a value.
                    _ => Err(self.error(RawErrorKind::UnclosedQuote, self.ends_len, false)),
                };
            }
            let input = self.chunk.get(self.at..self.filled).unwrap_or_default();
            let text = self.text.get_mut(self.text_len..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ends_len..).unwrap_or_default();
            let (result, read, written, ended) = self.core.read_record(input, text, ends);
            self.at += read;
            self.text_len += written;
            self.ends_len += ended;
            self.check_sizes(matches!(result, ReadRecordResult::Record))?;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    record.line = self.start_line(true);
                    self.row += 1 + self.empty_lines(record.line);
                    record.row = self.row;
                    let text = self.text.get(..self.text_len).unwrap_or_default();
                    let ends = self.ends.get(..self.ends_len).unwrap_or_default();
                    record.fill(text, ends);
                    (self.text_len, self.ends_len) = (0, 0);
                    return Ok(true);
                }
            }
        }
    }

    /// How many lines are to be counted before the record that starts on this line.
    fn empty_lines(&mut self, line: u64) -> u64 {
        let Some(next) = self.next_line else {
            return 0;
        };
        let text = self.text.get(..self.text_len).unwrap_or_default();
        self.next_line = Some(line + newlines(text) + 1);
        line.saturating_sub(next)
    }

    /// Puts the next bytes of the input into the chunk; behind the last of them a line end, which
    /// ends the last record or, inside an open quote, shows that it is open.
    fn refill(&mut self) -> Result<bool, RawError> {
        if self.ended {
            return Ok(false);
        }
        (self.at, self.filled) = (0, 0);
        // The mark of UTF-8, which is left out further on, has to be in the first chunk whole.
        let wanted = if self.begun { 1 } else { 3 };
        while self.filled < wanted && !self.ended {
            let room = self.chunk.get_mut(self.filled..).unwrap_or_default();
            match self.input.read(room) {
                Ok(0) => self.ended = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    return Err(self.error(RawErrorKind::Unreadable(error.to_string()), 0, false));
                }
            }
        }
        self.begun = true;
        if self.ended
            && let Some(byte) = self.chunk.get_mut(self.filled)
        {
            *byte = b'\n';
            self.filled += 1;
        }
        Ok(true)
    }

    fn check_sizes(&self, done: bool) -> Result<(), RawError> {
        if self.text_len > FIELD_LIMIT {
            let ends = self.ends.get(..self.ends_len).unwrap_or_default();
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let ends = ends.iter().copied().chain(std::iter::once(self.text_len));
            let mut sizes = starts
                .zip(ends)
                .map(|(start, end)| end.saturating_sub(start));
            if let Some(field) = sizes.position(|size| size > FIELD_LIMIT) {
                return Err(self.error(RawErrorKind::FieldTooLarge, field, done));
            }
        }
        if self.text_len > RECORD_LIMIT || self.ends_len > FIELDS_LIMIT {
            let last = self.ends_len.saturating_sub(1);
            return Err(self.error(RawErrorKind::RecordTooLarge, last, done));
        }
        Ok(())
    }

    /// The input.
    pub fn input(&self) -> &R {
        &self.input
    }

    /// The error at the value at this place of the record that is being read, or is `done`.
    fn error(&self, kind: RawErrorKind, field: usize, done: bool) -> RawError {
        let behind = field
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = behind.copied().unwrap_or(0).min(self.text_len);
        let before = self.text.get(..start).unwrap_or_default();
        let line = self.start_line(done) + newlines(before);
        RawError {
            kind,
            row: self.row + 1,
            column: field + 1,
            line,
            offset: None,
        }
    }

    /// The line on which the record starts that is being read, or is `done` with its line end.
    fn start_line(&self, done: bool) -> u64 {
        let last = self.at.checked_sub(1).and_then(|last| self.chunk.get(last));
        let end = u64::from(done && last == Some(&b'\n'));
        let inside = newlines(self.text.get(..self.text_len).unwrap_or_default());
        (self.lines + self.core.line()).saturating_sub(end + inside)
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Broken, Slow};
    use super::*;
    use proptest::prelude::*;

    type Plain = (u64, u64, Vec<String>);

    fn read_all(input: impl Read) -> (Vec<Plain>, Option<RawError>) {
        let (mut reader, mut record) = (Reader::new(input, b','), Record::default());
        let mut all = Vec::new();
        loop {
            match reader.read(&mut record) {
                Ok(true) => {
                    let values = record.iter().map(str::to_owned).collect();
                    all.push((record.row, record.line, values));
                }
                Ok(false) => return (all, None),
                Err(error) => {
                    assert!(
                        !reader.read(&mut record).unwrap(),
                        "nothing comes behind an error"
                    );
                    return (all, Some(error));
                }
            }
        }
    }

    fn read(text: &[u8]) -> (Vec<Plain>, Option<RawError>) {
        let at_once = read_all(text);
        assert_eq!(at_once, read_all(Slow(text, 1)), "byte by byte");
        at_once
    }

    fn plain(row: u64, line: u64, values: &[&str]) -> Plain {
        (
            row,
            line,
            values.iter().map(|value| (*value).to_owned()).collect(),
        )
    }

    #[test]
    fn line_ends_of_all_kinds_and_empty_lines() {
        let both = [plain(1, 1, &["a", "b"]), plain(2, 2, &["c", ""])];
        for text in ["a,b\nc,\n", "a,b\nc,", "a,b\r\nc,\r\n", "\u{feff}a,b\nc,"] {
            assert_eq!(read(text.as_bytes()), (both.to_vec(), None), "{text:?}");
        }
        let gaps = b"\n\na\r\n\r\n\"b\nb\",\"\n\"\n\nc";
        let rows = [
            plain(1, 3, &["a"]),
            plain(2, 5, &["b\nb", "\n"]),
            plain(3, 9, &["c"]),
        ];
        assert_eq!(read(gaps), (rows.to_vec(), None));
        for text in ["", "\n", "\r\n\r\n", "\u{feff}", "\u{feff}\n"] {
            assert_eq!(read(text.as_bytes()), (vec![], None), "{text:?}");
        }
    }

    #[test]
    fn lines_with_nothing_in_them_count_where_that_is_wanted() {
        let text = &b"\n\na,b\n\"1\n1\",2\n\n\n3,4\n5,6\n\n"[..];
        let (mut reader, mut record) = (Reader::new(text, b','), Record::default());
        reader = reader.counting_empty_lines();
        let mut rows = Vec::new();
        while reader.read(&mut record).unwrap() {
            rows.push((record.row, record.line));
        }
        assert_eq!(rows, [(3, 3), (4, 4), (7, 8), (8, 9)]);
    }

    #[test]
    fn records_may_differ_in_length_and_delimiter() {
        let rows = [plain(1, 1, &["a"]), plain(2, 2, &["", "", ""])];
        assert_eq!(read(b"a\n,,\n"), (rows.to_vec(), None));
        let (mut reader, mut record) = (Reader::new(&b"a,b;c"[..], b';'), Record::default());
        assert!(reader.read(&mut record).unwrap());
        assert_eq!(record.iter().collect::<Vec<_>>(), ["a,b", "c"]);
    }

    #[test]
    fn an_open_quote_is_reported_where_it_opens() {
        for (text, row, column, line) in [
            ("a,b\nc,\"d\ne,f\n", 2, 2, 2),
            ("\"a\nb\",\"c\n", 1, 2, 2),
            ("a\n\"", 2, 1, 2),
        ] {
            let error = read(text.as_bytes()).1.unwrap();
            assert_eq!(error.kind, RawErrorKind::UnclosedQuote, "{text:?}");
            assert_eq!(
                (error.row, error.column, error.line),
                (row, column, line),
                "{text:?}"
            );
        }
        let closed = read(b"a,\"b\"\"\"\n").0;
        assert_eq!(closed, [plain(1, 1, &["a", "b\""])]);
    }

    #[test]
    fn a_huge_value_ends_the_reading_early() {
        let (head, filler) = (&b"a,b\n1,2\n3,\"x\ny\",\""[..], vec![b'z'; 50 << 20]);
        let mut reader = Reader::new(head.chain(&filler[..]), b',');
        let mut record = Record::default();
        assert!(reader.read(&mut record).unwrap() && reader.read(&mut record).unwrap());
        let error = reader.read(&mut record).unwrap_err();
        assert_eq!(error.kind, RawErrorKind::FieldTooLarge);
        assert_eq!((error.row, error.column, error.line), (3, 3, 4));
        assert!(
            reader.text.capacity() <= 4 * FIELD_LIMIT,
            "{}",
            reader.text.capacity()
        );
    }

    #[test]
    fn the_limits_are_exact() {
        for (size, fits) in [(FIELD_LIMIT, true), (FIELD_LIMIT + 1, false)] {
            let text = format!("first\n\nb,{}\nlast\n", "z".repeat(size));
            let (rows, error) = read_all(text.as_bytes());
            assert_eq!(
                (rows.len(), error.is_none()),
                if fits { (3, true) } else { (1, false) }
            );
            let place = error.map(|error| (error.row, error.column, error.line));
            assert_eq!(place, (!fits).then_some((2, 2, 3)));
        }
        let error = read_all(vec![b','; 100_000].as_slice()).1.unwrap();
        assert_eq!(error.kind, RawErrorKind::RecordTooLarge);
        let many = format!("{},", "z".repeat(FIELD_LIMIT)).repeat(17);
        let error = read_all(many.as_bytes()).1.unwrap();
        assert_eq!(error.kind, RawErrorKind::RecordTooLarge);
    }

    #[test]
    fn broken_inputs_are_named() {
        let error = read_all(b"a\nb\n".chain(Broken)).1.unwrap();
        assert!(error.to_string().contains("the disk is gone"), "{error}");
    }

    proptest! {
        /// Another reader, the `csv` crate's, sees the same records.
        #[test]
        fn agrees_with_the_csv_crate(text in "[a,\"\r\né ]{0,60}") {
            let (rows, error) = read(text.as_bytes());
            let mut peer = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let peer: Vec<Vec<String>> = peer
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, _, values)| values).collect();
            match error {
                None => prop_assert_eq!(rows, peer),
                // The peer takes the rest for a value.
                Some(_) => prop_assert_eq!(&rows[..], &peer[..peer.len() - 1]),
            }
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }

        #[test]
        fn agrees_with_the_rows_of_a_small_text(text in "[a,\"\r\né ]{0,60}") {
            let (rows, error) = read(text.as_bytes());
            let small = super::super::rows(&text);
            match (small, error) {
                (Ok(small), None) => {
                    let texts = |row: super::super::RawRow| {
                        row.cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>()
                    };
                    let lines: Vec<u64> = small.iter().map(|row| row.line).collect();
                    prop_assert_eq!(lines, rows.iter().map(|row| row.1).collect::<Vec<_>>());
                    let small: Vec<_> = small.into_iter().map(texts).collect();
                    prop_assert_eq!(small, rows.into_iter().map(|row| row.2).collect::<Vec<_>>());
                }
                (Err(small), Some(error)) => {
                    prop_assert_eq!((small.row, small.column), (error.row, error.column));
                    prop_assert_eq!(small.line, error.line);
                }
                (small, error) => prop_assert!(false, "{small:?} {error:?}"),
            }
        }
    }
}
