//! Laws of the whole, on the shipped policies: what a text means does not depend on the order of its
//! files or declarations, nor on the names it gives.

use std::path::PathBuf;

use groundrules::compile::{Compiled, Loader, Options, compile};
use groundrules::data::{self, LeadBatch};
use groundrules::diagnostic::Diagnostics;
use groundrules::eval::{DecidedOutcome, evaluate};
use groundrules::model::{Batch, FileProblem};
use groundrules::report::{Reporter, Tally};
use groundrules::source::{SourceId, SourceMap};
use groundrules::syntax;
use groundrules::watch::{Counting, Names};
use proptest::prelude::*;

use crate::project::path;
use crate::shipped::POLICIES;

/// Finds lists and tables beside the policy, wherever the texts say they are.
struct Beside(PathBuf);

impl Loader for Beside {
    fn load(&self, _policy_file: &str, path: &str) -> Result<(String, String), FileProblem> {
        let text = std::fs::read_to_string(self.0.join(path)).map_err(|_| FileProblem::NotFound)?;
        Ok((path.to_owned(), text))
    }
}

/// The declarations of a policy, each with the comments above it.
fn declarations(policy: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(path(policy))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for path in files
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "ground"))
    {
        let text = std::fs::read_to_string(path).unwrap();
        let file = syntax::parse(SourceId(0), &text, &mut Diagnostics::default());
        let mut from = 0;
        for item in file.items {
            let end = item.span.range().end;
            all.push(text.get(from..end).unwrap().to_owned());
            from = end;
        }
    }
    all
}

fn compiled(policy: &str, files: &[String]) -> Compiled {
    let mut sources = SourceMap::default();
    let ids = files
        .iter()
        .enumerate()
        .map(|(n, text)| sources.add(format!("{n}.ground"), text.clone()))
        .collect();
    compile(sources, ids, &Beside(path(policy)), &Options::default()).unwrap()
}

/// What the policy says of each lead of its sample: the outcomes, scores and all else by number, but
/// nothing of names or places.
fn meaning(policy: &str, compiled: &Compiled) -> Vec<String> {
    let model = &compiled.model;
    let file = |name: &str| {
        let path = path(policy).join(name);
        data::DataFile::new(name, std::fs::File::open(path).unwrap())
    };
    let sample = file("sample.csv").joining(|name| Ok(file(name)));
    let mut reader = data::open(model, vec![sample], &data::Options::default())
        .map_err(|_| "no data")
        .unwrap();
    let as_of = "2026-07-01T00:00:00Z".parse().unwrap();
    let mut said = Vec::new();
    while let Some(batch) = reader.next_batch().map_err(|_| "bad data").unwrap() {
        for row in 0..batch.leads.len() {
            let evaluation = evaluate(model, batch.leads.lead(row), as_of);
            let mut lead: Vec<String> = model
                .decisions
                .iter()
                .map(|(id, decision)| match &evaluation.decision(id).outcome {
                    DecidedOutcome::Value(value) => model.show(value, decision.ty),
                    DecidedOutcome::Conflict(rules) => format!("conflict of {}", rules.len()),
                    other => format!("{other:?}"),
                })
                .collect();
            lead.extend(
                model
                    .scores
                    .iter()
                    .map(|(id, _)| format!("{:?}", evaluation.score(id).total)),
            );
            lead.sort();
            said.push(lead.join(" "));
        }
    }
    said
}

/// A shipped policy has no more declarations than this.
const MOST: usize = 128;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn the_order_of_files_and_declarations_does_not_matter(
        policy in prop::sample::select(POLICIES),
        order in prop::collection::vec(any::<u32>(), MOST),
        cuts in prop::collection::vec(0..MOST, 2),
    ) {
        let straight = declarations(policy);
        prop_assert!(straight.len() <= MOST);
        let mut shuffled: Vec<_> = straight.iter().cloned().zip(order).collect();
        shuffled.sort_by_key(|(_, at)| *at);
        let mut files = vec![String::new(); 3];
        for (at, (text, _)) in shuffled.into_iter().enumerate() {
            let file = cuts.iter().filter(|cut| at >= **cut).count();
            files[file] += &format!("{text}\n");
        }
        let (before, after) = (compiled(policy, &[straight.join("\n")]), compiled(policy, &files));
        prop_assert!(after.findings.is_empty(), "{:?}", after.findings);
        prop_assert_eq!(meaning(policy, &before), meaning(policy, &after));
    }
}

/// Gives every definition and score another name, wherever it stands outside quotes and comments.
fn renamed(text: &str, names: &[String]) -> String {
    let mut new = String::new();
    let (mut word, mut quoted, mut comment) = (String::new(), false, false);
    for c in text.chars().chain(['\n']) {
        let part_of_word = !quoted && !comment && (c.is_ascii_alphanumeric() || c == '_');
        if part_of_word {
            word.push(c);
            continue;
        }
        new += &word;
        if names.contains(&word) {
            new += "_by_another_name";
        }
        word.clear();
        comment = (comment || c == '#' && !quoted) && c != '\n';
        quoted = !comment && (quoted != (c == '"'));
        new.push(c);
    }
    new
}

#[test]
fn names_do_not_matter() {
    for policy in POLICIES {
        let text = declarations(policy).join("\n");
        let before = compiled(policy, std::slice::from_ref(&text));
        let model = &before.model;
        let defines = model
            .defines
            .values()
            .map(|define| define.named.name.clone());
        let names: Vec<_> = defines
            .chain(model.scores.values().map(|score| score.named.name.clone()))
            .collect();
        // Sheets name the columns of their tables.
        let sheets: String = before
            .sources
            .iter()
            .map(|(_, source)| source)
            .filter(|source| source.name.ends_with(".csv"))
            .map(|source| source.text.as_str())
            .collect();
        let names: Vec<_> = names
            .into_iter()
            .filter(|name| !sheets.contains(name.as_str()))
            .collect();
        assert!(names.len() > 2);
        let after = compiled(policy, &[renamed(&text, &names)]);
        assert!(after.findings.is_empty(), "{:?}", after.findings);
        assert_eq!(meaning(policy, &before), meaning(policy, &after));
    }
}

/// What is counted in parts, on several threads, is what `run` counts lead by lead: outcomes, scores,
/// journeys and their tasks, problems with the first lead that has them.
#[test]
fn counts_in_parts_are_those_of_the_whole() {
    for policy in POLICIES {
        let compiled = compiled(policy, &[declarations(policy).join("\n")]);
        let model = &compiled.model;
        let file = |name: &str| {
            let path = path(policy).join(name);
            data::DataFile::new(name, std::fs::File::open(path).unwrap())
        };
        let sample = file("sample.csv").joining(|name| Ok(file(name)));
        let mut leads = data::open(model, vec![sample], &data::Options::default())
            .map_err(|_| "no data")
            .unwrap();
        let as_of = "2026-07-01T00:00:00Z".parse().unwrap();
        let reporter = Reporter::new(model, &compiled.sources);
        let (mut tally, mut names) = (Tally::new(model, None), Names::default());
        let mut parts: Vec<LeadBatch> = Vec::new();
        while let Some(batch) = leads.next_batch().map_err(|_| "bad data").unwrap() {
            for (row, info) in batch.info.iter().enumerate() {
                let lead = batch.leads.lead(row);
                let evaluation = evaluate(model, lead, as_of);
                let result = reporter.result(info, lead, &evaluation);
                tally.add(lead, as_of, &evaluation, &result);
                if row % 7 == 0 {
                    parts.push(LeadBatch {
                        leads: Batch::new(model.fields.len()),
                        info: Vec::new(),
                    });
                }
                let part = parts.last_mut().unwrap();
                let cells = model.fields.iter().map(|(id, _)| lead.cell(id).clone());
                part.leads.push(cells);
                part.info.push(info.clone());
            }
        }
        let parts = parts.into_iter().map(|part| {
            let places = names.places(&part);
            (part, places)
        });
        let parts: Vec<_> = parts.collect();
        assert!(parts.len() > 3, "{policy}");
        let mut counting = Counting::new(&compiled, as_of, &[]);
        parts.chunks(3).for_each(|parts| counting.add(parts));
        assert_eq!(counting.finish().0, tally.finish(), "{policy}");
    }
}
