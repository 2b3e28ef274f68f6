//! The instants at which leads are tried: where people go home, come in, rest, or change their clocks.
//!
//! How long business time takes depends on when it starts. Between two of these instants nothing
//! changes that counts: what takes longest starts when people have just gone home, what takes least
//! when they come in.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::scene::{chain, started_by};
use crate::model::{CalendarId, Model, RoleId, TaskId, Type, WorkingTime};
use crate::value::{Calendar, Date, Instant};

/// How many days are looked at for holidays and changes of the clock.
const YEAR: usize = 366;
/// How many days before a holiday leads are tried: as many as make a weekend part of it.
const BEFORE: i64 = 4;
/// So many instants of one calendar are tried.
const MOST_INSTANTS: usize = 1_500;
/// A minute before people go home.
const MINUTE: i64 = 60;

/// The instants of the calendars of a policy.
#[derive(Default)]
pub(super) struct Instants {
    by_calendar: BTreeMap<Option<CalendarId>, Rc<Vec<Instant>>>,
}

impl Instants {
    /// The instants to try of a task with whoever may be responsible: those of an ordinary week first.
    /// Where its clock starts with a day, the starts of their days.
    pub(super) fn of(
        &mut self,
        model: &Model,
        task: TaskId,
        roles: impl Iterator<Item = Option<RoleId>>,
        now: Instant,
    ) -> Vec<Instant> {
        let calendars: BTreeSet<Option<CalendarId>> = roles
            .map(|role| role.and_then(|role| model.calendar_of(role)))
            .collect();
        let mut all: Vec<Instant> = Vec::new();
        for calendar in calendars {
            let known = self.by_calendar.entry(calendar).or_insert_with(|| {
                let time = match calendar {
                    Some(id) => model.calendars.get(id).map(|it| &it.time),
                    None => model.working_time.as_ref(),
                };
                Rc::new(instants(model, time, now))
            });
            all.extend(known.iter().copied());
        }
        if counts_from_a_day(model, task) {
            let zone = &model.zone;
            // A day on which nobody works may follow one on which somebody does.
            let days = all.iter().map(|at| zone.date(*at));
            let days = days.flat_map(|day| [Some(day), day.tomorrow().ok()]);
            all = days
                .flatten()
                .filter_map(|day| zone.start_of_day(day))
                .collect();
        }
        let mut seen = BTreeSet::new();
        all.retain(|at| seen.insert(*at));
        all
    }
}

/// Whether the clock of a task, or that of the task for whose end it waits, starts with a day.
fn counts_from_a_day(model: &Model, task: TaskId) -> bool {
    let first = chain(model, task).first().copied();
    let field = first.and_then(|id| started_by(model, id));
    let field = field.and_then(|id| model.fields.get(id));
    field.is_some_and(|field| field.ty == Type::Date)
}

fn instants(model: &Model, time: Option<&WorkingTime>, now: Instant) -> Vec<Instant> {
    let zone = time.map_or(&model.zone, |time| &time.zone);
    let today = zone.date(now);
    let Some(calendar) = time.and_then(WorkingTime::calendar) else {
        // Nobody has hours, and all instants are alike.
        let monday = days(today).find(|day| is_monday(*day));
        return monday
            .and_then(|day| zone.start_of_day(day))
            .into_iter()
            .collect();
    };
    let odd = odd_days(calendar, today);
    let ordinary = days(today).find(|day| is_monday(*day) && is_far(*day, &odd));
    let ordinary = ordinary.or(days(today).find(|day| is_monday(*day)));
    let mut dates: Vec<Date> = ordinary.into_iter().flat_map(days).take(7).collect();
    let around = days(today).filter(|day| odd.iter().any(|odd| is_before(*day, *odd)));
    dates.extend(around);
    let mut found = Vec::new();
    for date in dates {
        for span in calendar.open_spans(date) {
            found.extend([span.opens, span.closes]);
            found.extend(Instant::from_second(span.closes.as_second() - MINUTE));
        }
        if found.len() > MOST_INSTANTS {
            break;
        }
    }
    found
}

/// The holidays of a year, and the days on which clocks are changed.
fn odd_days(calendar: &Calendar, today: Date) -> BTreeSet<Date> {
    let zone = calendar.zone();
    let mut odd: BTreeSet<Date> = days(today)
        .filter(|day| calendar.holidays().contains(day))
        .collect();
    if let (Some(from), Some(to)) = (
        zone.start_of_day(today),
        days(today).last().and_then(|day| zone.start_of_day(day)),
    ) {
        odd.extend(zone.changes(from, to).map(|at| zone.date(at)));
    }
    odd
}

/// No odd day is in the week, nor in the two that follow.
fn is_far(monday: Date, odd: &BTreeSet<Date>) -> bool {
    !days(monday).take(21).any(|day| odd.contains(&day))
}

/// A day is not long before an odd one, or is it.
fn is_before(day: Date, odd: Date) -> bool {
    let span = odd.since(day).ok().map(|span| i64::from(span.get_days()));
    span.is_some_and(|days| (0..=BEFORE).contains(&days))
}

fn is_monday(day: Date) -> bool {
    day.weekday() == jiff::civil::Weekday::Monday
}

fn days(from: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take(YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Zone;

    fn tried(holidays: &[&str]) -> Vec<String> {
        let zone = Zone::named("Europe/Dublin").unwrap();
        let mut hours: crate::value::WorkingHours = Default::default();
        for day in hours.iter_mut().take(5) {
            *day = vec![(9 * 3600, 18 * 3600)];
        }
        let holidays = holidays.iter().map(|it| it.parse().unwrap()).collect();
        let time = WorkingTime::new(zone.clone(), hours, holidays);
        let text = "policy \"p\" {}\nlead { email: text key }\n";
        let compiled = crate::analyze::testing::compiled(text);
        let now = "2026-07-01T00:00:00Z".parse().unwrap();
        let found = instants(&compiled.model, Some(&time), now);
        found.into_iter().map(|at| zone.moment(at)).collect()
    }

    #[test]
    fn an_ordinary_week_comes_first() {
        let tried = tried(&["2026-07-08"]);
        assert_eq!(tried[0], "Monday 2026-07-13 09:00");
        assert_eq!(tried[14], "Friday 2026-07-17 17:59");
        assert_eq!(tried[15], "Monday 2026-07-06 09:00");
        assert_eq!(tried[20], "Tuesday 2026-07-07 17:59");
        assert!(tried[21].ends_with("-10-21 09:00"), "{}", tried[21]);
    }

    #[test]
    fn so_do_changes_of_the_clock() {
        let tried = tried(&[]);
        assert!(tried.contains(&"Friday 2026-10-23 18:00".to_owned()));
        assert!(!tried.contains(&"Friday 2026-09-11 18:00".to_owned()));
    }
}
