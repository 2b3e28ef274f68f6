//! The rows of a file of data, be it CSV or a workbook.

use std::fs::File;
use std::io::Read;

/// What comes out of a file of data.
pub(crate) enum Rows {
    /// The bytes of the file.
    Csv(Box<dyn Read>),
    /// The rows of a sheet, as CSV.
    #[cfg_attr(
        not(feature = "xlsx"),
        allow(dead_code, reason = "made in a build that reads workbooks")
    )]
    Sheet(Box<dyn Read>),
}

/// A file of data that is open.
pub(super) enum Input {
    /// A plain file.
    File(File),
    /// What can be read once, from its start.
    Stream(Box<dyn Read>),
}

#[cfg(feature = "xlsx")]
pub(super) use super::workbook::rows_of;

/// The rows of a file.
#[cfg(not(feature = "xlsx"))]
pub(super) fn rows_of(
    input: Input,
    _: &std::path::Path,
    sheet: Option<&str>,
) -> Result<Rows, crate::cli::output::Failure> {
    if let Some(sheet) = sheet {
        let message = format!("`--sheet {sheet}`: this build of the program reads no workbooks");
        let help = "open the workbook in Excel and save the sheet as CSV (UTF-8), or build the \
                    program with `--features xlsx`";
        return Err(crate::cli::output::Failure::new(message).help(help));
    }
    Ok(Rows::Csv(match input {
        Input::File(file) => Box::new(file),
        Input::Stream(stream) => stream,
    }))
}
