//! What is worked out for leads, in which order, and where it is kept.
//!
//! Leads are worked on side by side: each step is done for all of them before the next one, so that
//! what it costs to find out what the step is comes once for many leads. What is kept of a thing
//! stands together, a place for each lead.

use super::decision::Made;
use super::expr::Now;
use super::formula::Formula;
use super::group::{Group, Leaf, holds};
use super::slot::Slot;
use super::variable::Region;
use super::{AsOf, Engine};
use crate::value::Zone;

/// What leads have in each field.
pub trait Slots {
    /// What a lead has in the field of this place.
    fn slot(&self, place: usize, lead: usize) -> Slot<'_>;
}

/// The slots of leads side by side: for each field in order, those of all leads; what is beyond is
/// missing.
#[derive(Debug, Clone, Copy)]
pub struct Grid<'s> {
    /// The slots.
    pub slots: &'s [Slot<'s>],
    /// How many leads there is room for.
    pub room: usize,
}

impl Slots for Grid<'_> {
    #[inline]
    fn slot(&self, place: usize, lead: usize) -> Slot<'_> {
        let slot = self.slots.get(place * self.room + lead);
        slot.copied().unwrap_or(Slot::Missing)
    }
}

/// What is asked: what a policy says of leads as of an instant.
#[derive(Debug)]
pub(super) struct Asked<'a, S> {
    pub(super) engine: &'a Engine,
    pub(super) slots: &'a S,
    pub(super) count: usize,
    pub(super) as_of: AsOf<'a>,
}

/// Leads while they are judged: what they have, and what has been worked out of them.
#[derive(Debug)]
pub(super) struct Leads<'a, S> {
    pub(super) asked: &'a Asked<'a, S>,
    pub(super) computed: &'a Computed,
}

impl<S> Clone for Leads<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Leads<'_, S> {}

/// One of them.
#[derive(Debug)]
pub(super) struct Lead<'a, S> {
    of: Leads<'a, S>,
    at: usize,
}

impl<S> Clone for Lead<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Lead<'_, S> {}

/// A condition whose answer is a value: when it is yes, and when it is no.
#[derive(Debug)]
pub(super) struct Truth {
    pub(super) yes: Formula<Leaf>,
    pub(super) no: Formula<Leaf>,
}

/// Something of several things, for each of several leads.
#[derive(Debug)]
pub(super) struct Places<T> {
    room: usize,
    all: Vec<T>,
}

/// What has been worked out of leads; none of it is a text.
#[derive(Debug)]
pub(super) struct Computed {
    /// By the number of the variable.
    pub(super) regions: Places<Region>,
    pub(super) defines: Places<Slot<'static>>,
    pub(super) scores: Places<Slot<'static>>,
    pub(super) decisions: Places<Slot<'static>>,
    /// What each decision comes to.
    pub(super) made: Places<Made>,
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

impl<T: Clone> Places<T> {
    /// Room for so many things of so many leads.
    pub(super) fn new(things: usize, room: usize, it: T) -> Self {
        Places {
            room,
            all: vec![it; things * room],
        }
    }

    /// The same everywhere.
    pub(super) fn fill(&mut self, it: T) {
        self.all.fill(it);
    }

    /// That of one thing, for each lead.
    #[inline]
    pub(super) fn of(&self, thing: usize) -> &[T] {
        let from = thing * self.room;
        self.all.get(from..from + self.room).unwrap_or_default()
    }

    #[inline]
    pub(super) fn of_mut(&mut self, thing: usize) -> &mut [T] {
        let from = thing * self.room;
        self.all.get_mut(from..from + self.room).unwrap_or_default()
    }

    /// Puts that of one thing, for as many leads as are given.
    pub(super) fn put(&mut self, thing: usize, of: &[T]) {
        for (place, it) in self.of_mut(thing).iter_mut().zip(of) {
            place.clone_from(it);
        }
    }

    /// Sets that of one thing, for one lead.
    #[inline]
    pub(super) fn set(&mut self, thing: usize, lead: usize, it: T) {
        if let Some(place) = self.all.get_mut(thing * self.room + lead) {
            *place = it;
        }
    }

    #[inline]
    pub(super) fn get(&self, thing: usize, lead: usize) -> Option<&T> {
        self.all.get(thing * self.room + lead)
    }

    /// That of each thing, for one lead.
    #[inline]
    pub(super) fn of_lead(&self, lead: usize) -> impl Iterator<Item = &T> {
        self.all.iter().skip(lead).step_by(self.room.max(1))
    }
}

impl<'a, S: Slots> Leads<'a, S> {
    /// Each of them.
    #[inline]
    pub(super) fn each(self) -> impl Iterator<Item = Lead<'a, S>> {
        (0..self.asked.count).map(move |at| self.lead(at))
    }

    /// One of them.
    #[inline]
    pub(super) fn lead(self, at: usize) -> Lead<'a, S> {
        Lead { of: self, at }
    }
}

impl<'a, S: Slots> Lead<'a, S> {
    #[inline]
    pub(super) fn slot(self, place: usize) -> Slot<'a> {
        self.of.asked.slots.slot(place, self.at)
    }

    #[inline]
    pub(super) fn now(self) -> Now {
        self.of.asked.as_of.now
    }

    pub(super) fn zone(self) -> &'a Zone {
        &self.of.asked.as_of.model.zone
    }

    /// In which region of a variable it is.
    #[inline]
    pub(super) fn region(self, variable: usize) -> Option<Region> {
        self.of.computed.regions.get(variable, self.at).copied()
    }

    /// Whether a formula holds of it.
    pub(super) fn meets(self, formula: &Formula<Leaf>) -> bool {
        holds(formula, &self.of.computed.regions, self.at)
    }

    /// Puts a bit for each formula of a group into `held`: whether it holds of the lead.
    #[inline]
    pub(super) fn held(self, group: &Group, held: &mut Vec<u64>) {
        group.held_of_one(&self.of.computed.regions, self.at, held);
    }

    /// 1 or 0, or missing where a condition is neither yes nor no.
    pub(super) fn truth(self, place: usize) -> Slot<'a> {
        let Some(truth) = self.of.asked.engine.truths.get(place) else {
            return Slot::Doubtful;
        };
        if self.meets(&truth.yes) {
            Slot::Ordinal(1)
        } else if self.meets(&truth.no) {
            Slot::Ordinal(0)
        } else {
            Slot::Missing
        }
    }

    pub(super) fn define(self, place: usize) -> Slot<'static> {
        of(&self.of.computed.defines, place, self.at)
    }

    pub(super) fn score(self, place: usize) -> Slot<'static> {
        of(&self.of.computed.scores, place, self.at)
    }

    /// What a decision comes to.
    pub(super) fn made(self, decision: usize) -> Option<Made> {
        self.of.computed.made.get(decision, self.at).copied()
    }

    pub(super) fn decision(self, place: usize) -> Slot<'static> {
        of(&self.of.computed.decisions, place, self.at)
    }
}

#[inline]
fn of(slots: &Places<Slot<'static>>, place: usize, lead: usize) -> Slot<'static> {
    slots.get(place, lead).copied().unwrap_or(Slot::Doubtful)
}
