//! The characters that a text is made of in a search: one for all that no demand tells apart.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::{IsNormalized, is_nfc_quick};

use super::letters::{END, Partition, Stretch};
use crate::value::fold;

/// What people type, in the order in which texts are made of it.
const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz1234567890.-_ @,/+&'()#:;!?*=%$\"<>[]{}|~^`\\";

/// Letters of some other scripts, for texts that cannot do without.
const FOREIGN: &str = "éöñαя漢";

/// How many characters without one of these among them are looked at.
const MOST_LOOKED_AT: usize = 2000;

/// A character that stands for others.
#[derive(Debug)]
pub(super) struct Letter {
    /// Itself; folding does not change it.
    pub(super) letter: char,
    /// How much a text is the worse for it; 1 for those that people type.
    pub(super) cost: u32,
    /// The group that it belongs to in each of the partitions.
    pub(super) groups: Vec<u32>,
}

/// A character for each set of characters that the partitions treat alike, the plainest first.
/// Those that stand in no folded text are left out.
pub(super) fn alphabet(partitions: &[&Partition]) -> Vec<Letter> {
    let groups_of = |number| -> Vec<u32> {
        let group = |partition: &&Partition| partition.group(number);
        partitions.iter().map(group).collect()
    };
    let mut letters = Vec::new();
    let mut covered = BTreeSet::new();
    let plain = PLAIN.chars().map(|letter| (letter, 1));
    let foreign = FOREIGN.chars().map(|letter| (letter, 3));
    for (letter, cost) in plain.chain(foreign) {
        let groups = groups_of(letter as u32);
        if covered.insert(groups.clone()) {
            letters.push(Letter {
                letter,
                cost,
                groups,
            });
        }
    }
    let mut starts: BTreeSet<u32> = partitions.iter().flat_map(|p| p.starts()).collect();
    starts.insert(END);
    let mut others: BTreeMap<Vec<u32>, Vec<Stretch>> = BTreeMap::new();
    for (start, next) in starts.iter().zip(starts.iter().skip(1)) {
        let groups = groups_of(*start);
        if !covered.contains(&groups) {
            let stretches = others.entry(groups).or_default();
            stretches.push((*start, next - 1));
        }
    }
    let others = others.into_iter().filter_map(|(groups, stretches)| {
        let (cost, letter) = plainest(&stretches)?;
        Some(Letter {
            letter,
            cost,
            groups,
        })
    });
    letters.extend(others);
    letters.sort_by_key(|letter| letter.cost);
    letters
}

/// The plainest of the first characters that folding does not change, and its cost.
fn plainest(stretches: &[Stretch]) -> Option<(u32, char)> {
    let all = stretches.iter().flat_map(|(first, last)| *first..=*last);
    let stable = all.filter_map(char::from_u32).filter(|c| is_folded(*c));
    let mut best = None;
    for letter in stable.take(MOST_LOOKED_AT) {
        let cost = cost(letter);
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, letter));
        }
        if cost == LETTER {
            break;
        }
    }
    best
}

/// Whether it may stand in a folded text.
fn is_folded(letter: char) -> bool {
    // White space is trimmed where it is alone.
    let text = if letter.is_whitespace() {
        format!("x{letter}x")
    } else {
        letter.to_string()
    };
    fold(&text) == text
}

const LETTER: u32 = 4;

fn cost(letter: char) -> u32 {
    let alone = is_nfc_quick([letter].into_iter()) == IsNormalized::Yes;
    match letter {
        // It may become one with what is before it.
        _ if !alone || unicode_normalization::char::is_combining_mark(letter) => 50,
        _ if letter.is_alphanumeric() => LETTER,
        _ if letter.is_control() || letter.is_whitespace() => 20,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(patterns: &[&str]) -> String {
        let of = |pattern: &&str| Partition::of(&regex_syntax::parse(pattern).unwrap());
        let partitions: Vec<Partition> = patterns.iter().map(of).collect();
        let partitions: Vec<&Partition> = partitions.iter().collect();
        alphabet(&partitions).iter().map(|l| l.letter).collect()
    }

    #[test]
    fn one_for_all_that_are_alike() {
        assert_eq!(letters(&["x"]), "ax @");
        assert_eq!(letters(&["[0-9]", "[a-f]"]), "ag1 @");
        assert_eq!(letters(&["[0-9]", "é"]), "a1 @é");
        assert_eq!(letters(&["[a-z]", r"\w"]), "a1. @");
        assert_eq!(letters(&["[a-z0-9_]", r"\w"]), "a. @é");
        assert_eq!(
            letters(&["[\u{4e00}-\u{4e02}]", "[\0-\t]"]),
            "a @\u{4e00}\0\t"
        );
    }

    #[test]
    fn none_that_folding_changes() {
        assert_eq!(letters(&["[A-Z]"]), "a @");
        assert_eq!(letters(&["(?i)ς"]), "a @σ");
    }

    /// What is folded is made of what is folded.
    #[test]
    fn all_characters_of_folded_texts_may_be_used() {
        for c in char::MIN..=char::MAX {
            for folded in fold(&c.to_string()).chars() {
                assert!(is_folded(folded), "{c:?} is folded to {folded:?}");
            }
        }
        let inner = |c: char| fold(&format!("x{c}x")).chars().nth(1);
        for c in (char::MIN..=char::MAX).filter(|c| c.is_whitespace()) {
            assert!(inner(c).is_some_and(is_folded), "{c:?}");
        }
    }
}
