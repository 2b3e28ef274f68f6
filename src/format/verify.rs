//! The formatter checks itself on every text: the same policy, the same comments, and no more to do.

use super::{FormatError, Unfaithful, format};
use crate::diagnostic::Diagnostics;
use crate::source::SourceId;
use crate::syntax;
use crate::syntax::ast::{Comment, File};

/// Lays out `file`, which was read from `text`, and makes sure that the result is the same policy
/// with the same comments, and that laying it out again changes nothing.
///
/// `source` is the number of `text`; the places in trees read from the result are never shown.
///
/// # Errors
/// [`FormatError::Faulty`] as [`format`](super::format); [`FormatError::Internal`] when the result
/// is not faithful.
pub fn verified(source: SourceId, text: &str, file: &File) -> Result<String, FormatError> {
    let result = format(text, file)?;
    let mut diagnostics = Diagnostics::default();
    let again = syntax::parse(source, &result, &mut diagnostics);
    let unfaithful = if diagnostics.has_errors() {
        Some(Unfaithful::Unreadable)
    } else if again.items != file.items {
        Some(Unfaithful::OtherMeaning)
    } else if words(&again.comments) != words(&file.comments) {
        Some(Unfaithful::LostComment)
    } else if format(&result, &again)? != result {
        Some(Unfaithful::Unstable)
    } else {
        None
    };
    match unfaithful {
        Some(how) => Err(FormatError::Internal(how)),
        None => Ok(result),
    }
}

/// What the comments say, without their marks: one that documents nothing may lose its second.
///
/// They may change places, where a clause took them along, so they are compared in any order.
fn words(comments: &[Comment]) -> Vec<&str> {
    let mut words: Vec<&str> = comments
        .iter()
        .map(|comment| comment.text.trim_start_matches('#'))
        .collect();
    words.sort_unstable();
    words
}
