//! `lsp`: the language server, for editors.
//!
//! | file | purpose |
//! | --- | --- |
//! | `machine` | the disk, the clock and leads, as the server asks for them |
//! | `belongs` | which policy a file is a part of |

mod belongs;
mod machine;

use std::io;
use std::sync::Arc;

use lsp_server::Connection;

use super::instant;
use super::output::{Exit, Failure, Stop};
use crate::lsp::{Ended, over, serve};
use machine::Machine;

/// Serve an editor: findings, completions and more, over standard input and output
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules lsp\n  groundrules lsp --as-of 2026-07-01",
    after_help = SERVES
)]
pub(super) struct Arguments {
    /// Standard input and output are used, as ever; editors say so of habit
    #[arg(long)]
    stdio: bool,
    /// The moment to judge for: 2026-07-01 or 2026-07-01T09:00, in the policy's time zone unless an
    /// offset stands behind it [default: now]
    #[arg(long, value_name = "INSTANT")]
    as_of: Option<String>,
}

const SERVES: &str = "\
Editors start it themselves: it speaks the Language Server Protocol. A file that is opened is looked at with \
all `.ground` files of its policy's folder, which is the nearest one with a `policy` block. What is not saved \
counts; lists, tables and the policy's `sample` are read from the disk and watched.

Settings, as `initializationOptions` or under `groundrules`: `sample` is a file of leads for policies that \
name none, `budget` the most steps of the proof, and `proof`: false leaves the proof out.

Exit codes: 0 the editor ended it, 2 the editor went away without a word.";

/// Serves the editor that started this process.
pub(super) fn run(arguments: &Arguments) -> Result<Exit, Stop> {
    instant::as_of(arguments.as_of.as_deref())?;
    let (connection, writer) = over(io::stdin(), io::stdout());
    let ended = language_server(connection, arguments.as_of.clone());
    // What was said last is to be heard too; who is gone hears nothing.
    if ended == Ended::InOrder {
        let _ = writer.join();
    }
    match ended {
        Ended::InOrder => Ok(Exit::Clean),
        Ended::Abruptly => {
            Err(Failure::new("the editor went away without saying `shutdown` and `exit`").into())
        }
    }
}

/// Serves an editor on the other end of a connection, with the files of this machine; `as_of` is the
/// moment to judge for, as `--as-of` has it, and without one it is now.
#[must_use]
pub fn language_server(connection: Connection, as_of: Option<String>) -> Ended {
    serve(connection, Arc::new(Machine::new(as_of)))
}
