//! Requests and their answers, a file for each kind.

mod actions;
mod complete;
mod explain;
mod format;
mod hierarchy;
mod hints;
mod hover;
mod lenses;
mod navigate;
mod structure;
mod symbols;

use std::path::PathBuf;

use serde_json::Value;

use super::client::{Answer, Refusal};
use super::document::Documents;
use super::protocol::{PositionParams, TextEdit, WorkspaceEdit};
use super::server::Server;
use super::view::SharedView;
use crate::diagnostic::Edit;
use crate::source::SourceId;

/// The answer to a request.
pub(super) fn answer(server: &mut Server, method: &str, params: Value) -> Answer {
    match method {
        "textDocument/codeAction" => actions::answer(server, params),
        "textDocument/completion" => complete::answer(server, params),
        "textDocument/hover" => hover::answer(server, params),
        "textDocument/definition" => navigate::definition(server, params),
        "textDocument/references" => navigate::references(server, params),
        "textDocument/documentHighlight" => navigate::highlights(server, params),
        "textDocument/prepareRename" => navigate::prepare_rename(server, params),
        "textDocument/rename" => navigate::rename(server, params),
        "textDocument/documentSymbol" => symbols::of_document(server, params),
        "workspace/symbol" => symbols::of_workspace(server, params),
        "textDocument/foldingRange" => structure::folds(server, params),
        "textDocument/selectionRange" => structure::selections(server, params),
        "textDocument/semanticTokens/full" => structure::tokens(server, params),
        "textDocument/documentLink" => structure::links(server, params),
        "textDocument/codeLens" => lenses::answer(server, params),
        "textDocument/inlayHint" => hints::answer(server, params),
        "textDocument/formatting" => format::whole(server, params),
        "textDocument/rangeFormatting" => format::part(server, params),
        "textDocument/prepareCallHierarchy" => hierarchy::prepare(server, params),
        "callHierarchy/incomingCalls" => hierarchy::incoming(server, params),
        "callHierarchy/outgoingCalls" => hierarchy::outgoing(server, params),
        "groundrules/explain" => explain::page(params),
        "groundrules/text" => explain::text(server, params),
        _ => Err(Refusal::unknown(method)),
    }
}

/// A text that a request is about, in the last state of its policy.
struct Place {
    /// By what the text is known.
    key: PathBuf,
    view: SharedView,
    source: SourceId,
}

impl Place {
    /// The text; none where it is a part of no policy.
    fn of(server: &Server, uri: &str) -> Option<Self> {
        let key = Documents::key(uri);
        let view = server.workspace.view(&key)?;
        let source = view.source_of(&key)?;
        Some(Place { key, view, source })
    }

    /// A text and a place in it, in bytes.
    fn at(server: &Server, params: &PositionParams) -> Option<(Self, usize)> {
        let place = Place::of(server, &params.text_document.uri)?;
        let offset = place.view.offset(place.source, params.position);
        Some((place, offset))
    }

    /// Changes of texts as the protocol has them; none where one of them is no file.
    fn edits(&self, edits: &[Edit]) -> Option<WorkspaceEdit> {
        let mut all = WorkspaceEdit::default();
        for edit in edits {
            let uri = self.view.uri(edit.span.source)?;
            let changes = all.changes.entry(uri.to_owned()).or_default();
            changes.push(TextEdit {
                range: self.view.range(edit.span),
                new_text: edit.new_text.clone(),
            });
        }
        Some(all)
    }
}
