//! The parser that pest makes of `grammar/groundrules.pest`, and what the rest of `syntax` needs to
//! know of it. Only `syntax` knows pest.

use pest::iterators::Pair;

use super::scan::{Token, TokenKind};
use crate::source::{SourceId, Span, Spanned};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/groundrules.pest"]
pub(crate) struct Grammar;

/// The most steps that pest may take for one text. The grammar is linear, about 40 steps a byte, so
/// no text within the size limit comes near; a fault in the grammar ends here instead of hanging.
const MOST_STEPS: usize = 2_000_000_000;

/// Sets pest's limit, which is one for the whole process, once.
pub(crate) fn set_limit() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| pest::set_call_limit(std::num::NonZeroUsize::new(MOST_STEPS)));
}

/// What a rule of the grammar matched, with its place in the whole file.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pair: Pair<'a, Rule>,
    place: Place<'a>,
}

/// Where the parsed piece lies in its file.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) source: SourceId,
    /// Bytes of the file before the piece.
    pub(crate) offset: usize,
    /// The tokens of the file.
    pub(crate) tokens: &'a [Token],
}

impl<'a> Node<'a> {
    pub(crate) fn new(pair: Pair<'a, Rule>, place: Place<'a>) -> Self {
        Node { pair, place }
    }

    pub(crate) fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    pub(crate) fn text(&self) -> &'a str {
        self.pair.as_str()
    }

    /// Its place in the file. A pair may end behind blanks and comments that it skipped while it
    /// looked for more, so the end is that of its last token.
    pub(crate) fn span(&self) -> Span {
        let start = self.pair.as_span().start() + self.place.offset;
        let end = self.pair.as_span().end() + self.place.offset;
        let before = self
            .place
            .tokens
            .partition_point(|token| (token.start as usize) < end);
        let tokens = self.place.tokens.get(..before).unwrap_or_default();
        let last = tokens
            .iter()
            .rev()
            .find(|token| token.kind != TokenKind::Comment);
        let end = last.map_or(end, |token| end.min(token.end as usize));
        Span::new(self.place.source, start, end.max(start))
    }

    pub(crate) fn children(&self) -> Children<'a> {
        Children {
            pairs: self.pair.clone().into_inner(),
            place: self.place,
        }
    }

    /// Its only child.
    pub(crate) fn child(&self) -> Option<Node<'a>> {
        self.children().next()
    }

    /// The first child of a rule.
    pub(crate) fn find(&self, rule: Rule) -> Option<Node<'a>> {
        self.children().find(|node| node.rule() == rule)
    }

    /// `node` with this node's place.
    pub(crate) fn spanned<T>(&self, node: T) -> Spanned<T> {
        Spanned::new(node, self.span())
    }
}

/// The children of a node.
pub(crate) struct Children<'a> {
    pairs: pest::iterators::Pairs<'a, Rule>,
    place: Place<'a>,
}

impl<'a> Iterator for Children<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        self.pairs.next().map(|pair| Node {
            pair,
            place: self.place,
        })
    }
}
