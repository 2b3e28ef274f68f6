//! Which leads have a finding, by what the evaluator says of them.

use super::journey_touches::{JourneyTouches, state_in};
use crate::eval::{DecidedOutcome, Evaluation, Found, ScoreProblem, Truth, trace};
use crate::model::{
    Cell, Condition, DecisionId, FieldId, Lead, Model, MustId, Operand, RuleIndex, ScoreId, StageId,
};
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
    /// No rule of the decision holds, and one of these fields is missing.
    FallsThrough(DecisionId, Vec<FieldId>),
    /// All of these musts apply, one of them is not met.
    Unmet(Vec<MustId>),
    /// The condition of the prohibition, by its place in the model, is unknown, and it has no other
    /// reason not to act.
    Permitted(usize),
    /// A condition is unknown only because of what is missing.
    Excluded(Box<Blank>),
    /// What is said of journeys.
    Journey(JourneyTouches),
}

/// A condition with parts that are unknown where something is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Blank {
    /// The condition.
    pub when: Condition,
    /// It does not count where this is yes.
    pub unless: Option<Condition>,
    /// Each part, and the condition with that part taken as yes.
    pub parts: Vec<(Condition, Condition)>,
    /// A decision of which no rule may hold.
    pub decision: Option<DecisionId>,
    /// A stage that the lead is in, and of which no move may be open but an `otherwise`.
    pub stage: Option<StageId>,
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
            Touches::FallsThrough(id, fields) => {
                no_rule_holds(evaluation, *id)
                    && fields.iter().any(|id| *lead.cell(*id) == Cell::Missing)
            }
            Touches::Unmet(musts) => {
                let so = |condition| truth(model, lead, as_of, evaluation, condition);
                let applies = |id: &MustId| {
                    let must = model.musts.get(*id);
                    must.is_some_and(|must| must.when.as_ref().is_none_or(|it| so(it).is_yes()))
                };
                let broken = |id: &MustId| evaluation.breaches.contains(id);
                musts.iter().all(applies) && musts.iter().any(broken)
            }
            Touches::Permitted(at) => model.forbids.get(*at).is_some_and(|forbid| {
                let so = |condition| truth(model, lead, as_of, evaluation, condition);
                forbid
                    .when
                    .as_ref()
                    .is_some_and(|it| so(it) == Truth::Unknown)
                    && !forbid.unless.as_ref().is_some_and(|it| so(it).is_yes())
            }),
            Touches::Excluded(blank) => blank.meets(model, lead, as_of, evaluation),
            Touches::Journey(it) => it.meets(model, lead, as_of, evaluation),
        }
    }
}

/// No rule of a decision holds, and none is in doubt.
fn no_rule_holds(evaluation: &Evaluation, id: DecisionId) -> bool {
    let decided = evaluation.decision(id);
    decided.held.is_empty() && decided.outcome != DecidedOutcome::Stopped
}

/// The lead is in a stage of which no move is open, apart from an `otherwise`.
fn no_move_opens(model: &Model, evaluation: &Evaluation, id: StageId) -> bool {
    let (Some(state), Some(stage)) = (state_in(model, evaluation, id), model.stages.get(id)) else {
        return false;
    };
    let mut moves = stage.moves.iter().zip(&state.moves);
    moves.all(|(it, state)| it.otherwise || !state.open.is_yes())
}

fn truth(
    model: &Model,
    lead: Lead<'_>,
    as_of: Instant,
    evaluation: &Evaluation,
    condition: &Condition,
) -> Truth {
    trace::condition(model, lead, as_of, evaluation, condition).truth
}

impl Blank {
    fn meets(
        &self,
        model: &Model,
        lead: Lead<'_>,
        as_of: Instant,
        evaluation: &Evaluation,
    ) -> bool {
        let so = |condition| truth(model, lead, as_of, evaluation, condition);
        so(&self.when) == Truth::Unknown
            && !self.unless.as_ref().is_some_and(|it| so(it).is_yes())
            && self.decision.is_none_or(|id| no_rule_holds(evaluation, id))
            && self
                .stage
                .is_none_or(|id| no_move_opens(model, evaluation, id))
            && self
                .parts
                .iter()
                .any(|(part, with)| so(part) == Truth::Unknown && so(with).is_yes())
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
