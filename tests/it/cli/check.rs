//! `groundrules check`

use serde_json::Value;

use super::GOOD;
use crate::program::Folder;
use crate::project::assert_valid;

fn misspelt() -> String {
    GOOD.replace("when employees", "when employes")
}

/// A policy with a warning: a list that nothing uses.
fn doubtful() -> String {
    format!("{GOOD}\nlist rivals {{ \"x.example\" }}\n")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_clean_policy_is_said_to_decide_every_lead() {
    let called = Folder::with(GOOD).call(&["check", "."]).ended(0);
    let line =
        "Demand: no findings (1 accepted); every lead has exactly one outcome of each decision\n";
    assert_eq!(called.out, line);
    assert_eq!(called.err, "");
}

#[test]
fn quiet_says_nothing_of_a_clean_policy() {
    let called = Folder::with(GOOD).call(&["check", "--quiet", "."]).ended(0);
    assert_eq!((called.out.as_str(), called.err.as_str()), ("", ""));
}

#[test]
fn a_finding_shows_what_where_and_what_to_do() {
    let called = Folder::with(&misspelt())
        .call(&["check", "policy.ground"])
        .ended(1);
    insta::assert_snapshot!(called.out);
    assert_eq!(called.err, "");
}

#[test]
fn json_holds_to_its_schema() {
    for policy in [GOOD, &misspelt(), &doubtful(), "lead {", "", "policy"] {
        let called = Folder::with(policy).call(&["check", "--format", "json", "."]);
        assert!(called.code < 2, "{}", called.err);
        assert_valid("check", &json(&called.out));
    }
}

#[test]
fn json_has_the_keys_of_the_contract_in_order() {
    let called = Folder::with(&misspelt())
        .call(&["check", "--format", "json", "."])
        .ended(1);
    let report = json(&called.out);
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&report),
        [
            "schema", "tool", "policy", "summary", "findings", "data", "proof", "baseline"
        ]
    );
    let summary = "error warning note accepted not_proved skipped";
    assert_eq!(keys(&report["summary"]).join(" "), summary);
    let finding = &report["findings"][0];
    let expected = "code level message subject rules at related cases more_cases witness cause \
                    help fix proved leads values";
    assert_eq!(keys(finding).join(" "), expected);
    assert_eq!(
        keys(&finding["at"]).join(" "),
        "file line column end_line end_column"
    );
    assert_eq!(finding["code"], "unknown-name");
    assert_eq!(finding["at"]["line"], 13);
    assert_eq!(finding["fix"]["edits"][0]["new_text"], "employees");
    assert_eq!(finding["proved"], true);
}

#[test]
fn a_fix_that_is_followed_mends_the_text() {
    let folder = Folder::with(&misspelt());
    let called = folder.call(&["check", "--format", "json", "."]).ended(1);
    let report = json(&called.out);
    let edit = &report["findings"][0]["fix"]["edits"][0];
    let at = |key: &str| edit["at"][key].as_u64().unwrap() as usize - 1;
    let mut lines: Vec<String> = misspelt().lines().map(str::to_owned).collect();
    let range = at("column")..at("end_column");
    lines[at("line")].replace_range(range, edit["new_text"].as_str().unwrap());
    folder.write("policy.ground", lines.join("\n").as_bytes());
    folder.call(&["check", "."]).ended(0);
}

#[test]
fn several_policies_are_judged_each_alone() {
    let folder = Folder::new(&[
        ("a/policy.ground", GOOD.as_bytes()),
        ("b/policy.ground", misspelt().as_bytes()),
    ]);
    let called = folder
        .call(&["check", "--format", "json", "a", "b"])
        .ended(1);
    let reports = json(&called.out);
    assert_valid("check", &reports);
    assert_eq!(reports[0]["summary"]["error"], 0);
    assert_eq!(reports[1]["summary"]["error"], 1);
    assert_eq!(reports[1]["findings"][0]["at"]["file"], "b/policy.ground");
    let called = folder.call(&["check", "a", "nowhere", "b"]).ended(2);
    assert!(called.out.contains("Demand: no findings"), "{}", called.out);
    assert!(
        called.out.contains("error[unknown-name] b/policy.ground"),
        "{}",
        called.out
    );
    assert!(
        called.err.contains("there is no `nowhere`"),
        "{}",
        called.err
    );
}

#[test]
fn fail_on_decides_from_which_level_on_it_fails() {
    let folder = Folder::with(&doubtful());
    let code = |level| folder.call(&["check", "--fail-on", level, "."]).code;
    assert_eq!(
        ["error", "warning", "note", "never"].map(code),
        [0, 1, 1, 0]
    );
    let folder = Folder::with(&misspelt());
    let code = |level| folder.call(&["check", "--fail-on", level, "."]).code;
    assert_eq!(
        ["error", "warning", "note", "never"].map(code),
        [1, 1, 1, 0]
    );
}

#[test]
fn a_policy_may_come_from_standard_input() {
    let folder = Folder::new(&[]);
    folder.call_with(&["check", "-"], GOOD).ended(0);
    let called = folder.call_with(&["check", "-"], misspelt()).ended(1);
    assert!(
        called.out.starts_with("error[unknown-name] <stdin>:13:24"),
        "{}",
        called.out
    );
}

#[test]
fn colour_follows_flag_and_environment() {
    let folder = Folder::with(&misspelt());
    let coloured = |flags: &[&str], variable: Option<(&str, &str)>| {
        let arguments: Vec<_> = ["check", "."].iter().chain(flags).copied().collect();
        let output = folder.command(&arguments).envs(variable).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], None));
    assert!(coloured(&["--color", "always"], None));
    assert!(coloured(&[], Some(("CLICOLOR_FORCE", "1"))));
    assert!(coloured(&["--color", "always"], Some(("NO_COLOR", "1"))));
    assert!(!coloured(
        &["--color", "never"],
        Some(("CLICOLOR_FORCE", "1"))
    ));
}

#[test]
fn accepted_findings_are_counted_and_gone() {
    let accept = "accept unused in rivals because \"Used from next month on.\"";
    let policy = format!("{}\n{accept}\n", doubtful());
    let called = Folder::with(&policy)
        .call(&["check", "--fail-on", "note", "."])
        .ended(0);
    assert_eq!(
        called.out,
        "Demand: no findings (2 accepted); every lead has exactly one outcome of each decision\n"
    );
}

#[test]
fn an_acceptance_ends_with_its_date() {
    let accept = "accept unused in rivals because \"Soon.\" until 2026-07-01";
    let folder = Folder::with(&format!("{}\n{accept}\n", doubtful()));
    let check = |instant| folder.call(&["check", "--as-of", instant, "."]);
    check("2026-07-01").ended(0);
    check("2026-07-01T23:59").ended(0);
    // Midnight is that of the policy's zone, not of UTC.
    check("2026-07-01T23:59Z").ended(1);
    let called = check("2026-07-02").ended(1);
    assert!(
        called.out.contains("error[expired-acceptance]"),
        "{}",
        called.out
    );
    assert!(called.out.contains("warning[unused]"), "{}", called.out);
}

#[test]
fn an_acceptance_of_nothing_is_a_finding() {
    let policy = format!("{GOOD}\naccept unused in size because \"It is used, though.\"\n");
    let called = Folder::with(&policy)
        .call(&["check", "--fail-on", "warning", "."])
        .ended(1);
    assert!(
        called.out.contains("warning[unused-acceptance]"),
        "{}",
        called.out
    );
}

#[test]
fn an_acceptance_of_the_proof_that_matches_nothing_is_a_finding() {
    let accept = "accept dead-rule in size.big because \"It is for next year.\"";
    let policy = format!("{GOOD}\n{accept}\n");
    let called = Folder::with(&policy).call(&["check", "."]).ended(0);
    let message = "nothing to accept: there is no `dead-rule in size.big`";
    assert!(called.out.contains(message), "{}", called.out);
}

#[test]
fn codes_that_are_not_asked_for_are_left_out() {
    let folder = Folder::with(&doubtful());
    let strict = |flags: &[&str]| {
        let call = ["check", ".", "--fail-on", "note", "--format", "json"];
        let called = folder.call(&[&call, flags].concat());
        let report = json(&called.out);
        assert_valid("check", &report);
        let skipped = report["summary"]["skipped"].as_u64().unwrap();
        let unused = called.out.contains("\"unused\"");
        (unused, skipped > 0)
    };
    assert_eq!(strict(&[]), (true, false));
    assert_eq!(strict(&["--only", "gap,unused"]), (true, false));
    assert_eq!(
        strict(&["--only", "gap", "--only", "conflict"]),
        (false, true)
    );
    assert_eq!(strict(&["--skip", "unused"]), (false, true));
}

#[test]
fn errors_of_the_text_cannot_be_left_out() {
    let folder = Folder::with(&misspelt());
    let called = folder
        .call(&["check", ".", "--skip", "unknown-name"])
        .ended(1);
    assert!(called.out.contains("error[unknown-name]"), "{}", called.out);
}

#[test]
fn an_unknown_code_or_budget_is_refused_with_advice() {
    let folder = Folder::with(GOOD);
    for (flags, advice) in [
        (["--only", "gapp"], "did you mean `gap`?"),
        (["--skip", "gap,dead_rules"], "did you mean `dead-rule`?"),
        (["--only", "banana"], "`groundrules explain` lists all"),
        (["--budget", "plenty"], "`20M`"),
        (["--budget", "0"], "above 0"),
    ] {
        let called = folder
            .call(&[&["check", "."], &flags[..]].concat())
            .ended(2);
        assert!(called.err.contains(advice), "{}", called.err);
        assert_eq!(called.out, "");
    }
}

#[test]
fn the_budget_is_part_of_the_report() {
    let folder = Folder::with(GOOD);
    let budget = |flags: &[&str]| {
        let called = folder.call(&[&["check", ".", "--format", "json"], flags].concat());
        json(&called.out)["proof"]["budget"].as_u64().unwrap()
    };
    assert_eq!(budget(&["--budget", "3_000k"]), 3_000_000);
    assert_eq!(budget(&[]), 8_000_000);
}

#[test]
fn a_baseline_keeps_what_is_known_out_of_sight() {
    let folder = Folder::with(&doubtful());
    let check =
        |flags: &[&str]| folder.call(&[&["check", ".", "--fail-on", "warning"], flags].concat());
    let called = check(&["--baseline", "known.json"]).ended(2);
    let advice = "write one with `--write-baseline known.json`";
    assert!(called.err.contains(advice), "{}", called.err);

    let called = check(&["--write-baseline", "known.json"]).ended(0);
    assert!(called.err.contains(" to `known.json`"), "{}", called.err);
    let entry = "    {\n      \"code\": \"unused\",\n      \"subject\": \"rivals\"\n    }";
    assert!(folder.read("known.json").contains(entry));

    // Lines may move, and what is new is shown.
    let moved = doubtful().replace("lead {", "# Who comes to us.\n\nlead {");
    folder.write(
        "policy.ground",
        format!("{moved}\nlist more {{ \"y\" }}\n").as_bytes(),
    );
    let called = check(&["--baseline", "known.json"]).ended(1);
    assert!(called.out.contains("nothing uses the list `more`") || called.out.contains("`more`"));
    assert!(!called.out.contains("`rivals`"), "{}", called.out);
    assert!(called.out.contains(" left out\n"), "{}", called.out);

    // What was mended is said to be.
    folder.write("policy.ground", GOOD.as_bytes());
    let called = check(&["--baseline", "known.json"]).ended(0);
    let line = "; 1 entry matches nothing any more, `--write-baseline` writes it anew\n";
    assert!(called.out.contains(line), "{}", called.out);
}

#[test]
fn a_baseline_is_that_of_one_policy_and_is_one() {
    let folder = Folder::new(&[
        ("a/policy.ground", GOOD.as_bytes()),
        ("b/policy.ground", GOOD.as_bytes()),
        ("known.json", b"{ \"schema\": 2, \"findings\": [] }"),
        ("notes.txt", b"call them"),
    ]);
    for (call, said) in [
        (&["a", "b", "--write-baseline", "x"][..], "2 are given"),
        (&["a", "b", "--write-example", "x"], "2 are given"),
        (&["a", "--baseline", "known.json"], "the form 2"),
        (&["a", "--baseline", "notes.txt"], "is no baseline: line 1"),
        (&["a", "--write-baseline", "notes.txt"], "is no baseline"),
        (&["a", "--baseline", "a"], "`a` cannot be read"),
        (
            &["a", "--baseline", "x", "--write-baseline", "y"],
            "cannot be used with",
        ),
        (&["a", "--write-example", "notes.txt"], "already"),
    ] {
        let called = folder.call(&[&["check"], call].concat()).ended(2);
        assert!(called.err.contains(said), "{}", called.err);
    }
    assert_eq!(folder.read("notes.txt"), "call them");
}

#[test]
fn without_a_lead_to_show_no_examples_are_written() {
    let folder = Folder::with(&misspelt());
    let called = folder
        .call(&["check", ".", "--write-example", "found.ground"])
        .ended(1);
    assert!(
        called.err.contains("`found.ground` was not written"),
        "{}",
        called.err
    );
}

#[test]
fn a_definition_can_be_set_to_a_value_of_its_type() {
    let folder = Folder::with(GOOD);
    folder.call(&["check", "--set", "bar=50", "."]).ended(0);
    let called = folder.call(&["check", "--set", "bar=yes", "."]).ended(1);
    assert!(called.out.contains("error[wrong-type]"), "{}", called.out);
    for (set, message) in [
        ("baar=50", "did you mean `bar`?"),
        ("bar=employees", "`employees` is no value"),
        ("bar", "NAME=VALUE"),
    ] {
        let called = folder.call(&["check", "--set", set, "."]).ended(2);
        assert!(called.err.contains(message), "{}", called.err);
        assert_eq!(called.out, "");
    }
}
