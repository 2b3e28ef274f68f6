//! What cannot be asked of a summary.

use std::time::{Duration, Instant};

use super::run;

#[test]
fn what_cannot_be_asked_says_what_can() {
    for (arguments, words) in [
        (&["--compare", "x"][..], "write it as DECISION=FIELD"),
        (&["--compare", "="], "write it as DECISION=FIELD"),
        (&["--compare", "stge=tier"], "did you mean `stage`?"),
        (&["--compare", "stage=teir"], "did you mean `tier`?"),
        (
            &["--compare", "stage=tier"],
            "the outcomes of `stage` are `nurture`, `mql` and `hot`, the values of `tier` `gold` and `tin`",
        ),
        (&["--compare", "stage=visits"], "`visits` is a whole number"),
        (&["--outcome", "won"], "write it as FIELD=VALUE"),
        (&["--outcome", "=yes"], "write it as FIELD=VALUE"),
        (&["--outcome", "wn=yes"], "did you mean `won`?"),
        (
            &["--outcome", "won=sure"],
            "`won` is yes or no, and `sure` is not",
        ),
        (&["--outcome", "email=missing"], "`email` is the key"),
        (
            &["--outcome", "tier={gold}"],
            "write one value, without braces",
        ),
        (&["--outcome", "tier=golden"], "did you mean `gold`?"),
        (&["--outcome", "visits=101"], "write a value of 0..100"),
        (&["--sweep", "mql_bar"], "write it as NAME=FROM..TO/STEP"),
        (&["--sweep", "mql_bar=1..2/0"], "the step is 0"),
        (
            &["--sweep", "mql_bar=5..1/1"],
            "write the smaller value first",
        ),
        (
            &["--sweep", "mql_bar=0..1000000000/1"],
            "at most 100 can be tried",
        ),
        (&["--sweep", "mql_br=1,2"], "did you mean `mql_bar`?"),
        (&["--sweep", "total=1,2"], "is worked out from other things"),
        (&["--sweep", "slow=1,2"], "no decision depends on `slow`"),
        (
            &["--sweep", "mql_bar=1,x"],
            "`x` is no value that `mql_bar` can be set to",
        ),
        (
            &["--sweep", "mql_bar=1,2", "--set", "mql_bar=3"],
            "both set and swept",
        ),
    ] {
        let start = Instant::now();
        let called = run(arguments).ended(2);
        assert_eq!(called.out, "", "{arguments:?}");
        let err = called.err.replace('\n', " ");
        assert!(err.contains(words), "`{words}` is not in:\n{}", called.err);
        assert!(start.elapsed() < Duration::from_secs(10), "{arguments:?}");
    }
}

#[test]
fn what_adds_to_the_summary_needs_one() {
    for asked in [
        ["--compare", "stage=crm_stage"],
        ["--outcome", "won=yes"],
        ["--sweep", "mql_bar=1"],
    ] {
        for format in ["csv", "jsonl"] {
            let called = run(&[&asked[..], &["--format", format]].concat()).ended(2);
            let words = format!("`{}` adds to the summary", asked[0]);
            assert!(called.err.contains(&words), "{}", called.err);
        }
    }
}
