//! Leads that no rule takes only because a field is missing.

use std::collections::BTreeSet;

use groundrules::diagnostic::Code;
use groundrules::eval::{DecidedBy, DecidedOutcome};
use groundrules::model::{ConditionKind, Decision, DecisionId, FieldId, Node, OperandKind};

use super::Expected;
use crate::proof::world::World;

pub(super) const CODES: &[Code] = &[Code::MissingFallsThrough];

pub(super) fn ask(world: &World<'_>, found: &mut Vec<Expected>) {
    for (id, decision) in world.model.decisions.iter() {
        if decision.otherwise.is_none() && !decision.or_none {
            continue;
        }
        let fine: BTreeSet<usize> = world.fine(Node::Decision(id)).into_iter().collect();
        let (mut names, mut lead) = (BTreeSet::new(), None);
        let asked = asked_whether_known(decision);
        for row in fine
            .iter()
            .copied()
            .filter(|row| falls_through(world, *row, id))
        {
            for (field, named) in world.model.fields.iter() {
                if asked.contains(&field) {
                    continue;
                }
                let name = &named.named.name;
                let mut known = world.with_known(row, field).into_iter();
                let taken = |it: usize| {
                    fine.contains(&it) && !world.evaluation(it).decision(id).held.is_empty()
                };
                if !names.contains(name) && known.any(taken) {
                    names.insert(name.clone());
                    lead = lead.or(Some(row));
                }
            }
        }
        found.extend(lead.map(|row| Expected {
            names,
            ..Expected::named(Code::MissingFallsThrough, &decision.named.name).by(row)
        }));
    }
}

/// The fields of which a rule asks whether they are known: that they may be missing is thought of.
fn asked_whether_known(decision: &Decision) -> BTreeSet<FieldId> {
    let rules = decision.rules.iter();
    let conditions = rules.flat_map(|rule| rule.when.iter().chain(&rule.unless));
    let mut asked = BTreeSet::new();
    for condition in conditions {
        let mut open = vec![condition];
        while let Some(condition) = open.pop() {
            open.extend(condition.parts());
            if let ConditionKind::IsKnown(of) | ConditionKind::IsMissing(of) = &condition.kind
                && let OperandKind::Field(field) = of.kind
            {
                asked.insert(field);
            }
        }
    }
    asked
}

/// Whether no rule takes a lead, which is as the decision has it.
pub(in crate::proof) fn falls_through(world: &World<'_>, row: usize, id: DecisionId) -> bool {
    let decided = world.evaluation(row).decision(id);
    decided.held.is_empty()
        && (decided.by == DecidedBy::Otherwise || decided.outcome == DecidedOutcome::Nothing)
}
