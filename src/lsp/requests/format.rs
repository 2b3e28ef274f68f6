//! The one layout, of a whole text or of the declarations of a stretch of it.

use std::ops::Range;

use serde_json::Value;

use super::Place;
use crate::diagnostic::Diagnostics;
use crate::format::verified;
use crate::lsp::client::{Answer, Refusal};
use crate::lsp::protocol::{DocumentParams, RangeParams, TextEdit};
use crate::lsp::server::{Server, asked, told};
use crate::source::{SourceId, Span};
use crate::syntax::ast::File;
use crate::syntax::parse;

/// `textDocument/formatting`
pub(super) fn whole(server: &Server, params: Value) -> Answer {
    let params: DocumentParams = asked(params)?;
    let Some(place) = Place::of(server, &params.text_document.uri) else {
        return told(Value::Null);
    };
    let text = place.view.text(place.source);
    let Some((_, new)) = laid_out(place.source, text)? else {
        return told(Value::Null);
    };
    told(edits(&place, 0..text.len(), &new))
}

/// `textDocument/rangeFormatting`: of each declaration that the stretch touches.
pub(super) fn part(server: &Server, params: Value) -> Answer {
    let params: RangeParams = asked(params)?;
    let Some(place) = Place::of(server, &params.text_document.uri) else {
        return told(Value::Null);
    };
    let text = place.view.text(place.source);
    let Some((file, new)) = laid_out(place.source, text)? else {
        return told(Value::Null);
    };
    let asked = place.view.span(place.source, params.range);
    let touched = |span: Span| span.start <= asked.end && asked.start <= span.end;
    let first = file.items.iter().position(|item| touched(item.span));
    let last = file.items.iter().rposition(|item| touched(item.span));
    let Some((first, last)) = first.zip(last) else {
        return told(Vec::<TextEdit>::new());
    };
    // The new text has the same declarations in the same order.
    let again = parse(place.source, &new, &mut Diagnostics::default());
    let stretch = |file: &File| -> Option<Range<usize>> {
        let (from, to) = (file.items.get(first)?.span, file.items.get(last)?.span);
        Some(from.range().start..to.range().end)
    };
    let (old, of_new) = (stretch(&file), stretch(&again));
    let changed = old
        .zip(of_new)
        .map(|(old, of_new)| edits(&place, old, new.get(of_new).unwrap_or_default()));
    told(changed)
}

/// The tree of a text, and the text as it should be laid out; none where it has faults.
fn laid_out(source: SourceId, text: &str) -> Result<Option<(File, String)>, Refusal> {
    let mut faults = Diagnostics::default();
    let file = parse(source, text, &mut faults);
    if faults.has_errors() {
        return Ok(None);
    }
    let new = verified(source, text, &file);
    let new = new.map_err(|error| Refusal::cannot(error.to_string()))?;
    let new = match text.contains("\r\n") {
        true => new.replace('\n', "\r\n"),
        false => new,
    };
    Ok(Some((file, new)))
}

/// The change of a stretch of a text into another, without what both begin and end with.
fn edits(place: &Place, old: Range<usize>, new: &str) -> Vec<TextEdit> {
    let text = place.view.text(place.source);
    let words = text.get(old.clone()).unwrap_or_default();
    if words == new {
        return Vec::new();
    }
    let same = |mut pairs: Box<dyn Iterator<Item = (char, char)> + '_>| -> usize {
        let mut length = 0;
        while let Some((a, b)) = pairs.next()
            && a == b
        {
            length += a.len_utf8();
        }
        length
    };
    let before = same(Box::new(words.chars().zip(new.chars())));
    let (rest, new_rest) = (
        words.get(before..).unwrap_or_default(),
        new.get(before..).unwrap_or_default(),
    );
    let behind = same(Box::new(rest.chars().rev().zip(new_rest.chars().rev())));
    let new_text = new_rest.get(..new_rest.len() - behind).unwrap_or_default();
    let (start, end) = (old.start + before, old.end - behind);
    vec![TextEdit {
        range: place.view.range(Span::new(place.source, start, end)),
        new_text: new_text.to_owned(),
    }]
}
