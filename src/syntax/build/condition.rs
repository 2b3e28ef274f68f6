//! Conditions and values.

use super::amount::{compare_op, text_test, value, values};
use super::{Builder, count, name, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{
    Counted, Expr, ExprKind, HasQuantifier, Member, Members, Quoted, Scale, Sign, State,
};
use crate::syntax::brackets::{MAX_NESTING, nested_too_deep};
use crate::syntax::grammar::{Children, Node, Rule};

/// The operands of a sum and what stands between them.
type Parts<'a> = std::iter::Peekable<Children<'a>>;

fn expr(kind: ExprKind, span: Span) -> Expr {
    Box::new(Spanned::new(kind, span))
}

impl Builder<'_> {
    /// `condition` and `s_condition`: comparisons joined by `and` or by `or`.
    pub(crate) fn condition(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut operands = Vec::new();
        let mut junctions: Vec<Node<'_>> = Vec::new();
        for child in node.children() {
            match child.rule() {
                Rule::junction => junctions.push(child),
                _ => operands.push(self.negations(&child)?),
            }
        }
        let is_and = |junction: &Node<'_>| {
            junction
                .find(Rule::kw_and)
                .or_else(|| junction.find(Rule::slip_and))
                .is_some()
        };
        let Some(first) = junctions.first() else {
            return operands.pop();
        };
        if let Some(other) = junctions
            .iter()
            .find(|junction| is_and(junction) != is_and(first))
        {
            return self.refuse(mixed(first, other));
        }
        let kind = if is_and(first) {
            ExprKind::And(operands)
        } else {
            ExprKind::Or(operands)
        };
        Some(expr(kind, node.span()))
    }

    /// `not not a = b`
    fn negations(&mut self, node: &Node<'_>) -> Option<Expr> {
        let nots: Vec<Span> = node
            .children()
            .filter(|child| child.rule() == Rule::kw_not)
            .map(|child| child.span())
            .collect();
        if let Some(deep) = nots.get(MAX_NESTING) {
            return self.refuse(nested_too_deep(*deep, "`not` stands before itself"));
        }
        let comparison = node.children().find(|child| child.rule() != Rule::kw_not)?;
        let inner = self.comparison(&comparison)?;
        let wrap = |inner: Expr, span: &Span| {
            let whole = span.to(inner.span);
            expr(ExprKind::Not(inner), whole)
        };
        Some(nots.iter().rev().fold(inner, wrap))
    }

    fn comparison(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut children = node.children();
        let subject = self.sum(&children.next()?)?;
        let Some(tail) = children.next() else {
            return Some(subject);
        };
        if let Some(chained) = children.next() {
            let span = chained.span();
            return self.refuse(
                Diagnostic::new(Code::Syntax, span, "a comparison cannot be continued by a second one")
                    .help("for a range write `x in 1..5`; for two conditions join them: `1 < x and x < 5`"),
            );
        }
        let tail = tail.child()?;
        let span = node.span();
        match tail.rule() {
            Rule::compare_tail | Rule::s_compare_tail => {
                let mut parts = tail.children();
                let op = parts.next()?;
                let op = op.spanned(compare_op(&op)?);
                let right = self.sum(&parts.next()?)?;
                Some(expr(ExprKind::Compare(subject, op, right), span))
            }
            Rule::in_tail => self.in_tail(subject, &tail, span),
            Rule::text_tail => {
                let test = tail.find(Rule::text_test)?;
                self.no_not(&tail, test.text())?;
                let (patterns, any_of) = texts_of(&tail.find(Rule::texts_of)?);
                let test = test.spanned(text_test(&test)?);
                Some(expr(
                    ExprKind::TextTest {
                        subject,
                        test,
                        patterns,
                        any_of,
                    },
                    span,
                ))
            }
            Rule::has_tail => self.has_tail(subject, &tail, span),
            Rule::is_tail => self.is_tail(subject, &tail, span),
            _ => None,
        }
    }

    fn in_tail(&mut self, subject: Expr, tail: &Node<'_>, span: Span) -> Option<Expr> {
        let negated = tail.find(Rule::kw_not).is_some();
        let place = tail
            .children()
            .find(|child| !matches!(child.rule(), Rule::kw_not | Rule::kw_in))?;
        let members = match place.rule() {
            Rule::range => Members::Range(self.range(&place)?),
            Rule::ident => Members::List(name(&place)),
            _ => {
                let mut members = Vec::new();
                for member in place
                    .children()
                    .filter(|child| child.rule() == Rule::member)
                {
                    let child = member.child()?;
                    let what = match child.rule() {
                        Rule::range => Member::Range(self.range(&child)?.node),
                        Rule::value => Member::Word(value(&child)?),
                        _ => Member::Literal(self.literal(&child)?.node),
                    };
                    members.push(member.spanned(what));
                }
                Members::Set(members)
            }
        };
        Some(expr(
            ExprKind::In {
                subject,
                negated,
                members: Box::new(members),
            },
            span,
        ))
    }

    fn has_tail(&mut self, subject: Expr, tail: &Node<'_>, span: Span) -> Option<Expr> {
        self.no_not(tail, "has")?;
        let (quantifier, values) = match tail.find(Rule::has_many) {
            Some(many) => {
                let all = many.find(Rule::kw_all).is_some();
                let quantifier = if all {
                    HasQuantifier::All
                } else {
                    HasQuantifier::Any
                };
                (quantifier, values(&tail.find(Rule::value_set)?))
            }
            None => (HasQuantifier::One, values(tail)),
        };
        Some(expr(
            ExprKind::Has {
                subject,
                quantifier,
                values,
            },
            span,
        ))
    }

    /// `x not contains "a"` is not of the language; `not x contains "a"` is.
    fn no_not(&mut self, tail: &Node<'_>, test: &str) -> Option<()> {
        let Some(not) = tail.find(Rule::kw_not) else {
            return Some(());
        };
        self.refuse(
            Diagnostic::new(
                Code::Syntax,
                not.span(),
                format!("`not` cannot stand before `{test}`"),
            )
            .help(format!(
                "put it before the whole comparison: `not x {test} …`"
            )),
        )
    }

    fn is_tail(&mut self, subject: Expr, tail: &Node<'_>, span: Span) -> Option<Expr> {
        let what = tail.children().find(|child| child.rule() != Rule::kw_is)?;
        match what.rule() {
            Rule::state => {
                let state = what.spanned(state(&what)?);
                Some(expr(ExprKind::Is(subject, state), span))
            }
            Rule::is_not => self.refuse(is_not(tail, &what)),
            _ => {
                let is = tail.find(Rule::kw_is)?;
                self.refuse(
                    Diagnostic::new(
                        Code::Syntax,
                        is.span(),
                        "`is` asks only whether something is `missing`, `known` or `empty`",
                    )
                    .help(format!("write `= {}`", what.text().trim()))
                    .replace(is.span(), "="),
                )
            }
        }
    }

    /// `sum` and `s_sum`: operands, with signs, `*`, `/` and `else` between them, from the loosest
    /// to the tightest.
    pub(crate) fn sum(&mut self, node: &Node<'_>) -> Option<Expr> {
        let mut parts = node.children().peekable();
        let first = self.product(&mut parts)?;
        let mut terms = Vec::new();
        while let Some(operator) =
            parts.next_if(|part| matches!(part.rule(), Rule::plus | Rule::minus))
        {
            let sign = if operator.rule() == Rule::plus {
                Sign::Plus
            } else {
                Sign::Minus
            };
            terms.push((sign, self.product(&mut parts)?));
        }
        Some(if terms.is_empty() {
            first
        } else {
            expr(ExprKind::Sum(first, terms), node.span())
        })
    }

    fn product(&mut self, parts: &mut Parts<'_>) -> Option<Expr> {
        let first = self.signed(parts)?;
        let mut factors = Vec::new();
        while let Some(operator) =
            parts.next_if(|part| matches!(part.rule(), Rule::times | Rule::over))
        {
            let scale = if operator.rule() == Rule::times {
                Scale::Times
            } else {
                Scale::Over
            };
            factors.push((scale, self.signed(parts)?));
        }
        let Some((_, last)) = factors.last() else {
            return Some(first);
        };
        let span = first.span.to(last.span);
        Some(expr(ExprKind::Product(first, factors), span))
    }

    fn signed(&mut self, parts: &mut Parts<'_>) -> Option<Expr> {
        let minus = parts.next_if(|part| part.rule() == Rule::minus);
        let choice = self.choice(parts)?;
        Some(match minus {
            Some(minus) => {
                let span = minus.span().to(choice.span);
                expr(ExprKind::Negate(choice), span)
            }
            None => choice,
        })
    }

    fn choice(&mut self, parts: &mut Parts<'_>) -> Option<Expr> {
        let first = self.primary(&parts.next()?)?;
        let mut options = Vec::new();
        while parts.next_if(|part| part.rule() == Rule::kw_else).is_some() {
            options.push(self.primary(&parts.next()?)?);
        }
        let Some(last) = options.last() else {
            return Some(first);
        };
        let span = first.span.to(last.span);
        options.insert(0, first);
        Some(expr(ExprKind::Else(options), span))
    }

    fn primary(&mut self, node: &Node<'_>) -> Option<Expr> {
        let kind = match node.rule() {
            Rule::ident => ExprKind::Name(node.text().to_owned()),
            Rule::parenthesis => {
                ExprKind::Parenthesis(self.condition(&node.find(Rule::condition)?)?)
            }
            Rule::call => {
                let called = node.find(Rule::call_name)?.child()?;
                ExprKind::Call(name(&called), self.condition(&node.find(Rule::condition)?)?)
            }
            Rule::count_of => self.count_of(node)?,
            _ => ExprKind::Literal(self.literal(node)?.node),
        };
        Some(expr(kind, node.span()))
    }

    fn count_of(&mut self, node: &Node<'_>) -> Option<ExprKind> {
        let counted = node.find(Rule::counted)?;
        let counted = match counted.child()?.rule() {
            Rule::kw_all => Counted::All,
            Rule::kw_any => Counted::Any,
            Rule::kw_none => Counted::None,
            _ => Counted::AtLeast(count(&counted.find(Rule::count)?)),
        };
        let mut conditions = Vec::new();
        for child in node
            .children()
            .filter(|child| child.rule() == Rule::condition)
        {
            conditions.push(self.condition(&child)?);
        }
        Some(ExprKind::Count(counted, conditions))
    }
}

/// The texts of `contains "a"` or `contains any of { "a", "b" }`.
pub(crate) fn texts_of(node: &Node<'_>) -> (Vec<Quoted>, bool) {
    let any_of = node.find(Rule::text_set);
    let holder = any_of.clone().unwrap_or_else(|| node.clone());
    let texts = holder.children().filter(|child| child.rule() == Rule::text);
    (texts.map(|text| quoted(&text)).collect(), any_of.is_some())
}

pub(crate) fn state(node: &Node<'_>) -> Option<State> {
    Some(match node.child()?.rule() {
        Rule::kw_missing => State::Missing,
        Rule::kw_known => State::Known,
        Rule::kw_empty => State::Empty,
        _ => return None,
    })
}

fn mixed(first: &Node<'_>, other: &Node<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::MixedAndOr,
        other.span(),
        "`and` and `or` stand side by side, and people read that in two ways",
    )
    .here(format!("`{}` here", other.text()))
    .label(first.span(), format!("`{}` here", first.text()))
    .help("put parentheses round the part that belongs together, e.g. `(a and b) or c`")
}

/// `is not missing`, `is not accepted`.
fn is_not(tail: &Node<'_>, what: &Node<'_>) -> Diagnostic {
    let instead = match what.find(Rule::state).and_then(|node| state(&node)) {
        Some(State::Missing) => "is known".to_owned(),
        Some(State::Known) => "is missing".to_owned(),
        Some(State::Empty) => {
            return Diagnostic::new(Code::Syntax, tail.span(), "`is not` is not Groundrules")
                .help("put `not` before the whole comparison: `not x is empty`");
        }
        None => {
            let value = what.find(Rule::is_value);
            format!(
                "!= {}",
                value.as_ref().map_or("…", |value| value.text().trim())
            )
        }
    };
    Diagnostic::new(Code::Syntax, tail.span(), "`is not` is not Groundrules")
        .help(format!("write `{instead}`"))
        .replace(tail.span(), instead)
}
