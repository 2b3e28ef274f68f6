//! Findings as workflow commands of GitHub Actions, which it shows beside the lines of a pull request,
//! and as the summary of a job.

use super::review::{Place, Review, Reviewed, gravity};
use super::told::{Digests, Told};
use crate::diagnostic::Level;
use crate::render::handbook::sentence;
use crate::render::printable;
use crate::value::counted;

/// More findings than this are counted only: a summary has an end, too.
const MOST_IN_SUMMARY: usize = 100;

/// A command for each finding; with `lines`, also a line for each policy, which is no command.
#[must_use]
pub fn github(review: &Review<'_>, lines: bool) -> String {
    let mut text = String::new();
    let mut seen = Digests::default();
    for policy in review.policies {
        for told in review.told(policy, &mut seen) {
            let place = review.place_of(policy.compiled, told.finding);
            let command = match gravity(told.finding) {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "notice",
            };
            let mut properties = properties(&place);
            properties.push(("title", told.title()));
            text.push_str(&said(command, &properties, &told.text()));
        }
        if lines {
            text.push_str(&harmless(&policy.summary));
        }
    }
    for unread in review.unread {
        let title = [("title", "could not be read".to_owned())];
        text.push_str(&said("error", &title, &unread.message));
    }
    text
}

/// The place as properties. GitHub takes columns only within one line.
fn properties(place: &Place) -> Vec<(&'static str, String)> {
    let mut properties = vec![
        ("file", place.file.clone()),
        ("line", place.line.to_string()),
        ("endLine", place.end_line.to_string()),
    ];
    if place.line == place.end_line {
        properties.push(("col", place.column.to_string()));
        properties.push(("endColumn", place.end_column.to_string()));
    }
    properties
}

fn said(command: &str, properties: &[(&str, String)], message: &str) -> String {
    let properties = properties.iter();
    let properties: Vec<String> = properties
        .map(|(name, value)| format!("{name}={}", property(&printable(value))))
        .collect();
    let message = data(&printable(message));
    format!("::{command} {}::{message}\n", properties.join(","))
}

/// What stands behind a command, with what would end it written otherwise.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line that is no command whatever stands in it: a policy may call itself anything.
fn harmless(line: &str) -> String {
    let line = printable(line).replace(['\n', '\r'], " ");
    format!("groundrules: {}\n", line.trim_end().replace("##[", "## ["))
}

/// What stands below the job, in Markdown.
#[must_use]
pub fn github_summary(review: &Review<'_>) -> String {
    let mut text = String::new();
    let mut seen = Digests::default();
    for policy in review.policies {
        let title = match policy.compiled.model.title.as_str() {
            "" => "the policy",
            title => title,
        };
        text.push_str(&format!("### Groundrules: {}\n\n", sentence(title)));
        text.push_str(&format!("{}\n\n", sentence(&policy.summary)));
        let told = review.told(policy, &mut seen);
        if told.is_empty() {
            continue;
        }
        text.push_str("| | finding | where | what |\n| --- | --- | --- | --- |\n");
        for told in told.iter().take(MOST_IN_SUMMARY) {
            text.push_str(&row(review, policy, told));
        }
        text.push('\n');
        let more = told.len().saturating_sub(MOST_IN_SUMMARY);
        if more > 0 {
            let more = counted(more, "more finding", "more findings");
            text.push_str(&format!("and {more}\n\n"));
        }
    }
    for unread in review.unread {
        let (name, message) = (sentence(&unread.name), sentence(&unread.message));
        text.push_str(&format!("### Groundrules: {name}\n\n{message}\n\n"));
    }
    text
}

fn row(review: &Review<'_>, policy: &Reviewed<'_>, told: &Told<'_>) -> String {
    let level = match told.finding.is_proved() {
        true => told.finding.level.as_str(),
        false => "not proved",
    };
    let place = review.place_of(policy.compiled, told.finding);
    let place = sentence(&format!("{}:{}", place.file, place.line));
    let lines = told.text();
    let lines: Vec<String> = lines.lines().map(sentence).collect();
    let (what, title) = (lines.join("<br>"), sentence(&told.title()));
    format!("| {level} | {title} | {place} | {what} |\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::findings::testing::review;

    #[test]
    fn findings_are_commands() {
        let text = review(|review| github(review, true));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn the_summary_is_a_table() {
        insta::assert_snapshot!(review(github_summary));
    }

    /// The name of a command, its properties and its message.
    type Command = (String, Vec<(String, String)>, String);

    /// A command as the runner reads it: its name, its properties and its message; none where the
    /// line is no command.
    fn read(line: &str) -> Option<Command> {
        let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let properties = properties.split(',').filter(|it| !it.is_empty()).map(|it| {
            let (name, value) = it.split_once('=').unwrap();
            (name.trim().to_owned(), unescaped(value, true))
        });
        Some((
            name.to_owned(),
            properties.collect(),
            unescaped(message, false),
        ))
    }

    fn unescaped(text: &str, in_property: bool) -> String {
        let text = text.replace("%0D", "\r").replace("%0A", "\n");
        let text = match in_property {
            true => text.replace("%3A", ":").replace("%2C", ","),
            false => text,
        };
        text.replace("%25", "%")
    }

    #[test]
    fn commands_are_read_back_as_they_were_meant() {
        let odd = [
            "",
            "plain",
            "a: b, c=d%",
            "100%25 of %0A and %3A, %2C",
            "two\nlines\n::error::three",
            "a::b",
            "=,=",
            "##[error]x ::set-output name=a::b",
            "naïve · 日本",
        ];
        for title in odd {
            for message in odd {
                let properties = [
                    ("file", "a:b,c.ground".to_owned()),
                    ("title", title.to_owned()),
                ];
                let line = said("warning", &properties, message);
                assert_eq!(line.matches('\n').count(), 1, "{line}");
                let (name, read, said) = read(line.trim_end_matches('\n')).unwrap();
                let expected = properties.map(|(name, value)| (name.to_owned(), value));
                assert_eq!(
                    (name.as_str(), read),
                    ("warning", expected.to_vec()),
                    "{line}"
                );
                assert_eq!(said, message, "{line}");
            }
        }
    }

    #[test]
    fn every_line_is_a_command_or_none() {
        let text = review(|review| github(review, true));
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        let mut commands = 0;
        for line in text.lines() {
            let Some((name, properties, message)) = read(line) else {
                assert!(
                    !line.trim_start().starts_with("::") && !line.contains("##["),
                    "{line}"
                );
                continue;
            };
            commands += 1;
            assert!(
                ["error", "warning", "notice"].contains(&name.as_str()),
                "{line}"
            );
            assert!(!message.is_empty(), "{line}");
            for (name, value) in properties {
                assert!(
                    known.contains(&name.as_str()) && !value.is_empty(),
                    "{line}"
                );
                if name != "file" && name != "title" {
                    assert!(value.parse::<u32>().unwrap() > 0, "{line}");
                }
            }
        }
        assert!(commands > 2, "{text}");
    }

    #[test]
    fn nothing_ends_a_command_early() {
        let properties = [("title", "a: b, c%\nd".to_owned())];
        assert_eq!(
            said("error", &properties, "100%\n::error::x"),
            "::error title=a%3A b%2C c%25%0Ad::100%25%0A::error::x\n"
        );
        assert_eq!(harmless("##[x]y\nz"), "groundrules: ## [x]y z\n");
    }

    #[test]
    fn columns_stand_only_within_a_line() {
        let mut place = Place {
            file: "a.ground".into(),
            line: 2,
            column: 3,
            end_line: 2,
            end_column: 9,
        };
        let names = |place: &Place| {
            let names = properties(place).into_iter().map(|(name, _)| name);
            names.collect::<Vec<_>>()
        };
        assert_eq!(
            names(&place),
            ["file", "line", "endLine", "col", "endColumn"]
        );
        place.end_line = 4;
        assert_eq!(names(&place), ["file", "line", "endLine"]);
    }
}
