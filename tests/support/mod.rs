//! Policies held in memory, compiled as a command would.

#![expect(
    clippy::expect_used,
    reason = "a test may panic, and says where it stopped"
)]

use std::collections::BTreeMap;

use groundrules::analyze::{self, Finding, analyze};
use groundrules::compile::{Compiled, Loader, Options, compile};
use groundrules::data::{self, DataFile};
use groundrules::diagnostic::{Code, Diagnostic, Fix, Group, Level};
use groundrules::eval::example::play as play_example;
use groundrules::fit;
use groundrules::model::FileProblem;
use groundrules::render::Style;
use groundrules::render::examples::{Results, human};
use groundrules::source::SourceMap;
use groundrules::value::{IsoMoment, iso_date};

/// The files of a policy by their path below its folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts(pub(crate) BTreeMap<String, Vec<u8>>);

impl Texts {
    /// Compiles the `.ground` files, judged for the first of July 2026.
    pub(crate) fn compile(&self) -> Compiled {
        let mut sources = SourceMap::default();
        let policies = self.0.iter().filter(|(name, _)| name.ends_with(".ground"));
        let files = policies.map(|(name, bytes)| {
            let text = std::str::from_utf8(bytes).expect("a policy in UTF-8");
            sources.add(name, text.strip_prefix('\u{feff}').unwrap_or(text))
        });
        let files = files.collect();
        let day = iso_date("2026-07-01").expect("a date");
        let options = Options {
            as_of: Some(IsoMoment::Civil(day.at(0, 0, 0, 0))),
            ..Options::default()
        };
        compile(sources, files, self, &options).expect("options that fit every policy")
    }

    /// These files with changes that findings offer.
    pub(crate) fn changed(&self, sources: &SourceMap, fixes: &[&Fix]) -> Texts {
        let mut changed = self.clone();
        let mut edits: Vec<_> = fixes.iter().flat_map(|fix| &fix.edits).collect();
        // From behind, so that the places before stay where they are.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            let file = changed.0.get_mut(sources.name(edit.span.source));
            let file = file.expect("a change in one of the files");
            file.splice(edit.span.range(), edit.new_text.bytes());
        }
        changed
    }
}

impl Loader for Texts {
    fn load(&self, policy_file: &str, path: &str) -> Result<(String, String), FileProblem> {
        let mut parts: Vec<&str> = policy_file.split('/').collect();
        parts.pop();
        if path.starts_with('/') {
            return Err(FileProblem::Outside);
        }
        for part in path.split('/') {
            match part {
                "." => {}
                ".." => drop(parts.pop().ok_or(FileProblem::Outside)?),
                part => parts.push(part),
            }
        }
        let name = parts.join("/");
        let Some(bytes) = self.0.get(&name) else {
            let inside = format!("{name}/");
            let is_folder = self.0.keys().any(|other| other.starts_with(&inside));
            return Err(match is_folder {
                true => FileProblem::Unreadable("it is a folder".to_owned()),
                false => FileProblem::NotFound,
            });
        };
        let text = String::from_utf8(bytes.clone()).map_err(|_| FileProblem::NotText)?;
        Ok((name, text))
    }
}

/// Adds to the findings of a policy what the proof finds, and what leads show of it, as `check` and
/// `check --data` would. A text with errors means nothing yet, and is left alone.
pub(crate) fn judge(compiled: &mut Compiled, leads: Option<&[u8]>) {
    if compiled.findings.iter().any(|it| it.level == Level::Error) {
        return;
    }
    let as_of = compiled.as_of.expect("an instant");
    let mut analysis = analyze(compiled, as_of, &analyze::Options::default());
    assert_eq!(
        analysis.faults,
        Vec::<String>::new(),
        "proof and evaluator agree"
    );
    if let Some(leads) = leads {
        read(compiled, &mut analysis.findings, leads);
    }
    let found = analysis.findings.into_iter();
    let found = found.map(|finding| finding.diagnostic).collect();
    compiled.take_in_proof(found, &analysis.regions, None);
}

/// Reads leads as `check --data` would: what they show of the policy, and which of them have what the
/// proof found.
fn read(compiled: &mut Compiled, proof: &mut [Finding], leads: &[u8]) {
    let options = data::Options {
        keep_raw: fit::wants_raw(compiled),
        ..data::Options::default()
    };
    let files = vec![DataFile::new("leads.csv", leads)];
    let (findings, regions) = match data::open(&compiled.model, files, &options) {
        Ok(mut leads) => {
            let as_of = compiled.as_of.expect("an instant");
            let judged =
                fit::judge(compiled, &mut leads, as_of, proof).expect("leads to their end");
            for (finding, evidence) in proof.iter_mut().zip(judged.proof) {
                finding.diagnostic.evidence = evidence.map(Box::new);
            }
            (judged.findings, Some(judged.regions))
        }
        Err(errors) => {
            let findings = fit::missing_columns(compiled, &errors);
            (
                findings.expect("columns are missing, and nothing else"),
                None,
            )
        }
    };
    compiled.take_in(findings, regions.as_ref());
}

/// Whether a case or a page about a code speaks of a finding. What is said of nearly every policy,
/// to be known and not to be mended, is a matter of its own cases and its own page only.
pub(crate) fn concerns(about: &[Code], finding: &Diagnostic) -> bool {
    let is_aside = finding.code.group() == Group::Proof && finding.level == Level::Note;
    !is_aside || about.contains(&finding.code)
}

/// The codes of some findings, each once, in the order of [`Code::ALL`].
pub(crate) fn codes(findings: &[Diagnostic]) -> Vec<Code> {
    let found = |code: &&Code| findings.iter().any(|finding| finding.code == **code);
    Code::ALL.iter().filter(found).copied().collect()
}

/// Code names as a list for a message.
pub(crate) fn list(codes: &[Code]) -> String {
    let names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    match names.is_empty() {
        true => "nothing".to_owned(),
        false => names.join(", "),
    }
}

/// Plays the examples of a policy without errors: the codes of what is wrong with them, and how
/// people read it.
pub(crate) fn play(compiled: &Compiled) -> (Vec<Code>, String) {
    let as_of = compiled.as_of.expect("an instant");
    let examples = compiled.model.examples.iter();
    let played: Vec<_> = examples
        .map(|it| play_example(&compiled.model, it, as_of))
        .collect();
    let text = human(
        Results {
            compiled,
            played: &played,
            as_of,
        },
        Style::plain(),
        true,
    );
    let mut found = Vec::new();
    if played.iter().any(|it| !it.broken_facts.is_empty()) {
        found.push(Code::BadExample);
    }
    if played.iter().any(|it| !it.failures.is_empty()) {
        found.push(Code::FailedExample);
    }
    (found, text)
}
