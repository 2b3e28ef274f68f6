//! The decisions by the values of a field or of another decision.

use super::counts::{Counts, declared};
use super::{CrossTable, Group, GroupValue, LeadResult};
use crate::model::{DecisionId, FieldId, Lead, Model};

/// What a cross table has its rows by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The values of a field.
    Field(FieldId),
    /// The outcomes of a decision.
    Decision(DecisionId),
}

impl By {
    /// The field or decision of this name.
    #[must_use]
    pub fn named(model: &Model, name: &str) -> Option<By> {
        let field = model
            .fields
            .iter()
            .find(|(_, field)| field.named.name == name);
        let decision = || model.decisions.iter().find(|(_, d)| d.named.name == name);
        field
            .map(|(id, _)| By::Field(id))
            .or_else(|| decision().map(|(id, _)| By::Decision(id)))
    }

    /// The names that may stand for it, in the order of the policy.
    pub fn names(model: &Model) -> impl Iterator<Item = &str> {
        let fields = model.fields.values().map(|field| field.named.name.as_str());
        fields.chain(
            model
                .decisions
                .values()
                .map(|decision| decision.named.name.as_str()),
        )
    }
}

/// Counts a cross table.
#[derive(Debug)]
pub(super) struct CrossTally {
    by: By,
    groups: Counts<GroupTally>,
}

/// The leads of a group: how many, and what each decision decided for them.
#[derive(Debug, Clone, Default)]
struct GroupTally {
    leads: u64,
    decisions: Vec<Counts<u64>>,
}

impl CrossTally {
    pub(super) fn new(by: By) -> Self {
        CrossTally {
            by,
            groups: Counts::default(),
        }
    }

    pub(super) fn add(&mut self, model: &Model, lead: Lead<'_>, result: &LeadResult) {
        let group = match self.by {
            By::Field(id) => {
                let Some(field) = model.fields.get(id) else {
                    return;
                };
                self.groups.cell(model, lead.cell(id), field.ty)
            }
            By::Decision(id) => {
                let decision = model.decisions.get(id);
                let decided = result.decisions.get(id.index());
                let (Some(decision), Some(decided)) = (decision, decided) else {
                    return;
                };
                self.groups.decided(model, decided, decision.ty)
            }
        };
        group.leads += 1;
        group
            .decisions
            .resize_with(model.decisions.len(), Counts::default);
        let decisions = group.decisions.iter_mut().zip(&result.decisions);
        for ((counts, decided), decision) in decisions.zip(model.decisions.values()) {
            *counts.decided(model, decided, decision.ty) += 1;
        }
    }

    /// The table. `totals` are the counts of each decision over all leads: they say which outcomes
    /// there are.
    pub(super) fn finish(self, model: &Model, totals: &[Counts<u64>]) -> CrossTable {
        // A decision by itself would say nothing.
        let shown = |id: DecisionId| self.by != By::Decision(id);
        let decisions = model.decisions.iter().filter(|(id, _)| shown(*id));
        let columns: Vec<_> = decisions
            .filter_map(|(id, decision)| {
                let outcomes = totals.get(id.index())?.outcomes(&declared(model, decision));
                Some((id, decision.named.name.clone(), outcomes))
            })
            .collect();
        let nobody = Counts::default();
        let group = |value: GroupValue, tally: &GroupTally| Group {
            value,
            leads: tally.leads,
            decisions: columns
                .iter()
                .map(|(id, _, outcomes)| {
                    tally
                        .decisions
                        .get(id.index())
                        .unwrap_or(&nobody)
                        .answers(outcomes)
                })
                .collect(),
        };
        let Counts {
            none,
            gap,
            conflict,
            not_decided,
            beyond,
            ..
        } = &self.groups;
        let (no_value, no_answer) = match self.by {
            By::Field(_) => (GroupValue::Missing, GroupValue::Bad),
            By::Decision(_) => (GroupValue::None, GroupValue::NotDecided),
        };
        let rest = [
            (no_value, none),
            (GroupValue::Gap, gap),
            (GroupValue::Conflict, conflict),
            (no_answer, not_decided),
        ];
        let rest: Vec<Group> = rest.map(|(value, tally)| group(value, tally)).into();
        let beyond = (beyond.leads > 0).then(|| group(GroupValue::Other, beyond));
        let values = self.groups.clone().into_values();
        let mut groups: Vec<Group> = values
            .map(|(value, tally)| group(GroupValue::Value(value), &tally))
            .collect();
        // Stable: groups of one size stay in the order of their values.
        groups.sort_by_key(|group| std::cmp::Reverse(group.leads));
        groups.extend(rest.into_iter().filter(|group| group.leads > 0));
        let name = match self.by {
            By::Field(id) => model.fields.get(id).map(|field| field.named.name.clone()),
            By::Decision(id) => model
                .decisions
                .get(id)
                .map(|decision| decision.named.name.clone()),
        };
        let decisions = columns.iter().map(|(_, name, _)| name.clone()).collect();
        CrossTable {
            name: name.unwrap_or_default(),
            groups,
            beyond,
            decisions,
        }
    }
}
