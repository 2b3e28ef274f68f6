//! Every lead that a small policy allows, and what the evaluator says of each.

use std::collections::{BTreeMap, BTreeSet};

use groundrules::eval::{DecidedOutcome, Evaluation, Truth, evaluate, trace};
use groundrules::model::{Batch, Cell, Condition, FieldId, Lead, Model, Node, Type};
use groundrules::value::Instant;

use super::domain::Domain;
use super::parts::behind;

/// A policy with all its leads.
pub(super) struct World<'m> {
    pub(super) model: &'m Model,
    pub(super) as_of: Instant,
    pub(super) domain: Domain,
    /// All combinations of values, those that break a fact too.
    batch: Batch,
    evaluations: Vec<Evaluation>,
    /// Those that break no fact, in an order that comes round to all values soon.
    leads: Vec<usize>,
    /// All that each definition, score and decision reads, by way of others too.
    upstream: BTreeMap<Node, BTreeSet<Node>>,
}

impl<'m> World<'m> {
    /// All leads of a policy; nothing where there are more than `most`.
    pub(super) fn new(model: &'m Model, as_of: Instant, most: usize) -> Option<World<'m>> {
        let domain = Domain::of(model, as_of, most)?;
        let size = domain.size();
        let mut batch = Batch::new(model.fields.len());
        for row in 0..size {
            batch.push(cells(&domain, row));
        }
        let evaluations: Vec<_> = (0..size)
            .map(|row| evaluate(model, batch.lead(row), as_of))
            .collect();
        let spread = (0..size).map(|at| (at * STRIDE) % size);
        let leads = spread.filter(|row| evaluations[*row].broken_facts.is_empty());
        Some(World {
            model,
            as_of,
            leads: leads.collect(),
            batch,
            evaluations,
            upstream: upstream(model),
            domain,
        })
    }

    /// The leads that break no fact.
    pub(super) fn leads(&self) -> &[usize] {
        &self.leads
    }

    /// All combinations of values, those that break facts too.
    pub(super) fn all(&self) -> std::ops::Range<usize> {
        0..self.evaluations.len()
    }

    pub(super) fn lead(&self, row: usize) -> Lead<'_> {
        self.batch.lead(row)
    }

    pub(super) fn evaluation(&self, row: usize) -> &Evaluation {
        &self.evaluations[row]
    }

    /// Whether a lead lacks nothing.
    pub(super) fn is_all_known(&self, row: usize) -> bool {
        let mut fields = self.model.fields.iter();
        fields.all(|(id, field)| {
            matches!(field.ty, Type::Several(_)) || *self.lead(row).cell(id) != Cell::Missing
        })
    }

    /// What another policy with the same fields says of a lead.
    pub(super) fn under(&self, model: &Model, row: usize) -> Evaluation {
        evaluate(model, self.lead(row), self.as_of)
    }

    /// What a condition is of a lead.
    pub(super) fn truth(&self, row: usize, condition: &Condition) -> Truth {
        self.trace(row, condition).truth
    }

    pub(super) fn trace<'a>(
        &'a self,
        row: usize,
        condition: &'a Condition,
    ) -> trace::ConditionTrace<'a> {
        let evaluation = &self.evaluations[row];
        trace::condition(
            self.model,
            self.lead(row),
            self.as_of,
            evaluation,
            condition,
        )
    }

    /// Whether all these, and all that they read, have come out for a lead.
    fn come_out(&self, row: usize, nodes: &BTreeSet<Node>) -> bool {
        come_out(&self.evaluations[row], nodes)
    }

    /// The leads for which all that this reads has come out.
    pub(super) fn fine(&self, node: Node) -> Vec<usize> {
        self.where_come_out(&self.upstream[&node])
    }

    /// The leads for which all that these conditions read has come out.
    pub(super) fn fine_for<'c>(
        &self,
        conditions: impl IntoIterator<Item = &'c Condition>,
    ) -> Vec<usize> {
        let mut nodes = BTreeSet::new();
        for condition in conditions {
            for node in behind(self.model, condition).nodes {
                nodes.extend(self.upstream[&node].iter().copied());
                nodes.insert(node);
            }
        }
        self.where_come_out(&nodes)
    }

    fn where_come_out(&self, nodes: &BTreeSet<Node>) -> Vec<usize> {
        let leads = self.leads.iter().copied();
        leads.filter(|row| self.come_out(*row, nodes)).collect()
    }

    /// The leads that are like this one but for one field, in which it has none and they have.
    pub(super) fn with_known(&self, row: usize, id: FieldId) -> Vec<usize> {
        let cells = &self.domain.cells[id.index()];
        let step = self.step(id);
        let here = (row / step) % cells.len();
        if cells[here] != Cell::Missing {
            return Vec::new();
        }
        let others = (0..cells.len()).filter(|at| *at != here);
        let rows = others.map(|at| row - here * step + at * step);
        rows.filter(|row| self.evaluations[*row].broken_facts.is_empty())
            .collect()
    }

    /// How far apart two leads stand that differ by the next value of this field alone.
    fn step(&self, id: FieldId) -> usize {
        let before = &self.domain.cells[..id.index()];
        before.iter().map(Vec::len).product()
    }

    /// A lead in words.
    pub(super) fn show(&self, row: usize) -> String {
        show(self.model, self.lead(row))
    }
}

/// Whether all these have come out: are neither stopped nor in a gap or conflict.
pub(super) fn come_out(evaluation: &Evaluation, nodes: &BTreeSet<Node>) -> bool {
    nodes.iter().all(|node| match node {
        Node::Define(_) => true,
        Node::Score(id) => evaluation.score(*id).total.is_some(),
        Node::Decision(id) => matches!(
            evaluation.decision(*id).outcome,
            DecidedOutcome::Value(_) | DecidedOutcome::Nothing
        ),
    })
}

/// A lead in words.
pub(super) fn show(model: &Model, lead: Lead<'_>) -> String {
    let cells = model.fields.iter().map(|(id, field)| {
        let value = match lead.cell(id) {
            Cell::Known(value) => format!("{:?}", model.show(value, field.ty)),
            Cell::Missing => "missing".to_owned(),
            Cell::Bad => "bad".to_owned(),
        };
        format!("{} {value}", field.named.name)
    });
    cells.collect::<Vec<_>>().join("  ")
}

/// A prime beyond all sizes, so that its multiples reach every lead.
const STRIDE: usize = 1_000_003;

fn cells(domain: &Domain, mut row: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    for of in &domain.cells {
        cells.push(of[row % of.len()].clone());
        row /= of.len();
    }
    cells
}

/// All that each definition, score and decision reads, by way of others too.
pub(super) fn upstream(model: &Model) -> BTreeMap<Node, BTreeSet<Node>> {
    let mut upstream: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for node in &model.order {
        let mut all = BTreeSet::new();
        for read in model.reads.get(node).into_iter().flatten() {
            all.extend(upstream.get(read).into_iter().flatten().copied());
            all.insert(*read);
        }
        upstream.insert(*node, all);
    }
    upstream
}
