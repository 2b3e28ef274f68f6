//! Words that forms and exports leave where nothing was given.

use crate::value::fold;

/// Stand for nothing wherever they stand.
const ALWAYS: &[&str] = &[
    "select",
    "--select--",
    "please select",
    "please select one",
    "select one",
    "- select -",
    "n/a",
    "n.a.",
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "-none-",
    "--none--",
    "null",
    "(null)",
    "<null>",
    "nan",
    "nil",
    "undefined",
    "(blank)",
    "(empty)",
    "(not set)",
    "not set",
    "(none)",
    "[none]",
    "not provided",
    "not available",
    "not specified",
    "not applicable",
    "000000000000000aaa",
    "000000000000000",
    "-",
    "--",
    "---",
    ".",
    "..",
    "...",
    "?",
    "??",
    "???",
    "??????",
    "_",
    "/",
];

/// Stand for nothing among numbers, dates and listed values; elsewhere they may be meant.
const AMONG_VALUES: &[&str] = &[
    "unknown",
    "unspecified",
    "(unknown)",
    "not known",
    "no data",
];

/// Stand for nothing among numbers, dates, and yes and no only.
const AMONG_NUMBERS: &[&str] = &[
    "na",
    "none",
    "tbd",
    "tba",
    "empty",
    "blank",
    "missing",
    "error",
    "0000-00-00",
    "00/00/0000",
    "0000-00-00 00:00:00",
];

/// No placeholder is longer than this, in bytes.
const LONGEST: usize = 32;

/// Whether a text stands for nothing wherever it stands.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.len() <= LONGEST && ALWAYS.contains(&fold(text).as_str())
}

/// Whether it does among listed values.
pub(super) fn is_no_value(text: &str) -> bool {
    is_placeholder(text) || AMONG_VALUES.contains(&fold(text).as_str())
}

/// Whether it does among numbers or dates.
pub(super) fn is_no_number(text: &str) -> bool {
    is_no_value(text) || AMONG_NUMBERS.contains(&fold(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_depend_on_where_they_stand() {
        for text in [
            "Select",
            " SELECT ",
            "#N/A",
            "-None-",
            ".",
            "000000000000000AAA",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(!is_placeholder("Unknown") && is_no_value("Unknown"));
        assert!(!is_no_value("None") && is_no_number("None"));
        for text in ["other", "0", "", "Selected", "N"] {
            assert!(!is_no_number(text), "{text}");
        }
    }

    #[test]
    fn the_lists_are_as_texts_are_compared() {
        for list in [ALWAYS, AMONG_VALUES, AMONG_NUMBERS] {
            let fits = |word: &&str| fold(word) == *word && word.len() <= LONGEST;
            assert!(list.iter().all(fits));
        }
    }
}
