//! Findings of what single leads hold: each kind of fault once, with how many leads have it.

use super::change::Change;
use super::dates::DateTally;
use super::offer::{Offers, mapping};
use super::place::Places;
use super::tally::{Fault, FieldTally, Tally};
use super::touched::MOST_VALUES;
use super::words::{leads, part};
use crate::diagnostic::{Code, Diagnostic, Evidence, grouped, listed};
use crate::model::{Field, FieldId, Type};
use crate::source::{SourceId, Span};

/// Most values of a field that are named.
const MOST_LISTED: usize = 6;

/// The findings of all leads.
pub(super) fn findings(
    tally: &Tally<'_>,
    places: &Places<'_>,
    offers: &mut Offers<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    for ((id, field), counts) in tally.model.fields.iter().zip(&tally.fields) {
        if counts.bad_values.touched.leads > 0 {
            let (finding, change) = bad_value(tally, places, id, field, counts);
            offers.push(findings, finding, change);
        }
    }
    for ((code, id), fault) in &tally.records {
        findings.push(of_record(tally, places, *code, *id, fault));
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
            .help("correct the values that it is worked out from, or bound the fields: `integer 0..1_000_000`")
            .shown_by(touched.evidence(tally.leads));
        findings.push(finding);
    }
}

fn bad_value(
    tally: &Tally<'_>,
    places: &Places<'_>,
    id: FieldId,
    field: &Field,
    counts: &FieldTally<'_>,
) -> (Diagnostic, Option<Change>) {
    let (values, beyond) = counts.values.by_frequency();
    let column = counts.column.as_deref().unwrap_or_default();
    let name = &field.named.name;
    let touched = &counts.bad_values.touched;
    let first = values.first().map_or("", |value| value.value.as_str());
    let how_many = match (values.len(), beyond) {
        (1, 0) => "one value".to_owned(),
        (count, 0) => format!(
            "{} values",
            grouped(u64::try_from(count).unwrap_or(u64::MAX))
        ),
        _ => format!("more than {} values", grouped(MOST_VALUES as u64)),
    };
    let message = format!(
        "column `{column}` has {how_many} that `{name}` does not allow, in {}",
        part(touched.leads, tally.leads)
    );
    let dates = counts
        .dates
        .as_ref()
        .map(DateTally::better)
        .unwrap_or_default();
    let (change, help) = match dates.as_slice() {
        [forms] => {
            let change = Change {
                field: name.clone(),
                header: column.to_owned(),
                dated: forms.iter().map(|form| (*form).to_owned()).collect(),
                ..Change::default()
            };
            (Some(change), advice(field, column, &places.source(), first))
        }
        [] => (
            mapping(tally.model, id, column, &values),
            advice(field, column, &places.source(), first),
        ),
        several => {
            let forms = several
                .iter()
                .flatten()
                .map(|form| format!("dated \"{form}\""));
            let forms: Vec<String> = forms.collect();
            let forms = listed(forms.iter().map(String::as_str), 3);
            (
                None,
                format!(
                    "they can be read in more than one way: say which one is right behind the column in a `source`, {forms}"
                ),
            )
        }
    };
    let evidence = Evidence {
        values,
        beyond,
        ..touched.evidence(tally.leads)
    };
    let finding = at(places.column(id), Code::BadValue, message)
        .here(allowed(tally, field, &counts.bad_values))
        .help(help)
        .about("field", name.clone())
        .shown_by(evidence);
    (finding, change)
}

/// What to do about bad values for which no change is certain enough.
fn advice(field: &Field, column: &str, source: &str, value: &str) -> String {
    let name = &field.named.name;
    match field.ty {
        Type::Choice(_) | Type::Several(_) => format!(
            "say in {source} what they mean, `{name} from \"{column}\" {{ VALUE = \"{value}\" }}`, or \
             add them to the values of `{name}`"
        ),
        Type::Boolean => {
            format!("say in {source} which words mean yes and no: `yes \"ja\"` and `no \"nein\"`")
        }
        Type::Date | Type::Datetime => format!(
            "correct them, or say in {source} how they are written: `{name} from \"{column}\" dated \
             \"%d/%m/%Y\"`"
        ),
        Type::Text => format!(
            "if the file is in another encoding than UTF-8, say so in {source}: `encoding \
             \"windows-1252\"`"
        ),
        _ => format!(
            "correct them in the CRM; if one stands for nothing, say so in {source}: `{name} from \
             \"{column}\" missing \"{value}\"`"
        ),
    }
}

/// What is said at the place of bad values.
fn allowed(tally: &Tally<'_>, field: &Field, fault: &Fault) -> String {
    match tally.model.enumeration(field.ty) {
        Some(enumeration) => {
            let names = enumeration.values.iter().map(|value| value.name.as_str());
            format!("its values are {}", listed(names, MOST_LISTED))
        }
        None => fault.first.clone(),
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
            format!("{}: {}", leads(count), fault.first),
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
        .help("correct them in the CRM; if such leads are normal, it is no fact: take it out of the `lead` block")
        .shown_by(fault.touched.evidence(tally.leads));
    let fields = tally.model.fields_behind(fact);
    let first = fields.first().and_then(|id| tally.model.fields.get(*id));
    Some(match first {
        Some(field) => finding.about("field", field.named.name.clone()),
        None => finding,
    })
}

/// A finding at a place of the policy, or at none.
fn at(place: Option<Span>, code: Code, message: String) -> Diagnostic {
    match place {
        Some(place) => Diagnostic::new(code, place, message),
        None => {
            let mut finding = Diagnostic::new(code, Span::new(SourceId(0), 0, 0), message);
            finding.labels.clear();
            finding
        }
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
