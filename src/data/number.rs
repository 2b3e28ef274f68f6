//! Numbers as exports write them.

use crate::model::Currency;
use crate::value::Number;

/// Most places of a number.
const MOST_PLACES: u8 = 6;

/// The signs of currencies, and the currencies that use them. Longer signs come before those that
/// they end in.
const SIGNS: &[(&str, &[&str])] = &[
    ("US$", &["USD"]),
    ("CA$", &["CAD"]),
    ("C$", &["CAD"]),
    ("AU$", &["AUD"]),
    ("A$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("S$", &["SGD"]),
    ("MX$", &["MXN"]),
    ("R$", &["BRL"]),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "CLP", "COP", "ARS", "TWD",
        ],
    ),
    ("€", &["EUR"]),
    ("£", &["GBP", "EGP"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("Rs.", &["INR", "PKR", "LKR", "NPR"]),
    ("Rs", &["INR", "PKR", "LKR", "NPR"]),
    ("₩", &["KRW"]),
    ("₽", &["RUB"]),
    ("₺", &["TRY"]),
    ("₪", &["ILS"]),
    ("₴", &["UAH"]),
    ("₦", &["NGN"]),
    ("₱", &["PHP"]),
    ("₫", &["VND"]),
    ("฿", &["THB"]),
    ("zł", &["PLN"]),
    ("Kč", &["CZK"]),
    ("Ft", &["HUF"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

/// Currencies that are written by their letters only.
const LETTERS_ONLY: &[&str] = &[
    "CHF", "AED", "SAR", "ZAR", "IDR", "MYR", "KES", "RON", "BGN",
];

/// Why a text is no number of the kind wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberFault {
    /// It is none at all.
    NoNumber,
    /// It is in the currency of this sign or these letters.
    OtherCurrency(String),
    /// It has more than six places.
    TooFine,
    /// It has more digits than a number may have.
    TooLarge,
}

/// Reads a number: digits, perhaps grouped, with a point before places; a sign, or parentheses for
/// "less than zero"; `%`, by which and by `percent` it is divided by 100; and a currency before or
/// behind it. `wanted` is the currency of money; a plain number may have any.
pub(super) fn read(
    text: &str,
    wanted: Option<Currency>,
    percent: bool,
) -> Result<Number, NumberFault> {
    let parts = parts(text, wanted);
    if parts.percent && (parts.currency.is_some() || wanted.is_some()) {
        return Err(NumberFault::NoNumber);
    }
    let size = plain(parts.digits)?;
    if let (Some(wanted), Some(found)) = (wanted, parts.currency)
        && !currencies(found).contains(&wanted.as_str())
    {
        return Err(NumberFault::OtherCurrency(found.to_owned()));
    }
    scaled(size, parts.negative, percent || parts.percent)
}

/// A number as a text has it, with what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenNumber<'a> {
    /// Its value; what was written with `%` is divided by 100.
    pub number: Number,
    /// The sign of a currency, or the letters of one.
    pub currency: Option<&'a str>,
    /// It has a `%`.
    pub percent: bool,
}

impl<'a> WrittenNumber<'a> {
    /// What number a text is to a field of numbers.
    #[must_use]
    pub fn of(text: &'a str) -> Option<Self> {
        let number = read(text, None, false).ok()?;
        let Parts {
            currency, percent, ..
        } = parts(text, None);
        Some(WrittenNumber {
            number,
            currency,
            percent,
        })
    }

    /// The currencies that the sign or the letters stand for, the usual one first.
    #[must_use]
    pub fn currencies(&self) -> Vec<&str> {
        self.currency.map_or(Vec::new(), currencies)
    }
}

/// The digits of a number, and what stands around them.
struct Parts<'a> {
    digits: &'a str,
    negative: bool,
    currency: Option<&'a str>,
    percent: bool,
}

/// Takes off the digits what may stand around them.
fn parts(text: &str, wanted: Option<Currency>) -> Parts<'_> {
    let mut rest = text.trim();
    let inner = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let mut negative = inner.is_some();
    rest = inner.unwrap_or(rest).trim();
    let mut signed = inner.is_some();
    let mut currency = None;
    // Sign and currency come in either order, each once.
    loop {
        if !signed && let Some(behind) = rest.strip_prefix(['+', '-', '−']) {
            (negative, signed) = (!rest.starts_with('+'), true);
            rest = behind.trim_start();
        } else if let (None, Some((found, behind))) = (&currency, leading_currency(rest, wanted)) {
            currency = Some(found);
            rest = behind.trim_start();
        } else {
            break;
        }
    }
    let mut percent = false;
    if let Some(before) = rest.strip_suffix('%') {
        percent = true;
        rest = before.trim_end();
    } else if let (None, Some((found, before))) = (&currency, trailing_currency(rest, wanted)) {
        currency = Some(found);
        rest = before.trim_end();
    }
    Parts {
        digits: rest,
        negative,
        currency,
        percent,
    }
}

/// The number with its sign, and divided by 100 if it is of percentages.
fn scaled(size: Number, negative: bool, percent: bool) -> Result<Number, NumberFault> {
    let signed = if negative {
        size.checked_neg()
    } else {
        Some(size)
    };
    let number = if percent {
        let hundredth = Number::parse("0.01");
        signed
            .zip(hundredth)
            .and_then(|(number, hundredth)| number.checked_mul(hundredth))
    } else {
        signed
    };
    let number = number.ok_or(NumberFault::TooLarge)?;
    if number.places() > MOST_PLACES {
        Err(NumberFault::TooFine)
    } else {
        Ok(number)
    }
}

/// The currencies that a sign or the letters of one stand for.
fn currencies(found: &str) -> Vec<&str> {
    match SIGNS.iter().find(|(sign, _)| *sign == found) {
        Some((_, currencies)) => currencies.to_vec(),
        None => vec![found],
    }
}

fn leading_currency(text: &str, wanted: Option<Currency>) -> Option<(&str, &str)> {
    let letters = text
        .split_at_checked(3)
        .filter(|(letters, _)| is_currency(letters, wanted));
    let sign = || {
        let sign = SIGNS.iter().find(|(sign, _)| text.starts_with(sign))?;
        text.split_at_checked(sign.0.len())
    };
    letters.or_else(sign)
}

fn trailing_currency(text: &str, wanted: Option<Currency>) -> Option<(&str, &str)> {
    let before = |length: usize| text.split_at_checked(text.len().checked_sub(length)?);
    let letters = before(3).filter(|(_, letters)| is_currency(letters, wanted));
    let sign = || {
        let sign = SIGNS.iter().find(|(sign, _)| text.ends_with(sign))?;
        before(sign.0.len())
    };
    letters.or_else(sign).map(|(rest, found)| (found, rest))
}

fn is_currency(letters: &str, wanted: Option<Currency>) -> bool {
    let signed = SIGNS
        .iter()
        .any(|(_, currencies)| currencies.contains(&letters));
    signed
        || LETTERS_ONLY.contains(&letters)
        || wanted.is_some_and(|wanted| wanted.as_str() == letters)
}

/// Reads digits with or without groups and places, and nothing else.
fn plain(text: &str) -> Result<Number, NumberFault> {
    let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // Some programs leave the zero of `0.5` out.
    let whole = if whole.is_empty() && text.len() > 1 {
        "0"
    } else {
        whole
    };
    let whole = ungrouped(whole)
        .filter(|whole| is_digits(whole))
        .ok_or(NumberFault::NoNumber)?;
    if !is_digits(places) {
        return Err(NumberFault::NoNumber);
    }
    let places = places.trim_end_matches('0');
    if places.len() > usize::from(MOST_PLACES) {
        return Err(NumberFault::TooFine);
    }
    let places = if places.is_empty() { "0" } else { places };
    Number::parse(&format!("{whole}.{places}")).ok_or(NumberFault::TooLarge)
}

/// Digits without what groups them: commas (also as in India, where only the last group has
/// three digits), blanks or apostrophes. `None` where the groups are none, so that `1,5`, which
/// half the world reads as one and a half, is not taken for fifteen.
fn ungrouped(text: &str) -> Option<String> {
    let is_mark = |c: char| matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
    let Some(mark) = text.chars().find(|c| is_mark(*c)) else {
        return Some(text.to_owned());
    };
    let groups: Vec<&str> = text.split(mark).collect();
    let [first, middle @ .., last] = groups.as_slice() else {
        return None;
    };
    let indian = mark == ',' && middle.iter().all(|group| group.len() == 2);
    let fits = (1..=3).contains(&first.len())
        && (indian && (first.len() < 3 || middle.is_empty())
            || middle.iter().all(|group| group.len() == 3))
        && last.len() == 3;
    fits.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    fn plainly(text: &str) -> Result<Number, NumberFault> {
        read(text, None, false)
    }

    #[test]
    fn numbers_as_they_stand() {
        for (text, expected) in [
            ("1234", "1234"),
            ("1,234", "1234"),
            ("1,234.50", "1234.5"),
            ("12,345,678", "12345678"),
            ("$1,40,000.00 ", "140000"),
            ("1,23,45,678", "12345678"),
            ("1 234 567", "1234567"),
            ("1\u{a0}234\u{202f}", "1234"),
            ("1'234", "1234"),
            ("20%", "0.2"),
            ("20 %", "0.2"),
            ("-0.5%", "-0.005"),
            ("€ 5", "5"),
            ("5 €", "5"),
            ("USD 5", "5"),
            ("5.00 USD", "5"),
            ("Rs. 1,40,000", "140000"),
            ("-$5", "-5"),
            ("$-5", "-5"),
            ("−5", "-5"),
            ("+3", "3"),
            ("(1,234)", "-1234"),
            ("($12.50)", "-12.5"),
            ("(0)", "0"),
            (".5", "0.5"),
            ("007", "7"),
            ("3.0000000000", "3"),
            ("0.123456", "0.123456"),
            ("\u{a0}8\t", "8"),
            ("999999999999999999", "999999999999999999"),
        ] {
            assert_eq!(plainly(text), Ok(number(expected)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "-",
            "abc",
            "1,5",
            "1.234,50",
            "12,34",
            "1,2345",
            ",234",
            "1,,234",
            "1,234 567",
            "1_000",
            "1e5",
            "5.",
            ".",
            "--5",
            "(-5)",
            "(5",
            "5)",
            "5%%",
            "$5%",
            "$$5",
            "$5 USD",
            "5 KGS",
            "NaN",
            "٣",
            "1.2.3",
            "0x1",
            "%",
            "$",
            "1 2",
            "10 - 20",
            "12,,",
            "1,23,4567",
            "123,45,678",
        ] {
            assert_eq!(plainly(text), Err(NumberFault::NoNumber), "{text}");
        }
        assert_eq!(plainly("0.1234567"), Err(NumberFault::TooFine));
        assert_eq!(plainly("0.12345%"), Err(NumberFault::TooFine));
        assert_eq!(plainly("1000000000000000000"), Err(NumberFault::TooLarge));
        assert_eq!(plainly(&"9".repeat(100_000)), Err(NumberFault::TooLarge));
    }

    #[test]
    fn percentages_with_or_without_their_sign() {
        for text in ["20", "20%", "20.0 %"] {
            assert_eq!(read(text, None, true), Ok(number("0.2")), "{text}");
        }
    }

    #[test]
    fn money_is_of_one_currency() {
        let dollars = Currency::new("USD");
        for text in ["5", "$5", "US$5", "5 USD", "USD5"] {
            assert_eq!(read(text, dollars, false), Ok(number("5")), "{text}");
        }
        for (text, found) in [("€5", "€"), ("5 EUR", "EUR"), ("C$5", "C$"), ("(£5)", "£")] {
            let fault = NumberFault::OtherCurrency(found.to_owned());
            assert_eq!(read(text, dollars, false), Err(fault), "{text}");
        }
        assert_eq!(read("5%", dollars, false), Err(NumberFault::NoNumber));
        assert_eq!(read("$5", Currency::new("CAD"), false), Ok(number("5")));
        assert_eq!(read("5 XTS", Currency::new("XTS"), false), Ok(number("5")));
        assert_eq!(read("5 CHF", Currency::new("CHF"), false), Ok(number("5")));
    }

    proptest! {
        #[test]
        fn a_plain_number_is_itself(whole in 0_i64..10_000_000_000, places in 0_u32..1_000_000) {
            let text = format!("{whole}.{places:06}");
            prop_assert_eq!(plainly(&text), Ok(number(&text)));
            prop_assert_eq!(plainly(&format!("({text})")), Ok(number(&format!("-{text}"))));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "[-+(),.$€%0-9A-Z ]{0,12}|\\PC*") {
            let _ = read(&text, Currency::new("USD"), true);
        }
    }
}
