//! Do brackets pair up, and how deep do they go?

use super::MOST_FAULTS;
use super::scan::{Token, TokenKind, code};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// How deep brackets, and `not`, may stand inside each other.
pub const MAX_NESTING: usize = 64;

/// Whether every bracket of the tokens has its partner.
pub(crate) fn balanced(text: &str, tokens: &[Token]) -> bool {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token.text(text)),
            TokenKind::Close if open.pop() != Some(partner(token.text(text))) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

/// The first bracket that stands too deep.
pub(crate) fn too_deep(source: SourceId, tokens: &[Token]) -> Option<Diagnostic> {
    let mut depth = 0usize;
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            let span = token.span(source);
            return Some(nested_too_deep(span, "brackets stand inside each other"));
        }
    }
    None
}

/// What is said of anything that stands more than [`MAX_NESTING`] times inside itself.
pub(crate) fn nested_too_deep(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::TooDeep,
        span,
        format!("{what} more than {MAX_NESTING} times"),
    )
    .here("this is where it becomes too deep")
    .help("give an inner part a name of its own with `define`, and use that name here")
}

/// What does not pair up in one declaration: each bracket that opens and never closes, at the place
/// where it opens, or that closes nothing.
pub(crate) fn unpaired(source: SourceId, text: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let mut pairing = Pairing {
        source,
        text,
        start: code(tokens).next().copied(),
        tokens,
        open: Vec::new(),
        closed: None,
        further_in: None,
        found: Vec::new(),
    };
    for token in tokens {
        match token.kind {
            TokenKind::Open => pairing.open.push(*token),
            TokenKind::Close => pairing.close(*token),
            _ => {}
        }
        if pairing.found.len() >= MOST_FAULTS {
            return pairing.found;
        }
    }
    let last = code(tokens).next_back();
    let end = last.map(|token| pairing.span(*token).after());
    for token in std::mem::take(&mut pairing.open) {
        pairing.never_closed(token, end);
    }
    pairing.found
}

/// Brackets on the way through a declaration.
struct Pairing<'a> {
    source: SourceId,
    text: &'a str,
    /// The tokens of the declaration.
    tokens: &'a [Token],
    /// The first of them.
    start: Option<Token>,
    open: Vec<Token>,
    /// The first bracket with which nothing was open any more.
    closed: Option<Token>,
    /// The first bracket that stands further in than the line that opened what it closes.
    further_in: Option<Token>,
    found: Vec<Diagnostic>,
}

impl Pairing<'_> {
    fn span(&self, token: Token) -> Span {
        token.span(self.source)
    }

    fn close(&mut self, token: Token) {
        let bracket = token.text(self.text);
        // A `}` that starts a line closes what started a line as far in: whatever stands further in
        // and is still open has lost its own.
        let indent = token
            .starts_line(self.text)
            .then(|| indent(self.text, &token));
        while let ([.., outer, inner], Some(indent)) = (self.open.as_slice(), indent)
            && line_indent(self.text, inner) > indent
            && line_indent(self.text, outer) >= indent
        {
            let inner = *inner;
            self.never_closed(inner, Some(self.span(token)));
            self.open.pop();
        }
        match self.open.pop() {
            Some(top) if partner(top.text(self.text)) == bracket => {
                if indent.is_some_and(|indent| indent > line_indent(self.text, &top)) {
                    self.further_in.get_or_insert(token);
                }
            }
            Some(top) => {
                self.never_closed(top, Some(self.span(token)));
                let text = self.text;
                self.open.pop_if(|next| partner(next.text(text)) == bracket);
            }
            None => self.closes_nothing(token),
        }
        if self.open.is_empty() {
            self.closed.get_or_insert(token);
        }
    }

    /// The end of the line with which something as far in as a bracket began, and no bracket opened.
    fn opens_not(&self, close: Token) -> Option<Span> {
        let indent = indent(self.text, &close);
        let before = self
            .tokens
            .partition_point(|token| token.start < close.start);
        let lines = self.tokens.get(..before)?.iter().rev();
        let mut lines = lines.filter(|token| token.starts_line(self.text));
        let line = lines.find(|token| self::indent(self.text, token) == indent)?;
        let length = self
            .text
            .get(line.start as usize..)?
            .lines()
            .next()?
            .trim_end()
            .len();
        let start = line.start as usize;
        Some(Span::new(self.source, start, start + length))
    }

    /// The first line behind an open bracket that stands no further in than the one it opened on:
    /// before it, the bracket should have been closed.
    fn should_end(&self, open: Token) -> Option<Span> {
        let indent = line_indent(self.text, &open);
        let behind = self
            .tokens
            .partition_point(|token| token.start <= open.start);
        let mut lines = self
            .tokens
            .get(behind..)?
            .iter()
            .filter(|token| token.starts_line(self.text));
        let line = lines.find(|token| self::indent(self.text, token) <= indent)?;
        Some(self.span(*line))
    }

    /// One too many, or one too few before it: the places between which to look are named.
    fn closes_nothing(&mut self, token: Token) {
        let span = self.span(token);
        let message = format!("this `{}` closes nothing", token.text(self.text));
        let mut found = Diagnostic::new(Code::Syntax, span, message)
            .help("leave it out, or add what should open before it");
        match (self.closed, self.start) {
            (Some(closed), Some(start)) if closed != token => {
                found = found
                    .label(self.span(closed), "all that was open is closed here")
                    .label(self.span(start), "the declaration starts here");
            }
            (_, Some(start)) if start != token => {
                found = found.label(self.span(start), "nothing is opened from here on");
            }
            _ => found = found.replace(span, ""),
        }
        if let Some(line) = self.further_in.and_then(|close| self.opens_not(close)) {
            found = found.label(line, "perhaps this line lacks its `{`");
        }
        self.found.push(found);
    }

    fn never_closed(&mut self, token: Token, before: Option<Span>) {
        let bracket = token.text(self.text);
        let close = partner(bracket);
        let message = format!("this `{bracket}` is never closed");
        let mut found = Diagnostic::new(Code::Syntax, self.span(token), message)
            .here("opens here")
            .help(format!("add the `{close}` that ends it"));
        if let Some(before) = self.should_end(token).or(before) {
            found = found.label(before, format!("a `{close}` is missing before this"));
        }
        self.found.push(found);
    }
}

fn partner(bracket: &str) -> &'static str {
    match bracket {
        "{" => "}",
        "(" => ")",
        "}" => "{",
        _ => "(",
    }
}

fn line_start(text: &str, token: &Token) -> usize {
    let before = text.get(..token.start as usize).unwrap_or_default();
    before.rfind('\n').map_or(0, |at| at + 1)
}

fn indent(text: &str, token: &Token) -> usize {
    token.start as usize - line_start(text, token)
}

/// How far in the line starts on which a token stands.
fn line_indent(text: &str, token: &Token) -> usize {
    let line = text.get(line_start(text, token)..).unwrap_or_default();
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    fn places(text: &str) -> Vec<(u32, String)> {
        let found = unpaired(SourceId(0), text, &scan(text));
        found
            .iter()
            .map(|d| (d.labels[0].span.start, d.message.clone()))
            .collect()
    }

    #[test]
    fn the_innermost_open_brace_is_named_by_its_indent() {
        let text = "decision q {\n  table a {\n    1 => 2\n  rule\n}\n";
        assert_eq!(places(text), [(23, "this `{` is never closed".to_owned())]);
        let text = "score f {\n  +1 when (a\n}\n";
        assert_eq!(places(text), [(20, "this `(` is never closed".to_owned())]);
    }

    #[test]
    fn a_stray_close_is_named() {
        assert_eq!(
            places("a { } }"),
            [(6, "this `}` closes nothing".to_owned())]
        );
        assert!(places("a { ( ) }").is_empty());
    }

    #[test]
    fn depth_is_bounded() {
        let text = "(".repeat(65);
        assert!(too_deep(SourceId(0), &scan(&text)).is_some());
        assert!(too_deep(SourceId(0), &scan(&"(".repeat(64))).is_none());
    }
}
