//! What a policy says of the leads of a file, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `human` | the summary to read |
//! | `problems` | its part on what was wrong |
//! | `tables` | its tables: by something else, and what each rule did |
//! | `columns` | tables whose columns go below each other where they do not fit |
//! | `compare` | where a decision and a field differ, to read |
//! | `outcome` | how many of the leads converted, to read |
//! | `journeys` | where leads stand in their journeys, to read |
//! | `work` | what is to be done, to read |
//! | `sweep` | what is decided under several values of a definition, to read |
//! | `json` | the summary for programs |
//! | `record` | a line of JSON for each lead |
//! | `journey` | its part on where the lead stands in its journeys |
//! | `csv` | a record for each lead, or for each task |
//! | `parquet` | the records of leads as a Parquet file, where the program is built with it |
//! | `exact` | values in JSON, with all their digits |

mod columns;
mod compare;
mod csv;
mod exact;
mod human;
mod journey;
mod journeys;
mod json;
mod outcome;
#[cfg(feature = "parquet")]
mod parquet;
mod problems;
mod record;
#[cfg(test)]
mod sample;
mod sweep;
mod tables;
mod work;

use super::layout;

pub use csv::{Csv, Formulas, Holds, work_csv};
pub(super) use exact::{Exact, Object, Scalar};
pub use human::human;
pub(super) use human::outcomes;
pub(super) use journey::{JourneyJson, accountable, journey_json};
pub use json::json;
pub(super) use layout::{width, wrapped};
#[cfg(feature = "parquet")]
pub use parquet::Parquet;
pub(super) use record::ProblemJson;
pub use record::record;
