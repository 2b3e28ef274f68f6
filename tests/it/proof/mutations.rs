//! `diff` against brute force: policies that grow at random, each with a small change, and every lead
//! that there could be under both.

use std::collections::{BTreeMap, BTreeSet};

use groundrules::analyze::{Became, Options, changes};
use groundrules::compile::{Compiled, compile};
use groundrules::eval::DecidedOutcome;
use groundrules::model::{Beside, Node};
use groundrules::source::SourceMap;

use super::chance::Chance;
use super::world::World;
use super::{grow, has_errors, setting};
use crate::support::Texts;

/// A text with one number, outcome, comparison or word of logic changed; none where there is nothing
/// to change.
fn mutated(text: &str, chance: &mut Chance) -> Option<String> {
    let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
    let changed: Vec<(usize, String)> = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| {
            let bare = word.trim_end();
            let end = &word[bare.len()..];
            let new = match bare {
                "and" => "or".to_owned(),
                "<" => "<=".to_owned(),
                "<=" => "<".to_owned(),
                ">" => ">=".to_owned(),
                ">=" => ">".to_owned(),
                "=" if at > 0
                    && words
                        .get(at.wrapping_sub(2))
                        .is_none_or(|it| it.trim_end() != "define") =>
                {
                    "!=".to_owned()
                }
                "unless" => "when".to_owned(),
                number => {
                    let number: i64 = number.parse().ok()?;
                    (number + if number % 2 == 0 { 1 } else { -1 }).to_string()
                }
            };
            Some((at, format!("{new}{end}")))
        })
        .collect();
    if changed.is_empty() {
        return None;
    }
    let (at, new) = chance.pick(&changed);
    let mut words: Vec<&str> = words;
    words[*at] = new;
    Some(words.concat())
}

/// Two policies whose texts lie in one source map.
fn pair(old: &str, new: &str) -> (Compiled, Compiled) {
    let texts = |text: &str| Texts([("p.ground".to_owned(), text.as_bytes().to_vec())].into());
    let old = texts(old).compile();
    let mut sources: SourceMap = old.sources.clone();
    let file = sources.add("new.ground", new);
    let options = groundrules::compile::Options {
        as_of: old.as_of.map(groundrules::value::IsoMoment::Exact),
        ..Default::default()
    };
    let new = compile(sources, vec![file], &texts(new), &options).unwrap();
    (old, new)
}

/// The decisions that come to something else for some lead.
fn expected(old: &Compiled, beside: &Beside, world: &World<'_>) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for (id, was) in &beside.old.decisions {
        let name = &old.model.decisions.get(*id).unwrap().named.name;
        // What stops at something upstream is told of that.
        let [of_old, of_new] = [*was, *id].map(|id| world.fine(Node::Decision(id)));
        for row in of_old.iter().filter(|row| of_new.contains(row)) {
            let evaluation = world.evaluation(*row);
            let [was, is] = [*was, *id].map(|id| match &evaluation.decision(id).outcome {
                DecidedOutcome::Conflict(_) => DecidedOutcome::Conflict(Vec::new()),
                outcome => outcome.clone(),
            });
            if was != is {
                expected.insert(name.clone());
            }
        }
    }
    expected
}

#[test]
fn differences_are_those_that_brute_force_finds() {
    let wanted = setting("GROUNDRULES_MUTATIONS", 200);
    let seed = setting("GROUNDRULES_SEED", 1);
    let (mut good, mut differ, mut seed) = (0, 0, seed * 7_919);
    while good < wanted {
        seed += 1;
        let text = grow(seed).outline.text();
        let mut chance = Chance::new(seed);
        let Some(other) = mutated(&text, &mut chance) else {
            continue;
        };
        let (old, new) = pair(&text, &other);
        if has_errors(&old) || has_errors(&new) {
            continue;
        }
        let beside = Beside::new(&old.model, &new.model, &BTreeMap::new());
        let Some(world) = World::new(&beside.model, new.as_of.unwrap(), 300) else {
            continue;
        };
        good += 1;
        let names = |it: &groundrules::model::Model| -> Vec<String> {
            it.decisions
                .values()
                .map(|it| it.named.name.clone())
                .collect()
        };
        assert_eq!(names(&old.model), names(&new.model));
        let expected = expected(&old, &beside, &world);
        let found = changes(&old, &new, new.as_of.unwrap(), &Options::default());
        assert!(
            found.faults.is_empty(),
            "seed {seed}: {:?}\n{text}\n{other}",
            found.faults
        );
        let decisions = found.changes.iter().filter(|it| it.kind == "decision");
        let told: BTreeSet<String> = decisions
            .map(|it| {
                assert!(
                    matches!(it.became, Became::Changed(_)),
                    "seed {seed}: {it:?}\n{text}\n{other}"
                );
                it.name.clone()
            })
            .collect();
        differ += usize::from(!expected.is_empty());
        // There are texts of which brute force knows nothing.
        let right = match world.domain.representative {
            true => told == expected,
            false => told.is_superset(&expected),
        };
        assert!(
            right,
            "seed {seed}: {told:?} and not {expected:?}\n{text}\n---\n{other}"
        );
    }
    assert!(
        differ * 10 > usize::try_from(wanted).unwrap(),
        "{differ} of {wanted} differ"
    );
}
