//! Words that are no names: capital letters, words of other languages, months.

use super::Slip;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::cut::RESERVED;
use crate::syntax::scan::TokenKind;

/// Words of other languages, and what Groundrules writes for them.
const WORDS: &[(&str, &str)] = &[
    ("true", "yes"),
    ("false", "no"),
    ("null", "missing"),
    ("nil", "missing"),
];

/// Units of no fixed length.
const LOOSE_UNITS: &[(&str, &str)] = &[
    ("month", "30 days"),
    ("quarter", "90 days"),
    ("year", "365 days"),
];

impl Slip<'_> {
    pub(super) fn word(&self) -> Option<Diagnostic> {
        let word = self.words();
        let lower = word.to_lowercase();
        if let Some((_, instead)) = WORDS.iter().find(|(wrong, _)| *wrong == lower) {
            return Some(self.foreign_word(word, instead));
        }
        if let Some(slip) = self.loose_unit(&lower) {
            return Some(slip);
        }
        if !word.is_ascii() {
            let found = self.syntax(format!(
                "`{word}` cannot be a name: names have the letters a to z, digits and `_`"
            ));
            return Some(found.help(format!(
                "if it is a value as the CRM writes it, put it in quotes: `\"{word}\"`"
            )));
        }
        if word.starts_with('_') {
            let name = lower.trim_start_matches('_');
            return Some(
                self.syntax(format!(
                    "`{word}` cannot be a name: a name starts with a letter"
                ))
                .help(format!("write `{name}`")),
            );
        }
        let capital = word.bytes().any(|b| b.is_ascii_uppercase());
        let currency = word.len() == 3
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && self.may_be_currency();
        (capital && !currency).then(|| self.capital(word))
    }

    /// `true`, `null`
    fn foreign_word(&self, word: &str, instead: &str) -> Diagnostic {
        let asked = match self.words_before() {
            "=" | "==" => "is missing",
            "!=" => "is known",
            _ => "",
        };
        if instead == "missing"
            && let Some(sign) = self.before
            && !asked.is_empty()
        {
            let span = self.span_of(sign).to(self.span());
            let written = format!("{} {word}", self.words_before());
            return Diagnostic::new(
                Code::Syntax,
                span,
                format!("`{written}` is written `{asked}`"),
            )
            .help(format!("write `{asked}`"))
            .replace(span, asked);
        }
        let found = self.syntax(format!("`{word}` is written `{instead}`"));
        found
            .help(format!("write `{instead}`"))
            .replace(self.span(), instead)
    }

    /// Three capitals are a currency behind an amount, a range or the word `money`.
    fn may_be_currency(&self) -> bool {
        // A range may end with a name: `0..large USD`.
        let ends_range = |start: u32| {
            let text = self.text.get(..start as usize).unwrap_or_default();
            text.ends_with("..") || text.ends_with("..<")
        };
        let behind_number = self
            .before
            .is_some_and(|token| token.kind == TokenKind::Number || ends_range(token.start));
        let word = self.words().to_lowercase();
        (behind_number || self.words_before() == "money") && !RESERVED.contains(&word.as_str())
    }

    fn capital(&self, word: &str) -> Diagnostic {
        let before = self.words_before();
        let name = snake_case(word);
        if RESERVED.contains(&name.as_str()) {
            return self
                .syntax(format!("`{word}` is written small"))
                .help(format!("write `{name}`"))
                .replace(self.span(), name);
        }
        if self.before.is_none() {
            return self
                .syntax(format!("`{word}` starts no declaration"))
                .help("a note to the reader starts with `#`; declarations start with words such as `policy`, `lead`, `score` or `decision`");
        }
        if self
            .before
            .is_some_and(|token| token.kind == TokenKind::Number)
            || before == "money"
        {
            return self
                .syntax(format!("`{word}` is no unit"))
                .help("a currency is three capital letters, as in `50_000 USD`; units of time are `minutes`, `hours`, `days` and `weeks`");
        }
        let quoted = format!("\"{word}\"");
        let found = self.syntax(format!(
            "`{word}` has capital letters; names and words are written small"
        ));
        // Behind these a value stands, and a value with capitals is one as the CRM writes it; what is
        // followed by a colon or `from` is a name all the same.
        let value = matches!(
            before,
            "contains"
                | "mentions"
                | "with"
                | "matches"
                | "from"
                | "where"
                | "is"
                | "on"
                | "join"
                | "encoding"
                | "because"
                | "split"
                | "zone"
                | "version"
                | "="
                | "!="
                | ","
                | "{"
                | "|"
                | "<"
                | "has"
                | "of"
        ) && !matches!(self.words_behind(), ":" | "from" | "=");
        if value {
            found
                .help(format!("if it is a value as the CRM writes it, put it in quotes: `{quoted}`; if it is a name, write `{name}`"))
                .replace(self.span(), quoted)
        } else {
            found
                .help(format!("write `{name}`, or, if it is a value as the CRM writes it, put it in quotes: `{quoted}`"))
                .replace(self.span(), name)
        }
    }

    fn loose_unit(&self, lower: &str) -> Option<Diagnostic> {
        let number = self.before.filter(|token| {
            token.kind == TokenKind::Number || token.text(self.text) == "business"
        })?;
        let (unit, days) = LOOSE_UNITS
            .iter()
            .find(|(unit, _)| lower.strip_suffix('s').unwrap_or(lower) == *unit)?;
        let span = Span::new(self.source, number.start as usize, self.token.end as usize);
        Some(
            Diagnostic::new(
                Code::Syntax,
                span,
                format!("a {unit} has no fixed length, so it cannot be an amount of time"),
            )
            .help(format!("write the days, for example `{days}`")),
        )
    }
}

/// `LeadSource` and `Lead_Source` to `lead_source`.
fn snake_case(word: &str) -> String {
    let mut name = String::new();
    let mut small = false;
    for c in word.chars() {
        if c.is_ascii_uppercase() && small {
            name.push('_');
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
        name.push(c.to_ascii_lowercase());
    }
    name
}
