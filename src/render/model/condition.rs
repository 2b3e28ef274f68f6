//! Conditions, as trees.

use serde::Serialize;

use super::operand::OperandReport;
use super::value::ValueReport;
use super::{Context, name_of};
use crate::model::{Condition, ConditionKind, Operand, TextMatch};
use crate::syntax::ast::HasQuantifier;

/// Something that is yes, no or unknown of a lead.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ConditionReport<'a> {
    Holds {
        of: OperandReport<'a>,
    },
    Compare {
        left: OperandReport<'a>,
        op: &'static str,
        right: OperandReport<'a>,
    },
    Between {
        of: OperandReport<'a>,
        low: ValueReport<'a>,
        high: ValueReport<'a>,
        high_included: bool,
    },
    OneOf {
        of: OperandReport<'a>,
        values: Vec<ValueReport<'a>>,
    },
    InList {
        of: OperandReport<'a>,
        list: &'a str,
    },
    Text {
        of: OperandReport<'a>,
        any_of: Vec<TextTestReport<'a>>,
    },
    Has {
        of: OperandReport<'a>,
        quantifier: &'static str,
        values: Vec<&'a str>,
    },
    IsMissing {
        of: OperandReport<'a>,
    },
    IsKnown {
        of: OperandReport<'a>,
    },
    IsEmpty {
        of: OperandReport<'a>,
    },
    Not {
        of: Box<ConditionReport<'a>>,
    },
    All {
        of: Vec<ConditionReport<'a>>,
    },
    Any {
        of: Vec<ConditionReport<'a>>,
    },
    AtLeast {
        count: u32,
        of: Vec<ConditionReport<'a>>,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct TextTestReport<'a> {
    test: &'static str,
    text: &'a str,
}

impl<'a> Context<'a> {
    /// A condition that may be left out.
    pub(super) fn optional(self, condition: Option<&'a Condition>) -> Option<ConditionReport<'a>> {
        condition.map(|condition| self.condition(condition))
    }

    /// A condition and all that it is made of, names unfollowed.
    pub(super) fn condition(self, condition: &'a Condition) -> ConditionReport<'a> {
        match &condition.kind {
            ConditionKind::Not(part) => ConditionReport::Not {
                of: Box::new(self.condition(part)),
            },
            ConditionKind::All(parts) => ConditionReport::All {
                of: self.conditions(parts),
            },
            ConditionKind::Any(parts) => ConditionReport::Any {
                of: self.conditions(parts),
            },
            ConditionKind::AtLeast(count, parts) => ConditionReport::AtLeast {
                count: *count,
                of: self.conditions(parts),
            },
            ConditionKind::Compare(left, op, right) => ConditionReport::Compare {
                left: self.operand(left),
                op: op.as_str(),
                right: self.operand(right),
            },
            ConditionKind::Holds(of)
            | ConditionKind::Between { subject: of, .. }
            | ConditionKind::OneOf(of, _)
            | ConditionKind::InList(of, _)
            | ConditionKind::Text(of, _)
            | ConditionKind::Has(of, _, _)
            | ConditionKind::IsMissing(of)
            | ConditionKind::IsKnown(of)
            | ConditionKind::IsEmpty(of) => self.test(condition, of),
        }
    }

    /// A condition that looks at one value.
    fn test(self, condition: &'a Condition, subject: &'a Operand) -> ConditionReport<'a> {
        let (of, ty) = (self.operand(subject), subject.ty);
        match &condition.kind {
            ConditionKind::Between {
                low, high, open, ..
            } => ConditionReport::Between {
                of,
                low: self.value(low, ty),
                high: self.value(high, ty),
                high_included: !open,
            },
            ConditionKind::OneOf(_, values) => ConditionReport::OneOf {
                of,
                values: values.iter().map(|value| self.value(value, ty)).collect(),
            },
            ConditionKind::InList(_, list) => ConditionReport::InList {
                of,
                list: name_of(self.model.lists.get(*list).map(|list| &list.named)),
            },
            ConditionKind::Text(_, tests) => ConditionReport::Text {
                of,
                any_of: tests.iter().map(text_test).collect(),
            },
            ConditionKind::Has(_, quantifier, values) => ConditionReport::Has {
                of,
                quantifier: match quantifier {
                    // `has api` asks for any of one value.
                    HasQuantifier::One | HasQuantifier::Any => "any",
                    HasQuantifier::All => "all",
                },
                values: self.names(ty, values),
            },
            ConditionKind::IsMissing(_) => ConditionReport::IsMissing { of },
            ConditionKind::IsKnown(_) => ConditionReport::IsKnown { of },
            ConditionKind::IsEmpty(_) => ConditionReport::IsEmpty { of },
            // All others look at a boolean, or are told above.
            _ => ConditionReport::Holds { of },
        }
    }

    fn conditions(self, parts: &'a [Condition]) -> Vec<ConditionReport<'a>> {
        parts.iter().map(|part| self.condition(part)).collect()
    }
}

fn text_test(test: &TextMatch) -> TextTestReport<'_> {
    let (test, text) = match test {
        TextMatch::Contains(text) => ("contains", text.raw()),
        TextMatch::Mentions(text) => ("mentions", text.raw()),
        TextMatch::StartsWith(text) => ("starts_with", text.raw()),
        TextMatch::EndsWith(text) => ("ends_with", text.raw()),
        TextMatch::Matches(pattern) => ("matches", pattern.source()),
    };
    TextTestReport { test, text }
}
