//! From a name to its declaration and its readers, and another name for it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Place;
use crate::editor;
use crate::lsp::client::{Answer, Refusal};
use crate::lsp::protocol::{Location, Position, PositionParams, Range, TextDocumentIdentifier};
use crate::lsp::server::{Server, asked, told};
use crate::source::Span;

/// `textDocument/definition`
pub(super) fn definition(server: &Server, params: Value) -> Answer {
    let params: PositionParams = asked(params)?;
    let found = Place::at(server, &params).map(|(place, offset)| {
        let spans = editor::definition(&place.view.snapshot, place.source, offset);
        locations(&place, &spans)
    });
    told(found)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReferenceParams {
    text_document: TextDocumentIdentifier,
    position: Position,
    context: ReferenceContext,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReferenceContext {
    include_declaration: bool,
}

/// `textDocument/references`
pub(super) fn references(server: &Server, params: Value) -> Answer {
    let params: ReferenceParams = asked(params)?;
    let at = PositionParams {
        text_document: params.text_document,
        position: params.position,
    };
    let with_declaration = params.context.include_declaration;
    let found = Place::at(server, &at).map(|(place, offset)| {
        let snapshot = &place.view.snapshot;
        let spans = editor::references(snapshot, place.source, offset, with_declaration);
        locations(&place, &spans)
    });
    told(found)
}

fn locations(place: &Place, spans: &[Span]) -> Vec<Location> {
    let found = spans.iter().filter_map(|span| place.view.location(*span));
    found.collect()
}

#[derive(Serialize)]
struct Highlight {
    range: Range,
    /// 2 where it is read, 3 where it is declared.
    kind: u8,
}

/// `textDocument/documentHighlight`
pub(super) fn highlights(server: &Server, params: Value) -> Answer {
    let params: PositionParams = asked(params)?;
    let found = Place::at(server, &params).map(|(place, offset)| {
        let index = place.view.snapshot.index();
        let symbol = index.at(place.source, offset).map(|it| &it.symbol);
        let all = symbol.into_iter().flat_map(|it| index.mentions_of(it));
        let here = all.filter(|it| it.span.source == place.source);
        let here = here.map(|it| Highlight {
            range: place.view.range(it.span),
            kind: if it.declares { 3 } else { 2 },
        });
        here.collect::<Vec<_>>()
    });
    told(found)
}

/// `textDocument/prepareRename`
pub(super) fn prepare_rename(server: &Server, params: Value) -> Answer {
    let params: PositionParams = asked(params)?;
    let Some((place, offset)) = Place::at(server, &params) else {
        return told(Value::Null);
    };
    let renamed = editor::renamed(&place.view.snapshot, place.source, offset);
    let (span, name) = renamed.map_err(Refusal::cannot)?;
    told(json!({ "range": place.view.range(span), "placeholder": name }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RenameParams {
    text_document: TextDocumentIdentifier,
    position: Position,
    new_name: String,
}

/// `textDocument/rename`
pub(super) fn rename(server: &Server, params: Value) -> Answer {
    let params: RenameParams = asked(params)?;
    let at = PositionParams {
        text_document: params.text_document,
        position: params.position,
    };
    let Some((place, offset)) = Place::at(server, &at) else {
        return told(Value::Null);
    };
    let new = params.new_name.trim();
    let edits = editor::rename(&place.view.snapshot, place.source, offset, new);
    let edits = edits.map_err(Refusal::cannot)?;
    told(place.edits(&edits))
}
