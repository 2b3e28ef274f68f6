//! Tests of stages and moves.

use crate::diagnostic::Code;
use crate::model::Target;
use crate::model::resolve::testing::{codes, resolved};
use crate::value::Duration;

fn with(stage: &str) -> String {
    format!(
        "policy \"p\" {{}} team t {{ role r }} lead {{ a: text key  s: one of x | y | z required  \
         d: datetime required  b: boolean  n: integer  old: text fixed  set: several of u | v }}\n\
         define wait = 7 days\n\
         must all_read: b or n is known or old is known or set is empty or s = x\n\
         decision w: role {{ otherwise r }}\ndecision go: stage {{ otherwise z }}\n\
         journey j tracks s since d {{ stage x start {{ {stage} }} stage y end  stage z {{ to y }} }}\n\
         must too: since(d) > wait"
    )
}

#[test]
fn lines_of_a_stage() {
    let (model, found) = resolved(&with(
        "accountable t, r  accountable r  requires b  clears set  counts n  \
         to y when b after wait overrides z, go because \"so\"  to z  to go unless b  \
         otherwise to z after 3 days",
    ));
    assert_eq!(found, []);
    let stage = model.stages.values().next().unwrap();
    assert_eq!(stage.accountable.len(), 3);
    assert_eq!((stage.clears.len(), stage.counts.len()), (1, 1));
    let (z, go) = (stage.moves[1].target, stage.moves[2].target);
    assert_eq!(stage.moves[0].overrides, [z, go]);
    assert_eq!(
        stage.moves[0].after,
        Some(Duration::Elapsed {
            seconds: 7 * 86_400
        })
    );
    assert!(matches!(stage.moves[2].target, Target::Decision(_)));
    assert!(stage.moves[3].otherwise);
    assert_eq!(
        model.stage_name(model.journeys.values().next().unwrap().stages[2]),
        "j.z"
    );
}

#[test]
fn nobody_and_two_are_for_the_analysis_to_judge() {
    assert_eq!(codes(&with("to y")), []);
}

#[test]
fn lines_that_do_not_fit() {
    for (bad, code) in [
        ("accountable tt", Code::UnknownName),
        ("accountable w", Code::WrongType),
        ("clears s", Code::WrongType),
        ("clears d", Code::WrongType),
        ("clears a", Code::WrongType),
        ("clears old", Code::WrongType),
        ("clears n  counts n", Code::RepeatedClause),
        ("clears n, n", Code::DuplicateEntry),
        ("counts b", Code::WrongType),
        ("counts nn", Code::UnknownName),
        ("requires n", Code::WrongType),
        ("requires b  requires b", Code::RepeatedClause),
        ("to yy", Code::UnknownName),
        ("to w", Code::WrongType),
        ("to x", Code::Cycle),
        ("to y after 3", Code::WrongUnit),
        ("to y after 0 days", Code::EmptyRange),
        ("to y after 3 business days", Code::WrongUnit),
        ("to y after w", Code::WrongType),
        ("to y overrides y  to z", Code::Cycle),
        ("to y overrides zz  to z", Code::UnknownName),
        ("to y overrides z  to z overrides y", Code::Cycle),
        ("otherwise to y  otherwise to z", Code::RepeatedClause),
    ] {
        let text = with(bad);
        // A text with a fault of its own is not resolved as a whole.
        assert_eq!(codes(&text).first(), Some(&code), "{bad}");
    }
    let end = with("to y").replace("stage y end", "stage y end { to z }");
    assert_eq!(codes(&end), [Code::Syntax]);
}
