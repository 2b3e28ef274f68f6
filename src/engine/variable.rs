//! What rules look at, and its regions: the parts of its values that no rule tells apart.
//!
//! Region 0 is "missing". A value is looked up once for a lead; what rules ask of it is then a
//! question of the region's number.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use memchr::memmem;

use super::expr::Expr;
use super::program::{Lead, Leads, Slots};
use super::slot::Slot;
use crate::eval::{compares, meets_folded};
use crate::model::TextMatch;
use crate::syntax::ast::CompareOp;

/// The number of a region of a variable.
pub(super) type Region = u32;

/// The region of what is missing.
pub(super) const MISSING: Region = 0;
const NO: Region = 1;
const YES: Region = 2;

/// What rules look at.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    /// A value.
    Value(Expr),
    /// Whether a text meets a test.
    Text(Expr, TextMatch),
    /// Whether a set has one of these members, or all of them.
    Members { of: Expr, members: i64, all: bool },
    /// How two values stand to each other.
    Order(Expr, Expr),
}

/// The regions of a variable, while it is not known what all rules ask of it.
#[derive(Debug, Clone)]
pub(super) enum Draft {
    /// Each of so many values is one.
    Each(usize),
    /// Between points, and each point is one.
    Points(BTreeSet<i64>),
    /// Each of these texts is one, and all others are one.
    Texts(BTreeSet<String>),
    /// No and yes.
    Truths,
    /// Less, equal, more, and neither.
    Orders,
}

/// What rules look at, with its regions.
#[derive(Debug)]
pub(super) struct Variable {
    subject: Subject,
    pub(super) regions: Regions,
    /// Looks for what a text is to contain.
    finder: Option<memmem::Finder<'static>>,
}

/// The regions of a variable.
#[derive(Debug)]
pub(super) enum Regions {
    Each(usize),
    Points(Vec<i64>),
    Texts(HashMap<Box<str>, Region, foldhash::fast::FixedState>),
    Truths,
    Orders,
}

/// A value that something is compared with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Point {
    Ordinal(i64),
    Text(String),
}

/// What is asked of a variable that is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// It stands so to a value.
    Compare(CompareOp, Point),
    /// It is within two values, the upper one left out if that is open.
    Between { low: i64, high: i64, open: bool },
    /// It is one of these.
    In(BTreeSet<Point>),
    /// Nothing: that it is known is all.
    Known,
    /// It is yes.
    Is,
    /// Of two values, they stand so to each other.
    Order(CompareOp),
}

/// Which answer is wanted of a test, for the lead whose variable may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Yes,
    NotYes,
    No,
    NotNo,
}

impl Goal {
    /// The goal for a part of which the opposite is meant.
    pub(super) fn of_opposite(self) -> Goal {
        match self {
            Goal::Yes => Goal::No,
            Goal::NotYes => Goal::NotNo,
            Goal::No => Goal::Yes,
            Goal::NotNo => Goal::NotYes,
        }
    }

    /// Whether what is not known meets it.
    pub(super) fn met_by_unknown(self) -> bool {
        matches!(self, Goal::NotYes | Goal::NotNo)
    }

    /// Whether it takes what is yes, rather than what is no.
    pub(super) fn wants(self, is: bool) -> bool {
        matches!(self, Goal::Yes | Goal::NotNo) == is
    }
}

impl Draft {
    /// Makes a point a region of its own.
    pub(super) fn add(&mut self, point: &Point) {
        match (self, point) {
            (Draft::Points(points), Point::Ordinal(it)) => {
                points.insert(*it);
            }
            (Draft::Texts(texts), Point::Text(text)) => {
                texts.insert(text.clone());
            }
            _ => {}
        }
    }

    pub(super) fn regions(self) -> Regions {
        match self {
            Draft::Each(values) => Regions::Each(values),
            Draft::Points(points) => Regions::Points(points.into_iter().collect()),
            Draft::Texts(texts) => {
                let texts = texts.into_iter().map(String::into_boxed_str);
                Regions::Texts(texts.zip(2..).collect())
            }
            Draft::Truths => Regions::Truths,
            Draft::Orders => Regions::Orders,
        }
    }
}

impl Regions {
    /// How many there are, with that of what is missing.
    pub(super) fn count(&self) -> usize {
        match self {
            Regions::Each(values) => values + 1,
            Regions::Points(points) => 2 * points.len() + 2,
            Regions::Texts(texts) => texts.len() + 2,
            Regions::Truths => 3,
            Regions::Orders => 5,
        }
    }

    /// The region of a value; none where that is in doubt.
    #[inline]
    pub(super) fn find(&self, value: Slot<'_>) -> Option<Region> {
        match (self, value) {
            (_, Slot::Missing) => Some(MISSING),
            (Regions::Each(values), Slot::Ordinal(it)) => {
                let it = u32::try_from(it).ok()?;
                ((it as usize) < *values).then_some(it + 1)
            }
            (Regions::Points(points), Slot::Ordinal(it)) => Some(between(points, it)),
            (Regions::Texts(texts), Slot::Text(text)) => {
                Some(texts.get(text).copied().unwrap_or(1))
            }
            (Regions::Truths, Slot::Ordinal(it)) => Some(truth(it != 0)),
            _ => None,
        }
    }

    /// The region of a point that is one by itself.
    fn of(&self, point: &Point) -> Option<Region> {
        match point {
            Point::Ordinal(it) => self.find(Slot::Ordinal(*it)),
            Point::Text(text) => self.find(Slot::Text(text)),
        }
    }

    /// For each region, whether a lead in it meets the goal.
    pub(super) fn meeting(&self, test: &Test, goal: Goal) -> Vec<bool> {
        let regions = 0..u32::try_from(self.count()).unwrap_or(u32::MAX);
        let meets = regions.map(|region| match region {
            MISSING => goal.met_by_unknown(),
            known => goal.wants(self.passes(known, test)),
        });
        meets.collect()
    }

    /// Whether a value of a region passes a test.
    fn passes(&self, region: Region, test: &Test) -> bool {
        let to = |point: &Point| self.of(point).map(|other| region.cmp(&other));
        match test {
            Test::Known => true,
            Test::Is => region == YES,
            Test::Compare(op, point) => compares(*op, to(point)),
            Test::In(points) => points.iter().any(|it| to(it) == Some(Ordering::Equal)),
            Test::Between { low, high, open } => {
                let (low, high) = (to(&Point::Ordinal(*low)), to(&Point::Ordinal(*high)));
                matches!(low, Some(Ordering::Greater | Ordering::Equal))
                    && (high == Some(Ordering::Less) || high == Some(Ordering::Equal) && !open)
            }
            Test::Order(op) => {
                let order = match region {
                    1 => Some(Ordering::Less),
                    2 => Some(Ordering::Equal),
                    3 => Some(Ordering::Greater),
                    _ => None,
                };
                compares(*op, order)
            }
        }
    }
}

impl Variable {
    pub(super) fn new(subject: Subject, draft: Draft) -> Variable {
        let finder = match &subject {
            Subject::Text(_, TextMatch::Contains(part)) => {
                Some(memmem::Finder::new(part.folded()).into_owned())
            }
            _ => None,
        };
        Variable {
            subject,
            regions: draft.regions(),
            finder,
        }
    }

    /// Puts the region of each lead into `found`; one that is in doubt is put into `doubtful`.
    pub(super) fn find<S: Slots>(
        &self,
        leads: Leads<'_, S>,
        found: &mut [Region],
        doubtful: &mut [bool],
    ) {
        let into = (found, doubtful);
        match (&self.subject, &self.regions) {
            (Subject::Value(of), Regions::Points(points)) => {
                each(of, leads, into, |has| match has {
                    Slot::Ordinal(it) => Some(between(points, it)),
                    Slot::Missing => Some(MISSING),
                    Slot::Doubtful | Slot::Text(_) => None,
                })
            }
            (Subject::Value(of), regions) => each(of, leads, into, |has| regions.find(has)),
            (Subject::Text(of, test), _) => each(of, leads, into, |has| self.meets(has, test)),
            (Subject::Members { of, members, all }, _) => {
                each(of, leads, into, |has| contains(has, *members, *all))
            }
            (Subject::Order(..), _) => put(leads.each().map(|lead| self.region(lead)), into),
        }
    }

    /// The region of one lead; none where that is in doubt.
    #[inline]
    pub(super) fn region<S: Slots>(&self, lead: Lead<'_, S>) -> Option<Region> {
        match &self.subject {
            Subject::Value(of) => self.regions.find(of.value(lead)),
            Subject::Text(of, test) => self.meets(of.value(lead), test),
            Subject::Members { of, members, all } => contains(of.value(lead), *members, *all),
            Subject::Order(one, other) => order(one.value(lead), other.value(lead)),
        }
    }

    /// Whether a text meets a test.
    #[inline]
    fn meets(&self, has: Slot<'_>, test: &TextMatch) -> Option<Region> {
        match has {
            Slot::Missing => Some(MISSING),
            Slot::Text(text) => Some(truth(match &self.finder {
                Some(finder) => finder.find(text.as_bytes()).is_some(),
                None => meets_folded(text, test),
            })),
            Slot::Doubtful | Slot::Ordinal(_) => None,
        }
    }
}

/// Puts what is found of each lead's value. A lead that has it in a field has it at hand.
#[inline]
fn each<S: Slots>(
    of: &Expr,
    leads: Leads<'_, S>,
    into: (&mut [Region], &mut [bool]),
    find: impl Fn(Slot<'_>) -> Option<Region>,
) {
    match of {
        Expr::Field(place) => put(leads.each().map(|lead| find(lead.slot(*place))), into),
        other => put(leads.each().map(|lead| find(other.value(lead))), into),
    }
}

#[inline]
fn put(
    regions: impl Iterator<Item = Option<Region>>,
    (found, doubtful): (&mut [Region], &mut [bool]),
) {
    for ((region, found), doubtful) in regions.zip(found).zip(doubtful) {
        match region {
            Some(region) => *found = region,
            None => (*found, *doubtful) = (MISSING, true),
        }
    }
}

/// Whether a set has one of these members, or all of them.
#[inline]
fn contains(has: Slot<'_>, members: i64, all: bool) -> Option<Region> {
    match has {
        Slot::Missing => Some(MISSING),
        Slot::Ordinal(has) => Some(truth(match all {
            true => has & members == members,
            false => has & members != 0,
        })),
        Slot::Doubtful | Slot::Text(_) => None,
    }
}

/// How two values stand to each other.
fn order(one: Slot<'_>, other: Slot<'_>) -> Option<Region> {
    match (one, other) {
        (Slot::Missing, _) | (_, Slot::Missing) => Some(MISSING),
        (Slot::Ordinal(one), Slot::Ordinal(other)) => Some(match one.cmp(&other) {
            Ordering::Less => 1,
            Ordering::Equal => 2,
            Ordering::Greater => 3,
        }),
        (Slot::Text(one), Slot::Text(other)) => Some(if one == other { 2 } else { 4 }),
        _ => None,
    }
}

fn truth(is: bool) -> Region {
    if is { YES } else { NO }
}

/// The region of a number among points: odd between them, even on one. The search has no branch that
/// depends on the number, so that it costs the same for every lead.
fn between(points: &[i64], it: i64) -> Region {
    let below = points.partition_point(|point| *point < it);
    let on = points.get(below) == Some(&it);
    u32::try_from(2 * below + 1).unwrap_or(u32::MAX - 1) + u32::from(on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(points: &[i64]) -> Regions {
        Draft::Points(points.iter().copied().collect()).regions()
    }

    #[test]
    fn numbers_fall_on_points_and_between_them() {
        let regions = points(&[10, 20]);
        let found: Vec<_> = [5, 10, 15, 20, 25]
            .map(|it| regions.find(Slot::Ordinal(it)))
            .to_vec();
        assert_eq!(found, [1, 2, 3, 4, 5].map(Some));
        assert_eq!(regions.find(Slot::Missing), Some(MISSING));
        assert_eq!(regions.find(Slot::Doubtful), None);
        assert_eq!(regions.count(), 6);
    }

    #[test]
    fn goals_are_met_by_regions() {
        let regions = points(&[10]);
        let test = Test::Compare(CompareOp::AtLeast, Point::Ordinal(10));
        for (goal, met) in [
            (Goal::Yes, [false, false, true, true]),
            (Goal::NotYes, [true, true, false, false]),
            (Goal::No, [false, true, false, false]),
            (Goal::NotNo, [true, false, true, true]),
        ] {
            assert_eq!(regions.meeting(&test, goal), met, "{goal:?}");
        }
    }

    #[test]
    fn texts_that_nobody_names_are_one_region() {
        let mut draft = Draft::Texts(BTreeSet::new());
        draft.add(&Point::Text("acme".to_owned()));
        let regions = draft.regions();
        assert_eq!(regions.find(Slot::Text("acme")), Some(2));
        assert_eq!(regions.find(Slot::Text("other")), Some(1));
        let test = Test::Compare(CompareOp::NotEqual, Point::Text("acme".to_owned()));
        assert_eq!(regions.meeting(&test, Goal::Yes), [false, true, false]);
    }
}
