//! Leads that are looked at beside each other: the lead itself, the same with another value in one
//! field, the same after it has moved on, the same under a policy without one part of a score.

use std::collections::{BTreeMap, BTreeSet};

use super::moved::Writes;
use crate::model::{Condition, FieldId, Model, Node, Operand, OperandKind, Part, ScoreId};
use crate::source::Span;

/// Which lead, or which policy, a formula speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct View(pub(super) usize);

impl View {
    /// The lead itself, under the policy as it is.
    pub const ITSELF: View = View(0);
}

/// In what a view differs from the lead itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// In nothing.
    Nothing,
    /// In the value of this field.
    Field(FieldId),
    /// In this part of a score, which is left out.
    Without(ScoreId, Left),
    /// In what was written into the lead since.
    Moved(Writes),
}

/// A part of a score that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The line that stands here.
    Line(Span),
    /// The upper limit of the group, or the `at most` of the line, that stands here.
    Most(Span),
    /// The lower limit of the group that stands here.
    Least(Span),
}

/// What each definition, score and decision reads, also by way of others.
#[derive(Debug, Default)]
pub(super) struct Reads {
    fields: BTreeMap<Node, BTreeSet<FieldId>>,
    nodes: BTreeMap<Node, BTreeSet<Node>>,
}

impl Reads {
    pub(super) fn new(model: &Model) -> Reads {
        let mut reads = Reads::default();
        for node in &model.order {
            let (mut fields, mut nodes) = (BTreeSet::new(), BTreeSet::new());
            model.walk_node(*node, &mut |part| {
                if let Part::Operand(operand) = part {
                    reads.add(operand, &mut fields, &mut nodes);
                }
            });
            reads.fields.insert(*node, fields);
            reads.nodes.insert(*node, nodes);
        }
        reads
    }

    /// Adds what an operand reads, itself and by way of names.
    pub(super) fn add(
        &self,
        operand: &Operand,
        fields: &mut BTreeSet<FieldId>,
        nodes: &mut BTreeSet<Node>,
    ) {
        let node = match operand.kind {
            OperandKind::Field(id) => {
                fields.insert(id);
                return;
            }
            OperandKind::Define(id) => Node::Define(id),
            OperandKind::Score(id) => Node::Score(id),
            OperandKind::Decision(id) => Node::Decision(id),
            _ => return,
        };
        nodes.insert(node);
        fields.extend(self.fields.get(&node).into_iter().flatten().copied());
        nodes.extend(self.nodes.get(&node).into_iter().flatten().copied());
    }

    /// The definitions, scores and decisions that conditions read, themselves and by way of names.
    pub(super) fn of_conditions(&self, conditions: &[&Condition]) -> BTreeSet<Node> {
        let (mut fields, mut nodes) = (BTreeSet::new(), BTreeSet::new());
        for condition in conditions {
            condition.walk(&mut |part| {
                if let Part::Operand(operand) = part {
                    self.add(operand, &mut fields, &mut nodes);
                }
            });
        }
        nodes
    }

    /// The fields behind a definition, score or decision.
    pub(super) fn fields(&self, node: Node) -> impl Iterator<Item = FieldId> {
        self.fields.get(&node).into_iter().flatten().copied()
    }

    /// The definitions, scores and decisions behind one.
    pub(super) fn nodes(&self, node: Node) -> impl Iterator<Item = Node> {
        self.nodes.get(&node).into_iter().flatten().copied()
    }

    /// Whether a change can be seen in a definition, score or decision.
    pub(super) fn sees(&self, node: Node, change: &Change) -> bool {
        match change {
            Change::Nothing => false,
            Change::Field(field) => {
                let fields = self.fields.get(&node);
                fields.is_some_and(|fields| fields.contains(field))
            }
            Change::Moved(writes) => {
                let fields = self.fields.get(&node);
                let mut fields = fields.into_iter().flatten();
                fields.any(|field| writes.contains_key(field))
            }
            Change::Without(score, _) => {
                let score = Node::Score(*score);
                let nodes = self.nodes.get(&node);
                node == score || nodes.is_some_and(|nodes| nodes.contains(&score))
            }
        }
    }
}
