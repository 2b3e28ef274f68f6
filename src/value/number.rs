//! Exact decimal numbers.

use std::cmp::Ordering;
use std::fmt;

/// Most digits behind the point that a written number may have.
const MOST_WRITTEN_PLACES: usize = 6;
/// Most digits before the point that a written number may have.
const MOST_WRITTEN_DIGITS: usize = 18;
/// Most digits behind the point that a computed number may have: ten to this power still fits
/// into an `i128`, which is what lets two numbers always be compared.
const MOST_PLACES: u8 = 38;

/// An exact decimal number: `digits` divided by ten to the power of `places`.
///
/// Kept without trailing zeros, so that one value has one form and equality and hash are by value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    digits: i128,
    places: u8,
}

impl Number {
    /// Nothing.
    pub const ZERO: Number = Number {
        digits: 0,
        places: 0,
    };

    /// Reads a plain number: `12`, `-0.5`, `2_000_000`.
    ///
    /// `None` for anything else, and for a number with more than 6 places or more than 18 digits
    /// before the point, leading and trailing zeros not counted.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (digits_of(whole)?, digits_of(fraction)?),
            None => (digits_of(unsigned)?, String::new()),
        };
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        if whole.len() > MOST_WRITTEN_DIGITS || fraction.len() > MOST_WRITTEN_PLACES {
            return None;
        }
        let size = whole
            .bytes()
            .chain(fraction.bytes())
            .try_fold(0_i128, |sum, digit| {
                sum.checked_mul(10)?.checked_add(i128::from(digit - b'0'))
            })?;
        let places = u8::try_from(fraction.len()).ok()?;
        Some(Number::normal(if negative { -size } else { size }, places))
    }

    /// The sum, or `None` on overflow.
    pub fn checked_add(self, other: Number) -> Option<Number> {
        let (one, another, places) = self.aligned(other)?;
        Some(Number::normal(one.checked_add(another)?, places))
    }

    /// The difference, or `None` on overflow.
    pub fn checked_sub(self, other: Number) -> Option<Number> {
        let (one, another, places) = self.aligned(other)?;
        Some(Number::normal(one.checked_sub(another)?, places))
    }

    /// The product, or `None` on overflow, also of the places: it is exact or it is not given.
    pub fn checked_mul(self, other: Number) -> Option<Number> {
        let digits = self.digits.checked_mul(other.digits)?;
        let product = Number::normal(digits, self.places.checked_add(other.places)?);
        (product.places <= MOST_PLACES).then_some(product)
    }

    /// The number with the other sign, or `None` on overflow.
    pub fn checked_neg(self) -> Option<Number> {
        let digits = self.digits.checked_neg()?;
        Some(Number {
            digits,
            places: self.places,
        })
    }

    /// How many whole `unit`s the number holds, towards minus infinity: -0.5 holds -1 units of 1.
    ///
    /// `None` where `unit` is not above zero, and on overflow.
    pub fn floor_div(self, unit: Number) -> Option<Number> {
        if unit <= Number::ZERO {
            return None;
        }
        let (dividend, divisor, _) = self.aligned(unit)?;
        // For a divisor above zero the Euclidean quotient is the one towards minus infinity.
        let digits = dividend.checked_div_euclid(divisor)?;
        Some(Number { digits, places: 0 })
    }

    /// The quotient, rounded half up to so many places; `None` where `by` is not above zero, and on
    /// overflow.
    pub fn rounded_div(self, by: Number, places: u8) -> Option<Number> {
        let unit = Number {
            digits: power_of_ten(places)?,
            places: 0,
        };
        // Half up is the floor of `2x + 1` halves, in units of the last place.
        let doubled = self.checked_mul(unit)?.checked_mul(2.into())?;
        let halves = doubled.checked_add(by)?;
        let rounded = halves.floor_div(by.checked_mul(2.into())?)?;
        Some(Number::normal(rounded.digits, places))
    }

    /// Whether nothing stands behind the point.
    pub fn is_integer(self) -> bool {
        self.places == 0
    }

    /// Whether the number is below zero.
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// How many digits stand behind the point, trailing zeros not counted.
    pub fn places(self) -> u8 {
        self.places
    }

    /// The number as an integer; `None` where it is none or does not fit.
    pub fn to_i64(self) -> Option<i64> {
        if !self.is_integer() {
            return None;
        }
        i64::try_from(self.digits).ok()
    }

    /// The number as a fraction in lowest decimal terms: what stands above the line, and below it a
    /// power of ten.
    pub fn fraction(self) -> (i128, i128) {
        (self.digits, power_of_ten(self.places).unwrap_or(i128::MAX))
    }

    /// So many times ten to the power of minus `places`; `None` for more places than a number has.
    pub fn of_digits(digits: i128, places: u8) -> Option<Number> {
        (places <= MOST_PLACES).then(|| Number::normal(digits, places))
    }

    /// The number without trailing zeros.
    fn normal(mut digits: i128, mut places: u8) -> Number {
        while places > 0 && digits % 10 == 0 {
            digits /= 10;
            places -= 1;
        }
        Number { digits, places }
    }

    /// The digits of both at the larger number of places, and that number.
    fn aligned(self, other: Number) -> Option<(i128, i128, u8)> {
        if self.places == other.places {
            return Some((self.digits, other.digits, self.places));
        }
        let places = self.places.max(other.places);
        let scaled = |number: Number| {
            let factor = power_of_ten(places - number.places)?;
            number.digits.checked_mul(factor)
        };
        Some((scaled(self)?, scaled(other)?, places))
    }

    /// The whole part towards minus infinity, and the rest as a count of ten to the power of -38.
    /// Neither step can overflow, whatever the number.
    fn parts(self) -> (i128, i128) {
        let unit = power_of_ten(self.places).unwrap_or(i128::MAX);
        let finer = power_of_ten(MOST_PLACES.saturating_sub(self.places)).unwrap_or(i128::MAX);
        let whole = self.digits.div_euclid(unit);
        // Below `unit`, so that times `finer` it is below ten to the power of 38.
        let rest = self.digits.rem_euclid(unit).saturating_mul(finer);
        (whole, rest)
    }
}

fn power_of_ten(exponent: u8) -> Option<i128> {
    10_i128.checked_pow(u32::from(exponent))
}

/// The digits of `text` without the `_` between them; `None` where there is anything else.
fn digits_of(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(text.len());
    let mut after_digit = false;
    for c in text.chars() {
        match c {
            '0'..='9' => {
                digits.push(c);
                after_digit = true;
            }
            '_' if after_digit => after_digit = false,
            _ => return None,
        }
    }
    after_digit.then_some(digits)
}

impl From<i64> for Number {
    fn from(integer: i64) -> Number {
        Number {
            digits: i128::from(integer),
            places: 0,
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        if self.places == other.places {
            return self.digits.cmp(&other.digits);
        }
        self.parts().cmp(&other.parts())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u128
            .checked_pow(u32::from(self.places))
            .unwrap_or(u128::MAX);
        let size = self.digits.unsigned_abs();
        let mut text = (size / unit).to_string();
        if self.places > 0 {
            let places = usize::from(self.places);
            text.push_str(&format!(".{:0places$}", size % unit));
        }
        f.pad_integral(self.digits >= 0, "", &text)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("`{text}` is no number"))
    }

    #[test]
    fn reads_and_shows_plainly() {
        for (text, shown) in [
            ("0.2", "0.2"),
            ("0.20", "0.2"),
            ("-12", "-12"),
            ("50000", "50000"),
            ("2_000_000", "2000000"),
            ("0.000_001", "0.000001"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("007", "7"),
            ("1.2500000000", "1.25"),
            ("-0.05", "-0.05"),
            ("999999999999999999.999999", "999999999999999999.999999"),
        ] {
            assert_eq!(number(text).to_string(), shown, "{text}");
        }
        assert_eq!(format!("{:>6}", number("-1.5")), "  -1.5");
    }

    #[test]
    fn quotients_are_rounded_half_up() {
        for (part, whole, places, quotient) in [
            ("1", "3", 2, "0.33"),
            ("2", "3", 2, "0.67"),
            ("1", "8", 2, "0.13"),
            ("-1", "8", 2, "-0.12"),
            ("4", "2", 6, "2"),
            ("0.5", "0.25", 0, "2"),
        ] {
            let rounded = number(part).rounded_div(number(whole), places);
            assert_eq!(rounded, Some(number(quotient)), "{part} / {whole}");
        }
        assert_eq!(number("1").rounded_div(Number::ZERO, 2), None);
        assert_eq!(number("1").rounded_div(number("-1"), 2), None);
        assert_eq!(number("1").rounded_div(number("3"), 200), None);
    }

    #[test]
    fn refuses_what_is_no_plain_number() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "+5",
            " 5",
            "5 ",
            "1,000",
            "1e3",
            "_1",
            "1_",
            "1__0",
            "1_.5",
            "1._5",
            "--1",
            "1.2.3",
            "0x10",
            "NaN",
            "٣",
            "0.1234567",
            "1000000000000000000",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn one_value_has_one_form() {
        assert_eq!(number("1.0"), number("1"));
        assert_eq!(number("-0"), Number::ZERO);
        assert_eq!(
            number("0.5").checked_add(number("0.5")),
            Some(Number::from(1))
        );
        assert_eq!(
            number("0.5").checked_mul(number("2")),
            Some(Number::from(1))
        );
        assert_eq!(number("2.50").places(), 1);
        assert!(number("3.0").is_integer() && !number("3.1").is_integer());
    }

    #[test]
    fn tenths_add_up() {
        let sum = number("0.1").checked_add(number("0.2"));
        assert_eq!(sum, Some(number("0.3")));
        assert_eq!(number("0.3").checked_sub(number("0.3")), Some(Number::ZERO));
        assert_eq!(
            number("19.99").checked_mul(number("0.2")),
            Some(number("3.998"))
        );
    }

    #[test]
    fn overflow_is_none_and_never_wraps() {
        let most = Number {
            digits: i128::MAX,
            places: 0,
        };
        let least = Number {
            digits: i128::MIN,
            places: 0,
        };
        let smallest = Number {
            digits: 1,
            places: MOST_PLACES,
        };
        assert_eq!(most.checked_add(Number::from(1)), None);
        assert_eq!(least.checked_sub(Number::from(1)), None);
        assert_eq!(most.checked_mul(Number::from(2)), None);
        assert_eq!(least.checked_neg(), None);
        assert_eq!(most.checked_add(smallest), None);
        assert_eq!(smallest.checked_mul(number("0.1")), None);
        assert_eq!(most.floor_div(smallest), None);
    }

    #[test]
    fn comparing_never_overflows() {
        let of = |digits, places| Number { digits, places };
        let ascending = [
            of(i128::MIN, 0),
            of(i128::MIN + 1, 0),
            of(i128::MIN + 1, MOST_PLACES),
            of(-1, 0),
            of(-1, MOST_PLACES),
            Number::ZERO,
            of(1, MOST_PLACES),
            of(9, 1),
            of(1, 0),
            of(i128::MAX, MOST_PLACES),
            of(2, 0),
            of(i128::MAX, 0),
        ];
        for (i, one) in ascending.iter().enumerate() {
            for (j, another) in ascending.iter().enumerate() {
                assert_eq!(one.cmp(another), i.cmp(&j), "{one} and {another}");
            }
        }
    }

    #[test]
    fn whole_units_are_counted_towards_minus_infinity() {
        for (dividend, unit, count) in [
            ("20", "7", Some("2")),
            ("21", "7", Some("3")),
            ("-1", "7", Some("-1")),
            ("-7", "7", Some("-1")),
            ("0.3", "0.1", Some("3")),
            ("-0.5", "1", Some("-1")),
            ("1", "0", None),
            ("1", "-1", None),
        ] {
            let counted = number(dividend).floor_div(number(unit));
            assert_eq!(counted, count.map(number), "{dividend} in units of {unit}");
        }
    }

    #[test]
    fn integers_that_fit_come_back() {
        assert_eq!(Number::from(i64::MIN).to_i64(), Some(i64::MIN));
        assert_eq!(number("1.5").to_i64(), None);
        let beyond = Number::from(i64::MAX).checked_add(Number::from(1)).unwrap();
        assert_eq!(beyond.to_i64(), None);
        assert!(Number::from(-1).is_negative() && !Number::ZERO.is_negative());
    }

    prop_compose! {
        /// A number with up to 6 places, and the same as a count of millionths.
        fn numbers()(millionths in -10_i64.pow(15)..10_i64.pow(15), cut in 0_u32..=6)
            -> (Number, i128)
        {
            // Cutting digits off makes numbers with few places as frequent as those with many.
            let unit = 10_i64.pow(cut);
            let millionths = millionths / unit * unit;
            (Number::normal(i128::from(millionths), 6), i128::from(millionths))
        }
    }

    proptest! {
        #[test]
        fn agrees_with_integers_at_a_common_scale((a, x) in numbers(), (b, y) in numbers()) {
            prop_assert_eq!(a.checked_add(b), Some(Number::normal(x + y, 6)));
            prop_assert_eq!(a.checked_sub(b), Some(Number::normal(x - y, 6)));
            prop_assert_eq!(a.checked_mul(b), Some(Number::normal(x * y, 12)));
            prop_assert_eq!(a.checked_neg(), Some(Number::normal(-x, 6)));
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(a == b, x == y);
            if y > 0 {
                let floor = (x - x.rem_euclid(y)) / y;
                prop_assert_eq!(a.floor_div(b), Some(Number::normal(floor, 0)));
            }
        }

        #[test]
        fn shown_and_read_again_is_the_same((a, _) in numbers()) {
            prop_assert_eq!(Number::parse(&a.to_string()), Some(a));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "[-0-9_.]{0,30}|\\PC*") {
            let _ = Number::parse(&text);
        }
    }
}
