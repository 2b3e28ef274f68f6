//! Files, standard input and the clock: the only place that touches them.
//!
//! | file | purpose |
//! | --- | --- |
//! | `data` | the files of leads, and those that belong to them |
//! | `rows` | the rows of such a file, be it CSV, a workbook or a Parquet file |
//! | `policy` | the texts of a policy: a file or a folder |
//! | `revision` | the same as of a git revision |
//! | `loader` | the lists and tables that a policy names |
//! | `inside` | files that must lie in a folder |
//! | `problem_file` | the records with problems, written as they came |
//! | `replace` | a file that changes as a whole or not at all |
//! | `workbook` | workbooks as files of data |
//! | `parquet` | Parquet files as files of data, where the program is built with them |

mod data;
mod inside;
mod loader;
#[cfg(feature = "parquet")]
mod parquet;
mod policy;
mod problem_file;
mod replace;
mod revision;
mod rows;
mod workbook;

pub(super) use data::{
    beside, data_file_name, data_files, is_file, is_there, keep_stdin, open, open_beside,
};
pub(super) use loader::DiskLoader;
pub(super) use policy::{Content, PolicyFile, PolicyFiles, is_policy, read_policy};
pub(super) use problem_file::{ProblemFile, ProblemLayout};
pub(super) use replace::{new_file, put_file, replace_file};
pub(super) use revision::is_revision;
pub(super) use rows::Rows;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use jiff::tz::TimeZone;

use super::output::Failure;
use crate::value::Instant;

/// The largest policy, list or table file, in bytes.
pub(super) const LARGEST: u64 = 4 * 1024 * 1024;

/// The time on the clock.
pub(super) fn now() -> Instant {
    let now = Instant::now();
    // Nobody reads, or could type again, the parts of a second.
    Instant::from_second(now.as_second()).unwrap_or(now)
}

/// The time on the clock where the caller is, as people read it: `14:03:12`.
pub(super) fn time_of_day() -> String {
    local("%H:%M:%S")
}

/// The same with the day and the offset, as programs read it: `2026-07-01T14:03:12+02:00`.
pub(super) fn timestamp() -> String {
    local("%Y-%m-%dT%H:%M:%S%:z")
}

fn local(form: &str) -> String {
    now()
        .to_zoned_datetime(TimeZone::system())
        .strftime(form)
        .to_string()
}

/// The failure for a file that is named on the command line and cannot be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new(format!("there is no `{}`", show(path)))
            .help("check the path; it counts from the folder in which the command is called"),
        _ => Failure::new(format!(
            "`{}` cannot be read: {}",
            show(path),
            reason(error)
        )),
    }
}

/// The text of a small file that the caller names; none where there is no such file.
pub(super) fn text_if_there(path: &Path) -> Result<Option<String>, Failure> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, &error)),
    };
    let bytes = read_limited(file).map_err(|error| unreadable(path, &error))?;
    if is_too_large(&bytes) {
        let message = format!("`{}` is larger than 4 MiB", show(path));
        return Err(Failure::new(message));
    }
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Failure::new(format!("`{}` is no UTF-8 text", show(path))))?;
    Ok(Some(without_mark(text)))
}

/// Appends a text to a file, which is made where it is not there.
pub(super) fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let file = File::options().append(true).create(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        Failure::new(format!(
            "`{}` cannot be written: {}",
            show(path),
            reason(&error)
        ))
    })
}

/// What the system says of a failure, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

/// A path as people read it: with `/`, and without a leading `./`.
pub(super) fn show(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    match text.strip_prefix("./").unwrap_or(&text) {
        "" => ".".to_owned(),
        rest => rest.trim_end_matches('/').to_owned(),
    }
}

/// The bytes of something, but no more than one over [`LARGEST`].
fn read_limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether these are more bytes than a file may have.
fn is_too_large(bytes: &[u8]) -> bool {
    bytes.len() as u64 > LARGEST
}

/// The text without the mark that some editors put at its start.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_short() {
        assert_eq!(show(Path::new("./policy/")), "policy");
        assert_eq!(show(Path::new("a/b.ground")), "a/b.ground");
        assert_eq!(show(Path::new(".")), ".");
        assert_eq!(show(Path::new("./")), ".");
    }

    #[test]
    fn reasons_have_no_numbers() {
        let error = File::open("/nowhere/at/all").unwrap_err();
        assert_eq!(reason(&error), "no such file or directory");
    }

    #[test]
    fn reading_stops_one_byte_after_the_limit() {
        let bytes = read_limited(io::repeat(b'x')).unwrap();
        assert_eq!(bytes.len() as u64, LARGEST + 1);
        assert!(is_too_large(&bytes));
    }
}
