//! What the server offers.

use serde_json::{Value, json};

use super::position::Encoding;
use super::protocol::ClientCapabilities;
use crate::editor::Paint;

/// The units in which columns count from here on: bytes where the client knows them.
#[must_use]
pub(crate) fn encoding_for(client: &ClientCapabilities) -> Encoding {
    let known = &client.general.position_encodings;
    match known.iter().any(|it| it == Encoding::Utf8.name()) {
        true => Encoding::Utf8,
        false => Encoding::Utf16,
    }
}

/// What the server offers, as the answer to `initialize` says it.
#[must_use]
pub(crate) fn capabilities(encoding: Encoding) -> Value {
    json!({
        "serverInfo": { "name": "groundrules", "version": env!("CARGO_PKG_VERSION") },
        "capabilities": {
            "positionEncoding": encoding.name(),
            // Texts are opened and closed, and changes come as such.
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "codeActionProvider": { "codeActionKinds": ["quickfix"] },
            "completionProvider": { "triggerCharacters": [" ", "{", "|", "\"", ",", "="] },
            "hoverProvider": true,
            "definitionProvider": true,
            "referencesProvider": true,
            "documentHighlightProvider": true,
            "renameProvider": { "prepareProvider": true },
            "documentSymbolProvider": true,
            "workspaceSymbolProvider": true,
            "foldingRangeProvider": true,
            "selectionRangeProvider": true,
            "semanticTokensProvider": {
                "legend": {
                    "tokenTypes": token_types(),
                    "tokenModifiers": ["declaration"],
                },
                "full": true,
            },
            "documentLinkProvider": {},
            "inlayHintProvider": true,
            "codeLensProvider": {},
            "documentFormattingProvider": true,
            "documentRangeFormattingProvider": true,
            "callHierarchyProvider": true,
        },
    })
}

/// The kinds of words, by the names that editors have colours for, in the order of
/// [`Paint::ALL`].
fn token_types() -> Vec<&'static str> {
    let names = Paint::ALL.iter().map(|paint| match paint {
        Paint::Keyword => "keyword",
        Paint::Field => "property",
        Paint::Define => "variable",
        Paint::Score => "function",
        Paint::Decision => "method",
        Paint::Party => "class",
        Paint::Thing => "namespace",
        Paint::Value => "enumMember",
        Paint::Rule => "event",
        Paint::Comment => "comment",
        Paint::Text => "string",
        Paint::Number => "number",
        Paint::Sign => "operator",
    });
    names.collect()
}
