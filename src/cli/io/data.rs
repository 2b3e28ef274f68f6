//! The files of leads: which are meant, and those beside them that belong to their leads.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::inside::{open_inside, walk};
use super::policy::is_policy;
use super::rows::{Input, Rows, rows_of};
use super::{show, unreadable};
use crate::cli::output::Failure;
use crate::model::FileProblem;

/// The files that these paths and patterns such as `exports/*.csv` mean, the files of a pattern in
/// the order of their names. Each may be meant once.
pub(crate) fn data_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let (mut files, mut seen) = (Vec::new(), BTreeSet::new());
    for path in paths {
        for file in matching(path)? {
            // Standard input, and what is not there, have no other spelling.
            let real = file.canonicalize().unwrap_or_else(|_| file.clone());
            if !seen.insert(real) {
                let message = format!("`{}` is given twice", data_file_name(&file));
                return Err(Failure::new(message).help("name each file once"));
            }
            files.push(file);
        }
    }
    Ok(files)
}

/// The name by which people know a file of leads.
pub(crate) fn data_file_name(path: &Path) -> String {
    match path == Path::new("-") {
        true => "standard input".to_owned(),
        false => show(path),
    }
}

/// The files that a path means: itself, or what fits it where it is a pattern.
fn matching(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let text = path.to_string_lossy();
    // A file may be called like a pattern.
    if !text.contains(['*', '?', '[']) || path.exists() {
        return Ok(vec![path.to_owned()]);
    }
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let wrong = |error: &dyn std::fmt::Display| {
        let message = format!("there is no `{text}`, nor is it a pattern of file names: {error}");
        Failure::new(message)
    };
    let found = glob::glob_with(&text, options).map_err(|error| wrong(&error.msg))?;
    let found: Vec<PathBuf> = found
        .collect::<Result<_, _>>()
        .map_err(|error| unreadable(error.path(), error.error()))?;
    match found.is_empty() {
        true => Err(Failure::new(format!("no file fits `{text}`"))
            .help("check the pattern; it counts from the folder in which the command is called")),
        false => Ok(found),
    }
}

/// Opens a file of data; `-` is standard input. Of a workbook the rows are read of the sheet of this
/// name, or of the first.
pub(crate) fn open(path: &Path, sheet: Option<&str>) -> Result<Rows, Failure> {
    if path == Path::new("-") {
        return rows_of(Input::Stream(Box::new(io::stdin())), path, sheet);
    }
    if is_policy(path) {
        return Err(Failure::new(format!(
            "`{}` is a policy, and a file of leads is wanted here",
            show(path)
        ))
        .help("leads come as CSV; where a policy is named too, it stands before them"));
    }
    let cannot = |error: &io::Error| unreadable(path, error);
    let file = File::open(path).map_err(|error| cannot(&error))?;
    let meta = file.metadata().map_err(|error| cannot(&error))?;
    if meta.is_dir() {
        return Err(Failure::new(format!(
            "`{}` is a folder, and a file is wanted here",
            show(path)
        )));
    }
    let input = match meta.is_file() {
        true => Input::File(file),
        false => Input::Stream(Box::new(file)),
    };
    rows_of(input, path, sheet)
}

/// The most of standard input that is kept in memory, in bytes: 64 MiB.
const LARGEST_KEPT: u64 = 64 * 1024 * 1024;

/// All rows of standard input as CSV, for a command that reads its data more than once.
pub(crate) fn keep_stdin(sheet: Option<&str>) -> Result<Vec<u8>, Failure> {
    let path = Path::new("-");
    let mut bytes = Vec::new();
    let mut rows = open(path, sheet)?.into_csv().take(LARGEST_KEPT + 1);
    let read = rows.read_to_end(&mut bytes);
    read.map_err(|error| unreadable(path, &error))?;
    match bytes.len() as u64 > LARGEST_KEPT {
        true => Err(Failure::new(
            "standard input has more than 64 MiB, and is read more than once",
        )
        .help("save it in a file, and name that")),
        false => Ok(bytes),
    }
}

/// The path of a file that belongs to the leads of another, which lies beside or below that; beside
/// standard input is the folder in which the command is called.
pub(crate) fn beside(data: &Path, name: &str) -> Result<PathBuf, FileProblem> {
    let mut below = PathBuf::new();
    walk(&mut below, name)?;
    Ok(folder(data).join(below))
}

/// Opens such a file; of a workbook the first sheet.
pub(crate) fn open_beside(data: &Path, name: &str) -> Result<Result<Rows, Failure>, FileProblem> {
    let path = beside(data, name)?;
    let folder = folder(data);
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let file = open_inside(folder, &path)?;
    Ok(rows_of(Input::File(file), &path, None))
}

/// Whether this is the path of a file.
pub(crate) fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether there is anything that a command can be given: a file, a folder, what fits a pattern, or
/// standard input.
pub(crate) fn is_there(path: &Path) -> bool {
    path == Path::new("-") || path.exists() || matching(path).is_ok_and(|found| found != [path])
}

fn folder(data: &Path) -> &Path {
    data.parent().unwrap_or(Path::new(""))
}
