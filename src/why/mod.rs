//! Why a policy says what it says of one lead: the little of a policy that decides it.
//!
//! From a lead and what the policy says of it to plain data: what decided, what stood back, what
//! was nearest, and the values that made it so. Its words are elsewhere, and so is the search.
//!
//! | file | purpose |
//! | --- | --- |
//! | `grounds` | [`Fact`], [`Lack`]: what makes a condition hold, and what it lacks to hold |
//! | `decision` | [`DecisionWhy`]: which rules made a decision, and which was nearest |
//! | `duties` | [`ForbidWhy`], [`MustWhy`]: prohibitions that act, duties that are not met |
//! | `journey` | [`JourneyWhy`]: where the lead stands in a journey, and what its moves lack |
//! | `defines` | [`DefineWhy`]: the definitions that all this mentions |
//! | `reads` | what depends on what |
//! | `change` | [`Difference`]: what another value of a field would change |
//! | `toward` | [`toward()`]: the smallest changes that lead to an outcome, by the proof |
//! | `find` | [`find`]: one lead among many, by its key or its row |

mod change;
mod decision;
mod defines;
mod duties;
mod find;
mod grounds;
mod journey;
mod reads;
#[cfg(test)]
mod testing;
mod toward;

pub use change::{Difference, changed, differences};
pub use decision::{DecisionWhy, RuleWhy};
pub use defines::{DefineWhy, Mentions, define};
pub use duties::{FactWhy, ForbidWhy, MustWhy};
pub use find::{Found, Search, Wanted, find};
pub use grounds::{Distance, Fact, Lack, held, lack, same};
pub use journey::{JourneyWhy, MoveWhy, journeys};
pub use reads::closure;
pub use toward::{Goal, Outcome, Toward, Way, goals, is_settled, toward};

use std::collections::BTreeSet;

use crate::eval::trace::{self, ScoreTrace};
use crate::eval::{Cause, Evaluation, Scored};
use crate::model::{DecisionId, Lead, Model, Node, ScoreId};
use crate::value::Instant;

/// A lead at an instant, and what the policy says of it then.
#[derive(Debug, Clone, Copy)]
pub struct Case<'m> {
    /// The policy.
    pub model: &'m Model,
    /// The lead.
    pub lead: Lead<'m>,
    /// The instant.
    pub as_of: Instant,
    /// What the policy says.
    pub evaluation: &'m Evaluation,
}

/// Everything that explains what a policy says of one lead.
#[derive(Debug, Clone)]
pub struct Explanation<'m> {
    /// The decisions, each behind those that it reads.
    pub decisions: Vec<DecisionWhy<'m>>,
    /// The definitions that the rest mentions, each behind those that it reads; not those that are
    /// one value for all leads.
    pub defines: Vec<DefineWhy<'m>>,
    /// The scores, each behind those that it reads.
    pub scores: Vec<ScoreWhy<'m>>,
    /// Where it stands in its journeys, in the order of the text.
    pub journeys: Vec<JourneyWhy<'m>>,
    /// The prohibitions that act, in the order of the text.
    pub forbidden: Vec<ForbidWhy<'m>>,
    /// What should have been done and has not, in the order of the text.
    pub breaches: Vec<MustWhy<'m>>,
    /// The facts that are not so, in the order of the text.
    pub broken_facts: Vec<FactWhy<'m>>,
}

/// A score, and how it adds up.
#[derive(Debug, Clone)]
pub struct ScoreWhy<'m> {
    /// Which score.
    pub id: ScoreId,
    /// Its total, or its problems.
    pub scored: &'m Scored,
    /// How it adds up.
    pub trace: ScoreTrace<'m>,
    /// What stops it in the end, where something does.
    pub causes: Vec<Cause>,
}

/// What is explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All that the policy says.
    Whole,
    /// One decision and what it depends on.
    Decision(DecisionId),
    /// Only these decisions and scores, and what else is said.
    Nodes {
        /// The decisions and scores.
        nodes: BTreeSet<Node>,
        /// Prohibitions, duties and facts too.
        duties: bool,
        /// Journeys too.
        journeys: bool,
    },
}

/// Explains what a policy says of a lead.
#[must_use]
pub fn explain<'m>(case: Case<'m>, scope: &Scope) -> Explanation<'m> {
    let (nodes, duties, journeys) = match scope {
        Scope::Whole => (case.model.order.iter().copied().collect(), true, true),
        Scope::Decision(id) => (reads::closure(case.model, *id), false, false),
        Scope::Nodes {
            nodes,
            duties,
            journeys,
        } => (nodes.clone(), *duties, *journeys),
    };
    let order = case.model.order.iter().filter(|node| nodes.contains(node));
    let (mut decisions, mut scores) = (Vec::new(), Vec::new());
    for node in order {
        match *node {
            Node::Decision(id) => decisions.extend(decision::decision(case, id)),
            Node::Score(id) => scores.extend(score(case, id)),
            Node::Define(_) => {}
        }
    }
    let mut explanation = Explanation {
        decisions,
        defines: Vec::new(),
        scores,
        journeys: Vec::new(),
        forbidden: Vec::new(),
        breaches: Vec::new(),
        broken_facts: Vec::new(),
    };
    if duties {
        explanation.forbidden = duties::forbidden(case);
        explanation.breaches = duties::breaches(case);
        explanation.broken_facts = duties::broken_facts(case);
    }
    if journeys {
        explanation.journeys = journey::journeys(case);
    }
    explanation.defines = Mentions::of(&explanation).explained(case);
    explanation
}

fn score(case: Case<'_>, id: ScoreId) -> Option<ScoreWhy<'_>> {
    let trace = trace::score(case.model, case.lead, case.as_of, case.evaluation, id)?;
    let causes = match trace.total {
        Some(_) => Vec::new(),
        None => case.evaluation.root_causes(Node::Score(id)),
    };
    Some(ScoreWhy {
        id,
        scored: case.evaluation.score(id),
        trace,
        causes,
    })
}

impl<'m> Case<'m> {
    /// What a condition is of this lead.
    #[must_use]
    pub fn trace(self, condition: &'m crate::model::Condition) -> trace::ConditionTrace<'m> {
        trace::condition(
            self.model,
            self.lead,
            self.as_of,
            self.evaluation,
            condition,
        )
    }
}
