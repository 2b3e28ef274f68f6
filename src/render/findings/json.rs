//! Findings for programs: the public contract, described by `schema/check.schema.json`.

use serde::Serialize;

use super::Counts;
use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{SourceMap, Span};

/// What `check --format json` prints of one policy.
#[derive(Debug, Serialize)]
pub struct CheckReport<'a> {
    schema: u32,
    tool: Tool,
    policy: &'a str,
    summary: Summary,
    findings: Vec<Finding<'a>>,
}

/// The program that speaks.
#[derive(Debug, Serialize)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// This program.
    #[must_use]
    pub fn this() -> Self {
        Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

#[derive(Debug, Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    note: usize,
    accepted: usize,
    not_proved: usize,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    subject: Option<Subject<'a>>,
    rules: [&'a str; 0],
    at: Option<At<'a>>,
    related: Vec<Related<'a>>,
    cases: [&'a str; 0],
    witness: Option<()>,
    help: Option<&'a str>,
    fix: Option<FixReport<'a>>,
    proved: bool,
}

#[derive(Debug, Serialize)]
struct Subject<'a> {
    kind: &'a str,
    name: &'a str,
}

/// A place in a text: lines and columns from 1, columns in Unicode characters.
#[derive(Debug, Serialize)]
pub struct At<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'a> At<'a> {
    /// The place of a span.
    #[must_use]
    pub fn of(sources: &'a SourceMap, span: Span) -> Self {
        let (start, end) = sources.positions(span);
        At {
            file: sources.name(span.source),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    message: &'a str,
    at: At<'a>,
}

#[derive(Debug, Serialize)]
struct FixReport<'a> {
    title: &'a str,
    edits: Vec<EditReport<'a>>,
}

#[derive(Debug, Serialize)]
struct EditReport<'a> {
    at: At<'a>,
    new_text: &'a str,
}

/// The report of one policy, with every finding.
#[must_use]
pub fn check_report(compiled: &Compiled) -> CheckReport<'_> {
    let counts = Counts::of(&compiled.findings);
    let findings = compiled.findings.iter();
    CheckReport {
        schema: 1,
        tool: Tool::this(),
        policy: &compiled.model.title,
        summary: Summary {
            error: counts.errors,
            warning: counts.warnings,
            note: counts.notes,
            accepted: compiled.accepted,
            not_proved: 0,
        },
        findings: findings.map(|it| finding(&compiled.sources, it)).collect(),
    }
}

fn finding<'a>(sources: &'a SourceMap, finding: &'a Diagnostic) -> Finding<'a> {
    // The words at the place itself are the first of what is said beside the message.
    let first = finding
        .labels
        .first()
        .filter(|label| !label.text.is_empty());
    let labels = first.into_iter().chain(finding.labels.iter().skip(1));
    Finding {
        code: finding.code.as_str(),
        level: finding.level.as_str(),
        message: &finding.message,
        subject: finding.subject.as_ref().map(|subject| Subject {
            kind: subject.kind,
            name: &subject.name,
        }),
        rules: [],
        at: finding.span().map(|span| At::of(sources, span)),
        related: labels
            .map(|label| Related {
                message: &label.text,
                at: At::of(sources, label.span),
            })
            .collect(),
        cases: [],
        witness: None,
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(|it| fix(sources, it)),
        // All that this version finds is decided by reading the text.
        proved: true,
    }
}

fn fix<'a>(sources: &'a SourceMap, fix: &'a Fix) -> FixReport<'a> {
    let edits = fix.edits.iter().map(|edit| EditReport {
        at: At::of(sources, edit.span),
        new_text: &edit.new_text,
    });
    FixReport {
        title: &fix.title,
        edits: edits.collect(),
    }
}
