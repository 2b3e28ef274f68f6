//! The texts that are open in the editor, kept in step with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::position::{Encoding, Lines};
use super::protocol::ContentChange;
use super::uri::path_of;

/// A text that is open in the editor.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// Its address, as the client has it.
    pub(crate) uri: String,
    /// The number of its last change, as the client counts.
    pub(crate) version: i32,
    /// What it says.
    pub(crate) text: String,
    lines: Lines,
}

impl Document {
    /// A text as it is opened.
    #[must_use]
    pub(crate) fn new(uri: String, version: i32, text: String, encoding: Encoding) -> Self {
        Document {
            lines: Lines::new(&text, encoding),
            uri,
            version,
            text,
        }
    }

    /// Changes it, one change after another.
    pub(crate) fn change(&mut self, changes: Vec<ContentChange>, version: i32, encoding: Encoding) {
        for change in changes {
            match change.range {
                None => self.text = change.text,
                Some(range) => {
                    let bytes = self.lines.bytes(&self.text, range);
                    self.text.replace_range(bytes, &change.text);
                }
            }
            self.lines = Lines::new(&self.text, encoding);
        }
        self.version = version;
    }
}

/// All texts that are open, by path; those that are no file of the disk by their address.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    open: BTreeMap<PathBuf, Document>,
}

impl Documents {
    /// By what a text is known: its path, or else its address.
    #[must_use]
    pub(crate) fn key(uri: &str) -> PathBuf {
        path_of(uri).unwrap_or_else(|| PathBuf::from(uri))
    }

    /// Takes in a text that is opened.
    pub(crate) fn open(&mut self, document: Document) {
        self.open.insert(Self::key(&document.uri), document);
    }

    /// Lets go of a text that is closed.
    pub(crate) fn close(&mut self, key: &Path) {
        self.open.remove(key);
    }

    /// An open text.
    #[must_use]
    pub(crate) fn get(&self, key: &Path) -> Option<&Document> {
        self.open.get(key)
    }

    /// An open text, to be changed.
    pub(crate) fn get_mut(&mut self, key: &Path) -> Option<&mut Document> {
        self.open.get_mut(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::protocol::{Position, Range};

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> ContentChange {
        let at = |(line, character)| Position { line, character };
        ContentChange {
            range: Some(Range {
                start: at(from),
                end: at(to),
            }),
            text: text.to_owned(),
        }
    }

    #[test]
    fn changes_of_one_message_count_from_those_before() {
        let mut document = Document::new("file:///a".into(), 1, "ab\ncd".into(), Encoding::Utf16);
        let changes = vec![change((1, 0), (1, 1), "x\ny"), change((2, 0), (2, 1), "")];
        document.change(changes, 2, Encoding::Utf16);
        assert_eq!((document.text.as_str(), document.version), ("ab\nx\nd", 2));
    }

    #[test]
    fn a_change_beyond_the_end_does_no_harm() {
        let mut document = Document::new("file:///a".into(), 1, "ä".into(), Encoding::Utf8);
        document.change(vec![change((7, 0), (9, 9), "b")], 2, Encoding::Utf8);
        document.change(vec![change((0, 1), (0, 1), "c")], 3, Encoding::Utf8);
        assert_eq!(document.text, "cäb");
    }
}
