//! The DATA of a command: from paths on the command line to leads.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::io::{self, show};
use super::load::PolicyOptions;
use super::output::{Failure, Output, Stop};
use crate::compile::Compiled;
use crate::data::{self, DataError, DataFile, Leads};
use crate::model::Model;
use crate::report::{Origin, looks_at_clock};
use crate::value::Instant;

/// What every command that reads leads may be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
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
    match try_open(model, paths, options, keep_raw)? {
        Ok(leads) => Ok(leads),
        Err(errors) => Err(refused(errors, output)),
    }
}

/// The same, with what is wrong with the files for the caller to judge.
pub(super) fn try_open<'m>(
    model: &'m Model,
    paths: &[PathBuf],
    options: &DataOptions,
    keep_raw: bool,
) -> Result<Result<Leads<'m>, Vec<DataError>>, Failure> {
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths {
        if !seen.insert(path) {
            let message = format!("`{}` is given twice", file_name(path));
            return Err(Failure::new(message).help("name each file once"));
        }
        files.push(DataFile::new(file_name(path), io::open(path)?));
    }
    let options = data::Options {
        source: options.source.clone(),
        keep_raw,
    };
    Ok(data::open(model, files, &options))
}

/// What leads are judged by, for their results to say.
pub(super) fn origin(
    compiled: &Compiled,
    paths: &[PathBuf],
    leads: &Leads<'_>,
    options: &PolicyOptions,
    as_of: Instant,
) -> Origin {
    let model = &compiled.model;
    // The source is named where all files are read by one.
    let mut sources = leads.files().map(|file| file.source);
    let first = sources.next().flatten();
    let common = first.filter(|_| sources.all(|source| source == first));
    let source = common.and_then(|id| model.sources.get(id));
    let is_now = !options.has_as_of();
    let matters = !is_now || looks_at_clock(model);
    Origin {
        data: data_name(paths),
        source: source.map(|source| source.named.name.clone()),
        as_of: matters.then(|| model.zone.show(as_of)),
        is_now,
    }
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
pub(super) fn refused(errors: Vec<DataError>, output: &mut Output) -> Stop {
    let mut failures: Vec<Failure> = errors.into_iter().map(failure).collect();
    let last = failures
        .pop()
        .unwrap_or_else(|| Failure::new("the data cannot be read"));
    failures.iter().for_each(|failure| output.fail(failure));
    last.into()
}
