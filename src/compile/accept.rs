//! Findings that the policy takes note of: `accept unused in free_mail because "…"`.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Group, Level};
use crate::model::{Acceptance, Model};
use crate::value::Date;

/// Takes out what the policy accepts, and adds what is wrong with its acceptances: the findings in
/// order, and how many were accepted. Without a date no acceptance is out of date.
pub(super) fn apply(
    model: &Model,
    diagnostics: Diagnostics,
    today: Option<Date>,
) -> (Vec<Diagnostic>, usize) {
    let mut findings = diagnostics.into_sorted();
    let mut all = Diagnostics::default();
    let faulty = findings.iter().any(|it| it.level == Level::Error);
    for acceptance in &model.acceptances {
        if let Some(diagnostic) = expired(acceptance, today) {
            all.push(diagnostic);
            continue;
        }
        // What the proof or the data would have to show is not decided here, so it cannot be said
        // that the acceptance matches nothing.
        let Some(code) = code(acceptance).filter(|code| in_text(*code)) else {
            continue;
        };
        if code.level() == Level::Error {
            all.push(not_acceptable(acceptance));
        } else if !faulty && !model_had(&findings, code, acceptance) {
            // Where there is an error, some findings are not looked for: see `resolve::unused`.
            all.push(unused(acceptance));
        }
    }
    let accepted = take_out(model, &mut findings, today);
    findings.into_iter().for_each(|finding| all.push(finding));
    (all.into_sorted(), accepted)
}

/// The same for findings of the data. `regions` are the acceptances, by their places in the model,
/// whose conditions held for a lead with their fault: such leads are in no finding. What is out of
/// date was said of the text.
pub(super) fn apply_to_data(
    model: &Model,
    mut findings: Vec<Diagnostic>,
    today: Option<Date>,
    regions: &BTreeSet<usize>,
) -> (Vec<Diagnostic>, usize) {
    let mut about_acceptances = Vec::new();
    for (place, acceptance) in model.acceptances.iter().enumerate() {
        let of_data = |code: &Code| code.group() == Group::Data;
        let Some(code) = code(acceptance).filter(of_data) else {
            continue;
        };
        let matches = match code.level() {
            Level::Error => regions.contains(&place),
            Level::Warning | Level::Note => model_had(&findings, code, acceptance),
        };
        if !matches && expired(acceptance, today).is_none() {
            about_acceptances.push(unused(acceptance));
        }
    }
    let accepted = take_out(model, &mut findings, today);
    findings.extend(about_acceptances);
    (findings, accepted + regions.len())
}

/// The same for findings of the proof. `regions` are the acceptances, by their places in the model,
/// whose leads the proof left out of a finding. What was not decided is never accepted, and where
/// something was not, it cannot be said that an acceptance of its kind matches nothing.
pub(super) fn apply_to_proof(
    model: &Model,
    mut findings: Vec<Diagnostic>,
    today: Option<Date>,
    regions: &BTreeSet<usize>,
    codes: Option<&BTreeSet<Code>>,
) -> (Vec<Diagnostic>, usize) {
    let mut about_acceptances = Vec::new();
    let mut taking = Vec::new();
    for (place, acceptance) in model.acceptances.iter().enumerate() {
        // Of what was not looked for it cannot be said that there is none.
        let asked = |code: &Code| codes.is_none_or(|codes| codes.contains(code));
        let of_proof = |code: &Code| code.group() == Group::Proof && asked(code);
        let code = code(acceptance).filter(of_proof);
        let Some(code) = code.filter(|_| expired(acceptance, today).is_none()) else {
            continue;
        };
        let is_open = |finding: &Diagnostic| finding.code == code && !finding.is_proved();
        // One that names leads takes those out and nothing else.
        let matches = match acceptance.when {
            Some(_) => regions.contains(&place),
            None => model_had(&findings, code, acceptance),
        };
        if acceptance.when.is_none() {
            taking.push(acceptance);
        }
        if !matches && !findings.iter().any(is_open) {
            about_acceptances.push(match (&acceptance.when, code.level()) {
                (Some(_), Level::Warning | Level::Note) => whole(acceptance, &findings, code),
                _ => unused(acceptance),
            });
        }
    }
    let found = findings.len();
    findings.retain(|finding| !taking.iter().any(|it| matches(it, finding)));
    let accepted = found - findings.len();
    findings.extend(about_acceptances);
    (findings, accepted + regions.len())
}

/// An acceptance that names leads of a finding that is accepted as a whole, or of none.
fn whole(acceptance: &Acceptance, findings: &[Diagnostic], code: Code) -> Diagnostic {
    let finding = unused(acceptance);
    if !model_had(findings, code, acceptance) {
        return finding;
    }
    let message = format!(
        "`{}` is accepted as a whole, and not for some leads",
        name(acceptance)
    );
    Diagnostic { message, ..finding }
        .here("accepts nothing")
        .help("leave out `when …`, or mend what is found")
}

/// Takes out the accepted findings, and says how many those are. Two acceptances of one finding
/// both match it, whichever comes first.
fn take_out(model: &Model, findings: &mut Vec<Diagnostic>, today: Option<Date>) -> usize {
    let found = findings.len();
    findings.retain(|finding| {
        let accepted = |it: &Acceptance| expired(it, today).is_none() && matches(it, finding);
        !model.acceptances.iter().any(accepted)
    });
    found - findings.len()
}

/// Whether an acceptance is out of date.
pub(super) fn is_expired(acceptance: &Acceptance, today: Option<Date>) -> bool {
    expired(acceptance, today).is_some()
}

fn code(acceptance: &Acceptance) -> Option<Code> {
    acceptance.code.parse().ok()
}

fn model_had(findings: &[Diagnostic], code: Code, acceptance: &Acceptance) -> bool {
    let mut of_code = findings.iter().filter(|finding| finding.code == code);
    of_code.any(|finding| matches(acceptance, finding))
}

/// Whether an acceptance names this finding. An error cannot be accepted: with it, the policy means
/// nothing. Nor can what was not decided: nobody knows what it is.
fn matches(acceptance: &Acceptance, finding: &Diagnostic) -> bool {
    let subject = finding
        .subject
        .as_ref()
        .map(|subject| subject.name.as_str());
    finding.level != Level::Error
        && finding.is_proved()
        && finding.code.as_str() == acceptance.code
        && subject == Some(acceptance.subject.as_str())
}

fn name(acceptance: &Acceptance) -> String {
    format!("{} in {}", acceptance.code, acceptance.subject)
}

fn expired(acceptance: &Acceptance, today: Option<Date>) -> Option<Diagnostic> {
    let (until, today) = (acceptance.until?, today?);
    (until < today).then(|| {
        let message = format!("the acceptance of `{}` ended on {until}", name(acceptance));
        Diagnostic::new(Code::ExpiredAcceptance, acceptance.span, message)
            .here(format!("judged for {today}"))
            .help("mend what it accepts, or agree anew and give it a later date")
            .about("acceptance", name(acceptance))
    })
}

fn unused(acceptance: &Acceptance) -> Diagnostic {
    let message = format!("nothing to accept: there is no `{}`", name(acceptance));
    Diagnostic::new(Code::UnusedAcceptance, acceptance.span, message)
        .here("matches no finding")
        .help(
            "take it out, or name a finding: the codes stand in brackets in what `check` \
               shows",
        )
        .about("acceptance", name(acceptance))
}

fn not_acceptable(acceptance: &Acceptance) -> Diagnostic {
    let code = &acceptance.code;
    let message = format!("`{code}` is an error of the text and cannot be accepted");
    Diagnostic::new(Code::UnusedAcceptance, acceptance.span, message)
        .here("accepts nothing")
        .help("mend the error and take this out: with it the policy would mean nothing")
        .about("acceptance", name(acceptance))
}

/// Whether a finding of this kind is decided by reading the text alone.
fn in_text(code: Code) -> bool {
    match code.group() {
        Group::Text | Group::Policy | Group::Names => true,
        Group::Proof | Group::Examples | Group::Data | Group::Leads => false,
    }
}
