//! What a policy says of the leads of a file, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `human` | the summary to read |
//! | `problems` | its part on what was wrong |
//! | `tables` | its tables: by something else, and what each rule did |
//! | `json` | the summary for programs |
//! | `record` | a line of JSON for each lead |
//! | `csv` | a record for each lead |
//! | `exact` | values in JSON, with all their digits |

mod csv;
mod exact;
mod human;
mod json;
mod problems;
mod record;
#[cfg(test)]
mod sample;
mod tables;

use super::layout;

pub use csv::Csv;
pub use human::human;
pub use json::json;
pub use record::record;
