//! Definitions, scores and decisions of one name that mean the same in both policies. What reads them
//! is compared as if both read the newer one: so a difference is told where it arises, in the words
//! of the newer policy.

use std::collections::BTreeMap;

use super::compiled;
use crate::analyze::Options;
use crate::analyze::context::Context;
use crate::analyze::unwritten::Unwritten;
use crate::compile::Compiled;
use crate::model::{Beside, Model, Node};
use crate::proof::{Ground, Prover};
use crate::source::{SourceId, Span};
use crate::value::Instant;

/// What means the same, by its place in the older and in the newer policy.
pub(super) fn of(
    old: &Compiled,
    new: &Compiled,
    as_of: Instant,
    options: &Options,
) -> BTreeMap<Node, Node> {
    let beside = Beside::new(&old.model, &new.model, &BTreeMap::new());
    let both = compiled(new, &beside);
    let ground = Ground::new(&both.model, as_of);
    let unwritten = Unwritten::new(&both.model);
    // What is not decided here is taken as different, and decided later.
    let options = Options {
        budget: options.budget / 2,
        ..options.clone()
    };
    let mut context = Context::new(&both, &ground, &unwritten, &options);
    let nowhere = Span::new(SourceId(0), 0, 0);
    let mut same = BTreeMap::new();
    for node in &old.model.order {
        let (Some(before), Some(now)) = (
            place(&beside, *node),
            namesake(&old.model, *node, &new.model),
        ) else {
            continue;
        };
        let mut prover = context.prover();
        let differ = match (before, now) {
            (Node::Decision(before), Node::Decision(now)) => {
                let ty = |id| both.model.decisions.get(id).map(|it| it.ty);
                if ty(before) != ty(now) {
                    continue;
                }
                prover.decisions_disagree(before, now)
            }
            (before, now) => {
                let (before, now) = (
                    both.model.value_of(before, nowhere),
                    both.model.value_of(now, nowhere),
                );
                if before.ty != now.ty {
                    continue;
                }
                prover.values_disagree(&before, &now)
            }
        };
        if is_never(&mut prover, differ) {
            same.insert(*node, now);
        }
        context.done(&prover);
    }
    same
}

fn is_never(prover: &mut Prover<'_>, formula: crate::proof::Formula) -> bool {
    prover.find(&[formula]).is_never()
}

/// Where a thing of the older policy is.
fn place(beside: &Beside, node: Node) -> Option<Node> {
    Some(match node {
        Node::Define(id) => Node::Define(*beside.old.defines.get(&id)?),
        Node::Score(id) => Node::Score(*beside.old.scores.get(&id)?),
        Node::Decision(id) => Node::Decision(*beside.old.decisions.get(&id)?),
    })
}

/// What is called the same in the newer policy.
fn namesake(old: &Model, node: Node, new: &Model) -> Option<Node> {
    match node {
        Node::Define(id) => {
            let name = &old.defines.get(id)?.named.name;
            let mut all = new.defines.iter();
            let found = all.find(|(_, it)| it.named.name == *name);
            found.map(|(id, _)| Node::Define(id))
        }
        Node::Score(id) => {
            let name = &old.scores.get(id)?.named.name;
            let mut all = new.scores.iter();
            let found = all.find(|(_, it)| it.named.name == *name);
            found.map(|(id, _)| Node::Score(id))
        }
        Node::Decision(id) => {
            let name = &old.decisions.get(id)?.named.name;
            let mut all = new.decisions.iter();
            let found = all.find(|(_, it)| it.named.name == *name);
            found.map(|(id, _)| Node::Decision(id))
        }
    }
}
