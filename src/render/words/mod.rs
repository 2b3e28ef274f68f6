//! What was seen of a lead, in the words of its policy.
//!
//! | file | purpose |
//! | --- | --- |
//! | `asked` | what a comparison asks for, with the values that it saw |
//! | `condition` | what was seen, and what it would have to be |
//! | `journey` | why moves are open or not, and the arithmetic of deadlines |
//! | `points` | what the lines of a score give, and why |
//! | `rule` | what a rule says, what a definition stands for |

mod asked;
mod condition;
mod journey;
mod points;
mod rule;

pub(super) use journey::move_name;
pub(super) use rule::rule_name;

pub(super) use crate::words::{Words, signed};

use crate::eval::Found;
use crate::eval::trace::OperandTrace;
use crate::eval::{Cause, ScoreProblem};
use crate::model::{DefineId, Node, OperandKind};

impl Words<'_> {
    /// What something is: "is 12", "is missing".
    pub(super) fn is(&self, trace: &OperandTrace<'_>) -> String {
        match (&trace.value, &trace.operand.kind) {
            (Found::Stopped, OperandKind::Field(_)) => "has no value that can be used".to_owned(),
            (Found::Stopped, OperandKind::Decision(_)) => "is not decided".to_owned(),
            (Found::Stopped, OperandKind::Score(_)) => "has no total".to_owned(),
            (Found::Stopped, _) => "cannot be worked out".to_owned(),
            (Found::Missing, OperandKind::Define(id)) if self.is_condition(*id) => {
                "cannot be told".to_owned()
            }
            (Found::Known(_) | Found::Missing, _) => format!("is {}", self.found(trace)),
        }
    }

    /// Whether a definition names a condition, which may be unknown, and not a value.
    fn is_condition(&self, id: DefineId) -> bool {
        let define = self.model.defines.get(id);
        define.is_some_and(|it| matches!(it.value.kind, OperandKind::Truth(_)))
    }

    /// A value, or that there is none: "12", "missing".
    pub(super) fn found(&self, trace: &OperandTrace<'_>) -> String {
        match &trace.value {
            Found::Known(value) => self.value(value, trace.operand.ty).to_string(),
            Found::Missing => "missing".to_owned(),
            Found::Stopped => "no value that can be used".to_owned(),
        }
    }

    /// What stops something, in a few words.
    pub(super) fn cause(&self, cause: Cause) -> String {
        match cause {
            Cause::Field(id) => {
                let field = self.model.fields.get(id);
                let name =
                    field.map_or(String::new(), |field| self.named(&field.named).to_string());
                format!("{name} has no value that can be used")
            }
            Cause::Node(node @ Node::Score(_)) => format!("{} has no total", self.node(node)),
            Cause::Node(node) => format!("{} is not decided", self.node(node)),
            Cause::Overflow(span) => format!("`{}` is too large to work with", self.text(span)),
        }
    }
}

/// The most important of a score's problems, in words.
pub(super) fn score_problem(problems: &[ScoreProblem]) -> &'static str {
    match problems.first() {
        Some(ScoreProblem::Conflict { .. }) => "rows of a table disagree",
        _ => "a table gives no points",
    }
}
