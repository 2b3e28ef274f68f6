//! `--problems`: the records with problems, as they came.

use std::path::PathBuf;

use super::super::data;
use super::super::io::{ProblemFile, ProblemLayout};
use super::super::output::Failure;
use super::Arguments;
use crate::compile::Compiled;
use crate::data::Leads;
use crate::report::LeadResult;

/// The file to which the records with problems go, if one is asked for.
pub(super) fn problem_file(
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
pub(super) fn reasons(result: &LeadResult) -> String {
    let reasons = result.problems.iter();
    let reasons = reasons.map(|problem| format!("{}: {}", problem.code, problem.message));
    reasons.collect::<Vec<_>>().join("; ")
}
