//! Tables: what decisions and scores share.

use super::cell_text::row_text;
use super::context::Resolver;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Operand};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Cell, Outcome, RowCells, TableBody};
use crate::value::counted;

/// A table whose rows are resolved but for what they yield.
pub(super) struct ResolvedTable {
    /// Where its name or header stands.
    pub(super) span: Span,
    /// Its rows, in order; faulty ones are left out.
    pub(super) rows: Vec<ResolvedRow>,
}

/// A row of a table.
pub(super) struct ResolvedRow {
    /// Its name as it is written.
    pub(super) name: Option<ast::Name>,
    /// The words of its cells.
    pub(super) words: String,
    /// When it holds; `None` for `otherwise`.
    pub(super) when: Option<Condition>,
    /// What it yields.
    pub(super) outcome: Yield,
    /// Where it stands.
    pub(super) span: Span,
}

/// What a row yields.
pub(super) enum Yield {
    /// As the policy writes it.
    Written(Spanned<Outcome>),
    /// As a file writes it.
    Cell(Spanned<String>),
}

impl Resolver<'_> {
    /// Resolves the header and the cells of a table, which stands at `span`.
    pub(super) fn table(&mut self, table: &ast::Table, span: Span) -> ResolvedTable {
        let header_span = match (&table.name, table.headers.first(), table.headers.last()) {
            (Some(name), ..) => name.span,
            (None, Some(first), Some(last)) => first.span.to(last.span),
            _ => span,
        };
        let rows = match &table.body {
            TableBody::From(path) => self.table_file(path),
            TableBody::Rows(rows) => {
                if rows.is_empty() {
                    self.no_rows(header_span);
                }
                let headers: Vec<Option<Operand>> = table
                    .headers
                    .iter()
                    .map(|header| self.operand(header, None))
                    .collect();
                let rows = rows.iter().map(|row| {
                    let outcome = Yield::Written(row.outcome.clone());
                    self.row(&row.node, row.span, &headers, header_span, outcome)
                });
                rows.collect::<Vec<_>>().into_iter().flatten().collect()
            }
        };
        ResolvedTable {
            span: header_span,
            rows,
        }
    }

    /// Says that a table has no rows, unless they may be what could not be read.
    pub(super) fn no_rows(&mut self, span: Span) {
        if self.broken_text {
            return;
        }
        let finding = Diagnostic::new(Code::BadTable, span, "this table has no rows")
            .help("write a row for each case, e.g. `any => …`, or leave the table out");
        self.report(finding);
    }

    fn row(
        &mut self,
        row: &ast::Row,
        span: Span,
        headers: &[Option<Operand>],
        header_span: Span,
        outcome: Yield,
    ) -> Option<ResolvedRow> {
        let (when, words) = match &row.cells {
            RowCells::Otherwise => (None, "otherwise".to_owned()),
            RowCells::Cells(cells) if cells.len() == headers.len() => {
                let words = row_text(cells.iter().map(|cell| &cell.node));
                (Some(self.cells(headers, cells, span)?), words)
            }
            RowCells::Cells(cells) => return self.wrong_count(headers, cells, header_span),
        };
        Some(ResolvedRow {
            name: row.name.clone(),
            words,
            when,
            outcome,
            span,
        })
    }

    /// What all cells of a row ask together.
    pub(super) fn cells(
        &mut self,
        headers: &[Option<Operand>],
        cells: &[Spanned<Cell>],
        span: Span,
    ) -> Option<Condition> {
        let mut asked = Vec::with_capacity(cells.len());
        let mut faulty = false;
        for (header, cell) in headers.iter().zip(cells) {
            // A faulty header has been reported, and says nothing of its cells.
            let Some(header) = header else {
                faulty = true;
                continue;
            };
            match self.cell(header, cell) {
                Some(conditions) => asked.extend(conditions),
                None => faulty = true,
            }
        }
        if faulty {
            return None;
        }
        Some(match <[Condition; 1]>::try_from(asked) {
            Ok([one]) => one,
            Err(several) => Condition {
                kind: ConditionKind::All(several),
                span,
            },
        })
    }

    fn wrong_count<T>(
        &mut self,
        headers: &[Option<Operand>],
        cells: &[Spanned<Cell>],
        header_span: Span,
    ) -> Option<T> {
        let (first, last) = (cells.first()?, cells.last()?);
        let message = format!(
            "this row has {}, and its table has {}",
            counted(cells.len(), "cell", "cells"),
            counted(headers.len(), "column", "columns")
        );
        let help = match cells.len() < headers.len() {
            true => "write a cell for every column; `any` allows everything",
            false => {
                "leave cells out, or add columns to the header; `,` stands between the \
                      values of one cell, `|` between cells"
            }
        };
        self.fail(
            Diagnostic::new(Code::BadTable, first.span.to(last.span), message)
                .label(header_span, "the columns are these")
                .help(help),
        )
    }

    /// The outcomes of rows for which there is already an `otherwise`.
    pub(super) fn second_otherwise(&mut self, span: Span, first: Span) {
        let finding = Diagnostic::new(Code::RepeatedClause, span, "`otherwise` stands twice")
            .label(first, "here it stands before")
            .help("keep one of them: it covers all leads that no rule and no row covers");
        self.report(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, finding, resolved};

    fn with(table: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  n: integer }}\nmust all_read: n is known\n\
             decision k: one of x | y {{ {table} }}"
        )
    }

    #[test]
    fn rows_are_rules() {
        let text = with("table a | n { \"q\" | any => x  big: any | > 5 => y  otherwise => x }");
        let (model, found) = resolved(&text);
        assert_eq!(found, []);
        let decision = model.decisions.values().next().unwrap();
        let names: Vec<&str> = decision
            .rules
            .iter()
            .map(|rule| rule.name.as_str())
            .collect();
        assert_eq!(names, ["\"q\" | any", "big"]);
        assert_eq!(
            decision.rules.iter().filter(|rule| rule.is_named).count(),
            1
        );
        assert!(decision.otherwise.is_some());
        assert_eq!(decision.tables.first().unwrap().rows, 0..2);
    }

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let found = finding(
            &with("table a | n { \"q\" => x  otherwise => y }"),
            Code::BadTable,
        );
        assert!(
            found
                .message
                .contains("1 cell, and its table has 2 columns")
        );
    }

    #[test]
    fn a_table_has_rows() {
        let found = finding(&with("table n { }  otherwise x"), Code::BadTable);
        assert_eq!(found.message, "this table has no rows");
    }

    #[test]
    fn there_is_one_otherwise() {
        let text = with("table n { > 5 => x  otherwise => y }  otherwise x");
        assert_eq!(codes(&text), [Code::RepeatedClause]);
    }
}
