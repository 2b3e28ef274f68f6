//! Workbooks as files of data.

use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

use super::data::data_file_name;
use super::rows::{Input, Rows};
use super::unreadable;
use crate::cli::output::Failure;
use crate::diagnostic::nearest;
use crate::records::workbook::{WORKBOOK_LIMIT, WorkbookError, sheet_as_csv};

/// How a workbook starts.
const ZIP: &[u8] = b"PK\x03\x04";
/// The most sheets that a message names.
const MOST_NAMES: usize = 20;

/// The rows of a file; of a workbook, those of the sheet of this name, or of the first.
pub(super) fn rows_of(input: Input, path: &Path, sheet: Option<&str>) -> Result<Rows, Failure> {
    let cannot = |error: io::Error| unreadable(path, &error);
    match input {
        Input::File(mut file) => {
            let start = start(&mut file).map_err(cannot)?;
            file.rewind().map_err(cannot)?;
            if start != ZIP {
                return no_workbook(path, sheet, Box::new(file));
            }
            let size = file.metadata().map_err(cannot)?.len();
            workbook(file, size, path, sheet)
        }
        Input::Stream(mut stream) => {
            let start = start(&mut stream).map_err(cannot)?;
            let is_zip = start == ZIP;
            let whole = Cursor::new(start).chain(stream);
            if !is_zip {
                return no_workbook(path, sheet, Box::new(whole));
            }
            // The list of what is in a workbook stands at its end.
            let mut bytes = Vec::new();
            let mut some = whole.take(WORKBOOK_LIMIT + 1);
            some.read_to_end(&mut bytes).map_err(cannot)?;
            let size = bytes.len() as u64;
            workbook(Cursor::new(bytes), size, path, sheet)
        }
    }
}

fn start(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    input.take(ZIP.len() as u64).read_to_end(&mut start)?;
    Ok(start)
}

fn no_workbook(path: &Path, sheet: Option<&str>, bytes: Box<dyn Read>) -> Result<Rows, Failure> {
    let Some(sheet) = sheet else {
        return Ok(Rows::Csv(bytes));
    };
    let name = data_file_name(path);
    let message = format!("`--sheet {sheet}`: `{name}` is no .xlsx workbook, and has no sheets");
    Err(Failure::new(message).help("leave `--sheet` out"))
}

fn workbook(
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
