//! The questions that are put to the proof, and the findings that its answers are.
//!
//! Nothing here knows of clauses: a question is asked about conditions, rules and scores of the
//! model, and the answer is a lead, or the rules and parts that rule every lead out.

use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::eval::Evaluation;
use crate::model::{DecisionId, Lead, Model, RuleIndex};
use crate::value::Instant;

/// How far the proof goes.
#[derive(Debug, Clone)]
pub struct Options {
    /// The most steps of the solver, for the policy as a whole; what is not decided by then says so.
    pub budget: u64,
}

impl Options {
    /// Enough for every policy that people wrote so far, within seconds.
    pub const DEFAULT_BUDGET: u64 = 2_000_000;
}

impl Default for Options {
    fn default() -> Self {
        Options {
            budget: Options::DEFAULT_BUDGET,
        }
    }
}

/// What the proof found out about a policy.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The findings, the most urgent first.
    pub findings: Vec<Finding>,
    /// How many steps the solver took.
    pub steps: u64,
    /// The acceptances, by their places in the model, whose condition took leads out of a finding.
    pub regions: std::collections::BTreeSet<usize>,
}

/// A finding of the proof.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What is said of it.
    pub diagnostic: Diagnostic,
    /// Which leads have it, where a lead can have it.
    pub touches: Option<Touches>,
}

/// Which leads have a finding, by what the policy says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touches {
    /// The decision ends in a gap.
    Gap(DecisionId),
    /// The decision ends in a conflict in which these two rules take part and disagree.
    Conflict(DecisionId, Vec<(RuleIndex, RuleIndex)>),
}

impl Touches {
    /// Whether a lead has it.
    #[must_use]
    pub fn meets(&self, _model: &Model, _lead: Lead<'_>, evaluation: &Evaluation) -> bool {
        use crate::eval::DecidedOutcome;
        match self {
            Touches::Gap(id) => evaluation.decision(*id).outcome == DecidedOutcome::Gap,
            Touches::Conflict(id, pairs) => match &evaluation.decision(*id).outcome {
                DecidedOutcome::Conflict(rules) => {
                    let both =
                        |(a, b): &(RuleIndex, RuleIndex)| rules.contains(a) && rules.contains(b);
                    pairs.iter().any(both)
                }
                _ => false,
            },
        }
    }
}

/// Judges a policy without errors, for an instant.
#[must_use]
pub fn analyze(_compiled: &Compiled, _as_of: Instant, _options: &Options) -> Analysis {
    Analysis::default()
}
