//! What type a column has: from evidence over all of its cells.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::Evidence;
use super::moments::{Dates, Order};
use super::names::Says;

use super::profile::Column;
use super::values::{EnumValue, values};
use super::yes_no::Spoken;
use crate::data::{WrittenNumber, is_no_number, is_no_value};
use crate::model::Currency;
use crate::value::fold;

/// Most values of an enumeration.
const MOST_LISTED: usize = 40;
/// Most values of one that names places.
const MOST_PLACES: usize = 12;
/// How often a value of an enumeration stands on average, at least.
const REPEATED: u64 = 5;
/// The longest value of an enumeration, in characters.
const LONGEST_VALUE: usize = 80;

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Money in this currency.
    Money(Currency),
    /// Yes or no.
    Boolean,
    /// Days.
    Date(Dates),
    /// Days with a time.
    Datetime(Dates),
    /// One of these.
    OneOf(Vec<EnumValue>),
    /// Several of these, with this between them in a cell.
    SeveralOf(Vec<EnumValue>, &'static str),
}

impl Kind {
    /// Puts listed values into the order that a program has them in; others come behind.
    pub(super) fn sort_like(&mut self, order: &[&str]) {
        if let Kind::OneOf(values) | Kind::SeveralOf(values, _) = self {
            let place = |value: &EnumValue| {
                let is_same = |known: &&str| value.is_called(known);
                order.iter().position(is_same).unwrap_or(order.len())
            };
            values.sort_by_key(place);
        }
    }
}

/// A type, and what of the cells stands for missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    /// The type.
    pub(super) kind: Kind,
    /// Texts that stand for missing in this column only, and how many cells have each.
    pub(super) missing: BTreeMap<String, u64>,
}

impl Guess {
    fn plain(kind: Kind) -> Self {
        Guess {
            kind,
            missing: BTreeMap::new(),
        }
    }

    /// Plain text.
    pub(super) fn text() -> Self {
        Guess::plain(Kind::Text)
    }

    /// How many cells stand for missing in this column only.
    pub(super) fn missing_cells(&self) -> u64 {
        self.missing.values().sum()
    }
}

/// What all columns of an export show of each.
#[derive(Debug)]
pub(super) struct Beside {
    /// The order of day and month where the cells leave it open.
    pub(super) hint: Option<Order>,
    /// The words for yes and no.
    pub(super) spoken: Spoken,
    /// Words, in folded form, that stand for nothing among numbers and dates.
    pub(super) nothing: BTreeSet<String>,
}

/// The type of a column, by its name and its cells.
pub(super) fn infer(column: &Column, evidence: &Evidence, says: Says, beside: &Beside) -> Guess {
    if evidence.cells == 0 {
        return Guess::text();
    }
    boolean(column, says, &beside.spoken)
        .or_else(|| moments(evidence, beside))
        .or_else(|| number(evidence, says, beside))
        .or_else(|| several_of(column, evidence, says))
        .or_else(|| one_of(column, evidence, says))
        .unwrap_or_else(Guess::text)
}

/// Yes and no in any of their usual spellings. `0` and `1` alone are numbers, unless the name says
/// otherwise or both stand there and nothing says that they count.
fn boolean(column: &Column, says: Says, spoken: &Spoken) -> Option<Guess> {
    if column.more {
        return None;
    }
    let (missing, values): (BTreeMap<_, _>, BTreeMap<_, _>) = column
        .values
        .clone()
        .into_iter()
        .partition(|(text, _)| is_no_number(text));
    let words: Vec<String> = values.keys().map(|text| fold(text)).collect();
    let has = |word: &str| words.iter().any(|it| it == word);
    let all_of = |list: &[&str]| words.iter().all(|word| list.contains(&word.as_str()));
    let whole_words = all_of(&["yes", "no", "true", "false", "y", "n"]);
    let letters = all_of(&["t", "f"]) && has("t") && has("f");
    let by_name = says == Says::YesNo;
    let both = has("0") && has("1") && !matches!(says, Says::Count | Says::Amount | Says::Code);
    let digits = all_of(&["0", "1"]) && (by_name || both);
    let other_language = spoken.are(&words, by_name);
    let fits = !words.is_empty() && (whole_words || letters || digits || other_language);
    fits.then_some(Guess {
        kind: Kind::Boolean,
        missing,
    })
}

fn moments(evidence: &Evidence, beside: &Beside) -> Option<Guess> {
    let missing = no_values(evidence.no_moment.all()?, beside)?;
    let dates = evidence.moments.dates(beside.hint)?;
    let kind = match dates.has_time {
        true => Kind::Datetime(dates),
        false => Kind::Date(dates),
    };
    Some(Guess { kind, missing })
}

/// The texts, if all of them stand for missing among numbers and dates.
fn no_values(odd: &BTreeMap<String, u64>, beside: &Beside) -> Option<BTreeMap<String, u64>> {
    let is_nothing = |text: &String| is_no_number(text) || beside.nothing.contains(&fold(text));
    odd.keys().all(is_nothing).then(|| odd.clone())
}

fn number(evidence: &Evidence, says: Says, beside: &Beside) -> Option<Guess> {
    let numbers = &evidence.numbers;
    if numbers.cells == 0 || numbers.leading_zero > 0 || says == Says::Code {
        return None;
    }
    let missing = no_values(evidence.no_number.all()?, beside)?;
    let kind = match currency(evidence) {
        Some(currency) => Kind::Money(currency),
        // Amounts in several currencies are no numbers that compare.
        None if !numbers.currencies.is_empty() => return None,
        None if numbers.broken == 0 && numbers.percent == 0 => Kind::Integer,
        None => Kind::Number,
    };
    Some(Guess { kind, missing })
}

/// The currency of a column of money: the one that every sign in it may stand for.
fn currency(evidence: &Evidence) -> Option<Currency> {
    let mut signs = evidence.numbers.currencies.keys();
    let first = format!("{}1", signs.next()?);
    let first = WrittenNumber::of(&first)?;
    let others: Vec<String> = signs.map(|sign| format!("{sign}1")).collect();
    let meant_by_all = |code: &&str| {
        let mut others = others.iter().filter_map(|text| WrittenNumber::of(text));
        others.all(|other| other.currencies().contains(code))
    };
    let found = first.currencies().into_iter().find(meant_by_all)?;
    Currency::new(found).filter(|_| evidence.numbers.percent == 0)
}

/// Sets: members with a semicolon between them, or with another sign where every member stands
/// alone somewhere too.
fn several_of(column: &Column, evidence: &Evidence, says: Says) -> Option<Guess> {
    if column.has_semicolons {
        return set(column.members.as_ref()?, says, evidence, ";");
    }
    if column.more {
        return None;
    }
    [",", "|", "/"].into_iter().find_map(|split| {
        let mut members: BTreeMap<String, u64> = BTreeMap::new();
        for (text, cells) in &column.values {
            for member in text.split(split).map(str::trim).filter(|it| !it.is_empty()) {
                *members.entry(member.to_owned()).or_default() += cells;
            }
        }
        let alone = members
            .keys()
            .all(|member| column.values.contains_key(member));
        let some_joined = members.len() < column.values.len();
        match alone && some_joined {
            true => set(&members, says, evidence, split),
            false => None,
        }
    })
}

fn set(
    members: &BTreeMap<String, u64>,
    says: Says,
    evidence: &Evidence,
    split: &'static str,
) -> Option<Guess> {
    let (missing, members) = without_missing(members);
    let values = listed(&members, says, evidence)?;
    Some(Guess {
        kind: Kind::SeveralOf(values, split),
        missing,
    })
}

fn one_of(column: &Column, evidence: &Evidence, says: Says) -> Option<Guess> {
    if column.more {
        return None;
    }
    let (missing, texts) = without_missing(&column.values);
    let values = listed(&texts, says, evidence)?;
    Some(Guess {
        kind: Kind::OneOf(values),
        missing,
    })
}

/// Texts that stand for missing among listed values, and the others.
fn without_missing(
    texts: &BTreeMap<String, u64>,
) -> (BTreeMap<String, u64>, BTreeMap<String, u64>) {
    texts
        .clone()
        .into_iter()
        .partition(|(text, _)| is_no_value(text))
}

/// The texts as values of an enumeration, if they are few, come again and again, and say nothing
/// of persons.
fn listed(
    texts: &BTreeMap<String, u64>,
    says: Says,
    evidence: &Evidence,
) -> Option<Vec<EnumValue>> {
    let most = match says {
        Says::Code | Says::Personal => return None,
        Says::Place => MOST_PLACES,
        _ => MOST_LISTED,
    };
    let too_long = |text: &String| text.chars().count() > LONGEST_VALUE;
    let private = |text: &String| text.contains("://") || text.contains('@');
    if texts.keys().any(|text| too_long(text) || private(text)) || is_of_numbers(evidence) {
        return None;
    }
    let values = values(texts)?;
    let cells: u64 = values.iter().map(|value| value.cells).sum();
    let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
    let fits =
        !values.is_empty() && values.len() <= most && cells >= count.saturating_mul(REPEATED);
    fits.then_some(values)
}

/// Whether all cells are numbers, or nearly all are and each of the others stands seldom: `5 or 6`
/// among numbers is no value of its own, and `10+` at the end of many scales is.
fn is_of_numbers(evidence: &Evidence) -> bool {
    let numbers = evidence.numbers.cells;
    let odd = evidence.cells.saturating_sub(numbers);
    let kinds = evidence.no_number.texts.len() as u64;
    let seldom = odd < kinds.saturating_mul(REPEATED);
    odd == 0 || seldom && numbers.saturating_mul(10) >= evidence.cells.saturating_mul(8)
}
