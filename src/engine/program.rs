//! What is worked out for a lead, in which order, and where it is kept.

use super::expr::Now;
use super::formula::Formula;
use super::group::{Leaf, holds};
use super::slot::Slot;
use super::variable::Region;

/// What a lead has in each field.
pub trait Slots {
    /// What it has in the field of this place.
    fn slot(&self, place: usize) -> Slot<'_>;
}

/// A slot for each field, in their order; what is beyond is missing.
#[derive(Debug, Clone, Copy)]
pub struct Row<'s>(pub &'s [Slot<'s>]);

impl Slots for Row<'_> {
    fn slot(&self, place: usize) -> Slot<'_> {
        self.0.get(place).copied().unwrap_or(Slot::Missing)
    }
}

/// A lead while it is judged: what it has, and what has been worked out of it.
#[derive(Clone, Copy)]
pub(super) struct Lead<'a> {
    pub(super) slots: &'a dyn Slots,
    pub(super) now: Now,
    pub(super) computed: &'a Computed,
    /// By the number of the variable.
    pub(super) regions: &'a [Region],
    /// By the number of the condition.
    pub(super) truths: &'a [Truth],
}

/// A condition whose answer is a value: when it is yes, and when it is no.
#[derive(Debug)]
pub(super) struct Truth {
    pub(super) yes: Formula<Leaf>,
    pub(super) no: Formula<Leaf>,
}

/// What has been worked out of a lead; none of it is a text.
#[derive(Debug, Default)]
pub(super) struct Computed {
    pub(super) defines: Vec<Slot<'static>>,
    pub(super) scores: Vec<Slot<'static>>,
    pub(super) decisions: Vec<Slot<'static>>,
}

/// One step of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Find the regions of the variables from the first to before the second.
    Variables(usize, usize),
    /// Compute a definition.
    Define(usize),
    /// Add up a score.
    Score(usize),
    /// Make a decision.
    Decision(usize),
}

impl<'a> Lead<'a> {
    #[inline]
    pub(super) fn slot(self, place: usize) -> Slot<'a> {
        self.slots.slot(place)
    }

    /// 1 or 0, or missing where a condition is neither yes nor no.
    pub(super) fn truth(self, place: usize) -> Slot<'a> {
        let Some(truth) = self.truths.get(place) else {
            return Slot::Doubtful;
        };
        if holds(&truth.yes, self.regions) {
            Slot::Ordinal(1)
        } else if holds(&truth.no, self.regions) {
            Slot::Ordinal(0)
        } else {
            Slot::Missing
        }
    }
}

impl Computed {
    pub(super) fn define(&self, place: usize) -> Slot<'static> {
        of(&self.defines, place)
    }

    pub(super) fn score(&self, place: usize) -> Slot<'static> {
        of(&self.scores, place)
    }

    pub(super) fn decision(&self, place: usize) -> Slot<'static> {
        of(&self.decisions, place)
    }
}

fn of(slots: &[Slot<'static>], place: usize) -> Slot<'static> {
    slots.get(place).copied().unwrap_or(Slot::Doubtful)
}
