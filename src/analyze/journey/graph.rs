//! Which stages of a journey lead to which, for some lead.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyze::context::Context;
use crate::model::{Journey, StageId};
use crate::proof::{Answer, View};

/// Which stages lead to which.
#[derive(Debug, Default)]
pub(super) struct Graph {
    leads_to: BTreeMap<StageId, BTreeSet<StageId>>,
    /// The stages of which it was not decided whether some lead moves from one to the other.
    pub(super) undecided: BTreeSet<(StageId, StageId)>,
}

impl Graph {
    /// Asks for each pair of stages whether some lead moves from one to the other.
    pub(super) fn new(context: &mut Context<'_>, journey: &Journey) -> Graph {
        let mut graph = Graph::default();
        for id in &journey.stages {
            let Some(stage) = context.model.stages.get(*id) else {
                continue;
            };
            if stage.moves.is_empty() {
                continue;
            }
            let mut prover = context.prover();
            let there = context.there(&mut prover, *id, stage);
            let ways = context.ways(&mut prover, View::ITSELF, *id, stage);
            let targets: Vec<StageId> = ways.targets().collect();
            for target in targets {
                let goes = ways.goes(&mut prover, target);
                match prover.find(&[there.as_slice(), &[goes]].concat()) {
                    Answer::Never(_) => continue,
                    Answer::Found => {}
                    Answer::Undecided => {
                        graph.undecided.insert((*id, target));
                    }
                }
                graph.leads_to.entry(*id).or_default().insert(target);
            }
            context.done(&prover);
        }
        graph
    }

    /// The stages to which some lead moves from a stage, or may, as far as was decided.
    pub(super) fn from(&self, stage: StageId) -> impl Iterator<Item = StageId> {
        self.leads_to.get(&stage).into_iter().flatten().copied()
    }

    /// The stages that leads get to from some on.
    pub(super) fn reached(&self, from: impl Iterator<Item = StageId>) -> BTreeSet<StageId> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<StageId> = from.collect();
        while let Some(stage) = open.pop() {
            if reached.insert(stage) {
                open.extend(self.from(stage));
            }
        }
        reached
    }

    /// The rings in it, each once, from its first stage on; and whether there are more.
    pub(super) fn rings(&self) -> (Vec<Vec<StageId>>, bool) {
        let mut rings = Vec::new();
        let mut looks = 0;
        for start in self.leads_to.keys() {
            let mut path = vec![*start];
            if !self.extend(&mut path, &mut rings, &mut looks) {
                return (rings, true);
            }
        }
        // Short rings first: they are the easiest to follow.
        rings.sort_by_key(Vec::len);
        (rings, false)
    }

    /// Goes on from the end of a path, through stages behind its first one; false where that is too
    /// much.
    fn extend(
        &self,
        path: &mut Vec<StageId>,
        rings: &mut Vec<Vec<StageId>>,
        looks: &mut usize,
    ) -> bool {
        let (Some(first), Some(last)) = (path.first().copied(), path.last().copied()) else {
            return true;
        };
        for next in self.from(last) {
            *looks += 1;
            if *looks > MOST_LOOKS || rings.len() >= MOST_RINGS {
                return false;
            }
            if next == first {
                rings.push(path.clone());
            } else if next > first && !path.contains(&next) {
                path.push(next);
                if !self.extend(path, rings, looks) {
                    return false;
                }
                path.pop();
            }
        }
        true
    }
}

/// So many rings of one journey are looked at.
const MOST_RINGS: usize = 100;
/// So many steps are taken to find them.
const MOST_LOOKS: usize = 100_000;
