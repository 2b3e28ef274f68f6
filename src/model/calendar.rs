//! Calendars: when people work.

use std::collections::BTreeSet;

use super::{CalendarId, Model, Named, RoleId};
use crate::value::{self, Date, WorkingHours, Zone};

/// When people work, on the wall clock of a zone, as it is written.
#[derive(Debug, Clone)]
pub struct WorkingTime {
    /// Where the clock hangs.
    pub zone: Zone,
    /// The hours of each day of the week.
    pub hours: WorkingHours,
    /// The days on which nobody works.
    pub holidays: BTreeSet<Date>,
    /// What counts business time by it, made once for all leads.
    calendar: Option<value::Calendar>,
}

impl WorkingTime {
    /// These hours, none on holidays.
    #[must_use]
    pub fn new(zone: Zone, hours: WorkingHours, holidays: BTreeSet<Date>) -> WorkingTime {
        let calendar = value::Calendar::new(zone.clone(), hours.clone(), holidays.clone());
        WorkingTime {
            zone,
            hours,
            holidays,
            calendar: calendar.ok(),
        }
    }

    /// The calendar that counts business time by it; none where a fault of it has been reported.
    #[must_use]
    pub fn calendar(&self) -> Option<&value::Calendar> {
        self.calendar.as_ref()
    }
}

/// A calendar with a name.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Its name.
    pub named: Named,
    /// When people work.
    pub time: WorkingTime,
}

impl Model {
    /// On whose working time the clock of a role runs: the role's own calendar, its team's, or the
    /// policy's.
    #[must_use]
    pub fn working_time_of(&self, role: RoleId) -> Option<&WorkingTime> {
        self.roles.get(role)?;
        match self.calendar_of(role) {
            Some(calendar) => self.calendars.get(calendar).map(|it| &it.time),
            None => self.working_time.as_ref(),
        }
    }

    /// The calendar with a name by which the clock of a role runs: the role's own, or its team's.
    #[must_use]
    pub fn calendar_of(&self, role: RoleId) -> Option<CalendarId> {
        let role = self.roles.get(role)?;
        let of_team = || self.teams.get(role.team).and_then(|team| team.works);
        role.works.or_else(of_team)
    }
}
