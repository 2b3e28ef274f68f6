//! Sentences about what two policies say differently.

use std::collections::BTreeSet;

use crate::analyze::{Became, Change};
use crate::diagnostic::Case;
use crate::diff::Diff;
use crate::render::findings::in_words;
use crate::value::listed;

/// "decision `owner`".
pub(super) fn name(change: &Change) -> String {
    format!("{} `{}`", change.kind, change.name)
}

/// What became of it, in a few words.
pub(super) fn became(change: &Change) -> String {
    match &change.became {
        Became::Added => "is new".to_owned(),
        Became::Removed => "is gone".to_owned(),
        Became::Renamed(from) => format!("was called `{from}`, and means the same"),
        Became::Agreed(was, is) => {
            let list = |teams: &BTreeSet<String>| match teams.is_empty() {
                true => "nobody".to_owned(),
                false => listed(teams),
            };
            format!("is agreed by {}, and was by {}", list(is), list(was))
        }
        Became::Changed(_) => "says something else".to_owned(),
        Became::NotDecided => "may say something else: that was not decided".to_owned(),
    }
}

/// What the leads of a case have in common.
pub(super) fn case(case: &Case) -> String {
    if case.parts.is_empty() {
        return "all leads".to_owned();
    }
    in_words(case, "`")
}

/// The first line: whether they mean the same.
pub(super) fn verdict(diff: &Diff) -> String {
    if diff.is_open() {
        return "Not everything was decided within the budget.".to_owned();
    }
    match diff.is_same() {
        true if diff.agrees_otherwise() => {
            "The two policies mean the same, but not the same teams agreed on it.".to_owned()
        }
        true => "The two policies mean the same.".to_owned(),
        false => "The two policies do not mean the same.".to_owned(),
    }
}

/// Who must agree; none where nobody's agreement is recorded.
pub(super) fn agreement(diff: &Diff) -> Option<String> {
    let teams: Vec<String> = diff
        .must_agree()
        .iter()
        .map(|it| format!("`{it}`"))
        .collect();
    (!teams.is_empty()).then(|| {
        format!(
            "What changes was agreed by {}: it is theirs to approve.",
            crate::value::joined(&teams, "and")
        )
    })
}
