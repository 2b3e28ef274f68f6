//! Slips that cover several tokens, so that they are one finding.

use super::Slip;
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::Span;
use crate::syntax::scan::{Token, TokenKind};

/// Signs that open a text in other languages and in word processors.
const QUOTES: &[&str] = &["“", "”", "„", "‘", "’", "'", "«", "`"];

impl Slip<'_> {
    /// A slip that goes on into the tokens behind, with how many of them it covers.
    pub(super) fn stretch(&self, behind: &[Token]) -> Option<(Diagnostic, usize)> {
        match (self.token.kind, self.words()) {
            (TokenKind::Sign, sign) if QUOTES.contains(&sign) => Some(self.quotes(behind)),
            (TokenKind::Sign, "[") => Some(self.square_brackets(behind)),
            (TokenKind::Sign, "/") if self.glued("/") => Some(self.comment(behind)),
            (TokenKind::Sign, "$" | "€" | "£") => self.currency_sign(behind),
            (TokenKind::Number, _) if self.words_behind() == "%" => Some((self.percent()?, 1)),
            (TokenKind::Word, word)
                if word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                self.currency_before(behind)
            }
            _ => None,
        }
    }

    /// The token behind is this sign, without a blank between.
    fn glued(&self, sign: &str) -> bool {
        self.words_behind() == sign
            && self
                .behind
                .is_some_and(|token| token.start == self.token.end)
    }

    /// Tokens up to the end of the line.
    fn rest_of_line<'t>(&self, behind: &'t [Token]) -> &'t [Token] {
        let start = self.token.end as usize;
        let line = self
            .text
            .get(start..)
            .unwrap_or_default()
            .find('\n')
            .map_or(self.text.len(), |at| start + at);
        let count = behind.partition_point(|token| (token.start as usize) < line);
        behind.get(..count).unwrap_or_default()
    }

    /// `“US”`
    fn quotes(&self, behind: &[Token]) -> (Diagnostic, usize) {
        let line = self.rest_of_line(behind);
        let close = line.iter().position(|token| {
            QUOTES.contains(&token.text(self.text)) || token.text(self.text) == "»"
        });
        let last = close
            .and_then(|at| line.get(at))
            .copied()
            .unwrap_or(self.token);
        let span = self.span().to(self.span_of(last));
        let sign = self.words();
        let found = Diagnostic::new(
            Code::Syntax,
            span,
            format!("`{sign}` is not Groundrules: text stands between straight double quotes"),
        );
        let found = match close {
            Some(_) => {
                let inner = self
                    .text
                    .get(self.token.end as usize..last.start as usize)
                    .unwrap_or_default();
                let right = format!("\"{inner}\"");
                found.help(format!("write `{right}`")).replace(span, right)
            }
            None => found.help("write `\"` on both sides of the text"),
        };
        (found, close.map_or(0, |at| at + 1))
    }

    /// `["US", "CA"]`
    fn square_brackets(&self, behind: &[Token]) -> (Diagnostic, usize) {
        let found = self
            .syntax("`[` is not Groundrules: sets stand between braces")
            .help("write `{ … }`");
        let close = behind.iter().position(|token| token.text(self.text) == "]");
        let Some(close_token) = close.and_then(|at| behind.get(at)) else {
            return (found.replace(self.span(), "{"), 0);
        };
        let edit = |span: Span, sign: &str| Edit {
            span,
            new_text: sign.to_owned(),
        };
        let edits = vec![
            edit(self.span(), "{"),
            edit(self.span_of(*close_token), "}"),
        ];
        let fix = Fix {
            title: "write `{ … }`".to_owned(),
            edits,
        };
        (
            Diagnostic {
                fix: Some(fix),
                ..found
            },
            close.map_or(0, |at| at + 1),
        )
    }

    /// `// a note`
    fn comment(&self, behind: &[Token]) -> (Diagnostic, usize) {
        let span = Span {
            end: self.span().end + 1,
            ..self.span()
        };
        let found = Diagnostic::new(
            Code::Syntax,
            span,
            "`//` is not Groundrules: a comment starts with `#`",
        );
        (
            found.help("write `#`").replace(span, "#"),
            self.rest_of_line(behind).len(),
        )
    }

    /// `$50_000`
    fn currency_sign(&self, behind: &[Token]) -> Option<(Diagnostic, usize)> {
        let number = behind
            .first()
            .filter(|token| token.kind == TokenKind::Number)?;
        let currency = match self.words() {
            "$" => "USD",
            "€" => "EUR",
            _ => "GBP",
        };
        let span = self.span().to(self.span_of(*number));
        let right = format!("{} {currency}", number.text(self.text));
        let message = format!(
            "`{}` is not Groundrules: the currency stands behind the number, in three letters",
            self.words()
        );
        let found = Diagnostic::new(Code::Syntax, span, message);
        Some((
            found
                .help(format!(
                    "write `{right}`, or the letters of the currency that you mean"
                ))
                .replace(span, right),
            1,
        ))
    }

    /// `USD 50_000`
    fn currency_before(&self, behind: &[Token]) -> Option<(Diagnostic, usize)> {
        let number = behind
            .first()
            .filter(|token| token.kind == TokenKind::Number)?;
        if self.words_before() == "money"
            || self
                .before
                .is_some_and(|token| token.kind == TokenKind::Number)
        {
            return None;
        }
        let span = self.span().to(self.span_of(*number));
        let right = format!("{} {}", number.text(self.text), self.words());
        let found = Diagnostic::new(Code::Syntax, span, "the currency stands behind the number");
        Some((
            found.help(format!("write `{right}`")).replace(span, right),
            1,
        ))
    }

    /// `20 %`
    fn percent(&self) -> Option<Diagnostic> {
        let span = self.span().to(self.span_of(self.behind?));
        let right = format!("{}%", self.words());
        let found = Diagnostic::new(
            Code::Syntax,
            span,
            "the sign `%` follows its number without a blank",
        );
        Some(found.help(format!("write `{right}`")).replace(span, right))
    }
}
