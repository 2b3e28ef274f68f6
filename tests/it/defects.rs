//! Policies as teams really write them, each with the holes that its team did not see: `check` finds
//! every one of them, where it stands.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Folder;
use crate::project::text;

/// What is wrong in a policy, in the words of those who run into it; the code, and the line of the
/// policy, by what stands there.
type Defect = (&'static str, &'static str, &'static str);

const DEVELOPER_PLATFORM: &[Defect] = &[
    (
        "a lead of region \"unknown\" is in no one's hands",
        "gap",
        "decision owner",
    ),
    (
        "2 hours and 24 hours both bind the same MQL",
        "conflict",
        "rule focus:",
    ),
    (
        "\"engagement must not be 0\" says nothing: fit alone stops at 70",
        "dead-condition",
        "rule scored:",
    ),
    (
        "24 hours run out on a Saturday, when nobody works",
        "no-working-hours",
        "within      response_time",
    ),
    (
        "the manager hears of it before it is late",
        "deadline-too-late",
        "escalate    sales_manager",
    ),
    (
        "recycled MQLs come back every two months, and nobody counts",
        "endless-loop",
        "stage mql",
    ),
    (
        "and so do those that never were MQLs",
        "endless-loop",
        "stage inquiry",
    ),
    (
        "whoever was accepted once passes through MQL in no time",
        "pass-through",
        "stage mql",
    ),
];

const MID_SIZE_SAAS: &[Defect] = &[
    (
        "the reason \"other\" has no answer",
        "gap",
        "decision after_rejection",
    ),
    (
        "a booked meeting makes an SQL of a competitor",
        "conflict",
        "rule meeting:",
    ),
    (
        "workflows write one field against each other",
        "conflicting-moves",
        "to after_rejection",
    ),
    (
        "and a third one does, too",
        "conflicting-moves",
        "to lead when points < 40",
    ),
    (
        "the way back takes no effect: the stage goes forward only",
        "backward-move",
        "to after_rejection",
    ),
    (
        "rejected leads are MQLs again on the 61st day, for ever",
        "endless-loop",
        "stage lead",
    ),
    (
        "whoever was accepted passes through MQL",
        "pass-through",
        "stage mql",
    ),
    (
        "and through SQL in no time: nobody proposes anything",
        "pass-through",
        "stage sql",
    ),
];

const MACHINERY_MAKER: &[Defect] = &[
    (
        "an MQL without opt-in has to be reached and may be by no channel",
        "duty-forbidden",
        "task call",
    ),
    (
        "a task by mail only, for leads without opt-in",
        "duty-forbidden",
        "task letter",
    ),
    (
        "erased after 30 days, before the mail of 90 days is due",
        "deadline-too-late",
        "within      90 days",
    ),
    (
        "what comes back from the newsletter comes back for ever",
        "endless-loop",
        "stage mql",
    ),
    (
        "whoever was accepted once passes through MQL in no time",
        "pass-through",
        "stage mql",
    ),
];

const CHANNEL_PARTNERS: &[Defect] = &[
    (
        "a named account that a partner registered has two owners",
        "conflict",
        "rule named:",
    ),
    ("1,000 staff lie on the edge", "conflict", "table employees"),
    ("nobody has leads without staff", "gap", "decision desk"),
    (
        "Puerto Rico and Canada are in no set",
        "gap",
        "decision territory",
    ),
    (
        "a named account without an owner's mail is nobody's",
        "nobody-accountable",
        "responsible owner",
    ),
    (
        "overdue at birth: the clock has run since the registration",
        "clock-before-stage",
        "within      2 business days",
    ),
    (
        "an old call takes the lead through direct sales in no time",
        "pass-through",
        "stage direct",
    ),
];

const SMALL_AGENCY: &[Defect] = &[
    (
        "a lead without phone has to be rung up, and can be by nothing",
        "duty-forbidden",
        "by phone, sms",
    ),
    (
        "nobody has a duty on Saturday, and five minutes run all the same",
        "no-working-hours",
        "within      5 minutes",
    ),
    (
        "B hears of it after it was taken from B",
        "deadline-too-late",
        "escalate    rep_b",
    ),
    (
        "A is told of what A has not done",
        "deadline-too-late",
        "escalate    rep_a",
    ),
    (
        "reassigned to A, who has it, and before B was told",
        "deadline-too-late",
        "reassign    rep_a",
    ),
    (
        "the tries of 10 days outlast the stage",
        "deadline-too-late",
        "within 10 days",
    ),
    (
        "a counter that may be missing is never six",
        "unset-counter",
        "to nurture when tries",
    ),
    (
        "who is not reached and not answered stays for good",
        "no-way-out",
        "stage trying",
    ),
    (
        "tried again every 90 days, for ever",
        "endless-loop",
        "stage trying",
    ),
    (
        "answered once, and so won without being tried",
        "pass-through",
        "stage trying",
    ),
];

/// The line on which a text first stands.
fn line_of(policy: &str, words: &str) -> u64 {
    let before = policy.lines().position(|line| line.contains(words));
    u64::try_from(before.unwrap_or_else(|| panic!("nowhere: {words}")) + 1).unwrap()
}

fn finds(name: &str, defects: &[Defect]) {
    let policy = text(&format!("tests/it/defects/{name}.ground"));
    let told = Folder::with(&policy)
        .call(&[
            "check",
            "policy.ground",
            "--as-of",
            "2026-07-01T09:00",
            "--format",
            "json",
        ])
        .ended(1);
    let told: Value = serde_json::from_str(&told.out).unwrap();
    let findings = told["findings"].as_array().unwrap().iter();
    let grave = findings.filter(|it| it["level"] != "note");
    let found: BTreeSet<(&str, u64)> = grave
        .map(|it| {
            assert_eq!(it["proved"], true, "{it}");
            let line = it["at"]["line"].as_u64().unwrap();
            (it["code"].as_str().unwrap(), line)
        })
        .collect();
    for (words, code, place) in defects {
        let line = line_of(&policy, place);
        assert!(
            found.contains(&(code, line)),
            "{name}: {words}: {code}, line {line}: {found:?}"
        );
    }
    let known = defects.iter();
    let known: BTreeSet<_> = known
        .map(|(_, code, place)| (*code, line_of(&policy, place)))
        .collect();
    let more: Vec<_> = found.difference(&known).collect();
    assert!(more.is_empty(), "{name}: {more:?}");
}

#[test]
fn what_a_developer_platform_did_not_see() {
    finds("developer_platform", DEVELOPER_PLATFORM);
}

#[test]
fn what_a_mid_size_saas_did_not_see() {
    finds("mid_size_saas", MID_SIZE_SAAS);
}

#[test]
fn what_a_machinery_maker_did_not_see() {
    finds("machinery_maker", MACHINERY_MAKER);
}

#[test]
fn what_a_firm_with_partners_did_not_see() {
    finds("channel_partners", CHANNEL_PARTNERS);
}

#[test]
fn what_a_small_agency_did_not_see() {
    finds("small_agency", SMALL_AGENCY);
}
