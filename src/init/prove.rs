//! Whether a made text holds: it is compiled, and the export is read by it.

use std::collections::BTreeSet;

use super::Input;
use super::infer::Kind;
use super::schema::{Lessons, Schema};
use crate::compile::{self, Compiled, Loader};
use crate::data::{self, DataError, DataFile};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::model::FileProblem;
use crate::source::SourceMap;

/// What came of it.
#[derive(Debug)]
pub(super) enum Verdict {
    /// There is no finding, and no bad value.
    Fits,
    /// Something has to be otherwise, and why.
    Learn(Lessons, String),
}

/// A made text names no files.
struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _: &str, _: &str) -> Result<(String, String), FileProblem> {
        Err(FileProblem::NotFound)
    }
}

/// Compiles a text as a policy of one file.
pub(super) fn compiled(text: &str) -> Result<Compiled, String> {
    let mut sources = SourceMap::default();
    let file = sources.add("policy.ground", text);
    let options = compile::Options::default();
    compile::compile(sources, vec![file], &NoFiles, &options).map_err(|misuse| misuse.message)
}

/// Compiles the text, and reads all records by it.
pub(super) fn prove(
    text: &str,
    schema: &Schema,
    inputs: Vec<Input<'_>>,
) -> Result<Verdict, DataError> {
    let compiled = match compiled(text) {
        Ok(compiled) => compiled,
        Err(reason) => return Ok(Verdict::Learn(Lessons::default(), reason)),
    };
    let is_grave = |finding: &&Diagnostic| finding.level != Level::Note;
    let findings: Vec<&Diagnostic> = compiled.findings.iter().filter(is_grave).collect();
    if let Some(first) = findings.first() {
        let names = findings
            .iter()
            .filter_map(|finding| field_at(text, finding, schema));
        let lessons = Lessons {
            text: places(schema, &names.collect()),
            ..Lessons::default()
        };
        return Ok(Verdict::Learn(lessons, first.message.clone()));
    }
    let files = inputs
        .into_iter()
        .map(|input| DataFile::new(input.name, input.bytes));
    let source = compiled.model.sources.values().next();
    let options = data::Options {
        source: source.map(|source| source.named.name.clone()),
        ..data::Options::default()
    };
    let mut leads = match data::open(&compiled.model, files.collect(), &options) {
        Ok(leads) => leads,
        Err(errors) => {
            let reason = errors.into_iter().next().map(|error| error.message);
            return Ok(Verdict::Learn(
                Lessons::default(),
                reason.unwrap_or_default(),
            ));
        }
    };
    let (mut bad, mut no_key) = (BTreeSet::new(), false);
    let mut first = None;
    while let Some(batch) = leads.next_batch()? {
        for problem in batch.info.into_iter().flat_map(|info| info.problems) {
            match (problem.code, problem.field) {
                (Code::Ragged, _) => continue,
                (Code::DuplicateKey | Code::RequiredMissing, _) => no_key = true,
                (_, Some(field)) => drop(bad.insert(field)),
                (_, None) => {}
            }
            first = first.or(Some(problem.message));
        }
    }
    let Some(reason) = first else {
        return Ok(Verdict::Fits);
    };
    let names = bad.iter().filter_map(|id| compiled.model.fields.get(*id));
    let names = names.map(|field| field.named.name.as_str()).collect();
    let is_text = |place: &usize| {
        let mut fields = schema.fields.iter();
        fields.any(|field| field.place == *place && field.guess.kind == Kind::Text)
    };
    // What cannot be read as text either cannot be read at all.
    let (out, text) = places(schema, &names).into_iter().partition(is_text);
    let lessons = Lessons { text, out, no_key };
    Ok(Verdict::Learn(lessons, reason))
}

/// The field on whose lines a finding stands: the last one named before it.
fn field_at<'s>(text: &str, finding: &Diagnostic, schema: &'s Schema) -> Option<&'s str> {
    let before = text.get(..finding.span()?.range().end)?;
    before.lines().rev().find_map(|line| {
        let name = line.trim_start().split([':', ' ']).next()?;
        let field = schema.fields.iter().find(|field| field.name == name)?;
        Some(field.name.as_str())
    })
}

fn places(schema: &Schema, names: &BTreeSet<&str>) -> BTreeSet<usize> {
    let is_named = |name: &str| names.contains(name);
    let fields = schema.fields.iter().filter(|field| is_named(&field.name));
    fields.map(|field| field.place).collect()
}

impl Lessons {
    /// Takes in what another try has taught; whether any of it is new.
    pub(super) fn add(&mut self, other: Lessons) -> bool {
        let mut new = other.no_key && !self.no_key;
        self.no_key |= other.no_key;
        for (known, found) in [(&mut self.text, other.text), (&mut self.out, other.out)] {
            for place in found {
                new |= known.insert(place);
            }
        }
        new
    }
}
