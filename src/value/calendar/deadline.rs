//! Deadlines: when they are due, when that is soon, what is left of them.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::days::{Day, Days, day_number};
use super::elapsed::{elapsed_due, elapsed_due_soon, four_fifths, limit as checked};
use super::{Calendar, DueFault, Instant, LONGEST_DAYS, instant};
use crate::value::Duration;

impl Calendar {
    /// When a limit is over that starts at `start`. What is open after that instant is late.
    ///
    /// # Errors
    /// A [`DueFault`].
    pub fn due(&self, start: Instant, limit: Duration) -> Result<Instant, DueFault> {
        match limit {
            Duration::Elapsed { seconds } => elapsed_due(start, seconds),
            Duration::Business { seconds } => self.worked_on(start, checked(seconds)?),
            Duration::BusinessDays { days } if days < 0 => Err(DueFault::Negative),
            Duration::BusinessDays { days } => self.due_in_days(start, days),
        }
    }

    /// When the last fifth begins of a limit that starts at `start`; never after it is due.
    ///
    /// # Errors
    /// Those of [`Calendar::due`].
    pub fn due_soon(&self, start: Instant, limit: Duration) -> Result<Instant, DueFault> {
        if let Duration::Elapsed { seconds } = limit {
            return elapsed_due_soon(start, seconds);
        }
        let due = self.due(start, limit)?;
        let whole = match limit {
            Duration::Business { seconds } => checked(seconds)?,
            Duration::BusinessDays { .. } | Duration::Elapsed { .. } => {
                self.worked_exactly(start, due)?
            }
        };
        self.worked_on(start, four_fifths(whole))
    }

    /// What is left at `at` of a limit that starts at `start`, counted as the limit is.
    ///
    /// When a task goes to somebody else, what is left is due on their calendar:
    /// `theirs.due(at, ours.left(start, limit, at)?)`.
    ///
    /// # Errors
    /// Those of [`Calendar::due`].
    pub fn left(&self, start: Instant, limit: Duration, at: Instant) -> Result<Duration, DueFault> {
        let late = at >= self.due(start, limit)?;
        if at <= start {
            return Ok(limit);
        }
        Ok(match limit {
            Duration::Elapsed { .. } if late => Duration::Elapsed { seconds: 0 },
            Duration::Elapsed { seconds } => Duration::Elapsed {
                seconds: seconds - at.duration_since(start).as_secs(),
            },
            Duration::Business { .. } if late => Duration::Business { seconds: 0 },
            Duration::Business { seconds } => Duration::Business {
                seconds: seconds - self.worked(start, at)?,
            },
            Duration::BusinessDays { .. } if late => Duration::BusinessDays { days: 0 },
            Duration::BusinessDays { days } => Duration::BusinessDays {
                days: days - self.days_over(start, days, at)?,
            },
        })
    }

    /// How many business days from `start` on are over at `at`, which is before `days` of them are.
    fn days_over(&self, start: Instant, days: i64, at: Instant) -> Result<i64, DueFault> {
        let (mut over, mut open) = (0, days);
        while open - over > 1 {
            let middle = over + (open - over) / 2;
            if self.due_in_days(start, middle)? <= at {
                over = middle;
            } else {
                open = middle;
            }
        }
        Ok(over)
    }

    fn due_in_days(&self, start: Instant, days: i64) -> Result<Instant, DueFault> {
        let start_day = self.zone.date(start);
        let start = self.next_opening(start)?;
        if days == 0 {
            return Ok(start);
        }
        let wall = self.zone.civil(start);
        let tomorrow = wall.date().tomorrow().map_err(|_| DueFault::OutOfRange)?;
        let mut walk = Days::new(self, tomorrow, day_number(start_day) + LONGEST_DAYS);
        let mut left = days;
        while let Some(day) = walk.next()? {
            if !day.is_working()? {
                continue;
            }
            left -= 1;
            if left == 0 {
                return self.clamped(day.date().to_datetime(wall.time()), &day);
            }
        }
        Err(DueFault::TooFar)
    }

    /// The instant of a wall time on its day: one outside hours is at the close before it, or at
    /// the opening of the day.
    fn clamped(&self, wall: DateTime, day: &Day<'_>) -> Result<Instant, DueFault> {
        let wanted = self.zone.instant(wall).ok_or(DueFault::OutOfRange)?;
        let wanted = wanted.as_duration();
        let mut clamped: Option<SignedDuration> = None;
        for span in day.spans() {
            let span = span?;
            if wanted < span.opens() {
                clamped = clamped.or(Some(span.opens()));
                break;
            }
            clamped = Some(wanted.min(span.closes()));
        }
        instant(clamped.unwrap_or(wanted))
    }
}
