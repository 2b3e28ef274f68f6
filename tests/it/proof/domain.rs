//! For each field the values that stand for all that it can have: those on and beside everything
//! that the policy compares it with, one of each sort that no condition tells apart.

use std::collections::{BTreeMap, BTreeSet};

use groundrules::eval::{evaluate, trace};
use groundrules::model::{
    Batch, Cell, Condition, ConditionKind, FieldId, Model, Node, Operand, OperandKind, Type,
};
use groundrules::value::{Instant, Text, Value};

use super::candidates;
use super::parts::{Behind, behind, leaves};

/// The values of each field, by its number.
#[derive(Debug, Clone)]
pub(super) struct Domain {
    pub(super) cells: Vec<Vec<Cell>>,
    /// Whether they stand for all values; of some texts nobody can say.
    pub(super) representative: bool,
}

impl Domain {
    /// The values of all fields; nothing where there are more than `most` leads, facts apart.
    pub(super) fn of(model: &Model, as_of: Instant, most: usize) -> Option<Domain> {
        let sieve = Sieve::new(model, as_of);
        let mut cells = vec![Vec::new(); model.fields.len()];
        let mut size = 1;
        let mut fields: Vec<_> = model.fields.iter().collect();
        // Those that take longest last: most policies that are too large are so without them.
        fields.sort_by_key(|(_, field)| field.ty == Type::Text);
        for (id, _) in fields {
            let of = sieve.cells(id);
            size *= of.len();
            if size > most {
                return None;
            }
            cells[id.index()] = of;
        }
        Some(Domain {
            cells,
            representative: !texts_are_open(model),
        })
    }

    /// How many leads there are, facts apart.
    pub(super) fn size(&self) -> usize {
        self.cells.iter().map(Vec::len).product()
    }
}

/// Whether some text is asked for more than whether it equals another.
fn texts_are_open(model: &Model) -> bool {
    leaves(model)
        .iter()
        .any(|leaf| matches!(leaf.kind, ConditionKind::Text(..)))
}

/// The same conditions without those that ask what an earlier one asks, as far as that is plain.
fn distinct(leaves: Vec<&Condition>) -> Vec<&Condition> {
    let plain = |of: &Operand| match &of.kind {
        OperandKind::Field(id) => Some((*id, false)),
        OperandKind::Domain(of) => match of.kind {
            OperandKind::Field(id) => Some((id, true)),
            _ => None,
        },
        _ => None,
    };
    let value = |of: &Operand| match &of.kind {
        OperandKind::Constant(value) => Some(value.clone()),
        _ => None,
    };
    let alike = |a: &Condition, b: &Condition| match (&a.kind, &b.kind) {
        (ConditionKind::Text(a, tests), ConditionKind::Text(b, others)) => {
            plain(a).is_some() && plain(a) == plain(b) && tests == others
        }
        (ConditionKind::Compare(a, op, bar), ConditionKind::Compare(b, other, limit)) => {
            let same = plain(a) == plain(b) && value(bar) == value(limit) && op == other;
            plain(a).is_some() && value(bar).is_some() && same
        }
        (ConditionKind::IsKnown(a), ConditionKind::IsKnown(b))
        | (ConditionKind::IsMissing(a), ConditionKind::IsMissing(b))
        | (ConditionKind::IsEmpty(a), ConditionKind::IsEmpty(b))
        | (ConditionKind::Holds(a), ConditionKind::Holds(b)) => {
            plain(a).is_some() && plain(a) == plain(b)
        }
        (ConditionKind::OneOf(a, values), ConditionKind::OneOf(b, others)) => {
            plain(a).is_some() && plain(a) == plain(b) && values == others
        }
        _ => false,
    };
    let mut kept: Vec<&Condition> = Vec::new();
    for leaf in leaves {
        if !kept.iter().any(|other| alike(leaf, other)) {
            kept.push(leaf);
        }
    }
    kept
}

/// Tells which values of a field are of one sort.
struct Sieve<'m> {
    model: &'m Model,
    /// The policy with nothing but its definitions, which is quick to evaluate.
    bare: Model,
    as_of: Instant,
    leaves: Vec<(&'m Condition, Behind)>,
    /// Fields of which every value counts.
    raw: BTreeSet<FieldId>,
}

impl<'m> Sieve<'m> {
    fn new(model: &'m Model, as_of: Instant) -> Sieve<'m> {
        let mut bare = model.clone();
        bare.order.retain(|node| matches!(node, Node::Define(_)));
        bare.facts.clear();
        bare.forbids.clear();
        bare.musts = groundrules::model::Arena::default();
        let mut sieve = Sieve {
            model,
            bare,
            as_of,
            leaves: distinct(leaves(model))
                .into_iter()
                .map(|leaf| (leaf, behind(model, leaf)))
                .collect(),
            raw: BTreeSet::new(),
        };
        sieve.raw = sieve.raw_fields();
        sieve
    }

    fn raw_fields(&self) -> BTreeSet<FieldId> {
        let mut raw = BTreeSet::new();
        for (_, seen) in &self.leaves {
            if seen.fields.len() + usize::from(seen.reads_outcomes) > 1 {
                raw.extend(seen.fields.iter().copied());
            }
        }
        for decision in self.model.decisions.values() {
            let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
            for outcome in outcomes.chain(&decision.otherwise) {
                if let OperandKind::Field(id) = outcome.kind {
                    raw.insert(id);
                }
            }
        }
        raw.extend(candidates::uncapped(self.model));
        raw
    }

    fn cells(&self, id: FieldId) -> Vec<Cell> {
        let field = &self.model.fields[id];
        let mut cells = candidates::of(self.model, id, self.as_of);
        let counted = candidates::counted(self.model, id);
        if !self.is_read(id) && counted.is_empty() {
            cells.truncate(1);
            return cells;
        }
        let is_text = field.ty == Type::Text;
        if is_text || !self.raw.contains(&id) {
            // Two of a sort, so that two texts can be the same or not.
            let many = if is_text && self.raw.contains(&id) {
                2
            } else {
                1
            };
            let mut sorts: BTreeMap<Vec<i64>, usize> = BTreeMap::new();
            cells.retain(|cell| {
                let sort = self.sort(id, cell, &counted);
                let seen = sorts.entry(sort).or_default();
                *seen += 1;
                *seen <= many
            });
        }
        if !field.required && !matches!(field.ty, Type::Several(_)) {
            cells.push(Cell::Missing);
        }
        cells
    }

    fn is_read(&self, id: FieldId) -> bool {
        self.raw.contains(&id)
            || self
                .leaves
                .iter()
                .any(|(_, seen)| seen.fields.contains(&id))
    }

    /// What the conditions of the policy make of a value: alike for values that none tells apart.
    fn sort(&self, id: FieldId, cell: &Cell, counted: &[candidates::Counted<'_>]) -> Vec<i64> {
        let is_text = self.model.fields[id].ty == Type::Text;
        // A text may meet another one, and then counts as that one does.
        let places: Vec<FieldId> = match is_text && self.raw.contains(&id) {
            true => {
                let fields = self.model.fields.iter();
                let texts = fields.filter(|(_, field)| field.ty == Type::Text);
                texts.map(|(id, _)| id).collect()
            }
            false => vec![id],
        };
        let mut sort = Vec::new();
        for place in places {
            let mut batch = Batch::new(self.model.fields.len());
            batch.push(
                self.model
                    .fields
                    .iter()
                    .map(|(other, _)| match other == place {
                        true => cell.clone(),
                        false => Cell::Missing,
                    }),
            );
            let lead = batch.lead(0);
            let evaluation = evaluate(&self.bare, lead, self.as_of);
            for (leaf, seen) in &self.leaves {
                if seen.fields.contains(&place) && !seen.reads_outcomes {
                    let trace = trace::condition(&self.bare, lead, self.as_of, &evaluation, leaf);
                    sort.push(trace.truth as i64);
                }
            }
            for counted in counted {
                let trace =
                    trace::operand(&self.bare, lead, self.as_of, &evaluation, &counted.per.of);
                sort.push(trace.value.known().map_or(-1, |value| counted.units(value)));
            }
        }
        sort
    }
}

/// A text as a cell.
pub(super) fn text(text: &str) -> Cell {
    Cell::Known(Value::Text(Text::new(text)))
}
