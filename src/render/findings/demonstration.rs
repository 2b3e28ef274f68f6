//! What the proof shows of a finding: which leads have it, and one of them.

use crate::diagnostic::{Case, Cause, Code, Demonstration, Diagnostic, Says, Witness, WitnessCell};
use crate::render::layout::{grouped, shortened, wrapped};
use crate::render::{Paint, Style, printable};

/// How much of a value of the lead is shown.
const MOST_SHOWN: usize = 50;

/// The lines below a finding.
pub(super) fn demonstration(finding: &Diagnostic, shown: &Demonstration, style: Style) -> String {
    let mut text = String::new();
    if !shown.proved {
        let words = "not proved: the proof used up its steps before this was decided, so it may be \
                     so or not";
        text.push_str(&painted(words, Paint::Warning, style, 2, 4));
    }
    if let Some(Cause::Edge) = shown.cause {
        let words = match finding.code {
            Code::Conflict => "the cause: ranges of rules both have the value at which they meet",
            _ => "the cause: ranges of rules leave out the value at which they meet",
        };
        text.push_str(&wrapped(words, style.width, 2, 4));
    }
    text.push_str(&cases(shown, style));
    if let Some(witness) = &shown.witness {
        text.push_str(&example(witness, style));
    }
    text
}

/// What the proof shows of a finding, for a reader with room: a line each.
#[must_use]
pub fn details(finding: &Diagnostic) -> Vec<String> {
    const ONE_LINE: Style = Style {
        colour: false,
        width: usize::MAX,
    };
    let shown = finding.shown.as_ref();
    let text = shown.map_or(String::new(), |it| demonstration(finding, it, ONE_LINE));
    text.lines().map(|line| line.trim().to_owned()).collect()
}

/// How many of the leads that were read have the finding; none where none were read.
pub(super) fn leads_counted(leads: u64, of: u64) -> Option<String> {
    match (leads, of) {
        (_, 0) => None,
        (0, 1) => Some("the lead of the file does not have it".to_owned()),
        (0, of) => Some(format!("none of the {} leads read has it", grouped(of))),
        (1, of) => Some(format!("1 of the {} leads read has it", grouped(of))),
        (leads, of) => Some(format!(
            "{} of the {} leads read have it",
            grouped(leads),
            grouped(of)
        )),
    }
}

/// The leads that have it: "for leads with `country` US or CA, `employees` missing".
fn cases(shown: &Demonstration, style: Style) -> String {
    let mut text = String::new();
    for (nth, case) in shown.cases.iter().enumerate() {
        // A lead of every kind has it, and no other case adds to that.
        if case.parts.is_empty() {
            return wrapped("for all leads, whatever they have", style.width, 2, 4);
        }
        let (start, indent) = match nth {
            0 => ("for leads with", 2),
            _ => ("or with", 6),
        };
        let parts = format!("{start} {}", in_words(case, "`"));
        text.push_str(&wrapped(
            &printable(&parts),
            style.width,
            indent,
            indent + 4,
        ));
    }
    if shown.more_cases && !text.is_empty() {
        text.push_str("      and more\n");
    }
    text
}

/// What the leads of a case have in common, with `quote` round the names.
pub(in crate::render) fn in_words(case: &Case, quote: &str) -> String {
    let parts = case
        .parts
        .iter()
        .map(|part| match (&part.says, part.field.as_str()) {
            // A condition that is about no single field speaks for itself.
            (Says::Holds(_), "") => part.text.clone(),
            (_, field) => format!("{quote}{field}{quote} {}", part.text),
        });
    parts.collect::<Vec<_>>().join(", ")
}

fn example(witness: &Witness, style: Style) -> String {
    let (matter, rest): (Vec<_>, Vec<_>) = witness.lead.iter().partition(|cell| cell.matters);
    let mut text = String::new();
    if !matter.is_empty() {
        let words = format!("for example: {}", listed(&matter));
        text.push_str(&wrapped(&words, style.width, 2, 6));
    }
    // Where nothing matters, any lead will do.
    let rest = match matter.is_empty() {
        true => format!("for example: {}", listed(&rest)),
        false => listed(&rest),
    };
    let indent = if matter.is_empty() { 2 } else { 6 };
    if witness.lead.len() > matter.len() {
        text.push_str(&painted(&rest, Paint::Faint, style, indent, 6));
    }
    if !witness.as_of.is_empty() {
        let words = format!("as of {}", printable(&witness.as_of));
        text.push_str(&painted(&words, Paint::Faint, style, 6, 6));
    }
    for it in &witness.moves {
        let words = format!("{}: {} → {}", it.at, it.from, it.to);
        text.push_str(&painted(&printable(&words), Paint::Faint, style, 6, 8));
    }
    let shows = format!("→ {}", printable(&witness.shows));
    text + &wrapped(&shows, style.width, 6, 8)
}

fn listed(cells: &[&WitnessCell]) -> String {
    let words = cells.iter().map(|cell| {
        let value = cell.written.as_deref().unwrap_or("missing");
        format!(
            "{} {}",
            printable(&cell.field),
            shortened(value, MOST_SHOWN)
        )
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Wrapped words in a colour, each line with its own sequences, so that none reaches beyond its line.
fn painted(words: &str, paint: Paint, style: Style, first: usize, rest: usize) -> String {
    let lines = wrapped(words, style.width, first, rest);
    let line = |line: &str| {
        let words = line.trim_start();
        let indent = " ".repeat(line.len() - words.len());
        format!("{indent}{}\n", style.paint(paint, words))
    };
    lines.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Evidence, LeadPlace};
    use crate::render::findings::{human, testing};
    use crate::source::SourceMap;

    fn show(finding: Diagnostic) -> String {
        human(&testing::sources(), &[finding], Style::plain())
    }

    #[test]
    fn a_gap_says_for_which_leads_and_shows_one() {
        insta::assert_snapshot!(show(testing::gap()), @r#"
        error[gap] policy.ground:10:10
          × `owner` decides nothing for leads whose `employees` or `city` is missing
            ╭────
          9 │ 
         10 │ decision owner: one of sdr | desk {
            ·          ──┬──
            ·            ╰── no `otherwise`
         11 │   rule large:  sdr  when country in { us, ca } and employees >= 200
            ╰────
          for leads with `country` us or ca, `employees` missing
              or with `country` india, `city` missing
              and more
          for example: country us, employees missing
              email "a@a.example", city "Ulm"
              → no rule of `owner` holds
          help: add a rule for them, or an `otherwise`
        "#);
    }

    #[test]
    fn leads_of_a_file_are_counted_and_named() {
        let evidence = Evidence {
            leads: 3614,
            of: 9240,
            first: vec![LeadPlace {
                file: "leads.csv".into(),
                row: 17,
                key: Some("ana@a.example".into()),
            }],
            ..Evidence::default()
        };
        insta::assert_snapshot!(show(testing::gap().shown_by(evidence)), @r#"
        error[gap] policy.ground:10:10
          × `owner` decides nothing for leads whose `employees` or `city` is missing
            ╭────
          9 │ 
         10 │ decision owner: one of sdr | desk {
            ·          ──┬──
            ·            ╰── no `otherwise`
         11 │   rule large:  sdr  when country in { us, ca } and employees >= 200
            ╰────
          for leads with `country` us or ca, `employees` missing
              or with `country` india, `city` missing
              and more
          for example: country us, employees missing
              email "a@a.example", city "Ulm"
              → no rule of `owner` holds
          3,614 of the 9,240 leads read have it
          leads: leads.csv row 17 (ana@a.example), …
          help: add a rule for them, or an `otherwise`
        "#);
        let none = testing::gap().shown_by(Evidence::none_of(9240));
        assert!(show(none).contains("\n  none of the 9,240 leads read has it\n"));
    }

    #[test]
    fn a_conflict_at_an_edge_says_so() {
        let mut finding = testing::conflict();
        finding.shown.as_mut().unwrap().cause = Some(Cause::Edge);
        insta::assert_snapshot!(show(finding), @r#"
        error[conflict] policy.ground:11:8
          × `large` and `middle` of `owner` disagree for leads with 200 `employees`
            ╭────
         10 │ decision owner: one of sdr | desk {
         11 │   rule large:  sdr  when country in { us, ca } and employees >= 200
            ·        ──┬──
            ·          ╰── sdr
         12 │   rule middle: desk when country in { us, ca } and employees <= 200
            ·        ───┬──
            ·           ╰── desk
         13 │   rule india:  desk when country = india and city is known
            ╰────
          the cause: ranges of rules both have the value at which they meet
          for leads with `country` us or ca, `employees` 200
          for example: country us, employees 200
              email "a@a.example", city "Ulm"
              as of 2026-07-01T00:00:00Z
              → `large` says sdr, `middle` says desk
          help: write `employees < 200` in `middle`
        "#);
    }

    #[test]
    fn what_was_not_proved_is_not_called_an_error() {
        insta::assert_snapshot!(show(testing::not_proved()), @r#"
        not proved[dead-rule] policy.ground:13:8
          ⚠ whether `india` of `owner` ever decides was not found out
            ╭────
         12 │   rule middle: desk when country in { us, ca } and employees <= 200
         13 │   rule india:  desk when country = india and city is known
            ·        ──────
         14 │ }
            ╰────
          not proved: the proof used up its steps before this was decided, so it may be
            so or not
        "#);
    }

    #[test]
    fn a_finding_without_leads_is_said_as_before() {
        let mut finding = testing::gap();
        finding.shown = Some(Box::default());
        let before = Diagnostic {
            shown: None,
            ..finding.clone()
        };
        assert_eq!(show(finding), show(before));
    }

    #[test]
    fn all_leads_need_no_list() {
        let mut finding = testing::gap();
        let shown = finding.shown.as_mut().unwrap();
        shown.cases = vec![Case { parts: Vec::new() }];
        shown.more_cases = false;
        for cell in &mut shown.witness.as_mut().unwrap().lead {
            cell.matters = false;
        }
        insta::assert_snapshot!(show(finding), @r#"
        error[gap] policy.ground:10:10
          × `owner` decides nothing for leads whose `employees` or `city` is missing
            ╭────
          9 │ 
         10 │ decision owner: one of sdr | desk {
            ·          ──┬──
            ·            ╰── no `otherwise`
         11 │   rule large:  sdr  when country in { us, ca } and employees >= 200
            ╰────
          for all leads, whatever they have
          for example: country us, employees missing, email "a@a.example", city "Ulm"
              → no rule of `owner` holds
          help: add a rule for them, or an `otherwise`
        "#);
    }

    #[test]
    fn nothing_in_it_reaches_the_terminal_and_colours_end_with_their_lines() {
        let mut finding = testing::gap();
        let shown = finding.shown.as_mut().unwrap();
        shown.cases[0].parts[0].text = "\u{1b}[2J".into();
        let witness = shown.witness.as_mut().unwrap();
        witness.shows = "\u{1b}[2J".into();
        witness.lead[0].written = Some("\u{1b}[2J".into());
        let text = human(&SourceMap::default(), &[finding.clone()], Style::plain());
        assert!(!text.contains('\u{1b}'));
        let style = Style {
            colour: true,
            width: 40,
        };
        let shown = demonstration(&finding, finding.shown.as_ref().unwrap(), style);
        for line in shown.lines() {
            assert_eq!(
                line.matches("\u{1b}[2m").count(),
                line.matches("\u{1b}[0m").count()
            );
        }
    }
}
