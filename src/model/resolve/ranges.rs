//! Ranges, and definitions of plain values at their ends and in tables.

use std::cmp::Ordering;

use super::context::Resolver;
use super::fields::number_of;
use super::names::Declared;
use super::operands::Of;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ConditionKind, Operand, Type};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{CompareOp, Name, Range, RangeEnd};
use crate::value::Value;

impl Resolver<'_> {
    /// `x in 5..10`, `x in mql_bar..100`
    pub(super) fn between(
        &mut self,
        subject: &Operand,
        range: &Range,
        span: Span,
    ) -> Option<ConditionKind> {
        let of = Some(Of::Operand(subject));
        let low = self.end_for(subject, &range.low, span, of)?;
        let high = self.end_for(subject, &range.high, span, of)?;
        self.some_lies_between(&low, &high, range, span, subject.ty, of)?;
        Some(ConditionKind::Between {
            subject: subject.clone(),
            low,
            high,
            open: range.open,
        })
    }

    fn end_for(
        &mut self,
        subject: &Operand,
        end: &RangeEnd,
        span: Span,
        of: Option<Of<'_>>,
    ) -> Option<Value> {
        match end {
            RangeEnd::Literal(literal) => self.condition_value(literal, span, subject.ty, of),
            RangeEnd::Name(_) if !is_measured(subject.ty) => self.no_range(span, subject.ty, of),
            RangeEnd::Name(name) => {
                let bar = self.bar(&name.node, name.span)?;
                self.comparable(subject, &Spanned::new(CompareOp::AtLeast, name.span), &bar)?;
                self.constant_of(&bar)
            }
        }
    }

    /// Both ends of a range of values of type `ty` that is written out.
    pub(super) fn range(
        &mut self,
        range: &Range,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<(Value, Value)> {
        let mut end = |end: &RangeEnd| match end {
            RangeEnd::Literal(literal) => self.condition_value(literal, span, ty, of),
            RangeEnd::Name(name) => self.no_name_here(name),
        };
        let (low, high) = (end(&range.low)?, end(&range.high)?);
        self.some_lies_between(&low, &high, range, span, ty, of)?;
        Some((low, high))
    }

    /// A definition of one value for all leads, for where a table or a range wants a value.
    pub(super) fn bar(&mut self, name: &str, span: Span) -> Option<Operand> {
        let declared = match self.names.get(name) {
            Some(declared) if declared.has_value() => declared,
            _ => {
                let wanted = |declared| matches!(declared, Declared::Define(_));
                return self.unknown_name(name, span, "definition", wanted);
            }
        };
        let operand = self.read(declared, span)?;
        if self.constant_of(&operand).is_some() {
            return Some(operand);
        }
        let message = match declared {
            Declared::Define(_) => format!("`{name}` is worked out for each lead"),
            other => format!("`{name}` is a {}", other.kind()),
        };
        let message = format!("{message}, and one value for all is wanted here");
        let mut finding = Diagnostic::new(Code::WrongType, span, message)
            .help("write the value, or name a definition of one, such as `define bar = 60`");
        if let Some(place) = self.names.span(name) {
            finding = finding.label(place, "declared here");
        }
        self.fail(finding)
    }

    fn no_name_here<T>(&mut self, name: &Name) -> Option<T> {
        let message = format!("this range is written out, and `{}` is a name", name.node);
        self.fail(
            Diagnostic::new(Code::WrongType, name.span, message)
                .help("write the number; conditions and tables may name definitions in ranges"),
        )
    }

    fn no_range<T>(&mut self, span: Span, ty: Type, of: Option<Of<'_>>) -> Option<T> {
        let finding = self.mismatch(span, ty, of, "a range");
        self.fail(finding.help("write the values one by one, in `in { … }`"))
    }

    /// Refuses a range that nothing lies in.
    fn some_lies_between(
        &mut self,
        low: &Value,
        high: &Value,
        range: &Range,
        span: Span,
        ty: Type,
        of: Option<Of<'_>>,
    ) -> Option<()> {
        let order = match (low, high) {
            (Value::Date(day), Value::Datetime(at)) => Some(day.cmp(&self.model.zone.date(*at))),
            (Value::Datetime(at), Value::Date(day)) => Some(self.model.zone.date(*at).cmp(day)),
            _ => low.compare(high),
        };
        let Some(order) = order else {
            return self.no_range(span, ty, of);
        };
        if order == Ordering::Less || order == Ordering::Equal && !range.open {
            return Some(());
        }
        let finding = Diagnostic::new(Code::EmptyRange, span, "nothing lies in this range");
        let named = [&range.low, &range.high]
            .into_iter()
            .any(|end| matches!(end, RangeEnd::Name(_)));
        if let (true, Some(low), Some(high)) = (named, number_of(low), number_of(high)) {
            return self.fail(
                finding
                    .here(format!("it runs from {low} to {high}"))
                    .help("change the definition that it names, or the other end"),
            );
        }
        if order == Ordering::Greater {
            return self.fail(
                finding
                    .here("its upper end is not above its lower end")
                    .help("write the smaller end first"),
            );
        }
        let whole = self.sources.slice(span).replacen("..<", "..", 1);
        self.fail(
            finding
                .here("`..<` leaves the upper end out")
                .help(format!("write `{whole}` for this one value"))
                .replace(span, whole),
        )
    }
}

/// Whether values of a type are amounts or moments, which ranges have at their ends.
fn is_measured(ty: Type) -> bool {
    use Type::{Date, Datetime, Duration, Integer, Money, Number};
    matches!(ty, Integer | Number | Money(_) | Date | Datetime | Duration)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::model::resolve::testing::{codes, resolved};

    fn with(cell: &str) -> String {
        format!(
            "policy \"p\" {{}} lead {{ a: text key  n: integer  d: date  m: money USD  \
             c: one of x < y }}\n\
             define bar = 60\ndefine top = 90\ndefine month = 30 days\ndefine far = n + 1\n\
             define big = 10k USD\ndefine start = 2026-01-01\n\
             must all_read: n in bar..top or n < far or since(d) > month or m > big or d > start \
             or c is known\n\
             decision k: boolean {{ table {cell} => yes  otherwise => no }} }}"
        )
    }

    #[test]
    fn definitions_stand_for_values_in_tables() {
        for cell in [
            "n { bar..top",
            "n { 0..<bar",
            "n { >= bar",
            "n { none of < bar",
            "n { = bar, top..100",
            "since(d) { 0..month days",
            "since(d) { > month",
            "m { 0..big USD",
            "d { start..2026-12-31",
            "c { >= y",
        ] {
            assert_eq!(codes(&with(cell)), [], "{cell}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (cell, code) in [
            ("n { top..bar", Code::EmptyRange),
            ("n { bar..<60", Code::EmptyRange),
            ("n { bar..far", Code::WrongType),
            ("n { >= far", Code::WrongType),
            ("n { n..100", Code::WrongType),
            ("n { barr..100", Code::UnknownName),
            ("n { > barr", Code::UnknownName),
            ("n { 0..month", Code::WrongUnit),
            ("m { >= bar", Code::WrongUnit),
            ("c { x..y", Code::WrongType),
            ("n { bar..top days", Code::Syntax),
        ] {
            assert_eq!(codes(&with(cell)), [code], "{cell}");
        }
    }

    #[test]
    fn ranges_of_fields_and_scores_are_written_out() {
        let field = "policy \"p\" {} define bar = 6\nlead { a: text key  n: integer 0..bar }\n\
                     must k: n > bar";
        assert_eq!(codes(field), [Code::WrongType]);
        let score = "policy \"p\" {} define bar = 6\nlead { a: text key  n: integer }\n\
                     score s 0..bar { +1 when n > bar }";
        assert_eq!(codes(score), [Code::WrongType]);
    }

    #[test]
    fn who_names_a_definition_reads_it() {
        let (model, found) = resolved(
            "policy \"p\" {} lead { a: text key  n: integer }\ndefine bar = 6\n\
             decision k: boolean { table n { bar..10 => yes  otherwise => no } }",
        );
        assert_eq!((found.len(), model.order.len()), (0, 2));
    }
}
