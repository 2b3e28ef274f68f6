//! The files that a text names.

use super::Snapshot;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{Item, SourceEntry};
use crate::syntax::referenced_files;

/// A file that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where, without the quotes.
    pub span: Span,
    /// The path as it is written.
    pub path: String,
    /// It is a file of leads, or one beside such, and lies beside the policy.
    pub data: bool,
}

/// The files that a text names.
#[must_use]
pub fn links(snapshot: &Snapshot, source: SourceId) -> Vec<Link> {
    let mut files = snapshot.compiled.files.iter();
    let own = files.find(|file| {
        file.items
            .first()
            .is_some_and(|it| it.span.source == source)
    });
    let Some(file) = own else { return Vec::new() };
    let mut links: Vec<Link> = Vec::new();
    for path in referenced_files(file) {
        links.push(Link {
            span: path.span,
            path: path.node,
            data: false,
        });
    }
    for item in &file.items {
        let data = match &item.node {
            Item::Policy(policy) => policy.sample.iter().collect(),
            Item::Source(source) => {
                let joins = source.entries.iter().filter_map(|entry| match &entry.node {
                    SourceEntry::Join(join) => Some(&join.file),
                    _ => None,
                });
                joins.collect::<Vec<_>>()
            }
            _ => Vec::new(),
        };
        for path in data {
            links.push(Link {
                span: path.span,
                path: path.node.clone(),
                data: true,
            });
        }
    }
    for link in &mut links {
        // The quotes are no part of the name.
        let words = snapshot.compiled.sources.slice(link.span);
        if words.len() >= 2 && words.starts_with('"') {
            let range = link.span.range();
            link.span = Span::new(source, range.start + 1, range.end - 1);
        }
    }
    links.sort_by_key(|link| link.span.start);
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::snapshot;

    #[test]
    fn lists_samples_and_joined_files_are_links() {
        let text = "policy \"P\" { sample \"leads.csv\" }\nlist l from \"lists/a.txt\"\n\
                    source s { join \"deals.csv\" on \"id\" }\n";
        let snapshot = snapshot(text);
        let found = links(&snapshot, SourceId(0));
        let words: Vec<_> = found
            .iter()
            .map(|link| (snapshot.compiled.sources.slice(link.span), link.data))
            .collect();
        let expected = [
            ("leads.csv", true),
            ("lists/a.txt", false),
            ("deals.csv", true),
        ];
        assert_eq!(words, expected);
    }
}
