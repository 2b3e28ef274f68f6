//! What both formats say of a lead: sentences, with the data behind them.

use serde::{Serialize, Serializer};

use super::Answer;
use super::change::ChangeView;
use super::decision::DecisionView;
use super::duties::{DutyView, ForbidView};
use super::journey::JourneyView;
use super::toward::TowardView;
use crate::eval::Found;
use crate::model::TeamId;
use crate::render::run::{Exact, Scalar};
use crate::render::words::{Words, score_problem};
use crate::report::Shown;
use crate::value::{Number, joined};
use crate::why::{DefineWhy, ScoreWhy};

/// Everything that is said of a lead.
#[derive(Serialize)]
pub(super) struct Views<'a> {
    pub(super) toward: Option<TowardView<'a>>,
    pub(super) change: Option<ChangeView<'a>>,
    pub(super) decisions: Vec<DecisionView<'a>>,
    pub(super) definitions: Vec<DefineView<'a>>,
    pub(super) scores: Vec<ScoreView<'a>>,
    pub(super) journeys: Vec<JourneyView<'a>>,
    pub(super) forbidden: Vec<ForbidView<'a>>,
    pub(super) breaches: Vec<DutyView<'a>>,
    pub(super) broken_facts: Vec<String>,
}

/// A definition, and what makes its value.
#[derive(Serialize)]
pub(super) struct DefineView<'a> {
    pub(super) name: &'a str,
    pub(super) value: Option<Value>,
    /// Its value in words: "is yes".
    pub(super) says: String,
    pub(super) reasons: Vec<String>,
}

/// A score, and how it adds up.
#[derive(Serialize)]
pub(super) struct ScoreView<'a> {
    pub(super) name: &'a str,
    pub(super) total: Option<Points>,
    pub(super) sum: Option<Points>,
    pub(super) range: Option<[Points; 2]>,
    /// Its total in words: "is 70 of 0 to 100".
    pub(super) says: String,
    pub(super) agreed_by: Vec<&'a str>,
    #[serde(skip)]
    pub(super) agreed: Option<String>,
    pub(super) lines: Vec<LineView>,
    pub(super) reasons: Vec<String>,
}

/// A line, table or group of a score.
#[derive(Serialize)]
pub(super) struct LineView {
    pub(super) points: Option<Points>,
    /// In how many groups it stands.
    pub(super) depth: usize,
    pub(super) is_group: bool,
    pub(super) text: String,
}

/// A value as programs read it.
pub(super) struct Value(pub(super) Shown);

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Scalar(&self.0).serialize(serializer)
    }
}

/// Points as programs read them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Points(pub(super) Number);

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Exact(self.0).serialize(serializer)
    }
}

/// Puts an answer into words.
pub(super) struct View<'a> {
    pub(super) answer: Answer<'a>,
    pub(super) words: Words<'a>,
}

impl<'a> View<'a> {
    pub(super) fn new(answer: Answer<'a>) -> Self {
        let compiled = answer.compiled;
        View {
            words: Words::new(&compiled.model, &compiled.sources, answer.team),
            answer,
        }
    }

    pub(super) fn views(&self) -> Views<'a> {
        let explanation = self.answer.explanation;
        let decisions = explanation.decisions.iter();
        let defines = explanation.defines.iter();
        let broken = explanation.broken_facts.iter();
        Views {
            toward: self.answer.toward.map(|aim| self.toward(aim)),
            change: self.answer.change.map(|change| self.change(change)),
            decisions: decisions.map(|why| self.decision(why)).collect(),
            definitions: defines.map(|why| self.define(why)).collect(),
            scores: explanation
                .scores
                .iter()
                .map(|why| self.score(why))
                .collect(),
            journeys: explanation
                .journeys
                .iter()
                .map(|why| self.journey(why))
                .collect(),
            forbidden: explanation
                .forbidden
                .iter()
                .map(|why| self.forbid(why))
                .collect(),
            breaches: explanation
                .breaches
                .iter()
                .map(|why| self.must(why))
                .collect(),
            broken_facts: broken.map(|why| self.broken_fact(why)).collect(),
        }
    }

    fn define(&self, why: &DefineWhy<'a>) -> DefineView<'a> {
        let trace = &why.trace;
        let (says, reasons) = self.words.define(why);
        DefineView {
            name: &why.define.named.name,
            value: match &trace.value {
                Found::Known(value) => Some(self.shown(value, trace.operand.ty)),
                Found::Missing | Found::Stopped => None,
            },
            says,
            reasons,
        }
    }

    fn score(&self, why: &ScoreWhy<'a>) -> ScoreView<'a> {
        let (score, trace) = (why.trace.score, &why.trace);
        let teams = score.agreed_by.iter();
        let teams: Vec<String> = teams.map(|team| self.words.team(*team)).collect();
        let says = match (trace.total, score.range) {
            (Some(total), Some((low, high))) => {
                format!("is {total}, on a scale from {low} to {high}")
            }
            (Some(total), None) => format!("is {total}"),
            (None, _) => {
                let problems = &why.scored.problems;
                match problems.is_empty() {
                    true => "cannot be added up".to_owned(),
                    false => format!("has no total: {}", score_problem(problems)),
                }
            }
        };
        let lines = self.words.points(&trace.items).into_iter();
        ScoreView {
            name: &score.named.name,
            total: trace.total.map(Points),
            sum: trace.sum.map(Points),
            range: score.range.map(|(low, high)| [Points(low), Points(high)]),
            says,
            agreed_by: self.team_names(&score.agreed_by),
            agreed: (!teams.is_empty()).then(|| joined(&teams, "and")),
            lines: lines
                .map(|line| LineView {
                    points: line.points.map(Points),
                    depth: line.depth,
                    is_group: line.is_group,
                    text: line.text,
                })
                .collect(),
            reasons: why.causes.iter().map(|cause| self.cause(*cause)).collect(),
        }
    }

    pub(super) fn team_names(&self, teams: &'a [TeamId]) -> Vec<&'a str> {
        let model = &self.answer.compiled.model;
        let teams = teams.iter().filter_map(|id| model.teams.get(*id));
        teams.map(|team| team.named.name.as_str()).collect()
    }
}
