//! `run`: what a policy says of the leads of a file.
//!
//! | file | purpose |
//! | --- | --- |
//! | `asked` | what the summary is asked for: `--by`, `--tasks`, `--compare`, `--outcome` |
//! | `steps` | the values of `--sweep` |
//! | `lines` | the output that has a piece for each lead |
//! | `printed` | how that is printed: as it is, or as a Parquet file |
//! | `problems` | `--problems` |
//! | `progress` | how far it has come, on a terminal |

mod asked;
mod lines;
mod printed;
mod problems;
mod progress;
mod steps;

use std::path::PathBuf;

use lines::Lines;
use printed::{Printed, refuse_parquet};
use problems::{problem_file, reasons};
use progress::Progress;
use steps::Steps;

use super::check::FailOn;
use super::data::{self, DataOptions};
use super::io::{self, ProblemFile};
use super::load::{self, PolicyOptions, PolicyText};
use super::output::{Exit, Failure, Output, Stop};
use crate::bulk::{self, Ended, Judge};
use crate::compile::Compiled;
use crate::data::Leads;
use crate::model::Model;
use crate::render::run as results;
use crate::report::{Origin, Reporter, Summary, Sweep, Tally, Variant};

/// Decide the leads of a file by a policy
#[derive(Debug, clap::Args)]
#[command(
    before_help = "Examples:\n  \
                   groundrules run examples/tour/policy examples/tour/leads.csv --format csv\n  \
                   groundrules run examples/tour/policy examples/tour/leads.csv \
                   --sweep mql_bar=40..80/5",
    after_help = "A lead with a problem is in the output with that problem, never left out.\n\n\
                  Exit codes: 0 all leads were read, 1 problems at or above --fail-on, \
                  2 the command could not run."
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them, or either as of a git revision, as
    /// `main:policies/acme`; `-` is standard input
    policy: PathBuf,
    /// A CSV file or an Excel workbook, a lead on each row, or several, or a pattern such as
    /// 'exports/*.csv'; `-` is standard input
    #[arg(required = true)]
    data: Vec<PathBuf>,
    /// How to print what was decided
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Add to the summary the decisions by the values of this field or decision; `responsible` adds
    /// who has what to do
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// List what is to be done instead: late, at risk and due, whose and since when
    #[arg(long)]
    tasks: bool,
    /// List only what is due by then: `2026-07-01`, `2026-07-01T09:00`
    #[arg(long, value_name = "INSTANT", requires = "tasks")]
    due_by: Option<String>,
    /// List only what this role has to do
    #[arg(long, value_name = "ROLE", requires = "tasks")]
    role: Option<String>,
    /// Add to the summary what each rule, row and score line did
    #[arg(long)]
    rules: bool,
    /// Add to the summary where this decision and this field, in which the CRM says the same, differ
    #[arg(long, value_name = "DECISION=FIELD", value_parser = asked::compared)]
    compare: Option<(String, String)>,
    /// Add to the summary how many of the leads converted, by outcome and by score: those whose field
    /// has this value, or is `known`, or is `missing`
    #[arg(long, value_name = "FIELD=VALUE", value_parser = asked::goal_of)]
    outcome: Option<(String, String)>,
    /// Add to the summary what is decided under each of these values of a `define` that `--set` can
    /// set: `mql_bar=40..80/5`, or a list `mql_bar=40,50,60`
    #[arg(long, value_name = "NAME=FROM..TO/STEP", value_parser = steps::steps)]
    sweep: Option<Steps>,
    /// Write the records with problems here, as they came, with the reasons in a last column
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    /// From which level of problems on the exit code is 1
    #[arg(long, value_name = "LEVEL", default_value = "never")]
    fail_on: FailOn,
    /// Print nothing but the result, no notes
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
    /// The same with types, as a Parquet file
    #[cfg_attr(not(feature = "parquet"), value(hide = true))]
    Parquet,
}

/// Reads the leads, decides each, and prints what came of it.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    refuse_misuse(arguments)?;
    if arguments.format == Format::Parquet {
        refuse_parquet(output)?;
    }
    let policy = load::read(&arguments.policy)?;
    let compiled = policy.sound(&arguments.options, output)?;
    let swept = swept(arguments, &policy, output)?;
    let mut tally = tally(arguments, &compiled, &swept)?;
    let keep_raw = arguments.problems.is_some();
    let (paths, options) = (&arguments.data, &arguments.reading);
    let mut leads = data::open(&compiled.model, paths, options, keep_raw, output)?;
    let mut problems = problem_file(arguments, &compiled, &leads)?;
    let as_of = compiled.as_of.unwrap_or_else(io::now);
    let names: Vec<String> = leads.files().map(|file| file.name.to_owned()).collect();
    let several = names.len() > 1;
    let files: &[String] = if several { &names } else { &[] };
    let engine = is_plain(arguments).then(|| bulk::engine(&compiled.model, as_of));
    let engine = engine.flatten();
    let lines = match arguments.tasks {
        true => Lines::None,
        false => {
            let engine = engine.as_ref().map(|(engine, _)| engine);
            Lines::new(arguments.format, &compiled.model, files, engine)
        }
    };
    let judge = Judge {
        model: &compiled.model,
        reporter: Reporter::new(&compiled.model, &compiled.sources).naming(files),
        as_of,
        engine: engine.as_ref().map(|(engine, as_of)| (engine, *as_of)),
        tell: &lines,
    };
    let mut printed = Printed::begin(arguments.format, &lines, output)?;
    let comes_at_once = matches!(arguments.format, Format::Csv | Format::Jsonl);
    let looks = !arguments.quiet && output.is_looked_at(comes_at_once);
    let mut progress = Progress::new(looks);
    let decided = decide(
        &mut leads,
        &judge,
        &mut tally,
        &mut problems,
        (output, &mut printed, &mut progress),
    );
    progress.end(output);
    decided?;
    printed.end(output)?;
    if let Some(problems) = &mut problems {
        problems.finish()?;
    }
    let mut summary = tally.finish();
    summary.leads.skipped = leads.skipped();
    let origin = data::origin(&compiled, &leads, &arguments.options, as_of);
    print(arguments.format, &origin, &summary, several, output)?;
    if !arguments.quiet {
        leads
            .notes()
            .iter()
            .for_each(|note| output.say(&format!("note: {note}")));
    }
    Ok(Exit::found(fails(arguments.fail_on, &summary)))
}

/// Prints the summary, or of a list of tasks the list.
fn print(
    format: Format,
    origin: &Origin,
    summary: &Summary,
    several: bool,
    output: &mut Output,
) -> Result<(), Stop> {
    match (format, &summary.work) {
        (Format::Human, _) => output.write(&results::human(origin, summary, output.style)),
        (Format::Json, _) => output.write(&results::json(origin, summary).map_err(fault)?),
        (Format::Csv, Some(work)) => {
            let text = results::work_csv(work, several);
            output.emit(|out| out.write_all(&text))
        }
        (Format::Csv, None) | (Format::Jsonl | Format::Parquet, _) => Ok(()),
    }
}

/// The policy under each value of `--sweep`.
fn swept(
    arguments: &Arguments,
    policy: &PolicyText,
    output: &mut Output,
) -> Result<Vec<Model>, Stop> {
    let Some(steps) = &arguments.sweep else {
        return Ok(Vec::new());
    };
    if arguments.options.sets(&steps.name) {
        let message = format!("`{}` is both set and swept", steps.name);
        let help = "leave `--set` of it out: `--sweep` gives it each of its values";
        return Err(Failure::new(message).help(help).into());
    }
    let models = steps.values.iter().map(|value| {
        let options = arguments.options.and_set(&steps.name, value);
        let compiled = policy.compiled(&options)?;
        // The policy itself has none: they come from the value.
        if load::shows_errors(&compiled, output) {
            let message = format!("the policy has errors with `{}` at `{value}`", steps.name);
            let help = "give values of the kind and in the unit that the policy has";
            return Err(Failure::new(message).help(help).into());
        }
        Ok(compiled.model)
    });
    models.collect()
}

/// What is to be counted.
fn tally<'m>(
    arguments: &Arguments,
    compiled: &'m Compiled,
    swept: &'m [Model],
) -> Result<Tally<'m>, Failure> {
    let model = &compiled.model;
    let by = arguments.by.as_deref();
    let by_responsible = by.is_some_and(|name| asked::is_responsible(model, name));
    let by = by.filter(|_| !by_responsible);
    let by = by.map(|name| asked::by(model, name));
    let mut tally = Tally::new(model, by.transpose()?);
    if by_responsible {
        tally = tally.by_responsible();
    }
    if arguments.tasks {
        let (due_by, role) = (arguments.due_by.as_deref(), arguments.role.as_deref());
        tally = tally.with_work(asked::work(model, due_by, role)?);
    }
    if arguments.rules {
        tally = tally.with_rules(&compiled.sources);
    }
    if let Some(compare) = &arguments.compare {
        tally = tally.with_comparison(asked::comparison(model, compare)?);
    }
    if let Some(outcome) = &arguments.outcome {
        tally = tally.with_goal(asked::goal(model, outcome)?);
    }
    if let Some(Steps { name, values }) = &arguments.sweep {
        let variants = values.iter().zip(swept).map(|(value, model)| Variant {
            label: value.clone(),
            model,
        });
        let variants: Vec<Variant<'_>> = variants.collect();
        let sweep = Sweep::new(model, name, &variants).ok_or_else(|| {
            Failure::new(format!("`--sweep {name}`: no decision depends on `{name}`"))
                .help("sweep a definition that a decision reads, itself or by way of others")
        })?;
        tally = tally.with_sweep(sweep);
    }
    Ok(tally)
}

/// Whether of a lead without problems nothing is wanted but what was decided.
fn is_plain(arguments: &Arguments) -> bool {
    let asks_more = arguments.by.is_some()
        || arguments.tasks
        || arguments.rules
        || arguments.compare.is_some()
        || arguments.outcome.is_some()
        || arguments.sweep.is_some();
    !asks_more && arguments.format != Format::Jsonl
}

/// Decides all leads, piece by piece, so that memory does not grow with the file.
fn decide(
    leads: &mut Leads<'_>,
    judge: &Judge<'_>,
    tally: &mut Tally<'_>,
    problems: &mut Option<ProblemFile>,
    (output, printed, progress): (&mut Output, &mut Printed, &mut Progress),
) -> Result<(), Stop> {
    let decided = bulk::decide(leads, judge, |results| {
        progress.add(results.count(), output);
        results.count_in(tally, judge.as_of);
        for (result, info) in results.told() {
            if let Some(problems) = problems.as_mut().filter(|_| !result.problems.is_empty()) {
                problems.add(&info.raw, result.file.as_deref(), &reasons(result))?;
            }
        }
        printed.print(&results.text, output)
    });
    decided.map_err(|ended| match ended {
        Ended::Data(error) => data::failure(error).into(),
        Ended::Refused(stop) => stop,
        Ended::Fault(reason) => fault(reason).into(),
    })
}

/// A failure that is no fault of the caller's. None is known.
fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the result could not be put into words: {error}"))
}

fn refuse_misuse(arguments: &Arguments) -> Result<(), Failure> {
    data::refuse_stdin_twice(&arguments.policy, &arguments.data)?;
    let lines = matches!(
        arguments.format,
        Format::Csv | Format::Jsonl | Format::Parquet
    );
    // A list of tasks is a table of its own.
    let tasks = arguments.tasks && arguments.format != Format::Csv;
    let asked = [
        ("--by", arguments.by.is_some()),
        ("--tasks", tasks),
        ("--rules", arguments.rules),
        ("--compare", arguments.compare.is_some()),
        ("--outcome", arguments.outcome.is_some()),
        ("--sweep", arguments.sweep.is_some()),
    ];
    match asked.iter().find(|(_, is_asked)| *is_asked && lines) {
        Some((asked, _)) => Err(Failure::new(format!(
            "`{asked}` adds to the summary, and this format has none"
        ))
        .help("leave it out, or take `--format human` or `--format json`")),
        None => Ok(()),
    }
}

fn fails(fail_on: FailOn, summary: &Summary) -> bool {
    let mut kinds = summary.problems.iter();
    fail_on
        .level()
        .is_some_and(|level| kinds.any(|kind| kind.code.level() >= level))
}
