//! Names in conditions and values.

use super::Reader;
use crate::model::Type;
use crate::source::Span;
use crate::syntax::ast::{
    AssignedValue, Expr, ExprKind, Literal, Member, Members, Range, RangeEnd, TimeSpan,
};

impl Reader<'_> {
    /// The names of a condition or value; a bare word may be a value of the type that is expected.
    pub(super) fn expr(&mut self, expr: &Expr, expected: Option<Type>) {
        match &expr.node {
            ExprKind::Name(name) => drop(self.value(name, expr.span, expected)),
            ExprKind::Literal(literal) => self.literal(literal, expr.span, expected),
            ExprKind::Parenthesis(inner) => self.expr(inner, expected),
            ExprKind::Else(parts) => {
                let ty = expected.or_else(|| parts.iter().find_map(|part| self.type_of(part)));
                parts.iter().for_each(|part| self.expr(part, ty));
            }
            ExprKind::Call(_, inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) => {
                self.expr(inner, None);
            }
            ExprKind::Sum(first, rest) => {
                self.expr(first, None);
                rest.iter().for_each(|(_, term)| self.expr(term, None));
            }
            ExprKind::Product(first, rest) => {
                self.expr(first, None);
                rest.iter().for_each(|(_, factor)| self.expr(factor, None));
            }
            ExprKind::Compare(left, _, right) => self.comparison(left, right),
            ExprKind::In {
                subject, members, ..
            } => {
                self.expr(subject, None);
                let ty = self.type_of(subject);
                self.members(members, ty);
            }
            ExprKind::TextTest { subject, .. } => self.expr(subject, None),
            ExprKind::Has {
                subject, values, ..
            } => {
                self.expr(subject, None);
                let ty = self.type_of(subject);
                values.iter().for_each(|value| self.value_name(value, ty));
            }
            ExprKind::Is(inner, _) => self.expr(inner, None),
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Count(_, parts) => {
                parts.iter().for_each(|part| self.expr(part, None));
            }
        }
    }

    /// Quoted text may be a value of an enumeration.
    pub(super) fn literal(&mut self, literal: &Literal, span: Span, expected: Option<Type>) {
        if let Literal::Text(text) = literal
            && self.value_of(expected, text).is_some()
        {
            self.value(text, span, expected);
        }
    }

    /// One side may give the other its meaning.
    fn comparison(&mut self, left: &Expr, right: &Expr) {
        let (of_left, of_right) = (self.type_of(left), self.type_of(right));
        match self.takes_meaning(left, right) {
            true => {
                self.expr(left, of_right);
                self.expr(right, None);
            }
            false => {
                self.expr(left, None);
                self.expr(right, of_left);
            }
        }
    }

    /// Whether the left side is a value of the right one: it names nothing else, or the right side is
    /// no value of it.
    fn takes_meaning(&self, left: &Expr, right: &Expr) -> bool {
        let ExprKind::Name(word) = &bare(left).node else {
            return matches!(bare(left).node, ExprKind::Literal(Literal::Text(_)));
        };
        let Some(own) = self.type_named(word) else {
            return true;
        };
        let ExprKind::Name(other) = &bare(right).node else {
            return false;
        };
        self.value_of(Some(own), other).is_none()
            && self.value_of(self.type_named(other), word).is_some()
    }

    fn members(&mut self, members: &Members, ty: Option<Type>) {
        match members {
            Members::List(name) => self.global(name),
            Members::Range(range) => self.range(range),
            Members::Set(members) => {
                for member in members {
                    match &member.node {
                        Member::Word(value) => self.value_name(value, ty),
                        Member::Range(range) => self.range(range),
                        Member::Literal(_) => {}
                    }
                }
            }
        }
    }

    /// The ends of a range may be definitions.
    pub(super) fn range(&mut self, range: &Range) {
        for end in [&range.low, &range.high] {
            if let RangeEnd::Name(name) = end {
                self.global(name);
            }
        }
    }

    /// How long something takes may be a definition or a decision.
    pub(super) fn time_span(&mut self, length: &TimeSpan, span: Span) {
        if let TimeSpan::Named(name) = length {
            self.word(name, span);
        }
    }

    /// A value in an example.
    pub(super) fn assigned(&mut self, value: &AssignedValue, span: Span, ty: Option<Type>) {
        match value {
            AssignedValue::Word(word) => drop(self.value(word, span, ty)),
            AssignedValue::Literal(literal) => self.literal(literal, span, ty),
            AssignedValue::Set(values) => {
                values.iter().for_each(|value| self.value_name(value, ty));
            }
            AssignedValue::Missing => {}
        }
    }

    /// The type of what stands there, where a name or a call tells it.
    pub(super) fn type_of(&self, expr: &Expr) -> Option<Type> {
        match &bare(expr).node {
            ExprKind::Name(name) => self.type_named(name),
            ExprKind::Else(parts) => parts.iter().find_map(|part| self.type_of(part)),
            ExprKind::Call(name, _) => match name.node.as_str() {
                "domain" => Some(Type::Text),
                _ => Some(Type::Duration),
            },
            ExprKind::Negate(inner) => self.type_of(inner),
            ExprKind::Sum(first, _) | ExprKind::Product(first, _) => self.type_of(first),
            _ => None,
        }
    }
}

/// An expression without the parentheses round it.
fn bare(expr: &Expr) -> &Expr {
    match &expr.node {
        ExprKind::Parenthesis(inner) => bare(inner),
        _ => expr,
    }
}
