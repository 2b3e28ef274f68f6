//! `diff`: what two policies decide differently, as a person calls it.

use std::process::Command;

use serde_json::Value;

use crate::program::Folder;
use crate::project::assert_valid;

const OLD: &str = "policy \"Demand\" {}
team marketing \"Marketing\" { role desk }
team sales \"Sales\" { role rep }
lead {
  email:  text key
  points: integer 0..100 required
  left:   boolean required
}
define mql_bar = 50
score total 0..100 { +60 when points > 70  +50 when points in 50..70 }
decision qualification: one of mql | nurture agreed by marketing, sales {
  rule worth_a_call: mql when total >= mql_bar
  otherwise nurture
}
decision owner: role agreed by sales {
  table qualification { mql => rep  nurture => desk }
}
forbid email when left
";

const LEADS: &str =
    "email,points,left\na@acme.example,50,no\nb@acme.example,90,no\nc@acme.example,5,yes\n";

fn folder(new: &str) -> Folder {
    Folder::new(&[
        ("old.ground", OLD.as_bytes()),
        ("new.ground", new.as_bytes()),
        ("leads.csv", LEADS.as_bytes()),
    ])
}

fn diff(new: &str, more: &[&str]) -> String {
    let asked = [&["diff", "old.ground", "new.ground"], more].concat();
    folder(new).call(&asked).ended(0).out
}

#[test]
fn names_order_layout_and_what_is_inlined_do_not_matter() {
    let mut blocks: Vec<&str> = OLD.split("\nd").collect();
    assert!(blocks.len() > 3);
    blocks.truncate(1);
    let new = OLD
        .replace("mql_bar", "bar")
        .replace("total >= bar", "total > 49  # the bar")
        .replace("define bar = 50\n", "")
        .replace("score total", "score points_of")
        .replace("total >", "points_of >")
        .replace(
            "+60 when points > 70  +50 when points in 50..70",
            "+50 when points >= 50\n +10 when points > 70",
        );
    let told = diff(&new, &[]);
    assert!(
        told.starts_with("The two policies mean the same."),
        "{told}"
    );
    assert!(
        told.contains("score `points_of` was called `total`"),
        "{told}"
    );
    assert!(!told.contains("agreed"), "{told}");
}

#[test]
fn what_differs_is_told_for_whom_and_who_must_agree() {
    let new = OLD.replace("mql_bar = 50", "mql_bar = 60");
    insta::assert_snapshot!(diff(&new, &["--data", "leads.csv"]));
}

#[test]
fn a_comment_on_a_pull_request_names_no_lead() {
    let new = OLD
        .replace("when left", "unless not left")
        .replace("> 70", "> 40");
    let told = diff(&new, &["--data", "leads.csv", "--format", "markdown"]);
    assert!(!told.contains("acme.example"), "{told}");
    let named = diff(
        &new,
        &["--data", "leads.csv", "--format", "markdown", "--keys"],
    );
    assert!(!named.contains("c@acme.example"), "{named}");
    insta::assert_snapshot!(told);
}

#[test]
fn programs_get_it_as_data() {
    let new = OLD
        .replace("mql_bar = 50", "mql_bar = 60")
        .replace(
            "forbid email when left",
            "forbid email when left and points < 50\nmust said: points > 0",
        )
        .replace("rep }", "rep, ae }")
        .replace(
            "otherwise nurture",
            "rule gone: nurture when left overrides worth_a_call\n  otherwise nurture",
        );
    let told = diff(&new, &["--data", "leads.csv", "--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_valid("diff", &told);
    assert_eq!(told["same"], false);
    assert_eq!(told["decided"], true);
    assert_eq!(told["moved"]["moved"], 1);
    let kinds = told["changes"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds
        .map(|it| (it["kind"].as_str().unwrap(), it["became"].as_str().unwrap()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("decision", "changed"),
            ("decision", "changed"),
            ("forbid", "changed"),
            ("must", "added")
        ]
    );
}

#[test]
fn the_exit_code_tells_only_where_it_is_asked_for() {
    let new = OLD.replace("mql_bar = 50", "mql_bar = 60");
    let asked = ["diff", "old.ground", "new.ground", "--exit-code"];
    folder(&new).call(&asked).ended(1);
    folder(OLD).call(&asked).ended(0);
    folder("policy").call(&asked).ended(2);
    let told = folder(OLD).call(&["diff", "-", "-"]).ended(2);
    assert!(told.err.contains("both be standard input"), "{}", told.err);
}

#[test]
fn a_policy_may_be_as_of_a_revision() {
    let folder = folder(OLD);
    let git = |arguments: &[&str]| {
        let done = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@acme.example",
                "-c",
                "init.defaultBranch=main",
            ])
            .args(arguments)
            .current_dir(folder.path())
            .output();
        done.is_ok_and(|done| done.status.success())
    };
    // Where there is no git, there are no revisions.
    if !git(&["init", "-q"]) {
        return;
    }
    assert!(git(&["add", "new.ground"]) && git(&["commit", "-qm", "first"]));
    let new = OLD.replace("mql_bar = 50", "mql_bar = 60");
    std::fs::write(folder.path().join("new.ground"), new).unwrap();
    let told = folder
        .call(&["diff", "HEAD:new.ground", "new.ground"])
        .ended(0);
    assert!(told.out.contains("from `mql` to `nurture`"), "{}", told.out);
    let told = folder
        .call(&["diff", "HEAD:new.ground", "old.ground"])
        .ended(0);
    assert!(told.out.contains("mean the same"), "{}", told.out);
    let told = folder.call(&["check", "nowhere:new.ground"]).ended(2);
    assert!(told.err.contains("nowhere"), "{}", told.err);
}

#[test]
fn other_teams_that_agree_are_told() {
    let new = OLD
        .replace("agreed by marketing, sales", "agreed by marketing")
        .replace("role agreed by sales", "role")
        .replace("decision owner", "decision whose");
    let told = diff(&new, &[]);
    insta::assert_snapshot!(told);
    let told = diff(&new, &["--format", "json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_valid("diff", &told);
    assert_eq!(told["same"], true);
    assert_eq!(
        told["must_agree"],
        serde_json::json!(["marketing", "sales"])
    );
    let told = diff(&new, &["--format", "markdown"]);
    assert!(
        told.contains("is agreed by `marketing`, and was by `marketing` and `sales`"),
        "{told}"
    );
    folder(&new)
        .call(&["diff", "old.ground", "new.ground", "--exit-code"])
        .ended(1);
    let both = new.replace("mql_bar = 50", "mql_bar = 60");
    let told = diff(&both, &[]);
    assert!(
        told.contains("agreed by `marketing`, and was by `marketing` and `sales`"),
        "{told}"
    );
}

#[test]
fn a_field_of_the_same_column_is_called_otherwise() {
    let old = format!("{OLD}source crm {{\n  points from \"Points\"\n}}\n");
    let renamed = old
        .replace("points", "score_of_web")
        .replace("\"Points\"", "\"points\"");
    let diff = |new: &str| {
        let folder = folder(new);
        folder.write("old.ground", old.as_bytes());
        folder
            .call(&["diff", "old.ground", "new.ground"])
            .ended(0)
            .out
    };
    let told = diff(&renamed);
    assert!(
        told.starts_with("The two policies mean the same."),
        "{told}"
    );
    assert!(
        told.contains("field `score_of_web` was called `points`"),
        "{told}"
    );
    // Another column is another field.
    let other = renamed.replace("\"points\"", "\"Points of the web\"");
    let told = diff(&other);
    assert!(
        told.contains("field `points` is gone") && told.contains("field `score_of_web` is new"),
        "{told}"
    );
    // So is another type, and what is read in another way.
    let told = diff(&renamed.replace("integer 0..100", "integer 0..99"));
    assert!(told.contains("field `points` is gone"), "{told}");
}
