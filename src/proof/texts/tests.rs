use super::meets::meets_all;
use super::*;
use crate::value::Pattern;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// What is asked, owned.
#[derive(Debug, Clone)]
enum Asked {
    Test(TextMatch),
    OneOf(BTreeSet<Text>),
    HasDomain,
    DomainTest(TextMatch),
    DomainOneOf(BTreeSet<Text>),
}

impl Asked {
    fn ask(&self) -> Ask<'_> {
        match self {
            Asked::Test(test) => Ask::Test(test),
            Asked::OneOf(set) => Ask::OneOf(set),
            Asked::HasDomain => Ask::HasDomain,
            Asked::DomainTest(test) => Ask::DomainTest(test),
            Asked::DomainOneOf(set) => Ask::DomainOneOf(set),
        }
    }
}

fn test(kind: &str, word: &str) -> TextMatch {
    match kind {
        "contains" => TextMatch::Contains(Text::new(word)),
        "mentions" => TextMatch::Mentions(Text::new(word)),
        "starts" => TextMatch::StartsWith(Text::new(word)),
        "ends" => TextMatch::EndsWith(Text::new(word)),
        "matches" => TextMatch::Matches(Pattern::new(word).unwrap()),
        other => panic!("no test {other}"),
    }
}

fn set(words: &str) -> BTreeSet<Text> {
    let words = words.split(',').filter(|word| !word.is_empty());
    words.map(Text::new).collect()
}

/// `+contains ab`, `-one a,b`, `+domain`, `+domain.ends .edu`, `-domain.one a.com,b.com`
fn asked(line: &str) -> (Asked, bool) {
    let (sign, rest) = line.split_at(1);
    let (kind, words) = rest.split_once(' ').unwrap_or((rest, ""));
    let asked = match kind {
        "one" => Asked::OneOf(set(words)),
        "domain" => Asked::HasDomain,
        "domain.one" => Asked::DomainOneOf(set(words)),
        _ => match kind.strip_prefix("domain.") {
            Some(kind) => Asked::DomainTest(test(kind, words)),
            None => Asked::Test(test(kind, words)),
        },
    };
    (asked, sign == "+")
}

fn with_demands<T>(asked: &[(Asked, bool)], use_them: impl FnOnce(&[Demand<'_>]) -> T) -> T {
    let demands: Vec<Demand<'_>> = asked
        .iter()
        .map(|(asked, wanted)| Demand {
            ask: asked.ask(),
            wanted: *wanted,
        })
        .collect();
    use_them(&demands)
}

const STEPS: u64 = 200_000;

fn find_in(demands: &[Demand<'_>], avoid: &BTreeSet<Text>) -> Answer {
    let search = Search {
        demands,
        avoid,
        plain: &[],
    };
    let answer = find(&search, &mut { STEPS });
    if let Answer::Found(text) = &answer {
        assert!(
            meets_all(text, demands) && !avoid.contains(text),
            "{text:?}"
        );
    }
    answer
}

fn answer(lines: &[&str]) -> Answer {
    let all: Vec<(Asked, bool)> = lines.iter().map(|line| asked(line)).collect();
    with_demands(&all, |demands| find_in(demands, &BTreeSet::new()))
}

fn found(lines: &[&str]) -> String {
    match answer(lines) {
        Answer::Found(text) => text.raw().to_owned(),
        other => panic!("{lines:?}: {other:?}"),
    }
}

fn never(lines: &[&str]) -> Vec<usize> {
    match answer(lines) {
        Answer::Never(clash) => clash,
        other => panic!("{lines:?}: {other:?}"),
    }
}

#[test]
fn one_demand_alone_is_met() {
    for line in [
        "+contains CTO",
        "-contains a",
        "+mentions head of",
        "-mentions a",
        "+starts vp",
        "-starts a",
        "+ends .edu",
        "-ends a",
        "+matches [0-9]{3}-[0-9]{4}",
        "-matches [a-z]+",
        "+one x,y",
        "-one a",
        "+domain",
        "-domain",
        "+domain.contains acme",
        "-domain.contains acme",
        "+domain.matches [a-z]+\\.example",
        "+domain.one gmail.com,yahoo.com",
        "-domain.one gmail.com",
    ] {
        found(&[line]);
    }
}

#[test]
fn samples_are_plain() {
    for (lines, text) in [
        (&[][..], "a"),
        (&["+contains CTO"], "CTO"),
        (&["+matches [0-9]{3}-[0-9]{4}"], "111-1111"),
        (&["+matches [^@]+@[^@]+\\.edu"], "a@a.edu"),
        (&["+mentions cto", "-starts cto"], "a cto"),
        (&["+contains cto", "-mentions cto"], "actoa"),
        (&["+domain", "+ends .edu"], "a@acme.edu"),
        (&["+domain", "-ends .edu", "-ends .example"], "a@a"),
        (&["-domain", "+contains @"], "@"),
        (&["-domain", "+contains a@"], "a@"),
        (&["+starts ab", "+ends bc", "+matches \\w{3}"], "abc"),
        (&["+matches [a-z]+", "-matches .*[a-d].*"], "e"),
        (&["+matches \\w+", "-matches [a-z0-9_]*"], "à"),
        (&["+matches (?s).*\\bé\\b.*", "-starts é", "-ends é"], "-é-"),
        (&["+domain.starts b", "-contains @b"], "a@ b"),
    ] {
        assert_eq!(found(lines), text, "{lines:?}");
    }
}

#[test]
fn clashes() {
    for (lines, clash) in [
        (&["+contains ab", "-contains a"][..], &[0, 1][..]),
        (&["+contains x", "+ends .edu", "+one x"], &[1, 2]),
        (&["+matches [0-9]+", "+contains 1", "+contains a"], &[0, 2]),
        (
            &["+domain.one gmail.com", "+contains a", "+ends .edu"],
            &[0, 2],
        ),
        (&["+domain.one gmail.com", "-domain"], &[0, 1]),
        (&["+mentions ab", "-contains ab"], &[0, 1]),
        (
            &["+contains @gmail.com", "-domain", "+ends com"],
            &[0, 1, 2],
        ),
        (&["+matches [^\\s\\S]"], &[0]),
        (&["+contains b", "+matches", "-one c"], &[1]),
        (&["+one ", "+contains a"], &[0]),
        (&["-contains "], &[0]),
        (&["+mentions "], &[0]),
        (&["+matches [ab]", "-one a", "-one b"], &[0, 1, 2]),
        (
            &["+matches [ab]{2}", "-one aa,bb,ab", "-one ba"],
            &[0, 1, 2],
        ),
        (&["+starts a", "+starts b"], &[0, 1]),
        (&["+matches [A-Z]", "-matches (?-i)[a-z]"], &[0, 1]),
        (&["+matches (?-i).*[A-Z].*"], &[0]),
        (&["+starts é", "+matches \\p{Greek}.*"], &[0, 1]),
        (&["+matches \\bé\\b.*", "+starts éa"], &[0, 1]),
        (&["+domain.contains @"], &[0]),
        (&["+domain", "-contains @"], &[0, 1]),
        (&["+domain.ends .edu", "-ends .edu"], &[0, 1]),
        (
            &["-domain.starts a", "+domain.matches a?b?", "-ends b"],
            &[0, 1, 2],
        ),
        (&["+matches a b", "-mentions a"], &[0, 1]),
    ] {
        assert_eq!(never(lines), clash, "{lines:?}");
    }
}

#[test]
fn the_smallest_clash_is_preferred() {
    let lines = [
        "+matches [ab]",
        "-one a",
        "-one b",
        "+starts x",
        "-contains x",
    ];
    assert_eq!(never(&lines).len(), 2);
}

#[test]
fn what_is_to_be_avoided_is_not_proposed_and_is_no_clash() {
    let all = [asked("+matches [ab]")];
    with_demands(&all, |demands| {
        let text = |avoid: &str| find_in(demands, &set(avoid));
        assert_eq!(text(""), Answer::Found(Text::new("a")));
        assert_eq!(text("A"), Answer::Found(Text::new("b")));
        assert_eq!(text("a,b"), Answer::Undecided);
    });
    with_demands(&[asked("+contains x")], |demands| {
        let mut used = BTreeSet::new();
        for _ in 0..60 {
            match find_in(demands, &used) {
                Answer::Found(text) => assert!(used.insert(text)),
                other => panic!("{other:?}"),
            }
        }
    });
    with_demands(&[asked("+one a,b")], |demands| {
        assert_eq!(find_in(demands, &set("a,b")), Answer::Undecided);
    });
}

#[test]
fn plain_texts_come_first() {
    let plain = ["Acme", "a@acme.example"].map(Text::new);
    let of = |lines: &[&str]| {
        let all: Vec<(Asked, bool)> = lines.iter().map(|line| asked(line)).collect();
        with_demands(&all, |demands| {
            let search = Search {
                demands,
                avoid: &BTreeSet::new(),
                plain: &plain,
            };
            find(&search, &mut { STEPS })
        })
    };
    assert_eq!(of(&[]), Answer::Found(Text::new("Acme")));
    assert_eq!(of(&["+domain"]), Answer::Found(Text::new("a@acme.example")));
    assert_eq!(of(&["+contains b"]), Answer::Found(Text::new("b")));
}

#[test]
fn says_so_when_steps_run_out() {
    let lines = ["+matches [ab]{40}", "-matches (ab)*(ba)*"].map(asked);
    with_demands(&lines, |demands| {
        let search = Search {
            demands,
            avoid: &BTreeSet::new(),
            plain: &[],
        };
        assert_eq!(find(&search, &mut 10), Answer::Undecided);
        let mut steps = STEPS;
        assert!(matches!(find(&search, &mut steps), Answer::Found(_)));
        assert!(steps < STEPS);
    });
}

#[test]
fn characters_that_compose_are_no_proof() {
    // `e` and the accent would be `é`, in which there is no `e`.
    assert_eq!(
        answer(&["+matches e\\u{301}|\\u{301}e", "+contains e"]),
        Answer::Found(Text::new("\u{301}e"))
    );
    assert_eq!(answer(&["+matches (?:e)\\u{301}"]), Answer::Undecided);
}

const WORDS: [&str; 12] = [
    "manager",
    "director",
    "head of",
    "sales",
    "chief",
    "founder",
    "owner",
    "vp",
    "partner",
    "marketing",
    "growth",
    "ops",
];

fn took(lines: &[String]) -> (Answer, Duration) {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let start = Instant::now();
    let answer = answer(&lines);
    (answer, start.elapsed())
}

/// Limits are generous: tests run unoptimised and side by side.
#[test]
fn many_words_are_answered_quickly() {
    let all: Vec<String> = WORDS.iter().map(|w| format!("+contains {w}")).collect();
    let mut tight = all.clone();
    tight.push("-contains  ".replace("  ", " -"));
    tight.push("+matches [a-z]*(head of)?[a-z]*".to_owned());
    let half = |kind: &str| -> Vec<String> {
        let signs = ["+", "-"].iter().cycle();
        let words = WORDS.iter().zip(signs);
        words
            .map(|(word, sign)| format!("{sign}{kind} {word}"))
            .collect()
    };
    let mut clash = all.clone();
    clash.extend(["-contains a", "-mentions head"].map(str::to_owned));
    let mut glued = all.clone();
    glued.extend(WORDS.iter().map(|word| format!("-mentions {word}")));
    let mut three = all.clone();
    three.extend(["+starts ab", "-contains abc", "+matches ..c.*"].map(str::to_owned));
    for (lines, is_found) in [
        (all, true),
        (tight, true),
        (half("contains"), true),
        (half("mentions"), true),
        (clash, false),
        (glued, true),
        (three, false),
    ] {
        let (answer, time) = took(&lines);
        println!("{time:?} {answer:?}");
        assert_eq!(
            matches!(answer, Answer::Found(_)),
            is_found,
            "{lines:?}: {answer:?}"
        );
        assert_eq!(
            matches!(answer, Answer::Never(_)),
            !is_found,
            "{lines:?}: {answer:?}"
        );
        assert!(time < Duration::from_secs(4), "{lines:?}: {time:?}");
    }
}

#[test]
fn large_patterns_and_lists() {
    let names: Vec<String> = (0..3000).map(|n| format!("name{n}.example")).collect();
    let names = names.join(",");
    for (lines, is_found) in [
        (
            vec![
                "+matches \\w{1,50}@\\w{1,50}".to_owned(),
                "+domain".to_owned(),
            ],
            true,
        ),
        (
            vec![
                "+matches \\w{1,50}@\\w{1,50}".to_owned(),
                "-domain".to_owned(),
            ],
            false,
        ),
        (
            vec!["+matches [a-z]{300}".to_owned(), "-contains a".to_owned()],
            true,
        ),
        (vec!["+matches (?s).*a.{20}".to_owned()], true),
        (
            vec![
                format!("-domain.one {names}"),
                "+domain.starts name".to_owned(),
            ],
            true,
        ),
        (
            vec![format!("+domain.one {names}"), "+ends .edu".to_owned()],
            false,
        ),
        (
            vec![
                format!("+domain.one {names}"),
                "+ends 77.example".to_owned(),
            ],
            true,
        ),
    ] {
        let (answer, time) = took(&lines);
        println!("{time:?} {answer:?}");
        assert_eq!(matches!(answer, Answer::Found(_)), is_found, "{answer:?}");
        assert_eq!(matches!(answer, Answer::Never(_)), !is_found, "{answer:?}");
        assert!(time < Duration::from_secs(6), "{time:?}");
    }
}

/// All texts of at most five of these characters.
fn short_texts() -> Vec<Text> {
    let mut texts = BTreeSet::new();
    let mut last = vec![String::new()];
    for _ in 0..5 {
        last = last
            .iter()
            .flat_map(|text| ["a", "b", "@", ".", " "].map(|c| format!("{text}{c}")))
            .collect();
        texts.extend(last.iter().map(|text| Text::new(text)));
    }
    texts
        .into_iter()
        .filter(|text| !text.folded().is_empty())
        .collect()
}

fn a_test() -> impl Strategy<Value = TextMatch> {
    let word = "[ab@. ]{1,3}";
    let pattern = prop::sample::select(vec![
        "a*",
        "[ab]+",
        "[ab]+@[ab]+",
        ".*\\.a",
        "a|b|ab",
        "[^a]*",
        ".*\\ba\\b.*",
        ".*@.*@.*",
        ".{2}",
        ".{1,3}",
        "[ab.]*",
        "(ab)+",
        ".*b@?a.*",
        "\\W+",
        "\\w+",
        "(a@b|b@a)?",
        "[@ ].*",
        "(?m).*b$",
        ".*\\B@.*",
    ]);
    prop_oneof![
        word.prop_map(|word| TextMatch::Contains(Text::new(&word))),
        word.prop_map(|word| TextMatch::Mentions(Text::new(&word))),
        word.prop_map(|word| TextMatch::StartsWith(Text::new(&word))),
        word.prop_map(|word| TextMatch::EndsWith(Text::new(&word))),
        pattern.prop_map(|pattern| TextMatch::Matches(Pattern::new(pattern).unwrap())),
    ]
}

fn an_ask() -> impl Strategy<Value = Asked> {
    let words = || {
        let set = prop::collection::btree_set("[ab@. ]{1,4}", 0..4);
        set.prop_map(|words| words.iter().map(|word| Text::new(word)).collect())
    };
    prop_oneof![
        4 => a_test().prop_map(Asked::Test),
        1 => words().prop_map(Asked::OneOf),
        1 => Just(Asked::HasDomain),
        2 => a_test().prop_map(Asked::DomainTest),
        1 => words().prop_map(Asked::DomainOneOf),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What a search of all short texts finds is found, and what clashes is met by none.
    #[test]
    fn agrees_with_trying_all_short_texts(
        asked in prop::collection::vec((an_ask(), any::<bool>()), 1..7),
    ) {
        let texts = short_texts();
        with_demands(&asked, |demands| {
            let tried = |some: &[Demand<'_>]| texts.iter().find(|text| meets_all(text, some)).cloned();
            match find_in(demands, &BTreeSet::new()) {
                Answer::Found(_) => {}
                Answer::Undecided => prop_assert!(false, "undecided"),
                Answer::Never(clash) => {
                    let of = |places: &[usize]| -> Vec<Demand<'_>> {
                        places.iter().map(|place| demands[*place]).collect()
                    };
                    let core = of(&clash);
                    prop_assert_eq!(tried(&core), None);
                    let again: Vec<usize> = (0..clash.len()).collect();
                    prop_assert_eq!(find_in(&core, &BTreeSet::new()), Answer::Never(again));
                    for left_out in 0..core.len() {
                        let mut fewer = core.clone();
                        fewer.remove(left_out);
                        let found = find_in(&fewer, &BTreeSet::new());
                        prop_assert!(matches!(found, Answer::Found(_)), "{:?}", found);
                    }
                }
            }
            Ok(())
        })?;
    }
}
