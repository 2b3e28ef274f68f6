//! Laws of `why`: whatever the lead, it says what `run` says, in lines that fit.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Folder;
use crate::project::{argument, assert_valid, path};
use crate::shipped::POLICIES;

/// All combinations of one text of each column, in CSV.
fn combinations(columns: &[&[&str]]) -> String {
    let rows = columns.iter().fold(vec![String::new()], |rows, column| {
        let longer = |row: &String| {
            let row = row.clone();
            let cells = column.iter().map(move |cell| match row.is_empty() {
                true => (*cell).to_owned(),
                false => format!("{row},{cell}"),
            });
            cells.collect::<Vec<_>>()
        };
        rows.iter().flat_map(longer).collect()
    });
    rows.join("\n")
}

/// What `run` says of each lead, as data.
fn run(folder: &Folder, policy: &str, data: &str) -> Vec<Value> {
    let arguments = [
        "run",
        policy,
        data,
        "--format",
        "jsonl",
        "--as-of",
        "2026-07-01",
    ];
    let out = folder.call(&arguments).ended(0).out;
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Explains a lead in both formats and holds what is said against the result of `run`.
#[track_caller]
fn explains(folder: &Folder, policy: &str, data: &str, expected: &Value) {
    let row = format!("row:{}", expected["row"]);
    let arguments = ["why", policy, data, &row, "--as-of", "2026-07-01"];
    let with = |more: &[&str]| folder.call(&[&arguments, more].concat()).ended(0).out;
    let told: Value = serde_json::from_str(&with(&["--format", "json"])).unwrap();
    assert_valid("why", &told);
    for (name, outcome) in expected["decisions"].as_object().unwrap() {
        let found = named(&told["decisions"], name);
        assert_eq!(&found["outcome"], outcome, "{row} {name}");
        let state = found["state"].as_str().unwrap();
        let code = |code| {
            expected["problems"]
                .as_array()
                .unwrap()
                .iter()
                .any(|problem| problem["code"] == code && problem["decision"] == *name)
        };
        assert_eq!(code("gap"), state == "gap", "{row} {name}");
        assert_eq!(code("conflict"), state == "conflict", "{row} {name}");
        let explained = [&found["rules"], &found["reasons"]];
        let count: usize = explained
            .iter()
            .map(|it| it.as_array().unwrap().len())
            .sum();
        assert!(count > 0 || state == "gap", "{row} {name} is not explained");
    }
    for (name, total) in expected["scores"].as_object().unwrap() {
        let found = named(&told["scores"], name);
        assert_eq!(&found["total"], total, "{row} {name}");
        assert_eq!(&sum_of(found), &found["sum"], "{row} {name}");
    }
    assert_eq!(told["problems"], expected["problems"], "{row}");
    for text in [with(&[]), with(&["--all"])] {
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{row}: {line}");
            assert_eq!(line, line.trim_end(), "{row}");
        }
    }
}

fn named<'a>(all: &'a Value, name: &str) -> &'a Value {
    let mut all = all.as_array().unwrap().iter();
    all.find(|it| it["name"] == name).unwrap()
}

/// The points of the lines that stand in no group.
fn sum_of(score: &Value) -> Value {
    let lines = score["lines"].as_array().unwrap().iter();
    let points = lines
        .filter(|line| line["depth"] == 0)
        .map(|line| line["points"].as_i64());
    points.sum::<Option<i64>>().map_or(Value::Null, Value::from)
}

/// A folder with the files of leads that lie in a folder of the project. Paths of this machine may be
/// of any length, and the lines have to fit without them.
fn beside_leads(name: &str) -> Folder {
    let folder = Folder::new(&[]);
    for entry in std::fs::read_dir(path(name)).unwrap() {
        let entry = entry.unwrap().path();
        if entry.extension().is_some_and(|it| it == "csv") {
            let name = entry.file_name().unwrap().to_str().unwrap();
            folder.write(name, &std::fs::read(&entry).unwrap());
        }
    }
    folder
}

/// Those leads that have an answer or a problem that none before them has: to explain every lead of
/// every sample takes minutes.
fn of_each_kind(mut results: Vec<Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    results.retain(|result| {
        let answers = result["decisions"].as_object().unwrap().iter();
        let answers = answers.map(|(decision, outcome)| format!("{decision} = {outcome}"));
        let problems = result["problems"].as_array().unwrap().iter();
        let problems = problems.map(|problem| format!("{} {}", problem["code"], problem["column"]));
        let new: Vec<bool> = answers.chain(problems).map(|it| seen.insert(it)).collect();
        new.contains(&true)
    });
    results
}

#[test]
fn the_leads_of_the_samples_come_out_as_in_a_run() {
    for (folder, policy) in [
        ("examples/tour", "examples/tour/policy"),
        ("examples/ten-lines", "examples/ten-lines/policy.ground"),
    ] {
        let (folder, policy) = (beside_leads(folder), argument(policy));
        let results = run(&folder, &policy, "leads.csv");
        assert!(!results.is_empty());
        for result in results {
            explains(&folder, &policy, "leads.csv", &result);
        }
    }
}

#[test]
fn the_leads_of_shipped_policies_come_out_as_in_a_run() {
    for name in POLICIES {
        let (folder, policy) = (beside_leads(name), argument(name));
        let results = of_each_kind(run(&folder, &policy, "sample.csv"));
        assert!(results.len() >= 8, "{name}: {}", results.len());
        for result in results {
            explains(&folder, &policy, "sample.csv", &result);
        }
    }
}

#[test]
fn leads_of_every_kind_come_out_as_in_a_run() {
    let folder = Folder::new(&[]);
    let columns: &[&[&str]] = &[
        &["x@x.example"],
        &["director", "", "Directer"],
        &["900", ""],
        &["2", "many"],
        &["yes"],
        &["no", "yes", ""],
    ];
    let header = "Email,Seniority,Employees,Pricing visits,Demo requested,Unsubscribed";
    let leads = format!("{header}\n{}\nshort,row\n", combinations(columns));
    folder.write("leads.csv", leads.as_bytes());
    let policy = argument("examples/tour/policy");
    let results = run(&folder, &policy, "leads.csv");
    assert_eq!(results.len(), 37);
    for result in results {
        explains(&folder, &policy, "leads.csv", &result);
    }
}

#[test]
fn leads_with_gaps_and_conflicts_come_out_as_in_a_run() {
    let folder = Folder::new(&[]);
    let columns: &[&[&str]] = &[
        &["p"],
        &["lead_add_form"],
        &["reference"],
        &["working_professional"],
        &["HR"],
        &["India", "Kuwait", ""],
        &["mumbai", "other_cities", "", "Atlantis"],
        &["5"],
        &["950"],
        &["unsubscribed", "chat"],
        &[""],
        &["no"],
        &["yes"],
    ];
    let header = "Prospect ID,Lead Origin,Lead Source,What is your current occupation,\
                  Specialization,Country,City,TotalVisits,Total Time Spent on Website,\
                  Last Activity,Tags,Do Not Email,Converted";
    let leads = format!("{header}\n{}\n", combinations(columns));
    folder.write("leads.csv", leads.as_bytes());
    let policy = argument("examples/online-courses-as-found");
    let results = run(&folder, &policy, "leads.csv");
    let mut codes: Vec<&str> = results
        .iter()
        .flat_map(|result| result["problems"].as_array().unwrap())
        .map(|problem| problem["code"].as_str().unwrap())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, ["bad-value", "conflict", "duplicate-key", "gap"]);
    for result in results {
        explains(&folder, &policy, "leads.csv", &result);
    }
}

#[test]
fn a_large_table_takes_few_lines() {
    let rows: String = (0..1_000)
        .map(|n| format!("    \"c{n}\" => r{}\n", n % 7))
        .collect();
    let lines: String = (0..500)
        .map(|n| format!("  +1 when city = \"d{n}\"\n"))
        .collect();
    let roles: Vec<String> = (0..7).map(|n| format!("r{n}")).collect();
    let policy = format!(
        "policy \"p\" {{}}\nteam t {{ role {} }}\nlead {{ id: text key  city: text }}\n\
         score s {{\n{lines}}}\n\
         decision d: role {{\n  table city {{\n{rows}  }}\n}}\n\
         must scored: s >= 0",
        roles.join(", ")
    );
    let folder = Folder::with(&policy);
    folder.write("leads.csv", b"id,city\na,c500\nb,nowhere\n");
    for (key, most) in [("a", 25), ("b", 25)] {
        let out = folder.call(&["why", ".", "leads.csv", key]).ended(0).out;
        assert!(out.lines().count() < most, "{out}");
    }
    let out = folder
        .call(&["why", ".", "leads.csv", "b", "--all"])
        .ended(0)
        .out;
    assert!(out.contains("and 800 more do not hold"), "{out}");
    assert!(out.contains("300 more lines are not shown"), "{out}");
}
