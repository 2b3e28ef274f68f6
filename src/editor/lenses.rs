//! What is known of the things of a text, for the line above each: what was counted of leads, whether
//! an example holds, how far a score goes.

use super::hover::reach;
use super::outline::{Part, PartKind};
use super::{Counts, Snapshot};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceId, Span};

/// A few words above a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The name of what they are about.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// What is known when the words are made.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The findings, those of the proof and of examples among them; none where they are not there yet.
    pub findings: Option<&'a [Diagnostic]>,
    /// What was counted, where there are leads.
    pub counts: Option<&'a Counts<'a>>,
}

/// What is known of the things of a text.
#[must_use]
pub fn lenses(snapshot: &Snapshot, source: SourceId, known: Known<'_>) -> Vec<Lens> {
    let mut lenses = Vec::new();
    for part in snapshot.outline(source) {
        let text = match part.kind {
            PartKind::Decision => known.counts.and_then(|it| it.of_decision(&part.name)),
            PartKind::Score => of_score(&part.name, known),
            PartKind::Example => known.findings.map(|findings| of_example(part, findings)),
            _ => None,
        };
        lenses.extend(text.map(|text| Lens {
            span: part.at,
            text,
        }));
        if part.kind == PartKind::Decision {
            let rules = part.parts.iter().filter(|it| it.kind == PartKind::Rule);
            lenses.extend(rules.filter_map(|rule| {
                Some(Lens {
                    span: rule.at,
                    text: known.counts?.of_rule(&part.name, &rule.name)?,
                })
            }));
        }
    }
    lenses
}

fn of_score(name: &str, known: Known<'_>) -> Option<String> {
    let reach = known.findings.and_then(|it| reach(it, name));
    let reach = reach.map(|it| format!("can be {it}"));
    let counted = known.counts.and_then(|it| it.of_score(name));
    let all: Vec<String> = reach.into_iter().chain(counted).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn of_example(part: &Part, findings: &[Diagnostic]) -> String {
    let mut wrong = findings.iter().filter(|finding| {
        let is_of = matches!(finding.code, Code::FailedExample | Code::BadExample);
        is_of
            && finding
                .span()
                .is_some_and(|span| span.lies_within(part.span))
    });
    match wrong.next() {
        None => "holds".to_owned(),
        Some(finding) => format!("does not hold: {}", finding.message),
    }
}
