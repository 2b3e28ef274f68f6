//! `in`, `has`, and tests of text.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::{Declared, loose};
use super::operands::Of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Operand, TextMatch, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Expr, HasQuantifier, Literal, Member, Members, Quoted, TextTest, ValueName,
};
use crate::value::{Pattern, Text, Value};

impl Resolver<'_> {
    /// `x in …`
    pub(super) fn members(
        &mut self,
        subject: &Expr,
        members: &Members,
        span: Span,
    ) -> Option<Condition> {
        let subject = self.operand(subject, None);
        if let Members::List(list) = members {
            // Looked up first, so that the list counts as used whatever the subject is.
            let id = self.list_named(&list.node, list.span);
            return self.in_list(subject?, id?, span);
        }
        let subject = subject?;
        if matches!(subject.ty, Type::Several(_)) {
            let message = "a set is not looked up with `in`";
            return self.fail(
                Diagnostic::new(Code::WrongType, span, message)
                    .help("write `has any of { … }` or `has all of { … }`"),
            );
        }
        let kind = match members {
            Members::List(_) => return None,
            Members::Range(range) => self.between(&subject, &range.node, range.span)?,
            Members::Set(members) => self.one_of(subject, members, span)?,
        };
        Some(Condition { kind, span })
    }

    /// The list of this name; it counts as used.
    pub(super) fn list_named(&mut self, name: &str, span: Span) -> Option<crate::model::ListId> {
        match self.names.get(name) {
            Some(Declared::List(id)) => {
                self.used.insert(Declared::List(id));
                Some(id)
            }
            _ => self.unknown_name(name, span, "list", |d| matches!(d, Declared::List(_))),
        }
    }

    /// Whether the subject's text is an entry of the list.
    pub(super) fn in_list(
        &mut self,
        subject: Operand,
        list: crate::model::ListId,
        span: Span,
    ) -> Option<Condition> {
        if subject.ty == Type::Text {
            return Some(Condition {
                kind: ConditionKind::InList(subject, list),
                span,
            });
        }
        let called = self.called(&subject);
        let finding = self.mismatch(
            subject.span,
            Type::Text,
            None,
            &subject.ty.describe(&self.model),
        );
        let finding = match subject.ty {
            Type::Choice(_) => finding.help("lists hold text; write the values in `in { … }`"),
            _ => finding.help("lists hold text; look up a text field"),
        };
        let finding = match called {
            Some(name) => finding.here(format!("{name} is looked up in a list of texts")),
            None => finding,
        };
        self.fail(finding)
    }

    fn one_of(
        &mut self,
        subject: Operand,
        members: &[Spanned<Member>],
        span: Span,
    ) -> Option<ConditionKind> {
        if members.is_empty() {
            return self.fail(
                Diagnostic::new(Code::EmptyRange, span, "nothing is in this set")
                    .help("write the values between the braces"),
            );
        }
        let of = Some(Of::Operand(&subject));
        let mut values: Vec<(Value, Span)> = Vec::new();
        let mut ranges = Vec::new();
        let mut faulty = false;
        for member in members {
            let at = member.span;
            match &member.node {
                Member::Range(range) => match self.between(&subject, range, at) {
                    Some(kind) => ranges.push(Condition { kind, span: at }),
                    None => faulty = true,
                },
                Member::Word(word) => match self.set_word(word, &subject, of) {
                    Some(value) => values.push((value, at)),
                    None => faulty = true,
                },
                Member::Literal(literal) => {
                    match self.condition_value(literal, at, subject.ty, of) {
                        Some(value) => values.push((value, at)),
                        None => faulty = true,
                    }
                }
            }
        }
        if faulty {
            return None;
        }
        let values = self.distinct(values);
        let listed = |subject| ConditionKind::OneOf(subject, values.clone());
        if ranges.is_empty() {
            return Some(listed(subject));
        }
        if !values.is_empty() {
            ranges.insert(
                0,
                Condition {
                    kind: listed(subject),
                    span,
                },
            );
        }
        Some(ConditionKind::Any(ranges))
    }

    /// The values, each once, with a warning for each that stands again.
    pub(super) fn distinct(&mut self, values: Vec<(Value, Span)>) -> Vec<Value> {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut distinct = Vec::with_capacity(values.len());
        for (value, span) in values {
            let key = match &value {
                Value::Text(text) => text.folded().to_owned(),
                value => format!("{value:?}"),
            };
            match seen.get(&key) {
                Some(first) => {
                    let first = *first;
                    let written = self.sources.slice(span).trim_matches('"').to_owned();
                    self.duplicate_entry(&written, span, first);
                }
                None => {
                    seen.insert(key, span);
                    distinct.push(value);
                }
            }
        }
        distinct
    }

    /// A word or a quoted text among the values that something may equal.
    pub(super) fn set_word(
        &mut self,
        word: &ValueName,
        subject: &Operand,
        of: Option<Of<'_>>,
    ) -> Option<Value> {
        let (name, span) = (&word.name.node, word.name.span);
        if word.quoted {
            return self.condition_value(&Literal::Text(name.clone()), span, subject.ty, of);
        }
        if let Some(value) = self.word_value(name, subject.ty) {
            return Some(value);
        }
        if matches!(
            subject.ty,
            Type::Choice(_) | Type::Role | Type::Team | Type::Text
        ) && self.names.get(name).is_none()
        {
            return match subject.ty {
                Type::Choice(_) => self.unknown_value(name, span, subject.ty, of),
                ty => self.unknown_word(name, span, Some(ty)),
            };
        }
        match self.names.get(name) {
            None => self.unknown_word(name, span, Some(subject.ty)),
            Some(Declared::Poisoned) => None,
            Some(declared) => {
                let message = format!(
                    "`{name}` is a {}, and values written out are wanted here",
                    declared.kind()
                );
                let help = match declared {
                    Declared::List(_) => {
                        format!("look a list up without braces: `in {name}`")
                    }
                    _ => format!("write the value itself, or compare with `= {name}`"),
                };
                self.fail(Diagnostic::new(Code::WrongType, span, message).help(help))
            }
        }
    }

    /// `has …`
    pub(super) fn has(
        &mut self,
        subject: Operand,
        quantifier: HasQuantifier,
        values: &[ValueName],
    ) -> Option<ConditionKind> {
        let of = Some(Of::Operand(&subject));
        let first = values.first()?;
        if !matches!(subject.ty, Type::Several(_)) {
            let help = match subject.ty {
                Type::Text => "ask what a text has in it with `contains` or `mentions`",
                Type::Choice(_) => "compare it with `=`, or with `in { … }`",
                _ => "compare it with `=`",
            };
            let is = subject.ty.describe(&self.model);
            let name = self.words(of);
            let name = name.as_deref().unwrap_or("this");
            let message = format!("{name} is {is}, and `has` is asked of a set");
            return self
                .fail(Diagnostic::new(Code::WrongType, first.name.span, message).help(help));
        }
        let mut members: BTreeMap<u32, Span> = BTreeMap::new();
        let mut faulty = false;
        for value in values {
            let (name, span) = (&value.name.node, value.name.span);
            let found = self.find_value(subject.ty, name);
            let Some(index) = found else {
                self.unknown_value::<()>(name, span, subject.ty, of);
                faulty = true;
                continue;
            };
            match members.get(&index).copied() {
                Some(first) => self.duplicate_entry(name, span, first),
                None => {
                    members.insert(index, span);
                }
            }
        }
        let members: BTreeSet<u32> = members.into_keys().collect();
        (!faulty).then_some(ConditionKind::Has(subject, quantifier, members))
    }

    /// The tests of a text.
    pub(super) fn text_matches(
        &mut self,
        test: TextTest,
        patterns: &[Quoted],
    ) -> Option<Vec<TextMatch>> {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut matches = Vec::with_capacity(patterns.len());
        let mut faulty = false;
        for pattern in patterns {
            let (words, span) = (&pattern.node, pattern.span);
            let key = match test {
                TextTest::Matches => words.clone(),
                _ => Text::new(words).folded().to_owned(),
            };
            if let Some(first) = seen.get(&key).copied() {
                self.duplicate_entry(words, span, first);
                continue;
            }
            seen.insert(key, span);
            if loose(words).is_empty() && words.trim().is_empty() {
                let message = format!("`{}` is asked of nothing", test.as_str());
                let finding = Diagnostic::new(Code::EmptyRange, span, message);
                self.report(finding.help("write the words to look for between the quotes"));
                faulty = true;
                continue;
            }
            let text = Text::new(words);
            matches.push(match test {
                TextTest::Contains => TextMatch::Contains(text),
                TextTest::Mentions => TextMatch::Mentions(text),
                TextTest::StartsWith => TextMatch::StartsWith(text),
                TextTest::EndsWith => TextMatch::EndsWith(text),
                TextTest::Matches => match Pattern::new(words) {
                    Ok(pattern) => TextMatch::Matches(pattern),
                    Err(fault) => {
                        let message = format!("this pattern cannot be used: {}", fault.message);
                        let place = fault.place.and_then(|place| self.inside(pattern, place));
                        let place = place.unwrap_or(span);
                        let finding = Diagnostic::new(Code::BadRegex, place, message).help(
                            "write a regular expression for the whole text, or ask with \
                             `contains` or `mentions`",
                        );
                        self.report(finding);
                        faulty = true;
                        continue;
                    }
                },
            });
        }
        (!faulty).then_some(matches)
    }

    /// A stretch of a quoted text in the policy, where escaped characters take more room.
    fn inside(&self, quoted: &Quoted, place: std::ops::Range<usize>) -> Option<Span> {
        let written = self.sources.slice(quoted.span).strip_prefix('"')?;
        let mut at = quoted.span.range().start + 1;
        let mut letters = written.chars();
        let mut ends = Vec::new();
        let mut read = 0;
        for meant in quoted.node.chars() {
            if read == place.start || read == place.end {
                ends.push(at);
            }
            read += meant.len_utf8();
            let mut letter = letters.next()?;
            at += letter.len_utf8();
            if letter == '\\' && matches!(meant, '\\' | '"') {
                letter = letters.next()?;
                at += letter.len_utf8();
            }
            if letter != meant {
                return None;
            }
        }
        if read == place.end {
            ends.push(at);
        }
        match ends.as_slice() {
            [start, end] => Some(Span::new(quoted.span.source, *start, *end)),
            _ => None,
        }
    }

    /// Whether tests of text can be asked of this.
    pub(super) fn text_subject(
        &mut self,
        subject: Operand,
        test: &Spanned<TextTest>,
    ) -> Option<Operand> {
        if subject.ty == Type::Text {
            return Some(subject);
        }
        let name = self.called(&subject).unwrap_or_else(|| "this".to_owned());
        let is = subject.ty.describe(&self.model);
        let message = format!("{name} is {is}, and `{}` is asked of text", test.as_str());
        let help = match subject.ty {
            Type::Several(_) => "ask what is in a set with `has`, without quotes",
            Type::Choice(_) => "list the values that are meant with `in { … }`",
            _ => "compare it with `=`, or declare the field as text",
        };
        self.fail(Diagnostic::new(Code::WrongType, test.span, message).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::codes;

    fn with(condition: &str) -> String {
        format!(
            "policy \"p\" {{}}\nlead {{ a: text key  n: integer  c: one of x | y  \
             s: several of u | v }}\nlist l {{ \"q\" }}\n\
             must all_read: n is known or c is known or s is empty or a in l\n\
             must k: {condition}"
        )
    }

    #[test]
    fn look_ups() {
        for good in [
            "a in l",
            "a not in l",
            "a in { \"q\", \"r\" }",
            "c in { x }",
            "n in { 1, 3..5 }",
            "n in 1..5",
            "s has u",
            "s has any of { u, v }",
            "a contains \"q\"",
            "a mentions any of { \"q\", \"r\" }",
            "a matches \"[a-z]+\"",
            "domain(a) in l",
        ] {
            assert_eq!(codes(&with(good)), [], "{good}");
        }
    }

    #[test]
    fn look_ups_that_cannot_be() {
        for (bad, code) in [
            ("n in l", Code::WrongType),
            ("c in l", Code::WrongType),
            ("a in ll", Code::UnknownName),
            ("a in c", Code::WrongType),
            ("c in { x, z }", Code::UnknownValue),
            ("c in { x, x }", Code::DuplicateEntry),
            ("a in { \"q\", \"Q\" }", Code::DuplicateEntry),
            ("a in { q }", Code::WrongType),
            ("n in { \"q\" }", Code::WrongType),
            ("s in { u }", Code::WrongType),
            ("s contains \"u\"", Code::WrongType),
            ("s has w", Code::UnknownValue),
            ("a has q", Code::WrongType),
            ("c has x", Code::WrongType),
            ("n contains \"1\"", Code::WrongType),
            ("a matches \"(\"", Code::BadRegex),
            ("a contains any of { \"q\", \"q\" }", Code::DuplicateEntry),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }
}
