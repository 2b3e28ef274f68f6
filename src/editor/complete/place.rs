//! What stands before the place at which somebody writes, in tokens.

use std::borrow::Cow;

use crate::syntax::{KEYWORDS, Token, TokenKind, balanced, cut, scan};

/// A place at which somebody writes.
pub(super) struct Place<'t> {
    text: &'t str,
    /// Where the word that is being written starts.
    pub(super) start: usize,
    /// The tokens of the declaration before that, without comments; none where no declaration has
    /// begun.
    before: Vec<Token>,
    /// The text in quotes that the place is in.
    quoted: Option<Token>,
    /// How many brackets are open.
    depth: usize,
}

impl<'t> Place<'t> {
    /// The place of a byte; none in a comment, where nothing is completed.
    pub(super) fn new(text: &'t str, offset: usize) -> Option<Self> {
        let tokens = scan(text);
        let at = u32::try_from(offset).ok()?;
        let within = |token: &&Token| token.start < at && at <= token.end;
        let current = tokens.iter().find(within).copied();
        let (mut start, mut quoted) = (offset, None);
        match current.map(|token| (token, token.kind)) {
            Some((_, TokenKind::Comment)) => return None,
            Some((token, TokenKind::Word)) => start = token.start as usize,
            Some((token, TokenKind::OpenText)) => quoted = Some(token),
            // Behind its closing quote a text has ended.
            Some((token, TokenKind::Text)) if at < token.end => quoted = Some(token),
            // A number has no beginning that a word could have.
            Some((token, TokenKind::Number)) if at <= token.end => return None,
            _ => {}
        }
        if let Some(token) = quoted {
            start = token.start as usize + 1;
        }
        let pieces = cut(text, &tokens, balanced(text, &tokens));
        let starts_before = |piece: &&std::ops::Range<usize>| {
            let first = tokens.get(piece.start);
            first.is_some_and(|token| (token.start as usize) < start)
        };
        let piece = pieces.iter().rfind(starts_before).cloned();
        let own = piece
            .and_then(|piece| tokens.get(piece))
            .unwrap_or_default();
        let before = own
            .iter()
            .filter(|token| token.kind != TokenKind::Comment && (token.start as usize) < start);
        let before: Vec<Token> = match quoted {
            Some(open) => before.filter(|it| it.start < open.start).copied().collect(),
            None => before.copied().collect(),
        };
        let depth = before.iter().fold(0usize, |depth, token| match token.kind {
            TokenKind::Open => depth + 1,
            TokenKind::Close => depth.saturating_sub(1),
            _ => depth,
        });
        Some(Place {
            text,
            start,
            before,
            quoted,
            depth,
        })
    }

    /// Whether the place is in a text in quotes.
    pub(super) fn is_in_text(&self) -> bool {
        self.quoted.is_some()
    }

    /// Whether a declaration may start here: outside of all brackets, first on its line.
    pub(super) fn may_start_declaration(&self) -> bool {
        let before = self.text.get(..self.start).unwrap_or_default();
        let line = before
            .rfind('\n')
            .map_or(before, |at| before.get(at..).unwrap_or_default());
        self.depth == 0 && line.trim().is_empty()
    }

    /// The declaration up to the word that is being written; of the rules of a decision only the last,
    /// since those above it have no bearing on what may come next, and take time to read.
    pub(super) fn beginning(&self) -> Option<Cow<'t, str>> {
        let whole = self.whole_beginning()?;
        let Some((head, rule)) = self.last_rule() else {
            return Some(Cow::Borrowed(whole));
        };
        // Both count back from the place.
        let part = |from: usize| whole.len().checked_sub(self.start - from);
        let (head, rule) = (whole.get(..part(head)?)?, whole.get(part(rule)?..)?);
        Some(Cow::Owned(format!("{head} {rule}")))
    }

    /// The declaration up to the word that is being written.
    pub(super) fn whole_beginning(&self) -> Option<&'t str> {
        let first = self.before.first()?;
        let is_declaration = KEYWORDS.contains(&first.text(self.text));
        let whole = self.text.get(first.start as usize..self.start);
        whole.filter(|_| is_declaration)
    }

    /// Where the head of a decision ends, and where its last rule starts.
    fn last_rule(&self) -> Option<(usize, usize)> {
        let is_open = |token: &Token| token.kind == TokenKind::Open;
        let head = self.before.iter().position(is_open)?;
        let starts_rule = |at: &usize| self.word(*at) == "rule" && self.word(at + 2) == ":";
        let depths = self.depths();
        let is_within = |at: &usize| depths.get(*at) == Some(&1);
        let rule = (head..self.before.len()).rfind(|at| starts_rule(at) && is_within(at))?;
        let (head, rule) = (self.before.get(head)?, self.before.get(rule)?);
        (self.word(0) == "decision").then_some((head.end as usize, rule.start as usize))
    }

    /// How many brackets are open before each word.
    fn depths(&self) -> Vec<usize> {
        let depths = self.before.iter().scan(0usize, |depth, token| {
            let before = *depth;
            match token.kind {
                TokenKind::Open => *depth += 1,
                TokenKind::Close => *depth = depth.saturating_sub(1),
                _ => {}
            }
            Some(before)
        });
        depths.collect()
    }

    /// A word of the declaration, counted from its start; empty where there is none.
    pub(super) fn word(&self, place: usize) -> &'t str {
        self.before.get(place).map_or("", |it| it.text(self.text))
    }

    /// A word before the place, counted backwards from it.
    pub(super) fn back(&self, count: usize) -> &'t str {
        let place = self.before.len().checked_sub(count + 1);
        place.map_or("", |place| self.word(place))
    }

    /// How many words stand before the place.
    pub(super) fn len(&self) -> usize {
        self.before.len()
    }

    /// The place, counted backwards, of the bracket that is open; none where none is.
    pub(super) fn open_bracket(&self) -> Option<usize> {
        let mut depth = 0usize;
        for (count, token) in self.before.iter().rev().enumerate() {
            match token.kind {
                TokenKind::Close => depth += 1,
                TokenKind::Open if depth == 0 => return Some(count),
                TokenKind::Open => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// The last of these words before the place that stands in the same brackets, and how far back.
    pub(super) fn last_of(&self, words: &[&str]) -> Option<(usize, &'t str)> {
        let mut depth = 0usize;
        for (count, token) in self.before.iter().rev().enumerate() {
            match token.kind {
                TokenKind::Close => depth += 1,
                TokenKind::Open if depth == 0 => return None,
                TokenKind::Open => depth -= 1,
                _ => {}
            }
            let word = token.text(self.text);
            if depth == 0 && words.contains(&word) {
                return Some((count, word));
            }
        }
        None
    }
}
