//! What a comparison asks for.

use super::Words;
use crate::eval::trace::OperandTrace;
use crate::model::{ConditionKind, Operand, OperandKind, TextMatch, Type};
use crate::syntax::ast::{CompareOp, HasQuantifier};
use crate::value::{Value, joined};
use crate::why::Fact;

/// The most values of a list that are repeated.
const MOST_VALUES: usize = 8;

/// What a comparison asks of its subject.
pub(super) struct Asked {
    /// What it asks, behind "is": "at least 200"; behind the verb where there is one.
    pub(super) what: String,
    /// The verb for one subject, such as "contains", and its plain form.
    pub(super) verb: Option<(&'static str, &'static str)>,
    /// It asks for the opposite, of the verb.
    pub(super) not: bool,
    /// Where it is so, the value alone says it.
    pub(super) plain: bool,
}

impl Asked {
    fn be(what: impl Into<String>) -> Asked {
        Asked {
            what: what.into(),
            verb: None,
            not: false,
            plain: false,
        }
    }

    fn plainly(what: impl Into<String>) -> Asked {
        Asked {
            plain: true,
            ..Asked::be(what)
        }
    }

    fn verb(verb: (&'static str, &'static str), wanted: bool, what: String) -> Asked {
        Asked {
            verb: Some(verb),
            not: !wanted,
            ..Asked::be(what)
        }
    }

    /// Behind "would have to": "be at least 200", "contain \"x\"".
    pub(super) fn to_be(&self) -> String {
        match (self.verb, self.not) {
            (None, _) => match self.what.strip_prefix("not ") {
                Some(what) => format!("not be {what}"),
                None => format!("be {}", self.what),
            },
            (Some((_, plain)), false) => format!("{plain} {}", self.what),
            (Some((_, plain)), true) => format!("not {plain} {}", self.what),
        }
    }

    /// Beside the value that meets it: "at least 200", "contains \"x\"".
    pub(super) fn met(&self) -> String {
        match (self.verb, self.not) {
            (None, _) => self.what.clone(),
            (Some((one, _)), false) => format!("{one} {}", self.what),
            (Some((_, plain)), true) => format!("does not {plain} {}", self.what),
        }
    }
}

/// The value that a comparison is about, and the one that it is held against, if that has one of
/// its own.
pub(super) fn sides<'f, 'm>(
    fact: &'f Fact<'m>,
) -> (
    Option<&'f OperandTrace<'m>>,
    Option<&'f OperandTrace<'m>>,
    bool,
) {
    let (first, second) = (fact.saw.first(), fact.saw.get(1));
    let is_constant = |trace: Option<&OperandTrace<'_>>| {
        trace.is_some_and(|it| matches!(it.operand.kind, OperandKind::Constant(_)))
    };
    match is_constant(first) && second.is_some() {
        true => (second, first, true),
        false => (first, second, false),
    }
}

impl Words<'_> {
    /// What a comparison asks for.
    pub(super) fn asked(&self, fact: &Fact<'_>) -> Asked {
        let wanted = fact.wanted;
        match &fact.condition.kind {
            ConditionKind::Holds(_) => Asked::plainly(if wanted { "yes" } else { "no" }),
            ConditionKind::Compare(_, op, _) => self.compared(fact, *op),
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
                let name = list.map_or(String::new(), |list| self.named(&list.named));
                let is = if wanted { "in" } else { "not in" };
                Asked::be(format!("{is} the list {name}"))
            }
            ConditionKind::Text(_, matches) => text(matches, wanted),
            ConditionKind::Has(subject, quantifier, members) => {
                let names = members.iter().map(|at| Value::Choice(*at));
                let ty = match subject.ty {
                    Type::Several(id) => Type::Choice(id),
                    ty => ty,
                };
                let names: Vec<String> = names.map(|it| self.value(&it, ty)).collect();
                let last = match quantifier {
                    HasQuantifier::All => "and",
                    HasQuantifier::One | HasQuantifier::Any => "or",
                };
                Asked::verb(("has", "have"), wanted, list(names, last))
            }
            ConditionKind::IsMissing(_) | ConditionKind::IsKnown(_) => {
                let missing = matches!(fact.condition.kind, ConditionKind::IsMissing(_)) == wanted;
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
                let words = self.text(fact.condition.span);
                Asked::be(format!(
                    "so that `{words}` is {}",
                    if wanted { "yes" } else { "no" }
                ))
            }
        }
    }

    fn compared(&self, fact: &Fact<'_>, op: CompareOp) -> Asked {
        let (subject, against, turned) = sides(fact);
        let op = if turned { op.turned() } else { op };
        let op = if fact.wanted { op } else { op.opposite() };
        let Some(against) = against else {
            return Asked::be("");
        };
        let other = self.limit(against);
        let ty = subject.map_or(against.operand.ty, |subject| subject.operand.ty);
        let is_date = matches!(ty, Type::Date | Type::Datetime);
        let is_constant = matches!(against.operand.kind, OperandKind::Constant(_));
        match op {
            CompareOp::Equal if is_constant => Asked::plainly(other),
            CompareOp::Equal => Asked::be(format!("the same as {other}")),
            CompareOp::NotEqual => Asked::be(format!("other than {other}")),
            CompareOp::Less if is_date => Asked::be(format!("before {other}")),
            CompareOp::AtMost if is_date => Asked::be(format!("on or before {other}")),
            CompareOp::Greater if is_date => Asked::be(format!("after {other}")),
            CompareOp::AtLeast if is_date => Asked::be(format!("on or after {other}")),
            CompareOp::Less => Asked::be(format!("less than {other}")),
            CompareOp::AtMost => Asked::be(format!("at most {other}")),
            CompareOp::Greater => Asked::be(format!("more than {other}")),
            CompareOp::AtLeast => Asked::be(format!("at least {other}")),
        }
    }

    /// What something is held against: its value, and its name where it has one.
    fn limit(&self, trace: &OperandTrace<'_>) -> String {
        let value = self.found(trace);
        match &trace.operand.kind {
            OperandKind::Constant(_) => value,
            OperandKind::Define(id) if self.is_constant(*id) => {
                format!("{value}, the {}", self.operand(trace.operand))
            }
            _ => format!("{}, which is {value}", self.operand(trace.operand)),
        }
    }

    fn is_constant(&self, id: crate::model::DefineId) -> bool {
        let define = self.model.defines.get(id);
        define.is_some_and(|it| matches!(it.value.kind, OperandKind::Constant(_)))
    }

    fn range(
        &self,
        of: &Operand,
        (low, high, open): (&Value, &Value, bool),
        wanted: bool,
    ) -> String {
        let (low, high) = (self.value(low, of.ty), self.value(high, of.ty));
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

    fn one_of(&self, values: impl Iterator<Item = String>, wanted: bool) -> Asked {
        let values: Vec<String> = values.collect();
        match wanted {
            true => Asked::plainly(list(values, "or")),
            false => Asked::be(format!("other than {}", list(values, "or"))),
        }
    }
}

/// The lower end of a range without its unit, where the upper end has the same: "0 to 7 days".
fn without_unit(low: &str, high: &str) -> Option<String> {
    let (number, unit) = low.split_once(' ')?;
    let (_, other) = high.split_once(' ')?;
    let is_same = unit == other || format!("{unit}s") == other;
    is_same.then(|| number.to_owned())
}

fn text(matches: &[TextMatch], wanted: bool) -> Asked {
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
        | TextMatch::EndsWith(text) => format!("\"{}\"", text.raw()),
        TextMatch::Matches(pattern) => format!("\"{}\"", pattern.source()),
    });
    Asked::verb(verb, wanted, list(texts.collect(), "or"))
}

fn list(mut values: Vec<String>, last: &str) -> String {
    if values.len() > MOST_VALUES {
        let more = values.len() - MOST_VALUES + 1;
        values.truncate(MOST_VALUES - 1);
        values.push(format!("{more} more"));
    }
    joined(&values, last)
}
