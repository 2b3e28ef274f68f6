//! Parquet files as files of data.

use std::path::Path;

use super::data::data_file_name;
use super::rows::{Input, Rows, keep};
use crate::cli::output::Failure;
use crate::records::parquet::{KEPT_LIMIT, bytes_as_csv, file_as_csv};

/// The rows of a Parquet file, which has to be a file where it is large.
pub(super) fn parquet(input: Input, path: &Path) -> Result<Rows, Failure> {
    let name = data_file_name(path);
    let rows = match input {
        Input::File(file) => file_as_csv(file),
        Input::Stream(stream) => {
            let bytes = keep(stream, KEPT_LIMIT, path)?;
            if bytes.len() as u64 > KEPT_LIMIT {
                let most = KEPT_LIMIT >> 20;
                let message = format!("`{name}`: the Parquet file is larger than {most} MiB");
                return Err(Failure::new(message).help("save it on the disk, and name that file"));
            }
            bytes_as_csv(bytes)
        }
    };
    rows.map(Rows::Parquet)
        .map_err(|error| Failure::new(format!("`{name}`: {}", error.message)).help(error.help))
}
