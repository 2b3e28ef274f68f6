//! Conditions in words, as `why` says them.

use serde_json::Value;

use crate::program::Folder;

/// Conditions, and for the field that each asks of a value with which it does not hold and one with
/// which it does.
const CONDITIONS: &[(&str, &str, &str)] = &[
    ("b", "", "yes"),
    ("not b", "yes", "no"),
    ("n = 5", "4", "5"),
    ("n != 5", "", "4"),
    ("n < 5", "5", "4"),
    ("n <= 5", "6", "5"),
    ("5 < n", "5", "6"),
    ("not n >= 5", "5", "4"),
    ("n in 2..5", "6", "2"),
    ("n in 2..<5", "5", "4"),
    ("n not in 2..5", "2", "1"),
    ("n + 1 > o", "", "9"),
    ("n > o", "1", "9"),
    ("n > bar", "1", "9"),
    ("m in 5..9 USD", "4", "5"),
    ("d >= 2026-07-01", "2026-06-30", "2026-07-01"),
    ("d < 2026-07-01", "2026-07-01", "2026-06-30"),
    ("since(d) in 1..7 days", "2026-06-01", "2026-06-30"),
    ("until(d) > 2 hours", "", "2026-08-01"),
    ("c = x", "y", "x"),
    ("c in { x, y }", "z", "y"),
    ("c not in { x, y }", "y", "z"),
    ("r >= high", "low", "high"),
    ("s has u", "v", "u;v"),
    ("s has all of { u, v }", "u", "u;v"),
    ("not (s has any of { u, v })", "u", ""),
    ("s is empty", "u", ""),
    ("not (s is empty)", "", "u"),
    ("t in rivals", "x", "r"),
    ("t not in rivals", "r", "x"),
    ("t contains \"ab\"", "x", "xabx"),
    ("t starts with any of { \"g\", \"h\" }", "x", "hx"),
    ("t matches \"[0-9]+\"", "x", "12"),
    ("not (t mentions \"ab\")", "ab", "abc"),
    ("domain(t) = \"a.example\"", "x@b.example", "x@a.example"),
    ("t = u", "x", "q"),
    ("t is missing", "x", ""),
    ("t is known", "", "x"),
    ("at least 2 of { n > 1  n > 2  n > 3 }", "1", "3"),
    ("(n = 1 or n = 2)", "3", "2"),
];

#[test]
fn every_kind_of_condition_has_words() {
    let said = CONDITIONS.iter().map(|(condition, lacking, met)| {
        let (lacking, met) = (said(condition, lacking), said(condition, met));
        format!("{condition}\n  {lacking}\n  {met}\n")
    });
    insta::assert_snapshot!(said.collect::<String>());
}

/// The same conditions where nobody has seen a lead: as a page that is read says them.
#[test]
fn every_kind_of_condition_is_a_clause() {
    let more = [
        "not (n = 5 and c = x)",
        "b and (n = 1 or c = x)",
        "b or (n = 1 and c = x)",
        "n < 1 or n > 5 or n is missing",
        "not at least 2 of { b  n > 2  o > 3 }",
        "b and at least 1 of { n > 1  o > 2 }",
        "n else o else 3 > 2",
        "2 * n - o > 4",
        "yes",
    ];
    let conditions = CONDITIONS
        .iter()
        .map(|(condition, ..)| *condition)
        .chain(more);
    let conditions: Vec<&str> = conditions.collect();
    let defines = conditions.iter().enumerate();
    let defines = defines.map(|(at, it)| format!("define is_{at} = {it}\n"));
    let folder = Folder::with(&format!("{SCHEMA}{}", defines.collect::<String>()));
    let page = folder.call(&["handbook", "."]).ended(0).out;
    let said = conditions.iter().enumerate().map(|(at, condition)| {
        let name = format!("`is_{at}` is ");
        let (_, said) = page.split_once(&name).unwrap();
        let said = said.split("\n#").next().unwrap().trim();
        format!(
            "{condition}\n  {}\n",
            said.replace('\n', "\n  ").replace("\n  \n", "\n")
        )
    });
    insta::assert_snapshot!(said.collect::<String>());
}

const SCHEMA: &str = "policy \"p\" {}\nlist rivals { \"r\" }\ndefine bar = 8\n\
     lead { b: boolean  n: integer  o: integer  m: money USD  d: date  u: text  t: text  \
     c: one of x | y | z  r: one of low < high  s: several of u | v }\n";

/// What is said of the rule with this condition, where the field has this value.
fn said(condition: &str, value: &str) -> String {
    let mut words = condition.split(|it: char| !it.is_alphabetic());
    let field = words.rfind(|word| ["b", "n", "m", "d", "c", "r", "s", "t"].contains(word));
    let policy = format!(
        "{SCHEMA}decision k: boolean {{ rule it: yes when {condition}  otherwise no }}\n\
         must all_read: b or n = o + bar or m > 1 USD or d is known or t = u or t in rivals \
         or c = x or r = low or s is empty"
    );
    let folder = Folder::with(&policy);
    let names = ["b", "n", "o", "m", "d", "u", "t", "c", "r", "s"];
    let values = names.map(|name| match name {
        name if Some(name) == field => value,
        "o" => "3",
        "u" => "q",
        _ => "",
    });
    let leads = format!("{}\n{}\n", names.join(","), values.join(","));
    folder.write("leads.csv", leads.as_bytes());
    let arguments = [
        "why",
        ".",
        "leads.csv",
        "row:2",
        "--as-of",
        "2026-07-02",
        "--format",
        "json",
    ];
    let out = folder.call(&arguments).ended(0).out;
    let told: Value = serde_json::from_str(&out).unwrap();
    let decision = &told["decisions"][0];
    let (rule, holds) = match decision["nearest"].is_null() {
        true => (&decision["rules"][0], "met"),
        false => (&decision["nearest"], "not met"),
    };
    let reasons = rule["conditions"]
        .as_array()
        .unwrap_or_else(|| panic!("{out}"));
    let reasons: Vec<&str> = reasons.iter().map(|it| it.as_str().unwrap()).collect();
    format!("{holds}: {}", reasons.join("; "))
}
