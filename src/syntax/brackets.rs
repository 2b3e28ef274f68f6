//! Do brackets pair up, and how deep do they go?

use super::MOST_FAULTS;
use super::scan::{Token, TokenKind};
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
            let span = Span::new(source, token.start as usize, token.end as usize);
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
        start: tokens
            .iter()
            .find(|token| token.kind != TokenKind::Comment)
            .copied(),
        open: Vec::new(),
        closed: None,
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
    let last = tokens
        .iter()
        .rfind(|token| token.kind != TokenKind::Comment);
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
    /// The first token of the declaration.
    start: Option<Token>,
    open: Vec<Token>,
    /// The bracket that closed the last of those that were open.
    closed: Option<Token>,
    found: Vec<Diagnostic>,
}

impl Pairing<'_> {
    fn span(&self, token: Token) -> Span {
        Span::new(self.source, token.start as usize, token.end as usize)
    }

    fn close(&mut self, token: Token) {
        let bracket = token.text(self.text);
        // A `}` that starts a line closes what started a line as far in: whatever stands further in
        // and is still open has lost its own.
        let indent = starts_line(self.text, &token).then(|| indent(self.text, &token));
        while let ([.., outer, inner], Some(indent)) = (self.open.as_slice(), indent)
            && line_indent(self.text, inner) > indent
            && line_indent(self.text, outer) >= indent
        {
            let inner = *inner;
            self.never_closed(inner, Some(self.span(token)));
            self.open.pop();
        }
        match self.open.pop() {
            Some(top) if partner(top.text(self.text)) == bracket => {}
            Some(top) => {
                self.never_closed(top, Some(self.span(token)));
                let text = self.text;
                self.open.pop_if(|next| partner(next.text(text)) == bracket);
            }
            None => self.closes_nothing(token),
        }
        if self.open.is_empty() {
            self.closed = Some(token);
        }
    }

    /// One too many, or one too few before it: the places between which to look are named.
    fn closes_nothing(&mut self, token: Token) {
        let span = self.span(token);
        let message = format!("this `{}` closes nothing", token.text(self.text));
        let mut found = Diagnostic::new(Code::Syntax, span, message)
            .help("leave it out, or add what should open before it");
        match self.closed {
            Some(closed) => {
                found = found.label(self.span(closed), "all that was open is closed here");
                if let Some(start) = self.start {
                    found = found.label(self.span(start), "the declaration starts here");
                }
            }
            None => found = found.replace(span, ""),
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
        if let Some(before) = before {
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

fn starts_line(text: &str, token: &Token) -> bool {
    let before = text
        .as_bytes()
        .get(..token.start as usize)
        .unwrap_or_default();
    let end = before
        .iter()
        .rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    end.is_none_or(|at| before.get(at) == Some(&b'\n'))
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
