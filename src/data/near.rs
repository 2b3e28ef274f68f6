//! What a value that nothing declares may have been meant to be.

use std::collections::BTreeSet;

use crate::diagnostic::nearest;
use crate::value::fold;

/// Words with which a text says the reverse of another: `not qualified` is not near `qualified`.
const REVERSING: &[&str] = &[
    "not", "no", "non", "never", "without", "former", "ex", "un", "anti", "nicht", "kein", "keine",
    "ohne", "pas", "sans", "ni", "sin", "nao", "não", "senza", "niet", "geen", "nie", "other",
];

/// The name that a text may have been meant to be: the one that a slip of the finger is away, or else
/// the only one all of whose words the text has, or that has all of the text's words.
pub(super) fn near<'a>(
    text: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let own = words(text);
    let names = names.filter(|name| !is_reverse(&own, &words(name)));
    nearest(text, names.clone()).or_else(|| {
        let mut fitting = names.filter(|name| is_part(&own, &words(name)));
        let found = fitting.next()?;
        // A value and what the export calls it are one.
        let same = words(found);
        fitting.all(|other| words(other) == same).then_some(found)
    })
}

/// Whether one has all words of the other, and a word beside them that says the reverse.
fn is_reverse(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let (few, many) = by_number(a, b);
    let mut more = many.difference(few);
    few.is_subset(many) && more.any(|word| REVERSING.contains(&word.as_str()))
}

/// Whether one has all words of the other.
fn is_part(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    let (few, many) = by_number(a, b);
    // A lone letter or two, as in grades, are in too much.
    let is_long = few.iter().any(|word| word.chars().count() > 2);
    is_long && few.is_subset(many)
}

fn by_number<'w>(
    a: &'w BTreeSet<String>,
    b: &'w BTreeSet<String>,
) -> (&'w BTreeSet<String>, &'w BTreeSet<String>) {
    if a.len() <= b.len() { (a, b) } else { (b, a) }
}

fn words(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITIES: &[&str] = &[
        "mumbai",
        "thane",
        "navi_mumbai",
        "other_cities",
        "tier_ii_cities",
        "Bad Ems",
    ];

    fn near_city(text: &str) -> Option<&'static str> {
        near(text, CITIES.iter().copied())
    }

    #[test]
    fn slips_come_first_and_then_whole_words() {
        for (text, expected) in [
            ("Thanee", Some("thane")),
            ("Thane & Outskirts", Some("thane")),
            ("Tier II", Some("tier_ii_cities")),
            ("BAD EMS (Lahn)", Some("Bad Ems")),
            ("Pune", None),
            ("Thaneville & Outskirts", None),
        ] {
            assert_eq!(near_city(text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_several_or_the_reverse_is_none() {
        // `mumbai` and `navi_mumbai` both.
        assert_eq!(near_city("Navi Mumbai and Thane district"), None);
        assert_eq!(near("Cities", ["other_cities"].into_iter()), None);
        assert_eq!(near("Not yet qualified", ["qualified"].into_iter()), None);
        assert_eq!(near("Not Mumbai", ["mumbai"].into_iter()), None);
        assert_eq!(near("Othr", ["other"].into_iter()), Some("other"));
        assert_eq!(near("A or B", ["a", "b"].into_iter()), None);
        assert_eq!(near("&", ["qualified"].into_iter()), None);
        let twice = ["thane_city", "Thane City"].into_iter();
        assert_eq!(
            near("Thane City and its outskirts", twice),
            Some("thane_city")
        );
    }
}
