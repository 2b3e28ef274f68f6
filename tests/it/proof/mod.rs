//! The proof against brute force: small policies that grow at random, and for each of them every
//! lead that there could be.
//!
//! 500 policies are tried; `GROUNDRULES_POLICIES=10000` tries more of them and larger ones,
//! `GROUNDRULES_SEED` others, and `GROUNDRULES_CODES=gap,conflict` compares these codes only. Of each,
//! what the evaluator says of every lead gives the findings that it has by their definitions; the
//! proof has to report those and no others, and each lead that it shows has to have what it shows.
//!
//! | file | purpose |
//! | --- | --- |
//! | `chance` | chance that is the same everywhere |
//! | `grow` | policies at random |
//! | `outline` | their text as a tree, to shuffle and to shrink |
//! | `candidates`, `domain` | the values that stand for all that a field can have |
//! | `world` | all leads, and what the evaluator says of them |
//! | `parts` | conditions and their parts |
//! | `engine` | the engine against the evaluator |
//! | `expected` | the findings of a policy, by their definitions |
//! | `replay` | the leads that findings show |
//! | `compare` | both sides against each other |
//! | `mutations` | two policies that differ in one word |
//! | `journeys` | the same of journeys |
//! | `judge` | the judge itself, on faults that are known |
//! | `toward` | the smallest changes that lead to an outcome |
//! | `layout` | `fmt` over the same policies, and over all texts of the project |
//! | `strangers` | leads that the representative ones have to stand for |

mod candidates;
mod chance;
mod compare;
mod domain;
mod engine;
mod expected;
mod grow;
mod journeys;
mod judge;
mod layout;
mod mutations;
mod outline;
mod parts;
mod replay;
mod strangers;
mod toward;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use groundrules::analyze::{Analysis, Options, analyze};
use groundrules::compile::Compiled;
use groundrules::diagnostic::{Code, Level};

use crate::support::Texts;
use chance::Chance;
use compare::{Disagreement, compare};
use expected::expected;
use grow::{CONSTRUCTS, Grown, grow};
use outline::Outline;
use world::World;

/// The codes that brute force decides.
const DECIDED: &[Code] = &[
    Code::ImpossibleFacts,
    Code::Gap,
    Code::Conflict,
    Code::ImpossibleMust,
    Code::OutOfReach,
    Code::ConstantCondition,
    Code::DeadCondition,
    Code::DeadRule,
    Code::UnreachableOutcome,
    Code::UselessOverride,
    Code::MissingFallsThrough,
    Code::IdlePoints,
    Code::UnknownPermits,
    Code::DeadOtherwise,
    Code::BlankExcluded,
    Code::AgreeingOverlap,
];

/// The codes on which the proof is held to brute force.
fn usually_compared() -> Vec<Code> {
    let all = DECIDED.iter().copied();
    all.filter(|code| *code != Code::BlankExcluded).collect()
}

/// The same, or those that `GROUNDRULES_CODES` lists: `gap,dead-rule`.
fn compared() -> Vec<Code> {
    let Ok(codes) = std::env::var("GROUNDRULES_CODES") else {
        return usually_compared();
    };
    let codes = codes.split(',').map(|name| name.parse());
    codes.collect::<Result<_, ()>>().expect("names of codes")
}

/// The policy of a text.
fn compiled(text: &str) -> Compiled {
    let file = ("grown.ground".to_owned(), text.as_bytes().to_vec());
    Texts([file].into()).compile()
}

fn has_errors(compiled: &Compiled) -> bool {
    let mut findings = compiled.findings.iter();
    findings.any(|finding| finding.level == Level::Error)
}

fn analyzed(compiled: &Compiled) -> Analysis {
    // Brute force knows of no causes: what follows from another finding is compared as well.
    let options = Options {
        consequences: true,
        stop: None,
        ..Options::default()
    };
    analyze(compiled, compiled.as_of.unwrap(), &options)
}

fn setting(name: &str, usual: u64) -> u64 {
    let text = std::env::var(name).ok();
    text.map_or(usual, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number"))
    })
}

/// What came of many policies.
#[derive(Default)]
struct Tally {
    grown: usize,
    faulty: usize,
    large: usize,
    good: usize,
    leads: usize,
    used: BTreeMap<&'static str, usize>,
    codes: BTreeMap<Code, usize>,
    reports: Vec<String>,
}

impl Tally {
    /// Grows policies until so many were good, taking every `stride`th seed.
    fn of(mut seed: u64, stride: u64, wanted: usize, most: usize) -> Tally {
        let mut tally = Tally::default();
        while tally.good < wanted && tally.reports.len() < 3 {
            tally.grown += 1;
            tally.one(seed, most);
            seed += stride;
        }
        tally
    }

    fn one(&mut self, seed: u64, most: usize) {
        let Grown { outline, used } = grow(seed);
        let compiled = compiled(&outline.text());
        if has_errors(&compiled) {
            self.faulty += 1;
            return;
        }
        let Some(world) = World::new(&compiled.model, compiled.as_of.unwrap(), most) else {
            self.large += 1;
            return;
        };
        self.good += 1;
        self.leads += world.all().len();
        for construct in used {
            *self.used.entry(construct).or_default() += 1;
        }
        let expected = expected(&world, DECIDED);
        let codes: BTreeSet<Code> = expected
            .iter()
            .filter(|expected| expected.required)
            .map(|expected| expected.code)
            .collect();
        for code in codes {
            *self.codes.entry(code).or_default() += 1;
        }
        let wrong = compare(&world, &expected, &analyzed(&compiled), &compared());
        if let Some(first) = wrong.first() {
            self.reports.push(report(seed, &outline, first, most));
        }
    }

    fn add(&mut self, other: Tally) {
        self.grown += other.grown;
        self.faulty += other.faulty;
        self.large += other.large;
        self.good += other.good;
        self.leads += other.leads;
        for (construct, policies) in other.used {
            *self.used.entry(construct).or_default() += policies;
        }
        for (code, policies) in other.codes {
            *self.codes.entry(code).or_default() += policies;
        }
        self.reports.extend(other.reports);
    }

    /// The table of what the policies use and have.
    fn show(&self) -> String {
        let mut text = format!(
            "{} policies of {} grown ({} with errors, {} too large), {} leads each\n",
            self.good,
            self.grown,
            self.faulty,
            self.large,
            self.leads / self.good.max(1)
        );
        let percent = |policies: usize| policies * 100 / self.good.max(1);
        for construct in CONSTRUCTS {
            let policies = self.used.get(construct).copied().unwrap_or(0);
            text += &format!("{:>4} % {construct}\n", percent(policies));
        }
        for code in DECIDED {
            let policies = self.codes.get(code).copied().unwrap_or(0);
            text += &format!("{policies:>6} with {code}\n");
        }
        text
    }
}

/// The disagreements about a policy of this kind of fault.
fn wrong(outline: &Outline, most: usize, code: Option<Code>) -> Vec<Disagreement> {
    let compiled = compiled(&outline.text());
    if has_errors(&compiled) {
        return Vec::new();
    }
    let Some(world) = World::new(&compiled.model, compiled.as_of.unwrap(), most) else {
        return Vec::new();
    };
    let expected = expected(&world, DECIDED);
    let mut wrong = compare(&world, &expected, &analyzed(&compiled), &compared());
    wrong.retain(|wrong| wrong.code == code);
    wrong
}

/// A disagreement on the smallest policy that still has it.
fn report(seed: u64, outline: &Outline, first: &Disagreement, most: usize) -> String {
    let is_faulty = |outline: &Outline| !wrong(outline, most, first.code).is_empty();
    let small = outline.clone().shrunk(is_faulty);
    let wrong = wrong(&small, most, first.code);
    let wrong: Vec<_> = wrong.iter().map(|wrong| wrong.what.as_str()).collect();
    format!("seed {seed}:\n{}\n{}", small.text(), wrong.join("\n"))
}

#[test]
fn the_proof_says_what_brute_force_finds() {
    let wanted = usize::try_from(setting("GROUNDRULES_POLICIES", 500)).unwrap();
    let seed = setting("GROUNDRULES_SEED", 1);
    let most = if wanted > 500 { 3_000 } else { 400 };
    let half = std::thread::spawn(move || Tally::of(seed + 1, 2, wanted / 2, most));
    let mut tally = Tally::of(seed, 2, wanted - wanted / 2, most);
    tally.add(half.join().unwrap());
    println!("{}", tally.show());
    assert!(tally.reports.is_empty(), "{}", tally.reports.join("\n\n"));
    assert!(tally.good * 2 > tally.grown, "too few policies are of use");
    if wanted < 500 {
        return;
    }
    // A tenth; of a few policies chance takes some away.
    let least = if wanted < 5_000 { 12 } else { 10 };
    for construct in CONSTRUCTS {
        let policies = tally.used.get(construct).copied().unwrap_or(0);
        assert!(
            policies * least >= tally.good,
            "{construct} stands in {policies} policies only"
        );
    }
    for code in DECIDED.iter().filter(|_| wanted >= 10_000) {
        let policies = tally.codes.get(code).copied().unwrap_or(0);
        assert!(policies >= 50, "{policies} policies only have {code}");
    }
}

#[test]
fn order_does_not_matter_to_the_proof() {
    let said = |outline: &Outline| {
        let compiled = compiled(&outline.text());
        let found = analyzed(&compiled).findings.into_iter();
        let found = found.map(|found| found.diagnostic);
        let found = found.filter(|found| compared().contains(&found.code));
        // Of many overlaps the first are listed, in the order of the text.
        let found = found.filter(|found| found.code != Code::AgreeingOverlap);
        let said = found.map(|found| {
            let subject = found.subject.map(|subject| subject.name);
            // Rules are named in the order of the text, so that only the order of words may differ.
            let words = found.message.replace(',', "");
            let mut words: Vec<_> = words.split(' ').map(str::to_owned).collect();
            words.sort();
            (found.code, subject, words)
        });
        said.collect::<BTreeSet<_>>()
    };
    let seed = setting("GROUNDRULES_SEED", 1);
    for seed in (seed..).take(60) {
        let outline = grow(seed).outline;
        if has_errors(&compiled(&outline.text())) {
            continue;
        }
        let shuffled = outline.shuffled(&mut Chance::new(seed));
        let (before, after) = (said(&outline), said(&shuffled));
        assert_eq!(before, after, "{}\n{}", outline.text(), shuffled.text());
    }
}
