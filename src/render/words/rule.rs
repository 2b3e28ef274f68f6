//! What a rule says and what stands above it, and what a definition stands for.

use super::Words;
use crate::eval::trace::OperandTrace;
use crate::eval::{Beaten, Found};
use crate::model::{Decision, OperandKind, Rule, RuleIndex};
use crate::value::joined;
use crate::why::{DefineWhy, RuleWhy};
use crate::words::shortened;

/// A rule or row as people call it.
pub(in crate::render) fn rule_name(rule: &Rule) -> String {
    match rule.table {
        Some(_) => format!("row `{}`", shortened(rule.name.clone())),
        None => format!("rule `{}`", rule.name),
    }
}

impl Words<'_> {
    /// What a rule says: its outcome, and where that comes from.
    pub(in crate::render) fn yields(&self, outcome: &OperandTrace<'_>) -> String {
        let operand = outcome.operand;
        match (&outcome.value, &operand.kind) {
            (_, OperandKind::Nothing) => "`none`".to_owned(),
            (Found::Known(_), OperandKind::Constant(_)) => self.found(outcome),
            (Found::Known(_), _) => {
                let value = self.found(outcome);
                format!("{value} (by {})", self.operand(operand))
            }
            _ => format!("{}, which {}", self.operand(operand), self.is(outcome)),
        }
    }

    pub(in crate::render) fn exception(&self, why: &RuleWhy<'_>) -> Option<String> {
        if let Some(facts) = &why.excepted {
            let facts = joined(&self.facts(facts), "and");
            return Some(format!("its `unless` takes it out: {facts}"));
        }
        let lacks = self.lacks(why.not_excepted.as_ref()?).join("; ");
        Some(format!("its `unless` does not take it out: {lacks}"))
    }

    /// What stands before or above a rule.
    pub(in crate::render) fn stands_back(
        &self,
        why: &RuleWhy<'_>,
        decision: &Decision,
    ) -> Option<String> {
        let named = |at: RuleIndex| decision.rules.get(at).map_or(String::new(), rule_name);
        if let Some(before) = why.preceded_by {
            return Some(format!("but {} stands before it", named(before)));
        }
        let Beaten {
            by,
            through,
            by_all,
        } = why.beaten.as_ref()?;
        let by = named(*by);
        let way: Vec<String> = through.iter().map(|at| named(*at)).collect();
        let what = match by_all {
            true if way.is_empty() => "overrides all others".to_owned(),
            true => "overrides it, as what it overrides overrides all others".to_owned(),
            false => "overrides it".to_owned(),
        };
        Some(match way.is_empty() {
            true => format!("but {by} {what}"),
            false => format!("but {by} {what}, by way of {}", joined(&way, "and")),
        })
    }

    /// What a definition is, and why.
    pub(in crate::render) fn define(&self, why: &DefineWhy<'_>) -> (String, Vec<String>) {
        let trace = &why.trace;
        let says = match (&trace.value, &why.lacks) {
            // Of a condition it is unknown whether it is so.
            (Found::Missing, Some(_)) => "cannot be told".to_owned(),
            _ => self.is(trace),
        };
        if let Some(lack) = &why.lacks {
            return (says, self.lacks(lack));
        }
        if !why.facts.is_empty() {
            return (says, self.facts(&why.facts));
        }
        let parts = self.made_of(trace);
        let operand = self.operand(trace.operand);
        let reasons = match (&trace.operand.kind, parts.is_empty()) {
            (OperandKind::FirstKnown(_), false) => parts,
            (_, false) => vec![format!("{operand}, where {}", joined(&parts, "and"))],
            (_, true) => vec![format!("it stands for {operand}")],
        };
        (says, reasons)
    }
}
