//! Changes that are offered for the findings at a place.

use serde::Serialize;
use serde_json::Value;

use super::Place;
use crate::editor::actions;
use crate::lsp::client::Answer;
use crate::lsp::diagnostics::diagnostic;
use crate::lsp::protocol::{CodeActionParams, Diagnostic, WorkspaceEdit};
use crate::lsp::server::{Server, asked, told};

/// The kind of all that is offered.
const QUICK_FIX: &str = "quickfix";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeAction {
    title: String,
    kind: &'static str,
    diagnostics: Vec<Diagnostic>,
    is_preferred: bool,
    edit: WorkspaceEdit,
}

/// `textDocument/codeAction`
pub(super) fn answer(server: &Server, params: Value) -> Answer {
    let params: CodeActionParams = asked(params)?;
    let only = params.context.only.unwrap_or_default();
    let is_wanted = only.is_empty() || only.iter().any(|kind| kind == QUICK_FIX);
    let Some(place) = Place::of(server, &params.text_document.uri).filter(|_| is_wanted) else {
        return told(Vec::<CodeAction>::new());
    };
    let view = &place.view;
    let asked = view.span(place.source, params.range);
    let here = view.findings().iter().filter(|finding| {
        let span = finding.span();
        span.is_some_and(|it| {
            it.source == asked.source && it.start <= asked.end && asked.start <= it.end
        })
    });
    let offered = here.flat_map(|finding| {
        let actions = actions(&view.snapshot, finding).into_iter();
        let offered = actions.filter_map(|action| {
            Some(CodeAction {
                edit: place.edits(&action.edits)?,
                title: action.title,
                kind: QUICK_FIX,
                diagnostics: vec![diagnostic(view, finding)],
                is_preferred: action.mends,
            })
        });
        offered.collect::<Vec<_>>()
    });
    told(offered.collect::<Vec<_>>())
}
