//! Stages: where they lead leads, what they require, and who answers for them.

use super::named::{self, Kind};
use super::region::{Asked, Found};
use super::{Became, Change, Difference, Sides};
use crate::analyze::context::Context;
use crate::analyze::journey_touches::state_in;
use crate::eval::journey::Next;
use crate::model::{Lead, Model, Party, Stage, StageId, StageKind};
use crate::proof::{Answer, Formula, Prover, View};

/// So many ways of one stage that differ are told.
const MOST_WAYS: usize = 12;

/// Stages.
const KIND: Kind<StageId> = Kind {
    word: "stage",
    names: |model| {
        let all = model.stages.iter();
        all.map(|(id, _)| (model.stage_name(id), id)).collect()
    },
    agreed: |model, id| {
        let stage = model.stages.get(id);
        stage.map_or(Vec::new(), |it| it.agreed_by.clone())
    },
};

/// Compares stages of one name, journey by journey.
pub(super) fn compare(context: &mut Context<'_>, sides: &Sides<'_>) -> Vec<Change> {
    let became = |context: &mut Context<'_>, old, new| became(context, sides, old, new);
    named::compare(context, sides, &KIND, became, |_, _, _| false)
}

fn became<'m>(
    context: &mut Context<'m>,
    sides: &Sides<'_>,
    old: StageId,
    new: StageId,
) -> Option<Became> {
    let old = sides.beside.old.stages.get(&old).copied()?;
    let model = context.model;
    let (before, now) = (model.stages.get(old)?, model.stages.get(new)?);
    let mut found = plain(model, before, now);
    let mut prover = context.prover();
    let asked = [
        required(context, &mut prover, before, now),
        ways(context, &mut prover, (old, before), (new, now)),
    ];
    context.done(&prover);
    for part in asked {
        match part {
            Some(part) => found.extend(part),
            None => return Some(Became::NotDecided),
        }
    }
    (!found.is_empty()).then_some(Became::Changed(found))
}

/// What does not hang on the lead.
fn plain(model: &Model, old: &Stage, new: &Stage) -> Vec<Difference> {
    let party = |it: Party| match it {
        Party::Team(id) => model.teams.get(id).map(|it| it.named.name.clone()),
        Party::Role(id) => model.roles.get(id).map(|it| it.named.name.clone()),
    };
    let fields = |ids: &[crate::model::FieldId]| {
        let names = ids.iter().filter_map(|id| model.fields.get(*id));
        let mut names: Vec<_> = names.map(|it| it.named.name.clone()).collect();
        names.sort();
        names
    };
    let accountable = |stage: &Stage| {
        let mut names: Vec<_> = stage
            .accountable
            .iter()
            .filter_map(|it| party(it.party))
            .collect();
        names.sort();
        names
    };
    let kind = |stage: &Stage| {
        vec![match stage.kind {
            StageKind::Start => "a start".to_owned(),
            StageKind::Between => "no start and no end".to_owned(),
            StageKind::End => "an end".to_owned(),
        }]
    };
    let rows = [
        ("accountable", accountable(old), accountable(new)),
        (
            "on entry it clears",
            fields(&old.clears),
            fields(&new.clears),
        ),
        (
            "on entry it counts",
            fields(&old.counts),
            fields(&new.counts),
        ),
        ("it is", kind(old), kind(new)),
    ];
    let rows = rows.into_iter().filter(|(_, was, is)| was != is);
    let rows = rows.map(|(what, was, is)| Difference::plain(said(what, &was, &is)));
    rows.collect()
}

/// "accountable: `sales`, and was `marketing`".
pub(super) fn said(what: &str, was: &[String], is: &[String]) -> String {
    let list = |names: &[String]| match names {
        [] => "nothing".to_owned(),
        names => names.join(", "),
    };
    format!("{what}: {}, and was {}", list(is), list(was))
}

/// Leads for which what the stages require differs.
fn required<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    old: &'m Stage,
    new: &'m Stage,
) -> Option<Vec<Difference>> {
    if old.requires.is_none() && new.requires.is_none() {
        return Some(Vec::new());
    }
    let conditions: Vec<_> = old.requires.iter().chain(&new.requires).collect();
    let well = prover.well_for(&conditions);
    let mut has = |stage: &'m Stage| match &stage.requires {
        Some(requires) => prover.so(requires).yes,
        None => prover.always(),
    };
    let (was, is) = (has(old), has(new));
    let mut found = Vec::new();
    for (words, parts) in [
        ("it requires more", [was, !is]),
        ("it requires less", [!was, is]),
    ] {
        let asked = Asked {
            target: prover.all(&parts),
            among: vec![well],
            conditions: conditions.clone(),
            values: Vec::new(),
        };
        match context.difference(prover, &asked, |_| words.to_owned(), |_, _| true) {
            Found::Differs(difference) => found.push(*difference),
            Found::Same => {}
            Found::NotDecided => return None,
        }
    }
    Some(found)
}

/// Where a lead goes.
#[derive(Debug, Clone, PartialEq)]
enum Way {
    Stays,
    To(String),
    Torn,
}

/// Leads that go elsewhere.
fn ways<'m>(
    context: &mut Context<'m>,
    prover: &mut Prover<'m>,
    (old, before): (StageId, &'m Stage),
    (new, now): (StageId, &'m Stage),
) -> Option<Vec<Difference>> {
    if before.moves.is_empty() && now.moves.is_empty() {
        return Some(Vec::new());
    }
    let of_old = context.ways(prover, View::ITSELF, old, before);
    let of_new = context.ways(prover, View::ITSELF, new, now);
    let there = [
        context.inside(prover, now),
        context.inside(prover, before),
        vec![of_old.well, of_new.well],
    ]
    .concat();
    let (was, is) = (
        all_ways(context, prover, &of_old),
        all_ways(context, prover, &of_new),
    );
    let conditions = [
        context.conditions_of_ways(old, before),
        context.conditions_of_ways(new, now),
    ];
    let values = [
        context.decisions_of_ways(before),
        context.decisions_of_ways(now),
    ];
    let mut found = Vec::new();
    for (from, was) in &was {
        for (to, is) in is.iter().filter(|(to, _)| to != from) {
            let both = prover.all(&[*was, *is]);
            match prover.find(&[there.as_slice(), &[both]].concat()) {
                Answer::Never(_) => continue,
                Answer::Undecided => return None,
                Answer::Found if found.len() >= MOST_WAYS => return Some(found),
                Answer::Found => {}
            }
            let asked = Asked {
                target: both,
                among: there.clone(),
                conditions: conditions.concat(),
                values: values.concat(),
            };
            let words = words(from, to);
            let model = context.model;
            let confirm = |_: Lead<'_>, evaluation: &crate::eval::Evaluation| {
                let way = |id| way(model, evaluation, id);
                way(old).as_ref() == Some(from) && way(new).as_ref() == Some(to)
            };
            match context.difference(prover, &asked, |_| words.clone(), confirm) {
                Found::Differs(difference) => found.push(*difference),
                Found::Same => {}
                Found::NotDecided => return None,
            }
        }
    }
    Some(found)
}

/// Wherever the moves of a stage may take a lead, each with when they do.
fn all_ways<'m>(
    context: &Context<'m>,
    prover: &mut Prover<'m>,
    ways: &crate::analyze::journey::Ways,
) -> Vec<(Way, Formula)> {
    let targets: Vec<StageId> = ways.targets().collect();
    let mut all: Vec<(Way, Formula)> = Vec::new();
    for target in targets {
        let goes = ways.goes(prover, target);
        all.push((Way::To(context.stage(target).to_owned()), goes));
    }
    all.push((Way::Stays, ways.stays(prover)));
    all.push((Way::Torn, ways.torn(prover)));
    all
}

fn way(model: &Model, evaluation: &crate::eval::Evaluation, id: StageId) -> Option<Way> {
    Some(match &state_in(model, evaluation, id)?.next {
        Next::Stay => Way::Stays,
        Next::Conflict(_) => Way::Torn,
        Next::To { stage, .. } => Way::To(model.stages.get(*stage)?.named.name.clone()),
        Next::Untold => return None,
    })
}

fn words(from: &Way, to: &Way) -> String {
    let now = match to {
        Way::Stays => "leads stay".to_owned(),
        Way::To(stage) => format!("leads go to `{stage}`"),
        Way::Torn => "moves contradict each other".to_owned(),
    };
    let before = match from {
        Way::Stays => "stayed".to_owned(),
        Way::To(stage) => format!("went to `{stage}`"),
        Way::Torn => "had moves that contradict each other".to_owned(),
    };
    format!("{now}, and {before}")
}
