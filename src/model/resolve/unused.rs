//! Declarations that nothing uses.

use super::context::Resolver;
use super::names::Declared;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

impl Resolver<'_> {
    /// Warns of fields, lists, definitions and roles that nothing reads.
    ///
    /// Silent where there is an error: what is faulty may well be what would have used them.
    pub(super) fn unused(&mut self) {
        if self.has_errors() {
            return;
        }
        let mut unused: Vec<(Declared, String, Span)> = Vec::new();
        let mut check = |declared: Declared, named: &crate::model::Named| {
            if !self.used.contains(&declared) {
                unused.push((declared, named.name.clone(), named.span));
            }
        };
        for (id, field) in self.model.fields.iter().filter(|(_, field)| !field.key) {
            check(Declared::Field(id), &field.named);
        }
        for (id, list) in self.model.lists.iter() {
            check(Declared::List(id), &list.named);
        }
        for (id, define) in self.model.defines.iter() {
            check(Declared::Define(id), &define.named);
        }
        for (id, role) in self
            .model
            .roles
            .iter()
            .filter(|(_, role)| role.named_in.is_none())
        {
            check(Declared::Role(id), &role.named);
        }
        for (declared, name, span) in unused {
            let (message, help) = match declared {
                Declared::Field(_) => (
                    format!("nothing reads the field `{name}`"),
                    "leave it out, or let a rule or a score look at it",
                ),
                Declared::List(_) => (
                    format!("nothing looks anything up in the list `{name}`"),
                    "leave it out, or look something up with `in`",
                ),
                Declared::Role(_) => (
                    format!("no decision yields the role `{name}`"),
                    "leave it out, or let a decision yield it",
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
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, finding};

    #[test]
    fn what_nothing_uses_is_named() {
        for (text, kind) in [
            ("policy \"p\" {} lead { a: text key  b: text }", "field"),
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
        let text = "policy \"p\" {} lead { a: text key  b: text }\nsource s { b from \"B\" }";
        assert_eq!(codes(text), [Code::Unused]);
    }
}
