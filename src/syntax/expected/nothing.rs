//! `none` where `missing` is meant.

use super::Stop;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::grammar::Rule;

impl Stop<'_> {
    /// `owner = none`, `is none`, `expect owner = none`, or a cell of a table.
    pub(super) fn none_for_missing(&self) -> Option<Diagnostic> {
        let in_example = self.word(self.code.first().copied()) == "example";
        let at = self.lone_none(in_example)?;
        let none = self.token(Some(at))?;
        let before = self.token(at.checked_sub(1));
        let (span, right) = match (self.word(before), before) {
            ("=" | "is", Some(sign)) => (self.span_of(sign).to(self.span_of(none)), "is missing"),
            ("!=", Some(sign)) => (self.span_of(sign).to(self.span_of(none)), "is known"),
            _ if in_example || matches!(self.word(self.found()), "=>" | "|" | ",") => {
                (self.span_of(none), "missing")
            }
            _ => return None,
        };
        let written = self.place.text.get(span.range()).unwrap_or("none");
        Some(
            Diagnostic::new(
                Code::Syntax,
                span,
                format!("`{written}` is written `{right}`"),
            )
            .help("`none` is an outcome; what has no value, or no outcome, is missing")
            .replace(span, right),
        )
    }

    /// The place of a `none` that no `of` follows, and that stands where a value belongs.
    fn lone_none(&self, in_example: bool) -> Option<usize> {
        let is_none = |at: usize| self.word(self.token(Some(at))) == "none";
        if in_example && is_none(self.index) {
            return Some(self.index);
        }
        let before = self.index.checked_sub(1)?;
        (is_none(before) && self.wanted(Rule::kw_of)).then_some(before)
    }
}
