//! The `policy` block: title, version, time zone.

use super::context::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span, Spanned};
use crate::syntax::ast::{self, Item};

/// The version of the language that this one reads.
const LANGUAGE: u32 = 1;

impl Resolver<'_> {
    /// Reads the one `policy` block.
    pub(super) fn policy(&mut self, items: &[&Spanned<Item>]) {
        let mut blocks = items.iter().filter_map(|item| match &item.node {
            Item::Policy(policy) => Some((policy, item.span)),
            _ => None,
        });
        let calendar = |item: &&Spanned<Item>| match &item.node {
            Item::Calendar(_) => true,
            Item::Broken(broken) => {
                matches!(
                    broken.keyword.as_deref(),
                    None | Some("policy" | "calendar")
                )
            }
            _ => false,
        };
        self.has_hours = items.iter().any(calendar);
        let Some((policy, span)) = blocks.next() else {
            return self.no_policy(items);
        };
        let others: Vec<Span> = blocks.map(|(_, span)| span).collect();
        if let Some(second) = others.first() {
            let message = format!(
                "a policy has one `policy` block, and here are {}",
                others.len() + 1
            );
            let mut finding = Diagnostic::new(Code::NoPolicy, self.header(*second), message)
                .label(self.header(span), "this is the first");
            for other in others.iter().skip(1).take(8) {
                finding = finding.label(self.header(*other), "here is another");
            }
            self.report(finding.help("keep one of them, or give each policy a folder of its own"));
        }
        self.model.title.clone_from(&policy.title.node);
        self.model.version = policy.version.as_ref().map(|version| version.node.clone());
        self.model.sample = policy.sample.as_ref().map(|sample| sample.node.clone());
        self.has_hours |= policy.working_hours.is_some();
        self.language(policy);
        self.time_zone(policy);
    }

    fn no_policy(&mut self, items: &[&Spanned<Item>]) {
        let broken = items.iter().any(|item| match &item.node {
            Item::Broken(broken) => {
                matches!(broken.keyword.as_deref(), None | Some("policy"))
            }
            _ => false,
        });
        // What it would have said of the time zone nobody knows.
        self.has_zone = broken;
        if broken {
            return;
        }
        let source = items.first().map_or(SourceId(0), |item| item.span.source);
        let finding = Diagnostic::new(
            Code::NoPolicy,
            Span::new(source, 0, 0),
            "nothing says what policy this is",
        )
        .help("start one file with `policy \"a title\" { version \"1\" }`");
        self.report(finding);
    }

    /// The first line of a block, so that a finding does not underline all of it.
    fn header(&self, span: Span) -> Span {
        let text = self.sources.slice(span);
        let length = text.find(['{', '\n']).map_or(text.len(), |at| {
            text.get(..at).map_or(0, |line| line.trim_end().len())
        });
        let start = span.range().start;
        Span::new(span.source, start, start + length)
    }

    fn language(&mut self, policy: &ast::Policy) {
        let Some(language) = &policy.language else {
            return;
        };
        if language.node != LANGUAGE {
            let message = format!(
                "version {} of the language is not known here",
                language.node
            );
            let finding = Diagnostic::new(Code::NotYet, language.span, message)
                .help("write `language 1`, or update Groundrules")
                .replace(language.span, LANGUAGE.to_string());
            self.report(finding);
        }
    }

    fn time_zone(&mut self, policy: &ast::Policy) {
        let Some(name) = &policy.time_zone else {
            return;
        };
        self.has_zone = true;
        if let Some(zone) = self.zone_named(name) {
            self.model.zone = zone;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, finding, resolved};

    #[test]
    fn one_policy_block_is_wanted() {
        assert_eq!(codes(""), [Code::NoPolicy]);
        assert_eq!(codes("policy \"a\" {}"), []);
        let found = finding("policy \"a\" {}\npolicy \"b\" {}", Code::NoPolicy);
        assert_eq!(found.labels.len(), 2);
    }

    #[test]
    fn zones_are_known_by_name() {
        let (model, found) = resolved("policy \"a\" { time zone \"Asia/Kolkata\" }");
        assert!(found.is_empty());
        assert_eq!(model.zone.name(), "Asia/Kolkata");
    }

    #[test]
    fn other_languages_come_later() {
        assert_eq!(codes("policy \"a\" { language 1 }"), []);
        assert_eq!(codes("policy \"a\" { language 2 }"), [Code::NotYet]);
    }
}
