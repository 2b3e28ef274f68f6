//! One lead's result as a line of JSON: `schema/run-record.schema.json` describes it.

use serde::Serialize;

use super::exact::{Exact, Object, Scalar};
use super::journey::{JourneyJson, WriteJson, journeys, writes};
use super::json::SCHEMA;
use crate::model::Model;
use crate::report::{About, LeadResult, Problem, Shown};

/// The result as one line, without the line's end.
///
/// Numbers stand with all their digits. A decision without an outcome and a score without a total
/// are null; why stands under `problems`, unless the policy allows it.
///
/// # Errors
/// None that input can cause: only a fault of this program makes it fail.
pub fn record(model: &Model, result: &LeadResult) -> Result<String, serde_json::Error> {
    let outcomes: Vec<Option<Shown>> = model
        .decisions
        .values()
        .zip(&result.decisions)
        .map(|(decision, decided)| Some(Shown::new(model, decided.outcome()?, decision.ty)))
        .collect();
    let decisions = model.decisions.values().zip(&outcomes);
    let scores = model.scores.values().zip(&result.scores);
    let person = |(id, person): (_, &'_ Option<String>)| {
        Some((model.decisions.get(id)?.named.name.as_str(), person.clone()))
    };
    let channels = result
        .forbidden
        .iter()
        .filter_map(|channel| model.channels.get(*channel));
    let record = Record {
        schema: SCHEMA,
        key: result.key.as_deref(),
        row: result.row,
        file: result.file.as_deref(),
        decisions: Object(
            decisions
                .map(|(it, outcome)| (&*it.named.name, outcome.as_ref().map(Scalar)))
                .collect(),
        ),
        scores: Object(
            scores
                .map(|(it, total)| (&*it.named.name, total.map(Exact)))
                .collect(),
        ),
        journeys: journeys(model, result),
        forbidden: channels.map(|channel| channel.name.as_str()).collect(),
        persons: Object(
            result
                .persons
                .iter()
                .filter_map(|(id, it)| person((*id, it)))
                .collect(),
        ),
        writes: writes(model, result),
        problems: result.problems.iter().map(ProblemJson::new).collect(),
    };
    serde_json::to_string(&record)
}

#[derive(Serialize)]
struct Record<'a> {
    schema: u32,
    key: Option<&'a str>,
    row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    decisions: Object<'a, Option<Scalar<'a>>>,
    scores: Object<'a, Option<Exact>>,
    journeys: Object<'a, JourneyJson<'a>>,
    forbidden: Vec<&'a str>,
    persons: Object<'a, Option<String>>,
    writes: Vec<WriteJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
}

/// A problem of a lead, for programs.
#[derive(Serialize)]
pub(in crate::render) struct ProblemJson<'a> {
    code: &'a str,
    #[serde(flatten)]
    about: AboutJson<'a>,
    message: &'a str,
}

impl<'a> ProblemJson<'a> {
    pub(in crate::render) fn new(problem: &'a Problem) -> Self {
        ProblemJson {
            code: problem.code.as_str(),
            about: AboutJson::new(&problem.about),
            message: &problem.message,
        }
    }
}

/// What a problem is about, as keys beside its code.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum AboutJson<'a> {
    Record {},
    Field {
        field: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        column: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        nearest: Option<&'a str>,
    },
    Decision {
        decision: &'a str,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        rules: &'a [String],
    },
    Score {
        score: &'a str,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        rules: &'a [String],
    },
    Calculation {
        calculation: &'a str,
    },
    Fact {
        fact: &'a str,
    },
    Must {
        must: &'a str,
        because: Option<&'a str>,
    },
    Stage {
        stage: &'a str,
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        moves: &'a [String],
    },
    Task {
        task: &'a str,
    },
}

impl<'a> AboutJson<'a> {
    pub(super) fn new(about: &'a About) -> Self {
        match about {
            About::Record => AboutJson::Record {},
            About::Field {
                field,
                column,
                value,
                nearest,
            } => AboutJson::Field {
                field,
                column: column.as_deref(),
                value: value.as_deref(),
                nearest: nearest.as_deref(),
            },
            About::Decision { decision, rules } => AboutJson::Decision { decision, rules },
            About::Score { score, rules } => AboutJson::Score { score, rules },
            About::Calculation(calculation) => AboutJson::Calculation { calculation },
            About::Fact(fact) => AboutJson::Fact { fact },
            About::Must { must, because } => AboutJson::Must {
                must,
                because: because.as_deref(),
            },
            About::Stage { stage, moves } => AboutJson::Stage { stage, moves },
            About::Task(task) => AboutJson::Task { task },
        }
    }
}
