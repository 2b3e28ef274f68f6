//! The summary of a run, as plain data: what every format of it shows.

use super::lead::About;
use super::{CompareReport, JourneySummary, OutcomeReport, Shown, SweepReport, WorkList};
use crate::diagnostic::Code;
use crate::value::Number;

/// What a policy says of all leads of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What the policy is called.
    pub policy: String,
    /// Its version.
    pub version: Option<String>,
    /// The numbers of leads.
    pub leads: LeadCounts,
    /// Each decision, in the order of the policy.
    pub decisions: Vec<DecisionSummary>,
    /// Each score, in the order of the policy.
    pub scores: Vec<ScoreSummary>,
    /// Each channel that the policy forbids somewhere, and for how many leads.
    pub forbidden: Vec<(String, u64)>,
    /// Each `must`, in the order of the policy.
    pub musts: Vec<MustSummary>,
    /// Where leads stand in each journey, in the order of the policy.
    pub journeys: Vec<JourneySummary>,
    /// The problems by kind, in the order of their codes, the most frequent first.
    pub problems: Vec<ProblemSummary>,
    /// The decisions by the values of something, where that was asked for.
    pub by: Option<CrossTable>,
    /// What each rule and line did, where that was asked for.
    pub rules: Option<RuleReport>,
    /// Where a decision and a field differ, where that was asked for.
    pub compare: Option<CompareReport>,
    /// What became of the leads, where that was asked for.
    pub outcome: Option<OutcomeReport>,
    /// What is decided under several values of a definition, where that was asked for.
    pub sweep: Option<SweepReport>,
    /// What is to be done by whom is shown too, where that was asked for: it is in `journeys`.
    pub by_responsible: bool,
    /// What is to be done, where that was asked for.
    pub work: Option<WorkList>,
}

/// Numbers of leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeadCounts {
    /// All records but those that were left out.
    pub read: u64,
    /// Those for which every decision was made.
    pub decided: u64,
    /// Those with at least one problem.
    pub with_problems: u64,
    /// Records that are no leads, as `skip rows` says.
    pub skipped: u64,
}

/// What a decision decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionSummary {
    /// Its name.
    pub name: String,
    /// How often it decided what.
    pub answers: Answers,
    /// The rules that disagreed with each other, the most frequent first.
    pub conflicts: Vec<RulesInConflict>,
}

/// What a decision decided: how often, or something else (`T`) that is counted of the leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers<T = u64> {
    /// The outcomes: those that the policy names, in its order, then any others.
    pub outcomes: Vec<(Shown, T)>,
    /// Leads with still other outcomes, of which there are too many to count each.
    pub beyond: T,
    /// Leads with no outcome, which the policy allows.
    pub none: T,
    /// Leads that no rule covers.
    pub gap: T,
    /// Leads for which rules disagree.
    pub conflict: T,
    /// Leads for which it could not be made, as something before it failed.
    pub not_decided: T,
}

/// Rules that disagreed with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesInConflict {
    /// Their names, in the order of the text.
    pub rules: Vec<String>,
    /// For how many leads.
    pub leads: u64,
}

/// The totals of a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreSummary {
    /// Its name.
    pub name: String,
    /// How many leads have a total.
    pub leads: u64,
    /// The lowest total.
    pub lowest: Option<Number>,
    /// The highest total.
    pub highest: Option<Number>,
    /// All totals together; none where that is too large a number.
    pub sum: Option<Number>,
}

impl ScoreSummary {
    /// Adds the totals of other leads.
    pub(super) fn merge(&mut self, other: &ScoreSummary) {
        self.leads += other.leads;
        let lowest = [self.lowest, other.lowest].into_iter().flatten();
        let highest = [self.highest, other.highest].into_iter().flatten();
        (self.lowest, self.highest) = (lowest.min(), highest.max());
        let sums = self.sum.zip(other.sum);
        self.sum = sums.and_then(|(sum, more)| sum.checked_add(more));
    }

    /// The mean total, rounded half up to so many places; none without leads.
    #[must_use]
    pub fn mean(&self, places: u8) -> Option<Number> {
        let leads = Number::from(i64::try_from(self.leads).ok()?);
        self.sum?.rounded_div(leads, places)
    }
}

/// A `must`, and for how many leads it is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MustSummary {
    /// Its name.
    pub name: String,
    /// Why the policy wants it.
    pub because: Option<String>,
    /// How many leads break it.
    pub breaches: u64,
}

/// Problems of one kind about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemSummary {
    /// The kind.
    pub code: Code,
    /// What the first of them is about.
    pub about: About,
    /// How many there are.
    pub count: u64,
    /// The name of the file of the first such record, where leads are of several.
    pub file: Option<String>,
    /// The number of that record in its file.
    pub row: u64,
    /// The key of that record.
    pub key: Option<String>,
    /// What is wrong there.
    pub message: String,
}

/// The decisions by the values of a field or decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrossTable {
    /// The field or decision.
    pub name: String,
    /// Its values with most leads first, then those without a value.
    pub groups: Vec<Group>,
    /// Leads with still other values, of which there are too many to count each.
    pub beyond: Option<Group>,
    /// The decisions whose answers are counted in each group, in its order.
    pub decisions: Vec<String>,
}

/// Leads that have one value in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The value.
    pub value: GroupValue,
    /// How many leads have it.
    pub leads: u64,
    /// What each decision decided for them, in the order of [`CrossTable::decisions`]. All groups
    /// of a table have the same outcomes in the same order.
    pub decisions: Vec<Answers>,
}

/// What the leads of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupValue {
    /// This value.
    Value(Shown),
    /// The field is missing.
    Missing,
    /// The field has no value that its type allows.
    Bad,
    /// No outcome, which the policy allows.
    None,
    /// No rule of the decision covers them.
    Gap,
    /// Rules of the decision disagree.
    Conflict,
    /// The decision could not be made, as something before it failed.
    NotDecided,
    /// One of the values that are too many to count each.
    Other,
}

/// What each rule and each line of a score did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleReport {
    /// The decisions, in the order of the policy.
    pub decisions: Vec<DecisionRules>,
    /// The scores, in the order of the policy.
    pub scores: Vec<ScoreLines>,
}

/// What the rules of a decision did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRules {
    /// The decision.
    pub decision: String,
    /// Its rules and rows, in the order of the text.
    pub rules: Vec<RuleWork>,
    /// For how many leads `otherwise` decided, if there is one.
    pub otherwise: Option<u64>,
}

/// What one rule did: numbers of leads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleWork {
    /// Its name, or the words of its cells.
    pub name: String,
    /// It held.
    pub held: u64,
    /// The outcome is its own, perhaps beside other rules that agree.
    pub decided: u64,
    /// It decided, and no other rule held.
    pub alone: u64,
    /// It held, and a rule above it did too.
    pub overridden: u64,
    /// It held and was not overridden, and another such rule disagrees.
    pub in_conflict: u64,
}

/// What the lines of a score did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreLines {
    /// The score.
    pub score: String,
    /// Its lines and rows, in the order of the text.
    pub lines: Vec<LineWork>,
}

/// What one line of a score did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineWork {
    /// The line as the policy writes it.
    pub text: String,
    /// How many leads it gave points to or took points from; of a table's row, for how many it
    /// decided, also where it gives 0.
    pub leads: u64,
    /// All points it gave, before groups and the score cut them; none where that is too large a
    /// number.
    pub points: Option<Number>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn the_mean_is_exact_and_rounded_half_up() {
        for (sum, leads, places, mean) in [
            ("189865", 9240, 1, "20.5"),
            ("1", 3, 1, "0.3"),
            ("2", 3, 1, "0.7"),
            ("1", 4, 1, "0.3"),
            ("-1", 4, 1, "-0.2"),
            ("7", 2, 0, "4"),
            ("1", 3, 6, "0.333333"),
            ("0.5", 2, 2, "0.25"),
        ] {
            let score = ScoreSummary {
                name: String::new(),
                leads,
                lowest: None,
                highest: None,
                sum: Some(number(sum)),
            };
            assert_eq!(score.mean(places), Some(number(mean)), "{sum} over {leads}");
        }
    }

    #[test]
    fn without_leads_there_is_no_mean() {
        let sum = Some(Number::ZERO);
        let score = ScoreSummary {
            name: String::new(),
            leads: 0,
            lowest: None,
            highest: None,
            sum,
        };
        assert_eq!(score.mean(1), None);
    }
}
