//! How a text is built, and what its words are.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Place;
use crate::editor::{self, Paint};
use crate::lsp::client::Answer;
use crate::lsp::protocol::{DocumentParams, Position, Range, TextDocumentIdentifier};
use crate::lsp::server::{Server, asked, told};
use crate::lsp::uri::uri_of;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FoldingRange {
    start_line: u32,
    end_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

/// `textDocument/foldingRange`
pub(super) fn folds(server: &Server, params: Value) -> Answer {
    let params: DocumentParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let folds = editor::folds(&place.view.snapshot, place.source).into_iter();
        let folds = folds.map(|fold| {
            let range = place.view.range(fold.span);
            FoldingRange {
                start_line: range.start.line,
                // The closing bracket stays in sight.
                end_line: match fold.comment {
                    true => range.end.line,
                    false => range.end.line.saturating_sub(1),
                },
                kind: fold.comment.then_some("comment"),
            }
        });
        folds
            .filter(|it| it.start_line < it.end_line)
            .collect::<Vec<_>>()
    });
    told(found)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SelectionParams {
    text_document: TextDocumentIdentifier,
    positions: Vec<Position>,
}

/// `textDocument/selectionRange`
pub(super) fn selections(server: &Server, params: Value) -> Answer {
    let params: SelectionParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let chains = params.positions.iter().map(|position| {
            let offset = place.view.offset(place.source, *position);
            let chain = editor::selections(&place.view.snapshot, place.source, offset);
            // From the outermost in, each within the one before.
            let nested = chain.iter().rev().fold(Value::Null, |parent, span| {
                let range = place.view.range(*span);
                match parent {
                    Value::Null => json!({ "range": range }),
                    parent => json!({ "range": range, "parent": parent }),
                }
            });
            match nested {
                Value::Null => json!({ "range": { "start": position, "end": position } }),
                nested => nested,
            }
        });
        chains.collect::<Vec<_>>()
    });
    told(found)
}

/// `textDocument/semanticTokens/full`
pub(super) fn tokens(server: &Server, params: Value) -> Answer {
    let params: DocumentParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let painted = editor::paints(&place.view.snapshot, place.source);
        let mut data: Vec<u32> = Vec::with_capacity(painted.len() * 5);
        let mut last = Position {
            line: 0,
            character: 0,
        };
        for word in painted {
            let Range { start, end } = place.view.range(word.span);
            let kind = Paint::ALL.iter().position(|it| *it == word.paint);
            let kind = kind
                .and_then(|it| u32::try_from(it).ok())
                .unwrap_or_default();
            let before = if start.line == last.line {
                last.character
            } else {
                0
            };
            data.extend([
                start.line - last.line,
                start.character - before,
                end.character.saturating_sub(start.character),
                kind,
                u32::from(word.declares),
            ]);
            last = start;
        }
        json!({ "data": data })
    });
    told(found)
}

#[derive(Serialize)]
struct DocumentLink {
    range: Range,
    target: String,
}

/// `textDocument/documentLink`
pub(super) fn links(server: &Server, params: Value) -> Answer {
    let params: DocumentParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let links = editor::links(&place.view.snapshot, place.source).into_iter();
        let links = links.filter_map(|link| {
            let path = match link.data {
                true => server.workspace.beside(&place.key, &link.path),
                false => server
                    .workspace
                    .named_by(&place.key, place.source, &link.path),
            };
            Some(DocumentLink {
                range: place.view.range(link.span),
                target: uri_of(&path?),
            })
        });
        links.collect::<Vec<_>>()
    });
    told(found)
}
