//! Text of unknown origin, made fit to print.

/// The text with every character that would do something to a terminal or to the text round it
/// instead of being seen shown as `�`; line ends stay.
#[must_use]
pub fn printable(text: &str) -> String {
    let shown = |it: char| {
        if it != '\n' && is_control(it) {
            '\u{fffd}'
        } else {
            it
        }
    };
    text.chars().map(shown).collect()
}

/// The same of text that stands on a line: a line end shows too.
pub(super) fn printable_line(text: &str) -> String {
    printable(text).replace('\n', "\u{fffd}")
}

/// The text with blanks for line ends, for a name that stands on a line with others.
#[must_use]
pub fn without_line_ends(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// Whether a character does something instead of being seen: control characters, those that turn
/// the direction of writing, and blanks without width.
pub(super) fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(
            printable("a\u{1b}[31m\u{202e}b\r\nä日"),
            "a\u{fffd}[31m\u{fffd}b\u{fffd}\nä日"
        );
        assert_eq!(
            printable("a\u{200b}b\u{2060}c\u{feff}"),
            "a\u{fffd}b\u{fffd}c\u{fffd}"
        );
        assert_eq!(printable_line("a\r\nb"), "a\u{fffd}\u{fffd}b");
    }
}
