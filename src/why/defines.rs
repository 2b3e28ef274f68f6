//! The definitions that an explanation mentions.

use std::collections::{BTreeMap, BTreeSet};

use super::grounds::{Fact, Lack, held, lack};
use super::reads::defines_in;
use super::{Case, Explanation, RuleWhy};
use crate::eval::trace::{self, ConditionTrace, ItemTrace, OperandTrace};
use crate::model::{Define, DefineId, Node, OperandKind};

/// A definition, and what makes its value.
#[derive(Debug, Clone)]
pub struct DefineWhy<'m> {
    /// Which definition.
    pub id: DefineId,
    /// The definition.
    pub define: &'m Define,
    /// Its value, and what that is worked out from.
    pub trace: OperandTrace<'m>,
    /// Of a condition that is yes: what makes it so.
    pub facts: Vec<Fact<'m>>,
    /// Of a condition that is not yes: what it lacks.
    pub lacks: Option<Lack<'m>>,
}

/// The definitions that some reasons mention.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    found: BTreeSet<DefineId>,
}

impl Mentions {
    /// Those of an explanation.
    pub(super) fn of(explanation: &Explanation<'_>) -> Mentions {
        let mut mentions = Mentions::default();
        for decision in &explanation.decisions {
            let shown = decision.by.iter().chain(&decision.aside);
            let shown = shown.chain(&decision.nearest);
            shown.for_each(|rule| mentions.rule(rule));
            let otherwise = decision.otherwise.iter();
            otherwise.for_each(|outcome| mentions.value(outcome));
        }
        for score in &explanation.scores {
            mentions.items(&score.trace.items);
        }
        for journey in &explanation.journeys {
            for it in &journey.moves {
                mentions.facts(&it.facts);
                mentions.facts(&it.excepted);
                it.lacks.iter().for_each(|lack| mentions.lack(lack));
            }
            journey.lacks.iter().for_each(|lack| mentions.lack(lack));
        }
        for forbid in &explanation.forbidden {
            mentions.facts(&forbid.facts);
            forbid.lacks.iter().for_each(|lack| mentions.lack(lack));
        }
        for must in &explanation.breaches {
            mentions.facts(&must.facts);
            mentions.lack(&must.lacks);
        }
        for fact in &explanation.broken_facts {
            mentions.lack(&fact.lacks);
        }
        mentions
    }

    /// Adds those of a rule.
    pub fn rule(&mut self, rule: &RuleWhy<'_>) {
        self.value(&rule.yields);
        self.facts(&rule.facts);
        self.facts(rule.excepted.as_deref().unwrap_or_default());
        let lacks = rule.lacks.iter().chain(&rule.not_excepted);
        lacks.for_each(|lack| self.lack(lack));
    }

    /// Adds those of what makes something so.
    pub fn facts(&mut self, facts: &[Fact<'_>]) {
        let saw = facts.iter().flat_map(|fact| &fact.saw);
        saw.for_each(|saw| self.value(saw));
    }

    /// Adds those of what something lacks.
    pub fn lack(&mut self, lack: &Lack<'_>) {
        match lack {
            Lack::Fact(fact) => self.facts(std::slice::from_ref(fact)),
            Lack::All(parts) | Lack::Some(_, parts) => {
                parts.iter().for_each(|part| self.lack(part));
            }
        }
    }

    fn value(&mut self, value: &OperandTrace<'_>) {
        defines_in(value, &mut self.found);
    }

    fn items(&mut self, items: &[ItemTrace<'_>]) {
        for item in items {
            match item {
                ItemTrace::Line(line) => {
                    line.of.iter().for_each(|of| self.value(of));
                    let Some(when) = &line.when else { continue };
                    match when.truth.is_yes() {
                        true => self.facts(&held(when, true)),
                        false => self.lack(&lack(when, true)),
                    }
                }
                ItemTrace::Group(group) => self.items(&group.items),
                // All rows ask of the same values.
                ItemTrace::Table(table) => {
                    let first = table.rows.first();
                    first.iter().for_each(|row| self.condition(&row.when));
                }
            }
        }
    }

    fn condition(&mut self, trace: &ConditionTrace<'_>) {
        trace.saw.iter().for_each(|saw| self.value(saw));
        trace.parts.iter().for_each(|part| self.condition(part));
    }

    /// These definitions and those that they mention themselves, in order; but for those that are
    /// one value for all leads.
    #[must_use]
    pub fn explained(mut self, case: Case<'_>) -> Vec<DefineWhy<'_>> {
        let mut explained = BTreeMap::new();
        while let Some(id) = self.found.pop_first() {
            if explained.contains_key(&id) {
                continue;
            }
            let Some(why) = define(case, id) else {
                continue;
            };
            self.facts(&why.facts);
            why.lacks.iter().for_each(|lack| self.lack(lack));
            self.value(&why.trace);
            explained.insert(id, why);
        }
        let order = case.model.order.iter().filter_map(|node| match node {
            Node::Define(id) => explained.remove(id),
            Node::Score(_) | Node::Decision(_) => None,
        });
        order.collect()
    }
}

/// A definition, unless it is one value for all leads; none of a model that has no such one.
#[must_use]
pub fn define(case: Case<'_>, id: DefineId) -> Option<DefineWhy<'_>> {
    let define = case.model.defines.get(id)?;
    if matches!(define.value.kind, OperandKind::Constant(_)) {
        return None;
    }
    let Case {
        model,
        lead,
        as_of,
        evaluation,
    } = case;
    let trace = trace::operand(model, lead, as_of, evaluation, &define.value);
    let condition = trace.condition.as_deref();
    let (yes, other) = match condition {
        Some(condition) if condition.truth.is_yes() => (Some(condition), None),
        other => (None, other),
    };
    Some(DefineWhy {
        id,
        define,
        facts: yes.map_or(Vec::new(), |condition| held(condition, true)),
        lacks: other.map(|condition| lack(condition, true)),
        trace,
    })
}
