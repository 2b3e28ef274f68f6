//! Slips that can be named from the tokens alone.
//!
//! | file | slips |
//! | --- | --- |
//! | here | signs of other languages, open quotes |
//! | `stretches` | those of several tokens: quotes of other kinds, brackets, comments, currencies |
//! | `words` | capital letters, words of other languages, months |
//! | `numbers` | units glued to numbers, dates |

mod numbers;
mod stretches;
mod words;

use super::MOST_FAULTS;
use super::scan::{Token, TokenKind, code};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// Signs of other languages, what Groundrules writes for them, and what to say.
const SIGNS: &[(&str, &str, &str)] = &[
    ("==", "=", "equality is written with one `=`"),
    ("&&", "and", "conditions are joined by the word `and`"),
    ("||", "or", "alternatives are joined by the word `or`"),
    ("!", "not ", "a condition is turned round by the word `not`"),
    ("->", "=>", "an arrow is written `=>`"),
    ("<>", "!=", "\"is not equal to\" is written `!=`"),
    ("=<", "<=", "\"at most\" is written `<=`"),
    ("≤", "<=", "\"at most\" is written `<=`"),
    ("≥", ">=", "\"at least\" is written `>=`"),
    ("≠", "!=", "\"is not equal to\" is written `!=`"),
    (":=", "=", "a definition is written with `=`"),
    (";", "", "lines need no sign at their end"),
    ("–", "-", "this is a dash, not a minus sign"),
    ("—", "-", "this is a dash, not a minus sign"),
    ("]", "}", "sets stand between braces"),
];

/// Every slip among the tokens of one declaration.
pub(crate) fn slips(source: SourceId, text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let code: Vec<Token> = code(tokens).copied().collect();
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(token) = code.get(index)
        && found.len() < MOST_FAULTS
    {
        let before = index.checked_sub(1).and_then(|at| code.get(at)).copied();
        let here = Slip {
            source,
            text,
            token: *token,
            before,
            behind: code.get(index + 1).copied(),
        };
        match here.stretch(code.get(index + 1..).unwrap_or_default()) {
            Some((slip, more)) => {
                found.push(slip);
                index += 1 + more;
            }
            None => {
                found.extend(here.find());
                index += 1;
            }
        }
    }
    found
}

/// Whether the grammar reads the slip as what was meant, so that the declaration is read on.
pub(crate) fn is_read_all_the_same(text: &str, slip: &Diagnostic) -> bool {
    let words = slip
        .span()
        .and_then(|span| text.get(span.range()))
        .unwrap_or_default();
    matches!(words, "==" | "&&" | "||" | "->" | "true" | "false")
}

/// A token between its neighbours.
struct Slip<'a> {
    source: SourceId,
    text: &'a str,
    token: Token,
    before: Option<Token>,
    behind: Option<Token>,
}

impl<'a> Slip<'a> {
    fn find(&self) -> Option<Diagnostic> {
        match self.token.kind {
            TokenKind::OpenText => Some(self.open_text()),
            TokenKind::Sign => self.sign(),
            TokenKind::Word => self.word(),
            TokenKind::Number => self.number(),
            TokenKind::Text => self.text_of_control(),
            TokenKind::Open | TokenKind::Close | TokenKind::Comment => None,
        }
    }

    fn words(&self) -> &'a str {
        self.token.text(self.text)
    }

    fn words_before(&self) -> &'a str {
        self.before.map_or("", |token| token.text(self.text))
    }

    fn words_behind(&self) -> &'a str {
        self.behind.map_or("", |token| token.text(self.text))
    }

    fn span_of(&self, token: Token) -> Span {
        token.span(self.source)
    }

    fn span(&self) -> Span {
        self.span_of(self.token)
    }

    fn syntax(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::Syntax, self.span(), message)
    }

    fn open_text(&self) -> Diagnostic {
        let mut found = self.syntax("this text is never closed");
        if let Some(first) = found.labels.first_mut() {
            first.span.end = first.span.start + 1;
        }
        found
            .here("the quote opens here")
            .help("add the closing `\"` on the same line; inside a text a quote is written `\\\"`")
    }

    fn sign(&self) -> Option<Diagnostic> {
        let sign = self.words();
        if let Some((_, instead, why)) = SIGNS.iter().find(|(wrong, _, _)| *wrong == sign) {
            let help = match instead.trim() {
                "" => "leave it out".to_owned(),
                instead => format!("write `{instead}`"),
            };
            let found = self.syntax(format!("`{sign}` is not Groundrules: {why}"));
            return Some(found.help(help).replace(self.span(), *instead));
        }
        let known = "=><!.,:|+-*/";
        let foreign = sign.chars().find(|c| !known.contains(*c))?;
        let message = match foreign {
            c if c.is_control() => format!(
                "a character that cannot be seen (code {:04X}) stands here",
                u32::from(c)
            ),
            c => format!("`{c}` means nothing in Groundrules"),
        };
        Some(
            self.syntax(message)
                .help("leave it out; if it belongs to a text, put the text in quotes"),
        )
    }

    /// A control character inside a text.
    fn text_of_control(&self) -> Option<Diagnostic> {
        let control = self
            .words()
            .chars()
            .find(|c| c.is_control() && *c != '\t')?;
        let code = u32::from(control);
        Some(
            self.syntax(format!(
                "this text holds a character that cannot be seen (code {code:04X})"
            ))
            .help("leave the character out"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    fn first(text: &str) -> String {
        let found = slips(SourceId(0), text, &scan(text));
        assert!(found.len() <= 1, "{text}: {found:?}");
        found.first().map_or(String::new(), |d| {
            format!("{} / {}", d.message, d.help.as_deref().unwrap_or(""))
        })
    }

    #[test]
    fn signs_and_words_of_other_languages_are_named() {
        for (wrong, right) in [
            ("a == b", "`=`"),
            ("a && b", "`and`"),
            ("a || b", "`or`"),
            ("!a", "`not`"),
            ("a -> b", "`=>`"),
            ("a = true", "`yes`"),
            ("x = null", "`is missing`"),
            ("a;", "leave it out"),
            ("“a”", "`\"a\"`"),
        ] {
            assert!(first(wrong).contains(right), "{wrong}: {}", first(wrong));
        }
    }

    #[test]
    fn numbers_and_dates_are_named() {
        assert!(first("50kg").contains("`50 days`"));
        assert!(first("x = 2026-7-1").contains("`2026-07-01`"));
        assert!(first("x = 2026-02-30").contains("no such date"));
        assert!(first("x = 07/01/2026").contains("2026-07-01"));
        assert!(first("after 2 months").contains("30 days"));
        assert!(first("2 business months").contains("no fixed length"));
        assert!(first("define LeadSource = x").contains("`lead_source`"));
    }

    #[test]
    fn plain_text_has_none() {
        for fine in [
            "50k",
            "2.5M",
            "20%",
            "50_000 USD",
            "money USD",
            "2026-07-01T09:00",
            "a != b",
            "x in 5..<10",
            "month: text",
            "since(x) / 2",
        ] {
            assert_eq!(first(fine), "", "{fine}");
        }
    }
}
