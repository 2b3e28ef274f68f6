//! `handbook`: the agreement as a page to read.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::io::{is_policy, put_file, show};
use super::load::{self, PolicyOptions};
use super::names::named;
use super::output::{Exit, Failure, Output, Stop};
use crate::compile::Compiled;
use crate::handbook::{Agreement, FIRST_DAY, of_policy, of_role};
use crate::render::handbook::{html, markdown};

/// The agreement as a page that a team can read
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules handbook policies/saas-hubspot -o handbook.html\n  \
                   groundrules handbook examples/tour/policy --role sdr",
    after_help = "The page says what the policy says, in sentences and tables, and never drifts \
                  from it: it is made of it. Deadlines are worked out for a day after 2026-07-01, or \
                  after that of --as-of, so that the same policy gives the same page.\n\n\
                  Exit codes: 0 it was made, 2 the command could not run, for example because the \
                  policy has errors."
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them, or either as of a git revision, as
    /// `main:policies/acme`; `-` is standard input
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// Write the page into this file, in the place of what it holds, instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the page is made as [default: what the name of the file says, else markdown]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// The page of one role: what is mine, by when, what I may not do, where I hand over
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Tell it in the words of this team's `vocabulary` [default: the policy's; with --role those of
    /// the role's team]
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    #[command(flatten)]
    options: PolicyOptions,
}

/// What the page is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text for a repository or a wiki
    Markdown,
    /// One file for a browser or a printer, with nothing loaded from elsewhere
    Html,
}

/// Makes the page.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let file = arguments.output.as_deref();
    let file = file.filter(|file| *file != Path::new("-"));
    let format = format(arguments.format, file)?;
    let compiled = load::sound_policy(&arguments.policy, &arguments.options, output)?;
    let page = page(arguments, &compiled, format)?;
    match file {
        None => output.write(&page)?,
        Some(file) => {
            refuse_the_policy(file, &compiled)?;
            put_file(file, &page)?;
            output.say(&format!("wrote {}", show(file)));
        }
    }
    Ok(Exit::Clean)
}

fn page(arguments: &Arguments, compiled: &Compiled, format: Format) -> Result<String, Failure> {
    let model = &compiled.model;
    let role = arguments.role.as_deref().map(|name| {
        let roles = model.roles.iter().map(|(id, role)| (id, &role.named));
        named(name, "role", &format!("`--role {name}`"), roles)
    });
    let team = arguments.team.as_deref().map(|name| {
        let teams = model.teams.iter().map(|(id, team)| (id, &team.named));
        named(name, "team", &format!("`--team {name}`"), teams)
    });
    let as_of = compiled.as_of.filter(|_| arguments.options.has_as_of());
    let agreement = Agreement {
        model,
        sources: &compiled.sources,
        team: team.transpose()?,
        from: as_of.map_or(FIRST_DAY, |as_of| model.zone.date(as_of)),
    };
    let document = match role.transpose()? {
        Some(role) => of_role(agreement, role),
        None => of_policy(agreement),
    };
    Ok(match format {
        Format::Markdown => markdown(&document),
        Format::Html => html(&document),
    })
}

/// What is asked for, or what the ending of the file's name says.
fn format(asked: Option<Format>, file: Option<&Path>) -> Result<Format, Failure> {
    let (Some(file), None) = (file, asked) else {
        return Ok(asked.unwrap_or(Format::Markdown));
    };
    let ending = file.extension().and_then(OsStr::to_str);
    let ending = ending.map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("html" | "htm" | "xhtml") => Ok(Format::Html),
        Some("md" | "markdown") => Ok(Format::Markdown),
        Some(_) | None => Err(Failure::new(format!(
            "`--output {}`: the name does not say what the page is to be made as",
            show(file)
        ))
        .help("end it in `.md` or `.html`, or add `--format markdown` or `--format html`")),
    }
}

/// The page is never written over what it is made of.
fn refuse_the_policy(file: &Path, compiled: &Compiled) -> Result<(), Failure> {
    let target = fs::canonicalize(file).ok();
    let mut sources = compiled.sources.iter();
    let is_source = target.is_some_and(|target| {
        sources.any(|(_, source)| fs::canonicalize(&source.name).is_ok_and(|it| it == target))
    });
    match is_source || is_policy(file) {
        true => Err(Failure::new(format!(
            "`--output {}`: a page is not written over a policy, nor over what belongs to it",
            show(file)
        ))
        .help("name another file, such as `handbook.html`")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_says_what_the_page_is_made_as() {
        let of = |file: &str| format(None, Some(Path::new(file)));
        assert_eq!(of("a/handbook.HTML"), Ok(Format::Html));
        assert_eq!(of("handbook.md"), Ok(Format::Markdown));
        assert!(of("handbook.pdf").unwrap_err().help.is_some());
        let asked = Some(Format::Html);
        assert_eq!(format(asked, Some(Path::new("page"))), Ok(Format::Html));
        assert_eq!(format(None, None), Ok(Format::Markdown));
    }
}
