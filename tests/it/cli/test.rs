//! `groundrules test`

use serde_json::Value;

use super::GOOD;
use crate::program::Folder;
use crate::project::assert_valid;

const SCORED: &str = r#"policy "Demand" {
  time zone "Europe/Berlin"
}

lead {
  email:        text key
  employees:    integer >= 0
  opened:       integer >= 0
  sent:         integer >= 0
  unsubscribed: boolean
  won_at:       date
  reason:       text
  fact opened <= sent
}

define well_known = employees is known and sent >= 1
define bar        = 30

score fit 0..50 {
  +40 when employees >= 200
  +20 when sent >= 5
  -10 when reason contains "price"
}

decision owner: one of field | desk | nobody {
  rule named: field when fit >= bar and well_known
  rule gone: nobody when unsubscribed overrides all
  otherwise desk
}

forbid email unless unsubscribed = no because "No consent, no mail."

must reasoned: reason is known when won_at is known

"#;

fn with_example(statements: &str) -> Folder {
    Folder::with(&format!("{SCORED}example \"One\" {{\n  {statements}\n}}\n"))
}

/// What is wrong with the example, without the summary.
fn wrong(statements: &str) -> String {
    let folder = with_example(statements);
    let out = folder
        .call(&["test", "--quiet", "policy.ground"])
        .ended(1)
        .out;
    let report = folder.call(&["test", "--format", "json", "."]).ended(1).out;
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_valid("test", &report);
    assert_eq!(report["summary"]["failed"], 1);
    out
}

#[test]
fn examples_that_hold() {
    let folder = Folder::with(GOOD);
    let out = folder.call(&["test", "."]).ended(0).out;
    assert_eq!(
        out,
        "✓ A large one\nDemand: the example holds (1 expectation)\n"
    );
    assert_eq!(folder.call(&["test", "--quiet", "."]).ended(0).out, "");
    let report = folder.call(&["test", "--format", "json", "."]).ended(0).out;
    assert_valid("test", &serde_json::from_str(&report).unwrap());
}

#[test]
fn a_setting_changes_what_holds() {
    let folder = Folder::with(GOOD);
    let out = folder.call(&["test", "--set", "bar=500", "."]).ended(1).out;
    insta::assert_snapshot!(out);
}

#[test]
fn a_decision_by_otherwise_says_what_kept_the_rule_from_holding() {
    insta::assert_snapshot!(wrong(
        "lead { email \"a\"  employees 300 }  expect owner = field"
    ));
}

#[test]
fn a_decision_by_another_rule_says_which() {
    let lead = "lead { email \"a\"  employees 300  sent 5  unsubscribed yes }";
    insta::assert_snapshot!(wrong(&format!("{lead}  expect owner = field")));
}

#[test]
fn a_score_says_how_it_adds_up() {
    let lead = "lead { email \"a\"  employees 300  sent 6  reason \"Too dear\" }";
    insta::assert_snapshot!(wrong(&format!("{lead}  expect fit = 40")));
}

#[test]
fn prohibitions_and_duties_say_what_they_stand_on() {
    let lead = "lead { email \"a\"  won_at 2026-01-01 }";
    let expected = "expect not forbidden email  expect not breach reasoned";
    insta::assert_snapshot!(wrong(&format!("{lead}  {expected}")));
}

#[test]
fn a_lead_that_breaks_a_fact_fails() {
    let lead = "lead { email \"a\"  opened 3  sent 2 }";
    insta::assert_snapshot!(wrong(&format!("{lead}  expect owner = desk")));
}

#[test]
fn colour_comes_through() {
    let folder = Folder::with(&GOOD.replace("expect size = large", "expect size = small"));
    let called = folder.call(&["test", ".", "--color", "always"]).ended(1);
    let code = "\x1b[31;1mfailed-example\x1b[0m policy.ground:";
    assert!(called.out.contains(code), "{}", called.out);
}

#[test]
fn without_examples_it_says_so() {
    let out = Folder::with(SCORED).call(&["test", "."]).ended(0).out;
    assert_eq!(out, "Demand: no examples\n");
}

#[test]
fn a_policy_with_errors_is_not_played() {
    let folder = Folder::with(&GOOD.replace("when employees", "when employes"));
    let called = folder.call(&["test", "."]).ended(2);
    assert_eq!(called.out, "");
    assert!(
        called
            .err
            .contains("error[unknown-name] policy.ground:13:24"),
        "{}",
        called.err
    );
    assert!(
        called.err.contains("error: `.` has errors"),
        "{}",
        called.err
    );
}
