//! Yes and no, as exports of several languages say them.

use std::collections::BTreeSet;

use super::infer::Kind;
use super::profile::{Column, Profile};
use super::schema::Field;
use crate::data::{USUAL_NO, USUAL_YES};
use crate::value::fold;

/// Words for yes and for no that go together, beside the usual ones. No word is a yes in one language
/// and a no in another.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["ja", "j"], &["nein", "n"]),
    (&["wahr"], &["falsch"]),
    (&["ja"], &["nee"]),
    (&["ja"], &["nej"]),
    (&["ja"], &["nei"]),
    (&["oui"], &["non"]),
    (&["vrai"], &["faux"]),
    (&["sí", "si", "sì"], &["no"]),
    (&["verdadero"], &["falso"]),
    (&["vero"], &["falso"]),
    (&["sim"], &["não", "nao"]),
    (&["verdadeiro"], &["falso"]),
    (&["tak"], &["nie"]),
    (&["prawda"], &["fałsz"]),
    (&["áno"], &["nie"]),
    (&["ano"], &["ne"]),
    (&["da"], &["nu"]),
    (&["da"], &["ne"]),
    (&["да"], &["нет", "не", "ні"]),
    (&["так"], &["ні"]),
    (&["igen"], &["nem"]),
    (&["kyllä"], &["ei"]),
    (&["jah"], &["ei"]),
    (&["jā"], &["nē"]),
    (&["taip"], &["ne"]),
    (&["ναι"], &["όχι"]),
    (&["evet"], &["hayır"]),
];

/// The pairs that some column of an export has both words of. In such an export one word alone is
/// enough, too.
#[derive(Debug, Default)]
pub(super) struct Spoken(BTreeSet<usize>);

impl Spoken {
    /// What the columns of an export have.
    pub(super) fn by(profile: &Profile) -> Self {
        let columns = profile.columns.iter().filter(|column| !column.more);
        let words = columns.map(|column| column.values.keys().map(|text| fold(text)).collect());
        Spoken(words.flat_map(|words: Vec<_>| pairs_of(&words)).collect())
    }

    /// Whether the words, in folded form, are those of one pair: both of it, or one where
    /// `one_is_enough` or another column has both.
    pub(super) fn are(&self, words: &[String], one_is_enough: bool) -> bool {
        let is_pair = |place: usize, pair: &Pair| {
            both(pair, words) || one_is_enough || self.0.contains(&place)
        };
        let mut pairs = PAIRS.iter().enumerate();
        pairs.any(|(place, pair)| only(pair, words) && is_pair(place, pair))
    }
}

type Pair = (&'static [&'static str], &'static [&'static str]);

/// The places of the pairs of which these are the words, and both.
fn pairs_of(words: &[String]) -> Vec<usize> {
    let pairs = PAIRS.iter().enumerate();
    let of = pairs.filter(|(_, pair)| only(pair, words) && both(pair, words));
    of.map(|(place, _)| place).collect()
}

fn only((yes, no): &Pair, words: &[String]) -> bool {
    let is_known = |word: &String| yes.contains(&word.as_str()) || no.contains(&word.as_str());
    !words.is_empty() && words.iter().all(is_known)
}

fn both((yes, no): &Pair, words: &[String]) -> bool {
    let has = |side: &[&str]| words.iter().any(|word| side.contains(&word.as_str()));
    has(yes) && has(no)
}

/// Whether a text says yes, in any of the languages.
pub(super) fn says_yes(text: &str) -> bool {
    let word = fold(text);
    let is_in = |list: &[&str]| list.contains(&word.as_str());
    is_in(USUAL_YES) || PAIRS.iter().any(|(yes, _)| is_in(yes))
}

/// What a source has to say of the words for yes and those for no; nothing where all are usual. What
/// it says goes instead of the usual words, so that all that stand anywhere are there.
pub(super) fn to_say<'a>(
    columns: impl Iterator<Item = (&'a Field, &'a Column)>,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let booleans = columns.filter(|(field, _)| field.guess.kind == Kind::Boolean);
    let texts = booleans.flat_map(|(field, column)| {
        let stands_for_missing = |text: &&String| field.guess.missing.contains_key(*text);
        column
            .values
            .keys()
            .filter(move |text| !stands_for_missing(text))
    });
    let mut seen = BTreeSet::new();
    let texts = texts.filter(|text| seen.insert(fold(text)));
    let (yes, no): (Vec<&str>, Vec<&str>) =
        texts.map(String::as_str).partition(|text| says_yes(text));
    let is_usual = |text: &&str| {
        let word = fold(text);
        USUAL_YES.contains(&word.as_str()) || USUAL_NO.contains(&word.as_str())
    };
    match yes.iter().chain(&no).all(is_usual) {
        true => (Vec::new(), Vec::new()),
        false => (yes, no),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_texts_are_compared_and_say_one_thing() {
        for (yes, no) in PAIRS {
            let mut all = yes.iter().chain(*no);
            assert!(all.all(|word| fold(word) == *word), "{yes:?} {no:?}");
            assert!(yes.iter().all(|word| says_yes(word)), "{yes:?}");
            assert!(!no.iter().any(|word| says_yes(word)), "{no:?}");
        }
    }

    #[test]
    fn one_word_is_enough_where_both_stand_elsewhere() {
        let words = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let none = Spoken::default();
        assert!(none.are(&words(&["ja", "nein"]), false));
        assert!(!none.are(&words(&["ja"]), false) && none.are(&words(&["ja"]), true));
        assert!(!none.are(&words(&["ja", "vielleicht"]), true));
        assert!(!none.are(&words(&["ja", "non"]), true) && !none.are(&[], true));
        let german = Spoken(pairs_of(&words(&["ja", "nein"])).into_iter().collect());
        assert!(german.are(&words(&["nein"]), false) && !german.are(&words(&["oui"]), false));
    }
}
