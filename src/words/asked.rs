//! What a comparison asks for.

use super::{Phrase, Words};
use crate::model::{Condition, ConditionKind, Operand, OperandKind, TextMatch, Type};
use crate::syntax::ast::{CompareOp, HasQuantifier};
use crate::value::Value;

/// The most values of a list that are repeated where not all has to be told.
const MOST_VALUES: usize = 8;

/// What a comparison asks of its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What it asks, behind "is": "at least 200"; behind the verb where there is one.
    pub what: Phrase,
    /// The verb for one subject, such as "contains", and its plain form.
    pub verb: Option<(&'static str, &'static str)>,
    /// It asks for the opposite, of the verb.
    pub not: bool,
    /// Where it is so, the value alone says it.
    pub plain: bool,
}

impl Asked {
    fn be(what: impl Into<Phrase>) -> Asked {
        Asked {
            what: what.into(),
            verb: None,
            not: false,
            plain: false,
        }
    }

    fn plainly(what: impl Into<Phrase>) -> Asked {
        Asked {
            plain: true,
            ..Asked::be(what)
        }
    }

    fn verb(verb: (&'static str, &'static str), wanted: bool, what: Phrase) -> Asked {
        Asked {
            verb: Some(verb),
            not: !wanted,
            ..Asked::be(what)
        }
    }

    /// Behind "would have to": "be at least 200", "contain \"x\"".
    #[must_use]
    pub fn to_be(&self) -> String {
        let what = self.what.to_string();
        match (self.verb, self.not) {
            (None, _) => match what.strip_prefix("not ") {
                Some(what) => format!("not be {what}"),
                None => format!("be {what}"),
            },
            (Some((_, plain)), false) => format!("{plain} {what}"),
            (Some((_, plain)), true) => format!("not {plain} {what}"),
        }
    }

    /// Beside the value that meets it: "at least 200", "contains \"x\"".
    #[must_use]
    pub fn met(&self) -> Phrase {
        let what = self.what.clone();
        match (self.verb, self.not) {
            (None, _) => what,
            (Some((one, _)), false) => Phrase::from(one) + " " + what,
            (Some((_, plain)), true) => Phrase::from("does not ") + plain + " " + what,
        }
    }
}

/// The value that a comparison is about, and the one that it is held against, if that has one of its
/// own; they change places where the first is a constant.
#[must_use]
pub(super) fn sides(condition: &Condition) -> (Option<&Operand>, Option<&Operand>) {
    let operands = condition.operands();
    let (first, second) = (operands.first().copied(), operands.get(1).copied());
    match is_turned(condition) {
        true => (second, first),
        false => (first, second),
    }
}

/// Whether a comparison has its constant before its sign.
fn is_turned(condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::Compare(first, _, _) => matches!(first.kind, OperandKind::Constant(_)),
        _ => false,
    }
}

impl Words<'_> {
    /// What a comparison asks for, or, where it is not `wanted`, its opposite. `against` tells what
    /// the subject is held against, where it is held against another value.
    #[must_use]
    pub fn asked(
        &self,
        condition: &Condition,
        wanted: bool,
        against: impl FnOnce(&Operand) -> Phrase,
    ) -> Asked {
        match &condition.kind {
            ConditionKind::Holds(_) => Asked::plainly(if wanted { "yes" } else { "no" }),
            ConditionKind::Compare(_, op, _) => {
                let op = if is_turned(condition) {
                    op.turned()
                } else {
                    *op
                };
                let op = if wanted { op } else { op.opposite() };
                compared(sides(condition), op, against)
            }
            ConditionKind::Between {
                subject,
                low,
                high,
                open,
            } => Asked::be(self.range(subject, (low, high, *open), wanted)),
            ConditionKind::OneOf(subject, values) => {
                self.one_of(values.iter().map(|it| self.value(it, subject.ty)), wanted)
            }
            ConditionKind::InList(_, id) => {
                let list = self.model.lists.get(*id);
                let name = list.map_or(Phrase::default(), |list| self.named(&list.named));
                let is = if wanted { "in" } else { "not in" };
                Asked::be(Phrase::from(is) + " the list " + name)
            }
            ConditionKind::Text(_, matches) => self.text_asked(matches, wanted),
            ConditionKind::Has(subject, quantifier, members) => {
                let names = members.iter().map(|at| Value::Choice(*at));
                let ty = match subject.ty {
                    Type::Several(id) => Type::Choice(id),
                    ty => ty,
                };
                let names: Vec<Phrase> = names.map(|it| self.value(&it, ty)).collect();
                let last = match quantifier {
                    HasQuantifier::All => "and",
                    HasQuantifier::One | HasQuantifier::Any => "or",
                };
                Asked::verb(("has", "have"), wanted, self.list(names, last))
            }
            ConditionKind::IsMissing(_) | ConditionKind::IsKnown(_) => {
                let missing = matches!(condition.kind, ConditionKind::IsMissing(_)) == wanted;
                Asked::plainly(if missing { "missing" } else { "known" })
            }
            ConditionKind::IsEmpty(_) => match wanted {
                true => Asked::plainly("empty"),
                false => Asked::be("not empty"),
            },
            // Comparisons only: what is made of others is taken apart before.
            ConditionKind::Not(_)
            | ConditionKind::All(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(..) => {
                let words = Phrase::word(&self.text(condition.span));
                let is = if wanted { "yes" } else { "no" };
                Asked::be(Phrase::from("so that ") + words + " is " + is)
            }
        }
    }

    fn range(
        &self,
        of: &Operand,
        (low, high, open): (&Value, &Value, bool),
        wanted: bool,
    ) -> String {
        let value = |value| self.value(value, of.ty).to_string();
        let (low, high) = (value(low), value(high));
        let low = match wanted && !open {
            true => without_unit(&low, &high).unwrap_or(low),
            false => low,
        };
        match (wanted, open) {
            (true, false) => format!("{low} to {high}"),
            (true, true) => format!("at least {low} and less than {high}"),
            (false, false) => format!("less than {low} or more than {high}"),
            (false, true) => format!("less than {low}, or {high} or more"),
        }
    }

    fn one_of(&self, values: impl Iterator<Item = Phrase>, wanted: bool) -> Asked {
        let values = self.list(values.collect(), "or");
        match wanted {
            true => Asked::plainly(values),
            false => Asked::be(Phrase::from("other than ") + values),
        }
    }

    fn text_asked(&self, matches: &[TextMatch], wanted: bool) -> Asked {
        let verb = match matches.first() {
            Some(TextMatch::Mentions(_)) => ("mentions", "mention"),
            Some(TextMatch::StartsWith(_)) => ("starts with", "start with"),
            Some(TextMatch::EndsWith(_)) => ("ends with", "end with"),
            Some(TextMatch::Matches(_)) => ("matches", "match"),
            Some(TextMatch::Contains(_)) | None => ("contains", "contain"),
        };
        let texts = matches.iter().map(|it| match it {
            TextMatch::Contains(text)
            | TextMatch::Mentions(text)
            | TextMatch::StartsWith(text)
            | TextMatch::EndsWith(text) => format!("\"{}\"", text.raw()).into(),
            TextMatch::Matches(pattern) => format!("\"{}\"", pattern.source()).into(),
        });
        Asked::verb(verb, wanted, self.list(texts.collect(), "or"))
    }

    fn list(&self, mut values: Vec<Phrase>, last: &str) -> Phrase {
        if values.len() > MOST_VALUES && !self.page {
            let more = values.len() - MOST_VALUES + 1;
            values.truncate(MOST_VALUES - 1);
            values.push(format!("{more} more").into());
        }
        Phrase::listed(values, last)
    }
}

/// What a comparison asks for whose sides and sign stand as they are told.
fn compared(
    (subject, against): (Option<&Operand>, Option<&Operand>),
    op: CompareOp,
    told: impl FnOnce(&Operand) -> Phrase,
) -> Asked {
    let Some(against) = against else {
        return Asked::be("");
    };
    let other = told(against);
    let ty = subject.map_or(against.ty, |subject| subject.ty);
    let is_date = matches!(ty, Type::Date | Type::Datetime);
    let is_constant = matches!(against.kind, OperandKind::Constant(_));
    let what = match op {
        CompareOp::Equal if is_constant => return Asked::plainly(other),
        CompareOp::Equal => "the same as ",
        CompareOp::NotEqual => "other than ",
        CompareOp::Less if is_date => "before ",
        CompareOp::AtMost if is_date => "on or before ",
        CompareOp::Greater if is_date => "after ",
        CompareOp::AtLeast if is_date => "on or after ",
        CompareOp::Less => "less than ",
        CompareOp::AtMost => "at most ",
        CompareOp::Greater => "more than ",
        CompareOp::AtLeast => "at least ",
    };
    Asked::be(Phrase::from(what) + other)
}

/// The lower end of a range without its unit, where the upper end has the same: "0 to 7 days".
fn without_unit(low: &str, high: &str) -> Option<String> {
    let (number, unit) = low.split_once(' ')?;
    let (_, other) = high.split_once(' ')?;
    let is_same = unit == other || format!("{unit}s") == other;
    is_same.then(|| number.to_owned())
}
