//! Findings of rules, rows and score lines that did nothing for any lead of the file.

use crate::compile::Compiled;
use crate::diagnostic::{Code, Diagnostic, Evidence};
use crate::model::{Decision, Score, ScoreItem};
use crate::report::{DecisionRules, RuleReport, ScoreLines};
use crate::source::Span;
use crate::value::{counted, first_listed};

/// Most rules that a message names and shows.
const MOST_LISTED: usize = 8;

const HELP: &str = "see whether the export has what is asked for in another form; such leads may \
                    also just be rare";

/// One finding for each decision and each score that has such rules.
pub(super) fn findings(
    compiled: &Compiled,
    report: &RuleReport,
    of: u64,
    findings: &mut Vec<Diagnostic>,
) {
    let model = &compiled.model;
    for (decision, rules) in model.decisions.values().zip(&report.decisions) {
        findings.extend(of_decision(decision, rules, of));
    }
    for (score, lines) in model.scores.values().zip(&report.scores) {
        findings.extend(of_score(score, lines, of));
    }
}

fn of_decision(decision: &Decision, work: &DecisionRules, of: u64) -> Option<Diagnostic> {
    let rules = decision.rules.iter().zip(&work.rules);
    let idle = rules.filter(|(_, work)| work.held == 0);
    let idle: Vec<(&str, Span)> = idle
        .map(|(rule, _)| (rule.name.as_str(), rule.span))
        .collect();
    let (name, all) = (&decision.named.name, decision.rules.len());
    let message = match idle.as_slice() {
        [] => return None,
        [(rule, _)] => format!(
            "`{rule}` of `{name}` holds for none of the {}",
            counted(of, "lead", "leads")
        ),
        several => {
            let names = first_listed(several.iter().map(|(rule, _)| *rule), MOST_LISTED);
            let count = several.len();
            format!(
                "{count} of the {all} rules of `{name}` hold for none of the {}: {names}",
                counted(of, "lead", "leads")
            )
        }
    };
    Some(finding(decision.named.span, message, &idle, of).about("decision", name.clone()))
}

fn of_score(score: &Score, work: &ScoreLines, of: u64) -> Option<Diagnostic> {
    let mut spans = Vec::new();
    places(&score.items, &mut spans);
    let lines = spans
        .iter()
        .zip(&work.lines)
        .filter(|(_, line)| line.leads == 0);
    let idle: Vec<(&str, Span)> = lines
        .map(|(span, line)| (line.text.as_str(), *span))
        .collect();
    let (name, all) = (&score.named.name, work.lines.len());
    let message = match idle.as_slice() {
        [] => return None,
        [(line, _)] => format!(
            "`{line}` of `{name}` gives points to none of the {}",
            counted(of, "lead", "leads")
        ),
        several => {
            let count = several.len();
            format!(
                "{count} of the {all} lines of `{name}` give points to none of the {}",
                counted(of, "lead", "leads")
            )
        }
    };
    Some(finding(score.named.span, message, &idle, of).about("score", name.clone()))
}

fn finding(at: Span, message: String, idle: &[(&str, Span)], of: u64) -> Diagnostic {
    let finding = Diagnostic::new(Code::NoSuchRuleInData, at, message)
        .help(HELP)
        .shown_by(Evidence::none_of(of));
    let shown = idle.iter().take(MOST_LISTED);
    shown.fold(finding, |finding, (_, span)| {
        finding.label(*span, "no lead")
    })
}

/// Where the lines of a score stand, in the order in which they are counted: each line, each row of
/// a table, and the table for its `otherwise`.
fn places(items: &[ScoreItem], spans: &mut Vec<Span>) {
    for item in items {
        match item {
            ScoreItem::Line(line) => spans.push(line.span),
            ScoreItem::Group(group) => places(&group.items, spans),
            ScoreItem::Table(table) => {
                spans.extend(table.rows.iter().map(|row| row.span));
                spans.extend(table.otherwise.map(|_| table.span));
            }
        }
    }
}
