//! Decisions whose outcomes differ, by what they were and what they are.

use std::collections::BTreeSet;

use super::named::{self, Kind};
use super::region::{Asked, Found};
use super::{Became, Change, Difference, Sides};
use crate::analyze::context::{Context, conditions_of};
use crate::eval::{Decided, DecidedOutcome};
use crate::model::{Decision, DecisionId, Model, Node};
use crate::proof::{Answer, Formula, Prover};
use crate::value::{Text, Value};

/// So many pairs of outcomes of one decision are told.
const MOST_PAIRS: usize = 12;

/// What a decision comes to for a lead.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Is(Value),
    /// A text of the lead that neither policy names.
    OtherText,
    Nothing,
    Gap,
    Conflict,
}

/// Decisions.
const KIND: Kind<DecisionId> = Kind {
    word: "decision",
    names: |model| {
        let all = model.decisions.iter();
        all.map(|(id, it)| (it.named.name.clone(), id)).collect()
    },
    agreed: |model, id| {
        let decision = model.decisions.get(id);
        decision.map_or(Vec::new(), |it| it.agreed_by.clone())
    },
};

/// Compares decisions of one name; those that only one policy has may be the same under another.
pub(super) fn compare(context: &mut Context<'_>, sides: &Sides<'_>) -> Vec<Change> {
    let became = |context: &mut Context<'_>, old, new| became(context, sides, old, new);
    let same = |context: &mut Context<'_>, old, new| same_meaning(context, sides, old, new);
    named::compare(context, sides, &KIND, became, same)
}

/// Whether two decisions of different names have the same outcome for every lead.
fn same_meaning(
    context: &mut Context<'_>,
    sides: &Sides<'_>,
    old: DecisionId,
    new: DecisionId,
) -> bool {
    let Some(old) = sides.beside.old.decisions.get(&old).copied() else {
        return false;
    };
    let ty = |id| context.model.decisions.get(id).map(|it| it.ty);
    if ty(old) != ty(new) {
        return false;
    }
    let mut prover = context.prover();
    let differ = prover.decisions_disagree(old, new);
    let same = prover.find(&[differ]).is_never();
    context.done(&prover);
    same
}

fn became<'m>(
    context: &mut Context<'m>,
    sides: &Sides<'_>,
    old: DecisionId,
    new: DecisionId,
) -> Option<Became> {
    if sides.are_same(Node::Decision(old), Node::Decision(new)) {
        return None;
    }
    let old = sides.beside.old.decisions.get(&old).copied()?;
    let (before, now) = (
        context.model.decisions.get(old)?,
        context.model.decisions.get(new)?,
    );
    if before.ty != now.ty {
        let words = format!(
            "it decides {} and no longer {}",
            now.ty.describe(context.model),
            before.ty.describe(context.model)
        );
        return Some(Became::Changed(vec![Difference::plain(words)]));
    }
    let mut prover = context.prover();
    let found = differences(context, &mut prover, (old, before), (new, now));
    context.done(&prover);
    match found {
        Some(found) if found.is_empty() => None,
        Some(found) => Some(Became::Changed(found)),
        None => Some(Became::NotDecided),
    }
}

/// What differs; none where that was not decided.
fn differences<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (old, before): (DecisionId, &'m Decision),
    (new, now): (DecisionId, &'m Decision),
) -> Option<Vec<Difference>> {
    let differ = prover.decisions_disagree(old, new);
    let mut found = Vec::new();
    // What stops at something upstream is told of that.
    let [one_well, other_well] = [old, new].map(|id| prover.upstream_well(Node::Decision(id)));
    let mut asked = vec![differ, one_well, other_well];
    let conditions = [conditions_of(before), conditions_of(now)].concat();
    let outcomes = before.rules.iter().chain(&now.rules).map(|it| &it.outcome);
    let outcomes: Vec<_> = outcomes.collect();
    let mut named = prover.named_texts(old);
    named.extend(prover.named_texts(new));
    while found.len() < MOST_PAIRS {
        match prover.find(&asked) {
            Answer::Never(_) => return Some(found),
            Answer::Undecided => return None,
            Answer::Found => {}
        }
        let lead = prover.lead();
        let evaluation = context.evaluate(lead.lead(0));
        let was = outcome(evaluation.decision(old), &named);
        let is = outcome(evaluation.decision(new), &named);
        let (Some(was), Some(is)) = (was, is) else {
            return None;
        };
        let (from, to) = (
            shown(context.model, before, &was),
            shown(context.model, now, &is),
        );
        let was_so = so(prover, old, &was);
        let is_so = so(prover, new, &is);
        let pair = prover.all(&[differ, was_so, is_so]);
        let of_pair = Asked {
            target: pair,
            among: vec![one_well, other_well],
            conditions: conditions.clone(),
            values: outcomes.clone(),
        };
        let words = format!("from {from} to {to}");
        let confirm = |_: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
            outcome(evaluation.decision(old), &named).as_ref() == Some(&was)
                && outcome(evaluation.decision(new), &named).as_ref() == Some(&is)
        };
        match context.difference(prover, &of_pair, |_| words.clone(), confirm) {
            Found::Differs(mut difference) => {
                difference.outcomes = Some((from, to));
                found.push(*difference);
            }
            Found::Same | Found::NotDecided => return None,
        }
        asked.push(!pair);
    }
    if let Some(last) = found.last_mut() {
        last.more = true;
    }
    Some(found)
}

fn outcome(decided: &Decided, named: &BTreeSet<Text>) -> Option<Outcome> {
    Some(match &decided.outcome {
        DecidedOutcome::Value(Value::Text(text)) if !named.contains(text) => Outcome::OtherText,
        DecidedOutcome::Value(value) => Outcome::Is(value.clone()),
        DecidedOutcome::Nothing => Outcome::Nothing,
        DecidedOutcome::Gap => Outcome::Gap,
        DecidedOutcome::Conflict(_) => Outcome::Conflict,
        DecidedOutcome::Stopped => return None,
    })
}

/// The decision comes to this.
fn so(prover: &mut Prover<'_>, id: DecisionId, outcome: &Outcome) -> Formula {
    match outcome {
        Outcome::Is(value) => {
            let is = prover.outcome_is(id, value);
            let (gap, conflict) = (prover.gap(id), prover.conflict(id));
            prover.all(&[is, !gap, !conflict])
        }
        Outcome::OtherText => {
            let is = prover.comes_to_other_text(id);
            let (gap, conflict) = (prover.gap(id), prover.conflict(id));
            prover.all(&[is, !gap, !conflict])
        }
        Outcome::Nothing => prover.decides_nothing(id),
        Outcome::Gap => prover.gap(id),
        Outcome::Conflict => prover.conflict(id),
    }
}

fn shown(model: &Model, decision: &Decision, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Is(value) => format!("`{}`", model.show(value, decision.ty)),
        Outcome::OtherText => "a text of the lead".to_owned(),
        Outcome::Nothing => "none".to_owned(),
        Outcome::Gap => "no outcome (a gap)".to_owned(),
        Outcome::Conflict => "no outcome (a conflict)".to_owned(),
    }
}
