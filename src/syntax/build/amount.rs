//! Amounts, dates, ranges, values.

use super::{Builder, name, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::ast::{
    Amount, CompareOp, Literal, Range, RangeEnd, TextTest, TimeUnit, Unit, ValueName,
};
use crate::syntax::grammar::{Node, Rule};
use crate::value::{DurationUnit, Number};

impl Builder<'_> {
    /// `60`, `-50k`, `14 days`, `+20 USD`.
    pub(crate) fn signed_amount(&mut self, node: &Node<'_>) -> Option<Spanned<Amount>> {
        let mut amount = self.amount(&node.find(Rule::amount)?)?.node;
        if node.find(Rule::minus).is_some() {
            amount.number = amount.number.checked_neg()?;
            amount.written = format!("-{}", amount.written);
        }
        Some(node.spanned(amount))
    }

    /// `60`, `50k`, `14 days`.
    pub(crate) fn amount(&mut self, node: &Node<'_>) -> Option<Spanned<Amount>> {
        let written = node.find(Rule::number)?;
        let number = self.number(&written)?;
        let unit = match node.find(Rule::unit) {
            Some(unit) => Some(unit_of(&unit)?),
            None => None,
        };
        Some(node.spanned(Amount {
            number,
            written: written.text().to_owned(),
            unit,
        }))
    }

    fn number(&mut self, node: &Node<'_>) -> Option<Number> {
        number_of(node.text()).or_else(|| {
            self.refuse(
                Diagnostic::new(
                    Code::Syntax,
                    node.span(),
                    format!("the number `{}` is too long", node.text()),
                )
                .help("numbers have at most eighteen digits before the point and six behind it"),
            )
        })
    }

    /// `2026-07-01` or `2026-07-01T09:00`.
    pub(crate) fn moment(&mut self, node: &Node<'_>) -> Option<Spanned<Literal>> {
        moment_of(node.text())
            .map(|literal| node.spanned(literal))
            .or_else(|| {
                self.refuse(
                    Diagnostic::new(
                        Code::Syntax,
                        node.span(),
                        format!("there is no such date as `{}`", node.text()),
                    )
                    .help("write year, month and day, as in `2026-07-01`"),
                )
            })
    }

    /// `50..2_000`, `50..<200`, `7..14 days`.
    pub(crate) fn range(&mut self, node: &Node<'_>) -> Option<Spanned<Range>> {
        let ends = node.find(Rule::ends)?;
        let unit = match node.find(Rule::unit) {
            Some(unit) => Some(unit_of(&unit)?),
            None => None,
        };
        let open = ends.find(Rule::open_end).is_some();
        let mut both = Vec::new();
        for end in ends
            .children()
            .filter(|child| child.rule() == Rule::range_end)
        {
            both.push(match moment_of(end.text()) {
                Some(moment) => RangeEnd::Literal(moment),
                None if end.text().starts_with(|c: char| c.is_ascii_lowercase()) => {
                    RangeEnd::Name(name(&end))
                }
                None => {
                    let number = self.number(&end)?;
                    let written = end.text().to_owned();
                    RangeEnd::Literal(Literal::Amount(Amount {
                        number,
                        written,
                        unit: unit.clone(),
                    }))
                }
            });
        }
        let is_number = |end: &RangeEnd| matches!(end, RangeEnd::Literal(Literal::Amount(_)));
        if let Some(unit) = unit.filter(|_| !both.iter().any(is_number)) {
            let message = "neither end of this range is a number, so no unit stands behind it";
            return self.refuse(
                Diagnostic::new(Code::Syntax, unit.span, message).help("leave the unit out"),
            );
        }
        let [low, high] = <[RangeEnd; 2]>::try_from(both).ok()?;
        Some(node.spanned(Range { low, high, open }))
    }

    /// A literal of one of the rules that make one.
    pub(crate) fn literal(&mut self, node: &Node<'_>) -> Option<Spanned<Literal>> {
        match node.rule() {
            Rule::moment => self.moment(node),
            Rule::amount => Some(node.spanned(Literal::Amount(self.amount(node)?.node))),
            Rule::signed_amount => {
                Some(node.spanned(Literal::Amount(self.signed_amount(node)?.node)))
            }
            Rule::text => Some(node.spanned(Literal::Text(quoted(node).node))),
            Rule::yes_no => Some(node.spanned(Literal::Boolean(is_yes(node)))),
            _ => None,
        }
    }
}

pub(crate) fn is_yes(node: &Node<'_>) -> bool {
    node.find(Rule::kw_yes)
        .or_else(|| node.find(Rule::slip_true))
        .is_some()
}

/// A value of an enumeration: a word, or a text.
pub(crate) fn value(node: &Node<'_>) -> Option<ValueName> {
    let child = node.child()?;
    Some(match child.rule() {
        Rule::text => ValueName {
            name: quoted(&child),
            quoted: true,
        },
        _ => ValueName {
            name: name(&child),
            quoted: false,
        },
    })
}

/// All values among the children.
pub(crate) fn values(node: &Node<'_>) -> Vec<ValueName> {
    node.children()
        .filter(|child| child.rule() == Rule::value)
        .filter_map(|child| value(&child))
        .collect()
}

pub(crate) fn compare_op(node: &Node<'_>) -> Option<CompareOp> {
    Some(match node.text() {
        "=" | "==" => CompareOp::Equal,
        "!=" => CompareOp::NotEqual,
        "<" => CompareOp::Less,
        "<=" => CompareOp::AtMost,
        ">" => CompareOp::Greater,
        ">=" => CompareOp::AtLeast,
        _ => return None,
    })
}

pub(crate) fn text_test(node: &Node<'_>) -> Option<TextTest> {
    Some(match node.child()?.rule() {
        Rule::kw_contains => TextTest::Contains,
        Rule::kw_mentions => TextTest::Mentions,
        Rule::kw_starts => TextTest::StartsWith,
        Rule::kw_ends => TextTest::EndsWith,
        Rule::kw_matches => TextTest::Matches,
        _ => return None,
    })
}

/// `20%` is 0.2, `50k` is 50 000, `_` between digits counts for nothing.
fn number_of(written: &str) -> Option<Number> {
    let (digits, factor) = match written.as_bytes().last()? {
        b'%' => (written.strip_suffix('%')?, Number::parse("0.01")?),
        b'k' => (written.strip_suffix('k')?, Number::from(1_000)),
        b'M' => (written.strip_suffix('M')?, Number::from(1_000_000)),
        _ => (written, Number::from(1)),
    };
    Number::parse(digits)?
        .checked_mul(factor)
        .filter(|number| number.places() <= 6)
}

fn unit_of(node: &Node<'_>) -> Option<Spanned<Unit>> {
    let child = node.child()?;
    let unit = match child.rule() {
        Rule::currency => Unit::Currency(child.text().to_owned()),
        _ => {
            let unit = match child.find(Rule::unit_word)?.child()?.rule() {
                Rule::kw_minute => DurationUnit::Minute,
                Rule::kw_hour => DurationUnit::Hour,
                Rule::kw_day => DurationUnit::Day,
                Rule::kw_week => DurationUnit::Week,
                _ => return None,
            };
            Unit::Time(TimeUnit {
                unit,
                business: child.find(Rule::kw_business).is_some(),
            })
        }
    };
    Some(node.spanned(unit))
}

fn moment_of(text: &str) -> Option<Literal> {
    match text.contains('T') {
        true => text.parse().ok().map(Literal::Datetime),
        false => crate::value::iso_date(text).map(Literal::Date),
    }
}

/// A literal as it may stand on the command line: `60`, `-5`, `14 days`, `2026-07-01`, `yes`, `"…"`.
/// A bare text is no literal.
pub(crate) fn literal_of(node: &Node<'_>, builder: &mut Builder<'_>) -> Option<Literal> {
    node.children()
        .find_map(|child| builder.literal(&child))
        .map(|literal| literal.node)
}
