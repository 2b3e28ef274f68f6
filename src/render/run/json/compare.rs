//! Where a decision and a field differ, as JSON.

use serde::Serialize;

use super::super::exact::{Exact, Scalar};
use super::{GroupJson, PLACES, groups};
use crate::report::{CompareReport, Conversions, Difference};

#[derive(Serialize)]
pub(super) struct Compare<'a> {
    decision: &'a str,
    field: &'a str,
    both: u64,
    agree: u64,
    share: Option<Exact>,
    missing: u64,
    bad_value: u64,
    no_outcome: u64,
    neither: u64,
    groups: Vec<GroupJson<'a>>,
    differences: Vec<DifferenceJson<'a>>,
    other_differences: u64,
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    outcome: Scalar<'a>,
    value: Scalar<'a>,
    leads: u64,
    examples: Vec<Example<'a>>,
}

#[derive(Serialize)]
struct Example<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    row: u64,
    key: Option<&'a str>,
}

pub(super) fn json(report: &CompareReport) -> Compare<'_> {
    let agreeing = Conversions {
        leads: report.both,
        known: report.both,
        converted: report.agree,
    };
    Compare {
        decision: &report.decision,
        field: &report.field,
        both: report.both,
        agree: report.agree,
        share: agreeing.share(PLACES).map(Exact),
        missing: report.missing,
        bad_value: report.bad,
        no_outcome: report.no_outcome,
        neither: report.neither,
        groups: groups(&report.table),
        differences: report.differences.iter().map(difference).collect(),
        other_differences: report.other_differences,
    }
}

fn difference(difference: &Difference) -> DifferenceJson<'_> {
    let examples = difference.examples.iter();
    DifferenceJson {
        outcome: Scalar(&difference.outcome),
        value: Scalar(&difference.value),
        leads: difference.leads,
        examples: examples
            .map(|lead| Example {
                file: lead.file.as_deref(),
                row: lead.row,
                key: lead.key.as_deref(),
            })
            .collect(),
    }
}
