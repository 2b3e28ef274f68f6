//! What people and systems write where they know nothing.

use super::names::loose;

/// Words that stand for "nothing" in nearly every export, without case, blanks, `_` and `-`. None of
/// them is a name or an answer somewhere: `other`, `no` and `0` say something.
const WORDS: &[&str] = &[
    "n/a",
    "#n/a",
    "na",
    "n.a.",
    "nan",
    "null",
    "nil",
    "none",
    "(none)",
    "<none>",
    "novalue",
    "(novalue)",
    "blank",
    "(blank)",
    "empty",
    "(empty)",
    "unknown",
    "(unknown)",
    "undefined",
    "notavailable",
    "notprovided",
    "notspecified",
    "notset",
    "(notset)",
    "notapplicable",
    "select",
    "pleaseselect",
    "selectone",
    "select...",
    "tbd",
    "tba",
    "k.a.",
    "keineangabe",
    "unbekannt",
];

/// Whether a text is one of those that stand for "nothing": `N/A`, `-None-`, `Select`, `--`, `?`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let only_signs = text
        .chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '_' | '.' | '?' | '/' | '*'));
    !text.is_empty() && (only_signs || WORDS.contains(&loose(text).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_told_from_what_says_something() {
        for nothing in [
            "N/A",
            "-None-",
            "Select",
            "--",
            ".",
            "?",
            "Not Available",
            "UNKNOWN",
            "#N/A",
            " – ",
        ] {
            assert!(is_placeholder(nothing), "{nothing}");
        }
        for something in [
            "", " ", "0", "no", "Other", "Selected", "North", "-5", "Nana", "Nulle",
        ] {
            assert!(!is_placeholder(something), "{something}");
        }
    }
}
