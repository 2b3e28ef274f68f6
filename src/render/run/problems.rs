//! What was wrong with the leads of a run, for a person to read.

use super::human::heading;
use super::layout::{counted, grouped, shortened, table, width, wrapped};
use crate::diagnostic::Code;
use crate::render::printable::printable_line;
use crate::render::{Paint, Style};
use crate::report::{About, ProblemSummary, Summary};

/// Most combinations of rules in conflict that get a line.
const MOST_CONFLICTS: usize = 10;

/// The problems by kind, with an example each.
pub(super) fn problems(summary: &Summary, style: Style) -> String {
    if summary.problems.is_empty() {
        return String::new();
    }
    let counts = summary
        .problems
        .iter()
        .map(|kind| width(&grouped(kind.count)));
    let column = counts.max().unwrap_or(0);
    let mut text = heading("problems", style);
    for kind in &summary.problems {
        let count = grouped(kind.count);
        let name = style.paint(Paint::Error, kind.code.as_str());
        text.push_str(&format!("  {count:>column$}  {name}{}\n", about(kind)));
        let row = format!("row {}", grouped(kind.row));
        let file = kind.file.iter().map(|file| shortened(file, 40) + " ");
        let key = kind
            .key
            .iter()
            .map(|key| format!(", {}", shortened(key, 40)));
        let place: String = file.chain([row]).chain(key).collect();
        let example = format!("{place}: {}", printable_line(&kind.message));
        text.push_str(&wrapped(&example, style.width, column + 4, column + 6));
        text.push_str(&conflicts(summary, kind, column + 4, style));
    }
    text
}

fn about(kind: &ProblemSummary) -> String {
    match &kind.about {
        About::Record => String::new(),
        About::Fact(text) | About::Calculation(text) => format!(" of `{}`", shortened(text, 50)),
        About::Must {
            must,
            because: Some(because),
        } => {
            format!(" of `{must}`: {}", shortened(because, 50))
        }
        other => format!(" in `{}`", shortened(other.name(), 50)),
    }
}

/// The rules that met in the conflicts of a decision.
fn conflicts(summary: &Summary, kind: &ProblemSummary, indent: usize, style: Style) -> String {
    let About::Decision { decision, .. } = &kind.about else {
        return String::new();
    };
    let found = summary
        .decisions
        .iter()
        .find(|other| other.name == *decision);
    let conflicts = found.map_or(&[][..], |found| &found.conflicts);
    if kind.code != Code::Conflict {
        return String::new();
    }
    let rows = conflicts.iter().take(MOST_CONFLICTS).map(|conflict| {
        let count = grouped(conflict.leads);
        let rules = shortened(
            &conflict.rules.join(", "),
            style.width.saturating_sub(indent + 12),
        );
        vec![rules, count]
    });
    let mut text = table(&rows.collect::<Vec<_>>(), indent);
    if conflicts.len() > MOST_CONFLICTS {
        let more = conflicts.len() - MOST_CONFLICTS;
        text.push_str(&format!(
            "{}and {} more\n",
            " ".repeat(indent),
            grouped(more)
        ));
    }
    text
}

/// What gaps and conflicts mean, in words.
pub(super) fn closing(summary: &Summary, style: Style) -> String {
    let mut text = String::new();
    for decision in &summary.decisions {
        let name = &decision.name;
        let answers = &decision.answers;
        let reasons = [
            (answers.gap, format!("no rule of `{name}` covers")),
            (
                answers.conflict,
                format!("rules of `{name}` disagree about"),
            ),
        ];
        for (count, reason) in reasons.into_iter().filter(|(count, _)| *count > 0) {
            let (have, them) = if count == 1 {
                ("has", "it")
            } else {
                ("have", "them")
            };
            let leads = counted(count, "lead", "leads");
            let sentence = format!("{leads} {have} no `{name}`: {reason} {them}");
            text.push_str(&wrapped(&sentence, style.width, 0, 2));
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("\n{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn each_kind_has_its_count_and_an_example() {
        let expected = "
problems
      3  bad-value in `TotalVisits`
         row 17, lead-17: `many` is not a whole number
  3,614  gap in `owner`
         row 2, lead-2: no rule of `owner` covers this lead
    227  conflict in `owner`
         row 31, lead-31: rules of `owner` disagree: `mumbai` says
           `mumbai_desk`, `abroad` says `abroad_desk`
         mumbai, abroad    137
         national, abroad   90
      1  breach of `reasoned`: A no teaches.
         row 8, lead-8: `reasoned` is not met
";
        assert_eq!(problems(&sample::summary(), Style::plain()), expected);
    }

    #[test]
    fn of_several_files_the_one_of_the_example_is_named() {
        let mut summary = sample::summary();
        summary.problems.truncate(1);
        summary.problems[0].file = Some("exports/a.csv".into());
        let text = problems(&summary, Style::plain());
        assert!(
            text.contains("    exports/a.csv row 17, lead-17: `many`"),
            "{text}"
        );
    }

    #[test]
    fn gaps_and_conflicts_are_said_in_words_at_the_end() {
        let expected = "
3,614 leads have no `owner`: no rule of `owner` covers them
227 leads have no `owner`: rules of `owner` disagree about them
";
        assert_eq!(closing(&sample::summary(), Style::plain()), expected);
        let mut summary = sample::summary();
        summary.decisions.clear();
        assert_eq!(closing(&summary, Style::plain()), "");
    }

    #[test]
    fn what_a_file_holds_cannot_reach_the_terminal() {
        let mut summary = sample::summary();
        summary.problems[0].key = Some("\u{1b}]0;title\u{7}".into());
        summary.problems[0].message = "`\u{1b}[2J` is not a whole number".into();
        assert!(!problems(&summary, Style::plain()).contains('\u{1b}'));
    }
}
