//! What an evaluation finds out.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Truth, journey};
use crate::model::{
    ChannelId, DecisionId, DefineId, FieldId, Model, MustId, Node, RuleIndex, ScoreId,
};
use crate::source::Span;
use crate::value::{Number, Value};

/// The value of something for a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<'a> {
    /// It has one.
    Known(Cow<'a, Value>),
    /// It has none, and that is normal.
    Missing,
    /// What it needs is bad, undecided or too large.
    Stopped,
}

impl Found<'_> {
    /// The value, if it has one.
    #[must_use]
    pub fn known(&self) -> Option<&Value> {
        match self {
            Found::Known(value) => Some(value),
            Found::Missing | Found::Stopped => None,
        }
    }

    /// The same, apart from what it was read from.
    #[must_use]
    pub fn into_owned(self) -> Found<'static> {
        match self {
            Found::Known(value) => Found::Known(Cow::Owned(value.into_owned())),
            Found::Missing => Found::Missing,
            Found::Stopped => Found::Stopped,
        }
    }
}

/// Everything that a policy says of one lead at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The values of the definitions, by [`DefineId`].
    pub defines: Vec<Found<'static>>,
    /// The scores, by [`ScoreId`].
    pub scores: Vec<Scored>,
    /// The decisions, by [`DecisionId`].
    pub decisions: Vec<Decided>,
    /// The prohibitions that act, in the order of the text.
    pub forbidden: Vec<ForbiddenBy>,
    /// What people should have done and have not, in the order of the text.
    pub breaches: Vec<MustId>,
    /// Where the lead stands in each journey, by [`crate::model::JourneyId`].
    pub journeys: Vec<journey::State>,
    /// The facts that are not so, by their places in [`Model::facts`].
    pub broken_facts: Vec<usize>,
    /// The calculations that went beyond what a number or a date can be and on which something
    /// depends, in the order of the text.
    pub overflows: Vec<Span>,
    /// For each definition, score and decision that is stopped, what directly stops it. See
    /// [`Evaluation::root_causes`].
    pub stops: BTreeMap<Node, Vec<Cause>>,
}

/// What stops something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A field whose value is bad.
    Field(FieldId),
    /// A definition, score or decision that is itself stopped, or ends in a gap or a conflict.
    Node(Node),
    /// A calculation that goes beyond what a number or a date can be.
    Overflow(Span),
}

/// A score of a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// Its points, within its range; none where it has a problem or is stopped.
    pub total: Option<Number>,
    /// Which of its tables do not give points, and why, in the order of the text.
    pub problems: Vec<ScoreProblem>,
}

/// A table of a score that does not give points to a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScoreProblem {
    /// No row holds, and nothing stands for the rest.
    Gap {
        /// The table's header.
        table: Span,
    },
    /// Rows hold that give different points.
    Conflict {
        /// The table's header.
        table: Span,
        /// All rows that hold, by their places in the table.
        rows: Vec<usize>,
    },
}

/// A decision about a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What is decided.
    pub outcome: DecidedOutcome,
    /// What decided it.
    pub by: DecidedBy,
    /// The rules that are yes, in the order of the text. Where order counts (`first match`) what
    /// stands behind the first of them is not looked at.
    pub held: Vec<RuleIndex>,
    /// Those of them above which another one stands.
    pub overridden: Vec<RuleIndex>,
}

/// What is decided about a lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecidedOutcome {
    /// This.
    Value(Value),
    /// Nothing, as the decision allows (`or none`): no rule is yes, or the one that is yields `none`
    /// or what has no value.
    Nothing,
    /// Nothing, which the decision does not allow: no rule is yes ([`DecidedBy::Nobody`]), or the
    /// one that is yields a field or a decision that has no value.
    Gap,
    /// These rules are yes, none stands above another, and they do not agree.
    Conflict(Vec<RuleIndex>),
    /// It depends on something that is bad, undecided or too large: see
    /// [`Evaluation::root_causes`].
    Stopped,
}

/// What made a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecidedBy {
    /// These rules, which agree; more than one only where order does not count.
    Rules(Vec<RuleIndex>),
    /// No rule is yes, and this stands for the rest.
    Otherwise,
    /// No rule, for whichever reason.
    Nobody,
}

/// A prohibition that acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForbiddenBy {
    /// What may not be used.
    pub channel: ChannelId,
    /// Which one, by its place in [`Model::forbids`].
    pub forbid: usize,
    /// Yes where it clearly acts; unknown where it acts because its `unless` is unknown; stopped
    /// where it acts because its condition cannot be told.
    pub truth: Truth,
}

impl Scored {
    pub(super) const STOPPED: Scored = Scored {
        total: None,
        problems: Vec::new(),
    };
}

impl Decided {
    pub(super) const STOPPED: Decided = Decided {
        outcome: DecidedOutcome::Stopped,
        by: DecidedBy::Nobody,
        held: Vec::new(),
        overridden: Vec::new(),
    };
}

impl Evaluation {
    /// Nothing is worked out yet: everything is stopped.
    pub(super) fn nothing(model: &Model) -> Evaluation {
        Evaluation {
            defines: vec![Found::Stopped; model.defines.len()],
            scores: vec![Scored::STOPPED; model.scores.len()],
            decisions: vec![Decided::STOPPED; model.decisions.len()],
            forbidden: Vec::new(),
            breaches: Vec::new(),
            journeys: Vec::new(),
            broken_facts: Vec::new(),
            overflows: Vec::new(),
            stops: BTreeMap::new(),
        }
    }

    /// The value of a definition.
    #[must_use]
    pub fn define(&self, id: DefineId) -> &Found<'static> {
        self.defines.get(id.index()).unwrap_or(&Found::Stopped)
    }

    /// A score.
    #[must_use]
    pub fn score(&self, id: ScoreId) -> &Scored {
        static STOPPED: Scored = Scored::STOPPED;
        self.scores.get(id.index()).unwrap_or(&STOPPED)
    }

    /// A decision.
    #[must_use]
    pub fn decision(&self, id: DecisionId) -> &Decided {
        static STOPPED: Decided = Decided::STOPPED;
        self.decisions.get(id.index()).unwrap_or(&STOPPED)
    }

    /// Whether a channel may not be used.
    #[must_use]
    pub fn forbids(&self, channel: ChannelId) -> bool {
        self.forbidden.iter().any(|by| by.channel == channel)
    }

    /// What stops a definition, score or decision in the end: bad fields, overflows, and scores
    /// and decisions with a gap or a conflict of their own, each once and in order. Nothing where
    /// it is not stopped.
    #[must_use]
    pub fn root_causes(&self, of: Node) -> Vec<Cause> {
        let (mut seen, mut roots) = (BTreeSet::from([of]), BTreeSet::new());
        let mut open = vec![of];
        while let Some(node) = open.pop() {
            for &cause in self.stops.get(&node).into_iter().flatten() {
                let Cause::Node(upstream) = cause else {
                    roots.insert(cause);
                    continue;
                };
                if self.has_own_problem(upstream) {
                    roots.insert(cause);
                }
                if seen.insert(upstream) {
                    open.push(upstream);
                }
            }
        }
        roots.into_iter().collect()
    }

    /// Whether it has a gap or a conflict of its own.
    fn has_own_problem(&self, node: Node) -> bool {
        match node {
            Node::Define(_) => false,
            Node::Score(id) => !self.score(id).problems.is_empty(),
            Node::Decision(id) => {
                let outcome = &self.decision(id).outcome;
                matches!(outcome, DecidedOutcome::Gap | DecidedOutcome::Conflict(_))
            }
        }
    }
}
