//! Faults in the lines of a source.

use super::Stop;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::syntax::grammar::Rule;
use crate::syntax::scan::{Token, TokenKind};

/// The words that start a line of a source with texts behind them.
const LINES: &[&str] = &[
    "encoding",
    "delimiter",
    "dates",
    "datetimes",
    "join",
    "absent",
];

/// What other tools call these lines.
const SYNONYMS: &[(&str, &str)] = &[
    ("charset", "encoding"),
    ("codepage", "encoding"),
    ("encode", "encoding"),
    ("encoded", "encoding"),
    ("separator", "delimiter"),
    ("separated", "delimiter"),
    ("lookup", "join"),
    ("merge", "join"),
];

/// How a column is written.
const COLUMN: &str = "a source's columns are written `field from \"Column\"`";

impl Stop<'_> {
    /// How the line of a source is written in which the grammar stopped.
    pub(super) fn line_of_source(&self) -> &'static str {
        let before = self.code.get(..=self.index).unwrap_or(self.code);
        for (at, token) in before.iter().enumerate().rev() {
            let names_field = self.word(self.token(Some(at + 1))) == "from";
            match self.word(Some(*token)) {
                "from" => return COLUMN,
                "occurrence" if !names_field && at + 2 == before.len() => {
                    return "of several columns with one header `occurrence 2` is the second from the left";
                }
                "skip" if !names_field => {
                    return "rows that are no leads are left out by `skip rows where \"Column\" is \"text\", \"\"`";
                }
                "join" if !names_field => {
                    return "a file is joined by `join \"file.csv\" on \"Column\"`, and where the column has another header there, `on \"Column\" = \"Other\"`";
                }
                _ => {}
            }
        }
        COLUMN
    }

    /// The faults that only a source can have.
    pub(super) fn in_source(&self, found: Token) -> Option<Diagnostic> {
        if self.word(self.code.first().copied()) != "source" {
            return None;
        }
        self.empty_cell(found)
            .or_else(|| self.second_column(found))
            .or_else(|| self.equals_for_is(found))
            .or_else(|| self.missing_text(found))
            .or_else(|| self.unknown_line(found))
    }

    /// `skip rows where "Status" is missing`
    fn empty_cell(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let asked = self.word(self.previous()) == "is"
            && (self.wanted(Rule::text) || self.wanted(Rule::texts));
        if !asked || !matches!(word, "missing" | "empty" | "blank") {
            return None;
        }
        Some(
            self.syntax("a cell with nothing in it is written `\"\"`")
                .help("write `\"\"`")
                .replace(self.span(), "\"\""),
        )
    }

    /// `skip rows where "A" is "" and "B" is ""`
    fn second_column(&self, found: Token) -> Option<Diagnostic> {
        let column = self.token(Some(self.index + 1))?;
        let is = self.word(self.token(Some(self.index + 2)));
        let and = matches!(self.word(Some(found)), "and" | "or");
        if !and || column.kind != TokenKind::Text || is != "is" {
            return None;
        }
        Some(self.syntax("a line of `skip rows` looks at one column").help(
            "write a line for each column; a row is left out where one of the lines says so",
        ))
    }

    /// `skip rows where "A" = ""`
    fn equals_for_is(&self, found: Token) -> Option<Diagnostic> {
        if self.word(Some(found)) != "=" || !self.wanted(Rule::kw_is) {
            return None;
        }
        Some(
            self.syntax("`=` is written `is` here")
                .help("write `is`")
                .replace(self.span(), "is"),
        )
    }

    /// `join on "Id"`, `phone from occurrence 2`: words of the language, which lack no quotes.
    fn missing_text(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let clause = ["on", "dated", "occurrence", "spelled", "split", "percent"].contains(&word);
        let (before, wanted) = (self.word(self.previous()), self.wanted(Rule::text));
        (clause && (wanted || self.wanted(Rule::texts))).then(|| {
            self.syntax(format!("a text is missing between `{before}` and `{word}`"))
                .help(self.line_of_source())
        })
    }

    /// `charset "utf-8"`, `delimeter ";"`, or a column without its `from`.
    fn unknown_line(&self, found: Token) -> Option<Diagnostic> {
        let before = self.previous()?;
        let word = self.word(Some(before));
        let line = found.kind == TokenKind::Text
            && before.kind == TokenKind::Word
            && self.wanted(Rule::kw_from);
        if !line || LINES.contains(&word) || matches!(word, "occurrence" | "on") {
            return None;
        }
        let synonym = SYNONYMS.iter().find(|(wrong, _)| *wrong == word);
        let meant = match synonym {
            Some((_, right)) => Some(*right),
            None => nearest(word, LINES.iter().copied()),
        };
        let Some(meant) = meant else {
            let found = self.syntax(format!("`from` is missing behind `{word}`"));
            return Some(self.insert(found.help(COLUMN), "from"));
        };
        let span = self.span_of(before);
        let message = format!("no line of a source starts with `{word}` and a text");
        let found = Diagnostic::new(Code::Syntax, span, message).help(COLUMN);
        Some(found.did_you_mean(span, Some(meant)))
    }
}
