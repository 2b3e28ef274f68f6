//! Calendars: working hours, holidays, and who works which.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Resolver;
use super::names::{Declared, named};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Calendar, CalendarId, RoleId, TeamId, WorkingTime};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{self, Holidays, Hours, Item, Weekday};
use crate::value::{Date, WorkingHours, Zone, iso_date};

impl Resolver<'_> {
    /// Declares a calendar, with no hours yet.
    pub(super) fn declare_calendar(&mut self, calendar: &ast::Calendar) -> Option<CalendarId> {
        let declared = self.declare_name(&calendar.name, |r| {
            let zone = r.model.zone.clone();
            let time = WorkingTime::new(zone, WorkingHours::default(), BTreeSet::new());
            Declared::Calendar(r.model.calendars.add(Calendar {
                named: named(&calendar.name, &calendar.doc),
                time,
            }))
        });
        match declared {
            Some(Declared::Calendar(id)) => Some(id),
            _ => None,
        }
    }

    /// Reads the calendars and the working time of the policy itself.
    pub(super) fn fill_calendars(
        &mut self,
        items: &[&Spanned<Item>],
        calendars: &[(CalendarId, &ast::Calendar)],
    ) {
        let policy = items.iter().find_map(|item| match &item.node {
            Item::Policy(policy) => Some(policy),
            _ => None,
        });
        if let Some(policy) = policy {
            self.policy_time(policy);
        }
        for (id, calendar) in calendars {
            self.within(None, "calendar", &calendar.name, |r| {
                r.fill_calendar(*id, calendar);
            });
        }
    }

    fn policy_time(&mut self, policy: &ast::Policy) {
        let holidays = self.holidays(policy.holidays.as_ref());
        match (&policy.working_hours, &policy.holidays) {
            (Some(hours), _) => {
                if policy.time_zone.is_none() {
                    let message = "working hours need the time zone of the clock that shows them";
                    let finding = Diagnostic::new(Code::WrongUnit, hours.span, message).help(
                        "write `time zone \"America/New_York\"`, or your own, in the `policy` block",
                    );
                    self.report(finding);
                }
                let zone = self.model.zone.clone();
                let hours = self.week(hours);
                self.model.working_time = Some(WorkingTime::new(zone, hours, holidays));
            }
            (None, Some(unused)) => {
                let message = "holidays count for nothing where there are no working hours";
                let finding = Diagnostic::new(Code::Unused, unused.span, message).help(
                    "write `working hours mon..fri 09:00..17:00` beside them, or leave them out",
                );
                self.report(finding.about("policy", "holidays"));
            }
            (None, None) => {}
        }
    }

    fn fill_calendar(&mut self, id: CalendarId, calendar: &ast::Calendar) {
        let zone = match &calendar.time_zone {
            Some(name) => self.zone_named(name),
            None if self.has_zone => Some(self.model.zone.clone()),
            None => {
                let name = &calendar.name;
                let message = format!("nothing says in which time zone `{}` counts", name.node);
                let finding = Diagnostic::new(Code::WrongUnit, name.span, message)
                    .help("write `time zone \"Europe/London\"`, or your own, between its braces");
                self.fail(finding)
            }
        };
        let holidays = self.holidays(calendar.holidays.as_ref());
        let hours = match &calendar.working_hours {
            Some(hours) => self.week(hours),
            None => {
                let name = &calendar.name;
                let message = format!("the calendar `{}` has no working hours", name.node);
                let finding = Diagnostic::new(Code::Syntax, name.span, message)
                    .help("write `working hours mon..fri 09:00..17:00` between its braces");
                self.report(finding);
                WorkingHours::default()
            }
        };
        if let Some(calendar) = self.model.calendars.get_mut(id) {
            let zone = zone.unwrap_or_else(|| calendar.time.zone.clone());
            calendar.time = WorkingTime::new(zone, hours, holidays);
        }
    }

    /// The zone of this name, or what is wrong with it.
    pub(super) fn zone_named(&mut self, name: &ast::Quoted) -> Option<Zone> {
        if let Some(zone) = Zone::named(&name.node) {
            return Some(zone);
        }
        let zones = Zone::names();
        let nearest = self.nearest(&name.node, zones.iter().map(String::as_str));
        // People write the city alone.
        let by_city = || {
            zones
                .iter()
                .map(String::as_str)
                .find(|zone| is_city_of(zone, &name.node))
        };
        let nearest = nearest.or_else(by_city).map(|zone| format!("\"{zone}\""));
        let message = format!("no time zone is called `{}`", name.node);
        let finding = Diagnostic::new(Code::UnknownValue, name.span, message)
            .help("time zones are named by region and city, such as `\"America/New_York\"`")
            .did_you_mean(name.span, nearest.as_deref());
        self.fail(finding)
    }

    /// The hours of each day of the week, in seconds; those that overlap are reported.
    fn week(&mut self, hours: &ast::WorkingHours) -> WorkingHours {
        let mut spans: BTreeMap<Weekday, Vec<Spanned<Hours>>> = BTreeMap::new();
        for entry in &hours.entries {
            for days in &entry.days {
                let (first, last) = (days.first, days.last.unwrap_or(days.first));
                let days = Weekday::ALL.into_iter();
                for day in days.filter(|day| (first..=last).contains(day)) {
                    let of_day = spans.entry(day).or_default();
                    of_day.extend(entry.hours.iter().cloned());
                }
            }
        }
        let mut said: BTreeSet<(Span, Span)> = BTreeSet::new();
        let mut week = WorkingHours::default();
        for (day, place) in Weekday::ALL.into_iter().zip(&mut week) {
            let mut of_day = spans.remove(&day).unwrap_or_default();
            of_day.sort_by_key(|hours| (hours.from, hours.to));
            for pair in of_day.windows(2) {
                if let [first, second] = pair
                    && second.from < first.to
                    && said.insert((first.span, second.span))
                {
                    self.overlap(day, first, second);
                }
            }
            let seconds = |hours: &Spanned<Hours>| (hours.from.minutes * 60, hours.to.minutes * 60);
            *place = of_day.iter().map(seconds).collect();
        }
        week
    }

    fn overlap(&mut self, day: Weekday, first: &Spanned<Hours>, second: &Spanned<Hours>) {
        let shown = |hours: &Hours| format!("`{}..{}`", hours.from, hours.to);
        let (a, b) = (shown(first), shown(second));
        let day = day.as_str();
        let same = first.span == second.span;
        let message = match same {
            true => format!("`{day}` has the hours {a} twice"),
            false => format!("the hours {a} and {b} of `{day}` overlap"),
        };
        // What stands later in the text is the one to mend.
        let (early, late) = match first.span.start <= second.span.start {
            true => (first.span, second.span),
            false => (second.span, first.span),
        };
        let mut finding = Diagnostic::new(Code::OverlappingHours, late, message);
        finding = match same {
            true => finding.help("leave the day out of one of the entries"),
            false => finding
                .label(early, "the others are here")
                .help("let one of the two end before the other begins"),
        };
        self.report(finding);
    }

    /// The days on which nobody works, each once.
    fn holidays(&mut self, holidays: Option<&Spanned<Holidays>>) -> BTreeSet<Date> {
        let dates = match holidays.map(|holidays| &holidays.node) {
            None => Vec::new(),
            Some(Holidays::Dates(dates)) => {
                dates.iter().map(|date| (date.node, date.span)).collect()
            }
            Some(Holidays::From(path)) => self.dates_in_file(path),
        };
        let mut seen: BTreeMap<Date, Span> = BTreeMap::new();
        for (date, span) in dates {
            match seen.get(&date) {
                Some(first) => {
                    let first = *first;
                    self.duplicate_entry(&date.to_string(), span, first);
                }
                None => {
                    seen.insert(date, span);
                }
            }
        }
        seen.into_keys().collect()
    }

    /// A date a line, and behind it, if it is set apart, what the day is called.
    fn dates_in_file(&mut self, path: &ast::Quoted) -> Vec<(Date, Span)> {
        let mut dates = Vec::new();
        for (entry, span) in self.entries_of_file(path).unwrap_or_default() {
            let written = entry
                .split([' ', '\t', ',', ';'])
                .next()
                .unwrap_or_default();
            match iso_date(written) {
                Some(date) => {
                    let end = span.start as usize + written.len();
                    dates.push((date, Span::new(span.source, span.start as usize, end)));
                }
                None => {
                    let message = format!("`{entry}` is no date");
                    let finding = Diagnostic::new(Code::BadDate, span, message)
                        .label(path.span, "this file holds a date a line")
                        .help("write year, month and day, as in `2026-07-03`");
                    self.report(finding);
                }
            }
        }
        dates
    }

    /// Finds the calendars that teams and roles work.
    pub(super) fn who_works(
        &mut self,
        teams: &[(TeamId, &ast::Team)],
        roles: &[(RoleId, &ast::Role)],
    ) {
        for (id, team) in teams {
            let works = team
                .works
                .as_ref()
                .and_then(|name| self.within(None, "team", &team.name, |r| r.calendar_named(name)));
            if let Some(team) = self.model.teams.get_mut(*id) {
                team.works = works;
            }
        }
        for (id, role) in roles {
            let works = role
                .works
                .as_ref()
                .and_then(|name| self.within(None, "role", &role.name, |r| r.calendar_named(name)));
            if let Some(role) = self.model.roles.get_mut(*id) {
                role.works = works;
            }
        }
    }

    fn calendar_named(&mut self, name: &ast::Name) -> Option<CalendarId> {
        match self.names.get(&name.node) {
            Some(Declared::Calendar(id)) => {
                self.used.insert(Declared::Calendar(id));
                Some(id)
            }
            _ => {
                let wanted = |declared| matches!(declared, Declared::Calendar(_));
                self.unknown_name(&name.node, name.span, "calendar", wanted)
            }
        }
    }
}

fn is_city_of(zone: &str, city: &str) -> bool {
    let last = zone.rsplit('/').next().unwrap_or_default();
    super::names::loose(last) == super::names::loose(city)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, finding, resolved, resolved_with};

    fn with(calendar: &str) -> String {
        format!(
            "policy \"p\" {{ time zone \"Europe/Berlin\" }} team t works c {{ role r }}\n\
             lead {{ a: text key }}\ndecision d: role {{ otherwise r }}\ncalendar c {{ {calendar} }}"
        )
    }

    #[test]
    fn hours_are_kept_by_the_day_in_seconds() {
        let hours = "working hours mon..wed, fri 09:00..12:30, 13:00..17:30, sat 10:00..24:00";
        let (model, found) = resolved(&with(hours));
        assert_eq!(found, []);
        let time = &model.calendars.values().next().unwrap().time;
        let day = vec![(32_400, 45_000), (46_800, 63_000)];
        assert_eq!(time.hours[0], day);
        assert_eq!(time.hours[2], day);
        assert_eq!(time.hours[3], []);
        assert_eq!(time.hours[5], [(36_000, 86_400)]);
        assert_eq!(time.zone.name(), "Europe/Berlin");
        let (role, _) = model.roles.iter().next().unwrap();
        assert!(model.working_time_of(role).unwrap().calendar().is_some());
    }

    #[test]
    fn hours_of_one_day_do_not_overlap() {
        for (bad, code) in [
            (
                "working hours mon 09:00..13:00, 12:00..17:00",
                Code::OverlappingHours,
            ),
            (
                "working hours mon..fri 09:00..12:00, wed 11:00..15:00",
                Code::OverlappingHours,
            ),
            (
                "working hours mon, mon 09:00..12:00",
                Code::OverlappingHours,
            ),
            ("working hours mon 17:00..09:00", Code::EmptyRange),
            ("working hours mon 09:00..09:00", Code::EmptyRange),
            ("working hours fri..mon 09:00..17:00", Code::EmptyRange),
            ("working hours mon 09:00..25:00", Code::Syntax),
            ("working hours mon 09:60..10:00", Code::Syntax),
            ("", Code::Syntax),
            (
                "time zone \"Mars\"  working hours mon 09:00..17:00",
                Code::UnknownValue,
            ),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
        let good = "working hours mon 09:00..12:00, 12:00..17:00, tue 09:00..12:00";
        assert_eq!(codes(&with(good)), []);
    }

    #[test]
    fn holidays_may_stand_in_a_file() {
        let text = with("working hours mon 09:00..17:00  holidays from \"h.txt\"");
        let file = "# public\n2026-12-25\n\n2026-12-26 Boxing Day\n";
        let (model, found) = resolved_with(&text, &[("h.txt", file)]);
        assert_eq!(found, []);
        let time = &model.calendars.values().next().unwrap().time;
        assert_eq!(time.holidays.len(), 2);
        let (_, found) = resolved_with(&text, &[("h.txt", "2026-12-25\n25.12.2027\n2026-12-25\n")]);
        let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
        assert_eq!(codes, [Code::BadDate, Code::DuplicateEntry]);
        assert_eq!(self::codes(&text), [Code::MissingFile]);
    }

    #[test]
    fn a_policy_has_hours_of_its_own() {
        let text = "policy \"p\" { time zone \"Europe/Berlin\"  working hours mon 09:00..17:00 \
                    holidays 2026-12-25 }\nlead { a: text key }";
        let (model, found) = resolved(text);
        assert_eq!(found, []);
        assert_eq!(model.working_time.unwrap().holidays.len(), 1);
        let no_zone = text.replace("time zone \"Europe/Berlin\"", "");
        assert_eq!(codes(&no_zone), [Code::WrongUnit]);
        let no_hours = text.replace("working hours mon 09:00..17:00", "");
        assert_eq!(codes(&no_hours), [Code::Unused]);
    }

    #[test]
    fn zones_are_known_by_name() {
        let found = finding(
            "policy \"a\" { time zone \"New York\" }",
            Code::UnknownValue,
        );
        let fix = found.fix.unwrap();
        assert_eq!(fix.edits.first().unwrap().new_text, "\"America/New_York\"");
    }
}
