//! What a first policy was made of, in a few lines for people.

use super::printable;
use crate::init::Summary;
use crate::value::{counted, first_listed};

/// Most texts of a list that are named.
const MOST_NAMED: usize = 6;

/// How a first policy was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What to call the data.
    pub data: &'a str,
    /// The data's paths, to be typed again.
    pub paths: &'a str,
    /// The path of the file with the policy, to be typed again; none where it went to standard
    /// output.
    pub written: Option<&'a str>,
}

/// What was found in the data, and what to call next.
#[must_use]
pub fn human(summary: &Summary, call: Call<'_>) -> String {
    let mut lines = vec![found(summary, call.data)];
    if let Some(key) = &summary.key {
        lines.push(format!("`{key}` tells leads apart"));
    } else {
        lines.push("no column tells all leads apart".to_owned());
    }
    if !summary.missing.is_empty() {
        lines.push(format!(
            "read as missing: {}",
            first_listed(&summary.missing, MOST_NAMED)
        ));
    }
    if summary.trailers > 0 {
        let rows = counted(summary.trailers, "row", "rows");
        lines.push(format!("left out at the end, as no lead: {rows}"));
    }
    if summary.ragged > 0 {
        let rows = counted(summary.ragged, "row", "rows");
        lines.push(format!("with more or fewer values than the header: {rows}"));
    }
    if !summary.fell_back.is_empty() {
        let fields = first_listed(&summary.fell_back, MOST_NAMED);
        lines.push(format!(
            "kept as text, for some values fit nothing else: {fields}"
        ));
    }
    let paths = call.paths;
    let next =
        |policy: &str| format!("groundrules check {policy} && groundrules run {policy} {paths}");
    lines.push(match call.written {
        Some(policy) => format!("written to {policy}; next: {}", next(policy)),
        None => format!(
            "save this as policy.ground; next: {}",
            next("policy.ground")
        ),
    });
    printable(&lines.join("\n"))
}

fn found(summary: &Summary, data: &str) -> String {
    let crm = summary
        .crm
        .map_or(String::new(), |crm| format!(", which looks like {crm}"));
    let rows = counted(summary.rows, "row", "rows");
    let columns = counted(summary.columns, "column", "columns");
    let types = summary
        .types
        .iter()
        .map(|(name, count)| format!("{count} {name}"));
    let types = types.collect::<Vec<_>>().join(", ");
    let fields: usize = summary.types.iter().map(|(_, count)| count).sum();
    let fields = counted(fields, "field", "fields");
    let left_out = match summary.left_out {
        0 => String::new(),
        columns => format!(", {} left out", counted(columns, "column", "columns")),
    };
    format!("{data}{crm}: {rows}, {columns}; {fields}: {types}{left_out}")
}
