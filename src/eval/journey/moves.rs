//! Which moves are open to a lead, and where it goes first.
//!
//! A move is open where its `when` is yes and its `unless` is not, its time in the stage is over,
//! and it leads to another stage: a decision that yields none, or the stage that the lead is in,
//! moves nothing. `otherwise to` is open where, beside, no other move is. Of the open moves those
//! drop out above which another open one stands, and what is left must lead to one stage.

use std::collections::BTreeSet;

use super::Given;
use crate::eval::operand::Situation;
use crate::eval::{Cause, DecidedOutcome, Truth};
use crate::model::{Move, Stage, StageId, Target};
use crate::value::{Duration, Instant, Value, elapsed_due};

/// How a move of the lead's stage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveState {
    /// Where it leads; missing where it is a decision that yields none.
    pub target: Given<StageId>,
    /// Whether its condition holds: its `when`, and no `unless` that is yes.
    pub condition: Truth,
    /// The instant before which it is not open, whatever else is so, where it has an `after`.
    pub not_before: Option<Given<Instant>>,
    /// Whether it is open: yes, no, or stopped where that cannot be told.
    pub open: Truth,
    /// It is open, and another open move stands above it.
    pub overridden: bool,
}

/// Where a lead goes from its stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It stays: no move is open.
    Stay,
    /// There.
    To {
        /// The stage.
        stage: StageId,
        /// The moves that lead there, by their places in [`Stage::moves`].
        by: Vec<usize>,
    },
    /// These moves are open, none stands above another, and they lead to different stages.
    Conflict(Vec<usize>),
    /// It cannot be told: the lead's stage is not known, or a move depends on something that is
    /// bad or undecided.
    Untold,
}

impl<'a> Situation<'a> {
    pub(super) fn moves(
        self,
        (id, stage): (StageId, &'a Stage),
        since: Given<Instant>,
        causes: &mut BTreeSet<Cause>,
    ) -> (Vec<MoveState>, Next) {
        let moves = stage.moves.iter();
        let mut states: Vec<MoveState> = moves
            .map(|it| self.move_state(it, (id, stage), since, causes))
            .collect();
        let plain = stage.moves.iter().zip(&states);
        let plain = plain.filter(|(it, _)| !it.otherwise);
        let others = !Truth::any(plain.map(|(_, state)| state.open));
        for (it, state) in stage.moves.iter().zip(&mut states) {
            if it.otherwise {
                // Whether others are open is never unknown: only a yes opens one.
                let others = if others == Truth::Unknown {
                    Truth::Yes
                } else {
                    others
                };
                state.open = Truth::all([state.open, others]);
            }
        }
        weigh(stage, &mut states);
        let next = next(&states);
        (states, next)
    }

    /// How a move stands, without regard to the others.
    fn move_state(
        self,
        it: &'a Move,
        (id, stage): (StageId, &Stage),
        since: Given<Instant>,
        causes: &mut BTreeSet<Cause>,
    ) -> MoveState {
        let target = match it.target {
            Target::Stage(target) => Given::Known(target),
            Target::Decision(decision) => match &self.so_far.decision(decision).outcome {
                DecidedOutcome::Value(Value::Choice(value)) => self.stage_of(stage.journey, *value),
                DecidedOutcome::Nothing => Given::Missing,
                DecidedOutcome::Value(_)
                | DecidedOutcome::Gap
                | DecidedOutcome::Conflict(_)
                | DecidedOutcome::Stopped => Given::Bad,
            },
        };
        let elsewhere = match target {
            Given::Known(target) => Truth::of(target != id),
            Given::Missing => Truth::No,
            Given::Bad => Truth::Stopped,
        };
        let condition = self.move_condition(it, causes);
        let not_before = it.after.map(|after| later(since, after));
        let in_time = match not_before {
            None => Truth::Yes,
            Some(Given::Known(instant)) => Truth::of(self.now.as_of >= instant),
            Some(Given::Missing) => Truth::Unknown,
            Some(Given::Bad) => Truth::Stopped,
        };
        MoveState {
            target,
            condition,
            not_before,
            open: Truth::all([only_yes(condition), elsewhere, only_yes(in_time)]),
            overridden: false,
        }
    }

    /// Its `unless` closes a move only where that is yes; and where it does, or where `when` is not
    /// yes, the other of the two does not matter.
    fn move_condition(self, it: &'a Move, causes: &mut BTreeSet<Cause>) -> Truth {
        let when = it.when.as_ref();
        let when = when.map_or(Truth::Yes, |when| self.told(when, causes));
        if matches!(when, Truth::No | Truth::Unknown) {
            return when;
        }
        let unless = it.unless.as_ref();
        match unless.map_or(Truth::No, |unless| self.told(unless, causes)) {
            Truth::Yes => Truth::No,
            Truth::Stopped => Truth::Stopped,
            Truth::No | Truth::Unknown => when,
        }
    }
}

/// Only a yes lets a move act: what is unknown does not.
fn only_yes(truth: Truth) -> Truth {
    match truth {
        Truth::Unknown => Truth::No,
        Truth::Yes | Truth::No | Truth::Stopped => truth,
    }
}

/// So long after the lead got into the stage. What lies beyond the end of time is never reached.
fn later(since: Given<Instant>, after: Duration) -> Given<Instant> {
    let Given::Known(since) = since else {
        return since;
    };
    match after {
        Duration::Elapsed { seconds } => {
            Given::Known(elapsed_due(since, seconds).unwrap_or(Instant::MAX))
        }
        // The least time in a stage is never business time.
        Duration::Business { .. } | Duration::BusinessDays { .. } => Given::Bad,
    }
}

/// Marks the open moves above which another open one stands.
fn weigh(stage: &Stage, states: &mut [MoveState]) {
    let open = stage.moves.iter().zip(states.iter());
    let open: Vec<&Move> = open
        .filter(|(it, state)| state.open.is_yes() && !it.overrides.is_empty())
        .map(|(it, _)| it)
        .collect();
    for (it, state) in stage.moves.iter().zip(states) {
        let may_open = matches!(state.open, Truth::Yes | Truth::Stopped);
        state.overridden = may_open && open.iter().any(|above| stage.stands_above(above, it));
    }
}

fn next(states: &[MoveState]) -> Next {
    let standing = || states.iter().enumerate().filter(|(_, it)| !it.overridden);
    if standing().any(|(_, it)| it.open == Truth::Stopped) {
        return Next::Untold;
    }
    let open = || standing().filter(|(_, it)| it.open.is_yes());
    let by: Vec<usize> = open().map(|(place, _)| place).collect();
    let mut targets = open().filter_map(|(_, it)| it.target.known());
    let Some(stage) = targets.next() else {
        return Next::Stay;
    };
    match targets.all(|other| other == stage) {
        true => Next::To { stage, by },
        false => Next::Conflict(by),
    }
}
