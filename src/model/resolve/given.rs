//! Values of fields that a caller gives: `--if verdict=rejected,reject_reason=missing`,
//! `--outcome stage=won`. They are written as in an example, but that the quotes of a text may be
//! missing, as most shells take them away, and names of values are met as those of data are.

use std::ops::Range;

use super::context::Resolver;
use super::names::{Declared, Names};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, FieldId, LoadedFiles, Model, Type};
use crate::source::{SourceId, SourceMap, Span, Spanned};
use crate::syntax::ast::{AssignedValue, Assignment, Literal, ValueName};
use crate::syntax::parse_literal;
use crate::value::loose;

/// Reads values of fields as `field=value,field=value`, in several texts or in one. A text with a
/// comma keeps its quotes.
///
/// # Errors
/// What is wrong with them: of places only the first label, in texts of their own, means something.
pub fn given(model: &Model, texts: &[String]) -> Result<Vec<(FieldId, Cell)>, Vec<Diagnostic>> {
    read_all(model, texts, |text| parts(text, ','))
}

/// Reads the value of one field as `field=value`: a comma is a part of the value.
///
/// # Errors
/// What is wrong with it, as for [`given`].
pub fn given_one(model: &Model, text: &str) -> Result<(FieldId, Cell), Vec<Diagnostic>> {
    let whole = |text: &str| std::iter::once(0..text.len()).collect();
    let cells = read_all(model, &[text.to_owned()], whole)?;
    cells.into_iter().next().ok_or_else(Vec::new)
}

fn read_all(
    model: &Model,
    texts: &[String],
    parts: impl Fn(&str) -> Vec<Range<usize>>,
) -> Result<Vec<(FieldId, Cell)>, Vec<Diagnostic>> {
    let mut sources = SourceMap::default();
    let ids: Vec<SourceId> = texts.iter().map(|text| sources.add("", text)).collect();
    let loaded = LoadedFiles::new();
    let mut resolver = Resolver::of(model, &loaded, &sources);
    let mut assignments = Vec::new();
    for (id, text) in ids.into_iter().zip(texts) {
        for part in parts(text) {
            let span = Span::new(id, part.start, part.end);
            let part = text.get(part).unwrap_or_default();
            assignments.extend(resolver.given_assignment(part, span));
        }
    }
    let cells = resolver.assignments(&assignments);
    let (_, found) = resolver.finish();
    match found.is_empty() {
        true => Ok(cells),
        false => Err(found),
    }
}

impl Resolver<'_> {
    /// One `field=value`.
    fn given_assignment(&mut self, text: &str, span: Span) -> Option<Assignment> {
        let Some((field, value)) = text.split_once('=') else {
            let message = match text.trim() {
                "" => "a field and its value are missing".to_owned(),
                text => format!("`{text}` gives no field a value"),
            };
            let finding = Diagnostic::new(Code::Syntax, span, message);
            return self.fail(finding.help(
                "write `field=value`, with commas between several; a text with a comma stands \
                 in quotes",
            ));
        };
        let start = span.range().start + field.len() + 1;
        let before = value.len() - value.trim_start().len();
        let value = value.trim();
        let place = Span::new(span.source, start + before, start + before + value.len());
        let field = Spanned::new(field.trim().to_owned(), span);
        let id = self.field_named(&field)?;
        if value.is_empty() {
            let name = &field.node;
            let message = format!("`{name}=` gives `{name}` no value");
            let help = format!("write `{name}=missing` for none");
            return self.fail(Diagnostic::new(Code::Syntax, place, message).help(help));
        }
        let ty = self.model.fields.get(id)?.ty;
        let Some(read) = self.given_value(value, place, ty) else {
            let wanted = ty.describe(&self.model);
            let message = format!("`{}` is {wanted}, and `{value}` is not", field.node);
            let finding = Diagnostic::new(Code::WrongType, place, message);
            return self.fail(finding.help(format!("write {}, or `missing`", form(ty))));
        };
        Some(Assignment {
            field,
            value: Spanned::new(read, place),
        })
    }

    /// What a value of a field of this type says.
    fn given_value(&self, value: &str, place: Span, ty: Type) -> Option<AssignedValue> {
        let set = value.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        Some(match (value, set, ty) {
            ("missing", ..) => AssignedValue::Missing,
            (_, Some(set), _) => {
                let members = parts(set, ',').into_iter();
                let members = members.filter_map(|part| set.get(part).map(str::trim));
                let members = members.filter(|member| !member.is_empty());
                let name = |text: &str| ValueName {
                    name: Spanned::new(self.value_met(text, ty), place),
                    quoted: unquoted(text).is_some(),
                };
                AssignedValue::Set(members.map(name).collect())
            }
            (_, None, Type::Text | Type::Choice(_) | Type::Several(_)) => {
                AssignedValue::Literal(Literal::Text(self.value_met(value, ty)))
            }
            _ => AssignedValue::Literal(parse_literal(value)?),
        })
    }

    /// The text without its quotes or, where it is meant as one of an enumeration's values, the
    /// name of that: no two of them are the same but for case, blanks, `_` and `-`.
    fn value_met(&self, text: &str, ty: Type) -> String {
        let text = unquoted(text).unwrap_or_else(|| text.to_owned());
        let values = self.model.enumeration(ty).map(|it| it.values.as_slice());
        let mut values = values.unwrap_or_default().iter();
        let met = values.find(|value| loose(&value.name) == loose(&text));
        met.map_or(text, |value| value.name.clone())
    }
}

/// How values of a type are written.
fn form(ty: Type) -> String {
    match ty {
        Type::Integer => "a number such as `12`".to_owned(),
        Type::Number => "a number such as `12`, `0.5` or `20%`".to_owned(),
        Type::Money(currency) => format!("an amount such as `50_000 {}`", currency.as_str()),
        Type::Boolean => "`yes` or `no`".to_owned(),
        Type::Date => "a date as `2026-07-01`".to_owned(),
        Type::Datetime => "it as `2026-07-01` or `2026-07-01T09:00`".to_owned(),
        // Texts and choices are read without a form, and no field is of the other types.
        _ => "the value as in the policy".to_owned(),
    }
}

/// A text in quotes, without them.
fn unquoted(text: &str) -> Option<String> {
    match parse_literal(text) {
        Some(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

/// The places of the parts of a text between separators that stand neither in quotes nor in braces.
fn parts(text: &str, separator: char) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            it if it == separator && depth == 0 => {
                parts.push(start..at);
                start = at + separator.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(start..text.len());
    parts
}

impl Names {
    /// The names of a policy without errors.
    pub(super) fn of(model: &Model) -> Names {
        let mut names = Names::default();
        let fields = model.fields.iter();
        let fields = fields.map(|(id, it)| (&it.named, Declared::Field(id)));
        let defines = model.defines.iter();
        let defines = defines.map(|(id, it)| (&it.named, Declared::Define(id)));
        let scores = model.scores.iter();
        let scores = scores.map(|(id, it)| (&it.named, Declared::Score(id)));
        let decisions = model.decisions.iter();
        let decisions = decisions.map(|(id, it)| (&it.named, Declared::Decision(id)));
        for (named, declared) in fields.chain(defines).chain(scores).chain(decisions) {
            names.add(named, declared);
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::resolved;
    use crate::value::Value;

    const POLICY: &str = "policy \"p\" { time zone \"Asia/Kolkata\" } lead { id: text key  title: text  n: integer 1..10  \
                          c: one of a | b | \"Non-profit\"  s: several of u | v  m: money USD  \
                          d: date  seen: datetime  x: number  yes_no: boolean required }\n\
                          define small = n < 5";

    fn cells(text: &str) -> Result<Vec<(FieldId, Cell)>, String> {
        let (model, _) = resolved(POLICY);
        given(&model, &[text.to_owned()]).map_err(|found| {
            let said = found.iter().map(|it| {
                let help = it.help.clone().unwrap_or_else(|| panic!("{it:?}"));
                format!("{}; {help}", it.message)
            });
            said.collect::<Vec<_>>().join("\n")
        })
    }

    /// The values, as the policy shows them.
    fn values(text: &str) -> Vec<String> {
        let (model, _) = resolved(POLICY);
        let cells = cells(text).unwrap();
        let shown = cells.into_iter().map(|(id, cell)| match cell {
            Cell::Known(value) => model.show(&value, model.fields[id].ty),
            Cell::Missing => "-".to_owned(),
            Cell::Bad => panic!(),
        });
        shown.collect()
    }

    #[test]
    fn values_are_written_as_in_an_example() {
        let text = "n=5, c=b,s={u, v},m=20k USD,d=2026-07-01,yes_no=no";
        let expected = ["5", "b", "u, v", "20000 USD", "2026-07-01", "no"];
        assert_eq!(values(text), expected);
        assert_eq!(values("n=missing,s={}"), ["-", ""]);
        assert_eq!(values("s=u,c=Non-profit"), ["Non-profit", "u"]);
        assert_eq!(values("x=-0.5"), ["-0.5"]);
        assert_eq!(
            values("x=20%,seen=2026-07-01"),
            ["2026-07-01T00:00:00+05:30", "0.2"]
        );
    }

    #[test]
    fn names_of_values_are_met_as_those_of_data() {
        assert_eq!(
            values("c=non_profit,s={ U, \"V\" }"),
            ["Non-profit", "u, v"]
        );
        assert_eq!(values("c=\"NON PROFIT\",s=U"), ["Non-profit", "u"]);
        assert_eq!(values("c=A"), ["a"]);
    }

    #[test]
    fn a_comma_belongs_to_a_value_that_stands_alone() {
        let (model, _) = resolved(POLICY);
        let (_, cell) = given_one(&model, "title=Head of X, n=5").unwrap();
        assert!(matches!(cell, Cell::Known(Value::Text(text)) if text.raw() == "Head of X, n=5"));
    }

    #[test]
    fn texts_may_lack_their_quotes() {
        assert_eq!(values("title=Head of X,n=2"), ["Head of X", "2"]);
        assert_eq!(values(r#"title="Head, \"of\" X""#), ["Head, \"of\" X"]);
        assert_eq!(values("title=missing"), ["-"]);
        let quoted = cells("title=\"missing\"").unwrap();
        assert!(matches!(&quoted[0].1, Cell::Known(Value::Text(text)) if text.raw() == "missing"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, part) in [
            ("", "a field and its value are missing"),
            ("n", "`n` gives no field a value"),
            ("n=5,", "a field and its value are missing"),
            (
                "titel=x",
                "no field is called `titel`; did you mean `title`?",
            ),
            (
                "small=yes",
                "`small` is a definition, and a field is wanted",
            ),
            ("c=Nonprofits", "did you mean `\"Non-profit\"`?"),
            ("c=z", "`c` has no value `z`; the values are `a`, `b`"),
            ("s={u, w}", "`s` has no value `w`"),
            ("n=11", "`n` cannot be 11; write a value of 1..10"),
            ("n=2.5", "`n` is a whole number"),
            ("n=five", "`n` is a whole number, and `five` is not"),
            ("n=", "`n=` gives `n` no value"),
            ("m=5", "`m` is money in USD, and this has no currency"),
            ("m=5 EUR", "`m` is money in USD"),
            (
                "m=five",
                "write an amount such as `50_000 USD`, or `missing`",
            ),
            ("yes_no=-yes", "write `yes` or `no`"),
            ("d=--1", "`d` is a date, and `--1` is not"),
            ("d=tomorrow", "write a date as `2026-07-01`"),
            (
                "yes_no=missing",
                "`yes_no` is required, and is never missing",
            ),
            ("n=1,n=2", "`n` has two values"),
            ("c={a", "`c` has no value `{a`"),
        ] {
            let said = cells(text).unwrap_err();
            assert!(said.contains(part), "{text}: {said}");
        }
    }
}
