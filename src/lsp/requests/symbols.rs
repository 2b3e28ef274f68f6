//! The things in a text, and in all texts.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Place;
use crate::editor::{Part, PartKind};
use crate::lsp::client::Answer;
use crate::lsp::protocol::{DocumentParams, Location, Range};
use crate::lsp::server::{Server, asked, told};
use crate::lsp::view::View;

/// More things than this are not listed for a search.
const MOST: usize = 256;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DocumentSymbol {
    name: String,
    detail: &'static str,
    kind: u8,
    range: Range,
    selection_range: Range,
    children: Vec<DocumentSymbol>,
}

/// `textDocument/documentSymbol`
pub(super) fn of_document(server: &Server, params: Value) -> Answer {
    let params: DocumentParams = asked(params)?;
    let found = Place::of(server, &params.text_document.uri).map(|place| {
        let parts = place.view.snapshot.outline(place.source);
        symbols(&place.view, parts)
    });
    told(found)
}

fn symbols(view: &View, parts: &[Part]) -> Vec<DocumentSymbol> {
    let symbols = parts.iter().map(|part| DocumentSymbol {
        name: match part.name.is_empty() {
            true => part.kind.word().to_owned(),
            false => part.name.clone(),
        },
        detail: part.kind.word(),
        kind: kind(part.kind),
        range: view.range(part.span),
        selection_range: view.range(part.at),
        children: symbols(view, &part.parts),
    });
    symbols.collect()
}

/// The kind of the protocol that comes nearest: its list is one of programming languages.
pub(super) fn kind(kind: PartKind) -> u8 {
    match kind {
        PartKind::Policy => 4,
        PartKind::Calendar | PartKind::Source | PartKind::Vocabulary => 3,
        PartKind::Team | PartKind::Role => 5,
        PartKind::Lead => 23,
        PartKind::Field | PartKind::Column => 8,
        PartKind::List | PartKind::Table => 18,
        PartKind::Define => 13,
        PartKind::Score => 12,
        PartKind::Line | PartKind::Group | PartKind::Row => 20,
        PartKind::Decision => 6,
        PartKind::Rule | PartKind::Move => 24,
        PartKind::Journey => 2,
        PartKind::Stage => 22,
        PartKind::Task => 24,
        PartKind::Forbid | PartKind::Must | PartKind::Fact => 17,
        PartKind::Accept => 14,
        PartKind::Example => 15,
        PartKind::Broken => 21,
    }
}

#[derive(Deserialize)]
struct SearchParams {
    query: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WorkspaceSymbol {
    name: String,
    kind: u8,
    location: Location,
    container_name: Option<String>,
}

/// `workspace/symbol`
pub(super) fn of_workspace(server: &Server, params: Value) -> Answer {
    let params: SearchParams = asked(params)?;
    let query = params.query.to_lowercase();
    let mut found = Vec::new();
    for view in server.workspace.views() {
        for (source, _) in view.files() {
            search(
                view,
                view.snapshot.outline(source),
                None,
                &query,
                &mut found,
            );
        }
    }
    found.truncate(MOST);
    told(found)
}

fn search(
    view: &View,
    parts: &[Part],
    within: Option<&str>,
    query: &str,
    found: &mut Vec<WorkspaceSymbol>,
) {
    for part in parts {
        let is_wanted = part.kind.is_named() && is_in(query, &part.name.to_lowercase());
        if let Some(location) = view.location(part.at).filter(|_| is_wanted) {
            found.push(WorkspaceSymbol {
                name: part.name.clone(),
                kind: kind(part.kind),
                location,
                container_name: within.map(str::to_owned),
            });
        }
        search(view, &part.parts, Some(&part.name), query, found);
    }
}

/// Whether the letters of a query stand in a name in their order.
fn is_in(query: &str, name: &str) -> bool {
    let mut letters = name.chars();
    query
        .chars()
        .all(|wanted| letters.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_need_not_be_whole() {
        assert!(is_in("", "owner") && is_in("ownr", "owner") && is_in("owner", "owner"));
        assert!(!is_in("ro", "or") && !is_in("owners", "owner"));
    }
}
