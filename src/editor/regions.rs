//! Stretches of a text: what can be folded, and what a selection grows to.

use super::Snapshot;
use super::outline::{Part, path};
use crate::source::{SourceId, Span};
use crate::syntax::{Token, TokenKind, scan};

/// Something that can be folded, from the first of its lines to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// All of it.
    pub span: Span,
    /// It is a comment.
    pub comment: bool,
}

/// What can be folded in a text: all that has lines of its own in brackets, and comments of several
/// lines.
#[must_use]
pub fn folds(snapshot: &Snapshot, source: SourceId) -> Vec<Fold> {
    let text = snapshot.text(source);
    let tokens = scan(text);
    let mut folds: Vec<Fold> = brackets(&tokens)
        .into_iter()
        .map(|(open, close)| Fold {
            span: Span::new(source, open.start as usize, close.end as usize),
            comment: false,
        })
        .collect();
    folds.extend(comments(source, text, &tokens));
    folds.retain(|fold| snapshot.compiled.sources.slice(fold.span).contains('\n'));
    folds.sort_by_key(|fold| (fold.span.start, fold.span.end));
    folds
}

/// Comments on lines of their own that stand right below each other.
fn comments(source: SourceId, text: &str, tokens: &[Token]) -> Vec<Fold> {
    let mut found: Vec<Span> = Vec::new();
    for token in tokens {
        if token.kind != TokenKind::Comment || !token.starts_line(text) {
            continue;
        }
        let span = token.span(source);
        let goes_on = found.last().is_some_and(|last| {
            let between = text.get(last.range().end..span.range().start);
            between.is_some_and(|it| it.trim().is_empty() && it.matches('\n').count() == 1)
        });
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => *last = last.to(span),
            None => found.push(span),
        }
    }
    let folds = found.into_iter();
    folds
        .map(|span| Fold {
            span,
            comment: true,
        })
        .collect()
}

/// Brackets that belong together.
fn brackets(tokens: &[Token]) -> Vec<(Token, Token)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(*token),
            TokenKind::Close => pairs.extend(open.pop().map(|first| (first, *token))),
            _ => {}
        }
    }
    pairs
}

/// What a selection at a place grows to, the smallest first: the word, what stands in brackets and
/// those with them, the thing that it is a part of, and so on to the whole text.
#[must_use]
pub fn selections(snapshot: &Snapshot, source: SourceId, offset: usize) -> Vec<Span> {
    let text = snapshot.text(source);
    let tokens = scan(text);
    let at = Span::new(source, offset, offset);
    let mut spans: Vec<Span> = Vec::new();
    let token = tokens.iter().find(|it| at.lies_within(it.span(source)));
    spans.extend(token.map(|token| token.span(source)));
    for (open, close) in brackets(&tokens) {
        let outer = Span::new(source, open.start as usize, close.end as usize);
        let inner = Span::new(source, open.end as usize, close.start as usize);
        spans.push(trimmed(text, inner));
        spans.push(outer);
    }
    let parts = path(snapshot.outline(source), offset);
    spans.extend(parts.iter().map(|part: &&Part| part.span));
    spans.push(Span::new(source, 0, text.len()));
    spans.retain(|span| at.lies_within(*span));
    spans.sort_by_key(|span| (span.end - span.start, span.start));
    spans.dedup();
    // Each has to hold the one before.
    let mut chain: Vec<Span> = Vec::new();
    for span in spans {
        if chain.last().is_none_or(|last| last.lies_within(span)) {
            chain.push(span);
        }
    }
    chain
}

/// A stretch without the blanks round it.
fn trimmed(text: &str, span: Span) -> Span {
    let words = text.get(span.range()).unwrap_or_default();
    let start = span.range().start + (words.len() - words.trim_start().len());
    Span::new(span.source, start, start + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::{marked, snapshot};

    #[test]
    fn blocks_and_comments_of_several_lines_fold() {
        let text = "# one\n# two\n\n# three\nlead {\n  e: text key\n}\ndefine x = (1)\n";
        let snapshot = snapshot(text);
        let folds = folds(&snapshot, SourceId(0));
        let words: Vec<_> = folds
            .iter()
            .map(|fold| (snapshot.compiled.sources.slice(fold.span), fold.comment))
            .collect();
        assert_eq!(
            words,
            [("# one\n# two", true), ("{\n  e: text key\n}", false)]
        );
    }

    #[test]
    fn a_selection_grows_from_the_word_to_the_text() {
        let text = "lead { e: text key  n: integer }\ndefine x = (n > │5 and e is known)\n";
        let (snapshot, source, offset) = marked(text);
        let chain = selections(&snapshot, source, offset);
        let words: Vec<_> = chain
            .iter()
            .map(|span| snapshot.compiled.sources.slice(*span))
            .collect();
        let expected = [
            "5",
            "n > 5 and e is known",
            "(n > 5 and e is known)",
            "define x = (n > 5 and e is known)",
            snapshot.text(source),
        ];
        assert_eq!(words, expected);
    }
}
