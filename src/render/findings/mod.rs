//! What was found in a policy, for people and for programs.
//!
//! | file | purpose |
//! | --- | --- |
//! | `human` | for people: what, where with the text, what to do; the only user of miette |
//! | `demonstration` | below a finding of the proof: which leads have it, and one of them |
//! | `evidence` | below a finding: the values and leads that show it |
//! | `data` | below all findings: what was read of a file of leads |
//! | `excerpt` | the few lines of a text that a finding shows, made safe to print |
//! | `json` | for programs, to the last finding |
//! | `shown` | in that, which leads have a finding of the proof, and one of them |
//! | `review` | what was found, for those who read a pull request, and where in their repository |
//! | `told` | that in words: leads are counted only |
//! | `sarif`, `github`, `gitlab`, `junit` | the same in the formats that code hosts and build servers read |
//! | `examples` | the leads of findings as examples of the policy |

mod data;
mod demonstration;
mod evidence;
mod examples;
mod excerpt;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod review;
mod sarif;
mod shown;
mod told;

#[cfg(test)]
pub(crate) mod testing;

pub use data::data;
pub use demonstration::details;
pub(super) use demonstration::in_words;
pub use examples::{example_of, examples};
pub(super) use excerpt::excerpts;
pub use github::{github, github_summary};
pub use gitlab::{Issue, gitlab};
pub use human::human;
pub use json::{At, BaselineUse, CheckReport, Judged, Proof, Read, Tool, check_report};
pub use junit::junit;
pub use review::{Review, Reviewed, Unread};
pub use sarif::{Sarif, sarif};
pub(super) use shown::{PartReport, WitnessReport, case, witness};

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
    /// What the proof could not decide; counted here and nowhere else.
    pub not_proved: usize,
}

impl Counts {
    /// Counts findings.
    #[must_use]
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Counts::default();
        for finding in findings {
            let count = match finding.level {
                _ if !finding.is_proved() => &mut counts.not_proved,
                Level::Error => &mut counts.errors,
                Level::Warning => &mut counts.warnings,
                Level::Note => &mut counts.notes,
            };
            *count += 1;
        }
        counts
    }

    /// How many are at least as grave as `level`; what was not decided is as grave as can be.
    #[must_use]
    pub fn at_least(&self, level: Level) -> usize {
        self.not_proved
            + match level {
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
            (self.not_proved, "not proved", "not proved"),
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
        let mut counts = Counts {
            errors: 2,
            warnings: 1,
            ..Counts::default()
        };
        assert_eq!(counts.words().unwrap(), "2 errors, 1 warning");
        assert_eq!(counts.at_least(Level::Note), 3);
        counts.not_proved = 1;
        assert_eq!(counts.words().unwrap(), "2 errors, 1 not proved, 1 warning");
        assert_eq!(Counts::default().words(), None);
    }

    #[test]
    fn what_was_not_proved_is_counted_on_its_own() {
        let counts = Counts::of(&[testing::gap(), testing::not_proved(), testing::note()]);
        assert_eq!((counts.errors, counts.warnings, counts.notes), (1, 0, 1));
        assert_eq!((counts.not_proved, counts.at_least(Level::Error)), (1, 2));
    }
}
