//! `dump`: the policy as data.

use serde_json::Value;

use crate::program::Folder;
use crate::project::{argument, assert_valid};
use crate::shipped::POLICIES;

/// Every construct that has a form of its own.
const POLICY: &str = r#"policy "Everything" { version "3"  time zone "Europe/Berlin"  working hours mon..fri 09:00..17:00 }

team sales "Sales" { role sdr "SDR", owner named in person }

lead {
  email:     text key
  person:    text
  employees: integer 0..<2_000_000
  budget:    money EUR
  seniority: one of staff < vp
  interests: several of api | billing
  opted_out: boolean required
  seen:      date
  called:    datetime fixed
  fact employees >= 1 or budget is missing
}

list free_mail { "GMail.com", "web.de" }

define bar   = 20%
define where = person else email
define wait  = since(seen) - 2 days
define big   = at least 2 of { employees in 5..<20  seniority >= vp  budget > 1 EUR } agreed by sales

score fit 0..100 {
  -5 per 7 days of wait, at most 50
  group "web" at most 40 at least 0 { +0.5 when interests has all of { api, billing } }
  table points seniority { staff => 1  otherwise => 2 }
}

decision size: one of large | small | "n/a" or none {
  rule first: large when big unless opted_out overrides all because "They asked."
  rule second: none when called > seen and domain(email) not in free_mail overrides rows
  table rows first match where | employees {
    starts with "a", matches "b.*" | any => small
    known                          | 1, 2 => "n/a"
  }
}

decision whose: role { otherwise owner }
decision answer_in: duration { otherwise 4 business hours }

must reasoned: interests is empty when size = small or bar * budget >= 3 EUR
forbid phone unless opted_out

accept gap in size when employees is missing until 2027-01-31 because "Later."
"#;

fn dump(folder: &Folder, policy: &str) -> Value {
    let called = folder
        .call(&["dump", policy, "--as-of", "2026-07-01T09:00"])
        .ended(0);
    assert_eq!(called.err, "");
    serde_json::from_str(&called.out).unwrap()
}

#[test]
fn all_that_bears_on_the_meaning_is_told() {
    let mut model = dump(&Folder::with(POLICY), "policy.ground");
    assert_valid("model", &model);
    let version = model["tool"].as_object_mut().unwrap().remove("version");
    assert!(version.is_some());
    insta::assert_snapshot!(compact(&model, 0));
}

/// Objects and arrays that fit on a line stand on one; places are told by their first line.
fn compact(value: &Value, indent: usize) -> String {
    if let Some(line) = value.get("end_line").and(value.get("line")) {
        return format!("line {line}");
    }
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|it| compact(it, indent + 1)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| format!("{key}: {}", compact(value, indent + 1)))
            .collect(),
        plain => return plain.to_string(),
    };
    let (open, close) = if value.is_array() {
        ('[', ']')
    } else {
        ('{', '}')
    };
    let line = format!("{open}{}{close}", parts.join(", "));
    if line.len() + 2 * indent <= 100 && !line.contains('\n') {
        return line;
    }
    let (inner, outer) = ("  ".repeat(indent + 1), "  ".repeat(indent));
    let parts = parts.iter().map(|part| format!("{inner}{part}\n"));
    format!("{open}\n{}{outer}{close}", parts.collect::<String>())
}

#[test]
fn the_shipped_policies_fit_the_schema() {
    let folder = Folder::new(&[]);
    for policy in POLICIES {
        let model = dump(&folder, &argument(policy));
        assert_valid("model", &model);
        assert_eq!(
            model["as_of"].as_str().unwrap().get(..19).unwrap(),
            "2026-07-01T09:00:00"
        );
        let names = |key: &str| model[key].as_array().unwrap().len();
        let worked_out = names("defines") + names("scores") + names("decisions");
        assert_eq!(names("order"), worked_out, "{policy}");
    }
}

#[test]
fn settings_are_in_it() {
    let folder = Folder::with(POLICY);
    let called = folder.call(&["dump", ".", "--set", "bar=0.3"]).ended(0);
    let model: Value = serde_json::from_str(&called.out).unwrap();
    assert_eq!(model["defines"][0]["value"]["value"]["value"], "0.3");
}

#[test]
fn a_policy_with_errors_is_not_told() {
    let folder = Folder::with("policy \"p\" {}\nlead { email: text key  email: text }");
    let called = folder.call(&["dump", "."]).ended(2);
    assert_eq!(called.out, "");
    assert!(called.err.contains("duplicate-name"), "{}", called.err);
}
