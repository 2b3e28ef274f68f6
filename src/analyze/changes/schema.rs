//! Fields, and what is true of every lead.

use std::collections::BTreeSet;

use super::named::{Paired, paired};
use super::region::{Asked, Found};
use super::{Became, Change, Difference, Sides};
use crate::analyze::context::Context;
use crate::model::{Condition, Field, FieldId, Model};

/// Compares fields of one name, and the facts as a whole.
pub(super) fn compare<'m>(context: &mut Context<'m>, sides: &Sides<'_>) -> Vec<Change> {
    let named = |model: &Model| -> Vec<(String, FieldId)> {
        let all = model.fields.iter();
        all.map(|(id, it)| (it.named.name.clone(), id)).collect()
    };
    let Paired {
        both,
        removed,
        added,
    } = paired(named(sides.old), named(sides.new));
    let change = |name: String, became| Change {
        kind: "field",
        name,
        became,
        agreed_by: BTreeSet::new(),
    };
    let mut changes = Vec::new();
    for (_, old, new) in both {
        let (Some(before), Some(now)) = (sides.old.fields.get(old), sides.new.fields.get(new))
        else {
            continue;
        };
        let (was, is) = (words(sides.old, before), words(sides.new, now));
        if was != is {
            let difference = Difference::plain(format!("{is}, and was {was}"));
            changes.push(change(
                now.named.name.clone(),
                Became::Changed(vec![difference]),
            ));
        }
    }
    let added = added.into_iter();
    changes.extend(added.map(|(name, _)| change(name, Became::Added)));
    let removed = removed.into_iter();
    changes.extend(removed.map(|(name, _)| change(name, Became::Removed)));
    if let Some(became) = facts(context, sides) {
        changes.push(Change {
            kind: "fact",
            name: "facts".to_owned(),
            became,
            agreed_by: BTreeSet::new(),
        });
    }
    changes
}

/// What a field may be, in words.
pub(super) fn words(model: &Model, field: &Field) -> String {
    let mut words = field.ty.describe(model);
    if field.bounds != crate::model::Bounds::default() {
        words.push_str(&format!(", {}", field.bounds.describe()));
    }
    for (is, word) in [
        (field.key, "key"),
        (field.required && !field.key, "required"),
        (field.fixed, "fixed"),
    ] {
        if is {
            words.push_str(&format!(", {word}"));
        }
    }
    words
}

/// Leads that only one of the two policies allows, by what they hold to be true of every lead.
fn facts<'m>(context: &mut Context<'m>, sides: &Sides<'_>) -> Option<Became> {
    let all = &context.model.facts;
    let count = (sides.new.facts.len(), sides.old.facts.len());
    // Behind those of the newer policy stand what fields may be, and then those of the older one.
    let new: Vec<&Condition> = all.iter().take(count.0).map(|it| &it.condition).collect();
    let old = all.iter().skip(all.len().saturating_sub(count.1));
    let old: Vec<&Condition> = old.map(|it| &it.condition).collect();
    if new.is_empty() && old.is_empty() {
        return None;
    }
    let mut prover = context.prover_without_facts();
    let keeps = |prover: &mut crate::proof::Prover<'m>, facts: &[&'m Condition]| {
        let kept: Vec<_> = facts.iter().map(|it| !prover.so(it).no).collect();
        prover.all(&kept)
    };
    let (was, is) = (keeps(&mut prover, &old), keeps(&mut prover, &new));
    let mut found = Vec::new();
    for (words, target) in [
        ("leads that were allowed and no longer are", [was, !is]),
        ("leads that were not allowed and now are", [!was, is]),
    ] {
        let asked = Asked {
            target: prover.all(&target),
            among: Vec::new(),
            conditions: [old.clone(), new.clone()].concat(),
            values: Vec::new(),
        };
        let confirm = |_: crate::model::Lead<'_>, evaluation: &crate::eval::Evaluation| {
            !evaluation.broken_facts.is_empty()
        };
        match context.difference(&mut prover, &asked, |_| words.to_owned(), confirm) {
            Found::Differs(difference) => found.push(*difference),
            Found::Same => {}
            Found::NotDecided => {
                context.done(&prover);
                return Some(Became::NotDecided);
            }
        }
    }
    context.done(&prover);
    (!found.is_empty()).then_some(Became::Changed(found))
}
