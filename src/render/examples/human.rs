//! Examples for people.

use super::Results;
use super::problem::problems;
use super::story::Told;
use crate::render::layout::{counted, wrapped};
use crate::render::{Paint, Style, printable};
use crate::source::Span;

/// A line for each example; below those that do not hold, what is wrong and why. With `quiet`
/// only those, and nothing where all hold.
#[must_use]
pub fn human(results: Results<'_>, style: Style, quiet: bool) -> String {
    let mut text = String::new();
    for (example, played) in results.pairs() {
        if played.passed() {
            if !quiet {
                let mark = style.paint(Paint::Good, "✓");
                text.push_str(&format!("{mark} {}\n", printable(&example.title)));
            }
            continue;
        }
        let mark = style.paint(Paint::Error, "✗");
        text.push_str(&format!("{mark} {}\n", printable(&example.title)));
        let compiled = results.compiled;
        for problem in problems(&compiled.model, &compiled.sources, example, played) {
            let place = place(results, problem.span);
            let code = style.paint(Paint::Error, problem.code.as_str());
            text.push_str(&format!("    {code} {}\n", printable(&place)));
            let message = printable(&problem.message);
            text.push_str(&wrapped(&message, style.width, 6, 6));
            for sentence in &problem.why {
                let sentence = format!("- {}", printable(sentence));
                text.push_str(&wrapped(&sentence, style.width, 6, 8));
            }
            text.push_str(&story(&problem.story, style));
        }
    }
    if !quiet {
        text.push_str(&summary(results, style));
    }
    text
}

/// What had happened by then, with the instants.
fn story(told: &[Told], style: Style) -> String {
    if told.is_empty() {
        return String::new();
    }
    let mut text = wrapped("the story so far:", style.width, 6, 8);
    for it in told {
        let line = format!("{}  {}", it.at, printable(&it.what));
        text.push_str(&wrapped(&line, style.width, 8, 10));
    }
    text
}

fn place(results: Results<'_>, span: Span) -> String {
    let sources = &results.compiled.sources;
    let (start, _) = sources.positions(span);
    format!(
        "{}:{}:{}",
        sources.name(span.source),
        start.line,
        start.column
    )
}

fn summary(results: Results<'_>, style: Style) -> String {
    let model = &results.compiled.model;
    let (all, passed) = (results.played.len(), results.passed());
    let expectations: usize = results.played.iter().map(|it| it.expectations).sum();
    let title = printable(&model.title);
    let expectations = counted(expectations, "expectation", "expectations");
    let words = match (all, all - passed) {
        (0, _) => return format!("{title}: no examples\n"),
        (1, 0) => format!("the example holds ({expectations})"),
        (1, _) => "the example does not hold".to_owned(),
        (_, 0) => format!("all {all} examples hold ({expectations})"),
        (_, 1) => format!("1 of {all} examples does not hold"),
        (_, failed) => format!("{failed} of {all} examples do not hold"),
    };
    let paint = if passed == all {
        Paint::Good
    } else {
        Paint::Error
    };
    let words = style.paint(paint, &words);
    let as_of = match results.depends_on_as_of() {
        true => {
            let instant = model.zone.show(results.as_of);
            format!("; as of {instant} where an example says no other")
        }
        false => String::new(),
    };
    format!("{title}: {words}{as_of}\n")
}
