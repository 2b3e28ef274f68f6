//! Calendars: when people work.

use super::{Doc, Name, Quoted};
use crate::source::Spanned;
use crate::value::Date;

/// `calendar uk { time zone "Europe/London"  working hours mon..fri 09:00..17:00 }`
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// The lines above it.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// `time zone "…"`
    pub time_zone: Option<Quoted>,
    /// `working hours …`
    pub working_hours: Option<Spanned<WorkingHours>>,
    /// `holidays …`
    pub holidays: Option<Spanned<Holidays>>,
}

/// `mon..thu 09:00..12:30, 13:00..17:30, fri 09:00..15:00`
#[derive(Debug, Clone, PartialEq)]
pub struct WorkingHours {
    /// Days with their hours, in the order of the text.
    pub entries: Vec<Spanned<HoursEntry>>,
}

/// `mon..wed, fri 09:00..12:30, 13:00..17:30`
#[derive(Debug, Clone, PartialEq)]
pub struct HoursEntry {
    /// The days.
    pub days: Vec<Spanned<Days>>,
    /// The hours of each of them.
    pub hours: Vec<Spanned<Hours>>,
}

/// `mon`, or with its end `mon..fri`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Weekday,
    /// The last day, where it is a range.
    pub last: Option<Weekday>,
}

/// `09:00..17:30`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// When work begins.
    pub from: TimeOfDay,
    /// When it ends.
    pub to: TimeOfDay,
}

/// A time on the wall clock; `24:00` ends a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay {
    /// Minutes since midnight, 0 to 1440.
    pub minutes: u32,
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// A day of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weekday {
    /// `mon`
    Monday,
    /// `tue`
    Tuesday,
    /// `wed`
    Wednesday,
    /// `thu`
    Thursday,
    /// `fri`
    Friday,
    /// `sat`
    Saturday,
    /// `sun`
    Sunday,
}

impl Weekday {
    /// All days in their order.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];

    /// How it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Weekday::Monday => "mon",
            Weekday::Tuesday => "tue",
            Weekday::Wednesday => "wed",
            Weekday::Thursday => "thu",
            Weekday::Friday => "fri",
            Weekday::Saturday => "sat",
            Weekday::Sunday => "sun",
        }
    }

    /// The day that is written so.
    #[must_use]
    pub fn named(word: &str) -> Option<Weekday> {
        Weekday::ALL.into_iter().find(|day| day.as_str() == word)
    }
}

/// The days on which nobody works.
#[derive(Debug, Clone, PartialEq)]
pub enum Holidays {
    /// `2026-07-03, 2026-11-26`
    Dates(Vec<Spanned<Date>>),
    /// In a file, one a line.
    From(Quoted),
}
