//! Findings as the protocol has them.

use std::collections::BTreeMap;

use super::protocol::{Diagnostic, RelatedInformation};
use super::view::View;
use crate::diagnostic::{self, Code, Level};
use crate::render::findings::details;
use crate::source::{SourceId, Span};

/// More findings than this of one text help nobody; how many there are is said.
const MOST: usize = 500;

/// The findings of a policy, by the address of the text that they are in; also of texts without any.
#[must_use]
pub(crate) fn by_text(view: &View) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut all: BTreeMap<String, Vec<Diagnostic>> = view
        .files()
        .map(|(_, uri)| (uri.to_owned(), Vec::new()))
        .collect();
    for finding in view.findings() {
        let place = finding.span().and_then(|span| view.location(span));
        // What is not about a text of the disk is told with the first file of the policy.
        let first = || view.files().next().map(|(_, uri)| uri.to_owned());
        let Some(uri) = place.map(|place| place.uri).or_else(first) else {
            continue;
        };
        let found = all.entry(uri).or_default();
        if found.len() < MOST {
            found.push(diagnostic(view, finding));
        }
    }
    all
}

/// A finding.
#[must_use]
pub(crate) fn diagnostic(view: &View, finding: &diagnostic::Diagnostic) -> Diagnostic {
    let span = finding.span().unwrap_or(Span::new(SourceId(0), 0, 0));
    let others = finding.labels.iter().skip(1);
    let related = others.filter_map(|label| {
        Some(RelatedInformation {
            location: view.location(label.span)?,
            message: match label.text.is_empty() {
                true => "this has to do with it".to_owned(),
                false => label.text.clone(),
            },
        })
    });
    Diagnostic {
        range: view.range(span),
        severity: match finding.level {
            // Worth knowing where the cursor is, and nothing to mend.
            _ if finding.is_proof_note() => 4,
            Level::Error => 1,
            Level::Warning => 2,
            Level::Note => 3,
        },
        code: finding.code.as_str(),
        source: "groundrules",
        message: message(finding),
        tags: match finding.code {
            Code::Unused | Code::DeadRule | Code::DeadCondition | Code::UselessOverride => vec![1],
            _ => Vec::new(),
        },
        related_information: related.collect(),
        data: serde_json::json!({ "explain": finding.code.as_str() }),
        of_proof: view.is_of_proof(finding),
    }
}

/// All that is said of a finding: what is wrong, what is to be said of the place, which leads have it,
/// what to do.
fn message(finding: &diagnostic::Diagnostic) -> String {
    let mut lines = vec![finding.message.clone()];
    let here = finding.labels.first().map(|label| label.text.clone());
    lines.extend(here.filter(|text| !text.is_empty()));
    lines.extend(details(finding));
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    lines.join("\n")
}
