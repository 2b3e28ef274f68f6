//! Calendars: working hours, holidays.

use super::block::Block;
use super::doc::Doc;
use super::expr::{closed, with_commas};
use super::item::head;
use super::literal;
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Calendar, Holidays, HoursEntry, Name, WorkingHours};

/// A clause of a block whose words share a column.
pub(super) struct Clause {
    /// Its words.
    pub(super) word: &'static str,
    /// The words at their place, and what follows them.
    pub(super) docs: (Doc, Doc),
}

impl Origin<'_> {
    pub(super) fn calendar(&self, calendar: &Calendar, span: Span) -> Doc {
        let zone = calendar.time_zone.as_ref();
        let hours = calendar.working_hours.as_ref();
        let holidays = calendar.holidays.as_ref();
        let others = hours.map(|it| it.span).into_iter();
        let others: Vec<Span> = others.chain(holidays.map(|it| it.span)).collect();
        let zone = zone.map(|zone| Clause {
            word: "time zone",
            docs: (
                self.keyword("time zone", zone.span, calendar.name.span, &others),
                literal::quoted(zone),
            ),
        });
        let hours = hours.map(|hours| self.working_hours(hours));
        let holidays = holidays.map(|holidays| self.holidays(holidays));
        let clauses: Vec<Clause> = [zone, hours, holidays].into_iter().flatten().collect();
        self.block(Block {
            head: head(span, "calendar ", literal::name(&calendar.name)),
            head_end: calendar.name.span.end,
            entries: in_columns(clauses),
            close: closed(span),
            short: true,
        })
    }

    /// `working hours mon..fri 09:00..17:30`
    pub(super) fn working_hours(&self, hours: &Spanned<WorkingHours>) -> Clause {
        let entries = hours.entries.iter();
        let entries = entries.map(|entry| (entry.span, hours_text(entry)));
        let entries = self.fill(with_commas(entries.collect()), " ");
        Clause {
            word: "working hours",
            docs: (
                head(hours.span, "working hours", Doc::text("")),
                Doc::align(entries),
            ),
        }
    }

    /// `holidays 2026-07-03, 2026-11-26`
    pub(super) fn holidays(&self, holidays: &Spanned<Holidays>) -> Clause {
        let days = match &holidays.node {
            Holidays::From(file) => Doc::Concat(vec![Doc::text("from "), literal::quoted(file)]),
            Holidays::Dates(dates) => {
                let dates = dates.iter().map(|date| (date.span, date.to_string()));
                Doc::align(self.fill(with_commas(dates.collect()), " "))
            }
        };
        Clause {
            word: "holidays",
            docs: (head(holidays.span, "holidays", Doc::text("")), days),
        }
    }
}

/// ` works uk` where there is a calendar, else nothing.
pub(super) fn works(calendar: Option<&Name>) -> Doc {
    calendar.map_or_else(
        || Doc::text(""),
        |calendar| Doc::Concat(vec![Doc::text(" works "), literal::name(calendar)]),
    )
}

/// The clauses; where each stands on a line of its own, what follows their words stands in a column.
pub(super) fn in_columns(clauses: Vec<Clause>) -> Vec<Doc> {
    let width = clauses.iter().map(|clause| clause.word.len()).max();
    let entry = |clause: Clause| {
        let (words, rest) = clause.docs;
        let pad = Doc::pad(clause.word, width.unwrap_or(0));
        Doc::Concat(vec![words, pad, Doc::text(" "), rest])
    };
    clauses.into_iter().map(entry).collect()
}

/// `mon..wed, fri 09:00..12:30, 13:00..17:30`
fn hours_text(entry: &HoursEntry) -> String {
    let days = entry.days.iter().map(|days| match days.last {
        None => days.first.as_str().to_owned(),
        Some(last) => format!("{}..{}", days.first.as_str(), last.as_str()),
    });
    let hours = entry.hours.iter();
    let hours = hours.map(|hours| format!("{}..{}", hours.from, hours.to));
    let days: Vec<String> = days.collect();
    let hours: Vec<String> = hours.collect();
    format!("{} {}", days.join(", "), hours.join(", "))
}
