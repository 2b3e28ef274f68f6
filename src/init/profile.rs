//! An export's columns, with what their cells hold: one pass over all records, in memory that
//! depends on the number of columns and not on that of records.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::aside::{Aside, Tail};
use super::evidence::Evidence;
use super::names::{NO_KEY, key_rank};
use super::{Input, Layout};
use crate::data::is_placeholder;
use crate::data::{DataError, Keys};
use crate::records::{FaultKind, Reader, Record};
use crate::value::{Text, fold};

/// Most columns of an export.
const MOST_COLUMNS: usize = 2_000;
/// Most different texts of a column that are kept.
const MOST_VALUES: usize = 200;
/// Most members of sets that are kept.
const MOST_MEMBERS: usize = 60;
/// The longest text that is kept, in bytes.
const LONGEST: usize = 120;
/// More cells than this that have what an earlier one has, and a column is no key.
const MOST_REPEATED: u64 = 50;
/// Once there are so many records, only the likeliest keys are looked at further.
const RECORDS_FOR_ALL_KEYS: u64 = 10_000;
/// How many those are.
const LIKELIEST_KEYS: usize = 8;

/// What an export holds.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// Its columns, in their order.
    pub(super) columns: Vec<Column>,
    /// How many records there are behind the header, without those at the end that are no leads.
    pub(super) rows: u64,
    /// How many those are, and the place of the column that they lack.
    pub(super) trailer: Option<(u64, usize)>,
    /// The last records.
    pub(super) tail: Tail,
    /// How many of them have more or fewer values than the header has columns.
    pub(super) ragged: u64,
    /// Records with bytes that are no text in the encoding by which they were read.
    pub(super) not_text: u64,
    /// Records with letters beyond ASCII that are text.
    pub(super) other_letters: u64,
    /// Some of these would be none in windows-1252 either.
    pub(super) not_windows_1252: bool,
}

/// One column.
#[derive(Debug, Default)]
pub(super) struct Column {
    /// Its name, without outer blanks.
    pub(super) header: String,
    /// Which of several columns of that name it is, from 1; `None` for the only one.
    pub(super) occurrence: Option<usize>,
    /// Cells without anything in them.
    pub(super) blank: u64,
    /// The same, with records of another length than the header.
    pub(super) blank_or_short: u64,
    /// Placeholders by their folded form, as they are first written and how often.
    pub(super) placeholders: BTreeMap<String, (String, u64)>,
    /// The first different texts, with how many cells have each.
    pub(super) values: BTreeMap<String, u64>,
    /// There are other texts than `values`.
    pub(super) more: bool,
    /// The evidence of those other texts.
    rest: Evidence,
    /// What stands between semicolons, with how often, while it is little.
    pub(super) members: Option<BTreeMap<String, u64>>,
    /// Some cell has a semicolon.
    pub(super) has_semicolons: bool,
    /// Some cell cannot be read as text.
    pub(super) unreadable: bool,
    /// The last record with something in the column, counted from 1.
    pub(super) last_filled: u64,
    /// All keys so far, while it may be one that tells records apart.
    keys: Option<Keys>,
    /// Cells that have what an earlier one has.
    pub(super) repeated: u64,
}

/// Reads all records of all files.
///
/// # Errors
/// A file that is empty or cannot be read to its end, or whose header is not that of the first.
pub(super) fn profile(
    inputs: Vec<Input<'_>>,
    layout: Layout,
    aside: &Aside,
) -> Result<Profile, DataError> {
    let mut profile = Profile {
        trailer: aside.trailer.map(|place| (0, place)),
        ..Profile::default()
    };
    for (index, input) in inputs.into_iter().enumerate() {
        let name = input.name.clone();
        let text = input.text(layout.encoding).map_err(DataError::from);
        let read = text.and_then(|text| {
            let mut reader = Reader::new(text, layout.delimiter);
            profile.read(&mut reader, index == 0, aside)
        });
        read.map_err(|error| DataError {
            file: name,
            ..error
        })?;
    }
    Ok(profile)
}

impl Profile {
    fn read<R: Read>(
        &mut self,
        reader: &mut Reader<R>,
        first: bool,
        aside: &Aside,
    ) -> Result<(), DataError> {
        let mut record = Record::default();
        if !reader.read(&mut record)? {
            let help = "export the leads again, with the names of the columns in the first row";
            return Err(DataError::new("the file is empty", help));
        }
        let header: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
        self.note_encoding(&record);
        match first {
            true => {
                if record
                    .faults
                    .iter()
                    .any(|fault| fault.kind == FaultKind::Nul)
                {
                    let help = "save it as CSV (UTF-8); a workbook, an archive, or UTF-16 without its mark \
                                cannot be read";
                    return Err(DataError::new(
                        "the file is no CSV: its first row is no text",
                        help,
                    ));
                }
                self.begin(&header)?;
            }
            false => self.same_header(&header)?,
        }
        while reader.read(&mut record)? {
            self.note(&record, aside);
        }
        Ok(())
    }

    fn begin(&mut self, header: &[String]) -> Result<(), DataError> {
        if header.len() > MOST_COLUMNS {
            let count = header.len();
            return Err(DataError::new(
                format!("the file has {count} columns, and no more than {MOST_COLUMNS} are read"),
                "export the columns that a policy may look at",
            ));
        }
        if !header
            .iter()
            .any(|name| name.contains(char::is_alphanumeric))
        {
            let help = "write the names of the columns into the first row";
            return Err(DataError::new(
                "the first row of the file names no column",
                help,
            ));
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for name in header {
            let count = seen.entry(name).or_default();
            *count += 1;
            self.columns.push(Column {
                header: name.clone(),
                occurrence: Some(*count),
                members: Some(BTreeMap::new()),
                keys: Some(Keys::default()),
                ..Column::default()
            });
        }
        for column in &mut self.columns {
            if seen.get(column.header.as_str()) == Some(&1) {
                column.occurrence = None;
            }
        }
        Ok(())
    }

    fn same_header(&self, header: &[String]) -> Result<(), DataError> {
        match self.columns.iter().map(|column| &column.header).eq(header) {
            true => Ok(()),
            false => Err(DataError::new(
                "the file has other columns than the first file",
                "give the parts of one export, or make a policy of each export",
            )),
        }
    }

    /// Takes note of a record.
    fn note(&mut self, record: &Record, aside: &Aside) {
        if let Some((count, place)) = &mut self.trailer
            && record.get(*place).unwrap_or_default().trim().is_empty()
        {
            *count += 1;
            return;
        }
        self.rows += 1;
        self.tail.note(record);
        self.note_encoding(record);
        let whole = record.len() == self.columns.len();
        self.ragged += u64::from(!whole);
        for (column, text) in self.columns.iter_mut().zip(record.iter()) {
            match whole {
                true => column.note(text, self.rows, &aside.nothing),
                // Nothing is read of such a record but its key.
                false => column.note_key(text),
            }
        }
        for (place, column) in self.columns.iter_mut().enumerate() {
            let is_blank = record.get(place).is_none_or(|text| text.trim().is_empty());
            column.blank_or_short += u64::from(is_blank);
        }
        for fault in &record.faults {
            if let Some(column) = self.columns.get_mut(fault.field) {
                column.unreadable = true;
            }
        }
        if self.rows == RECORDS_FOR_ALL_KEYS {
            self.drop_unlikely_keys();
        }
    }

    fn note_encoding(&mut self, record: &Record) {
        let mut not_text = false;
        for fault in &record.faults {
            if let FaultKind::NotText {
                may_be_windows_1252,
            } = fault.kind
            {
                not_text = true;
                self.not_windows_1252 |= !may_be_windows_1252;
            }
        }
        self.not_text += u64::from(not_text);
        self.other_letters += u64::from(!not_text && !record.iter().all(str::is_ascii));
    }

    fn drop_unlikely_keys(&mut self) {
        let mut left: Vec<&mut Column> = self.columns.iter_mut().collect();
        left.retain(|column| column.keys.is_some());
        left.sort_by_key(|column| key_rank(&column.header));
        for column in left.into_iter().skip(LIKELIEST_KEYS) {
            column.keys = None;
        }
    }
}

impl Column {
    fn note(&mut self, text: &str, row: u64, nothing: &BTreeSet<String>) {
        let text = text.trim();
        if text.is_empty() {
            self.blank += 1;
            return;
        }
        if is_placeholder(text) || !nothing.is_empty() && nothing.contains(&fold(text)) {
            let first = || (text.to_owned(), 0);
            self.placeholders.entry(fold(text)).or_insert_with(first).1 += 1;
            self.keys = None;
            return;
        }
        self.last_filled = row;
        self.note_key(text);
        self.note_members(text);
        if let Some(count) = self.values.get_mut(text) {
            *count += 1;
        } else if self.values.len() < MOST_VALUES && text.len() <= LONGEST {
            self.values.insert(text.to_owned(), 1);
        } else {
            self.more = true;
            self.rest.note(text, 1);
        }
    }

    fn note_key(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if let Some(keys) = &mut self.keys
            && !keys.add(Text::new(text).folded())
        {
            self.repeated += 1;
            if self.repeated > MOST_REPEATED || key_rank(&self.header) == NO_KEY {
                self.keys = None;
            }
        }
    }

    fn note_members(&mut self, text: &str) {
        self.has_semicolons |= text.contains(';');
        let Some(members) = &mut self.members else {
            return;
        };
        for member in text.split(';').map(str::trim).filter(|it| !it.is_empty()) {
            if let Some(count) = members.get_mut(member) {
                *count += 1;
            } else if members.len() < MOST_MEMBERS && member.len() <= LONGEST {
                members.insert(member.to_owned(), 1);
            } else {
                self.members = None;
                return;
            }
        }
    }

    /// Whether every record has its own text in the column.
    pub(super) fn is_unique(&self) -> bool {
        self.is_unique_but_for_blanks() && self.blank == 0
    }

    /// Whether every record that has something in the column has its own text there.
    pub(super) fn is_unique_but_for_blanks(&self) -> bool {
        self.keys.is_some() && self.repeated == 0 && self.placeholders.is_empty()
    }

    /// Whether some cell is this text, which is in folded form.
    pub(super) fn holds(&self, folded: &str) -> bool {
        let few = self.evidence().no_number;
        let mut texts = self.values.keys().chain(few.texts.keys());
        self.placeholders.contains_key(folded) || texts.any(|text| fold(text) == folded)
    }

    /// Whether nearly every record of so many has its own text in the column, which is meant to tell
    /// records apart by its name.
    pub(super) fn is_nearly_unique(&self, rows: u64) -> bool {
        let others = self.repeated + self.blank;
        let by_name = key_rank(&self.header) != NO_KEY;
        self.keys.is_some() && by_name && others > 0 && others.saturating_mul(20) <= rows
    }

    /// What all its cells are that hold something other than placeholders.
    pub(super) fn evidence(&self) -> Evidence {
        let mut evidence = self.rest.clone();
        for (text, cells) in &self.values {
            evidence.note(text, *cells);
        }
        evidence
    }
}

#[cfg(test)]
mod tests;
