//! Tests of examples.

use super::*;
use crate::model::resolve::testing::{codes, finding, resolved};
use crate::model::{Subject, TaskExpectation};

fn with(statements: &str) -> String {
    format!(
        "policy \"p\" {{ time zone \"Europe/Berlin\"  working hours mon..fri 09:00..17:00 }} team t {{ role r }}\n\
         lead {{ a: text key  n: integer 0..9  b: boolean required  c: one of x | y  \
         s: several of u | v  stamp: datetime  m: money USD }}\n\
         must k: n is known or b or c is known or s is empty or stamp is known or m is known\n\
         forbid phone when b\nscore f {{ +1 when b }}\ndecision o: role {{ otherwise r }}\n\
         decision w: duration {{ otherwise 2 business days }}\ndefine big = n > 5\nmust z: big\n\
         example \"e\" {{ {statements} }}"
    )
}

#[test]
fn stories_of_all_statements() {
    let (model, found) = resolved(&with(
        "lead { a \"1\"  b yes  c x  s { u }  stamp 2026-07-01T09:00  m 5 USD }\n\
         as of 2026-07-01  expect f = 1  expect o = r  expect w = 2 business days\n\
         expect big is missing  expect c is known  expect forbidden phone\n\
         later 3 days  set n 7, c missing  expect big = yes  expect not breach k  expect s = u",
    ));
    assert_eq!(found, []);
    let steps = &model.examples.first().unwrap().steps;
    assert_eq!(steps.len(), 13);
    assert!(matches!(&steps[0].kind, StepKind::Set(cells) if cells.len() == 6));
    let StepKind::AsOf(at) = steps[1].kind else {
        panic!()
    };
    assert_eq!(at.to_string(), "2026-06-30T22:00:00Z");
}

fn journey(statements: &str) -> String {
    format!(
        "policy \"p\" {{ time zone \"Europe/Berlin\" }} team t {{ role r }}\n\
         lead {{ a: text key  s: one of x | y  d: datetime }}\n\
         journey j tracks s since d {{ stage x {{ requires d is known  to y  task k {{ responsible r }} }} \
         stage y {{ to x  task k {{ responsible r }}  task l {{ responsible r }} }} }}\n\
         example \"e\" {{ lead {{ a \"1\" }} {statements} }}"
    )
}

#[test]
fn stories_along_a_journey() {
    let (model, found) = resolved(&journey(
        "expect stage = y  expect stage of j = x  expect task k late  expect task l no-clock\n\
         expect task l due 2026-07-01T09:30  expect told r  expect not told t\n\
         expect not breach x",
    ));
    assert_eq!(found, []);
    let steps: Vec<&StepKind> = model.examples[0].steps.iter().map(|it| &it.kind).collect();
    assert!(matches!(
        steps[1],
        StepKind::ExpectValue(Subject::Field(_), Cell::Known(_))
    ));
    // Of two stages that have one.
    assert!(matches!(steps[3], StepKind::ExpectTask(tasks, _) if tasks.len() == 2));
    let StepKind::ExpectTask(_, TaskExpectation::Due(due)) = steps[5] else {
        panic!("{steps:?}")
    };
    assert_eq!(due.to_string(), "2026-07-01T07:30:00Z");
    assert!(matches!(steps[7], StepKind::ExpectTold(_, false)));
    assert!(matches!(steps[8], StepKind::ExpectLacking(stages, false) if stages.len() == 1));
    for (bad, code) in [
        ("expect stage = z", Code::UnknownValue),
        ("expect stage of jj = x", Code::UnknownName),
        ("expect task kk late", Code::UnknownName),
        ("expect task k due 5", Code::Syntax),
        ("expect told s", Code::WrongType),
        ("expect breach y", Code::WrongType),
        ("expect breach xx", Code::UnknownName),
    ] {
        assert_eq!(codes(&journey(bad)), [code], "{bad}");
    }
    let stage = "policy \"p\" {} lead { a: text key }\n\
                 example \"e\" { lead { a \"1\" } expect stage = x }";
    assert_eq!(codes(stage), [Code::UnknownName]);
}

#[test]
fn leads_that_the_schema_does_not_allow() {
    for (bad, code) in [
        ("lead { a \"1\" }", Code::BadExample),
        ("lead { a \"1\"  b missing }", Code::BadExample),
        ("lead { a \"1\"  b yes  n 10 }", Code::BadExample),
        ("lead { a \"1\"  b yes  n 1.5 }", Code::WrongType),
        ("lead { a \"1\"  b yes  c z }", Code::UnknownValue),
        ("lead { a x  b yes }", Code::WrongType),
        ("lead { a \"1\"  b yes  s missing }", Code::WrongType),
        ("lead { a \"1\"  b yes  s { u, w } }", Code::UnknownValue),
        ("lead { a \"1\"  b yes  m 5 }", Code::WrongUnit),
        ("lead { a \"1\"  b yes  nn 5 }", Code::UnknownName),
        ("lead { a \"1\"  c b  x yes }", Code::UnknownValue),
        ("lead { a \"1\"  b yes  b no }", Code::RepeatedClause),
        (
            "lead { a \"1\"  b yes }  lead { a \"1\"  b yes }",
            Code::RepeatedClause,
        ),
    ] {
        let text = with(&format!("{bad}  expect f = 1"));
        assert_eq!(codes(&text), [code], "{bad}");
    }
    let found = finding(&with("lead { }  expect f = 1"), Code::BadExample);
    assert!(found.message.contains("`a` and `b` are required"));
}

#[test]
fn an_example_describes_a_lead_and_expects_something() {
    let without_lead = finding(&with("expect f = 1"), Code::BadExample);
    assert_eq!(without_lead.message, "this example has no `lead { … }`");
    let without_expect = with("lead { a \"1\"  b yes }");
    assert_eq!(codes(&without_expect), [Code::BadExample]);
    let whole = with("lead { a \"1\"  b yes }  expect f = 1");
    assert_eq!(codes(&whole), []);
    let twice = format!("{whole} example \"e\" {{ lead {{ a \"1\"  b yes }} expect f = 1 }}");
    assert_eq!(codes(&twice), [Code::DuplicateName]);
}

#[test]
fn expectations_that_cannot_be() {
    for (bad, code) in [
        ("expect ff = 1", Code::UnknownName),
        ("expect f = x", Code::WrongType),
        ("expect o = q", Code::UnknownName),
        ("expect forbidden phoen", Code::UnknownName),
        ("expect breach kk", Code::UnknownName),
        ("expect s is missing", Code::WrongType),
        ("later 3 business days  expect f = 1", Code::WrongUnit),
    ] {
        let text = with(&format!("lead {{ a \"1\"  b yes }}  {bad}"));
        assert_eq!(codes(&text), [code], "{bad}");
    }
}
