//! The tables of a run's summary: the decisions by something else, and what each rule did.

use super::columns::{Column, LABEL, side_by_side};
use super::human::heading;
use super::layout::{grouped, shortened, table};
use crate::render::Style;
use crate::report::{Answers, CrossTable, Group, GroupValue, RuleReport};

/// Most values that get a row; the rest share one.
const MOST_GROUPS: usize = 20;

/// A cross table: one table for each decision, or several where its outcomes do not fit side by
/// side.
pub(super) fn cross(cross: &CrossTable, style: Style) -> String {
    let groups = shown_groups(cross);
    let mut text = String::new();
    for (place, decision) in cross.decisions.iter().enumerate() {
        let mut columns = vec![column("leads", &groups, |group| Some(group.leads))];
        columns.extend(answer_columns(&groups, place));
        let labels: Vec<String> = groups
            .iter()
            .map(|(label, _)| shortened(label, LABEL))
            .collect();
        text.push_str(&heading(&format!("{decision} by {}", cross.name), style));
        text.push_str(&side_by_side(&labels, columns, style));
    }
    text
}

fn column(
    heading: &str,
    groups: &[(String, Group)],
    count: impl Fn(&Group) -> Option<u64>,
) -> Column {
    let cells = groups
        .iter()
        .map(|(_, group)| count(group).map_or("-".to_owned(), grouped));
    Column::new(heading, cells.collect())
}

/// A column for each answer that some group has.
fn answer_columns(groups: &[(String, Group)], decision: usize) -> Vec<Column> {
    let answers = |group: &Group, count: &dyn Fn(&Answers) -> Option<u64>| {
        group.decisions.get(decision).and_then(count)
    };
    let mut columns = Vec::new();
    let mut add = |name: &str, count: &dyn Fn(&Answers) -> Option<u64>| {
        if groups
            .iter()
            .any(|(_, group)| answers(group, count) > Some(0))
        {
            columns.push(column(name, groups, |group| answers(group, count)));
        }
    };
    let first = groups
        .first()
        .and_then(|(_, group)| group.decisions.get(decision));
    let outcomes = first.map_or(&[][..], |first| &first.outcomes);
    for (place, (outcome, _)) in outcomes.iter().enumerate() {
        add(&outcome.to_string(), &|answers| {
            answers.outcomes.get(place).map(|(_, count)| *count)
        });
    }
    add("others", &|answers| Some(answers.beyond));
    add("none", &|answers| Some(answers.none));
    add("gap", &|answers| Some(answers.gap));
    add("conflict", &|answers| Some(answers.conflict));
    add("not decided", &|answers| Some(answers.not_decided));
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

pub(super) fn label(value: &GroupValue) -> String {
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
