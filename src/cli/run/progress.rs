//! How far a run has come, on a terminal, where it takes longer than a moment.

use std::time::{Duration, Instant};

use super::super::output::Output;
use crate::value::grouped;

/// Shorter runs are over before anybody asks.
const MOMENT: Duration = Duration::from_secs(1);
/// So often it is told.
const BETWEEN: Duration = Duration::from_millis(200);
/// Takes the line away again.
const CLEAR: &str = "\r\u{1b}[K";

/// Tells how many leads were decided.
pub(super) struct Progress {
    begun: Instant,
    /// When it is to be told next; never where nobody looks.
    next: Option<Duration>,
    leads: u64,
    is_told: bool,
}

impl Progress {
    /// Begins; it is told only where somebody `looks`.
    pub(super) fn new(looks: bool) -> Self {
        Progress {
            begun: Instant::now(),
            next: looks.then_some(MOMENT),
            leads: 0,
            is_told: false,
        }
    }

    /// Counts leads that were decided.
    pub(super) fn add(&mut self, leads: u64, output: &mut Output) {
        self.add_after(self.begun.elapsed(), leads, output);
    }

    fn add_after(&mut self, elapsed: Duration, leads: u64, output: &mut Output) {
        self.leads += leads;
        if self.next.is_some_and(|next| elapsed >= next) {
            let (leads, seconds) = (grouped(self.leads), elapsed.as_secs());
            output.hint(&format!("{CLEAR}{leads} leads decided, {seconds} s"));
            self.next = Some(elapsed + BETWEEN);
            self.is_told = true;
        }
    }

    /// Takes away what was told.
    pub(super) fn end(self, output: &mut Output) {
        if self.is_told {
            output.hint(CLEAR);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_now_and_then_and_taken_away() {
        let (mut output, _, err) = Output::kept();
        let mut progress = Progress::new(true);
        for (milliseconds, leads) in [(400, 10_000), (1_000, 20_000), (1_100, 5), (2_300, 1)] {
            progress.add_after(Duration::from_millis(milliseconds), leads, &mut output);
        }
        progress.end(&mut output);
        let told =
            "\r\u{1b}[K30,000 leads decided, 1 s\r\u{1b}[K30,006 leads decided, 2 s\r\u{1b}[K";
        assert_eq!(err.text(), told);
    }

    #[test]
    fn nobody_is_told_who_does_not_look() {
        let (mut output, _, err) = Output::kept();
        let mut progress = Progress::new(false);
        progress.add_after(Duration::from_secs(9), 7, &mut output);
        progress.end(&mut output);
        assert_eq!(err.text(), "");
    }
}
