//! Rules, overrides and parts of conditions that change nothing.

use groundrules::diagnostic::Code;
use groundrules::eval::{DecidedOutcome, Truth};
use groundrules::model::{
    Arena, Condition, ConditionKind, Decision, DecisionId, Model, Node, Overridden, ScoreTable,
};
use groundrules::source::Span;

use super::Expected;
use super::outcomes::tables;
use crate::proof::parts::{inner, with_part};
use crate::proof::world::World;

pub(super) const CODES: &[Code] = &[Code::DeadRule, Code::UselessOverride, Code::DeadCondition];

pub(super) fn ask(world: &World<'_>, found: &mut Vec<Expected>) {
    for (id, decision) in world.model.decisions.iter() {
        let fine = world.fine(Node::Decision(id));
        if fine.is_empty() {
            continue;
        }
        dead_rules(world, id, decision, &fine, found);
        overrides(world, id, decision, &fine, found);
        parts(world, id, decision, &fine, found);
    }
    for (id, score) in world.model.scores.iter() {
        let fine = world.fine(Node::Score(id));
        for table in tables(&score.items) {
            dead_rows(world, table, &fine, found);
        }
    }
}

fn dead_rules(
    world: &World<'_>,
    id: DecisionId,
    decision: &Decision,
    fine: &[usize],
    found: &mut Vec<Expected>,
) {
    for (at, rule) in decision.rules.iter().enumerate() {
        let decides = |row: &usize| {
            let decided = world.evaluation(*row).decision(id);
            decided.held.contains(&at) && !decided.overridden.contains(&at)
        };
        if !fine.iter().any(decides) {
            found.push(Expected::on(Code::DeadRule, rule.span));
        }
    }
}

fn dead_rows(world: &World<'_>, table: &ScoreTable, fine: &[usize], found: &mut Vec<Expected>) {
    if fine.is_empty() {
        return;
    }
    for (at, row) in table.rows.iter().enumerate() {
        let holds = |lead: &usize, when: &Condition| world.truth(*lead, when) == Truth::Yes;
        let decides = |lead: &usize| {
            holds(lead, &row.when)
                && !(table.first_match
                    && table.rows[..at]
                        .iter()
                        .any(|before| holds(lead, &before.when)))
        };
        if !fine.iter().any(decides) {
            found.push(Expected::on(Code::DeadRule, row.span));
        }
    }
}

/// How much of what a decision says stays as it is under another policy.
#[derive(Clone, Copy, PartialEq)]
enum Stays {
    All,
    /// All but which rules disagree where some do.
    Outcomes,
    Nothing,
}

fn stays(world: &World<'_>, other: &Model, ids: &[DecisionId], leads: &[usize]) -> Stays {
    let mut stays = Stays::All;
    for row in leads {
        let (before, after) = (world.evaluation(*row), world.under(other, *row));
        for id in ids {
            let (before, after) = (&before.decision(*id).outcome, &after.decision(*id).outcome);
            match (before, after) {
                (before, after) if before == after => {}
                (DecidedOutcome::Conflict(_), DecidedOutcome::Conflict(_)) => {
                    stays = Stays::Outcomes;
                }
                _ => return Stays::Nothing,
            }
        }
    }
    stays
}

/// Whether another policy decides all the same; and whether to the last rule.
pub(super) fn same(
    world: &World<'_>,
    other: &Model,
    ids: &[DecisionId],
    leads: &[usize],
) -> Option<bool> {
    match stays(world, other, ids, leads) {
        Stays::All => Some(true),
        Stays::Outcomes => Some(false),
        Stays::Nothing => None,
    }
}

/// The policy with another decision in the place of one.
fn with_decision(model: &Model, id: DecisionId, change: impl FnOnce(&mut Decision)) -> Model {
    let mut changed = model.clone();
    change(changed.decisions.get_mut(id).unwrap());
    changed
}

fn overrides(
    world: &World<'_>,
    id: DecisionId,
    decision: &Decision,
    fine: &[usize],
    found: &mut Vec<Expected>,
) {
    for (at, rule) in decision.rules.iter().enumerate() {
        let subject = format!("{}.{}", decision.named.name, rule.name);
        let mut useless = |changed: &Model, below: Option<&str>, texts: Vec<Span>| {
            if let Some(to_the_last) = same(world, changed, &[id], fine) {
                let names = [rule.name.as_str()].into_iter().chain(below);
                found.push(Expected {
                    // That of `overrides all` is not asked for.
                    required: to_the_last && below.is_some(),
                    texts,
                    ..Expected::named(Code::UselessOverride, &subject).of_rules(names)
                });
            }
        };
        for (nth, overridden) in rule.overrides.iter().enumerate() {
            let (below, rows) = match *overridden {
                Overridden::Rule(at) => (Some(decision.rules[at].name.as_str()), at..at + 1),
                Overridden::Table(at) => {
                    let table = &decision.tables[at];
                    (table.name.as_deref(), table.rows.clone())
                }
            };
            let mut texts = vec![rule.span];
            texts.extend(decision.rules[rows].iter().map(|rule| rule.span));
            let changed = with_decision(world.model, id, |decision| {
                decision.rules[at].overrides.remove(nth);
            });
            useless(&changed, below, texts);
        }
        if rule.overrides_all {
            let changed = with_decision(world.model, id, |decision| {
                decision.rules[at].overrides_all = false;
            });
            useless(&changed, None, vec![rule.span]);
        }
    }
}

/// Parts of `and` and `or` in the conditions of rules; those of rows are not asked for.
fn parts(
    world: &World<'_>,
    id: DecisionId,
    decision: &Decision,
    fine: &[usize],
    found: &mut Vec<Expected>,
) {
    for (at, rule) in decision.rules.iter().enumerate() {
        if rule.table.is_some() {
            continue;
        }
        for is_when in [true, false] {
            let whole = if is_when { &rule.when } else { &rule.unless };
            let Some(whole) = whole else { continue };
            for part in inner(whole) {
                let yes = match part.of.map(|of| &of.kind) {
                    Some(ConditionKind::All(_)) => true,
                    Some(ConditionKind::Any(_)) => false,
                    _ => continue,
                };
                let without = with_part(whole, part.nth, yes);
                let changed = with_decision(world.model, id, |decision| {
                    let rule = &mut decision.rules[at];
                    let place = if is_when {
                        &mut rule.when
                    } else {
                        &mut rule.unless
                    };
                    *place = Some(without);
                });
                if let Some(to_the_last) = same(world, &changed, &[id], fine) {
                    let dead = Expected::on(Code::DeadCondition, part.part.span);
                    found.push(dead.required_if(to_the_last));
                }
            }
        }
    }
}

/// The policy with other scores.
pub(super) fn with_scores(
    model: &Model,
    change: impl FnOnce(&mut Arena<groundrules::model::Score>),
) -> Model {
    let mut changed = model.clone();
    change(&mut changed.scores);
    changed
}
