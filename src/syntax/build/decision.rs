//! Decisions, rules and tables.

use super::amount::{compare_op, text_test};
use super::condition::texts_of;
use super::score::agreed_by;
use super::{Builder, first_name, first_text, name, names, repeated};
use crate::source::Spanned;
use crate::syntax::ast::{
    Cell, CellTest, Decision, DecisionItem, Limit, Outcome, OutcomeType, Overrides, Row, RowCells,
    Rule as RuleNode, Table, TableBody,
};
use crate::syntax::grammar::{Node, Rule};

impl Builder<'_> {
    pub(super) fn decision(&mut self, node: &Node<'_>) -> Option<Decision> {
        let doc = self.doc(node);
        let ty = self.outcome_type(&node.find(Rule::outcome_type)?)?;
        let (mut or_none, mut first_match) = (false, false);
        for flag in node
            .children()
            .filter(|child| child.rule() == Rule::decision_flag)
        {
            let (place, what) = match flag.child()?.rule() {
                Rule::or_none => (&mut or_none, "`or none`"),
                _ => (&mut first_match, "`first match`"),
            };
            if std::mem::replace(place, true) {
                self.diagnostics.push(repeated(flag.span(), what));
            }
        }
        let mut items = Vec::new();
        for item in node
            .children()
            .filter(|child| child.rule() == Rule::decision_item)
        {
            let child = item.child()?;
            let what = match child.rule() {
                Rule::decision_rule => DecisionItem::Rule(self.rule(&child)?),
                Rule::table => DecisionItem::Table(self.table(&child)?),
                _ => DecisionItem::Otherwise(self.outcome(&child.find(Rule::outcome)?)?),
            };
            items.push(item.spanned(what));
        }
        Some(Decision {
            doc,
            name: first_name(node)?,
            ty,
            or_none,
            first_match,
            agreed_by: agreed_by(node),
            items,
        })
    }

    fn outcome_type(&mut self, node: &Node<'_>) -> Option<Spanned<OutcomeType>> {
        let child = node.child()?;
        let ty = match child.rule() {
            Rule::type_one_of => OutcomeType::OneOf(self.values(&child.find(Rule::values)?)?),
            Rule::type_role => OutcomeType::Role,
            Rule::type_team => OutcomeType::Team,
            Rule::type_boolean => OutcomeType::Boolean,
            Rule::type_integer_outcome => OutcomeType::Integer,
            Rule::type_duration => OutcomeType::Duration,
            Rule::type_text => OutcomeType::Text,
            _ => OutcomeType::Stage(first_name(&child)),
        };
        Some(node.spanned(ty))
    }

    fn rule(&mut self, node: &Node<'_>) -> Option<RuleNode> {
        let doc = self.doc(node);
        let outcome = self.outcome(&node.find(Rule::outcome)?)?;
        let name = first_name(node)?;
        let mut rule = RuleNode {
            doc,
            name,
            outcome,
            when: None,
            unless: None,
            overrides: None,
            because: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::rule_clause)
        {
            let clause = clause.child()?;
            match clause.rule() {
                Rule::clause_when => {
                    let when = self.condition(&clause.find(Rule::condition)?)?;
                    self.once(&mut rule.when, when, "`when`", &clause);
                }
                Rule::clause_unless => {
                    let unless = self.condition(&clause.find(Rule::condition)?)?;
                    self.once(&mut rule.unless, unless, "`unless`", &clause);
                }
                Rule::clause_because => {
                    self.once(
                        &mut rule.because,
                        first_text(&clause)?,
                        "`because`",
                        &clause,
                    );
                }
                _ => {
                    let overrides = match clause.find(Rule::kw_all) {
                        Some(_) => Overrides::All,
                        None => Overrides::Names(names(&clause)),
                    };
                    self.once(&mut rule.overrides, overrides, "`overrides`", &clause);
                }
            }
        }
        Some(rule)
    }

    fn outcome(&mut self, node: &Node<'_>) -> Option<Spanned<Outcome>> {
        let child = node.child()?;
        let outcome = match child.rule() {
            Rule::ident => Outcome::Word(child.text().to_owned()),
            Rule::no_outcome => Outcome::None,
            _ => Outcome::Literal(self.literal(&child)?.node),
        };
        Some(node.spanned(outcome))
    }

    /// A table of a decision or of a score.
    pub(super) fn table(&mut self, node: &Node<'_>) -> Option<Table> {
        let table_name = node.find(Rule::table_name).and_then(|named| named.child());
        let first_match = node.find(Rule::first_match).is_some();
        let mut headers = Vec::new();
        let body = match node.find(Rule::table_inline) {
            None => TableBody::From(first_text(&node.find(Rule::table_from)?)?),
            Some(inline) => {
                for header in inline
                    .find(Rule::headers)?
                    .children()
                    .filter(|child| child.rule() == Rule::sum)
                {
                    headers.push(self.sum(&header)?);
                }
                let mut rows = Vec::new();
                for row in inline.children().filter(|child| child.rule() == Rule::row) {
                    rows.push(self.row(&row)?);
                }
                TableBody::Rows(rows)
            }
        };
        Some(Table {
            name: table_name.as_ref().map(name),
            first_match,
            headers,
            body,
        })
    }

    fn row(&mut self, node: &Node<'_>) -> Option<Spanned<Row>> {
        let child = node.child()?;
        let outcome = self.outcome(&child.find(Rule::outcome)?)?;
        let row_name = child
            .find(Rule::row_name)
            .and_then(|named| first_name(&named));
        let cells = match child.rule() {
            Rule::row_otherwise => RowCells::Otherwise,
            _ => {
                let mut cells = Vec::new();
                for cell_node in child.children().filter(|child| child.rule() == Rule::cell) {
                    cells.push(cell(&cell_node, self)?);
                }
                RowCells::Cells(cells)
            }
        };
        Some(node.spanned(Row {
            name: row_name,
            cells,
            outcome,
        }))
    }

    fn cell_test(&mut self, node: &Node<'_>) -> Option<Spanned<CellTest>> {
        let child = node.child()?;
        let test = match child.rule() {
            Rule::kw_any => CellTest::Any,
            Rule::kw_known => CellTest::Known,
            Rule::kw_missing => CellTest::Missing,
            Rule::ident => CellTest::Word(child.text().to_owned()),
            Rule::range => CellTest::Range(self.range(&child)?.node),
            Rule::cell_text => {
                let (patterns, _) = texts_of(&child.find(Rule::texts_of)?);
                CellTest::Text(text_test(&child.find(Rule::text_test)?)?, patterns)
            }
            Rule::cell_compare => {
                let limit = child.find(Rule::cell_limit)?.child()?;
                let limit = match limit.rule() {
                    Rule::ident => Limit::Word(name(&limit)),
                    _ => Limit::Literal(self.literal(&limit)?.node),
                };
                CellTest::Compare(compare_op(&child.find(Rule::compare_op)?)?, limit)
            }
            _ => CellTest::Literal(self.literal(&child)?.node),
        };
        Some(node.spanned(test))
    }
}

/// A cell of a table.
pub(crate) fn cell(node: &Node<'_>, builder: &mut Builder<'_>) -> Option<Spanned<Cell>> {
    let mut tests = Vec::new();
    for test in node
        .children()
        .filter(|child| child.rule() == Rule::cell_test)
    {
        tests.push(builder.cell_test(&test)?);
    }
    Some(node.spanned(Cell {
        none_of: node.find(Rule::cell_none).is_some(),
        tests,
    }))
}
