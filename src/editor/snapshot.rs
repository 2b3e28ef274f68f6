//! A policy at one moment of its being edited.

use std::sync::{Arc, OnceLock};

use super::index::Index;
use super::outline::{self, Part};
use crate::compile::Compiled;
use crate::source::{SourceId, Spanned};
use crate::syntax::ast::{File, Item};

/// A policy at one moment of its being edited.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The policy with what its text shows.
    pub compiled: Arc<Compiled>,
    /// Its names, once somebody asks.
    index: Arc<OnceLock<Index>>,
    /// What its texts are made of, by their numbers, likewise.
    outlines: Arc<[OnceLock<Vec<Part>>]>,
}

impl Snapshot {
    /// A policy as it is now.
    #[must_use]
    pub fn new(compiled: Arc<Compiled>) -> Self {
        Snapshot {
            index: Arc::default(),
            outlines: compiled.sources.iter().map(|_| OnceLock::new()).collect(),
            compiled,
        }
    }

    /// Its names.
    #[must_use]
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.compiled))
    }

    /// What a text is made of.
    #[must_use]
    pub fn outline(&self, source: SourceId) -> &[Part] {
        let outline = self.outlines.get(source.0 as usize);
        outline.map_or(&[], |it| it.get_or_init(|| outline::read(self, source)))
    }

    /// A text of it.
    #[must_use]
    pub fn text(&self, source: SourceId) -> &str {
        let text = self.compiled.sources.get(source);
        text.map_or("", |text| &text.text)
    }

    /// The declarations of a text.
    #[must_use]
    pub fn items(&self, source: SourceId) -> &[Spanned<Item>] {
        let mut files = self.compiled.files.iter();
        let is_of = |file: &&Arc<File>| {
            let first = file.items.first();
            first.is_some_and(|item| item.span.source == source)
        };
        files.find(is_of).map_or(&[], |file| &file.items)
    }

    /// Whether another policy has the same texts and findings.
    #[must_use]
    pub fn says_the_same(&self, other: &Compiled) -> bool {
        fn texts(compiled: &Compiled) -> impl Iterator<Item = (&str, &str)> {
            let texts = compiled.sources.iter();
            texts.map(|(_, it)| (it.name.as_str(), it.text.as_str()))
        }
        self.compiled.findings == other.findings && texts(&self.compiled).eq(texts(other))
    }

    /// Whether every declaration of it could be read.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        let items = self.compiled.files.iter().flat_map(|file| &file.items);
        let mut items = items.map(|item| &item.node);
        !items.any(|item| matches!(item, Item::Broken(_)))
    }
}
