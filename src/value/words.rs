//! Lists as sentences have them, and texts as a line has them.

/// Names in backticks: "`a`", "`a` and `b`", "`a`, `b` and `c`".
pub fn listed(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    first_listed(names, usize::MAX)
}

/// Names in backticks, at most so many, and how many more there are: "`a`, `b` and 3 more".
pub fn first_listed(names: impl IntoIterator<Item = impl AsRef<str>>, most: usize) -> String {
    let mut names = names.into_iter();
    let first = names.by_ref().take(most);
    let mut shown: Vec<String> = first.map(|name| format!("`{}`", name.as_ref())).collect();
    match names.count() {
        0 => {}
        more => shown.push(format!("{more} more")),
    }
    joined(&shown, "and")
}

/// Things with commas between them and `last`, such as "and", before the last: "a, b and c".
#[must_use]
pub fn joined(things: &[impl AsRef<str>], last: &str) -> String {
    let mut text = String::new();
    for (place, thing) in things.iter().enumerate() {
        match things.len() - place {
            _ if place == 0 => {}
            1 => text.extend([" ", last, " "]),
            _ => text.push_str(", "),
        }
        text.push_str(thing.as_ref());
    }
    text
}

/// The text on one line, with single blanks between its words.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b"]), "`a` and `b`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed([""; 0]), "");
        assert_eq!(joined(&["a", "b", "c"], "or"), "a, b or c");
    }

    #[test]
    fn what_a_long_list_leaves_out_is_counted() {
        assert_eq!(first_listed(["a", "b", "c"], 3), "`a`, `b` and `c`");
        assert_eq!(first_listed(["a", "b", "c"], 2), "`a`, `b` and 1 more");
        assert_eq!(first_listed(["a", "b", "c"], 1), "`a` and 2 more");
    }
}
