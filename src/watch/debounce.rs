//! When a burst of changes is over.
//!
//! One save is several events: editors empty a file and fill it, or write another one and give it
//! the name of the first. Reading too soon finds half a text, reading too late keeps a person
//! waiting.

use std::time::{Duration, Instant};

/// How long nothing may happen after a change before the file counts as saved.
const QUIET: Duration = Duration::from_millis(50);
/// The same after a file was closed or took its place, which is how most saves end.
const QUIET_WHEN_COMPLETE: Duration = Duration::from_millis(8);
/// Changes that never end are looked at after this time.
const LONGEST: Duration = Duration::from_millis(500);

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Something was written, and more may follow.
    Begun,
    /// What was written is complete.
    Complete,
}

/// Gathers the changes of one save. It has no clock: all instants are handed over.
#[derive(Debug, Clone, Default)]
pub struct Debouncer {
    burst: Option<Burst>,
}

#[derive(Debug, Clone, Copy)]
struct Burst {
    began: Instant,
    due: Instant,
}

impl Debouncer {
    /// Takes a change in.
    pub fn note(&mut self, change: Change, now: Instant) {
        let began = self.burst.map_or(now, |burst| burst.began);
        let quiet = match change {
            Change::Begun => QUIET,
            Change::Complete => QUIET_WHEN_COMPLETE,
        };
        let due = (now + quiet).min(began + LONGEST);
        self.burst = Some(Burst { began, due });
    }

    /// When the burst will be over unless something else happens; none where there is none.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.burst.map(|burst| burst.due)
    }

    /// Whether a burst is over. It is forgotten then.
    pub fn is_over(&mut self, now: Instant) -> bool {
        let over = self.burst.is_some_and(|burst| burst.due <= now);
        if over {
            self.burst = None;
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn nothing_is_due_where_nothing_happened() {
        let mut debouncer = Debouncer::default();
        assert_eq!(debouncer.due(), None);
        assert!(!debouncer.is_over(Instant::now()));
    }

    #[test]
    fn a_burst_is_one_save() {
        let start = Instant::now();
        let mut debouncer = Debouncer::default();
        debouncer.note(Change::Begun, start);
        debouncer.note(Change::Begun, start + ms(40));
        assert!(!debouncer.is_over(start + ms(60)), "more may follow");
        assert!(debouncer.is_over(start + ms(90)));
        assert_eq!(debouncer.due(), None);
        assert!(!debouncer.is_over(start + ms(200)), "it is told once");
    }

    #[test]
    fn what_is_complete_is_looked_at_sooner() {
        let start = Instant::now();
        let mut debouncer = Debouncer::default();
        debouncer.note(Change::Begun, start);
        debouncer.note(Change::Complete, start + ms(1));
        assert!(debouncer.is_over(start + ms(9)));
        // Another file is written before the first was looked at: it may be half there.
        debouncer.note(Change::Complete, start + ms(20));
        debouncer.note(Change::Begun, start + ms(21));
        assert!(!debouncer.is_over(start + ms(40)));
        assert!(debouncer.is_over(start + ms(71)));
    }

    #[test]
    fn changes_without_end_are_looked_at_after_a_while() {
        let start = Instant::now();
        let mut debouncer = Debouncer::default();
        for step in 0..30 {
            debouncer.note(Change::Begun, start + ms(step * 20));
        }
        assert_eq!(debouncer.due(), Some(start + LONGEST));
    }
}
