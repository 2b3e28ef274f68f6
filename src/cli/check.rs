//! `check`: what is wrong in the text of a policy, and how it fits its data.

use std::path::PathBuf;

use super::fit::{FitOptions, Leads};
use super::load::{self, PolicyOptions};
use super::output::{Exit, Failure, Output, Stop};
use crate::compile::Compiled;
use crate::diagnostic::Level;
use crate::render::findings::{self, Counts};
use crate::render::{Paint, Style, printable};
use crate::value::counted;

/// Find what is wrong in the text of a policy, and with --data how it fits a file of leads
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  \
                   groundrules check examples/tour/policy --data examples/tour/leads.csv\n  \
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
    fit: FitOptions,
    #[command(flatten)]
    options: PolicyOptions,
}

const NOT_YET: &str = "\
`check` decides what the text alone shows: spelling, names, types, units, values, tables, cycles, \
files, acceptances. With --data it reads the leads of a file once and says what of them the policy \
does not take, and what of the policy they never need. It does not yet decide, for all leads that \
there could be, whether each decision has exactly one outcome and every rule its use: gaps, \
conflicts and dead rules show in `run`, for the leads of a file.

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
    /// The level from which on it is one; none where nothing is.
    pub(super) fn level(self) -> Option<Level> {
        match self {
            FailOn::Error => Some(Level::Error),
            FailOn::Warning => Some(Level::Warning),
            FailOn::Note => Some(Level::Note),
            FailOn::Never => None,
        }
    }

    /// Whether these findings are a failure.
    fn fails(self, counts: Counts) -> bool {
        self.level().is_some_and(|level| counts.at_least(level) > 0)
    }
}

/// A policy that was checked, with its leads.
struct Checked {
    compiled: Compiled,
    leads: Leads,
}

/// Checks each policy.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    arguments.fit.refuse_misuse(&arguments.policies)?;
    let mut exit = Exit::Clean;
    let mut all = Vec::new();
    for path in &arguments.policies {
        match load::policy(path, &arguments.options) {
            Ok(mut compiled) => {
                let leads = arguments.fit.judge(
                    &mut compiled,
                    &arguments.options,
                    arguments.quiet,
                    output,
                )?;
                let counts = Counts::of(&compiled.findings);
                exit = exit.and(Exit::found(arguments.fail_on.fails(counts)));
                let checked = Checked { compiled, leads };
                match arguments.format {
                    Format::Human => human(&checked, arguments, output)?,
                    Format::Json => all.push(checked),
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
        json(&all, arguments.policies.len(), output)?;
    }
    Ok(exit)
}

fn complain(failure: &Failure, output: &mut Output) -> Result<(), Stop> {
    // What was found before stands before the message.
    output.finish()?;
    output.fail(failure);
    Ok(())
}

fn human(checked: &Checked, arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    let compiled = &checked.compiled;
    let text = findings::human(&compiled.sources, &compiled.findings, output.style);
    output.write(&text)?;
    if arguments.quiet {
        return Ok(());
    }
    if !text.is_empty() {
        output.write("\n")?;
    }
    if let Leads::Read(read) = &checked.leads {
        let text = findings::data(&read.origin, &read.fit, output.style);
        output.write(&text)?;
        output.write("\n")?;
    }
    let line = summary(checked, output.style);
    output.write(&line)
}

/// One line on what was found. The proof of a policy's completeness is not part of this version, so
/// the line claims no more than that the text holds together, and fits its data.
fn summary(checked: &Checked, style: Style) -> String {
    let Checked { compiled, leads } = checked;
    let counts = Counts::of(&compiled.findings);
    let title = match compiled.model.title.as_str() {
        "" => "the policy",
        title => title,
    };
    let title = printable(title);
    let fits = match leads {
        Leads::Read(_) => " and fits its data",
        Leads::NotAsked | Leads::NotRead(_) => "",
    };
    let words = match counts.words() {
        Some(words) if counts.errors > 0 => style.paint(Paint::Error, &words),
        Some(words) => format!(
            "{}; the text holds together",
            style.paint(Paint::Warning, &words)
        ),
        None => style.paint(
            Paint::Good,
            &format!("no findings, the text holds together{fits}"),
        ),
    };
    let accepted = match compiled.accepted {
        0 => String::new(),
        accepted => format!(" ({accepted} accepted)"),
    };
    let read = match leads {
        Leads::NotAsked => String::new(),
        Leads::NotRead(why) => format!("; {why}"),
        Leads::Read(read) => format!("; read {}", counted(read.fit.leads, "lead", "leads")),
    };
    format!("{title}: {words}{accepted}{read}\n")
}

fn json(all: &[Checked], asked: usize, output: &mut Output) -> Result<(), Stop> {
    let reports: Vec<_> = all.iter().map(report).collect();
    // The form follows from the call, not from what could be read.
    match reports.as_slice() {
        [one] if asked == 1 => output.json(one),
        [] if asked == 1 => Ok(()),
        many => output.json(&many),
    }
}

fn report(checked: &Checked) -> findings::CheckReport<'_> {
    let read = match &checked.leads {
        Leads::Read(read) => Some(findings::Read {
            fit: &read.fit,
            origin: &read.origin,
        }),
        Leads::NotAsked | Leads::NotRead(_) => None,
    };
    findings::check_report(&checked.compiled, read)
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
