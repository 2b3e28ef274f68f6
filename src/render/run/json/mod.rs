//! The summary of a run as JSON: `schema/run.schema.json` describes it.
//!
//! | file | purpose |
//! | --- | --- |
//! | `compare` | where a decision and a field differ |
//! | `journeys` | where leads stand in their journeys, and what is to be done |
//! | `conversions` | how many of the leads converted, also under several values of a definition |

mod compare;
mod conversions;
mod journeys;

use serde::Serialize;

use super::exact::{Exact, Scalar};
use super::record::AboutJson;
use crate::report::{
    Answers, CrossTable, DecisionSummary, Group, GroupValue, Origin, ProblemSummary, RuleReport,
    ScoreSummary, Summary,
};

/// The version of the format: keys are only ever added to it.
pub(super) const SCHEMA: u32 = 1;
/// The places of a mean, a share and a lift.
const PLACES: u8 = 6;

/// The summary as JSON, in lines that people can read too.
///
/// # Errors
/// None that input can cause: only a fault of this program makes it fail.
pub fn json(origin: &Origin, summary: &Summary) -> Result<String, serde_json::Error> {
    let json = SummaryJson {
        schema: SCHEMA,
        tool: Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        },
        policy: &summary.policy,
        version: summary.version.as_deref(),
        data: &origin.data,
        source: origin.source.as_deref(),
        as_of: origin.as_of.as_deref(),
        leads: Leads {
            read: summary.leads.read,
            decided: summary.leads.decided,
            with_problems: summary.leads.with_problems,
            skipped: summary.leads.skipped,
        },
        decisions: summary.decisions.iter().map(decision).collect(),
        scores: summary.scores.iter().map(score).collect(),
        forbidden: summary
            .forbidden
            .iter()
            .map(|(channel, leads)| Channel {
                channel,
                leads: *leads,
            })
            .collect(),
        musts: summary
            .musts
            .iter()
            .map(|must| Must {
                must: &must.name,
                because: must.because.as_deref(),
                breaches: must.breaches,
            })
            .collect(),
        journeys: summary.journeys.iter().map(journeys::journey).collect(),
        problems: summary.problems.iter().map(problem).collect(),
        work: summary.work.as_ref().map(journeys::work),
        by: summary.by.as_ref().map(by),
        rules: summary.rules.as_ref().map(rules),
        compare: summary.compare.as_ref().map(compare::json),
        outcome: summary.outcome.as_ref().map(conversions::outcome),
        sweep: summary.sweep.as_ref().map(conversions::sweep),
    };
    Ok(serde_json::to_string_pretty(&json)? + "\n")
}

#[derive(Serialize)]
struct SummaryJson<'a> {
    schema: u32,
    tool: Tool,
    policy: &'a str,
    version: Option<&'a str>,
    data: &'a str,
    source: Option<&'a str>,
    as_of: Option<&'a str>,
    leads: Leads,
    decisions: Vec<DecisionJson<'a>>,
    scores: Vec<ScoreJson<'a>>,
    forbidden: Vec<Channel<'a>>,
    musts: Vec<Must<'a>>,
    journeys: Vec<journeys::JourneyJson<'a>>,
    problems: Vec<ProblemJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work: Option<journeys::WorkJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<By<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Rules<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compare: Option<compare::Compare<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<conversions::Outcome<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sweep: Option<conversions::Sweep<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Leads {
    read: u64,
    decided: u64,
    with_problems: u64,
    skipped: u64,
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    decision: &'a str,
    #[serde(flatten)]
    answers: AnswersJson<'a>,
    conflicts: Vec<Conflict<'a>>,
}

#[derive(Serialize)]
struct AnswersJson<'a> {
    outcomes: Vec<Outcome<'a>>,
    other_outcomes: u64,
    none: u64,
    gap: u64,
    conflict: u64,
    not_decided: u64,
}

#[derive(Serialize)]
struct Outcome<'a> {
    outcome: Scalar<'a>,
    leads: u64,
}

#[derive(Serialize)]
struct Conflict<'a> {
    rules: &'a [String],
    leads: u64,
}

fn decision(decision: &DecisionSummary) -> DecisionJson<'_> {
    let conflicts = decision.conflicts.iter();
    DecisionJson {
        decision: &decision.name,
        answers: answers(&decision.answers),
        conflicts: conflicts
            .map(|it| Conflict {
                rules: &it.rules,
                leads: it.leads,
            })
            .collect(),
    }
}

fn answers(answers: &Answers) -> AnswersJson<'_> {
    let outcomes = answers.outcomes.iter();
    AnswersJson {
        outcomes: outcomes
            .map(|(outcome, leads)| Outcome {
                outcome: Scalar(outcome),
                leads: *leads,
            })
            .collect(),
        other_outcomes: answers.beyond,
        none: answers.none,
        gap: answers.gap,
        conflict: answers.conflict,
        not_decided: answers.not_decided,
    }
}

#[derive(Serialize)]
struct ScoreJson<'a> {
    score: &'a str,
    leads: u64,
    lowest: Option<Exact>,
    mean: Option<Exact>,
    highest: Option<Exact>,
    sum: Option<Exact>,
}

fn score(score: &ScoreSummary) -> ScoreJson<'_> {
    ScoreJson {
        score: &score.name,
        leads: score.leads,
        lowest: score.lowest.map(Exact),
        mean: score.mean(PLACES).map(Exact),
        highest: score.highest.map(Exact),
        sum: score.sum.map(Exact),
    }
}

#[derive(Serialize)]
struct Channel<'a> {
    channel: &'a str,
    leads: u64,
}

#[derive(Serialize)]
struct Must<'a> {
    must: &'a str,
    because: Option<&'a str>,
    breaches: u64,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    code: &'a str,
    about: Option<&'a str>,
    count: u64,
    example: Example<'a>,
}

#[derive(Serialize)]
struct Example<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    row: u64,
    key: Option<&'a str>,
    #[serde(flatten)]
    about: AboutJson<'a>,
    message: &'a str,
}

fn problem(problem: &ProblemSummary) -> ProblemJson<'_> {
    ProblemJson {
        code: problem.code.as_str(),
        about: Some(problem.about.name()).filter(|name| !name.is_empty()),
        count: problem.count,
        example: Example {
            file: problem.file.as_deref(),
            row: problem.row,
            key: problem.key.as_deref(),
            about: AboutJson::new(&problem.about),
            message: &problem.message,
        },
    }
}

#[derive(Serialize)]
struct By<'a> {
    name: &'a str,
    groups: Vec<GroupJson<'a>>,
}

#[derive(Serialize)]
struct GroupJson<'a> {
    group: &'static str,
    value: Option<Scalar<'a>>,
    leads: u64,
    decisions: Vec<GroupDecision<'a>>,
}

#[derive(Serialize)]
struct GroupDecision<'a> {
    decision: &'a str,
    #[serde(flatten)]
    answers: AnswersJson<'a>,
}

fn by(cross: &CrossTable) -> By<'_> {
    By {
        name: &cross.name,
        groups: groups(cross),
    }
}

fn groups(cross: &CrossTable) -> Vec<GroupJson<'_>> {
    let groups = cross.groups.iter().chain(&cross.beyond);
    groups.map(|group| group_json(cross, group)).collect()
}

fn group_json<'a>(cross: &'a CrossTable, group: &'a Group) -> GroupJson<'a> {
    let decisions = cross.decisions.iter().zip(&group.decisions);
    let (kind, value) = match &group.value {
        GroupValue::Value(value) => ("value", Some(Scalar(value))),
        GroupValue::Missing => ("missing", None),
        GroupValue::Bad => ("bad-value", None),
        GroupValue::None => ("none", None),
        GroupValue::Gap => ("gap", None),
        GroupValue::Conflict => ("conflict", None),
        GroupValue::NotDecided => ("not-decided", None),
        GroupValue::Other => ("other", None),
    };
    GroupJson {
        group: kind,
        value,
        leads: group.leads,
        decisions: decisions
            .map(|(decision, counted)| GroupDecision {
                decision,
                answers: answers(counted),
            })
            .collect(),
    }
}

#[derive(Serialize)]
struct Rules<'a> {
    decisions: Vec<DecisionRulesJson<'a>>,
    scores: Vec<ScoreLinesJson<'a>>,
}

#[derive(Serialize)]
struct DecisionRulesJson<'a> {
    decision: &'a str,
    rules: Vec<RuleJson<'a>>,
    otherwise: Option<u64>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    rule: &'a str,
    held: u64,
    decided: u64,
    alone: u64,
    overridden: u64,
    in_conflict: u64,
}

#[derive(Serialize)]
struct ScoreLinesJson<'a> {
    score: &'a str,
    lines: Vec<LineJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    line: &'a str,
    leads: u64,
    points: Option<Exact>,
}

fn rules(report: &RuleReport) -> Rules<'_> {
    let decisions = report.decisions.iter().map(|decision| DecisionRulesJson {
        decision: &decision.decision,
        rules: decision
            .rules
            .iter()
            .map(|rule| RuleJson {
                rule: &rule.name,
                held: rule.held,
                decided: rule.decided,
                alone: rule.alone,
                overridden: rule.overridden,
                in_conflict: rule.in_conflict,
            })
            .collect(),
        otherwise: decision.otherwise,
    });
    let scores = report.scores.iter().map(|score| ScoreLinesJson {
        score: &score.score,
        lines: score
            .lines
            .iter()
            .map(|line| LineJson {
                line: &line.text,
                leads: line.leads,
                points: line.points.map(Exact),
            })
            .collect(),
    });
    Rules {
        decisions: decisions.collect(),
        scores: scores.collect(),
    }
}
