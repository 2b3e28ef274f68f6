//! What declarations have in common: blocks in braces, and clauses.

use super::doc::{Doc, Gap};
use super::literal;
use super::origin::Origin;
use crate::source::Span;
use crate::syntax::ast::{Expr, Name, Quoted};

/// A block in braces.
pub(super) struct Block {
    /// What stands before the `{`.
    pub(super) head: Doc,
    /// Where it ends in the source, at the latest before the `{`.
    pub(super) head_end: u32,
    /// What stands in the braces.
    pub(super) entries: Vec<Doc>,
    /// The place of the `}`.
    pub(super) close: Span,
    /// It stands on one line where it was written so and fits.
    pub(super) short: bool,
}

impl Origin<'_> {
    /// `head { … }`, an entry a line or all on one.
    pub(super) fn block(&self, block: Block) -> Doc {
        let brace = self.find("{", block.head_end, block.close.end);
        let brace = brace.unwrap_or(block.head_end);
        let comment = self.comment_between(brace, block.close.end);
        let written_on_one = !self.line_ends_between(brace, block.close.end);
        let on_one_line = block.entries.is_empty() || block.short && written_on_one;
        let broken = comment || !on_one_line;
        let before_close = if block.entries.is_empty() { "" } else { " " };
        let mut inner = Vec::new();
        for (nth, entry) in block.entries.into_iter().enumerate() {
            let blanks = if nth == 0 { " " } else { "  " };
            inner.extend([Doc::Line(blanks, Gap::Kept), entry]);
        }
        Doc::group(vec![
            self.expand(broken),
            block.head,
            Doc::text(" {"),
            Doc::At(brace, brace),
            Doc::nest(inner),
            Doc::Line(before_close, Gap::Close),
            Doc::leaf("}", block.close),
        ])
    }

    /// A head with its clauses: on one line where it fits, else a clause a line.
    pub(super) fn with_clauses(&self, head: Doc, head_span: Span, clauses: Clauses) -> Doc {
        let Clauses { docs, spans, deep } = clauses;
        let whole = spans.iter().copied().fold(head_span, Span::to);
        let parts = spans.into_iter().chain([head_span]).collect();
        let mut lines = Vec::new();
        for clause in docs {
            lines.extend([Doc::Line(" ", Gap::Never), clause]);
        }
        let lines = Doc::nest(lines);
        Doc::group(vec![
            self.expand(self.comment_among(whole, parts)),
            Doc::At(head_span.start, head_span.start),
            head,
            if deep { Doc::nest(vec![lines]) } else { lines },
        ])
    }
}

/// The clauses of a declaration in the order in which they are printed, with their places.
#[derive(Default)]
pub(super) struct Clauses {
    docs: Vec<Doc>,
    spans: Vec<Span>,
    deep: bool,
}

impl Clauses {
    /// Adds a clause that says `doc`, behind `word`.
    pub(super) fn add(&mut self, word: &str, doc: Doc, span: Span) {
        self.docs.push(Doc::Concat(vec![Doc::text(word), doc]));
        self.spans.push(span);
    }

    /// Adds `when …` or `unless …`, if there is one.
    pub(super) fn condition(&mut self, word: &str, expr: Option<&Expr>, origin: Origin<'_>) {
        if let Some(expr) = expr {
            self.add(word, origin.expr(expr), expr.span);
        }
    }

    /// Where the last of them ends in the source.
    pub(super) fn end(&self) -> Option<u32> {
        self.spans.iter().map(|span| span.end).max()
    }

    /// The same, one step deeper where they stand on lines of their own.
    pub(super) fn deeper(self) -> Clauses {
        Clauses { deep: true, ..self }
    }

    /// `head` with the clauses behind it, wherever that ends.
    pub(super) fn behind(self, head: Doc) -> Doc {
        let mut docs = vec![head];
        for clause in self.docs {
            docs.extend([Doc::text(" "), clause]);
        }
        Doc::Concat(docs)
    }

    /// Adds `because "…"`, if there is one.
    pub(super) fn because(&mut self, text: Option<&Quoted>) {
        if let Some(text) = text {
            self.add("because ", literal::quoted(text), text.span);
        }
    }

    /// Adds `agreed by …`, if somebody did.
    pub(super) fn agreed_by(&mut self, teams: &[Name]) {
        if let Some(span) = literal::around(teams.iter().map(|team| team.span)) {
            self.add("agreed by ", literal::names(teams), span);
        }
    }
}
