//! `run` from the outside.

use serde_json::{Value, json};

use crate::program::{Called, Folder};
use crate::project::{argument, assert_valid};
use crate::shipped::POLICIES;

const POLICY: &str = r#"
policy "Small" { version "1"  time zone "Asia/Kolkata"  working hours mon..sat 10:00..19:00 }
team sales "Sales" { role sdr, ae  role account_owner named in owner_email }
lead {
  id:          text key
  owner_email: text
  city:        one of mumbai | pune
  employees:   integer >= 0 required
}
score fit 0..10 { +5 when employees >= 200  +2.5 when city is known }
decision tier: one of small | large { table employees { < 200 => small  >= 200 => large } }
decision owner: role {
  rule named: account_owner when owner_email is known overrides all
  rule west:  sdr when city = mumbai
  rule big:   ae when employees >= 200
}
decision wait: duration or none { rule fast: 4 business hours when fit > 5 }
decision score_of_ten: integer { rule ten: 10 when employees >= 200  otherwise 0 }
decision call: boolean { rule yes_call: yes when fit > 5  otherwise no }
must sized: employees > 0 because "Nobody works there."
forbid email when city = pune
"#;

const LEADS: &str = "\
id,owner_email,city,employees,remark
a,,mumbai,10,=1+1
b,,mumbai,500,
c,,,10,
d,kim@x.example,pune,900,
e,,Bombay,300,
a,,mumbai,,
f,,mumbai,0
";

fn folder() -> Folder {
    Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("leads.csv", LEADS.as_bytes()),
    ])
}

fn run(folder: &Folder, more: &[&str]) -> Called {
    let mut arguments = vec!["run", "policy.ground", "leads.csv"];
    arguments.extend(more);
    folder.call(&arguments)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn records(folder: &Folder) -> Vec<Value> {
    let called = run(folder, &["--format", "jsonl"]).ended(0);
    called.out.lines().map(parsed).collect()
}

#[test]
fn each_line_of_jsonl_is_a_lead_and_fits_the_schema() {
    let records = records(&folder());
    assert_eq!(records.len(), 7);
    records
        .iter()
        .for_each(|record| assert_valid("run-record", record));
    let expected = json!({
        "schema": 1, "key": "d", "row": 5,
        "decisions": {
            "tier": "large", "owner": "account_owner", "wait": "4 business hours",
            "score_of_ten": 10, "call": true
        },
        "scores": {"fit": 7.5}, "journeys": {}, "forbidden": ["email"],
        "persons": {"owner": "kim@x.example"}, "writes": [], "problems": []
    });
    assert_eq!(records[3], expected);
    let rows: Vec<u64> = records
        .iter()
        .map(|record| record["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn problems_are_in_the_lead_that_has_them() {
    let records = records(&folder());
    let codes = |at: usize| -> Vec<&str> {
        let problems = records[at]["problems"].as_array().unwrap();
        problems
            .iter()
            .map(|problem| problem["code"].as_str().unwrap())
            .collect()
    };
    assert_eq!(codes(0), [""; 0]);
    assert_eq!(codes(1), ["conflict"]);
    assert_eq!(records[1]["problems"][0]["rules"], json!(["west", "big"]));
    assert_eq!(records[1]["decisions"]["owner"], Value::Null);
    assert_eq!(codes(2), ["gap"]);
    assert_eq!(records[2]["problems"][0]["decision"], "owner");
    assert_eq!(codes(4), ["bad-value"]);
    assert_eq!(records[4]["problems"][0]["value"], "Bombay");
    // What does not depend on the city is decided all the same.
    assert_eq!(records[4]["decisions"]["tier"], "large");
    assert_eq!(records[4]["decisions"]["owner"], Value::Null);
    assert_eq!(codes(5), ["required-missing", "duplicate-key"]);
    assert_eq!(codes(6), ["ragged"]);
}

#[test]
fn the_summary_as_json_fits_the_schema_and_adds_up() {
    let folder = folder();
    let called = run(&folder, &["--format", "json", "--by", "city", "--rules"]).ended(0);
    let summary = parsed(&called.out);
    assert_valid("run", &summary);
    assert_eq!(
        summary["leads"],
        json!({"read": 7, "decided": 2, "with_problems": 5, "skipped": 0})
    );
    assert_eq!(summary["policy"], "Small");
    assert_eq!(summary["data"], "leads.csv");
    assert_eq!(summary["as_of"], Value::Null);
    for decision in summary["decisions"].as_array().unwrap() {
        let outcomes = decision["outcomes"].as_array().unwrap().iter();
        let outcomes: u64 = outcomes
            .map(|outcome| outcome["leads"].as_u64().unwrap())
            .sum();
        let rest = ["other_outcomes", "none", "gap", "conflict", "not_decided"];
        let rest: u64 = rest
            .iter()
            .map(|kind| decision[kind].as_u64().unwrap())
            .sum();
        assert_eq!(outcomes + rest, 7, "{decision}");
    }
    let groups = summary["by"]["groups"].as_array().unwrap();
    let leads: u64 = groups
        .iter()
        .map(|group| group["leads"].as_u64().unwrap())
        .sum();
    assert_eq!(leads, 7);
    assert!(summary["rules"]["decisions"].as_array().unwrap().len() == 5);
}

#[test]
fn csv_has_a_record_a_lead_and_a_column_for_the_person() {
    let called = run(&folder(), &["--format", "csv"]).ended(0);
    let lines: Vec<&str> = called.out.lines().collect();
    assert_eq!(
        lines[0],
        "key,row,tier,owner,owner.person,wait,score_of_ten,call,fit,forbidden,problems"
    );
    assert_eq!(lines[1], "a,2,small,sdr,,,0,no,2.5,,");
    assert_eq!(
        lines[2],
        "b,3,large,,,4 business hours,10,yes,7.5,,conflict owner"
    );
    assert_eq!(
        lines[4],
        "d,5,large,account_owner,kim@x.example,4 business hours,10,yes,7.5,email,"
    );
    assert_eq!(lines.len(), 8);
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_defused() {
    let folder = folder();
    folder.write(
        "leads.csv",
        b"id,owner_email,city,employees\n=cmd(),@evil,mumbai,5\n-7,,mumbai,5\n",
    );
    let called = run(&folder, &["--format", "csv"]).ended(0);
    let lines: Vec<&str> = called.out.lines().collect();
    assert!(
        lines[1].starts_with("'=cmd(),2,small,account_owner,'@evil,"),
        "{}",
        lines[1]
    );
    assert!(lines[2].starts_with("-7,3,"), "{}", lines[2]);
}

#[test]
fn the_summary_for_people_says_what_matters() {
    let called = run(&folder(), &[]).ended(0);
    for part in [
        "Small, version 1\nleads.csv\n\n7 leads read, 2 decided, 5 with problems\n",
        "conflict in `owner`",
        "west, big",
        "1 lead has no `owner`: no rule of `owner` covers it",
    ] {
        assert!(
            called.out.contains(part),
            "`{part}` is not in:\n{}",
            called.out
        );
    }
    assert!(
        called.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        called.out
    );
    assert_eq!(called.err, "");
    assert_eq!(run(&folder(), &[]).out, called.out);
}

#[test]
fn records_with_problems_are_written_as_they_came() {
    let folder = folder();
    run(&folder, &["--problems", "problems.csv"]).ended(0);
    let text = folder.read("problems.csv");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "id,owner_email,city,employees,remark,groundrules_problems"
    );
    assert!(
        lines[1].starts_with("b,,mumbai,500,,conflict: rules of"),
        "{}",
        lines[1]
    );
    assert_eq!(lines.len(), 6);
    let refused = run(&folder, &["--problems", "leads.csv"]).ended(2);
    assert!(refused.err.contains("would write over"), "{}", refused.err);
    assert_eq!(folder.read("leads.csv"), LEADS);
}

#[test]
fn problems_fail_the_run_only_where_that_is_asked_for() {
    let folder = folder();
    run(&folder, &["--fail-on", "error"]).ended(1);
    run(&folder, &["--fail-on", "error", "--format", "jsonl"]).ended(1);
    folder.write(
        "leads.csv",
        b"id,owner_email,city,employees\na,,mumbai,10\n",
    );
    run(&folder, &["--fail-on", "note"]).ended(0);
}

#[test]
fn leads_come_from_standard_input_too() {
    let folder = folder();
    let called = folder.call_with(&["run", "policy.ground", "-", "--format", "jsonl"], LEADS);
    assert_eq!(
        called.ended(0).out,
        run(&folder, &["--format", "jsonl"]).out
    );
    let called = folder.call(&["run", "-", "-"]).ended(2);
    assert!(
        called.err.contains("cannot both be standard input"),
        "{}",
        called.err
    );
}

#[test]
fn what_cannot_be_run_is_said_in_one_sentence() {
    let folder = folder();
    folder.write("empty.csv", b"");
    folder.write("other.csv", b"name\nx\n");
    folder.write(
        "broken.csv",
        b"id,owner_email,city,employees\na,,mumbai,\"10\n",
    );
    folder.write("folder/x", b"");
    folder.write("faulty.ground", b"policy \"F\" {}\nlead { id: txt key }\n");
    for (arguments, words) in [
        (["run", "policy.ground", "no.csv"], "there is no `no.csv`"),
        (
            ["run", "policy.ground", "empty.csv"],
            "`empty.csv`: the file is empty",
        ),
        (["run", "policy.ground", "other.csv"], "`other.csv`: "),
        (["run", "policy.ground", "folder"], "`folder` is a folder"),
        (["run", "policy.ground", "broken.csv"], "`broken.csv`: "),
        (
            ["run", "faulty.ground", "leads.csv"],
            "`faulty.ground` has errors",
        ),
    ] {
        let called = folder.call(&arguments).ended(2);
        assert!(
            called.err.contains(words),
            "`{words}` is not in:\n{}",
            called.err
        );
        assert_eq!(called.out, "", "{arguments:?}");
    }
}

#[test]
fn flags_that_make_no_sense_are_refused_with_what_would() {
    let folder = folder();
    let called = run(&folder, &["--by", "cty"]).ended(2);
    assert!(
        called.err.contains("did you mean `city`?"),
        "{}",
        called.err
    );
    let called = run(&folder, &["--rules", "--format", "csv"]).ended(2);
    assert!(called.err.contains("--format human"), "{}", called.err);
}

#[test]
fn the_moment_shows_where_it_is_given_or_matters() {
    let folder = folder();
    let called = run(&folder, &["--as-of", "2026-07-01"]).ended(0);
    assert!(
        called.out.contains("\nas of 2026-07-01T00:00:00"),
        "{}",
        called.out
    );
    let timed = "policy \"T\" { time zone \"Asia/Kolkata\" }\nlead { id: text key  seen: date }\n\
                 decision fresh: boolean { rule new: yes when since(seen) <= 7 days  otherwise no }";
    folder.write("policy.ground", timed.as_bytes());
    folder.write("leads.csv", b"id,seen\na,2026-06-25\nb,2026-06-01\n");
    let called = run(&folder, &["--as-of", "2026-07-01", "--format", "json"]).ended(0);
    assert_eq!(parsed(&called.out)["as_of"], "2026-07-01T00:00:00+05:30");
    let called = run(&folder, &[]).ended(0);
    assert!(called.out.contains("\nas of now, 20"), "{}", called.out);
}

#[test]
fn the_shipped_samples_fit_the_schemas() {
    for policy in POLICIES {
        let sample = argument(&format!("{policy}/sample.csv"));
        let arguments = ["run", &argument(policy), &sample, "--as-of", "2026-07-01"];
        let folder = folder();
        let call = |more: &[&str]| folder.call(&[&arguments[..], more].concat()).ended(0).out;
        let lines = call(&["--format", "jsonl"]);
        lines
            .lines()
            .for_each(|line| assert_valid("run-record", &parsed(line)));
        let summary = parsed(&call(&["--format", "json", "--rules"]));
        assert_valid("run", &summary);
        assert_eq!(summary["leads"]["read"], lines.lines().count());
    }
}
