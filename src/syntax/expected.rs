//! What the grammar wanted and did not find, in words.

mod words;

use pest::error::{Error, ErrorVariant, InputLocation};

use super::cut::RESERVED;
use super::grammar::Rule;
use super::scan::{Token, TokenKind};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, nearest};
use crate::source::{SourceId, Span};

/// More expected things than this say nothing to anybody.
const MOST_LISTED: usize = 5;

/// Words of other languages, and what Groundrules calls them where that may stand.
const SYNONYMS: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
    ("except", "unless"),
    ("default", "otherwise"),
    ("else", "otherwise"),
    ("as", "because"),
    ("reason", "because"),
    ("string", "text"),
    ("int", "integer"),
    ("float", "number"),
    ("decimal", "number"),
    ("currency", "money"),
    ("bool", "boolean"),
    ("timestamp", "datetime"),
    ("enum", "one of"),
    ("user", "role"),
    ("includes", "contains"),
    ("like", "contains"),
    ("equals", "is"),
    ("max", "at most"),
    ("min", "at least"),
    ("assert", "expect"),
    ("case", "rule"),
];

/// The declaration that could not be read.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) source: SourceId,
    /// The text of the whole file.
    pub(super) text: &'a str,
    /// The tokens of the declaration.
    pub(super) tokens: &'a [Token],
}

/// Says what is wrong where the grammar stopped, `offset` bytes into the file.
pub(super) fn explain(error: &Error<Rule>, offset: usize, place: Place<'_>) -> Diagnostic {
    let at = offset
        + match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
    let rules = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        ErrorVariant::CustomError { .. } => &[],
    };
    let code: Vec<Token> = place
        .tokens
        .iter()
        .filter(|token| token.kind != TokenKind::Comment)
        .copied()
        .collect();
    let index = code.partition_point(|token| (token.start as usize) < at);
    let stop = Stop {
        place,
        code: &code,
        index,
        rules,
    };
    stop.named().unwrap_or_else(|| stop.general())
}

/// The place where the grammar stopped, and what it wanted there.
struct Stop<'a> {
    place: Place<'a>,
    code: &'a [Token],
    /// The token that did not fit; beyond the last at the end of the declaration.
    index: usize,
    rules: &'a [Rule],
}

impl<'a> Stop<'a> {
    fn token(&self, index: Option<usize>) -> Option<Token> {
        self.code.get(index?).copied()
    }

    fn found(&self) -> Option<Token> {
        self.token(Some(self.index))
    }

    fn previous(&self) -> Option<Token> {
        self.token(self.index.checked_sub(1))
    }

    fn word(&self, token: Option<Token>) -> &'a str {
        token.map_or("", |token| token.text(self.place.text))
    }

    fn span_of(&self, token: Token) -> Span {
        Span::new(self.place.source, token.start as usize, token.end as usize)
    }

    /// The token that did not fit, or the last one of the declaration.
    fn span(&self) -> Span {
        let token = self.found().or_else(|| self.previous());
        token.map_or(Span::new(self.place.source, 0, 0), |token| {
            self.span_of(token)
        })
    }

    fn wanted(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    fn syntax(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::Syntax, self.span(), message)
    }

    /// Offers to put `text` before the token that did not fit.
    fn insert(&self, diagnostic: Diagnostic, text: &str) -> Diagnostic {
        let span = self.span();
        let edit = Edit {
            span: Span {
                end: span.start,
                ..span
            },
            new_text: format!("{text} "),
        };
        let fix = Fix {
            title: format!("write `{text}` before it"),
            edits: vec![edit],
        };
        Diagnostic {
            fix: Some(fix),
            ..diagnostic
        }
    }

    /// The faults that people really make, by name.
    fn named(&self) -> Option<Diagnostic> {
        let found = self.found()?;
        self.grouped_number(found)
            .or_else(|| self.two_units(found))
            .or_else(|| self.comma_in_condition(found))
            .or_else(|| self.loose_range(found))
            .or_else(|| self.reserved_name(found))
            .or_else(|| self.synonym(found))
            .or_else(|| self.misspelt(found))
            .or_else(|| self.missing_arrow(found))
            .or_else(|| self.missing_comma(found))
            .or_else(|| self.mixed_sign(found))
    }

    /// `1,234`
    fn grouped_number(&self, found: Token) -> Option<Diagnostic> {
        let (before, after) = (self.previous()?, self.token(Some(self.index + 1))?);
        let digits = |token: Token| self.word(Some(token)).bytes().all(|b| b.is_ascii_digit());
        let glued = before.end == found.start && found.end == after.start;
        let thousand = self.word(Some(after)).len() == 3;
        if self.word(Some(found)) != "," || !glued || !digits(before) || !digits(after) || !thousand
        {
            return None;
        }
        let span = self.span_of(before).to(self.span_of(after));
        let (a, b) = (self.word(Some(before)), self.word(Some(after)));
        Some(
            Diagnostic::new(
                Code::Syntax,
                span,
                format!("a comma cannot stand inside the number `{a},{b}`"),
            )
            .help(format!("write `{a}_{b}`"))
            .replace(span, format!("{a}_{b}")),
        )
    }

    /// `1 hour 30 minutes`
    fn two_units(&self, found: Token) -> Option<Diagnostic> {
        let is_unit = |word: &str| {
            ["minute", "hour", "day", "week"].contains(&word.strip_suffix('s').unwrap_or(word))
        };
        let unit = self.word(self.token(Some(self.index + 1)));
        if found.kind != TokenKind::Number || !is_unit(self.word(self.previous())) || !is_unit(unit)
        {
            return None;
        }
        Some(
            self.syntax("an amount of time has one unit").help(
                "write it in the smaller unit alone, e.g. `90 minutes` for an hour and a half",
            ),
        )
    }

    /// `5 .. 10`, `0-100`
    fn loose_range(&self, found: Token) -> Option<Diagnostic> {
        let (sign, end) = (
            self.token(Some(self.index + 1)),
            self.token(Some(self.index + 2))?,
        );
        let numbers = found.kind == TokenKind::Number && end.kind == TokenKind::Number;
        if !numbers || !matches!(self.word(sign), ".." | "-" | "..<") {
            return None;
        }
        let span = self.span_of(found).to(self.span_of(end));
        let dots = if self.word(sign) == "..<" {
            "..<"
        } else {
            ".."
        };
        let range = format!("{}{dots}{}", self.word(Some(found)), self.word(Some(end)));
        Some(
            Diagnostic::new(
                Code::Syntax,
                span,
                "a range is written with two dots and no blanks",
            )
            .help(format!("write `{range}`"))
            .replace(span, range),
        )
    }

    /// What other languages call a word that is wanted here.
    fn synonym(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let wanted = |right: &str| {
            self.rules
                .iter()
                .any(|rule| words::keywords(*rule).contains(&right))
        };
        let (_, right) = SYNONYMS
            .iter()
            .find(|(wrong, right)| *wrong == word && wanted(right))?;
        Some(
            self.syntax(format!("`{word}` is called `{right}` here"))
                .help(format!("write `{right}`"))
                .replace(self.span(), *right),
        )
    }

    /// `when a, b`
    fn comma_in_condition(&self, found: Token) -> Option<Diagnostic> {
        let in_condition = self.wanted(Rule::junction) || self.wanted(Rule::kw_and);
        if self.word(Some(found)) != "," || !in_condition || self.wanted(Rule::comma) {
            return None;
        }
        Some(
            self.syntax("conditions are not joined by a comma")
                .help("write `and` where both must hold, `or` where one is enough")
                .replace(self.span(), " and"),
        )
    }

    /// A little word where a name belongs.
    fn reserved_name(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let names = [
            Rule::ident,
            Rule::value,
            Rule::field,
            Rule::lead_entry,
            Rule::role,
            Rule::word,
        ];
        let wanted = names.iter().any(|rule| self.wanted(*rule)) || self.wanted_value();
        let follows_name = matches!(
            self.word(self.token(Some(self.index + 1))),
            ":" | "=" | "|" | "," | "}" | "{" | "from"
        );
        if !RESERVED.contains(&word) || !wanted || !follows_name {
            return None;
        }
        Some(
            self.syntax(format!(
                "`{word}` is a word of the language and cannot be a name"
            ))
            .help(format!(
                "call it `{word}_…`, or, if it is a value, put it in quotes: `\"{word}\"`"
            )),
        )
    }

    fn wanted_value(&self) -> bool {
        [
            Rule::condition,
            Rule::sum,
            Rule::s_sum,
            Rule::s_condition,
            Rule::not_test,
            Rule::member,
            Rule::call,
        ]
        .iter()
        .any(|rule| self.wanted(*rule))
    }

    /// A word that is nearly one of those wanted here.
    fn misspelt(&self, found: Token) -> Option<Diagnostic> {
        if found.kind != TokenKind::Word {
            return None;
        }
        let word = self.word(Some(found));
        let near = nearest(
            word,
            self.rules
                .iter()
                .flat_map(|rule| words::keywords(*rule).iter().copied()),
        )?;
        Some(
            self.syntax(format!("`{word}` cannot stand here"))
                .did_you_mean(self.span(), Some(near)),
        )
    }

    /// A row of a table without `=>`.
    fn missing_arrow(&self, found: Token) -> Option<Diagnostic> {
        let could_be_outcome = matches!(
            found.kind,
            TokenKind::Word | TokenKind::Number | TokenKind::Text
        );
        if !self.wanted(Rule::arrow) || !could_be_outcome {
            return None;
        }
        let found = self
            .syntax(format!(
                "`=>` is missing before `{}`",
                self.word(Some(found))
            ))
            .help("a row is written `what it asks => what it yields`");
        Some(self.insert(found, "=>"))
    }

    /// `by phone email`, `in { a b }`
    fn missing_comma(&self, found: Token) -> Option<Diagnostic> {
        let thing = |token: Option<Token>| {
            token.is_some_and(|t| {
                matches!(
                    t.kind,
                    TokenKind::Word | TokenKind::Number | TokenKind::Text
                )
            })
        };
        if !self.wanted(Rule::comma)
            || !thing(Some(found))
            || !thing(self.previous())
            || self.rules.len() > MOST_LISTED
        {
            return None;
        }
        let found = self
            .syntax(format!(
                "a comma is missing before `{}`",
                self.word(Some(found))
            ))
            .help("write a comma between the two");
        Some(self.insert(found, ","))
    }

    /// `a | b` in a condition, `=` or `:` where the other belongs.
    fn mixed_sign(&self, found: Token) -> Option<Diagnostic> {
        let sign = self.word(Some(found));
        let right = match sign {
            "=" | "=>" if self.wanted(Rule::colon) => ":",
            ":" | "=>" if self.wanted(Rule::define_sign) || self.wanted(Rule::equals) => "=",
            "=" | ":" if self.wanted(Rule::arrow) => "=>",
            "|" if self.wanted(Rule::junction) => "or",
            _ => return None,
        };
        Some(
            self.syntax(format!("`{sign}` cannot stand here; `{right}` can"))
                .help(format!("write `{right}`"))
                .replace(self.span(), right),
        )
    }

    fn general(&self) -> Diagnostic {
        let wanted = words::list(self.rules, MOST_LISTED);
        let Some(found) = self.found() else {
            let what = self.word(self.code.first().copied());
            let found = self
                .syntax(format!("this `{what}` ends too early"))
                .here("after this");
            return match wanted {
                Some(wanted) => found.help(format!("next comes {wanted}")),
                None => found.help("finish it, or leave it out"),
            };
        };
        let word = match found.kind {
            TokenKind::Text => "this text".to_owned(),
            _ => format!("`{}`", self.word(Some(found))),
        };
        if let Some(wanted) = wanted {
            return self
                .syntax(format!("{word} cannot stand here"))
                .here(format!("expected {wanted}"));
        }
        if self.wanted(Rule::junction) || self.wanted(Rule::tail) || self.wanted(Rule::plus) {
            let previous = self.word(self.previous());
            return self
                .syntax(format!("{word} does not continue what stands before it, and starts nothing that may stand here"))
                .help(format!("two conditions are joined by `and` or `or`; if `{previous}` is the end of a line of the policy, check how the next one begins"));
        }
        self.syntax(format!("{word} cannot stand here"))
            .help(words::construct(self.word(self.code.first().copied())))
    }
}
