//! The faults that people really make, by name.

use super::{MOST_LISTED, Stop, words};
use crate::diagnostic::{Code, Diagnostic, Edit, Fix, nearest};
use crate::source::Span;
use crate::syntax::cut::RESERVED;
use crate::syntax::grammar::Rule;
use crate::syntax::scan::{Token, TokenKind};

/// Words of other languages, and what Groundrules calls them where that may stand.
const SYNONYMS: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
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
];

impl Stop<'_> {
    /// The faults that people really make, by name.
    pub(super) fn named(&self) -> Option<Diagnostic> {
        let found = self.found()?;
        self.comma_in_number(found)
            .or_else(|| self.two_units(found))
            .or_else(|| self.unfinished(found))
            .or_else(|| self.comma_in_condition(found))
            .or_else(|| self.loose_range(found))
            .or_else(|| self.reserved_name(found))
            .or_else(|| self.synonym(found))
            .or_else(|| self.misspelt(found))
            .or_else(|| self.missing_arrow(found))
            .or_else(|| self.missing_comma(found))
            .or_else(|| self.mixed_sign(found))
            .or_else(|| self.stray_sign(found))
            .or_else(|| self.dashed_name(found))
            .or_else(|| self.without_quotes(found))
    }

    /// `1,234`, `2,5`
    fn comma_in_number(&self, found: Token) -> Option<Diagnostic> {
        let (before, after) = (self.previous()?, self.token(Some(self.index + 1))?);
        let digits = |token: Token| self.word(Some(token)).bytes().all(|b| b.is_ascii_digit());
        let glued = before.end == found.start && found.end == after.start;
        if self.word(Some(found)) != "," || !glued || !digits(before) || !digits(after) {
            return None;
        }
        let (a, b) = (self.word(Some(before)), self.word(Some(after)));
        let right = if b.len() == 3 {
            format!("{a}_{b}")
        } else {
            format!("{a}.{b}")
        };
        let message = format!("a comma cannot stand inside the number `{a},{b}`");
        let span = self.span_of(before).to(self.span_of(after));
        Some(
            Diagnostic::new(Code::Syntax, span, message)
                .help(format!(
                    "write `{right}`: thousands are set apart by `_`, decimals by a point"
                ))
                .replace(span, right),
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

    /// `5 .. 10`, `0-100`
    fn loose_range(&self, found: Token) -> Option<Diagnostic> {
        let (sign, end) = (
            self.token(Some(self.index + 1)),
            self.token(Some(self.index + 2))?,
        );
        let numbers = found.kind == TokenKind::Number && end.kind == TokenKind::Number;
        if !numbers || !matches!(self.word(sign), ".." | "-" | "..<" | "to") {
            return None;
        }
        let span = self.span_of(found).to(self.span_of(end));
        let dots = if self.word(sign) == "..<" {
            "..<"
        } else {
            ".."
        };
        let range = format!("{}{dots}{}", self.word(Some(found)), self.word(Some(end)));
        Some(
            Diagnostic::new(
                Code::Syntax,
                span,
                "a range is written with two dots and no blanks",
            )
            .help(format!("write `{range}`"))
            .replace(span, range),
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

    /// `when a, b`
    fn comma_in_condition(&self, found: Token) -> Option<Diagnostic> {
        let in_condition = self.wanted(Rule::junction) || self.wanted(Rule::kw_and);
        if self.word(Some(found)) != "," || !in_condition || self.wanted(Rule::comma) {
            return None;
        }
        Some(
            self.syntax("conditions are not joined by a comma")
                .help("write `and` where both must hold, `or` where one is enough")
                .replace(self.span(), " and"),
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
            ":" | "=" | "|" | "," | "}" | "{" | "from"
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
        let near = nearest(
            word,
            self.rules
                .iter()
                .flat_map(|rule| words::keywords(*rule).iter().copied()),
        )?;
        Some(
            self.syntax(format!("`{word}` cannot stand here"))
                .did_you_mean(self.span(), Some(near)),
        )
    }

    /// A row of a table without `=>`.
    fn missing_arrow(&self, found: Token) -> Option<Diagnostic> {
        let could_be_outcome = matches!(
            found.kind,
            TokenKind::Word | TokenKind::Number | TokenKind::Text
        );
        if !self.wanted(Rule::arrow) || !could_be_outcome {
            return None;
        }
        let found = self
            .syntax(format!(
                "`=>` is missing before `{}`",
                self.word(Some(found))
            ))
            .help("a row is written `what it asks => what it yields`");
        Some(self.insert(found, "=>"))
    }

    /// `by phone email`, `in { a b }`
    fn missing_comma(&self, found: Token) -> Option<Diagnostic> {
        let thing = |token: Option<Token>| {
            token.is_some_and(|t| {
                matches!(
                    t.kind,
                    TokenKind::Word | TokenKind::Number | TokenKind::Text
                )
            })
        };
        if !self.wanted(Rule::comma)
            || !thing(Some(found))
            || !thing(self.previous())
            || self.rules.len() > MOST_LISTED
            || RESERVED.contains(&self.word(Some(found)))
        {
            return None;
        }
        let found = self
            .syntax(format!(
                "a comma is missing before `{}`",
                self.word(Some(found))
            ))
            .help("write a comma between the two");
        Some(self.insert(found, ","))
    }

    /// `a | b` in a condition, `=` or `:` where the other belongs.
    fn mixed_sign(&self, found: Token) -> Option<Diagnostic> {
        let sign = self.word(Some(found));
        let right = match sign {
            "=" | "=>" if self.wanted(Rule::colon) => ":",
            ":" | "=>" if self.wanted(Rule::define_sign) || self.wanted(Rule::equals) => "=",
            "=" | ":" if self.wanted(Rule::arrow) => "=>",
            "|" if self.wanted(Rule::junction) => "or",
            "," if self.wanted(Rule::values_or) => "|",
            "=>" if self.wanted(Rule::tail) || self.wanted(Rule::compare_tail) => ">=",
            "and" | "or" | "&" if self.wanted(Rule::comma) && !self.wanted(Rule::junction) => ",",
            _ => return None,
        };
        Some(
            self.syntax(format!("`{sign}` cannot stand here; `{right}` can"))
                .help(format!("write `{right}`"))
                .replace(self.span(), right),
        )
    }

    /// A sign too many, or a little word too few, beside what is right.
    fn stray_sign(&self, found: Token) -> Option<Diagnostic> {
        let (before, word) = (self.word(self.previous()), self.word(Some(found)));
        let leave_out = |help: &str| {
            let found = self.syntax(format!("`{word}` has no place here"));
            Some(found.help(help).replace(self.span(), ""))
        };
        match (before, word) {
            ("otherwise", "=>") => leave_out("leave it out: `otherwise` is followed by its outcome"),
            (_, "=") if self.wanted(Rule::open) || self.wanted(Rule::list_entries) => {
                leave_out("leave it out: the entries follow in braces")
            }
            (_, "=" | ":") if self.wanted(Rule::assigned) => Some(self.signs_in_lead(word)),
            ("in", "(") => Some(self.round_set()),
            ("any" | "all" | "none", "{") => Some(self.insert(
                self.syntax(format!("`of` is missing behind `{before}`")).help(format!("write `{before} of {{ … }}`")),
                "of",
            )),
            ("starts" | "ends", _) if self.wanted(Rule::kw_with) => Some(self.insert(
                self.syntax(format!("`with` is missing behind `{before}`")).help(format!("write `{before} with \"…\"`")),
                "with",
            )),
            (_, "(") if self.previous().is_some_and(|token| token.kind == TokenKind::Word && token.end < found.start) => {
                let gap = Span { start: self.span().start - (found.start - self.previous()?.end), end: self.span().start, ..self.span() };
                let message = format!("a blank stands between `{before}` and its bracket");
                Some(Diagnostic::new(Code::Syntax, self.span(), message).help(format!("write `{before}(…)`")).replace(gap, ""))
            }
            (_, "between") => Some(self.syntax("a range is asked for with `in`").help("write `x in 5..10`")),
            ("and" | "or", "<" | "<=" | ">" | ">=" | "=" | "!=") => Some(
                self.syntax(format!("`{word}` has nothing to compare"))
                    .help("repeat what is compared, as in `x >= 5 and x <= 10`, or write a range, `x in 5..10`"),
            ),
            ("=" | "!=", _) => None,
            _ => None,
        }
    }

    /// `lead { email = "a"  size = 5 }`: all of the signs up to the closing brace are one slip.
    fn signs_in_lead(&self, sign: &str) -> Diagnostic {
        let behind = self.code.get(self.index..).unwrap_or_default().iter();
        let lead = behind.take_while(|token| token.kind != TokenKind::Close);
        let signs = lead.filter(|token| self.word(Some(**token)) == sign);
        let edits = signs.map(|token| Edit {
            span: self.span_of(*token),
            new_text: String::new(),
        });
        let fix = Fix {
            title: format!("leave `{sign}` out"),
            edits: edits.collect(),
        };
        let found = self
            .syntax(format!("`{sign}` has no place here"))
            .help("leave it out: an example's lead is written `field value`");
        Diagnostic {
            fix: Some(fix),
            ..found
        }
    }

    /// `in ("US")`
    fn round_set(&self) -> Diagnostic {
        let found = self
            .syntax("what `in` looks in stands between braces")
            .help("write `in { … }`");
        let behind = self.code.get(self.index..).unwrap_or_default().iter();
        let Some(close) = behind.copied().find(|token| self.word(Some(*token)) == ")") else {
            return found;
        };
        let edit = |span: Span, sign: &str| Edit {
            span,
            new_text: sign.to_owned(),
        };
        let edits = vec![edit(self.span(), "{"), edit(self.span_of(close), "}")];
        Diagnostic {
            fix: Some(Fix {
                title: "write `{ … }`".to_owned(),
                edits,
            }),
            ..found
        }
    }

    /// A condition that breaks off where the next line begins.
    fn unfinished(&self, found: Token) -> Option<Diagnostic> {
        let starts_next = matches!(
            self.word(Some(found)),
            "rule" | "otherwise" | "table" | "because" | "overrides" | "unless" | "}"
        );
        let before = self.previous()?;
        let between = self
            .place
            .text
            .get(before.end as usize..found.start as usize)?;
        // What must follow does not, and the text goes on in the next line.
        let broken_off = between.contains('\n')
            && matches!(before.kind, TokenKind::Word | TokenKind::Sign)
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
        // Several words on one line are one text.
        let behind = self.code.get(self.index..).unwrap_or_default();
        let words = behind.iter().take_while(|token| {
            let between = self
                .place
                .text
                .get(found.start as usize..token.start as usize);
            token.kind == TokenKind::Word && !between.is_some_and(|text| text.contains('\n'))
        });
        let span = words
            .last()
            .map_or(self.span(), |last| self.span().to(self.span_of(*last)));
        let text = self.place.text.get(span.range()).unwrap_or(word);
        let quoted = format!("\"{text}\"");
        Some(
            Diagnostic::new(Code::Syntax, span, format!("`{text}` lacks its quotes"))
                .help(format!("a text stands between quotes: write `{quoted}`"))
                .replace(span, quoted),
        )
    }
}
