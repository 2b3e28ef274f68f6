//! What is told to those who read a pull request: one document for all policies of a call.

use std::path::PathBuf;

use super::{Arguments, Checked, Format, summary};
use crate::cli::io;
use crate::cli::output::{Output, Stop};
use crate::diagnostic::Diagnostic;
use crate::render::Style;
use crate::render::findings::{
    Review, Reviewed, Unread, github, github_summary, gitlab, junit, sarif,
};

/// The variable by which GitHub Actions names the file for the summary of a job.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// Prints what was found in these policies, and for GitHub also appends the summary of the job.
pub(super) fn print(
    all: &[Checked],
    unread: &[Unread],
    arguments: &Arguments,
    output: &mut Output,
) -> Result<(), Stop> {
    let policies: Vec<Reviewed<'_>> = all.iter().map(|it| reviewed(it, arguments)).collect();
    let folder = std::env::current_dir().map_or(String::new(), |folder| io::show(&folder));
    let review = Review {
        policies: &policies,
        unread,
        keys: arguments.keys,
        folder: &folder,
        fails_from: arguments.fail_on.level(),
    };
    match arguments.format {
        Format::Sarif => output.json(&sarif(&review)),
        Format::Gitlab => output.json(&gitlab(&review)),
        Format::Junit => output.write(&junit(&review)),
        Format::Github => {
            output.write(&github(&review, !arguments.quiet))?;
            append(&github_summary(&review), output);
            Ok(())
        }
        Format::Human | Format::Json => Ok(()),
    }
}

fn reviewed<'a>(checked: &'a Checked, arguments: &Arguments) -> Reviewed<'a> {
    let findings = checked.shown(arguments);
    let shown: Vec<Diagnostic> = findings.iter().copied().cloned().collect();
    Reviewed {
        compiled: &checked.compiled,
        summary: summary::summary(checked, &shown, Style::plain()),
        findings,
    }
}

/// Appends the summary to the file that the environment names. What was found is printed all the same
/// where that cannot be done.
fn append(summary: &str, output: &mut Output) {
    let path = std::env::var_os(STEP_SUMMARY).filter(|path| !path.is_empty());
    if let Some(path) = path.map(PathBuf::from)
        && let Err(failure) = io::append(&path, summary)
    {
        output.say(&format!("note: {STEP_SUMMARY}: {}", failure.message));
    }
}
