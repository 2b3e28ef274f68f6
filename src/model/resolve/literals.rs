//! Written-out values against the type that they meet: units, currencies, dates.

use super::context::Resolver;
use super::operands::Of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Currency, Operand, OperandKind, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Amount, Literal, TimeUnit, Unit};
use crate::value::{Duration, DurationUnit, Text, Value, iso_date, iso_datetime};

/// How a date is written.
const DATE_HELP: &str = "write dates as `2026-07-01`, without quotes";

impl Resolver<'_> {
    /// The value of a literal that meets something of type `ty`, called `of` in what is said.
    ///
    /// A date may meet a datetime and the other way round, and a fraction a whole number: they
    /// compare. Business time is taken, see [`Resolver::condition_value`].
    pub(super) fn literal_value(
        &mut self,
        literal: &Literal,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<Value> {
        match (literal, ty) {
            (Literal::Amount(amount), Type::Integer | Type::Number | Type::Duration)
            | (Literal::Amount(amount), Type::Money(_)) => {
                let (value, found) = self.amount(amount, span)?;
                self.unit_fits(&value, found, span, ty, of)?;
                Some(value)
            }
            (Literal::Text(text), Type::Text) => Some(Value::Text(Text::new(text))),
            (Literal::Text(text), Type::Choice(_) | Type::Several(_)) => {
                let found = self.find_value(ty, text);
                match found {
                    Some(index) => Some(Value::Choice(index)),
                    None => self.unknown_value(text, span, ty, of),
                }
            }
            (Literal::Date(date), Type::Date | Type::Datetime) => Some(Value::Date(*date)),
            (Literal::Datetime(wall), Type::Date | Type::Datetime) => self.instant(*wall, span),
            (Literal::Boolean(yes), Type::Boolean) => Some(Value::Boolean(*yes)),
            (Literal::Boolean(yes), Type::Choice(_) | Type::Several(_)) => {
                let word = if *yes { "yes" } else { "no" };
                if self.find_value(ty, word).is_some() {
                    let finding = self.mismatch(span, ty, of, &format!("the answer `{word}`"));
                    let help = "put quotes around the value";
                    return self.fail(finding.help(help).replace(span, format!("\"{word}\"")));
                }
                self.unknown_value(word, span, ty, of)
            }
            _ => self.wrong_literal(literal, span, ty, of),
        }
    }

    /// As [`Resolver::literal_value`], for conditions and arithmetic: there is no business time.
    pub(super) fn condition_value(
        &mut self,
        literal: &Literal,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<Value> {
        // Said before a time zone is missed, which it does not need here.
        if let Literal::Amount(Amount {
            unit: Some(unit), ..
        }) = literal
            && ty == Type::Duration
            && matches!(unit.node, Unit::Time(TimeUnit { business: true, .. }))
        {
            return self.no_business_time(span);
        }
        let value = self.literal_value(literal, span, ty, of)?;
        self.clock_time(value, span)
    }

    /// As [`Resolver::literal_value`], for something that takes this value: whole numbers are
    /// whole, a datetime is none where a date is wanted, and a date is the midnight it starts with.
    pub(super) fn exact_value(
        &mut self,
        literal: &Literal,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<Value> {
        let value = self.literal_value(literal, span, ty, of)?;
        match (&value, ty) {
            (Value::Number(number), Type::Integer) if !number.is_integer() => {
                let finding = self.mismatch(span, ty, of, &format!("{number}"));
                self.fail(finding.help("write a whole number, or declare the field as `number`"))
            }
            (Value::Datetime(_), Type::Date) => {
                let finding = self.mismatch(span, ty, of, "a date with a time");
                self.fail(finding.help("write the date alone"))
            }
            (Value::Date(date), Type::Datetime) => {
                self.instant(date.to_datetime(jiff::civil::Time::midnight()), span)
            }
            _ => Some(value),
        }
    }

    /// Refuses business time, which stands in outcomes only.
    pub(super) fn clock_time(&mut self, value: Value, span: Span) -> Option<Value> {
        match value {
            Value::Duration(Duration::Business { .. } | Duration::BusinessDays { .. }) => {
                self.no_business_time(span)
            }
            value => Some(value),
        }
    }

    fn no_business_time<T>(&mut self, span: Span) -> Option<T> {
        let message = "business time stands in deadlines and outcomes only";
        let finding = Diagnostic::new(Code::WrongUnit, span, message);
        let words = self.sources.slice(span).split_whitespace();
        let (business, others): (Vec<&str>, Vec<&str>) = words.partition(|it| *it == "business");
        let by_the_clock = others.join(" ");
        self.fail(match business.is_empty() {
            true => finding.help("write the time by the clock, e.g. `4 hours` or `2 days`"),
            false => finding
                .help(format!("write the time by the clock: `{by_the_clock}`"))
                .replace(span, by_the_clock),
        })
    }

    /// A literal with the type that its form gives it.
    pub(super) fn literal_operand(&mut self, literal: &Literal, span: Span) -> Option<Operand> {
        let (value, ty) = match literal {
            Literal::Amount(amount) => self.amount(amount, span)?,
            Literal::Text(text) => (Value::Text(Text::new(text)), Type::Text),
            Literal::Date(date) => (Value::Date(*date), Type::Date),
            Literal::Datetime(wall) => (self.instant(*wall, span)?, Type::Datetime),
            Literal::Boolean(yes) => (Value::Boolean(*yes), Type::Boolean),
        };
        Some(Operand {
            kind: OperandKind::Constant(value),
            ty,
            span,
        })
    }

    /// The value of an amount, and the type that its unit gives it.
    pub(super) fn amount(&mut self, amount: &Amount, span: Span) -> Option<(Value, Type)> {
        let number = amount.number;
        match &amount.unit {
            None if number.is_integer() => Some((Value::Number(number), Type::Integer)),
            None => Some((Value::Number(number), Type::Number)),
            Some(Spanned {
                node: Unit::Currency(currency),
                span,
            }) => {
                let currency = self.currency(&Spanned::new(currency.clone(), *span))?;
                Some((Value::Money(number), Type::Money(currency)))
            }
            Some(Spanned {
                node: Unit::Time(unit),
                span: unit_span,
            }) => {
                if unit.business && !self.has_zone {
                    let message = "business time needs the policy's time zone";
                    let help = "write `time zone \"America/New_York\"`, or your own, in the \
                                `policy` block";
                    return self
                        .fail(Diagnostic::new(Code::WrongUnit, *unit_span, message).help(help));
                }
                if unit.business && !self.has_hours {
                    let message = "business time needs working hours, and the policy has none";
                    let help = "write `working hours mon..fri 09:00..17:00`, or your own, in the \
                                `policy` block";
                    return self
                        .fail(Diagnostic::new(Code::WrongUnit, *unit_span, message).help(help));
                }
                match Duration::new(number, unit.unit, unit.business) {
                    Some(duration) => Some((Value::Duration(duration), Type::Duration)),
                    None => self.no_duration(*unit, span),
                }
            }
        }
    }

    fn no_duration<T>(&mut self, unit: TimeUnit, span: Span) -> Option<T> {
        let (message, help) = match (unit.business, unit.unit) {
            (true, DurationUnit::Week) => (
                "there are no business weeks, which differ from one company to the next",
                "write business days, e.g. `5 business days`",
            ),
            (true, DurationUnit::Day) => (
                "business days are whole",
                "write a whole number of days, or write business hours",
            ),
            _ => (
                "this time is too long, or no whole number of seconds",
                "write a whole number of a smaller unit",
            ),
        };
        self.fail(Diagnostic::new(Code::WrongUnit, span, message).help(help))
    }

    /// The instant at which the wall clock of the policy's zone shows this.
    fn instant(&mut self, wall: jiff::civil::DateTime, span: Span) -> Option<Value> {
        match self.model.zone.instant(wall) {
            Some(instant) => Some(Value::Datetime(instant)),
            None => self.fail(
                Diagnostic::new(Code::WrongType, span, "this time is beyond the calendar")
                    .help("write a year between -9998 and 9998"),
            ),
        }
    }

    /// Whether an amount has the unit of what it meets.
    pub(super) fn unit_fits(
        &mut self,
        value: &Value,
        found: Type,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<()> {
        let finding = match (found, ty) {
            (Type::Integer | Type::Number, Type::Integer | Type::Number)
            | (Type::Duration, Type::Duration) => return Some(()),
            (Type::Money(found), Type::Money(wanted)) if found == wanted => return Some(()),
            (Type::Money(found), Type::Money(wanted)) => {
                let (found, wanted) = (found.as_str(), wanted.as_str());
                let what = self.words(of);
                let what = what.as_deref().unwrap_or("what it meets");
                let message = format!("{what} is money in {wanted}, and this is in {found}");
                Diagnostic::new(Code::WrongUnit, span, message).help(format!(
                    "write the amount in {wanted}; currencies never mix"
                ))
            }
            (Type::Integer | Type::Number, Type::Money(currency)) => {
                self.without_currency(span, currency, of)
            }
            (Type::Integer | Type::Number, Type::Duration) => self
                .mismatch(span, ty, of, &format!("the bare number {}", shown(value)))
                .help("write the unit behind it, e.g. `7 days`"),
            _ => {
                let finding = self.mismatch(span, ty, of, &found.describe(&self.model));
                let written = self.sources.slice(span).split_whitespace().next();
                match (ty, written) {
                    (Type::Duration, Some(number)) => finding
                        .help(format!("write the unit of a time, e.g. `{number} days`"))
                        .replace(span, format!("{number} days")),
                    (Type::Money(currency), Some(number)) => {
                        let currency = currency.as_str();
                        finding.help(format!("write an amount, e.g. `{number} {currency}`"))
                    }
                    _ => finding.help("leave the unit out"),
                }
            }
        };
        self.fail(Diagnostic {
            code: Code::WrongUnit,
            ..finding
        })
    }

    fn without_currency(&self, span: Span, currency: Currency, of: Option<Of<'_>>) -> Diagnostic {
        let currency = currency.as_str();
        let what = self.words(of);
        let what = what.as_deref().unwrap_or("what it meets");
        let message = format!("{what} is money in {currency}, and this has no currency");
        Diagnostic::new(Code::WrongUnit, span, message)
            .help(format!("write `{currency}` behind it"))
            .replace(span.after(), format!(" {currency}"))
    }

    /// What is said of something of another type than the one wanted.
    pub(super) fn mismatch(
        &self,
        span: Span,
        wanted: Type,
        of: Option<Of<'_>>,
        found: &str,
    ) -> Diagnostic {
        let wanted = wanted.describe(&self.model);
        let message = match self.words(of) {
            Some(of) => format!("{of} is {wanted}, and this is {found}"),
            None => format!("{wanted} is wanted here, and this is {found}"),
        };
        Diagnostic::new(Code::WrongType, span, message)
    }

    fn wrong_literal<T>(
        &mut self,
        literal: &Literal,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<T> {
        let found = match literal {
            Literal::Amount(Amount { unit: None, .. }) => "a number",
            Literal::Amount(Amount {
                unit: Some(unit), ..
            }) => match unit.node {
                Unit::Currency(_) => "an amount of money",
                Unit::Time(_) => "a duration",
            },
            Literal::Text(_) => "text",
            Literal::Date(_) => "a date",
            Literal::Datetime(_) => "a date with a time",
            Literal::Boolean(_) => "`yes` or `no`",
        };
        let finding = self.mismatch(span, ty, of, found);
        let finding = match (literal, ty) {
            (Literal::Text(text), Type::Date | Type::Datetime) => {
                let finding = finding.help(DATE_HELP);
                match iso_date(text).is_some() || iso_datetime(text).is_some() {
                    true => finding.replace(span, text.trim().replace(' ', "T")),
                    false => finding,
                }
            }
            (Literal::Text(text), Type::Role | Type::Team) => finding
                .help("write its name, without quotes")
                .replace(span, text.clone()),
            (Literal::Text(_), Type::Boolean) => finding.help("write `yes` or `no`"),
            (Literal::Text(text), _) if ast_number(text) => finding
                .help("write the number without quotes")
                .replace(span, text.clone()),
            (Literal::Amount(_), Type::Date | Type::Datetime) => finding.help(
                "compare the age of the date, e.g. `since(…) <= 7 days`, or write a date such as \
                 `2026-07-01`",
            ),
            (Literal::Date(_) | Literal::Datetime(_), Type::Text) => {
                finding.help("declare the field as `date`, or put quotes around the text")
            }
            (Literal::Amount(amount), Type::Text) => finding
                .help("put quotes around it, or declare the field as a number")
                .replace(span, format!("\"{}\"", amount.written)),
            _ => finding.help(format!("write {} instead", ty.describe(&self.model))),
        };
        self.fail(finding)
    }
}

/// Whether a text is a plain number.
fn ast_number(text: &str) -> bool {
    crate::value::Number::parse(text).is_some()
}

fn shown(value: &Value) -> String {
    super::fields::number_of(value).map_or(String::new(), |number| number.to_string())
}

#[cfg(test)]
mod tests;
