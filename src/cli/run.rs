//! `run`: what a policy says of the leads of a file.

use std::path::PathBuf;

use super::check::FailOn;
use super::data::{self, DataOptions};
use super::io::{self, ProblemFile, ProblemLayout};
use super::load::{self, PolicyOptions};
use super::output::{Exit, Failure, Output, Stop};
use crate::compile::Compiled;
use crate::data::Leads;
use crate::diagnostic::{Level, nearest};
use crate::eval;
use crate::model::Model;
use crate::render::run as results;
use crate::report::{By, LeadResult, Reporter, Summary, Tally};
use crate::value::Instant;

/// Decide the leads of a file by a policy
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  groundrules run policies/online-courses leads.csv\n  \
                   groundrules run policies/online-courses leads.csv --format csv > decided.csv",
    after_help = "A lead with a problem is in the output with that problem, never left out.\n\n\
                  Exit codes: 0 all leads were read, 1 problems at or above --fail-on, \
                  2 the command could not run."
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them; `-` is standard input
    policy: PathBuf,
    /// A CSV file, a lead on each row, or several, or a pattern such as 'exports/*.csv'; `-` is
    /// standard input
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// How to print what was decided
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Add to the summary the decisions by the values of this field or decision
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Add to the summary what each rule, row and score line did
    #[arg(long)]
    rules: bool,
    /// Write the records with problems here, as they came, with the reasons in a last column
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    /// From which level of problems on the exit code is 1
    #[arg(long, value_name = "LEVEL", default_value = "never")]
    fail_on: FailOn,
    /// Print nothing but the result
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    reading: DataOptions,
    #[command(flatten)]
    options: PolicyOptions,
}

/// What output is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// A summary for people
    Human,
    /// The summary for programs: schema/run.schema.json
    Json,
    /// A line of JSON a lead: schema/run-record.schema.json
    Jsonl,
    /// A record a lead, for spreadsheets
    Csv,
}

/// Reads the leads, decides each, and prints what came of it.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    refuse_misuse(arguments)?;
    let compiled = load::sound_policy(&arguments.policy, &arguments.options, output)?;
    let by = arguments
        .by
        .as_deref()
        .map(|name| by(&compiled.model, name))
        .transpose()?;
    let mut tally = Tally::new(&compiled.model, by);
    if arguments.rules {
        tally = tally.with_rules(&compiled.sources);
    }
    let keep_raw = arguments.problems.is_some();
    let (paths, options) = (&arguments.data, &arguments.reading);
    let mut leads = data::open(&compiled.model, paths, options, keep_raw, output)?;
    let mut problems = problem_file(arguments, &compiled, &leads)?;
    let as_of = compiled.as_of.unwrap_or_else(io::now);
    let names: Vec<String> = leads.files().map(|file| file.name.to_owned()).collect();
    let several = names.len() > 1;
    let mut lines = Lines::new(arguments.format, &compiled.model, several)?;
    let run = Run {
        compiled: &compiled,
        as_of,
        files: if several { &names } else { &[] },
    };
    run.leads(&mut leads, &mut tally, &mut lines, &mut problems, output)?;
    if let Some(problems) = &mut problems {
        problems.finish()?;
    }
    let mut summary = tally.finish();
    summary.leads.skipped = leads.skipped();
    let origin = data::origin(&compiled, &leads, &arguments.options, as_of);
    match arguments.format {
        Format::Human => output.write(&results::human(&origin, &summary, output.style))?,
        Format::Json => output.write(&results::json(&origin, &summary).map_err(fault)?)?,
        Format::Jsonl | Format::Csv => {}
    }
    if !arguments.quiet {
        leads
            .notes()
            .iter()
            .for_each(|note| output.say(&format!("note: {note}")));
    }
    Ok(Exit::found(fails(arguments.fail_on, &summary)))
}

/// What a run goes by.
struct Run<'a> {
    compiled: &'a Compiled,
    as_of: Instant,
    /// The names of the files of leads, where there are several.
    files: &'a [String],
}

impl Run<'_> {
    /// Decides batch by batch, so that memory does not grow with the file.
    fn leads(
        &self,
        leads: &mut Leads<'_>,
        tally: &mut Tally<'_>,
        lines: &mut Lines<'_>,
        problems: &mut Option<ProblemFile>,
        output: &mut Output,
    ) -> Result<(), Stop> {
        let model = &self.compiled.model;
        let reporter = Reporter::new(model, &self.compiled.sources).naming(self.files);
        let text = lines.take()?;
        output.emit(|out| out.write_all(&text))?;
        while let Some(batch) = leads.next_batch().map_err(data::failure)? {
            for (place, info) in batch.info.iter().enumerate() {
                let lead = batch.leads.lead(place);
                let evaluation = eval::evaluate(model, lead, self.as_of);
                let result = reporter.result(info, lead, &evaluation);
                tally.add(lead, self.as_of, &evaluation, &result);
                lines.add(&result)?;
                if let Some(problems) = problems.as_mut().filter(|_| !result.problems.is_empty()) {
                    problems.add(&info.raw, result.file.as_deref(), &reasons(&result))?;
                }
            }
            let text = lines.take()?;
            output.emit(|out| out.write_all(&text))?;
        }
        Ok(())
    }
}

/// The output that has a piece for each lead.
enum Lines<'m> {
    /// None: only a summary is printed.
    None,
    Jsonl(&'m Model, Vec<u8>),
    Csv(Box<results::Csv<'m>>),
}

impl<'m> Lines<'m> {
    fn new(format: Format, model: &'m Model, several: bool) -> Result<Self, Failure> {
        Ok(match format {
            Format::Human | Format::Json => Lines::None,
            Format::Jsonl => Lines::Jsonl(model, Vec::new()),
            Format::Csv => Lines::Csv(Box::new(results::Csv::new(model, several).map_err(fault)?)),
        })
    }

    fn add(&mut self, result: &LeadResult) -> Result<(), Failure> {
        match self {
            Lines::None => {}
            Lines::Jsonl(model, lines) => {
                let line = results::record(model, result).map_err(fault)?;
                lines.extend_from_slice(line.as_bytes());
                lines.push(b'\n');
            }
            Lines::Csv(csv) => csv.add(result).map_err(fault)?,
        }
        Ok(())
    }

    /// What is to be written by now.
    fn take(&mut self) -> Result<Vec<u8>, Failure> {
        match self {
            Lines::None => Ok(Vec::new()),
            Lines::Jsonl(_, lines) => Ok(std::mem::take(lines)),
            Lines::Csv(csv) => csv.take().map_err(fault),
        }
    }
}

/// A failure that is no fault of the caller's. None is known.
fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the result could not be put into words: {error}"))
}

fn refuse_misuse(arguments: &Arguments) -> Result<(), Failure> {
    data::refuse_stdin_twice(&arguments.policy, &arguments.data)?;
    let lines = matches!(arguments.format, Format::Csv | Format::Jsonl);
    let asked = match (&arguments.by, arguments.rules) {
        (Some(_), _) => "--by",
        (None, true) => "--rules",
        (None, false) => return Ok(()),
    };
    match lines {
        true => Err(Failure::new(format!(
            "`{asked}` adds to the summary, and this format has none"
        ))
        .help("leave it out, or take `--format human` or `--format json`")),
        false => Ok(()),
    }
}

fn by(model: &Model, name: &str) -> Result<By, Failure> {
    By::named(model, name).ok_or_else(|| {
        let failure = Failure::new(format!(
            "`--by {name}`: the policy has no such field or decision"
        ));
        match nearest(name, By::names(model)) {
            Some(known) => failure.help(format!("did you mean `{known}`?")),
            None => failure,
        }
    })
}

fn problem_file(
    arguments: &Arguments,
    compiled: &Compiled,
    leads: &Leads<'_>,
) -> Result<Option<ProblemFile>, Failure> {
    let Some(path) = &arguments.problems else {
        return Ok(None);
    };
    let files: Vec<_> = leads.files().collect();
    let Some(first) = files.first() else {
        return Ok(None);
    };
    if let Some(other) = files.iter().find(|file| file.header != first.header) {
        let message = format!(
            "`--problems` writes the records of all files into one, and `{}` has other columns \
             than `{}`",
            other.name, first.name
        );
        return Err(Failure::new(message).help("run the files one by one"));
    }
    let source = first.source.and_then(|id| compiled.model.sources.get(id));
    let texts = compiled.sources.iter();
    let texts = texts.map(|(_, text)| PathBuf::from(&text.name));
    let data = data::inputs(&compiled.model, &arguments.data, &arguments.reading)?;
    let layout = ProblemLayout {
        header: first.header,
        delimiter: first.delimiter,
        // The file is UTF-8, and the source that it may be read by again may say otherwise.
        marked: source.is_some_and(|source| source.encoding.is_some()),
        several: files.len() > 1,
    };
    ProblemFile::create(path, &texts.chain(data).collect::<Vec<_>>(), &layout).map(Some)
}

/// Why a record is among those with problems.
fn reasons(result: &LeadResult) -> String {
    let reasons = result.problems.iter();
    let reasons = reasons.map(|problem| format!("{}: {}", problem.code, problem.message));
    reasons.collect::<Vec<_>>().join("; ")
}

fn fails(fail_on: FailOn, summary: &Summary) -> bool {
    let level = match fail_on {
        FailOn::Error => Level::Error,
        FailOn::Warning => Level::Warning,
        FailOn::Note => Level::Note,
        FailOn::Never => return false,
    };
    summary
        .problems
        .iter()
        .any(|kind| kind.code.level() >= level)
}
