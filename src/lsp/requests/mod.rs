//! Requests and their answers, a file for each kind.

mod actions;
mod explain;

use std::path::PathBuf;

use serde_json::Value;

use super::client::{Answer, Refusal};
use super::document::Documents;
use super::protocol::{TextEdit, WorkspaceEdit};
use super::server::Server;
use super::view::SharedView;
use crate::diagnostic::Edit;
use crate::source::SourceId;

/// The answer to a request.
pub(super) fn answer(server: &mut Server, method: &str, params: Value) -> Answer {
    match method {
        "textDocument/codeAction" => actions::answer(server, params),
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
