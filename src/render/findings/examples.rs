//! The leads of findings as examples of the policy, which fail until the finding is mended.

use std::collections::BTreeSet;

use super::demonstration::in_words;
use crate::diagnostic::{Demonstration, Diagnostic, Diagnostics, Witness};
use crate::format::{FormatError, verified};
use crate::model::Model;
use crate::render::printable;
use crate::source::SourceId;
use crate::syntax::{parse, quote};
use crate::value::{IsoMoment, Zone, iso_moment_or_midnight, on_one_line};

/// How long a title may be, in characters, before a number that tells it from others.
const LONGEST_TITLE: usize = 100;

/// What the file says of itself.
const HEAD: &str = "# Leads that show what `groundrules check` found: each example fails until that is \
                    mended.\n\n";

/// An example for each finding that a lead can show, as the text of a file, and how many there are.
/// Their titles are none of those that the examples of the `model` have.
///
/// # Errors
/// The text cannot be laid out: a fault of the witness, not of the policy.
pub fn examples<'a>(
    model: &Model,
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) -> Result<(String, usize), FormatError> {
    let mut taken = titles(model);
    let all = findings
        .into_iter()
        .filter_map(|finding| written(model, finding, &mut taken));
    let all: Vec<String> = all.collect();
    let text = laid_out(&format!("{HEAD}{}", all.join("\n")))?;
    Ok((text, all.len()))
}

/// The example of one finding, as the text of a declaration; none where no lead can show it.
#[must_use]
pub fn example_of(model: &Model, finding: &Diagnostic) -> Option<String> {
    let written = written(model, finding, &mut titles(model))?;
    laid_out(&written).ok()
}

/// The titles that are taken.
fn titles(model: &Model) -> BTreeSet<String> {
    let titles = model.examples.iter().map(|example| example.title.clone());
    titles.collect()
}

/// The example of a finding, before it is laid out.
fn written(model: &Model, finding: &Diagnostic, taken: &mut BTreeSet<String>) -> Option<String> {
    let shown = finding.shown.as_ref()?;
    let witness = shown.witness.as_ref()?;
    if witness.expect.is_empty() {
        return None;
    }
    let title = unique(&title(finding, shown, witness), taken);
    Some(declaration(&title, witness, &model.zone))
}

fn laid_out(text: &str) -> Result<String, FormatError> {
    let mut faults = Diagnostics::default();
    let file = parse(SourceId(0), text, &mut faults);
    match faults.has_errors() {
        true => Err(FormatError::Faulty),
        false => verified(SourceId(0), text, &file),
    }
}

/// What the example is called: "gap in owner: country US, employees missing".
fn title(finding: &Diagnostic, shown: &Demonstration, witness: &Witness) -> String {
    let subject = finding.subject.as_ref();
    let subject = subject.map_or(String::new(), |subject| format!(" in {}", subject.name));
    let case = shown.cases.first().filter(|case| !case.parts.is_empty());
    let what = match case {
        Some(case) => in_words(case, ""),
        // Titles have no use for the marks round names.
        None => witness.shows.replace('`', ""),
    };
    let title = format!("{}{subject}: {what}", finding.code);
    let title = on_one_line(&printable(&title));
    match title.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{}…", title.get(..end).unwrap_or_default().trim_end()),
        None => title,
    }
}

/// The title, with a number behind it where there is one like it.
fn unique(title: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = title.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{title} ({number})");
        number += 1;
    }
    name
}

/// The example, before it is laid out.
fn declaration(title: &str, witness: &Witness, zone: &Zone) -> String {
    let cells = witness.lead.iter().filter_map(|cell| {
        let written = cell.written.as_ref()?;
        Some(format!("{} {written}", cell.field))
    });
    let cells = cells.collect::<Vec<_>>().join("  ");
    let mut lines = vec![format!("  lead {{ {cells} }}")];
    if !witness.as_of.is_empty() {
        lines.push(format!("  as of {}", moment(&witness.as_of, zone)));
    }
    lines.extend(witness.expect.iter().map(|expect| format!("  {expect}")));
    format!("example {} {{\n{}\n}}\n", quote(title), lines.join("\n"))
}

/// A moment as the language has it: a day, or a time of a day in the policy's zone.
fn moment(as_of: &str, zone: &Zone) -> String {
    let wall = match iso_moment_or_midnight(as_of) {
        Some(IsoMoment::Exact(instant)) => zone.civil(instant),
        Some(IsoMoment::Civil(wall)) => wall,
        None => return as_of.to_owned(),
    };
    let form = match (wall.hour(), wall.minute(), wall.second()) {
        (0, 0, 0) => "%Y-%m-%d",
        (_, _, 0) => "%Y-%m-%dT%H:%M",
        _ => "%Y-%m-%dT%H:%M:%S",
    };
    wall.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Example;
    use crate::render::findings::testing;
    use crate::source::Span;

    #[test]
    fn each_lead_is_an_example_with_a_title_of_its_own() {
        let found = [
            testing::gap(),
            testing::conflict(),
            testing::not_proved(),
            testing::note(),
            testing::gap(),
        ];
        let mut model = Model::empty();
        model.examples.push(Example {
            title: "conflict in owner: country us or ca, employees 200".into(),
            span: Span::new(SourceId(0), 0, 0),
            steps: Vec::new(),
        });
        let (text, count) = examples(&model, &found).unwrap();
        assert_eq!(count, 3);
        insta::assert_snapshot!(text, @r#"
        # Leads that show what `groundrules check` found: each example fails until that is mended.

        example "gap in owner: country us or ca, employees missing" {
          lead { country us  email "a@a.example"  city "Ulm" }
          expect owner is known
        }

        example "conflict in owner: country us or ca, employees 200 (2)" {
          lead { country us  employees 200  email "a@a.example"  city "Ulm" }
          as of 2026-07-01
          expect owner is known
        }

        example "gap in owner: country us or ca, employees missing (2)" {
          lead { country us  email "a@a.example"  city "Ulm" }
          expect owner is known
        }
        "#);
    }

    #[test]
    fn titles_are_cut_and_may_have_quotes() {
        let mut finding = testing::gap();
        let shown = finding.shown.as_mut().unwrap();
        shown.cases[0].parts[0].text = format!("\"{}\"", "ä".repeat(200));
        let (text, _) = examples(&Model::empty(), [&finding]).unwrap();
        assert!(
            text.contains("example \"gap in owner: country \\\"ä"),
            "{text}"
        );
        assert!(text.contains("ä…\" {\n"), "{text}");
    }

    #[test]
    fn a_lead_that_cannot_be_written_is_a_fault() {
        let mut finding = testing::gap();
        let witness = finding.shown.as_mut().unwrap().witness.as_mut().unwrap();
        witness.lead[0].written = Some("}".into());
        assert_eq!(
            examples(&Model::empty(), [&finding]),
            Err(FormatError::Faulty)
        );
    }

    #[test]
    fn moments_are_those_of_the_policy_s_zone() {
        let york = Zone::named("America/New_York").unwrap();
        let of = |as_of| moment(as_of, &york);
        assert_eq!(of("2026-07-01T04:00:00Z"), "2026-07-01");
        assert_eq!(of("2026-07-01T00:00:00-04:00"), "2026-07-01");
        assert_eq!(of("2026-07-01T15:30:00+02:00"), "2026-07-01T09:30");
        assert_eq!(of("2026-07-01T09:30:05"), "2026-07-01T09:30:05");
    }
}
