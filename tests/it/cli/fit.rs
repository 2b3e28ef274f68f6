//! `groundrules check --data`

use serde_json::Value;

use super::GOOD;
use crate::program::{Called, Folder};
use crate::project::assert_valid;

const LEADS: &str = "email,employees\na@a.example,900\nb@b.example,12\nc@c.example,\n";

/// A folder with a policy and a file of leads.
fn folder(policy: &str, leads: &str) -> Folder {
    Folder::new(&[
        ("policy.ground", policy.as_bytes()),
        ("leads.csv", leads.as_bytes()),
    ])
}

fn check(policy: &str, leads: &str) -> Called {
    folder(policy, leads).call(&["check", "policy.ground", "--data", "leads.csv"])
}

fn json(folder: &Folder, more: &[&str]) -> Value {
    let call = ["check", "policy.ground", "--format", "json"];
    let called = folder.call(&[&call, more].concat());
    assert!(called.code < 2, "{}", called.err);
    let report = serde_json::from_str(&called.out).unwrap();
    assert_valid("check", &report);
    report
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|it| it["code"].as_str().unwrap()).collect()
}

#[test]
fn leads_that_fit_are_said_to_fit_with_what_is_missing() {
    let called = check(GOOD, LEADS).ended(0);
    insta::assert_snapshot!(called.out);
    assert_eq!(called.err, "");
}

#[test]
fn values_at_fault_are_counted_in_one_finding() {
    let leads =
        "email,employees\na@a.example,many\nb@b.example,Many\nc@c.example,n/a\nd@d.example,900\n";
    let called = check(GOOD, leads).ended(1);
    insta::assert_snapshot!(called.out);
}

#[test]
fn json_gives_leads_values_and_what_was_read() {
    let leads =
        "email,employees\na@a.example,many\nb@b.example,many\n,3\nd@d.example,-5\ne@e.example,\n";
    let report = json(&folder(GOOD, leads), &["--data", "leads.csv"]);
    assert_eq!(
        codes(&report),
        ["bad-value", "required-missing", "no-such-rule-in-data"]
    );
    let bad = &report["findings"][0];
    assert_eq!(bad["leads"]["count"], 3);
    assert_eq!(bad["leads"]["of"], 5);
    assert_eq!(bad["leads"]["keys"].as_array().unwrap().len(), 3);
    assert_eq!(bad["leads"]["rows"][2]["row"], 5);
    assert_eq!(bad["values"][0]["value"], "many");
    assert_eq!(bad["values"][0]["leads"], 2);
    assert_eq!(bad["values"][1]["nearest"], Value::Null);
    let data = &report["data"];
    assert_eq!(data["leads"], 5);
    assert_eq!(data["files"][0]["name"], "leads.csv");
    let employees = &data["fields"][1];
    let numbers = ["filled", "missing", "bad"].map(|key| employees[key].as_u64().unwrap());
    assert_eq!(numbers, [1, 1, 3]);
    assert_eq!(employees["share"], 0.2);
}

#[test]
fn without_leads_json_says_nothing_of_them() {
    let report = json(
        &Folder::with(&GOOD.replace("when employees", "when employes")),
        &[],
    );
    assert_eq!(report["data"], Value::Null);
    assert_eq!(report["findings"][0]["leads"], Value::Null);
    assert_eq!(report["findings"][0]["values"], Value::Null);
}

#[test]
fn a_missing_column_is_a_finding_and_can_be_mended() {
    let folder = folder(GOOD, "email,employes\na@a.example,900\n");
    let report = json(&folder, &["--data", "leads.csv"]);
    assert_eq!(codes(&report), ["missing-column"]);
    assert_eq!(report["findings"][0]["at"]["line"], 7);
    assert_eq!(report["data"], Value::Null);
    let edit = &report["findings"][0]["fix"]["edits"][0];
    let policy = GOOD.to_owned() + edit["new_text"].as_str().unwrap();
    folder.write("policy.ground", policy.as_bytes());
    let mended = json(&folder, &["--data", "leads.csv"]);
    assert_eq!(codes(&mended), [""; 0]);
    assert_eq!(mended["data"]["files"][0]["source"], "export");
}

#[test]
fn columns_that_several_files_lack_are_said_once() {
    let folder = folder(GOOD, "email,staff\na@a.example,900\n");
    folder.write("more.csv", b"email,people\nb@b.example,900\n");
    let called = folder
        .call(&["check", ".", "--data", "leads.csv", "--data", "more.csv"])
        .ended(1);
    assert_eq!(
        called.out.matches("error[missing-column]").count(),
        1,
        "{}",
        called.out
    );
    assert!(
        called
            .out
            .contains("no column of `leads.csv` and `more.csv` is called"),
        "{}",
        called.out
    );
    assert!(
        called
            .out
            .ends_with("Demand: 1 error (1 accepted); the leads were not read\n"),
        "{}",
        called.out
    );
}

#[test]
fn several_files_are_judged_as_one() {
    let folder = folder(GOOD, LEADS);
    folder.write("more.csv", b"email,employees\nA@a.example,many\n");
    let called = folder
        .call(&["check", ".", "--data", "leads.csv", "--data", "more.csv"])
        .ended(1);
    assert!(
        called
            .out
            .contains("1 of 4 leads repeats the `email` of an earlier row"),
        "{}",
        called.out
    );
    assert!(
        called.out.contains("leads: more.csv row 2 (A@a.example)"),
        "{}",
        called.out
    );
    assert!(
        called
            .out
            .ends_with("Demand: 2 errors (1 accepted); read 4 leads\n"),
        "{}",
        called.out
    );
}

#[test]
fn the_gravest_come_first_then_those_that_touch_most_leads() {
    let lead = "lead {\n  email: text key\n  a: integer\n  b: integer\n  c: integer\n}\n";
    let rule = "must told: a is known or b is known or c > 5\n";
    let policy = format!("policy \"Demand\" {{}}\n{lead}{rule}list idle {{ \"x\" }}\n");
    let leads = "email,a,b,c\np@p.example,x,1,\nq@q.example,2,x,\nr@r.example,3,x,\n";
    let report = json(&folder(&policy, leads), &["--data", "leads.csv"]);
    let findings = report["findings"].as_array().unwrap().iter();
    let names: Vec<_> = findings
        .map(|it| it["subject"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["b", "a", "c", "idle"]);
}

#[test]
fn a_policy_with_errors_is_not_tried_on_leads() {
    let called = check(&GOOD.replace("when employees", "when employes"), LEADS).ended(1);
    assert!(called.out.contains("error[unknown-name]"), "{}", called.out);
    let last =
        "Demand: 1 error; mend this first, nothing was proved yet; the leads were not read\n";
    assert!(called.out.ends_with(last), "{}", called.out);
}

#[test]
fn acceptances_of_the_data_wait_for_data() {
    let accept = "accept never-filled in employees because \"The form does not ask yet.\"\n";
    let policy = format!("{GOOD}\n{accept}");
    let folder = folder(&policy, "email,employees\na@a.example,\n");
    let strict = ["check", ".", "--fail-on", "warning"];
    folder.call(&strict).ended(0);
    let called = folder
        .call(&[&strict[..], &["--data", "leads.csv"]].concat())
        .ended(0);
    assert!(called.out.contains("(2 accepted)"), "{}", called.out);
    folder.write("leads.csv", LEADS.as_bytes());
    let called = folder
        .call(&[&strict[..], &["--data", "leads.csv"]].concat())
        .ended(1);
    assert!(
        called.out.contains("warning[unused-acceptance]"),
        "{}",
        called.out
    );
}

#[test]
fn an_error_of_the_data_is_accepted_for_the_leads_it_names() {
    let accept = "accept bad-value in employees when email = \"a@a.example\" because \"A test.\"\n";
    let policy = format!("{GOOD}\n{accept}");
    let one = "email,employees\na@a.example,many\nb@b.example,900\n";
    let called = check(&policy, one).ended(0);
    assert!(called.out.contains("(2 accepted)"), "{}", called.out);
    let called = check(&policy, &format!("{one}c@c.example,few\n")).ended(1);
    assert!(called.out.contains("  1  \"few\"\n"), "{}", called.out);
    assert!(
        called.out.contains("leads.csv row 4 (c@c.example)"),
        "{}",
        called.out
    );
}

#[test]
fn gaps_and_conflicts_show_which_of_the_leads_have_them() {
    let rules = "  rule big: large when employees >= bar\n  otherwise small\n";
    let gappy =
        "  rule big: large when employees >= bar\n  rule huge: small when employees >= 900\n";
    let policy = GOOD.replace(rules, gappy);
    let called = check(&policy, LEADS).ended(1);
    for (finding, lead) in [
        (
            "decides nothing for leads whose `employees`",
            "leads.csv row 3",
        ),
        (
            "also decides nothing for leads whose `employees` is missing",
            "leads.csv row 4",
        ),
        ("`big` and `huge` both hold", "leads.csv row 2"),
    ] {
        let told = called.out.split("\n\n");
        let mut told = told.filter(|it| it.contains(finding));
        let told = told
            .next()
            .unwrap_or_else(|| panic!("{finding}: {}", called.out));
        assert!(told.contains("1 of the 3 leads read has it"), "{told}");
        assert!(told.contains(lead), "{told}");
    }
    // What the proof told, `run` need not tell.
    assert!(
        !called.out.contains("`groundrules run` shows"),
        "{}",
        called.out
    );
}

#[test]
fn the_source_can_be_named() {
    let sources =
        "source crm { employees from \"Staff\" }\nsource web { employees from \"People\" }\n";
    let policy = format!("{GOOD}\n{sources}");
    let folder = folder(&policy, "email,Staff,People\na@a.example,900,12\n");
    folder.call(&["check", ".", "--data", "leads.csv"]).ended(2);
    let call = ["check", ".", "--data", "leads.csv", "--source", "web"];
    let called = folder.call(&call).ended(0);
    assert!(called.out.contains("read as `web`"), "{}", called.out);
}

#[test]
fn what_cannot_be_done_together_is_told() {
    let folder = folder(GOOD, LEADS);
    for (call, message, help) in [
        (
            &["policy.ground", "leads.csv", "--data", "leads.csv"][..],
            "2 are given",
            "`--data` each",
        ),
        (
            &[".", "--source", "crm"][..],
            "there are none",
            "--data leads.csv",
        ),
        (
            &["-", "--data", "-"][..],
            "cannot both be standard input",
            "as a file",
        ),
        (
            &[".", "--data", "leads.csv", "--data", "leads.csv"][..],
            "given twice",
            "once",
        ),
        (&[".", "--data", "no.csv"][..], "no.csv", ""),
        (&[".", "--data", "."][..], "folder", ""),
    ] {
        let called = folder.call(&[&["check"], call].concat()).ended(2);
        assert!(
            called.err.contains(message) && called.err.contains(help),
            "{}",
            called.err
        );
        assert_eq!(called.out, "");
    }
}

#[test]
fn a_policy_and_leads_may_come_from_standard_input() {
    let folder = folder(GOOD, LEADS);
    let called = folder
        .call_with(&["check", "-", "--data", "leads.csv"], GOOD)
        .ended(0);
    assert!(called.out.ends_with("read 3 leads\n"), "{}", called.out);
    let called = folder
        .call_with(&["check", ".", "--data", "-"], LEADS)
        .ended(0);
    assert!(called.out.contains("standard input\n"), "{}", called.out);
}

#[test]
fn files_that_hold_no_leads_end_in_words() {
    for (leads, code, said) in [
        (&b""[..], 2, "the file is empty"),
        (b"PK\x03\x04\x00\x01", 2, ""),
        (b"\xef\xbb\xbfemail,employees\na@a.example,900\n", 0, ""),
        (b"email,employees\n", 0, "a header and no leads"),
        (b"email,employees\n,\n", 1, ""),
        (b"email,employees\n\"a@a.example,900\n", 2, "quote"),
    ] {
        let folder = folder(GOOD, "");
        folder.write("leads.csv", leads);
        let called = folder.call(&["check", ".", "--data", "leads.csv"]);
        let shown = String::from_utf8_lossy(leads);
        assert_eq!(called.code, code, "{shown}: {} {}", called.out, called.err);
        assert!(called.err.contains(said), "{shown}: {}", called.err);
    }
}

#[test]
fn very_many_bad_values_are_counted_beyond_a_bound() {
    let rows = (0..1500).map(|number| format!("{number}@a.example,no{number}\n"));
    let leads = format!("email,employees\n{}", rows.collect::<String>());
    let report = json(&folder(GOOD, &leads), &["--data", "leads.csv"]);
    let bad = &report["findings"][0];
    assert_eq!(bad["values"].as_array().unwrap().len(), 1000);
    assert_eq!(bad["leads"]["with_other_values"], 500);
    let called = check(GOOD, &leads).ended(1);
    assert!(
        called.out.contains("has more than 1,000 values"),
        "{}",
        called.out
    );
    assert!(
        called
            .out
            .contains("and more than 992 more, in 1,492 leads"),
        "{}",
        called.out
    );
}

#[test]
fn quiet_prints_findings_only() {
    let folder = folder(GOOD, LEADS);
    let called = folder
        .call(&["check", ".", "--quiet", "--data", "leads.csv"])
        .ended(0);
    assert_eq!((called.out.as_str(), called.err.as_str()), ("", ""));
}

const DEALS: &str = r#"policy "Deals" {}

lead {
  id:   text key
  won:  date
  kind: one of reseller | maker
}

must told: won is known or kind = reseller or kind = maker because "They tell us."

source crm {
  join "deals.csv" on "id"
  won  from "won on" of "deals.csv" dated "%m/%d/%Y"
  kind from "kind of firm" of "deals.csv"
}
"#;

#[test]
fn columns_of_joined_files_are_judged_too() {
    let folder = folder(DEALS, "id\n1\n2\n3\n");
    let deals = "id,won on,kind of firm\n1,03/04/2026,resseller\n2,05/04/2026,Maker\n";
    folder.write("deals.csv", deals.as_bytes());
    let report = json(&folder, &["--data", "leads.csv"]);
    assert_eq!(codes(&report), ["bad-value", "ambiguous-date"]);
    let edit = &report["findings"][0]["fix"]["edits"][0];
    let mended = "kind from \"kind of firm\" of \"deals.csv\" { reseller = \"resseller\" }";
    assert_eq!(edit["new_text"], mended);
    assert_eq!(report["findings"][1]["leads"]["count"], 2);
}

#[test]
fn rows_of_joined_files_are_judged_where_the_file_is_joined() {
    let folder = folder(DEALS, "id\n1\n2\n3\n");
    let deals = "id,won on,kind of firm\n1,03/14/2026,maker\n1,03/15/2026,maker\n2,maker\n\
                 3,14.03.2026,maker\n";
    folder.write("deals.csv", deals.as_bytes());
    let report = json(&folder, &["--data", "leads.csv"]);
    let found = ["duplicate-key", "ragged", "bad-value", "never-occurs"];
    assert_eq!(codes(&report), found);
    let told = |place: usize| {
        let finding = &report["findings"][place];
        let message = finding["message"].as_str().unwrap();
        (message.to_owned(), finding["at"]["line"].as_u64())
    };
    let bad =
        "column `won on` of `deals.csv` has one value that `won` does not allow, in 1 of 3 leads";
    assert_eq!(told(2), (bad.to_owned(), Some(13)));
    let several = "`deals.csv` has several rows for 1 of 3 leads";
    assert_eq!(told(0), (several.to_owned(), Some(12)));
    let ragged = "the row of `deals.csv` for 1 of 3 leads has more or fewer values than the header \
                  has columns";
    assert_eq!(told(1), (ragged.to_owned(), Some(12)));
}
