//! What is worked out, on the line.

use serde::Serialize;
use serde_json::Value;

use super::Place;
use crate::editor::hints;
use crate::lsp::client::Answer;
use crate::lsp::protocol::{Position, RangeParams};
use crate::lsp::server::{Server, asked, told};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InlayHint {
    position: Position,
    label: String,
    tooltip: String,
    padding_left: bool,
}

/// `textDocument/inlayHint`
pub(super) fn answer(server: &Server, params: Value) -> Answer {
    let params: RangeParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let view = &place.view;
        let within = view.span(place.source, params.range);
        let now = view.snapshot.compiled.as_of;
        let hints = now.map(|now| hints(&view.snapshot, within, view.findings(), now));
        let hints = hints.into_iter().flatten().map(|hint| InlayHint {
            position: view.range(hint.span).end,
            label: hint.text,
            tooltip: hint.tip,
            padding_left: true,
        });
        hints.collect::<Vec<_>>()
    });
    told(found)
}
