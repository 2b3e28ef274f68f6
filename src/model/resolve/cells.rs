//! A cell of a table against the header of its column.

use std::collections::BTreeSet;

use super::context::Resolver;
use super::names::Declared;
use super::operands::{Of, constant};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Operand, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Cell, CellTest, CompareOp, HasQuantifier, Limit, Literal, ValueName};
use crate::value::Value;

/// What the tests of a cell come to.
#[derive(Default)]
struct Tests {
    any: bool,
    values: Vec<(Value, Span)>,
    conditions: Vec<Condition>,
}

impl Tests {
    /// The values as they are written; nothing where another test stands between them.
    fn written_values(&self) -> Option<Span> {
        let (_, first) = self.values.first()?;
        let (_, last) = self.values.last()?;
        let all = first.to(*last);
        let mut others = self.conditions.iter();
        (!others.any(|other| other.span.lies_within(all))).then_some(all)
    }
}

impl Resolver<'_> {
    /// What a cell asks of the column with this header, all of it; `any` asks nothing.
    pub(super) fn cell(
        &mut self,
        header: &Operand,
        cell: &Spanned<Cell>,
    ) -> Option<Vec<Condition>> {
        let mut tests = Tests::default();
        let mut faulty = false;
        for test in &cell.tests {
            faulty |= self.cell_test(header, test, &mut tests).is_none();
        }
        if faulty {
            return None;
        }
        let span = cell.span;
        if tests.any {
            if cell.none_of || cell.tests.len() > 1 {
                let message = "`any` stands beside something else in a cell";
                return self.fail(
                    Diagnostic::new(Code::BadTable, span, message)
                        .help("`any` allows everything: write it alone, or leave it out"),
                );
            }
            return Some(Vec::new());
        }
        let met = self.any_of(header, tests, span);
        if !cell.none_of {
            return Some(vec![met]);
        }
        let not = Condition {
            kind: ConditionKind::Not(Box::new(met)),
            span,
        };
        // What is missing is never "none of" something; a set is never missing.
        if matches!(header.ty, Type::Several(_)) {
            return Some(vec![not]);
        }
        let known = Condition {
            kind: ConditionKind::IsKnown(header.clone()),
            span,
        };
        Some(vec![known, not])
    }

    /// One of the tests: the values together, then the others.
    fn any_of(&mut self, header: &Operand, tests: Tests, span: Span) -> Condition {
        let written = tests.written_values().unwrap_or(span);
        let values = self.distinct(tests.values);
        let mut conditions = tests.conditions;
        let equal = match (header.ty, values.as_slice()) {
            (_, []) => None,
            (Type::Several(_), values) => {
                let members: BTreeSet<u32> = values
                    .iter()
                    .filter_map(|value| match value {
                        Value::Choice(index) => Some(*index),
                        _ => None,
                    })
                    .collect();
                Some(ConditionKind::Has(
                    header.clone(),
                    HasQuantifier::Any,
                    members,
                ))
            }
            (ty, [value]) => {
                let value = constant(value.clone(), ty, span);
                Some(ConditionKind::Compare(
                    header.clone(),
                    CompareOp::Equal,
                    value,
                ))
            }
            (_, _) => Some(ConditionKind::OneOf(header.clone(), values)),
        };
        if let Some(kind) = equal {
            // Beside other tests the values are a condition of their own.
            let span = if conditions.is_empty() { span } else { written };
            conditions.insert(0, Condition { kind, span });
        }
        match <[Condition; 1]>::try_from(conditions) {
            Ok([one]) => one,
            Err(several) => Condition {
                kind: ConditionKind::Any(several),
                span,
            },
        }
    }

    fn cell_test(
        &mut self,
        header: &Operand,
        test: &Spanned<CellTest>,
        tests: &mut Tests,
    ) -> Option<()> {
        let span = test.span;
        let of = Some(Of::Operand(header));
        let kind = match &test.node {
            CellTest::Any => {
                tests.any = true;
                return Some(());
            }
            CellTest::Known => {
                self.may_be_missing(header, span)?;
                ConditionKind::IsKnown(header.clone())
            }
            CellTest::Missing => {
                self.may_be_missing(header, span)?;
                ConditionKind::IsMissing(header.clone())
            }
            CellTest::Word(word) => match (header.ty, self.names.get(word)) {
                (Type::Text, Some(Declared::List(list))) => {
                    self.used.insert(Declared::List(list));
                    ConditionKind::InList(header.clone(), list)
                }
                _ => {
                    let value = self.cell_word(word, span, header, of)?;
                    tests.values.push((value, span));
                    return Some(());
                }
            },
            CellTest::Literal(literal) => {
                let value = self.condition_value(literal, span, header.ty, of)?;
                tests.values.push((value, span));
                return Some(());
            }
            CellTest::Range(range) => self.between(header, range, span)?,
            CellTest::Compare(op, limit) => self.cell_compare(header, *op, limit, span)?,
            CellTest::Text(test, patterns) => {
                let matches = self.text_matches(*test, patterns);
                let subject = self.text_subject(header.clone(), &Spanned::new(*test, span))?;
                ConditionKind::Text(subject, matches?)
            }
        };
        tests.conditions.push(Condition { kind, span });
        Some(())
    }

    /// The value that a bare word of a cell means.
    fn cell_word(
        &mut self,
        word: &str,
        span: Span,
        header: &Operand,
        of: Option<Of<'_>>,
    ) -> Option<Value> {
        if matches!(header.ty, Type::Several(_)) {
            let found = self.find_value(header.ty, word);
            return match found {
                Some(index) => Some(Value::Choice(index)),
                None => self.unknown_value(word, span, header.ty, of),
            };
        }
        if header.ty == Type::Text && self.names.get(word).is_none() {
            return self.word_of_text(word, span);
        }
        let name = Spanned::new(word.to_owned(), span);
        self.set_word(
            &ValueName {
                name,
                quoted: false,
            },
            header,
            of,
        )
    }

    /// A bare word in a column of text would be the name of a list.
    fn word_of_text<T>(&mut self, word: &str, span: Span) -> Option<T> {
        if self.names.is_incomplete() {
            return None;
        }
        let message = format!("`{word}` is no name, and text stands in quotes");
        self.fail(
            Diagnostic::new(Code::WrongType, span, message)
                .help("put quotes around the text, or declare a list of this name")
                .replace(span, format!("\"{word}\"")),
        )
    }

    fn cell_compare(
        &mut self,
        header: &Operand,
        op: CompareOp,
        limit: &Limit,
        span: Span,
    ) -> Option<ConditionKind> {
        let of = Some(Of::Operand(header));
        let value = match limit {
            Limit::Word(word) if self.is_bar(word, header.ty) => {
                let bar = self.bar(word, word.span)?;
                self.comparable(header, &Spanned::new(op, span), &bar)?;
                return Some(ConditionKind::Compare(header.clone(), op, bar));
            }
            Limit::Word(word) => self.cell_word(word, span, header, of)?,
            // Here a text stands for itself, also against text.
            Limit::Literal(literal @ Literal::Text(_)) => {
                self.literal_value(literal, span, header.ty, of)?
            }
            Limit::Literal(literal) => self.condition_value(literal, span, header.ty, of)?,
        };
        let ty = match (&value, header.ty) {
            (Value::Date(_), _) => Type::Date,
            (Value::Datetime(_), _) => Type::Datetime,
            (_, ty) => ty,
        };
        let limit = constant(value, ty, span);
        self.comparable(header, &Spanned::new(op, span), &limit)?;
        Some(ConditionKind::Compare(header.clone(), op, limit))
    }

    /// Whether a word that a cell compares with is the name of a definition, and no value.
    fn is_bar(&self, word: &str, ty: Type) -> bool {
        !matches!(
            ty,
            Type::Choice(_) | Type::Several(_) | Type::Role | Type::Team
        ) && (ty != Type::Text || self.names.get(word).is_some())
    }

    fn may_be_missing(&mut self, header: &Operand, span: Span) -> Option<()> {
        if !matches!(header.ty, Type::Several(_)) {
            return Some(());
        }
        let name = self
            .called(header)
            .unwrap_or_else(|| "this column".to_owned());
        let message = format!("{name} is a set, and a set is never missing");
        self.fail(
            Diagnostic::new(Code::WrongType, span, message)
                .help("write `any`, or `none of` and the values that it does not have"),
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::codes;

    fn with(header: &str, cell: &str) -> Vec<Code> {
        codes(&format!(
            "policy \"p\" {{}} team t {{ role r }}\n\
             lead {{ a: text key  n: integer  b: boolean  c: one of x | y  o: one of lo < hi  \
             s: several of u | v  m: money USD  d: date }}\nlist l {{ \"q\" }}\n\
             decision w: role {{ otherwise r }}\n\
             must all_read: n is known or b or c is known or o is known or s is empty or \
             m is known or d is known or a in l\n\
             decision k: boolean {{ table {header} {{ {cell} => yes  otherwise => no }} }}"
        ))
    }

    #[test]
    fn cells_of_all_kinds() {
        for (header, cell) in [
            ("a", "\"q\", \"r\""),
            ("a", "l"),
            ("a", "none of l, \"x\""),
            ("a", "ends with \".edu\""),
            ("n", "1..<200"),
            ("n", ">= 200, missing"),
            ("n", "5"),
            ("b", "yes"),
            ("c", "x, y"),
            ("c", "none of x"),
            ("c", "known"),
            ("o", ">= hi"),
            ("s", "u, v"),
            ("s", "none of u"),
            ("m", "10..20 USD"),
            ("d", "2026-07-01"),
            ("since(d)", "0..7 days"),
            ("w", "r"),
        ] {
            assert_eq!(with(header, cell), [], "{header} {cell}");
        }
    }

    #[test]
    fn cells_that_do_not_fit() {
        for (header, cell, code) in [
            ("a", "q", Code::WrongType),
            ("a", "5", Code::WrongType),
            ("a", "> \"q\"", Code::WrongType),
            ("n", "x", Code::UnknownName),
            ("n", "\"5\"", Code::WrongType),
            ("n", "5..1", Code::EmptyRange),
            ("c", "z", Code::UnknownValue),
            ("c", ">= x", Code::WrongType),
            ("c", "x, x", Code::DuplicateEntry),
            ("c", "any, x", Code::BadTable),
            ("c", "none of any", Code::BadTable),
            ("s", "missing", Code::WrongType),
            ("m", "5", Code::WrongUnit),
            ("since(d)", "0..7", Code::WrongUnit),
            ("w", "rr", Code::UnknownName),
        ] {
            assert_eq!(with(header, cell), [code], "{header} {cell}");
        }
    }
}
