//! `check`: what is wrong in the text of a policy.

use std::path::PathBuf;

use super::load::{self, PolicyOptions};
use super::output::{Exit, Failure, Output, Stop};
use crate::compile::Compiled;
use crate::diagnostic::Level;
use crate::render::findings::{self, Counts};
use crate::render::{Paint, Style, printable};

/// Find what is wrong in the text of a policy
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules check policies/online-courses\n  \
                   groundrules check policies/* --format json --fail-on warning",
    after_help = NOT_YET
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them; several are judged each alone; `-` is standard input
    #[arg(required = true, value_name = "POLICY")]
    policies: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// From which level on the exit code is 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
    /// Print findings only, and nothing where there are none
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    options: PolicyOptions,
}

const NOT_YET: &str = "\
`check` decides what the text alone shows: spelling, names, types, units, values, tables, cycles, \
files, acceptances. It does not yet decide, for all leads that there could be, whether each \
decision has exactly one outcome and every rule its use: gaps, conflicts and dead rules show in \
`run`, for the leads of a file.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 the command could not run.";

/// What output is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// For programs: schema/check.schema.json; with several policies an array
    Json,
}

/// From which level on findings count as failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Any finding
    Note,
    /// Nothing
    Never,
}

impl FailOn {
    /// Whether these findings are a failure.
    pub(super) fn fails(self, counts: Counts) -> bool {
        let level = match self {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Note => Level::Note,
            FailOn::Never => return false,
        };
        counts.at_least(level) > 0
    }
}

/// Checks each policy.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let mut exit = Exit::Clean;
    let mut checked = Vec::new();
    for path in &arguments.policies {
        match load::policy(path, &arguments.options) {
            Ok(compiled) => {
                let counts = Counts::of(&compiled.findings);
                exit = exit.and(Exit::found(arguments.fail_on.fails(counts)));
                match arguments.format {
                    Format::Human => human(&compiled, arguments, output)?,
                    Format::Json => checked.push(compiled),
                }
            }
            // One that cannot be read does not keep the others from being judged.
            Err(failure) => {
                exit = Exit::CouldNotRun;
                complain(&failure, output)?;
            }
        }
    }
    if arguments.format == Format::Json {
        json(&checked, arguments.policies.len(), output)?;
    }
    Ok(exit)
}

fn complain(failure: &Failure, output: &mut Output) -> Result<(), Stop> {
    // What was found before stands before the message.
    output.finish()?;
    output.fail(failure);
    Ok(())
}

fn human(compiled: &Compiled, arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    let text = findings::human(&compiled.sources, &compiled.findings, output.style);
    output.write(&text)?;
    if arguments.quiet {
        return Ok(());
    }
    if !text.is_empty() {
        output.write("\n")?;
    }
    let line = summary(compiled, output.style);
    output.write(&line)
}

/// One line on what was found. The proof of a policy's completeness is not part of this version, so
/// the line claims no more than that the text holds together.
fn summary(compiled: &Compiled, style: Style) -> String {
    let counts = Counts::of(&compiled.findings);
    let title = match compiled.model.title.as_str() {
        "" => "the policy",
        title => title,
    };
    let title = printable(title);
    let words = match counts.words() {
        Some(words) if counts.errors > 0 => style.paint(Paint::Error, &words),
        Some(words) => format!(
            "{}; the text holds together",
            style.paint(Paint::Warning, &words)
        ),
        None => style.paint(Paint::Good, "no findings, the text holds together"),
    };
    let accepted = match compiled.accepted {
        0 => String::new(),
        accepted => format!(" ({accepted} accepted)"),
    };
    format!("{title}: {words}{accepted}\n")
}

fn json(checked: &[Compiled], asked: usize, output: &mut Output) -> Result<(), Stop> {
    let reports: Vec<_> = checked.iter().map(findings::check_report).collect();
    // The form follows from the call, not from what could be read.
    match reports.as_slice() {
        [one] if asked == 1 => output.json(one),
        [] if asked == 1 => Ok(()),
        many => output.json(&many),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fail_on_counts_what_is_at_least_as_grave() {
        let counts = |errors, warnings, notes| Counts {
            errors,
            warnings,
            notes,
        };
        assert!(FailOn::Error.fails(counts(1, 0, 0)));
        assert!(!FailOn::Error.fails(counts(0, 5, 5)));
        assert!(FailOn::Warning.fails(counts(0, 1, 0)));
        assert!(!FailOn::Warning.fails(counts(0, 0, 1)));
        assert!(FailOn::Note.fails(counts(0, 0, 1)));
        assert!(!FailOn::Never.fails(counts(9, 9, 9)));
    }
}
