//! Text as the language writes it.

/// A text between quotes. A backslash is doubled only where it would be misread, so that patterns
/// stay legible.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let misread = c == '\\' && matches!(characters.peek(), None | Some('\\' | '"'));
        if c == '"' || misread {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_escaped_and_backslashes_where_they_would_be_misread() {
        assert_eq!(quote(r#"a "b" \d"#), r#""a \"b\" \d""#);
        assert_eq!(quote(r#"\" \\d \"#), r#""\\\" \\\d \\""#);
    }
}
