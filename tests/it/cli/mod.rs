//! The command line as a person calls it: what is printed where, and how a call ends.

mod backtest;
mod check;
mod data;
mod explain;
mod fit;
mod fmt;
mod hostile;
mod init;
mod test;
mod why;
mod words;
mod workbook;

use serde_json::Value;

use crate::program::Folder;

/// A policy without findings.
pub(crate) const GOOD: &str = r#"policy "Demand" {
  time zone "Europe/Berlin"
}

lead {
  email:     text key
  employees: integer >= 0
}

define bar = 200

decision size: one of large | small {
  rule big: large when employees >= bar
  otherwise small
}

example "A large one" {
  lead { email "a@a.example"  employees 300 }
  expect size = large
}
"#;

/// Fails unless `data` is what the schema of this name in `schema/` describes.
#[track_caller]
pub(crate) fn assert_valid(schema: &str, data: &Value) {
    let path = format!("{}/schema/{schema}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(
        jsonschema::draft202012::meta::is_valid(&schema),
        "the schema itself is wrong"
    );
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<_> = validator
        .iter_errors(data)
        .map(|it| it.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{data:#}");
}

#[test]
fn each_help_shows_two_examples_first() {
    let folder = Folder::new(&[]);
    for command in [
        &[][..],
        &["check"],
        &["test"],
        &["why"],
        &["explain"],
        &["fmt"],
        &["run"],
    ] {
        let arguments: Vec<_> = command.iter().copied().chain(["--help"]).collect();
        let help = folder.call(&arguments).ended(0).out;
        let lines: Vec<_> = help.lines().collect();
        assert_eq!(lines[0], "Examples:", "{command:?}");
        assert!(lines[1].starts_with("  groundrules "), "{help}");
        assert!(lines[2].starts_with("  groundrules "), "{help}");
    }
}

#[test]
fn check_says_what_it_does_not_decide_yet() {
    let help = Folder::new(&[]).call(&["check", "--help"]).ended(0).out;
    assert!(help.contains("It does not yet decide"), "{help}");
}

#[test]
fn the_version_is_told() {
    let out = Folder::new(&[]).call(&["--version"]).ended(0).out;
    assert_eq!(out, format!("groundrules {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_wrong_call_is_told_on_standard_error() {
    let folder = Folder::new(&[]);
    for arguments in [
        &[][..],
        &["chekc"],
        &["check"],
        &["check", "--format", "xml", "."],
    ] {
        let called = folder.call(arguments).ended(2);
        assert_eq!(called.out, "", "{arguments:?}");
        assert!(!called.err.is_empty(), "{arguments:?}");
    }
}
