//! Conditions and values.

use super::doc::{Doc, FillItem, Gap};
use super::literal::{self, literal as literal_text};
use super::origin::Origin;
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Counted, Expr, ExprKind, HasQuantifier, Member, Members, Quoted, Scale, Sign, State, ValueName,
};
use crate::syntax::quote;

/// Words that continue a condition where the writer meant the first word of the next one; a comma
/// goes before them.
const CONTINUING: &[&str] = &["starts", "ends", "matches"];

impl Origin<'_> {
    /// A condition or a value; its further lines stand one step deeper.
    pub(super) fn expr(&self, expr: &Spanned<ExprKind>) -> Doc {
        self.expr_with_lines(expr, true)
    }

    /// A condition or a value between brackets; its further lines stand below its start.
    fn bracketed(&self, expr: &Spanned<ExprKind>) -> Doc {
        Doc::align(self.expr_with_lines(expr, false))
    }

    fn expr_with_lines(&self, expr: &Spanned<ExprKind>, deeper: bool) -> Doc {
        let here = |text: String| Doc::leaf(text, expr.span);
        match &expr.node {
            ExprKind::Name(name) => here(name.clone()),
            ExprKind::Literal(value) => here(literal_text(value)),
            ExprKind::Call(name, argument) => Doc::Concat(vec![
                literal::name(name),
                Doc::text("("),
                self.bracketed(argument),
                Doc::leaf(")", closed(expr.span)),
            ]),
            ExprKind::Else(parts) => {
                let rest = parts.iter().skip(1).map(|part| ("else ", part));
                self.chain(expr.span, parts.first(), rest.collect(), deeper)
            }
            ExprKind::Negate(inner) => self.prefixed(expr.span, "-", inner),
            ExprKind::Not(inner) => self.prefixed(expr.span, "not ", inner),
            ExprKind::Sum(first, rest) => {
                let rest = rest.iter().map(|(sign, part)| (sign_text(*sign), part));
                self.chain(expr.span, Some(first), rest.collect(), deeper)
            }
            ExprKind::Product(first, rest) => {
                let rest = rest.iter().map(|(scale, part)| (scale_text(*scale), part));
                self.chain(expr.span, Some(first), rest.collect(), deeper)
            }
            ExprKind::And(parts) => {
                let rest = parts.iter().skip(1).map(|part| ("and ", part));
                self.chain(expr.span, parts.first(), rest.collect(), deeper)
            }
            ExprKind::Or(parts) => {
                let rest = parts.iter().skip(1).map(|part| ("or ", part));
                self.chain(expr.span, parts.first(), rest.collect(), deeper)
            }
            ExprKind::Compare(left, op, right) => {
                let sign = Doc::leaf(format!(" {} ", op.as_str()), op.span);
                Doc::Concat(vec![self.expr(left), sign, self.expr(right)])
            }
            ExprKind::Count(counted, conditions) => self.count(expr.span, counted, conditions),
            ExprKind::Parenthesis(inner) => Doc::Concat(vec![
                Doc::At(expr.span.start, expr.span.start),
                Doc::text("("),
                self.bracketed(inner),
                Doc::leaf(")", closed(expr.span)),
            ]),
            _ => self.test(expr),
        }
    }

    /// What is asked of one value.
    fn test(&self, expr: &Spanned<ExprKind>) -> Doc {
        match &expr.node {
            ExprKind::In {
                subject,
                negated,
                members,
            } => {
                let word = if *negated { " not in " } else { " in " };
                let members = self.members(expr.span, subject.span.end, members);
                Doc::Concat(vec![self.expr(subject), Doc::text(word), members])
            }
            ExprKind::TextTest {
                subject,
                test,
                patterns,
                any_of,
            } => {
                let word = Doc::leaf(format!(" {} ", test.as_str()), test.span);
                let patterns = match patterns.as_slice() {
                    [one] if !any_of => literal::quoted(one),
                    several => {
                        let entry = |text: &Quoted| (text.span, quote(text));
                        let entries = several.iter().map(entry).collect();
                        Doc::Concat(vec![
                            Doc::text("any of "),
                            self.set(test.span.end, entries, closed(expr.span)),
                        ])
                    }
                };
                Doc::Concat(vec![self.expr(subject), word, patterns])
            }
            ExprKind::Has {
                subject,
                quantifier,
                values,
            } => self.has(expr.span, subject, *quantifier, values),
            ExprKind::Is(subject, state) => {
                let word = match state.node {
                    State::Missing => " is missing",
                    State::Known => " is known",
                    State::Empty => " is empty",
                };
                Doc::Concat(vec![self.expr(subject), Doc::leaf(word, state.span)])
            }
            // `expr` prints all others itself.
            _ => Doc::text(""),
        }
    }

    fn prefixed(&self, span: Span, sign: &str, inner: &Expr) -> Doc {
        Doc::Concat(vec![
            Doc::At(span.start, span.start),
            Doc::text(sign),
            self.expr(inner),
        ])
    }

    /// `a and b and c`: on one line, else each but the first with its word on a line of its own.
    fn chain(
        &self,
        span: Span,
        first: Option<&Expr>,
        rest: Vec<(&str, &Expr)>,
        deeper: bool,
    ) -> Doc {
        let mut parts: Vec<Span> = first.iter().map(|part| part.span).collect();
        let mut following = Vec::new();
        for (word, part) in rest {
            parts.push(part.span);
            following.push(Doc::Line(" ", Gap::Never));
            following.push(Doc::text(word));
            following.push(self.expr(part));
        }
        let first = first.map_or_else(|| Doc::text(""), |part| self.expr(part));
        let expand = self.expand(self.comment_among(span, parts));
        let following = if deeper {
            Doc::nest(following)
        } else {
            Doc::Concat(following)
        };
        Doc::group(vec![expand, first, following])
    }

    /// `at least 2 of { a, b }` where it was written on one line and fits, else one a line.
    fn count(&self, span: Span, counted: &Counted, conditions: &[Expr]) -> Doc {
        let word = match counted {
            Counted::All => "all of {".to_owned(),
            Counted::Any => "any of {".to_owned(),
            Counted::None => "none of {".to_owned(),
            Counted::AtLeast(number) => format!("at least {} of {{", number.node),
        };
        let parts: Vec<Span> = conditions.iter().map(|part| part.span).collect();
        let inside = literal::around(parts.iter().copied()).unwrap_or(span);
        let broken = self.comment_among(span, parts)
            || self.line_ends_between(span.start, inside.start)
            || self.line_ends_between(inside.start, span.end);
        let mut entries = Vec::new();
        for (nth, condition) in conditions.iter().enumerate() {
            let comma = if starts_a_continuation(condition) {
                ","
            } else {
                ""
            };
            match nth {
                0 => entries.push(Doc::Line(" ", Gap::Kept)),
                _ => entries.extend([
                    Doc::IfFlat(",".to_owned(), comma.to_owned()),
                    Doc::Line(" ", Gap::Kept),
                ]),
            }
            entries.push(self.expr(condition));
        }
        Doc::group(vec![
            self.expand(broken),
            Doc::leaf(
                word,
                Span {
                    end: span.start,
                    ..span
                },
            ),
            Doc::nest(entries),
            Doc::Line(" ", Gap::Close),
            Doc::leaf("}", closed(span)),
        ])
    }

    fn members(&self, whole: Span, opens: u32, members: &Members) -> Doc {
        match members {
            Members::List(name) => literal::name(name),
            Members::Range(range) => Doc::leaf(literal::range(range), range.span),
            Members::Set(members) => {
                let entry = |member: &Spanned<Member>| (member.span, member_text(member));
                self.set(opens, members.iter().map(entry).collect(), closed(whole))
            }
        }
    }

    fn has(&self, span: Span, subject: &Expr, many: HasQuantifier, values: &[ValueName]) -> Doc {
        let entry = |value: &ValueName| (value.name.span, literal::value_name(value));
        let entries: Vec<(Span, String)> = values.iter().map(entry).collect();
        let word = match many {
            HasQuantifier::One => " has ",
            HasQuantifier::Any => " has any of ",
            HasQuantifier::All => " has all of ",
        };
        let values = match (many, entries.first()) {
            (HasQuantifier::One, Some((span, value))) => Doc::leaf(value.clone(), *span),
            _ => self.set(subject.span.end, entries, closed(span)),
        };
        Doc::Concat(vec![self.expr(subject), Doc::text(word), values])
    }

    /// `{ a, b }`, on several lines where it does not fit; `opens` is where its `{` stands at the
    /// earliest, `close` is the place of its `}`.
    fn set(&self, opens: u32, entries: Vec<(Span, String)>, close: Span) -> Doc {
        self.braced(opens, with_commas(entries), " ", close)
    }

    /// Entries in braces, as many on a line as fit.
    pub(super) fn braced(
        &self,
        opens: u32,
        entries: Vec<(Span, Doc)>,
        separator: &'static str,
        close: Span,
    ) -> Doc {
        let (Some((first, _)), Some((last, _))) = (entries.first(), entries.last()) else {
            return Doc::Concat(vec![Doc::text("{ "), Doc::leaf("}", close)]);
        };
        let after_opening = self.comment_between(opens, first.start);
        let before_closing = self.comment_between(last.end, close.start);
        let filled = self.fill(entries, separator);
        let close = Doc::leaf("}", close);
        if after_opening {
            let inside = Doc::nest(vec![Doc::Hard(Gap::Kept), filled]);
            return Doc::Concat(vec![Doc::text("{"), inside, Doc::Hard(Gap::Close), close]);
        }
        let end = if before_closing {
            Doc::Hard(Gap::Close)
        } else {
            Doc::text(" ")
        };
        Doc::Concat(vec![Doc::text("{ "), Doc::align(filled), end, close])
    }

    /// As many on a line as fit; each starts a line when a comment stands before it.
    pub(super) fn fill(&self, entries: Vec<(Span, Doc)>, separator: &'static str) -> Doc {
        let mut end = None;
        let item = |(span, doc): (Span, Doc)| {
            let before = end.replace(span.end);
            FillItem {
                doc,
                starts_line: before.is_some_and(|end| self.comment_between(end, span.start)),
                gap: Gap::Never,
            }
        };
        Doc::Fill(entries.into_iter().map(item).collect(), separator)
    }

    /// Breaks the group it stands in, or does nothing.
    pub(super) fn expand(&self, broken: bool) -> Doc {
        if broken { Doc::Expand } else { Doc::text("") }
    }
}

/// The entries with a comma behind all but the last.
pub(super) fn with_commas(entries: Vec<(Span, String)>) -> Vec<(Span, Doc)> {
    let last = entries.len().saturating_sub(1);
    let entry = |(nth, (span, text)): (usize, (Span, String))| {
        let comma = if nth == last { "" } else { "," };
        (span, Doc::leaf(format!("{text}{comma}"), span))
    };
    entries.into_iter().enumerate().map(entry).collect()
}

/// The place of the bracket that ends `span`.
pub(super) fn closed(span: Span) -> Span {
    Span {
        start: span.end.saturating_sub(1).max(span.start),
        ..span
    }
}

/// Whether a condition would run together with the one above it were there no comma.
fn starts_a_continuation(expr: &Spanned<ExprKind>) -> bool {
    match &expr.node {
        ExprKind::Negate(_) => true,
        ExprKind::Name(name) => CONTINUING.contains(&name.as_str()),
        ExprKind::Literal(value) => literal_text(value).starts_with('-'),
        ExprKind::Sum(first, _) | ExprKind::Product(first, _) => starts_a_continuation(first),
        ExprKind::Compare(first, ..) | ExprKind::Is(first, _) => starts_a_continuation(first),
        ExprKind::In { subject, .. }
        | ExprKind::TextTest { subject, .. }
        | ExprKind::Has { subject, .. } => starts_a_continuation(subject),
        ExprKind::Else(parts) | ExprKind::And(parts) | ExprKind::Or(parts) => parts
            .first()
            .is_some_and(|part| starts_a_continuation(part)),
        ExprKind::Call(..) | ExprKind::Not(_) | ExprKind::Count(..) | ExprKind::Parenthesis(_) => {
            false
        }
    }
}

fn member_text(member: &Member) -> String {
    match member {
        Member::Word(value) => literal::value_name(value),
        Member::Literal(value) => literal_text(value),
        Member::Range(range) => literal::range(range),
    }
}

fn sign_text(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => "+ ",
        Sign::Minus => "- ",
    }
}

fn scale_text(scale: Scale) -> &'static str {
    match scale {
        Scale::Times => "* ",
        Scale::Over => "/ ",
    }
}
