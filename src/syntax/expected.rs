//! What the grammar wanted and did not find, in words.

mod journeys;
mod lost;
mod named;
mod nothing;
mod signs;
mod sources;
#[cfg(test)]
mod testing;
mod words;

pub(super) use words::keywords;

use pest::error::{Error, ErrorVariant, InputLocation};

use super::grammar::Rule;
use super::scan::{Token, TokenKind, code};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::source::{SourceId, Span};

/// More expected things than this say nothing to anybody.
const MOST_LISTED: usize = 5;

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
    let code: Vec<Token> = code(place.tokens).copied().collect();
    // The grammar may stop inside a token: in `occurrence 1.5` a whole number ends behind the 1.
    let index = code.partition_point(|token| (token.end as usize) <= at);
    let stop = Stop {
        place,
        code: &code,
        index,
        rules,
    };
    let named = stop.none_for_missing().or_else(|| stop.named());
    named.unwrap_or_else(|| stop.general())
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
        token.span(self.place.source)
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
        let form = match self.word(self.code.first().copied()) {
            "source" => self.line_of_source(),
            "journey" => self.line_of_journey(),
            keyword => words::construct(keyword),
        };
        if let Some(wanted) = wanted {
            return self
                .syntax(format!("{word} cannot stand here"))
                .here(format!("expected {wanted}"))
                .help(form);
        }
        if self.wanted(Rule::junction) || self.wanted(Rule::tail) || self.wanted(Rule::plus) {
            let previous = self.word(self.previous());
            return self
                .syntax(format!("{word} does not continue what stands before it, and starts nothing that may stand here"))
                .help(format!("two conditions are joined by `and` or `or`; if `{previous}` is the end of a line of the policy, check how the next one begins"));
        }
        self.syntax(format!("{word} cannot stand here")).help(form)
    }
}
