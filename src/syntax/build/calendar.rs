//! Calendars: working hours, holidays.

use super::{Builder, first_name, first_text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::ast::{
    Calendar, Days, Holidays, Hours, HoursEntry, Literal, Name, TimeOfDay, Weekday, WorkingHours,
};
use crate::syntax::grammar::{Node, Rule};

/// The minutes of a day.
const DAY: u32 = 24 * 60;

impl Builder<'_> {
    pub(super) fn calendar(&mut self, node: &Node<'_>) -> Option<Calendar> {
        let doc = self.doc(node);
        let mut calendar = Calendar {
            doc,
            name: first_name(node)?,
            time_zone: None,
            working_hours: None,
            holidays: None,
        };
        for clause in node
            .children()
            .filter(|child| child.rule() == Rule::calendar_clause)
        {
            let clause = clause.child()?;
            match clause.rule() {
                Rule::policy_zone => self.once(
                    &mut calendar.time_zone,
                    first_text(&clause)?,
                    "`time zone`",
                    &clause,
                ),
                Rule::working_hours => {
                    let hours = self.working_hours(&clause)?;
                    self.once(
                        &mut calendar.working_hours,
                        hours,
                        "`working hours`",
                        &clause,
                    );
                }
                _ => {
                    let holidays = self.holidays(&clause)?;
                    self.once(&mut calendar.holidays, holidays, "`holidays`", &clause);
                }
            }
        }
        Some(calendar)
    }

    /// The calendar that a team or role works.
    pub(super) fn works(&mut self, node: &Node<'_>) -> Option<Name> {
        node.find(Rule::works).and_then(|works| first_name(&works))
    }

    /// `working hours mon..fri 09:00..17:30`
    pub(super) fn working_hours(&mut self, node: &Node<'_>) -> Option<Spanned<WorkingHours>> {
        let mut entries = Vec::new();
        for entry in node
            .children()
            .filter(|child| child.rule() == Rule::hours_entry)
        {
            let (mut days, mut hours) = (Vec::new(), Vec::new());
            for child in entry.children() {
                match child.rule() {
                    Rule::days => days.push(self.days(&child)?),
                    Rule::hours => hours.push(self.hours(&child)?),
                    _ => {}
                }
            }
            entries.push(entry.spanned(HoursEntry { days, hours }));
        }
        Some(node.spanned(WorkingHours { entries }))
    }

    fn days(&mut self, node: &Node<'_>) -> Option<Spanned<Days>> {
        let days = node
            .children()
            .filter(|child| child.rule() == Rule::weekday);
        let mut days = days.filter_map(|day| Weekday::named(day.text()));
        let (first, last) = (days.next()?, days.next());
        if last.is_some_and(|last| last <= first) {
            let message = format!("`{}` is no range of days", node.text());
            let finding = Diagnostic::new(Code::EmptyRange, node.span(), message).help(
                "a week runs from `mon` to `sun`; write days that do not follow each other in it \
                 with a comma, as in `sat, sun, mon`",
            );
            return self.refuse(finding);
        }
        Some(node.spanned(Days { first, last }))
    }

    fn hours(&mut self, node: &Node<'_>) -> Option<Spanned<Hours>> {
        let mut ends = Vec::new();
        for time in node
            .children()
            .filter(|child| child.rule() == Rule::time_of_day)
        {
            ends.push(self.time_of_day(&time)?);
        }
        let [from, to] = <[TimeOfDay; 2]>::try_from(ends).ok()?;
        if from < to {
            return Some(node.spanned(Hours { from, to }));
        }
        let message = format!("`{}` ends before it begins", node.text());
        let finding = Diagnostic::new(Code::EmptyRange, node.span(), message);
        self.refuse(finding.help(match to.minutes {
            0 => format!("the end of a day is written `24:00`: `{from}..24:00`"),
            _ => format!(
                "hours over midnight are two: `{from}..24:00` of the one day and `00:00..{to}` of \
                 the next"
            ),
        }))
    }

    fn time_of_day(&mut self, node: &Node<'_>) -> Option<TimeOfDay> {
        let (hours, minutes) = node.text().split_once(':')?;
        let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
        let time = TimeOfDay {
            minutes: hours * 60 + minutes,
        };
        if minutes < 60 && time.minutes <= DAY {
            return Some(time);
        }
        let message = format!("there is no such time of day as `{}`", node.text());
        let finding = Diagnostic::new(Code::Syntax, node.span(), message)
            .help("write hours and minutes from `00:00` to `24:00`");
        self.refuse(finding)
    }

    /// `holidays 2026-07-03, 2026-11-26`
    pub(super) fn holidays(&mut self, node: &Node<'_>) -> Option<Spanned<Holidays>> {
        if let Some(from) = node.find(Rule::list_from) {
            return Some(node.spanned(Holidays::From(first_text(&from)?)));
        }
        let mut dates = Vec::new();
        for moment in node.children().filter(|child| child.rule() == Rule::moment) {
            let moment = self.moment(&moment)?;
            let Literal::Date(date) = moment.node else {
                let message = "a holiday is a whole day";
                let finding = Diagnostic::new(Code::Syntax, moment.span, message)
                    .help("write the date alone, as in `2026-07-03`");
                return self.refuse(finding);
            };
            dates.push(Spanned::new(date, moment.span));
        }
        Some(node.spanned(Holidays::Dates(dates)))
    }
}
