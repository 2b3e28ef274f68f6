//! Names in scores, decisions and their tables.

use super::super::symbol::Symbol;
use super::Reader;
use crate::model::Type;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Cell, CellTest, Decision, DecisionItem, Limit, Name, Outcome, OutcomeType, Overrides, RowCells,
    Rule, Score, ScoreItem, ScoreLine, Table, TableBody,
};

/// What rules and rows belong to.
#[derive(Clone, Copy)]
enum Of<'a> {
    Decision(&'a str),
    Score(&'a str),
}

impl Of<'_> {
    /// A rule or a row of it.
    fn part(self, name: &str) -> Symbol {
        match self {
            Of::Decision(of) => Symbol::Rule(of.to_owned(), name.to_owned()),
            Of::Score(of) => Symbol::Row(of.to_owned(), name.to_owned()),
        }
    }
}

impl Reader<'_> {
    pub(super) fn score(&mut self, score: &Score) {
        self.declare_global(&score.name);
        if let Some(range) = &score.range {
            self.range(&range.node);
        }
        self.globals(&score.agreed_by);
        for item in &score.items {
            self.score_item(&item.node, Of::Score(&score.name.node));
        }
    }

    fn score_item(&mut self, item: &ScoreItem, of: Of<'_>) {
        match item {
            ScoreItem::Line(line) => self.score_line(line),
            ScoreItem::Group(group) => {
                let items = group.items.iter();
                items.for_each(|item| self.score_item(&item.node, of));
            }
            ScoreItem::Table(table) => self.table(table, of, None),
        }
    }

    fn score_line(&mut self, line: &ScoreLine) {
        if let Some(per) = &line.per {
            self.expr(&per.of, None);
        }
        if let Some(when) = &line.when {
            self.expr(when, None);
        }
    }

    pub(super) fn decision(&mut self, decision: &Decision) {
        self.declare_global(&decision.name);
        match &decision.ty.node {
            OutcomeType::OneOf(values) => self.declare_values(values),
            OutcomeType::Stage(Some(journey)) => self.global(journey),
            _ => {}
        }
        self.globals(&decision.agreed_by);
        let name = decision.name.node.as_str();
        let ty = self.type_named(name);
        for item in &decision.items {
            match &item.node {
                DecisionItem::Rule(rule) => self.rule(rule, name, ty),
                DecisionItem::Table(table) => self.table(table, Of::Decision(name), ty),
                DecisionItem::Otherwise(outcome) => self.outcome(outcome, ty),
            }
        }
    }

    fn rule(&mut self, rule: &Rule, decision: &str, ty: Option<Type>) {
        let of = Of::Decision(decision);
        self.declare(rule.name.span, of.part(&rule.name.node));
        self.outcome(&rule.outcome, ty);
        for condition in rule.when.iter().chain(&rule.unless) {
            self.expr(condition, None);
        }
        if let Some(Overrides::Names(names)) = &rule.overrides {
            for name in names {
                self.note(name.span, of.part(&name.node));
            }
        }
    }

    fn outcome(&mut self, outcome: &Spanned<Outcome>, ty: Option<Type>) {
        match &outcome.node {
            Outcome::Word(word) => drop(self.value(word, outcome.span, ty)),
            Outcome::Literal(literal) => self.literal(literal, outcome.span, ty),
            Outcome::None => {}
        }
    }

    fn table(&mut self, table: &Table, of: Of<'_>, ty: Option<Type>) {
        if let Some(Name { node, span }) = &table.name {
            self.declare(*span, of.part(node));
        }
        let mut types = Vec::new();
        for header in &table.headers {
            self.expr(header, None);
            types.push(self.type_of(header));
        }
        let TableBody::Rows(rows) = &table.body else {
            return;
        };
        for row in rows {
            if let Some(Name { node, span }) = &row.node.name {
                self.declare(*span, of.part(node));
            }
            if let RowCells::Cells(cells) = &row.node.cells {
                for (cell, ty) in cells.iter().zip(&types) {
                    self.cell(&cell.node, *ty);
                }
            }
            self.outcome(&row.node.outcome, ty);
        }
    }

    fn cell(&mut self, cell: &Cell, ty: Option<Type>) {
        for test in &cell.tests {
            self.cell_test(&test.node, test.span, ty);
        }
    }

    fn cell_test(&mut self, test: &CellTest, span: Span, ty: Option<Type>) {
        match test {
            CellTest::Word(word) => drop(self.value(word, span, ty)),
            CellTest::Literal(literal) => self.literal(literal, span, ty),
            CellTest::Range(range) => self.range(range),
            CellTest::Compare(_, Limit::Word(name)) => {
                self.value(&name.node, name.span, ty);
            }
            CellTest::Compare(_, Limit::Literal(_))
            | CellTest::Any
            | CellTest::Known
            | CellTest::Missing
            | CellTest::Text(..) => {}
        }
    }
}
