//! The file of records with problems.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::replace::Pending;
use super::{reason, show};
use crate::cli::output::Failure;

/// The name of the column with the reasons.
const REASONS: &str = "groundrules_problems";
/// The name of the column with the file, where records are of several.
const FILE: &str = "groundrules_file";
/// What says of a file that it is UTF-8.
const MARK: &str = "\u{feff}";

/// A CSV file with records as they came, and why they are in it.
pub(crate) struct ProblemFile {
    writer: csv::Writer<BufWriter<File>>,
    pending: Pending,
    columns: usize,
    several: bool,
    path: String,
}

/// How the file is written: like those that the records come from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProblemLayout<'a> {
    /// The names of the columns.
    pub(crate) header: &'a [String],
    /// What stands between values.
    pub(crate) delimiter: u8,
    /// A byte order mark says that the file is UTF-8.
    pub(crate) marked: bool,
    /// The records are of several files, and each gets the name of its own.
    pub(crate) several: bool,
}

impl ProblemFile {
    /// Begins the file with the header; it takes its place when it is finished. It may be none of the `inputs`: nothing that is
    /// read is written over.
    pub(crate) fn create(
        path: &Path,
        inputs: &[PathBuf],
        layout: &ProblemLayout<'_>,
    ) -> Result<Self, Failure> {
        // A file that is not there yet is none of them.
        let real = path.canonicalize().ok();
        let is_read = |input: &PathBuf| real.is_some() && input.canonicalize().ok() == real;
        if inputs.iter().any(is_read) {
            let message = format!("`--problems {}` would write over what is read", show(path));
            return Err(Failure::new(message).help("name another file"));
        }
        let mark = if layout.marked { MARK } else { "" };
        if path == Path::new("-") {
            let message = "`--problems -`: the records with problems go into a file";
            return Err(Failure::new(message).help("name one, such as `problems.csv`"));
        }
        let file = Pending::create(path).and_then(|(pending, mut file)| {
            file.write_all(mark.as_bytes())?;
            Ok((pending, file))
        });
        let (pending, file) = file.map_err(|error| {
            let (path, reason) = (show(path), reason(&error));
            Failure::new(format!("`{path}` cannot be written: {reason}"))
        })?;
        let writer = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(layout.delimiter)
            .from_writer(BufWriter::new(file));
        let mut file = ProblemFile {
            writer,
            pending,
            columns: layout.header.len(),
            several: layout.several,
            path: show(path),
        };
        file.add(layout.header, Some(FILE), REASONS)?;
        Ok(file)
    }

    /// Adds a record. One that is too short is filled up, so that the reasons stand in their
    /// column; behind one that is too long they come last. The name of the record's file comes before
    /// them where there are several.
    pub(crate) fn add(
        &mut self,
        record: &[String],
        file: Option<&str>,
        reasons: &str,
    ) -> Result<(), Failure> {
        let missing = self.columns.saturating_sub(record.len());
        let values = record.iter().map(String::as_str);
        let values = values
            .chain(std::iter::repeat_n("", missing))
            .chain(file.filter(|_| self.several))
            .chain([reasons]);
        let written = self.writer.write_record(values);
        written.map_err(|error| self.failure(&error.into()))
    }

    /// Sees to it that everything was written, and puts the file in its place.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let flushed = self.writer.flush();
        let complete = flushed.and_then(|()| self.pending.finish());
        complete.map_err(|error| self.failure(&error))
    }

    fn failure(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!(
            "`{}` could not be written: {}",
            self.path,
            reason(error)
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const LAYOUT: ProblemLayout<'_> = ProblemLayout {
        header: &[],
        delimiter: b';',
        marked: false,
        several: false,
    };

    #[test]
    fn of_several_files_the_one_of_each_record_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("problems.csv");
        let header = strings(&["id", "city"]);
        let layout = ProblemLayout {
            header: &header,
            marked: true,
            several: true,
            ..LAYOUT
        };
        let mut file = ProblemFile::create(&path, &[], &layout).unwrap();
        file.add(&strings(&["1"]), Some("a.csv"), "ragged: short")
            .unwrap();
        file.finish().unwrap();
        let expected = "\u{feff}id;city;groundrules_file;groundrules_problems\n\
                        1;;a.csv;ragged: short\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn records_come_as_they_were_with_reasons_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("problems.csv");
        let header = strings(&["id", "city"]);
        let layout = ProblemLayout {
            header: &header,
            ..LAYOUT
        };
        let mut file = ProblemFile::create(&path, &[], &layout).unwrap();
        file.add(&strings(&["1", "a;b"]), None, "gap: none")
            .unwrap();
        file.add(&strings(&["2"]), None, "ragged: short").unwrap();
        file.add(&strings(&["3", "x", "y"]), None, "ragged: long")
            .unwrap();
        file.finish().unwrap();
        let expected = "id;city;groundrules_problems\n1;\"a;b\";gap: none\n2;;ragged: short\n\
                        3;x;y;ragged: long\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    }

    #[test]
    fn nothing_that_is_read_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let leads = folder.path().join("leads.csv");
        fs::write(&leads, "precious").unwrap();
        let other_way = folder.path().join(".").join("leads.csv");
        let refused = ProblemFile::create(&other_way, std::slice::from_ref(&leads), &LAYOUT)
            .err()
            .unwrap();
        assert!(
            refused.message.contains("would write over"),
            "{}",
            refused.message
        );
        assert_eq!(fs::read_to_string(&leads).unwrap(), "precious");
        let beside = folder.path().join("problems.csv");
        assert!(ProblemFile::create(&beside, &[leads], &LAYOUT).is_ok());
    }

    #[test]
    fn a_folder_that_is_not_there_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no/problems.csv");
        let failure = ProblemFile::create(&path, &[], &LAYOUT).err().unwrap();
        assert!(
            failure.message.contains("cannot be written"),
            "{}",
            failure.message
        );
    }
}
