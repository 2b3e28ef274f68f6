//! `diff`: what changed in meaning, who must agree, and which leads move.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::check::budget::Budget;
use super::data::{self, DataOptions};
use super::io;
use super::load::{self, PolicyOptions, PolicyText};
use super::output::{Exit, Failure, Output, Stop};
use crate::analyze;
use crate::compile::Compiled;
use crate::diff::{Diff, Moved, Outcomes};
use crate::eval::evaluate;
use crate::render::diff as render;
use crate::value::Instant;

/// Say what two policies decide differently, who must agree, and which leads move
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules diff main:policies/online-courses policies/online-courses\n  \
                   groundrules diff policies/online-courses policies/online-courses --set-new mql_bar=60 \
                   --data policies/online-courses/sample.csv",
    after_help = COMPARES
)]
pub(super) struct Arguments {
    /// The older policy: a `.ground` file, a folder of them, or either as of a git revision, as
    /// `main:policies/acme`
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer policy, in the same ways
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Count also the leads of this file that come to another outcome; may be repeated
    #[arg(long, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// How to print the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Show the keys of leads that move also in markdown, which may be read by many
    #[arg(long)]
    keys: bool,
    /// Exit with 1 where the two differ, or not the same teams agreed
    #[arg(long)]
    exit_code: bool,
    /// The same as --set, for the newer policy only
    #[arg(long, value_name = "NAME=VALUE", value_parser = load::setting)]
    set_new: Vec<(String, String)>,
    #[command(flatten)]
    proof: Budget,
    #[command(flatten)]
    reading: DataOptions,
    #[command(flatten)]
    options: PolicyOptions,
}

const COMPARES: &str = "\
Policies are compared by what they mean, over all leads that both allow: names of definitions, the \
order of the text, its layout and comments do not matter, nor what a field is called that every \
source reads from the same column. Where they differ it says for which leads, \
and shows one. What the proof does not decide within --budget is said to be not decided.

Exit codes: 0 compared, 1 with --exit-code where they differ, not the same teams agreed, or something was not decided, 2 the \
command could not run.";

/// What output is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs: schema/diff.schema.json
    Json,
    /// For a comment on a pull request
    Markdown,
}

/// Compares two policies.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    refuse_stdin_twice(arguments)?;
    let old = load::read(&arguments.old)?.sound(&arguments.options, output)?;
    let options = arguments.set_new.iter();
    let options = options.fold(arguments.options.clone(), |options, (name, value)| {
        options.and_set(name, value)
    });
    let new: PolicyText = load::read_beside(&arguments.new, old.sources.clone())?;
    let new = new.sound(&options, output)?;
    let as_of = new.as_of.unwrap_or_else(io::now);
    let asked = analyze::Options {
        budget: arguments.proof.budget,
        ..analyze::Options::default()
    };
    let mut diff = Diff::new(&old, &new, as_of, &asked);
    for fault in &diff.changes.faults {
        let message = format!("{fault}; this is a fault of Groundrules, please report it");
        output.fail(&Failure::new(message));
    }
    if !arguments.data.is_empty() {
        diff.moved = Some(moved(arguments, &old, &new, as_of, output)?);
    }
    match arguments.format {
        Format::Human => output.write(&render::human(&diff, output.style))?,
        Format::Json => output.json(&render::json(&diff, &old.model, &new.model))?,
        Format::Markdown => output.write(&render::markdown(&diff, arguments.keys))?,
    }
    Ok(Exit::found(
        arguments.exit_code && (!diff.is_same() || diff.agrees_otherwise() || diff.is_open()),
    ))
}

/// Refuses two things that are both standard input.
fn refuse_stdin_twice(arguments: &Arguments) -> Result<(), Failure> {
    let stdin = Path::new("-");
    if arguments.old == stdin && arguments.new == stdin {
        let message = "the two policies cannot both be standard input";
        return Err(Failure::new(message).help("give one of them as a file"));
    }
    data::refuse_stdin_twice(&arguments.old, &arguments.data)?;
    data::refuse_stdin_twice(&arguments.new, &arguments.data)
}

/// Reads the leads under both policies. What each decides is held, so that they can be compared.
fn moved(
    arguments: &Arguments,
    old: &Compiled,
    new: &Compiled,
    as_of: Instant,
    output: &mut Output,
) -> Result<Moved, Stop> {
    let mut keys = BTreeMap::new();
    let before = outcomes(arguments, old, as_of, &mut keys, output)?;
    let now = outcomes(arguments, new, as_of, &mut keys, output)?;
    Ok(now.since(&before, &keys))
}

fn outcomes(
    arguments: &Arguments,
    compiled: &Compiled,
    as_of: Instant,
    keys: &mut BTreeMap<(usize, u64), String>,
    output: &mut Output,
) -> Result<Outcomes, Stop> {
    let model = &compiled.model;
    let mut leads = data::open(model, &arguments.data, &arguments.reading, false, output)?;
    let mut outcomes = Outcomes::new(model);
    while let Some(batch) = leads.next_batch().map_err(data::failure)? {
        for (place, info) in batch.info.iter().enumerate() {
            let evaluation = evaluate(model, batch.leads.lead(place), as_of);
            let at = (info.file, info.row);
            outcomes.add(model, at, &evaluation);
            keys.insert(at, info.key.clone());
        }
    }
    Ok(outcomes)
}
