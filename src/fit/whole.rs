//! Findings of what no lead of the file has, and of dates that all read both ways.

use super::place::Places;
use super::tally::{FieldTally, Tally};
use crate::diagnostic::{Code, Diagnostic, Evidence, Level};
use crate::model::{Enumeration, Field, FieldId};
use crate::source::Span;
use crate::value::{counted, first_listed, grouped};

/// Most names that a message lists, and most places that it shows.
const MOST_LISTED: usize = 8;

/// The findings of all fields that the policy reads.
pub(super) fn findings(tally: &Tally<'_>, places: &Places<'_>, findings: &mut Vec<Diagnostic>) {
    let read = tally.model.fields_read();
    for ((id, field), counts) in tally.model.fields.iter().zip(&tally.fields) {
        if !read.contains(&id) || places.is_absent(id) {
            continue;
        }
        if counts.filled == 0 {
            // Bad values, and required ones that are not there, are said as such.
            if counts.bad == 0 && !field.required && !field.key {
                findings.extend(never_filled(tally, places, id, field, counts));
            }
            continue;
        }
        if let Some(enumeration) = tally.model.enumeration(field.ty) {
            findings.extend(never_occurs(
                tally,
                places,
                (id, field),
                enumeration,
                counts,
            ));
        }
        findings.extend(ambiguous_date(tally, places, id, field, counts));
    }
}

fn never_filled(
    tally: &Tally<'_>,
    places: &Places<'_>,
    id: FieldId,
    field: &Field,
    counts: &FieldTally<'_>,
) -> Option<Diagnostic> {
    let (name, column) = (&field.named.name, counts.column.as_deref()?);
    let message = format!(
        "column {} is empty for all {}, and the policy reads `{name}`",
        places.named(id, column),
        counted(tally.leads, "lead", "leads")
    );
    let help = format!(
        "see that the export fills it, and that what it writes there is not among the texts for \
         `missing`; if such exports never have it, say `absent {name}` in {}",
        places.source()
    );
    let evidence = Evidence {
        leads: tally.leads,
        ..Evidence::none_of(tally.leads)
    };
    let finding = Diagnostic::new(Code::NeverFilled, places.column(id)?, message)
        .here("read from here")
        .help(help)
        .about("field", name.clone())
        .shown_by(evidence);
    Some(match places.read(id) {
        Some(read) => finding.label(read, "read here: always missing"),
        None => finding,
    })
}

/// Values that no lead has. Those that the policy asks for by name wait for leads that do not come;
/// where there are none of these, it is only worth a note.
fn never_occurs(
    tally: &Tally<'_>,
    places: &Places<'_>,
    (id, field): (FieldId, &Field),
    enumeration: &Enumeration,
    counts: &FieldTally<'_>,
) -> Option<Diagnostic> {
    // A bad value that is near one may well be that one, and is said to be.
    let (bad, _) = counts.values.by_frequency();
    let is_near = |name: &str| bad.iter().any(|bad| bad.nearest.as_deref() == Some(name));
    let values = enumeration.values.iter().zip(0u32..);
    let values = values.filter(|(value, _)| !is_near(&value.name));
    let never: Vec<(&str, Option<Span>)> = values
        .filter(|(_, place)| !counts.came.contains(place))
        .map(|(value, place)| (value.name.as_str(), places.asked(id, place)))
        .collect();
    if never.is_empty() {
        return None;
    }
    let name = &field.named.name;
    let asked: Vec<&(&str, Option<Span>)> =
        never.iter().filter(|(_, asked)| asked.is_some()).collect();
    let all = first_listed(never.iter().map(|(value, _)| *value), MOST_LISTED);
    let is = if never.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{all} of `{name}` {is} in none of the {}",
        counted(tally.leads, "lead", "leads")
    );
    let help = match asked.as_slice() {
        [] => "no rule asks for one of them by name, so nothing waits for them; a small file may lack \
               them by chance"
            .to_owned(),
        asked => format!(
            "a rule or a score asks for {}: see whether the export writes it in another way, and say \
             so in {}",
            first_listed(asked.iter().map(|(value, _)| *value), MOST_LISTED),
            places.source()
        ),
    };
    let mut finding = Diagnostic::new(Code::NeverOccurs, places.field(id)?, message)
        .here("declared here")
        .help(help)
        .about("field", name.clone())
        .shown_by(Evidence::none_of(tally.leads));
    if asked.is_empty() {
        finding.level = Level::Note;
    }
    for (value, place) in asked.into_iter().take(MOST_LISTED) {
        if let Some(place) = place {
            finding = finding.label(*place, format!("waits for `{value}`"));
        }
    }
    Some(finding)
}

fn ambiguous_date(
    tally: &Tally<'_>,
    places: &Places<'_>,
    id: FieldId,
    field: &Field,
    counts: &FieldTally<'_>,
) -> Option<Diagnostic> {
    let both = counts.dates.as_ref()?.both_ways()?;
    let (name, column) = (&field.named.name, counts.column.as_deref()?);
    let (declared, other) = (
        first_listed(both.declared.iter().copied(), 2),
        first_listed(both.other.iter().copied(), 2),
    );
    let (text, read, otherwise) = both.example;
    let show = |value| tally.model.show(value, field.ty);
    let column = places.named(id, column);
    let dates = match both.dates {
        1 => format!(
            "the one date of column {column} reads by {declared} and by {other}, as another day"
        ),
        dates => format!(
            "all {} dates of column {column} read by {declared} and by {other}, {} of them as another day",
            grouped(dates),
            grouped(both.differ)
        ),
    };
    let help = format!(
        "compare a few with the CRM; if {other} is right, say so behind the column: `dated \"{}\"`",
        both.other.first().copied().unwrap_or_default()
    );
    let evidence = Evidence {
        leads: both.differ,
        ..Evidence::none_of(tally.leads)
    };
    let finding = Diagnostic::new(Code::AmbiguousDate, places.column(id)?, dates)
        .here(format!(
            "\"{text}\" is {}, and would be {}",
            show(read),
            show(otherwise)
        ))
        .help(help)
        .about("field", name.clone())
        .shown_by(evidence);
    Some(finding)
}
