//! `overrides`: who stands above whom.

use std::collections::BTreeSet;

use super::context::Resolver;
use super::decisions::Draft;
use super::order::rings;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Overridden;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::first_listed;

impl Resolver<'_> {
    /// Finds what the rules of a decision override, and rings among them.
    pub(super) fn overrides(&mut self, draft: &mut Draft<'_>, decision: &ast::Name) {
        if draft.overriding.is_empty() {
            return;
        }
        let mut edges: Vec<Vec<(usize, Span)>> = vec![Vec::new(); draft.rules.len()];
        for (rule, names) in std::mem::take(&mut draft.overriding) {
            let mut above: Vec<Overridden> = Vec::new();
            let mut seen: BTreeSet<(bool, usize)> = BTreeSet::new();
            for name in names {
                let Some(what) = self.overridden(name, draft) else {
                    continue;
                };
                let key = match what {
                    Overridden::Rule(rule) => (true, rule),
                    Overridden::Table(table) => (false, table),
                };
                if !seen.insert(key) {
                    let message = format!("`{}` stands twice", name.node);
                    let finding = Diagnostic::new(Code::DuplicateEntry, name.span, message);
                    self.report(finding.help("leave one of the two out"));
                    continue;
                }
                above.push(what);
                // Rows override nothing, so rings run through rules only.
                if let (Overridden::Rule(below), Some(edges)) = (what, edges.get_mut(rule)) {
                    edges.push((below, name.span));
                }
            }
            if let Some(rule) = draft.rules.get_mut(rule) {
                rule.overrides = above;
            }
        }
        for ring in rings(&edges) {
            let name = |index: usize| draft.rules.get(index).map_or("", |rule| rule.name.as_str());
            let (Some((first, span)), [.., (last, _)]) = (ring.first().copied(), ring.as_slice())
            else {
                continue;
            };
            let message = match first == *last {
                true => format!("the rule `{}` overrides itself", name(first)),
                false => format!("{} rules override each other in a ring", ring.len()),
            };
            let mut finding = Diagnostic::new(Code::Cycle, span, message)
                .help("leave one of these overrides out")
                .about("decision", decision.node.clone());
            let next = ring.iter().cycle().skip(1);
            for ((above, span), (below, _)) in ring.iter().zip(next).take(MOST_SHOWN) {
                let text = format!("`{}` overrides `{}`", name(*above), name(*below));
                finding = match *above == first {
                    true => finding.here(text),
                    false => finding.label(*span, text),
                };
            }
            self.report(finding);
        }
    }

    fn overridden(&mut self, name: &ast::Name, draft: &Draft<'_>) -> Option<Overridden> {
        if let Some((what, _)) = draft.names.get(&name.node) {
            return Some(*what);
        }
        if draft.faulty.contains(&name.node) {
            return None;
        }
        let nearest = self.nearest(&name.node, draft.names.keys().map(String::as_str));
        let message = format!(
            "no rule, row or table of this decision is called `{}`",
            name.node
        );
        let mut finding = Diagnostic::new(Code::UnknownName, name.span, message);
        if nearest.is_none() {
            let names: Vec<String> = draft.names.keys().take(9).cloned().collect();
            finding = finding.help(format!("its names are {}", first_listed(&names, 8)));
        }
        self.fail(finding.did_you_mean(name.span, nearest))
    }
}

/// How many steps of a ring a finding shows.
pub(super) const MOST_SHOWN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, finding, resolved};

    fn with(rules: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  n: integer }}\nmust all_read: n is known\n\
             decision k: one of x | y {{ {rules}  otherwise x }}"
        )
    }

    #[test]
    fn rules_rows_and_tables_are_named() {
        let (model, found) = resolved(&with(
            "rule r: x when n > 5 overrides q, t, big  rule q: y when n > 3  \
             table t n { big: 9 => y  2 => x }",
        ));
        assert_eq!(found, []);
        let rules = &model.decisions.values().next().unwrap().rules;
        assert_eq!(
            rules[0].overrides,
            [
                Overridden::Rule(1),
                Overridden::Table(0),
                Overridden::Rule(2)
            ]
        );
    }

    #[test]
    fn unknown_names_and_rings() {
        let unknown = with("rule r: x when n > 5 overrides qq  rule q1: y when n > 3");
        assert_eq!(codes(&unknown), [Code::UnknownName]);
        let own = with("rule r: x when n > 5 overrides r");
        assert!(
            finding(&own, Code::Cycle)
                .message
                .contains("overrides itself")
        );
        let ring = with(
            "rule r: x when n > 5 overrides q  rule q: y when n > 3 overrides p  \
             rule p: y when n > 1 overrides r",
        );
        let found = finding(&ring, Code::Cycle);
        assert_eq!(found.labels.len(), 3);
        assert_eq!(codes(&ring), [Code::Cycle]);
    }
}
