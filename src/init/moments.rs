//! Which form of dates a column is written in, by evidence over all of its cells.
//!
//! Cells are sorted by their shape (`01-02-2018` is of the shape `0-0-0`), and only the forms of
//! that shape are tried. A column has dates where each of its shapes has a form that reads all of
//! its cells.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::value::{Date, DateForm, IsoMoment, iso_date, iso_datetime};

/// The longest text that may be a date, in bytes.
const LONGEST: usize = 40;
/// Most shapes of a column: one with more has no dates.
const MOST_SHAPES: usize = 6;

/// What comes first in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The day: `31-07-2026`.
    DayFirst,
    /// The month: `07/31/2026`.
    MonthFirst,
    /// Nothing can be mixed up: the year comes first, or the month is a word.
    Plain,
}

/// A form that cells may be written in.
#[derive(Debug)]
struct Candidate {
    /// `None` for ISO 8601, which is read without a form.
    form: Option<DateForm>,
    order: Order,
}

/// Dates without a time of day; of two that read the same text the first is meant.
const DATES: &[(&str, Order)] = &[
    ("%Y-%m-%d", Order::Plain),
    ("%Y/%m/%d", Order::Plain),
    ("%Y.%m.%d", Order::Plain),
    ("%d-%m-%Y", Order::DayFirst),
    ("%m-%d-%Y", Order::MonthFirst),
    ("%m/%d/%Y", Order::MonthFirst),
    ("%d/%m/%Y", Order::DayFirst),
    ("%d.%m.%Y", Order::DayFirst),
    ("%d-%m-%y", Order::DayFirst),
    ("%m-%d-%y", Order::MonthFirst),
    ("%m/%d/%y", Order::MonthFirst),
    ("%d/%m/%y", Order::DayFirst),
    ("%d.%m.%y", Order::DayFirst),
    ("%d %b %Y", Order::Plain),
    ("%d %B %Y", Order::Plain),
    ("%d %b, %Y", Order::Plain),
    ("%d %B, %Y", Order::Plain),
    ("%d-%b-%Y", Order::Plain),
    ("%d-%b-%y", Order::Plain),
    ("%b %d, %Y", Order::Plain),
    ("%B %d, %Y", Order::Plain),
    ("%b %d %Y", Order::Plain),
    ("%A, %B %d, %Y", Order::Plain),
    ("%a, %d %b %Y", Order::Plain),
];

/// What may follow a date.
const TIMES: &[&str] = &[
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S%.f",
    " %I:%M %p",
    " %I:%M:%S %p",
    " %I:%M%p",
    ", %H:%M",
    ", %H:%M:%S",
    ", %I:%M %p",
    ", %I:%M:%S %p",
];

/// All candidates by the shape of what they read; of one shape in the order of preference.
static CANDIDATES: LazyLock<BTreeMap<String, Vec<Candidate>>> = LazyLock::new(|| {
    let mut all: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for (date, order) in DATES {
        for time in TIMES {
            let text = format!("{date}{time}");
            if let Ok(form) = DateForm::new(&text) {
                let candidate = Candidate {
                    form: Some(form),
                    order: *order,
                };
                all.entry(form_shape(&text)).or_default().push(candidate);
            }
        }
    }
    all
});

static ISO: Candidate = Candidate {
    form: None,
    order: Order::Plain,
};

impl Candidate {
    /// The day that the text names, and whether it says a time of day.
    fn read(&self, text: &str) -> Option<(Date, bool)> {
        match &self.form {
            Some(form) => Some((form.date(text)?, form.has_time())),
            None => iso_date(text).map(|date| (date, false)).or_else(|| {
                let date = match iso_datetime(text)? {
                    IsoMoment::Civil(wall) => wall.date(),
                    // The day at the place of writing: it is shown only, never compared.
                    IsoMoment::Exact(_) => iso_date(text.get(..10)?)?,
                };
                Some((date, true))
            }),
        }
    }
}

/// How many cells of a shape a candidate reads.
#[derive(Debug, Clone)]
struct Fit {
    candidate: &'static Candidate,
    cells: u64,
    range: Option<(Date, Date)>,
    has_time: bool,
}

/// The cells of one shape.
#[derive(Debug, Clone)]
struct Group {
    cells: u64,
    fits: Vec<Fit>,
}

/// What is known of a column's cells as dates.
#[derive(Debug, Clone, Default)]
pub(super) struct Moments {
    groups: BTreeMap<String, Group>,
    /// Cells that are dates in some form.
    pub(super) cells: u64,
}

/// How a column's dates are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dates {
    /// The forms; none for ISO 8601.
    pub(super) forms: Vec<String>,
    /// Some say a time of day.
    pub(super) has_time: bool,
    /// The first and the last day.
    pub(super) range: Option<(Date, Date)>,
    /// What comes first, where cells prove it.
    pub(super) proven: Option<Order>,
    /// Cells that another form would read as another day; where that is all of them, the form was
    /// chosen by `hint`.
    pub(super) ambiguous: bool,
}

impl Moments {
    /// Takes note of so many cells with this text; whether it is a date in some form.
    pub(super) fn note(&mut self, text: &str, cells: u64) -> bool {
        if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return false;
        }
        let shape = shape(text);
        let mut known = false;
        if !self.groups.contains_key(&shape) && self.groups.len() >= MOST_SHAPES {
            return false;
        }
        let candidates = || {
            let others = CANDIDATES.get(&shape).map_or(&[][..], Vec::as_slice);
            std::iter::once(&ISO).chain(others)
        };
        let readings: Vec<_> = candidates().map(|it| (it, it.read(text))).collect();
        if readings.iter().all(|(_, read)| read.is_none()) {
            return false;
        }
        let group = self.groups.entry(shape.clone()).or_insert_with(|| Group {
            cells: 0,
            fits: candidates()
                .map(|candidate| Fit {
                    candidate,
                    cells: 0,
                    range: None,
                    has_time: false,
                })
                .collect(),
        });
        group.cells += cells;
        for (fit, (_, read)) in group.fits.iter_mut().zip(readings) {
            if let Some((date, has_time)) = read {
                known = true;
                fit.cells += cells;
                fit.has_time |= has_time;
                let (first, last) = fit.range.unwrap_or((date, date));
                fit.range = Some((first.min(date), last.max(date)));
            }
        }
        self.cells += if known { cells } else { 0 };
        known
    }

    /// How the cells are read as dates, if all of them can be. Where all can be read day first and
    /// month first, `hint` says which is meant.
    pub(super) fn dates(&self, hint: Option<Order>) -> Option<Dates> {
        let mut dates = Dates {
            forms: Vec::new(),
            has_time: false,
            range: None,
            proven: None,
            ambiguous: false,
        };
        let iso_only = self.groups.values().all(|group| {
            group
                .fits
                .iter()
                .any(|fit| fit.is_iso() && fit.cells == group.cells)
        });
        for group in self.groups.values() {
            let whole = |fit: &&Fit| fit.cells == group.cells && fit.is_iso() == iso_only;
            let fits: Vec<&Fit> = group.fits.iter().filter(whole).collect();
            let first = *fits.first()?;
            let mixed_up = fits
                .iter()
                .any(|fit| fit.candidate.order != first.candidate.order);
            let hinted = fits
                .iter()
                .find(|fit| Some(fit.candidate.order) == hint)
                .filter(|_| mixed_up);
            let chosen = *hinted.unwrap_or(&first);
            dates.ambiguous |= mixed_up;
            if !mixed_up && chosen.candidate.order != Order::Plain {
                dates.proven = Some(chosen.candidate.order);
            }
            dates.has_time |= chosen.has_time;
            if let Some((from, to)) = chosen.range {
                let (first, last) = dates.range.unwrap_or((from, to));
                dates.range = Some((first.min(from), last.max(to)));
            }
            let form = chosen.candidate.form.as_ref().map(DateForm::as_str);
            if let Some(form) = form.filter(|form| !dates.forms.iter().any(|it| it == form)) {
                dates.forms.push(form.to_owned());
            }
        }
        (!self.groups.is_empty()).then_some(dates)
    }
}

impl Fit {
    fn is_iso(&self) -> bool {
        self.candidate.form.is_none()
    }
}

/// A text with each run of digits as `0`, each run of letters as `a` and each run of blanks as one.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.trim().chars() {
        let sign = match c {
            c if c.is_ascii_digit() => '0',
            c if c.is_alphabetic() => 'a',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if !(shape.ends_with(sign) && matches!(sign, '0' | 'a' | ' ')) {
            shape.push(sign);
        }
    }
    shape
}

/// The shape of what a form reads.
fn form_shape(form: &str) -> String {
    let mut text = String::new();
    let mut chars = form.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('b' | 'B' | 'p' | 'a' | 'A') => text.push('a'),
            // A fraction of a second: `%.f` reads `.25`.
            Some('.') => {
                chars.next();
                text.push_str(".0");
            }
            _ => text.push('0'),
        }
    }
    shape(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(texts: &[&str]) -> Moments {
        let mut moments = Moments::default();
        for text in texts {
            assert!(moments.note(text, 1), "{text}");
        }
        moments
    }

    fn forms(texts: &[&str], hint: Option<Order>) -> Option<(Vec<String>, bool, bool)> {
        let dates = moments(texts).dates(hint)?;
        Some((dates.forms, dates.has_time, dates.ambiguous))
    }

    #[test]
    fn one_date_that_fits_one_order_decides_for_all() {
        let day_first = forms(&["01-02-2018", "31-01-2018"], None);
        assert_eq!(day_first, Some((vec!["%d-%m-%Y".into()], false, false)));
        let month_first = forms(&["1/2/2018", "1/31/2018"], Some(Order::DayFirst));
        assert_eq!(month_first, Some((vec!["%m/%d/%Y".into()], false, false)));
    }

    #[test]
    fn the_hint_decides_where_no_date_does() {
        let hinted = |hint| forms(&["1/2/2018 9:05", "3/4/2018 10:15"], hint);
        let form = |form: &str| Some((vec![form.to_owned()], true, true));
        assert_eq!(hinted(None), form("%m/%d/%Y %H:%M"));
        assert_eq!(hinted(Some(Order::DayFirst)), form("%d/%m/%Y %H:%M"));
    }

    #[test]
    fn forms_of_exports_are_known() {
        for (text, form) in [
            ("15 Apr, 2021 00:03:00", "%d %b, %Y %H:%M:%S"),
            ("5/17/24 10:26", "%m/%d/%y %H:%M"),
            ("26-02-2018 19:58", "%d-%m-%Y %H:%M"),
            ("7/31/2026, 9:05 PM", "%m/%d/%Y, %I:%M %p"),
            ("Jul 1, 2026", "%b %d, %Y"),
            ("May 1, 2026", "%b %d, %Y"),
            ("July 1, 2026", "%B %d, %Y"),
            ("31.07.26", "%d.%m.%y"),
        ] {
            let found = moments(&[text]).dates(None).map(|dates| dates.forms);
            assert_eq!(found, Some(vec![form.to_owned()]), "{text}");
        }
        for text in ["2018-01-02", "2018-01-02 10:00", "2018-01-02T10:00:00Z"] {
            let found = moments(&[text]).dates(None).unwrap();
            assert!(found.forms.is_empty(), "{text}");
        }
    }

    #[test]
    fn several_shapes_have_a_form_each() {
        let found = moments(&["2018-01-02", "03/31/2018"]).dates(None).unwrap();
        assert_eq!(found.forms, ["%Y-%m-%d", "%m/%d/%Y"]);
        // What is written both ways can be read in neither.
        assert_eq!(moments(&["31/01/2018", "01/31/2018"]).dates(None), None);
        // No form reads an offset.
        let offset = moments(&["2018-01-02T10:00:00Z", "03/31/2018"]);
        assert_eq!(offset.dates(None), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "Select", "May-20", "12", "1.5", "2018-13-01", "10:15"] {
            assert!(!Moments::default().note(text, 1), "{text}");
        }
    }
}
