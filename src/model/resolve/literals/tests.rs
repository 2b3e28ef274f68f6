//! Tests of written-out values.

use super::*;
use crate::model::resolve::testing::{codes, finding};

fn with(condition: &str) -> String {
    format!(
        "policy \"p\" {{ time zone \"Europe/Berlin\" }}\n\
         lead {{ a: text key  n: integer  m: money USD  d: date  c: one of x | \"A+\" }}\n\
         must k: n is known or m is known or d is known or c is known\n\
         must t: {condition}"
    )
}

#[test]
fn values_meet_their_types() {
    for good in [
        "n >= 2.5",
        "m > 50k USD",
        "d >= 2026-07-01",
        "c = x",
        "c = \"A+\"",
        "a = \"x\"",
        "n in 1..5",
        "m in 5..10 USD",
        "d in 2026-01-01..2026-02-01",
        "since(d) in 7..14 days",
        "c in { x, \"A+\" }",
    ] {
        assert_eq!(codes(&with(good)), [], "{good}");
    }
}

#[test]
fn other_types_and_units_are_refused() {
    for (bad, code) in [
        ("n > \"5\"", Code::WrongType),
        ("n > 5 days", Code::WrongUnit),
        ("m > 5", Code::WrongUnit),
        ("m > 5 EUR", Code::WrongUnit),
        ("since(d) > 5", Code::WrongUnit),
        ("since(d) in 0..5 business days", Code::WrongUnit),
        ("d > \"2026-07-01\"", Code::WrongType),
        ("d > 5 days", Code::WrongType),
        ("a = 5", Code::WrongType),
        ("c = yes", Code::UnknownValue),
        ("c = \"A-\"", Code::UnknownValue),
        ("n in 5..1", Code::EmptyRange),
        ("n in 5..<5", Code::EmptyRange),
        ("m in 5..10", Code::WrongUnit),
    ] {
        assert_eq!(codes(&with(bad)), [code], "{bad}");
    }
}

#[test]
fn a_currency_and_a_date_are_offered() {
    let edit = |text: &str, code| {
        let fix = finding(&with(text), code).fix.unwrap();
        fix.edits.first().unwrap().new_text.clone()
    };
    assert_eq!(edit("m > 5", Code::WrongUnit), " USD");
    assert_eq!(edit("d > \"2026-07-01\"", Code::WrongType), "2026-07-01");
    assert_eq!(edit("c = \"a+\"", Code::UnknownValue), "\"A+\"");
}

#[test]
fn business_time_needs_a_zone_and_working_hours() {
    let text = |zone: &str| {
        format!(
            "policy \"p\" {{ {zone} }} lead {{ a: text key }}\n\
             decision r: duration {{ otherwise 2 business days }}"
        )
    };
    let hours = "working hours mon..fri 09:00..17:00";
    let zone = "time zone \"Europe/Berlin\"";
    assert_eq!(codes(&text(&format!("{zone}  {hours}"))), []);
    assert_eq!(codes(&text("")), [Code::WrongUnit]);
    let found = finding(&text(zone), Code::WrongUnit);
    assert!(found.message.contains("working hours"));
}
