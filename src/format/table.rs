//! Tables: rows with aligned columns.

use super::block::Block;
use super::doc::{Doc, Gap, WIDTH, columns};
use super::expr::closed;
use super::item::head;
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Cell, CellTest, Expr, Limit, Outcome, Row, RowCells, Table, TableBody};
use crate::syntax::quote;

/// The deepest that rows are expected to stand: a table in a group of a score.
const DEEPEST: usize = 6;

/// The narrowest that a column is made for the sake of the others.
const NARROWEST: usize = 20;

/// How an outcome is written: in a score's table as points.
pub(super) type OutcomeText = fn(&Outcome) -> String;

/// The widths of a table's columns.
struct Columns {
    /// The widest row name with its colon and a blank; 0 where no row has one.
    name: usize,
    /// The widest cell of each column.
    cells: Vec<usize>,
    /// How outcomes are written.
    outcome: OutcomeText,
}

impl Origin<'_> {
    pub(super) fn table(&self, table: &Table, span: Span, outcome: OutcomeText) -> Doc {
        let mut docs = vec![Doc::text("table")];
        let mut head_end = span.start;
        if let Some(name) = &table.name {
            docs.extend([Doc::text(" "), literal::name(name)]);
            head_end = name.span.end;
        }
        if table.first_match {
            docs.push(Doc::text(" first match"));
        }
        let rows = match &table.body {
            TableBody::Rows(rows) => rows,
            TableBody::From(file) => {
                docs.extend([Doc::text(" from "), literal::quoted(file)]);
                return head(span, "", Doc::Concat(docs));
            }
        };
        if let Some(last) = table.headers.last() {
            let headers = table.headers.iter().map(|header: &Expr| self.expr(header));
            docs.extend([Doc::text(" "), Doc::join(headers, " | ")]);
            head_end = last.span.end;
        }
        let columns = Columns::of(rows, outcome);
        self.block(Block {
            head: head(span, "", Doc::Concat(docs)),
            head_end,
            entries: rows.iter().map(|row| columns.row(row)).collect(),
            close: closed(span),
            short: true,
        })
    }
}

impl Columns {
    fn of(rows: &[Spanned<Row>], outcome: OutcomeText) -> Columns {
        let name = |row: &Spanned<Row>| row.name.as_ref().map_or(0, |name| columns(name) + 2);
        let outcome_width = |row: &Spanned<Row>| columns(&outcome(&row.outcome));
        let name = rows.iter().map(name).max().unwrap_or(0);
        let outcomes = rows.iter().map(outcome_width).max().unwrap_or(0);
        let mut widths: Vec<usize> = Vec::new();
        for row in rows {
            let RowCells::Cells(cells) = &row.cells else {
                continue;
            };
            widths.resize(widths.len().max(cells.len()), 0);
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(columns(&cell_parts(cell).join(" ")));
            }
        }
        let around = DEEPEST + name + " | ".len() * widths.len() + 1 + outcomes;
        if around + widths.iter().sum::<usize>() > WIDTH {
            let most = WIDTH.saturating_sub(around) / widths.len().max(1);
            let most = most.max(NARROWEST);
            for (nth, width) in widths.iter_mut().enumerate() {
                let wrapped = rows.iter().map(|row| wrapped_width(row, nth, most)).max();
                *width = wrapped.unwrap_or(*width);
            }
        }
        Columns {
            name,
            cells: widths,
            outcome,
        }
    }

    fn row(&self, row: &Spanned<Row>) -> Doc {
        let mut docs = vec![Doc::At(row.span.start, row.span.start)];
        match &row.name {
            None => docs.push(Doc::pad("", self.name)),
            Some(name) => {
                let text = format!("{}: ", name.node);
                let pad = Doc::pad(&text, self.name);
                docs.extend([Doc::leaf(text, name.span), pad]);
            }
        }
        match &row.cells {
            RowCells::Otherwise => {
                let between = " | ".len() * self.cells.len().saturating_sub(1);
                let width = self.cells.iter().sum::<usize>() + between;
                docs.extend([Doc::text("otherwise"), Doc::pad("otherwise", width)]);
            }
            RowCells::Cells(cells) => {
                for (nth, (cell, width)) in cells.iter().zip(&self.cells).enumerate() {
                    if nth > 0 {
                        docs.push(Doc::text(" | "));
                    }
                    docs.push(cell_doc(cell, *width));
                }
            }
        }
        let outcome = (self.outcome)(&row.outcome);
        docs.extend([Doc::text(" => "), Doc::leaf(outcome, row.outcome.span)]);
        Doc::Concat(docs)
    }
}

/// How wide the cell of a row is when it is wrapped at `most` columns.
fn wrapped_width(row: &Row, nth: usize, most: usize) -> usize {
    let RowCells::Cells(cells) = &row.cells else {
        return 0;
    };
    let lines = cells.get(nth).map(|cell| wrapped(cell, most));
    let widths = lines.iter().flatten().map(|line| columns(line));
    widths.max().unwrap_or(0)
}

fn cell_doc(cell: &Spanned<Cell>, width: usize) -> Doc {
    let mut docs = vec![Doc::At(cell.span.start, cell.span.end)];
    let lines = wrapped(cell, width);
    let last = lines.len().saturating_sub(1);
    for (nth, line) in lines.into_iter().enumerate() {
        if nth > 0 {
            docs.push(Doc::Hard(Gap::Never));
        }
        let pad = if nth == last { width } else { 0 };
        let pad = Doc::pad(&line, pad);
        docs.extend([Doc::Text(line), pad]);
    }
    Doc::align(Doc::Concat(docs))
}

/// The lines of a cell, each as wide as `most` allows.
fn wrapped(cell: &Cell, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in cell_parts(cell) {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(&part) <= most => {
                line.push(' ');
                line.push_str(&part);
            }
            _ => lines.push(part),
        }
    }
    lines
}

/// What a cell asks, each with the comma behind it.
fn cell_parts(cell: &Cell) -> Vec<String> {
    let last = cell.tests.len().saturating_sub(1);
    let part = |(nth, test): (usize, &Spanned<CellTest>)| {
        let none_of = if cell.none_of && nth == 0 {
            "none of "
        } else {
            ""
        };
        let comma = if nth == last { "" } else { "," };
        format!("{none_of}{}{comma}", cell_test(test))
    };
    cell.tests.iter().enumerate().map(part).collect()
}

fn cell_test(test: &CellTest) -> String {
    match test {
        CellTest::Any => "any".to_owned(),
        CellTest::Known => "known".to_owned(),
        CellTest::Missing => "missing".to_owned(),
        CellTest::Word(word) => word.clone(),
        CellTest::Literal(value) => literal::literal(value),
        CellTest::Range(range) => literal::range(range),
        CellTest::Compare(op, limit) => match limit {
            Limit::Word(word) => format!("{} {}", op.as_str(), word.node),
            Limit::Literal(value) => format!("{} {}", op.as_str(), literal::literal(value)),
        },
        CellTest::Text(test, texts) => match texts.as_slice() {
            [one] => format!("{} {}", test.as_str(), quote(one)),
            several => {
                let texts: Vec<String> = several.iter().map(|text| quote(text)).collect();
                format!("{} any of {{ {} }}", test.as_str(), texts.join(", "))
            }
        },
    }
}
