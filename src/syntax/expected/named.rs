//! The faults that people really make, by name.

use super::{MOST_LISTED, Stop, words};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::syntax::cut::RESERVED;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::{Token, TokenKind};

/// Words of other languages, and what Groundrules calls them where that may stand.
const SYNONYMS: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
    ("when", "where"),
    ("if", "where"),
    ("using", "on"),
    ("by", "on"),
    ("in", "of"),
    ("except", "unless"),
    ("default", "otherwise"),
    ("else", "otherwise"),
    ("as", "because"),
    ("reason", "because"),
    ("string", "text"),
    ("int", "integer"),
    ("float", "number"),
    ("decimal", "number"),
    ("currency", "money"),
    ("bool", "boolean"),
    ("timestamp", "datetime"),
    ("enum", "one of"),
    ("user", "role"),
    ("includes", "contains"),
    ("like", "contains"),
    ("equals", "is"),
    ("max", "at most"),
    ("min", "at least"),
    ("assert", "expect"),
    ("case", "rule"),
    ("owner", "accountable"),
    ("owner", "responsible"),
    ("owned", "accountable"),
    ("assignee", "responsible"),
    ("notify", "informed"),
    ("notified", "informed"),
    ("deadline", "within"),
    ("due", "within"),
    ("sla", "within"),
    ("via", "by"),
    ("goto", "to"),
    ("reset", "clears"),
    ("clear", "clears"),
    ("count", "counts"),
    ("require", "requires"),
    ("finished", "done at"),
    ("timezone", "time zone"),
    ("hours", "working hours"),
];

impl Stop<'_> {
    /// The faults that people really make, by name.
    pub(super) fn named(&self) -> Option<Diagnostic> {
        let found = self.found()?;
        self.comma_in_number(found)
            .or_else(|| self.in_source(found))
            .or_else(|| self.in_hours(found))
            .or_else(|| self.lost_at(found))
            .or_else(|| self.twice(found))
            .or_else(|| self.missing_bar())
            .or_else(|| self.two_units(found))
            .or_else(|| self.unfinished(found))
            .or_else(|| self.comma_in_condition(found))
            .or_else(|| self.loose_range(found))
            .or_else(|| self.value_without_field(found))
            .or_else(|| self.reserved_name(found))
            .or_else(|| self.synonym(found))
            .or_else(|| self.misspelt(found))
            .or_else(|| self.missing_arrow(found))
            .or_else(|| self.bare_none(found))
            .or_else(|| self.lost_because(found))
            .or_else(|| self.missing_comma(found))
            .or_else(|| self.mixed_sign(found))
            .or_else(|| self.stray_sign(found))
            .or_else(|| self.dashed_name(found))
            .or_else(|| self.without_quotes(found))
            .or_else(|| self.lost(found))
    }

    /// `because because "…"`
    fn twice(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        if word != self.word(self.previous()) {
            return None;
        }
        let found = self.syntax(format!("`{word}` stands here a second time"));
        Some(
            found
                .help("leave one of the two out")
                .replace(self.span(), ""),
        )
    }

    /// `1 hour 30 minutes`
    fn two_units(&self, found: Token) -> Option<Diagnostic> {
        let is_unit = |word: &str| {
            ["minute", "hour", "day", "week"].contains(&word.strip_suffix('s').unwrap_or(word))
        };
        let unit = self.word(self.token(Some(self.index + 1)));
        if found.kind != TokenKind::Number || !is_unit(self.word(self.previous())) || !is_unit(unit)
        {
            return None;
        }
        Some(
            self.syntax("an amount of time has one unit").help(
                "write it in the smaller unit alone, e.g. `90 minutes` for an hour and a half",
            ),
        )
    }

    /// What other languages call a word that is wanted here.
    fn synonym(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let wanted = |right: &str| {
            self.rules
                .iter()
                .any(|rule| words::keywords(*rule).contains(&right))
        };
        let (_, right) = SYNONYMS
            .iter()
            .find(|(wrong, right)| *wrong == word && wanted(right))?;
        Some(
            self.syntax(format!("`{word}` is called `{right}` here"))
                .help(format!("write `{right}`"))
                .replace(self.span(), *right),
        )
    }

    /// A little word where a name belongs.
    fn reserved_name(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let names = [
            Rule::ident,
            Rule::value,
            Rule::field,
            Rule::lead_entry,
            Rule::role,
            Rule::word,
        ];
        let wanted = names.iter().any(|rule| self.wanted(*rule)) || self.wanted_value();
        let follows_name = matches!(
            self.word(self.token(Some(self.index + 1))),
            ":" | "=" | "|" | "," | "}" | ")" | "{" | "from"
        );
        if !RESERVED.contains(&word) || !wanted || !follows_name {
            return None;
        }
        Some(
            self.syntax(format!(
                "`{word}` is a word of the language and cannot be a name"
            ))
            .help(format!(
                "call it `{word}_…`, or, if it is a value, put it in quotes: `\"{word}\"`"
            )),
        )
    }

    fn wanted_value(&self) -> bool {
        [
            Rule::condition,
            Rule::sum,
            Rule::s_sum,
            Rule::s_condition,
            Rule::not_test,
            Rule::member,
            Rule::call,
        ]
        .iter()
        .any(|rule| self.wanted(*rule))
    }

    /// A word that is nearly one of those wanted here.
    fn misspelt(&self, found: Token) -> Option<Diagnostic> {
        if found.kind != TokenKind::Word {
            return None;
        }
        let word = self.word(Some(found));
        let wanted = self.rules.iter();
        let wanted = wanted.flat_map(|rule| words::keywords(*rule).iter().copied());
        // Of `working hours` the first word stands here, unless it is too short to tell by.
        let first = wanted.clone().filter_map(|words| words.split(' ').next());
        let first = first.filter(|word| word.len() >= 4);
        let near = nearest(word, wanted.chain(first))?;
        Some(
            self.syntax(format!("`{word}` cannot stand here"))
                .did_you_mean(self.span(), Some(near)),
        )
    }

    /// A condition that breaks off where the next line begins.
    fn unfinished(&self, found: Token) -> Option<Diagnostic> {
        let starts_next = matches!(
            self.word(Some(found)),
            "rule"
                | "otherwise"
                | "table"
                | "because"
                | "overrides"
                | "unless"
                | "to"
                | "after"
                | "task"
                | "}"
        );
        let before = self.previous()?;
        let between = self
            .place
            .text
            .get(before.end as usize..found.start as usize)?;
        // What must follow does not, and the text goes on in the next line.
        let broken_off = between.contains('\n')
            && matches!(
                before.kind,
                TokenKind::Word | TokenKind::Sign | TokenKind::Text
            )
            && !self.wanted(Rule::close)
            && !self.wanted(Rule::EOI)
            && words::list(self.rules, MOST_LISTED).is_some();
        if !(self.wanted_value() && starts_next || broken_off) {
            return None;
        }
        let word = self.word(Some(before));
        let message = format!("something is missing behind `{word}`");
        Some(
            Diagnostic::new(Code::Syntax, self.span_of(before), message)
                .here("this is not finished")
                .label(self.span(), "and here the next part begins")
                .help(match words::list(self.rules, MOST_LISTED) {
                    Some(wanted) => format!("behind `{word}` comes {wanted}"),
                    None => format!("write what `{word}` is about, or leave `{word}` out"),
                }),
        )
    }

    /// `lead-source`
    fn dashed_name(&self, found: Token) -> Option<Diagnostic> {
        let (before, after) = (self.previous()?, self.token(Some(self.index + 1))?);
        let words = before.kind == TokenKind::Word && after.kind == TokenKind::Word;
        if self.word(Some(found)) != "-"
            || !words
            || before.end != found.start
            || found.end != after.start
        {
            return None;
        }
        let name = format!("{}_{}", self.word(Some(before)), self.word(Some(after)));
        let span = self.span_of(before).to(self.span_of(after));
        Some(
            Diagnostic::new(Code::Syntax, span, "a name has no dash in it")
                .help(format!("write `{name}`"))
                .replace(span, name),
        )
    }

    /// Where a text without quotes ends that starts with `found`: several words on one line are one
    /// text, and so is what is glued together, such as `deals.csv`.
    fn last_of_text(&self, found: Token) -> Token {
        let mut last = found;
        for token in self.code.get(self.index + 1..).unwrap_or_default() {
            let between = self
                .place
                .text
                .get(last.end as usize..token.start as usize)
                .unwrap_or_default();
            let word = self.word(Some(*token));
            let glued = between.is_empty()
                && (matches!(token.kind, TokenKind::Word | TokenKind::Number)
                    || matches!(word, "." | "-" | "/" | ".."));
            let same_line = token.kind == TokenKind::Word
                && !between.contains('\n')
                && !RESERVED.contains(&word)
                && word != "on";
            if !glued && !same_line {
                break;
            }
            last = *token;
        }
        last
    }

    /// A word or a number where only a text can stand.
    fn without_quotes(&self, found: Token) -> Option<Diagnostic> {
        let word = self.word(Some(found));
        let bare =
            matches!(found.kind, TokenKind::Word | TokenKind::Number) && !RESERVED.contains(&word);
        let only_text =
            self.wanted(Rule::text) || self.wanted(Rule::texts_of) || self.wanted(Rule::texts);
        if !bare
            || !only_text
            || self.wanted(Rule::call)
            || self.wanted(Rule::close)
            || self.wanted(Rule::comma)
        {
            return None;
        }
        let span = self.span().to(self.span_of(self.last_of_text(found)));
        let text = self.place.text.get(span.range()).unwrap_or(word);
        let quoted = format!("\"{text}\"");
        Some(
            Diagnostic::new(Code::Syntax, span, format!("`{text}` lacks its quotes"))
                .help(format!("a text stands between quotes: write `{quoted}`"))
                .replace(span, quoted),
        )
    }
}
