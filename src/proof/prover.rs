//! Formulas about the leads of a policy, made as they are asked for.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::base::Guarded;
use super::decision::DecisionFormulas;
use super::formula::Formula;
use super::orders::Orders;
use super::score::ScoreFormulas;
use super::solver::Solver;
use super::text_sites::{Place, Sites};
use super::text_vars::TextVars;
use super::view::{Change, Reads, View};
use crate::model::{Condition, DecisionId, DefineId, FieldId, Model, Node, Operand, Part, ScoreId};
use crate::value::{Date, Instant, Value};

/// What all provers of a policy share: worked out once.
#[derive(Debug)]
pub struct Ground<'m> {
    pub(super) model: &'m Model,
    pub(super) as_of: Instant,
    pub(super) today: Date,
    pub(super) reads: Reads,
    pub(super) sites: Sites,
}

impl<'m> Ground<'m> {
    /// What a policy says at an instant.
    #[must_use]
    pub fn new(model: &'m Model, as_of: Instant) -> Ground<'m> {
        Ground {
            model,
            as_of,
            today: model.zone.date(as_of),
            reads: Reads::new(model),
            sites: Sites::new(model),
        }
    }

    /// The policy.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// The instant.
    #[must_use]
    pub fn as_of(&self) -> Instant {
        self.as_of
    }

    /// The definitions, scores and decisions behind one, in the order in which they are worked out.
    #[must_use]
    pub fn behind(&self, node: Node) -> Vec<Node> {
        let behind: BTreeSet<_> = self.reads.nodes(node).collect();
        let order = self.model.order.iter().copied();
        order.filter(|node| behind.contains(node)).collect()
    }

    /// The definitions, scores and decisions that conditions and decisions hang on.
    pub fn nodes_behind(
        &self,
        conditions: &[&Condition],
        decisions: impl Iterator<Item = DecisionId>,
    ) -> BTreeSet<Node> {
        let mut nodes = self.reads.of_conditions(conditions);
        for node in decisions.map(Node::Decision) {
            nodes.extend(self.reads.nodes(node).chain([node]));
        }
        nodes
    }

    /// Adds the fields behind an operand.
    pub fn fields_of_operand(&self, operand: &Operand, fields: &mut BTreeSet<FieldId>) {
        let mut nodes = BTreeSet::new();
        operand.walk(&mut |part| {
            if let Part::Operand(operand) = part {
                self.reads.add(operand, fields, &mut nodes);
            }
        });
    }

    /// The fields behind a definition, score or decision.
    #[must_use]
    pub fn fields_behind(&self, node: Node) -> Vec<FieldId> {
        self.reads.fields(node).collect()
    }
}

/// Answers questions about all leads.
pub struct Prover<'m> {
    pub(super) model: &'m Model,
    pub(super) as_of: Instant,
    pub(super) today: Date,
    pub(super) reads: &'m Reads,
    pub(super) sites: &'m Sites,
    pub(super) solver: Solver,
    pub(super) changes: Vec<Change>,
    pub(super) fields: BTreeMap<(View, FieldId), FieldVar>,
    pub(super) orders: Orders,
    pub(super) texts: TextVars,
    /// Texts that were found, by what was asked of them.
    pub(super) known_texts: BTreeMap<(View, FieldId, Vec<Formula>), crate::value::Text>,
    /// Texts that are as in a given lead.
    pub(super) kept_texts: Vec<super::kept_texts::KeptText>,
    pub(super) equal_texts: BTreeMap<(PlaceOf, PlaceOf), Formula>,
    pub(super) defines: BTreeMap<(View, DefineId), Rc<Guarded>>,
    pub(super) scores: BTreeMap<(View, ScoreId), Rc<ScoreFormulas>>,
    pub(super) decisions: BTreeMap<(View, DecisionId), Rc<DecisionFormulas>>,
    /// Something was met that is not followed: an assignment may be none.
    pub(super) is_opaque: bool,
    /// Values for the assignment that was found last.
    pub(super) values: super::search::Values,
    /// A text has characters that people do not write, such as the end of a line.
    pub(super) odd_texts: Formula,
    facts_known: bool,
}

/// A text of a lead in a view.
pub(super) type PlaceOf = (View, Place);

/// What is known of a field of a lead.
#[derive(Debug, Clone)]
pub(super) struct FieldVar {
    pub(super) missing: Formula,
    pub(super) value: FieldValue,
}

/// What a field holds where it is not missing.
#[derive(Debug, Clone)]
pub(super) enum FieldValue {
    Boolean(Formula),
    Choice(Vec<Formula>),
    Set(Vec<Formula>),
    Text(Place),
    /// The ordered thing, and how many of its units are one.
    Ordered(super::orders::OrderedId, i128, super::base::Measure),
}

impl<'m> Prover<'m> {
    /// Nothing asked yet, and so many steps of a whole budget.
    #[must_use]
    pub fn new(ground: &'m Ground<'m>, budget: u64, whole: u64) -> Prover<'m> {
        let mut solver = Solver::new(budget, whole);
        let odd_texts = solver.free();
        Prover {
            odd_texts,
            model: ground.model,
            as_of: ground.as_of,
            today: ground.today,
            reads: &ground.reads,
            sites: &ground.sites,
            solver,
            changes: vec![Change::Nothing],
            fields: BTreeMap::new(),
            orders: Orders::default(),
            texts: BTreeMap::new(),
            known_texts: BTreeMap::new(),
            kept_texts: Vec::new(),
            equal_texts: BTreeMap::new(),
            defines: BTreeMap::new(),
            scores: BTreeMap::new(),
            decisions: BTreeMap::new(),
            is_opaque: false,
            values: super::search::Values::default(),
            facts_known: false,
        }
    }

    /// Leaves out leads that break a fact.
    pub fn assume_facts(&mut self) {
        if std::mem::replace(&mut self.facts_known, true) {
            return;
        }
        for fact in &self.model.facts {
            let so = self.condition(View::ITSELF, &fact.condition);
            self.solver.assume(!so.no);
        }
    }

    /// Whether leads that break a fact are left out.
    #[must_use]
    pub fn knows_facts(&self) -> bool {
        self.facts_known
    }

    /// The lead, or the policy, with a change.
    pub(super) fn view(&mut self, change: Change) -> View {
        self.changes.push(change);
        View(self.changes.len() - 1)
    }

    pub(super) fn change(&self, view: View) -> Change {
        self.changes.get(view.0).cloned().unwrap_or(Change::Nothing)
    }

    /// The view in which a definition, score or decision looks as in this one: the lead itself
    /// where it does not see what has changed.
    pub(super) fn view_of(&self, view: View, node: Node) -> View {
        match self.reads.sees(node, &self.change(view)) {
            true => view,
            false => View::ITSELF,
        }
    }

    /// The same of a field.
    pub(super) fn view_of_field(&self, view: View, field: FieldId) -> View {
        match self.change(view) {
            Change::Field(changed) if changed == field => view,
            Change::Moved(writes) if writes.contains_key(&field) => view,
            _ => View::ITSELF,
        }
    }

    /// The same of a text.
    pub(super) fn view_of_place(&self, view: View, place: Place) -> View {
        let (Place::Whole(field) | Place::Domain(field)) = place;
        self.view_of_field(view, field)
    }

    /// Something that is not followed.
    pub(super) fn opaque(&mut self) -> Formula {
        self.is_opaque = true;
        self.solver.free()
    }

    /// How two constants stand to each other.
    pub(super) fn order(&self, a: &Value, b: &Value) -> Option<Ordering> {
        crate::eval::order(&self.model.zone, a, b)
    }

    /// Whether something asked so far looks at a field.
    #[must_use]
    pub fn asks_of(&self, field: FieldId) -> bool {
        self.fields.contains_key(&(View::ITSELF, field))
    }

    /// How many steps are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        self.solver.left()
    }

    /// All of these.
    pub fn all(&mut self, parts: &[Formula]) -> Formula {
        self.solver.all(parts.iter().copied())
    }

    /// One of these.
    pub fn any(&mut self, parts: &[Formula]) -> Formula {
        self.solver.any(parts.iter().copied())
    }

    /// Whether all steps are taken, so that nothing more will be decided.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.left() == 0
    }

    /// What is so of no lead.
    #[must_use]
    pub fn never(&self) -> Formula {
        self.solver.never()
    }

    /// What is so of every lead.
    #[must_use]
    pub fn always(&self) -> Formula {
        self.solver.always()
    }
}
