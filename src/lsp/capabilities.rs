//! What the server offers.

use serde_json::{Value, json};

use super::position::Encoding;
use super::protocol::ClientCapabilities;

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
        },
    })
}
