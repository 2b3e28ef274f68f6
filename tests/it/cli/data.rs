//! Exports as they come, from files on the disk to results.

use std::io::Write;
use std::os::unix::fs::symlink;

use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use crate::program::{Called, Folder};
use crate::project::assert_valid;

const POLICY: &str = r#"
policy "Exports" {}
lead {
  id:     text key
  city:   text
  visits: integer
  won_on: date
}
source crm {
  encoding "windows-1252"
  skip rows where "Kind" is "", "Total"
  join "deals.csv" on "Number" = "lead"
  id     from "Number"
  city   from "Größe" occurrence 2
  visits from "" occurrence 1
  won_on from "won" of "deals.csv" dated "%d.%m.%Y"
}
decision won: one of yes_won | not_yet {
  rule here: yes_won when won_on is known
  otherwise not_yet
}
decision place: text or none { rule north: "north" when city = "København" }
must seen: visits >= 0
"#;

/// In windows-1252.
const LEADS: &str =
    "Größe;Number;Größe;Kind;\nx;a1;København;lead;5\nx;b2;Köln;lead;many\nTotal;2\n";
const DEALS: &str = "lead,won\nA1,03.02.2018\nz,x\n";

fn latin(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn folder() -> Folder {
    Folder::new(&[
        ("policy.ground", POLICY.as_bytes()),
        ("in/a.csv", &latin(LEADS)),
        ("in/deals.csv", DEALS.as_bytes()),
    ])
}

#[track_caller]
fn refused(called: Called, message: &str) {
    let called = called.ended(2);
    assert_eq!(called.out, "");
    assert!(called.err.contains(message), "{}", called.err);
}

#[track_caller]
fn json(called: Called, schema: &str) -> Vec<Value> {
    let called = called.ended(0);
    let values = serde_json::Deserializer::from_str(&called.out).into_iter();
    let values: Vec<Value> = values.map(Result::unwrap).collect();
    values.iter().for_each(|value| assert_valid(schema, value));
    values
}

#[test]
fn an_export_with_everything_in_it_is_read() {
    let called = folder()
        .call(&["run", "policy.ground", "in/a.csv"])
        .ended(0);
    let head = "2 leads read, 2 decided, 1 with problems\n1 row left out\n";
    assert!(called.out.contains(head), "{}", called.out);
    assert!(
        called
            .out
            .contains("row 3, b2: column 5 is \"many\", which is no number"),
        "{}",
        called.out
    );
    let notes = "note: rows left out, as `skip rows` says of \"\" and \"Total\" in `Kind`: 1\n\
                 note: `deals.csv`: rows that belong to no lead: 1\n";
    assert_eq!(called.err, notes);
    let called = folder()
        .call(&["run", "policy.ground", "in/a.csv", "--format", "csv"])
        .ended(0);
    let lines = "key,row,won,place,forbidden,problems\na1,2,yes_won,north,,\n";
    assert!(called.out.starts_with(lines), "{}", called.out);
    let summary = &json(
        folder().call(&["run", "policy.ground", "in/a.csv", "--format", "json"]),
        "run",
    )[0];
    assert_eq!(summary["leads"]["skipped"], 1);
    assert_eq!(summary["problems"][0]["example"]["file"], Value::Null);
}

#[test]
fn records_with_problems_can_be_read_again() {
    let folder = folder();
    folder
        .call(&[
            "run",
            "policy.ground",
            "in/a.csv",
            "--problems",
            "in/bad.csv",
        ])
        .ended(0);
    let bad = folder.read("in/bad.csv");
    assert!(
        bad.starts_with(
            "\u{feff}Größe;Number;Größe;Kind;;groundrules_problems\nx;b2;Köln;lead;many;"
        ),
        "{bad}"
    );
    folder.write(
        "in/bad.csv",
        bad.replace("many", "7")
            .replacen(";;groundrules", ";;x", 1)
            .as_bytes(),
    );
    let out = folder
        .call(&["run", "policy.ground", "in/bad.csv"])
        .ended(0)
        .out;
    assert!(
        out.contains("1 lead read, 1 decided, 0 with problems"),
        "{out}"
    );
    let over = [
        "run",
        "policy.ground",
        "in/a.csv",
        "--problems",
        "in/deals.csv",
    ];
    refused(folder.call(&over), "would write over what is read");
}

#[test]
fn several_files_and_patterns_name_the_file_of_each_lead() {
    let folder = folder();
    folder.write("in/b.csv", &packed(&latin(LEADS)));
    let call = |more: &[&str]| {
        let arguments = ["run", "policy.ground", "in/[ab].csv"];
        folder.call(&[&arguments[..], more].concat())
    };
    let records = json(call(&["--format", "jsonl"]), "run-record");
    let places: Vec<_> = records
        .iter()
        .map(|it| (it["file"].as_str().unwrap(), it["row"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        places,
        [
            ("in/a.csv", 2),
            ("in/a.csv", 3),
            ("in/b.csv", 2),
            ("in/b.csv", 3)
        ]
    );
    let out = call(&["--format", "csv"]).ended(0).out;
    assert!(out.starts_with("file,key,row,won"), "{out}");
    let summary = &json(call(&["--format", "json"]), "run")[0];
    assert_eq!(summary["data"], "in/a.csv and in/b.csv");
    assert_eq!(summary["problems"][0]["example"]["file"], "in/a.csv");
    let called = call(&["--problems", "bad.csv"]).ended(0);
    assert!(
        called
            .out
            .contains("in/b.csv row 2, a1: `Number` is \"a1\", as in an earlier row"),
        "{}",
        called.out
    );
    let bad = folder.read("bad.csv");
    assert!(
        bad.lines()
            .nth(1)
            .unwrap()
            .contains(";in/a.csv;\"bad-value"),
        "{bad}"
    );
}

#[test]
fn each_file_is_meant_once() {
    let folder = folder();
    let run = |paths: &[&str]| folder.call(&[&["run", "policy.ground"], paths].concat());
    refused(run(&["in/a.csv", "./in/../in/a.csv"]), "is given twice");
    refused(run(&["in/a.csv", "in/*a.csv"]), "`in/a.csv` is given twice");
    refused(run(&["-", "-"]), "`standard input` is given twice");
    refused(run(&["in/*.tsv"]), "no file fits `in/*.tsv`");
    refused(run(&["in/[.csv"]), "there is no `in/[.csv`");
    symlink(
        folder.path().join("in/a.csv"),
        folder.path().join("in/c.csv"),
    )
    .unwrap();
    refused(run(&["in/[ac].csv"]), "`in/c.csv` is given twice");
    folder.write("in/*a.csv", &latin(LEADS));
    run(&["in/*a.csv"]).ended(0);
}

#[test]
fn a_joined_file_lies_beside_its_data_or_where_it_is_said() {
    let folder = folder();
    let run = |more: &[&str]| folder.call(&[&["run", "policy.ground"], more].concat());
    folder.write("a.csv", &latin(LEADS));
    refused(run(&["a.csv"]), "there is none of that name beside `a.csv`");
    let elsewhere = run(&[
        "a.csv",
        "--join",
        "deals.csv=in/deals.csv",
        "--format",
        "csv",
    ]);
    assert!(elsewhere.ended(0).out.contains("a1,2,yes_won"));
    refused(
        run(&["a.csv", "--join", "deal.csv=in/deals.csv"]),
        "did you mean `deals.csv`?",
    );
    refused(
        run(&["a.csv", "--join", "deals.csv=none.csv"]),
        "there is no `none.csv`",
    );
    refused(
        run(&["a.csv", "--join", "deals.csv=in"]),
        "`in` is a folder",
    );
    refused(
        run(&["a.csv", "--join", "deals.csv=-"]),
        "standard input cannot be joined",
    );
    refused(run(&["a.csv", "--join", "deals.csv"]), "--join");
    folder.write("deals.csv", b"");
    refused(run(&["a.csv"]), "`deals.csv`: the file is empty");
    std::fs::remove_file(folder.path().join("deals.csv")).unwrap();
    symlink(
        folder.path().join("in/deals.csv"),
        folder.path().join("deals.csv"),
    )
    .unwrap();
    run(&["a.csv"]).ended(0);
    let input = folder.call_with(
        &["run", "policy.ground", "-", "--format", "csv"],
        latin(LEADS),
    );
    assert!(input.ended(0).out.contains("a1,2,yes_won"));
}

#[test]
fn a_joined_file_never_lies_outside_and_is_a_file() {
    let folder = folder();
    folder.write("secret.csv", DEALS.as_bytes());
    let deals = folder.path().join("in/deals.csv");
    std::fs::remove_file(&deals).unwrap();
    symlink(folder.path().join("secret.csv"), &deals).unwrap();
    let run = || folder.call(&["run", "policy.ground", "in/a.csv"]);
    refused(run(), "it must lie beside `in/a.csv` or below");
    std::fs::remove_file(&deals).unwrap();
    std::fs::create_dir(&deals).unwrap();
    refused(run(), "it is a folder");
}

#[test]
fn a_file_may_be_joined_to_itself() {
    let policy = "policy \"Self\" {}\nlead { id: text key  boss: text  boss_city: text }\n\
                  source crm { join \"leads.csv\" on \"boss\" = \"id\"\n\
                  boss_city from \"city\" of \"leads.csv\" }\n\
                  decision same: boolean { rule here: yes when boss_city = \"Bonn\" otherwise no }\n";
    let folder = Folder::with(policy);
    folder.write("leads.csv", b"id,boss,city\na,b,Ulm\nb,,Bonn\n");
    let called = folder
        .call(&["run", "policy.ground", "leads.csv", "--format", "csv"])
        .ended(0);
    assert_eq!(
        called.out.lines().skip(1).collect::<Vec<_>>(),
        ["a,2,yes,,", "b,3,no,,"]
    );
}

#[test]
fn gzip_is_read_from_files_and_standard_input_as_far_as_it_goes() {
    let folder = folder();
    let many: String = (0..20_000)
        .map(|n| format!("x;k{n};Köln;lead;{}\n", n * 7919 % 1000))
        .collect();
    let whole = packed(&latin(&format!("Größe;Number;Größe;Kind;\n{many}")));
    let run = |bytes: &[u8]| {
        folder.write("in/a.csv.gz", bytes);
        folder.call(&["run", "policy.ground", "in/a.csv.gz", "--format", "csv"])
    };
    assert_eq!(run(&whole).ended(0).out.lines().count(), 20_001);
    std::fs::copy(
        folder.path().join("in/deals.csv"),
        folder.path().join("deals.csv"),
    )
    .unwrap();
    let input = folder.call_with(&["run", "policy.ground", "-", "--format", "csv"], &whole);
    assert_eq!(input.ended(0).out.lines().count(), 20_001);
    let cut = run(&whole[..whole.len() / 2]).ended(2);
    let given = cut.out.lines().count();
    assert!(given > 1000, "{given}");
    let error =
        format!("`in/a.csv.gz`: the file cannot be read behind row {given}: what gzip packed");
    assert!(cut.err.contains(&error), "{}", cut.err);
    refused(
        run(b"\x1f\x8b\x08\0junk and more of it"),
        "what gzip packed in it is",
    );
}

#[test]
fn files_that_are_no_csv_are_named() {
    let folder = folder();
    let run = |bytes: &[u8]| {
        folder.write("in/a.xls", bytes);
        folder.call(&["run", "policy.ground", "in/a.xls"])
    };
    refused(
        run(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "an old Excel workbook",
    );
    refused(run(b"\x7fELF\x02\x01\x01\0\0\0"), "has bytes of zero in it");
    refused(run(b"Number\0;x\n"), "`encoding \"utf-16le\"`");
}

#[test]
fn a_huge_header_and_a_delimiter_that_is_another_are_said_at_once() {
    let folder = folder();
    let run = |bytes: &[u8]| {
        folder.write("in/a.csv", bytes);
        folder.call(&["run", "policy.ground", "in/a.csv"])
    };
    let names: String = (0..60_000)
        .map(|n| format!("{n}{};", "x".repeat(170)))
        .collect();
    let leads = LEADS.replacen("Größe;", &format!("{names}Größe;"), 1);
    let leads: String = leads
        .lines()
        .take(1)
        .flat_map(|line| [line, "\n"])
        .collect();
    assert!(leads.len() > 10 << 20);
    let out = run(&latin(&leads)).ended(0).out;
    assert!(out.contains("0 leads read"), "{out}");
    let comma = POLICY.replace("encoding", "delimiter \",\"\n  encoding");
    folder.write("policy.ground", comma.as_bytes());
    refused(
        run(&latin(LEADS)),
        "says `delimiter \",\"`, and the file seems to have `;`",
    );
}

#[test]
fn a_doubled_column_says_how_to_take_one() {
    let folder = folder();
    folder.write(
        "policy.ground",
        POLICY.replace(" occurrence 2", "").as_bytes(),
    );
    let called = folder.call(&["run", "policy.ground", "in/a.csv"]);
    refused(called, "as in `city from \"Größe\" occurrence 1`");
}
