//! Text to tokens: enough to find comments, brackets, the borders of declarations and slips of the
//! pen. The grammar reads the text itself; tokens only guide it.

use crate::source::{SourceId, Span};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, digits and `_`, not starting with a digit.
    Word,
    /// A number with whatever letters are glued to it, or a date.
    Number,
    /// `"…"`
    Text,
    /// `"…` to the end of the line.
    OpenText,
    /// `{` or `(`
    Open,
    /// `}` or `)`
    Close,
    /// `# …` to the end of the line.
    Comment,
    /// Any other sign; two or three characters where they belong together.
    Sign,
}

/// A token, from byte `start` up to, but without, byte `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// First byte.
    pub(crate) start: u32,
    /// The byte after the last.
    pub(crate) end: u32,
}

impl Token {
    /// Nothing but blanks stands before it on its line.
    pub(crate) fn starts_line(self, text: &str) -> bool {
        let before = text
            .as_bytes()
            .get(..self.start as usize)
            .unwrap_or_default();
        let end = before
            .iter()
            .rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        end.is_none_or(|at| before.get(at) == Some(&b'\n'))
    }

    /// Its place in the text of this number.
    pub(crate) fn span(self, source: SourceId) -> Span {
        Span::new(source, self.start as usize, self.end as usize)
    }

    /// The words of it.
    pub(crate) fn text(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// Signs of several characters, longest first: of the language, and those of other languages that
/// are refused by name.
const SIGNS: &[&str] = &[
    "..<", "=>", "->", "==", "!=", "<=", ">=", "=<", "<>", ":=", "&&", "||", "..",
];

/// The tokens without the comments.
pub(crate) fn code(tokens: &[Token]) -> impl DoubleEndedIterator<Item = &Token> {
    tokens
        .iter()
        .filter(|token| token.kind != TokenKind::Comment)
}

/// Cuts text into tokens; blanks between them are left out.
pub(crate) fn scan(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (kind, length) = match first {
            _ if first.is_whitespace() => {
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
                continue;
            }
            '#' => (TokenKind::Comment, line_length(rest)),
            '"' => quoted(rest),
            '{' | '(' => (TokenKind::Open, 1),
            '}' | ')' => (TokenKind::Close, 1),
            '0'..='9' => (TokenKind::Number, number_length(rest)),
            _ if is_word(first) => (TokenKind::Word, length_while(rest, is_word)),
            _ => (TokenKind::Sign, sign_length(rest, first)),
        };
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        tokens.push(Token {
            kind,
            start: at(start),
            end: at(start + length),
        });
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn line_length(text: &str) -> usize {
    let line = text.find('\n').unwrap_or(text.len());
    if text.as_bytes().get(line.wrapping_sub(1)) == Some(&b'\r') {
        line - 1
    } else {
        line
    }
}

fn sign_length(text: &str, first: char) -> usize {
    let known = SIGNS.iter().find(|sign| text.starts_with(**sign));
    known.map_or(first.len_utf8(), |sign| sign.len())
}

/// A quoted text ends at its quote; one without stops at the end of its line.
fn quoted(text: &str) -> (TokenKind, usize) {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return (TokenKind::OpenText, line_length(text)),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (TokenKind::Text, at + 1),
            _ => {}
        }
    }
    (TokenKind::OpenText, text.len())
}

/// A number takes along the letters glued to it (`50k`, but `50kg` too, which is then refused by
/// name), and a date its dashes and colons.
fn number_length(text: &str) -> usize {
    if let Some(date) = date_length(text) {
        return date;
    }
    let mut length = length_while(text, is_word);
    let behind = text.get(length..).unwrap_or_default();
    let mut characters = behind.chars();
    if characters.next() == Some('.') && characters.next().is_some_and(|c| c.is_ascii_digit()) {
        length += 1 + length_while(behind.get(1..).unwrap_or_default(), is_word);
    }
    if text.get(length..).is_some_and(|rest| rest.starts_with('%')) {
        length + 1
    } else {
        length
    }
}

/// `2026-07-01`, `2026-7-1`, `2026-07-01T09:00`.
fn date_length(text: &str) -> Option<usize> {
    let digits = |from: usize| length_while(text.get(from..)?, |c| c.is_ascii_digit()).into();
    let dash = |at: usize| (text.as_bytes().get(at) == Some(&b'-')).then_some(at + 1);
    let year: Option<usize> = digits(0);
    let month_at = dash(year.filter(|length| *length == 4)?)?;
    let month: Option<usize> = digits(month_at);
    let day_at = dash(month_at + month.filter(|length| (1..=2).contains(length))?)?;
    let day: Option<usize> = digits(day_at);
    let end = day_at + day.filter(|length| (1..=2).contains(length))?;
    let time = text.get(end..).filter(|rest| rest.starts_with('T'));
    Some(end + time.map_or(0, |rest| length_while(rest, |c| is_word(c) || c == ':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        scan(text).iter().map(|token| token.text(text)).collect()
    }

    #[test]
    fn cuts_numbers_dates_and_signs() {
        assert_eq!(
            words("50kg 2.5M 20% 1_000"),
            ["50kg", "2.5M", "20%", "1_000"]
        );
        assert_eq!(
            words("5..<10 a>=2=>b"),
            ["5", "..<", "10", "a", ">=", "2", "=>", "b"]
        );
        assert_eq!(
            words("2026-07-01T09:00,2026-7-1"),
            ["2026-07-01T09:00", ",", "2026-7-1"]
        );
        assert_eq!(words("5-3"), ["5", "-", "3"]);
    }

    #[test]
    fn a_text_ends_at_its_quote_or_its_line() {
        let kinds = |text| {
            scan(text)
                .iter()
                .map(|token| token.kind)
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(r#""a \" b""#), [TokenKind::Text]);
        assert_eq!(kinds("\"a\r\nb"), [TokenKind::OpenText, TokenKind::Word]);
        assert_eq!(words("a # b \" {\nc"), ["a", "# b \" {", "c"]);
    }
}
