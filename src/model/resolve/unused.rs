//! Declarations that nothing uses.

use std::collections::BTreeSet;

use super::context::Resolver;
use super::names::Declared;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{FieldId, Named};
use crate::source::{SourceId, Span};
use crate::value::{counted, first_listed};

/// Of more unused fields than this in one `lead` block it is said once for all of them.
const MOST_FIELDS: usize = 3;

/// How many of them are named, and at how many of them stands a mark.
const MOST_NAMED: usize = 8;
const MOST_MARKED: usize = 3;

/// What an acceptance calls the unused fields of a `lead` block all together.
pub(super) const LEAD: &str = "lead";

impl Resolver<'_> {
    /// Warns of fields, lists, definitions, calendars and roles that nothing reads; `leads` are the
    /// places of the `lead` blocks.
    ///
    /// Silent where there is an error: what is faulty may well be what would have used them.
    pub(super) fn unused(&mut self, leads: impl Iterator<Item = Span>) {
        if self.has_errors() {
            return;
        }
        if self.could_read_fields() {
            leads.for_each(|lead| self.unused_fields(lead));
        }
        let mut unused: Vec<(Declared, String, Span)> = Vec::new();
        let mut check = |declared: Declared, named: &Named| {
            if !self.used.contains(&declared) {
                unused.push((declared, named.name.clone(), named.span));
            }
        };
        for (id, list) in self.model.lists.iter() {
            check(Declared::List(id), &list.named);
        }
        for (id, define) in self.model.defines.iter() {
            check(Declared::Define(id), &define.named);
        }
        for (id, calendar) in self.model.calendars.iter() {
            check(Declared::Calendar(id), &calendar.named);
        }
        // Where there are journeys the proof tells which roles are idle.
        let roles = self.model.roles.iter();
        let roles =
            roles.filter(|(_, role)| role.named_in.is_none() && self.model.journeys.is_empty());
        for (id, role) in roles {
            check(Declared::Role(id), &role.named);
        }
        for (declared, name, span) in unused {
            let (message, help) = match declared {
                Declared::List(_) => (
                    format!("nothing looks anything up in the list `{name}`"),
                    "leave it out, or look something up with `in`",
                ),
                Declared::Role(_) => (
                    format!("no decision yields the role `{name}`"),
                    "leave it out, or let a decision yield it",
                ),
                Declared::Calendar(_) => (
                    format!("nobody works the calendar `{name}`"),
                    "leave it out, or write `works` and its name behind a team or role",
                ),
                _ => (
                    format!("nothing reads the definition `{name}`"),
                    "leave it out, or use it in a rule or a score",
                ),
            };
            let finding = Diagnostic::new(Code::Unused, span, message).help(help);
            self.report(finding.about(declared.kind(), name));
        }
    }

    /// Whether anything stands in the policy that could read a field: a first policy may do no more
    /// than read an export.
    fn could_read_fields(&self) -> bool {
        let model = &self.model;
        model.scores.len() + model.decisions.len() + model.defines.len() > 0
            || !(model.forbids.is_empty() && model.facts.is_empty() && model.examples.is_empty())
            || !(model.musts.is_empty() && model.journeys.is_empty())
    }

    /// Warns of the fields of a `lead` block that nothing reads: of each, or of many at once.
    fn unused_fields(&mut self, lead: Span) {
        let accepted = self.model.acceptances.iter();
        let accepted = accepted.filter(|it| it.code == Code::Unused.as_str());
        let accepted: BTreeSet<&str> = accepted.map(|it| it.subject.as_str()).collect();
        let unused = |(id, field): &(FieldId, &crate::model::Field)| {
            !field.key
                && !self.used.contains(&Declared::Field(*id))
                && field.named.span.lies_within(lead)
        };
        let unused = self.model.fields.iter().filter(unused);
        let unused = unused.map(|(_, field)| field.named.clone());
        // Those that are accepted by name are named alone, so that their acceptances meet them.
        let (alone, rest): (Vec<_>, Vec<_>) =
            unused.partition(|named| accepted.contains(named.name.as_str()));
        let together = rest.len() > MOST_FIELDS || accepted.contains(LEAD) && !rest.is_empty();
        if together {
            self.report(many_unused(&rest));
        }
        let rest = if together { Vec::new() } else { rest };
        for Named { name, span, .. } in alone.into_iter().chain(rest) {
            let message = format!("nothing reads the field `{name}`");
            let finding = Diagnostic::new(Code::Unused, span, message)
                .help("leave it out, or let a rule or a score look at it");
            self.report(finding.about("field", name));
        }
    }
}

/// One finding for all of these fields.
fn many_unused(fields: &[Named]) -> Diagnostic {
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let count = counted(names.len(), "field", "fields");
    let message = format!(
        "nothing reads {count}: {}",
        first_listed(&names, MOST_NAMED)
    );
    let mut places = fields.iter().map(|field| field.span);
    let first = places.next().unwrap_or(Span::new(SourceId(0), 0, 0));
    let finding = Diagnostic::new(Code::Unused, first, message).here("this one");
    let marked = places.take(MOST_MARKED - 1);
    let finding = marked.fold(finding, |finding, place| {
        finding.label(place, "and this one")
    });
    finding
        .help(
            "leave them out, or let a rule or a score look at them; to keep them all, write \
             `accept unused in lead because \"…\"`",
        )
        .about("lead", LEAD)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, finding};

    #[test]
    fn what_nothing_uses_is_named() {
        for (text, kind) in [
            (
                "policy \"p\" {} lead { a: text key  b: text }\nforbid phone when a = \"x\"",
                "field",
            ),
            (
                "policy \"p\" {} lead { a: text key }\nlist l { \"x\" }",
                "list",
            ),
            (
                "policy \"p\" {} lead { a: text key }\ndefine d = a = \"x\"",
                "definition",
            ),
            (
                "policy \"p\" {} lead { a: text key }\nteam t { role r }",
                "role",
            ),
        ] {
            let found = finding(text, Code::Unused);
            assert_eq!(found.subject.unwrap().kind, kind);
            assert_eq!(codes(text), [Code::Unused]);
        }
    }

    #[test]
    fn an_error_silences_it() {
        let text = "policy \"p\" {} lead { a: text key  b: text }\nmust k: bb = \"x\"";
        assert_eq!(codes(text), [Code::UnknownName]);
    }

    #[test]
    fn a_source_alone_is_no_use() {
        let text = "policy \"p\" {} lead { a: text key  b: text }\nsource s { b from \"B\" }\n\
                    forbid phone when a = \"x\"";
        assert_eq!(codes(text), [Code::Unused]);
    }

    #[test]
    fn fields_may_stand_alone() {
        let text = "policy \"p\" {} lead { a: text key  b: text }\nsource s { b from \"B\" }";
        assert_eq!(codes(text), []);
    }

    #[test]
    fn many_fields_are_one_finding_for_each_block() {
        let with = |lead: &str| {
            format!("policy \"p\" {{}} lead {{ a: text key {lead} }}\nforbid phone when a = \"x\"")
        };
        assert_eq!(codes(&with("b: text  c: text  d: text")), [Code::Unused; 3]);
        let many: String = (0..37).map(|n| format!("  f{n}: text")).collect();
        let found = finding(&with(&many), Code::Unused);
        assert!(found.message.starts_with("nothing reads 37 fields: `f0`,"));
        assert!(found.message.ends_with("`f7` and 29 more"));
        assert_eq!((found.labels.len(), codes(&with(&many)).len()), (3, 1));
        let two = format!("{}\nlead {{ b: text  c: text }}", with(&many));
        assert_eq!(codes(&two).len(), 3);
    }

    #[test]
    fn what_is_accepted_by_name_is_named_alone() {
        let text = "policy \"p\" {} lead { a: text key  b: text  c: text  d: text  e: text }\n\
                    forbid phone when a = \"x\"\naccept unused in b because \"so\"";
        assert_eq!(codes(text), [Code::Unused; 4]);
        let all = text.replace("in b", "in lead");
        assert_eq!(finding(&all, Code::Unused).subject.unwrap().name, "lead");
        let few = all.replace("b: text  c: text", "");
        assert_eq!(finding(&few, Code::Unused).subject.unwrap().name, "lead");
    }
}
