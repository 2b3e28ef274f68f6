//! The file of records with problems.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::{reason, show};
use crate::cli::output::Failure;

/// The name of the column with the reasons.
const REASONS: &str = "groundrules_problems";

/// A CSV file with records as they came, and why they are in it.
pub(crate) struct ProblemFile {
    writer: csv::Writer<BufWriter<File>>,
    columns: usize,
    path: String,
}

impl ProblemFile {
    /// Makes the file anew and writes the header. It may be none of the `inputs`: nothing that is
    /// read is written over.
    pub(crate) fn create(
        path: &Path,
        inputs: &[PathBuf],
        header: &[String],
        delimiter: u8,
    ) -> Result<Self, Failure> {
        // A file that is not there yet is none of them.
        let real = path.canonicalize().ok();
        let is_read = |input: &PathBuf| real.is_some() && input.canonicalize().ok() == real;
        if inputs.iter().any(is_read) {
            let message = format!("`--problems {}` would write over what is read", show(path));
            return Err(Failure::new(message).help("name another file"));
        }
        let file = File::create(path).map_err(|error| {
            Failure::new(format!(
                "`{}` cannot be written: {}",
                show(path),
                reason(&error)
            ))
        })?;
        let writer = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(delimiter)
            .from_writer(BufWriter::new(file));
        let mut file = ProblemFile {
            writer,
            columns: header.len(),
            path: show(path),
        };
        file.add(header, REASONS)?;
        Ok(file)
    }

    /// Adds a record. One that is too short is filled up, so that the reasons stand in their
    /// column; behind one that is too long they come last.
    pub(crate) fn add(&mut self, record: &[String], reasons: &str) -> Result<(), Failure> {
        let missing = self.columns.saturating_sub(record.len());
        let values = record.iter().map(String::as_str);
        let values = values
            .chain(std::iter::repeat_n("", missing))
            .chain([reasons]);
        let written = self.writer.write_record(values);
        written.map_err(|error| self.failure(&error.into()))
    }

    /// Sees to it that everything was written.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        let flushed = self.writer.flush();
        flushed.map_err(|error| self.failure(&error))
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

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn records_come_as_they_were_with_reasons_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("problems.csv");
        let mut file = ProblemFile::create(&path, &[], &strings(&["id", "city"]), b';').unwrap();
        file.add(&strings(&["1", "a;b"]), "gap: none").unwrap();
        file.add(&strings(&["2"]), "ragged: short").unwrap();
        file.add(&strings(&["3", "x", "y"]), "ragged: long")
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
        let refused = ProblemFile::create(&other_way, &[leads.clone()], &[], b',')
            .err()
            .unwrap();
        assert!(
            refused.message.contains("would write over"),
            "{}",
            refused.message
        );
        assert_eq!(fs::read_to_string(&leads).unwrap(), "precious");
        let beside = folder.path().join("problems.csv");
        assert!(ProblemFile::create(&beside, &[leads], &[], b',').is_ok());
    }

    #[test]
    fn a_folder_that_is_not_there_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no/problems.csv");
        let failure = ProblemFile::create(&path, &[], &[], b',').err().unwrap();
        assert!(
            failure.message.contains("cannot be written"),
            "{}",
            failure.message
        );
    }
}
