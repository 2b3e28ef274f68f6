//! What declarations say, as the handbook would.

use std::fmt::Write;

use crate::model::{Condition, Define, Forbid, Must, OperandKind, Rule};
use crate::words::{Words, capitalised};

/// What a definition stands for.
pub(super) fn define(words: &Words<'_>, define: &Define) -> String {
    let ty = capitalised(&define.value.ty.describe(words.model));
    match &define.value.kind {
        OperandKind::Truth(condition) => format!("Yes where {}.", words.condition(condition)),
        OperandKind::Constant(_) => format!("{ty}."),
        _ => format!("{ty}: {}.", words.subject(&define.value)),
    }
}

/// What a rule of a decision says, and why.
pub(super) fn rule(words: &Words<'_>, decision: &str, rule: &Rule) -> String {
    let outcome = match &rule.outcome.kind {
        OperandKind::Nothing => "none".to_owned(),
        _ => words.subject(&rule.outcome).to_string(),
    };
    let mut says = format!("`{decision}` is {outcome}");
    match &rule.when {
        Some(_) => says.push_str(&clause(words, " where", rule.when.as_ref())),
        None => says.push_str(" always"),
    }
    says.push_str(&clause(words, ", unless", rule.unless.as_ref()));
    says.push('.');
    if let Some(because) = &rule.because {
        let _ = write!(says, " {}", because.trim());
    }
    says
}

/// What a `must` asks for.
pub(super) fn must(words: &Words<'_>, must: &Must) -> String {
    let condition = words.condition(&must.condition);
    let when = clause(words, ", where", must.when.as_ref());
    format!("It has to be so that {condition}{when}.")
}

/// When a channel is forbidden.
pub(super) fn forbid(words: &Words<'_>, forbid: &Forbid) -> String {
    let when = clause(words, " where", forbid.when.as_ref());
    let unless = clause(words, " unless", forbid.unless.as_ref());
    format!("It is forbidden{when}{unless}.")
}

fn clause(words: &Words<'_>, word: &str, condition: Option<&Condition>) -> String {
    let says = condition.map(|it| format!("{word} {}", words.condition(it)));
    says.unwrap_or_default()
}
