//! What depends on what, as the hierarchy of calls that editors show.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Place, symbols};
use crate::editor::{Dependency, declared_at, dependencies, dependents};
use crate::lsp::client::Answer;
use crate::lsp::protocol::{PositionParams, Range};
use crate::lsp::server::{Server, asked, told};
use crate::source::Span;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    name: String,
    kind: u8,
    detail: String,
    uri: String,
    range: Range,
    selection_range: Range,
}

/// `textDocument/prepareCallHierarchy`
pub(super) fn prepare(server: &Server, params: Value) -> Answer {
    let params: PositionParams = asked(params)?;
    let found = Place::at(server, &params).and_then(|(place, offset)| {
        let declared = declared_at(&place.view.snapshot, place.source, offset)?;
        Some(vec![item(&place, &declared)?])
    });
    told(found)
}

fn item(place: &Place, of: &Dependency) -> Option<Item> {
    let part = &of.part;
    let word = part.kind.word();
    Some(Item {
        name: part.name.clone(),
        kind: symbols::kind(part.kind),
        detail: match &of.within {
            Some(within) => format!("{word} of {within}"),
            None => word.to_owned(),
        },
        uri: place.view.uri(part.at.source)?.to_owned(),
        range: place.view.range(part.span),
        selection_range: place.view.range(part.at),
    })
}

#[derive(Deserialize)]
struct CallParams {
    item: Asked,
}

/// The item that a client gives back.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    uri: String,
    selection_range: Range,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Incoming {
    from: Item,
    from_ranges: Vec<Range>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outgoing {
    to: Item,
    from_ranges: Vec<Range>,
}

/// `callHierarchy/incomingCalls`: what depends on this.
pub(super) fn incoming(server: &Server, params: Value) -> Answer {
    let found = of_item(server, params)?.map(|(place, at)| {
        let readers = dependents(&place.view.snapshot, at);
        let readers = readers.iter().filter_map(|reader| {
            Some(Incoming {
                from: item(&place, reader)?,
                from_ranges: ranges(&place, reader),
            })
        });
        readers.collect::<Vec<_>>()
    });
    told(found)
}

/// `callHierarchy/outgoingCalls`: what this depends on.
pub(super) fn outgoing(server: &Server, params: Value) -> Answer {
    let found = of_item(server, params)?.map(|(place, at)| {
        let read = dependencies(&place.view.snapshot, at);
        let read = read.iter().filter_map(|it| {
            Some(Outgoing {
                to: item(&place, it)?,
                from_ranges: ranges(&place, it),
            })
        });
        read.collect::<Vec<_>>()
    });
    told(found)
}

fn of_item(
    server: &Server,
    params: Value,
) -> Result<Option<(Place, Span)>, crate::lsp::client::Refusal> {
    let CallParams { item } = asked(params)?;
    Ok(Place::of(server, &item.uri).map(|place| {
        let at = place.view.span(place.source, item.selection_range);
        (place, at)
    }))
}

fn ranges(place: &Place, of: &Dependency) -> Vec<Range> {
    let ranges = of.places.iter().map(|span| place.view.range(*span));
    ranges.collect()
}
