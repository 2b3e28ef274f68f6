//! `fmt`: the one layout.

use std::path::{Path, PathBuf};

use super::io::{PolicyFile, read_policy, replace_file};
use super::load::take_in;
use super::output::{Exit, Failure, Output, Stop};
use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::format::verified;
use crate::render::{findings, printable};
use crate::source::{SourceId, SourceMap};
use crate::syntax;

/// Lay out the text of policies, in place
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules fmt policies/online-courses\n  \
                   groundrules fmt --check policies/*",
    after_help = "A file is written only where its layout changes, as a whole or not at all; its \
                  meaning and its comments stay. Files with faults are left as they are.\n\n\
                  Exit codes: 0 all is laid out, 1 with --check some file would change, or a file \
                  has faults, 2 the command could not run."
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them; `-` lays out standard input to standard output
    #[arg(required = true, value_name = "POLICY")]
    policies: Vec<PathBuf>,
    /// Change nothing, and say which files would change
    #[arg(long)]
    check: bool,
    /// Do not say which files were laid out
    #[arg(long, short)]
    quiet: bool,
}

/// What laying out a file comes to.
enum Layout {
    /// It is laid out already.
    Kept,
    /// It becomes this.
    Changed(String),
    /// It has faults.
    Faulty(Vec<Diagnostic>),
}

/// Lays out each file of each policy.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let mut exit = Exit::Clean;
    for path in &arguments.policies {
        let files = match read_policy(path) {
            Ok(read) => read.files,
            // One that cannot be read does not keep the others from being laid out.
            Err(failure) => {
                exit = exit.and(refuse(&failure, output)?);
                continue;
            }
        };
        for file in files {
            exit = exit.and(lay_out(file, arguments, output)?);
        }
    }
    Ok(exit)
}

fn refuse(failure: &Failure, output: &mut Output) -> Result<Exit, Stop> {
    // What was said before stands before the message.
    output.finish()?;
    output.fail(failure);
    Ok(Exit::CouldNotRun)
}

fn lay_out(file: PolicyFile, arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let mut sources = SourceMap::default();
    let path = file.path.clone();
    let layout = match take_in(&mut sources, file.name, file.content) {
        Ok(source) => match layout(&sources, source) {
            Ok(layout) => layout,
            Err(failure) => return refuse(&failure, output),
        },
        Err(finding) => Layout::Faulty(vec![*finding]),
    };
    let source = sources.iter().next().map(|(_, source)| source);
    let (name, old) = source.map_or(("", ""), |source| (&source.name, &source.text));
    match (layout, path) {
        (Layout::Faulty(findings), _) => {
            output.finish()?;
            let shown = findings::human(&sources, &findings, output.message_style);
            output.say(&shown);
            Ok(Exit::Findings)
        }
        (Layout::Changed(new), _) if arguments.check => {
            output.write(&hint(name, old, &new))?;
            Ok(Exit::Findings)
        }
        (Layout::Kept, _) if arguments.check => Ok(Exit::Clean),
        (Layout::Kept, None) => output.write(old).map(|()| Exit::Clean),
        (Layout::Changed(new), None) => output.write(&new).map(|()| Exit::Clean),
        (Layout::Kept, Some(_)) => Ok(Exit::Clean),
        (Layout::Changed(new), Some(path)) => write(&path, name, &new, arguments, output),
    }
}

fn write(
    path: &Path,
    name: &str,
    new: &str,
    arguments: &Arguments,
    output: &mut Output,
) -> Result<Exit, Stop> {
    if let Err(failure) = replace_file(path, new) {
        return refuse(&failure, output);
    }
    if !arguments.quiet {
        output.write(&format!("laid out {name}\n"))?;
    }
    Ok(Exit::Clean)
}

fn layout(sources: &SourceMap, id: SourceId) -> Result<Layout, Failure> {
    let text = sources.get(id).map_or("", |source| &source.text);
    let mut diagnostics = Diagnostics::default();
    let tree = syntax::parse(id, text, &mut diagnostics);
    if diagnostics.has_errors() {
        let mut findings = diagnostics.into_sorted();
        findings.retain(|finding| finding.level == Level::Error);
        return Ok(Layout::Faulty(findings));
    }
    match verified(id, text, &tree) {
        Ok(new) if new == text => Ok(Layout::Kept),
        Ok(new) => Ok(Layout::Changed(new)),
        Err(error) => Err(Failure::new(format!("`{}`: {error}", sources.name(id)))),
    }
}

/// That a file would change, with the first line that would.
fn hint(name: &str, old: &str, new: &str) -> String {
    let (mut olds, mut news) = (old.lines(), new.lines());
    let mut number = 0;
    loop {
        number += 1;
        let (old, new) = (olds.next(), news.next());
        if old == new && old.is_some() {
            continue;
        }
        let mut text = format!("{name} would change, first in line {number}\n");
        for (mark, line) in [("-", old), ("+", new)] {
            if let Some(line) = line {
                text.push_str(&format!("  {mark} {}\n", shown(line)));
            }
        }
        return text;
    }
}

/// A line fit to be printed: not longer than a few terminal lines, and without characters that do
/// something to the terminal.
fn shown(line: &str) -> String {
    const LONGEST: usize = 200;
    let characters = line.chars().take(LONGEST);
    printable(&characters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_differs_is_shown() {
        let text = hint("a.ground", "one\ntwo\nthree\n", "one\n2\nthree\n");
        assert_eq!(
            text,
            "a.ground would change, first in line 2\n  - two\n  + 2\n"
        );
        let text = hint("a.ground", "one\n", "one\ntwo\n");
        assert_eq!(text, "a.ground would change, first in line 2\n  + two\n");
        let text = hint("a.ground", "one", "one\n");
        assert_eq!(text, "a.ground would change, first in line 2\n");
    }
}
