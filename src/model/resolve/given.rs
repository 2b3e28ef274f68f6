//! Values of fields that a caller gives: `--if verdict=rejected,reject_reason=missing`.

use super::context::Resolver;
use super::names::{Declared, Names};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, FieldId, LoadedFiles, Model, Type};
use crate::source::{SourceId, SourceMap, Span, Spanned};
use crate::syntax::ast::{AssignedValue, Assignment, Literal, ValueName};
use crate::syntax::parse_literal;

/// Reads values of fields as `field=value,field=value`, in several texts or in one. They are
/// written as in an example; the quotes of a text may be missing, as most shells take them away,
/// where it has no comma.
///
/// # Errors
/// What is wrong with them: of places only the first label, in texts of their own, means something.
pub fn given(model: &Model, texts: &[String]) -> Result<Vec<(FieldId, Cell)>, Vec<Diagnostic>> {
    let mut sources = SourceMap::default();
    let ids: Vec<SourceId> = texts.iter().map(|text| sources.add("", text)).collect();
    let loaded = LoadedFiles::new();
    let mut resolver = Resolver::of(model, &loaded, &sources);
    let mut assignments = Vec::new();
    for (id, text) in ids.into_iter().zip(texts) {
        for part in parts(text, ',') {
            let span = Span::new(id, part.start, part.end);
            let part = text.get(part).unwrap_or_default();
            assignments.extend(resolver.given_one(part, span));
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
    fn given_one(&mut self, text: &str, span: Span) -> Option<Assignment> {
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
        let Some(read) = read(value, place, ty) else {
            let wanted = ty.describe(&self.model);
            let message = format!("`{}` is {wanted}, and `{value}` is not", field.node);
            let finding = Diagnostic::new(Code::WrongType, place, message);
            return self.fail(finding.help(match ty {
                Type::Money(currency) => {
                    let currency = currency.as_str();
                    format!("write it as in the policy, e.g. `50_000 {currency}`, or `missing`")
                }
                Type::Date => "write a date as `2026-07-01`, or `missing`".to_owned(),
                Type::Datetime => "write it as `2026-07-01T09:00`, or `missing`".to_owned(),
                _ => "write the value as in the policy, or `missing`".to_owned(),
            }));
        };
        Some(Assignment {
            field,
            value: Spanned::new(read, place),
        })
    }
}

/// What a value of a field of this type says.
fn read(value: &str, place: Span, ty: Type) -> Option<AssignedValue> {
    let name = |text: &str| match unquoted(text) {
        Some(text) => ValueName {
            name: Spanned::new(text, place),
            quoted: true,
        },
        None => ValueName {
            name: Spanned::new(text.to_owned(), place),
            quoted: false,
        },
    };
    let set = value.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    Some(match (value, set, ty) {
        ("missing", ..) => AssignedValue::Missing,
        (_, Some(set), _) => {
            let members = parts(set, ',').into_iter();
            let members = members.filter_map(|part| set.get(part).map(str::trim));
            let members = members.filter(|member| !member.is_empty());
            AssignedValue::Set(members.map(name).collect())
        }
        (_, None, Type::Text | Type::Choice(_) | Type::Several(_)) => {
            let text = unquoted(value).unwrap_or_else(|| value.to_owned());
            AssignedValue::Literal(Literal::Text(text))
        }
        _ => AssignedValue::Literal(parse_literal(value)?),
    })
}

/// A text in quotes, without them.
fn unquoted(text: &str) -> Option<String> {
    match parse_literal(text) {
        Some(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

/// The places of the parts of a text between separators that stand neither in quotes nor in braces.
fn parts(text: &str, separator: char) -> Vec<std::ops::Range<usize>> {
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

    const POLICY: &str = "policy \"p\" {} lead { id: text key  title: text  n: integer 1..10  \
                          c: one of a | b | \"Non-profit\"  s: several of u | v  m: money USD  \
                          d: date  yes_no: boolean required }\n\
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
            ("c=Nonprofit", "did you mean `\"Non-profit\"`?"),
            ("c=z", "`c` has no value `z`; the values are `a`, `b`"),
            ("s={u, w}", "`s` has no value `w`"),
            ("n=11", "`n` cannot be 11"),
            ("n=five", "`n` is a whole number, and `five` is not"),
            ("n=", "`n=` gives `n` no value"),
            ("m=5", "`m` is money in USD, and this has no currency"),
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
