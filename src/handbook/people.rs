//! Teams, roles and when people work.

use super::{Fact, Row, Section, Table, Writer};
use crate::model::{RoleId, WorkingTime};
use crate::value::{WEEKDAYS, counted, on_one_line};
use crate::words::Phrase;

/// The most holidays of a calendar that are told.
const MOST_DAYS: usize = 24;

impl Writer<'_> {
    /// Teams with their roles, and working hours.
    pub(super) fn people(&self) -> Section {
        let mut section = Section::new("who-we-are", "Who we are");
        for (id, team) in self.model.teams.iter() {
            let mut own = Section::new(team.named.name.clone(), super::heading(&self.team(id)));
            Self::doc(&mut own, &team.named.doc);
            let roles = self.model.roles.iter().filter(|(_, role)| role.team == id);
            let rows = roles.map(|(role, it)| Row {
                id: Some(it.named.name.clone()),
                cells: vec![
                    self.words.labelled(&it.named, it.title.as_deref()),
                    Phrase::word(&it.named.name),
                    self.works(role),
                    self.person(role),
                    Phrase::marked(&on_one_line(&it.named.doc)),
                ],
            });
            let columns = [
                "Role",
                "In the policy",
                "Works",
                "Who that is",
                "What it means",
            ];
            own.table(Table {
                caption: Phrase::from("Roles of ") + self.team(id),
                columns: columns.map(str::to_owned).to_vec(),
                rows: rows.collect(),
                is_matrix: false,
            });
            section.sections.push(own);
        }
        let hours = self.hours();
        if !hours.is_empty() {
            section.sections.push(hours);
        }
        section
    }

    /// The calendars, that of the policy first.
    fn hours(&self) -> Section {
        let mut section = Section::new("when-we-work", "When we work");
        let own = self.model.working_time.iter();
        let own = own.map(|time| ("Everybody who has no other hours".to_owned(), time));
        let named = self.model.calendars.values();
        let named = named.map(|it| (format!("Calendar {}", it.named.name), &it.time));
        let facts = own.chain(named).map(|(label, time)| {
            let holidays = holidays(time).map(Phrase::from);
            let says = std::iter::once(Phrase::from(hours_of(time))).chain(holidays);
            Fact::new(&label, says)
        });
        section.facts(facts.collect());
        section
    }

    /// When a role works, in words.
    pub(super) fn works(&self, role: RoleId) -> Phrase {
        let time = self.model.working_time_of(role);
        time.map_or(Phrase::default(), |time| hours_of(time).into())
    }

    /// Who that is, where a field holds the person.
    pub(super) fn person(&self, role: RoleId) -> Phrase {
        let role = self.model.roles.get(role);
        match role.and_then(|role| role.named_in) {
            Some(field) => Phrase::from("the person named in ") + self.field(field),
            None => Phrase::default(),
        }
    }
}

/// "Monday to Friday 09:00 to 17:30 (Europe/London)".
pub(super) fn hours_of(time: &WorkingTime) -> String {
    let days: Vec<(&str, &Vec<(u32, u32)>)> = WEEKDAYS.into_iter().zip(&time.hours).collect();
    let stretches = days.chunk_by(|(_, a), (_, b)| a == b);
    let working = stretches.filter_map(|days| {
        let (first, hours) = days.first()?;
        let (last, _) = days.last()?;
        let spans: Vec<String> = hours.iter().map(span).collect();
        let name = match days.len() {
            1 => (*first).to_owned(),
            2 => format!("{first} and {last}"),
            _ => format!("{first} to {last}"),
        };
        (!spans.is_empty()).then(|| format!("{name} {}", spans.join(" and ")))
    });
    let working: Vec<String> = working.collect();
    format!("{} ({})", working.join(", "), time.zone.name())
}

fn span((opens, closes): &(u32, u32)) -> String {
    format!("{} to {}", clock(*opens), clock(*closes))
}

/// A second of the day as a clock shows it; 24:00 is its end.
fn clock(second: u32) -> String {
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

fn holidays(time: &WorkingTime) -> Option<String> {
    let days = time.holidays.iter().take(MOST_DAYS);
    let days: Vec<String> = days.map(ToString::to_string).collect();
    let more = match time.holidays.len().checked_sub(MOST_DAYS) {
        Some(more @ 1..) => format!(" and {more} more"),
        Some(_) | None => String::new(),
    };
    let count = counted(time.holidays.len(), "holiday", "holidays");
    (!days.is_empty()).then(|| format!("{count}: {}{more}", days.join(", ")))
}

/// The name of a day of the week, from 0 for Monday.
pub(super) fn weekday(at: i8) -> &'static str {
    let place = usize::try_from(at).unwrap_or_default();
    WEEKDAYS.get(place).copied().unwrap_or_default()
}
