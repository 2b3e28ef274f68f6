//! What is known of the things of a text, on the line above each.

use serde::Serialize;
use serde_json::Value;

use super::Place;
use crate::editor::{Counts, Known, lenses};
use crate::lsp::client::Answer;
use crate::lsp::protocol::{DocumentParams, Range};
use crate::lsp::server::{Server, asked, told};

#[derive(Serialize)]
struct CodeLens {
    range: Range,
    command: Command,
}

/// Words that do nothing when they are chosen.
#[derive(Serialize)]
struct Command {
    title: String,
    command: &'static str,
}

/// `textDocument/codeLens`
pub(super) fn answer(server: &Server, params: Value) -> Answer {
    let params: DocumentParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let view = &place.view;
        let summary = server.workspace.summary(&place.key);
        let counts = summary.as_ref().map(|summary| Counts { summary });
        let known = Known {
            findings: view.proved.as_deref(),
            counts: counts.as_ref(),
        };
        let lenses = lenses(&view.snapshot, place.source, known).into_iter();
        let lenses = lenses.map(|lens| CodeLens {
            range: view.range(lens.span),
            command: Command {
                title: lens.text,
                command: "",
            },
        });
        lenses.collect::<Vec<_>>()
    });
    told(found)
}
