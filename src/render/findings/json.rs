//! Findings for programs: the public contract, described by `schema/check.schema.json`.

use serde::Serialize;

use super::{Counts, shown};
use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, Evidence, Fix};
use crate::fit::Fit;
use crate::report::Origin;
use crate::source::{SourceMap, Span};

/// What `check --format json` prints of one policy.
#[derive(Serialize)]
pub struct CheckReport<'a> {
    schema: u32,
    tool: Tool,
    policy: &'a str,
    summary: Summary,
    findings: Vec<Finding<'a>>,
    data: Option<DataReport<'a>>,
    proof: Option<Proof>,
    baseline: Option<&'a BaselineUse>,
}

/// What a check of one policy found.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The policy with its findings.
    pub compiled: &'a Compiled,
    /// Its leads, if some were read.
    pub read: Option<Read<'a>>,
    /// How far the proof went; none where the text has errors, so that there was none.
    pub proof: Option<Proof>,
    /// How many findings the caller did not ask for.
    pub skipped: usize,
    /// What a baseline left out, where one was given.
    pub baseline: Option<&'a BaselineUse>,
}

/// How far the proof went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The steps that it took.
    pub steps: u64,
    /// The most that it might take.
    pub budget: u64,
}

/// What a baseline left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BaselineUse {
    /// Its file, as the caller names it.
    pub file: String,
    /// Findings that it knows, which are left out.
    pub left_out: usize,
    /// Findings that it knows, and that are about more leads by now: they are shown.
    pub grown: usize,
    /// Entries that no finding matches any more.
    pub unmatched: usize,
}

/// What was read of the leads.
#[derive(Debug, Clone, Copy)]
pub struct Read<'a> {
    /// The leads.
    pub fit: &'a Fit,
    /// How they were read.
    pub origin: &'a Origin,
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
    skipped: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    subject: Option<Subject<'a>>,
    rules: &'a [String],
    at: Option<At<'a>>,
    related: Vec<Related<'a>>,
    cases: Vec<Vec<shown::PartReport<'a>>>,
    more_cases: bool,
    witness: Option<shown::WitnessReport<'a>>,
    cause: Option<&'static str>,
    help: Option<&'a str>,
    fix: Option<FixReport<'a>>,
    proved: bool,
    leads: Option<LeadsReport<'a>>,
    values: Option<Vec<ValueReport<'a>>>,
}

/// The leads that a finding touches.
#[derive(Debug, Serialize)]
struct LeadsReport<'a> {
    count: u64,
    of: u64,
    keys: Vec<&'a str>,
    rows: Vec<RowReport<'a>>,
    /// Those with values that are not listed.
    with_other_values: u64,
}

#[derive(Debug, Serialize)]
struct RowReport<'a> {
    file: &'a str,
    row: u64,
}

#[derive(Debug, Serialize)]
struct ValueReport<'a> {
    value: &'a str,
    leads: u64,
    nearest: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct DataReport<'a> {
    files: Vec<FileReport<'a>>,
    as_of: Option<&'a str>,
    leads: u64,
    fields: Vec<FieldReport<'a>>,
    undecided: Vec<UndecidedReport<'a>>,
}

#[derive(Debug, Serialize)]
struct FileReport<'a> {
    name: &'a str,
    source: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct FieldReport<'a> {
    field: &'a str,
    column: Option<&'a str>,
    filled: u64,
    missing: u64,
    bad: u64,
    share: Option<f64>,
}

#[derive(Debug, Serialize)]
struct UndecidedReport<'a> {
    name: &'a str,
    gaps: u64,
    conflicts: u64,
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

/// The report of one policy, with every finding, and with what was read of its leads if some were.
#[must_use]
pub fn check_report(judged: Judged<'_>) -> CheckReport<'_> {
    let compiled = judged.compiled;
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
            not_proved: counts.not_proved,
            skipped: judged.skipped,
        },
        findings: findings.map(|it| finding(&compiled.sources, it)).collect(),
        data: judged.read.map(data),
        proof: judged.proof,
        baseline: judged.baseline,
    }
}

fn data(read: Read<'_>) -> DataReport<'_> {
    let Read { fit, origin } = read;
    let files = fit.files.iter().map(|file| FileReport {
        name: &file.name,
        source: file.source.as_deref(),
    });
    let fields = fit.fields.iter().map(|field| FieldReport {
        field: &field.field,
        column: field.column.as_deref(),
        filled: field.filled,
        missing: field.missing,
        bad: field.bad,
        share: share(field.missing, fit.leads),
    });
    let undecided = fit.undecided.iter().map(|it| UndecidedReport {
        name: &it.name,
        gaps: it.gaps,
        conflicts: it.conflicts,
    });
    DataReport {
        files: files.collect(),
        as_of: origin.as_of.as_deref(),
        leads: fit.leads,
        fields: fields.collect(),
        undecided: undecided.collect(),
    }
}

/// The part of the whole, to six places; none of nothing.
fn share(part: u64, whole: u64) -> Option<f64> {
    let share = part as f64 / whole as f64;
    (whole > 0).then(|| (share * 1e6).round() / 1e6)
}

fn finding<'a>(sources: &'a SourceMap, finding: &'a Diagnostic) -> Finding<'a> {
    // The words at the place itself are the first of what is said beside the message.
    let first = finding
        .labels
        .first()
        .filter(|label| !label.text.is_empty());
    let labels = first.into_iter().chain(finding.labels.iter().skip(1));
    let shown = finding.shown.as_deref();
    let cases = shown.map_or(&[][..], |shown| &shown.cases);
    Finding {
        code: finding.code.as_str(),
        level: finding.level.as_str(),
        message: &finding.message,
        subject: finding.subject.as_ref().map(|subject| Subject {
            kind: subject.kind,
            name: &subject.name,
        }),
        rules: shown.map_or(&[], |shown| &shown.rules),
        at: finding.span().map(|span| At::of(sources, span)),
        related: labels
            .map(|label| Related {
                message: &label.text,
                at: At::of(sources, label.span),
            })
            .collect(),
        cases: cases.iter().map(shown::case).collect(),
        more_cases: shown.is_some_and(|shown| shown.more_cases),
        witness: shown.and_then(|it| it.witness.as_ref()).map(shown::witness),
        cause: shown.and_then(|it| it.cause).map(shown::cause),
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(|it| fix(sources, it)),
        proved: finding.is_proved(),
        leads: finding.evidence.as_deref().map(leads),
        values: finding.evidence.as_deref().and_then(values),
    }
}

fn leads(evidence: &Evidence) -> LeadsReport<'_> {
    let first = evidence.first.iter();
    LeadsReport {
        count: evidence.leads,
        of: evidence.of,
        keys: first
            .clone()
            .filter_map(|place| place.key.as_deref())
            .collect(),
        rows: first
            .map(|place| RowReport {
                file: &place.file,
                row: place.row,
            })
            .collect(),
        with_other_values: evidence.beyond,
    }
}

/// The values at fault; none where it is not values that are.
fn values(evidence: &Evidence) -> Option<Vec<ValueReport<'_>>> {
    let values = evidence.values.iter().map(|count| ValueReport {
        value: &count.value,
        leads: count.leads,
        nearest: count.nearest.as_deref(),
    });
    let values: Vec<_> = values.collect();
    (!values.is_empty()).then_some(values)
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
