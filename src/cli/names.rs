//! What a caller names on the command line, looked up in the policy.

use super::output::Failure;
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::Named;
use crate::value::first_listed;

/// How many names a message lists.
const MOST_LISTED: usize = 8;

/// The thing of this name. `kind` says what it is, and `option` where the caller named it.
pub(super) fn named<'m, I>(
    name: &str,
    kind: &str,
    option: &str,
    known: impl Iterator<Item = (I, &'m Named)>,
) -> Result<I, Failure> {
    let mut names = Vec::new();
    for (id, known) in known {
        if known.name == name {
            return Ok(id);
        }
        names.push(known.name.as_str());
    }
    let failure = Failure::new(format!("{option}: the policy has no {kind} `{name}`"));
    Err(match names.is_empty() {
        true => failure.help(format!("the policy has no {kind} at all")),
        false => with_nearest(failure, name, &names),
    })
}

/// The failure with the name that may have been meant or, where none is near, with those there are.
pub(super) fn with_nearest(failure: Failure, name: &str, known: &[&str]) -> Failure {
    match nearest(name, known.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("name one of {}", first_listed(known, MOST_LISTED))),
    }
}

/// The failure for values that the policy refuses: the first reason of several.
pub(super) fn refused(option: &str, findings: Vec<Diagnostic>) -> Failure {
    match findings.into_iter().next() {
        Some(first) => Failure {
            message: format!("{option}: {}", first.message),
            help: first.help,
        },
        None => Failure::new(format!("{option}: a field and its value are missing")),
    }
}
