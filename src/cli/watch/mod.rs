//! `watch`: the findings, examples and outcomes of a policy while it is edited, and what moves with
//! each save.
//!
//! | file | purpose |
//! | --- | --- |
//! | `desk` | what happens, one thing after another: files, keys, results |
//! | `worker` | the thread that reads, decides and proves |
//! | `held` | the leads, held between saves |
//! | `places` | which paths matter to this call |
//! | `watcher` | what the system, or a look twice a second, tells of them |
//! | `terminal` | the screen, and the keys |

mod desk;
pub(in crate::cli) mod held;
pub(in crate::cli) mod places;
mod terminal;
pub(in crate::cli) mod watcher;
mod worker;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::check::budget::Budget;
use super::data::DataOptions;
use super::io::{is_policy, is_revision, read_policy};
use super::load::PolicyOptions;
use super::output::{Exit, Failure, Output, Stop};
use desk::Desk;
use terminal::Terminal;

/// See what a policy says while it is edited, and what moves with each save
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules watch policies/acme exports/leads.csv\n  \
                   groundrules watch policies/acme --plain --as-of 2026-07-01",
    after_help = WATCHES
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them; it may be made later
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// A CSV file or an Excel workbook, a lead on each row, or several, or a pattern such as
    /// 'exports/*.csv' [default: the policy's `sample`]
    #[arg(value_name = "DATA")]
    data: Vec<PathBuf>,
    /// Write a log instead of drawing a screen, as where standard output is no terminal
    #[arg(long)]
    plain: bool,
    /// Look at the files twice a second, where the system does not tell of changes: on network drives
    #[arg(long)]
    poll: bool,
    #[command(flatten)]
    proof: Budget,
    /// Tell only what is wrong and what moved
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    reading: DataOptions,
    #[command(flatten)]
    options: PolicyOptions,
}

const WATCHES: &str = "\
Each save of the policy, of its lists and tables or of the leads is looked at: what is wrong, which \
examples do not hold, what is decided of the leads, and which of them come to another outcome than \
before, by which rule. It tells also when everything is back to how it was. A text with errors leaves \
the last results in sight, with their time. The proof comes last, and is given up for a newer save.

Keys: q quit, r rerun, f findings only, d differences only, / filter (escape leaves it), arrows scroll.

Without --as-of all looks are for the moment of the start, so that leads move by what is written and not \
by the hour; r takes the present moment. With it the log has no times: the same saves give the same log.

Up to 500,000 leads are held in memory, and read again only where their file or what the policy says of \
its reading changes; of larger files each look reads all, and compares the first million leads.

Exit codes: 0 it was ended, 2 the command could not run. Errors in the policy do not end it.";

/// Watches a policy until it is told to end.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    arguments.refuse_misuse()?;
    let is_dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    let plain = arguments.plain || !io::stdout().is_terminal() || is_dumb;
    let mut desk = Desk::new(arguments, plain, output)?;
    if plain {
        desk.end_when_nobody_reads();
        return desk.log(output).map(|()| Exit::Clean);
    }
    desk.end_when_told();
    let mut terminal = Terminal::enter().map_err(|error| {
        let reason = super::io::reason(&error);
        Failure::new(format!("the screen cannot be drawn: {reason}"))
            .help("`--plain` writes a log instead")
    })?;
    desk.listen_to_keys();
    let ended = desk.draw(&mut terminal, output.style.colour);
    drop(terminal);
    ended.map(|()| Exit::Clean)
}

impl Arguments {
    /// Refuses what cannot be watched.
    fn refuse_misuse(&self) -> Result<(), Failure> {
        self.options.moment()?;
        let stdin = Path::new("-");
        if self.policy == stdin || self.data.iter().any(|path| path == stdin) {
            let message = "standard input cannot be watched, as it is read once";
            return Err(Failure::new(message).help("give a file"));
        }
        if is_revision(&self.policy) {
            let message = format!(
                "`{}` is as of a revision, and never changes",
                self.policy.display()
            );
            return Err(Failure::new(message).help("watch the files that are edited"));
        }
        // What is there and no policy will not become one.
        match self.policy.is_file() && !is_policy(&self.policy) {
            true => read_policy(&self.policy).map(|_| ()),
            false => Ok(()),
        }
    }
}
