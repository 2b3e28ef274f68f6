//! The DATA of a command: from paths on the command line to leads.

use std::path::{Path, PathBuf};

use super::io::{self, Rows, data_file_name, show};
use super::load::PolicyOptions;
use super::names::with_nearest;
use super::output::{Failure, Output, Stop};
use crate::compile::Compiled;
use crate::data::{self, DataError, DataFile, Leads};
use crate::model::{FileProblem, Model};
use crate::report::{Origin, looks_at_clock};
use crate::value::Instant;

/// What every command that reads leads may be told.
#[derive(Debug, Clone, Default, PartialEq, Eq, clap::Args)]
pub(super) struct DataOptions {
    /// The `source` to read by [default: the one whose columns are all in the header]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Where a file is that the source joins; may be repeated [default: beside DATA]
    #[arg(long = "join", value_name = "NAME=PATH", value_parser = join)]
    joins: Vec<(String, PathBuf)>,
    /// The sheet to read where DATA is an Excel workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

/// The name and the path of a joined file.
fn join(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok((name.to_owned(), PathBuf::from(path)))
        }
        _ => Err("write the name that the policy has for the file, `=` and its path".to_owned()),
    }
}

/// Begins to read the leads of these files, or of those that fit these patterns. With `keep_raw`
/// every record is kept as it came, not only those with problems.
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
    refuse_unknown_joins(model, &options.joins)?;
    let mut files = Vec::new();
    for path in io::data_files(paths)? {
        let joins = options.joins.clone();
        let rows = io::open(&path, options.sheet.as_deref())?;
        let file = data_file(data_file_name(&path), rows);
        files.push(file.joining(move |name| open_joined(&path, name, &joins)));
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
    leads: &Leads<'_>,
    options: &PolicyOptions,
    as_of: Instant,
) -> Origin {
    let source = source_name(&compiled.model, leads);
    origin_of(compiled, data_name(leads), source, options, as_of)
}

/// The same, of leads that were read before.
pub(super) fn origin_of(
    compiled: &Compiled,
    data: String,
    source: Option<String>,
    options: &PolicyOptions,
    as_of: Instant,
) -> Origin {
    let model = &compiled.model;
    let is_now = !options.has_as_of();
    let matters = !is_now || looks_at_clock(model);
    Origin {
        data,
        source,
        as_of: matters.then(|| model.zone.show(as_of)),
        is_now,
    }
}

/// The name of the source where all files are read by one.
pub(super) fn source_name(model: &Model, leads: &Leads<'_>) -> Option<String> {
    let mut sources = leads.files().map(|file| file.source);
    let first = sources.next().flatten();
    let common = first.filter(|_| sources.all(|source| source == first));
    let source = common.and_then(|id| model.sources.get(id))?;
    Some(source.named.name.clone())
}

fn data_file<'a>(name: String, rows: Rows) -> DataFile<'a> {
    match rows {
        Rows::Csv(bytes) => DataFile::new(name, bytes),
        Rows::Sheet(bytes) => DataFile::new(name, bytes).of_sheet(),
        #[cfg(feature = "parquet")]
        Rows::Parquet(bytes) => DataFile::new(name, bytes).of_rows(),
    }
}

/// All files that are read: those of leads, and those that the policy's sources may join to them.
pub(super) fn inputs(
    model: &Model,
    paths: &[PathBuf],
    options: &DataOptions,
) -> Result<Vec<PathBuf>, Failure> {
    let mut inputs = io::data_files(paths)?;
    let mut joined: Vec<PathBuf> = options.joins.iter().map(|(_, path)| path.clone()).collect();
    for data in &inputs {
        joined.extend(joins(model).filter_map(|name| io::beside(data, name).ok()));
    }
    inputs.extend(joined);
    Ok(inputs)
}

/// The files that the policy's sources join.
fn joins(model: &Model) -> impl Iterator<Item = &str> {
    let sources = model.sources.values();
    sources.flat_map(|source| source.joins.iter().map(|join| join.file.as_str()))
}

fn refuse_unknown_joins(model: &Model, given: &[(String, PathBuf)]) -> Result<(), Failure> {
    let unknown = given
        .iter()
        .find(|(name, _)| !joins(model).any(|join| join == name));
    let Some((name, _)) = unknown else {
        return Ok(());
    };
    let failure = Failure::new(format!("`--join {name}`: the policy joins no such file"));
    let known: Vec<&str> = joins(model).collect();
    Err(match known.is_empty() {
        true => failure.help("leave it out: no source of the policy joins a file"),
        false => with_nearest(failure, name, &known),
    })
}

/// Opens the file of this name that a source joins to this file of leads.
fn open_joined<'a>(
    data: &Path,
    name: &str,
    given: &[(String, PathBuf)],
) -> Result<DataFile<'a>, DataError> {
    let refused = |message: String, help: String| DataError {
        file: name.to_owned(),
        code: None,
        message,
        help: Some(help),
        lacks: Vec::new(),
    };
    if let Some((_, path)) = given.iter().find(|(known, _)| known == name) {
        let help = format!("check the path of `--join {name}=PATH`");
        if path == Path::new("-") {
            return Err(refused("standard input cannot be joined".to_owned(), help));
        }
        let opened = io::open(path, None);
        let rows = opened.map_err(|it| refused(it.message, it.help.unwrap_or(help)))?;
        return Ok(data_file(show(path), rows));
    }
    let place = match data == Path::new("-") {
        true => "in the folder in which the command is called".to_owned(),
        false => format!("beside `{}`", show(data)),
    };
    let help = format!("put it there, or say where it is with `--join {name}=PATH`");
    let path = io::beside(data, name).map_or(String::new(), |path| show(&path));
    match io::open_beside(data, name) {
        Ok(Ok(rows)) => Ok(data_file(path, rows)),
        Ok(Err(failure)) => Err(refused(failure.message, failure.help.unwrap_or(help))),
        Err(FileProblem::NotFound) => Err(refused(
            format!("the source joins this file, and there is none of that name {place}"),
            help,
        )),
        Err(FileProblem::Outside) => Err(refused(
            format!("the source joins this file, and it must lie {place} or below"),
            help,
        )),
        Err(other) => Err(refused(
            format!("the source joins this file, and it {other}"),
            help,
        )),
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
pub(super) fn data_name(leads: &Leads<'_>) -> String {
    let names: Vec<&str> = leads.files().map(|file| file.name).collect();
    files_name(&names)
}

/// The same, of the names of files.
pub(super) fn files_name(names: &[&str]) -> String {
    match names {
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        many => format!("{} files", many.len()),
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
