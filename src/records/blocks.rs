//! A stream of CSV in pieces of whole records, which several processors can read at once.
//!
//! A piece ends at a line end outside quotes. Whether a line end stands inside quotes is told from
//! the quotes alone: one opens where a value begins, and closes before anything but another quote;
//! any other is part of a value. So only quotes and line ends are looked for, which is fast.

use std::io::{ErrorKind, Read};

use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::{FIELD_LIMIT, RawError, Reader, Record};

/// About how large a piece is, in bytes; small in tests, so that small files have several.
const SIZE: usize = if cfg!(test) { 1 << 8 } else { 1 << 20 };
/// A record that does not end within so much is too large, which reading it will tell.
const MOST: usize = 18 << 20;

/// Some whole records of a file.
#[derive(Debug)]
pub struct Block {
    /// Their bytes.
    pub bytes: Vec<u8>,
    /// How many records of the file stand before them, with the header.
    pub rows: u64,
    /// How many lines stand before them.
    pub lines: u64,
    /// How many records they are.
    pub count: u64,
    /// No line is empty, no value is too large, and line ends are of one kind: [`super::Split`] can
    /// read them.
    pub plain: bool,
}

/// Gives the records of a stream in pieces.
pub struct Blocks<R> {
    input: R,
    delimiter: u8,
    /// What has been read and not given yet.
    rest: Vec<u8>,
    /// Room of a piece that nobody needs any more: to read into memory that was used a moment ago is
    /// faster than into new one.
    spare: Vec<u8>,
    /// All of the input has been read.
    ended: bool,
    rows: u64,
    lines: u64,
    failed: Option<RawError>,
    /// What was read last before ends with a CR, whose LF may be the next byte.
    behind_return: bool,
}

/// Where a piece may end.
#[derive(Debug, PartialEq, Eq)]
struct Border {
    /// Behind the last line end outside quotes.
    at: usize,
    /// How many line ends outside quotes there are before it.
    ends: u64,
    /// A quote opens behind it that does not close, or at the very end.
    is_open: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(input: R, delimiter: u8, rest: Vec<u8>, ended: bool) -> Self {
        Blocks {
            input,
            delimiter,
            rest,
            spare: Vec::new(),
            ended,
            rows: 0,
            lines: 0,
            failed: None,
            behind_return: false,
        }
    }

    /// Goes on behind so many records and lines of the file; perhaps between the two bytes of a line
    /// end.
    pub(super) fn behind(mut self, rows: u64, lines: u64, behind_return: bool) -> Self {
        (self.rows, self.lines, self.behind_return) = (rows, lines, behind_return);
        self
    }

    /// The next piece; `None` behind the last, and behind an error.
    ///
    /// # Errors
    /// The input cannot be read further. What was read before has been given.
    pub fn next_block(&mut self) -> Result<Option<Block>, RawError> {
        let mut wanted = SIZE;
        loop {
            self.fill(wanted);
            if self.behind_return {
                self.behind_return = false;
                if self.rest.first() == Some(&b'\n') {
                    self.rest.remove(0);
                    self.lines += 1;
                }
            }
            if self.rest.is_empty() && self.failed.is_none() {
                return Ok(None);
            }
            if self.ended && self.failed.is_none() {
                let border = border(&self.rest, self.delimiter);
                let all = std::mem::take(&mut self.rest);
                return Ok(Some(self.block(all, border)));
            }
            let border = border(&self.rest, self.delimiter);
            if border.at > 0 {
                return Ok(Some(self.cut(border)));
            }
            if let Some(mut error) = self.failed.take() {
                self.rest.clear();
                (error.row, error.line) = (self.rows + 1, self.lines + 1);
                return Err(error);
            }
            if self.rest.len() > MOST {
                let bytes = std::mem::take(&mut self.rest);
                return Ok(Some(self.block(bytes, border)));
            }
            wanted *= 2;
        }
    }

    /// Takes the room of a piece back, to read another one into it.
    pub fn reuse(&mut self, bytes: Vec<u8>) {
        self.spare = bytes;
        self.spare.clear();
    }

    /// Reads until there is so much, or no more.
    fn fill(&mut self, wanted: usize) {
        let mut filled = self.rest.len();
        while filled < wanted && !self.ended {
            self.rest.resize(wanted, 0);
            match self
                .input
                .read(self.rest.get_mut(filled..).unwrap_or_default())
            {
                Ok(0) => self.ended = true,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(RawError::unreadable(&error));
                }
            }
        }
        self.rest.truncate(filled);
    }

    /// What stands before the border, which is told of the rest.
    fn cut(&mut self, border: Border) -> Block {
        let mut behind = std::mem::take(&mut self.spare);
        behind.extend_from_slice(self.rest.get(border.at..).unwrap_or_default());
        self.rest.truncate(border.at);
        let bytes = std::mem::replace(&mut self.rest, behind);
        self.block(bytes, border)
    }

    fn block(&mut self, bytes: Vec<u8>, border: Border) -> Block {
        // A quote that is open behind the last line end may or may not close with the input.
        let is_whole = border.at == bytes.len() || !border.is_open;
        let block = Block {
            count: 0,
            rows: self.rows,
            lines: self.lines,
            plain: is_whole && is_plain(&bytes),
            bytes,
        };
        let count = match block.plain {
            true => border.ends + u64::from(border.at < block.bytes.len()),
            false => counted(&block, self.delimiter),
        };
        self.rows += count;
        self.lines += memchr_iter(b'\n', &block.bytes).count() as u64;
        Block { count, ..block }
    }
}

impl Block {
    /// Its records one after another, with the faults that they have.
    #[must_use]
    pub fn reader(&self, delimiter: u8) -> Reader<impl Read> {
        // Behind a line end the mark of UTF-8 is no mark.
        let bytes = (&b"\n"[..]).chain(self.bytes.as_slice());
        Reader::new(bytes, delimiter).behind(self.rows, self.lines.saturating_sub(1))
    }
}

/// Whether line ends are of one kind, no line is empty, and no value can be too large.
fn is_plain(bytes: &[u8]) -> bool {
    if bytes.len() > FIELD_LIMIT {
        return false;
    }
    let at = |place: usize| bytes.get(place);
    let starts_well = !bytes.starts_with(b"\n") && !bytes.starts_with(b"\xef\xbb\xbf");
    starts_well
        && memmem::find(bytes, b"\n\n").is_none()
        && memchr_iter(b'\r', bytes).all(|place| {
            let before = place.checked_sub(1).and_then(at);
            at(place + 1) == Some(&b'\n') && before.is_some_and(|byte| *byte != b'\n')
        })
}

/// How many records there are, by reading them; one that cannot be read is none.
fn counted(block: &Block, delimiter: u8) -> u64 {
    let (mut reader, mut record) = (block.reader(delimiter), Record::default());
    let mut count = 0;
    while matches!(reader.read(&mut record), Ok(true)) {
        count += 1;
    }
    count
}

/// Walks over the parts outside quotes; whether a quote is left that does not close, or of which the
/// end is in doubt.
fn outside(bytes: &[u8], delimiter: u8, mut part: impl FnMut(usize, &[u8])) -> bool {
    let find = |from: usize| memchr(b'"', bytes.get(from..)?).map(|at| from + at);
    let (mut start, mut from) = (0, 0);
    while let Some(quote) = find(from) {
        let before = quote.checked_sub(1).and_then(|before| bytes.get(before));
        let opens = before.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
        if !opens {
            from = quote + 1;
            continue;
        }
        part(start, bytes.get(start..quote).unwrap_or_default());
        let mut close = find(quote + 1);
        while let Some(at) = close {
            match bytes.get(at + 1) {
                Some(b'"') => close = find(at + 2),
                Some(_) => break,
                None => return true,
            }
        }
        let Some(close) = close else {
            return true;
        };
        (start, from) = (close + 1, close + 1);
    }
    part(start, bytes.get(start..).unwrap_or_default());
    false
}

fn border(bytes: &[u8], delimiter: u8) -> Border {
    let mut border = Border {
        at: 0,
        ends: 0,
        is_open: false,
    };
    // Where no line ends with LF, a CR ends it.
    let mut return_at = 0;
    let open = outside(bytes, delimiter, |start, part| {
        if let Some(last) = memrchr(b'\n', part) {
            border.at = start + last + 1;
            border.ends += memchr_iter(b'\n', part).count() as u64;
        } else if border.at == 0
            && let Some(last) = memrchr(b'\r', part)
            && start + last + 1 < bytes.len()
        {
            return_at = start + last + 1;
        }
    });
    if border.at == 0 {
        border.at = return_at;
    }
    border.is_open = open;
    border
}

#[cfg(test)]
mod tests {
    use super::super::RawErrorKind;
    use super::super::testing::Broken;
    use super::*;
    use proptest::prelude::*;

    type Plain = (u64, u64, Vec<String>);

    fn records<R: Read>(mut reader: Reader<R>) -> (Vec<Plain>, Option<RawError>) {
        let (mut all, mut record) = (Vec::new(), Record::default());
        loop {
            match reader.read(&mut record) {
                Ok(true) => {
                    let values = record.iter().map(str::to_owned).collect();
                    all.push((record.row, record.line, values));
                }
                Ok(false) => return (all, None),
                Err(error) => return (all, Some(error)),
            }
        }
    }

    /// All records by way of pieces that are as small as they can be.
    fn by_pieces(text: &[u8], size: usize) -> (Vec<Plain>, Option<RawError>) {
        let mut blocks = Blocks::new(text, b',', Vec::new(), false).behind(1, 1, false);
        let mut all = Vec::new();
        while let Some(block) = blocks.small(size).unwrap() {
            let (found, error) = records(block.reader(b','));
            assert_eq!(found.len() as u64, block.count, "{:?}", block);
            all.extend(found);
            if error.is_some() {
                return (all, error);
            }
        }
        (all, None)
    }

    impl<R: Read> Blocks<R> {
        /// The next piece of at least so many bytes.
        fn small(&mut self, size: usize) -> Result<Option<Block>, RawError> {
            self.fill(size);
            let border = border(&self.rest, self.delimiter);
            if border.at == 0 || self.ended {
                return self.next_block();
            }
            Ok(Some(self.cut(border)))
        }
    }

    #[test]
    fn a_piece_ends_at_a_line_end_outside_quotes() {
        for (text, at, ends, is_open) in [
            ("a,b\nc,d", 4, 1, false),
            ("a,\"b\nc\"\nd", 8, 1, false),
            ("a,\"b\nc", 0, 0, true),
            ("a\n\"b\"\"\nc", 2, 1, true),
            ("a\nx\"y\nz\"\nb", 9, 3, false),
            ("a\n\"b\"", 2, 1, true),
            ("a\rb\rc", 4, 0, false),
        ] {
            let expected = Border { at, ends, is_open };
            assert_eq!(border(text.as_bytes(), b','), expected, "{text:?}");
        }
    }

    #[test]
    fn a_value_that_is_too_large_is_no_plain_matter() {
        let text = format!("a,{}\nb,c\n", "z".repeat(FIELD_LIMIT + 1));
        let mut blocks = Blocks::new(text.as_bytes(), b',', Vec::new(), false).behind(1, 1, false);
        let block = blocks.next_block().unwrap().unwrap();
        assert!(!block.plain);
        let error = records(block.reader(b',')).1.unwrap();
        assert_eq!((error.kind, error.row), (RawErrorKind::FieldTooLarge, 2));
    }

    #[test]
    fn what_was_read_before_an_error_is_given() {
        let mut blocks = Blocks::new(b"a\nb\nc".chain(Broken), b',', Vec::new(), false);
        let block = blocks.next_block().unwrap().unwrap();
        assert_eq!((block.bytes.as_slice(), block.count), (&b"a\nb\n"[..], 2));
        let error = blocks.next_block().unwrap_err();
        assert_eq!(error.row, 3);
        assert!(blocks.next_block().unwrap().is_none());
    }

    #[test]
    fn the_rest_of_a_reader_comes_in_pieces() {
        for text in ["h,i\n1,2\n3,4\n", "h,i\r\n1,2\r\n3,4", "h,i\n\n1,2\n3,4"] {
            let (mut reader, mut record) = (Reader::new(text.as_bytes(), b','), Record::default());
            assert!(reader.read(&mut record).unwrap());
            let mut blocks = reader.into_blocks(b',');
            let block = blocks.next_block().unwrap().unwrap();
            let all = records(Reader::new(text.as_bytes(), b',')).0;
            assert_eq!(records(block.reader(b',')).0, all[1..], "{text:?}");
            assert!(blocks.next_block().unwrap().is_none());
        }
    }

    proptest! {
        #[test]
        fn the_same_records_as_at_once(text in "[a,\"\r\né\u{feff}]{0,40}", size in 1_usize..12) {
            let whole = format!("h\n{text}");
            let (mut all, error) = records(Reader::new(whole.as_bytes(), b','));
            all.remove(0);
            prop_assert_eq!(by_pieces(text.as_bytes(), size), (all, error));
        }
    }
}
