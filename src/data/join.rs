//! Files whose rows belong to the leads by a key.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::columns::{Search, Wanted, mapping, wanted};
use super::files::DataFile;
use super::problem::{DataError, Problem, shown};
use super::row::ColumnName;
use super::table::{Layout, Table, best_layout, header};
use crate::diagnostic::Code;
use crate::model::{FieldId, Join, Model, SourceMapping, SourceMappingId};
use crate::records::{Record, Replay, unpack};
use crate::value::{counted, fold, joined};

/// The most that is held in memory of all joined files together, in bytes.
const HELD_LIMIT: usize = 1 << 30;
/// What a row takes beside its text, about, in bytes.
const ROW_BYTES: usize = 384;
/// Most rows of one key that a message names.
const MOST_ROWS: usize = 5;

/// The joined files of a call, each read once however many files of leads it belongs to.
pub(super) struct JoinedFiles {
    pub(super) files: Vec<Joined>,
    /// Their places, by source, number of the join there and name.
    places: BTreeMap<(SourceMappingId, usize, String), usize>,
    /// How much more may be held, in bytes.
    room: usize,
}

/// A `join` of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joining<'m> {
    pub(super) source: SourceMappingId,
    pub(super) mapping: &'m SourceMapping,
    /// Its place among the joins of the source.
    pub(super) number: usize,
    pub(super) join: &'m Join,
}

/// A joined file, of which the columns that the policy reads are held.
pub(super) struct Joined {
    /// Its name, as the source has it.
    name: String,
    /// The header of its key.
    key: String,
    /// The fields that it holds, and the names of their columns in it.
    columns: Vec<(FieldId, ColumnName)>,
    rows: Vec<Held>,
    places: HashMap<String, usize>,
    /// How many rows have no key that can be read.
    without_key: u64,
}

/// The row of a key, or the rows.
struct Held {
    /// The values of the first of them, in the order of the columns.
    record: Record,
    /// How many rows of the key there are, and the numbers of the first.
    count: u64,
    numbers: Vec<u64>,
    /// How many values and how many columns there are, where that is not the same.
    ragged: Option<(usize, usize)>,
    /// Some lead has the key.
    used: bool,
}

/// What a joined file has for a lead.
pub(super) enum Match<'j> {
    /// No row.
    None,
    /// This row.
    Row(&'j Record),
    /// Something that cannot be trusted.
    Bad(Problem),
}

impl JoinedFiles {
    pub(super) fn new() -> Self {
        JoinedFiles {
            files: Vec::new(),
            places: BTreeMap::new(),
            room: HELD_LIMIT,
        }
    }

    /// The place of a joined file, which is read unless it has been before.
    pub(super) fn place(
        &mut self,
        model: &Model,
        joining: Joining<'_>,
        file: DataFile<'_>,
    ) -> Result<usize, Vec<DataError>> {
        let known = (joining.source, joining.number, file.name.clone());
        if let Some(place) = self.places.get(&known) {
            return Ok(*place);
        }
        let name = file.name.clone();
        let read = Joined::read(model, joining, file, &mut self.room);
        let read = read.map_err(|errors| {
            let errors = errors.into_iter().map(|error| error.of(&name));
            errors.collect::<Vec<_>>()
        })?;
        self.places.insert(known, self.files.len());
        self.files.push(read);
        Ok(self.files.len() - 1)
    }
}

impl Joined {
    fn read(
        model: &Model,
        joining: Joining<'_>,
        file: DataFile<'_>,
        room: &mut usize,
    ) -> Result<Joined, Vec<DataError>> {
        let (source, join) = (joining.mapping, joining.join);
        let fields = model.fields.iter().filter_map(|(id, field)| {
            let mapping = mapping(Some(source), id)?;
            let is_here = mapping.join == Some(joining.number) && !source.absent.contains(&id);
            is_here.then(|| (id, wanted(field, Some(mapping))))
        });
        let fields: Vec<(FieldId, Wanted<'_>)> = fields.collect();
        let key = Wanted {
            header: &join.key,
            occurrence: None,
            field: None,
        };
        let find = |header: &[String]| {
            let mut search = Search::new(header);
            let key = search.place(key);
            let places = fields.iter().map(|(_, wanted)| search.place(*wanted));
            (places.collect::<Vec<_>>(), key, search.misfit)
        };
        let known = file.layout;
        let bytes = unpack(file.bytes).map_err(|error| vec![error.into()])?;
        let mut bytes = Replay::new(bytes);
        let lacks = |layout: Layout| {
            let header = header(&mut bytes, known.unwrap_or(layout));
            find(&header).2.missing.len()
        };
        let layout = known.unwrap_or_else(|| best_layout(Some(source), lacks));
        let mut table = Table::open(bytes, layout).map_err(|error| vec![error])?;
        let (places, key, misfit) = find(&table.header);
        let errors = misfit.errors(Some(source), &table.header);
        if !errors.is_empty() {
            return Err(errors);
        }
        let places: Vec<usize> = places.into_iter().flatten().collect();
        let name = |place: &usize| {
            let header = table.header.get(*place).map_or("", String::as_str);
            ColumnName::new(header, *place, table.encoding())
        };
        let columns = fields
            .iter()
            .map(|(id, _)| *id)
            .zip(places.iter().map(name));
        let mut joined = Joined {
            name: join.file.clone(),
            key: join.key.clone(),
            columns: columns.collect(),
            rows: Vec::new(),
            places: HashMap::new(),
            without_key: 0,
        };
        let held = joined.hold(&mut table, key.unwrap_or_default(), &places, room);
        held.map_err(|error| vec![error])?;
        Ok(joined)
    }

    /// Reads the rows.
    fn hold(
        &mut self,
        table: &mut Table<'_>,
        key: usize,
        places: &[usize],
        room: &mut usize,
    ) -> Result<(), DataError> {
        let mut record = Record::default();
        let columns = table.header.len();
        let Some(reader) = table.reader() else {
            return Ok(());
        };
        while reader.read(&mut record)? {
            let text = fold(record.get(key).unwrap_or_default());
            if text.is_empty() || record.fault(key).is_some() {
                self.without_key += 1;
                continue;
            }
            let rows = &mut self.rows;
            match self.places.entry(text) {
                Entry::Occupied(known) => {
                    if let Some(held) = rows.get_mut(*known.get()) {
                        held.count += 1;
                        if held.numbers.len() < MOST_ROWS {
                            held.numbers.push(record.row);
                        }
                    }
                }
                Entry::Vacant(new) => {
                    let values = (record.len(), columns);
                    let held = record.only(places);
                    let size = new.key().len() + held.size() + ROW_BYTES;
                    *room = room.checked_sub(size).ok_or_else(too_large)?;
                    new.insert(rows.len());
                    rows.push(Held {
                        count: 1,
                        numbers: vec![record.row],
                        ragged: (values.0 != values.1).then_some(values),
                        used: false,
                        record: held,
                    });
                }
            }
        }
        Ok(())
    }

    /// What the file has for the lead with this key, which counts as one that has the key.
    pub(super) fn find(&mut self, key: &str) -> Match<'_> {
        let place = self.places.get(&fold(key)).copied();
        let Some(held) = place.and_then(|place| self.rows.get_mut(place)) else {
            return Match::None;
        };
        held.used = true;
        let (name, row) = (&self.name, held.record.row);
        let (code, message) = match (held.count, held.ragged) {
            (1, None) => return Match::Row(&held.record),
            (1, Some((values, columns))) => (
                Code::Ragged,
                format!(
                    "row {row} of `{name}`, which belongs to the lead, has {} and the header {}, \
                     so that none of them can be trusted",
                    counted(values, "value", "values"),
                    counted(columns, "column", "columns")
                ),
            ),
            (count, _) => {
                let mut rows: Vec<String> = held.numbers.iter().map(u64::to_string).collect();
                if count > held.numbers.len() as u64 {
                    rows.push("more".to_owned());
                }
                let (column, key, rows) = (&self.key, shown(key), joined(&rows, "and"));
                (
                    Code::DuplicateKey,
                    format!(
                        "`{name}` has {count} rows with `{column}` \"{key}\" (rows {rows}), and one \
                         at most can belong to the lead"
                    ),
                )
            }
        };
        Match::Bad(Problem {
            code,
            field: None,
            column: Some(format!("{} of {name}", self.key)),
            value: Some(shown(key)),
            member: None,
            nearest: None,
            message,
        })
    }

    /// The fields that it holds, in the order of the values of its rows, and the names of their
    /// columns where it is the join of this number.
    pub(super) fn names(&self, number: usize) -> impl Iterator<Item = (FieldId, ColumnName)> {
        self.columns.iter().map(move |(field, name)| {
            let name = ColumnName {
                plain: format!("{} of {}", name.plain, self.name),
                marked: format!("{} of `{}`", name.marked, self.name),
                encoding: name.encoding,
                join: Some(number),
            };
            (*field, name)
        })
    }

    /// How many values a row adds to a lead.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// The name of the file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What is to be said of the file once all leads were read.
    pub(super) fn notes(&self) -> Vec<String> {
        let unused = self.rows.iter().filter(|held| !held.used);
        let unused: u64 = unused.map(|held| held.count).sum();
        let mut notes = Vec::new();
        if self.rows.is_empty() && self.without_key == 0 {
            notes.push("the file has a header and no rows".to_owned());
        }
        if unused > 0 {
            notes.push(format!("rows that belong to no lead: {unused}"));
        }
        if self.without_key > 0 {
            let (count, key) = (self.without_key, &self.key);
            notes.push(format!("rows whose `{key}` is empty or no text: {count}"));
        }
        let notes = notes.into_iter();
        notes
            .map(|note| format!("`{}`: {note}", self.name))
            .collect()
    }
}

fn too_large() -> DataError {
    DataError::new(
        "the columns that are read of the joined file take more than 1 GiB of memory",
        "take the rows out of it that belong to no lead",
    )
}

#[cfg(test)]
mod tests;
