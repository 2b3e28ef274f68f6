//! `init`: a first policy, made of an export.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::data;
use super::io::{self, data_file_name};
use super::output::{Exit, Failure, Output, Stop};
use crate::init::{self, InitError, Input};
use crate::render::init::{Call, human};

/// Make a first policy of an export
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules init examples/first-policy/leads.csv\n  \
                   groundrules init examples/first-policy/leads.csv --write policy.ground",
    after_help = "The policy declares the columns as fields, with types, listed values, placeholders \
                  and forms of dates by the evidence of all rows, and reads this very export without \
                  a bad value: that is made sure before it is printed. What was open stands in its \
                  comments. What to decide is for you to write.\n\n\
                  Exit codes: 0 a policy was made, 2 the command could not run."
)]
pub(super) struct Arguments {
    /// A CSV file or an Excel workbook, a lead on each row, or the parts of one export, or a pattern
    /// such as 'exports/*.csv'; `-` is standard input
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// Write the policy into this new file, instead of to standard output
    #[arg(long, short, value_name = "FILE")]
    write: Option<PathBuf>,
    /// The title of the policy [default: the name of the file]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// The sheet to read where DATA is an Excel workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Print nothing but the policy, not what was found
    #[arg(long, short)]
    quiet: bool,
}

/// Makes the policy, and says what was found.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    if let Some(path) = &arguments.write {
        refuse_other_names(path)?;
    }
    let paths = io::data_files(&arguments.data)?;
    let sheet = arguments.sheet.as_deref();
    let stdin = match paths.iter().any(|path| path == Path::new("-")) {
        true => io::keep_stdin(sheet)?,
        false => Vec::new(),
    };
    let open = || {
        let open = |path: &PathBuf| {
            let name = data_file_name(path);
            let bytes: Box<dyn Read> = match path == Path::new("-") {
                true => Box::new(stdin.as_slice()),
                false => io::open(path, sheet)?.into_csv(),
            };
            Ok(Input { name, bytes })
        };
        paths.iter().map(open).collect::<Result<Vec<_>, Failure>>()
    };
    let title = arguments.title.clone().unwrap_or_else(|| title(&paths));
    let draft = init::draft(&title, &open).map_err(failure)?;
    match &arguments.write {
        Some(path) => io::new_file(path, &draft.text)?,
        None => output.write(&draft.text)?,
    }
    if !arguments.quiet {
        // The policy stands before what is said of it.
        output.finish()?;
        let names: Vec<String> = paths.iter().map(|path| data_file_name(path)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let typed_paths: Vec<String> = arguments.data.iter().map(|path| typed(path)).collect();
        let written = arguments.write.as_deref().map(typed);
        let call = Call {
            data: &data::files_name(&names),
            paths: &typed_paths.join(" "),
            written: written.as_deref(),
        };
        output.say(&human(&draft.summary, call));
    }
    Ok(Exit::Clean)
}

/// A policy of another name would be found by no other command.
fn refuse_other_names(path: &Path) -> Result<(), Failure> {
    match io::is_policy(path) {
        true => Ok(()),
        false => Err(Failure::new(format!(
            "`--write {}`: the name of a policy ends in `.ground`",
            io::show(path)
        ))),
    }
}

/// A path as it can be typed again.
fn typed(path: &Path) -> String {
    let shown = io::show(path);
    match shown.contains(char::is_whitespace) {
        true => format!("\"{shown}\""),
        false => shown,
    }
}

/// The name of the first file as words.
fn title(paths: &[PathBuf]) -> String {
    let name = paths.first().and_then(|path| path.file_name());
    let name = name.map(OsStr::to_string_lossy).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let words: Vec<&str> = stem
        .split(['_', '-', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    let mut title = words.join(" ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match title.is_empty() {
        true => "First policy".to_owned(),
        false => title,
    }
}

fn failure(error: InitError<Failure>) -> Failure {
    match error {
        InitError::Open(failure) => failure,
        InitError::Data(error) => data::failure(error),
        InitError::Title => Failure::new("the title has characters that a policy cannot have")
            .help("give another one with `--title`"),
        InitError::Internal(reason) => Failure::new(format!(
            "no policy could be made that reads this export; this is a fault of the program, \
             please report it: {reason}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_made_of_file_names() {
        for (path, expected) in [
            ("a/hubspot_contacts.csv", "Hubspot contacts"),
            ("all-leads.2026.csv.gz", "All leads"),
            ("-", "First policy"),
            ("élan.csv", "élan"),
        ] {
            assert_eq!(title(&[PathBuf::from(path)]), expected, "{path}");
        }
    }
}
