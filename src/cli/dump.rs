//! `dump`: a policy as data.

use std::path::PathBuf;

use super::load::{self, PolicyOptions};
use super::output::{Exit, Failure, Output, Stop};
use crate::render::model::model_report;

/// The policy as data, names and types resolved, for programs that judge or translate it
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules dump policies/online-courses\n  \
                   groundrules dump examples/tour/policy --as-of 2026-07-01",
    after_help = "It is JSON as schema/model.schema.json describes it: all that bears on what the \
                  policy means, and nothing that is worked out of it.\n\n\
                  Exit codes: 0 it was printed, 2 the command could not run, for example because \
                  the policy has errors."
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them, or either as of a git revision, as
    /// `main:policies/acme`; `-` is standard input
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    #[command(flatten)]
    options: PolicyOptions,
}

/// Prints the policy.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let compiled = load::sound_policy(&arguments.policy, &arguments.options, output)?;
    let as_of = compiled
        .as_of
        .ok_or_else(|| Failure::new("there is no instant to judge for"))?;
    output.json(&model_report(&compiled, as_of))?;
    Ok(Exit::Clean)
}
