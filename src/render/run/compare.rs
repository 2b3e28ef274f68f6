//! Where a decision and a field differ, for a person to read.

use super::human::heading;
use super::layout::{counted, grouped, share, shortened, table, wrapped};
use super::tables;
use crate::render::Style;
use crate::render::printable::printable_line;
use crate::report::{CompareReport, Difference};

/// Where they differ: how much, the one by the other, and which leads.
pub(super) fn compare(report: &CompareReport, style: Style) -> String {
    let title = format!("{} against {}", report.decision, report.field);
    let mut text = heading(&title, style);
    let differ = report.both - report.agree;
    let rows = [("agree", report.agree), ("differ", differ)]
        .map(|(label, count)| vec![label.to_owned(), grouped(count), share(count, report.both)]);
    text.push_str(&table(&rows, 2));
    text.push_str(&wrapped(&compared(report), style.width, 2, 4));
    if report.both > 0 && !report.met {
        let (decision, field) = (&report.decision, &report.field);
        let hint = format!(
            "no value of `{field}` in this data is called like an outcome of `{decision}`: if the \
             words differ and the meaning does not, say them in a `vocabulary`"
        );
        text.push_str(&wrapped(&hint, style.width, 2, 4));
    }
    text.push_str(&tables::cross(&report.table, style));
    text.push_str(&differences(report, style));
    text
}

/// Which leads were compared, and which were not.
fn compared(report: &CompareReport) -> String {
    let CompareReport {
        decision, field, ..
    } = report;
    let not = [
        (report.missing, format!("`{field}` is missing")),
        (
            report.bad,
            format!("`{field}` has a value that it cannot have"),
        ),
        (report.no_outcome, format!("`{decision}` has no outcome")),
        (report.neither, "neither has a value".to_owned()),
    ];
    let not = not.iter().filter(|(count, _)| *count > 0);
    let not: Vec<String> = not
        .map(|(count, why)| format!("{} where {why}", grouped(count)))
        .collect();
    let both = counted(report.both, "lead has", "leads have");
    match not.is_empty() {
        true => format!("{both} both"),
        false => format!("{both} both; not compared: {}", not.join(", ")),
    }
}

/// The largest differences, with some of the leads that have them.
fn differences(report: &CompareReport, style: Style) -> String {
    if report.differences.is_empty() {
        return String::new();
    }
    let title = format!("where {} and {} differ", report.decision, report.field);
    let mut text = heading(&title, style);
    let counts = report.differences.iter();
    let column = counts.map(|it| grouped(it.leads).len()).max().unwrap_or(0);
    for difference in &report.differences {
        let Difference {
            outcome,
            value,
            leads,
            examples,
        } = difference;
        let (outcome, value) = (
            shortened(&outcome.to_string(), 40),
            shortened(&value.to_string(), 40),
        );
        let count = format!("{:>column$}", grouped(leads));
        let said = format!("{outcome}, and `{}` says {value}", report.field);
        let indent = column + 4;
        let said = wrapped(&said, style.width, indent, indent);
        text.push_str(&format!("  {count}  {}", said.trim_start()));
        let names = examples.iter().map(|lead| match &lead.key {
            Some(key) => shortened(key, 40),
            None => {
                let file = lead.file.iter().map(|file| shortened(file, 40) + " ");
                file.chain([format!("row {}", grouped(lead.row))]).collect()
            }
        });
        let names = printable_line(&names.collect::<Vec<_>>().join(", "));
        text.push_str(&wrapped(&names, style.width, indent, indent));
    }
    if report.other_differences > 0 {
        let others = counted(report.other_differences, "lead differs", "leads differ");
        text.push_str(&format!("  {others} in other ways\n"));
    }
    text
}
