//! Signs that are wrong, missing or too many: commas, bars, arrows, brackets, dots.

use super::{MOST_LISTED, Stop};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::Span;
use crate::syntax::cut::RESERVED;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::{Token, TokenKind};

impl Stop<'_> {
    /// `1,234`, `2,5`
    pub(super) fn comma_in_number(&self, found: Token) -> Option<Diagnostic> {
        let (before, after) = (self.previous()?, self.token(Some(self.index + 1))?);
        let digits = |token: Token| self.word(Some(token)).bytes().all(|b| b.is_ascii_digit());
        let glued = before.end == found.start && found.end == after.start;
        if self.word(Some(found)) != "," || !glued || !digits(before) || !digits(after) {
            return None;
        }
        let (a, b) = (self.word(Some(before)), self.word(Some(after)));
        let right = if b.len() == 3 {
            format!("{a}_{b}")
        } else {
            format!("{a}.{b}")
        };
        let message = format!("a comma cannot stand inside the number `{a},{b}`");
        let span = self.span_of(before).to(self.span_of(after));
        Some(
            Diagnostic::new(Code::Syntax, span, message)
                .help(format!(
                    "write `{right}`: thousands are set apart by `_`, decimals by a point"
                ))
                .replace(span, right),
        )
    }

    /// `one of a | b c`: the fault shows one word later.
    pub(super) fn missing_bar(&self) -> Option<Diagnostic> {
        let before = |places: usize| self.token(self.index.checked_sub(places));
        let word = |token: Option<Token>| token.is_some_and(|token| token.kind == TokenKind::Word);
        let (value, bar) = if self.wanted(Rule::values_or) && word(self.found()) && word(before(1))
        {
            (self.found()?, "|")
        } else if self.wanted(Rule::colon) && word(before(1)) && word(before(2)) {
            (before(1)?, self.word(before(3)))
        } else {
            return None;
        };
        if !matches!(bar, "|" | "<") {
            return None;
        }
        let (word, span) = (self.word(Some(value)), self.span_of(value));
        Some(
            Diagnostic::new(
                Code::Syntax,
                span,
                format!("`{bar}` is missing before `{word}`"),
            )
            .help(format!("values are written with `{bar}` between them"))
            .replace(
                Span {
                    end: span.start,
                    ..span
                },
                format!("{bar} "),
            ),
        )
    }

    /// `5 .. 10`, `0-100`, `mql_bar .. 100`
    pub(super) fn loose_range(&self, found: Token) -> Option<Diagnostic> {
        // Behind a name a range has not begun, so that the dots do not fit.
        let named = matches!(self.word(Some(found)), ".." | "..<");
        let start = if named {
            self.index.checked_sub(1)?
        } else {
            self.index
        };
        let start_token = self.token(Some(start))?;
        let (sign, end) = (self.token(Some(start + 1)), self.token(Some(start + 2))?);
        let is_end = |token: Token| {
            token.kind == TokenKind::Number
                || named
                    && token.kind == TokenKind::Word
                    && !RESERVED.contains(&self.word(Some(token)))
        };
        let dots = matches!(self.word(sign), ".." | "-" | "..<" | "to");
        if !is_end(start_token) || !is_end(end) || !dots {
            return None;
        }
        let found = start_token;
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

    /// `when a, b`
    pub(super) fn comma_in_condition(&self, found: Token) -> Option<Diagnostic> {
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

    /// A row of a table without `=>`.
    pub(super) fn missing_arrow(&self, found: Token) -> Option<Diagnostic> {
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

    /// In an example, a value where a field's name is wanted: a name or a value is lost before it.
    pub(super) fn value_without_field(&self, found: Token) -> Option<Diagnostic> {
        let example = self.word(self.code.first().copied()) == "example";
        let value = matches!(found.kind, TokenKind::Number | TokenKind::Text)
            || matches!(self.word(Some(found)), "yes" | "no" | "missing");
        if !example || !value || !self.wanted(Rule::comma) {
            return None;
        }
        let word = self.word(Some(found));
        Some(
            self.syntax(format!("`{word}` stands where the name of a field is wanted"))
                .help("a lead is written `field value field value`: before this, a field has lost its value, or a value its field"),
        )
    }

    /// `role none`
    pub(super) fn bare_none(&self, found: Token) -> Option<Diagnostic> {
        let header = self.wanted(Rule::decision_flag) || self.wanted(Rule::or_none);
        if self.word(Some(found)) != "none" || !header {
            return None;
        }
        let found = self
            .syntax("`or` is missing before `none`")
            .help("write `or none`");
        Some(self.insert(found, "or"))
    }

    /// `by phone email`, `in { a b }`
    pub(super) fn missing_comma(&self, found: Token) -> Option<Diagnostic> {
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
            || RESERVED.contains(&self.word(Some(found)))
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
    pub(super) fn mixed_sign(&self, found: Token) -> Option<Diagnostic> {
        let sign = self.word(Some(found));
        let right = match sign {
            "=" | "=>" if self.wanted(Rule::colon) => ":",
            ":" | "=>" if self.wanted(Rule::define_sign) || self.wanted(Rule::equals) => "=",
            "=" | ":" if self.wanted(Rule::arrow) => "=>",
            "|" if self.wanted(Rule::junction) => "or",
            "," if self.wanted(Rule::values_or) => "|",
            "=>" if self.wanted(Rule::tail) || self.wanted(Rule::compare_tail) => ">=",
            "and" | "or" | "&" if self.wanted(Rule::comma) && !self.wanted(Rule::junction) => ",",
            _ => return None,
        };
        Some(
            self.syntax(format!("`{sign}` cannot stand here; `{right}` can"))
                .help(format!("write `{right}`"))
                .replace(self.span(), right),
        )
    }

    /// A sign too many, or a little word too few, beside what is right.
    pub(super) fn stray_sign(&self, found: Token) -> Option<Diagnostic> {
        let (before, word) = (self.word(self.previous()), self.word(Some(found)));
        let leave_out = |help: &str| {
            let found = self.syntax(format!("`{word}` has no place here"));
            Some(found.help(help).replace(self.span(), ""))
        };
        match (before, word) {
            ("otherwise", "=>") => leave_out("leave it out: `otherwise` is followed by its outcome"),
            (_, "=") if self.wanted(Rule::open) || self.wanted(Rule::list_entries) => {
                leave_out("leave it out: the entries follow in braces")
            }
            (_, "=" | ":") if self.wanted(Rule::assigned) => Some(self.signs_in_lead(word)),
            ("in", "(") => Some(self.round_set()),
            ("any" | "all" | "none", "{") => Some(self.insert(
                self.syntax(format!("`of` is missing behind `{before}`")).help(format!("write `{before} of {{ … }}`")),
                "of",
            )),
            ("starts" | "ends", _) if self.wanted(Rule::kw_with) => Some(self.insert(
                self.syntax(format!("`with` is missing behind `{before}`")).help(format!("write `{before} with \"…\"`")),
                "with",
            )),
            (_, "(") if self.previous().is_some_and(|token| token.kind == TokenKind::Word && token.end < found.start) => {
                let gap = Span { start: self.span().start - (found.start - self.previous()?.end), end: self.span().start, ..self.span() };
                let message = format!("a blank stands between `{before}` and its bracket");
                Some(Diagnostic::new(Code::Syntax, self.span(), message).help(format!("write `{before}(…)`")).replace(gap, ""))
            }
            (_, "between") => Some(self.syntax("a range is asked for with `in`").help("write `x in 5..10`")),
            ("and" | "or", "<" | "<=" | ">" | ">=" | "=" | "!=") => Some(
                self.syntax(format!("`{word}` has nothing to compare"))
                    .help("repeat what is compared, as in `x >= 5 and x <= 10`, or write a range, `x in 5..10`"),
            ),
            ("=" | "!=", _) => None,
            _ => None,
        }
    }

    /// `lead { email = "a"  size = 5 }`: all of the signs up to the closing brace are one slip.
    pub(super) fn signs_in_lead(&self, sign: &str) -> Diagnostic {
        let behind = self.code.get(self.index..).unwrap_or_default().iter();
        let lead = behind.take_while(|token| token.kind != TokenKind::Close);
        let signs = lead.filter(|token| self.word(Some(**token)) == sign);
        let edits = signs.map(|token| Edit {
            span: self.span_of(*token),
            new_text: String::new(),
        });
        let fix = Fix {
            title: format!("leave `{sign}` out"),
            edits: edits.collect(),
        };
        let found = self
            .syntax(format!("`{sign}` has no place here"))
            .help("leave it out: an example's lead is written `field value`");
        Diagnostic {
            fix: Some(fix),
            ..found
        }
    }

    /// `in ("US")`
    pub(super) fn round_set(&self) -> Diagnostic {
        let found = self
            .syntax("what `in` looks in stands between braces")
            .help("write `in { … }`");
        let behind = self.code.get(self.index..).unwrap_or_default().iter();
        let Some(close) = behind.copied().find(|token| self.word(Some(*token)) == ")") else {
            return found;
        };
        let edit = |span: Span, sign: &str| Edit {
            span,
            new_text: sign.to_owned(),
        };
        let edits = vec![edit(self.span(), "{"), edit(self.span_of(close), "}")];
        Diagnostic {
            fix: Some(Fix {
                title: "write `{ … }`".to_owned(),
                edits,
            }),
            ..found
        }
    }
}
