//! Cuts a file into its declarations, so that each is read alone and a fault in one does not hide the
//! others.
//!
//! A declaration starts with its keyword outside all brackets. Where brackets do not pair up, every
//! line that starts a declaration in the first column starts a new one whatever the brackets say, so
//! that one forgotten `}` costs one declaration and not the rest of the file.

use super::scan::{Token, TokenKind};

/// The words that start a declaration.
pub(crate) const KEYWORDS: &[&str] = &[
    "policy",
    "team",
    "lead",
    "list",
    "define",
    "score",
    "decision",
    "forbid",
    "must",
    "vocabulary",
    "source",
    "accept",
    "example",
    "journey",
    "calendar",
];

/// Words that may stand first on a line inside a declaration without being reserved.
const CLAUSES: &[&str] = &[
    "agreed", "first", "named", "starts", "ends", "matches", "works", "tracks", "since", "forward",
    "start", "end",
];

/// The little words, which no name can be.
pub(crate) const RESERVED: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "is",
    "has",
    "contains",
    "mentions",
    "of",
    "at",
    "to",
    "by",
    "from",
    "per",
    "within",
    "until",
    "when",
    "unless",
    "because",
    "else",
    "otherwise",
    "after",
    "overrides",
    "yes",
    "no",
    "any",
    "all",
    "none",
    "known",
    "missing",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
];

/// One declaration: its tokens, comments among them.
pub(crate) type Piece = std::ops::Range<usize>;

/// Cuts the tokens of `text` into declarations. Comments before the first belong to none.
pub(crate) fn cut(text: &str, tokens: &[Token], balanced: bool) -> Vec<Piece> {
    let mut starts = Vec::new();
    let mut depth = 0usize;
    let mut previous: Option<Token> = None;
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Comment => continue,
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Word => {
                let complete =
                    previous.is_none_or(|p| ends_something(text, p, starts.last(), tokens));
                let here = Place {
                    text,
                    tokens,
                    index,
                };
                if here.starts_declaration(depth, balanced, complete) {
                    starts.push(index);
                    depth = 0;
                }
            }
            TokenKind::Number | TokenKind::Text | TokenKind::OpenText | TokenKind::Sign => {}
        }
        if starts.is_empty() {
            // Whatever stands before the first declaration is one piece, to be refused.
            starts.push(index);
        }
        previous = Some(*token);
    }
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect()
}

/// Whether a name behind this token would start something new: not after an operator, nor after the
/// keyword that starts the declaration.
fn ends_something(text: &str, token: Token, start: Option<&usize>, tokens: &[Token]) -> bool {
    match token.kind {
        TokenKind::Number | TokenKind::Text | TokenKind::OpenText | TokenKind::Close => true,
        TokenKind::Word => {
            let word = token.text(text);
            let first = start.and_then(|start| tokens.get(*start)) == Some(&token);
            let states = ["known", "missing", "yes", "no", "all", "any", "none"];
            let units = ["minute", "hour", "day", "week"];
            let ends = states.contains(&word)
                || units.iter().any(|unit| word.starts_with(unit))
                || !RESERVED.contains(&word);
            ends && !(first && KEYWORDS.contains(&word))
        }
        TokenKind::Open | TokenKind::Sign | TokenKind::Comment => false,
    }
}

/// A word in its surroundings.
struct Place<'a> {
    text: &'a str,
    tokens: &'a [Token],
    index: usize,
}

impl<'a> Place<'a> {
    /// `complete`: what stands before it could end there.
    fn starts_declaration(&self, depth: usize, balanced: bool, complete: bool) -> bool {
        let word = self.word(0);
        let keyword = KEYWORDS.contains(&word);
        if depth == 0 {
            // What has the whole shape of a declaration in the first column is one, even where the one
            // before it is not finished.
            if keyword && self.first_column() && self.has_exact_shape(word) {
                return true;
            }
            complete
                && (keyword
                    && (self.has_exact_shape(word) || self.first_column() && self.has_near_shape())
                    || self.first_column() && !RESERVED.contains(&word) && !CLAUSES.contains(&word))
        } else {
            complete && !balanced && keyword && self.first_column() && self.has_near_shape()
        }
    }

    /// The declaration's own shape: so a field called `list` starts nothing.
    fn has_exact_shape(&self, keyword: &str) -> bool {
        let (second, third) = (self.kind(1), self.word(2));
        let named = second == Some(TokenKind::Word);
        match keyword {
            "policy" | "example" => matches!(second, Some(TokenKind::Text | TokenKind::OpenText)),
            "lead" => self.word(1) == "{",
            "team" => {
                named && (matches!(third, "{" | "works") || self.kind(2) == Some(TokenKind::Text))
            }
            "list" => named && matches!(third, "{" | "from"),
            "define" => named && third == "=",
            "score" => {
                named
                    && (matches!(third, "{" | "agreed") || self.kind(2) == Some(TokenKind::Number))
            }
            "decision" | "must" => named && third == ":",
            "forbid" => named && matches!(third, "when" | "unless"),
            "journey" => {
                named && (matches!(third, "{" | "tracks") || self.kind(2) == Some(TokenKind::Text))
            }
            "vocabulary" | "source" | "calendar" => named && third == "{",
            "accept" => named && matches!(third, "-" | "in"),
            _ => false,
        }
    }

    /// Near enough in the first column: a keyword and then a name, a text or an opening brace.
    fn has_near_shape(&self) -> bool {
        match self.kind(1) {
            Some(TokenKind::Word) => !RESERVED.contains(&self.word(1)),
            Some(TokenKind::Text | TokenKind::OpenText) => true,
            _ => self.word(1) == "{",
        }
    }

    fn first_column(&self) -> bool {
        self.tokens.get(self.index).is_some_and(|token| {
            let before = (token.start as usize).checked_sub(1);
            before.is_none_or(|at| self.text.as_bytes().get(at) == Some(&b'\n'))
        })
    }

    /// The kind of the token so many places on, comments left out.
    fn kind(&self, ahead: usize) -> Option<TokenKind> {
        self.token(ahead).map(|token| token.kind)
    }

    fn word(&self, ahead: usize) -> &'a str {
        self.token(ahead).map_or("", |token| token.text(self.text))
    }

    fn token(&self, ahead: usize) -> Option<Token> {
        let rest = self.tokens.get(self.index..).unwrap_or_default();
        rest.iter()
            .filter(|token| token.kind != TokenKind::Comment)
            .nth(ahead)
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    fn pieces(text: &str, balanced: bool) -> Vec<&str> {
        let tokens = scan(text);
        let pieces = cut(text, &tokens, balanced);
        let words = pieces.into_iter().map(|piece| {
            let (first, last) = (tokens[piece.start], tokens[piece.end - 1]);
            text.get(first.start as usize..last.end as usize).unwrap()
        });
        words.collect()
    }

    #[test]
    fn declarations_start_outside_brackets() {
        let text = "lead { list: text  score: integer }\ndefine a = score > 3 define b = 4";
        assert_eq!(
            pieces(text, true),
            [
                "lead { list: text  score: integer }",
                "define a = score > 3",
                "define b = 4"
            ]
        );
    }

    #[test]
    fn an_unfinished_line_goes_on() {
        assert_eq!(pieces("define a = b and\nsource = web", true).len(), 1);
        assert_eq!(pieces("define\na = b", true).len(), 1);
        assert_eq!(pieces("define a = b\nscoer fit { }", true).len(), 2);
    }

    #[test]
    fn with_brackets_amiss_the_first_column_counts() {
        let text = "lead {\n  a: text\nscore fit {\n  +1 when a\n}\n";
        assert_eq!(
            pieces(text, false),
            ["lead {\n  a: text", "score fit {\n  +1 when a\n}"]
        );
    }
}
