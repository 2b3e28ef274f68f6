//! The fields of a policy for an export: names, types, the key, and what is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::aside::among_numbers;
use super::evidence::Evidence;
use super::infer::{Beside, Guess, Kind, infer};
use super::known::{Crm, Known};
use super::moments::Order;
use super::names::{NO_KEY, Says, Taken, identifier, key_rank, says};
use super::profile::{Column, Profile};
use super::quotable;
use super::yes_no::Spoken;
use crate::value::{loose, on_one_line};

/// The fields, and what else there is to say of an export.
#[derive(Debug)]
pub(super) struct Schema {
    /// The program that the export looks like one of.
    pub(super) crm: Option<Crm>,
    /// The fields, in the order of their columns.
    pub(super) fields: Vec<Field>,
    /// Columns without a field.
    pub(super) left_out: Vec<(String, LeftOut)>,
    /// Placeholders that stand for missing everywhere.
    pub(super) missing: Vec<String>,
    /// The order of day and month that some column proves.
    pub(super) proven: Option<Order>,
}

/// A field and its column.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name.
    pub(super) name: String,
    /// The place of its column, from 0.
    pub(super) place: usize,
    /// The header of its column, as a source can have it.
    pub(super) header: String,
    /// The name could not be made of the header.
    pub(super) renamed: bool,
    /// What its name says.
    pub(super) says: Says,
    /// What is known of it beforehand.
    pub(super) known: Option<Known>,
    /// Its type.
    pub(super) guess: Guess,
    /// It tells leads apart.
    pub(super) key: bool,
    /// All of its cells.
    pub(super) evidence: Evidence,
    /// It stays text because a first try read some of its cells as bad values.
    pub(super) fell_back: bool,
}

/// Why a column has no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeftOut {
    /// No cell holds anything but placeholders.
    NeverFilled,
    /// Its header is empty.
    Unnamed,
    /// Its header has characters that a policy cannot have.
    OddName,
    /// Some of its cells are no text.
    Unreadable,
}

/// What a first try has taught.
#[derive(Debug, Clone, Default)]
pub(super) struct Lessons {
    /// Columns that have to stay text.
    pub(super) text: BTreeSet<usize>,
    /// Columns that cannot be read at all.
    pub(super) out: BTreeSet<usize>,
    /// There can be no key.
    pub(super) no_key: bool,
}

/// Makes fields of columns.
pub(super) fn schema(profile: &Profile, lessons: &Lessons) -> Schema {
    let headers = || profile.columns.iter().map(|column| column.header.as_str());
    let crm = Crm::of(headers());
    let evidence: Vec<Evidence> = profile.columns.iter().map(Column::evidence).collect();
    let proven = proven_order(&evidence);
    let beside = Beside {
        hint: proven.or_else(|| currency_order(&evidence)),
        spoken: Spoken::by(profile),
        nothing: among_numbers(profile),
    };
    let mut taken = Taken::default();
    let (mut fields, mut left_out) = (Vec::new(), Vec::new());
    let mut known_fields = BTreeSet::new();
    for (place, (column, evidence)) in profile.columns.iter().zip(evidence).enumerate() {
        let header = match header_in_policy(profile, place, column, &evidence, lessons) {
            Ok(header) => header,
            Err(why) => {
                left_out.push((shown_header(column, place), why));
                continue;
            }
        };
        let known = crm.and_then(|crm| crm.column(&column.header));
        // Of two columns for one known field the first has its name.
        let known = known.filter(|known| known_fields.insert(known.field));
        let says = known.map_or_else(|| says(&column.header), |known| known.says);
        let own_name = identifier(&column.header);
        let name = known
            .map(|known| known.field.to_owned())
            .or_else(|| own_name.clone());
        let numbered = || format!("column_{}", place + 1);
        let fell_back = lessons.text.contains(&place);
        let mut guess = match fell_back {
            true => Guess::text(),
            false => infer(column, &evidence, says, &beside),
        };
        if let Some(known) = known {
            guess.kind.sort_like(known.values);
        }
        fields.push(Field {
            name: taken.free(&name.clone().unwrap_or_else(numbered)),
            place,
            header,
            renamed: name.is_none(),
            says,
            known,
            guess,
            key: false,
            evidence,
            fell_back,
        });
    }
    if !lessons.no_key {
        choose_key(profile, &mut fields);
    }
    let missing = placeholders(profile, &fields);
    Schema {
        crm,
        fields,
        left_out,
        missing,
        proven,
    }
}

/// The header as a source can have it, or why the column gets no field.
fn header_in_policy(
    profile: &Profile,
    place: usize,
    column: &Column,
    evidence: &Evidence,
    lessons: &Lessons,
) -> Result<String, LeftOut> {
    if column.header.is_empty() {
        return Err(LeftOut::Unnamed);
    }
    if column.unreadable || lessons.out.contains(&place) {
        return Err(LeftOut::Unreadable);
    }
    if evidence.cells == 0 && profile.rows > 0 {
        return Err(LeftOut::NeverFilled);
    }
    if quotable(&column.header) {
        return Ok(column.header.clone());
    }
    // A line end in a header is read over, where that leaves no other column of the name.
    let line = on_one_line(&column.header);
    let same = |other: &&Column| loose(&other.header) == loose(&line);
    match quotable(&line) && profile.columns.iter().filter(same).count() == 1 {
        true => Ok(line),
        false => Err(LeftOut::OddName),
    }
}

fn shown_header(column: &Column, place: usize) -> String {
    match column.header.as_str() {
        "" => format!("column {}", place + 1),
        header => header.to_owned(),
    }
}

/// The order of day and month that most of the cells prove which prove any.
fn proven_order(evidence: &[Evidence]) -> Option<Order> {
    let mut votes = [(0, Order::DayFirst), (0, Order::MonthFirst)];
    for column in evidence {
        let proven = column.moments.dates(None).and_then(|dates| dates.proven);
        for (cells, order) in &mut votes {
            *cells += if proven == Some(*order) {
                column.cells
            } else {
                0
            };
        }
    }
    let [day, month] = votes;
    match day.0.cmp(&month.0) {
        std::cmp::Ordering::Greater => Some(day.1),
        std::cmp::Ordering::Less => Some(month.1),
        std::cmp::Ordering::Equal => None,
    }
}

/// The order of day and month where the money of an export is used.
fn currency_order(evidence: &[Evidence]) -> Option<Order> {
    let mut signs = evidence
        .iter()
        .flat_map(|column| column.numbers.currencies.keys());
    let day_first = [
        "€", "£", "₹", "Rs.", "Rs", "EUR", "GBP", "INR", "A$", "AUD", "R$", "BRL", "NZ$",
    ];
    signs
        .any(|sign| day_first.contains(&sign.as_str()))
        .then_some(Order::DayFirst)
}

/// Marks the field that tells leads apart, which is read as text.
fn choose_key(profile: &Profile, fields: &mut [Field]) {
    let likely = |field: &&mut Field| {
        let Some(column) = profile.columns.get(field.place) else {
            return false;
        };
        // Without a name that says so, many texts without blanks in them are as good.
        let by_name = key_rank(&column.header) != NO_KEY;
        let is_code = || {
            let no_blanks = column
                .values
                .keys()
                .all(|text| !text.contains(char::is_whitespace));
            let fits = field.guess.kind == Kind::Text && field.says != Says::Personal;
            profile.rows >= 20 && no_blanks && fits
        };
        column.is_unique() && (by_name || is_code())
    };
    let rank = |field: &&mut Field| {
        let column = profile.columns.get(field.place);
        column.map_or(u8::MAX, |column| key_rank(&column.header))
    };
    if let Some(key) = fields.iter_mut().filter(likely).min_by_key(rank) {
        key.key = true;
        key.guess = Guess::text();
    }
}

/// The placeholders of all columns that have a field, each as it is written first.
fn placeholders(profile: &Profile, fields: &[Field]) -> Vec<String> {
    let columns = fields
        .iter()
        .filter_map(|field| profile.columns.get(field.place));
    let mut all: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    for (folded, (text, cells)) in columns.flat_map(|column| &column.placeholders) {
        all.entry(folded).or_insert((text, 0)).1 += cells;
    }
    let mut all: Vec<(&str, u64)> = all.into_values().collect();
    all.sort_by_key(|(text, cells)| (std::cmp::Reverse(*cells), *text));
    let texts = all.into_iter().map(|(text, _)| text.to_owned());
    texts.filter(|text| quotable(text)).collect()
}
