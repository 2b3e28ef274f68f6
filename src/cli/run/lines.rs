//! The output that has a piece for each lead.

use super::super::output::Failure;
use super::Format;
use crate::model::Model;
use crate::render::run as results;
use crate::report::LeadResult;

/// The output that has a piece for each lead.
pub(super) enum Lines<'m> {
    /// None: only a summary is printed.
    None,
    Jsonl(&'m Model, Vec<u8>),
    Csv(Box<results::Csv<'m>>),
}

impl<'m> Lines<'m> {
    /// Of one file, or of several, which are told apart.
    pub(super) fn new(format: Format, model: &'m Model, several: bool) -> Result<Self, Failure> {
        Ok(match format {
            Format::Human | Format::Json => Lines::None,
            Format::Jsonl => Lines::Jsonl(model, Vec::new()),
            Format::Csv => Lines::Csv(Box::new(results::Csv::new(model, several).map_err(fault)?)),
        })
    }

    pub(super) fn add(&mut self, result: &LeadResult) -> Result<(), Failure> {
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
    pub(super) fn take(&mut self) -> Result<Vec<u8>, Failure> {
        match self {
            Lines::None => Ok(Vec::new()),
            Lines::Jsonl(_, lines) => Ok(std::mem::take(lines)),
            Lines::Csv(csv) => csv.take().map_err(fault),
        }
    }
}

/// A failure that is no fault of the caller's. None is known.
pub(super) fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("the result could not be put into words: {error}"))
}
