//! Tables from CSV files: the header names fields and definitions, the last column is the outcome.

use std::collections::BTreeMap;

use super::cell_text::row_text;
use super::context::Resolver;
use super::names::{ANY_VALUE, Declared, loose};
use super::operands::Of;
use super::tables::{ResolvedRow, Yield};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Operand, Type};
use crate::records::{RawCell, RawRow};
use crate::source::{SourceId, Span, Spanned};
use crate::syntax::ast::{self, Cell, CellTest, Literal};
use crate::value::counted;

/// The words that a cell starts with which is a test.
const TEST_WORDS: [&str; 9] = [
    "any", "known", "missing", "none", "contains", "mentions", "starts", "ends", "matches",
];

impl Resolver<'_> {
    /// The rows of a table in a file.
    pub(super) fn table_file(&mut self, path: &ast::Quoted) -> Vec<ResolvedRow> {
        let Some((source, rows)) = self.csv(path) else {
            return Vec::new();
        };
        let mut rows = rows.iter();
        let Some((outcome, columns)) = rows.next().and_then(|row| row.cells.split_last()) else {
            let message = format!("the file `{}` has no header", path.node);
            let finding = Diagnostic::new(Code::BadTable, path.span, message);
            self.report(
                finding
                    .help("write the names of fields, and last of the outcome, on its first line"),
            );
            return Vec::new();
        };
        let first = columns.first().unwrap_or(outcome);
        let header_span = span_of(source, first).to(span_of(source, outcome));
        if columns.is_empty() {
            let message = "this table has an outcome and no column to look at";
            let finding = Diagnostic::new(Code::BadTable, header_span, message)
                .help("write a column for each field that it looks at, with commas between them");
            self.report(finding);
            return Vec::new();
        }
        let headers: Vec<Option<Operand>> = columns
            .iter()
            .map(|cell| self.header_cell(source, cell))
            .collect();
        self.repeated_columns(&headers);
        if rows.len() == 0 {
            self.no_rows(path.span);
        }
        let rows = rows.map(|row| self.file_row(source, row, &headers, header_span));
        rows.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    /// Says which columns look at the same thing as one before them.
    fn repeated_columns(&mut self, headers: &[Option<Operand>]) {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for header in headers.iter().flatten() {
            let Some(name) = self.called(header) else {
                continue;
            };
            let message = format!("the column {name} stands twice");
            if let Some(first) = seen.get(&name).copied() {
                let finding = Diagnostic::new(Code::BadTable, header.span, message)
                    .label(first, "here it stands before")
                    .help("leave one of the two out");
                self.report(finding);
            } else {
                seen.insert(name, header.span);
            }
        }
    }

    /// The rows of a CSV file that the policy names.
    pub(super) fn csv(&mut self, path: &ast::Quoted) -> Option<(SourceId, Vec<RawRow>)> {
        let (source, text) = self.file(path)?;
        match crate::records::rows(text) {
            Ok(rows) => Some((source, rows)),
            Err(error) => {
                let at = error.offset.unwrap_or_default();
                let span = Span::new(source, at, at.saturating_add(1).min(text.len()));
                let finding = Diagnostic::new(Code::BadTable, span, error.to_string())
                    .label(path.span, "the file is named here")
                    .help(error.help());
                self.fail(finding)
            }
        }
    }

    /// What a column of the file looks at.
    fn header_cell(&mut self, source: SourceId, cell: &RawCell) -> Option<Operand> {
        let span = span_of(source, cell);
        let text = cell.text.trim();
        let wanted = loose(text);
        let found = match self.names.get(text).filter(|declared| declared.has_value()) {
            Some(declared) => Some(declared),
            None => self.spend(self.names.len()).and_then(|()| {
                let mut names = self.names.iter();
                let same = names.find(|(name, d)| d.has_value() && loose(name) == wanted);
                same.map(|(_, declared)| declared)
            }),
        };
        match found {
            Some(declared) => self.read(declared, span),
            None => self.unknown_name(text, span, ANY_VALUE, Declared::has_value),
        }
    }

    fn file_row(
        &mut self,
        source: SourceId,
        row: &RawRow,
        headers: &[Option<Operand>],
        header_span: Span,
    ) -> Option<ResolvedRow> {
        let (last, cells) = row.cells.split_last()?;
        let first = cells.first().unwrap_or(last);
        let span = span_of(source, first).to(span_of(source, last));
        if cells.len() != headers.len() {
            let message = format!(
                "this row has {}, and its table has {}",
                counted(row.cells.len(), "cell", "cells"),
                counted(headers.len() + 1, "column", "columns")
            );
            return self.fail(
                Diagnostic::new(Code::BadTable, span, message)
                    .label(header_span, "the columns are these")
                    .help("write a cell for every column; an empty one allows everything"),
            );
        }
        let outcome = Yield::Cell(Spanned::new(
            last.text.trim().to_owned(),
            span_of(source, last),
        ));
        let is_otherwise = loose(&first.text) == "otherwise"
            && cells.iter().skip(1).all(|cell| cell.text.trim().is_empty());
        if is_otherwise {
            let words = "otherwise".to_owned();
            return Some(ResolvedRow {
                name: None,
                words,
                when: None,
                outcome,
                span,
            });
        }
        let mut asked = Vec::with_capacity(cells.len());
        for (cell, header) in cells.iter().zip(headers) {
            asked.push(self.file_cell(source, cell, header.as_ref()));
        }
        let asked: Vec<Spanned<Cell>> = asked.into_iter().collect::<Option<_>>()?;
        let when = Some(self.cells(headers, &asked, span)?);
        let words = row_text(asked.iter().map(|cell| &cell.node));
        Some(ResolvedRow {
            name: None,
            words,
            when,
            outcome,
            span,
        })
    }

    /// A cell of the file as a cell of the language. In a column of text it is one text as a
    /// whole, unless it is a test such as `known`, `none of "US"` or the name of a list.
    fn file_cell(
        &mut self,
        source: SourceId,
        cell: &RawCell,
        header: Option<&Operand>,
    ) -> Option<Spanned<Cell>> {
        let span = span_of(source, cell);
        let text = cell.text.trim();
        let of = |tests| {
            Some(Spanned::new(
                Cell {
                    none_of: false,
                    tests,
                },
                span,
            ))
        };
        if text.is_empty() {
            return of(vec![Spanned::new(CellTest::Any, span)]);
        }
        let Some(header) = header else {
            return of(Vec::new());
        };
        let ty = header.ty;
        if !self.is_plain(text, ty)
            && let Some(parsed) = self.parsed_cell(source, cell, ty)
        {
            return Some(parsed);
        }
        let takes_words = matches!(
            ty,
            Type::Text
                | Type::Choice(_)
                | Type::Several(_)
                | Type::Role
                | Type::Team
                | Type::Boolean
        );
        if takes_words {
            let tests = text
                .split('|')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            let tests = tests.map(|part| Spanned::new(self.file_word(part, ty), span));
            return of(tests.collect());
        }
        let of = Some(Of::Operand(header));
        let finding = self.mismatch(span, ty, of, &format!("`{text}`"));
        self.fail(finding.help("write a value, a range such as `1..200`, or `>= 200`"))
    }

    /// Whether a cell is one value and no test, as nearly all are: these are not parsed.
    fn is_plain(&self, text: &str, ty: Type) -> bool {
        if ty != Type::Text {
            return self.loose_value(text, ty).is_some();
        }
        let first = text.split_whitespace().next().unwrap_or_default();
        text.starts_with(char::is_alphanumeric)
            && !TEST_WORDS.contains(&first.trim_end_matches([',', '|']))
            && self.names.get(text).is_none()
    }

    /// The cell as the language reads it, where that is what a file means by it.
    fn parsed_cell(&self, source: SourceId, cell: &RawCell, ty: Type) -> Option<Spanned<Cell>> {
        let text = cell.text.trim();
        let mut refused = Diagnostics::default();
        // Places inside the cell are right as long as nothing in it is quoted twice.
        let parsed = crate::syntax::parse_cell(source, cell.span_start, text, &mut refused)?;
        let span = span_of(source, cell);
        // In a column of text, what reads as words of the language by chance stands for itself.
        let by_chance = |test: &CellTest| match test {
            CellTest::Word(word) => !matches!(self.names.get(word), Some(Declared::List(_))),
            CellTest::Literal(literal) => !matches!(literal, Literal::Text(_)),
            CellTest::Range(_) => true,
            _ => false,
        };
        let plain = ty == Type::Text && !parsed.none_of;
        let plain = plain && parsed.tests.iter().all(|test| by_chance(test));
        if !refused.as_slice().is_empty() || plain && !parsed.none_of {
            return None;
        }
        let tests = parsed.node.tests.into_iter().map(|test| match test.node {
            CellTest::Word(word) if ty != Type::Text => {
                Spanned::new(self.file_word(&word, ty), span)
            }
            test => Spanned::new(test, span),
        });
        Some(Spanned::new(
            Cell {
                none_of: parsed.node.none_of,
                tests: tests.collect(),
            },
            span,
        ))
    }

    /// A word of a file as a test: files spell values without regard to case, blanks, `_` and `-`.
    fn file_word(&self, word: &str, ty: Type) -> CellTest {
        match ty {
            Type::Text => CellTest::Literal(Literal::Text(word.to_owned())),
            Type::Boolean => match loose(word).as_str() {
                "yes" => CellTest::Literal(Literal::Boolean(true)),
                "no" => CellTest::Literal(Literal::Boolean(false)),
                _ => CellTest::Literal(Literal::Text(word.to_owned())),
            },
            ty => CellTest::Word(
                self.loose_value(word, ty)
                    .unwrap_or_else(|| word.to_owned()),
            ),
        }
    }

    /// The value of a type that is spelled so, but for case, blanks, `_` and `-`.
    pub(super) fn loose_value(&self, word: &str, ty: Type) -> Option<String> {
        let wanted = loose(word);
        match ty {
            Type::Choice(_) | Type::Several(_) => {
                let index = self.find_loose_value(ty, word)?;
                Some(self.model.enumeration(ty)?.name(index).to_owned())
            }
            Type::Role => {
                let mut names = self.model.roles.values().map(|role| &role.named.name);
                names.find(|name| loose(name) == wanted).cloned()
            }
            Type::Team => {
                let mut names = self.model.teams.values().map(|team| &team.named.name);
                names.find(|name| loose(name) == wanted).cloned()
            }
            _ => None,
        }
    }

    /// The outcome that a file writes, as the policy would write it.
    pub(super) fn file_outcome(
        &mut self,
        text: &Spanned<String>,
        ty: Type,
    ) -> Option<Spanned<ast::Outcome>> {
        let (word, span) = (text.node.as_str(), text.span);
        if word.is_empty() {
            return self.fail(
                Diagnostic::new(Code::BadTable, span, "this row has no outcome")
                    .help("write the outcome in the last column"),
            );
        }
        let outcome = match (ty, self.loose_value(word, ty)) {
            (Type::Choice(_), Some(value)) => ast::Outcome::Literal(Literal::Text(value)),
            (_, Some(name)) => ast::Outcome::Word(name),
            (Type::Text, None) if !self.names.get(word).is_some_and(Declared::has_value) => {
                ast::Outcome::Literal(Literal::Text(word.trim_matches('"').to_owned()))
            }
            (_, None) if loose(word) == "none" => ast::Outcome::None,
            (_, None) => {
                let literal = crate::syntax::parse_literal(word.trim_start_matches('+'));
                match (literal, loose(word).as_str()) {
                    (Some(literal), _) => ast::Outcome::Literal(literal),
                    (None, "yes" | "true") => ast::Outcome::Literal(Literal::Boolean(true)),
                    (None, "no" | "false") => ast::Outcome::Literal(Literal::Boolean(false)),
                    (None, _) => ast::Outcome::Word(word.to_owned()),
                }
            }
        };
        Some(Spanned::new(outcome, span))
    }
}

/// Where a cell of a file stands.
pub(super) fn span_of(source: SourceId, cell: &RawCell) -> Span {
    Span::new(source, cell.span_start, cell.span_end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ConditionKind;
    use crate::model::resolve::testing::resolved_with;

    const TEXT: &str = "policy \"p\" {} lead { a: text key  country: text  size: integer  \
        c: one of x | \"A+\" }\nlist l { \"q\" }\nmust all_read: country in l or c is known or \
        size is known\ndecision k: one of low | high_end { table t from \"t.csv\"  otherwise low }";

    fn codes(file: &str) -> Vec<Code> {
        resolved_with(TEXT, &[("t.csv", file)])
            .1
            .iter()
            .map(|found| found.code)
            .collect()
    }

    #[test]
    fn rows_come_from_the_file() {
        let file = "Country,SIZE,c,outcome\nUnited States,1..<200,x,low\n\"Korea, South\",,A+|x,High end\n\
                    missing,>= 5,\"x, \"\"A+\"\"\",low\nl,,,low\n";
        let (model, found) = resolved_with(TEXT, &[("t.csv", file)]);
        assert_eq!(found, []);
        let rules = &model.decisions.values().next().unwrap().rules;
        let names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
        assert_eq!(names.first(), Some(&"\"United States\" | 1..<200 | x"));
        assert_eq!(names.len(), 4);
        assert!(matches!(
            rules[3].when.as_ref().unwrap().kind,
            ConditionKind::InList(..)
        ));
    }

    #[test]
    fn findings_point_into_the_file() {
        let file = "country,size,c,out\nUS,1,x,low\nUS,many,x,low\n";
        let (_, found) = resolved_with(TEXT, &[("t.csv", file)]);
        assert_eq!(found.len(), 1);
        let span = found[0].span().unwrap();
        assert_eq!(file.get(span.range()), Some("many"));
    }

    #[test]
    fn faulty_files() {
        assert_eq!(codes(""), [Code::BadTable]);
        assert_eq!(codes("out\nlow\n"), [Code::BadTable]);
        assert_eq!(codes("country,out\nUS\n"), [Code::BadTable]);
        assert_eq!(codes("cuontry,out\nUS,low\n"), [Code::UnknownName]);
        assert_eq!(codes("country,out\nUS,lowest\n"), [Code::UnknownValue]);
        assert_eq!(codes("c,out\nz,low\n"), [Code::UnknownValue]);
        assert_eq!(codes("c,out\n\"x,low\n"), [Code::BadTable]);
    }
}
