//! `check`: whether a policy is complete and free of contradiction, what is wrong in its text, and
//! how it fits its data.
//!
//! | file | purpose |
//! | --- | --- |
//! | `prove` | the proof, and what can be said after it |
//! | `select` | `--only`, `--skip`, `--all` |
//! | `budget` | `--budget` |
//! | `baseline` | `--baseline`, `--write-baseline` |
//! | `example` | `--write-example` |
//! | `review` | what is told to those who read a pull request |
//! | `summary` | the lines below the findings |

use budget::Budget;
pub(super) use budget::steps;

mod baseline;
pub(super) mod budget;
mod example;
pub(super) mod prove;
mod review;
mod select;
mod summary;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::fit::{Call, FitOptions, Leads};
use super::io;
use super::load::{self, PolicyOptions};
use super::output::{Exit, Failure, Output, Stop};
use crate::analyze::{self, analyze};
use crate::compile::Compiled;
use crate::diagnostic::{Code, Diagnostic, Group, Level};
use crate::render::findings::{self, BaselineUse, Counts, Proof};
use crate::value::counted;
use baseline::{Baseline, BaselineOptions};
use prove::{Claim, Prove, proved};
use select::Selection;

/// Prove that a policy decides every lead once, and find what is wrong in it; with --data also how it
/// fits a file of leads
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  \
                   groundrules check examples/tour/policy --data examples/tour/leads.csv\n  \
                   groundrules check policies/* --format json --fail-on warning",
    after_help = PROVES
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them, or either as of a git revision, as
    /// `main:policies/acme`; several are judged each alone; `-` is standard input
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
    /// Let sarif, github, gitlab and junit name leads and quote their values; without it they count
    /// leads only, as many may read a pull request
    #[arg(long)]
    keys: bool,
    #[command(flatten)]
    selection: Selection,
    #[command(flatten)]
    proof: Budget,
    #[command(flatten)]
    baseline: BaselineOptions,
    /// Write the leads of findings into a new file, as examples that hold once the findings are mended
    #[arg(long, value_name = "FILE")]
    write_example: Option<PathBuf>,
    #[command(flatten)]
    fit: FitOptions,
    #[command(flatten)]
    options: PolicyOptions,
}

const PROVES: &str = "\
`check` first reads the text: spelling, names, types, units, values, tables, cycles, files, \
acceptances. Where that has no errors it proves, for all leads that there could be, missing values \
included, that each decision has exactly one outcome and that every rule, condition and score line \
has its use; each gap and each conflict comes with a lead that shows it. What cannot be decided \
within --budget is said to be not proved, and fails the check. With --data it reads the leads of a \
file once, counts them for each finding, and says what of them the policy does not take, and what of \
the policy they never need.

The formats sarif, github, gitlab and junit are one document for all policies of the call, and show what \
the human one shows: notes of the proof only with --all. Where GITHUB_STEP_SUMMARY names a file, as in a \
job of GitHub Actions, --format github also appends a summary in Markdown to it.

Exit codes: 0 nothing at or above --fail-on, 1 findings or something not proved, 2 the command could \
not run.";

/// What output is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// For programs: schema/check.schema.json; with several policies an array
    Json,
    /// For code hosts: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: workflow commands, which it shows beside the lines of a pull request
    Github,
    /// For GitLab: a report of Code Quality
    Gitlab,
    /// For build servers: JUnit XML
    Junit,
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
    /// How far the proof went, and what can be said after it; none where there was none.
    proof: Option<(Proof, Claim)>,
    /// How many findings the caller did not ask for.
    skipped: usize,
    baseline: Option<BaselineUse>,
}

/// Checks each policy.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    run_with(arguments, &analyze, output)
}

fn run_with(arguments: &Arguments, prove: Prove<'_>, output: &mut Output) -> Result<Exit, Stop> {
    arguments.refuse_misuse()?;
    let mut exit = Exit::Clean;
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    for path in &arguments.policies {
        match load::policy(path, &arguments.options) {
            Ok(compiled) => {
                let checked = checked(compiled, arguments, prove, output)?;
                let counts = Counts::of(&checked.compiled.findings);
                exit = exit.and(Exit::found(arguments.fail_on.fails(counts)));
                match arguments.format {
                    Format::Human => human(&checked, arguments, output)?,
                    _ => all.push(checked),
                }
            }
            // One that cannot be read does not keep the others from being judged.
            Err(failure) => {
                exit = Exit::CouldNotRun;
                complain(&failure, output)?;
                unread.push(findings::Unread {
                    name: io::show(path),
                    message: failure.message,
                });
            }
        }
    }
    match arguments.format {
        Format::Human => {}
        Format::Json => json(&all, arguments.policies.len(), output)?,
        _ => review::print(&all, &unread, arguments, output)?,
    }
    Ok(exit)
}

/// Judges a policy: the proof, then its leads, then what the caller wants to hear of.
fn checked(
    mut compiled: Compiled,
    arguments: &Arguments,
    prove: Prove<'_>,
    output: &mut Output,
) -> Result<Checked, Stop> {
    let baseline = arguments.baseline.prepare()?;
    let (mut leads, mut proof) = (arguments.leads_unread(), None);
    let options = analyze::Options {
        budget: arguments.proof.budget,
        codes: arguments.selection.codes(),
        consequences: false,
        stop: None,
    };
    if let Some(mut proved) = proved(&compiled, &options, prove) {
        let call = Call {
            options: &arguments.options,
            quiet: arguments.quiet,
        };
        let found = &mut proved.analysis.findings;
        leads = arguments.fit.judge(&mut compiled, found, &call, output)?;
        let found = proved.analysis.findings.into_iter();
        let found = found.map(|finding| finding.diagnostic).collect();
        for fault in &proved.analysis.faults {
            output.say(&format!(
                "internal error: {fault}; please report it with the policy"
            ));
        }
        compiled.take_in_proof(found, &proved.analysis.regions, options.codes.as_ref());
        proof = Some((proved.proof, proved.claim));
    }
    let selection = &arguments.selection;
    let skipped = selection.take_out(&mut compiled.findings, proof.is_some());
    let mut checked = Checked {
        compiled,
        leads,
        proof,
        skipped,
        baseline: None,
    };
    checked.leave_out_known(baseline, arguments, output)?;
    if let Some(path) = &arguments.write_example {
        let shown = checked.shown(arguments);
        let said = example::write(&checked.compiled, shown, path)?;
        arguments.say(&said, output);
    }
    Ok(checked)
}

impl Arguments {
    /// Refuses what cannot be done together, or would write over something.
    fn refuse_misuse(&self) -> Result<(), Failure> {
        self.fit.refuse_misuse(&self.policies)?;
        let written = self.write_example.is_some();
        if self.policies.len() > 1 && (written || self.baseline.is_given()) {
            let count = self.policies.len();
            let message =
                format!("a baseline and examples are those of one policy, and {count} are given");
            return Err(Failure::new(message).help("call `check` once for each policy"));
        }
        self.write_example
            .as_deref()
            .map_or(Ok(()), example::refuse_existing)
    }

    /// What becomes of the leads where the text has errors.
    fn leads_unread(&self) -> Leads {
        match self.fit.is_asked() {
            true => Leads::NotRead("the leads were not read"),
            false => Leads::NotAsked,
        }
    }

    /// Says what was done beside the check.
    fn say(&self, words: &str, output: &mut Output) {
        if !self.quiet {
            output.say(words);
        }
    }

    /// Whether a finding is counted only. What decides how the call ends is always shown.
    fn hides(&self, finding: &Diagnostic) -> bool {
        self.fail_on != FailOn::Note && self.selection.hides(finding)
    }
}

impl Checked {
    /// The findings that people see.
    fn shown(&self, arguments: &Arguments) -> Vec<&Diagnostic> {
        let findings = self.compiled.findings.iter();
        findings
            .filter(|finding| !arguments.hides(finding))
            .collect()
    }

    /// Takes out the findings that a baseline knows, or writes them into one.
    fn leave_out_known(
        &mut self,
        baseline: baseline::Use,
        arguments: &Arguments,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let sources = &self.compiled.sources;
        let (known, path) = match baseline {
            baseline::Use::None => return Ok(()),
            baseline::Use::Known(known, path) => (known, path),
            baseline::Use::Write(path) if self.proof.is_none() => {
                // Nobody wants to keep these, and what else there is cannot be told yet.
                let name = io::show(&path);
                arguments.say(
                    &format!("`{name}` was not written: mend the errors of the text first"),
                    output,
                );
                return Ok(());
            }
            baseline::Use::Write(path) => {
                let known = Baseline::of(&self.compiled.findings, sources);
                known.write(&path)?;
                let findings = counted(known.len(), "finding", "findings");
                let name = io::show(&path);
                arguments.say(&format!("wrote {findings} to `{name}`"), output);
                (known, path)
            }
        };
        let open: BTreeSet<Code> = self
            .compiled
            .findings
            .iter()
            .filter(|finding| !finding.is_proved())
            .map(|finding| finding.code)
            .collect();
        let is_read = matches!(self.leads, Leads::Read(_));
        let is_sound = self.proof.is_some();
        let can_match = |code: Code| {
            let needs_leads = code.group() == Group::Data;
            is_sound
                && arguments.selection.asks_for(code)
                && !open.contains(&code)
                && (is_read || !needs_leads)
        };
        // Errors of the text stay: with them, the policy means nothing.
        let (mut findings, errors) = std::mem::take(&mut self.compiled.findings)
            .into_iter()
            .partition(|finding| is_sound || finding.level != Level::Error);
        self.baseline = Some(known.take_out(&mut findings, sources, &path, can_match));
        self.compiled.findings = findings;
        self.compiled.findings.splice(0..0, errors);
        Ok(())
    }
}

fn complain(failure: &Failure, output: &mut Output) -> Result<(), Stop> {
    // What was found before stands before the message.
    output.finish()?;
    output.fail(failure);
    Ok(())
}

fn human(checked: &Checked, arguments: &Arguments, output: &mut Output) -> Result<(), Stop> {
    let compiled = &checked.compiled;
    let shown: Vec<Diagnostic> = checked.shown(arguments).into_iter().cloned().collect();
    let text = findings::human(&compiled.sources, &shown, output.style);
    output.write(&text)?;
    if arguments.quiet {
        return Ok(());
    }
    if !text.is_empty() {
        output.write("\n")?;
    }
    if let Leads::Read(read) = &checked.leads {
        let text = findings::data(&read.origin, &read.fit, &compiled.findings, output.style);
        output.write(&text)?;
        output.write("\n")?;
    }
    let style = output.style;
    let hidden = compiled.findings.len() - shown.len();
    output.write(&summary::beside(checked, hidden))?;
    output.write(&summary::summary(checked, &shown, style))
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
    findings::check_report(findings::Judged {
        compiled: &checked.compiled,
        read,
        proof: checked.proof.map(|(proof, _)| proof),
        skipped: checked.skipped,
        baseline: checked.baseline.as_ref(),
    })
}

#[cfg(test)]
mod tests;
