//! The files that a policy names: lists, tables, spellings.

use std::collections::BTreeMap;

use crate::source::SourceId;

/// The files that the policy names, by the policy file that names them and the path as written
/// there: the text that was read, or why there is none.
pub type LoadedFiles = BTreeMap<(SourceId, String), Result<SourceId, FileProblem>>;

/// Why a file that the policy names could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// There is no such file.
    NotFound,
    /// It lies outside the policy's folder.
    Outside,
    /// It is larger than 4 MiB.
    TooLarge,
    /// It is not UTF-8 text.
    NotText,
    /// It is there and cannot be read, for this reason.
    Unreadable(String),
}
