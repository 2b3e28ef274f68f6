//! What was read of a file of leads, for a person: how much of it is missing.

use std::cmp::Reverse;

use crate::diagnostic::{Code, Diagnostic};
use crate::fit::{FieldFill, Fit};
use crate::render::layout::{bar, counted, grouped, share, shortened, width, wrapped};
use crate::render::{Paint, Style, printable};
use crate::report::Origin;
use crate::value::first_listed;

/// The most cells of a bar.
const BAR: usize = 20;
/// Most fields without a column that are named.
const MOST_LISTED: usize = 30;
/// How much of a name is shown.
const MOST_SHOWN: usize = 30;

/// What was read, and the share of leads that lack each field that the policy reads: those that are
/// missing most come first, for they are what the policy knows least of. Fields that every lead has
/// are counted only. Gaps and conflicts of the leads that none of the `findings` tells of follow.
#[must_use]
pub fn data(origin: &Origin, fit: &Fit, findings: &[Diagnostic], style: Style) -> String {
    let mut text = printable(&origin.data);
    if let Some(source) = &origin.source {
        text.push_str(&format!(", read as `{source}`"));
    }
    match &origin.as_of {
        Some(as_of) if origin.is_now => text.push_str(&format!(", as of now, {as_of}")),
        Some(as_of) => text.push_str(&format!(", as of {as_of}")),
        None => {}
    }
    text.push('\n');
    if fit.leads > 0 {
        text.push_str(&missing(fit, style));
    }
    text + &undecided(fit, findings)
}

fn missing(fit: &Fit, style: Style) -> String {
    let (mut fields, without): (Vec<&FieldFill>, Vec<&FieldFill>) =
        fit.fields.iter().partition(|field| field.column.is_some());
    // Stable: fields that are missing alike stay in the policy's order.
    fields.sort_by_key(|field| Reverse(field.missing));
    let (some, full): (Vec<&FieldFill>, Vec<&FieldFill>) =
        fields.into_iter().partition(|field| field.missing > 0);
    if some.is_empty() && without.is_empty() {
        return "no lead lacks a field that the policy reads\n".to_owned();
    }
    let names = |name: &dyn Fn(&FieldFill) -> String| {
        some.iter().map(|field| name(field)).collect::<Vec<_>>()
    };
    let field = names(&|field| shortened(&field.field, MOST_SHOWN));
    let column = names(&|field| shortened(field.column.as_deref().unwrap_or_default(), MOST_SHOWN));
    let size = |head: &str, names: &[String]| {
        names
            .iter()
            .map(|name| width(name))
            .chain([width(head)])
            .max()
            .unwrap_or(0)
    };
    let (first, second) = (size("field", &field), size("column", &column));
    let mut text = String::new();
    if !some.is_empty() {
        let heads = format!(
            "  {}  {}     filled    missing   share",
            pad("field", first),
            pad("column", second)
        );
        text.push_str(&style.paint(Paint::Faint, &heads));
        text.push('\n');
    }
    for ((field, column), counts) in field.iter().zip(&column).zip(&some) {
        let line = format!(
            "  {}  {}  {:>9}  {:>9}  {:>6}  {}",
            pad(field, first),
            pad(column, second),
            grouped(counts.filled),
            grouped(counts.missing),
            share(counts.missing, fit.leads),
            bar(counts.missing, fit.leads, BAR),
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    if !full.is_empty() {
        let count = u64::try_from(full.len()).unwrap_or(u64::MAX);
        let fields = counted(
            count,
            "more field that the policy reads is",
            "more fields that the policy reads are",
        );
        text.push_str(&format!("  {fields} missing in no lead\n"));
    }
    if !without.is_empty() {
        let names = without.iter().map(|field| field.field.as_str());
        let names = format!("no column for {}", first_listed(names, MOST_LISTED));
        text.push_str(&wrapped(&printable(&names), style.width, 2, 4));
    }
    text
}

/// What the rules leave open for these leads and no finding tells of, as it is accepted, was not
/// asked for, or was not decided.
fn undecided(fit: &Fit, findings: &[Diagnostic]) -> String {
    let untold = |code: Code, name: &str, count: u64| {
        let tells = |finding: &Diagnostic| {
            let subject = finding.subject.as_ref();
            finding.code == code && finding.leads() > 0 && subject.is_some_and(|it| it.name == name)
        };
        count > 0 && !findings.iter().any(tells)
    };
    let words = fit.undecided.iter().filter_map(|it| {
        let gaps = untold(Code::Gap, &it.name, it.gaps);
        let conflicts = untold(Code::Conflict, &it.name, it.conflicts);
        let gaps = gaps.then(|| counted(it.gaps, "gap", "gaps"));
        let conflicts = conflicts.then(|| counted(it.conflicts, "conflict", "conflicts"));
        let both: Vec<String> = gaps.into_iter().chain(conflicts).collect();
        (!both.is_empty()).then(|| format!("{} in `{}`", both.join(" and "), it.name))
    });
    match words.collect::<Vec<_>>().join(", ") {
        words if words.is_empty() => words,
        words => format!("`groundrules run` shows {words}\n"),
    }
}

fn pad(text: &str, size: usize) -> String {
    text.to_owned() + &" ".repeat(size.saturating_sub(width(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Evidence;
    use crate::fit::Undecided;
    use crate::render::findings::testing;

    #[test]
    fn what_findings_tell_of_is_not_said_again() {
        let fit = Fit {
            files: Vec::new(),
            leads: 9,
            fields: Vec::new(),
            undecided: vec![Undecided {
                name: "owner".into(),
                gaps: 2,
                conflicts: 1,
            }],
        };
        let counted = Evidence {
            leads: 2,
            ..Evidence::none_of(9)
        };
        let gap = testing::gap().shown_by(counted.clone());
        let conflict = testing::conflict().shown_by(counted);
        let both = "`groundrules run` shows 2 gaps and 1 conflict in `owner`\n";
        assert_eq!(undecided(&fit, &[]), both);
        assert_eq!(undecided(&fit, &[testing::gap()]), both);
        let one = "`groundrules run` shows 1 conflict in `owner`\n";
        assert_eq!(undecided(&fit, std::slice::from_ref(&gap)), one);
        assert_eq!(undecided(&fit, &[gap, conflict]), "");
    }
}
