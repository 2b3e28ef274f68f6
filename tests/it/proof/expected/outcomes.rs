//! Gaps, conflicts, overlaps, and what is never reached.

use std::collections::{BTreeMap, BTreeSet};

use groundrules::diagnostic::Code;
use groundrules::eval::{Cause, DecidedBy, DecidedOutcome, Found, ScoreProblem, Truth, trace};
use groundrules::model::{
    Cell, Decision, DecisionId, Node, OperandKind, Part, Rule, RuleIndex, Score, ScoreId,
    ScoreItem, ScoreTable, Type,
};
use groundrules::value::{Value, domain};

use super::Expected;
use crate::proof::world::World;

pub(super) const CODES: &[Code] = &[
    Code::Gap,
    Code::Conflict,
    Code::AgreeingOverlap,
    Code::DeadOtherwise,
    Code::UnreachableOutcome,
];

pub(super) fn ask(world: &World<'_>, found: &mut Vec<Expected>) {
    for (id, decision) in world.model.decisions.iter() {
        of_decision(world, id, decision, found);
    }
    for (id, score) in world.model.scores.iter() {
        of_score(world, id, score, found);
    }
}

fn of_decision(world: &World<'_>, id: DecisionId, decision: &Decision, found: &mut Vec<Expected>) {
    let name = &decision.named.name;
    let rule = |at: RuleIndex| decision.rules[at].name.as_str();
    let fine = world.fine(Node::Decision(id));
    let mut pairs: BTreeMap<(RuleIndex, RuleIndex), usize> = BTreeMap::new();
    let (mut gap, mut overlap, mut otherwise) = (None, None, false);
    let mut values = BTreeSet::new();
    for row in fine.iter().copied() {
        let decided = world.evaluation(row).decision(id);
        otherwise |= decided.by == DecidedBy::Otherwise;
        match &decided.outcome {
            DecidedOutcome::Gap => gap = gap.or(Some(row)),
            DecidedOutcome::Value(Value::Choice(value)) => {
                values.insert(*value);
            }
            _ => {}
        }
        if decision.first_match {
            continue;
        }
        let held = decided.held.iter().copied();
        let left: Vec<_> = held
            .filter(|rule| !decided.overridden.contains(rule))
            .collect();
        for (nth, a) in left.iter().copied().enumerate() {
            for b in left[nth + 1..].iter().copied() {
                match differ(world, row, &decision.rules[a], &decision.rules[b]) {
                    true => drop(pairs.entry((a, b)).or_insert(row)),
                    false => overlap = overlap.or(Some(row)),
                }
            }
        }
    }
    let known = fine.iter().copied().find(|row| {
        let outcome = &world.evaluation(*row).decision(id).outcome;
        *outcome == DecidedOutcome::Gap
            && world.is_all_known(*row)
            && are_domains_known(world, decision, *row)
    });
    match known {
        // Apart from those that need a missing field.
        Some(row) => found.push(Expected {
            known: tested(world, decision),
            ..Expected::named(Code::Gap, name).by(row)
        }),
        None => found.extend(gap.map(|row| Expected::named(Code::Gap, name).by(row))),
    }
    found.extend(overlap.map(|row| Expected::named(Code::AgreeingOverlap, name).by(row)));
    found.extend(pairs.into_iter().map(|((a, b), row)| {
        Expected::named(Code::Conflict, name)
            .by(row)
            .of_rules([rule(a), rule(b)])
    }));
    if fine.is_empty() {
        return;
    }
    if decision.otherwise.is_some() && !otherwise {
        found.push(Expected::named(Code::DeadOtherwise, name));
    }
    unreachable(world, decision, &values, found);
}

/// Whether the texts whose domains the rules of a decision look at have domains.
fn are_domains_known(world: &World<'_>, decision: &Decision, row: usize) -> bool {
    let mut known = true;
    let rules = decision.rules.iter();
    for condition in rules.flat_map(|rule| rule.when.iter().chain(&rule.unless)) {
        condition.walk(&mut |part| {
            if let Part::Operand(operand) = part
                && let OperandKind::Domain(of) = &operand.kind
                && let OperandKind::Field(id) = of.kind
                && let Cell::Known(Value::Text(text)) = world.lead(row).cell(id)
            {
                known &= domain(text).is_some();
            }
        });
    }
    known
}

/// The fields that the rules of a decision look at themselves. One behind a definition may be missing
/// where the definition is known.
fn tested(world: &World<'_>, decision: &Decision) -> BTreeSet<String> {
    let mut tested = BTreeSet::new();
    let rules = decision.rules.iter();
    for condition in rules.flat_map(|rule| rule.when.iter().chain(&rule.unless)) {
        condition.walk(&mut |part| {
            if let Part::Operand(operand) = part
                && let OperandKind::Field(id) = operand.kind
            {
                let field = &world.model.fields[id];
                // A set is never missing, and need not be named where it is empty.
                if !matches!(field.ty, Type::Several(_)) {
                    tested.insert(field.named.name.clone());
                }
            }
        });
    }
    tested
}

fn unreachable(
    world: &World<'_>,
    decision: &Decision,
    reached: &BTreeSet<u32>,
    found: &mut Vec<Expected>,
) {
    let Type::Choice(values) = decision.ty else {
        return;
    };
    let values = &world.model.enumerations[values].values;
    let never = (0..).zip(values).filter(|(at, _)| !reached.contains(at));
    let names: BTreeSet<_> = never.map(|(_, value)| value.name.clone()).collect();
    if names.is_empty() {
        return;
    }
    found.push(Expected {
        names,
        // A rule that never decides says why.
        texts: decision.rules.iter().map(|rule| rule.span).collect(),
        ..Expected::named(Code::UnreachableOutcome, &decision.named.name)
    });
}

/// Whether two rules that hold disagree about a lead.
fn differ(world: &World<'_>, row: usize, a: &Rule, b: &Rule) -> bool {
    let field = |rule: &Rule| match rule.outcome.kind {
        OperandKind::Field(id) => Some(id),
        _ => None,
    };
    if field(a).is_some() || field(b).is_some() {
        return field(a) != field(b);
    }
    let value = |rule: &Rule| {
        let (lead, evaluation) = (world.lead(row), world.evaluation(row));
        trace::operand(world.model, lead, world.as_of, evaluation, &rule.outcome).value
    };
    match (value(a), value(b)) {
        (Found::Known(a), Found::Known(b)) => a != b,
        (a, b) => a != b,
    }
}

fn of_score(world: &World<'_>, id: ScoreId, score: &Score, found: &mut Vec<Expected>) {
    let name = &score.named.name;
    let fine = world.fine(Node::Score(id));
    let tables = tables(&score.items);
    let mut pairs: BTreeMap<BTreeSet<&str>, usize> = BTreeMap::new();
    let mut gap = None;
    for row in fine.iter().copied() {
        let evaluation = world.evaluation(row);
        debug_assert!(
            !evaluation
                .stops
                .get(&Node::Score(id))
                .is_some_and(|causes| {
                    causes.iter().any(|cause| matches!(cause, Cause::Node(_)))
                })
        );
        for problem in &evaluation.score(id).problems {
            match problem {
                ScoreProblem::Gap { .. } => gap = gap.or(Some(row)),
                ScoreProblem::Conflict { table, rows } => {
                    let table = tables.iter().find(|it| it.span == *table).unwrap();
                    for (nth, a) in rows.iter().enumerate() {
                        for b in &rows[nth + 1..] {
                            let (a, b) = (&table.rows[*a], &table.rows[*b]);
                            if a.points != b.points {
                                let both = BTreeSet::from([a.name.as_str(), b.name.as_str()]);
                                pairs.entry(both).or_insert(row);
                            }
                        }
                    }
                }
            }
        }
    }
    found.extend(gap.map(|row| Expected::named(Code::Gap, name).by(row)));
    found.extend(pairs.into_iter().map(|(rules, row)| {
        Expected::named(Code::Conflict, name)
            .by(row)
            .of_rules(rules)
    }));
    for table in tables.iter().filter(|table| table.otherwise.is_some()) {
        let covered = |row: &usize| {
            let mut rows = table.rows.iter();
            rows.any(|it| world.truth(*row, &it.when) == Truth::Yes)
        };
        if !fine.is_empty() && fine.iter().all(covered) {
            found.push(Expected::named(Code::DeadOtherwise, name));
        }
    }
}

/// All tables of a score.
pub(super) fn tables(items: &[ScoreItem]) -> Vec<&ScoreTable> {
    let each = items.iter().map(|item| match item {
        ScoreItem::Line(_) => Vec::new(),
        ScoreItem::Group(group) => tables(&group.items),
        ScoreItem::Table(table) => vec![table],
    });
    each.flatten().collect()
}
