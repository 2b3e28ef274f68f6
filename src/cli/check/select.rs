//! `--only`, `--skip` and `--all`: which findings the caller wants to hear of.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Level, nearest};

/// Which findings the caller wants to hear of.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Selection {
    /// Look only for findings of these codes; may be repeated. Errors of the text, without which
    /// nothing else can be said, are always shown
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    only: Vec<Code>,
    /// Leave out findings of these codes; may be repeated
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    skip: Vec<Code>,
    /// Show also the notes of the proof, which are only counted without it
    #[arg(long)]
    all: bool,
}

/// A code by its name.
fn code(name: &str) -> Result<Code, String> {
    let name = name.trim();
    name.parse().map_err(|()| {
        let near = nearest(name, Code::ALL.iter().map(|code| code.as_str()));
        match near {
            Some(near) => format!("there is no finding called `{name}`; did you mean `{near}`?"),
            None => format!(
                "there is no finding called `{name}`; `groundrules explain` lists all of them"
            ),
        }
    })
}

impl Selection {
    /// Whether findings of this code are asked for.
    pub(super) fn asks_for(&self, code: Code) -> bool {
        (self.only.is_empty() || self.only.contains(&code)) && !self.skip.contains(&code)
    }

    /// The codes that are asked for; none where all are.
    pub(super) fn codes(&self) -> Option<BTreeSet<Code>> {
        let asked = Code::ALL.iter().copied();
        let asked: BTreeSet<Code> = asked.filter(|code| self.asks_for(*code)).collect();
        (asked.len() < Code::ALL.len()).then_some(asked)
    }

    /// Takes out what is not asked for, and says how many findings that was. `is_sound` is said of a
    /// text without errors.
    pub(super) fn take_out(&self, findings: &mut Vec<Diagnostic>, is_sound: bool) -> usize {
        let found = findings.len();
        findings.retain(|finding| {
            let hinders = !is_sound && finding.level == Level::Error;
            hinders || self.asks_for(finding.code)
        });
        found - findings.len()
    }

    /// Whether this finding is counted only. Whoever asks for its code wants to see it.
    pub(super) fn hides(&self, finding: &Diagnostic) -> bool {
        finding.is_proof_note()
            && finding.is_proved()
            && !self.all
            && !self.only.contains(&finding.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::findings::testing;

    fn codes(selection: &Selection, is_sound: bool) -> Vec<Code> {
        let mut findings = vec![testing::gap(), testing::not_proved(), testing::note()];
        let found = findings.len();
        let skipped = selection.take_out(&mut findings, is_sound);
        assert_eq!(skipped, found - findings.len());
        findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn what_is_not_asked_for_is_left_out() {
        let all = Selection::default();
        let dead = [Code::DeadRule];
        let only = |only: &[Code]| Selection {
            only: only.to_vec(),
            ..Selection::default()
        };
        let skip = Selection {
            skip: dead.to_vec(),
            ..Selection::default()
        };
        assert_eq!(codes(&all, true).len(), 3);
        assert_eq!(codes(&only(&dead), true), dead);
        assert_eq!(codes(&skip, true), [Code::Gap, Code::DeadOtherwise]);
        let both = Selection {
            only: vec![Code::Gap, Code::DeadRule],
            ..skip
        };
        assert_eq!(codes(&both, true), [Code::Gap]);
    }

    #[test]
    fn errors_of_the_text_stay() {
        let only = Selection {
            only: vec![Code::DeadRule],
            ..Selection::default()
        };
        assert_eq!(codes(&only, false), [Code::Gap, Code::DeadRule]);
    }

    #[test]
    fn notes_of_the_proof_are_hidden_unless_they_are_asked_for() {
        let mut selection = Selection::default();
        assert!(selection.hides(&testing::note()));
        assert!(!selection.hides(&testing::gap()));
        assert!(!selection.hides(&testing::not_proved()));
        selection.only = vec![Code::DeadOtherwise];
        assert!(!selection.hides(&testing::note()));
        selection = Selection {
            all: true,
            ..Selection::default()
        };
        assert!(!selection.hides(&testing::note()));
    }

    #[test]
    fn an_unknown_code_has_the_nearest() {
        assert_eq!(code(" gap"), Ok(Code::Gap));
        let refusal = code("dead_rul").unwrap_err();
        assert!(refusal.ends_with("did you mean `dead-rule`?"), "{refusal}");
        assert!(code("banana").unwrap_err().contains("lists all"));
    }
}
