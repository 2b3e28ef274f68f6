//! Findings of journeys against brute force: small journeys that grow at random, with every lead
//! that there could be in every stage, followed through the evaluator.
//!
//! 300 are tried; `GROUNDRULES_JOURNEYS=5000` tries more of them, `GROUNDRULES_SEED` others.
//!
//! | file | purpose |
//! | --- | --- |
//! | `grow` | policies at random |
//! | `judge` | the faults of their journeys, by their definitions |

pub(super) mod grow;
mod judge;

use std::collections::{BTreeMap, BTreeSet};

use groundrules::diagnostic::{Code, Diagnostic};

use super::{analyzed, compiled, has_errors, setting};
pub(super) use judge::Leads;

/// The codes that are compared.
const COMPARED: [Code; 11] = [
    Code::ConflictingMoves,
    Code::DeadEnd,
    Code::PingPong,
    Code::ContractBroken,
    Code::BackwardMove,
    Code::UnreachableStage,
    Code::NoWayOut,
    Code::PassThrough,
    Code::EndlessLoop,
    Code::NobodyAccountable,
    Code::DutyForbidden,
];

/// A fault: its code, and what has it.
pub(super) type Fault = (Code, String);

fn fault(code: Code, subject: &str) -> Fault {
    (code, subject.to_owned())
}

/// What a finding tells of: the stages of a ring, or its subject.
fn told(finding: &Diagnostic) -> Fault {
    let subject = finding.subject.as_ref().map_or("", |it| it.name.as_str());
    if !matches!(finding.code, Code::PingPong | Code::EndlessLoop) {
        return fault(finding.code, subject);
    }
    let (_, ring) = finding.message.split_once("run round between").unwrap();
    let quoted = ring.split('`').skip(1).step_by(2);
    let stages: BTreeSet<&str> = quoted.filter(|it| grow::STAGES.contains(it)).collect();
    fault(
        finding.code,
        &stages.into_iter().collect::<Vec<_>>().join(" "),
    )
}

/// What came of many policies.
#[derive(Default)]
struct Tally {
    good: u64,
    faulty: u64,
    leads: usize,
    codes: BTreeMap<Code, usize>,
    reports: Vec<String>,
}

impl Tally {
    /// Grows policies until so many were good, taking every other seed.
    fn of(seed: u64, wanted: u64) -> Tally {
        let mut tally = Tally::default();
        for seed in (seed..).step_by(2) {
            if tally.good >= wanted {
                break;
            }
            tally.one(seed);
        }
        tally
    }

    fn one(&mut self, seed: u64) {
        let text = grow::grow(seed);
        let compiled = compiled(&text);
        if has_errors(&compiled) {
            self.faulty += 1;
            return;
        }
        self.good += 1;
        let leads = Leads::new(&compiled.model, compiled.as_of.unwrap());
        self.leads += leads.len();
        let mut expected = leads.faults();
        expected.retain(|(code, _)| COMPARED.contains(code));
        let codes = expected.iter().map(|(code, _)| *code);
        for code in codes.collect::<BTreeSet<_>>() {
            *self.codes.entry(code).or_default() += 1;
        }
        let analysis = analyzed(&compiled);
        let found = analysis.findings.iter().map(|it| &it.diagnostic);
        let found = found.filter(|it| COMPARED.contains(&it.code));
        let open = found.clone().filter(|it| !it.is_proved());
        let open: Vec<_> = open.map(|it| it.message.clone()).collect();
        let found: BTreeSet<Fault> = found.map(told).collect();
        if found != expected || !analysis.faults.is_empty() || !open.is_empty() {
            let missed: Vec<_> = expected.difference(&found).collect();
            let invented: Vec<_> = found.difference(&expected).collect();
            self.reports.push(format!(
                "seed {seed}: missed {missed:?}, invented {invented:?}, open {open:?}, {:?}\n{text}",
                analysis.faults
            ));
        }
    }

    fn add(&mut self, other: Tally) {
        self.good += other.good;
        self.faulty += other.faulty;
        self.leads += other.leads;
        for (code, policies) in other.codes {
            *self.codes.entry(code).or_default() += policies;
        }
        self.reports.extend(other.reports);
    }
}

#[test]
fn journeys_have_the_faults_that_brute_force_finds() {
    let wanted = setting("GROUNDRULES_JOURNEYS", 300);
    let seed = setting("GROUNDRULES_SEED", 1);
    let half = std::thread::spawn(move || Tally::of(seed + 1, wanted / 2));
    let mut tally = Tally::of(seed, wanted - wanted / 2);
    tally.add(half.join().unwrap());
    println!(
        "{} journeys, {} more with errors, {} leads; with faults: {:?}",
        tally.good, tally.faulty, tally.leads, tally.codes
    );
    let first: Vec<_> = tally.reports.iter().take(3).cloned().collect();
    let (wrong, first) = (tally.reports.len(), first.join("\n\n"));
    assert!(wrong == 0, "{wrong} disagree\n{first}");
    for code in COMPARED {
        assert!(tally.codes.contains_key(&code), "no journey has {code}");
    }
}
