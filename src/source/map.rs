//! All texts of one compilation.

use std::sync::Arc;

use super::{LineIndex, Position, SourceId, Span};

/// One text with the name that messages show for it.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name shown to people: a path relative to where the command was called.
    pub name: String,
    /// The text itself.
    pub text: String,
    lines: LineIndex,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        Source {
            name,
            lines: LineIndex::new(&text),
            text,
        }
    }
}

/// The texts of one compilation, by [`SourceId`]. A copy shares them.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    sources: Vec<Arc<Source>>,
}

impl SourceMap {
    /// Takes in a text and gives its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        let source = Source::new(name.into(), text.into());
        self.sources.push(Arc::new(source));
        id
    }

    /// Puts another text in the place of one that was taken in.
    pub fn change(&mut self, id: SourceId, text: impl Into<String>) {
        if let Some(source) = self.sources.get_mut(id.0 as usize) {
            *source = Arc::new(Source::new(source.name.clone(), text.into()));
        }
    }

    /// All texts in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.sources
            .iter()
            .zip(0u32..)
            .map(|(source, id)| (SourceId(id), &**source))
    }

    /// The text with this number.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize).map(|source| &**source)
    }

    /// The name of a text; empty when there is none with this number.
    #[must_use]
    pub fn name(&self, id: SourceId) -> &str {
        self.get(id).map_or("", |source| &source.name)
    }

    /// The words that a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.range()))
            .unwrap_or_default()
    }

    /// Line and column of both ends of a span.
    #[must_use]
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let none = Position { line: 1, column: 1 };
        self.get(span.source).map_or((none, none), |source| {
            let range = span.range();
            let at = |offset| source.lines.position(&source.text, offset);
            (at(range.start), at(range.end))
        })
    }
}
