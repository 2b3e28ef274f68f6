//! Tests of journeys and the types of their stages.

use super::*;
use crate::model::resolve::testing::{codes, finding, resolved};

fn with(journey: &str) -> String {
    format!(
        "policy \"p\" {{}} team t {{ role r }} lead {{ a: text key  s: one of x | y  \
         o: one of x < y  d: datetime  birth: date }}\n\
         must all_read: s is known or o is known or d is known or birth is known\n\
         decision w: role {{ otherwise r }}\n{journey}"
    )
}

const STAGES: &str = "{ stage x start { accountable t  to y after 3 days } stage y end }";

#[test]
fn stages_are_the_values_of_the_tracked_field() {
    let text = with(&format!(
        "journey j \"J\" tracks o since d forward only {STAGES}"
    ));
    let (model, found) = resolved(&text);
    assert_eq!(found, []);
    let journey = model.journeys.values().next().unwrap();
    assert_eq!(journey.stages.len(), 2);
    assert!(journey.forward_only);
    let stages: Vec<(u32, StageKind)> = model
        .stages
        .values()
        .map(|it| (it.value, it.kind))
        .collect();
    assert_eq!(stages, [(0, StageKind::Start), (1, StageKind::End)]);
    for (bad, code) in [
        ("{ stage x start }", Code::StageMismatch),
        ("{ stage x stage y stage z }", Code::StageMismatch),
        ("{ stage x stage yy }", Code::StageMismatch),
        ("{ stage x stage y stage x }", Code::DuplicateName),
    ] {
        let text = with(&format!("journey j tracks s since d {bad}"));
        assert_eq!(codes(&text), [code], "{bad}");
    }
    let text = with("journey j tracks s since d { stage x stage yy }");
    // The fault is in the name of the stage, not in what leads there.
    let led = with(
        "decision n: stage { otherwise y }\n\
                    journey j tracks s since d { stage x { to y  to n } stage yy { to x } }",
    );
    assert_eq!(codes(&led), [Code::StageMismatch]);
    let near = text.replace("one of x | y", "one of x | yyy");
    let found = finding(&near, Code::StageMismatch);
    assert_eq!(found.fix.unwrap().edits.first().unwrap().new_text, "yyy");
}

#[test]
fn the_fields_of_a_journey_have_their_types() {
    for (bad, code) in [
        ("journey j tracks a since d", Code::WrongType),
        ("journey j tracks s since birth", Code::WrongType),
        ("journey j tracks s since d forward only", Code::WrongType),
        ("journey j tracks ss since d", Code::UnknownName),
        ("journey w tracks s since d", Code::DuplicateName),
    ] {
        assert_eq!(codes(&with(&format!("{bad} {STAGES}"))), [code], "{bad}");
    }
    let twice = format!("journey j tracks s since d {STAGES}\njourney k tracks s since d {STAGES}");
    assert_eq!(codes(&with(&twice)), [Code::DuplicateName]);
}

#[test]
fn decisions_yield_the_stages_of_a_journey() {
    let one = format!("journey j tracks s since d {STAGES}\n");
    let two = format!("{one}journey k tracks o since d {STAGES}\n");
    let decision =
        |head: &str, outcome: &str| format!("decision n: {head} {{ otherwise {outcome} }}");
    for (journeys, decision, expected) in [
        (&one, decision("stage", "y"), vec![]),
        (&one, decision("stage of j", "y"), vec![]),
        (&two, decision("stage of k", "y"), vec![]),
        (&two, decision("stage", "y"), vec![Code::UnknownName]),
        (&one, decision("stage of jj", "y"), vec![Code::UnknownName]),
        (&one, decision("stage", "z"), vec![Code::UnknownValue]),
        (
            &String::new(),
            decision("stage", "y"),
            vec![Code::UnknownName],
        ),
    ] {
        assert_eq!(
            codes(&with(&format!("{journeys}{decision}"))),
            expected,
            "{decision}"
        );
    }
    let text = with(&format!("{one}{}\nmust k: s = n", decision("stage", "y")));
    let (model, found) = resolved(&text);
    assert_eq!(found, []);
    assert_eq!(model.stage_decisions.len(), 1);
}

#[test]
fn stages_and_decisions_have_different_names() {
    let text = with("journey j tracks s since d { stage x stage y }\n");
    let text = text.replace("decision w", "decision x");
    assert_eq!(codes(&text), [Code::DuplicateName]);
}
