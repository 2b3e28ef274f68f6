//! `test`: whether a policy's examples hold.

use std::path::PathBuf;

use super::load::{self, PolicyOptions};
use super::output::{Exit, Failure, Output, Stop};
use crate::eval::example::play;
use crate::render::examples::{Results, human, junit, test_report};

/// Check that the examples of a policy come out as they say
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules test policies/online-courses\n  \
                   groundrules test policies/online-courses --set mql_bar=60 --format json",
    after_help = "Exit codes: 0 all examples hold, 1 some do not, 2 the command could not run, \
                  for example because the policy has errors."
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them, or either as of a git revision, as
    /// `main:policies/acme`; `-` is standard input
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// How to print the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Print only the examples that do not hold, and nothing where all hold
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    options: PolicyOptions,
}

/// What output is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs: schema/test.schema.json
    Json,
    /// For build servers: JUnit XML
    Junit,
}

/// Plays all examples.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let compiled = load::sound_policy(&arguments.policy, &arguments.options, output)?;
    let as_of = compiled
        .as_of
        .ok_or_else(|| Failure::new("there is no instant to test for"))?;
    let examples = compiled.model.examples.iter();
    let played: Vec<_> = examples
        .map(|example| play(&compiled.model, example, as_of))
        .collect();
    let results = Results {
        compiled: &compiled,
        played: &played,
        as_of,
    };
    match arguments.format {
        Format::Human => {
            let text = human(results, output.style, arguments.quiet);
            output.write(&text)?;
        }
        Format::Json => output.json(&test_report(results))?,
        Format::Junit => output.write(&junit(results))?,
    }
    Ok(Exit::found(results.passed() < played.len()))
}
