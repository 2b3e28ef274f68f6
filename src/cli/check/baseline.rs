//! `--baseline` and `--write-baseline`: the findings that a policy has today, so that only later
//! ones are shown.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::io::{self, show};
use crate::cli::output::Failure;
use crate::diagnostic::{Case, Code, Diagnostic, Fingerprint};
use crate::render::findings::BaselineUse;
use crate::source::SourceMap;
use crate::value::on_one_line;

/// Whether the caller has a baseline, or wants one.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct BaselineOptions {
    /// Leave out the findings that this file lists, so that an old policy can start clean
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write the findings of today into this file, for `--baseline`; they are left out already
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

/// A file of findings that are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Baseline {
    schema: u32,
    findings: Vec<Entry>,
}

/// A finding that is known. In the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Which leads have it: where others come to have it, it is shown again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cases: Vec<String>,
}

/// What a baseline does to the findings of a policy.
pub(super) enum Use {
    /// None is asked for.
    None,
    /// These are known.
    Known(Baseline, PathBuf),
    /// Those of today are to be written.
    Write(PathBuf),
}

impl BaselineOptions {
    /// Whether one is asked for.
    pub(super) fn is_given(&self) -> bool {
        self.baseline.is_some() || self.write_baseline.is_some()
    }

    /// Reads what is there, and refuses to write over what is no baseline.
    pub(super) fn prepare(&self) -> Result<Use, Failure> {
        match (&self.baseline, &self.write_baseline) {
            (Some(path), _) => match read(path)? {
                Some(baseline) => Ok(Use::Known(baseline, path.clone())),
                None => Err(
                    Failure::new(format!("there is no baseline `{}`", show(path))).help(format!(
                        "write one with `--write-baseline {}`, or check the path",
                        show(path)
                    )),
                ),
            },
            (None, Some(path)) => match read(path) {
                Ok(_) => Ok(Use::Write(path.clone())),
                Err(failure) => Err(failure
                    .help("name a file that is not there yet: only a baseline is written anew")),
            },
            (None, None) => Ok(Use::None),
        }
    }
}

/// The baseline in a file; none where there is no such file.
fn read(path: &Path) -> Result<Option<Baseline>, Failure> {
    let Some(text) = io::text_if_there(path)? else {
        return Ok(None);
    };
    let refused = |why: &str| {
        Failure::new(format!("`{}` is no baseline: {why}", show(path)))
            .help("`--write-baseline FILE` writes one")
    };
    let baseline: Baseline = serde_json::from_str(&text).map_err(|fault| {
        let line = fault.line();
        refused(&format!("line {line} is not as `check` writes it"))
    })?;
    match baseline.schema {
        Baseline::SCHEMA => Ok(Some(baseline)),
        other => Err(refused(&format!(
            "it has the form {other}, and this version knows the form {}",
            Baseline::SCHEMA
        ))),
    }
}

impl Baseline {
    /// The number of the file's form.
    const SCHEMA: u32 = 1;

    /// The findings that can be known beforehand. What was not decided cannot: nobody knows what it
    /// is.
    pub(super) fn of(findings: &[Diagnostic], sources: &SourceMap) -> Self {
        let proved = findings.iter().filter(|finding| finding.is_proved());
        let mut entries: Vec<Entry> = proved.map(|it| Entry::of(it, sources)).collect();
        entries.sort_unstable();
        Baseline {
            schema: Baseline::SCHEMA,
            findings: entries,
        }
    }

    /// How many findings it lists.
    pub(super) fn len(&self) -> usize {
        self.findings.len()
    }

    /// Writes it, in the place of an older one if there is one.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(self).map_err(|fault| {
            Failure::new(format!("`{}` cannot be written: {fault}", show(path)))
        })?;
        let text = format!("{text}\n");
        match io::is_file(path) {
            true => io::replace_file(path, &text),
            false => io::new_file(path, &text),
        }
    }

    /// Takes out the findings that it lists, each entry once. `can_match` says whether findings of a
    /// code were looked for, and all of them decided: only then it can be said that an entry has no
    /// finding any more.
    pub(super) fn take_out(
        self,
        findings: &mut Vec<Diagnostic>,
        sources: &SourceMap,
        file: &Path,
        can_match: impl Fn(Code) -> bool,
    ) -> BaselineUse {
        let mut entries = self.findings;
        let found = findings.len();
        findings.retain(|finding| {
            let known = Entry::of(finding, sources);
            let place = entries.iter().position(|entry| entry.covers(&known));
            let place = place.filter(|_| finding.is_proved());
            place.map(|place| entries.remove(place)).is_none()
        });
        let left_out = found - findings.len();
        let mut grown = 0;
        for finding in findings.iter().filter(|finding| finding.is_proved()) {
            let now = Entry::of(finding, sources);
            if let Some(place) = entries.iter().position(|entry| entry.is_about(&now)) {
                entries.remove(place);
                grown += 1;
            }
        }
        entries.retain(|entry| entry.code.parse().is_ok_and(&can_match));
        BaselineUse {
            file: show(file),
            left_out,
            grown,
            unmatched: entries.len(),
        }
    }
}

impl Entry {
    fn of(finding: &Diagnostic, sources: &SourceMap) -> Self {
        let Fingerprint {
            code,
            subject,
            rules,
            text,
        } = Fingerprint::of(finding, sources);
        let shown = finding.shown.as_ref();
        let cases = shown.map_or(&[][..], |shown| &shown.cases);
        let mut cases: Vec<String> = cases.iter().map(in_words).collect();
        cases.sort_unstable();
        Entry {
            code,
            subject,
            rules,
            text,
            cases,
        }
    }

    /// Whether this is the same finding, of whichever leads.
    fn is_about(&self, now: &Entry) -> bool {
        let told = |entry: &Entry| {
            let Entry {
                code,
                subject,
                rules,
                text,
                cases: _,
            } = entry.clone();
            (code, subject, rules, text)
        };
        told(self) == told(now)
    }

    /// Whether this is the same finding, and no more leads have it now.
    fn covers(&self, now: &Entry) -> bool {
        self.is_about(now) && now.cases.iter().all(|case| self.cases.contains(case))
    }
}

/// A case, by the fields in the order of the alphabet: which of them is told first may change.
fn in_words(case: &Case) -> String {
    let parts = case.parts.iter();
    let mut parts: Vec<String> = parts
        .map(|part| on_one_line(&format!("{} {}", part.field, part.text)))
        .collect();
    parts.sort_unstable();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::findings::testing;

    fn baseline(findings: &[Diagnostic]) -> Baseline {
        Baseline::of(findings, &testing::sources())
    }

    /// What is left of these findings, and what is said of the baseline.
    fn left(known: &Baseline, findings: &[Diagnostic]) -> (Vec<Code>, BaselineUse) {
        let mut findings = findings.to_vec();
        let file = Path::new("known.json");
        let done = known
            .clone()
            .take_out(&mut findings, &testing::sources(), file, |_| true);
        (findings.iter().map(|it| it.code).collect(), done)
    }

    fn counts(done: &BaselineUse) -> [usize; 3] {
        [done.left_out, done.grown, done.unmatched]
    }

    #[test]
    fn the_file_is_sorted_and_can_be_read() {
        let (gap, conflict) = (testing::gap(), testing::conflict());
        let one = baseline(&[gap.clone(), conflict.clone(), testing::not_proved()]);
        assert_eq!(one, baseline(&[conflict, gap]));
        let text = serde_json::to_string_pretty(&one).unwrap();
        insta::assert_snapshot!(text, @r#"
        {
          "schema": 1,
          "findings": [
            {
              "code": "conflict",
              "subject": "owner",
              "rules": [
                "large",
                "middle"
              ],
              "cases": [
                "country us or ca, employees 200"
              ]
            },
            {
              "code": "gap",
              "subject": "owner",
              "cases": [
                "city missing, country india",
                "country us or ca, employees missing"
              ]
            }
          ]
        }
        "#);
        assert_eq!(serde_json::from_str::<Baseline>(&text).unwrap(), one);
    }

    #[test]
    fn known_findings_are_left_out_and_others_stay() {
        let known = baseline(&[testing::gap(), testing::note()]);
        let (codes, done) = left(&known, &[testing::gap(), testing::conflict()]);
        assert_eq!(codes, [Code::Conflict]);
        assert_eq!(counts(&done), [1, 0, 1]);
    }

    #[test]
    fn a_finding_is_known_once() {
        let known = baseline(&[testing::gap()]);
        let (codes, done) = left(&known, &[testing::gap(), testing::gap()]);
        assert_eq!(codes, [Code::Gap]);
        assert_eq!(counts(&done), [1, 0, 0]);
    }

    #[test]
    fn a_hole_that_grows_is_shown_again_and_one_that_shrinks_is_not() {
        let mut wider = testing::gap();
        let cases = &mut wider.shown.as_mut().unwrap().cases;
        cases[1].parts.truncate(1);
        let known = baseline(&[testing::gap()]);
        let (codes, done) = left(&known, &[wider]);
        assert_eq!(codes, [Code::Gap]);
        assert_eq!(counts(&done), [0, 1, 0]);
        let mut narrower = testing::gap();
        narrower.shown.as_mut().unwrap().cases.truncate(1);
        let (codes, done) = left(&known, &[narrower]);
        assert_eq!(codes, []);
        assert_eq!(counts(&done), [1, 0, 0]);
    }

    #[test]
    fn what_was_not_decided_is_always_shown_and_no_entry_is_blamed() {
        let decided = Diagnostic {
            shown: None,
            ..testing::not_proved()
        };
        let known = baseline(&[decided]);
        assert_eq!(known.len(), 1);
        let (codes, _) = left(&known, &[testing::not_proved()]);
        assert_eq!(codes, [Code::DeadRule]);
        let mut none = Vec::new();
        let file = Path::new("known.json");
        let done = known.take_out(&mut none, &testing::sources(), file, |code| {
            code != Code::DeadRule
        });
        assert_eq!(counts(&done), [0, 0, 0]);
    }
}
