//! What makes a condition hold and what it lacks, for every kind of part.

use super::super::testing::Story;
use super::*;
use crate::eval::trace;
use crate::value::Instant;

const LEAD: &str = "policy \"p\" {} lead { id: text key  a: boolean  b: boolean  c: boolean  \
                    n: integer  t: text  m: money USD  d: date }\n";

/// What is found out about a condition for a lead with these values of `a,b,c,n,t`.
fn told<T>(condition: &str, values: &str, tell: impl FnOnce(&ConditionTrace<'_>) -> T) -> T {
    let policy = format!(
        "{LEAD}must k: {condition}\nmust all_read: a or b or c or n = 1 or t = \"x\" or \
         m > 1 USD or d is known"
    );
    let story = Story::new(&policy, &format!("id,a,b,c,n,t,m,d\nx,{values},,\n"));
    let model = &story.compiled.model;
    let must = model.musts.values().next().unwrap();
    let (lead, evaluation) = (story.batch.leads.lead(0), &story.evaluations[0]);
    tell(&trace::condition(
        model,
        lead,
        Instant::UNIX_EPOCH,
        evaluation,
        &must.condition,
    ))
}

/// The words of the comparisons, with `not` before those that have to be no.
fn words(condition: &str, facts: &[Fact<'_>]) -> Vec<String> {
    let start = LEAD.len() + "must k: ".len();
    let words = facts.iter().map(|fact| {
        let range = fact.condition.span.range();
        let text = condition
            .get(range.start - start..range.end - start)
            .unwrap();
        match fact.wanted {
            true => text.to_owned(),
            false => format!("not {text}"),
        }
    });
    words.collect()
}

#[track_caller]
fn holds_by(condition: &str, values: &str, expected: &[&str]) {
    told(condition, values, |trace| {
        assert!(trace.truth.is_yes(), "{condition} of {values}");
        let facts = held(trace, true);
        assert_eq!(words(condition, &facts), expected, "{condition}");
        for fact in facts {
            assert_eq!(fact.truth, Truth::of(fact.wanted));
        }
    });
}

/// What it lacks, as "a & (b | c)", and how many comparisons that are.
#[track_caller]
fn lacks(condition: &str, values: &str, expected: &str, comparisons: usize) {
    fn show(condition: &str, lack: &Lack<'_>) -> String {
        let all = |parts: &[Lack<'_>], between: &str| {
            let parts: Vec<String> = parts.iter().map(|part| show(condition, part)).collect();
            format!("({})", parts.join(between))
        };
        match lack {
            Lack::Fact(fact) => words(condition, std::slice::from_ref(fact)).remove(0),
            Lack::All(parts) => all(parts, " & "),
            Lack::Some(1, parts) => all(parts, " | "),
            Lack::Some(wanted, parts) => format!("{wanted} of {}", all(parts, ", ")),
        }
    }
    told(condition, values, |trace| {
        assert!(!trace.truth.is_yes(), "{condition} of {values}");
        let lack = lack(trace, true);
        assert_eq!(show(condition, &lack), expected, "{condition}");
        let distance = lack.distance().map(|it| it.comparisons);
        assert_eq!(distance, Some(comparisons), "{condition}");
    });
}

#[test]
fn what_holds_is_told_by_the_parts_that_make_it_so() {
    holds_by("a and b", "yes,yes,,,", &["a", "b"]);
    holds_by("a or b or c", "no,yes,,,", &["b"]);
    holds_by("not a", "no,,,,", &["not a"]);
    holds_by("not (a or b)", "no,no,,,", &["not a", "not b"]);
    holds_by("not (a and b)", "no,,,,", &["not a"]);
    holds_by("at least 2 of { a b c }", "yes,,yes,,", &["a", "c"]);
    holds_by(
        "not (at least 2 of { a b c })",
        "yes,no,no,,",
        &["not b", "not c"],
    );
    holds_by("none of { a b }", "no,no,,,", &["not a", "not b"]);
}

#[test]
fn what_does_not_hold_lacks_what_is_not_so() {
    lacks("a and b and c", "yes,no,,,", "(b & c)", 2);
    lacks("a or b", "no,,,,", "(a | b)", 1);
    lacks("(a and b) or c", ",no,no,,", "((a & b) | c)", 1);
    lacks("not a", ",,,,", "not a", 1);
    lacks("not (a and b)", "yes,yes,,,", "(not a | not b)", 1);
    lacks("not (a or b)", "yes,yes,,,", "(not a & not b)", 2);
    lacks("at least 2 of { a b c }", "no,no,no,,", "2 of (a, b, c)", 2);
    lacks("at least 2 of { a b c }", "yes,no,,,", "(b | c)", 1);
    lacks("at least 3 of { a b c }", "yes,no,,,", "(b & c)", 2);
    lacks(
        "not (at least 1 of { a b })",
        "yes,yes,,,",
        "(not a & not b)",
        2,
    );
}

#[test]
fn being_known_is_implied_by_being_something() {
    let condition = "t is known and t != \"x\"";
    holds_by(condition, ",,,,y", &["t != \"x\""]);
    lacks(condition, ",,,,", "t != \"x\"", 1);
    holds_by("t is known", ",,,,y", &["t is known"]);
}

fn off(condition: &str, values: &str) -> u64 {
    told(condition, values, |trace| {
        lack(trace, true).distance().unwrap().off
    })
}

#[test]
fn a_number_that_is_nearly_enough_is_nearer() {
    assert_eq!(off("n >= 100", ",,,90,"), 100);
    assert_eq!(off("n >= 100", ",,,10,"), 900);
    assert_eq!(off("n >= 100", ",,,-10,"), 1000);
    assert_eq!(off("n in 50..100", ",,,200,"), 500);
    assert_eq!(off("n < 0", ",,,0,"), 0);
    assert_eq!(off("n >= 100", ",,,,"), 1000);
    assert_eq!(off("n = 100", ",,,99,"), 1000, "another number is another");
    assert_eq!(off("a", "no,,,,"), 1000);
}

#[test]
fn what_never_can_be_has_no_distance() {
    let never = Lack::Some(1, Vec::new());
    assert_eq!(never.distance(), None);
    let both = Lack::All(vec![never.clone(), never]);
    assert_eq!(both.distance(), None);
}
