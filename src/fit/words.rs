//! Numbers and lists in messages.

/// A number with its thousands set off: `9,240`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many leads: `1 lead`, `9,240 leads`.
pub(super) fn leads(count: u64) -> String {
    match count {
        1 => "1 lead".to_owned(),
        _ => format!("{} leads", grouped(count)),
    }
}

/// A part of the leads: `36 of 9,240 leads`, `1 of 1 lead`.
pub(super) fn part(count: u64, of: u64) -> String {
    format!("{} of {}", grouped(count), leads(of))
}

/// Names in backticks, at most so many, and how many more there are: "`a`, `b` and 3 more".
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(most);
    let shown: Vec<&str> = names.iter().take(most).map(String::as_str).collect();
    match (shown.as_slice(), more) {
        ([before @ .., last], 0) if !before.is_empty() => {
            format!("{} and {last}", before.join(", "))
        }
        (shown, 0) => shown.join(", "),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists_read_well() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(part(1, 1), "1 of 1 lead");
        assert_eq!(part(36, 9240), "36 of 9,240 leads");
        assert_eq!(listed(["a"], 3), "`a`");
        assert_eq!(listed(["a", "b", "c"], 3), "`a`, `b` and `c`");
        assert_eq!(listed(["a", "b", "c"], 2), "`a`, `b` and 1 more");
    }
}
