//! Scores whose totals differ.

use super::named::{self, Kind};
use super::region::{Asked, Found};
use super::{Became, Change, Sides};
use crate::analyze::context::Context;
use crate::model::{Condition, Node, Score, ScoreId, ScoreItem};
use crate::proof::Prover;

/// Scores.
const KIND: Kind<ScoreId> = Kind {
    word: "score",
    names: |model| {
        let all = model.scores.iter();
        all.map(|(id, it)| (it.named.name.clone(), id)).collect()
    },
    agreed: |model, id| {
        let score = model.scores.get(id);
        score.map_or(Vec::new(), |it| it.agreed_by.clone())
    },
};

/// Compares scores of one name; those that only one policy has may be the same under another.
pub(super) fn compare(context: &mut Context<'_>, sides: &Sides<'_>) -> Vec<Change> {
    let became = |context: &mut Context<'_>, old, new| {
        if sides.are_same(Node::Score(old), Node::Score(new)) {
            return None;
        }
        match compared(context, sides, old, new) {
            Found::Same => None,
            Found::Differs(it) => Some(Became::Changed(vec![*it])),
            Found::NotDecided => Some(Became::NotDecided),
        }
    };
    let same = |context: &mut Context<'_>, old, new| {
        matches!(compared(context, sides, old, new), Found::Same)
    };
    named::compare(context, sides, &KIND, became, same)
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
    let total = |id| context.model.value_of(Node::Score(id), span);
    let differ = prover.values_disagree(&total(old), &total(new));
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

fn conditions(items: &[ScoreItem]) -> Vec<&Condition> {
    let conditions = items.iter().flat_map(|item| match item {
        ScoreItem::Line(line) => line.when.iter().collect(),
        ScoreItem::Group(group) => conditions(&group.items),
        ScoreItem::Table(table) => table.rows.iter().map(|row| &row.when).collect(),
    });
    conditions.collect()
}
