//! Changes of the text that are offered for a finding.
//!
//! | file | purpose |
//! | --- | --- |
//! | `accept` | `accept …`: the policy takes note of it |
//! | `case` | the leads of a case, as a condition |
//! | `example` | the lead that shows it, as an example |
//! | `rule` | a rule for the leads that no rule takes |

mod accept;
mod case;
mod example;
mod rule;

use super::snapshot::Snapshot;
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::{SourceId, Span};

/// A change that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, in a few words.
    pub title: String,
    /// The edits, which do not overlap.
    pub edits: Vec<Edit>,
    /// It mends the finding, and is the change to make where there is one only.
    pub mends: bool,
}

/// What is offered for a finding, the best first.
#[must_use]
pub fn actions(snapshot: &Snapshot, finding: &Diagnostic) -> Vec<Action> {
    let fix = finding.fix.as_ref().map(|fix| Action {
        title: capitalised(&fix.title),
        edits: fix.edits.clone(),
        mends: true,
    });
    let mut actions: Vec<Action> = fix.into_iter().collect();
    actions.extend(rule::rules(snapshot, finding));
    actions.extend(example::example(snapshot, finding));
    actions.extend(accept::accept(snapshot, finding));
    actions
}

fn capitalised(title: &str) -> String {
    let mut characters = title.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// A declaration at the end of a text, with an empty line before it where there is none.
fn at_the_end(snapshot: &Snapshot, source: SourceId, declaration: &str, apart: bool) -> Edit {
    let text = snapshot.text(source);
    let end = text.trim_end().len();
    let between = match (end, apart) {
        (0, _) => "",
        (_, true) => "\n\n",
        (_, false) => "\n",
    };
    Edit {
        span: Span::new(source, end, text.len()),
        new_text: format!("{between}{}\n", declaration.trim_end()),
    }
}

/// The policy file that a finding is in; one in a list is told with the last policy file.
fn policy_file(snapshot: &Snapshot, finding: &Diagnostic) -> Option<SourceId> {
    let items = snapshot
        .compiled
        .files
        .iter()
        .filter_map(|file| file.items.last());
    let files: Vec<SourceId> = items.map(|item| item.span.source).collect();
    let own = finding.span().map(|span| span.source);
    own.filter(|own| files.contains(own))
        .or(files.last().copied())
}
