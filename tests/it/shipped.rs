//! The policies that are shipped: each holds together, and its sample has the faults that were put
//! into it and no others.

use serde_json::Value;

use crate::program::Folder;
use crate::project::argument;

/// The policies to copy, each with a `sample.csv`.
pub(crate) const POLICIES: &[&str] = &[
    "policies/channel-partners",
    "policies/machinery",
    "policies/marketplace",
    "policies/online-courses",
    "policies/product-led",
    "policies/saas-hubspot",
    "policies/speed-to-lead",
];

/// What `run` says of the leads, on the day of the samples.
fn run(policy: &str, sample: &str, more: &[&str]) -> Value {
    let folder = Folder::new(&[]);
    let (policy, sample) = (argument(policy), argument(sample));
    let arguments = ["run", &policy, &sample, "--as-of", "2026-07-01"];
    let arguments = [&arguments[..], &["--format", "json"], more].concat();
    serde_json::from_str(&folder.call(&arguments).ended(0).out).unwrap()
}

/// How often each problem came, as `code in what: how often`.
fn problems(summary: &Value) -> Vec<String> {
    let problems = summary["problems"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    problems
        .iter()
        .map(|problem| {
            let (code, about) = (text(&problem["code"]), text(&problem["about"]));
            format!("{code} in {about}: {}", problem["count"])
        })
        .collect()
}

/// What is said of this decision, in the summary or in a group of it.
fn decision<'a>(of: &'a Value, name: &str) -> &'a Value {
    let decisions = of["decisions"].as_array().unwrap();
    let found = decisions.iter().find(|found| found["decision"] == name);
    found.unwrap()
}

/// How many leads the decision gave this outcome.
fn leads(of: &Value, name: &str, outcome: &str) -> u64 {
    let outcomes = decision(of, name)["outcomes"].as_array().unwrap();
    let found = outcomes.iter().find(|found| found["outcome"] == outcome);
    found.unwrap()["leads"].as_u64().unwrap()
}

#[test]
fn they_hold_together() {
    let folder = Folder::new(&[]);
    for policy in POLICIES {
        let policy = argument(policy);
        let checked = folder.call(&["check", &policy]).ended(0);
        // Every lead has its outcomes; what else the proof remarks is for their authors to judge.
        let claim = "has exactly one outcome of each decision";
        assert!(checked.out.contains(claim), "{}", checked.out);
        folder.call(&["test", &policy]).ended(0);
        folder.call(&["fmt", "--check", &policy]).ended(0);
    }
}

/// The faults of each sample, as `problems` tells them.
const FAULTS: &[(&str, &[&str])] = &[
    (
        "policies/channel-partners",
        &[
            "bad-value in No. of Employees: 1",
            "bad-value in Route Stage: 1",
            "required-missing in Email Opt Out: 1",
            "broken-fact in since(asked_again_at) >= 0 days: 1",
            "breach in explained: 1",
            "breach in noted: 1",
            "breach in reasoned: 1",
            "breach in route.with_partner: 1",
            "breach in tried: 1",
        ],
    ),
    (
        "policies/machinery",
        &[
            "bad-value in Employees: 1",
            "bad-value in Opt-in At: 1",
            "bad-value in Stage: 1",
            "required-missing in Objection: 1",
            "broken-fact in since(last_request) >= 0 days: 1",
            "breach in proven: 2",
            "breach in reasoned: 1",
            "breach in route.mql: 1",
            "breach in tried: 1",
        ],
    ),
    (
        "policies/marketplace",
        &[
            "bad-value in average_stock of closed_deals.csv: 1",
            "bad-value in declared_monthly_revenue of closed_deals.csv: 1",
            "bad-value in first_contact_date: 1",
            "bad-value in origin: 1",
            "required-missing in first_contact_date: 1",
            "duplicate-key in mql_id: 1",
            "breach in two_people: 2",
            "breach in handed_over: 1",
            "breach in in_order: 1",
            "breach in in_time: 1",
            "breach in reasoned: 1",
            "breach in way.in_hand: 1",
        ],
    ),
    (
        "policies/saas-hubspot",
        &[
            "bad-value in Last Activity Date: 1",
            "bad-value in Lifecycle Stage: 1",
            "bad-value in Number of Employees: 1",
            "required-missing in Create Date: 1",
            "broken-fact in emails_clicked <= emails_delivered: 1",
            "duplicate-key in Record ID: 1",
            "breach in reasoned: 2",
            "breach in dated: 1",
            "breach in explained: 1",
            "breach in tried: 1",
        ],
    ),
    (
        "policies/speed-to-lead",
        &[
            "bad-value in Away today: 1",
            "bad-value in Stage since: 1",
            "required-missing in What is it about?: 1",
            "broken-fact in since(asked_at) >= 0 days: 1",
            "breach in tried: 2",
            "breach in reasoned: 1",
        ],
    ),
];

#[test]
fn the_samples_have_the_faults_that_were_put_into_them() {
    for (policy, faults) in FAULTS {
        let summary = run(policy, &format!("{policy}/sample.csv"), &[]);
        assert_eq!(problems(&summary), *faults, "{policy}");
    }
}

/// What the page of the example says of the sample is so.
#[test]
fn the_marketplace_as_found_has_the_holes_that_its_page_tells_of() {
    let sample = "policies/marketplace/sample.csv";
    let found = run("examples/marketplace-as-found", sample, &["--by", "state"]);
    assert_eq!(found["leads"]["read"], 240);
    assert_eq!(decision(&found, "pod")["gap"], 48);
    assert_eq!(decision(&found, "takes_over")["gap"], 4);
    let groups = found["by"]["groups"].as_array().unwrap();
    let won = groups.iter().find(|group| group["value"] == "won").unwrap();
    assert_eq!(won["leads"], 25);
    assert_eq!(decision(won, "pod")["gap"], 5);
    assert_eq!(leads(won, "next_step", "reject"), 20);

    let mended = run("policies/marketplace", sample, &[]);
    for decision in mended["decisions"].as_array().unwrap() {
        assert_eq!(decision["gap"], 0, "{decision}");
    }
}
