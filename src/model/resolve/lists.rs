//! Lists of texts, in the policy or in a file.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::{Declared, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{List, ListId};
use crate::source::Span;
use crate::syntax::ast::{self, ListEntries};
use crate::value::Text;

impl Resolver<'_> {
    /// Declares a list, with nothing in it yet.
    pub(super) fn declare_list(&mut self, list: &ast::List) -> Option<ListId> {
        let declared = self.declare_name(&list.name, |r| {
            let named = named(&list.name, &list.doc);
            Declared::List(r.model.lists.add(List {
                named,
                entries: BTreeSet::new(),
            }))
        });
        match declared {
            Some(Declared::List(id)) => Some(id),
            _ => None,
        }
    }

    /// Reads the entries of all lists.
    pub(super) fn fill_lists(&mut self, lists: &[(ListId, &ast::List)]) {
        for (id, list) in lists {
            self.within(None, "list", &list.name, |r| {
                let entries = match &list.entries {
                    ListEntries::Inline(entries) => {
                        Some(entries.iter().map(|e| (e.node.clone(), e.span)).collect())
                    }
                    ListEntries::From(path) => r.entries_of_file(path),
                };
                let Some(entries) = entries else { return };
                if entries.is_empty() {
                    let name = &list.name;
                    let message = format!("the list `{}` has nothing in it", name.node);
                    let finding = Diagnostic::new(Code::EmptyList, name.span, message);
                    r.report(finding.help("write its entries, or leave the list out"));
                }
                let entries = r.distinct_texts(entries);
                if let Some(list) = r.model.lists.get_mut(*id) {
                    list.entries = entries;
                }
            });
        }
    }

    /// One entry a line; blank lines, and lines that start with `#`, are left out.
    pub(super) fn entries_of_file(&mut self, path: &ast::Quoted) -> Option<Vec<(String, Span)>> {
        let (source, text) = self.file(path)?;
        let mut entries = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            // A byte order mark is no part of the first entry.
            let entry = line.trim_start_matches('\u{feff}').trim();
            if !entry.is_empty() && !entry.starts_with('#') {
                let at = start + line.find(entry).unwrap_or_default();
                entries.push((entry.to_owned(), Span::new(source, at, at + entry.len())));
            }
            start += line.len();
        }
        Some(entries)
    }

    /// The texts, each once, with a warning for each that stands again.
    pub(super) fn distinct_texts(&mut self, texts: Vec<(String, Span)>) -> BTreeSet<Text> {
        let mut seen: BTreeMap<Text, Span> = BTreeMap::new();
        for (text, span) in texts {
            let key = Text::new(&text);
            match seen.get(&key) {
                Some(first) => {
                    let first = *first;
                    self.duplicate_entry(&text, span, first);
                }
                None => {
                    seen.insert(key, span);
                }
            }
        }
        seen.into_keys().collect()
    }

    /// Warns of an entry that stands twice.
    pub(super) fn duplicate_entry(&mut self, entry: &str, span: Span, first: Span) {
        let message = format!("`{entry}` stands twice");
        let as_written = |span| self.sources.slice(span).trim_matches('"');
        let help = match as_written(span) == as_written(first) {
            true => "leave one of the two out",
            false => {
                "leave one of the two out; case and blanks at the ends do not tell texts apart"
            }
        };
        let finding = Diagnostic::new(Code::DuplicateEntry, span, message)
            .label(first, "here it stands before")
            .help(help);
        self.report(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved_with};

    const HEAD: &str = "policy \"p\" {} lead { a: text key }\nforbid p when a in l\n";

    #[test]
    fn entries_stand_once() {
        assert_eq!(codes(&format!("{HEAD}list l {{ \"x\", \"y\" }}")), []);
        assert_eq!(
            codes(&format!("{HEAD}list l {{ \"x\", \" X\" }}")),
            [Code::DuplicateEntry]
        );
        assert_eq!(codes(&format!("{HEAD}list l {{ }}")), [Code::EmptyList]);
    }

    #[test]
    fn files_have_an_entry_a_line() {
        let text = format!("{HEAD}list l from \"l.txt\"");
        let file = "\u{feff}# all\nx.example\r\n\n  Y.example \nX.EXAMPLE\n";
        let (model, found) = resolved_with(&text, &[("l.txt", file)]);
        let list = model.lists.values().next().unwrap();
        let entries: Vec<&str> = list.entries.iter().map(Text::raw).collect();
        assert_eq!(entries, ["x.example", "Y.example"]);
        assert_eq!(found.len(), 1);
        let at = found[0].span().unwrap();
        assert_eq!(file.get(at.range()), Some("X.EXAMPLE"));
        assert_eq!(codes(&text), [Code::MissingFile]);
    }
}
