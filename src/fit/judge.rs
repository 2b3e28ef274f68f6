//! From leads to findings.

use super::offer::Offers;
use super::place::Places;
use super::tally::Tally;
use super::{FieldFill, Fit, Judged, nothing, records, rules, whole};
use crate::analyze::Finding;
use crate::compile::Compiled;
use crate::data::{DataError, Leads};
use crate::model::Type;
use crate::value::Instant;

/// Whether the leads have to be opened with their records as they came: the dates of a file are
/// read by other forms, too, and texts that stand for nothing are told as they are written.
#[must_use]
pub fn wants_raw(compiled: &Compiled) -> bool {
    let model = &compiled.model;
    let read = model.fields_read();
    let mut fields = model.fields.iter();
    let is_moment = |ty| matches!(ty, Type::Date | Type::Datetime);
    fields.any(|(id, field)| is_moment(field.ty) && read.contains(&id))
        || nothing::wants_raw(model, &Places::new(compiled, None))
}

/// Reads all leads, and says what they show of the policy, and which of them have the findings of
/// `proof`. The policy's text has no errors.
///
/// # Errors
/// The leads cannot be read to their end.
pub fn judge(
    compiled: &Compiled,
    leads: &mut Leads<'_>,
    as_of: Instant,
    proof: &[Finding],
) -> Result<Judged, DataError> {
    let mut tally = Tally::new(compiled, leads, as_of, proof);
    while let Some(batch) = leads.next_batch()? {
        tally.add(leads, &batch);
    }
    let fit = Fit {
        files: tally.files.clone(),
        leads: tally.leads,
        fields: fills(&tally),
        undecided: tally.undecided(),
    };
    let places = Places::new(compiled, tally.source.flatten());
    let mut findings = Vec::new();
    let mut offers = Offers::new(compiled, tally.source);
    records::findings(&tally, &places, &mut offers, &mut findings);
    // A file without leads shows nothing of the policy.
    if tally.leads > 0 {
        whole::findings(&tally, &places, &mut findings);
    }
    offers.attach(&mut findings);
    let leads = tally.leads;
    let proof = tally.proved.evidence(leads);
    let (report, regions) = tally.finish();
    if leads > 0 {
        rules::findings(compiled, &report, leads, &mut findings);
    }
    Ok(Judged {
        fit,
        findings,
        regions: regions.used(),
        proof,
    })
}

/// How many leads have each field that the policy reads.
fn fills(tally: &Tally<'_>) -> Vec<FieldFill> {
    let read = tally.model.fields_read();
    let fields = tally.model.fields.iter().zip(&tally.fields);
    let fields = fields.filter(|((id, field), _)| field.key || read.contains(id));
    fields
        .map(|((_, field), counts)| FieldFill {
            field: field.named.name.clone(),
            column: counts.column.clone(),
            filled: counts.filled,
            missing: counts.missing,
            bad: counts.bad,
        })
        .collect()
}
