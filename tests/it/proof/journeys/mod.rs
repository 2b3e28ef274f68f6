//! Findings of journeys against brute force: small journeys that grow at random, with every lead
//! that there could be in every stage, followed through the evaluator.
//!
//! 300 are tried; `GROUNDRULES_JOURNEYS=5000` tries more of them, `GROUNDRULES_SEED` others.
//!
//! | file | purpose |
//! | --- | --- |
//! | `grow` | policies at random |
//! | `judge` | the faults of their journeys, by their definitions |

mod grow;
mod judge;

use std::collections::{BTreeMap, BTreeSet};

use groundrules::diagnostic::{Code, Diagnostic};

use super::{analyzed, compiled, has_errors, setting};
use judge::Leads;

/// The codes that are compared.
const COMPARED: [Code; 9] = [
    Code::ConflictingMoves,
    Code::DeadEnd,
    Code::PingPong,
    Code::ContractBroken,
    Code::BackwardMove,
    Code::UnreachableStage,
    Code::NoWayOut,
    Code::PassThrough,
    Code::EndlessLoop,
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

#[test]
fn journeys_have_the_faults_that_brute_force_finds() {
    let wanted = setting("GROUNDRULES_JOURNEYS", 300);
    let seed = setting("GROUNDRULES_SEED", 1);
    let (mut tally, mut reports) = (BTreeMap::<Code, usize>::new(), Vec::new());
    let mut faulty = 0;
    for seed in seed..seed + wanted {
        let text = grow::grow(seed);
        let compiled = compiled(&text);
        if has_errors(&compiled) {
            faulty += 1;
            continue;
        }
        let leads = Leads::new(&compiled.model, compiled.as_of.unwrap());
        let mut expected = leads.faults();
        expected.retain(|(code, _)| COMPARED.contains(code));
        for code in expected
            .iter()
            .map(|(code, _)| *code)
            .collect::<BTreeSet<_>>()
        {
            *tally.entry(code).or_default() += 1;
        }
        let analysis = analyzed(&compiled);
        let found = analysis.findings.iter().map(|it| &it.diagnostic);
        let found = found.filter(|it| COMPARED.contains(&it.code));
        let open: Vec<_> = found
            .clone()
            .filter(|it| !it.is_proved())
            .map(|it| it.message.clone())
            .collect();
        let found: BTreeSet<Fault> = found.map(told).collect();
        if found != expected || !analysis.faults.is_empty() || !open.is_empty() {
            let missed: Vec<_> = expected.difference(&found).collect();
            let invented: Vec<_> = found.difference(&expected).collect();
            reports.push(format!(
                "seed {seed}: missed {missed:?}, invented {invented:?}, open {open:?}, {:?}\n{text}",
                analysis.faults
            ));
        }
    }
    println!("{wanted} journeys, {faulty} with errors; with faults: {tally:?}");
    let first: Vec<_> = reports.iter().take(3).cloned().collect();
    assert!(
        reports.is_empty(),
        "{} disagree\n{}",
        reports.len(),
        first.join("\n\n")
    );
    assert!(faulty * 2 < wanted, "too few journeys are of use");
    for code in COMPARED {
        assert!(tally.contains_key(&code), "no journey has {code}");
    }
}
