//! Texts to a policy with its findings: the one pipeline, which every command calls.
//!
//! Nothing here touches a disk: the caller hands over the policy's texts, and a [`Loader`] that
//! finds the lists and tables which those texts name.

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::model::{FileProblem, Model};
use crate::source::SourceMap;
use crate::syntax::ast;
use crate::value::{Instant, IsoMoment};

/// Finds the list, table and spelling files that a policy names.
pub trait Loader {
    /// The name to show people and the text of the file that `policy_file` calls `path`; both are
    /// as the texts have them: the name of the policy file in the source map, and the path as it is
    /// written.
    ///
    /// # Errors
    /// Why there is no text.
    fn load(&self, policy_file: &str, path: &str) -> Result<(String, String), FileProblem>;
}

/// What the caller of a command may say about a policy.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Definitions with a literal that get another one: name and literal, as they were given.
    pub set: Vec<(String, String)>,
    /// The moment for which the policy is judged; without, no acceptance is out of date.
    pub as_of: Option<IsoMoment>,
}

/// A policy, with what was found in its text.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// All texts that were read.
    pub sources: SourceMap,
    /// The policy's files, by name.
    pub files: Vec<ast::File>,
    /// The policy; it means something only where no finding is an error.
    pub model: Model,
    /// What was found and not accepted, by file and place.
    pub findings: Vec<Diagnostic>,
    /// How many findings the policy itself takes note of.
    pub accepted: usize,
    /// The moment of [`Options::as_of`]; a wall time is one of the policy's zone.
    pub as_of: Option<Instant>,
}

/// Options that do not fit the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse {
    /// What is wrong, in the words of a finding.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
