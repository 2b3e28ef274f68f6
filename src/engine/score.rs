//! Scores as tables of points over regions.

use super::expr::Expr;
use super::formula::Formula;
use super::group::{Group, Leaf, merged, numbers};
use super::lower::{Drafted, Lowering, settled};
use super::program::{Lead, Leads, Slots};
use super::slot::{Slot, millionths, ordinal};
use super::variable::{Goal, Variable};
use crate::eval::sized;
use crate::model::{Score, ScoreGroup, ScoreItem, ScoreLine, ScoreTable};
use crate::value::Number;

/// A score; points are in millionths.
#[derive(Debug)]
pub(super) struct Points {
    range: Option<(i64, i64)>,
    parts: Vec<Part>,
}

/// Room for the work, used again.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// Which rows of a table hold.
    pub(super) held: Vec<u64>,
    /// The sums of parts within parts.
    spare: Vec<Vec<i64>>,
}

/// A part of a score.
#[derive(Debug)]
enum Part {
    /// Points by the region of a variable; in a region without points the evaluator has to judge.
    ByRegion(usize, Vec<Option<i64>>),
    /// Points where something holds.
    Where(Formula<Leaf>, i64),
    /// Points for each unit of a value, where something holds.
    Per(Box<Per>),
    /// Parts whose sum has limits.
    Limited(Option<i64>, Option<i64>, Vec<Part>),
    /// Points by the one row that holds.
    Table(Box<Table>),
}

#[derive(Debug)]
struct Per {
    when: Formula<Leaf>,
    of: Expr,
    unit: i64,
    points: i64,
    at_most: Option<i64>,
}

#[derive(Debug)]
struct Table {
    rows: Group,
    first_match: bool,
    points: Vec<i64>,
    otherwise: Option<i64>,
}

/// A part whose regions are not known.
#[derive(Debug)]
pub(super) enum DraftedPart {
    Where(Drafted, i64),
    Per(Drafted, Expr, i64, i64, Option<i64>),
    Limited(Option<i64>, Option<i64>, Vec<DraftedPart>),
    Table(Vec<Drafted>, bool, Vec<i64>, Option<i64>),
}

/// A score whose regions are not known.
#[derive(Debug)]
pub(super) struct DraftedScore {
    range: Option<(i64, i64)>,
    parts: Vec<DraftedPart>,
}

impl Lowering<'_> {
    pub(super) fn score(&mut self, score: &Score) -> Option<DraftedScore> {
        let range = match score.range {
            Some((low, high)) => Some((millionths(low)?, millionths(high)?)),
            None => None,
        };
        let parts = self.score_items(&score.items)?;
        Some(DraftedScore { range, parts })
    }

    fn score_items(&mut self, items: &[ScoreItem]) -> Option<Vec<DraftedPart>> {
        let parts = items.iter().map(|item| match item {
            ScoreItem::Line(line) => self.score_line(line),
            ScoreItem::Group(group) => self.score_group(group),
            ScoreItem::Table(table) => self.score_table(table),
        });
        parts.collect()
    }

    fn score_group(&mut self, group: &ScoreGroup) -> Option<DraftedPart> {
        let (most, least) = (limit(group.at_most)?, limit(group.at_least)?);
        Some(DraftedPart::Limited(
            most,
            least,
            self.score_items(&group.items)?,
        ))
    }

    fn score_line(&mut self, line: &ScoreLine) -> Option<DraftedPart> {
        let when = self.optional(line.when.as_ref(), Goal::Yes, true)?;
        let Some(per) = &line.per else {
            let points = line
                .at_most
                .map_or(line.points, |most| sized(line.points, most));
            return Some(DraftedPart::Where(when, millionths(points)?));
        };
        let (of, unit) = (self.value(&per.of)?, ordinal(&per.unit)?);
        let points = millionths(line.points)?;
        Some(DraftedPart::Per(
            when,
            of,
            unit,
            points,
            limit(line.at_most)?,
        ))
    }

    fn score_table(&mut self, table: &ScoreTable) -> Option<DraftedPart> {
        let rows = table.rows.iter();
        let rows = rows.map(|row| self.condition(&row.when, Goal::Yes));
        let rows = rows.collect::<Option<_>>()?;
        let points = table.rows.iter().map(|row| millionths(row.points));
        let points = points.collect::<Option<_>>()?;
        Some(DraftedPart::Table(
            rows,
            table.first_match,
            points,
            limit(table.otherwise)?,
        ))
    }
}

/// Points that may be left out; the outer `None` where they are too fine.
#[expect(clippy::option_option, reason = "the outer one is a failure")]
fn limit(points: Option<Number>) -> Option<Option<i64>> {
    match points {
        Some(points) => millionths(points).map(Some),
        None => Some(None),
    }
}

impl DraftedScore {
    pub(super) fn settled(self, variables: &[Variable]) -> Option<Points> {
        Some(Points {
            range: self.range,
            parts: settled_parts(self.parts, variables)?,
        })
    }
}

/// Parts of one variable become one.
fn settled_parts(parts: Vec<DraftedPart>, variables: &[Variable]) -> Option<Vec<Part>> {
    let mut settled: Vec<Part> = Vec::new();
    for part in parts {
        let part = settled_part(part, variables)?;
        let Part::ByRegion(variable, points) = part else {
            settled.push(part);
            continue;
        };
        let same = settled.iter_mut().find_map(|other| match other {
            Part::ByRegion(other, points) if *other == variable => Some(points),
            _ => None,
        });
        match same {
            Some(sums) => {
                for (sum, points) in sums.iter_mut().zip(points) {
                    *sum = sum
                        .zip(points)
                        .and_then(|(sum, points)| sum.checked_add(points));
                }
            }
            None => settled.push(Part::ByRegion(variable, points)),
        }
    }
    Some(settled)
}

fn settled_part(part: DraftedPart, variables: &[Variable]) -> Option<Part> {
    Some(match part {
        DraftedPart::Where(when, points) => match merged(settled(&when, variables)) {
            Formula::Leaf(leaf) => {
                let points = leaf
                    .takes
                    .iter()
                    .map(|takes| Some(if *takes { points } else { 0 }));
                Part::ByRegion(leaf.variable, points.collect())
            }
            when => Part::Where(when, points),
        },
        DraftedPart::Per(when, of, unit, points, at_most) => Part::Per(Box::new(Per {
            when: settled(&when, variables),
            of,
            unit,
            points,
            at_most,
        })),
        DraftedPart::Limited(most, least, parts) => {
            Part::Limited(most, least, settled_parts(parts, variables)?)
        }
        DraftedPart::Table(rows, first_match, points, otherwise) => {
            let rows = rows
                .iter()
                .map(|row| merged(settled(row, variables)))
                .collect();
            settled_table(rows, first_match, points, otherwise)?
        }
    })
}

/// A table of one variable gives points by its regions.
fn settled_table(
    rows: Vec<Formula<Leaf>>,
    first_match: bool,
    points: Vec<i64>,
    otherwise: Option<i64>,
) -> Option<Part> {
    let leaves = rows.iter().map(|row| match row {
        Formula::Leaf(leaf) => Some(leaf),
        _ => None,
    });
    let leaves: Option<Vec<&Leaf>> = leaves.collect();
    let leaves = leaves.filter(|leaves| {
        leaves
            .first()
            .is_some_and(|first| leaves.iter().all(|it| it.variable == first.variable))
    });
    let one_variable = leaves.and_then(|leaves| {
        let first = leaves.first()?;
        let by_region = (0..first.takes.len()).map(|region| {
            let held = leaves.iter().zip(&points);
            let held = held.filter(|(leaf, _)| leaf.takes.get(region) == Some(&true));
            given(held.map(|(_, points)| *points), first_match, otherwise)
        });
        Some(Part::ByRegion(first.variable, by_region.collect()))
    });
    match one_variable {
        Some(part) => Some(part),
        None => Some(Part::Table(Box::new(Table {
            rows: Group::new(rows)?,
            first_match,
            points,
            otherwise,
        }))),
    }
}

/// What a table gives where these rows hold; none where there is a gap or they do not agree.
fn given(
    mut held: impl Iterator<Item = i64>,
    first_match: bool,
    otherwise: Option<i64>,
) -> Option<i64> {
    let Some(first) = held.next() else {
        return otherwise;
    };
    (first_match || held.all(|other| other == first)).then_some(first)
}

impl Points {
    /// Puts the total of each lead into `totals`; one that the evaluator has to judge is put into
    /// `doubtful`.
    pub(super) fn totals<S: Slots>(
        &self,
        leads: Leads<'_, S>,
        room: &mut Room,
        totals: &mut Vec<i64>,
        doubtful: &mut [bool],
    ) {
        totals.clear();
        totals.resize(leads.asked.count, 0);
        add_all(&self.parts, leads, room, totals, doubtful);
        if self.range.is_some() {
            for total in totals {
                *total = self.within_range(*total);
            }
        }
    }

    /// The total of one lead; none where the evaluator has to judge.
    pub(super) fn total<S: Slots>(&self, lead: Lead<'_, S>, room: &mut Room) -> Option<i64> {
        sum(&self.parts, lead, &mut room.held).map(|total| self.within_range(total))
    }

    fn within_range(&self, total: i64) -> i64 {
        self.range
            .map_or(total, |(low, high)| total.min(high).max(low))
    }
}

fn sum<S: Slots>(parts: &[Part], lead: Lead<'_, S>, held: &mut Vec<u64>) -> Option<i64> {
    let mut parts = parts.iter();
    parts.try_fold(0_i64, |sum, part| sum.checked_add(part.points(lead, held)?))
}

fn add_all<S: Slots>(
    parts: &[Part],
    leads: Leads<'_, S>,
    room: &mut Room,
    sums: &mut [i64],
    doubtful: &mut [bool],
) {
    for part in parts {
        part.add(leads, room, sums, doubtful);
    }
}

/// Adds points to each sum.
#[inline]
fn add(points: impl Iterator<Item = Option<i64>>, sums: &mut [i64], doubtful: &mut [bool]) {
    for ((points, sum), doubtful) in points.zip(sums).zip(doubtful) {
        match points.and_then(|points| sum.checked_add(points)) {
            Some(more) => *sum = more,
            None => *doubtful = true,
        }
    }
}

impl Part {
    fn add<S: Slots>(
        &self,
        leads: Leads<'_, S>,
        room: &mut Room,
        sums: &mut [i64],
        doubtful: &mut [bool],
    ) {
        match self {
            Part::ByRegion(variable, points) => {
                let regions = leads.computed.regions.of(*variable).iter();
                let points = regions.map(|region| points.get(*region as usize).copied().flatten());
                add(points, sums, doubtful);
            }
            Part::Where(when, points) => {
                let points = leads
                    .each()
                    .map(|lead| Some(where_met(when, *points, lead)));
                add(points, sums, doubtful);
            }
            Part::Per(per) => add(leads.each().map(|lead| per.points(lead)), sums, doubtful),
            Part::Limited(most, least, parts) => {
                let mut inner = room.spare.pop().unwrap_or_default();
                inner.clear();
                inner.resize(leads.asked.count, 0);
                add_all(parts, leads, room, &mut inner, doubtful);
                let limited = inner.iter().map(|sum| Some(limited(*sum, *most, *least)));
                add(limited, sums, doubtful);
                room.spare.push(inner);
            }
            Part::Table(table) => {
                table
                    .rows
                    .held(&leads.computed.regions, leads.asked.count, &mut room.held);
                let held = room.held.chunks_exact(table.rows.words());
                add(held.map(|held| table.given(held)), sums, doubtful);
            }
        }
    }

    /// The points of one lead; none where the evaluator has to judge.
    fn points<S: Slots>(&self, lead: Lead<'_, S>, held: &mut Vec<u64>) -> Option<i64> {
        match self {
            Part::ByRegion(variable, points) => {
                let region = lead.region(*variable)?;
                points.get(region as usize).copied().flatten()
            }
            Part::Where(when, points) => Some(where_met(when, *points, lead)),
            Part::Per(per) => per.points(lead),
            Part::Limited(most, least, parts) => {
                let sum = sum(parts, lead, held)?;
                Some(limited(sum, *most, *least))
            }
            Part::Table(table) => {
                lead.held(&table.rows, held);
                table.given(held)
            }
        }
    }
}

fn where_met<S: Slots>(when: &Formula<Leaf>, points: i64, lead: Lead<'_, S>) -> i64 {
    if lead.meets(when) { points } else { 0 }
}

fn limited(sum: i64, most: Option<i64>, least: Option<i64>) -> i64 {
    let sum = most.map_or(sum, |most| sum.min(most));
    least.map_or(sum, |least| sum.max(least))
}

impl Table {
    fn given(&self, held: &[u64]) -> Option<i64> {
        let points = numbers(held).filter_map(|row| self.points.get(row).copied());
        given(points, self.first_match, self.otherwise)
    }
}

impl Per {
    /// What is missing gives nothing; what is less than 0 counts as 0.
    fn points<S: Slots>(&self, lead: Lead<'_, S>) -> Option<i64> {
        if !lead.meets(&self.when) {
            return Some(0);
        }
        let value = match self.of.value(lead) {
            Slot::Missing => return Some(0),
            Slot::Ordinal(value) => value,
            Slot::Doubtful | Slot::Text(_) => return None,
        };
        let units = value.max(0).checked_div(self.unit)?;
        let points = self.points.checked_mul(units)?;
        Some(match self.at_most {
            Some(most) if points < 0 => points.max(most.checked_neg()?),
            Some(most) => points.min(most),
            None => points,
        })
    }
}
