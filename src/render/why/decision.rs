//! Decisions in words.

use serde::Serialize;

use super::view::{Value, View};
use crate::eval::{Cause, DecidedBy, DecidedOutcome, Found, Truth};
use crate::model::Decision;
use crate::render::findings::At;
use crate::render::words::rule_name;
use crate::report::Shown;
use crate::value;
use crate::value::joined;
use crate::why::{DecisionWhy, RuleWhy};

/// The most rules that are named of each kind.
const MOST_RULES: usize = 5;
/// The most where all are asked for: tables have thousands of rows.
const MOST_OF_ALL: usize = 200;

/// A decision, and why it comes out so.
#[derive(Serialize)]
pub(super) struct DecisionView<'a> {
    pub(super) name: &'a str,
    pub(super) state: &'static str,
    pub(super) outcome: Option<Value>,
    /// What is decided, in words.
    pub(super) says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<Option<String>>,
    pub(super) agreed_by: Vec<&'a str>,
    /// Who agreed, in words.
    #[serde(skip)]
    pub(super) agreed: Option<String>,
    /// The rules that made it so.
    pub(super) rules: Vec<RuleView<'a>>,
    pub(super) by_otherwise: bool,
    /// Further sentences on what made it so, or keeps it from being decided.
    pub(super) reasons: Vec<String>,
    /// Rules that hold too and stand back.
    pub(super) aside: Vec<RuleView<'a>>,
    pub(super) nearest: Option<RuleView<'a>>,
    /// Rules that do not hold, where all are asked for.
    pub(super) others: Vec<RuleView<'a>>,
    pub(super) not_holding: usize,
    /// What would settle it, where it is not decided.
    pub(super) settle: Option<String>,
}

/// A rule or row, and what makes it hold or keeps it from holding.
#[derive(Serialize)]
pub(super) struct RuleView<'a> {
    /// What people call it: "rule `big`".
    pub(super) called: String,
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) holds: &'static str,
    pub(super) outcome: Option<Value>,
    /// What it says, in words.
    pub(super) says: String,
    pub(super) because: Option<&'a str>,
    /// What makes it hold, or what it lacks.
    pub(super) conditions: Vec<String>,
    /// What is to be said of its `unless`.
    pub(super) exception: Option<String>,
    /// Why it stands back although it holds.
    pub(super) stands_back: Option<String>,
    pub(super) at: At<'a>,
}

impl<'a> View<'a> {
    pub(super) fn decision(&self, why: &DecisionWhy<'a>) -> DecisionView<'a> {
        let decision = why.decision;
        let (state, says) = self.outcome(why);
        let teams = decision.agreed_by.iter();
        let teams: Vec<String> = teams.map(|team| self.words.team(*team)).collect();
        // What stops a decision has to be put right first, and to a conflict it adds nothing.
        let nearest = why.nearest.as_ref();
        let nearest = nearest.filter(|_| !matches!(state, "stopped" | "conflict"));
        let most = if self.answer.all { MOST_OF_ALL } else { 0 };
        DecisionView {
            name: &decision.named.name,
            state,
            outcome: match &why.decided.outcome {
                DecidedOutcome::Value(value) => Some(self.shown(value, decision.ty)),
                _ => None,
            },
            says,
            person: self.answer.result.persons.get(&why.id).cloned(),
            agreed_by: self.team_names(&decision.agreed_by),
            agreed: (!teams.is_empty()).then(|| joined(&teams, "and")),
            rules: self.rules(&why.by, decision, MOST_RULES),
            by_otherwise: why.otherwise.is_some(),
            reasons: self.reasons(why),
            aside: self.rules(&why.aside, decision, MOST_RULES.max(most)),
            nearest: nearest.map(|rule| self.rule(rule, decision)),
            others: self.rules(&why.others, decision, most),
            not_holding: why.others.len(),
            settle: settle(why),
        }
    }

    fn rules(&self, of: &[RuleWhy<'a>], decision: &'a Decision, most: usize) -> Vec<RuleView<'a>> {
        let rules = of.iter().take(most);
        rules.map(|rule| self.rule(rule, decision)).collect()
    }

    fn rule(&self, why: &RuleWhy<'a>, decision: &'a Decision) -> RuleView<'a> {
        let rule = why.rule;
        let words = &self.words;
        RuleView {
            called: rule_name(rule),
            name: &rule.name,
            kind: if rule.table.is_some() { "row" } else { "rule" },
            holds: match why.truth {
                Truth::Yes => "yes",
                Truth::No => "no",
                Truth::Unknown => "unknown",
                Truth::Stopped => "stopped",
            },
            outcome: match &why.yields.value {
                Found::Known(value) => Some(self.shown(value, decision.ty)),
                Found::Missing | Found::Stopped => None,
            },
            says: words.yields(&why.yields),
            because: rule.because.as_deref(),
            conditions: match &why.lacks {
                Some(lack) => words.lacks(lack),
                None => words.facts(&why.facts),
            },
            exception: words.exception(why),
            stands_back: words.stands_back(why, decision),
            at: At::of(words.sources, rule.span),
        }
    }

    /// The state of a decision, and what it says in words behind the decision's name.
    fn outcome(&self, why: &DecisionWhy<'_>) -> (&'static str, String) {
        let decided = why.decided;
        match &decided.outcome {
            DecidedOutcome::Value(value) => ("decided", self.decided(why, value)),
            DecidedOutcome::Nothing => (
                "nothing",
                "has no outcome, which the policy allows".to_owned(),
            ),
            DecidedOutcome::Gap => (
                "gap",
                match decided.by {
                    DecidedBy::Nobody => "is not decided: no rule covers this lead".to_owned(),
                    _ => "is not decided: what the policy points to is missing".to_owned(),
                },
            ),
            DecidedOutcome::Conflict(rules) => {
                let count = rules.len();
                let text = format!("is not decided: {count} rules hold and disagree");
                ("conflict", text)
            }
            DecidedOutcome::Stopped => ("stopped", "cannot be decided".to_owned()),
        }
    }

    fn decided(&self, why: &DecisionWhy<'_>, value: &value::Value) -> String {
        let is = format!("is {}", self.words.value(value, why.decision.ty));
        match self.answer.result.persons.get(&why.id) {
            Some(Some(person)) => format!("{is}: {person}"),
            Some(None) => format!("{is}, and the record names nobody for it"),
            None => is,
        }
    }

    fn reasons(&self, why: &DecisionWhy<'_>) -> Vec<String> {
        let mut reasons = Vec::new();
        if let Some(otherwise) = &why.otherwise {
            let says = self.words.yields(otherwise);
            reasons.push(format!("no rule holds, so `otherwise` says {says}"));
        }
        if why.decided.by == DecidedBy::Nobody && why.decided.outcome == DecidedOutcome::Nothing {
            reasons.push("no rule holds".to_owned());
        }
        reasons.extend(why.causes.iter().map(|cause| self.cause(*cause)));
        reasons
    }

    /// What stops something; of a field, what is wrong with its value.
    pub(super) fn cause(&self, cause: Cause) -> String {
        let problems = &self.answer.info.problems;
        let said = match cause {
            Cause::Field(id) => problems
                .iter()
                .find(|problem| problem.field == Some(id) || problem.field.is_none()),
            Cause::Node(_) | Cause::Overflow(_) => None,
        };
        match said {
            Some(problem) => problem.message.clone(),
            None => self.words.cause(cause),
        }
    }

    /// A value as data.
    pub(super) fn shown(&self, value: &value::Value, ty: crate::model::Type) -> Value {
        Value(Shown::new(self.words.model, value, ty))
    }
}

/// What would have to be done for a decision to be made.
fn settle(why: &DecisionWhy<'_>) -> Option<String> {
    match &why.decided.outcome {
        DecidedOutcome::Value(_) | DecidedOutcome::Nothing => None,
        DecidedOutcome::Gap if why.decided.by == DecidedBy::Nobody => Some(
            "a rule for leads like this one in the policy, or an `otherwise`; or other values in \
             the record"
                .to_owned(),
        ),
        DecidedOutcome::Gap => {
            Some("a value in the record, or another outcome in the policy".to_owned())
        }
        DecidedOutcome::Conflict(_) => {
            let mut rules = why.by.iter().map(|rule| rule.rule);
            let (first, second) = (rules.next()?, rules.next()?);
            let name = |rule: &crate::model::Rule| match rule.is_named || rule.table.is_none() {
                true => format!("`overrides {}`", rule.name),
                false => format!("`overrides` and a name for the {}", rule_name(rule)),
            };
            Some(format!(
                "the policy has to say which of them counts: {} in {}, or {} in {}",
                name(second),
                rule_name(first),
                name(first),
                rule_name(second)
            ))
        }
        DecidedOutcome::Stopped => {
            let in_record = |cause: &Cause| matches!(cause, Cause::Field(_));
            why.causes
                .iter()
                .all(in_record)
                .then(|| "a right value in the record".to_owned())
        }
    }
}
