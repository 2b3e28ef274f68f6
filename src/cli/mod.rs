//! The command line: one file a command, and thin ones, for the work is done on the floors below.
//!
//! | file | purpose |
//! | --- | --- |
//! | `check` `run` `why` `test` `diff` `watch` `init` `explain` `fmt` `handbook` `dump` | the commands |
//! | `lsp` | the language server |
//! | `shell` | `completions` and `man` |
//! | `fit` | `check --data` |
//! | `load` | the POLICY argument, for all commands alike |
//! | `data` | the DATA argument, likewise |
//! | `names` | what options name, looked up in the policy |
//! | `instant` | `--as-of` |
//! | `output` | standard output and error, exit codes, colour |
//! | `io` | files, standard input and the clock |

mod check;
mod data;
mod diff;
mod dump;
mod explain;
mod fit;
mod fmt;
mod handbook;
mod init;
mod instant;
mod io;
mod load;
#[cfg(feature = "lsp")]
mod lsp;
mod names;
mod output;
mod run;
mod shell;
mod test;
mod watch;
mod why;

#[cfg(feature = "lsp")]
pub use lsp::language_server;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use output::{ColourChoice, Exit, Output, Stop};

/// Lead policies as text: checked, tested and run over real leads
#[derive(Debug, Parser)]
#[command(
    name = "groundrules",
    version,
    about,
    max_term_width = 100,
    disable_help_subcommand = true,
    before_help = "Examples:\n  groundrules check examples/tour/policy\n  \
                   groundrules run examples/tour/policy examples/tour/leads.csv",
    after_help = EXIT_CODES
)]
struct Arguments {
    /// When to colour the output; NO_COLOR and CLICOLOR_FORCE are heeded
    #[arg(
        long = "color",
        global = true,
        value_name = "WHEN",
        default_value = "auto"
    )]
    colour: ColourChoice,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 clean, 1 there are findings, 2 the command could not run.";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
    Run(Box<run::Arguments>),
    Why(why::Arguments),
    Test(test::Arguments),
    Diff(Box<diff::Arguments>),
    Watch(watch::Arguments),
    Explain(explain::Arguments),
    Fmt(fmt::Arguments),
    Handbook(handbook::Arguments),
    Init(init::Arguments),
    Dump(dump::Arguments),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Arguments),
    Completions(shell::CompletionArguments),
    Man(shell::ManArguments),
}

/// Runs the command that this process was called with.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(refusal) => {
            // Help and version end here too, as what clap calls an error of code 0.
            let _ = refusal.print();
            return ExitCode::from(u8::try_from(refusal.exit_code()).unwrap_or(2));
        }
    };
    let mut output = Output::of_process(arguments.colour);
    let ended = run(&arguments.command, &mut output);
    let ended = ended.and_then(|exit| output.finish().map(|()| exit));
    match ended {
        Ok(exit) => exit.into(),
        Err(Stop::ClosedPipe) => Exit::Clean.into(),
        Err(Stop::Failed(failure)) => {
            // What was found before stands before the message.
            let _ = output.finish();
            output.fail(&failure);
            Exit::CouldNotRun.into()
        }
    }
}

fn run(command: &Command, output: &mut Output) -> Result<Exit, Stop> {
    match command {
        Command::Check(arguments) => check::run(arguments, output),
        Command::Diff(arguments) => diff::run(arguments, output),
        Command::Watch(arguments) => watch::run(arguments, output),
        Command::Run(arguments) => run::run(arguments, output),
        Command::Why(arguments) => why::run(arguments, output),
        Command::Test(arguments) => test::run(arguments, output),
        Command::Explain(arguments) => explain::run(arguments, output),
        Command::Fmt(arguments) => fmt::run(arguments, output),
        Command::Handbook(arguments) => handbook::run(arguments, output),
        Command::Init(arguments) => init::run(arguments, output),
        Command::Dump(arguments) => dump::run(arguments, output),
        #[cfg(feature = "lsp")]
        Command::Lsp(arguments) => lsp::run(arguments),
        Command::Completions(arguments) => {
            shell::completions(arguments, Arguments::command(), output)
        }
        Command::Man(arguments) => shell::man(arguments, Arguments::command(), output),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
