//! What the cells of a column are, counted as they pass.

use std::collections::BTreeMap;

use super::moments::Moments;
use crate::data::WrittenNumber;
use crate::value::Number;

/// Most texts that are kept of those which are no number, or no date.
const MOST_ODD: usize = 8;
/// The longest text that is kept of them, in characters.
const LONGEST_ODD: usize = 60;

/// A few texts with how often each stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Few {
    /// The texts.
    pub(super) texts: BTreeMap<String, u64>,
    /// There were more, or longer ones, so that not all are kept.
    pub(super) more: bool,
}

impl Few {
    fn add(&mut self, text: &str, cells: u64) {
        if let Some(count) = self.texts.get_mut(text) {
            *count += cells;
        } else if self.texts.len() < MOST_ODD && text.chars().count() <= LONGEST_ODD {
            self.texts.insert(text.to_owned(), cells);
        } else {
            self.more = true;
        }
    }

    /// All texts, where there are no others than these.
    pub(super) fn all(&self) -> Option<&BTreeMap<String, u64>> {
        (!self.more).then_some(&self.texts)
    }
}

/// What is known of cells as numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// Cells that are numbers.
    pub(super) cells: u64,
    /// Numbers with places.
    pub(super) broken: u64,
    /// Numbers that are 0.
    pub(super) zero: u64,
    /// Numbers that are -1.
    pub(super) minus_one: u64,
    /// Numbers below 0.
    pub(super) negative: u64,
    /// Numbers with `%`.
    pub(super) percent: u64,
    /// Numbers with a zero before other digits, as codes have it.
    pub(super) leading_zero: u64,
    /// Signs and letters of currencies, with how many numbers have each.
    pub(super) currencies: BTreeMap<String, u64>,
    /// The least and the largest.
    pub(super) range: Option<(Number, Number)>,
}

impl Numbers {
    fn note(&mut self, text: &str, written: &WrittenNumber<'_>, cells: u64) {
        let number = written.number;
        let add = |counter: &mut u64, is: bool| *counter += if is { cells } else { 0 };
        self.cells += cells;
        add(&mut self.broken, !number.is_integer());
        add(&mut self.zero, number == Number::ZERO);
        add(&mut self.minus_one, number.to_i64() == Some(-1));
        add(&mut self.negative, number.is_negative());
        add(&mut self.percent, written.percent);
        add(&mut self.leading_zero, has_leading_zero(text));
        if let Some(currency) = written.currency {
            *self.currencies.entry(currency.to_owned()).or_default() += cells;
        }
        let (least, largest) = self.range.unwrap_or((number, number));
        self.range = Some((least.min(number), largest.max(number)));
    }
}

fn has_leading_zero(text: &str) -> bool {
    let digits = text.trim().as_bytes();
    matches!(digits, [b'0', b'0'..=b'9', ..])
}

/// What is known of cells that hold something.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// How many there are.
    pub(super) cells: u64,
    /// As numbers.
    pub(super) numbers: Numbers,
    /// Those that are no numbers.
    pub(super) no_number: Few,
    /// As dates.
    pub(super) moments: Moments,
    /// Those that are no dates.
    pub(super) no_moment: Few,
    /// Cells that look as if a spreadsheet had spoiled them.
    pub(super) damaged: u64,
    /// Numbers with a comma before their places.
    pub(super) decimal_comma: u64,
    /// Addresses of e-mail.
    pub(super) addresses: u64,
}

impl Evidence {
    /// Takes note of so many cells with this text, which is not blank.
    pub(super) fn note(&mut self, text: &str, cells: u64) {
        let text = text.trim();
        self.cells += cells;
        match WrittenNumber::of(text) {
            Some(written) => self.numbers.note(text, &written, cells),
            None => self.no_number.add(text, cells),
        }
        if !self.moments.note(text, cells) {
            self.no_moment.add(text, cells);
        }
        self.damaged += if is_damaged(text) { cells } else { 0 };
        self.decimal_comma += if has_decimal_comma(text) { cells } else { 0 };
        self.addresses += if is_address(text) { cells } else { 0 };
    }
}

/// Whether a spreadsheet may have made this of something else: `May-20` of `5-20`, `2.07E+10` of a
/// long number.
pub(super) fn is_damaged(text: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let is_digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_month = |part: &str| MONTHS.contains(&part.to_ascii_lowercase().as_str());
    if let Some((a, b)) = text.split_once('-')
        && (is_month(a) && is_digits(b, 2) || is_digits(a, 2) && is_month(b))
    {
        return true;
    }
    let exponent = text.split_once("E+").or_else(|| text.split_once("e+"));
    exponent.is_some_and(|(size, power)| {
        let (whole, places) = size.split_once('.').unwrap_or((size, "0"));
        is_digits(whole, 1) && is_digits(places, 14) && is_digits(power, 2)
    })
}

/// Whether this is a number as half the world writes it: `1.234,50`.
fn has_decimal_comma(text: &str) -> bool {
    let Some((whole, places)) = text.split_once(',') else {
        return false;
    };
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    whole.bytes().any(is_digit)
        && whole.bytes().all(|byte| is_digit(byte) || byte == b'.')
        && (1..=6).contains(&places.len())
        && places.bytes().all(is_digit)
}

/// Whether this looks like an address of e-mail.
pub(super) fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(cells: &[(&str, u64)]) -> Evidence {
        let mut evidence = Evidence::default();
        cells
            .iter()
            .for_each(|(text, count)| evidence.note(text, *count));
        evidence
    }

    #[test]
    fn numbers_are_counted_by_what_is_special_about_them() {
        let found = evidence(&[
            ("0", 5),
            ("-1", 2),
            ("2.50", 1),
            ("$1,40,000.00 ", 1),
            ("20%", 1),
        ]);
        let numbers = found.numbers;
        assert_eq!((found.cells, numbers.cells), (10, 10));
        assert_eq!(
            (numbers.zero, numbers.minus_one, numbers.negative),
            (5, 2, 2)
        );
        assert_eq!((numbers.broken, numbers.percent), (2, 1));
        assert_eq!(numbers.currencies, BTreeMap::from([("$".to_owned(), 1)]));
        let range = numbers.range.map(|(a, b)| (a.to_string(), b.to_string()));
        assert_eq!(range, Some(("-1".to_owned(), "140000".to_owned())));
        assert_eq!(
            evidence(&[("007", 1), ("0.5", 1), ("0", 1)])
                .numbers
                .leading_zero,
            1
        );
    }

    #[test]
    fn what_is_neither_number_nor_date_is_kept_while_it_is_little() {
        let found = evidence(&[("5", 3), ("n.a.", 2), ("2026-07-01", 1)]);
        assert_eq!(found.no_number.all().unwrap().len(), 2);
        assert_eq!(found.no_moment.all().unwrap().get("n.a."), Some(&2));
        let names: Vec<String> = (0..20).map(|number| format!("name {number}")).collect();
        let names: Vec<_> = names.iter().map(|name| (name.as_str(), 1)).collect();
        assert!(evidence(&names).no_number.all().is_none());
        assert!(evidence(&[(&"x".repeat(61), 1)]).no_number.more);
    }

    #[test]
    fn spoiled_cells_are_recognised() {
        for text in ["May-20", "01-May", "2.07E+10", "7e+11", "12-dec"] {
            assert!(is_damaged(text), "{text}");
        }
        for text in [
            "May 2020",
            "Mayor-20",
            "5-20",
            "E+5",
            "A2.07E+10",
            "1-may-2020",
            "",
        ] {
            assert!(!is_damaged(text), "{text}");
        }
    }

    #[test]
    fn commas_before_places_and_addresses() {
        let found = evidence(&[
            ("1.234,50", 1),
            ("3,5", 1),
            ("-3,5", 1),
            ("1,234", 1),
            ("a,b", 1),
        ]);
        // `1,234` is read as a number, but might be meant so.
        assert_eq!((found.decimal_comma, found.numbers.cells), (4, 1));
        assert_eq!(
            evidence(&[("a@b.example", 2), ("@b", 1), ("a@b", 1)]).addresses,
            2
        );
    }
}
