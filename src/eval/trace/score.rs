//! How a score adds up.

use super::{ConditionTrace, OperandTrace, situation};
use crate::eval::Evaluation;
use crate::eval::operand::Situation;
use crate::eval::score::{TablePoints, limited};
use crate::model::{
    Lead, Model, Score, ScoreGroup, ScoreId, ScoreItem, ScoreLine, ScoreRow, ScoreTable,
};
use crate::value::{Instant, Number};

/// A score and all that makes it so. Where points are `None` they are stopped, undecided or too
/// large.
#[derive(Debug, Clone)]
pub struct ScoreTrace<'m> {
    /// Which score.
    pub score: &'m Score,
    /// Its lines, groups and tables, in the order of the text.
    pub items: Vec<ItemTrace<'m>>,
    /// Their sum.
    pub sum: Option<Number>,
    /// The sum within the score's range.
    pub total: Option<Number>,
}

/// A part of a score.
#[derive(Debug, Clone)]
pub enum ItemTrace<'m> {
    /// A line.
    Line(LineTrace<'m>),
    /// A group.
    Group(GroupTrace<'m>),
    /// A table.
    Table(TableTrace<'m>),
}

/// What a line gives.
#[derive(Debug, Clone)]
pub struct LineTrace<'m> {
    /// The line.
    pub line: &'m ScoreLine,
    /// Its `when`.
    pub when: Option<ConditionTrace<'m>>,
    /// What it counts units of.
    pub of: Option<OperandTrace<'m>>,
    /// Its points before its own limit.
    pub raw: Option<Number>,
    /// Its points.
    pub points: Option<Number>,
}

/// What a group gives.
#[derive(Debug, Clone)]
pub struct GroupTrace<'m> {
    /// The group.
    pub group: &'m ScoreGroup,
    /// Its items.
    pub items: Vec<ItemTrace<'m>>,
    /// Their sum.
    pub sum: Option<Number>,
    /// The sum within the group's limits.
    pub points: Option<Number>,
}

/// What a table gives.
#[derive(Debug, Clone)]
pub struct TableTrace<'m> {
    /// The table.
    pub table: &'m ScoreTable,
    /// Its rows.
    pub rows: Vec<RowTrace<'m>>,
    /// What comes out.
    pub outcome: TableOutcome,
    /// Its points.
    pub points: Option<Number>,
}

/// A row of a score's table.
#[derive(Debug, Clone)]
pub struct RowTrace<'m> {
    /// The row.
    pub row: &'m ScoreRow,
    /// Whether it holds; where order counts, whether it would if none did before it.
    pub when: ConditionTrace<'m>,
}

/// What comes out of a score's table; rows are given by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableOutcome {
    /// These rows give the points.
    Rows(Vec<usize>),
    /// No row holds, and this stands for the rest.
    Otherwise,
    /// No row holds, and nothing stands for the rest.
    Gap,
    /// These rows hold and give different points.
    Conflict(Vec<usize>),
    /// Whether these rows hold cannot be told.
    Stopped(Vec<usize>),
}

/// How a score adds up; `None` where the model has no such score. The evaluation is of the same
/// lead at the same instant.
#[must_use]
pub fn score<'m>(
    model: &'m Model,
    lead: Lead<'m>,
    as_of: Instant,
    evaluation: &'m Evaluation,
    id: ScoreId,
) -> Option<ScoreTrace<'m>> {
    let situation = situation(model, lead, as_of, evaluation);
    let score = model.scores.get(id)?;
    Some(ScoreTrace {
        score,
        items: situation.trace_items(&score.items),
        sum: situation.items(&score.items),
        total: situation.score(score).0.total,
    })
}

impl<'m> Situation<'m> {
    fn trace_items(self, items: &'m [ScoreItem]) -> Vec<ItemTrace<'m>> {
        let trace = |item: &'m ScoreItem| match item {
            ScoreItem::Line(line) => ItemTrace::Line(self.trace_line(line)),
            ScoreItem::Group(group) => ItemTrace::Group(self.trace_group(group)),
            ScoreItem::Table(table) => ItemTrace::Table(self.trace_table(table)),
        };
        items.iter().map(trace).collect()
    }

    fn trace_line(self, line: &'m ScoreLine) -> LineTrace<'m> {
        let points = self.line(line);
        LineTrace {
            line,
            when: line.when.as_ref().map(|when| self.trace_condition(when)),
            of: line.per.as_ref().map(|per| self.trace_operand(&per.of)),
            raw: points.map(|points| points.raw),
            points: points.map(|points| points.points),
        }
    }

    fn trace_group(self, group: &'m ScoreGroup) -> GroupTrace<'m> {
        let sum = self.items(&group.items);
        let points = sum.map(|sum| limited(group, sum));
        GroupTrace {
            group,
            items: self.trace_items(&group.items),
            sum,
            points,
        }
    }

    fn trace_table(self, table: &'m ScoreTable) -> TableTrace<'m> {
        let rows = table.rows.iter();
        let rows = rows.map(|row| RowTrace {
            row,
            when: self.trace_condition(&row.when),
        });
        let (outcome, points) = match self.table(table) {
            TablePoints::Points(points, rows) if rows.is_empty() => {
                (TableOutcome::Otherwise, Some(points))
            }
            TablePoints::Points(points, rows) => (TableOutcome::Rows(rows), Some(points)),
            TablePoints::Gap => (TableOutcome::Gap, None),
            TablePoints::Conflict(rows) => (TableOutcome::Conflict(rows), None),
            TablePoints::Stopped(rows) => (TableOutcome::Stopped(rows), None),
        };
        TableTrace {
            table,
            rows: rows.collect(),
            outcome,
            points,
        }
    }
}
