//! A lead that goes from stage to stage: the formula for it, and what the evaluator says of it.

use jiff::SignedDuration;

use super::entered::entered;
use crate::analyze::context::Context;
use crate::diagnostic::{Demonstration, WitnessMove};
use crate::eval::example::{Course, EventKind, course};
use crate::model::{Condition, Journey, JourneyId, Lead, Operand, Stage, StageId};
use crate::proof::{Formula, Prover, View, Writes};
use crate::value::Instant;

impl<'m> Context<'m> {
    /// A lead that is in the first of some stages goes through all of them while no time passes, and
    /// has in each but the last what that requires: of leads that lack it `contract-broken` tells.
    pub(super) fn at_once(
        &self,
        prover: &mut Prover<'m>,
        journey: &Journey,
        path: &[StageId],
    ) -> Formula {
        let mut writes = Writes::new();
        let mut parts = Vec::new();
        for (at, to) in path.iter().zip(path.iter().skip(1)) {
            let stages = (self.model.stages.get(*at), self.model.stages.get(*to));
            let (Some(from), Some(into)) = stages else {
                return prover.never();
            };
            let view = prover.moved(&writes);
            let ways = self.ways(prover, view, *at, from);
            let required = self.has_required(prover, view, from);
            parts.extend([required, ways.goes(prover, *to), ways.well]);
            writes = entered(&writes, journey, into, self.as_of);
        }
        prover.all(&parts)
    }

    /// A lead has in a view what a stage requires.
    pub(super) fn has_required(
        &self,
        prover: &mut Prover<'m>,
        view: View,
        stage: &'m Stage,
    ) -> Formula {
        let Some(requires) = &stage.requires else {
            return prover.always();
        };
        let kept = prover.so_in(view, requires).yes;
        let well = prover.well_for_in(view, &[requires]);
        prover.all(&[kept, well])
    }

    /// What the moves of some stages hang on, each once.
    pub(super) fn what_decides(
        &self,
        stages: &[StageId],
    ) -> (Vec<&'m Condition>, Vec<&'m Operand>) {
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (place, id) in stages.iter().enumerate() {
            let known = stages.iter().take(place).any(|known| known == id);
            if let Some(stage) = self.model.stages.get(*id).filter(|_| !known) {
                conditions.extend(self.conditions_of_ways(*id, stage));
                values.extend(self.decisions_of_ways(stage));
            }
        }
        (conditions, values)
    }

    /// Stages in a sentence: `mql`, `new` and `sql`.
    pub(super) fn stages_in_words(&self, stages: &[StageId]) -> String {
        let names = stages.iter().map(|id| format!("`{}`", self.stage(*id)));
        crate::value::joined(&names.collect::<Vec<_>>(), "and")
    }

    /// The moves of a lead that nobody touches, from now on for so many seconds.
    pub(super) fn course_of(&self, lead: Lead<'_>, seconds: i64) -> Course {
        let end = SignedDuration::from_secs(seconds.saturating_add(1));
        let end = self.as_of.saturating_add(end);
        course(self.model, lead, self.as_of, end.unwrap_or(self.as_of))
    }

    /// Adds to a witness how it moves: at most so many moves of its course.
    pub(super) fn with_moves(
        &self,
        shown: &mut Demonstration,
        course: &Course,
        journey: JourneyId,
        most: usize,
    ) {
        let moves = moves_in(course, journey);
        let moves = moves.map(|(at, from, to)| self.witness_move(at, from, to));
        if let Some(witness) = &mut shown.witness {
            witness.moves = moves.take(most).collect::<Vec<WitnessMove>>();
        }
    }
}

/// The moves of a course in a journey, each with its instant and the two stages.
pub(super) fn moves_in(
    course: &Course,
    of: JourneyId,
) -> impl Iterator<Item = (Instant, StageId, StageId)> {
    course
        .moves
        .iter()
        .filter_map(move |event| match event.kind {
            EventKind::Moved {
                journey, from, to, ..
            } if journey == of => Some((event.at, from, to)),
            _ => None,
        })
}

/// Whether the first moves of a course in a journey lead through some stages.
pub(super) fn goes_through(course: &Course, journey: JourneyId, path: &[StageId]) -> bool {
    let wanted = path.iter().zip(path.iter().skip(1));
    let made = moves_in(course, journey).map(|(_, from, to)| (from, to));
    let made: Vec<_> = made.collect();
    let wanted: Vec<_> = wanted.map(|(from, to)| (*from, *to)).collect();
    made.starts_with(&wanted)
}
