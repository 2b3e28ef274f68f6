//! The definitions that an explanation mentions.

use std::collections::{BTreeMap, BTreeSet};

use super::grounds::{Fact, Lack, held, lack};
use super::reads::defines_in;
use super::{Case, Explanation};
use crate::eval::trace::{self, ItemTrace, OperandTrace};
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

/// The definitions that an explanation mentions, and those that these mention, in order.
pub(super) fn mentioned<'m>(case: Case<'m>, explanation: &Explanation<'m>) -> Vec<DefineWhy<'m>> {
    let mut open = BTreeSet::new();
    in_decisions(explanation, &mut open);
    for score in &explanation.scores {
        in_items(&score.trace.items, &mut open);
    }
    for forbid in &explanation.forbidden {
        in_facts(&forbid.facts, &mut open);
        let lacks = forbid.lacks.iter();
        lacks.for_each(|lack| in_lack(lack, &mut open));
    }
    for must in &explanation.breaches {
        in_facts(&must.facts, &mut open);
        in_lack(&must.lacks, &mut open);
    }
    for fact in &explanation.broken_facts {
        in_lack(&fact.lacks, &mut open);
    }
    let mut found = BTreeMap::new();
    while let Some(id) = open.pop_first() {
        if found.contains_key(&id) {
            continue;
        }
        let Some(why) = define(case, id) else {
            continue;
        };
        in_facts(&why.facts, &mut open);
        why.lacks.iter().for_each(|lack| in_lack(lack, &mut open));
        defines_in(&why.trace, &mut open);
        found.insert(id, why);
    }
    let order = case.model.order.iter().filter_map(|node| match node {
        Node::Define(id) => found.remove(id),
        Node::Score(_) | Node::Decision(_) => None,
    });
    order.collect()
}

/// A definition that is not one value for all leads.
fn define(case: Case<'_>, id: DefineId) -> Option<DefineWhy<'_>> {
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

fn in_decisions(explanation: &Explanation<'_>, found: &mut BTreeSet<DefineId>) {
    for decision in &explanation.decisions {
        let shown = decision.by.iter().chain(&decision.aside);
        for rule in shown.chain(&decision.nearest) {
            defines_in(&rule.yields, found);
            in_facts(&rule.facts, found);
            in_facts(rule.excepted.as_deref().unwrap_or_default(), found);
            let lacks = rule.lacks.iter().chain(&rule.not_excepted);
            lacks.for_each(|lack| in_lack(lack, found));
        }
        let otherwise = decision.otherwise.iter();
        otherwise.for_each(|outcome| defines_in(outcome, found));
    }
}

fn in_items(items: &[ItemTrace<'_>], found: &mut BTreeSet<DefineId>) {
    for item in items {
        match item {
            ItemTrace::Line(line) => {
                line.of.iter().for_each(|of| defines_in(of, found));
                let Some(when) = &line.when else { continue };
                match when.truth.is_yes() {
                    true => in_facts(&held(when, true), found),
                    false => in_lack(&lack(when, true), found),
                }
            }
            ItemTrace::Group(group) => in_items(&group.items, found),
            ItemTrace::Table(table) => {
                // All rows ask of the same values.
                let first = table.rows.first();
                let saw = first.iter().flat_map(|row| &row.when.saw);
                saw.for_each(|saw| defines_in(saw, found));
                let parts = first.iter().flat_map(|row| &row.when.parts);
                let saw = parts.flat_map(|part| &part.saw);
                saw.for_each(|saw| defines_in(saw, found));
            }
        }
    }
}

fn in_facts(facts: &[Fact<'_>], found: &mut BTreeSet<DefineId>) {
    let saw = facts.iter().flat_map(|fact| &fact.saw);
    saw.for_each(|saw| defines_in(saw, found));
}

fn in_lack(lack: &Lack<'_>, found: &mut BTreeSet<DefineId>) {
    match lack {
        Lack::Fact(fact) => in_facts(std::slice::from_ref(fact), found),
        Lack::All(parts) | Lack::Some(_, parts) => {
            parts.iter().for_each(|part| in_lack(part, found));
        }
    }
}
