//! Places and changes of texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A place between two characters; both numbers count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Position {
    /// The line.
    pub(crate) line: u32,
    /// The place in it, in the units agreed on.
    pub(crate) character: u32,
}

/// A stretch of a text, without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Range {
    /// Where it starts.
    pub(crate) start: Position,
    /// Where it ends.
    pub(crate) end: Position,
}

/// A stretch of some text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Location {
    /// The text.
    pub(crate) uri: String,
    /// The stretch.
    pub(crate) range: Range,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextEdit {
    /// What goes.
    pub(crate) range: Range,
    /// What comes.
    pub(crate) new_text: String,
}

/// Changes of several texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(crate) struct WorkspaceEdit {
    /// By the address of the text.
    pub(crate) changes: BTreeMap<String, Vec<TextEdit>>,
}

/// A text.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TextDocumentIdentifier {
    /// Its address.
    pub(crate) uri: String,
}

/// A request about a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DocumentParams {
    /// The text.
    pub(crate) text_document: TextDocumentIdentifier,
}

/// A request about a place in a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PositionParams {
    /// The text.
    pub(crate) text_document: TextDocumentIdentifier,
    /// The place.
    pub(crate) position: Position,
}

/// A request about a stretch of a text.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RangeParams {
    /// The text.
    pub(crate) text_document: TextDocumentIdentifier,
    /// The stretch.
    pub(crate) range: Range,
}

/// Words with marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MarkupContent {
    /// Always `markdown`.
    pub(crate) kind: &'static str,
    /// The words.
    pub(crate) value: String,
}

impl MarkupContent {
    /// Words in Markdown.
    #[must_use]
    pub(crate) fn markdown(value: String) -> Self {
        MarkupContent {
            kind: "markdown",
            value,
        }
    }
}
