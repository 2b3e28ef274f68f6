//! The summary of a run for a person to read.

use super::layout::{bar, counted, grouped, printable, share, shortened, table, width, wrapped};
use super::{Paint, Style, run_tables};
use crate::report::{About, Answers, DecisionSummary, Origin, ProblemSummary, Summary};

/// Most outcomes of a decision that get a line; the rest share one.
const MOST_OUTCOMES: usize = 30;
/// Most combinations of rules in conflict that get a line.
const MOST_CONFLICTS: usize = 10;
/// The most cells of a bar.
const BAR: usize = 30;
/// Room for two spaces on the left, and for count and share, with spaces, on the right.
const BESIDE_LABEL_AND_BAR: usize = 23;

/// The summary as text, in lines that fit the style's width.
#[must_use]
pub fn run_human(origin: &Origin, summary: &Summary, style: Style) -> String {
    let mut text = head(origin, summary, style);
    for decision in &summary.decisions {
        text.push_str(&outcomes(decision, summary.leads.read, style));
    }
    text.push_str(&scores(summary, style));
    text.push_str(&forbidden(summary, style));
    text.push_str(&musts(summary, style));
    if let Some(by) = &summary.by {
        text.push_str(&run_tables::cross(by, style));
    }
    if let Some(rules) = &summary.rules {
        text.push_str(&run_tables::rules(rules, style));
    }
    text.push_str(&problems(summary, style));
    text.push_str(&closing(summary, style));
    text
}

fn head(origin: &Origin, summary: &Summary, style: Style) -> String {
    let mut title = style.paint(Paint::Strong, &printable(&summary.policy));
    if let Some(version) = &summary.version {
        title.push_str(&format!(", version {}", printable(version)));
    }
    let mut text = title + "\n" + &printable(&origin.data);
    if let Some(source) = &origin.source {
        text.push_str(&format!(", read as `{source}`"));
    }
    match &origin.as_of {
        Some(as_of) if origin.is_now => text.push_str(&format!("\nas of now, {as_of}")),
        Some(as_of) => text.push_str(&format!("\nas of {as_of}")),
        None => {}
    }
    let leads = summary.leads;
    text + &format!(
        "\n\n{} read, {} decided, {} with problems\n",
        counted(leads.read, "lead", "leads"),
        grouped(leads.decided),
        grouped(leads.with_problems),
    )
}

/// A line of a bar chart: what it stands for, how many leads, and how to paint it.
struct Line {
    label: String,
    count: u64,
    paint: Option<Paint>,
}

fn outcomes(decision: &DecisionSummary, leads: u64, style: Style) -> String {
    let lines = lines(&decision.answers);
    let room = style.width.saturating_sub(BESIDE_LABEL_AND_BAR);
    let longest = lines
        .iter()
        .map(|line| width(&line.label))
        .max()
        .unwrap_or(0);
    let label_width = longest.min(room.saturating_sub(BAR).max(12));
    let cells = room.saturating_sub(label_width).clamp(4, BAR);
    let mut text = heading(&decision.name, style);
    for line in lines {
        let label = shortened(&line.label, label_width);
        let space = " ".repeat(label_width - width(&label));
        let label = line
            .paint
            .map_or(label.clone(), |paint| style.paint(paint, &label));
        let bar = bar(line.count, leads, cells);
        let gap = " ".repeat(cells - width(&bar));
        let (count, share) = (grouped(line.count), share(line.count, leads));
        text.push_str(&format!(
            "  {label}{space}  {bar}{gap}  {count:>9}  {share:>6}\n"
        ));
    }
    text
}

fn lines(answers: &Answers) -> Vec<Line> {
    let mut outcomes: Vec<_> = answers.outcomes.iter().collect();
    let mut beyond = answers.beyond;
    let mut others = None;
    if outcomes.len() > MOST_OUTCOMES {
        outcomes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let cut = outcomes.split_off(MOST_OUTCOMES);
        beyond += cut.iter().map(|(_, count)| count).sum::<u64>();
        others = Some("other outcomes".to_owned());
    }
    let mut lines: Vec<Line> = outcomes
        .into_iter()
        .map(|(outcome, count)| Line {
            label: outcome.to_string(),
            count: *count,
            paint: None,
        })
        .collect();
    let others = others.or((beyond > 0).then(|| "other outcomes".to_owned()));
    lines.extend(others.map(|label| Line {
        label,
        count: beyond,
        paint: None,
    }));
    let rest = [
        ("none", answers.none, Paint::Faint),
        ("gap", answers.gap, Paint::Error),
        ("conflict", answers.conflict, Paint::Error),
        ("not decided", answers.not_decided, Paint::Warning),
    ];
    for (label, count, paint) in rest.into_iter().filter(|(_, count, _)| *count > 0) {
        lines.push(Line {
            label: label.to_owned(),
            count,
            paint: Some(paint),
        });
    }
    lines
}

fn scores(summary: &Summary, style: Style) -> String {
    if summary.scores.is_empty() {
        return String::new();
    }
    // Only where some lead has no total does it matter how many have one.
    let partial = summary
        .scores
        .iter()
        .any(|score| score.leads < summary.leads.read);
    let mut rows = vec![
        ["", "lowest", "mean", "highest", "sum"]
            .map(str::to_owned)
            .to_vec(),
    ];
    if partial {
        rows.iter_mut().for_each(|row| row.push("leads".to_owned()));
    }
    for score in &summary.scores {
        let number = |number: Option<_>| number.map_or("-".to_owned(), grouped);
        let mut row = vec![
            score.name.clone(),
            number(score.lowest),
            score
                .mean(1)
                .map_or("-".to_owned(), |mean| with_one_place(&grouped(mean))),
            number(score.highest),
            score.sum.map_or("too large".to_owned(), grouped),
        ];
        if partial {
            row.push(grouped(score.leads));
        }
        rows.push(row);
    }
    heading("scores", style) + &table(&rows, 2)
}

/// A mean with its place behind the point, also where that is 0, so that the column lines up.
fn with_one_place(number: &str) -> String {
    if number.contains('.') {
        number.to_owned()
    } else {
        format!("{number}.0")
    }
}

fn forbidden(summary: &Summary, style: Style) -> String {
    if summary.forbidden.is_empty() {
        return String::new();
    }
    let rows = summary.forbidden.iter().map(|(channel, count)| {
        vec![
            channel.clone(),
            grouped(count),
            share(*count, summary.leads.read),
        ]
    });
    heading("forbidden", style) + &table(&rows.collect::<Vec<_>>(), 2)
}

fn musts(summary: &Summary, style: Style) -> String {
    let broken = summary.musts.iter().filter(|must| must.breaches > 0);
    let rows: Vec<_> = broken
        .map(|must| {
            let leads = must.breaches;
            vec![
                must.name.clone(),
                grouped(leads),
                share(leads, summary.leads.read),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    heading("not done as it must be", style) + &table(&rows, 2)
}

fn problems(summary: &Summary, style: Style) -> String {
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
        let place = match &kind.key {
            Some(key) => format!("{row}, {}", shortened(key, 40)),
            None => row,
        };
        let example = format!("{place}: {}", printable(&kind.message));
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
    if kind.code != crate::diagnostic::Code::Conflict {
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
fn closing(summary: &Summary, style: Style) -> String {
    let mut text = String::new();
    for decision in &summary.decisions {
        let name = &decision.name;
        let answers = &decision.answers;
        let reasons = [
            (answers.gap, format!("no rule of `{name}` covers them")),
            (
                answers.conflict,
                format!("rules of `{name}` hold for them that disagree"),
            ),
        ];
        for (count, reason) in reasons.into_iter().filter(|(count, _)| *count > 0) {
            let have = if count == 1 { "has" } else { "have" };
            let leads = counted(count, "lead", "leads");
            let sentence = format!("{leads} {have} no `{name}`: {reason}");
            text.push_str(&wrapped(&sentence, style.width, 0, 2));
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("\n{text}")
    }
}

/// A blank line and a heading.
pub(super) fn heading(title: &str, style: Style) -> String {
    format!("\n{}\n", style.paint(Paint::Strong, title))
}
