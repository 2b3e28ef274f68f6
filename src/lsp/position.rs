//! Places in a text as the protocol has them, lines from 0 and columns in the units that client and
//! server agreed on, and as bytes.

use super::protocol::{Position, Range};

/// In which units columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, which every client knows.
    Utf16,
}

impl Encoding {
    /// Its name in the protocol.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
        }
    }

    /// How many units of it a text has.
    #[must_use]
    pub(crate) fn length(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 if text.is_ascii() => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// Where the lines of a text start. A line ends with a line feed, a carriage return, or both.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    /// Reads the line starts of a text.
    #[must_use]
    pub(crate) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        Lines { starts, encoding }
    }

    /// The lines of the text, without what ends them.
    pub(crate) fn each<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let ends = self.starts.iter().skip(1).copied().chain([text.len()]);
        let lines = self.starts.iter().zip(ends);
        let lines = lines.map(move |(start, end)| text.get(*start..end).unwrap_or_default());
        lines.map(|line| line.trim_end_matches(['\n', '\r']))
    }

    /// The byte at a place. One behind the end of its line is that end, and one behind the last line
    /// the end of the text: so that a client that lags behind does no harm.
    #[must_use]
    pub(crate) fn offset(&self, text: &str, at: Position) -> usize {
        let line = at.line as usize;
        let Some(start) = self.starts.get(line).copied() else {
            return text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let words = text.get(start..end).unwrap_or_default();
        let words = words.trim_end_matches(['\n', '\r']);
        let wanted = at.character as usize;
        let mut units = 0;
        for (offset, character) in words.char_indices() {
            let next = units
                + match self.encoding {
                    Encoding::Utf8 => character.len_utf8(),
                    Encoding::Utf16 => character.len_utf16(),
                };
            // Within a character is before it.
            if next > wanted {
                return start + offset;
            }
            units = next;
        }
        start + words.len()
    }

    /// The place of a byte; one behind the text is its end.
    #[must_use]
    pub(crate) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let line = line.saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.get(start..offset).unwrap_or_default();
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position {
            line: number(line),
            character: number(self.encoding.length(before)),
        }
    }

    /// The bytes between two places, whichever of them comes first.
    #[must_use]
    pub(crate) fn bytes(&self, text: &str, range: Range) -> std::ops::Range<usize> {
        let (a, b) = (self.offset(text, range.start), self.offset(text, range.end));
        a.min(b)..a.max(b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_in_the_units_agreed_on() {
        let text = "a😀b\nÄ";
        let (utf8, utf16) = (
            Lines::new(text, Encoding::Utf8),
            Lines::new(text, Encoding::Utf16),
        );
        assert_eq!(utf8.position(text, 5), at(0, 5));
        assert_eq!(utf16.position(text, 5), at(0, 3));
        assert_eq!(utf16.offset(text, at(0, 3)), 5);
        assert_eq!(
            utf16.offset(text, at(0, 2)),
            1,
            "within a character is before it"
        );
        assert_eq!(utf8.offset(text, at(1, 1)), 7, "so here too");
    }

    #[test]
    fn places_behind_the_end_are_the_end() {
        let text = "ab\r\ncd\re\n";
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.offset(text, at(0, 99)), 2);
        assert_eq!(lines.offset(text, at(1, 99)), 6);
        assert_eq!(lines.offset(text, at(2, 0)), 7);
        assert_eq!(lines.offset(text, at(3, 0)), 9);
        assert_eq!(lines.offset(text, at(99, 1)), 9);
        assert_eq!(lines.position(text, 99), at(3, 0));
    }

    #[test]
    fn the_ends_of_a_range_may_be_exchanged() {
        let lines = Lines::new("abcd", Encoding::Utf8);
        let range = Range {
            start: at(0, 3),
            end: at(0, 1),
        };
        assert_eq!(lines.bytes("abcd", range), 1..3);
    }

    proptest! {
        #[test]
        fn a_byte_and_its_place_lead_to_each_other(text in "[ab😀Ä\n\r]{0,40}") {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = Lines::new(&text, encoding);
                for (offset, _) in text.char_indices() {
                    let back = lines.offset(&text, lines.position(&text, offset));
                    // Within the two characters of a line's end is before them.
                    let (before, behind) = text.split_at(offset);
                    let within = before.ends_with('\r') && behind.starts_with('\n');
                    prop_assert_eq!(back, if within { offset - 1 } else { offset });
                }
            }
        }
    }
}
