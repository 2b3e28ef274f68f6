//! What is set aside before cells are judged: rows at the end that are no leads, and words that stand
//! for nothing by where they stand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::evidence::Evidence;
use super::names::{NO_KEY, Says, key_rank, says};
use super::profile::{Column, Profile};
use super::quotable;
use crate::data::is_no_number;
use crate::records::Record;
use crate::value::fold;

/// Most rows at the end that are taken for no leads.
const MOST_TRAILERS: usize = 3;
/// So many times as many rows have the key.
const LEADS_FOR_A_TRAILER: u64 = 10;
/// From how many numbers or dates on a column is one of those.
const ENOUGH: u64 = 5;
/// A word that stands in so many columns, and for nothing in one, stands for nothing in all.
const MANY_COLUMNS: usize = 3;

/// What is set aside.
#[derive(Debug, Clone, Default)]
pub(super) struct Aside {
    /// The place of a column: a row without anything in it is no lead.
    pub(super) trailer: Option<usize>,
    /// Words, in folded form, that stand for nothing in every column.
    pub(super) nothing: BTreeSet<String>,
}

/// The last rows: which of their cells hold something.
#[derive(Debug, Default)]
pub(super) struct Tail(VecDeque<Vec<bool>>);

impl Tail {
    /// Takes note of a row.
    pub(super) fn note(&mut self, record: &Record) {
        let filled = record.iter().map(|text| !text.trim().is_empty());
        // The one that falls out at the front is written over.
        let mut row = match self.0.len() > MOST_TRAILERS {
            true => self.0.pop_front().unwrap_or_default(),
            false => Vec::new(),
        };
        row.clear();
        row.extend(filled);
        self.0.push_back(row);
    }

    /// How many of the last rows lack the column and have hardly anything else.
    fn without(&self, place: usize, columns: usize) -> usize {
        let lacks = |row: &&Vec<bool>| {
            let filled = row.iter().filter(|filled| **filled).count();
            !row.get(place).is_some_and(|filled| *filled) && filled * 2 <= columns
        };
        self.0.iter().rev().take_while(lacks).count()
    }
}

/// The column that tells all rows apart but the last ones, which have hardly anything: those are a
/// total or a remark, and no leads.
pub(super) fn trailer(profile: &Profile) -> Option<usize> {
    let ranked = |column: &Column| key_rank(&column.header);
    let has_key = |column: &Column| ranked(column) != NO_KEY && column.is_unique();
    if profile
        .columns
        .iter()
        .any(|column| has_key(column) && column.blank_or_short == 0)
    {
        return None;
    }
    let fits = |(place, column): &(usize, &Column)| {
        let rows = profile.tail.without(*place, profile.columns.len());
        let lacking = column.blank_or_short;
        let is_last = (1..=MOST_TRAILERS).contains(&rows) && lacking == rows as u64;
        let has_name = column.occurrence.is_none() && quotable(&column.header);
        is_last
            && has_name
            && ranked(column) != NO_KEY
            && column.is_unique_but_for_blanks()
            && profile.rows > lacking.saturating_mul(LEADS_FOR_A_TRAILER)
    };
    let columns = profile.columns.iter().enumerate().filter(fits);
    let best = columns.min_by_key(|(_, column)| ranked(column));
    best.map(|(place, _)| place)
}

/// Words that stand for nothing in every column: each is all that keeps several columns from being
/// numbers or dates, or one of them while it stands in still more.
pub(super) fn nothing(profile: &Profile) -> BTreeSet<String> {
    let columns = |word: &str| profile.columns.iter().filter(|it| it.holds(word)).count();
    let words = odd_words(profile).into_iter();
    words
        .filter(|(word, kept)| *kept > 1 || columns(word) >= MANY_COLUMNS)
        .map(|(word, _)| word)
        .collect()
}

/// Words that stand for nothing among the numbers or dates of a column: each is all that keeps it
/// from being one of those, and stands in another column, too.
pub(super) fn among_numbers(profile: &Profile) -> BTreeSet<String> {
    odd_words(profile).into_keys().collect()
}

/// Those words, with how many columns each keeps from being numbers or dates.
fn odd_words(profile: &Profile) -> BTreeMap<String, usize> {
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    for column in &profile.columns {
        if says(&column.header) != Says::Code
            && let Some(word) = odd_word(&column.evidence())
        {
            *words.entry(word).or_default() += 1;
        }
    }
    let stands_in_two = |word: &str| profile.columns.iter().filter(|it| it.holds(word)).count() > 1;
    words.retain(|word, _| stands_in_two(word));
    words
}

fn odd_word(evidence: &Evidence) -> Option<String> {
    let numbers = &evidence.numbers;
    let odd = if numbers.cells >= ENOUGH && numbers.leading_zero == 0 {
        evidence.no_number.all()
    } else if evidence.moments.cells >= ENOUGH {
        evidence.no_moment.all()
    } else {
        None
    };
    let words: BTreeSet<String> = odd?.keys().map(|text| fold(text)).collect();
    let word = words.first().filter(|_| words.len() == 1)?;
    // `10+` and `5 or 6` say something of numbers, and so does a lone sign or letter.
    let is_word = word.chars().count() > 2
        && word.chars().any(char::is_alphabetic)
        && !word.chars().any(char::is_numeric);
    (is_word && !is_no_number(word)).then(|| word.clone())
}
