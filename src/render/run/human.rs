//! The summary of a run for a person to read.

use super::layout::{counted, grouped, padded_bar, share, shortened, table, width, with_places};
use super::{compare, journeys, outcome, problems, sweep, tables, work};
use crate::render::printable::printable_line;
use crate::render::{Paint, Style};
use crate::report::{Answers, Origin, Summary};

/// Most outcomes of a decision that get a line; the rest share one.
const MOST_OUTCOMES: usize = 30;
/// The most cells of a bar.
const BAR: usize = 30;
/// Room for two spaces on the left, and for count and share, with spaces, on the right.
const BESIDE_LABEL_AND_BAR: usize = 23;

/// The summary as text, in lines that fit the style's width.
#[must_use]
pub fn human(origin: &Origin, summary: &Summary, style: Style) -> String {
    let mut text = head(origin, summary, style);
    if let Some(work) = &summary.work {
        text.push_str(&work::work(work, style));
        return text;
    }
    text.push_str(&outcomes(summary, style, BAR));
    text.push_str(&scores(summary, style));
    text.push_str(&forbidden(summary, style));
    text.push_str(&musts(summary, style));
    text.push_str(&journeys::journeys(summary, style));
    if let Some(by) = &summary.by {
        text.push_str(&tables::cross(by, style));
    }
    if let Some(rules) = &summary.rules {
        text.push_str(&tables::rules(rules, style));
    }
    if let Some(report) = &summary.compare {
        text.push_str(&compare::compare(report, style));
    }
    if let Some(report) = &summary.outcome {
        text.push_str(&outcome::outcome(report, style));
    }
    if let Some(report) = &summary.sweep {
        text.push_str(&sweep::sweep(report, style));
    }
    text.push_str(&problems::problems(summary, style));
    text.push_str(&problems::closing(summary, style));
    text
}

fn head(origin: &Origin, summary: &Summary, style: Style) -> String {
    let mut title = style.paint(Paint::Strong, &printable_line(&summary.policy));
    if let Some(version) = &summary.version {
        title.push_str(&format!(", version {}", printable_line(version)));
    }
    let mut text = title + "\n" + &printable_line(&origin.data);
    if let Some(source) = &origin.source {
        text.push_str(&format!(", read as `{source}`"));
    }
    match &origin.as_of {
        Some(as_of) if origin.is_now => text.push_str(&format!("\nas of now, {as_of}")),
        Some(as_of) => text.push_str(&format!("\nas of {as_of}")),
        None => {}
    }
    let leads = summary.leads;
    text.push_str(&format!(
        "\n\n{} read, {} decided, {} with problems\n",
        counted(leads.read, "lead", "leads"),
        grouped(leads.decided),
        grouped(leads.with_problems),
    ));
    if leads.skipped > 0 {
        let rows = counted(leads.skipped, "row", "rows");
        text.push_str(&format!("{rows} left out\n"));
    }
    text
}

/// A line of a bar chart: what it stands for, how many leads, and how to paint it.
struct Line {
    label: String,
    count: u64,
    paint: Option<Paint>,
}

/// A bar chart for each decision, all in the same columns. Labels are cut where the bars would have
/// fewer than `least` cells.
pub(in crate::render) fn outcomes(summary: &Summary, style: Style, least: usize) -> String {
    let charts = summary.decisions.iter();
    let charts: Vec<(&str, Vec<Line>)> = charts
        .map(|decision| (decision.name.as_str(), lines(&decision.answers)))
        .collect();
    let labels = charts.iter().flat_map(|(_, lines)| lines);
    let longest = labels.map(|line| width(&line.label)).max().unwrap_or(0);
    let room = style.width.saturating_sub(BESIDE_LABEL_AND_BAR);
    let label_width = longest.min(room.saturating_sub(least).max(12));
    let cells = room.saturating_sub(label_width).clamp(4, BAR);
    let leads = summary.leads.read;
    let chart = |(name, lines): &(&str, Vec<Line>)| {
        let lines = lines
            .iter()
            .map(|line| line.text(leads, label_width, cells, style));
        heading(name, style) + &lines.collect::<String>()
    };
    charts.iter().map(chart).collect()
}

impl Line {
    fn text(&self, leads: u64, label_width: usize, cells: usize, style: Style) -> String {
        let label = shortened(&self.label, label_width);
        let space = " ".repeat(label_width.saturating_sub(width(&label)));
        let label = self
            .paint
            .map_or(label.clone(), |paint| style.paint(paint, &label));
        let bar = padded_bar(self.count, leads, cells);
        let (count, share) = (grouped(self.count), share(self.count, leads));
        format!("  {label}{space}  {bar}  {count:>9}  {share:>6}\n")
    }
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
                .map_or("-".to_owned(), |mean| with_places(&grouped(mean), 1)),
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

/// A blank line and a heading.
pub(super) fn heading(title: &str, style: Style) -> String {
    format!("\n{}\n", style.paint(Paint::Strong, title))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    const WHOLE: &str = "\
Online courses, version 2026.1
leads.csv, read as `crm`
as of 2026-07-01T00:00:00+05:30

8,244 leads read, 4,400 decided, 3,845 with problems
2 rows left out

owner
  mumbai_desk  ██████████████▌                     4,000   48.5%
  abroad_desk  █▍                                    400    4.9%
  gap          █████████████▏                      3,614   43.8%
  conflict     ▊                                     227    2.8%
  not decided  ▏                                       3   <0.1%

scores
       lowest  mean  highest        sum  leads
  fit    -0.5  23.0       60  189,865.5  8,241

forbidden
  email  734  8.9%

not done as it must be
  reasoned  1  <0.1%

problems
";

    #[test]
    fn a_summary_reads_from_the_whole_to_the_single_lead() {
        let text = human(&sample::origin(), &sample::summary(), Style::plain());
        assert_eq!(text.get(..WHOLE.len()), Some(WHOLE), "{text}");
    }

    #[test]
    fn the_moment_is_said_where_it_matters() {
        let summary = sample::summary();
        let origin = Origin {
            is_now: true,
            ..sample::origin()
        };
        let text = human(&origin, &summary, Style::plain());
        assert!(
            text.contains("\nas of now, 2026-07-01T00:00:00+05:30\n"),
            "{text}"
        );
        let origin = Origin {
            as_of: None,
            ..origin
        };
        assert!(!human(&origin, &summary, Style::plain()).contains("as of"));
    }

    #[test]
    fn lines_keep_to_the_width() {
        let mut summary = sample::summary();
        if let Some((label, _)) = summary.decisions[0].answers.outcomes.first_mut() {
            *label = crate::report::Shown::Text("x".repeat(200));
        }
        for most in [60, 80, 120] {
            let style = Style {
                colour: false,
                width: most,
            };
            let text = human(&sample::origin(), &summary, style);
            let longest = text.lines().map(width).max().unwrap_or(0);
            assert!(longest <= most, "{longest} > {most}:\n{text}");
        }
    }

    #[test]
    fn too_many_outcomes_share_a_line() {
        let outcome = |n: u64| (crate::report::Shown::Text(format!("x{n}")), n);
        let answers = Answers {
            outcomes: (0..40).map(outcome).collect(),
            beyond: 1_000,
            ..Answers::default()
        };
        let lines = lines(&answers);
        assert_eq!(lines.len(), MOST_OUTCOMES + 1);
        assert_eq!((lines[0].label.as_str(), lines[0].count), ("x39", 39));
        let others = lines.last().map(|line| (line.label.as_str(), line.count));
        assert_eq!(
            others,
            Some(("other outcomes", 1_000 + (0..10).sum::<u64>()))
        );
    }
}
