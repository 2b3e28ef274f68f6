//! Working hours as they are written, by wall time.

use std::fmt;

/// The end of a day, in seconds.
pub(super) const MIDNIGHT: u32 = 86_400;

/// The hours of each day of the week, Monday first: openings and closes, in seconds of the day by
/// the clock on the wall, in order and without overlap. A close may be at 24:00, which is 86,400.
pub type WorkingHours = [Vec<(u32, u32)>; 7];

/// What is wrong with working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarFault {
    /// No day of the week has any.
    NoWorkingTime,
    /// One span is wrong.
    Hours {
        /// The day of the week, from 0 for Monday.
        weekday: usize,
        /// Its place among the day's spans, from 0.
        place: usize,
        /// The span: its opening and close in seconds of the day.
        span: (u32, u32),
        /// What is wrong with it.
        fault: HoursFault,
    },
}

/// What is wrong with a span of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursFault {
    /// It closes after 24:00.
    AfterMidnight,
    /// It closes when it opens.
    Empty,
    /// It closes before it opens.
    Backwards,
    /// It opens before this span, the one before it, closes.
    Overlap((u32, u32)),
    /// It belongs before this span, which stands before it.
    Unsorted((u32, u32)),
}

/// The hours with those that touch made one, if nothing is wrong with them.
pub(super) fn checked(hours: WorkingHours) -> Result<WorkingHours, CalendarFault> {
    for (weekday, spans) in hours.iter().enumerate() {
        let mut before = None;
        for (place, &span) in spans.iter().enumerate() {
            if let Some(fault) = fault_of(span, before) {
                return Err(CalendarFault::Hours {
                    weekday,
                    place,
                    span,
                    fault,
                });
            }
            before = Some(span);
        }
    }
    if hours.iter().all(Vec::is_empty) {
        return Err(CalendarFault::NoWorkingTime);
    }
    Ok(hours.map(joined))
}

fn fault_of(span: (u32, u32), before: Option<(u32, u32)>) -> Option<HoursFault> {
    let (opens, closes) = span;
    if closes > MIDNIGHT {
        return Some(HoursFault::AfterMidnight);
    }
    if closes == opens {
        return Some(HoursFault::Empty);
    }
    if closes < opens {
        return Some(HoursFault::Backwards);
    }
    let before = before?;
    if closes <= before.0 {
        return Some(HoursFault::Unsorted(before));
    }
    (opens < before.1).then_some(HoursFault::Overlap(before))
}

fn joined(spans: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
    for (opens, closes) in spans {
        match joined.last_mut() {
            Some(last) if last.1 == opens => last.1 = closes,
            Some(_) | None => joined.push((opens, closes)),
        }
    }
    joined
}

impl CalendarFault {
    /// What to do about it, where that is not plain.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            CalendarFault::NoWorkingTime => Some("write hours such as `mon..fri 09:00..17:00`"),
            CalendarFault::Hours { fault, .. } => match fault {
                HoursFault::AfterMidnight | HoursFault::Backwards => Some(
                    "hours that go over midnight are two spans: one to `24:00`, and one from \
                     `00:00` on the next day",
                ),
                HoursFault::Overlap(_) => Some("write them as one span"),
                HoursFault::Unsorted(_) => Some("write the hours of a day in order"),
                HoursFault::Empty => None,
            },
        }
    }
}

impl fmt::Display for CalendarFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CalendarFault::Hours {
            weekday,
            span,
            fault,
            ..
        } = *self
        else {
            return f.write_str("there are no working hours on any day of the week");
        };
        write!(f, "`{}` on {} ", Shown(span), weekday_name(weekday))?;
        match fault {
            HoursFault::AfterMidnight => write!(f, "closes after the day ends at `24:00`"),
            HoursFault::Empty => write!(f, "closes when it opens"),
            HoursFault::Backwards => write!(f, "closes before it opens"),
            HoursFault::Overlap(before) => {
                write!(f, "opens before `{}` closes", Shown(before))
            }
            HoursFault::Unsorted(before) => write!(f, "stands after `{}`", Shown(before)),
        }
    }
}

impl std::error::Error for CalendarFault {}

/// The days of the week, Monday first, as in [`WorkingHours`].
pub const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn weekday_name(weekday: usize) -> &'static str {
    WEEKDAYS.get(weekday).copied().unwrap_or("a day")
}

/// `09:00..17:30`, with seconds where there are any.
struct Shown((u32, u32));

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (opens, closes) = self.0;
        clock(f, opens)?;
        f.write_str("..")?;
        clock(f, closes)
    }
}

fn clock(f: &mut fmt::Formatter<'_>, second: u32) -> fmt::Result {
    write!(f, "{:02}:{:02}", second / 3600, second / 60 % 60)?;
    match second % 60 {
        0 => Ok(()),
        rest => write!(f, ":{rest:02}"),
    }
}
