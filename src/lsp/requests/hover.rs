//! What is to be said of the name at a place.

use serde::Serialize;
use serde_json::Value;

use super::Place;
use crate::editor::{Counts, hover};
use crate::lsp::client::Answer;
use crate::lsp::protocol::{MarkupContent, PositionParams, Range};
use crate::lsp::server::{Server, asked, told};

#[derive(Serialize)]
struct HoverResult {
    contents: MarkupContent,
    range: Range,
}

/// `textDocument/hover`
pub(super) fn answer(server: &Server, params: Value) -> Answer {
    let params: PositionParams = asked(params)?;
    let found = Place::at(server, &params).and_then(|(place, offset)| {
        let view = &place.view;
        let summary = server.workspace.summary(&place.key);
        let counts = summary.as_ref().map(|summary| Counts { summary });
        let said = hover(
            &view.snapshot,
            place.source,
            offset,
            view.findings(),
            counts.as_ref(),
        )?;
        Some(HoverResult {
            contents: MarkupContent::markdown(said.text),
            range: view.range(said.span),
        })
    });
    told(found)
}
