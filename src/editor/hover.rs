//! What is to be said of the name at a place.

use std::fmt::Write;

use super::navigate::{Dependency, dependents};
use super::{Counts, Entity, Snapshot, Symbol, sentences};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{EnumerationId, FieldId, Model};
use crate::source::{SourceId, Span};
use crate::value::{first_listed, joined};
use crate::words::{Words, capitalised};

/// More lines of a declaration than this are not repeated.
const MOST_LINES: usize = 12;
/// More readers than this are counted only.
const MOST_READERS: usize = 8;
/// More entries of a list than this are counted only.
const MOST_ENTRIES: usize = 10;

/// What is to be said of a name, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The name.
    pub span: Span,
    /// What is to be said, in Markdown.
    pub text: String,
}

/// What is to be said of the name at a place. `findings` are those of the proof, where it is made, and
/// `counts` what was counted of the leads that the policy is tried on.
#[must_use]
pub fn hover(
    snapshot: &Snapshot,
    source: SourceId,
    offset: usize,
    findings: &[Diagnostic],
    counts: Option<&Counts<'_>>,
) -> Option<Hover> {
    let mention = snapshot.index().at(source, offset)?;
    let speaker = Speaker {
        snapshot,
        model: &snapshot.compiled.model,
        findings,
        counts,
    };
    let text = speaker.of(&mention.symbol)?;
    Some(Hover {
        span: mention.span,
        text,
    })
}

struct Speaker<'a> {
    snapshot: &'a Snapshot,
    model: &'a Model,
    findings: &'a [Diagnostic],
    counts: Option<&'a Counts<'a>>,
}

impl Speaker<'_> {
    fn of(&self, symbol: &Symbol) -> Option<String> {
        let mut text = String::new();
        match symbol {
            Symbol::Finding(code) => {
                let code: Code = code.parse().ok()?;
                return Some(crate::explain::page(code).to_owned());
            }
            Symbol::Global(name) => {
                let entity = self.snapshot.index().globals.get(name)?;
                self.declaration(symbol, &mut text);
                self.entity(entity, &mut text);
            }
            Symbol::Value(id, name) => self.value(*id, name, &mut text)?,
            Symbol::Rule(decision, name) => {
                self.declaration(symbol, &mut text);
                self.rule(decision, name, &mut text);
            }
            Symbol::Task(journey, stage, _) => {
                self.declaration(symbol, &mut text);
                paragraph(
                    &mut text,
                    &format!("A task of the stage `{stage}` of `{journey}`."),
                );
            }
            Symbol::Row(..) | Symbol::Source(_) | Symbol::Example(_) => {
                self.declaration(symbol, &mut text);
            }
            Symbol::Must(name) => {
                self.declaration(symbol, &mut text);
                self.must(name, &mut text);
            }
            Symbol::Channel(name) => self.channel(name, &mut text),
        }
        self.readers(symbol, &mut text);
        Some(text)
    }

    /// The declaration as it is written.
    fn declaration(&self, symbol: &Symbol, text: &mut String) {
        let Some(at) = self.snapshot.index().declarations(symbol).next() else {
            return;
        };
        let path = super::outline::path(self.snapshot.outline(at.source), at.start as usize);
        let Some(part) = path.iter().rev().find(|part| part.at == at) else {
            return;
        };
        let words = self.snapshot.compiled.sources.slice(part.span);
        // The first line has lost its blanks: so do the others.
        let indent = words.lines().skip(1).filter(|line| !line.trim().is_empty());
        let indent = indent
            .map(|line| line.len() - line.trim_start().len())
            .min();
        let mut lines: Vec<&str> = Vec::new();
        for (nth, line) in words.lines().enumerate() {
            let cut = if nth == 0 { 0 } else { indent.unwrap_or(0) };
            lines.push(line.get(cut.min(line.len())..).unwrap_or(line));
        }
        let more = lines.len() > MOST_LINES;
        lines.truncate(MOST_LINES);
        if more {
            lines.push("…");
        }
        let _ = writeln!(text, "```groundrules\n{}\n```", lines.join("\n"));
    }

    fn entity(&self, entity: Entity, text: &mut String) {
        let Some(named) = entity.named(self.model) else {
            return;
        };
        if !named.doc.is_empty() {
            paragraph(text, &named.doc);
        }
        match entity {
            Entity::Field(id) => self.field(id, text),
            Entity::Define(id) => {
                let define = self.model.defines.get(id);
                let says = define.map(|it| sentences::define(&self.words(), it));
                says.iter().for_each(|says| paragraph(text, says));
            }
            Entity::Score(_) => self.score(&named.name, text),
            Entity::Decision(id) => {
                let decision = self.model.decisions.get(id);
                if let Some(decision) = decision {
                    let yields = decision.ty.describe(self.model);
                    let none = if decision.or_none { ", or none" } else { "" };
                    paragraph(text, &format!("A decision that yields {yields}{none}."));
                }
                let outcomes = self.counts.and_then(|it| it.of_decision(&named.name));
                outcomes.iter().for_each(|it| paragraph(text, it));
            }
            Entity::List(id) => {
                let entries = self.model.lists.get(id).map(|list| &list.entries);
                let entries: Vec<&str> = entries.into_iter().flatten().map(|it| it.raw()).collect();
                let listed = first_listed(&entries, MOST_ENTRIES);
                paragraph(text, &format!("A list of {}: {listed}.", entries.len()));
            }
            Entity::Role(id) => {
                let role = self.model.roles.get(id);
                let team = role.and_then(|role| self.model.teams.get(role.team));
                if let Some(team) = team {
                    paragraph(text, &format!("A role of the team `{}`.", team.named.name));
                }
            }
            Entity::Team(_) | Entity::Calendar(_) | Entity::Journey(_) => {}
        }
    }

    fn field(&self, id: FieldId, text: &mut String) {
        let Some(field) = self.model.fields.get(id) else {
            return;
        };
        let mut says = capitalised(&field.ty.describe(self.model));
        if field.bounds.low.is_some() || field.bounds.high.is_some() {
            let _ = write!(says, " within {}", field.bounds.describe());
        }
        for (is_so, words) in [
            (field.key, "it tells leads apart"),
            (field.required && !field.key, "no lead lacks it"),
            (field.fixed, "it tells of the past and never changes"),
        ] {
            if is_so {
                let _ = write!(says, "; {words}");
            }
        }
        paragraph(text, &format!("{says}."));
    }

    fn score(&self, name: &str, text: &mut String) {
        if let Some(reach) = reach(self.findings, name) {
            paragraph(text, &format!("It is {reach}."));
        }
        let counted = self.counts.and_then(|it| it.of_score(name));
        counted.iter().for_each(|it| paragraph(text, it));
    }

    fn rule(&self, decision: &str, name: &str, text: &mut String) {
        let mut decisions = self.model.decisions.values();
        let found = decisions.find(|it| it.named.name == decision);
        let rule = found.and_then(|it| it.rules.iter().find(|rule| rule.name == name));
        if let Some(rule) = rule {
            paragraph(text, &sentences::rule(&self.words(), decision, rule));
        }
        let counted = self.counts.and_then(|it| it.of_rule(decision, name));
        counted.iter().for_each(|it| paragraph(text, it));
    }

    fn must(&self, name: &str, text: &mut String) {
        let mut musts = self.model.musts.values();
        let Some(must) = musts.find(|must| must.named.name == name) else {
            return;
        };
        if !must.named.doc.is_empty() {
            paragraph(text, &must.named.doc);
        }
        paragraph(text, &sentences::must(&self.words(), must));
    }

    fn channel(&self, name: &str, text: &mut String) {
        paragraph(text, &format!("The channel `{name}`."));
        for forbid in &self.model.forbids {
            let channel = self.model.channels.get(forbid.channel);
            if channel.is_some_and(|channel| channel.name == name) {
                paragraph(text, &sentences::forbid(&self.words(), forbid));
            }
        }
    }

    fn words(&self) -> Words<'_> {
        Words::new(self.model, &self.snapshot.compiled.sources, None)
    }

    fn value(&self, id: EnumerationId, name: &str, text: &mut String) -> Option<()> {
        let enumeration = self.model.enumerations.get(id)?;
        let stages = self.model.stages.values();
        let mut stages = stages.filter(|stage| {
            let journey = self.model.journeys.get(stage.journey);
            let field = journey.and_then(|it| self.model.fields.get(it.tracks));
            let is_of = field.is_some_and(|it| it.ty == crate::model::Type::Choice(id));
            is_of && stage.named.name == name
        });
        if let Some(stage) = stages.next() {
            let title = stage.title.as_ref().map(|title| format!(" “{title}”"));
            let journey = self.model.stage_name(
                self.model
                    .stages
                    .iter()
                    .find(|(_, it)| it.named.span == stage.named.span)?
                    .0,
            );
            let title = title.unwrap_or_default();
            paragraph(text, &format!("The stage{title}, `{journey}`."));
        }
        let owners = self.snapshot.index().globals.iter();
        let owners = owners.filter(|(_, entity)| {
            use crate::model::Type::{Choice, Several};
            let ty = entity.ty(self.model);
            matches!(ty, Some(Choice(of) | Several(of)) if of == id) && entity.has_value()
        });
        let owners: Vec<&str> = owners.map(|(name, _)| name).collect();
        let owners = first_listed(&owners, MOST_READERS);
        paragraph(
            text,
            &format!("A value of {owners}: one of {}.", enumeration.list()),
        );
        Some(())
    }

    /// Who reads it.
    fn readers(&self, symbol: &Symbol, text: &mut String) {
        let index = self.snapshot.index();
        let is_value = matches!(symbol, Symbol::Value(..));
        let Some(at) = index.declarations(symbol).next().filter(|_| !is_value) else {
            return;
        };
        let readers = dependents(self.snapshot, at);
        let places: usize = readers.iter().map(|it| it.places.len()).sum();
        let mut names: Vec<String> = readers.iter().take(MOST_READERS).map(called).collect();
        if readers.len() > MOST_READERS {
            names.push(format!("{} more", readers.len() - MOST_READERS));
        }
        match places {
            0 => {}
            1 => paragraph(text, &format!("Named once: in {}.", names.join(""))),
            _ => {
                let listed = joined(&names, "and");
                paragraph(text, &format!("Named {places} times: in {listed}."));
            }
        }
    }
}

/// What something is called by a person: rule `a` of `owner`.
fn called(dependency: &Dependency) -> String {
    let Dependency { part, within, .. } = dependency;
    match within {
        Some(within) => format!("{} `{}` of `{within}`", part.kind.word(), part.name),
        None => format!("{} `{}`", part.kind.word(), part.name),
    }
}

/// How high and low a score can be, as the proof found: "70 at most and 0 at least".
pub(super) fn reach<'f>(findings: &'f [Diagnostic], score: &str) -> Option<&'f str> {
    let mut about = findings.iter().filter(|finding| {
        let subject = finding.subject.as_ref();
        finding.code == Code::ScoreReach && subject.is_some_and(|it| it.name == score)
    });
    let message = about.find_map(|it| it.message.strip_prefix(&format!("`{score}` is ")))?;
    message.split(':').next()
}

fn paragraph(text: &mut String, words: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{words}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::marked;

    const TEXT: &str = "policy \"P\" {}\nteam t { role ana }\n\
        lead {\n  e: text key\n  ## How many work there.\n  n: integer 0..9\n  s: one of a | b\n}\n\
        ## Large ones.\ndefine big = n > 5 and s = a\n\
        decision d: one of call | wait {\n  rule r: call when big because \"They pay.\"\n  otherwise wait\n}\n";

    fn text(at: &str, to: &str) -> String {
        let (snapshot, source, offset) = marked(&TEXT.replacen(at, to, 1));
        let findings = &snapshot.compiled.findings;
        hover(&snapshot, source, offset, findings, None)
            .unwrap()
            .text
    }

    #[test]
    fn a_field_is_told_of() {
        assert_eq!(
            text("n > 5", "│n > 5"),
            "```groundrules\nn: integer 0..9\n```\n\nHow many work there.\n\n\
             A whole number within 0..9.\n\nNamed once: in definition `big`.\n"
        );
    }

    #[test]
    fn a_definition_and_a_rule_are_told_of_in_sentences() {
        let big = text("when big", "when │big");
        assert!(
            big.contains("Yes where `n` is more than 5 and `s` is a."),
            "{big}"
        );
        assert!(big.contains("Named once: in rule `r` of `d`."), "{big}");
        let rule = text("rule r", "rule │r");
        assert!(
            rule.contains("`d` is call where `big` is yes. They pay."),
            "{rule}"
        );
    }

    #[test]
    fn a_value_is_told_of_by_what_has_it() {
        assert_eq!(text("s = a", "s = │a"), "A value of `s`: one of a | b.\n");
    }
}
