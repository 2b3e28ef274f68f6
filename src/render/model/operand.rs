//! Values of a lead, as trees.

use serde::Serialize;

use super::condition::ConditionReport;
use super::schema::TypeReport;
use super::value::ValueReport;
use super::{Context, name_of};
use crate::model::{Operand, OperandKind};
use crate::syntax::ast::Sign;

/// A value of a lead. A type is told where it does not follow from a name or a constant.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum OperandReport<'a> {
    Constant {
        value: ValueReport<'a>,
    },
    Nothing,
    Field {
        name: &'a str,
    },
    Define {
        name: &'a str,
    },
    Score {
        name: &'a str,
    },
    Decision {
        name: &'a str,
    },
    FirstKnown {
        r#type: TypeReport,
        of: Vec<OperandReport<'a>>,
    },
    Sum {
        r#type: TypeReport,
        terms: Vec<TermReport<'a>>,
    },
    Scaled {
        r#type: TypeReport,
        factor: String,
        of: Box<OperandReport<'a>>,
    },
    Since {
        of: Box<OperandReport<'a>>,
    },
    Until {
        of: Box<OperandReport<'a>>,
    },
    Domain {
        of: Box<OperandReport<'a>>,
    },
    Truth {
        condition: Box<ConditionReport<'a>>,
    },
}

#[derive(Debug, Serialize)]
pub(super) struct TermReport<'a> {
    sign: &'static str,
    of: OperandReport<'a>,
}

impl<'a> Context<'a> {
    /// A value and all that it is made of, names unfollowed.
    pub(super) fn operand(self, operand: &'a Operand) -> OperandReport<'a> {
        let model = self.model;
        let boxed = |of: &'a Operand| Box::new(self.operand(of));
        let ty = || TypeReport::of(operand.ty);
        match &operand.kind {
            OperandKind::Constant(value) => OperandReport::Constant {
                value: self.value(value, operand.ty),
            },
            OperandKind::Nothing => OperandReport::Nothing,
            OperandKind::Field(id) => OperandReport::Field {
                name: name_of(model.fields.get(*id).map(|it| &it.named)),
            },
            OperandKind::Define(id) => OperandReport::Define {
                name: name_of(model.defines.get(*id).map(|it| &it.named)),
            },
            OperandKind::Score(id) => OperandReport::Score {
                name: name_of(model.scores.get(*id).map(|it| &it.named)),
            },
            OperandKind::Decision(id) => OperandReport::Decision {
                name: name_of(model.decisions.get(*id).map(|it| &it.named)),
            },
            OperandKind::FirstKnown(parts) => OperandReport::FirstKnown {
                r#type: ty(),
                of: parts.iter().map(|part| self.operand(part)).collect(),
            },
            OperandKind::Sum(terms) => OperandReport::Sum {
                r#type: ty(),
                terms: terms.iter().map(|term| self.term(term)).collect(),
            },
            OperandKind::Scaled(factor, of) => OperandReport::Scaled {
                r#type: ty(),
                factor: factor.to_string(),
                of: boxed(of),
            },
            OperandKind::Since(of) => OperandReport::Since { of: boxed(of) },
            OperandKind::Until(of) => OperandReport::Until { of: boxed(of) },
            OperandKind::Domain(of) => OperandReport::Domain { of: boxed(of) },
            OperandKind::Truth(condition) => OperandReport::Truth {
                condition: Box::new(self.condition(condition)),
            },
        }
    }
    fn term(self, (sign, of): &'a (Sign, Operand)) -> TermReport<'a> {
        TermReport {
            sign: match sign {
                Sign::Plus => "+",
                Sign::Minus => "-",
            },
            of: self.operand(of),
        }
    }
}
