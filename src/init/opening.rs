//! The first lines of a first policy: what it was made of, and what of that has no field.

use std::fmt::Write as _;

use super::profile::{Column, Profile};
use super::remarks::{plain, shortened};
use super::schema::{Field, LeftOut, Schema};
use super::write::with_columns;
use crate::syntax::quote;
use crate::value::counted;

/// How many names stand on a line of comment.
const NAMES_A_LINE: usize = 6;
/// The longest name of a file that is shown, in characters.
const LONGEST_NAME: usize = 100;

/// What the export is, and what of it has no field.
pub(super) fn opening(names: &[String], profile: &Profile, schema: &Schema) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        let _ = writeln!(text, "# {line}");
    };
    let files = names.iter().map(|name| format!("`{}`", file_name(name)));
    let files: Vec<String> = files.collect();
    line(&format!(
        "A first policy, made of {}: {}, {}.",
        files.join(" and "),
        counted(profile.rows, "row", "rows"),
        counted(profile.columns.len(), "column", "columns"),
    ));
    if let Some(crm) = schema.crm {
        let headers = profile.columns.iter().map(|column| column.header.as_str());
        line(&format!(
            "It looks like a {} export of {}.",
            crm.title,
            crm.records(headers)
        ));
    }
    if profile.ragged > 0 {
        line(&format!(
            "{} more or fewer values than the header has columns: `run` names each.",
            match profile.ragged {
                1 => "1 row has".to_owned(),
                many => format!("{} have", counted(many, "row", "rows")),
            }
        ));
    }
    text.push_str(&on_keys(profile, schema));
    text.push_str(&left_out(schema));
    text
}

/// What tells rows apart, where that is not plain.
fn on_keys(profile: &Profile, schema: &Schema) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        let _ = writeln!(text, "# {line}");
    };
    if profile.rows == 0 {
        line(
            "Without rows nothing is known of types: all fields are text until you say otherwise.",
        );
    }
    if !schema.fields.iter().any(|field| field.key) {
        line("No column tells all rows apart, so that no field is the `key`.");
        for (field, column) in with_columns(profile, schema) {
            if column.is_nearly_unique(profile.rows) {
                line(&nearly_key(field, column, profile.rows));
            }
        }
    }
    text
}

/// The columns without a field, and why they have none.
fn left_out(schema: &Schema) -> String {
    let mut text = String::new();
    let mut line = |line: &str| {
        let _ = writeln!(text, "# {line}");
    };
    for (why, what) in [
        (LeftOut::NeverFilled, "Never filled, and left out"),
        (LeftOut::Unnamed, "Without a name, and left out"),
        (
            LeftOut::OddName,
            "Left out, for their names cannot be written in a policy",
        ),
        (
            LeftOut::Unreadable,
            "Left out, for some of their values are no text",
        ),
    ] {
        let columns = schema.left_out.iter().filter(|(_, reason)| *reason == why);
        let columns: Vec<String> = columns
            .map(|(name, _)| format!("`{}`", plain(name)))
            .collect();
        for (index, names) in columns.chunks(NAMES_A_LINE).enumerate() {
            let names = names.join(", ");
            match index {
                0 => line(&format!("{what}: {names}")),
                _ => line(&format!("  {names}")),
            }
        }
    }
    text
}

/// What keeps a column from telling rows apart that nearly does.
fn nearly_key(field: &Field, column: &Column, rows: u64) -> String {
    let name = &field.name;
    let header = quote(&field.header);
    let repeated = counted(column.repeated, "row repeats", "rows repeat");
    match (column.blank, column.repeated) {
        (0, _) => format!("`{name}` nearly does: {repeated} what an earlier one has."),
        (blank, 0) if rows - column.last_filled == blank => format!(
            "`{name}` would but for the last {}; if that is no lead, write `skip rows where {header} \
             is \"\"` into the source.",
            match blank {
                1 => "row, which has none".to_owned(),
                blank => format!("{}, which have none", counted(blank, "row", "rows")),
            },
        ),
        (blank, 0) => format!("`{name}` nearly does: {} without it.", are(blank)),
        (blank, _) => {
            format!(
                "`{name}` nearly does: {} without it, {repeated} an earlier one.",
                are(blank)
            )
        }
    }
}

fn are(rows: u64) -> String {
    counted(rows, "row is", "rows are")
}

fn file_name(path: &str) -> String {
    shortened(path.rsplit('/').next().unwrap_or(path), LONGEST_NAME)
}
