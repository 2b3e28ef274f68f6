//! Which leads have a finding, by what the evaluator says of them.

use crate::eval::{DecidedOutcome, Evaluation, Found, ScoreProblem, trace};
use crate::model::{DecisionId, Lead, Model, Operand, RuleIndex, ScoreId};
use crate::source::Span;
use crate::value::Instant;

/// Which leads have a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Touches {
    /// The decision ends in a gap.
    Gap(DecisionId, Known),
    /// A table of the score, whose header stands here, gives no points.
    ScoreGap(ScoreId, Span, Known),
    /// The decision ends in a conflict in which both rules of one of these pairs take part.
    Conflict(DecisionId, Vec<(RuleIndex, RuleIndex)>),
    /// The decision ends in a conflict.
    AnyConflict(DecisionId),
    /// Rows of a table of the score, whose header stands here, contradict each other.
    ScoreConflict(ScoreId, Span),
}

/// What leads have to know.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// Nothing in particular.
    Either,
    /// All of these.
    All(Vec<Operand>),
    /// Not all of these.
    NotAll(Vec<Operand>),
}

impl Touches {
    /// Whether a lead has it.
    #[must_use]
    pub fn meets(
        &self,
        model: &Model,
        lead: Lead<'_>,
        as_of: Instant,
        evaluation: &Evaluation,
    ) -> bool {
        match self {
            Touches::Gap(id, known) => {
                evaluation.decision(*id).outcome == DecidedOutcome::Gap
                    && known.meets(model, lead, as_of, evaluation)
            }
            Touches::ScoreGap(id, at, known) => {
                let is_gap =
                    |it: &ScoreProblem| matches!(it, ScoreProblem::Gap { table } if table == at);
                evaluation.score(*id).problems.iter().any(is_gap)
                    && known.meets(model, lead, as_of, evaluation)
            }
            Touches::Conflict(id, pairs) => match &evaluation.decision(*id).outcome {
                DecidedOutcome::Conflict(rules) => {
                    let both =
                        |(a, b): &(RuleIndex, RuleIndex)| rules.contains(a) && rules.contains(b);
                    pairs.iter().any(both)
                }
                _ => false,
            },
            Touches::AnyConflict(id) => {
                matches!(
                    evaluation.decision(*id).outcome,
                    DecidedOutcome::Conflict(_)
                )
            }
            Touches::ScoreConflict(id, at) => {
                let is = |it: &ScoreProblem| matches!(it, ScoreProblem::Conflict { table, .. } if table == at);
                evaluation.score(*id).problems.iter().any(is)
            }
        }
    }
}

impl Known {
    fn meets(
        &self,
        model: &Model,
        lead: Lead<'_>,
        as_of: Instant,
        evaluation: &Evaluation,
    ) -> bool {
        let all_known = |operands: &[Operand]| {
            operands.iter().all(|operand| {
                let traced = trace::operand(model, lead, as_of, evaluation, operand);
                traced.value != Found::Missing
            })
        };
        match self {
            Known::Either => true,
            Known::All(operands) => all_known(operands),
            Known::NotAll(operands) => !all_known(operands),
        }
    }
}
