//! Calendars: when people work.

use std::collections::BTreeSet;

use super::{Model, Named, RoleId};
use crate::value::{self, Date, WorkingHours, Zone};

/// When people work, on the wall clock of a zone: what [`crate::value::Calendar::new`] takes.
#[derive(Debug, Clone)]
pub struct WorkingTime {
    /// Where the clock hangs.
    pub zone: Zone,
    /// The hours of each day of the week.
    pub hours: WorkingHours,
    /// The days on which nobody works.
    pub holidays: BTreeSet<Date>,
}

impl WorkingTime {
    /// The calendar that counts business time by it; none where a fault of it has been reported.
    #[must_use]
    pub fn calendar(&self) -> Option<value::Calendar> {
        let (hours, holidays) = (self.hours.clone(), self.holidays.clone());
        value::Calendar::new(self.zone.clone(), hours, holidays).ok()
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
        let role = self.roles.get(role)?;
        let of_team = || self.teams.get(role.team).and_then(|team| team.works);
        let calendar = role.works.or_else(of_team);
        match calendar {
            Some(calendar) => self.calendars.get(calendar).map(|it| &it.time),
            None => self.working_time.as_ref(),
        }
    }
}
