//! Enumerated values: what cells say, as words of a policy.

use std::collections::BTreeMap;

use super::evidence::is_damaged;
use super::names::words;
use super::quotable;
use crate::syntax::RESERVED;
use crate::value::{fold, loose};

/// The longest word that is made of a value, in characters.
const LONGEST_WORD: usize = 48;

/// A value and what the export calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EnumValue {
    /// Its name in the policy.
    pub(super) name: String,
    /// It is no plain word, and stands in quotes.
    pub(super) quoted: bool,
    /// What the export calls it where that is not read as the name.
    pub(super) texts: Vec<String>,
    /// How many cells have it.
    pub(super) cells: u64,
}

impl EnumValue {
    /// The value of these texts with their numbers of cells, the commonest first, by this word; by
    /// the commonest text where there is no word for it.
    fn of(group: &Vec<(&str, u64)>, word: Option<String>) -> Self {
        let quoted = word.is_none();
        let name = word.unwrap_or_else(|| group.first().map_or("", |it| it.0).to_owned());
        let is_read = |text: &str| match quoted {
            true => fold(text) == fold(&name),
            false => loose(text) == loose(&name),
        };
        let texts = group.iter().map(|(text, _)| *text);
        let mut texts: Vec<&str> = texts.filter(|text| !is_read(text)).collect();
        texts.sort_by_key(|text| fold(text));
        texts.dedup_by_key(|text| fold(text));
        EnumValue {
            texts: texts.into_iter().map(str::to_owned).collect(),
            cells: group.iter().map(|(_, cells)| cells).sum(),
            name,
            quoted,
        }
    }

    /// Whether the export may call it so.
    pub(super) fn is_called(&self, text: &str) -> bool {
        let mut names = self.texts.iter().chain([&self.name]);
        names.any(|name| loose(name) == loose(text))
    }
}

/// The texts of cells as values, the commonest first. Texts that differ only in what readers
/// overlook are one. `None` where a text cannot be written in a policy.
pub(super) fn values(cells: &BTreeMap<String, u64>) -> Option<Vec<EnumValue>> {
    let mut groups: BTreeMap<String, Vec<(&str, u64)>> = BTreeMap::new();
    for (text, count) in cells {
        if !quotable(text) {
            return None;
        }
        groups.entry(same(text)).or_default().push((text, *count));
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    for group in &mut groups {
        // The spelling that most cells have gives its name to all.
        group.sort_by_key(|(text, count)| (std::cmp::Reverse(*count), *text));
    }
    let cells = |group: &[(&str, u64)]| group.iter().map(|(_, count)| count).sum::<u64>();
    groups.sort_by_key(|group| {
        (
            std::cmp::Reverse(cells(group)),
            group.first().map(|it| it.0),
        )
    });

    let words: Vec<Option<String>> = groups.iter().map(|group| word(group.first()?.0)).collect();
    // A word that two values would share, or that is what another is called, is nobody's.
    let is_free = |place: usize, word: &str| {
        let others = || {
            groups
                .iter()
                .zip(&words)
                .enumerate()
                .filter(move |(at, _)| *at != place)
        };
        let shared =
            others().any(|(_, (_, other))| other.as_deref().map(loose) == Some(loose(word)));
        let called =
            others().any(|(_, (group, _))| group.iter().any(|it| loose(it.0) == loose(word)));
        !shared && !called
    };
    let value = |(place, group)| {
        let word = words.get(place).cloned().flatten();
        EnumValue::of(group, word.filter(|word| is_free(place, word)))
    };
    Some(groups.iter().enumerate().map(value).collect())
}

/// What texts have in common that stand for one value. A sign at an end tells apart, as `A` from
/// `A-`, and so does one between digits, as `1-10` from `110`.
fn same(text: &str) -> String {
    let is_sign = |c: char| matches!(c, '-' | '_');
    let joined: Vec<&str> = text
        .split(|c: char| is_sign(c) || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    let ends_in_digit = |part: &str| part.ends_with(|c: char| c.is_ascii_digit());
    let starts_with_digit = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let between_digits = joined.windows(2).any(|pair| match pair {
        [before, behind] => ends_in_digit(before) && starts_with_digit(behind),
        _ => false,
    });
    match text.starts_with(is_sign) || text.ends_with(is_sign) || between_digits {
        true => fold(text),
        false => loose(text),
    }
}

/// The text as a word of a policy, if it can be one without losing more than signs.
fn word(text: &str) -> Option<String> {
    let ends_in_sign = text.ends_with(['+', '-', '*', '!', '#', '%', '_'])
        || text.starts_with(['+', '-', '<', '>', '=', '_']);
    let word = words_of_value(text).join("_");
    let fits = word.starts_with(|c: char| c.is_ascii_lowercase())
        && (2..=LONGEST_WORD).contains(&word.len())
        && !ends_in_sign
        && !is_damaged(text)
        && !RESERVED.contains(&word.as_str());
    fits.then_some(word)
}

/// The words of a value. Here capitals begin no word: `WhatsApp` is one.
fn words_of_value(text: &str) -> Vec<String> {
    words(&text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(texts: &[&str]) -> Vec<(String, bool, Vec<String>)> {
        let cells = texts.iter().map(|text| ((*text).to_owned(), 1)).collect();
        let values = values(&cells).unwrap().into_iter();
        values.map(|it| (it.name, it.quoted, it.texts)).collect()
    }

    fn one(text: &str) -> (String, bool, Vec<String>) {
        all(&[text]).remove(0)
    }

    #[test]
    fn values_are_bare_words_where_they_can_be() {
        for (text, name, mapped) in [
            ("Email Opened", "email_opened", false),
            ("IN_PROGRESS", "in_progress", false),
            ("WhatsApp", "whatsapp", false),
            ("Flexibility & Convenience", "flexibility_convenience", true),
            (
                "Diploma holder (Not Eligible)",
                "diploma_holder_not_eligible",
                true,
            ),
            ("Open - Not Contacted", "open_not_contacted", false),
            ("Español", "espanol", true),
        ] {
            let texts = if mapped {
                vec![text.to_owned()]
            } else {
                vec![]
            };
            assert_eq!(one(text), (name.to_owned(), false, texts), "{text}");
        }
        for text in [
            "A+",
            "02.Medium",
            "1-10",
            "Yes",
            "C",
            "Да",
            ">500",
            "May-20",
        ] {
            assert_eq!(one(text), (text.to_owned(), true, vec![]), "{text}");
        }
    }

    #[test]
    fn spellings_of_one_value_are_one() {
        assert_eq!(
            all(&["Google", "google"]),
            [("google".to_owned(), false, vec![])]
        );
        assert_eq!(
            all(&["R&D dept", "r&d-dept"]),
            [(
                "r_d_dept".to_owned(),
                false,
                vec!["R&D dept".to_owned(), "r&d-dept".to_owned()]
            )]
        );
    }

    #[test]
    fn what_signs_tell_apart_stays_apart() {
        let names: Vec<_> = all(&["AA", "AA-", "AA+"])
            .into_iter()
            .map(|it| it.0)
            .collect();
        assert_eq!(names, ["AA", "AA+", "AA-"]);
        for pair in [["R&D", "R D"], ["1-10", "110"]] {
            let both = all(&pair);
            assert_eq!(both.len(), 2);
            assert!(both.iter().all(|(_, quoted, _)| *quoted), "{both:?}");
        }
    }

    #[test]
    fn what_cannot_be_written_is_no_value() {
        let cells = BTreeMap::from([("a\u{200b}b".to_owned(), 1)]);
        assert_eq!(values(&cells), None);
    }
}
