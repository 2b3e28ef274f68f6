//! Findings that the policy takes note of: `accept unused in free_mail because "…"`.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Level};
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
    let mut about_acceptances = Diagnostics::default();
    let found = findings.len();
    let faulty = findings.iter().any(|it| it.level == Level::Error);
    for acceptance in &model.acceptances {
        if let Some(diagnostic) = expired(acceptance, today) {
            about_acceptances.push(diagnostic);
            continue;
        }
        // What the proof or the data would have to show is not decided here, so it cannot be said
        // that the acceptance matches nothing.
        let Some(code) = acceptance.code.parse().ok().filter(|code| in_text(*code)) else {
            continue;
        };
        if code.level() == Level::Error {
            about_acceptances.push(not_acceptable(acceptance));
            continue;
        }
        // Where there is an error, some findings are not looked for: see `resolve::unused`. Two
        // acceptances of one finding both match, whichever comes first.
        if !faulty && !model_had(&findings, code, acceptance) {
            about_acceptances.push(unused(acceptance));
        }
    }
    findings.retain(|finding| {
        let accepted = |it: &Acceptance| expired(it, today).is_none() && matches(it, finding);
        !model.acceptances.iter().any(accepted)
    });
    let accepted = found - findings.len();
    let mut all = about_acceptances;
    findings.into_iter().for_each(|finding| all.push(finding));
    (all.into_sorted(), accepted)
}

fn model_had(findings: &[Diagnostic], code: Code, acceptance: &Acceptance) -> bool {
    let mut of_code = findings.iter().filter(|finding| finding.code == code);
    of_code.any(|finding| matches(acceptance, finding))
}

/// Whether an acceptance names this finding. An error cannot be accepted: with it, the policy means
/// nothing.
fn matches(acceptance: &Acceptance, finding: &Diagnostic) -> bool {
    let subject = finding
        .subject
        .as_ref()
        .map(|subject| subject.name.as_str());
    finding.level != Level::Error
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
    use crate::diagnostic::Group;
    match code.group() {
        Group::Text | Group::Policy | Group::Names => true,
        Group::Examples | Group::Rows => false,
    }
}
