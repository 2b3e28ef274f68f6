//! Characters that look like others, or turn the direction of text, so that a reviewer reads
//! something other than what the machine does.

use super::scan::{Token, TokenKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// Every text or comment with a character that deceives the eye.
pub(crate) fn confusables(source: SourceId, text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let looked_at = |token: &&Token| {
        matches!(token.kind, TokenKind::Text | TokenKind::Comment) && !token.text(text).is_ascii()
    };
    tokens
        .iter()
        .filter(looked_at)
        .filter_map(|token| confusable(source, text, token))
        .collect()
}

fn confusable(source: SourceId, text: &str, token: &Token) -> Option<Diagnostic> {
    let words = token.text(text);
    let start = token.start as usize;
    if let Some((at, c)) = words.char_indices().find(|(_, c)| turns_or_hides(*c)) {
        let span = Span::new(source, start + at, start + at + c.len_utf8());
        let message = format!(
            "a character that cannot be seen (U+{:04X}) stands in this text",
            u32::from(c)
        );
        return Some(
            Diagnostic::new(Code::ConfusableText, span, message)
                .help("leave it out: it can make the text read otherwise than it is")
                .replace(span, ""),
        );
    }
    if token.kind == TokenKind::Comment {
        return None;
    }
    let mixed = words.split(|c: char| !c.is_alphabetic()).find(|word| {
        word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(looks_latin)
    })?;
    let at = words.find(mixed)?;
    let odd = mixed.chars().find(|c| looks_latin(*c))?;
    let span = Span::new(source, start + at, start + at + mixed.len());
    Some(
        Diagnostic::new(
            Code::ConfusableText,
            span,
            format!(
                "`{mixed}` mixes alphabets: its `{odd}` (U+{:04X}) only looks like a Latin letter",
                u32::from(odd)
            ),
        )
        .help("type the word again"),
    )
}

/// Marks of direction and characters without width.
fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Letters of the Greek and Cyrillic alphabets: beside Latin ones in a word they are a slip or a trick.
fn looks_latin(c: char) -> bool {
    matches!(c, '\u{0370}'..='\u{03FF}' | '\u{0400}'..='\u{04FF}')
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[test]
    fn mixed_alphabets_and_hidden_marks_are_found() {
        let count = |text: &str| confusables(SourceId(0), text, &scan(text)).len();
        assert_eq!(count("\"gm\u{0430}il.com\""), 1);
        assert_eq!(count("# \u{202E} turned"), 1);
        assert_eq!(count("\"Москва\" \"Zürich\" \"μ\""), 0);
    }
}
