//! Dates and datetimes by the forms of a column or a source, else as ISO 8601 writes them.

use crate::model::{ColumnMapping, Model, SourceMapping};
use crate::value::{Date, DateForm, Instant, IsoMoment, Zone, iso_date, iso_datetime};

/// How a column's dates and datetimes are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forms<'m> {
    /// Forms of dates; none for ISO 8601.
    pub(super) dates: &'m [DateForm],
    /// Forms of datetimes; none for ISO 8601.
    pub(super) datetimes: &'m [DateForm],
    /// The policy's zone.
    pub(super) zone: &'m Zone,
}

impl<'m> Forms<'m> {
    /// The forms of a column: its own, of dates, datetimes or both, stand for the source's.
    pub(super) fn of(
        model: &'m Model,
        source: Option<&'m SourceMapping>,
        column: Option<&'m ColumnMapping>,
    ) -> Self {
        let own = column.map(|column| column.dated.as_slice());
        let own = own.filter(|forms| !forms.is_empty());
        let forms = |all: fn(&SourceMapping) -> &[DateForm]| {
            own.or_else(|| source.map(all)).unwrap_or_default()
        };
        Forms {
            dates: forms(|source| &source.dates),
            datetimes: forms(|source| &source.datetimes),
            zone: &model.zone,
        }
    }

    /// The day that a text names. Where no form is declared, an ISO datetime is its day in the
    /// policy's zone.
    pub(super) fn date(&self, text: &str) -> Option<Date> {
        if self.dates.is_empty() {
            return iso_date(text).or_else(|| Some(self.zone.date(self.instant(text)?)));
        }
        self.dates.iter().find_map(|form| form.date(text))
    }

    /// The instant that a text names; a date alone is the start of that day.
    pub(super) fn datetime(&self, text: &str) -> Option<Instant> {
        let by_form = |form: &DateForm| self.zone.instant(form.datetime(text)?);
        let exact = match self.datetimes {
            [] => self.instant(text),
            forms => forms.iter().find_map(by_form),
        };
        exact.or_else(|| {
            let day = match self.dates {
                [] => iso_date(text),
                // A form with a time of day would lose it here.
                forms => forms
                    .iter()
                    .filter(|f| !f.has_time())
                    .find_map(|form| form.date(text)),
            };
            self.zone.start_of_day(day?)
        })
    }

    fn instant(&self, text: &str) -> Option<Instant> {
        match iso_datetime(text)? {
            IsoMoment::Civil(wall) => self.zone.instant(wall),
            IsoMoment::Exact(instant) => Some(instant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(texts: &[&str]) -> Vec<DateForm> {
        texts
            .iter()
            .map(|text| DateForm::new(text).unwrap())
            .collect()
    }

    fn date(dates: &[&str], text: &str) -> Option<String> {
        let zone = Zone::named("America/New_York").unwrap();
        let forms = Forms {
            dates: &forms(dates),
            datetimes: &[],
            zone: &zone,
        };
        forms.date(text).map(|date| date.to_string())
    }

    fn datetime(dates: &[&str], datetimes: &[&str], text: &str) -> Option<String> {
        let zone = Zone::named("America/New_York").unwrap();
        let forms = Forms {
            dates: &forms(dates),
            datetimes: &forms(datetimes),
            zone: &zone,
        };
        forms.datetime(text).map(|instant| zone.show(instant))
    }

    #[test]
    fn dates_by_form_or_as_iso() {
        let day = Some("2026-07-01".to_owned());
        assert_eq!(date(&[], "2026-07-01"), day);
        assert_eq!(date(&[], "07/01/2026"), None);
        // The day is that of the policy's zone, where it is still the evening before.
        assert_eq!(date(&[], "2026-07-02T02:00:00Z"), day);
        assert_eq!(date(&[], "2026-07-01 23:59"), day);
        assert_eq!(date(&["%m/%d/%Y", "%d.%m.%Y"], "7/1/2026"), day);
        assert_eq!(date(&["%m/%d/%Y", "%d.%m.%Y"], "01.07.2026"), day);
        assert_eq!(date(&["%m/%d/%Y"], "2026-07-01"), None);
        assert_eq!(date(&["%m/%d/%Y"], "07/01/2026 10:00"), None);
        assert_eq!(date(&["%m/%d/%Y %H:%M"], "07/01/2026 10:00"), day);
        assert_eq!(date(&[], "2026-02-30"), None);
    }

    #[test]
    fn datetimes_by_form_or_as_iso() {
        let nine = Some("2026-07-01T09:00:00-04:00".to_owned());
        let midnight = Some("2026-07-01T00:00:00-04:00".to_owned());
        assert_eq!(datetime(&[], &[], "2026-07-01T09:00"), nine);
        assert_eq!(datetime(&[], &[], "2026-07-01T13:00Z"), nine);
        assert_eq!(datetime(&[], &[], "2026-07-01"), midnight);
        assert_eq!(datetime(&[], &["%m/%d/%Y %H:%M"], "7/1/2026 9:00"), nine);
        assert_eq!(datetime(&[], &["%m/%d/%Y %H:%M"], "2026-07-01T09:00"), None);
        assert_eq!(
            datetime(&["%m/%d/%Y"], &["%m/%d/%Y %H:%M"], "7/1/2026"),
            midnight
        );
        assert_eq!(datetime(&["%m/%d/%Y"], &[], "2026-07-01"), None);
        assert_eq!(datetime(&["%m/%d/%Y %H:%M"], &[], "7/1/2026 9:00"), None);
        assert_eq!(datetime(&[], &[], "soon"), None);
    }
}
