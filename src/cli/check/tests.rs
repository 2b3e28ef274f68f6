//! Checks with a proof that is made by hand, so that each kind of answer can be tried.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use clap::Parser;
use serde_json::Value;

use super::*;
use crate::analyze::{Analysis, Finding, Known, Touches};
use crate::diagnostic::{Case, CasePart, Cause, Says};
use crate::render::findings::testing::{self, POLICY};
use crate::value::Instant;

#[derive(Debug, Parser)]
struct Program {
    #[command(flatten)]
    arguments: Arguments,
}

/// How a check ended, what it printed and what it said beside that.
struct Ended {
    exit: Exit,
    out: String,
    err: String,
}

impl Ended {
    fn summary(&self) -> &str {
        self.out.lines().last().unwrap_or_default()
    }

    /// The report, which holds to its schema.
    fn json(&self) -> Value {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/check.schema.json");
        let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
        let report: Value = serde_json::from_str(&self.out).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults = validator.iter_errors(&report);
        let faults: Vec<_> = faults
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}\n{report:#}");
        report
    }
}

/// A folder with the policy of the findings, and more text behind it.
fn folder(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("policy.ground"),
        format!("{POLICY}{more}"),
    )
    .unwrap();
    folder
}

fn arguments(folder: &Path, flags: &[&str]) -> Arguments {
    let policy = folder.join("policy.ground");
    let call = ["check", policy.to_str().unwrap()];
    let call = call.iter().chain(flags);
    Program::try_parse_from(call).unwrap().arguments
}

fn analysis(findings: &[Diagnostic]) -> Analysis {
    let finding = |diagnostic: &Diagnostic| Finding {
        diagnostic: diagnostic.clone(),
        touches: None,
    };
    Analysis {
        findings: findings.iter().map(finding).collect(),
        steps: 12,
        ..Analysis::default()
    }
}

/// Checks the policy in a folder, of which the proof finds this.
fn check_in(folder: &Path, flags: &[&str], findings: &[Diagnostic]) -> Ended {
    check_with(folder, flags, &|_, _, _| analysis(findings))
}

fn check_with(folder: &Path, flags: &[&str], prove: Prove<'_>) -> Ended {
    let (mut output, out, err) = Output::kept();
    let exit = run_with(&arguments(folder, flags), prove, &mut output);
    let exit = exit.unwrap_or_else(|stop| {
        if let Stop::Failed(failure) = stop {
            output.fail(&failure);
        }
        Exit::CouldNotRun
    });
    Ended {
        exit,
        out: out.text(),
        err: err.text(),
    }
}

fn check(flags: &[&str], findings: &[Diagnostic]) -> Ended {
    check_in(folder("").path(), flags, findings)
}

fn codes(ended: &Ended) -> Vec<String> {
    let report = ended.json();
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .map(|it| it["code"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_proof_without_findings_says_what_it_proved() {
    let ended = check(&[], &[]);
    let expected = "Demand: no findings; every lead has exactly one outcome of each decision\n";
    assert_eq!((ended.exit, ended.out.as_str()), (Exit::Clean, expected));
}

#[test]
fn a_decision_that_may_decide_nothing_is_allowed_to() {
    let more = "decision pod: one of a | b or none {\n  rule r: a when city is known\n  \
                rule s: b when city is missing\n}\n";
    let ended = check_in(folder(more).path(), &[], &[]);
    let expected = "every lead has exactly one outcome of each decision, or none where allowed";
    assert!(ended.summary().ends_with(expected), "{}", ended.out);
}

#[test]
fn no_more_is_claimed_than_was_proved() {
    for (findings, flags, summary) in [
        (vec![testing::gap()], &[][..], "Demand: 1 error"),
        (vec![testing::not_proved()], &[], "Demand: 1 not proved"),
        (
            vec![testing::gap()],
            &["--skip", "gap"],
            "Demand: no findings (1 not asked for)",
        ),
        (
            vec![testing::note()],
            &[],
            "Demand: no errors, no warnings; every lead has exactly one outcome of each decision",
        ),
        (
            vec![testing::note()],
            &["--all"],
            "Demand: 1 note; every lead has exactly one outcome of each decision",
        ),
    ] {
        let ended = check(flags, &findings);
        assert_eq!(ended.summary(), summary);
    }
}

#[test]
fn without_decisions_there_is_nothing_to_claim() {
    let folder = folder("");
    let policy = "policy \"Demand\" {}\nlead { email: text key }\nmust told: email is known\n";
    fs::write(folder.path().join("policy.ground"), policy).unwrap();
    let ended = check_in(folder.path(), &[], &[]);
    assert_eq!(ended.out, "Demand: no findings; the text holds together\n");
}

#[test]
fn what_was_not_proved_fails_the_check_and_says_how_to_go_on() {
    let findings = [testing::not_proved()];
    let ended = check(&[], &findings);
    assert_eq!(ended.exit, Exit::Findings);
    assert!(
        ended.out.starts_with("not proved[dead-rule] "),
        "{}",
        ended.out
    );
    let line = "\n1 question was not decided within 8,000,000 steps; `--budget 80M` goes further\n";
    assert!(ended.out.contains(line), "{}", ended.out);
    assert_eq!(check(&["--fail-on", "never"], &findings).exit, Exit::Clean);
    let report = check(&["--format", "json"], &findings).json();
    assert_eq!(report["summary"]["not_proved"], 1);
    assert_eq!(report["summary"]["warning"], 0);
    assert_eq!(report["findings"][0]["proved"], false);
}

#[test]
fn a_text_with_errors_is_not_proved() {
    let asked = Cell::new(false);
    let prove = |_: &Compiled, _: Instant, _: &analyze::Options| {
        asked.set(true);
        Analysis::default()
    };
    let folder = folder("list a { \"x\" }\nlist a { \"y\" }\n");
    let ended = check_with(folder.path(), &[], &prove);
    assert!(!asked.get());
    let words = "1 error; mend this first, nothing was proved yet";
    assert!(ended.summary().ends_with(words), "{}", ended.out);
    let report = check_with(folder.path(), &["--format", "json"], &prove).json();
    assert_eq!(report["proof"], Value::Null);
}

#[test]
fn the_budget_and_the_moment_reach_the_proof() {
    let prove = |_: &Compiled, as_of: Instant, options: &analyze::Options| {
        assert_eq!(options.budget, 500_000);
        assert_eq!(as_of, "2026-07-01T00:00:00Z".parse().unwrap());
        analysis(&[])
    };
    let flags = [
        "--budget",
        "500k",
        "--as-of",
        "2026-07-01",
        "--format",
        "json",
    ];
    let ended = check_with(folder("").path(), &flags, &prove);
    let proof = &ended.json()["proof"];
    assert_eq!(
        (&proof["steps"], &proof["budget"]),
        (&12.into(), &500_000.into())
    );
}

#[test]
fn errors_come_first_and_the_text_before_the_proof() {
    let more = "list rivals { \"x.example\" }\n";
    let dead = Diagnostic {
        shown: None,
        ..testing::not_proved()
    };
    let findings = [testing::conflict(), testing::gap(), dead, testing::note()];
    let ended = check_in(folder(more).path(), &["--format", "json"], &findings);
    let expected = ["conflict", "gap", "unused", "dead-rule", "dead-otherwise"];
    assert_eq!(codes(&ended), expected);
}

#[test]
fn notes_of_the_proof_are_counted_unless_they_are_asked_for() {
    let more = "list rivals { \"x.example\" }\n";
    let folder = folder(more);
    let findings = [testing::note(), testing::note()];
    let ended = check_in(folder.path(), &[], &findings);
    assert!(
        ended.out.contains("\n2 notes, shown with --all\n"),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains("dead-otherwise"), "{}", ended.out);
    assert!(
        ended.summary().starts_with("Demand: 1 warning; "),
        "{}",
        ended.out
    );
    for flags in [
        &["--all"][..],
        &["--only", "dead-otherwise"],
        &["--fail-on", "note"],
    ] {
        let ended = check_in(folder.path(), flags, &findings);
        assert_eq!(ended.out.matches("note[dead-otherwise]").count(), 2);
        assert!(!ended.out.contains("--all"), "{}", ended.out);
    }
    let quiet = check_in(folder.path(), &["--quiet", "--skip", "unused"], &findings);
    assert_eq!(quiet.out, "");
}

#[test]
fn json_has_what_the_proof_shows() {
    let findings = [testing::gap(), testing::conflict()];
    let report = check(&["--format", "json"], &findings).json();
    let (gap, conflict) = (&report["findings"][0], &report["findings"][1]);
    assert_eq!(gap["cases"][1][0]["values"][0], "india");
    assert_eq!(gap["more_cases"], true);
    assert_eq!(gap["witness"]["lead"]["employees"], Value::Null);
    assert_eq!(gap["witness"]["as_of"], Value::Null);
    assert_eq!(conflict["witness"]["lead"]["employees"], 200);
    assert_eq!(conflict["witness"]["as_of"], "2026-07-01T00:00:00Z");
    assert_eq!(conflict["rules"].as_array().unwrap().len(), 2);
    assert_eq!(conflict["cause"], Value::Null);
}

#[test]
fn json_of_every_kind_of_case_holds_to_its_schema() {
    let mut gap = testing::gap();
    let shown = gap.shown.as_mut().unwrap();
    shown.cause = Some(Cause::Edge);
    let text = || "x".to_owned();
    let says = [
        Says::Known,
        Says::NoneOf(vec![text()]),
        Says::Range {
            from: None,
            to: Some(text()),
        },
        Says::Holds(text()),
    ];
    let parts = says.map(|says| CasePart {
        field: text(),
        says,
        text: text(),
    });
    shown.cases.push(Case {
        parts: parts.to_vec(),
    });
    shown.cases.push(Case { parts: Vec::new() });
    let finding = &check(&["--format", "json"], &[gap]).json()["findings"][0];
    assert_eq!(finding["cases"].as_array().unwrap().len(), 4);
    assert_eq!(finding["cause"], "edge");
}

#[test]
fn accepted_leads_are_told_from_all_others() {
    let more = "accept gap in owner when country = india because \"Next year.\"\n";
    let prove = |_: &Compiled, _: Instant, _: &analyze::Options| Analysis {
        regions: [0].into(),
        ..analysis(&[])
    };
    let ended = check_with(folder(more).path(), &[], &prove);
    let expected = "Demand: no findings (1 accepted); every other lead has exactly one outcome of \
                    each decision";
    assert_eq!(ended.summary(), expected);
}

#[test]
fn leads_of_a_file_are_counted_for_each_finding() {
    let folder = folder("accept gap in owner when city = \"Ulm\" because \"Closed.\"\n");
    let leads = folder.path().join("leads.csv");
    let rows = "email,country,city,employees\na@a.example,us,,\nb@b.example,us,,200\n\
                c@c.example,us,Ulm,\nd@d.example,ca,,\n";
    fs::write(&leads, rows).unwrap();
    let prove = |compiled: &Compiled, _: Instant, _: &analyze::Options| {
        let (owner, _) = compiled.model.decisions.iter().next().unwrap();
        let mut analysis = analysis(&[testing::conflict(), testing::gap(), testing::note()]);
        analysis.findings[0].touches = Some(Touches::Conflict(owner, vec![(0, 1)]));
        analysis.findings[1].touches = Some(Touches::Gap(owner, Known::Either));
        analysis.regions = [0].into();
        analysis
    };
    let flags = ["--data", leads.to_str().unwrap(), "--format", "json"];
    let ended = check_with(folder.path(), &flags, &prove);
    let report = ended.json();
    // What touches more leads comes first.
    let first = ["gap", "conflict", "never-occurs", "no-such-rule-in-data"];
    assert_eq!(codes(&ended)[..2], first[..2]);
    let (gap, conflict) = (&report["findings"][0], &report["findings"][1]);
    assert_eq!(gap["leads"]["count"], 2);
    assert_eq!(gap["leads"]["of"], 4);
    assert_eq!(gap["leads"]["keys"][1], "d@d.example");
    assert_eq!(conflict["leads"]["count"], 1);
    assert_eq!(report["summary"]["accepted"], 1);
    assert_eq!(report["data"]["undecided"][0]["gaps"], 3);
    let ended = check_with(folder.path(), &flags[..2], &prove);
    assert!(
        ended.out.contains("\n  2 of the 4 leads read have it\n"),
        "{}",
        ended.out
    );
    assert!(!ended.out.contains("groundrules run"), "{}", ended.out);
}

#[test]
fn a_baseline_lets_an_old_policy_start_clean() {
    let folder = folder("");
    let file = folder.path().join("known.json");
    let name = file.to_str().unwrap();
    let findings = [testing::gap(), testing::conflict()];
    let refused = check_in(folder.path(), &["--baseline", name], &findings);
    assert_eq!(refused.exit, Exit::CouldNotRun);
    assert!(refused.err.contains("--write-baseline"), "{}", refused.err);

    let written = check_in(folder.path(), &["--write-baseline", name], &findings);
    assert!(
        written.err.starts_with("wrote 2 findings to "),
        "{}",
        written.err
    );
    let known = check_in(folder.path(), &["--baseline", name], &findings);
    assert_eq!((known.exit, &known.out), (Exit::Clean, &written.out));
    assert!(
        known.out.contains("known.json: 2 findings left out\n"),
        "{}",
        known.out
    );
    assert_eq!(known.summary(), "Demand: no findings (2 in the baseline)");

    let later = [testing::gap(), testing::not_proved()];
    let ended = check_in(
        folder.path(),
        &["--baseline", name, "--format", "json"],
        &later,
    );
    assert_eq!(codes(&ended), ["dead-rule"]);
    let baseline = &ended.json()["baseline"];
    assert_eq!(baseline["left_out"], 1);
    assert_eq!(baseline["unmatched"], 1);

    let again = check_in(folder.path(), &["--write-baseline", name], &later[..1]);
    assert_eq!(again.exit, Exit::Clean);
    assert!(fs::read_to_string(&file).unwrap().matches("code").count() == 1);
}

#[test]
fn a_baseline_is_written_over_nothing_else() {
    let folder = folder("");
    let file = folder.path().join("policy.ground");
    let name = file.to_str().unwrap();
    let ended = check_in(folder.path(), &["--write-baseline", name], &[]);
    assert_eq!(ended.exit, Exit::CouldNotRun);
    assert!(ended.err.contains("is no baseline"), "{}", ended.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), POLICY);
}

#[test]
fn errors_of_the_text_are_in_no_baseline() {
    let folder = folder("list a { \"x\" }\nlist a { \"y\" }\n");
    let file = folder.path().join("known.json");
    let ended = check_in(
        folder.path(),
        &["--write-baseline", file.to_str().unwrap()],
        &[],
    );
    assert_eq!(ended.exit, Exit::Findings);
    assert!(ended.err.contains("was not written"), "{}", ended.err);
    assert!(!file.exists());
}

#[test]
fn examples_are_written_once_and_can_be_read() {
    let folder = folder("");
    let file = folder.path().join("found.ground");
    let flags = ["--write-example", file.to_str().unwrap()];
    let findings = [testing::gap(), testing::note()];
    let ended = check_in(folder.path(), &flags, &findings);
    assert!(
        ended.err.starts_with("wrote 1 example to "),
        "{}",
        ended.err
    );
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("expect owner is known"), "{text}");
    let ended = check_in(folder.path(), &flags, &findings);
    assert_eq!(ended.exit, Exit::CouldNotRun);
    assert!(ended.err.contains("already"), "{}", ended.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    // Beside the policy they are part of it.
    let whole = folder.path().to_str().unwrap();
    let compiled = load::policy(Path::new(whole), &PolicyOptions::default()).unwrap();
    assert_eq!(compiled.findings, []);
    assert_eq!(compiled.model.examples.len(), 1);
}

#[test]
fn without_leads_to_show_no_file_is_made() {
    let folder = folder("");
    let file = folder.path().join("found.ground");
    let flags = ["--write-example", file.to_str().unwrap()];
    let ended = check_in(folder.path(), &flags, &[testing::not_proved()]);
    assert!(ended.err.contains("was not written"), "{}", ended.err);
    assert!(!file.exists());
}

#[test]
fn fail_on_counts_what_is_at_least_as_grave() {
    let counts = |errors, warnings, notes| Counts {
        errors,
        warnings,
        notes,
        not_proved: 0,
    };
    assert!(FailOn::Error.fails(counts(1, 0, 0)));
    assert!(!FailOn::Error.fails(counts(0, 5, 5)));
    assert!(FailOn::Warning.fails(counts(0, 1, 0)));
    assert!(!FailOn::Warning.fails(counts(0, 0, 1)));
    assert!(FailOn::Note.fails(counts(0, 0, 1)));
    assert!(!FailOn::Never.fails(counts(9, 9, 9)));
    let open = Counts {
        not_proved: 1,
        ..Counts::default()
    };
    assert!(FailOn::Error.fails(open));
    assert!(!FailOn::Never.fails(open));
}
