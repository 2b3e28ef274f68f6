//! Slips that can be named from the tokens alone: signs and words of other languages, open quotes,
//! capital letters, units glued to numbers, months.

use super::MOST_FAULTS;
use super::scan::{Token, TokenKind};
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
    ("“", "\"", "text stands between straight quotes"),
    ("”", "\"", "text stands between straight quotes"),
    ("„", "\"", "text stands between straight quotes"),
    ("‘", "\"", "text stands between straight double quotes"),
    ("’", "\"", "text stands between straight double quotes"),
    ("'", "\"", "text stands between double quotes"),
    ("–", "-", "this is a dash, not a minus sign"),
    ("—", "-", "this is a dash, not a minus sign"),
    ("[", "{", "sets stand between braces"),
    ("]", "}", "sets stand between braces"),
];

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

/// Every slip among the tokens of one declaration.
pub(crate) fn slips(source: SourceId, text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut previous: Option<Token> = None;
    for token in tokens
        .iter()
        .filter(|token| token.kind != TokenKind::Comment)
    {
        let here = Slip {
            source,
            text,
            token: *token,
            previous,
        };
        found.extend(here.find());
        if found.len() >= MOST_FAULTS {
            break;
        }
        previous = Some(*token);
    }
    let mut curly = false;
    // The two ends of a text in curly quotes, and what stands between them, are one slip.
    found.retain(|diagnostic| {
        let is_curly = diagnostic.message.contains("straight");
        let first = !is_curly || !curly;
        curly |= is_curly;
        first
    });
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
    previous: Option<Token>,
}

impl Slip<'_> {
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

    fn words(&self) -> &str {
        self.token.text(self.text)
    }

    fn span(&self) -> Span {
        Span::new(
            self.source,
            self.token.start as usize,
            self.token.end as usize,
        )
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

    fn word(&self) -> Option<Diagnostic> {
        let word = self.words();
        let lower = word.to_lowercase();
        if let Some((_, instead)) = WORDS.iter().find(|(wrong, _)| *wrong == lower) {
            let found = self.syntax(format!("`{word}` is written `{instead}`"));
            return Some(
                found
                    .help(format!("write `{instead}`"))
                    .replace(self.span(), *instead),
            );
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

    /// Three capitals are a currency behind an amount, a range or the word `money`.
    fn may_be_currency(&self) -> bool {
        self.previous.is_some_and(|token| {
            token.kind == TokenKind::Number || token.text(self.text) == "money"
        })
    }

    fn capital(&self, word: &str) -> Diagnostic {
        let before = self.previous.map_or("", |token| token.text(self.text));
        if self
            .previous
            .is_some_and(|token| token.kind == TokenKind::Number)
            || before == "money"
        {
            return self
                .syntax(format!("`{word}` is no unit"))
                .help("a currency is three capital letters, as in `50_000 USD`; units of time are `minutes`, `hours`, `days` and `weeks`");
        }
        let name = snake_case(word);
        let quoted = format!("\"{word}\"");
        // Behind these words only a text can stand.
        let text = matches!(
            before,
            "contains"
                | "mentions"
                | "with"
                | "matches"
                | "from"
                | "because"
                | "split"
                | "zone"
                | "version"
        );
        self.syntax(format!("`{word}` has capital letters; names and words are written small"))
            .help(format!("write `{name}`, or, if it is a value as the CRM writes it, put it in quotes: `{quoted}`"))
            .replace(self.span(), if text { quoted } else { name })
    }

    fn loose_unit(&self, lower: &str) -> Option<Diagnostic> {
        let number = self.previous.filter(|token| {
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

    fn number(&self) -> Option<Diagnostic> {
        let number = self.words();
        if number.matches('-').count() == 2 {
            return self.date(number);
        }
        if let Some(found) = self.date_with_slashes() {
            return Some(found);
        }
        let digits = number.find(|c: char| c.is_alphabetic())?;
        let (amount, unit) = number.split_at_checked(digits)?;
        if matches!(unit, "k" | "M") {
            return None;
        }
        let found = self.syntax(format!("`{number}` runs a number and a word together"));
        let help = match unit {
            "K" => format!("thousands are written `{amount}k`"),
            "m" | "mio" | "mn" => format!("millions are written `{amount}M`"),
            "d" => format!("write `{amount} days`"),
            "h" => format!("write `{amount} hours`"),
            "min" => format!("write `{amount} minutes`"),
            _ => format!(
                "write the unit behind a blank, for example `{amount} days` or `{amount} USD`; a number may only be followed by `k`, `M` or `%`"
            ),
        };
        Some(found.help(help))
    }

    /// A date that is nearly right, or is none of the calendar.
    fn date(&self, written: &str) -> Option<Diagnostic> {
        let (day, time) = written.split_once('T').unwrap_or((written, ""));
        let parts: Vec<&str> = day.split('-').collect();
        let [year, month, date] = parts.as_slice() else {
            return None;
        };
        let padded = format!("{year}-{month:0>2}-{date:0>2}");
        if padded != day {
            let right = if time.is_empty() {
                padded
            } else {
                format!("{padded}T{time}")
            };
            return Some(
                self.syntax(format!("the date `{written}` lacks a zero"))
                    .help(format!("write `{right}`"))
                    .replace(self.span(), right),
            );
        }
        let exists = day.parse::<jiff::civil::Date>().is_ok()
            && (time.is_empty() || written.parse::<jiff::civil::DateTime>().is_ok());
        (!exists).then(|| {
            self.syntax(format!("there is no such date as `{written}`"))
                .help("write year, month and day, as in `2026-07-01`, with a time of day as in `2026-07-01T09:00`")
        })
    }

    /// `07/01/2026`: this token is its year.
    fn date_with_slashes(&self) -> Option<Diagnostic> {
        let start = self.token.start as usize;
        let before = self.text.get(..start)?;
        let line = before.get(before.rfind('\n').map_or(0, |at| at + 1)..)?;
        let slashed = line.len()
            - line
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == '/')
                .len();
        let date = line.get(line.len() - slashed..)?;
        let parts: Vec<&str> = date.split('/').collect();
        let plausible = matches!(parts.as_slice(), [a, b, ""] if (1..=2).contains(&a.len()) && (1..=2).contains(&b.len()));
        (plausible && self.words().len() == 4).then(|| {
            let span = Span::new(self.source, start - slashed, self.token.end as usize);
            Diagnostic::new(
                Code::Syntax,
                span,
                format!(
                    "`{date}{}` is not a date here: people read it in two ways",
                    self.words()
                ),
            )
            .help("write year, month and day, as in `2026-07-01`")
        })
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
            ("x = null", "`missing`"),
            ("a;", "leave it out"),
            ("“a”", "`\"`"),
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
        assert!(first("LeadSource = x").contains("`lead_source`"));
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
