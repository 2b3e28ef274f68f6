//! Workbooks as files of data.

use std::io::{Cursor, Read, Seek};
use std::path::Path;

use super::data::data_file_name;
use super::rows::{Input, Rows, keep};
use super::unreadable;
use crate::cli::output::Failure;
use crate::diagnostic::nearest;
use crate::records::workbook::{WORKBOOK_LIMIT, WorkbookError, sheet_as_csv};

/// The most sheets that a message names.
const MOST_NAMES: usize = 20;

/// The rows of the sheet of this name, or of the first.
pub(super) fn workbook(input: Input, path: &Path, sheet: Option<&str>) -> Result<Rows, Failure> {
    match input {
        Input::File(file) => {
            let meta = file.metadata().map_err(|error| unreadable(path, &error))?;
            rows(file, meta.len(), path, sheet)
        }
        Input::Stream(stream) => {
            let bytes = keep(stream, WORKBOOK_LIMIT, path)?;
            let size = bytes.len() as u64;
            rows(Cursor::new(bytes), size, path, sheet)
        }
    }
}

fn rows(
    input: impl Read + Seek + 'static,
    size: u64,
    path: &Path,
    sheet: Option<&str>,
) -> Result<Rows, Failure> {
    let name = data_file_name(path);
    if size > WORKBOOK_LIMIT {
        let most = WORKBOOK_LIMIT >> 20;
        let message = format!("`{name}`: the workbook is larger than {most} MiB");
        return Err(Failure::new(message).help("save the sheet as CSV (UTF-8)"));
    }
    let rows = sheet_as_csv(input, sheet);
    rows.map(Rows::Sheet)
        .map_err(|error| refused(&name, sheet, error))
}

fn refused(name: &str, sheet: Option<&str>, error: WorkbookError) -> Failure {
    let names = || error.sheets.iter().map(String::as_str);
    let near = sheet.and_then(|sheet| nearest(sheet, names()));
    let near = near.map_or(String::new(), |near| format!("; nearest is `{near}`"));
    let help = match error.sheets.len() {
        0 => error.help,
        count => {
            let some: Vec<&str> = names().take(MOST_NAMES).collect();
            let more = match count.saturating_sub(MOST_NAMES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("its sheets are `{}`{more}", some.join("`, `"))
        }
    };
    Failure::new(format!("`{name}`: {}{near}", error.message)).help(help)
}
