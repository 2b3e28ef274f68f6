//! `--write-example`: the leads of findings as examples, for the policy to be mended by.

use std::path::Path;

use crate::cli::io::{self, show};
use crate::cli::output::Failure;
use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::render::findings::examples;
use crate::value::counted;

/// Refuses a file that is there, before any work is done.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Failure> {
    match io::is_file(path) {
        false => Ok(()),
        true => {
            let message = format!(
                "there is a `{}` already, which was left as it is",
                show(path)
            );
            Err(Failure::new(message)
                .help("name a file that is not there yet, or move that one away"))
        }
    }
}

/// Writes the examples of these findings, and says what was done.
pub(super) fn write<'a>(
    compiled: &Compiled,
    findings: impl IntoIterator<Item = &'a Diagnostic>,
    path: &Path,
) -> Result<String, Failure> {
    let (text, count) = examples(&compiled.model, findings).map_err(|_| {
        Failure::new("the lead of a finding cannot be written as an example, and no file was made")
            .help("this is a fault of Groundrules, not of the policy: please report it")
    })?;
    let name = show(path);
    if count == 0 {
        return Ok(format!(
            "no finding has a lead to show, so `{name}` was not written"
        ));
    }
    io::new_file(path, &text)?;
    let examples = counted(count, "example", "examples");
    Ok(format!(
        "wrote {examples} to `{name}`: `groundrules test` plays them once they stand in the \
         policy's folder"
    ))
}
