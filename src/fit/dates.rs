//! Do a column's dates read by other forms than the declared ones? Where all do, day and month may
//! have changed places without a word; where only the other form reads them, it is the right one.

use crate::data::DateForms;
use crate::model::Cell;
use crate::value::{DateForm, Value};

/// Dates as exports write them, tried where the policy declares none.
const COMMON_DATES: &[&str] = &[
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%m-%d-%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%m/%d/%y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d-%m-%y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
];
/// What may stand behind them.
const COMMON_TIMES: &[&str] = &["", " %H:%M", " %H:%M:%S", " %I:%M %p"];

/// Other forms are given up when they failed so often, and more often than they helped.
const MOST_FAILED: u64 = 20;

/// What the texts of one column say, by the declared forms and by others.
#[derive(Debug)]
pub(super) struct DateTally<'m> {
    declared: DateForms<'m>,
    others: Vec<Other<'m>>,
    /// Texts that the declared forms read.
    read: u64,
}

/// Other forms, and what becomes of the texts by them.
#[derive(Debug)]
struct Other<'m> {
    forms: DateForms<'m>,
    /// Texts that only these read.
    gained: u64,
    /// Texts that neither these nor the declared forms read.
    failed: u64,
    /// Texts that both read, as different days or instants; the first of them.
    differ: u64,
    example: Option<(String, Value, Value)>,
}

/// That all dates of a column read both ways.
pub(super) struct BothWays<'a> {
    /// How many there are.
    pub(super) dates: u64,
    /// How many of them are another day by the other forms.
    pub(super) differ: u64,
    /// One of those, with what it is by the declared forms, and by the others.
    pub(super) example: &'a (String, Value, Value),
    /// The declared forms.
    pub(super) declared: Vec<&'a str>,
    /// The others.
    pub(super) other: Vec<&'a str>,
}

impl<'m> DateTally<'m> {
    pub(super) fn new(declared: DateForms<'m>) -> Self {
        let others: Vec<DateForms<'m>> = match declared.is_iso() {
            true => common().map(|form| declared.only(form)).collect(),
            false => declared.swapped().into_iter().collect(),
        };
        let other = |forms| Other {
            forms,
            gained: 0,
            failed: 0,
            differ: 0,
            example: None,
        };
        DateTally {
            declared,
            others: others.into_iter().map(other).collect(),
            read: 0,
        }
    }

    /// Takes note of a text and of what the declared forms make of it.
    pub(super) fn add(&mut self, text: &str, cell: &Cell) {
        let declared = match cell {
            Cell::Missing => return,
            Cell::Bad if text.trim().is_empty() => return,
            Cell::Bad => None,
            Cell::Known(value) => Some(value),
        };
        self.read += u64::from(declared.is_some());
        self.others.retain_mut(|other| other.add(text, declared));
    }

    /// The forms that read what the declared ones do, and also all or nearly all that these do not;
    /// several where they cannot be told apart.
    pub(super) fn better(&self) -> Vec<Vec<&str>> {
        let most = self.others.iter().map(|other| other.gained).max();
        let best = self
            .others
            .iter()
            .filter(|other| Some(other.gained) == most && other.gained > other.failed);
        best.map(|other| other.forms.texts()).collect()
    }

    /// That every date reads both ways, and not all of them as the same.
    pub(super) fn both_ways(&self) -> Option<BothWays<'_>> {
        let other = self
            .others
            .iter()
            .find(|other| other.gained == 0 && other.differ > 0)?;
        Some(BothWays {
            dates: self.read,
            differ: other.differ,
            example: other.example.as_ref()?,
            declared: self.declared.texts(),
            other: other.forms.texts(),
        })
    }
}

impl Other<'_> {
    /// Takes note of a text; whether these forms may still be of use.
    fn add(&mut self, text: &str, declared: Option<&Value>) -> bool {
        match (self.forms.read(text), declared) {
            // What is read now must stay readable.
            (None, Some(_)) => return false,
            (None, None) => self.failed += 1,
            (Some(_), None) => self.gained += 1,
            (Some(other), Some(declared)) if other != *declared => {
                self.differ += 1;
                let example = || (text.trim().to_owned(), declared.clone(), other);
                self.example.get_or_insert_with(example);
            }
            (Some(_), Some(_)) => {}
        }
        self.failed <= MOST_FAILED.max(self.gained)
    }
}

fn common() -> impl Iterator<Item = DateForm> {
    let forms = COMMON_DATES
        .iter()
        .flat_map(|date| COMMON_TIMES.iter().map(move |time| format!("{date}{time}")));
    forms.filter_map(|form| DateForm::new(&form).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_common_forms_are_forms() {
        assert_eq!(common().count(), COMMON_DATES.len() * COMMON_TIMES.len());
    }
}
