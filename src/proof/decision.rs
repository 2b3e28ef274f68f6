//! Formulas about decisions: which rules hold, which of them stand, and what comes out.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::base::{Base, Guarded, Kind};
use super::condition::{Instead, So};
use super::formula::Formula;
use super::prover::Prover;
use super::view::View;
use crate::eval::stands_above;
use crate::model::{Decision, DecisionId, Node, Operand, OperandKind, Rule};

/// What is known of a decision.
#[derive(Debug, Clone)]
pub(super) struct DecisionFormulas {
    /// Each rule: its `when` is yes and its `unless` is not.
    pub(super) held: Vec<Formula>,
    /// The same, and where order counts no rule before it holds.
    pub(super) counts: Vec<Formula>,
    /// The same, and no rule that stands above it counts.
    pub(super) stands: Vec<Formula>,
    /// No rule holds.
    pub(super) none: Formula,
    /// Rules stand that do not agree, or all that hold stand below each other.
    pub(super) conflict: Formula,
    /// There is no outcome, and the decision does not allow that.
    pub(super) gap: Formula,
    /// What comes out where there is neither a gap nor a conflict.
    pub(super) outcome: Guarded,
}

/// Rules with one and the same outcome.
struct Agreeing {
    kind: Kind,
    /// One of them stands.
    stands: Formula,
    cases: Guarded,
}

impl Prover<'_> {
    /// What is known of a decision.
    pub(super) fn decision(&mut self, view: View, id: DecisionId) -> Rc<DecisionFormulas> {
        let view = self.view_of(view, Node::Decision(id));
        if let Some(known) = self.decisions.get(&(view, id)) {
            return Rc::clone(known);
        }
        let formulas = match self.model.decisions.get(id) {
            Some(decision) => {
                let held = self.all_held(view, decision);
                self.decided(view, decision, held)
            }
            None => DecisionFormulas {
                held: Vec::new(),
                counts: Vec::new(),
                stands: Vec::new(),
                none: self.solver.always(),
                conflict: self.solver.never(),
                gap: self.solver.never(),
                outcome: vec![(self.solver.always(), Base::Opaque)],
            },
        };
        let formulas = Rc::new(formulas);
        self.decisions.insert((view, id), Rc::clone(&formulas));
        formulas
    }

    fn all_held(&mut self, view: View, decision: &Decision) -> Vec<Formula> {
        let rules = decision.rules.iter();
        rules.map(|rule| self.rule_held(view, rule, &[])).collect()
    }

    /// That a rule holds, perhaps with parts of its conditions taken as something else.
    pub(super) fn rule_held(
        &mut self,
        view: View,
        rule: &Rule,
        instead: Instead<'_, '_>,
    ) -> Formula {
        let mut so = |condition: Option<&_>, without| match condition {
            Some(condition) => self.condition_instead(view, condition, instead),
            None => self.told(without),
        };
        let when: So = so(rule.when.as_ref(), true);
        let unless = so(rule.unless.as_ref(), false);
        self.solver.all([when.yes, !unless.yes])
    }

    /// What comes out where these rules hold.
    pub(super) fn decided(
        &mut self,
        view: View,
        decision: &Decision,
        held: Vec<Formula>,
    ) -> DecisionFormulas {
        let counts = self.counting(decision, &held);
        let stands = self.standing(decision, &counts);
        let none: Vec<_> = held.iter().map(|rule| !*rule).collect();
        let none = self.solver.all(none);
        let groups = self.agreeing(view, decision, &stands);
        let mut conflict = self.disagree(&groups);
        // Rules that all stand below each other decide nothing either.
        if decision.rules.iter().any(|rule| rule.overrides_all) {
            let any_stands = self.solver.any(stands.iter().copied());
            let ring = self.solver.all([!none, !any_stands]);
            conflict = self.solver.any([conflict, ring]);
        }
        let mut outcome = Guarded::new();
        for group in &groups {
            for (when, base) in &group.cases {
                outcome.push((self.solver.all([group.stands, *when]), base.clone()));
            }
        }
        if let Some(otherwise) = &decision.otherwise {
            for (when, base) in self.operand(view, otherwise) {
                outcome.push((self.solver.all([none, when]), base));
            }
        } else {
            outcome.push((none, Base::Missing));
        }
        let outcome = self.kept(outcome);
        let nothing = outcome
            .iter()
            .filter(|(_, base)| matches!(base, Base::Missing));
        let nothing: Vec<_> = nothing.map(|(when, _)| *when).collect();
        let nothing = self.solver.any(nothing);
        let gap = match decision.or_none {
            true => self.solver.never(),
            false => self.solver.all([nothing, !conflict]),
        };
        DecisionFormulas {
            held,
            counts,
            stands,
            none,
            conflict,
            gap,
            outcome,
        }
    }

    /// Where order counts, for the decision or for one of its tables, only the first counts.
    fn counting(&mut self, decision: &Decision, held: &[Formula]) -> Vec<Formula> {
        if decision.first_match {
            return self.first_of(held);
        }
        let mut counts = held.to_vec();
        for table in decision.tables.iter().filter(|table| table.first_match) {
            let rows = held.get(table.rows.clone()).unwrap_or_default();
            let first = self.first_of(rows);
            for (place, first) in counts.iter_mut().skip(table.rows.start).zip(first) {
                *place = first;
            }
        }
        counts
    }

    fn standing(&mut self, decision: &Decision, counts: &[Formula]) -> Vec<Formula> {
        if decision.first_match {
            return counts.to_vec();
        }
        let mut above: Vec<Vec<Formula>> = vec![Vec::new(); counts.len()];
        for (at, rule) in decision.rules.iter().enumerate() {
            if !rule.overrides_some() {
                continue;
            }
            let Some(stronger) = counts.get(at) else {
                continue;
            };
            for below in stands_above(decision, at) {
                if let Some(place) = above.get_mut(below) {
                    place.push(*stronger);
                }
            }
        }
        let mut stands = Vec::with_capacity(counts.len());
        for (counts, above) in counts.iter().zip(above) {
            let not_above = above.into_iter().map(|stronger| !stronger);
            stands.push(self.solver.all(not_above.chain([*counts])));
        }
        stands
    }

    /// The rules by their outcomes.
    fn agreeing(&mut self, view: View, decision: &Decision, stands: &[Formula]) -> Vec<Agreeing> {
        let mut groups: Vec<(Kind, &Operand, Vec<Formula>)> = Vec::new();
        for (rule, stands) in decision.rules.iter().zip(stands) {
            let kind = kind(&rule.outcome);
            let same = |(known, operand, _): &&mut (Kind, &Operand, Vec<Formula>)| {
                *known == kind && (kind != Kind::Other || **operand == rule.outcome)
            };
            match groups.iter_mut().find(same) {
                Some((_, _, all)) => all.push(*stands),
                None => groups.push((kind, &rule.outcome, vec![*stands])),
            }
        }
        let mut agreeing = Vec::new();
        for (kind, operand, stands) in groups {
            agreeing.push(Agreeing {
                kind,
                stands: self.solver.any(stands),
                cases: self.operand(view, operand),
            });
        }
        agreeing
    }

    /// Two groups stand whose outcomes differ.
    fn disagree(&mut self, groups: &[Agreeing]) -> Formula {
        if groups.iter().all(|group| group.kind != Kind::Other) {
            let stands: Vec<_> = groups.iter().map(|group| group.stands).collect();
            return self.two_of(&stands);
        }
        let mut pairs = Vec::new();
        for (at, one) in groups.iter().enumerate() {
            for other in groups.iter().skip(at + 1) {
                let differ = self.differ(&one.kind, &one.cases, &other.kind, &other.cases);
                pairs.push(self.solver.all([one.stands, other.stands, differ]));
            }
        }
        self.solver.any(pairs)
    }

    /// That two outcomes differ: a field only agrees with itself, all else by value.
    fn differ(&mut self, a: &Kind, of_a: &Guarded, b: &Kind, of_b: &Guarded) -> Formula {
        if matches!(a, Kind::Field(_)) || matches!(b, Kind::Field(_)) {
            return self.solver.constant(a != b);
        }
        self.values_differ(of_a, of_b)
    }

    /// That two things do not have the same value; two that have none are the same.
    pub(super) fn values_differ(&mut self, one: &Guarded, other: &Guarded) -> Formula {
        let mut parts = Vec::new();
        for (when, x) in one {
            for (also, y) in other {
                let both = self.solver.all([*when, *also]);
                if both == self.solver.never() {
                    continue;
                }
                let differ = match (x, y) {
                    (Base::Missing, Base::Missing) => self.solver.never(),
                    (Base::Missing, _) | (_, Base::Missing) => self.solver.always(),
                    (x, y) => !self.equal(x, y),
                };
                parts.push(self.solver.all([both, differ]));
            }
        }
        self.solver.any(parts)
    }

    /// That the outcomes of two rules differ.
    pub(super) fn outcomes_differ(&mut self, view: View, a: &Operand, b: &Operand) -> Formula {
        let (kind_a, kind_b) = (kind(a), kind(b));
        if let (Kind::Constant(a), Kind::Constant(b)) = (&kind_a, &kind_b) {
            let same = self.order(a, b) == Some(std::cmp::Ordering::Equal);
            return self.solver.constant(!same);
        }
        let (of_a, of_b) = (self.operand(view, a), self.operand(view, b));
        self.differ(&kind_a, &of_a, &kind_b, &of_b)
    }

    /// Neither this nor anything that it reads is in a gap or a conflict.
    pub(super) fn is_well(&mut self, view: View, node: Node) -> Formula {
        let mut nodes: BTreeSet<Node> = self.reads.nodes(node).collect();
        nodes.insert(node);
        self.are_well(view, nodes)
    }

    /// Nothing that this reads is in a gap or a conflict.
    pub(super) fn upstream_is_well(&mut self, view: View, node: Node) -> Formula {
        let nodes = self.reads.nodes(node).collect();
        self.are_well(view, nodes)
    }

    /// None of these is in a gap or a conflict.
    pub(super) fn are_well(&mut self, view: View, nodes: BTreeSet<Node>) -> Formula {
        let mut well = Vec::new();
        for node in nodes {
            match node {
                Node::Define(_) => {}
                Node::Score(id) => well.push(self.score(view, id).well),
                Node::Decision(id) => {
                    let decision = self.decision(view, id);
                    well.extend([!decision.gap, !decision.conflict]);
                }
            }
        }
        self.solver.all(well)
    }
}

/// What an outcome is, as far as that decides whether two agree.
fn kind(outcome: &Operand) -> Kind {
    match &outcome.kind {
        OperandKind::Constant(value) => Kind::Constant(value.clone()),
        OperandKind::Field(id) => Kind::Field(*id),
        _ => Kind::Other,
    }
}
