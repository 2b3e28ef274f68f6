//! What may be written at a place.

use serde::Serialize;
use serde_json::Value;

use super::Place;
use crate::editor::{Completion, CompletionKind, complete};
use crate::lsp::client::Answer;
use crate::lsp::protocol::{MarkupContent, PositionParams, Range, TextEdit};
use crate::lsp::server::{Server, asked, told};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompletionList {
    is_incomplete: bool,
    items: Vec<CompletionItem>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompletionItem {
    label: String,
    kind: u8,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation: Option<MarkupContent>,
    sort_text: String,
    /// The label: without it Neovim takes what is offered for filtered already, and shows all.
    filter_text: String,
    /// 2 for a text with gaps.
    insert_text_format: u8,
    text_edit: TextEdit,
}

/// `textDocument/completion`
pub(super) fn answer(server: &Server, params: Value) -> Answer {
    let params: PositionParams = asked(params)?;
    let found = Place::at(server, &params).and_then(|(place, offset)| {
        let view = &place.view;
        let sound = server.workspace.sound(&place.key);
        let known = sound.as_ref().unwrap_or(view);
        let columns = || {
            let sample = server.workspace.sample_of(&place.key);
            sample.map_or(Vec::new(), |path| server.host.columns(&path))
        };
        let found = complete(
            &view.snapshot,
            &known.snapshot,
            place.source,
            offset,
            &columns,
        )?;
        let range = view.range(found.span);
        let snippets = &server.can.text_document.completion.completion_item;
        let items = found.all.into_iter();
        let items = items.map(|it| item(it, range, snippets.snippet_support));
        Some(CompletionList {
            is_incomplete: false,
            items: items.collect(),
        })
    });
    told(found)
}

fn item(of: Completion, range: Range, snippets: bool) -> CompletionItem {
    let snippet = of.snippet.filter(|_| snippets);
    CompletionItem {
        kind: match of.kind {
            CompletionKind::Keyword => 14,
            CompletionKind::Field => 5,
            CompletionKind::Define => 6,
            CompletionKind::Result => 3,
            CompletionKind::Value => 20,
            CompletionKind::Thing => 7,
            CompletionKind::Rule => 23,
            CompletionKind::Column => 21,
            CompletionKind::Snippet if snippet.is_some() => 15,
            CompletionKind::Snippet => 14,
        },
        detail: of.detail,
        documentation: Some(of.doc)
            .filter(|doc| !doc.is_empty())
            .map(MarkupContent::markdown),
        sort_text: format!("{}{}", of.rank, of.label),
        filter_text: of.label.clone(),
        insert_text_format: if snippet.is_some() { 2 } else { 1 },
        text_edit: TextEdit {
            range,
            new_text: snippet.unwrap_or_else(|| of.label.clone()),
        },
        label: of.label,
    }
}
