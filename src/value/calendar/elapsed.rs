//! Deadlines in elapsed time, which need no calendar.

use jiff::SignedDuration;

use super::{DueFault, Instant};

/// When a limit of elapsed time is over that starts at `start`, in seconds.
///
/// # Errors
/// [`DueFault::Negative`] and [`DueFault::OutOfRange`].
pub fn elapsed_due(start: Instant, seconds: i64) -> Result<Instant, DueFault> {
    after(start, limit(seconds)?)
}

/// When the last fifth of a limit of elapsed time begins that starts at `start`, in seconds.
///
/// # Errors
/// Those of [`elapsed_due`], also where only the deadline has one.
pub fn elapsed_due_soon(start: Instant, seconds: i64) -> Result<Instant, DueFault> {
    elapsed_due(start, seconds)?;
    after(start, four_fifths(limit(seconds)?))
}

fn after(start: Instant, time: SignedDuration) -> Result<Instant, DueFault> {
    start.checked_add(time).map_err(|_| DueFault::OutOfRange)
}

/// The limit of this many seconds, which must not be negative.
pub(super) fn limit(seconds: i64) -> Result<SignedDuration, DueFault> {
    if seconds < 0 {
        return Err(DueFault::Negative);
    }
    Ok(SignedDuration::from_secs(seconds))
}

/// Four fifths of a time that is not negative, exact to the nanosecond.
pub(super) fn four_fifths(time: SignedDuration) -> SignedDuration {
    time - time / 5
}
