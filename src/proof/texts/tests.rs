use super::meets::meets_all;
use super::*;
use crate::value::Pattern;

mod law;
mod quick;

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
    counted(demands, avoid).0
}

/// The answer and the steps taken for it.
fn counted(demands: &[Demand<'_>], avoid: &BTreeSet<Text>) -> (Answer, u64) {
    let search = Search {
        demands,
        avoid,
        plain: &[],
    };
    let mut steps = STEPS;
    let answer = find(&search, &mut steps);
    if let Answer::Found(text) = &answer {
        assert!(
            meets_all(text, demands) && !avoid.contains(text),
            "{text:?}"
        );
    }
    (answer, STEPS - steps)
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
        (&["+contains cto", "-mentions cto"], "ctoa"),
        (&["+domain", "+ends .edu"], "a@acme.edu"),
        (&["+domain", "-ends .edu", "-ends .example"], "a@acme.test"),
        (&["-domain", "+contains @"], "@"),
        (&["-domain", "+contains a@"], "a@"),
        (&["+starts ab", "+ends bc", "+matches \\w{3}"], "abc"),
        (&["+matches [a-z]+", "-matches .*[a-d].*"], "e"),
        (&["+matches \\w+", "-matches [a-z0-9_]*"], "é"),
        (&["+matches (?s).*\\bé\\b.*", "-starts é", "-ends é"], ".é."),
        (&["+domain.starts b", "-contains @b"], "a@ b"),
        (&["+matches .*@.*\\.edu"], "a@acme.edu"),
        (&["+matches [^a]*@.*"], "@"),
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
