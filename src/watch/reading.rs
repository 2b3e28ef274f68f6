//! The parts of a policy that say how leads are read.

use std::collections::BTreeSet;

use crate::compile::Compiled;
use crate::syntax::ast::Item;

/// The texts on which it depends what comes out of a file of leads: where they are the same, leads
/// that were read under one policy are those of the other. What is sure not to matter is left out;
/// files that the policy names, such as spellings, are always in.
#[must_use]
pub fn reading(compiled: &Compiled) -> Vec<String> {
    let sources = &compiled.sources;
    let items = || compiled.files.iter().flat_map(|file| &file.items);
    let read = items().filter(|item| matters(&item.node));
    let mut parts: Vec<String> = read
        .map(|item| sources.slice(item.span).to_owned())
        .collect();
    let policies: BTreeSet<_> = items().map(|item| item.span.source).collect();
    let others = sources.iter().filter(|(id, _)| !policies.contains(id));
    parts.extend(others.map(|(_, source)| source.text.clone()));
    parts
}

fn matters(item: &Item) -> bool {
    match item {
        Item::Policy(_)
        | Item::Team(_)
        | Item::Lead(_)
        | Item::List(_)
        | Item::Journey(_)
        | Item::Source(_)
        | Item::Broken(_) => true,
        // These read fields, and no field reads them.
        Item::Calendar(_)
        | Item::Define(_)
        | Item::Score(_)
        | Item::Decision(_)
        | Item::Forbid(_)
        | Item::Must(_)
        | Item::Vocabulary(_)
        | Item::Accept(_)
        | Item::Example(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::testing::{POLICY, compiled};

    fn is_read_the_same(from: &str, to: &str) -> bool {
        let other = POLICY.replace(from, to);
        assert_ne!(other, POLICY, "`{from}` is there");
        let other = compiled(&other);
        assert!(!other.has_errors(), "{:?}", other.findings);
        reading(&compiled(POLICY)) == reading(&other)
    }

    #[test]
    fn rules_and_numbers_do_not_matter_and_fields_and_sources_do() {
        assert!(is_read_the_same("bar = 50", "bar = 60"));
        assert!(is_read_the_same("rule good", "# a word\n  rule better"));
        assert!(is_read_the_same("points 50 }", "points 51 }"));
        assert!(!is_read_the_same("north | south", "south | north"));
        assert!(!is_read_the_same("0..100", "0..1000"));
        assert!(!is_read_the_same(
            "define",
            "source crm { points from \"Score\" }\ndefine"
        ));
    }
}
