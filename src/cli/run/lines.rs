//! The output that has a piece for each lead.

use super::Format;
use crate::bulk::{PlainLead, Tell};
use crate::engine::Engine;
use crate::model::Model;
use crate::render::run::{self as results, Formulas};
use crate::report::LeadResult;

/// The output that has a piece for each lead.
pub(super) enum Lines<'m> {
    /// None: only a summary is printed.
    None,
    Jsonl(&'m Model),
    Csv(Box<results::Csv<'m>>),
}

impl<'m> Lines<'m> {
    /// Of one file, or of several, which are told apart by their names.
    pub(super) fn new(
        format: Format,
        model: &'m Model,
        files: &'m [String],
        engine: Option<&'m Engine>,
    ) -> Self {
        match format {
            Format::Human | Format::Json => Lines::None,
            Format::Jsonl => Lines::Jsonl(model),
            Format::Csv => Lines::csv(results::Csv::new(model, files, engine, Formulas::Defused)),
            // Of what is told as CSV the file is made.
            Format::Parquet => {
                Lines::csv(results::Csv::new(model, files, engine, Formulas::AsTheyAre))
            }
        }
    }

    fn csv(csv: results::Csv<'m>) -> Self {
        Lines::Csv(Box::new(csv))
    }
}

impl Tell for Lines<'_> {
    fn plain(&self, lead: PlainLead<'_>, out: &mut Vec<u8>) {
        match self {
            // A line of JSON says all, and is told of no lead that is taken for plain.
            Lines::None | Lines::Jsonl(_) => {}
            Lines::Csv(csv) => csv.plain(lead, out),
        }
    }

    fn full(&self, result: &LeadResult, out: &mut Vec<u8>) -> Result<(), String> {
        match self {
            Lines::None => Ok(()),
            Lines::Jsonl(model) => {
                let line = results::record(model, result).map_err(|error| error.to_string())?;
                out.extend_from_slice(line.as_bytes());
                out.push(b'\n');
                Ok(())
            }
            Lines::Csv(csv) => csv.full(result, out),
        }
    }
}
