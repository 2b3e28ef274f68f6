//! What may be written at a place: words of the language, names and values by their type, and whole
//! declarations to be filled in.
//!
//! | file | purpose |
//! | --- | --- |
//! | `place` | what stands before the place, in tokens |
//! | `names` | the names that fit there |
//! | `types` | of what type they have to be |
//! | `snippets` | texts with gaps |

mod names;
mod place;
mod snippets;
mod types;

use std::collections::BTreeSet;

use super::Snapshot;
use crate::source::{SourceId, Span};
use crate::syntax::{KEYWORDS, next};
use place::Place;

/// Something that may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What is written, and shown.
    pub label: String,
    /// What it is, for an editor to show beside it.
    pub kind: CompletionKind,
    /// What it is, in a few words.
    pub detail: String,
    /// Its documentation; may be empty.
    pub doc: String,
    /// A text with gaps `${1:name}` to be filled in, in the place of the label.
    pub snippet: Option<String>,
    /// What comes first has a low number.
    pub rank: u8,
}

/// What may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// A field.
    Field,
    /// A definition.
    Define,
    /// A score or a decision.
    Result,
    /// A value.
    Value,
    /// A role, team, list, calendar, journey, channel.
    Thing,
    /// A rule, a task, a `must`.
    Rule,
    /// A column of an export.
    Column,
    /// Something to be filled in.
    Snippet,
}

/// What may be written at a place, and which stretch it takes the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completions {
    /// What is written so far.
    pub span: Span,
    /// What may stand there.
    pub all: Vec<Completion>,
}

/// What may be written at a place. `known` is a state of the same policy whose texts could all be
/// read, for its names: what is being written rarely can be. `columns` gives the headers of the file
/// that the policy is tried on.
#[must_use]
pub fn complete(
    snapshot: &Snapshot,
    known: &Snapshot,
    source: SourceId,
    offset: usize,
    columns: &dyn Fn() -> Vec<String>,
) -> Option<Completions> {
    let text = snapshot.text(source);
    let place = Place::new(text, offset)?;
    let span = Span::new(source, place.start, offset);
    let mut all = match place.is_in_text() {
        true => names::in_text(&place, known, columns),
        false => outside_text(&place, known),
    };
    all.sort_by(|a, b| (a.rank, &a.label).cmp(&(b.rank, &b.label)));
    let mut seen = BTreeSet::new();
    all.retain(|it| seen.insert((it.label.clone(), it.snippet.is_some())));
    Some(Completions { span, all })
}

fn outside_text(place: &Place<'_>, known: &Snapshot) -> Vec<Completion> {
    let mut all = Vec::new();
    if place.may_start_declaration() {
        let words = KEYWORDS.iter();
        all.extend(words.map(|word| keyword(word, None, 3)));
    }
    let Some(beginning) = place.beginning() else {
        return all;
    };
    let next = next(&beginning);
    for wanted in &next.wanted {
        all.extend(names::wanted(*wanted, place, known));
    }
    let in_declaration = place.word(0);
    // What goes on with the line comes before what starts another.
    let words = next.words.iter();
    all.extend(words.map(|word| keyword(word, Some(in_declaration), 2)));
    all
}

/// A word of the language, with what usually stands behind it.
fn keyword(word: &str, within: Option<&str>, rank: u8) -> Completion {
    let snippet = snippets::snippet(word, within);
    Completion {
        label: word.to_owned(),
        kind: match snippet {
            Some(_) => CompletionKind::Snippet,
            None => CompletionKind::Keyword,
        },
        detail: String::new(),
        doc: String::new(),
        snippet: snippet.map(str::to_owned),
        rank,
    }
}

#[cfg(test)]
mod tests;
