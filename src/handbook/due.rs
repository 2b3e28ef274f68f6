//! Deadlines worked out for a day of the calendar, as examples.

use jiff::civil::{Time, Weekday};

use super::Writer;
use super::people::weekday;
use crate::model::{ClockStart, Field, RoleId, Task, TaskId, TaskStep, Type, WorkingTime};
use crate::syntax::ast::StepWord;
use crate::value::{Calendar, Date, DueFault, Duration, Instant, Zone, elapsed_due};
use crate::words::Phrase;

/// An hour, in seconds.
const HOUR: i64 = 3600;
/// The most examples of one deadline.
const MOST_EXAMPLES: usize = 6;
/// How many days after the first one a start is looked for.
const DAYS_LOOKED_AT: usize = 366;
/// When an example starts where nobody's working hours are known.
const AFTERNOON: Time = Time::constant(16, 0, 0, 0);

/// People who work at the same hours.
pub(super) struct Shift<'m> {
    roles: Vec<RoleId>,
    time: Option<&'m WorkingTime>,
}

/// A start that is the same whenever the page is made: shortly before people go home and, if they
/// ever do, stay there for a day, for that is where business time and time differ.
struct Start<'m> {
    zone: Zone,
    at: Instant,
    calendar: Option<&'m Calendar>,
}

impl Start<'_> {
    fn due(&self, length: Duration) -> Result<Instant, DueFault> {
        match (self.calendar, length) {
            (Some(calendar), _) => calendar.due(self.at, length),
            (None, Duration::Elapsed { seconds }) => elapsed_due(self.at, seconds),
            // Nobody has hours; the policy is refused before it comes to this.
            (None, Duration::Business { .. } | Duration::BusinessDays { .. }) => {
                Err(DueFault::TooFar)
            }
        }
    }
}

impl<'a> Writer<'a> {
    /// Those who may do a task, by the hours at which they work.
    pub(super) fn shifts(&self, roles: &[RoleId]) -> Vec<Shift<'a>> {
        let mut shifts: Vec<(Option<_>, Shift<'a>)> = Vec::new();
        for role in roles {
            let calendar = self.model.calendar_of(*role);
            match shifts.iter_mut().find(|(known, _)| *known == calendar) {
                Some((_, shift)) => shift.roles.push(*role),
                None => {
                    let time = self.model.working_time_of(*role);
                    let roles = vec![*role];
                    shifts.push((calendar, Shift { roles, time }));
                }
            }
        }
        shifts.into_iter().map(|(_, shift)| shift).collect()
    }

    /// The deadline of a task in numbers: a sentence for each length that it may have and each of
    /// the hours by which it may be counted.
    pub(super) fn worked_examples(&self, task: &Task, roles: &[RoleId]) -> Vec<Phrase> {
        let Some(deadline) = &task.deadline else {
            return Vec::new();
        };
        let shifts = self.shifts(roles);
        let lengths = self.lengths_of(&deadline.length);
        let mut said = Vec::new();
        for length in &lengths {
            let is_business = !matches!(length, Duration::Elapsed { .. });
            // Time that passes is the same at all hours.
            let counted = if is_business { shifts.len() } else { 1 };
            for shift in shifts.iter().take(counted.max(1)) {
                let name = (shifts.len() > 1 && is_business).then_some(shift);
                let start = self.start(shift.time, self.is_day(deadline.clock));
                let several = (lengths.len() > 1).then_some(*length);
                said.push(self.example(deadline.clock, &start, *length, (several, name)));
            }
        }
        let more = said.len().saturating_sub(MOST_EXAMPLES);
        said.truncate(MOST_EXAMPLES);
        if more > 0 {
            said.push(format!("and {more} more, by length and hours").into());
        }
        said
    }

    /// When a step of a task would come, for the hours of those first named.
    pub(super) fn step_examples(
        &self,
        task: &Task,
        step: &TaskStep,
        roles: &[RoleId],
    ) -> Option<Phrase> {
        let shifts = self.shifts(roles);
        let clock = task.deadline.as_ref().map(|deadline| deadline.clock);
        let clock = clock.unwrap_or(ClockStart::Entry);
        let time = shifts.first().and_then(|shift| shift.time);
        let start = self.start(time, self.is_day(clock));
        let length = *self.lengths_of(&step.at).first()?;
        let at = start.due(length).ok()?;
        let of = match shifts.len() {
            0 | 1 => Phrase::default(),
            _ => Phrase::from(", by the hours of ") + self.who(shifts.first()?),
        };
        let when = Phrase::from(moment(&start.zone, at));
        Some(Phrase::from("in the example ") + when + of)
    }

    fn example(
        &self,
        clock: ClockStart,
        start: &Start,
        length: Duration,
        (several, shift): (Option<Duration>, Option<&Shift<'a>>),
    ) -> Phrase {
        let from = match self.is_day(clock) {
            true => day(start.zone.date(start.at)),
            false => moment(&start.zone, start.at),
        };
        let begins = match clock {
            ClockStart::Entry => Phrase::from("a lead that enters on ") + from,
            ClockStart::Field(id) => {
                let name = self.field(id);
                Phrase::from("where ") + name + " is " + from + ", it"
            }
            ClockStart::EndOf(task) => {
                Phrase::from("where ") + self.task(task) + " is done on " + from + ", it"
            }
        };
        let hours = match (several, shift) {
            (None, None) => Phrase::default(),
            (Some(length), None) => Phrase::from(format!(", with {length}")),
            (length, Some(shift)) => {
                let length = length.map_or(String::new(), |it| format!("{it} and "));
                Phrase::from(format!(", with {length}the hours of ")) + self.who(shift)
            }
        };
        match start.due(length) {
            Ok(due) => {
                let due = moment(&start.zone, due);
                let zone = start.zone.name();
                (begins + " is due by " + due + hours + format!(" ({zone})")).sentence()
            }
            Err(fault) => (begins + " has no deadline: " + fault.to_string()).sentence(),
        }
    }

    fn who(&self, shift: &Shift<'_>) -> Phrase {
        let roles = shift.roles.iter().map(|role| self.words.role(*role));
        Phrase::listed(roles.collect(), "and")
    }

    /// Whether a clock starts with a day and not at an instant.
    fn is_day(&self, clock: ClockStart) -> bool {
        let is_date = |field: &Field| field.ty == Type::Date;
        match clock {
            ClockStart::Field(id) => self.model.fields.get(id).is_some_and(is_date),
            ClockStart::Entry | ClockStart::EndOf(_) => false,
        }
    }

    fn start<'m>(&self, time: Option<&'m WorkingTime>, day: bool) -> Start<'m> {
        let calendar = time.and_then(WorkingTime::calendar);
        let zone = match time {
            Some(time) => time.zone.clone(),
            None => self.model.zone.clone(),
        };
        let last_hour = calendar.and_then(|it| last_hour(it, self.from));
        let at = last_hour.unwrap_or_else(|| friday(&zone, self.from));
        // A day starts where the policy has its clock.
        let at = match day {
            true => self.model.zone.start_of_day(zone.date(at)).unwrap_or(at),
            false => at,
        };
        let zone = if day { self.model.zone.clone() } else { zone };
        Start { zone, at, calendar }
    }

    /// What happens at a step, in words.
    pub(super) fn step(&self, step: &TaskStep) -> Phrase {
        let role = self.words.role(step.role);
        match step.kind {
            StepWord::Escalate => role + " is told",
            StepWord::Reassign => Phrase::from("it goes to ") + role,
        }
    }

    /// "within 4 business hours of its entry".
    pub(super) fn clock(&self, clock: ClockStart) -> Phrase {
        match clock {
            ClockStart::Entry => "from when the lead enters the stage".into(),
            ClockStart::Field(id) => {
                let name = self.field(id);
                Phrase::from("from ") + name
            }
            ClockStart::EndOf(task) => self.end_of(task),
        }
    }

    fn end_of(&self, task: TaskId) -> Phrase {
        Phrase::from("from when ") + self.task(task) + " is done"
    }
}

/// An hour before the close of the first day that is followed by one without work; of the first
/// working day, where all are.
fn last_hour(calendar: &Calendar, from: Date) -> Option<Instant> {
    let working = days_from(from).filter(|day| calendar.is_working_day(*day));
    let working: Vec<Date> = working.collect();
    let rests = |day: &&Date| day.tomorrow().is_ok_and(|it| !calendar.is_working_day(it));
    let day = working.iter().find(rests).or(working.first())?;
    let spans = calendar.open_spans(*day);
    let last = spans.last()?;
    let before = Instant::from_second(last.closes.as_second() - HOUR).ok()?;
    Some(before.max(last.opens))
}

/// The afternoon of the first Friday, for those without hours.
fn friday(zone: &Zone, from: Date) -> Instant {
    let friday = days_from(from).find(|day| day.weekday() == Weekday::Friday);
    let friday = friday.unwrap_or(from);
    zone.instant(friday.to_datetime(AFTERNOON))
        .unwrap_or_default()
}

fn days_from(from: Date) -> impl Iterator<Item = Date> {
    let days = std::iter::successors(Some(from), |day| day.tomorrow().ok());
    days.take(DAYS_LOOKED_AT)
}

/// "Friday 2026-07-03".
pub(super) fn day(date: Date) -> String {
    let weekday = weekday(date.weekday().to_monday_zero_offset());
    format!("{weekday} {date}")
}

/// "Friday 2026-07-03 16:30".
pub(super) fn moment(zone: &Zone, at: Instant) -> String {
    zone.moment(at)
}
