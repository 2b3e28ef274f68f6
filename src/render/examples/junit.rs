//! Examples as JUnit XML: a case for each.

use super::Results;
use super::problem::{Problem, problems};
use crate::eval::example::Played;
use crate::model::Example;
use crate::render::junit::{Case, Fault, Result, Suite, document};
use crate::source::Span;

/// What `test --format junit` prints.
#[must_use]
pub fn junit(results: Results<'_>) -> String {
    let mut suite = Suite {
        name: results.compiled.model.title.clone(),
        cases: Vec::new(),
    };
    for (example, played) in results.pairs() {
        suite.push(case(results, example, played));
    }
    document(&[suite])
}

fn case(results: Results<'_>, example: &Example, played: &Played) -> Case {
    let (file, line) = place(results, example.span);
    Case {
        name: example.title.clone(),
        file: Some(file),
        line: Some(line),
        result: match played.passed() {
            true => Result::Held(String::new()),
            false => Result::Failed(fault(results, example, played)),
        },
    }
}

fn fault(results: Results<'_>, example: &Example, played: &Played) -> Fault {
    let compiled = results.compiled;
    let problems = problems(&compiled.model, &compiled.sources, example, played);
    let first = problems.first();
    let text: Vec<String> = problems.iter().map(|it| told(results, it)).collect();
    Fault {
        code: first.map_or(String::new(), |problem| problem.code.to_string()),
        message: first.map_or(String::new(), |problem| problem.message.clone()),
        text: text.join("\n"),
    }
}

fn told(results: Results<'_>, problem: &Problem) -> String {
    let (file, line) = place(results, problem.span);
    let mut lines = vec![format!("{file}:{line}: {}", problem.message)];
    lines.extend(problem.why.iter().map(|why| format!("- {why}")));
    if !problem.story.is_empty() {
        lines.push("the story so far:".to_owned());
        let story = problem.story.iter();
        lines.extend(story.map(|it| format!("  {}  {}", it.at, it.what)));
    }
    lines.join("\n")
}

fn place(results: Results<'_>, span: Span) -> (String, usize) {
    let sources = &results.compiled.sources;
    let (start, _) = sources.positions(span);
    (sources.name(span.source).to_owned(), start.line)
}
