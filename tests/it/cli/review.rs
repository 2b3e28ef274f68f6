//! `groundrules check` and `groundrules test` in the formats for those who read a pull request.

use std::collections::BTreeSet;

use serde_json::Value;

use super::GOOD;
use crate::program::Folder;
use crate::project::{argument, assert_holds, path, text};
use crate::shipped::POLICIES;

const FORMATS: [&str; 4] = ["sarif", "github", "gitlab", "junit"];

/// A policy with a gap, at whose file each format points.
fn open() -> String {
    let open = GOOD.replace(
        "  otherwise small",
        "  rule little: small when employees < bar",
    );
    let (open, _) = open.split_once("\naccept ").unwrap();
    open.to_owned()
}

/// A policy that finds everything in its leads that can be found there.
const STRICT: &str = r#"policy "Strict" {}

lead {
  email:     text key
  country:   one of us | ca
  employees: integer >= 0 required
  paid:      boolean
  seen:      date
  name:      text
  opened:    integer >= 0
  sent:      integer >= 0
  fact opened <= sent
}

source crm {
  seen from "seen" dated "%d/%m/%Y"
}

decision size: one of large | small {
  rule big:    large when employees >= 200 and country = us and paid
  rule named:  large when name is known
  rule little: small when seen >= 2020-01-01 and opened >= 1
}
"#;

/// Leads with every fault; each of their values has `zz` in it, or starts with 741852.
const LEADS: &str = "email,country,employees,paid,seen,name,opened,sent
zz1@zz.example,zzland,74185211,zzyes,03/04/2024,Select,74185212,74185213
zz2@zz.example,zzsa,74185214,zzno,05/06/2024,zzname,74185215,74185216
zz2@zz.example,zzsa,zzmany,zzno,01/02/2024,N/A,74185299,74185218
zz3@zz.example,zzsa,,zzno,01/02/2024,Select,74185299,74185218
zz4@zz.example,us,74185219,true,01/02/2024,zz
,us,74185219,true,zz,-,3,4
";

fn sarif(text: &str) -> Value {
    let sarif: Value = serde_json::from_str(text).unwrap();
    let schema = serde_json::from_str(&self::text("tests/schemas/sarif-2.1.0.json")).unwrap();
    assert_holds(&schema, &sarif);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap();
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap();
        assert_eq!(
            rules[usize::try_from(index).unwrap()]["id"],
            result["ruleId"]
        );
    }
    sarif
}

fn codes(sarif: &Value) -> BTreeSet<String> {
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    results
        .map(|result| result["ruleId"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn sarif_holds_to_the_published_schema() {
    let misspelt = GOOD.replace("when employees", "when employes");
    for policy in [GOOD, &open(), &misspelt, STRICT, "lead {", "", "policy"] {
        let called = Folder::with(policy).call(&["check", "--format", "sarif", "--all", "."]);
        assert!(called.code < 2, "{}", called.err);
        sarif(&called.out);
    }
    let folder = Folder::with(&misspelt);
    let called = folder.call(&["check", "--format", "sarif", "."]).ended(1);
    let sarif = sarif(&called.out);
    let result = &sarif["runs"][0]["results"][0];
    let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "employees");
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "policy.ground");
    assert_eq!(replacement["deletedRegion"], physical["region"]);
}

#[test]
fn every_policy_that_has_findings_holds_to_the_schema() {
    for folder in [
        "examples/marketplace-as-found",
        "examples/tour/faulty",
        "tests/it/defects",
    ] {
        let mut policies = vec![argument(folder)];
        if folder.ends_with("defects") {
            let files = std::fs::read_dir(path(folder)).unwrap();
            policies = files
                .map(|file| file.unwrap().path().to_str().unwrap().to_owned())
                .collect();
            policies.sort();
        }
        let mut call = vec![
            "check",
            "--format",
            "sarif",
            "--all",
            "--as-of",
            "2026-07-01",
        ];
        call.extend(policies.iter().map(String::as_str));
        let called = Folder::new(&[]).call(&call);
        assert!(called.code < 2, "{}", called.err);
        assert!(!codes(&sarif(&called.out)).is_empty());
    }
}

#[test]
fn leads_are_counted_and_never_told_unless_they_are_asked_for() {
    let folder = Folder::with(STRICT);
    folder.write("leads.csv", LEADS.as_bytes());
    let summary = folder.path().join("summary.md");
    let check = |format: &str, more: &[&str]| {
        let call = [
            "check",
            ".",
            "--data",
            "leads.csv",
            "--all",
            "--format",
            format,
        ];
        let mut command = folder.command(&[&call[..], more].concat());
        command.env("GITHUB_STEP_SUMMARY", &summary);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let found = codes(&sarif(&check("sarif", &[])));
    for code in [
        "bad-value",
        "required-missing",
        "duplicate-key",
        "ragged",
        "broken-fact",
        "placeholder",
        "gap",
    ] {
        assert!(found.contains(code), "{code} is not in {found:?}");
    }
    for format in FORMATS {
        let text = check(format, &[]);
        for told in ["zz", "741852", "2024-04-03", " stand for nothing"] {
            assert!(!text.contains(told), "{told} in {format}:\n{text}");
        }
        assert!(text.contains(" leads"), "{text}");
        assert!(text.ends_with('\n'));
        assert_eq!(text, check(format, &[]), "{format} is the same each time");
    }
    let text = folder.read("summary.md");
    assert!(!text.contains("zz") && !text.contains("741852"), "{text}");
    assert!(
        text.contains("| error | bad-value: country | policy.ground:5 |"),
        "{text}"
    );
    for format in ["sarif", "github", "junit"] {
        assert!(
            check(format, &["--keys"]).contains("zz2@zz.example"),
            "{format}"
        );
    }
}

#[test]
fn several_policies_make_one_document_and_one_that_cannot_be_read_is_in_it() {
    let folder = Folder::new(&[
        ("a.ground", open().as_bytes()),
        ("b.ground", GOOD.as_bytes()),
    ]);
    let check = |format| {
        let call = [
            "check",
            "a.ground",
            "b.ground",
            "none.ground",
            "--format",
            format,
        ];
        folder.call(&call).ended(2).out
    };
    let told = sarif(&check("sarif"));
    assert_eq!(told["runs"].as_array().unwrap().len(), 1);
    assert_eq!(
        told["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
    let issues: Value = serde_json::from_str(&check("gitlab")).unwrap();
    assert_eq!(issues[0]["location"]["path"], "a.ground");
    assert_eq!(issues[0]["severity"], "critical");
    let text = check("junit");
    assert!(
        text.contains("tests=\"3\" failures=\"1\" errors=\"1\""),
        "{text}"
    );
    let text = check("github");
    assert!(text.starts_with("::error file=a.ground,line="), "{text}");
    assert!(
        text.contains("\n::error title=could not be read::"),
        "{text}"
    );
    assert!(
        text.contains("\ngroundrules: Demand: no findings"),
        "{text}"
    );
}

#[test]
fn fail_on_decides_the_exit_code_in_every_format() {
    let doubtful = format!("{GOOD}\nlist rivals {{ \"x.example\" }}\n");
    let folder = Folder::with(&doubtful);
    for format in FORMATS {
        let check = ["check", ".", "--format", format];
        folder.call(&check).ended(0);
        let strict = [&check[..], &["--fail-on", "warning"]].concat();
        let out = folder.call(&strict).ended(1).out;
        if format == "junit" {
            assert!(out.contains("<failure "), "{out}");
        }
    }
}

#[test]
fn a_summary_is_appended_only_where_one_is_wanted() {
    let folder = Folder::with(GOOD);
    let summary = folder.path().join("summary.md");
    folder
        .call(&["check", "policy.ground", "--format", "github"])
        .ended(0);
    assert!(!summary.exists());
    folder.write("summary.md", b"before\n");
    let mut command = folder.command(&["check", "policy.ground", "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", &summary);
    assert!(command.output().unwrap().status.success());
    let text = folder.read("summary.md");
    assert!(
        text.starts_with("before\n### Groundrules: Demand\n"),
        "{text}"
    );
    // Where it cannot be written, what was found is told all the same.
    command.env("GITHUB_STEP_SUMMARY", folder.path());
    let output = command.output().unwrap();
    assert!(output.status.success() && !output.stdout.is_empty());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("GITHUB_STEP_SUMMARY")
    );
}

#[test]
fn files_are_named_as_the_repository_has_them() {
    let folder = Folder::new(&[]);
    folder.write("policies/a b/ä.ground", open().as_bytes());
    let root = folder.path().canonicalize().unwrap();
    let whole = root.join("policies/a b");
    let whole = whole.to_str().unwrap();
    for name in ["policies/a b", "./policies/a b/", whole] {
        let out = folder
            .call(&["check", name, "--format", "sarif"])
            .ended(1)
            .out;
        let place = &sarif(&out)["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            "policies/a%20b/%C3%A4.ground"
        );
        let out = folder
            .call(&["check", name, "--format", "github"])
            .ended(1)
            .out;
        assert!(
            out.starts_with("::error file=policies/a b/ä.ground,"),
            "{out}"
        );
    }
}

#[test]
fn fingerprints_do_not_hang_on_lines() {
    let folder = Folder::with(&open());
    let print = || {
        let out = folder
            .call(&["check", ".", "--format", "sarif"])
            .ended(1)
            .out;
        sarif(&out)["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    let before = print();
    folder.write("policy.ground", format!("# new\n\n\n{}", open()).as_bytes());
    assert_eq!(print(), before);
}

#[test]
fn examples_are_test_cases() {
    let wrong = GOOD.replace("expect size = large", "expect size = small");
    let folder = Folder::with(&wrong);
    let out = folder
        .call(&["test", "policy.ground", "--format", "junit"])
        .ended(1)
        .out;
    insta::assert_snapshot!(out);
    for policy in POLICIES {
        let out = Folder::new(&[]).call(&["test", &argument(policy), "--format", "junit"]);
        let out = out.ended(0).out;
        assert!(
            out.contains("failures=\"0\"") && out.contains("<testcase "),
            "{out}"
        );
    }
}
