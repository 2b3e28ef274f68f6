//! Leads of which there is nothing to say but what was decided, counted together.

use super::journeys::JourneyTally;
use super::lead::Decided;
use crate::value::Number;

/// Leads without problems, all of whose decisions were made.
#[derive(Debug, Default)]
pub struct PlainCounts {
    /// How many.
    pub leads: u64,
    /// How many there are of each outcome, for each decision in the order of the model.
    pub decisions: Vec<Vec<(Decided, u64)>>,
    /// The totals of each score, in the order of the model.
    pub scores: Vec<Totals>,
    /// How many may not be reached by each channel, in the order of the model.
    pub forbidden: Vec<u64>,
    /// Where they stand in their journeys.
    pub journeys: JourneyTally,
}

/// The totals of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The lowest.
    pub lowest: Number,
    /// The highest.
    pub highest: Number,
    /// All together; none where that is too large.
    pub sum: Option<Number>,
}
