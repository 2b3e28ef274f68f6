//! What a policy says of a lead, as the engine keeps it.

use super::slot::{self, Slot};
use super::{Engine, Made, Outcome, Scratch, Standing, TaskStanding};
use crate::model::{ChannelId, DecisionId, JourneyId, ScoreId, Type};
use crate::value::{Number, Value};

/// What a policy says of a lead.
#[derive(Debug, Clone, Copy)]
pub struct Verdict<'a> {
    pub(super) engine: &'a Engine,
    pub(super) scratch: &'a Scratch,
    pub(super) lead: usize,
}

impl<'a> Verdict<'a> {
    /// What a decision comes to.
    #[must_use]
    pub fn made(self, decision: DecisionId) -> Made {
        let made = self.scratch.computed.made.get(decision.index(), self.lead);
        made.copied().unwrap_or(Made::Gap)
    }

    /// What the outcome of a decision is.
    #[must_use]
    pub fn outcome(self, decision: DecisionId) -> Option<&'a Outcome> {
        match self.made(decision) {
            Made::Outcome(number) => self.engine.outcome(decision, number),
            Made::Nothing | Made::Gap => None,
        }
    }

    /// The value of an outcome that is [computed](Outcome::Computed), or of a field that is no text, of
    /// the decision's type.
    #[must_use]
    pub fn value(self, decision: DecisionId, ty: Type) -> Option<Value> {
        Slot::Ordinal(self.ordinal(decision)?).value(ty)
    }

    /// What stands for that value; see [`Slot::Ordinal`].
    #[must_use]
    pub fn ordinal(self, decision: DecisionId) -> Option<i64> {
        let decisions = &self.scratch.computed.decisions;
        match decisions.get(decision.index(), self.lead)? {
            Slot::Ordinal(it) => Some(*it),
            Slot::Missing | Slot::Doubtful | Slot::Text(_) => None,
        }
    }

    /// The place of a decision's outcome among the outcomes of all decisions, which is that of
    /// another decision's where it refers to that; nothing where it has none.
    #[must_use]
    #[inline]
    pub fn place(self, decision: DecisionId) -> Option<usize> {
        let place = self.scratch.places.get(decision.index(), self.lead);
        place.copied().flatten()
    }

    /// Whether every decision was made, and each outcome is [constant](Outcome::Constant) or of a type
    /// that has few values.
    #[must_use]
    pub fn is_plain(self) -> bool {
        self.scratch.plain.get(self.lead) == Some(&true)
    }

    /// The total of a score.
    #[must_use]
    pub fn score(self, score: ScoreId) -> Number {
        slot::number(self.millionths(score))
    }

    /// The total of a score in millionths.
    #[must_use]
    pub fn millionths(self, score: ScoreId) -> i64 {
        let scores = &self.scratch.computed.scores;
        match scores.get(score.index(), self.lead) {
            Some(Slot::Ordinal(total)) => *total,
            _ => 0,
        }
    }

    /// Where it stands in each journey; of an engine [without journeys](Engine::new), none.
    pub fn standings(self) -> impl Iterator<Item = (JourneyId, &'a Standing)> {
        let standings = self.scratch.standings.of_lead(self.lead).enumerate();
        standings.map(|(journey, standing)| (JourneyId::new(journey), standing))
    }

    /// The tasks that it has in the stages in which it stands.
    #[must_use]
    pub fn tasks(self) -> &'a [TaskStanding] {
        let ends = &self.scratch.task_ends;
        let before = self.lead.checked_sub(1).and_then(|lead| ends.get(lead));
        let (from, to) = (before.copied().unwrap_or(0), ends.get(self.lead).copied());
        let tasks = self.scratch.tasks.get(from..to.unwrap_or(from));
        tasks.unwrap_or_default()
    }

    /// The channels that may not be used, each once and in order.
    pub fn forbidden(self) -> impl Iterator<Item = ChannelId> {
        let channels = self.scratch.forbidden.of_lead(self.lead).enumerate();
        let channels = channels.filter(|(_, is)| **is);
        channels.map(|(channel, _)| ChannelId::new(channel))
    }
}
