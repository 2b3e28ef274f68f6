//! What may not be done, what has to be done, and what each team calls things.

use std::collections::BTreeSet;

use super::context::Resolver;
use super::names::{Declared, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Channel, ChannelId, Forbid, Must, Vocabulary};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::first_listed;

impl Resolver<'_> {
    /// Reads a prohibition.
    pub(super) fn forbid(&mut self, forbid: &ast::Forbid, span: Span) {
        self.within(None, "channel", &forbid.channel, |r| {
            let channel = r.channel(&forbid.channel, false);
            let when = forbid.when.as_ref().map(|when| r.condition(when));
            let unless = forbid.unless.as_ref().map(|unless| r.condition(unless));
            if when.is_none() && unless.is_none() {
                let message = format!("nothing says when `{}` is forbidden", forbid.channel.node);
                let finding = Diagnostic::new(Code::Syntax, forbid.channel.span, message)
                    .help("write `when …` or `unless …` behind it");
                r.report(finding);
                return;
            }
            if matches!(when, Some(None)) || matches!(unless, Some(None)) {
                return;
            }
            r.model.forbids.push(Forbid {
                channel,
                when: when.flatten(),
                unless: unless.flatten(),
                because: forbid.because.as_ref().map(|because| because.node.clone()),
                span,
            });
        });
    }

    /// The channel of this name, which is made by being named: by a task, or by a prohibition.
    pub(super) fn channel(&mut self, name: &ast::Name, by_task: bool) -> ChannelId {
        let id = match self.channel_names.get(&name.node) {
            Some(id) => *id,
            None => {
                let name = name.node.clone();
                let id = self.model.channels.add(Channel { name: name.clone() });
                self.channel_names.insert(name, id);
                id
            }
        };
        self.channel_uses.push((id, name.span, by_task));
        id
    }

    /// Reads a duty. Its name stands in a namespace of its own.
    pub(super) fn must(&mut self, must: &ast::Must) {
        self.within(None, "must", &must.name, |r| {
            let condition = r.condition(&must.condition);
            let when = must.when.as_ref().map(|when| r.condition(when));
            if let Some((first, _)) = r.must_names.get(&must.name.node).copied() {
                let message = format!("two `must`s are called `{}`", must.name.node);
                let finding = Diagnostic::new(Code::DuplicateName, must.name.span, message)
                    .label(first, "the other one is here")
                    .help("give one of the two another name");
                r.report(finding);
                return;
            }
            // One that is faulty stands for nothing, but may be named.
            let id = match (condition, when.map_or(Some(None), |when| when.map(Some))) {
                (Some(condition), Some(when)) => Some(r.model.musts.add(Must {
                    named: named(&must.name, &must.doc),
                    condition,
                    when,
                    because: must.because.as_ref().map(|because| because.node.clone()),
                })),
                _ => None,
            };
            r.must_names
                .insert(must.name.node.clone(), (must.name.span, id));
        });
    }

    /// Reads the words of a team.
    pub(super) fn vocabulary(&mut self, vocabulary: &ast::Vocabulary) {
        self.within(None, "vocabulary", &vocabulary.team, |r| {
            let team = match r.names.get(&vocabulary.team.node) {
                Some(Declared::Team(id)) => Some(id),
                _ => {
                    let team = &vocabulary.team;
                    let wanted = |declared| matches!(declared, Declared::Team(_));
                    r.unknown_name(&team.node, team.span, "team", wanted)
                }
            };
            let mut words: Vec<(String, String)> = Vec::new();
            let mut spans = Vec::new();
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for (name, word) in &vocabulary.words {
                if !seen.insert(name.node.as_str()) {
                    let message = format!("`{}` has two words of one team", name.node);
                    let finding = Diagnostic::new(Code::DuplicateEntry, name.span, message);
                    r.report(finding.help("leave one of the two out"));
                } else if r.has_word(name) {
                    words.push((name.node.clone(), word.node.clone()));
                    spans.push(word.span);
                }
            }
            if let Some(team) = team {
                r.model.vocabularies.push(Vocabulary { team, words, spans });
            }
        });
    }

    /// Whether the policy has something of this name that a team may call otherwise.
    fn has_word(&mut self, name: &ast::Name) -> bool {
        match self.names.get(&name.node) {
            Some(Declared::List(_)) | None => {}
            Some(_) => return true,
        }
        if self.owner_of_value(&name.node).is_some() {
            return true;
        }
        let mut stages = self.stage_names.keys();
        if stages.any(|(_, stage)| *stage == name.node) {
            return true;
        }
        if self.names.is_incomplete() {
            return false;
        }
        let mut candidates = Vec::new();
        if self.may_suggest() {
            let decisions = self.model.decisions.values();
            let outcomes = decisions.filter_map(|decision| self.model.enumeration(decision.ty));
            let values = outcomes.flat_map(|outcome| &outcome.values);
            candidates.extend(values.map(|value| value.name.clone()));
            candidates.extend(self.names_of(|declared| !matches!(declared, Declared::List(_))));
        }
        let nearest = self.nearest(&name.node, candidates.iter().map(String::as_str));
        let message = format!("the policy has nothing called `{}`", name.node);
        let mut finding = Diagnostic::new(Code::UnknownName, name.span, message);
        if nearest.is_none() {
            finding = finding.help(match candidates.is_empty() {
                true => "name an outcome, a definition or a score".to_owned(),
                false => format!(
                    "name an outcome, a definition or a score, such as {}",
                    first_listed(&candidates, 6)
                ),
            });
        }
        self.report(finding.did_you_mean(name.span, nearest));
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, resolved};

    const HEAD: &str = "policy \"p\" {} team sales { role r } lead { a: text key  b: boolean }\n\
        decision d: one of mql | sql { rule k: sql when b  otherwise mql }\n\
        decision o: role { otherwise r }\n";

    #[test]
    fn prohibitions_share_channels() {
        let text = format!("{HEAD}forbid phone when b\nforbid phone unless b\nforbid mail when b");
        let (model, found) = resolved(&text);
        assert_eq!(found, []);
        assert_eq!((model.forbids.len(), model.channels.len()), (3, 2));
    }

    #[test]
    fn duties_have_names_of_their_own() {
        let twice = format!("{HEAD}must b: b\nmust b: not b");
        assert_eq!(codes(&twice), [Code::DuplicateName]);
    }

    #[test]
    fn words_are_for_what_there_is() {
        assert_eq!(
            codes(&format!(
                "{HEAD}vocabulary sales {{ mql = \"a\"  d = \"b\" }}"
            )),
            []
        );
        for (bad, code) in [
            ("vocabulary sales { mpl = \"a\" }", Code::UnknownName),
            ("vocabulary sale { mql = \"a\" }", Code::UnknownName),
            (
                "vocabulary sales { mql = \"a\"  mql = \"b\" }",
                Code::DuplicateEntry,
            ),
        ] {
            assert_eq!(codes(&format!("{HEAD}{bad}")), [code], "{bad}");
        }
    }
}
