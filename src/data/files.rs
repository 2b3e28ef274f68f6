//! Leads of several files, one after another.

use std::io::Read;
use std::sync::Arc;

use super::join::{Joined, JoinedFiles};
use super::keys::{KeyHash, Keys};
use super::leads::{LeadBatch, LeadReader, RowInfo};
use super::maker::LeadMaker;
use super::open::{Options, open_file};
use super::problem::DataError;
use super::table::Layout;
use crate::model::{FieldId, Model, SourceMappingId};
use crate::records::{Block, Encoding, RawError};

/// Opens a file that a source joins, by the name that the source has for it.
pub(super) type OpenJoined<'a> = Box<dyn Fn(&str) -> Result<DataFile<'a>, DataError> + 'a>;

/// A file of leads that is still to be read.
pub struct DataFile<'a> {
    pub(super) name: String,
    pub(super) bytes: Box<dyn Read + 'a>,
    /// How it is written, where that is known.
    pub(super) layout: Option<Layout>,
    pub(super) joined: OpenJoined<'a>,
}

impl<'a> DataFile<'a> {
    /// The file that people know by this name, with these bytes.
    pub fn new(name: impl Into<String>, bytes: impl Read + 'a) -> Self {
        DataFile {
            name: name.into(),
            bytes: Box::new(bytes),
            layout: None,
            joined: Box::new(|_| {
                Err(DataError::new(
                    "the file belongs to others that a `source` joins, and is not there",
                    "give it with them",
                ))
            }),
        }
    }

    /// The same file, whose bytes are rows that were made into CSV: in UTF-8 and with commas, however
    /// the policy's sources say that files are written.
    #[must_use]
    pub fn of_rows(self) -> Self {
        DataFile {
            layout: Some(Layout::MADE),
            ..self
        }
    }

    /// The same of the rows of a sheet, each on the line of its number.
    #[must_use]
    pub fn of_sheet(self) -> Self {
        DataFile {
            layout: Some(Layout::SHEET),
            ..self
        }
    }

    /// The same file, and how those are opened that a source joins to it. Two files of one name are
    /// taken for the same.
    #[must_use]
    pub fn joining(self, open: impl Fn(&str) -> Result<DataFile<'a>, DataError> + 'a) -> Self {
        DataFile {
            joined: Box::new(open),
            ..self
        }
    }
}

/// A file whose leads are being read.
struct Opened<'m> {
    name: String,
    reader: LeadReader<'m>,
}

/// The leads of all files of a call, in the order in which the files were given. What it holds is
/// one batch, about 40 bytes a lead, at most, to know keys that come again, and what is read of
/// joined files.
pub struct Leads<'m> {
    files: Vec<Opened<'m>>,
    at: usize,
    joined: Vec<Joined>,
    /// The keys there were.
    keys: Keys,
    /// No further record could be read.
    failed: bool,
}

/// Leads, or the records of which others are to make them.
pub enum LeadPiece<'m> {
    /// Leads.
    Leads(LeadBatch),
    /// Records.
    Records(FileBlock<'m>),
}

/// Some records of a file, each of which makes a lead by itself.
pub struct FileBlock<'m> {
    /// The place of the file in [`Leads::files`].
    pub file: usize,
    /// Its records.
    pub block: Block,
    /// What stands between values.
    pub delimiter: u8,
    /// What makes leads of them.
    pub maker: Arc<LeadMaker<'m>>,
}

/// What is known of a file as soon as it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileInfo<'a> {
    /// Its name, as the caller gave it.
    pub name: &'a str,
    /// The source by which it is read.
    pub source: Option<SourceMappingId>,
    /// The names of its columns, without outer blanks.
    pub header: &'a [String],
    /// What stands between its values.
    pub delimiter: u8,
    /// How its bytes are text.
    pub encoding: Encoding,
}

/// Begins to read leads from CSV: for each file chooses the source, and finds the fields' columns
/// in its header, so that a file that cannot be read is known before the first lead is decided.
///
/// # Errors
/// Of each file that is empty, cannot be read or has no header, that no source fits, or several;
/// that lacks columns, or has them several times; and of the files that the source joins to it.
pub fn open<'m>(
    model: &'m Model,
    files: Vec<DataFile<'m>>,
    options: &Options,
) -> Result<Leads<'m>, Vec<DataError>> {
    let (mut opened, mut errors): (_, Vec<DataError>) = (Vec::new(), Vec::new());
    let mut joined = JoinedFiles::new();
    for file in files {
        let name = file.name.clone();
        match open_file(model, file, options, &mut joined) {
            Ok(reader) => opened.push(Opened { name, reader }),
            Err(found) => {
                let found = found.into_iter().map(|error| error.of(&name));
                // What is wrong with a file that several join is said once.
                let new: Vec<_> = found.filter(|error| !errors.contains(error)).collect();
                errors.extend(new);
            }
        }
    }
    match errors.is_empty() {
        true => Ok(Leads {
            files: opened,
            at: 0,
            joined: joined.files,
            keys: Keys::default(),
            failed: false,
        }),
        false => Err(errors),
    }
}

impl<'m> Leads<'m> {
    /// The files, in their order.
    pub fn files(&self) -> impl Iterator<Item = FileInfo<'_>> {
        self.files.iter().map(|file| {
            let table = file.reader.table();
            FileInfo {
                name: &file.name,
                source: file.reader.source(),
                header: &table.header,
                delimiter: table.delimiter,
                encoding: table.encoding(),
            }
        })
    }

    /// The header of a field's column in the file at this place, with the file if that is a joined
    /// one: `won_date of closed_deals.csv`; none where it has no such column.
    #[must_use]
    pub fn column(&self, file: usize, field: FieldId) -> Option<&str> {
        self.files.get(file)?.reader.column(field)
    }

    /// What a lead has in a field's column, where every record was asked for as it came.
    #[must_use]
    pub fn text<'a>(&self, info: &'a RowInfo, field: FieldId) -> Option<&'a str> {
        let file = self.files.get(info.file)?;
        file.reader.text_of(info, field)
    }

    /// How many leads there were so far.
    #[must_use]
    pub fn leads(&self) -> u64 {
        self.files.iter().map(|file| file.reader.leads()).sum()
    }

    /// How many rows were left out so far, as `skip rows` of their source says.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.files.iter().map(|file| file.reader.skipped()).sum()
    }

    /// The next leads; `None` behind the last, and behind an error.
    ///
    /// # Errors
    /// No further record of a file can be read. All leads before it have been given.
    pub fn next_batch(&mut self) -> Result<Option<LeadBatch>, DataError> {
        while let Some(file) = self.files.get_mut(self.at) {
            match file.reader.next_batch(&mut self.joined, &mut self.keys) {
                Ok(Some(mut batch)) => {
                    batch.info.iter_mut().for_each(|info| info.file = self.at);
                    return Ok(Some(batch));
                }
                Ok(None) => {
                    self.at += 1;
                }
                Err(error) => {
                    let error = error.of(&file.name);
                    self.fail();
                    return Err(error);
                }
            }
        }
        Ok(None)
    }

    /// The next leads, or the next records of a file whose records make leads by themselves; whoever
    /// makes those has to tell what came of it: [`Leads::count`] and [`Leads::is_new`]. `None` behind
    /// the last, and behind an error.
    ///
    /// # Errors
    /// As for [`Leads::next_batch`].
    pub fn next_piece(&mut self) -> Result<Option<LeadPiece<'m>>, DataError> {
        while let Some(file) = self.files.get_mut(self.at) {
            match file.reader.next_block() {
                Ok(Some(block)) => {
                    return Ok(Some(LeadPiece::Records(FileBlock {
                        file: self.at,
                        block,
                        delimiter: file.reader.table().delimiter,
                        maker: Arc::clone(file.reader.maker()),
                    })));
                }
                Ok(None) if file.reader.is_in_pieces() => self.at += 1,
                Ok(None) => return Ok(self.next_batch()?.map(LeadPiece::Leads)),
                Err(error) => {
                    let error = error.of(&file.name);
                    self.fail();
                    return Err(error);
                }
            }
        }
        Ok(None)
    }

    /// Counts leads that others have made of the records of a file, and how many of them have bytes
    /// that are no text where the policy reads nothing.
    pub fn count(&mut self, file: usize, leads: u64, unread_faults: u64) {
        if let Some(file) = self.files.get_mut(file) {
            file.reader.count(leads, unread_faults);
        }
    }

    /// Takes back a piece whose leads have been made, for the room that it takes.
    pub fn reuse(&mut self, piece: FileBlock<'m>) {
        if piece.file == self.at
            && let Some(file) = self.files.get_mut(piece.file)
        {
            file.reader.reuse(piece.block.bytes);
        }
    }

    /// Takes note of a key, in the order of the leads; whether it is new.
    pub fn is_new(&mut self, key: KeyHash) -> bool {
        self.keys.add_hash(key)
    }

    /// Takes note that no further record can be read of a file, and why.
    #[must_use]
    pub fn failed(&mut self, file: usize, error: RawError) -> DataError {
        let name = self.files.get(file).map_or("", |file| file.name.as_str());
        let error = DataError::from(error).of(name);
        self.fail();
        error
    }

    fn fail(&mut self) {
        self.at = self.files.len();
        self.failed = true;
    }

    /// What is to be said of the files, besides their leads' problems; complete behind the last
    /// lead.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let several = self.files.len() > 1;
        let mut notes = Vec::new();
        for file in &self.files {
            let of_file = file.reader.notes().into_iter();
            notes.extend(of_file.map(|note| match several {
                true => format!("`{}`: {note}", file.name),
                false => note,
            }));
        }
        // Which rows belong to no lead, nobody knows before.
        if self.at == self.files.len() && !self.failed {
            notes.extend(self.joined.iter().flat_map(Joined::notes));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::Maker;
    use super::*;
    use crate::diagnostic::Code;
    use crate::model::Type;

    fn model() -> Model {
        Maker::new()
            .field_with("email", Type::Text, |field| field.key = true)
            .field("visits", Type::Integer)
            .model()
    }

    fn files<'a>(texts: &[(&str, &'static str)]) -> Vec<DataFile<'a>> {
        let file = |(name, text): &(&str, &'static str)| DataFile::new(*name, text.as_bytes());
        texts.iter().map(file).collect()
    }

    #[test]
    fn leads_of_parts_come_one_after_another_and_keys_are_known_over_all() {
        let model = model();
        let parts = files(&[
            ("a.csv", "email,visits\nx@a,1\n"),
            ("b.csv", "Visits,Email\n2,y@b\n3,X@A\n"),
            ("c.csv", "email,visits\n"),
        ]);
        let mut leads = open(&model, parts, &Options::default()).ok().unwrap();
        let mut rows = Vec::new();
        while let Some(batch) = leads.next_batch().unwrap() {
            for info in batch.info {
                let codes: Vec<Code> = info.problems.iter().map(|problem| problem.code).collect();
                rows.push((info.file, info.row, info.key, codes));
            }
        }
        let row = |file, row, key: &str, codes| (file, row, key.to_owned(), codes);
        let expected = [
            row(0, 2, "x@a", vec![]),
            row(1, 2, "y@b", vec![]),
            row(1, 3, "X@A", vec![Code::DuplicateKey]),
        ];
        assert_eq!(rows, expected);
        assert_eq!(leads.leads(), 3);
        assert_eq!(
            leads.notes(),
            ["`c.csv`: the file has a header and no leads"]
        );
    }

    #[test]
    fn all_files_that_cannot_be_read_are_named_at_once() {
        let model = model();
        let bad = files(&[
            ("a.csv", "email,visits\n"),
            ("b.csv", ""),
            ("c.csv", "email\n"),
        ]);
        let errors = open(&model, bad, &Options::default()).err().unwrap();
        let files: Vec<&str> = errors.iter().map(|error| error.file.as_str()).collect();
        assert_eq!(files, ["b.csv", "c.csv"]);
    }
}
