//! Many leads at once: read, decided and told by all processors, in the order in which they came.
//!
//! One thread reads the files in pieces of whole records and puts together what comes of them; the
//! others make leads of the records and decide them: a lead that is plain by the [engine], all others
//! by the evaluator. What comes out is the same, byte for byte, as if each lead was read, evaluated
//! and told one after another.
//!
//! [engine]: crate::engine
//!
//! | file | purpose |
//! | --- | --- |
//! | `column` | the texts of a column as the engine takes them |
//! | `together` | the records that are worked on side by side |
//! | `plain` | from the values of records to what is decided |
//! | `kept` | what was said of texts before |
//! | `made` | leads that have been made already |
//! | `counts` | what plain leads come to, counted |
//! | `worker` | from a piece to what comes of it |
//! | `pieces` | [`decide`]: pieces out to the workers and back in order |

mod column;
mod counts;
mod kept;
mod made;
mod pieces;
mod plain;
#[cfg(test)]
mod tests;
mod together;
mod worker;

pub use pieces::{Ended, decide};
pub use worker::Results;

use crate::engine::{AsOf, Engine, Verdict};
use crate::eval::Evaluation;
use crate::model::{Cell, FieldId, Lead, Model, Type};
use crate::report::{LeadResult, Reporter};
use crate::value::{Instant, Value};
use column::Column;

/// What leads are decided by.
pub struct Judge<'a> {
    /// The policy.
    pub model: &'a Model,
    /// Puts what the evaluator finds out into words.
    pub reporter: Reporter<'a>,
    /// The instant.
    pub as_of: Instant,
    /// The policy compiled for speed, where not all that it says of every lead is wanted.
    pub engine: Option<(&'a Engine, AsOf<'a>)>,
    /// How leads are told one by one.
    pub tell: &'a dyn Tell,
}

/// How leads are told one by one.
pub trait Tell: Sync {
    /// Tells of a lead of which there is nothing to say but what was decided.
    fn plain(&self, lead: PlainLead<'_>, out: &mut Vec<u8>);

    /// Tells all that there is to say of a lead.
    ///
    /// # Errors
    /// What could not be put into words, which no lead can cause.
    fn full(&self, result: &LeadResult, out: &mut Vec<u8>) -> Result<(), String>;
}

/// A lead of which there is nothing to say but what was decided.
#[derive(Clone, Copy)]
pub struct PlainLead<'a> {
    /// The number of its record in the file.
    pub row: u64,
    /// The place of its file.
    pub file: usize,
    /// Its key, as it is written.
    pub key: &'a str,
    /// What was decided.
    pub verdict: Verdict<'a>,
    texts: Texts<'a>,
}

/// The texts of a plain lead.
#[derive(Clone, Copy)]
enum Texts<'a> {
    /// Its values as they are written, and the columns that they are of.
    Written {
        values: &'a [&'a str],
        columns: &'a [(usize, Column<'a>)],
    },
    /// It has been made.
    Made(Lead<'a>),
}

impl<'a> PlainLead<'a> {
    /// What it has in a field of texts, as it is shown; blank where that is missing.
    #[must_use]
    pub fn text(&self, field: FieldId) -> &'a str {
        match self.texts {
            Texts::Written { values, columns } => {
                let mut columns = columns.iter();
                let column = columns.find(|(of, _)| *of == field.index());
                let text = |column: &Column<'_>| values.get(column.place).copied();
                let shown = column.and_then(|(_, column)| Some(column.shown(text(column)?)));
                shown.unwrap_or_default()
            }
            Texts::Made(lead) => match lead.cell(field) {
                Cell::Known(Value::Text(text)) => text.raw(),
                Cell::Known(_) | Cell::Missing | Cell::Bad => "",
            },
        }
    }
}

impl Judge<'_> {
    fn evaluate(&self, lead: Lead<'_>) -> Evaluation {
        crate::eval::evaluate(self.model, lead, self.as_of)
    }
}

/// The policy compiled for speed, where it has a form for all that the policy says of a plain lead.
#[must_use]
pub fn engine(model: &Model, as_of: Instant) -> Option<(Engine, AsOf<'_>)> {
    // Who a role is stands there as it is written, where it is a text.
    let mut persons = model.roles.values().filter_map(|role| role.named_in);
    let are_texts = persons.all(|id| model.fields.get(id).is_some_and(|it| it.ty == Type::Text));
    let engine = are_texts.then(|| Engine::with_journeys(model)).flatten();
    engine.zip(AsOf::new(model, as_of))
}
