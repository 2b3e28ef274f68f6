//! The command line as a person calls it: what is printed where, and how a call ends.

mod backtest;
mod check;
mod data;
mod dump;
mod explain;
mod fit;
mod fmt;
mod formats;
mod hostile;
mod init;
#[cfg(feature = "parquet")]
mod parquet;
mod review;
mod shell;
mod test;
mod why;
mod words;
mod workbook;

use crate::program::Folder;
use crate::project::path;
use crate::shipped::POLICIES;

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

accept missing-falls-through in size because "Who has not said is small."
"#;

/// What `--help` of each command prints, and of the program as a whole.
fn helps() -> Vec<String> {
    let folder = Folder::new(&[]);
    let commands = [
        "check", "run", "why", "test", "explain", "fmt", "init", "dump", "--help",
    ];
    let help = |command| folder.call(&[command, "--help"]).ended(0).out;
    commands.into_iter().map(help).collect()
}

#[test]
fn each_help_begins_with_two_examples_and_ends_with_the_exit_codes() {
    for help in helps() {
        let lines: Vec<_> = help.lines().collect();
        assert_eq!(lines[0], "Examples:", "{help}");
        assert!(lines[1].starts_with("  groundrules "), "{help}");
        assert!(lines[2].starts_with("  groundrules "), "{help}");
        assert_eq!(lines[3], "", "{help}");
        let end = help.rsplit("\n\n").next().unwrap();
        assert!(end.starts_with("Exit codes: 0 "), "{help}");
        assert!(lines.iter().all(|line| line.len() <= 100), "{help}");
    }
}

/// Whoever copies an example in the project's folder sees it work.
#[test]
fn the_examples_of_each_help_can_be_called() {
    let folder = Folder::new(&[]);
    for help in helps() {
        let examples = help.lines().skip(1).take_while(|line| !line.is_empty());
        for example in examples {
            let words = example.split_whitespace().skip(1);
            let words = words.flat_map(|word| match word {
                "policies/*" => POLICIES.to_vec(),
                word => vec![word],
            });
            let words: Vec<_> = words.collect();
            let writes = words[0] == "fmt" && words[1] != "--check" || words.contains(&"--write");
            if !writes {
                let called = folder.command(&words).current_dir(path("")).output();
                assert_ne!(called.unwrap().status.code(), Some(2), "{example}");
            }
        }
    }
}

#[test]
fn check_says_what_it_proves() {
    let help = Folder::new(&[]).call(&["check", "--help"]).ended(0).out;
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("it proves, for all leads"), "{help}");
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
