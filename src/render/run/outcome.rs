//! How many of the leads converted, for a person to read.

use super::columns::{Column, LABEL, side_by_side};
use super::human::heading;
use super::layout::{bar, counted, grouped, lift, share, shortened, wrapped};
use crate::render::Style;
use crate::report::{
    Answers, Conversions, DecisionConversions, OutcomeReport, ScoreConversions, Top,
};

/// Most outcomes of a decision that get a row; the rest share one.
const MOST_OUTCOMES: usize = 30;
/// The cells of a bar.
const BAR: usize = 16;

/// Conversion of all leads, by decision, and by score.
pub(super) fn outcome(report: &OutcomeReport, style: Style) -> String {
    let goal = shortened(&report.goal, LABEL);
    let all = &report.all;
    let mut text = heading(&goal, style);
    let known = counted(all.known, "lead", "leads");
    let of = share(all.converted, all.known);
    text.push_str(&format!(
        "  {known}, {} converted, {of}\n",
        grouped(all.converted)
    ));
    text.push_str(&not_known(report, style));
    for decision in &report.decisions {
        text.push_str(&heading(&format!("{goal} by {}", decision.decision), style));
        text.push_str(&by_decision(decision, all, style));
    }
    for score in &report.scores {
        text.push_str(&heading(&format!("{goal} by {}", score.score), style));
        text.push_str(&by_score(score, all, style));
    }
    text
}

/// The leads that are not counted.
fn not_known(report: &OutcomeReport, style: Style) -> String {
    let whys = [
        (report.missing, "is missing"),
        (report.bad, "has a value that it cannot have"),
    ];
    let whys = whys.iter().filter(|(count, _)| *count > 0);
    let whys: Vec<String> = whys
        .map(|(count, why)| format!("`{}` {why} in {}", report.field, grouped(count)))
        .collect();
    if whys.is_empty() {
        return String::new();
    }
    let leads = counted(report.missing + report.bad, "lead is", "leads are");
    let sentence = format!("{leads} not counted: {}", whys.join(", "));
    wrapped(&sentence, style.width, 2, 4)
}

/// The leads of each answer of a decision: those of which it is known whether they converted.
fn by_decision(decision: &DecisionConversions, all: &Conversions, style: Style) -> String {
    let rows = rows(&decision.answers);
    let labels: Vec<String> = rows.iter().map(|(label, _)| label.clone()).collect();
    let counted: Vec<Conversions> = rows.iter().map(|(_, counted)| *counted).collect();
    let mut columns = columns(&counted, all);
    if decision.in_order && decision.answers.outcomes.len() > 2 {
        let sums = decision.answers.from_here_on();
        let cell = |count: fn(&Conversions) -> String| sums.iter().map(count).collect();
        let leads = Column::new("leads", cell(|it| grouped(it.known)));
        columns.push(leads.under("from here on"));
        columns.push(Column::new(
            "share",
            cell(|it| share(it.converted, it.known)),
        ));
    }
    side_by_side(&labels, columns, style)
}

/// How many leads, how many of them converted, their share and lift.
fn columns(leads: &[Conversions], all: &Conversions) -> Vec<Column> {
    let cells = |count: &dyn Fn(&Conversions) -> String| leads.iter().map(count).collect();
    vec![
        Column::new("leads", cells(&|it| grouped(it.known))),
        Column::new("converted", cells(&|it| grouped(it.converted))),
        Column::new("share", cells(&|it| share(it.converted, it.known))),
        Column::new("lift", cells(&|it| lift(it, all))),
    ]
}

/// The answers that get a row, each with its label.
fn rows(answers: &Answers<Conversions>) -> Vec<(String, Conversions)> {
    let mut outcomes: Vec<_> = answers.outcomes.iter().collect();
    let mut others = answers.beyond;
    if outcomes.len() > MOST_OUTCOMES {
        outcomes.sort_by_key(|(_, counted)| std::cmp::Reverse(counted.leads));
        let cut = outcomes.split_off(MOST_OUTCOMES);
        cut.iter().for_each(|(_, counted)| others += *counted);
    }
    let named = outcomes.into_iter();
    let mut rows: Vec<_> = named
        .map(|(outcome, counted)| (shortened(&outcome.to_string(), LABEL), *counted))
        .collect();
    let rest = [
        ("(others)", others),
        ("(none)", answers.none),
        ("(gap)", answers.gap),
        ("(conflict)", answers.conflict),
        ("(not decided)", answers.not_decided),
    ];
    let rest = rest.into_iter().filter(|(_, counted)| counted.leads > 0);
    rows.extend(rest.map(|(label, counted)| (label.to_owned(), counted)));
    rows
}

/// The leads of each band, and where the best begin.
fn by_score(score: &ScoreConversions, all: &Conversions, style: Style) -> String {
    let labels: Vec<String> = score.bands.iter().map(|band| band.label.clone()).collect();
    let leads: Vec<Conversions> = score.bands.iter().map(|band| band.leads).collect();
    let mut cells = columns(&leads, all);
    let bars = leads.iter().map(|it| bar(it.converted, it.known, BAR));
    // A bar starts at the left, so that blanks fill its column up to the right.
    cells.push(Column::new(
        "",
        bars.map(|bar| format!("{bar:<BAR$}")).collect(),
    ));
    let mut text = side_by_side(&labels, cells, style);
    if !score.tops.is_empty() {
        text.push('\n');
        text.push_str(&tops(&score.tops, &leads, all, style));
    }
    let mut notes = Vec::new();
    if let Some(step) = score.rounded_to {
        notes.push(format!(
            "there are too many different values: they are rounded down to {step}"
        ));
    }
    if score.without > 0 {
        let leads = counted(score.without, "lead has", "leads have");
        notes.push(format!("{leads} no `{}`", score.score));
    }
    notes
        .iter()
        .for_each(|note| text.push_str(&wrapped(note, style.width, 2, 4)));
    text
}

fn tops(tops: &[Top], bands: &[Conversions], all: &Conversions, style: Style) -> String {
    let labels: Vec<String> = tops
        .iter()
        .map(|top| format!("top {}%", top.percent))
        .collect();
    let leads: Vec<Conversions> = tops.iter().map(|top| top.leads).collect();
    let with_score: u64 = bands.iter().map(|leads| leads.known).sum();
    let of_all = leads.iter().map(|it| share(it.known, with_score));
    let mut cells = vec![Column::new(
        "from",
        tops.iter().map(|top| grouped(top.from)).collect(),
    )];
    let mut counts = columns(&leads, all);
    counts.insert(1, Column::new("of all", of_all.collect()));
    cells.extend(counts);
    side_by_side(&labels, cells, style)
}
