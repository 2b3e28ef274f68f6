//! Scores: points of lines, groups and tables, and their limits.

use std::collections::BTreeSet;

use super::operand::Situation;
use super::{Cause, Found, ScoreProblem, Scored, Truth, arithmetic};
use crate::model::{Score, ScoreGroup, ScoreItem, ScoreLine, ScoreTable};
use crate::value::Number;

/// What one line gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LinePoints {
    /// Before its own limit.
    pub(super) raw: Number,
    /// After it.
    pub(super) points: Number,
}

/// What a table gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TablePoints {
    /// These points, by these rows, or by none of them and `otherwise`.
    Points(Number, Vec<usize>),
    /// No row holds, and nothing stands for the rest.
    Gap,
    /// These rows hold and do not agree.
    Conflict(Vec<usize>),
    /// Whether these rows hold cannot be told.
    Stopped(Vec<usize>),
}

impl<'a> Situation<'a> {
    /// Adds a score up, and says what stops it if it is stopped.
    pub(super) fn score(self, score: &'a Score) -> (Scored, BTreeSet<Cause>) {
        if let Some(sum) = self.items(&score.items) {
            let total = score
                .range
                .map_or(sum, |(low, high)| sum.min(high).max(low));
            return (
                Scored {
                    total: Some(total),
                    problems: Vec::new(),
                },
                BTreeSet::new(),
            );
        }
        let mut why = WhyNot::default();
        self.why_no_sum(&score.items, &mut why);
        (
            Scored {
                total: None,
                problems: why.problems,
            },
            why.causes,
        )
    }

    /// The sum of some items, each within its own limits.
    pub(super) fn items(self, items: &'a [ScoreItem]) -> Option<Number> {
        items
            .iter()
            .try_fold(Number::ZERO, |sum, item| sum.checked_add(self.item(item)?))
    }

    pub(super) fn item(self, item: &'a ScoreItem) -> Option<Number> {
        match item {
            ScoreItem::Line(line) => self.line(line).map(|line| line.points),
            ScoreItem::Group(group) => Some(limited(group, self.items(&group.items)?)),
            ScoreItem::Table(table) => match self.table(table) {
                TablePoints::Points(points, _) => Some(points),
                TablePoints::Gap | TablePoints::Conflict(_) | TablePoints::Stopped(_) => None,
            },
        }
    }

    /// What a line gives; `None` where it is stopped, or too large. One whose condition is not yes, or whose count is missing, gives
    /// nothing, whatever else is stopped in it.
    pub(super) fn line(self, line: &'a ScoreLine) -> Option<LinePoints> {
        const NOTHING: LinePoints = LinePoints {
            raw: Number::ZERO,
            points: Number::ZERO,
        };
        let when = self.optional(line.when.as_ref(), Truth::Yes);
        if when == Truth::No || when == Truth::Unknown {
            return Some(NOTHING);
        }
        let raw = match line.per.as_ref().map(|per| (per, self.operand(&per.of))) {
            None => line.points,
            Some((_, Found::Missing)) => return Some(NOTHING),
            Some((_, Found::Stopped)) => return None,
            Some((per, Found::Known(value))) => line
                .points
                .checked_mul(arithmetic::whole_units(&value, &per.unit)?)?,
        };
        if when == Truth::Stopped {
            return None;
        }
        Some(LinePoints {
            raw,
            points: line.at_most.map_or(raw, |most| sized(raw, most)),
        })
    }

    /// What a table gives.
    pub(super) fn table(self, table: &'a ScoreTable) -> TablePoints {
        let (mut held, mut stopped) = (Vec::new(), Vec::new());
        for (at, row) in table.rows.iter().enumerate() {
            match self.condition(&row.when) {
                Truth::No | Truth::Unknown => {}
                Truth::Yes => held.push((at, row.points)),
                Truth::Stopped => stopped.push(at),
            }
            if table.first_match && !held.is_empty() {
                break;
            }
        }
        let rows = || held.iter().map(|(at, _)| *at).collect();
        match (held.first(), table.otherwise) {
            // No row that is in doubt could make them agree.
            (Some((_, points)), _) if held.iter().any(|(_, other)| other != points) => {
                TablePoints::Conflict(rows())
            }
            _ if !stopped.is_empty() => TablePoints::Stopped(stopped),
            (Some((_, points)), _) => TablePoints::Points(*points, rows()),
            (None, Some(points)) => TablePoints::Points(points, Vec::new()),
            (None, None) => TablePoints::Gap,
        }
    }

    fn why_no_sum(self, items: &'a [ScoreItem], why: &mut WhyNot) {
        for item in items {
            match item {
                ScoreItem::Line(line) if self.line(line).is_none() => self.why_no_line(line, why),
                ScoreItem::Line(_) => {}
                ScoreItem::Group(group) => self.why_no_sum(&group.items, why),
                ScoreItem::Table(table) => self.why_no_table(table, why),
            }
        }
        // Each item has points, and together they are too large.
        if items.iter().all(|item| self.item(item).is_some()) && self.items(items).is_none() {
            why.causes
                .extend(items.first().map(|item| Cause::Overflow(span_of(item))));
        }
    }

    fn why_no_line(self, line: &'a ScoreLine, why: &mut WhyNot) {
        line.when
            .iter()
            .for_each(|when| self.stops_condition(when, &mut why.causes));
        line.per
            .iter()
            .for_each(|per| self.stops_operand(&per.of, &mut why.causes));
        // A line that reads nothing stopped and has no points gives too many of them.
        let when = self.optional(line.when.as_ref(), Truth::Yes);
        let counted = line.per.as_ref().map(|per| self.operand(&per.of));
        if when != Truth::Stopped && counted != Some(Found::Stopped) {
            why.causes.insert(Cause::Overflow(line.span));
        }
    }

    fn why_no_table(self, table: &'a ScoreTable, why: &mut WhyNot) {
        match self.table(table) {
            TablePoints::Points(..) => {}
            TablePoints::Gap => why.problems.push(ScoreProblem::Gap { table: table.span }),
            TablePoints::Conflict(rows) => {
                why.problems.push(ScoreProblem::Conflict {
                    table: table.span,
                    rows,
                });
            }
            TablePoints::Stopped(rows) => {
                for row in rows.into_iter().filter_map(|row| table.rows.get(row)) {
                    self.stops_condition(&row.when, &mut why.causes);
                }
            }
        }
    }
}

/// Why a score has no total.
#[derive(Debug, Default)]
struct WhyNot {
    problems: Vec<ScoreProblem>,
    causes: BTreeSet<Cause>,
}

/// A sum within the limits of its group.
pub(super) fn limited(group: &ScoreGroup, sum: Number) -> Number {
    let sum = group.at_most.map_or(sum, |most| sum.min(most));
    group.at_least.map_or(sum, |least| sum.max(least))
}

/// Points of at most this size, given or taken.
#[must_use]
pub fn sized(points: Number, most: Number) -> Number {
    match most.checked_neg() {
        Some(least) if points.is_negative() => points.max(least),
        _ => points.min(most),
    }
}

fn span_of(item: &ScoreItem) -> crate::source::Span {
    match item {
        ScoreItem::Line(line) => line.span,
        ScoreItem::Group(group) => group.span,
        ScoreItem::Table(table) => table.span,
    }
}

#[cfg(test)]
mod tests;
