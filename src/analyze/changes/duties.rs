//! What is forbidden, and what people have to have done.

use std::collections::BTreeSet;

use super::named::{Paired, paired};
use super::region::{Asked, Found};
use super::{Became, Change, Difference, Sides};
use crate::analyze::context::Context;
use crate::eval::{Truth, trace};
use crate::model::{ChannelId, Condition, Forbid, Lead, Model, Must};
use crate::proof::{Formula, Prover};

/// Compares prohibitions channel by channel, and musts of one name.
pub(super) fn compare<'m>(context: &mut Context<'m>, sides: &'m Sides<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let channels: Vec<(ChannelId, String)> = {
        let all = context.model.channels.iter();
        all.map(|(id, it)| (id, it.name.clone())).collect()
    };
    for (channel, name) in channels {
        let of = |forbids: &'m [Forbid]| -> Vec<&'m Forbid> {
            forbids.iter().filter(|it| it.channel == channel).collect()
        };
        let (old, new) = (
            of(&sides.beside.old.forbids),
            of(&sides.beside.model.forbids),
        );
        let found = forbidden(context, &old, &new);
        changes.extend(found.map(|became| Change {
            kind: "forbid",
            name,
            became,
            agreed_by: BTreeSet::new(),
        }));
    }
    changes.extend(musts(context, sides));
    changes
}

fn forbidden<'m>(
    context: &mut Context<'m>,
    old: &[&'m Forbid],
    new: &[&'m Forbid],
) -> Option<Became> {
    if old.is_empty() && new.is_empty() {
        return None;
    }
    let mut prover = context.prover();
    let conditions = old.iter().chain(new);
    let conditions = conditions.flat_map(|it| it.when.iter().chain(&it.unless));
    let conditions: Vec<&Condition> = conditions.collect();
    let well = prover.well_for(&conditions);
    let (was, is) = (acts(&mut prover, old), acts(&mut prover, new));
    let mut found = Vec::new();
    for (words, before, now) in [
        ("now forbidden", false, true),
        ("no longer forbidden", true, false),
    ] {
        let parts = [(was, before), (is, now)];
        let parts: Vec<Formula> = parts.map(|(it, so)| if so { it } else { !it }).to_vec();
        let asked = Asked {
            target: prover.all(&parts),
            among: vec![well],
            conditions: conditions.clone(),
            values: Vec::new(),
        };
        let (model, as_of) = (context.model, context.as_of);
        let confirm = |lead: Lead<'_>, evaluation: &crate::eval::Evaluation| {
            let so = |forbids: &[&Forbid]| {
                forbids.iter().any(|it| {
                    let told = |condition| {
                        trace::condition(model, lead, as_of, evaluation, condition).truth
                    };
                    let when = it.when.as_ref().map_or(Truth::Yes, told);
                    let unless = it.unless.as_ref().map_or(Truth::No, told);
                    when.is_yes() && !unless.is_yes()
                })
            };
            so(old) == before && so(new) == now
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

/// One of them forbids it.
fn acts<'m>(prover: &mut Prover<'m>, forbids: &[&'m Forbid]) -> Formula {
    let mut acts = Vec::new();
    for it in forbids {
        let mut parts = Vec::new();
        if let Some(when) = &it.when {
            parts.push(prover.so(when).yes);
        }
        if let Some(unless) = &it.unless {
            parts.push(!prover.so(unless).yes);
        }
        acts.push(prover.all(&parts));
    }
    prover.any(&acts)
}

fn musts<'m>(context: &mut Context<'m>, sides: &'m Sides<'_>) -> Vec<Change> {
    let named = |musts: &mut dyn Iterator<Item = &'m Must>| -> Vec<(String, &'m Must)> {
        musts.map(|it| (it.named.name.clone(), it)).collect()
    };
    let model: &'m Model = &sides.beside.model;
    let Paired {
        both,
        removed,
        added,
    } = paired(
        named(&mut sides.beside.old.musts.iter()),
        named(&mut model.musts.values()),
    );
    let change = |must: &Must, became| Change {
        kind: "must",
        name: must.named.name.clone(),
        became,
        agreed_by: BTreeSet::new(),
    };
    let mut changes = Vec::new();
    for (_, old, new) in both {
        let mut prover = context.prover();
        let found = broken(context, &mut prover, old, new);
        context.done(&prover);
        changes.extend(found.map(|became| change(new, became)));
    }
    changes.extend(added.into_iter().map(|(_, it)| change(it, Became::Added)));
    changes.extend(
        removed
            .into_iter()
            .map(|(_, it)| change(it, Became::Removed)),
    );
    changes
}

/// Leads that break it now, and those that no longer do.
fn broken<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    old: &'m Must,
    new: &'m Must,
) -> Option<Became> {
    let of = |it: &'m Must| std::iter::once(&it.condition).chain(&it.when);
    let conditions: Vec<&Condition> = of(old).chain(of(new)).collect();
    let well = prover.well_for(&conditions);
    let breach = |prover: &mut Prover<'m>, it: &'m Must| {
        let kept = prover.so(&it.condition).yes;
        let when = it
            .when
            .as_ref()
            .map_or(prover.always(), |it| prover.so(it).yes);
        prover.all(&[when, !kept])
    };
    let (was, is) = (breach(prover, old), breach(prover, new));
    let mut found: Vec<Difference> = Vec::new();
    for (words, target) in [("now broken", [!was, is]), ("no longer broken", [was, !is])] {
        let asked = Asked {
            target: prover.all(&target),
            among: vec![well],
            conditions: conditions.clone(),
            values: Vec::new(),
        };
        match context.difference(prover, &asked, |_| words.to_owned(), |_, _| true) {
            Found::Differs(difference) => found.push(*difference),
            Found::Same => {}
            Found::NotDecided => return Some(Became::NotDecided),
        }
    }
    (!found.is_empty()).then_some(Became::Changed(found))
}
