//! Business time: the instants that deadlines fall on, exact to the nanosecond.
//!
//! | file | purpose |
//! | --- | --- |
//! | `hours` | [`WorkingHours`] and what can be wrong with them |
//! | `days` | the working days of a calendar and their hours as instants |
//! | `deadline` | [`Calendar::due`], [`Calendar::due_soon`], [`Calendar::left`] |
//! | `elapsed` | the same of elapsed time, which needs no calendar |
//! | `cases.md` | the rules, and a table of cases that is a test |

mod days;
mod deadline;
mod elapsed;
mod hours;

use std::collections::BTreeSet;
use std::fmt;

use jiff::SignedDuration;

use super::{Date, Instant, Zone};
use days::{Day, Days, day_number};

pub use elapsed::{elapsed_due, elapsed_due_soon};
pub use hours::{CalendarFault, HoursFault, WEEKDAYS, WorkingHours};

/// How many days after its start's day a deadline in business time may be: a hundred years.
const LONGEST_DAYS: i64 = 36_525;

#[doc = include_str!("cases.md")]
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: Zone,
    hours: WorkingHours,
    holidays: BTreeSet<Date>,
}

/// Working time without a break: from the opening up to the close, without the close itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSpan {
    /// The first instant of it.
    pub opens: Instant,
    /// The first instant after it.
    pub closes: Instant,
}

/// Why there is no deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueFault {
    /// The limit is negative.
    Negative,
    /// A hundred years after the start there still was too little working time.
    TooFar,
    /// Beyond the years -9999 to 9999.
    OutOfRange,
}

impl Calendar {
    /// A calendar of these hours, none on holidays. Spans of hours that touch become one.
    ///
    /// # Errors
    /// What is wrong with the hours: the first fault from Monday on.
    pub fn new(
        zone: Zone,
        hours: WorkingHours,
        holidays: BTreeSet<Date>,
    ) -> Result<Calendar, CalendarFault> {
        Ok(Calendar {
            zone,
            hours: hours::checked(hours)?,
            holidays,
        })
    }

    /// The zone that hours and holidays are told in.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The hours of each day of the week.
    pub fn hours(&self) -> &WorkingHours {
        &self.hours
    }

    /// The days without hours, whatever day of the week they are.
    pub fn holidays(&self) -> &BTreeSet<Date> {
        &self.holidays
    }

    /// The hours of one day as instants, in order: none on holidays, without those that summer time
    /// takes away, and without those that lie beyond the ends of time.
    pub fn open_spans(&self, date: Date) -> Vec<OpenSpan> {
        let Some(day) = Day::of(self, date) else {
            return Vec::new();
        };
        let spans = day.spans().flatten();
        spans.filter_map(|span| span.to_instants().ok()).collect()
    }

    /// Whether there is working time on the day.
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.open_spans(date).is_empty()
    }

    /// Whether the instant is in working time. That of a close is not, that of an opening is.
    pub fn is_open(&self, instant: Instant) -> bool {
        let today = self.zone.date(instant);
        // Where clocks go back over midnight, the next day's hours may have begun.
        let days = [Some(today), today.tomorrow().ok()];
        days.into_iter().flatten().any(|date| {
            let spans = self.open_spans(date);
            let mut spans = spans.iter();
            spans.any(|span| span.opens <= instant && instant < span.closes)
        })
    }

    /// The instant itself where it is in working time, else when working time begins next.
    ///
    /// # Errors
    /// [`DueFault::TooFar`] where it does not within a hundred years, and
    /// [`DueFault::OutOfRange`].
    pub fn next_opening(&self, instant: Instant) -> Result<Instant, DueFault> {
        self.worked_on(instant, SignedDuration::ZERO)
    }

    /// The working time between two instants, in whole seconds, rounded down; 0 where `to` is not
    /// after `from`.
    ///
    /// # Errors
    /// [`DueFault::TooFar`] where they are more than a hundred years apart, and
    /// [`DueFault::OutOfRange`].
    pub fn worked(&self, from: Instant, to: Instant) -> Result<i64, DueFault> {
        self.worked_exactly(from, to).map(|worked| worked.as_secs())
    }

    fn worked_exactly(&self, from: Instant, to: Instant) -> Result<SignedDuration, DueFault> {
        let mut worked = SignedDuration::ZERO;
        if to <= from {
            return Ok(worked);
        }
        let first = self.zone.date(from);
        let last = day_number(self.zone.date(to));
        if last - day_number(first) > LONGEST_DAYS {
            return Err(DueFault::TooFar);
        }
        let (from, to) = (from.as_duration(), to.as_duration());
        // Where clocks go back over midnight, the next day's hours may have begun.
        let mut days = Days::new(self, first, last + 1);
        while let Some(day) = days.next()? {
            for span in day.spans() {
                let span = span?;
                if span.opens() >= to {
                    return Ok(worked);
                }
                let (start, end) = (span.opens().max(from), span.closes().min(to));
                if start < end {
                    worked += end - start;
                }
            }
        }
        Ok(worked)
    }

    /// When `amount` of working time from `start` on is over. Nothing is over at the next opening.
    fn worked_on(&self, start: Instant, amount: SignedDuration) -> Result<Instant, DueFault> {
        let first = self.zone.date(start);
        let start = start.as_duration();
        let mut left = amount;
        let mut days = Days::new(self, first, day_number(first) + LONGEST_DAYS);
        while let Some(day) = days.next()? {
            for span in day.spans() {
                let span = span?;
                if span.closes() <= start {
                    continue;
                }
                let from = span.opens().max(start);
                let length = span.closes() - from;
                if left <= length {
                    return instant(from + left);
                }
                left -= length;
            }
        }
        Err(DueFault::TooFar)
    }
}

fn instant(since_1970: SignedDuration) -> Result<Instant, DueFault> {
    Instant::from_duration(since_1970).map_err(|_| DueFault::OutOfRange)
}

impl fmt::Display for DueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DueFault::Negative => "a deadline cannot lie before its start",
            DueFault::TooFar => {
                "the deadline would lie more than 100 years after its start, for want of working time"
            }
            DueFault::OutOfRange => "the deadline would lie beyond the years -9999 to 9999",
        })
    }
}

impl std::error::Error for DueFault {}

#[cfg(test)]
mod tests;
