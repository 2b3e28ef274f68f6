//! Why a decision comes out as it does.

use super::{ConditionTrace, OperandTrace, situation};
use crate::eval::decision::in_ordered_table;
use crate::eval::overrides::Above;
use crate::eval::{Beaten, Decided, Evaluation, Truth};
use crate::model::{Decision, DecisionId, Lead, Model, RuleIndex};
use crate::value::Instant;

/// A decision and all that makes it so.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionTrace<'m> {
    /// Which decision.
    pub decision: DecisionId,
    /// What is decided and by what.
    pub decided: &'m Decided,
    /// Every rule, in the order of the text.
    pub rules: Vec<RuleTrace<'m>>,
    /// What stands for the rest.
    pub otherwise: Option<OperandTrace<'m>>,
}

/// A rule and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleTrace<'m> {
    /// Which rule.
    pub rule: RuleIndex,
    /// Whether it is yes: `when` is, or there is none, and `unless` is not.
    pub truth: Truth,
    /// Its `when`.
    pub when: Option<ConditionTrace<'m>>,
    /// Its `unless`.
    pub unless: Option<ConditionTrace<'m>>,
    /// What it yields.
    pub yields: OperandTrace<'m>,
    /// A rule that is yes and stands above this one, which then does not decide, yes or not.
    pub beaten: Option<Beaten>,
    /// The rule before this one that is yes, where order counts.
    pub preceded_by: Option<RuleIndex>,
}

/// Why a decision comes out as it does; `None` where the model has no such decision. The
/// evaluation is of the same lead at the same instant.
#[must_use]
pub fn decision<'m>(
    model: &'m Model,
    lead: Lead<'m>,
    as_of: Instant,
    evaluation: &'m Evaluation,
    id: DecisionId,
) -> Option<DecisionTrace<'m>> {
    let situation = situation(model, lead, as_of, evaluation);
    let decision = model.decisions.get(id)?;
    let decided = evaluation.decision(id);
    let above = (!decision.first_match).then(|| Above::search(decision, &decided.held));
    let mut rules = Vec::with_capacity(decision.rules.len());
    let mut preceding = Preceding::default();
    for (at, rule) in decision.rules.iter().enumerate() {
        let truth = situation.rule(rule);
        let preceded_by = preceding.of(decision, at, truth);
        rules.push(RuleTrace {
            rule: at,
            truth,
            when: rule
                .when
                .as_ref()
                .map(|when| situation.trace_condition(when)),
            unless: rule
                .unless
                .as_ref()
                .map(|unless| situation.trace_condition(unless)),
            yields: situation.trace_operand(&rule.outcome),
            beaten: above.as_ref().and_then(|above| above.how(at)),
            preceded_by,
        });
    }
    let otherwise = decision.otherwise.as_ref();
    let otherwise = otherwise.map(|outcome| situation.trace_operand(outcome));
    Some(DecisionTrace {
        decision: id,
        decided,
        rules,
        otherwise,
    })
}

/// The first yes rule of the decision or of the table that is being walked through.
#[derive(Default)]
struct Preceding {
    table: Option<usize>,
    first: Option<RuleIndex>,
}

impl Preceding {
    /// What precedes a rule, where order counts; then takes note of the rule itself.
    fn of(&mut self, decision: &Decision, at: RuleIndex, truth: Truth) -> Option<RuleIndex> {
        let rule = decision.rules.get(at)?;
        if !decision.first_match && self.table != rule.table {
            *self = Preceding {
                table: rule.table,
                first: None,
            };
        }
        if !decision.first_match && !in_ordered_table(decision, rule) {
            return None;
        }
        let before = self.first;
        if truth.is_yes() && before.is_none() {
            self.first = Some(at);
        }
        before
    }
}
