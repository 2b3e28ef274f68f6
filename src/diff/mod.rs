//! Two policies compared: by meaning, over all leads that both allow, and over the leads of a file.
//!
//! | file | purpose |
//! | --- | --- |
//! | `moved` | which leads of a file come to another outcome |

mod moved;

pub use moved::{Came, Moved, MovedLead, Outcomes, Table, Turn};

use std::collections::BTreeSet;

use crate::analyze::{Became, Changes, Options, changes};
use crate::compile::Compiled;
use crate::value::Instant;

/// What became of a policy.
#[derive(Debug, Clone)]
pub struct Diff {
    /// What differs in meaning.
    pub changes: Changes,
    /// The leads of a file that come to another outcome, where one was read.
    pub moved: Option<Moved>,
}

impl Diff {
    /// Compares two policies without errors, whose texts lie in one source map.
    #[must_use]
    pub fn new(old: &Compiled, new: &Compiled, as_of: Instant, options: &Options) -> Diff {
        Diff {
            changes: changes(old, new, as_of, options),
            moved: None,
        }
    }

    /// Whether the two mean the same; names, and who agreed, may differ.
    #[must_use]
    pub fn is_same(&self) -> bool {
        let changes = self.changes.changes.iter();
        changes
            .map(|it| &it.became)
            .all(|became| matches!(became, Became::Renamed(_) | Became::Agreed(..)))
    }

    /// Whether other teams agreed on something that means the same.
    #[must_use]
    pub fn agrees_otherwise(&self) -> bool {
        let mut changes = self.changes.changes.iter();
        changes.any(|it| matches!(it.became, Became::Agreed(..)))
    }

    /// Whether something was not decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let mut changes = self.changes.changes.iter();
        !self.changes.faults.is_empty() || changes.any(|it| matches!(it.became, Became::NotDecided))
    }

    /// The teams whose agreement is recorded for something that says something else now, or that
    /// other teams agree on now.
    #[must_use]
    pub fn must_agree(&self) -> BTreeSet<&str> {
        let changes = self.changes.changes.iter();
        let changes = changes.filter(|it| !matches!(it.became, Became::Renamed(_)));
        changes
            .flat_map(|it| it.agreed_by.iter().map(String::as_str))
            .collect()
    }
}
