//! The tables of a run's summary: the decisions by something else, and what each rule did.

use super::human::heading;
use super::layout::{grouped, shortened, table, width};
use crate::render::Style;
use crate::report::{Answers, CrossTable, Group, GroupValue, RuleReport};

/// Most values that get a row; the rest share one.
const MOST_GROUPS: usize = 20;
/// The widest first column.
const LABEL: usize = 28;

/// A cross table: one table for each decision, or several where its outcomes do not fit side by
/// side.
pub(super) fn cross(cross: &CrossTable, style: Style) -> String {
    let groups = shown_groups(cross);
    let mut text = String::new();
    for (place, decision) in cross.decisions.iter().enumerate() {
        let mut columns = vec![column("leads", &groups, |group| Some(group.leads))];
        let answers = |group: &Group| group.decisions.get(place).cloned();
        columns.extend(answer_columns(&groups, answers));
        let labels: Vec<String> = groups
            .iter()
            .map(|(label, _)| shortened(label, LABEL))
            .collect();
        text.push_str(&heading(&format!("{decision} by {}", cross.name), style));
        text.push_str(&side_by_side(&labels, columns, style));
    }
    text
}

/// A column: its heading, in pieces one above the other where it was broken, and its cells.
struct Column {
    heading: Vec<String>,
    cells: Vec<String>,
}

impl Column {
    /// With its heading broken behind each `_`: names that are long are long by their words.
    fn broken(self) -> Self {
        let words = self.heading.join(" ").replace('_', "_ ");
        let heading = words.split_whitespace().map(str::to_owned).collect();
        Column { heading, ..self }
    }

    fn width(&self) -> usize {
        self.heading
            .iter()
            .chain(&self.cells)
            .map(|text| width(text))
            .max()
            .unwrap_or(0)
    }
}

fn column(
    heading: &str,
    groups: &[(String, Group)],
    count: impl Fn(&Group) -> Option<u64>,
) -> Column {
    let heading = vec![shortened(heading, LABEL)];
    let cells = groups
        .iter()
        .map(|(_, group)| count(group).map_or("-".to_owned(), grouped));
    Column {
        heading,
        cells: cells.collect(),
    }
}

/// A column for each answer that some group has.
fn answer_columns(
    groups: &[(String, Group)],
    answers: impl Fn(&Group) -> Option<Answers>,
) -> Vec<Column> {
    let all: Vec<Answers> = groups
        .iter()
        .filter_map(|(_, group)| answers(group))
        .collect();
    let outcomes = all.first().map_or(0, |first| first.outcomes.len());
    let mut columns = Vec::new();
    for place in 0..outcomes {
        let outcome = |answers: &Answers| answers.outcomes.get(place).cloned();
        let name = all
            .first()
            .and_then(|first| outcome(first))
            .map(|(shown, _)| shown.to_string());
        let count = |answers: &Answers| outcome(answers).map_or(0, |(_, count)| count);
        if all.iter().any(|answers| count(answers) > 0) {
            let of = |group: &Group| answers(group).map(|answers| count(&answers));
            columns.push(column(&name.unwrap_or_default(), groups, of));
        }
    }
    let rest: [(&str, fn(&Answers) -> u64); 5] = [
        ("others", |answers| answers.beyond),
        ("none", |answers| answers.none),
        ("gap", |answers| answers.gap),
        ("conflict", |answers| answers.conflict),
        ("not decided", |answers| answers.not_decided),
    ];
    for (name, count) in rest {
        if all.iter().any(|answers| count(answers) > 0) {
            let of = |group: &Group| answers(group).map(|answers| count(&answers));
            columns.push(column(name, groups, of));
        }
    }
    columns
}

/// The groups that get a row, each with its label; those that are cut off are added up.
fn shown_groups(cross: &CrossTable) -> Vec<(String, Group)> {
    let is_value = |group: &&Group| matches!(group.value, GroupValue::Value(_));
    let values: Vec<&Group> = cross.groups.iter().filter(is_value).collect();
    let (shown, cut) = values.split_at(values.len().min(MOST_GROUPS));
    let named = |group: &&Group| (label(&group.value), (*group).clone());
    let mut groups: Vec<(String, Group)> = shown.iter().map(named).collect();
    let mut others: Option<Group> = cross.beyond.clone();
    for group in cut {
        others = Some(match others {
            Some(sum) => added(sum, group),
            None => Group {
                value: GroupValue::Other,
                ..(*group).clone()
            },
        });
    }
    if let Some(others) = others {
        let more = if cross.beyond.is_some() {
            "others".to_owned()
        } else {
            format!("{} others", grouped(cut.len()))
        };
        groups.push((more, others));
    }
    groups.extend(
        cross
            .groups
            .iter()
            .filter(|group| !is_value(group))
            .map(|group| named(&group)),
    );
    groups
}

fn added(mut sum: Group, group: &Group) -> Group {
    sum.leads += group.leads;
    for (sum, answers) in sum.decisions.iter_mut().zip(&group.decisions) {
        for ((_, sum), (_, count)) in sum.outcomes.iter_mut().zip(&answers.outcomes) {
            *sum += count;
        }
        sum.beyond += answers.beyond;
        sum.none += answers.none;
        sum.gap += answers.gap;
        sum.conflict += answers.conflict;
        sum.not_decided += answers.not_decided;
    }
    sum
}

fn label(value: &GroupValue) -> String {
    match value {
        GroupValue::Value(shown) => match shown.to_string() {
            empty if empty.is_empty() => "(empty)".to_owned(),
            text => text,
        },
        GroupValue::Missing => "(missing)".to_owned(),
        GroupValue::Bad => "(bad value)".to_owned(),
        GroupValue::None => "(none)".to_owned(),
        GroupValue::Gap => "(gap)".to_owned(),
        GroupValue::Conflict => "(conflict)".to_owned(),
        GroupValue::NotDecided => "(not decided)".to_owned(),
        GroupValue::Other => "others".to_owned(),
    }
}

/// Columns behind their labels, as many as fit side by side, the rest below.
fn side_by_side(labels: &[String], columns: Vec<Column>, style: Style) -> String {
    let label = labels.iter().map(|label| width(label)).max().unwrap_or(0);
    let room = style.width.saturating_sub(2 + label);
    let wanted: usize = columns.iter().map(|column| column.width() + 2).sum();
    let columns = match wanted > room {
        true => columns.into_iter().map(Column::broken).collect(),
        false => columns,
    };
    let mut texts: Vec<String> = Vec::new();
    let mut block: Vec<Column> = Vec::new();
    let mut used = 0;
    for column in columns {
        let wide = column.width() + 2;
        if used + wide > room && !block.is_empty() {
            texts.push(block_text(labels, &block));
            block.clear();
            used = 0;
        }
        used += wide;
        block.push(column);
    }
    texts.push(block_text(labels, &block));
    texts.join("\n")
}

fn block_text(labels: &[String], columns: &[Column]) -> String {
    let height = columns
        .iter()
        .map(|column| column.heading.len())
        .max()
        .unwrap_or(0);
    let mut rows = Vec::new();
    for line in 0..height {
        // Headings stand on the numbers: a short one starts further down.
        let piece = |column: &Column| {
            let skipped = height - column.heading.len();
            let place = line.checked_sub(skipped);
            place
                .and_then(|place| column.heading.get(place).cloned())
                .unwrap_or_default()
        };
        rows.push(
            [String::new()]
                .into_iter()
                .chain(columns.iter().map(piece))
                .collect(),
        );
    }
    for (place, label) in labels.iter().enumerate() {
        let cell = |column: &Column| column.cells.get(place).cloned().unwrap_or_default();
        rows.push(
            [label.clone()]
                .into_iter()
                .chain(columns.iter().map(cell))
                .collect(),
        );
    }
    table(&rows, 2)
}

/// What each rule and each line of a score did.
pub(super) fn rules(report: &RuleReport, style: Style) -> String {
    let mut text = String::new();
    for decision in &report.decisions {
        let titles = ["", "held", "decided", "alone", "overridden", "in conflict"];
        let mut rows = vec![titles.map(str::to_owned).to_vec()];
        for rule in &decision.rules {
            let counts = [
                rule.held,
                rule.decided,
                rule.alone,
                rule.overridden,
                rule.in_conflict,
            ];
            let name = shortened(&rule.name, style.width.saturating_sub(56).max(20));
            rows.push([name].into_iter().chain(counts.map(grouped)).collect());
        }
        if let Some(count) = decision.otherwise {
            let name = "otherwise".to_owned();
            rows.push(vec![name, String::new(), grouped(count)]);
        }
        text.push_str(&heading(&format!("rules of {}", decision.decision), style));
        text.push_str(&table(&rows, 2));
    }
    for score in &report.scores {
        let mut rows = vec![["", "leads", "points"].map(str::to_owned).to_vec()];
        for line in &score.lines {
            let name = shortened(&line.text, style.width.saturating_sub(28).max(20));
            let points = line.points.map_or("too large".to_owned(), grouped);
            rows.push(vec![name, grouped(line.leads), points]);
        }
        text.push_str(&heading(&format!("lines of {}", score.score), style));
        text.push_str(&table(&rows, 2));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn values_with_few_leads_share_a_row() {
        let text = cross(&sample::cross_table(23), Style::plain());
        let expected_start = "
owner by city
             leads  mumbai_desk
  city 0     1,023        1,023
";
        let expected_end = "
  city 19    1,004        1,004
  3 others   3,006        3,006
  (missing)      5            5
";
        assert!(text.starts_with(expected_start), "{text}");
        assert!(text.ends_with(expected_end), "{text}");
    }

    #[test]
    fn columns_that_do_not_fit_break_their_headings_and_then_go_below() {
        let table = sample::cross_table(1);
        let at = |width| {
            cross(
                &table,
                Style {
                    colour: false,
                    width,
                },
            )
        };
        let broken = "
owner by city
                    mumbai_
             leads     desk
  city 0     1,001    1,001
  (missing)      5        5
";
        assert_eq!(at(28), broken);
        let below = "
owner by city
             leads
  city 0     1,001
  (missing)      5

             mumbai_
                desk
  city 0       1,001
  (missing)        5
";
        assert_eq!(at(20), below);
    }

    #[test]
    fn rules_and_lines_are_counted_in_columns() {
        let expected = "
rules of owner
                         held  decided  alone  overridden  in conflict
  abroad                1,234    1,232      1           1            1
  \"US\", \"CA\" | 1..<200      9        7      1           1            1
  otherwise                         12

lines of fit
                             leads  points
  +5 when country = \"India\"    700   3,500
";
        assert_eq!(rules(&sample::rule_report(), Style::plain()), expected);
    }
}
