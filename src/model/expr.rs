//! Conditions and values with names and types resolved.

use std::collections::BTreeSet;

use super::{DecisionId, DefineId, FieldId, ListId, ScoreId, Type};
use crate::source::Span;
use crate::syntax::ast::{CompareOp, HasQuantifier, Sign};
use crate::value::{Number, Pattern, Text, Value};

/// Something that is yes, no or unknown of a lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it asks.
    pub kind: ConditionKind,
    /// Where it stands.
    pub span: Span,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionKind {
    /// A boolean field, definition or decision, or `yes`/`no`.
    Holds(Operand),
    /// A comparison of two values of one kind; a date and a datetime compare by calendar day.
    Compare(Operand, CompareOp, Operand),
    /// `x in 5..10`
    Between {
        /// What is looked at.
        subject: Operand,
        /// The lower end, which belongs to it.
        low: Value,
        /// The upper end.
        high: Value,
        /// The upper end does not belong to it.
        open: bool,
    },
    /// The subject equals one of the values.
    OneOf(Operand, Vec<Value>),
    /// The subject's text is an entry of a list.
    InList(Operand, ListId),
    /// The subject's text meets one of the tests.
    Text(Operand, Vec<TextMatch>),
    /// The subject's set has one, any or all of the values.
    Has(Operand, HasQuantifier, BTreeSet<u32>),
    /// `is missing`: never unknown.
    IsMissing(Operand),
    /// `is known`: never unknown.
    IsKnown(Operand),
    /// `is empty`, of a set.
    IsEmpty(Operand),
    /// `not`
    Not(Box<Condition>),
    /// All of them; of none of them, yes.
    All(Vec<Condition>),
    /// One of them; of none of them, no.
    Any(Vec<Condition>),
    /// So many of them.
    AtLeast(u32, Vec<Condition>),
}

/// A test of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum TextMatch {
    /// It has this in it.
    Contains(Text),
    /// It has this in it as whole words.
    Mentions(Text),
    /// It starts with this.
    StartsWith(Text),
    /// It ends with this.
    EndsWith(Text),
    /// It is, as a whole, of this pattern.
    Matches(Pattern),
}

/// Something that has a value, or none, for a lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// What it is.
    pub kind: OperandKind,
    /// The type of its value.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// What an operand is.
#[derive(Debug, Clone, PartialEq)]
pub enum OperandKind {
    /// The same value for every lead.
    Constant(Value),
    /// No value for any lead: a decision's `none`.
    Nothing,
    /// A field of the lead.
    Field(FieldId),
    /// A definition.
    Define(DefineId),
    /// A score's total.
    Score(ScoreId),
    /// A decision's outcome.
    Decision(DecisionId),
    /// `a else b`: the first that is known.
    FirstKnown(Vec<Operand>),
    /// A sum of signed terms: numbers, money or durations; a date and durations; or, with a type of
    /// duration, one date or datetime less another.
    Sum(Vec<(Sign, Operand)>),
    /// A constant times a value.
    Scaled(Number, Box<Operand>),
    /// `since(x)`: the as-of instant less `x`; whole days of a date.
    Since(Box<Operand>),
    /// `until(x)`: `x` less the as-of instant; whole days of a date.
    Until(Box<Operand>),
    /// `domain(x)`: what stands behind the last `@`.
    Domain(Box<Operand>),
    /// A condition as a boolean value: missing where the condition is unknown.
    Truth(Box<Condition>),
}

impl Condition {
    /// The constants that it compares with, beside those that are operands.
    #[must_use]
    pub fn values(&self) -> Vec<&Value> {
        match &self.kind {
            ConditionKind::Between { low, high, .. } => vec![low, high],
            ConditionKind::OneOf(_, values) => values.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The values that it looks at itself, without those of its parts.
    #[must_use]
    pub fn operands(&self) -> Vec<&Operand> {
        match &self.kind {
            ConditionKind::Holds(of)
            | ConditionKind::Between { subject: of, .. }
            | ConditionKind::OneOf(of, _)
            | ConditionKind::InList(of, _)
            | ConditionKind::Text(of, _)
            | ConditionKind::Has(of, _, _)
            | ConditionKind::IsMissing(of)
            | ConditionKind::IsKnown(of)
            | ConditionKind::IsEmpty(of) => vec![of],
            ConditionKind::Compare(a, _, b) => vec![a, b],
            ConditionKind::Not(_)
            | ConditionKind::All(_)
            | ConditionKind::Any(_)
            | ConditionKind::AtLeast(_, _) => Vec::new(),
        }
    }

    /// The conditions that it is made of.
    #[must_use]
    pub fn parts(&self) -> &[Condition] {
        match &self.kind {
            ConditionKind::Not(part) => std::slice::from_ref(part),
            ConditionKind::All(parts)
            | ConditionKind::Any(parts)
            | ConditionKind::AtLeast(_, parts) => parts,
            ConditionKind::Holds(_)
            | ConditionKind::Compare(..)
            | ConditionKind::Between { .. }
            | ConditionKind::OneOf(..)
            | ConditionKind::InList(..)
            | ConditionKind::Text(..)
            | ConditionKind::Has(..)
            | ConditionKind::IsMissing(_)
            | ConditionKind::IsKnown(_)
            | ConditionKind::IsEmpty(_) => &[],
        }
    }
}
