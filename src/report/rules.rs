//! What each rule of each decision, and each line of each score, did.

use super::reporter::words;
use super::{DecisionRules, LineWork, RuleReport, RuleWork, ScoreLines};
use crate::eval::trace::{self, ItemTrace, TableOutcome, TableTrace};
use crate::eval::{Decided, DecidedBy, DecidedOutcome, Evaluation};
use crate::model::{Decision, Lead, Model, ScoreItem};
use crate::source::SourceMap;
use crate::value::{Instant, Number};

/// Counts what each rule of each decision, and each line of each score, does.
#[derive(Debug)]
pub struct RuleTally {
    decisions: Vec<DecisionRules>,
    scores: Vec<ScoreLines>,
}

impl RuleTally {
    /// Nothing counted yet. The texts are those of the policy.
    #[must_use]
    pub fn new(model: &Model, sources: &SourceMap) -> Self {
        let rules = |decision: &Decision| {
            let rules = decision.rules.iter();
            rules
                .map(|rule| RuleWork {
                    name: rule.name.clone(),
                    ..RuleWork::default()
                })
                .collect()
        };
        let decisions = model.decisions.values().map(|decision| DecisionRules {
            decision: decision.named.name.clone(),
            rules: rules(decision),
            otherwise: decision.otherwise.as_ref().map(|_| 0),
        });
        let scores = model.scores.values().map(|score| {
            let mut lines = Vec::new();
            describe(sources, "", &score.items, &mut lines);
            ScoreLines {
                score: score.named.name.clone(),
                lines,
            }
        });
        RuleTally {
            decisions: decisions.collect(),
            scores: scores.collect(),
        }
    }

    /// Counts a lead, and takes a second look at it for the lines of scores.
    pub fn add(&mut self, model: &Model, lead: Lead<'_>, as_of: Instant, evaluation: &Evaluation) {
        for ((id, _), score) in model.scores.iter().zip(&mut self.scores) {
            if let Some(trace) = trace::score(model, lead, as_of, evaluation, id) {
                add_items(&trace.items, &mut score.lines.iter_mut());
            }
        }
        for (counts, decided) in self.decisions.iter_mut().zip(&evaluation.decisions) {
            add(counts, decided);
        }
    }

    /// What all leads came to.
    #[must_use]
    pub fn finish(self) -> RuleReport {
        RuleReport {
            decisions: self.decisions,
            scores: self.scores,
        }
    }
}

fn add(counts: &mut DecisionRules, decided: &Decided) {
    let mut count = |rules: &[usize], of: fn(&mut RuleWork) -> &mut u64| {
        for rule in rules {
            if let Some(work) = counts.rules.get_mut(*rule) {
                *of(work) += 1;
            }
        }
    };
    count(&decided.held, |work| &mut work.held);
    count(&decided.overridden, |work| &mut work.overridden);
    match &decided.outcome {
        DecidedOutcome::Value(_) | DecidedOutcome::Nothing => {}
        DecidedOutcome::Conflict(rules) => return count(rules, |work| &mut work.in_conflict),
        // A rule whose outcome is missing decides nothing.
        DecidedOutcome::Gap | DecidedOutcome::Stopped => return,
    }
    match &decided.by {
        DecidedBy::Rules(rules) => {
            count(rules, |work| &mut work.decided);
            if let [_] = decided.held.as_slice() {
                count(rules, |work| &mut work.alone);
            }
        }
        DecidedBy::Otherwise => {
            if let Some(count) = &mut counts.otherwise {
                *count += 1;
            }
        }
        DecidedBy::Nobody => {}
    }
}

/// The lines of a score in the order in which [`add_items`] counts them: each line, each row of a
/// table and its `otherwise`. `within` says what they stand in.
fn describe(sources: &SourceMap, within: &str, items: &[ScoreItem], lines: &mut Vec<LineWork>) {
    let line = |text: String| LineWork {
        text,
        leads: 0,
        points: Some(Number::ZERO),
    };
    for item in items {
        match item {
            ScoreItem::Line(given) => {
                lines.push(line(format!("{within}{}", words(sources, given.span))));
            }
            ScoreItem::Group(group) => {
                let within = format!("{within}{}: ", group.title);
                describe(sources, &within, &group.items, lines);
            }
            ScoreItem::Table(table) => {
                let name = table
                    .name
                    .clone()
                    .unwrap_or_else(|| words(sources, table.span));
                for row in &table.rows {
                    lines.push(line(format!(
                        "{within}{name}: {} => {}",
                        row.name,
                        signed(row.points)
                    )));
                }
                if let Some(points) = table.otherwise {
                    lines.push(line(format!(
                        "{within}{name}: otherwise => {}",
                        signed(points)
                    )));
                }
            }
        }
    }
}

/// Points as a policy writes them: `+10`, `-5`, `0`.
fn signed(points: Number) -> String {
    let sign = if points > Number::ZERO { "+" } else { "" };
    format!("{sign}{points}")
}

fn add_items<'a>(items: &[ItemTrace<'_>], lines: &mut impl Iterator<Item = &'a mut LineWork>) {
    for item in items {
        match item {
            ItemTrace::Line(line) => {
                let points = line.points.filter(|points| *points != Number::ZERO);
                credit(lines.next(), points);
            }
            ItemTrace::Group(group) => add_items(&group.items, lines),
            ItemTrace::Table(table) => add_table(table, lines),
        }
    }
}

/// Credits the row that gave the points, the first where several agree, so that the points of all
/// rows add up to those of the table.
fn add_table<'a>(table: &TableTrace<'_>, lines: &mut impl Iterator<Item = &'a mut LineWork>) {
    let first = match &table.outcome {
        TableOutcome::Rows(rows) => rows.first().copied(),
        _ => None,
    };
    for place in 0..table.table.rows.len() {
        let row = lines.next();
        credit(row, table.points.filter(|_| first == Some(place)));
    }
    if table.table.otherwise.is_some() {
        let row = lines.next();
        credit(
            row,
            table
                .points
                .filter(|_| table.outcome == TableOutcome::Otherwise),
        );
    }
}

fn credit(line: Option<&mut LineWork>, points: Option<Number>) {
    if let (Some(line), Some(points)) = (line, points) {
        line.leads += 1;
        line.points = line.points.and_then(|sum| sum.checked_add(points));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn decided(outcome: DecidedOutcome, by: DecidedBy, held: &[usize], over: &[usize]) -> Decided {
        Decided {
            outcome,
            by,
            held: held.to_vec(),
            overridden: over.to_vec(),
        }
    }

    #[test]
    fn each_rule_is_credited_with_what_it_did() {
        let rules = ["a", "b"].map(|name| RuleWork {
            name: name.into(),
            ..RuleWork::default()
        });
        let mut counts = DecisionRules {
            decision: "d".into(),
            rules: rules.to_vec(),
            otherwise: Some(0),
        };
        let yes = || DecidedOutcome::Value(Value::Boolean(true));
        let by = |rules: &[usize]| DecidedBy::Rules(rules.to_vec());
        add(&mut counts, &decided(yes(), by(&[0]), &[0], &[]));
        add(&mut counts, &decided(yes(), by(&[0]), &[0, 1], &[1]));
        add(&mut counts, &decided(yes(), by(&[0, 1]), &[0, 1], &[]));
        let conflict = DecidedOutcome::Conflict(vec![0, 1]);
        add(
            &mut counts,
            &decided(conflict, DecidedBy::Nobody, &[0, 1], &[]),
        );
        add(
            &mut counts,
            &decided(DecidedOutcome::Gap, by(&[1]), &[1], &[]),
        );
        add(&mut counts, &decided(yes(), DecidedBy::Otherwise, &[], &[]));
        let work = |name: &str, held, decided, alone, overridden, in_conflict| {
            let name = name.to_owned();
            RuleWork {
                name,
                held,
                decided,
                alone,
                overridden,
                in_conflict,
            }
        };
        assert_eq!(
            counts.rules,
            [work("a", 4, 3, 1, 0, 1), work("b", 4, 1, 0, 1, 1)]
        );
        assert_eq!(counts.otherwise, Some(1));
    }
}
