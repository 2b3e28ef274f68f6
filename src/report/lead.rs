//! What a policy says of one lead, with what was wrong in it.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::eval::journey::State;
use crate::model::{ChannelId, DecisionId, RuleIndex};
use crate::value::{Number, Value};

/// What a policy says of one lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeadResult {
    /// The name of its file, where leads are of several.
    pub file: Option<String>,
    /// The number of its record in the file; the header is 1.
    pub row: u64,
    /// The key that its record gives, as it stands there.
    pub key: Option<String>,
    /// What each decision decides, in the order of the model.
    pub decisions: Vec<Decided>,
    /// The total of each score, in the order of the model; none where it could not be worked out.
    pub scores: Vec<Option<Number>>,
    /// The person, if the lead names one, for each decision whose outcome is a role that a field
    /// names.
    pub persons: BTreeMap<DecisionId, Option<String>>,
    /// Where it stands in each journey, in the order of the model.
    pub journeys: Vec<State>,
    /// The channels that may not be used.
    pub forbidden: Vec<ChannelId>,
    /// What is wrong with the record, or with what the policy says of it.
    pub problems: Vec<Problem>,
}

impl LeadResult {
    /// Whether every decision was made, be it for no outcome.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.decisions
            .iter()
            .all(|d| matches!(d, Decided::Outcome(_) | Decided::Nothing))
    }
}

/// What a decision decides for one lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// This.
    Outcome(Value),
    /// No outcome, which the policy allows.
    Nothing,
    /// No rule covers the lead.
    Gap,
    /// These rules disagree.
    Conflict(Vec<RuleIndex>),
    /// It could not be made, as something that it reads could not be worked out.
    NotDecided,
}

/// Something wrong with one record, or with what the policy says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind it is.
    pub code: Code,
    /// What it is about.
    pub about: About,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// What a problem is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The record as a whole.
    Record,
    /// The value of a field.
    Field {
        /// The field.
        field: String,
        /// The header of its column.
        column: Option<String>,
        /// The value as it stands in the file.
        value: Option<String>,
        /// The nearest value that would do.
        nearest: Option<String>,
    },
    /// A decision.
    Decision {
        /// Its name.
        decision: String,
        /// The rules that disagree, in the order of the text.
        rules: Vec<String>,
    },
    /// A score.
    Score {
        /// Its name.
        score: String,
        /// The rows of a table that disagree, in the order of the text.
        rules: Vec<String>,
    },
    /// A calculation, as the policy writes it.
    Calculation(String),
    /// A `fact`, as the policy writes it.
    Fact(String),
    /// A `must`.
    Must {
        /// Its name.
        must: String,
        /// Why the policy wants it.
        because: Option<String>,
    },
    /// A stage.
    Stage {
        /// Its name, behind that of its journey: `funnel.mql`.
        stage: String,
        /// The moves that lead to different stages, as the policy writes them.
        moves: Vec<String>,
    },
    /// A task, by its name behind those of journey and stage.
    Task(String),
}

impl About {
    /// Its name, by which problems are counted together; a field by its column.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            About::Record => "",
            About::Field { field, column, .. } => column.as_deref().unwrap_or(field),
            About::Decision { decision, .. } => decision,
            About::Score { score, .. } => score,
            About::Calculation(text) | About::Fact(text) => text,
            About::Must { must, .. } => must,
            About::Stage { stage, .. } => stage,
            About::Task(task) => task,
        }
    }
}

impl Decided {
    /// The outcome, if there is one.
    #[must_use]
    pub fn outcome(&self) -> Option<&Value> {
        match self {
            Decided::Outcome(value) => Some(value),
            _ => None,
        }
    }
}
