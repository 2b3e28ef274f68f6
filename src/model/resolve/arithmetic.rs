//! Sums and products: linear, exact, in units that agree.

use super::constants::{DAY, add_values, exact_quotient, scale_value};
use super::context::Resolver;
use super::operands::{Of, constant};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Operand, OperandKind, Type};
use crate::source::Span;
use crate::syntax::ast::{Expr, Scale, Sign};
use crate::value::{Duration, Number, Value};

impl Resolver<'_> {
    /// `-x`
    pub(super) fn negate(&mut self, inner: &Expr, span: Span) -> Option<Operand> {
        let operand = self.operand(inner, None)?;
        let minus = constant(Value::Number(Number::from(-1)), Type::Integer, span);
        self.multiply(minus, operand, span)
    }

    /// `a + b - c`
    pub(super) fn sum(
        &mut self,
        first: &Expr,
        rest: &[(Sign, Expr)],
        span: Span,
    ) -> Option<Operand> {
        let mut total = self.operand(first, None);
        for (sign, term) in rest {
            let term = self.operand(term, None);
            total = match (total, term) {
                (Some(total), Some(term)) => self.add(total, *sign, term, span),
                _ => None,
            };
        }
        total
    }

    fn add(&mut self, left: Operand, sign: Sign, right: Operand, span: Span) -> Option<Operand> {
        use Type::{Date, Datetime, Duration, Integer, Money, Number};
        self.no_business(&left)?;
        self.no_business(&right)?;
        let ty = match (left.ty, right.ty, sign) {
            (Integer, Integer, _) => Integer,
            (Integer | Number, Integer | Number, _) => Number,
            (Money(a), Money(b), _) if a == b => Money(a),
            (Duration, Duration, _) => Duration,
            (Date, Date, Sign::Minus) | (Datetime, Datetime, Sign::Minus) => Duration,
            (Date, Duration, _) => {
                self.whole_days(&right)?;
                Date
            }
            (Datetime, Duration, _) => Datetime,
            (Duration, Date | Datetime, Sign::Plus) => return self.add(right, sign, left, span),
            _ => return self.no_sum(&left, sign, &right),
        };
        if let (OperandKind::Constant(a), OperandKind::Constant(b)) = (&left.kind, &right.kind) {
            return match add_values(a, sign, b) {
                Some(value) => Some(constant(value, ty, span)),
                None => self.too_large(span),
            };
        }
        // `a - b + 3 days`: the difference stays a sum of its own.
        let terms = match left {
            Operand {
                kind: OperandKind::Sum(mut terms),
                ty: of,
                ..
            } if of == ty && !is_difference(&terms) || of.is_number() && ty.is_number() => {
                terms.push((sign, right));
                terms
            }
            left => vec![(Sign::Plus, left), (sign, right)],
        };
        Some(Operand {
            kind: OperandKind::Sum(terms),
            ty,
            span,
        })
    }

    /// Refuses business time in arithmetic.
    fn no_business(&mut self, operand: &Operand) -> Option<()> {
        match self.constant_of(operand) {
            Some(value) => self.clock_time(value, operand.span).map(|_| ()),
            None => Some(()),
        }
    }

    /// A date moves by whole days only.
    fn whole_days(&mut self, duration: &Operand) -> Option<()> {
        if self.is_whole_days(duration) {
            return Some(());
        }
        self.fail(
            Diagnostic::new(Code::WrongType, duration.span, "a date moves by whole days")
                .help("write whole days, or take a datetime field instead of a date"),
        )
    }

    fn is_whole_days(&self, duration: &Operand) -> bool {
        match &duration.kind {
            OperandKind::Since(date) | OperandKind::Until(date) => date.ty == Type::Date,
            OperandKind::Sum(terms) => terms
                .iter()
                .all(|(_, term)| term.ty == Type::Date || self.is_whole_days(term)),
            OperandKind::Scaled(by, inner) => by.is_integer() && self.is_whole_days(inner),
            _ => match self.constant_of(duration) {
                Some(Value::Duration(Duration::Elapsed { seconds })) => seconds % DAY == 0,
                _ => false,
            },
        }
    }

    fn no_sum<T>(&mut self, left: &Operand, sign: Sign, right: &Operand) -> Option<T> {
        let of = Some(Of::Operand(left));
        let span = right.span;
        let found = right.ty.describe(&self.model);
        let finding = match (left.ty, right.ty) {
            (Type::Money(a), Type::Money(b)) => {
                let message = format!("money in {} and in {} is added", a.as_str(), b.as_str());
                Diagnostic::new(Code::WrongUnit, span, message)
                    .help("keep to one currency; currencies never mix")
            }
            (Type::Money(currency), Type::Integer | Type::Number) => {
                let currency = currency.as_str();
                let finding = Diagnostic {
                    code: Code::WrongUnit,
                    ..self.mismatch(span, left.ty, of, "a plain number")
                };
                match right.kind {
                    OperandKind::Constant(_) => finding
                        .help(format!("write `{currency}` behind the number"))
                        .replace(span.after(), format!(" {currency}")),
                    _ => finding.help(format!("add amounts of money in {currency} only")),
                }
            }
            (Type::Duration, Type::Integer | Type::Number)
            | (Type::Integer | Type::Number, Type::Money(_) | Type::Duration)
            | (Type::Money(_), Type::Duration)
            | (Type::Duration, Type::Money(_)) => Diagnostic {
                code: Code::WrongUnit,
                ..self
                    .mismatch(span, left.ty, of, &found)
                    .help("put things of one unit together")
            },
            (Type::Date, Type::Datetime) | (Type::Datetime, Type::Date) => {
                let message = "a date and a date with a time do not subtract";
                Diagnostic::new(Code::WrongType, span, message)
                    .help("compare them, or take two fields of one type")
            }
            (Type::Date | Type::Datetime, Type::Integer | Type::Number) => {
                let finding = self.mismatch(span, Type::Duration, None, &found);
                finding.help("write the unit behind it, e.g. `7 days`")
            }
            (Type::Date | Type::Datetime, Type::Date | Type::Datetime) => {
                Diagnostic::new(Code::WrongType, span, "dates cannot be added")
                    .help("subtract them, which gives the time between them")
            }
            _ => {
                let odd = if is_amount(left.ty) { right } else { left };
                let odd_type = odd.ty.describe(&self.model);
                let verb = if sign == Sign::Plus {
                    "added"
                } else {
                    "subtracted"
                };
                let message = format!("this is {odd_type}, and cannot be {verb}");
                Diagnostic::new(Code::WrongType, odd.span, message)
                    .help("add numbers, money, durations, or a date and a duration")
            }
        };
        self.fail(finding)
    }

    /// `a * b / c`
    pub(super) fn product(
        &mut self,
        first: &Expr,
        rest: &[(Scale, Expr)],
        span: Span,
    ) -> Option<Operand> {
        let mut total = self.operand(first, None);
        for (scale, factor) in rest {
            let factor = self.operand(factor, None);
            total = match (total, factor) {
                (Some(total), Some(factor)) => match scale {
                    Scale::Times => self.multiply(total, factor, span),
                    Scale::Over => self.divide(total, factor, span),
                },
                _ => None,
            };
        }
        total
    }

    fn multiply(&mut self, left: Operand, right: Operand, span: Span) -> Option<Operand> {
        for side in [&left, &right] {
            self.no_business(side)?;
            if !is_amount(side.ty) {
                let found = side.ty.describe(&self.model);
                let message = format!("this is {found}, and cannot be multiplied");
                return self.fail(
                    Diagnostic::new(Code::WrongType, side.span, message)
                        .help("multiply numbers, money or durations by a number"),
                );
            }
        }
        let (by, other) = match (self.constant_of(&left), self.constant_of(&right)) {
            (Some(Value::Number(by)), _) => (by, right),
            (_, Some(Value::Number(by))) => (by, left),
            (None, None) => return self.not_multiplied(&left, &right),
            _ => {
                let message = "what is written out beside `*` has to be a plain number";
                return self.fail(
                    Diagnostic::new(Code::WrongUnit, span, message)
                        .help("leave its unit out, and compare with a field of that unit"),
                );
            }
        };
        let whole = other.ty == Type::Integer && by.is_integer();
        let ty = if other.ty.is_number() && !whole {
            Type::Number
        } else {
            other.ty
        };
        self.scaled(by, other, ty, span)
    }

    /// A number times something; of a constant, the constant.
    fn scaled(&mut self, by: Number, other: Operand, ty: Type, span: Span) -> Option<Operand> {
        if let Some(value) = self.constant_of(&other) {
            return match scale_value(by, &value) {
                Some(value) => Some(constant(value, ty, span)),
                None => self.too_large(span),
            };
        }
        let kind = match other.kind {
            OperandKind::Scaled(inner, of) if of.ty == other.ty => match by.checked_mul(inner) {
                Some(by) => OperandKind::Scaled(by, of),
                None => return self.too_large(span),
            },
            kind => OperandKind::Scaled(by, Box::new(Operand { kind, ..other })),
        };
        Some(Operand { kind, ty, span })
    }

    fn not_multiplied<T>(&mut self, left: &Operand, right: &Operand) -> Option<T> {
        let message = "two things that both vary are multiplied";
        let (a, b) = (self.name_or_this(left), self.name_or_this(right));
        self.fail(
            Diagnostic::new(Code::NotLinear, right.span, message)
                .here(format!("{b} differs from lead to lead"))
                .label(left.span, format!("and so does {a}"))
                .help(
                    "multiply by a plain number: what a product of two varying things comes to \
                     cannot be told for all leads",
                ),
        )
    }

    fn not_divided<T>(&mut self, left: &Operand, right: &Operand) -> Option<T> {
        let message = "this divides by something that varies";
        let (a, b) = (self.name_or_this(left), self.name_or_this(right));
        let help = match (self.called(left), self.called(right)) {
            (Some(a), Some(b)) => {
                let (a, b) = (a.replace('`', ""), b.replace('`', ""));
                format!(
                    "divide by a plain number; a share such as `{a} / {b} >= 0.3` is written \
                     `{a} >= 0.3 * {b}`"
                )
            }
            _ => "divide by a plain number".to_owned(),
        };
        self.fail(
            Diagnostic::new(Code::NotLinear, right.span, message)
                .here(format!("{b} differs from lead to lead"))
                .label(left.span, format!("{a} is divided by it"))
                .help(help),
        )
    }

    fn name_or_this(&self, operand: &Operand) -> String {
        self.called(operand).unwrap_or_else(|| "this".to_owned())
    }

    fn divide(&mut self, left: Operand, right: Operand, span: Span) -> Option<Operand> {
        let by = match self.constant_of(&right) {
            Some(Value::Number(by)) => by,
            Some(_) => {
                let message = "things are divided by a plain number only";
                return self.fail(
                    Diagnostic::new(Code::WrongUnit, right.span, message)
                        .help("leave the unit out behind `/`"),
                );
            }
            None => return self.not_divided(&left, &right),
        };
        if by == Number::ZERO {
            return self.fail(
                Diagnostic::new(Code::WrongType, right.span, "nothing can be divided by 0")
                    .help("write another number"),
            );
        }
        // `9 / 3` is exact, though a third is not.
        if let Some(Value::Number(number)) = self.constant_of(&left)
            && let Some(quotient) = exact_quotient(number, by)
        {
            let ty = if quotient.is_integer() {
                Type::Integer
            } else {
                Type::Number
            };
            return Some(constant(Value::Number(quotient), ty, span));
        }
        let Some(reciprocal) = exact_quotient(Number::from(1), by) else {
            let message = format!("a part of {by} is no number of at most six places");
            return self.fail(
                Diagnostic::new(Code::WrongType, right.span, message)
                    .here("numbers are exact, and this would have to be rounded")
                    .help(format!("multiply the other side of the comparison by {by}")),
            );
        };
        let factor = constant(Value::Number(reciprocal), Type::Number, right.span);
        self.multiply(factor, left, span)
    }

    fn too_large<T>(&mut self, span: Span) -> Option<T> {
        self.fail(
            Diagnostic::new(Code::WrongType, span, "this is too large to compute with")
                .help("write smaller numbers, with fewer decimal places"),
        )
    }
}

/// Whether it is something that sums and products are made of.
fn is_amount(ty: Type) -> bool {
    matches!(
        ty,
        Type::Integer | Type::Number | Type::Money(_) | Type::Duration
    )
}

/// Whether the terms are one date less another.
fn is_difference(terms: &[(Sign, Operand)]) -> bool {
    terms
        .iter()
        .all(|(_, term)| matches!(term.ty, Type::Date | Type::Datetime))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(condition: &str) -> String {
        format!(
            "policy \"p\" {{}}\nlead {{ a: text key  n: integer  k: number  m: money USD  \
             d: date  e: date  w: datetime }}\n\
             must all_read: n is known or k is known or m is known or d is known or e is known or \
             w is known\nmust c: {condition}"
        )
    }

    #[test]
    fn linear_amounts() {
        for good in [
            "n + k - 3 > 0",
            "k >= 0.3 * n",
            "2 * 3 * n / 4 > 1",
            "9 / 3 = n",
            "m * 2 > 20 USD + 3 * 5 USD",
            "-n < -5",
            "d - e > 3 days",
            "d - e + 3 days > 5 days",
            "d + 30 days > e",
            "30 days + d > e",
            "w - 5 hours > 2026-07-01T09:00",
            "d > 2026-07-01 - 30 days",
            "d + since(e) > e",
            "since(d) * 2 > since(e)",
        ] {
            assert_eq!(codes(&with(good)), [], "{good}");
        }
    }

    #[test]
    fn what_does_not_add_up() {
        for (bad, code) in [
            ("n * k > 5", Code::NotLinear),
            ("n / k > 5", Code::NotLinear),
            ("n / 3 > 5", Code::WrongType),
            ("n / 0 > 5", Code::WrongType),
            ("m + 5 > 3 USD", Code::WrongUnit),
            ("m + 5 EUR > 3 USD", Code::WrongUnit),
            ("since(d) + 5 > 3 days", Code::WrongUnit),
            ("n * 20 USD > m", Code::WrongUnit),
            ("d - w > 3 days", Code::WrongType),
            ("d + e > 3 days", Code::WrongType),
            ("d + 5 > e", Code::WrongType),
            ("d + 5 hours > e", Code::WrongType),
            ("d + since(w) > e", Code::WrongType),
            ("a + 5 > 3", Code::WrongType),
            ("d * 2 > e", Code::WrongType),
            (
                "n * 999999999999999999 * 999999999999999999 * 999999999999999999 > 1",
                Code::WrongType,
            ),
        ] {
            assert_eq!(codes(&with(bad)), [code], "{bad}");
        }
    }

    #[test]
    fn constants_are_worked_out() {
        let (model, found) = resolved(
            "policy \"p\" {} lead { a: text key  d: date }\n\
             define x = 2 * 3 + 10 / 4\ndefine y = 2026-07-01 + 30 days\n\
             must c: d > y and x > 5",
        );
        assert_eq!(found, []);
        let value = |i: usize| model.defines.values().nth(i).unwrap().value.kind.clone();
        let number = Number::parse("8.5").unwrap();
        assert_eq!(value(0), OperandKind::Constant(Value::Number(number)));
        let day = jiff::civil::date(2026, 7, 31);
        assert_eq!(value(1), OperandKind::Constant(Value::Date(day)));
    }
}
