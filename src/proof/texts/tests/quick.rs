//! Questions that could take long.

use super::*;

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

/// The answer, once it is known to be right, within so many steps.
fn is_quick(lines: &[String], is_found: bool, most: u64) {
    let all: Vec<(Asked, bool)> = lines.iter().map(|line| asked(line)).collect();
    let start = std::time::Instant::now();
    let (answer, steps) = with_demands(&all, |demands| counted(demands, &BTreeSet::new()));
    assert!(
        match answer {
            Answer::Found(_) => is_found,
            Answer::Never(_) => !is_found,
            Answer::Undecided => false,
        },
        "{lines:?}: {answer:?}"
    );
    println!("{steps} {:?}", start.elapsed());
    assert!(steps <= most, "{lines:?}: {steps}");
}

#[test]
fn many_words_are_answered_quickly() {
    let all: Vec<String> = WORDS.iter().map(|w| format!("+contains {w}")).collect();
    let mut tight = all.clone();
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
    for (lines, is_found, most) in [
        (all, true, 1_000),
        (tight, true, 1_000),
        (half("contains"), true, 1_000),
        (half("mentions"), true, 1_000),
        (clash, false, 1_000),
        (glued, true, 1_000),
        (three, false, 1_000),
    ] {
        is_quick(&lines, is_found, most);
    }
}

#[test]
fn large_patterns_and_lists() {
    let names: Vec<String> = (0..3000).map(|n| format!("name{n}.example")).collect();
    let names = names.join(",");
    for (lines, is_found, most) in [
        (
            vec![
                "+matches \\w{1,50}@\\w{1,50}".to_owned(),
                "+domain".to_owned(),
            ],
            true,
            100_000,
        ),
        (
            vec![
                "+matches \\w{1,50}@\\w{1,50}".to_owned(),
                "-domain".to_owned(),
            ],
            false,
            100_000,
        ),
        (
            vec!["+matches [a-z]{300}".to_owned(), "-contains a".to_owned()],
            true,
            100_000,
        ),
        (vec!["+matches (?s).*a.{20}".to_owned()], true, 100_000),
        (
            vec![
                format!("-domain.one {names}"),
                "+domain.starts name".to_owned(),
            ],
            true,
            100_000,
        ),
        (
            vec![format!("+domain.one {names}"), "+ends .edu".to_owned()],
            false,
            100_000,
        ),
        (
            vec![
                format!("+domain.one {names}"),
                "+ends 77.example".to_owned(),
            ],
            true,
            100_000,
        ),
    ] {
        is_quick(&lines, is_found, most);
    }
}
