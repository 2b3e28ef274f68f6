//! The decisions by the values of a field or of another decision.

use std::cmp::Reverse;

use super::counts::{Counts, declared};
use super::{Answers, CrossTable, Group, GroupValue, LeadResult, Shown};
use crate::model::{Decision, DecisionId, FieldId, Lead, Model, Named};

/// Most outcomes of a decision that are counted one by one in each group: where outcomes are free
/// text, a table of all would be as large as the data.
const MOST_OUTCOMES: usize = 30;

/// What a cross table has its rows by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The values of a field.
    Field(FieldId),
    /// The outcomes of a decision.
    Decision(DecisionId),
}

impl By {
    /// All that it can be, with their names, in the order of the policy.
    pub fn all(model: &Model) -> impl Iterator<Item = (By, &Named)> {
        let fields = model.fields.iter();
        let fields = fields.map(|(id, field)| (By::Field(id), &field.named));
        let decisions = model.decisions.iter();
        fields.chain(decisions.map(|(id, decision)| (By::Decision(id), &decision.named)))
    }

    fn name(self, model: &Model) -> String {
        let named = match self {
            By::Field(id) => model.fields.get(id).map(|field| &field.named),
            By::Decision(id) => model.decisions.get(id).map(|decision| &decision.named),
        };
        named.map_or(String::new(), |named| named.name.clone())
    }
}

/// Counts a cross table.
#[derive(Debug)]
pub(super) struct CrossTally {
    by: By,
    /// The decisions whose answers are the columns.
    decisions: Vec<DecisionId>,
    groups: Counts<GroupTally>,
}

/// The leads of a group: how many, and what each decision decided for them.
#[derive(Debug, Clone, Default)]
struct GroupTally {
    leads: u64,
    decisions: Vec<Counts<u64>>,
}

impl CrossTally {
    /// Of all decisions; but a decision by itself would say nothing.
    pub(super) fn new(model: &Model, by: By) -> Self {
        let decisions = model.decisions.iter().map(|(id, _)| id);
        let others = decisions.filter(|id| by != By::Decision(*id));
        CrossTally::of(by, others.collect())
    }

    /// Of these decisions.
    pub(super) fn of(by: By, decisions: Vec<DecisionId>) -> Self {
        CrossTally {
            by,
            decisions,
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
            .resize_with(self.decisions.len(), Counts::default);
        for (counts, id) in group.decisions.iter_mut().zip(&self.decisions) {
            let decided = result.decisions.get(id.index());
            if let (Some(decision), Some(decided)) = (model.decisions.get(*id), decided) {
                *counts.decided(model, decided, decision.ty) += 1;
            }
        }
    }

    /// The table. `totals` are the counts of each decision over all leads: they say which outcomes
    /// there are.
    pub(super) fn finish(self, model: &Model, totals: &[Counts<u64>]) -> CrossTable {
        let decisions = self.decisions.iter().enumerate();
        let columns: Vec<Columns> = decisions
            .filter_map(|(place, id)| {
                let decision = model.decisions.get(*id)?;
                let totals = totals.get(id.index())?;
                Some(Columns::new(model, place, decision, totals))
            })
            .collect();
        let group = |value: GroupValue, tally: &GroupTally| Group {
            value,
            leads: tally.leads,
            decisions: columns.iter().map(|it| it.answers(tally)).collect(),
        };
        let counts = &self.groups;
        let (no_value, no_answer) = match self.by {
            By::Field(_) => (GroupValue::Missing, GroupValue::Bad),
            By::Decision(_) => (GroupValue::None, GroupValue::NotDecided),
        };
        let rest = [
            (no_value, &counts.none),
            (GroupValue::Gap, &counts.gap),
            (GroupValue::Conflict, &counts.conflict),
            (no_answer, &counts.not_decided),
        ];
        let values = counts.values();
        let values = values.map(|(value, tally)| group(GroupValue::Value(value.clone()), tally));
        let mut groups: Vec<Group> = values.collect();
        // Stable: groups of one size stay in the order of their values.
        groups.sort_by_key(|group| Reverse(group.leads));
        let rest = rest.map(|(value, tally)| group(value, tally));
        groups.extend(rest.into_iter().filter(|group| group.leads > 0));
        let beyond = &counts.beyond;
        CrossTable {
            name: self.by.name(model),
            groups,
            beyond: (beyond.leads > 0).then(|| group(GroupValue::Other, beyond)),
            decisions: columns.iter().map(|it| it.name.clone()).collect(),
        }
    }
}

/// The outcomes of a decision that a cross table counts one by one.
struct Columns {
    /// The place of the decision among those of the table.
    place: usize,
    name: String,
    outcomes: Vec<(Shown, Shown)>,
}

impl Columns {
    fn new(model: &Model, place: usize, decision: &Decision, totals: &Counts<u64>) -> Self {
        let mut outcomes = totals.outcomes(&declared(model, decision));
        if outcomes.len() > MOST_OUTCOMES {
            outcomes.sort_by_key(|(key, _)| Reverse(totals.of(key)));
            outcomes.truncate(MOST_OUTCOMES);
        }
        let name = decision.named.name.clone();
        Columns {
            place,
            name,
            outcomes,
        }
    }

    fn answers(&self, group: &GroupTally) -> Answers {
        let counts = group.decisions.get(self.place);
        counts.map_or_else(
            || Counts::default().answers(&self.outcomes),
            |counts| counts.answers(&self.outcomes),
        )
    }
}
