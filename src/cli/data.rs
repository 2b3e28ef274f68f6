//! The DATA of a command: from paths on the command line to leads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::io::{self, show};
use super::output::{Failure, Output, Stop};
use crate::data::{self, DataError, DataFile, Leads};
use crate::model::Model;

/// What every command that reads leads may be told.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct DataOptions {
    /// The `source` to read by [default: the one whose columns are all in the header]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

/// Begins to read the leads of these files. With `keep_raw` every record is kept as it came, not
/// only those with problems.
pub(super) fn open<'m>(
    model: &'m Model,
    paths: &[PathBuf],
    options: &DataOptions,
    keep_raw: bool,
    output: &mut Output,
) -> Result<Leads<'m>, Stop> {
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        if !seen.insert(path) {
            let message = format!("`{}` is given twice", file_name(path));
            return Err(Failure::new(message).help("name each file once").into());
        }
        files.push(DataFile::new(file_name(path), io::open(path)?));
    }
    let options = data::Options {
        source: options.source.clone(),
        keep_raw,
    };
    data::open(model, files, &options).map_err(|errors| refused(errors, output))
}

/// The failure for data that cannot be read, or not to its end.
pub(super) fn failure(error: DataError) -> Failure {
    Failure {
        message: format!("`{}`: {}", error.file, error.message),
        help: error.help,
    }
}

/// Refuses a policy and data that are both standard input.
pub(super) fn refuse_stdin_twice(policy: &Path, data: &[PathBuf]) -> Result<(), Failure> {
    let stdin = Path::new("-");
    match policy == stdin && data.iter().any(|path| path == stdin) {
        true => {
            let message = "the policy and the data cannot both be standard input";
            Err(Failure::new(message).help("give one of them as a file"))
        }
        false => Ok(()),
    }
}

/// How results name the data: "`a.csv`", "a.csv and b.csv", "5 files".
pub(super) fn data_name(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| file_name(path)).collect();
    match names.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        many => format!("{} files", many.len()),
    }
}

fn file_name(path: &Path) -> String {
    match path == Path::new("-") {
        true => "standard input".to_owned(),
        false => show(path),
    }
}

/// Why leads cannot be read: all reasons but the last are said at once, the last stops the command.
fn refused(errors: Vec<DataError>, output: &mut Output) -> Stop {
    let mut failures: Vec<Failure> = errors.into_iter().map(failure).collect();
    let last = failures
        .pop()
        .unwrap_or_else(|| Failure::new("the data cannot be read"));
    failures.iter().for_each(|failure| output.fail(failure));
    last.into()
}
