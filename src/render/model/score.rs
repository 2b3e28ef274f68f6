//! Scores: lines, groups and tables, as trees.

use serde::Serialize;

use super::condition::ConditionReport;
use super::operand::OperandReport;
use super::value::ValueReport;
use super::{At, Context};
use crate::model::{Per, Score, ScoreItem, ScoreLine, ScoreTable};

#[derive(Debug, Serialize)]
pub(super) struct ScoreReport<'a> {
    name: &'a str,
    low: Option<String>,
    high: Option<String>,
    agreed_by: Vec<&'a str>,
    items: Vec<ItemReport<'a>>,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ItemReport<'a> {
    Line {
        points: String,
        per: Option<PerReport<'a>>,
        when: Option<ConditionReport<'a>>,
        at_most: Option<String>,
        at: At<'a>,
    },
    Group {
        title: &'a str,
        at_most: Option<String>,
        at_least: Option<String>,
        items: Vec<ItemReport<'a>>,
        at: At<'a>,
    },
    Table {
        name: Option<&'a str>,
        first_match: bool,
        rows: Vec<RowReport<'a>>,
        otherwise: Option<String>,
        at: At<'a>,
    },
}

/// What is counted, and by which unit.
#[derive(Debug, Serialize)]
pub(super) struct PerReport<'a> {
    unit: ValueReport<'a>,
    of: OperandReport<'a>,
}

#[derive(Debug, Serialize)]
pub(super) struct RowReport<'a> {
    name: &'a str,
    when: ConditionReport<'a>,
    points: String,
    at: At<'a>,
}

impl<'a> Context<'a> {
    /// A score with all that gives points.
    pub(super) fn score(self, score: &'a Score) -> ScoreReport<'a> {
        ScoreReport {
            name: &score.named.name,
            low: score.range.map(|(low, _)| low.to_string()),
            high: score.range.map(|(_, high)| high.to_string()),
            agreed_by: self.teams(&score.agreed_by),
            items: score.items.iter().map(|item| self.item(item)).collect(),
            at: self.at(score.named.span),
        }
    }

    fn item(self, item: &'a ScoreItem) -> ItemReport<'a> {
        match item {
            ScoreItem::Line(line) => self.line(line),
            ScoreItem::Group(group) => ItemReport::Group {
                title: &group.title,
                at_most: group.at_most.map(|most| most.to_string()),
                at_least: group.at_least.map(|least| least.to_string()),
                items: group.items.iter().map(|item| self.item(item)).collect(),
                at: self.at(group.span),
            },
            ScoreItem::Table(table) => self.table(table),
        }
    }

    fn line(self, line: &'a ScoreLine) -> ItemReport<'a> {
        let per = |per: &'a Per| PerReport {
            unit: self.value(&per.unit, per.of.ty),
            of: self.operand(&per.of),
        };
        ItemReport::Line {
            points: line.points.to_string(),
            per: line.per.as_ref().map(per),
            when: self.optional(line.when.as_ref()),
            at_most: line.at_most.map(|most| most.to_string()),
            at: self.at(line.span),
        }
    }

    fn table(self, table: &'a ScoreTable) -> ItemReport<'a> {
        let rows = table.rows.iter().map(|row| RowReport {
            name: &row.name,
            when: self.condition(&row.when),
            points: row.points.to_string(),
            at: self.at(row.span),
        });
        ItemReport::Table {
            name: table.name.as_deref(),
            first_match: table.first_match,
            rows: rows.collect(),
            otherwise: table.otherwise.map(|points| points.to_string()),
            at: self.at(table.span),
        }
    }
}
