//! The clock of a task: when it is due, when its steps happen, and on whose working time it runs.
//!
//! The clock runs on the working time of whoever is responsible, or on the policy's. Where a
//! `reassign` happens, what has not been reached by then is counted on from that instant on the
//! working time of the new person: what is left of it, not the whole.

use jiff::SignedDuration;

use crate::model::{Model, RoleId};
use crate::value::{Calendar, DueFault, Duration, Instant, elapsed_due, elapsed_due_soon};

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Never: there is no limit.
    Never,
    /// Then.
    At(Instant),
    /// It cannot be told.
    Untold(NoDue),
}

impl Due {
    /// The instant, where there is one.
    #[must_use]
    pub fn at(self) -> Option<Instant> {
        match self {
            Due::At(at) => Some(at),
            Due::Never | Due::Untold(_) => None,
        }
    }

    /// Why there is no instant although everything is there that one hangs on.
    #[must_use]
    pub fn fault(self) -> Option<NoDue> {
        match self {
            Due::Untold(why @ (NoDue::Fault(_) | NoDue::NoHours)) => Some(why),
            Due::Untold(NoDue::NoStart | NoDue::BadStart | NoDue::NoLimit)
            | Due::At(_)
            | Due::Never => None,
        }
    }
}

/// Why it cannot be told when something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDue {
    /// What starts the clock is missing: it has not happened.
    NoStart,
    /// What starts the clock has a bad value, or hangs on one.
    BadStart,
    /// The limit is a decision or a definition that has no value it could have.
    NoLimit,
    /// It counts business time, and whoever is responsible has no working hours.
    NoHours,
    /// It goes beyond what a calendar can tell.
    Fault(DueFault),
}

/// A stretch of a task's clock, on one person's working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// From when on.
    pub from: Instant,
    /// On whose working time; on the policy's where nobody is responsible.
    pub role: Option<RoleId>,
    /// How much of the deadline is left then: the whole limit at the start. None where the task
    /// has no deadline, or it has passed by then.
    pub limit: Option<Duration>,
}

/// How an `escalate` or a `reassign` stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepState {
    /// When it happens, as things stand, while the task is not done.
    pub at: Due,
    /// It has happened: that instant is past, and the task was not done by then.
    pub fired: bool,
}

/// What a clock counts.
#[derive(Debug, Clone, Copy)]
pub enum Limit {
    /// Nothing.
    None,
    /// So long.
    Is(Duration),
    /// It cannot be told how long.
    Untold,
}

/// A limit on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Running {
    /// The whole of it, and what is left of it at the start of the leg; none where nothing runs
    /// any more.
    runs: Option<(Duration, Duration)>,
    pub(super) at: Due,
    /// When the last fifth of it begins.
    pub(super) soon: Option<Instant>,
}

/// A clock that runs on somebody's working time.
pub(super) struct Clock<'m> {
    model: &'m Model,
    /// Whether it tells when the last fifth begins, too.
    tells_soon: bool,
    pub(super) leg: Leg,
}

impl<'m> Clock<'m> {
    pub(super) fn new(model: &'m Model, from: Instant, role: Option<RoleId>) -> Self {
        let leg = Leg {
            from,
            role,
            limit: None,
        };
        Clock {
            model,
            tells_soon: true,
            leg,
        }
    }

    /// The same, but it does not tell when the last fifth begins.
    pub(super) fn without_soon(self) -> Self {
        Clock {
            tells_soon: false,
            ..self
        }
    }

    /// A limit from the start of the clock on.
    pub(super) fn started(&self, limit: Limit) -> Running {
        match limit {
            Limit::Is(limit) => self.run(limit, limit),
            Limit::None => Running::stands(Due::Never),
            Limit::Untold => Running::stands(Due::Untold(NoDue::NoLimit)),
        }
    }

    fn run(&self, whole: Duration, left: Duration) -> Running {
        let soon = || match self.tells_soon {
            true => self.due_soon(whole, left).map(Some),
            false => Ok(None),
        };
        match self.due(left).and_then(|due| Ok((due, soon()?))) {
            Ok((due, soon)) => Running {
                runs: Some((whole, left)),
                at: Due::At(due),
                soon,
            },
            Err(why) => Running::stands(Due::Untold(why)),
        }
    }

    /// What runs on at `at` on another person's working time.
    pub(super) fn handed_on(&self, next: &Clock<'_>, running: Running) -> Running {
        let at = next.leg.from;
        let (Some((whole, limit)), Due::At(due)) = (running.runs, running.at) else {
            return running;
        };
        if due <= at {
            return Running {
                runs: None,
                ..running
            };
        }
        match self.left(limit, at) {
            Ok(left) => {
                let on = next.run(whole, left);
                let stays = matches!(whole, Duration::Elapsed { .. });
                let soon = running.soon.filter(|soon| stays || *soon <= at);
                Running {
                    soon: soon.or(on.soon),
                    ..on
                }
            }
            Err(why) => Running::stands(Due::Untold(why)),
        }
    }

    fn due(&self, limit: Duration) -> Result<Instant, NoDue> {
        let due = match limit {
            Duration::Elapsed { seconds } => elapsed_due(self.leg.from, seconds),
            Duration::Business { .. } | Duration::BusinessDays { .. } => {
                self.calendar()?.due(self.leg.from, limit)
            }
        };
        due.map_err(NoDue::Fault)
    }

    /// When no more than a fifth of the whole is left. Of business days that are left a fifth of
    /// them counts.
    fn due_soon(&self, whole: Duration, left: Duration) -> Result<Instant, NoDue> {
        if whole != left
            && let Duration::Business { seconds: whole } = whole
            && let Duration::Business { seconds: left } = left
        {
            let seconds = left.saturating_sub(whole / 5).max(0);
            return self.due(Duration::Business { seconds });
        }
        let soon = match left {
            // Elapsed time runs alike for everybody, so that it begins when it did before.
            Duration::Elapsed { seconds } => elapsed_due_soon(self.leg.from, seconds),
            Duration::Business { .. } | Duration::BusinessDays { .. } => {
                self.calendar()?.due_soon(self.leg.from, left)
            }
        };
        soon.map_err(NoDue::Fault)
    }

    fn left(&self, limit: Duration, at: Instant) -> Result<Duration, NoDue> {
        match limit {
            Duration::Elapsed { seconds } => {
                // A begun second counts as not over.
                let over: SignedDuration = at.duration_since(self.leg.from);
                let seconds = seconds.saturating_sub(over.as_secs());
                Ok(Duration::Elapsed { seconds })
            }
            Duration::Business { .. } | Duration::BusinessDays { .. } => {
                let left = self.calendar()?.left(self.leg.from, limit, at);
                left.map_err(NoDue::Fault)
            }
        }
    }

    fn calendar(&self) -> Result<&'m Calendar, NoDue> {
        let time = match self.leg.role {
            Some(role) => self.model.working_time_of(role),
            None => self.model.working_time.as_ref(),
        };
        let calendar = time.and_then(|time| time.calendar());
        calendar.ok_or(NoDue::NoHours)
    }
}

impl Running {
    pub(super) fn stands(at: Due) -> Self {
        Running {
            runs: None,
            at,
            soon: None,
        }
    }

    /// How much is left of it, where it runs.
    pub(super) fn left(self) -> Option<Duration> {
        self.runs.map(|(_, left)| left)
    }
}
