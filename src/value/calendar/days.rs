//! The days of a calendar that have hours, one after the other, and their hours as instants.
//!
//! Where a zone's offset does not change for a while, which is nearly always, hours are instants by
//! an addition, and a year is walked in the time of a few questions to the zone.

use jiff::SignedDuration;
use jiff::civil::{DateTime, Time};

use super::hours::MIDNIGHT;
use super::{Calendar, DueFault, OpenSpan, instant};
use crate::value::Date;

const DAY: i64 = MIDNIGHT as i64;
const FIRST_DAY: Date = jiff::civil::date(1970, 1, 1);

/// How many days are looked up in the zone before the walk asks how long the offset stays: most
/// deadlines end earlier.
const FEW: u8 = 2;

/// Days since the first one of 1970.
pub(super) fn day_number(date: Date) -> i64 {
    date.duration_since(FIRST_DAY).as_secs().div_euclid(DAY)
}

/// A walk over the days that may have working time.
pub(super) struct Days<'c> {
    calendar: &'c Calendar,
    /// The next day; `None` after the last one there is.
    date: Option<Date>,
    number: i64,
    last: i64,
    /// The days before this one have the offset, in seconds.
    steady_until: i64,
    offset: i64,
    /// How many days have been looked up one by one.
    looked_up: u8,
}

impl<'c> Days<'c> {
    /// From the day `first` to the day of the number `last`, both in.
    pub(super) fn new(calendar: &'c Calendar, first: Date, last: i64) -> Days<'c> {
        Days {
            calendar,
            date: Some(first),
            number: day_number(first),
            last,
            steady_until: i64::MIN,
            offset: 0,
            looked_up: 0,
        }
    }

    /// The next day with hours that is no holiday. Whether summer time has left any of them is
    /// for [`Day::spans`] to say.
    pub(super) fn next(&mut self) -> Result<Option<Day<'c>>, DueFault> {
        while self.number <= self.last {
            let date = self.date.ok_or(DueFault::OutOfRange)?;
            let number = self.number;
            self.date = date.tomorrow().ok();
            self.number += 1;
            let Some(hours) = self.calendar.hours_of(date) else {
                continue;
            };
            let midnight = (number < self.steady_until).then(|| number * DAY - self.offset);
            if midnight.is_none() {
                self.look_ahead();
            }
            return Ok(Some(Day {
                calendar: self.calendar,
                date,
                hours,
                midnight,
            }));
        }
        Ok(None)
    }

    /// Asks how long the offset stays as it is from the next day on, unless the walk has just
    /// begun. Where there is no answer, the next day is looked up as well.
    fn look_ahead(&mut self) {
        if self.looked_up < FEW {
            self.looked_up += 1;
            return;
        }
        let zone = &self.calendar.zone;
        let Some(midnight) = self.date.map(|date| date.to_datetime(Time::midnight())) else {
            return;
        };
        // A day that begins in a time that is skipped is no steady one.
        let start = zone.instant(midnight);
        let Some(start) = start.filter(|start| zone.civil(*start) == midnight) else {
            return;
        };
        // No wall time from here on has an earlier instant before `start`, so that all those
        // before what the clock would show at the next change have this offset. That very time
        // has not: it may come up after an hour that is doubled.
        let (offset, change) = zone.offset_until_change(start);
        self.offset = offset;
        self.steady_until = change.map_or(i64::MAX, |change| {
            (change.as_second() + offset - 1).div_euclid(DAY)
        });
    }
}

/// A day that has hours in its week and is no holiday.
pub(super) struct Day<'c> {
    calendar: &'c Calendar,
    date: Date,
    hours: &'c [(u32, u32)],
    /// The second since 1970 of its midnight, where all of the day has one offset.
    midnight: Option<i64>,
}

impl<'c> Day<'c> {
    /// The day of this date, unless it has no hours.
    pub(super) fn of(calendar: &'c Calendar, date: Date) -> Option<Day<'c>> {
        Some(Day {
            calendar,
            date,
            hours: calendar.hours_of(date)?,
            midnight: None,
        })
    }

    pub(super) fn date(&self) -> Date {
        self.date
    }

    /// The spans of working time that the day has, in order.
    pub(super) fn spans(&self) -> impl Iterator<Item = Result<Span, DueFault>> {
        self.hours.iter().filter_map(|&(opens, closes)| {
            let span = self.second(opens).and_then(|opens| {
                let closes = self.second(closes)?;
                Ok(Span { opens, closes })
            });
            match span {
                Ok(span) if span.opens >= span.closes => None,
                Ok(_) | Err(_) => Some(span),
            }
        })
    }

    /// Whether summer time has left any of its hours.
    pub(super) fn is_working(&self) -> Result<bool, DueFault> {
        if self.midnight.is_some() {
            return Ok(true);
        }
        self.spans().next().transpose().map(|span| span.is_some())
    }

    /// The second since 1970 at which the clock shows this second of the day.
    fn second(&self, second: u32) -> Result<i64, DueFault> {
        if let Some(midnight) = self.midnight {
            return Ok(midnight + i64::from(second));
        }
        let found = wall(self.date, second).and_then(|wall| self.calendar.zone.instant(wall));
        Ok(found.ok_or(DueFault::OutOfRange)?.as_second())
    }
}

/// Working time without a break, in seconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Span {
    opens: i64,
    closes: i64,
}

impl Span {
    pub(super) fn opens(self) -> SignedDuration {
        SignedDuration::from_secs(self.opens)
    }

    pub(super) fn closes(self) -> SignedDuration {
        SignedDuration::from_secs(self.closes)
    }

    pub(super) fn to_instants(self) -> Result<OpenSpan, DueFault> {
        Ok(OpenSpan {
            opens: instant(self.opens())?,
            closes: instant(self.closes())?,
        })
    }
}

impl Calendar {
    /// The hours that the week has on this day, unless they are none or it is a holiday.
    fn hours_of(&self, date: Date) -> Option<&[(u32, u32)]> {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        let hours = self.hours.get(weekday)?;
        (!hours.is_empty() && !self.holidays.contains(&date)).then_some(hours)
    }
}

/// The wall time at a second of the day; 24:00 is the next midnight.
fn wall(date: Date, second: u32) -> Option<DateTime> {
    if second == MIDNIGHT {
        return Some(date.tomorrow().ok()?.to_datetime(Time::midnight()));
    }
    let part = |number: u32| i8::try_from(number).ok();
    let (hour, minute) = (part(second / 3600)?, part(second / 60 % 60)?);
    let time = Time::new(hour, minute, part(second % 60)?, 0).ok()?;
    Some(date.to_datetime(time))
}
