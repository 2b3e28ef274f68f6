//! `why`: why a policy says what it says of one lead, and what would lead it elsewhere.

mod goal;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::data::{self, DataOptions};
use super::io;
use super::load::{self, PolicyOptions};
use super::names::{named, refused};
use super::output::{Exit, Failure, Output, Stop};
use crate::analyze;
use crate::compile::Compiled;
use crate::data::{Leads, RowInfo};
use crate::eval::{self, Evaluation};
use crate::model::{Batch, Cell, DecisionId, FieldId, Model, TeamId, given};
use crate::render::why::{Aim, Answer, Change, Place, human, json};
use crate::render::without_line_ends;
use crate::report::{LeadResult, Reporter, looks_at_clock};
use crate::value::{Instant, counted, fold, listed};
use crate::why::{self, Case, Difference, Explanation, Goal, Scope, Search, Toward, Wanted};

/// Explain what a policy says of one lead
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "groundrules why [OPTIONS] <POLICY> <DATA>... <KEY>",
    before_help = "Examples:\n  \
                   groundrules why examples/tour/policy examples/tour/leads.csv \
                   ana@harbour.example --if employees=40\n  \
                   groundrules why examples/tour/policy examples/tour/leads.csv \
                   row:5 --toward mql",
    after_help = TOWARD
)]
pub(super) struct Arguments {
    /// A `.ground` file, or a folder of them, or either as of a git revision, as
    /// `main:policies/acme`; `-` is standard input
    policy: PathBuf,
    /// A CSV file or an Excel workbook, a lead on each row, or several, or a pattern such as
    /// 'exports/*.csv'; `-` is standard input. The last is the key of the lead, or `row:114` for the one in this row (the
    /// header is row 1)
    // One argument, so that options may stand between the files and the key.
    #[arg(required = true, value_name = "DATA… KEY")]
    data_and_key: Vec<OsString>,
    /// How to print the explanation
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Tell what would be otherwise with these values: `employees=40,country=missing`; a text with
    /// a comma in quotes; may be repeated
    #[arg(long = "if", value_name = "FIELD=VALUE,…")]
    changes: Vec<String>,
    /// Tell the smallest changes of the lead with which it would have this outcome, by the proof:
    /// `mql`, or `qualification=mql` where several decisions have it. Keys, dates and fields that
    /// are `fixed` stay as they are; with --if, from the changed lead
    #[arg(long, value_name = "OUTCOME")]
    toward: Option<String>,
    /// The most steps that the proof for --toward may take, for example 500_000, 500k or 20M
    #[arg(
        long,
        value_name = "STEPS",
        default_value_t = analyze::Options::DEFAULT_BUDGET,
        value_parser = super::check::steps
    )]
    budget: u64,
    /// Say it in the words of this team's `vocabulary`
    #[arg(long = "for", value_name = "TEAM")]
    team: Option<String>,
    /// Explain only this decision and what it depends on
    #[arg(long, value_name = "NAME")]
    decision: Option<String>,
    /// Tell also of all rules that do not hold and all lines that give nothing
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    reading: DataOptions,
    #[command(flatten)]
    options: PolicyOptions,
}

const TOWARD: &str = "\
With --toward the proof looks for the smallest changes: fewest fields, of these the fewest that become \
missing, then the fewest steps (places of an order, bars that a number crosses), then the nearest \
values. The facts of the policy hold, and keys, dates and `fixed` fields stay as they are. Each way is \
decided once more as `run` would before it is printed. Where nothing leads there, the fields that rule \
it out are named; what is not decided within --budget is said to be not decided.

Exit codes: 0 the lead was found, 2 it was not, or the command could not run.";

/// What output is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// For programs: schema/why.schema.json
    Json,
}

/// Looks for the lead and explains it.
pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Stop> {
    let (key, data) = key_and_data(&arguments.data_and_key)?;
    refuse_file_as_key(&arguments.policy, key, &data)?;
    data::refuse_stdin_twice(&arguments.policy, &data)?;
    let compiled = load::sound_policy(&arguments.policy, &arguments.options, output)?;
    let model = &compiled.model;
    let asked = Asked::new(arguments, model)?;
    let wanted = wanted(key, model)?;
    let mut leads = data::open(model, &data, &arguments.reading, false, output)?;
    let found = match why::find(model, &mut leads, &wanted).map_err(data::failure)? {
        Search::Found(found) => *found,
        Search::Nothing { leads: count, near } => {
            let name = data::data_name(&leads);
            return Err(not_found(&wanted, key, &name, count, &near).into());
        }
    };
    let as_of = compiled.as_of.unwrap_or_else(io::now);
    let place = place(&found, &leads, &compiled, arguments, (key, as_of));
    let teller = Teller {
        compiled: &compiled,
        asked: &asked,
        as_of,
        place: &place,
    };
    let as_it_is = Lead::new(&compiled, as_of, found.lead, found.info);
    let changed = (!asked.changes.is_empty()).then(|| {
        let lead = as_it_is.batch.lead(0);
        let (batch, info) = why::changed(model, lead, &as_it_is.info, &asked.changes);
        Lead::new(&compiled, as_of, batch, info)
    });
    let text = teller.tell(&as_it_is, changed.as_ref(), arguments, output)?;
    output.write(&text)?;
    Ok(Exit::Clean)
}

/// The last of what stands behind the policy is the key.
fn key_and_data(all: &[OsString]) -> Result<(&str, Vec<PathBuf>), Failure> {
    let by_row = "the key stands last; without one, ask for the lead by its row: `row:114`";
    match all.split_last() {
        Some((key, data)) if !data.is_empty() => match key.to_str() {
            Some(key) => Ok((key, data.iter().map(PathBuf::from).collect())),
            None => Err(Failure::new("the key is not UTF-8 text").help(by_row)),
        },
        _ => Err(Failure::new("a file of leads and the key of one lead are needed").help(by_row)),
    }
}

/// A file where the key should stand, while something before it is no file, is a key elsewhere.
fn refuse_file_as_key(policy: &Path, key: &str, data: &[PathBuf]) -> Result<(), Failure> {
    let mut before = std::iter::once(policy).chain(data.iter().map(PathBuf::as_path));
    match io::is_file(Path::new(key)) && before.any(|path| !io::is_there(path)) {
        true => Err(Failure::new(format!(
            "`{key}` is a file, and the key of the lead stands last"
        ))
        .help("write `groundrules why POLICY DATA KEY`")),
        false => Ok(()),
    }
}

/// What the key asks for: a lead by its key or, as `row:114`, by its row.
fn wanted(key: &str, model: &Model) -> Result<Wanted, Failure> {
    let by_row = "ask for the lead by its row, e.g. `row:2` for the first one";
    if let Some(row) = key.trim().strip_prefix("row:") {
        return match row.trim().parse() {
            Ok(row) if row >= 2 => Ok(Wanted::Row(row)),
            Ok(_) => {
                let failure = Failure::new(format!("`{key}` is the header, or stands before it"));
                Err(failure.help("the first lead is `row:2`"))
            }
            Err(_) => Err(Failure::new(format!("`{key}` names no row"))
                .help("write the number of the row, e.g. `row:114`; the header is row 1")),
        };
    }
    if model.key().is_none() {
        let message = "no field of the policy is the `key`, so no lead can be asked for by one";
        return Err(Failure::new(message).help(by_row));
    }
    match fold(key) {
        key if key.is_empty() => Err(Failure::new("the key is empty").help(by_row)),
        key => Ok(Wanted::Key(key)),
    }
}

fn not_found(wanted: &Wanted, key: &str, data: &str, count: u64, near: &[String]) -> Failure {
    let leads = match count {
        0 => return Failure::new(format!("`{data}` has no leads")).help("check the file"),
        count => counted(count, "lead", "leads"),
    };
    match wanted {
        Wanted::Row(row) => {
            let message = format!("row {row} of `{data}` is no lead");
            Failure::new(message).help(format!(
                "there are {leads}, from row 2 on; a row that `skip rows` leaves out is none"
            ))
        }
        Wanted::Key(_) => {
            let message = format!("none of the {leads} of `{data}` has the key `{key}`");
            let near: Vec<String> = near.iter().map(|near| without_line_ends(near)).collect();
            let meant = match near.as_slice() {
                [] => String::new(),
                [one] => format!("did you mean `{one}`? "),
                several => format!("did you mean one of {}? ", listed(several)),
            };
            Failure::new(message).help(format!(
                "{meant}a lead can also be asked for by its row: `row:114`"
            ))
        }
    }
}

fn place(
    found: &why::Found,
    leads: &Leads<'_>,
    compiled: &Compiled,
    arguments: &Arguments,
    (key, as_of): (&str, Instant),
) -> Place {
    let files: Vec<String> = leads.files().map(|file| file.name.to_owned()).collect();
    let name = |at: usize| files.get(at).cloned().unwrap_or_default();
    let is_now = !arguments.options.has_as_of();
    let matters = !is_now || looks_at_clock(&compiled.model);
    let others = found.others.iter();
    Place {
        asked: key.to_owned(),
        file: name(found.info.file),
        others: others.map(|(file, row)| (name(*file), *row)).collect(),
        more: found.more,
        as_of: matters.then(|| compiled.model.zone.show(as_of)),
        is_now,
    }
}

/// What the caller asks beside the key, with names looked up.
struct Asked {
    changes: Vec<(FieldId, Cell)>,
    team: Option<TeamId>,
    decision: Option<DecisionId>,
    goal: Option<Goal>,
}

impl Asked {
    fn new(arguments: &Arguments, model: &Model) -> Result<Asked, Failure> {
        let teams = model.teams.iter().map(|(id, team)| (id, &team.named));
        let decisions = model.decisions.iter().map(|(id, it)| (id, &it.named));
        let team = arguments.team.as_deref();
        let team = team.map(|name| named(name, "team", &format!("`--for {name}`"), teams));
        let decision = arguments.decision.as_deref();
        let decision = decision
            .map(|name| named(name, "decision", &format!("`--decision {name}`"), decisions));
        let decision = decision.transpose()?;
        let goal = arguments.toward.as_deref();
        let goal = goal.map(|text| goal::goal(model, text, decision));
        let changes = given(model, &arguments.changes);
        Ok(Asked {
            changes: changes.map_err(|findings| refused("`--if`", findings))?,
            team: team.transpose()?,
            decision,
            goal: goal.transpose()?,
        })
    }
}

/// A lead and all that the policy says of it.
struct Lead {
    batch: Batch,
    info: RowInfo,
    evaluation: Evaluation,
    result: LeadResult,
}

impl Lead {
    fn new(compiled: &Compiled, as_of: Instant, batch: Batch, info: RowInfo) -> Lead {
        let model = &compiled.model;
        let lead = batch.lead(0);
        let evaluation = eval::evaluate(model, lead, as_of);
        let reporter = Reporter::new(model, &compiled.sources);
        let result = reporter.result(&info, lead, &evaluation);
        Lead {
            batch,
            info,
            evaluation,
            result,
        }
    }
}

/// What a policy says of a changed lead, and what is otherwise then.
type Then = (LeadResult, Vec<Difference>);

/// What an explanation is told with.
struct Teller<'a> {
    compiled: &'a Compiled,
    asked: &'a Asked,
    as_of: Instant,
    place: &'a Place,
}

impl Teller<'_> {
    fn tell(
        &self,
        as_it_is: &Lead,
        changed: Option<&Lead>,
        arguments: &Arguments,
        output: &Output,
    ) -> Result<String, Failure> {
        let differences = changed.map_or(Vec::new(), |it| self.differences(as_it_is, it));
        let scope = match changed {
            Some(_) => self.of_differences(&differences),
            None => {
                let goal = self.asked.goal.as_ref().map(|goal| goal.decision);
                let only = self.asked.decision.or(goal);
                only.map_or(Scope::Whole, Scope::Decision)
            }
        };
        let lead = changed.unwrap_or(as_it_is);
        let explanation = self.explain(lead, &scope);
        let goal = self.asked.goal.as_ref();
        let found = goal.map(|goal| (goal, self.toward(lead, goal, arguments.budget)));
        let answer = Answer {
            compiled: self.compiled,
            place: self.place,
            lead: lead.batch.lead(0),
            info: &lead.info,
            result: &lead.result,
            explanation: &explanation,
            team: self.asked.team,
            all: arguments.all,
            toward: found
                .as_ref()
                .map(|(goal, (found, then))| Aim { goal, found, then }),
            change: changed.map(|_| Change {
                cells: &self.asked.changes,
                lead: as_it_is.batch.lead(0),
                result: &as_it_is.result,
                evaluation: &as_it_is.evaluation,
                differences: &differences,
            }),
        };
        match arguments.format {
            Format::Human => Ok(human(answer, output.style)),
            Format::Json => json(answer).map_err(|error| {
                Failure::new(format!("the result could not be put into words: {error}"))
            }),
        }
    }

    /// What leads a lead to an outcome, and what becomes of it on each way.
    fn toward(&self, lead: &Lead, goal: &Goal, budget: u64) -> (Toward, Vec<Then>) {
        let model = &self.compiled.model;
        let found = why::toward(self.case(lead), goal, budget);
        let ways = match &found {
            Toward::Ways { ways, .. } => ways.as_slice(),
            _ => &[],
        };
        let then = ways.iter().map(|way| {
            let (batch, info) = why::changed(model, lead.batch.lead(0), &lead.info, &way.cells);
            let after = Lead::new(self.compiled, self.as_of, batch, info);
            let (was, is) = (
                (&lead.result, &lead.evaluation),
                (&after.result, &after.evaluation),
            );
            let differences = why::differences(model, was, is);
            (after.result, differences)
        });
        let then = then.collect();
        (found, then)
    }

    fn case<'l>(&'l self, lead: &'l Lead) -> Case<'l> {
        Case {
            model: &self.compiled.model,
            lead: lead.batch.lead(0),
            as_of: self.as_of,
            evaluation: &lead.evaluation,
        }
    }

    fn explain<'l>(&'l self, lead: &'l Lead, scope: &Scope) -> Explanation<'l> {
        why::explain(self.case(lead), scope)
    }

    /// What the change makes otherwise, of what is asked about.
    fn differences(&self, before: &Lead, after: &Lead) -> Vec<Difference> {
        let model = &self.compiled.model;
        let before = (&before.result, &before.evaluation);
        let after = (&after.result, &after.evaluation);
        let all = why::differences(model, before, after);
        let Some(decision) = self.asked.decision else {
            return all;
        };
        let asked = why::closure(model, decision);
        let is_asked = |it: &Difference| it.node().is_some_and(|node| asked.contains(&node));
        all.into_iter().filter(is_asked).collect()
    }

    fn of_differences(&self, differences: &[Difference]) -> Scope {
        let nodes: BTreeSet<_> = differences.iter().filter_map(|it| it.node()).collect();
        let duties = differences.iter().any(|it| it.is_duty());
        let is_journey = |it: &Difference| matches!(it, Difference::Journey(_));
        Scope::Nodes {
            nodes,
            duties,
            journeys: differences.iter().any(is_journey),
        }
    }
}
