//! Examples for programs: the public contract, described by `schema/test.schema.json`.

use serde::Serialize;

use super::Results;
use super::problem::problems;
use super::story::Told;
use crate::eval::example::Played;
use crate::model::Example;
use crate::render::findings::{At, Tool};

/// What `test --format json` prints.
#[derive(Debug, Serialize)]
pub struct TestReport<'a> {
    schema: u32,
    tool: Tool,
    policy: &'a str,
    as_of: String,
    summary: Summary,
    examples: Vec<ExampleReport<'a>>,
}

#[derive(Debug, Serialize)]
struct Summary {
    examples: usize,
    passed: usize,
    failed: usize,
    expectations: usize,
}

#[derive(Debug, Serialize)]
struct ExampleReport<'a> {
    title: &'a str,
    at: At<'a>,
    passed: bool,
    expectations: usize,
    problems: Vec<ProblemReport<'a>>,
}

#[derive(Debug, Serialize)]
struct ProblemReport<'a> {
    code: &'static str,
    message: String,
    at: At<'a>,
    why: Vec<String>,
    story: Vec<Told>,
}

/// The report of all examples of a policy.
#[must_use]
pub fn test_report(results: Results<'_>) -> TestReport<'_> {
    let model = &results.compiled.model;
    let (all, passed) = (results.played.len(), results.passed());
    TestReport {
        schema: 1,
        tool: Tool::this(),
        policy: &model.title,
        as_of: model.zone.show(results.as_of),
        summary: Summary {
            examples: all,
            passed,
            failed: all - passed,
            expectations: results.played.iter().map(|it| it.expectations).sum(),
        },
        examples: results
            .pairs()
            .map(|(example, played)| report(results, example, played))
            .collect(),
    }
}

fn report<'a>(results: Results<'a>, example: &'a Example, played: &Played) -> ExampleReport<'a> {
    let (model, sources) = (&results.compiled.model, &results.compiled.sources);
    let problems = problems(model, sources, example, played).into_iter();
    ExampleReport {
        title: &example.title,
        at: At::of(sources, example.span),
        passed: played.passed(),
        expectations: played.expectations,
        problems: problems
            .map(|problem| ProblemReport {
                code: problem.code.as_str(),
                message: problem.message,
                at: At::of(sources, problem.span),
                why: problem.why,
                story: problem.story,
            })
            .collect(),
    }
}
