//! Why a policy says what it says of one lead, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `view` | what both formats say: sentences with the data behind them |
//! | `decision` | its part on decisions |
//! | `duties` | its part on prohibitions, duties and facts |
//! | `journey` | its part on journeys |
//! | `change` | its part on what other values would change |
//! | `toward` | its part on what leads to an outcome |
//! | `human` | the page to read |
//! | `json` | the same for programs |

mod change;
mod decision;
mod duties;
mod human;
mod journey;
mod json;
mod toward;
mod view;

pub use human::human;
pub use json::json;
pub use toward::Aim;

use crate::compile::Compiled;
use crate::data::RowInfo;
use crate::eval::Evaluation;
use crate::model::{Cell, FieldId, Lead, TeamId};
use crate::report::LeadResult;
use crate::why::{Difference, Explanation};

/// What there is to say of a lead.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The policy.
    pub compiled: &'a Compiled,
    /// Where the lead stands.
    pub place: &'a Place,
    /// The lead, with the changes that are asked for.
    pub lead: Lead<'a>,
    /// What its record says beside its values.
    pub info: &'a RowInfo,
    /// What the policy says of it.
    pub result: &'a LeadResult,
    /// And why.
    pub explanation: &'a Explanation<'a>,
    /// The team in whose words it is said.
    pub team: Option<TeamId>,
    /// Rules that do not hold and lines that give nothing are told in full.
    pub all: bool,
    /// What is changed, if something is.
    pub change: Option<Change<'a>>,
    /// What leads it to an outcome, if that is asked.
    pub toward: Option<Aim<'a>>,
}

/// Where a lead stands, and when it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// How it was asked for.
    pub asked: String,
    /// The file.
    pub file: String,
    /// The file and the row of other leads of the same key, the first few.
    pub others: Vec<(String, u64)>,
    /// How many more there are.
    pub more: u64,
    /// The instant, in the policy's zone; none where it does not matter.
    pub as_of: Option<String>,
    /// The instant is that of the call.
    pub is_now: bool,
}

/// Other values of some fields, and what was so before.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The fields and their new values.
    pub cells: &'a [(FieldId, Cell)],
    /// The lead as it is.
    pub lead: Lead<'a>,
    /// What the policy says of it as it is.
    pub result: &'a LeadResult,
    /// The same, in full.
    pub evaluation: &'a Evaluation,
    /// What the change makes otherwise.
    pub differences: &'a [Difference],
}
