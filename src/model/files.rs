//! The files beside a policy that its text names: lists, tables, spellings.

use std::collections::BTreeMap;
use std::fmt;

use crate::source::SourceId;

/// What was read for each file that a policy names: by the text that names it and the path as it is
/// written there.
pub type LoadedFiles = BTreeMap<(SourceId, String), Result<SourceId, FileProblem>>;

/// Why a file that a policy names cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    /// There is none.
    NotFound,
    /// It lies outside the policy's folder, or a link leads there.
    Outside,
    /// It is larger than a file may be.
    TooLarge,
    /// It is not UTF-8 text.
    NotText,
    /// The system does not give it, with what the system says.
    Unreadable(String),
}

/// What is wrong, as it follows the name of the file: "cannot be found".
impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileProblem::NotFound => f.write_str("cannot be found"),
            FileProblem::Outside => f.write_str("lies outside the policy's folder"),
            FileProblem::TooLarge => f.write_str("is larger than a file may be"),
            FileProblem::NotText => f.write_str("is not UTF-8 text"),
            FileProblem::Unreadable(reason) => write!(f, "cannot be read: {reason}"),
        }
    }
}

impl FileProblem {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            FileProblem::NotFound => {
                "write the path as it is seen from the folder of the file that names it"
            }
            FileProblem::Outside => "copy the file into the policy's folder, and name it there",
            FileProblem::TooLarge => "split the file into several of at most 4 MiB",
            FileProblem::NotText => "save the file again as UTF-8",
            FileProblem::Unreadable(_) => "check that it is a file, and that you may read it",
        }
    }
}
