//! Examples for people.

use super::Results;
use super::problem::problems;
use crate::render::findings::counted;
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
            text.push_str(&wrapped(&format!("{code} {place}"), "    ", "    ", style));
            text.push_str(&wrapped(&problem.message, "      ", "      ", style));
            for sentence in &problem.why {
                text.push_str(&wrapped(sentence, "      - ", "        ", style));
            }
        }
    }
    if !quiet {
        text.push_str(&summary(results, style));
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
    let expectations = results.played.iter().map(|it| it.expectations).sum();
    let title = printable(&model.title);
    let expectations = counted(expectations, "expectation");
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

/// A sentence in lines that fit, the first behind `first`, the others behind `rest`.
fn wrapped(sentence: &str, first: &str, rest: &str, style: Style) -> String {
    let mut text = String::from(first);
    let mut column = first.chars().count();
    for (at, word) in printable(sentence).split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && column + 1 + length > style.width {
            text.push('\n');
            text.push_str(rest);
            column = rest.chars().count();
        } else if at > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_wrapped_at_words() {
        let style = Style {
            colour: false,
            width: 12,
        };
        let text = wrapped("one two three äöü", "- ", "  ", style);
        assert_eq!(text, "- one two\n  three äöü\n");
    }
}
