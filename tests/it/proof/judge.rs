//! The judge itself: on policies whose faults are known, it finds those and no others; and it holds
//! the proof to them.

use std::collections::BTreeSet;

use groundrules::analyze::{Analysis, Finding};
use groundrules::diagnostic::{Code, Demonstration, Diagnostic, Witness, WitnessCell};

use super::compare::{Disagreement, compare};
use super::expected::{About, expected};
use super::world::World;
use super::{DECIDED, compiled, has_errors};

/// The findings of a policy, as `code in what: rules`, those that must be reported.
fn found(text: &str, codes: &[Code]) -> BTreeSet<String> {
    let compiled = compiled(text);
    assert!(!has_errors(&compiled), "{:?}", compiled.findings);
    let world = World::new(&compiled.model, compiled.as_of.unwrap(), 20_000).unwrap();
    let found = expected(&world, codes)
        .into_iter()
        .filter(|found| found.required);
    let said = found.map(|found| {
        let about = match &found.about {
            About::Name(name) => name.clone(),
            About::Text(span) => compiled.sources.slice(*span).to_owned(),
        };
        let names: Vec<_> = found.rules.iter().chain(&found.names).cloned().collect();
        match names.is_empty() {
            true => format!("{} in {about}", found.code),
            false => format!("{} in {about}: {}", found.code, names.join(", ")),
        }
    });
    said.collect()
}

fn all(text: &str, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(ToString::to_string).collect();
    assert_eq!(found(text, DECIDED), expected);
}

fn with(lead: &str, rest: &str) -> String {
    format!("policy \"Known\" {{}}\nlead {{ {lead} }}\n{rest}")
}

#[test]
fn a_clean_policy_has_nothing() {
    all(
        &with(
            "a: boolean required  n: integer 0..6",
            "decision k: one of x | y | z {
               rule first: x when a overrides sheet
               table sheet n { 0..3 => y  4..6 => z  missing => z }
             }",
        ),
        &[],
    );
}

#[test]
fn a_gap_and_the_values_that_nobody_gets() {
    all(
        &with(
            "a: boolean  n: integer 0..6",
            "decision k: one of x | y | z {
               rule low: x when n <= 3
               rule high: y when n > 3
             }
             must read: a is known or n is missing",
        ),
        &["gap in k", "unreachable-outcome in k: z"],
    );
}

#[test]
fn a_conflict_is_one_of_a_pair() {
    all(
        &with(
            "n: integer 0..6 required",
            "decision k: one of x | y {
               rule low: x when n <= 3
               rule mid: y when n in 3..4
               rule high: y when n >= 4
             }",
        ),
        &["conflict in k: low, mid", "agreeing-overlap in k"],
    );
}

#[test]
fn a_rule_dead_by_two_others_together() {
    all(
        &with(
            "n: integer 0..6 required",
            "decision k: one of x | y first match {
               rule low: x when n <= 3
               rule high: y when n >= 4
               rule mid: y when n in 2..5
             }",
        ),
        &["dead-rule in rule mid: y when n in 2..5"],
    );
}

#[test]
fn an_override_of_what_never_meets() {
    all(
        &with(
            "n: integer 0..6 required",
            "decision k: one of x | y {
               rule low: x when n <= 3 overrides high
               rule high: y when n > 3
             }",
        ),
        &["useless-override in k.low: high, low"],
    );
}

#[test]
fn missing_falls_through_names_the_field() {
    all(
        &with(
            "n: integer 0..6  a: boolean required",
            "decision k: one of x | y {
               rule low: x when n <= 3 and a
               otherwise y
             }",
        ),
        &["missing-falls-through in k: n"],
    );
}

#[test]
fn conditions_that_say_nothing() {
    all(
        &with(
            "n: integer 0..6 required  a: boolean required",
            "decision k: one of x | y {
               rule low: x when n <= 3 and (a or n <= 2 or n > 6)
               otherwise y
             }
             decision other: one of x | y { rule any_size: x when n >= 0  otherwise y }",
        ),
        &[
            "out-of-reach in n > 6",
            "dead-condition in n > 6",
            "constant-condition in n >= 0",
            "dead-otherwise in other",
            "unreachable-outcome in other: y",
        ],
    );
}

#[test]
fn a_score_that_cannot_reach_its_bar() {
    all(
        &with(
            "a: boolean required  b: boolean required  n: integer 0..6 required",
            "score fit { +20 when a  +20 when b  +5 per n, at most 10 }
             decision k: one of x | y | z {
               rule top: x when fit > 50
               rule high: y when fit >= 40
               rule low: z when fit < 40
             }",
        ),
        &[
            "out-of-reach in fit > 50",
            "dead-rule in rule top: x when fit > 50",
            "unreachable-outcome in k: x",
            // Two signals give 40, and one of them with the most that is counted 30.
            "idle-points in +5 per n, at most 10",
        ],
    );
}

#[test]
fn what_follows_from_a_gap_upstream_is_not_repeated() {
    all(
        &with(
            "a: boolean required",
            "decision up: one of p | q { rule one: p when a }
             decision down: one of x | y {
               rule p: x when up = p
               rule q: y when up = q
             }",
        ),
        &[
            "gap in up",
            "unreachable-outcome in up: q",
            "constant-condition in up = p",
            "constant-condition in up = q",
            "dead-rule in rule q: y when up = q",
            "unreachable-outcome in down: y",
        ],
    );
}

#[test]
fn score_tables_are_judged_like_decisions() {
    all(
        &with(
            "n: integer 0..6 required",
            "score s {
               table n { low: <= 2 => +10  mid: 2..4 => +20  none_such: > 6 => +5 }
             }
             must read: s >= 0",
        ),
        &[
            "gap in s",
            "conflict in s: low, mid",
            "dead-rule in none_such: > 6 => +5",
            "out-of-reach in > 6",
            "constant-condition in s >= 0",
        ],
    );
}

#[test]
fn prohibitions_and_musts() {
    all(
        &with(
            "a: boolean  b: boolean required  n: integer 0..6 required",
            "forbid phone when a unless b
             must small: n <= 3 when b
             must large: n >= 4 when b
             must never: n < 0 when not b",
        ),
        &[
            "unknown-permits in forbid phone when a unless b",
            "impossible-must in small: large, small",
            "impossible-must in never",
            "out-of-reach in n < 0",
        ],
    );
}

#[test]
fn facts_that_contradict_each_other() {
    let text = with(
        "n: integer 0..6 required  fact n > 4  fact n < 2",
        "must read: n = 3",
    );
    all(&text, &["impossible-facts in "]);
}

#[test]
fn blanks_that_a_comparison_leaves_out() {
    all(
        &with(
            "country: text  seen: date  a: boolean required",
            "must abroad: a when country != \"US\" and since(seen) > 7 days",
        ),
        &[
            "blank-excluded in country != \"US\"",
            "blank-excluded in since(seen) > 7 days",
        ],
    );
}

#[test]
fn texts_are_made_of_what_the_policy_asks_for() {
    all(
        &with(
            "title: text required  mail: text required",
            "decision k: one of x | y | z {
               rule boss: x when title mentions \"cto\" overrides all
               rule part: y when title contains \"cto\" overrides rest
               rule rest: z
             }
             decision m: one of x | y first match {
               rule school: x when domain(mail) ends with \".edu\"
               rule same: y when mail ends with \".edu\"
               otherwise y
             }",
        ),
        // What has its end behind an `@` at once has a domain; what has none has an end still.
        &[],
    );
}

/// What the judge says of a proof that says this.
fn judged(text: &str, findings: Vec<Diagnostic>, codes: &[Code]) -> Vec<Disagreement> {
    let compiled = compiled(text);
    let world = World::new(&compiled.model, compiled.as_of.unwrap(), 1_000).unwrap();
    let findings = findings.into_iter().map(|diagnostic| Finding {
        diagnostic,
        touches: None,
    });
    let analysis = Analysis {
        findings: findings.collect(),
        ..Analysis::default()
    };
    compare(&world, &expected(&world, DECIDED), &analysis, codes)
}

fn gap(of: &str, n: &str) -> Diagnostic {
    let span = groundrules::source::Span::new(groundrules::source::SourceId(0), 0, 1);
    let cell = WitnessCell {
        field: "n".to_owned(),
        value: None,
        written: (n != "missing").then(|| n.to_owned()),
        matters: true,
    };
    Diagnostic::new(Code::Gap, span, "a gap")
        .about("decision", of)
        .demonstrated(Demonstration {
            witness: Some(Witness {
                lead: vec![cell],
                as_of: "2026-07-01T00:00:00Z".to_owned(),
                moves: Vec::new(),
                shows: String::new(),
                expect: Vec::new(),
            }),
            ..Demonstration::default()
        })
}

#[test]
fn the_judge_holds_the_proof_to_what_it_finds() {
    let text = with(
        "n: integer 0..6",
        "decision k: one of x | y { rule low: x when n <= 3  rule high: y when n > 3 }
         decision clean: boolean { rule low: yes when n <= 3  otherwise no }",
    );
    let wrong = |findings| {
        let wrong = judged(&text, findings, &[Code::Gap]);
        wrong
            .into_iter()
            .map(|wrong| wrong.what)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(wrong(vec![gap("k", "missing")]), "");
    assert!(wrong(vec![]).contains("n missing\n  it is not reported"));
    assert!(wrong(vec![gap("k", "2")]).contains("does not have it"));
    assert!(wrong(vec![gap("k", "7")]).contains("cannot"));
    let of_none = wrong(vec![gap("k", "missing"), gap("clean", "missing")]);
    assert!(of_none.contains("not so of any lead"), "{of_none}");
    let mut undecided = gap("k", "missing");
    undecided.shown.as_mut().unwrap().proved = false;
    assert_eq!(wrong(vec![undecided]), "");
}

#[test]
fn a_gap_with_all_known_is_told_apart() {
    let text = with(
        "n: integer 0..6",
        "decision k: one of x | y { rule low: x when n <= 3  rule high: y when n > 4 }",
    );
    let wrong = |findings: &[Diagnostic]| judged(&text, findings.to_vec(), &[Code::Gap]).len();
    assert_eq!(wrong(&[gap("k", "missing"), gap("k", "4")]), 0);
    assert_eq!(wrong(&[gap("k", "4")]), 0);
    assert_eq!(wrong(&[gap("k", "missing")]), 1);
}
