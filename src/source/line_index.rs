//! Bytes to lines and columns.

/// A line and a column, both counted from 1; columns count Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// After so many bytes the characters before them are counted once for all, so that a column far
/// into a line of 4 MiB costs no more than one at its start.
const BLOCK: usize = 1024;

/// Where the lines of one text start, so that a place is found by binary search.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// The characters that start before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

impl LineIndex {
    /// Reads the line starts of `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let blocks = text.as_bytes().chunks(BLOCK);
        let before = blocks.scan(0, |before, block| {
            let here = *before;
            *before += count(block);
            Some(here)
        });
        LineIndex {
            characters: before.collect(),
            starts: std::iter::once(0)
                .chain(ends.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// Line and column of a byte offset; one beyond the text is its end.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1));
        let start = start.copied().unwrap_or(0);
        let before = self.before(text, offset) - self.before(text, start);
        Position {
            line: line.max(1),
            column: before + 1,
        }
    }

    /// How many characters start before a byte offset.
    fn before(&self, text: &str, offset: usize) -> usize {
        // The end of a text of whole blocks belongs to the last of them.
        let last = self.characters.len().saturating_sub(1);
        let block = (offset / BLOCK).min(last);
        let counted = self.characters.get(block).copied().unwrap_or(0);
        let rest = text.as_bytes().get(block * BLOCK..offset);
        counted + count(rest.unwrap_or_default())
    }
}

/// How many characters start in these bytes of UTF-8.
fn count(bytes: &[u8]) -> usize {
    let starts = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80);
    starts.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\nÄb\n";
        let index = LineIndex::new(text);
        let at = |offset| {
            let position = index.position(text, offset);
            (position.line, position.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(4), (2, 2));
        assert_eq!(at(6), (3, 1));
        assert_eq!(at(99), (3, 1));
    }

    #[test]
    fn columns_count_characters_across_blocks() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let text = format!("x\n{}日本", "ä".repeat(length));
            let index = LineIndex::new(&text);
            for (characters, (at, _)) in text.char_indices().enumerate().skip(2) {
                let position = index.position(&text, at);
                assert_eq!((position.line, position.column), (2, characters - 1));
            }
            let end = index.position(&text, text.len());
            assert_eq!((end.line, end.column), (2, length + 3));
        }
    }
}
