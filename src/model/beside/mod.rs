//! Two policies in one model, over the same leads: what the one says of a lead can be compared with
//! what the other does.
//!
//! The newer policy stays as it is. All that the older one has is added behind it, under the names
//! that it has there, and reads the fields, roles, teams and channels of the newer one where they are
//! called the same. Leads are those that both allow.
//!
//! | file | purpose |
//! | --- | --- |
//! | `schema` | fields, values, roles, teams and channels that the two share |
//! | `carry` | conditions, values and rules, with the numbers that they have in the new place |
//! | `journeys` | journeys, stages and tasks |

mod carry;
mod journeys;
mod schema;

use std::collections::BTreeMap;

use super::{
    DecisionId, Define, DefineId, FieldId, Forbid, List, Model, Must, Node, ScoreId, StageId,
    TaskId, Type,
};
use carry::{Carry, before};
use schema::shifted;

/// Two policies in one model.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The newer policy, with the older one behind it.
    pub model: Model,
    /// Where the older policy's things are in it.
    pub old: Places,
    /// Fields that the two have under one name, and of different types: no two of them are the same.
    pub retyped: Vec<(String, Type, Type)>,
}

/// Where the things of the older policy are, by their numbers there.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// Its fields.
    pub fields: Vec<FieldId>,
    /// Its definitions.
    pub defines: BTreeMap<DefineId, DefineId>,
    /// Its scores.
    pub scores: BTreeMap<ScoreId, ScoreId>,
    /// Its decisions.
    pub decisions: BTreeMap<DecisionId, DecisionId>,
    /// Its stages.
    pub stages: BTreeMap<StageId, StageId>,
    /// Its tasks.
    pub tasks: BTreeMap<TaskId, TaskId>,
    /// When it forbids a channel.
    pub forbids: Vec<Forbid>,
    /// What it wants people to have done.
    pub musts: Vec<Must>,
}

impl Beside {
    /// The older policy beside the newer one. Their texts have to lie in one source map, so that
    /// places in them are told apart. What is known to mean the `same` in both, by its place in the
    /// older and in the newer policy, is read as it stands in the newer one.
    #[must_use]
    pub fn new(old: &Model, new: &Model, same: &BTreeMap<Node, Node>) -> Beside {
        let mut carry = Carry::new(old, new, same);
        let offset = carry.model.lists.len();
        for list in old.lists.values() {
            carry.model.lists.add(List::clone(list));
        }
        carry.lists = offset;
        carry.defines = carry.model.defines.len();
        carry.scores = carry.model.scores.len();
        carry.decisions = carry.model.decisions.len();
        carry.stages = carry.model.stages.len();
        carry.tasks = carry.model.tasks.len();
        carry.journeys = carry.model.journeys.len();
        for define in old.defines.values() {
            let define = Define {
                named: before(&define.named),
                value: carry.operand(&define.value),
                agreed_by: carry.teams(&define.agreed_by),
            };
            carry.model.defines.add(define);
        }
        for score in old.scores.values() {
            let score = carry.score(score);
            carry.model.scores.add(score);
        }
        for decision in old.decisions.values() {
            let decision = carry.decision(decision);
            carry.model.decisions.add(decision);
        }
        carry.order();
        carry.facts();
        let forbids = old.forbids.iter().map(|forbid| carry.forbid(forbid));
        let forbids = forbids.collect();
        let musts = old.musts.values().map(|must| carry.must(must)).collect();
        carry.journeys_of_old();
        carry.done(forbids, musts)
    }
}

impl Carry<'_> {
    /// What is worked out first stays first.
    fn order(&mut self) {
        let order: Vec<Node> = self.old.order.iter().map(|node| self.node(*node)).collect();
        self.model.order.extend(order);
        for (node, reads) in &self.old.reads {
            let reads = reads.iter().map(|read| self.node(*read)).collect();
            self.model.reads.insert(self.node(*node), reads);
        }
    }

    fn done(self, forbids: Vec<Forbid>, musts: Vec<Must>) -> Beside {
        let scores = self.old.scores.iter();
        let scores = scores.map(|(id, _)| (id, shifted(id, self.scores)));
        let decisions = self.old.decisions.iter();
        let decisions = decisions.map(|(id, _)| (id, shifted(id, self.decisions)));
        let defines = self.old.defines.iter();
        let defines = defines.map(|(id, _)| (id, shifted(id, self.defines)));
        let stages = self
            .old
            .stages
            .iter()
            .map(|(id, _)| (id, self.stage_id(id)));
        let tasks = self.old.tasks.iter().map(|(id, _)| (id, self.task_id(id)));
        let old = Places {
            defines: defines.collect(),
            scores: scores.collect(),
            decisions: decisions.collect(),
            stages: stages.collect(),
            tasks: tasks.collect(),
            fields: self.fields,
            forbids,
            musts,
        };
        Beside {
            model: self.model,
            old,
            retyped: self.retyped,
        }
    }
}
