//! Comparisons: which side gives the other its meaning, and what compares with what.

use super::context::{DefineState, Resolver};
use super::names::Declared;
use super::operands::{Of, bare, constant};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Condition, ConditionKind, Operand, OperandKind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{CompareOp, Expr, ExprKind, Literal};

impl Resolver<'_> {
    /// `a <= b`
    pub(super) fn comparison(
        &mut self,
        left: &Expr,
        op: &Spanned<CompareOp>,
        right: &Expr,
        span: Span,
    ) -> Option<Condition> {
        let (left, right) = if self.takes_meaning(left, right)? {
            let right = self.operand(right, None);
            let left = self.other_side(right.as_ref(), left, op);
            (left?, right?)
        } else {
            let left = self.operand(left, None);
            let right = self.other_side(left.as_ref(), right, op);
            (left?, right?)
        };
        self.comparable(&left, op, &right)?;
        Some(Condition {
            kind: ConditionKind::Compare(left, op.node, right),
            span,
        })
    }

    /// Whether `word` gets its meaning from `other`: it names nothing, or a value of what `other`
    /// has, which wins over a declared name. `None` where a definition has to be read first.
    fn takes_meaning(&mut self, word: &Expr, other: &Expr) -> Option<bool> {
        let word = match &bare(word).node {
            ExprKind::Name(name) => name,
            ExprKind::Literal(Literal::Text(_)) => return Some(self.has_own_type(other)),
            _ => return Some(false),
        };
        let Some(own) = self.names.get(word) else {
            return Some(self.has_own_type(other));
        };
        let ExprKind::Name(other) = &bare(other).node else {
            return Some(false);
        };
        let Some(other_own) = self.names.get(other) else {
            return Some(false);
        };
        if self.has_value(own, other) {
            return Some(false);
        }
        if self.has_value(other_own, word) {
            return Some(true);
        }
        // Neither may be read yet, though only one is waited for: a definition may well be called
        // like a value in its own text.
        for pending in [other_own, own] {
            if let Declared::Define(id) = pending
                && self.define_states.get(id.index()) == Some(&DefineState::Pending)
            {
                self.blocked.push(id);
                return None;
            }
        }
        Some(false)
    }

    /// Whether what a name stands for is known to have this value.
    fn has_value(&self, declared: Declared, value: &str) -> bool {
        let ty = match declared {
            Declared::Field(id) => self.model.fields.get(id).map(|field| field.ty),
            Declared::Decision(id) => self.model.decisions.get(id).map(|decision| decision.ty),
            Declared::Define(id) => match self.define_states.get(id.index()) {
                Some(DefineState::Done) => self.model.defines.get(id).map(|it| it.value.ty),
                _ => None,
            },
            _ => None,
        };
        let choice = ty.filter(|ty| matches!(ty, Type::Choice(_)));
        choice.is_some_and(|ty| self.find_value(ty, value).is_some())
    }

    /// The side of a comparison whose meaning comes from the other, `known` one.
    fn other_side(
        &mut self,
        known: Option<&Operand>,
        expr: &Expr,
        op: &Spanned<CompareOp>,
    ) -> Option<Operand> {
        let Some(known) = known else {
            // The fault is reported; the names of this side still count as read.
            if self.has_own_type(expr) {
                self.operand(expr, None);
            }
            return None;
        };
        let of = Some(Of::Operand(known));
        if matches!(known.ty, Type::Several(_)) {
            return self.set_compared(known, expr, op);
        }
        let inner = bare(expr);
        if let ExprKind::Literal(Literal::Date(_) | Literal::Datetime(_)) = &inner.node
            && let OperandKind::Since(date) | OperandKind::Until(date) = &known.kind
        {
            return self.age_and_date(known, date, op.node, inner.span);
        }
        match &inner.node {
            ExprKind::Literal(literal) => {
                let value = self.condition_value(literal, inner.span, known.ty, of)?;
                let ty = match (&value, known.ty) {
                    (crate::value::Value::Date(_), _) => Type::Date,
                    (crate::value::Value::Datetime(_), _) => Type::Datetime,
                    (_, ty) => ty,
                };
                Some(constant(value, ty, inner.span))
            }
            ExprKind::Name(name) => {
                let unknown = self.names.get(name).is_none();
                if unknown
                    && matches!(known.ty, Type::Choice(_))
                    && self.word_value(name, known.ty).is_none()
                {
                    return self.unknown_value(name, inner.span, known.ty, of);
                }
                self.operand(inner, Some(known.ty))
            }
            _ => self.operand(inner, Some(known.ty)),
        }
    }

    fn set_compared<T>(
        &mut self,
        known: &Operand,
        expr: &Expr,
        op: &Spanned<CompareOp>,
    ) -> Option<T> {
        let name = self.called(known).unwrap_or_else(|| "the field".to_owned());
        let message = format!(
            "{name} is a set, and a set is not compared with `{}`",
            op.as_str()
        );
        let finding = Diagnostic::new(Code::WrongType, op.span, message)
            .help("ask what is in it with `has`, `has any of { … }`, `has all of { … }`");
        // `has` stands behind the set.
        let is_first = known.span.start < op.span.start;
        let is_value = matches!(
            bare(expr).node,
            ExprKind::Name(_) | ExprKind::Literal(Literal::Text(_))
        );
        let finding = match op.node == CompareOp::Equal && is_value && is_first {
            true => {
                let value = self.sources.slice(expr.span);
                finding
                    .help(format!("write `{} has {value}`", name.trim_matches('`')))
                    .replace(op.span, "has")
            }
            false => finding,
        };
        self.fail(finding)
    }

    /// `since(a) >= 2026-07-01`: what is meant is a comparison of the date itself, which is the
    /// earlier the older it is.
    fn age_and_date<T>(
        &mut self,
        age: &Operand,
        date: &Operand,
        op: CompareOp,
        literal: Span,
    ) -> Option<T> {
        let written = self.sources.slice(literal);
        let is_first = age.span.start < literal.start;
        let turned = matches!(age.kind, OperandKind::Since(_)) == is_first;
        let op = if turned { op.turned() } else { op }.as_str();
        let name = self.called(date).unwrap_or_else(|| "the date".to_owned());
        let called = Some(Of::Operand(age));
        let finding = self.mismatch(literal, Type::Duration, called, "a date");
        let compared = format!("{} {op} {written}", name.trim_matches('`'));
        let whole = match is_first {
            true => age.span.to(literal),
            false => literal.to(age.span),
        };
        self.fail(
            finding
                .help(format!("compare the date itself: `{compared}`"))
                .replace(whole, compared),
        )
    }

    /// Whether two values compare in this way.
    pub(super) fn comparable(
        &mut self,
        left: &Operand,
        op: &Spanned<CompareOp>,
        right: &Operand,
    ) -> Option<()> {
        for side in [left, right] {
            if let Some(value) = self.constant_of(side) {
                self.clock_time(value, side.span)?;
            }
        }
        use Type::{Date, Datetime, Integer, Money, Number};
        let same = match (left.ty, right.ty) {
            (Type::Several(_), _) | (_, Type::Several(_)) => false,
            (a, b) if a == b => true,
            (Integer | Number, Integer | Number) | (Date | Datetime, Date | Datetime) => true,
            _ => false,
        };
        if !same {
            if let (OperandKind::Constant(_), Date | Datetime) = (&left.kind, left.ty)
                && let OperandKind::Since(date) | OperandKind::Until(date) = &right.kind
            {
                return self.age_and_date(right, date, op.node, left.span);
            }
            return self.incomparable(left, right);
        }
        if matches!(op.node, CompareOp::Equal | CompareOp::NotEqual) {
            return Some(());
        }
        match left.ty {
            Integer | Number | Money(_) | Date | Datetime | Type::Duration => Some(()),
            Type::Choice(id) if self.model.enumerations.get(id).is_some_and(|e| e.ordered) => {
                Some(())
            }
            ty => self.no_order(left, ty, op.span, op.as_str()),
        }
    }

    /// Says that values of a type are not larger or smaller than each other.
    pub(super) fn no_order<T>(
        &mut self,
        subject: &Operand,
        ty: Type,
        span: Span,
        op: &str,
    ) -> Option<T> {
        let name = self
            .called(subject)
            .unwrap_or_else(|| "what it compares".to_owned());
        let (message, help) = match ty {
            Type::Choice(_) => (
                format!("the values of {name} have no order, which `{op}` needs"),
                "write `<` between the values where they are declared, lowest first, or list them \
                 with `in { … }`",
            ),
            Type::Text => (
                format!("{name} is text, and texts have no order"),
                "compare texts with `=` or `!=`, or declare the field as a number or a date",
            ),
            _ => (
                format!("{name} is {}, which has no order", ty.describe(&self.model)),
                "compare with `=` or `!=`",
            ),
        };
        let mut finding = Diagnostic::new(Code::WrongType, span, message).help(help);
        if let OperandKind::Field(id) = subject.kind
            && let Some(field) = self.model.fields.get(id)
        {
            finding = finding.label(field.named.span, "declared here");
        }
        self.fail(finding)
    }

    fn incomparable(&mut self, left: &Operand, right: &Operand) -> Option<()> {
        let found = right.ty.describe(&self.model);
        let of = Some(Of::Operand(left));
        let (code, help) = match (left.ty, right.ty) {
            (Type::Money(_), Type::Money(_)) => (
                Code::WrongUnit,
                "keep to one currency; currencies never mix",
            ),
            (Type::Money(_) | Type::Duration, Type::Integer | Type::Number)
            | (Type::Integer | Type::Number, Type::Money(_) | Type::Duration)
            | (Type::Money(_), Type::Duration)
            | (Type::Duration, Type::Money(_)) => {
                let literal = matches!(
                    (&left.kind, left.ty, right.ty),
                    (
                        OperandKind::Constant(_),
                        Type::Integer | Type::Number,
                        Type::Money(_)
                    )
                );
                if let (true, Type::Money(currency)) = (literal, right.ty) {
                    let currency = currency.as_str();
                    let finding = self.mismatch(left.span, right.ty, None, "a plain number");
                    let finding = Diagnostic {
                        code: Code::WrongUnit,
                        ..finding
                    }
                    .help(format!("write `{currency}` behind it"))
                    .replace(left.span.after(), format!(" {currency}"));
                    return self.fail(finding);
                }
                (Code::WrongUnit, "compare things of one unit")
            }
            (Type::Choice(_), Type::Choice(_)) => (
                Code::WrongType,
                "compare fields that list the same values in the same order",
            ),
            (Type::Text, Type::Role | Type::Team) => {
                (Code::WrongType, "text is compared with text in quotes")
            }
            (_, Type::Several(_)) => (Code::WrongType, "ask what is in a set with `has`"),
            _ => (Code::WrongType, "compare things of one type"),
        };
        let finding = self.mismatch(right.span, left.ty, of, &found);
        self.fail(Diagnostic { code, ..finding }.help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, finding, resolved};

    fn with(condition: &str) -> String {
        format!(
            "policy \"p\" {{}} team t {{ role r }}\n\
             lead {{ a: text key  b: boolean  n: integer  m: money USD  v: money EUR  d: date  \
             stamp: datetime  c: one of x | y | n  e: one of x | y | n  o: one of lo < hi  \
             s: several of u | v }}\n\
             decision w: role {{ otherwise r }}\n\
             must all_read: b or n is known or m is known or v is known or d is known or \
             stamp is known or c is known or e is known or o is known or s is empty\n\
             must k: {condition}"
        )
    }

    #[test]
    fn things_of_one_type_compare() {
        for good in [
            "c = x",
            "x = c",
            "c = e",
            "c = n",
            "n = c",
            "n > 5",
            "5 < n",
            "d < stamp",
            "o < hi",
            "lo < o",
            "w = r",
            "r = w",
            "b = yes",
            "a = \"q\"",
            "\"q\" = a",
            "(c) = (x)",
            "(n > 5) = b",
        ] {
            assert_eq!(codes(&with(good)), [], "{good}");
        }
    }

    #[test]
    fn a_value_wins_over_a_name() {
        let (model, found) = resolved(&with("c = n"));
        assert_eq!(found, []);
        let must = model.musts.values().nth(1).unwrap();
        let ConditionKind::Compare(_, _, right) = &must.condition.kind else {
            panic!()
        };
        assert!(matches!(right.kind, OperandKind::Constant(_)));
    }

    #[test]
    fn other_things_do_not() {
        for (bad, code) in [
            ("c < x", Code::WrongType),
            ("a < \"q\"", Code::WrongType),
            ("b < yes", Code::WrongType),
            ("c = o", Code::WrongType),
            ("c = z", Code::UnknownValue),
            ("z = c", Code::UnknownValue),
            ("m > v", Code::WrongUnit),
            ("m > n", Code::WrongUnit),
            ("5 < m", Code::WrongUnit),
            ("a = x", Code::WrongType),
            ("a = n", Code::WrongType),
            ("s = u", Code::WrongType),
            ("w = t", Code::WrongType),
            ("z > 5", Code::UnknownName),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }

    #[test]
    fn an_age_and_a_date_offer_the_date() {
        for (written, offered) in [
            ("since(d) >= 2026-07-01", "d <= 2026-07-01"),
            ("until(d) < 2026-07-01", "d < 2026-07-01"),
            ("2026-07-01 < since(d)", "d < 2026-07-01"),
            ("2026-07-01 < until(d)", "d > 2026-07-01"),
        ] {
            let fix = finding(&with(written), Code::WrongType).fix.unwrap();
            assert_eq!(fix.edits.first().unwrap().new_text, offered, "{written}");
        }
    }

    #[test]
    fn a_set_offers_has() {
        let fix = finding(&with("s = u"), Code::WrongType).fix.unwrap();
        assert_eq!(fix.edits.first().unwrap().new_text, "has");
    }
}
