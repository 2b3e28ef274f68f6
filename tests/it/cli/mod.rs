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
