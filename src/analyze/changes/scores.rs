//! Scores whose totals differ.

use super::region::{Asked, Found};
use super::{Became, Change, Paired, Sides, paired, teams};
use crate::analyze::context::Context;
use crate::model::{Condition, Model, Node, Operand, OperandKind, Score, ScoreId, ScoreItem, Type};
use crate::proof::Prover;
use crate::source::Span;

/// Compares scores of one name; those that only one policy has may be the same under another.
pub(super) fn compare<'m>(context: &mut Context<'m>, sides: &Sides<'_>) -> Vec<Change> {
    let named = |model: &Model| -> Vec<(String, ScoreId)> {
        let all = model.scores.iter();
        all.map(|(id, it)| (it.named.name.clone(), id)).collect()
    };
    let Paired {
        both,
        mut removed,
        added,
    } = paired(named(sides.old), named(sides.new));
    let mut changes = Vec::new();
    for (old, new) in both {
        match compared(context, sides, old, new) {
            Found::Same => {}
            Found::Differs(it) => {
                let became = Became::Changed(vec![*it]);
                changes.push(change(sides, Some(old), Some(new), became));
            }
            Found::NotDecided => {
                changes.push(change(sides, Some(old), Some(new), Became::NotDecided));
            }
        }
    }
    for new in added {
        let same = removed
            .iter()
            .position(|old| matches!(compared(context, sides, *old, new), Found::Same));
        match same.map(|at| removed.remove(at)) {
            Some(old) => {
                let name = sides.old.scores.get(old);
                let name = name.map_or(String::new(), |it| it.named.name.clone());
                changes.push(change(sides, Some(old), Some(new), Became::Renamed(name)));
            }
            None => changes.push(change(sides, None, Some(new), Became::Added)),
        }
    }
    for old in removed {
        changes.push(change(sides, Some(old), None, Became::Removed));
    }
    changes
}

fn change(sides: &Sides<'_>, old: Option<ScoreId>, new: Option<ScoreId>, became: Became) -> Change {
    let old = old.and_then(|id| sides.old.scores.get(id));
    let new = new.and_then(|id| sides.new.scores.get(id));
    let agreed = |it: Option<&Score>| it.map_or(Vec::new(), |it| it.agreed_by.clone());
    let (before, now) = (agreed(old), agreed(new));
    Change {
        kind: "score",
        name: new
            .or(old)
            .map_or(String::new(), |it| it.named.name.clone()),
        became,
        agreed_by: teams(&[(sides.old, &before), (sides.new, &now)]),
    }
}

fn compared<'m>(context: &mut Context<'m>, sides: &Sides<'_>, old: ScoreId, new: ScoreId) -> Found {
    let Some(old) = sides.beside.old.scores.get(&old).copied() else {
        return Found::Same;
    };
    let model = context.model;
    let (Some(before), Some(now)) = (model.scores.get(old), model.scores.get(new)) else {
        return Found::Same;
    };
    let mut prover = context.prover();
    let found = differs(context, &mut prover, (old, before), (new, now));
    context.done(&prover);
    found
}

fn differs<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (old, before): (ScoreId, &'m Score),
    (new, now): (ScoreId, &'m Score),
) -> Found {
    let span = now.named.span;
    let differ = prover.values_disagree(&total(old, span), &total(new, span));
    // Where a table gives no points, or two, there is no total.
    let (was_well, is_well) = (prover.well(Node::Score(old)), prover.well(Node::Score(new)));
    let totals = prover.all(&[differ, was_well, is_well]);
    let only_one = prover.either(was_well, is_well);
    let differ = prover.any(&[totals, only_one]);
    let asked = Asked {
        target: differ,
        among: Vec::new(),
        conditions: [conditions(&before.items), conditions(&now.items)].concat(),
        values: Vec::new(),
    };
    let confirm = |_: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
        evaluation.score(old).total != evaluation.score(new).total
    };
    let shown = |total: Option<crate::value::Number>| match total {
        Some(total) => total.to_string(),
        None => "no points".to_owned(),
    };
    // Which totals differ hangs on the lead: those of the example are told.
    let words = |evaluation: &crate::eval::Evaluation| {
        let (was, is) = (evaluation.score(old).total, evaluation.score(new).total);
        format!(
            "another total, for example {} and no longer {}",
            shown(is),
            shown(was)
        )
    };
    context.difference(prover, &asked, words, confirm)
}

fn total(id: ScoreId, span: Span) -> Operand {
    Operand {
        kind: OperandKind::Score(id),
        ty: Type::Number,
        span,
    }
}

fn conditions(items: &[ScoreItem]) -> Vec<&Condition> {
    let conditions = items.iter().flat_map(|item| match item {
        ScoreItem::Line(line) => line.when.iter().collect(),
        ScoreItem::Group(group) => conditions(&group.items),
        ScoreItem::Table(table) => table.rows.iter().map(|row| &row.when).collect(),
    });
    conditions.collect()
}
