//! Numbers as people read them: with their thousands set off, with a noun, as a share.

use std::fmt::Display;

/// A number with its thousands set off: `9,240`, `-1,234.5`.
#[must_use]
pub fn grouped(number: impl Display) -> String {
    let text = number.to_string();
    let (sign, size) = text
        .strip_prefix('-')
        .map_or(("", text.as_str()), |size| ("-", size));
    let (whole, fraction) = match size.split_once('.') {
        Some((whole, fraction)) => (whole, format!(".{fraction}")),
        None => (size, String::new()),
    };
    let digits = whole.chars().count();
    let mut result = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (digits - place) % 3 == 0 {
            result.push(',');
        }
        result.push(digit);
    }
    result + &fraction
}

/// So many of a kind: `1 lead`, `9,240 leads`.
#[must_use]
pub fn counted(count: impl Display, one: &str, many: &str) -> String {
    let count = grouped(count);
    let noun = if count == "1" { one } else { many };
    format!("{count} {noun}")
}

/// A part of a whole in percent, with one place. What is there never shows as nothing, and what is
/// not all never as all.
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let (part, whole) = (u128::from(part), u128::from(whole));
    let tenths = (part * 2000 + whole) / (whole * 2);
    match tenths {
        0 if part > 0 => "<0.1%".to_owned(),
        1000 if part < whole => ">99.9%".to_owned(),
        _ => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_off() {
        for (number, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("189865", "189,865"),
            ("-1234567.25", "-1,234,567.25"),
            ("0.1", "0.1"),
        ] {
            assert_eq!(grouped(number), shown);
        }
        assert_eq!(counted(1, "lead", "leads"), "1 lead");
        assert_eq!(counted(9240, "lead", "leads"), "9,240 leads");
    }

    #[test]
    fn shares_are_honest_at_both_ends() {
        assert_eq!(share(0, 9240), "0.0%");
        assert_eq!(share(1, 9240), "<0.1%");
        assert_eq!(share(5173, 9240), "56.0%");
        assert_eq!(share(9239, 9240), ">99.9%");
        assert_eq!(share(9240, 9240), "100.0%");
        assert_eq!(share(0, 0), "-");
        assert_eq!(share(u64::MAX, u64::MAX), "100.0%");
    }
}
