//! What a policy says of many leads: results lead by lead, counted into a summary.
//!
//! Only numbers are kept, so that memory stays flat however many leads there are. Nothing here
//! knows of formats or terminals.
//!
//! | file | purpose |
//! | --- | --- |
//! | `lead` | [`LeadResult`]: what the policy says of one lead, with its problems |
//! | `reporter` | [`Reporter`]: from an evaluation to its result, in words |
//! | `journey` | what is wrong with a lead on its journey |
//! | `journeys` | [`JourneySummary`]: stages, moves that are due, tasks by how they stand |
//! | `work` | [`WorkList`]: what is to be done, by when, whose |
//! | `shown` | [`Shown`]: values as results show them |
//! | `tally` | [`Tally`]: counts lead by lead |
//! | `plain` | [`PlainCounts`]: leads without problems, counted together |
//! | `counts` | how often each outcome came |
//! | `cross` | the decisions by the values of something else |
//! | `compare` | [`Comparison`]: where a decision and a field differ |
//! | `outcome` | [`Goal`]: how many of the leads converted, by what the policy says of them |
//! | `bands` | the same by score, and where the best leads begin |
//! | `sweep` | [`Sweep`]: what is decided under several values of a definition |
//! | `origin` | [`Origin`]: what a run was made of |
//! | `rules` | what each rule did |
//! | `clock` | [`looks_at_clock`]: whether the moment matters to a policy |
//! | `summary` | [`Summary`]: the counts as plain data |

mod bands;
mod clock;
mod compare;
mod counts;
mod cross;
mod journey;
mod journeys;
mod lead;
mod origin;
mod outcome;
mod plain;
mod reporter;
mod rules;
mod shown;
mod summary;
mod sweep;
mod tally;
#[cfg(test)]
mod tests;
mod work;

pub use bands::{Band, ScoreConversions, Top};
pub use clock::looks_at_clock;
pub use compare::{CannotCompare, CompareReport, Comparison, Difference, LeadName};
pub use cross::By;
pub use journeys::{JourneySummary, JourneyTally, RoleWork, StageSummary, TaskCounts, TaskSummary};
pub use lead::{About, Decided, LeadResult, Problem};
pub use origin::Origin;
pub use outcome::{Conversions, DecisionConversions, Goal, OutcomeReport, Wanted};
pub use plain::{PlainCounts, Totals};
pub use reporter::Reporter;
pub use rules::RuleTally;
pub use shown::Shown;
pub use summary::{
    Answers, CrossTable, DecisionRules, DecisionSummary, Group, GroupValue, LeadCounts, LineWork,
    MustSummary, ProblemSummary, RuleReport, RuleWork, RulesInConflict, ScoreLines, ScoreSummary,
    Summary,
};
pub use sweep::{Sweep, SweepReport, SweptDecision, SweptValue, Variant};
pub use tally::Tally;
pub use work::{WorkItem, WorkList, WorkWanted};
