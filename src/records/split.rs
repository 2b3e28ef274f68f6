//! The records of a piece of CSV, found where they are: nothing is copied.

use memchr::{memchr, memchr2};

use super::marks::Marks;
use super::reader::FIELDS_LIMIT;

/// Finds the records of a [`super::Block`] that is plain and text.
pub struct Split<'b> {
    text: &'b str,
    delimiter: u8,
    at: usize,
    marks: Marks<'b>,
}

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'b> {
    /// Its values are those that were found.
    Found,
    /// It has quotes inside quotes, or text behind them, so that its values do not stand there as they
    /// are; or it has more values than a record may have. This is all of it.
    Odd(&'b str),
}

impl<'b> Split<'b> {
    /// The records of a text with this byte between values.
    #[must_use]
    pub fn new(text: &'b str, delimiter: u8) -> Self {
        Split {
            text,
            delimiter,
            at: 0,
            marks: Marks::new(text.as_bytes(), delimiter),
        }
    }

    /// How much has been read, in bytes.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// Adds the values of the next record to `values`; `None` where there is none.
    pub fn next_record(&mut self, values: &mut Vec<&'b str>) -> Option<Piece<'b>> {
        let (start, first) = (self.at, values.len());
        if start >= self.text.len() {
            return None;
        }
        let (mut value, mut odd) = (start, false);
        loop {
            let end = self.marks.next().unwrap_or(self.text.len());
            // What stands in a value with quotes around it is no mark, and has been passed.
            if end < value {
                continue;
            }
            match self.text.as_bytes().get(end) {
                Some(b'"') if end == value => {
                    let (close, is_odd) = self.quoted(value);
                    odd |= is_odd;
                    values.push(self.text.get(value + 1..close).unwrap_or_default());
                    let behind = self.behind(close + 1);
                    value = behind + 1;
                    if self.text.as_bytes().get(behind) != Some(&self.delimiter) {
                        odd |= values.len() - first > FIELDS_LIMIT;
                        return Some(self.ended(start, behind, odd));
                    }
                }
                // Inside a value a quote is a letter.
                Some(b'"') => {}
                Some(byte) if *byte == self.delimiter => {
                    values.push(self.text.get(value..end).unwrap_or_default());
                    value = end + 1;
                }
                _ => {
                    let text = self.text.get(value..end).unwrap_or_default();
                    values.push(text.strip_suffix('\r').unwrap_or(text));
                    odd |= values.len() - first > FIELDS_LIMIT;
                    return Some(self.ended(start, end, odd));
                }
            }
        }
    }

    /// The next delimiter or line end, or the end.
    fn behind(&self, from: usize) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        from + memchr2(self.delimiter, b'\n', rest).unwrap_or(rest.len())
    }

    /// The quote that closes the one at `from`, and whether the value is not what stands between.
    fn quoted(&self, from: usize) -> (usize, bool) {
        let bytes = self.text.as_bytes();
        let (mut at, mut odd) = (from + 1, false);
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(quote) = memchr(b'"', rest).map(|quote| at + quote) else {
                return (bytes.len(), true);
            };
            match bytes.get(quote + 1) {
                Some(b'"') => (at, odd) = (quote + 2, true),
                None | Some(b'\n' | b'\r') => return (quote, odd),
                Some(byte) if *byte == self.delimiter => return (quote, odd),
                Some(_) => return (quote, true),
            }
        }
    }

    /// Goes on behind the line end at `end`.
    fn ended(&mut self, start: usize, end: usize, odd: bool) -> Piece<'b> {
        self.at = end + 1;
        match odd {
            true => Piece::Odd(self.text.get(start..end).unwrap_or_default()),
            false => Piece::Found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reader, Record};
    use super::*;
    use proptest::prelude::*;

    /// The records, by splitting and, where one is odd, by reading it.
    fn split(text: &str) -> Vec<Vec<String>> {
        let (mut split, mut values) = (Split::new(text, b','), Vec::new());
        let mut all = Vec::new();
        while let Some(piece) = split.next_record(&mut values) {
            match piece {
                Piece::Found => all.push(values.iter().map(|it| (*it).to_owned()).collect()),
                Piece::Odd(text) => all.extend(read(text)),
            }
            values.clear();
        }
        all
    }

    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut reader, mut record) = (Reader::new(text.as_bytes(), b','), Record::default());
        let mut all = Vec::new();
        while reader.read(&mut record).unwrap() {
            all.push(record.iter().map(str::to_owned).collect());
        }
        all
    }

    #[test]
    fn records_stand_where_they_are() {
        let text = "a,b,c\r\n\"x, y\",,1\"2\n\"l\n2\",é,\"\"";
        let expected = [
            vec!["a", "b", "c"],
            vec!["x, y", "", "1\"2"],
            vec!["l\n2", "é", ""],
        ];
        assert_eq!(split(text), expected);
    }

    #[test]
    fn odd_records_are_given_whole() {
        let (mut split, mut values) = (Split::new("\"a\"\"b\",c\n\"d\"e,f\n", b','), Vec::new());
        assert_eq!(
            split.next_record(&mut values),
            Some(Piece::Odd("\"a\"\"b\",c"))
        );
        assert_eq!(split.next_record(&mut values), Some(Piece::Odd("\"d\"e,f")));
        assert_eq!(split.next_record(&mut values), None);
    }

    proptest! {
        #[test]
        fn the_same_records_as_by_reading(lines in "([ab,é]|\"[ab,\né]*\"|\"[a\"]*\"[b\"]?){0,12}(\n([ab\",é]|\"[ab,\né]*\"){1,8}){0,3}") {
            let mut blocks = super::super::Blocks::new(lines.as_bytes(), b',', Vec::new(), false);
            while let Some(block) = blocks.next_block().unwrap() {
                if block.plain {
                    let text = std::str::from_utf8(&block.bytes).unwrap();
                    prop_assert_eq!(split(text), read(text));
                }
            }
        }
    }
}
