//! `spelled in`: a file of spellings and what they stand for.

use std::collections::BTreeMap;

use super::context::Resolver;
use super::names::loose;
use super::table_files::span_of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Type;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Text;

impl Resolver<'_> {
    /// The spellings of a file of two columns; a first line `spelling,value` is its header.
    pub(super) fn spellings(&mut self, path: &ast::Quoted, ty: Type) -> BTreeMap<Text, String> {
        let mut spellings: BTreeMap<Text, (String, Span)> = BTreeMap::new();
        let Some((source, rows)) = self.csv(path) else {
            return BTreeMap::new();
        };
        for (index, row) in rows.iter().enumerate() {
            let [spelling, value] = row.cells.as_slice() else {
                let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) else {
                    continue;
                };
                let span = span_of(source, first).to(span_of(source, last));
                let message = "a line of spellings has a spelling and a value";
                let finding = Diagnostic::new(Code::BadTable, span, message)
                    .help("write two columns; a value with a comma stands in quotes");
                self.report(finding);
                continue;
            };
            if index == 0 && loose(&spelling.text) == "spelling" && loose(&value.text) == "value" {
                continue;
            }
            let at = span_of(source, value);
            let Some(meant) = self.spelled_value(value.text.trim(), at, ty) else {
                continue;
            };
            let key = Text::new(&spelling.text);
            let span = span_of(source, spelling);
            match spellings.get(&key) {
                Some((_, first)) => {
                    let first = *first;
                    self.duplicate_entry(spelling.text.trim(), span, first);
                }
                None => {
                    spellings.insert(key, (meant, span));
                }
            }
        }
        spellings
            .into_iter()
            .map(|(text, (value, _))| (text, value))
            .collect()
    }

    /// What a spelling stands for: any text, or a value of the field.
    fn spelled_value(&mut self, text: &str, span: Span, ty: Type) -> Option<String> {
        match (ty, self.loose_value(text, ty)) {
            (Type::Choice(_) | Type::Several(_), None) => self.unknown_value(text, span, ty, None),
            (_, Some(value)) => Some(value),
            (_, None) => Some(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::resolved_with;

    fn with(file: &str) -> Vec<Code> {
        let text = "policy \"p\" {} lead { a: text key  c: one of x_ray | y }\nmust k: c is known\n\
                    source crm { c from \"C\" spelled in \"s.csv\" }";
        resolved_with(text, &[("s.csv", file)])
            .1
            .iter()
            .map(|found| found.code)
            .collect()
    }

    #[test]
    fn values_are_those_of_the_field() {
        assert_eq!(with("X1,x ray\nY1,Y\n"), []);
        assert_eq!(with("spelling,value\nX1,z\n"), [Code::UnknownValue]);
        assert_eq!(with("X1,x_ray\nx1,y\n"), [Code::DuplicateEntry]);
        assert_eq!(with("X1,x_ray,more\n"), [Code::BadTable]);
    }
}
