//! Findings that a policy takes note of.

use super::context::Resolver;
use super::names::Declared;
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::model::{Acceptance, DecisionId};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::first_listed;

impl Resolver<'_> {
    /// Reads an acceptance.
    pub(super) fn accept(&mut self, accept: &ast::Accept, span: Span) {
        self.within(None, "accept", &accept.subject, |r| {
            let known = r.acceptable(accept);
            let subject = match r.stage_or_task(&accept.subject) {
                Some(found) => found,
                None => r
                    .accepted_subject(&accept.subject)
                    .then(|| accept.subject.node.clone()),
            };
            let when = accept.when.as_ref().map(|when| r.condition(when));
            if accept.because.is_none() {
                let message = "nothing says why this finding is accepted";
                let finding = Diagnostic::new(Code::Syntax, accept.code.span, message)
                    .help("write `because \"…\"` behind it");
                r.report(finding);
            }
            let Some(subject) = subject.filter(|_| known && !matches!(when, Some(None))) else {
                return;
            };
            r.model.acceptances.push(Acceptance {
                code: accept.code.node.clone(),
                subject,
                when: when.flatten(),
                because: accept.because.as_ref().map(|because| because.node.clone()),
                until: accept.until.as_ref().map(|until| until.node),
                span,
            });
        });
    }

    /// Whether the code is one that can be accepted, in this way.
    fn acceptable(&mut self, accept: &ast::Accept) -> bool {
        let (code, span) = (accept.code.node.as_str(), accept.code.span);
        let level = match code.parse::<Code>() {
            Ok(code) => code.level(),
            Err(()) => {
                let known = Code::ALL.iter().map(|code| code.as_str());
                let nearest = self.nearest(code, known);
                let message = format!("no finding is called `{code}`");
                let finding = Diagnostic::new(Code::UnknownName, span, message)
                    .help("`groundrules explain` lists the codes of all findings")
                    .did_you_mean(span, nearest);
                self.report(finding);
                return false;
            }
        };
        if level != Level::Error || accept.when.is_some() {
            return true;
        }
        let message = format!("`{code}` is an error, and is accepted for some leads only");
        let finding = Diagnostic::new(Code::Syntax, span, message)
            .help("write `when …` behind it, with a condition that tells those leads");
        self.report(finding);
        false
    }

    /// Whether findings are about it although its name stands in no common namespace: a `must`, a
    /// source, a channel, or a `lead` block with many unused fields.
    fn is_accepted_without_name(&self, name: &str) -> bool {
        self.must_names.contains_key(name)
            || self.source_names.contains_key(name)
            || self.channel_names.contains_key(name)
            || name == super::unused::LEAD
    }

    /// The stage or task that is meant, by its whole name: `mql.first_call` is
    /// `funnel.mql.first_call`. The outer `None` is that there is none, the inner one that several
    /// are called so.
    #[expect(
        clippy::option_option,
        reason = "no stage and too many of them are two things"
    )]
    fn stage_or_task(&mut self, subject: &ast::Name) -> Option<Option<String>> {
        let first = subject.node.split('.').next().unwrap_or_default();
        match self.names.get(first) {
            Some(Declared::Journey(_)) if subject.node.contains('.') => {}
            Some(_) => return None,
            None => {}
        }
        let model = &self.model;
        let stages = model.stages.iter().map(|(id, _)| model.stage_name(id));
        let tasks = model.tasks.iter().map(|(id, _)| model.task_name(id));
        let tail = format!(".{}", subject.node);
        let meant = stages.chain(tasks);
        let meant = meant.filter(|name| *name == subject.node || name.ends_with(&tail));
        let meant: Vec<String> = meant.collect();
        match meant.as_slice() {
            [] => None,
            [one] => Some(Some(one.clone())),
            several => {
                let message = format!("several stages or tasks are called `{}`", subject.node);
                let finding = Diagnostic::new(Code::UnknownName, subject.span, message)
                    .help(format!("write which one: {}", first_listed(several, 8)));
                self.report(finding);
                Some(None)
            }
        }
    }

    /// Whether there is something of this name: a declared name, or a part of it behind a dot.
    fn accepted_subject(&mut self, subject: &ast::Name) -> bool {
        let (name, part) = match subject.node.split_once('.') {
            Some((name, part)) => (name, Some(part)),
            None => (subject.node.as_str(), None),
        };
        let start = subject.span.range().start;
        let name_span = Span::new(subject.span.source, start, start + name.len());
        let declared = match self.names.get(name) {
            Some(Declared::Poisoned) => return false,
            Some(declared) => declared,
            None if part.is_none() && self.is_accepted_without_name(name) => return true,
            None => {
                let musts: Vec<String> = match self.may_suggest() {
                    true => self.must_names.keys().cloned().collect(),
                    false => Vec::new(),
                };
                if let Some(must) = self.nearest(name, musts.iter().map(String::as_str)) {
                    let message = format!("nothing is called `{name}`");
                    let finding = Diagnostic::new(Code::UnknownName, name_span, message);
                    self.report(finding.did_you_mean(name_span, Some(must)));
                } else {
                    self.unknown_name::<()>(name, name_span, "part of the policy", |_| true);
                }
                return false;
            }
        };
        let Some(part) = part else { return true };
        let part_span = Span::new(
            subject.span.source,
            start + name.len() + 1,
            subject.span.range().end,
        );
        let part = ast::Name::new(part.to_owned(), part_span);
        match declared {
            Declared::Decision(id) => self.is_rule_of(name, id, &part),
            Declared::Journey(_) => {
                let stages = self.stage_names.keys().map(|(_, stage)| stage.clone());
                let stages = stages.collect();
                self.unknown_of::<()>(&part, &format!("stage or task of `{name}`"), stages);
                false
            }
            _ => true,
        }
    }

    /// Whether a decision has such a rule or table.
    fn is_rule_of(&mut self, name: &str, id: DecisionId, part: &ast::Name) -> bool {
        let Some(decision) = self.model.decisions.get(id) else {
            return true;
        };
        let rules = decision.rules.iter().map(|rule| rule.name.clone());
        let tables = decision
            .tables
            .iter()
            .filter_map(|table| table.name.clone());
        let parts: Vec<String> = rules.chain(tables).collect();
        if parts.contains(&part.node) || self.has_errors() {
            return true;
        }
        let nearest = self.nearest(&part.node, parts.iter().map(String::as_str));
        let message = format!("`{name}` has no rule called `{}`", part.node);
        let mut finding = Diagnostic::new(Code::UnknownName, part.span, message);
        if nearest.is_none() {
            finding = finding.help(format!("its rules are {}", first_listed(&parts, 8)));
        }
        self.report(finding.did_you_mean(part.span, nearest));
        false
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(accept: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  b: boolean }}\n\
             decision d: one of x | y {{ rule r: x when b  otherwise y }}\nmust k: b\n{accept}"
        )
    }

    #[test]
    fn findings_are_accepted_by_code_and_place() {
        let (model, found) = resolved(&with(
            "accept missing-falls-through in d because \"so\" until 2027-01-31\n\
             accept dead-rule in d.r because \"so\"\naccept gap in d when b because \"so\"",
        ));
        assert_eq!(found, []);
        assert_eq!(model.acceptances.len(), 3);
        assert!(model.acceptances[0].until.is_some());
    }

    #[test]
    fn stages_and_tasks_are_accepted_by_the_names_that_tell_them_apart() {
        let with = |subject: &str| {
            format!(
                "policy \"p\" {{}} team t {{ role r }} lead {{ a: text key  s: one of x | y  \
                 o: one of x | z  d: datetime }}\n\
                 journey j tracks s since d {{ stage x {{ to y  task k {{ responsible r }} }} stage y end }}\n\
                 journey l tracks o since d {{ stage x {{ to z }} stage z end }}\n\
                 accept unused in {subject} because \"so\""
            )
        };
        for (subject, whole) in [
            ("y", "j.y"),
            ("k", "j.x.k"),
            ("x.k", "j.x.k"),
            ("l.x", "l.x"),
            ("j", "j"),
        ] {
            let (model, found) = resolved(&with(subject));
            assert_eq!(found, [], "{subject}");
            assert_eq!(model.acceptances[0].subject, whole);
        }
        for bad in ["x", "j.z", "q"] {
            assert_eq!(codes(&with(bad)), [Code::UnknownName], "{bad}");
        }
    }

    #[test]
    fn acceptances_that_cannot_be() {
        for (bad, code) in [
            (
                "accept missing-fals-through in d because \"so\"",
                Code::UnknownName,
            ),
            ("accept unused in dd because \"so\"", Code::UnknownName),
            ("accept dead-rule in d.q because \"so\"", Code::UnknownName),
            ("accept gap in d because \"so\"", Code::Syntax),
            ("accept unused in b", Code::Syntax),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }
}
