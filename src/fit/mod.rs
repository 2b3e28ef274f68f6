//! Does a policy fit its data? The leads of a file are read once, and what they show of the policy
//! becomes findings: columns that are not there, values that nobody declared, rules that never hold.
//!
//! Only numbers, a few keys and at most a thousand bad values a field are kept, so that memory stays
//! flat however many leads there are. Nothing here knows of formats or terminals.
//!
//! | file | purpose |
//! | --- | --- |
//! | `judge` | [`judge`]: reads the leads and gathers the findings |
//! | `tally` | counts lead by lead |
//! | `touched` | which leads a finding touches, and with which values |
//! | `dates` | do a column's dates read by other forms, too? |
//! | `proved` | the leads that have the findings of the proof |
//! | `regions` | leads that an acceptance takes out of a finding |
//! | `place` | where in the policy a column, a value or a rule stands |
//! | `columns` | [`missing_columns`]: findings of a file that cannot be read |
//! | `records` | findings of what single leads hold |
//! | `nothing` | findings of texts that stand for nothing and count as known |
//! | `values` | findings of values that a field does not allow |
//! | `whole` | findings of what no lead of the file has |
//! | `rules` | findings of rules and score lines that no lead meets |
//! | `offer` | how a finding is mended: what a source would have to say |
//! | `change` | that, as a change of the policy's text |
//! | `words` | numbers of leads in messages |

mod change;
mod columns;
mod dates;
mod judge;
mod nothing;
mod offer;
mod place;
mod proved;
mod records;
mod regions;
mod rules;
mod tally;
mod touched;
mod values;
mod whole;
mod words;

pub use columns::missing_columns;
pub use judge::{judge, wants_raw};

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Evidence};

/// What the leads of a file, or of several, show of a policy.
#[derive(Debug)]
pub struct Judged {
    /// What was read.
    pub fit: Fit,
    /// What does not fit.
    pub findings: Vec<Diagnostic>,
    /// The acceptances, by their places in the model, that took leads out of a finding.
    pub regions: BTreeSet<usize>,
    /// The leads that have each finding of the proof, in the order in which those were given; none
    /// for a finding that no lead can have.
    pub proof: Vec<Option<Evidence>>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// The files, in the order in which they were given.
    pub files: Vec<FileRead>,
    /// How many leads there were in all of them.
    pub leads: u64,
    /// The fields that the policy reads, in its order.
    pub fields: Vec<FieldFill>,
    /// The decisions and scores in which some lead met a gap or a conflict, in the policy's order.
    pub undecided: Vec<Undecided>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its name.
    pub name: String,
    /// The source by which it was read.
    pub source: Option<String>,
}

/// How many leads have a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFill {
    /// The field.
    pub field: String,
    /// The header of its column; none where the files have none.
    pub column: Option<String>,
    /// Leads with a value.
    pub filled: u64,
    /// Leads without one.
    pub missing: u64,
    /// Leads with something that is no value of it.
    pub bad: u64,
}

/// A decision or score that some leads have no outcome of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Its name.
    pub name: String,
    /// Leads that no rule covers.
    pub gaps: u64,
    /// Leads about which rules disagree.
    pub conflicts: u64,
}
