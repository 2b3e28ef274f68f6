//! A story that passes over time at once goes as one that looks every ten minutes.

use proptest::prelude::*;

use crate::diagnostic::Diagnostics;
use crate::eval::example::{Event, EventKind, Played, play};
use crate::model::{self, Example, LoadedFiles, Model, Step, StepKind};
use crate::source::SourceMap;
use crate::syntax;
use crate::value::{Duration, Instant};

const TEN_MINUTES: i64 = 600;

/// A policy whose moves hang on ages in every way, with bounds in steps of ten minutes.
fn policy(bounds: &[i64]) -> String {
    let minutes = |at: usize| format!("{} minutes", bounds.get(at).unwrap_or(&0) * 10);
    let (a, b, c, d, e) = (minutes(0), minutes(1), minutes(2), minutes(3), minutes(4));
    let low = bounds.get(2).unwrap_or(&0) * 10;
    let high = low + bounds.get(4).unwrap_or(&0) * 10;
    let points = bounds.get(5).unwrap_or(&1).rem_euclid(7);
    format!(
        r#"
policy "Ages" {{ time zone "America/New_York" }}
team crew "Crew" {{ role one }}
lead {{
  id: text key  seen: datetime  due: datetime  born: date  other: date
  stage: one of a | b | c | d  came: datetime  rounds: integer
}}
define age = since(seen) else since(due)
define both = 2 * since(seen) - since(due)
score warm 0..100 {{
  +1 per 50 minutes of since(seen), at most 6
  -2 per 1 day of since(born)
  table until(due) {{ < {a} => +3  otherwise => 0 }}
}}
decision way: stage {{ rule far: c when age >= {b}  otherwise d }}
journey path tracks stage since came {{
  stage a start {{
    accountable one
    to b when since(seen) > {a} and until(due) < {b}
    to c when warm >= {points} overrides b
  }}
  stage b {{
    accountable one
    to way when both in {low}..{high} minutes or since(born) - since(other) = 0 days
    otherwise to a after {d}
  }}
  stage c {{
    accountable one  counts rounds
    to a when since(born) >= 1 day and rounds < 4 after {c}
    to d when until(other) <= 1 day overrides a
  }}
  stage d {{ accountable one  otherwise to b after {e} }}
}}
example "It" {{
  lead {{ id "1"  stage a  came 2026-03-07T12:00  seen 2026-03-07T11:40  due 2026-03-08T01:20
         born 2026-03-07  other 2026-03-09  rounds 0 }}
  as of 2026-03-07T12:00
  expect rounds is known
}}
"#
    )
}

fn model(text: &str) -> Model {
    let mut sources = SourceMap::default();
    let id = sources.add("policy.ground", text);
    let mut diagnostics = Diagnostics::default();
    let file = syntax::parse(id, text, &mut diagnostics);
    let files = LoadedFiles::new();
    let model = model::resolve(&[file], &files, &sources, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{:?}", diagnostics.as_slice());
    model
}

/// The story with so many steps of so many seconds.
fn played(model: &Model, steps: usize, seconds: i64) -> Played {
    let mut example: Example = model.examples[0].clone();
    let span = example.span;
    let later = StepKind::Later(Duration::Elapsed { seconds });
    let passes = std::iter::repeat_n(Step { kind: later, span }, steps);
    example.steps.extend(passes);
    play(model, &example, Instant::UNIX_EPOCH)
}

fn moved(played: &Played) -> Vec<Event> {
    let events = played.events.iter();
    let moved = events.filter(|event| matches!(event.kind, EventKind::Moved { .. }));
    moved.cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn time_may_pass_at_once_or_in_steps(bounds in prop::collection::vec(1i64..300, 6)) {
        let model = model(&policy(&bounds));
        let (days, looks) = (3, 3 * 144);
        let at_once = played(&model, 1, days * 86_400);
        let in_steps = played(&model, looks, TEN_MINUTES);
        prop_assert_eq!(at_once.failures.len(), in_steps.failures.len());
        prop_assert_eq!(moved(&at_once), moved(&in_steps));
    }
}

#[test]
fn the_law_sees_moves_of_every_kind() {
    let mut seen = std::collections::BTreeSet::new();
    for start in 1..60 {
        let bounds: Vec<i64> = (0..6).map(|at| 1 + (start * 37 + at * 53) % 300).collect();
        let played = played(&model(&policy(&bounds)), 1, 3 * 86_400);
        for event in moved(&played) {
            if let EventKind::Moved { from, by, .. } = event.kind {
                seen.insert((from, by));
            }
        }
    }
    assert!(seen.len() >= 6, "{seen:?}");
}
