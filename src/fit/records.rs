//! Findings of what single leads hold: each kind of fault once, with how many leads have it.

use super::nothing::placeholder;
use super::offer::Offers;
use super::place::Places;
use super::tally::{Fault, Tally};
use super::values::bad_value;
use super::words::part;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{FieldId, Join};
use crate::source::{SourceId, Span};
use crate::value::{counted, on_one_line};

/// The findings of all leads.
pub(super) fn findings(
    tally: &Tally<'_>,
    places: &Places<'_>,
    offers: &mut Offers<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    for (id, _) in tally.model.fields.iter() {
        let mut changed = false;
        if let Some((finding, change)) = bad_value(tally, places, id) {
            changed = change.is_some();
            offers.push(findings, finding, change);
        }
        if let Some((finding, change)) = placeholder(tally, places, id, changed) {
            offers.push(findings, finding, change);
        }
    }
    for ((code, id, column), fault) in &tally.records {
        let join = column.as_ref().and_then(|column| places.join(column));
        findings.push(match join {
            Some(join) => of_joined(tally, join, *code, fault),
            None => of_record(tally, places, *code, *id, fault),
        });
    }
    for (place, fault) in &tally.facts {
        findings.extend(broken_fact(tally, *place, fault));
    }
    for (span, touched) in &tally.overflows {
        let words = on_one_line(tally.compiled.sources.slice(*span));
        let message = format!(
            "`{words}` is too large to work with for {}",
            part(touched.leads, tally.leads)
        );
        let finding = Diagnostic::new(Code::Overflow, *span, message)
            .here("a number goes up to 18 digits, a date to the year 9999")
            .help(
                "correct the values that it is worked out from, or bound the fields: \
                 `integer 0..1_000_000`",
            )
            .shown_by(touched.evidence(tally.leads));
        findings.push(finding);
    }
}

/// A fault of records that is told by its code.
fn of_record(
    tally: &Tally<'_>,
    places: &Places<'_>,
    code: Code,
    id: Option<FieldId>,
    fault: &Fault,
) -> Diagnostic {
    let field = id.and_then(|id| tally.model.fields.get(id));
    let name = field.map_or("", |field| field.named.name.as_str());
    let (count, of) = (fault.touched.leads, part(fault.touched.leads, tally.leads));
    let (have, repeat) = match count {
        1 => ("has", "repeats"),
        _ => ("have", "repeat"),
    };
    let (message, help) = match code {
        Code::RequiredMissing => (
            format!("`{name}` is required, and {of} {have} none"),
            "complete them in the CRM, or leave out `required` where `NAME` is declared"
                .replace("NAME", name),
        ),
        Code::DuplicateKey => (
            format!("{of} {repeat} the `{name}` of an earlier row"),
            "merge them in the CRM, or export each lead once".to_owned(),
        ),
        Code::Ragged => (
            format!("{of} {have} more or fewer values than the header has columns"),
            "export the file again with quotes round values that have the separator in them"
                .to_owned(),
        ),
        _ => (
            format!("{}: {}", counted(count, "lead", "leads"), fault.first),
            "correct them in the CRM, or in the export".to_owned(),
        ),
    };
    let place = match code {
        // The policy declares what is required, and what the key is.
        Code::RequiredMissing | Code::DuplicateKey => id.and_then(|id| places.field(id)),
        _ => id.and_then(|id| places.column(id)),
    };
    let finding = at(place, code, message)
        .here(fault.first.clone())
        .help(help)
        .shown_by(fault.touched.evidence(tally.leads));
    match field {
        Some(field) => finding.about("field", field.named.name.clone()),
        None => finding,
    }
}

/// A fault of what a joined file has for leads.
fn of_joined(tally: &Tally<'_>, join: &Join, code: Code, fault: &Fault) -> Diagnostic {
    let (file, of) = (&join.file, part(fault.touched.leads, tally.leads));
    let (message, help) = match code {
        Code::DuplicateKey => (
            format!("`{file}` has several rows for {of}"),
            format!(
                "export `{file}` with one row for each `{}`, or join by a column that tells its \
                 rows apart",
                join.key
            ),
        ),
        Code::Ragged => (
            format!(
                "the row of `{file}` for {of} has more or fewer values than the header has columns"
            ),
            format!(
                "export `{file}` again with quotes round values that have the separator in them"
            ),
        ),
        _ => (
            format!("what `{file}` has for {of} cannot be read"),
            format!("correct it in the CRM, or in `{file}`"),
        ),
    };
    Diagnostic::new(code, join.span, message)
        .here(fault.first.clone())
        .help(help)
        .shown_by(fault.touched.evidence(tally.leads))
}

fn broken_fact(tally: &Tally<'_>, place: usize, fault: &Fault) -> Option<Diagnostic> {
    let fact = &tally.model.facts.get(place)?.condition;
    let words = on_one_line(tally.compiled.sources.slice(fact.span));
    let count = part(fault.touched.leads, tally.leads);
    let breaks = if fault.touched.leads == 1 {
        "breaks"
    } else {
        "break"
    };
    let message = format!("{count} {breaks} the fact `{words}`");
    let finding = Diagnostic::new(Code::BrokenFact, fact.span, message)
        .here(format!("in the first of them {}", fault.first))
        .help(
            "correct them in the CRM; if such leads are normal, it is no fact: take it out of the \
             `lead` block",
        )
        .shown_by(fault.touched.evidence(tally.leads));
    let fields = tally.model.fields_behind(fact);
    let first = fields.first().and_then(|id| tally.model.fields.get(*id));
    Some(match first {
        Some(field) => finding.about("field", field.named.name.clone()),
        None => finding,
    })
}

/// A finding at a place of the policy, or at none.
pub(super) fn at(place: Option<Span>, code: Code, message: String) -> Diagnostic {
    match place {
        Some(place) => Diagnostic::new(code, place, message),
        None => {
            let mut finding = Diagnostic::new(code, Span::new(SourceId(0), 0, 0), message);
            finding.labels.clear();
            finding
        }
    }
}
