//! What was found in a policy, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `human` | for people: what, where with the text, what to do; the only user of miette |
//! | `evidence` | below a finding: the values and leads that show it |
//! | `data` | below all findings: what was read of a file of leads |
//! | `excerpt` | the few lines of a text that a finding shows, made safe to print |
//! | `json` | for programs, to the last finding |

mod data;
mod evidence;
mod excerpt;
mod human;
mod json;

pub use data::data;
pub use human::human;
pub use json::{At, CheckReport, Read, Tool, check_report};

use crate::diagnostic::{Diagnostic, Level};
use crate::value::counted;

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// Counts findings.
    #[must_use]
    pub fn of(findings: &[Diagnostic]) -> Self {
        let count = |level| findings.iter().filter(|it| it.level == level).count();
        Counts {
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Note),
        }
    }

    /// How many are at least as grave as `level`.
    #[must_use]
    pub fn at_least(&self, level: Level) -> usize {
        match level {
            Level::Error => self.errors,
            Level::Warning => self.errors + self.warnings,
            Level::Note => self.errors + self.warnings + self.notes,
        }
    }

    /// The counts in words, e.g. "2 errors, 1 warning"; nothing where there are none.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let parts = [
            (self.errors, "error", "errors"),
            (self.warnings, "warning", "warnings"),
            (self.notes, "note", "notes"),
        ];
        let parts = parts.iter().filter(|(count, ..)| *count > 0);
        let words: Vec<_> = parts
            .map(|(count, one, many)| counted(count, one, many))
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_words() {
        let counts = Counts {
            errors: 2,
            warnings: 1,
            notes: 0,
        };
        assert_eq!(counts.words().unwrap(), "2 errors, 1 warning");
        assert_eq!(counts.at_least(Level::Note), 3);
        assert_eq!(Counts::default().words(), None);
    }
}
