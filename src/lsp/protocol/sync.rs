//! What happens to texts in the editor, and what is wrong with them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Location, Range, TextDocumentIdentifier};

/// A text is opened.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OpenParams {
    /// The text.
    pub(crate) text_document: TextDocumentItem,
}

/// A text as it is opened.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TextDocumentItem {
    /// Its address.
    pub(crate) uri: String,
    /// The number of its last change.
    pub(crate) version: i32,
    /// What it says.
    pub(crate) text: String,
}

/// A text is changed.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChangeParams {
    /// The text.
    pub(crate) text_document: VersionedIdentifier,
    /// The changes, one after another.
    pub(crate) content_changes: Vec<ContentChange>,
}

/// A text and the number of its last change.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct VersionedIdentifier {
    /// Its address.
    pub(crate) uri: String,
    /// The number; some clients leave it out.
    #[serde(default)]
    pub(crate) version: Option<i32>,
}

/// One change of a text.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ContentChange {
    /// What goes; without, all.
    pub(crate) range: Option<Range>,
    /// What comes.
    pub(crate) text: String,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PublishParams {
    /// The text.
    pub(crate) uri: String,
    /// Of which change of it; none where it is not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<i32>,
    /// What is wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Diagnostic {
    /// Where.
    pub(crate) range: Range,
    /// How grave: 1 for errors, 2 for warnings, 3 for notes, 4 for those of the proof.
    pub(crate) severity: u8,
    /// Its kind, e.g. `unknown-name`.
    pub(crate) code: &'static str,
    /// Always `groundrules`.
    pub(crate) source: &'static str,
    /// What.
    pub(crate) message: String,
    /// 1: what is not needed, and shown faintly.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<u8>,
    /// Other places that explain it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) related_information: Vec<RelatedInformation>,
    /// For the client to give back.
    pub(crate) data: Value,
    /// Only the proof shows it; not told.
    #[serde(skip)]
    pub(crate) of_proof: bool,
}

/// A place that explains what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RelatedInformation {
    /// The place.
    pub(crate) location: Location,
    /// What is to be said of it.
    pub(crate) message: String,
}

/// A request to change texts for a reason, or to look something up.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CodeActionParams {
    /// The text.
    pub(crate) text_document: TextDocumentIdentifier,
    /// Where the cursor is, or what is selected.
    pub(crate) range: Range,
    /// What for.
    #[serde(default)]
    pub(crate) context: CodeActionContext,
}

/// What changes are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct CodeActionContext {
    /// The kinds that are wanted; none for all.
    #[serde(default)]
    pub(crate) only: Option<Vec<String>>,
}
