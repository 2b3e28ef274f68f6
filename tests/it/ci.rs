//! The scripts for pull requests in `examples/ci`, run in a repository of their own, with a stand-in
//! for the service.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use serde_json::Value;

use crate::cli::GOOD;
use crate::program::Folder;
use crate::project::{argument, path, text};

const SCRIPTS: [&str; 5] = [
    "check.sh",
    "comment.sh",
    "gitlab.sh",
    "install.sh",
    "lib.sh",
];

/// The program with a `diff` that only says what it was called with, so that the script can be tried.
const WITH_DIFF: &str = r#"#!/usr/bin/env bash
if [ "$1" != diff ]; then exec "$REAL" "$@"; fi
shift
if [ "$1" != --help ]; then echo "compared: $*"; fi
"#;

/// Writes down what it is called with and the body of the comment; lists one comment where it is told
/// to.
const GH: &str = r#"#!/usr/bin/env bash
echo "$*" | sed 's/@.*/@FILE/' >>"$GH_LOG"
for argument in "$@"; do
  case "$argument" in body=@*) cp "${argument#body=@}" "$GH_LOG.body" ;; esac
done
if [ -n "${GH_FAILS:-}" ]; then echo "no right to" >&2; exit 1; fi
if [ "$2" = --paginate ]; then echo "${GH_COMMENT:-}"; fi
"#;

/// A repository with a policy in its first commit.
fn repository() -> Folder {
    let folder = Folder::new(&[("policies/demand/policy.ground", GOOD.as_bytes())]);
    for (name, script) in [("bin/gh", GH), ("bin/with-diff", WITH_DIFF)] {
        folder.write(name, script.as_bytes());
        let name = folder.path().join(name);
        fs::set_permissions(name, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for call in [
        &["init", "--quiet", "--initial-branch=main"][..],
        &["add", "policies"],
        &["commit", "--quiet", "--message", "A policy"],
    ] {
        let mut git = Command::new("git");
        let who = ["-c", "user.name=Ana", "-c", "user.email=ana@a.example"];
        let done = git.args(who).args(call).current_dir(folder.path()).status();
        assert!(done.unwrap().success());
    }
    folder
}

/// Runs a script in the repository.
fn run(folder: &Folder, script: &str, policies: &[&str], variables: &[(&str, &str)]) -> Output {
    let root = folder.path();
    let paths = std::env::var("PATH").unwrap();
    let mut command = Command::new("bash");
    command
        .arg(argument(&format!("examples/ci/{script}")))
        .args(policies)
        .current_dir(root)
        .env_clear()
        .env("PATH", format!("{}:{paths}", root.join("bin").display()))
        .env("REAL", env!("CARGO_BIN_EXE_groundrules"))
        .env("GROUNDRULES", env!("CARGO_BIN_EXE_groundrules"))
        .env("GH_LOG", root.join("gh.log"))
        .env("GITHUB_REPOSITORY", "acme/policies");
    command.envs(variables.iter().copied());
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

#[test]
fn every_script_is_bash() {
    let found = fs::read_dir(path("examples/ci")).unwrap();
    let mut found: Vec<String> = found
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sh"))
        .collect();
    found.sort();
    assert_eq!(found, SCRIPTS);
    for script in SCRIPTS {
        let script = argument(&format!("examples/ci/{script}"));
        let read = Command::new("bash").args(["-n", &script]).output().unwrap();
        assert!(read.status.success(), "{}", out(&read));
    }
}

#[test]
fn the_services_call_scripts_that_are_there() {
    for file in ["github/action.yml", "gitlab-ci.yml"] {
        let text = text(&format!("examples/ci/{file}"));
        let words = text.split(|it: char| it.is_whitespace() || it == '/' || it == ')');
        let scripts = words.map(|word| word.trim_matches('"'));
        let scripts: Vec<&str> = scripts.filter(|word| word.ends_with(".sh")).collect();
        assert!(scripts.len() >= 2, "{file}: {scripts:?}");
        assert!(scripts.iter().all(|it| SCRIPTS.contains(it)), "{scripts:?}");
    }
    // What a stranger writes into a pull request is nowhere a part of a command.
    let action = text("examples/ci/github/action.yml");
    assert!(
        action
            .lines()
            .all(|line| !(line.contains("run:") && line.contains("${{")))
    );
}

#[test]
fn a_sound_policy_passes_and_the_summary_says_so() {
    let folder = repository();
    let summary = folder.path().join("summary.md");
    let variables = [
        ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
        ("POLICIES", "  policies/demand  \n\n"),
    ];
    let done = run(&folder, "check.sh", &[], &variables);
    assert!(done.status.success(), "{}", out(&done));
    assert!(out(&done).contains("the example holds"), "{}", out(&done));
    assert!(folder.read("summary.md").contains("no findings"));
}

#[test]
fn each_step_is_taken_and_the_worst_end_counts() {
    let folder = repository();
    let wrong = GOOD
        .replace(
            "  otherwise small",
            "   rule little: small when employees < bar",
        )
        .replace("expect size = large", "expect size = small");
    folder.write("policies/demand/policy.ground", wrong.as_bytes());
    let done = run(&folder, "check.sh", &["policies/demand"], &[]);
    assert_eq!(done.status.code(), Some(1));
    let text = out(&done);
    assert!(
        text.contains("::error file=policies/demand/policy.ground,"),
        "{text}"
    );
    assert!(text.contains("example does not hold"), "{text}");
    let none = run(&folder, "check.sh", &[], &[]);
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn the_comment_says_what_changed_and_is_written_once() {
    let folder = repository();
    let program = folder.path().join("bin/with-diff");
    folder.write(
        "policies/demand/policy.ground",
        GOOD.replace("200", "300").as_bytes(),
    );
    folder.write("policies/new.ground", GOOD.as_bytes());
    let policies = ["./policies/demand/", "policies/new.ground"];
    let variables = [
        ("GROUNDRULES", program.to_str().unwrap()),
        ("BASE", "main"),
        ("PULL_REQUEST", "7"),
    ];
    let done = run(&folder, "comment.sh", &policies, &variables);
    assert!(done.status.success(), "{}", out(&done));
    let body = folder.read("gh.log.body");
    assert_eq!(
        body,
        "<!-- groundrules diff -->\n\n\n\
         compared: main:policies/demand policies/demand --format markdown\n\n\
         `policies/new.ground` is new.\n"
    );
    let log = folder.read("gh.log");
    assert!(
        log.ends_with("--method POST repos/acme/policies/issues/7/comments -F body=@FILE\n"),
        "{log}"
    );

    let again = [&variables[..], &[("GH_COMMENT", "41\n42")]].concat();
    assert!(
        run(&folder, "comment.sh", &policies, &again)
            .status
            .success()
    );
    let log = folder.read("gh.log");
    assert!(
        log.ends_with("--method PATCH repos/acme/policies/issues/comments/41 -F body=@FILE\n"),
        "{log}"
    );

    // From a fork there is no right to comment.
    let forbidden = [&variables[..], &[("GH_FAILS", "1")]].concat();
    let done = run(&folder, "comment.sh", &policies, &forbidden);
    assert!(done.status.success() && out(&done).contains("compared: main:policies/demand"));
}

#[test]
fn what_cannot_be_compared_is_said_and_what_did_not_change_too() {
    let folder = repository();
    let variables = [("BASE", "main"), ("PULL_REQUEST", "")];
    let program = folder.path().join("bin/with-diff");
    let with_diff = [
        &variables[..],
        &[("GROUNDRULES", program.to_str().unwrap())],
    ]
    .concat();
    let done = run(&folder, "comment.sh", &["policies/demand"], &with_diff);
    assert!(
        out(&done).contains("`policies/demand` is as it was."),
        "{}",
        out(&done)
    );
    let no_base = [("BASE", ""), ("GROUNDRULES", program.to_str().unwrap())];
    let done = run(&folder, "comment.sh", &["policies/demand"], &no_base);
    assert!(
        done.status.success() && out(&done).contains("no BASE"),
        "{}",
        out(&done)
    );
}

#[test]
fn gitlab_gets_its_reports() {
    let folder = repository();
    let wrong = GOOD.replace(
        "  otherwise small",
        "  rule little: small when employees < bar",
    );
    folder.write("policies/demand/policy.ground", wrong.as_bytes());
    let done = run(
        &folder,
        "gitlab.sh",
        &["policies/demand"],
        &[("REPORTS", "reports")],
    );
    assert_eq!(done.status.code(), Some(1), "{}", out(&done));
    let issues: Value = serde_json::from_str(&folder.read("reports/code-quality.json")).unwrap();
    assert_eq!(issues[0]["check_name"], "gap");
    assert!(folder.read("reports/check.xml").contains("<failure "));
    assert!(folder.read("reports/test-1.xml").contains("failures=\"0\""));
}

#[test]
fn the_program_is_found_or_said_to_be_missing() {
    let folder = repository();
    let output = folder.path().join("output");
    let variables = [
        ("BINARY", env!("CARGO_BIN_EXE_groundrules")),
        ("GITHUB_OUTPUT", output.to_str().unwrap()),
    ];
    let done = run(&folder, "install.sh", &[], &variables);
    assert!(done.status.success(), "{}", out(&done));
    let expected = format!("binary={}\n", env!("CARGO_BIN_EXE_groundrules"));
    assert_eq!(folder.read("output"), expected);
    let done = run(&folder, "install.sh", &[], &[("BINARY", "no-such-program")]);
    assert_eq!(done.status.code(), Some(2));
    assert!(
        out(&done).contains("give BINARY, SOURCE or GIT"),
        "{}",
        out(&done)
    );
}
