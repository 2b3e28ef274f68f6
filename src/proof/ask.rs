//! What can be asked about a policy, in the policy's terms.

use std::collections::BTreeSet;

use super::base::Base;
use super::condition::So;
use super::formula::Formula;
use super::prover::Prover;
use super::score::TableFormulas;
use super::view::{Change, Left, View};
use crate::model::{
    Condition, Decision, DecisionId, FieldId, Node, Operand, Rule, RuleIndex, ScoreId,
};
use crate::value::{Number, Text, Value};

/// A part of a condition that is taken as yes, or as no.
pub type Taken<'c> = (&'c Condition, bool);

/// What can be asked of a table of a score.
#[derive(Debug, Clone)]
pub struct Table {
    /// Where its header stands.
    pub span: crate::source::Span,
    /// Each row holds.
    pub held: Vec<Formula>,
    /// Each row counts: where order counts, the first that holds.
    pub counts: Vec<Formula>,
    /// No row holds.
    pub none: Formula,
}

impl Prover<'_> {
    /// A rule's `when` is yes, and its `unless` is not.
    pub fn held(&mut self, decision: DecisionId, rule: RuleIndex) -> Formula {
        self.held_in(View::ITSELF, decision, rule)
    }

    /// The same in a view.
    pub fn held_in(&mut self, view: View, decision: DecisionId, rule: RuleIndex) -> Formula {
        let formulas = self.decision(view, decision);
        let held = formulas.held.get(rule).copied();
        held.unwrap_or(self.solver.never())
    }

    /// A rule holds, and where order counts none before it does.
    pub fn counts(&mut self, decision: DecisionId, rule: RuleIndex) -> Formula {
        let formulas = self.decision(View::ITSELF, decision);
        let counts = formulas.counts.get(rule).copied();
        counts.unwrap_or(self.solver.never())
    }

    /// A rule counts, and none that counts stands above it.
    pub fn stands(&mut self, decision: DecisionId, rule: RuleIndex) -> Formula {
        let formulas = self.decision(View::ITSELF, decision);
        let stands = formulas.stands.get(rule).copied();
        stands.unwrap_or(self.solver.never())
    }

    /// No rule holds.
    pub fn none_holds(&mut self, decision: DecisionId) -> Formula {
        self.none_holds_in(View::ITSELF, decision)
    }

    /// The same in a view.
    pub fn none_holds_in(&mut self, view: View, decision: DecisionId) -> Formula {
        self.decision(view, decision).none
    }

    /// The decision ends in a gap.
    pub fn gap(&mut self, decision: DecisionId) -> Formula {
        self.decision(View::ITSELF, decision).gap
    }

    /// The decision ends in a conflict.
    pub fn conflict(&mut self, decision: DecisionId) -> Formula {
        self.decision(View::ITSELF, decision).conflict
    }

    /// Nothing that a definition, score or decision reads is in a gap or a conflict.
    pub fn upstream_well(&mut self, of: Node) -> Formula {
        self.upstream_is_well(View::ITSELF, of)
    }

    /// The same, and neither is it itself.
    pub fn well(&mut self, of: Node) -> Formula {
        self.is_well(View::ITSELF, of)
    }

    /// The same in a view.
    pub fn well_in(&mut self, view: View, of: Node) -> Formula {
        self.is_well(view, of)
    }

    /// Nothing that a condition reads is in a gap or a conflict.
    pub fn well_for(&mut self, conditions: &[&Condition]) -> Formula {
        self.well_for_in(View::ITSELF, conditions)
    }

    /// The same in a view.
    pub fn well_for_in(&mut self, view: View, conditions: &[&Condition]) -> Formula {
        let nodes = self.reads.of_conditions(conditions);
        self.are_well(view, nodes)
    }

    /// Two rules decide differently.
    pub fn rules_differ(&mut self, one: &Rule, other: &Rule) -> Formula {
        self.outcomes_differ(View::ITSELF, &one.outcome, &other.outcome)
    }

    /// What an operand is, is equal to a value that it can have.
    pub fn outcome_is(&mut self, decision: DecisionId, value: &Value) -> Formula {
        self.outcome_is_in(View::ITSELF, decision, value)
    }

    /// The same in a view.
    pub fn outcome_is_in(&mut self, view: View, decision: DecisionId, value: &Value) -> Formula {
        let formulas = self.decision(view, decision);
        let constant = Base::Constant(value.clone());
        let mut parts = Vec::new();
        for (when, base) in &formulas.outcome {
            if !matches!(base, Base::Missing) {
                let equal = self.equal(base, &constant);
                parts.push(self.solver.all([*when, equal]));
            }
        }
        self.solver.any(parts)
    }

    /// The texts that the policy names among those that a decision may come to.
    pub fn named_texts(&mut self, decision: DecisionId) -> BTreeSet<Text> {
        let outcome = self.decision(View::ITSELF, decision).outcome.clone();
        let mut named = BTreeSet::new();
        for (_, base) in outcome {
            match base {
                Base::Constant(Value::Text(text)) => {
                    named.insert(text);
                }
                Base::Text(_, place) => {
                    let group = self.sites.group(place);
                    named.extend(group.into_iter().flat_map(|(_, it)| it.texts.clone()));
                }
                _ => {}
            }
        }
        named
    }

    /// A decision comes to a text of the lead that the policy does not name.
    pub fn comes_to_other_text(&mut self, decision: DecisionId) -> Formula {
        let outcome = self.decision(View::ITSELF, decision).outcome.clone();
        let mut parts = Vec::new();
        for (when, base) in outcome {
            if let Base::Text(view, place) = base {
                let other = self.text(view, place).other;
                parts.push(self.solver.all([when, other]));
            }
        }
        self.solver.any(parts)
    }

    /// The outcome of a decision in a view is another one than that of the lead itself, or one of
    /// them is in a gap or conflict and the other is not.
    pub fn outcome_changes(&mut self, view: View, decision: DecisionId) -> Formula {
        if self.is_spent() {
            return self.opaque();
        }
        let (as_is, changed) = (
            self.decision(View::ITSELF, decision),
            self.decision(view, decision),
        );
        self.decisions_differ(&as_is, &changed)
    }

    /// Two decisions have different outcomes, or one of them is in a gap or conflict and the other is
    /// not.
    pub fn decisions_disagree(&mut self, one: DecisionId, other: DecisionId) -> Formula {
        if self.is_spent() {
            return self.opaque();
        }
        let one = self.decision(View::ITSELF, one);
        let other = self.decision(View::ITSELF, other);
        self.decisions_differ(&one, &other)
    }

    /// The decision has no outcome, as it may.
    pub fn decides_nothing(&mut self, decision: DecisionId) -> Formula {
        let formulas = self.decision(View::ITSELF, decision);
        let missing = formulas.outcome.iter();
        let missing = missing.filter(|(_, base)| matches!(base, Base::Missing));
        let missing: Vec<_> = missing.map(|(when, _)| *when).collect();
        let wrong = self.solver.any([formulas.gap, formulas.conflict]);
        let missing = self.solver.any(missing);
        self.solver.all([missing, !wrong])
    }

    /// Two values are not the same; two that are missing are.
    pub fn values_disagree(&mut self, one: &Operand, other: &Operand) -> Formula {
        let (one, other) = (
            self.operand(View::ITSELF, one),
            self.operand(View::ITSELF, other),
        );
        self.values_differ(&one, &other)
    }

    /// The outcome of a decision changes where parts of a rule's conditions are taken as yes or no.
    pub fn outcome_changes_with(
        &mut self,
        decision: DecisionId,
        rule: RuleIndex,
        taken: &[Taken<'_>],
    ) -> Formula {
        if self.is_spent() {
            return self.opaque();
        }
        let Some(whole) = self.model.decisions.get(decision) else {
            return self.solver.never();
        };
        let as_is = self.decision(View::ITSELF, decision);
        let mut held = as_is.held.clone();
        let with = self.held_with(decision, rule, taken);
        if let Some(place) = held.get_mut(rule) {
            *place = with;
        }
        if held == as_is.held {
            return self.solver.never();
        }
        let changed = self.decided(View::ITSELF, whole, held);
        self.decisions_differ(&as_is, &changed)
    }

    /// A rule holds where parts of its conditions are taken as yes or no.
    pub fn held_with(
        &mut self,
        decision: DecisionId,
        rule: RuleIndex,
        taken: &[Taken<'_>],
    ) -> Formula {
        let decision = self.model.decisions.get(decision);
        let Some(rule) = decision.and_then(|decision| decision.rules.get(rule)) else {
            return self.solver.never();
        };
        let instead = self.instead(taken);
        self.rule_held(View::ITSELF, rule, &instead)
    }

    /// What a condition is where parts of it are taken as yes or no.
    pub fn so_with(&mut self, condition: &Condition, taken: &[Taken<'_>]) -> So {
        let instead = self.instead(taken);
        self.condition_instead(View::ITSELF, condition, &instead)
    }

    fn instead<'c>(&self, taken: &[Taken<'c>]) -> Vec<(&'c Condition, So)> {
        let taken = taken.iter();
        taken.map(|(part, yes)| (*part, self.told(*yes))).collect()
    }

    /// The outcome of a decision changes where its rules hold as they do, but stand above each other
    /// as in another decision of the same rules.
    pub fn outcome_changes_as(&mut self, decision: DecisionId, other: &Decision) -> Formula {
        if self.is_spent() {
            return self.opaque();
        }
        let as_is = self.decision(View::ITSELF, decision);
        let changed = self.decided(View::ITSELF, other, as_is.held.clone());
        self.decisions_differ(&as_is, &changed)
    }

    /// Exactly one of two is so.
    pub fn either(&mut self, one: Formula, other: Formula) -> Formula {
        !self.solver.same(one, other)
    }

    /// A lead beside the lead itself, that may have another value in one field, and has one.
    pub fn with_other(&mut self, field: FieldId) -> View {
        let view = self.view(Change::Field(field));
        if let Some(var) = self.field(view, field) {
            self.solver
                .require_with(&[var.missing], vec![vec![!var.missing]]);
        }
        view
    }

    /// The policy without a part of a score.
    pub fn without(&mut self, score: ScoreId, left: Left) -> View {
        self.view(Change::Without(score, left))
    }

    /// That a field is missing.
    pub fn field_missing(&mut self, field: FieldId) -> Formula {
        let var = self.field(View::ITSELF, field);
        var.map_or(self.solver.never(), |var| var.missing)
    }

    /// The tables of a score, in the order of the text.
    pub fn tables(&mut self, score: ScoreId) -> Vec<Table> {
        let formulas = self.score(View::ITSELF, score);
        let table = |table: &TableFormulas| Table {
            span: table.span,
            held: table.held.clone(),
            counts: table.rows.clone(),
            none: table.none,
        };
        formulas.tables.iter().map(table).collect()
    }

    /// The totals that an operand of scores can come to, as far as its lines tell; none where it is
    /// no sum of scores, or has too many.
    pub fn totals(&mut self, of: &Operand) -> Option<Vec<Number>> {
        self.totals_in(View::ITSELF, of)
    }

    /// The same in a view.
    pub fn totals_in(&mut self, view: View, of: &Operand) -> Option<Vec<Number>> {
        Some(self.finite(view, of)?.values().collect())
    }

    /// An operand of scores comes to at least this.
    pub fn reaches(&mut self, view: View, of: &Operand, least: Number) -> Formula {
        match self.finite(view, of) {
            Some(finite) => finite.at_least(&self.solver, least),
            None => self.opaque(),
        }
    }

    pub(super) fn finite(&mut self, view: View, of: &Operand) -> Option<super::finite::Finite> {
        match self.operand(view, of).as_slice() {
            [(_, Base::Finite(finite))] => Some(finite.clone()),
            _ => None,
        }
    }

    /// An operand of scores comes to more than this.
    pub fn exceeds(&mut self, view: View, of: &Operand, number: Number) -> Formula {
        match self.finite(view, of) {
            Some(finite) => finite.above(&self.solver, number),
            None => self.opaque(),
        }
    }

    /// What an operand of scores comes to for the lead that was found last. It has to be
    /// watched: see [`Prover::watch_total`].
    pub fn total_found(&mut self, of: &Operand) -> Option<Number> {
        self.finite(View::ITSELF, of)?.found(&self.solver)
    }

    /// What a condition is in a view.
    pub fn so_in(&mut self, view: View, condition: &Condition) -> So {
        self.condition(view, condition)
    }

    /// A lead in a view breaks no fact.
    pub fn keeps_facts(&mut self, view: View) -> Formula {
        let model = self.model;
        let kept = model.facts.iter().map(|fact| {
            let so = self.condition(view, &fact.condition);
            !so.no
        });
        let kept: Vec<_> = kept.collect();
        self.solver.all(kept)
    }

    /// Nothing that a definition, score or decision reads is in a gap or a conflict in a view.
    pub fn upstream_well_in(&mut self, view: View, of: Node) -> Formula {
        self.upstream_is_well(view, of)
    }

    /// A field has this value in a view.
    pub fn field_is(&mut self, view: View, field: FieldId, value: &Value) -> Formula {
        let constant = Base::Constant(value.clone());
        let mut parts = Vec::new();
        for (when, base) in self.field_operand(view, field) {
            if !matches!(base, Base::Missing) {
                let equal = self.equal(&base, &constant);
                parts.push(self.solver.all([when, equal]));
            }
        }
        self.solver.any(parts)
    }

    /// A line of a score gives points, or takes some.
    pub fn gives(&mut self, line: &crate::model::ScoreLine) -> Formula {
        if line.points == Number::ZERO || line.at_most == Some(Number::ZERO) {
            return self.solver.never();
        }
        let when = self.optional(View::ITSELF, line.when.as_ref(), true).yes;
        let Some(per) = &line.per else { return when };
        let unit = Base::Constant(per.unit.clone());
        let mut parts = Vec::new();
        for (also, base) in self.operand(View::ITSELF, &per.of) {
            if !matches!(base, Base::Missing) {
                let less = self.less(&base, &unit);
                parts.push(self.solver.all([also, when, !less]));
            }
        }
        self.solver.any(parts)
    }

    /// That an operand has no value.
    pub fn missing(&mut self, of: &Operand) -> Formula {
        self.is_missing(View::ITSELF, of)
    }

    fn decisions_differ(
        &mut self,
        one: &super::decision::DecisionFormulas,
        other: &super::decision::DecisionFormulas,
    ) -> Formula {
        let gap = !self.solver.same(one.gap, other.gap);
        let conflict = !self.solver.same(one.conflict, other.conflict);
        let differ = self.values_differ(&one.outcome, &other.outcome);
        let wrong = self
            .solver
            .any([one.gap, one.conflict, other.gap, other.conflict]);
        let differ = self.solver.all([differ, !wrong]);
        self.solver.any([gap, conflict, differ])
    }
}
