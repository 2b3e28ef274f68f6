//! The search agrees with trying all short texts.

use proptest::prelude::*;

use super::*;

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
