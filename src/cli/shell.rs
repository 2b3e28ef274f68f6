//! `completions` and `man`: what shells and `man` want to know of the commands, made of them.

use std::path::PathBuf;

use clap::Command;
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::io::{put_file, show};
use super::output::{Exit, Failure, Output, Stop};

/// Words that a shell completes: sub-commands, options and their values
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules completions bash > ~/.local/share/bash-completion/completions/groundrules\n  \
                   groundrules completions fish > ~/.config/fish/completions/groundrules.fish",
    after_help = "Exit codes: 0 they were printed, 2 the command could not run."
)]
pub(super) struct CompletionArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the completions of a shell.
pub(super) fn completions(
    arguments: &CompletionArguments,
    mut command: Command,
    output: &mut Output,
) -> Result<Exit, Stop> {
    let mut text = Vec::new();
    let name = command.get_name().to_owned();
    generate(arguments.shell, &mut command, name, &mut text);
    output.emit(|out| out.write_all(&text))?;
    Ok(Exit::Clean)
}

/// Pages for `man`: one for the program and one for each command
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules man ~/.local/share/man/man1\n  groundrules man target/man",
    after_help = "It writes into a folder that is there, and replaces pages of the same names.\n\n\
                  Exit codes: 0 they were written, 2 the command could not run."
)]
pub(super) struct ManArguments {
    /// The folder for the pages
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

/// Writes the pages.
pub(super) fn man(
    arguments: &ManArguments,
    mut command: Command,
    output: &mut Output,
) -> Result<Exit, Stop> {
    // So that each command knows the name that it is called by.
    command.build();
    let mut pages = vec![(command.get_name().to_owned(), command.clone())];
    for sub in command.get_subcommands() {
        pages.push((
            format!("{}-{}", command.get_name(), sub.get_name()),
            sub.clone(),
        ));
    }
    for (name, page) in pages {
        let path = arguments.folder.join(format!("{name}.1"));
        let mut text = Vec::new();
        let rendered = Man::new(page).render(&mut text);
        rendered.map_err(|error| Failure::new(format!("`{name}` has no page: {error}")))?;
        put_file(&path, &String::from_utf8_lossy(&text))?;
    }
    output.say(&format!("the pages are in `{}`", show(&arguments.folder)));
    Ok(Exit::Clean)
}
