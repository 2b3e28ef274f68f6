//! A word or a sign that got lost, told by what stands round the gap.

use super::{Stop, words};
use crate::diagnostic::Diagnostic;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::{Token, TokenKind};

impl Stop<'_> {
    /// A reason without the word before it, where a comma might be missing as well.
    pub(super) fn lost_because(&self, found: Token) -> Option<Diagnostic> {
        let clauses = [Rule::rule_clause, Rule::must_clause, Rule::forbid_clause];
        let wanted = clauses.iter().any(|clause| self.wanted(*clause));
        (found.kind == TokenKind::Text && wanted).then(|| {
            let found = self.syntax("`because` is missing before this text");
            self.insert(found.help("a reason is written `because \"…\"`"), "because")
        })
    }

    /// What got lost, where only one thing can have stood there.
    pub(super) fn lost(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        match (found.kind, word) {
            (_, "by") if self.wanted(Rule::kw_agreed) => Some(
                self.insert(
                    self.syntax("`agreed` is missing before `by`")
                        .help("who agreed is written `agreed by sales, marketing`"),
                    "agreed",
                ),
            ),
            (_, "or" | "{" | "agreed") if self.rules == [Rule::outcome_type] => {
                Some(self.syntax("what kind of outcome it is, is missing").help(
                    "write it before this, as in `decision owner: role or none` or `decision size: \
                     one of large | small`",
                ))
            }
            (_, "<" | "|") if self.rules == [Rule::value] => {
                Some(self.nothing_before(word, "a value"))
            }
            (TokenKind::Word | TokenKind::Sign, _)
                if self.rules == [Rule::not_test] && is_test(word) =>
            {
                Some(self.nothing_before(word, "a field, or another thing to ask of,"))
            }
            _ => self.lost_alone(),
        }
    }

    /// The one thing that may stand here, where it is a little word or a colon.
    fn lost_alone(&self) -> Option<Diagnostic> {
        let before = self.word(self.previous());
        let missing = |what| self.syntax(format!("`{what}` is missing behind `{before}`"));
        match self.rules {
            [Rule::kw_of] => {
                let found = missing("of").help("write `of` before this");
                Some(self.insert(found, "of"))
            }
            // It may also be a name that is missing before it.
            [Rule::colon] => {
                let keyword = self.word(self.code.first().copied());
                Some(missing(":").help(words::construct(keyword)))
            }
            _ => None,
        }
    }

    fn nothing_before(&self, word: &str, what: &str) -> Diagnostic {
        let before = self.word(self.previous());
        self.syntax(format!("{what} is missing before `{word}`"))
            .help(format!("write it between `{before}` and `{word}`"))
    }
}

/// Whether the word asks something of what stands before it.
fn is_test(word: &str) -> bool {
    matches!(
        word,
        "is" | "has"
            | "in"
            | "="
            | "!="
            | "<"
            | "<="
            | ">"
            | ">="
            | "contains"
            | "matches"
            | "mentions"
    )
}

#[cfg(test)]
mod tests {
    use crate::syntax::expected::testing::told;

    #[test]
    fn what_got_lost_is_named() {
        for (text, message) in [
            (
                r#"decision d: role { rule a: b when size > 3 overrides c "Why." }"#,
                "`because` is missing before this text",
            ),
            (
                r#"must m: size > 3 "Why.""#,
                "`because` is missing before this text",
            ),
            ("define x = 3 by sales", "`agreed` is missing before `by`"),
            (
                "decision d: or none { otherwise none }",
                "what kind of outcome it is, is missing",
            ),
            ("lead { tier: one of < b }", "a value is missing before `<`"),
            ("lead { tier: one a | b }", "`of` is missing behind `one`"),
            ("decision d role { }", "`:` is missing behind `d`"),
            (
                "define x = size > 3 and is known",
                "a field, or another thing to ask of, is missing before `is`",
            ),
        ] {
            assert_eq!(told(text), message, "{text}");
        }
    }
}
