//! Leads out of CSV, packed or not, or out of rows that were made into CSV: records become values of the
//! policy's fields by way of a `source`.
//!
//! | file | purpose |
//! | --- | --- |
//! | `files` | [`open`] and [`Leads`]: the leads of all files, one file after another |
//! | `open` | from a stream of bytes to a `LeadReader`, choosing the source on the way |
//! | `choose` | which source fits a header, and how the file is written |
//! | `table` | a stream of records behind a header |
//! | `columns` | [`Columns`]: which column holds which field |
//! | `misfit` | what of a header does not fit, in words |
//! | `leads` | `LeadReader`: the leads of one file in batches |
//! | `maker` | [`LeadMaker`]: a lead of a record by itself, on any processor |
//! | `row` | `RowReader`: one record as a lead, with what is wrong with it |
//! | `skip` | rows that are no leads |
//! | `join` | files whose rows belong to the leads by a key, held in memory |
//! | `field` | one field's texts as values, by type |
//! | `number` | numbers as exports write them: `1,234.50`, `$5`, `20%`, `(3)` |
//! | `moment` | dates and datetimes by a source's forms |
//! | `dates` | [`DateForms`]: a column's dates by other forms |
//! | `placeholder` | [`is_placeholder`], [`is_no_value`], [`is_no_number`]: texts that stand for "nothing" |
//! | `names` | how headers and enumerated values are recognised |
//! | `near` | what a value that nothing declares may have been meant to be |
//! | `keys` | which keys there were, in few bytes a lead |
//! | `problem` | [`Problem`] and [`DataError`]: what is wrong with a lead, or with the file |
//!
//! # What is decided here
//! A record is never dropped. One whose number of values is not that of the header cannot be
//! trusted: all its fields are bad, and its key is taken where it has one. Bytes that are no text
//! make the value bad where the policy reads the column, and are only counted elsewhere. Rows that a
//! source leaves out are counted. Where several rows of a joined file have the key of a lead, none is
//! taken: what the lead has from that file is bad. A `date`
//! without a declared form is also taken from an ISO datetime, as its day in the policy's zone; a
//! `datetime` is also taken from a date alone, as the start of that day.

mod choose;
mod columns;
mod dates;
mod field;
mod files;
mod join;
mod keys;
mod leads;
mod maker;
mod misfit;
mod moment;
mod names;
mod near;
mod number;
mod open;
mod placeholder;
mod problem;
mod row;
mod skip;
mod table;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use columns::Columns;
pub use dates::DateForms;
pub use field::{FieldReader, Reading, USUAL_NO, USUAL_YES};
pub use files::{DataFile, FileBlock, FileInfo, LeadPiece, Leads, open};
pub use keys::{KeyHash, Keys};
pub use leads::{LeadBatch, RowInfo};
pub use maker::{LeadMaker, MadeLead};
pub use number::WrittenNumber;
pub use open::Options;
pub use placeholder::{is_no_number, is_no_value, is_placeholder};
pub use problem::{DataError, Lack, Problem};
