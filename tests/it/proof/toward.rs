//! `why --toward` against brute force: policies that grow at random, some of their leads, and every
//! lead that each of them could become.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use groundrules::analyze::Options;
use groundrules::eval::{DecidedOutcome, Evaluation, evaluate, trace};
use groundrules::model::{
    Arena, Batch, Cell, DecisionId, FieldId, Model, Node, Operand, OperandKind, Type,
};
use groundrules::value::{Instant, Value};
use groundrules::why::{self, Case, Goal, Outcome, Toward, Way};

use super::candidates;
use super::chance::Chance;
use super::domain::{Domain, text};
use super::parts::{behind, leaves};
use super::world::{come_out, show, upstream};
use super::{compiled, grow, has_errors, setting};

/// Fields changed, of them those that become missing, and steps.
type Cost = (usize, usize, usize);

/// All that a lead can be, for one decision.
struct All<'m> {
    model: &'m Model,
    as_of: Instant,
    decision: DecisionId,
    cells: Vec<Vec<Cell>>,
    /// Of each value of a number, how many sorts of values lie below it.
    sorts: Vec<Vec<usize>>,
    batch: Batch,
    evaluations: Vec<Evaluation>,
    /// Nothing was left out.
    representative: bool,
}

/// A policy that says no more than a decision and what it reads.
fn only(model: &Model, decision: DecisionId) -> Model {
    let read = &upstream(model)[&Node::Decision(decision)];
    let is_read = |node: Node| node == Node::Decision(decision) || read.contains(&node);
    let mut only = model.clone();
    for (id, _) in model.decisions.iter() {
        if !is_read(Node::Decision(id)) {
            let it = only.decisions.get_mut(id).unwrap();
            (it.rules, it.tables, it.otherwise) = (Vec::new(), Vec::new(), None);
        }
    }
    for (id, _) in model.scores.iter() {
        if !is_read(Node::Score(id)) {
            only.scores.get_mut(id).unwrap().items.clear();
        }
    }
    for (id, define) in model.defines.iter() {
        if !is_read(Node::Define(id)) {
            only.defines.get_mut(id).unwrap().value = Operand {
                kind: OperandKind::Constant(Value::Boolean(true)),
                ty: Type::Boolean,
                span: define.named.span,
            };
        }
    }
    only.forbids.clear();
    only.musts = Arena::default();
    only
}

impl<'m> All<'m> {
    /// The values of a whole policy, as far as a decision can tell them apart.
    fn new(
        whole: &Model,
        model: &'m Model,
        decision: DecisionId,
        as_of: Instant,
        most: usize,
    ) -> Option<Self> {
        let domain = Domain::of(whole, as_of, most)?;
        let (mut cells, mut sorts) = (Vec::new(), Vec::new());
        for (id, field) in model.fields.iter() {
            let sieved = domain.cells[id.index()].clone();
            let ordered = model.enumeration(field.ty).is_some_and(|it| it.ordered);
            let lone = sieved.len() == 1;
            let (of, sort) = match field.ty {
                _ if lone => (sieved, vec![0]),
                Type::Integer | Type::Number | Type::Money(_) => numbers(model, id, as_of),
                Type::Several(_) => (candidates::of(model, id, as_of), Vec::new()),
                Type::Choice(_) if ordered => {
                    let mut of = candidates::of(model, id, as_of);
                    of.extend((!field.required).then_some(Cell::Missing));
                    (of, Vec::new())
                }
                // No data has a blank text. And two texts that are no other field's.
                Type::Text => {
                    let is_blank = |cell: &Cell| matches!(cell, Cell::Known(Value::Text(it)) if it.folded().is_empty());
                    let kept = sieved.into_iter().filter(|cell| !is_blank(cell));
                    (kept.chain(STRANGERS.map(text)).collect(), Vec::new())
                }
                _ => (sieved, Vec::new()),
            };
            cells.push(of);
            sorts.push(sort);
        }
        let size: usize = cells.iter().map(Vec::len).product();
        if size == 0 || size > most {
            return None;
        }
        let mut batch = Batch::new(model.fields.len());
        for row in 0..size {
            let mut rest = row;
            batch.push(cells.iter().map(|of| {
                let cell = of[rest % of.len()].clone();
                rest /= of.len();
                cell
            }));
        }
        let evaluations = (0..size).map(|row| evaluate(model, batch.lead(row), as_of));
        Some(All {
            model,
            as_of,
            decision,
            evaluations: evaluations.collect(),
            batch,
            cells,
            sorts,
            representative: domain.representative,
        })
    }

    /// What it takes to become another lead; none where that cannot be.
    fn cost(&self, from: usize, to: usize) -> Option<Cost> {
        let mut cost = (0, 0, 0);
        for (id, _) in self.model.fields.iter() {
            let (before, after) = (self.batch.lead(from), self.batch.lead(to));
            let (before, after) = (before.cell(id), after.cell(id));
            if before == after {
                continue;
            }
            if why::is_settled(self.model, id) {
                return None;
            }
            cost.0 += 1;
            cost.1 += usize::from(*after == Cell::Missing);
            cost.2 += self.steps(id, before, after);
        }
        Some(cost)
    }

    fn steps(&self, id: FieldId, before: &Cell, after: &Cell) -> usize {
        let ty = self.model.fields[id].ty;
        let ordered = self.model.enumeration(ty).is_some_and(|it| it.ordered);
        let at = |cell: &Cell| {
            let place = self.cells[id.index()].iter().position(|it| it == cell);
            self.sorts[id.index()][place.unwrap()]
        };
        match (before, after) {
            (Cell::Known(Value::Choice(a)), Cell::Known(Value::Choice(b))) if ordered => {
                a.abs_diff(*b) as usize
            }
            (Cell::Known(Value::Set(a)), Cell::Known(Value::Set(b))) => {
                a.symmetric_difference(b).count()
            }
            (
                Cell::Known(Value::Number(_) | Value::Money(_)),
                Cell::Known(Value::Number(_) | Value::Money(_)),
            ) => at(before).abs_diff(at(after)).max(1),
            _ => 1,
        }
    }

    /// Whether the cut points of all numbers are those that the conditions name: a value that is asked
    /// for, or that a decision is held against, is one too where that yields a field, and of what is
    /// counted without a limit those that matter are.
    fn knows_steps(&self) -> bool {
        let mut decisions = self.model.decisions.values();
        let yields_numbers = decisions.any(|it| {
            matches!(it.ty, Type::Integer | Type::Number | Type::Money(_)) && !it.rules.is_empty()
        });
        !yields_numbers && candidates::uncapped(self.model).is_empty()
    }

    /// Whether the texts of two fields are compared with each other.
    fn compares_texts(&self) -> bool {
        leaves(self.model).into_iter().any(|leaf| {
            let fields = behind(self.model, leaf).fields;
            let texts = fields
                .iter()
                .filter(|id| self.model.fields[**id].ty == Type::Text);
            texts.count() > 1
        })
    }

    fn fewest(&self, from: usize, goal: &Goal) -> Option<Cost> {
        let read = &upstream(self.model)[&Node::Decision(self.decision)];
        let rows = 0..self.evaluations.len();
        let rows = rows.filter(|row| {
            let evaluation = &self.evaluations[*row];
            let well = evaluation.broken_facts.is_empty() && come_out(evaluation, read);
            well && goal.is_met(evaluation)
        });
        rows.filter_map(|row| self.cost(from, row)).min()
    }
}

/// The numbers of a field, ascending, the first of each run that nothing tells apart, and the number
/// of the run.
fn numbers(model: &Model, id: FieldId, as_of: Instant) -> (Vec<Cell>, Vec<usize>) {
    let mut all = candidates::of(model, id, as_of);
    all.sort_by(|a, b| match (a, b) {
        (Cell::Known(a), Cell::Known(b)) => a.compare(b).unwrap(),
        _ => Ordering::Equal,
    });
    let several = leaves(model).into_iter().any(|leaf| {
        let seen = behind(model, leaf);
        seen.fields.len() > 1 && seen.fields.contains(&id)
    });
    let mut decisions = model.decisions.values();
    let is_outcome = decisions.any(|decision| {
        let outcomes = decision.rules.iter().map(|rule| &rule.outcome);
        let mut outcomes = outcomes.chain(&decision.otherwise);
        outcomes.any(|outcome| outcome.kind == OperandKind::Field(id))
    });
    let whole = several || is_outcome || candidates::uncapped(model).contains(&id);
    let (mut cells, mut sorts) = (Vec::new(), Vec::new());
    let (mut last, mut run) = (None, 0);
    for cell in all {
        // A field that is never missing hides those behind it; beside one that has a value, two
        // fields that are compared look like one.
        let sort = [false, true].map(|known| sort(model, (id, &cell), known, as_of));
        let tells = |[a, b]: &[Vec<i128>; 2]| {
            let [x, y] = &sort;
            let mut all = a.iter().zip(x).zip(b.iter().zip(y));
            all.any(|((a, x), (b, y))| a != x && b != y)
        };
        let same = !last.as_ref().is_some_and(tells);
        run += usize::from(!same);
        if !same || last.is_none() || whole {
            cells.push(cell);
            sorts.push(run);
        }
        last = Some(sort);
    }
    if !model.fields[id].required {
        cells.push(Cell::Missing);
        sorts.push(0);
    }
    (cells, sorts)
}

const STRANGERS: [&str; 2] = ["Quay", "Wren"];

/// What a number makes of all conditions, and of all that is counted: alone, or beside those fields
/// that are never missing.
fn sort(model: &Model, (id, cell): (FieldId, &Cell), known: bool, as_of: Instant) -> Vec<i128> {
    let mut batch = Batch::new(model.fields.len());
    let all = model.fields.iter();
    batch.push(all.map(|(other, field)| match other == id {
        true => cell.clone(),
        false if known && field.required => candidates::of(model, other, as_of)[0].clone(),
        false => Cell::Missing,
    }));
    let lead = batch.lead(0);
    let evaluation = evaluate(model, lead, as_of);
    let of_it = leaves(model).into_iter().filter(|leaf| {
        let seen = behind(model, leaf);
        seen.fields.contains(&id) && !seen.reads_outcomes
    });
    let truth = |leaf| trace::condition(model, lead, as_of, &evaluation, leaf).truth;
    let mut units: Vec<i128> = of_it.map(|leaf| truth(leaf) as i128).collect();
    for counted in candidates::counted(model, id) {
        let of = trace::operand(model, lead, as_of, &evaluation, &counted.per.of);
        let count = of.value.known().map_or(-1, |value| counted.units(value));
        units.push(i128::from(count));
    }
    units
}

/// The text with one field in seven as a fact of the past.
fn with_settled(text: &str, chance: &mut Chance) -> String {
    let lines = text.lines().map(|line| {
        let is_field = line.starts_with("  f") && line.contains(": ") && !line.contains('=');
        match is_field && chance.percent(15) {
            true => format!("{line} fixed\n"),
            false => format!("{line}\n"),
        }
    });
    lines.collect()
}

/// Some outcomes of a decision: those that leads have, and others that it may have.
fn goals(all: &All<'_>) -> Vec<Goal> {
    let mut goals: Vec<Goal> = why::goals(all.model);
    goals.retain(|goal| goal.decision == all.decision);
    for evaluation in &all.evaluations {
        if let DecidedOutcome::Value(value) = &evaluation.decision(all.decision).outcome {
            let goal = Goal {
                decision: all.decision,
                outcome: Outcome::Is(value.clone()),
            };
            // Fields have many values.
            if goals.len() < 6 && !goals.contains(&goal) {
                goals.push(goal);
            }
        }
    }
    goals
}

/// What was compared.
#[derive(Debug, Default)]
struct Seen {
    already: usize,
    never: usize,
    by_fields: BTreeMap<usize, usize>,
    emptied: usize,
    not_exact: usize,
    not_decided: usize,
}

/// What there is to say against what was found; nothing where it is right.
fn wrong(
    all: &All<'_>,
    from: usize,
    goal: &Goal,
    found: &Toward,
    seen: &mut Seen,
) -> Option<String> {
    if goal.is_met(&all.evaluations[from]) {
        seen.already += 1;
        return (*found != Toward::Already).then(|| format!("it is so already: {found:?}"));
    }
    let expected = all.fewest(from, goal);
    let ways = match (found, expected) {
        (Toward::Never(_), None) => {
            seen.never += 1;
            return None;
        }
        // Two texts that have to differ, of which the tests leave only one each.
        (Toward::NotDecided, _) if all.compares_texts() => {
            seen.not_decided += 1;
            return None;
        }
        (Toward::Ways { ways, .. }, _) => ways,
        (found, expected) => return Some(format!("{found:?} and not {expected:?}")),
    };
    let costs: Vec<Cost> = ways
        .iter()
        .map(|way| (way.cells.len(), way.emptied, way.steps))
        .collect();
    let first = costs[0];
    *seen.by_fields.entry(first.0).or_default() += 1;
    seen.emptied += usize::from(first.1 > 0);
    if !costs.is_sorted() || costs.iter().any(|cost| cost.0 != first.0) {
        return Some(format!("{costs:?} are in no order"));
    }
    if let Some(wrong) = ways.iter().find_map(|way| replayed(all, from, goal, way)) {
        return Some(wrong);
    }
    match expected {
        Some(expected) if expected == first => None,
        Some(expected) if !all.knows_steps() && (expected.0, expected.1) == (first.0, first.1) => {
            seen.not_exact += 1;
            None
        }
        // What leads there leads there: brute force knows values of each sort, and not all.
        Some(expected) if (first.0, first.1) < (expected.0, expected.1) => {
            seen.not_exact += 1;
            None
        }
        Some(expected) if !all.representative && first < expected => {
            seen.not_exact += 1;
            None
        }
        None => {
            seen.not_exact += 1;
            None
        }
        expected => Some(format!("{first:?} and not {expected:?}: {ways:?}")),
    }
}

fn replayed(all: &All<'_>, from: usize, goal: &Goal, way: &Way) -> Option<String> {
    let lead = all.batch.lead(from);
    let mut batch = Batch::new(all.model.fields.len());
    batch.push(all.model.fields.iter().map(|(id, _)| {
        let cell = way.cells.iter().find(|(field, _)| *field == id);
        cell.map_or(lead.cell(id), |(_, cell)| cell).clone()
    }));
    let settled = way
        .cells
        .iter()
        .any(|(id, _)| why::is_settled(all.model, *id));
    let allowed = way.cells.iter().all(|(id, cell)| match cell {
        Cell::Known(Value::Number(it) | Value::Money(it)) => {
            all.model.fields[*id].bounds.allow(*it)
        }
        Cell::Missing => !all.model.fields[*id].required,
        _ => true,
    });
    let evaluation = evaluate(all.model, batch.lead(0), all.as_of);
    let well = evaluation.broken_facts.is_empty() && goal.is_met(&evaluation);
    (settled || !allowed || !well).then(|| format!("{way:?} does not lead there"))
}

#[test]
fn nothing_smaller_leads_there_than_what_is_told() {
    let wanted = setting("GROUNDRULES_POLICIES", 150);
    let most = if wanted > 500 { 3_000 } else { 800 };
    let mut seed = setting("GROUNDRULES_SEED", 1).wrapping_mul(104_729);
    let (mut good, mut seen) = (0, Seen::default());
    while good < wanted {
        seed = seed.wrapping_add(1);
        let mut chance = Chance::new(seed);
        let policy = with_settled(&grow(seed).outline.text(), &mut chance);
        let whole = compiled(&policy);
        if has_errors(&whole) {
            continue;
        }
        let (model, as_of) = (&whole.model, whole.as_of.unwrap());
        let ids: Vec<DecisionId> = model.decisions.iter().map(|(id, _)| id).collect();
        let decision = *chance.pick(&ids);
        let only = only(model, decision);
        let Some(all) = All::new(model, &only, decision, as_of, most) else {
            continue;
        };
        good += 1;
        for goal in goals(&all) {
            for _ in 0..3 {
                let from = chance.below(all.evaluations.len());
                // What is asked is asked of the whole policy.
                let case = Case {
                    model,
                    lead: all.batch.lead(from),
                    as_of,
                    evaluation: &evaluate(model, all.batch.lead(from), as_of),
                };
                let found = why::toward(case, &goal, Options::DEFAULT_BUDGET);
                if let Some(wrong) = wrong(&all, from, &goal, &found, &mut seen) {
                    let decision = &model.decisions[decision].named.name;
                    let lead = show(model, all.batch.lead(from));
                    panic!(
                        "seed {seed}, `{decision}` to {}: {wrong}\n{lead}\n{policy}",
                        goal.name(model)
                    );
                }
            }
        }
    }
    println!("{good} policies: {seen:?}");
    let compared: usize = seen.by_fields.values().sum();
    assert!(seen.not_decided * 100 <= compared, "{seen:?}");
    assert!(seen.not_exact * 20 <= compared, "{seen:?}");
    assert!(seen.never > 0 && seen.emptied > 0 && seen.by_fields.len() > 1);
}
