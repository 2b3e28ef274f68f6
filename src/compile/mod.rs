//! Texts to a policy with its findings: the one pipeline, which every command calls.
//!
//! Nothing here touches a disk: the caller hands over the policy's texts, and a [`Loader`] that
//! finds the lists and tables which those texts name.
//!
//! | file | purpose |
//! | --- | --- |
//! | `set` | definitions that the caller gives another value |
//! | `accept` | findings that the policy takes note of |

mod accept;
mod set;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Group, Level};
use crate::model::{self, Acceptance, FileProblem, LoadedFiles, Model};
use crate::source::{SourceId, SourceMap};
use crate::syntax::{self, ast};
use crate::value::{Date, Instant, IsoMoment};

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
    pub files: Vec<Arc<ast::File>>,
    /// The policy; it means something only where no finding is an error.
    pub model: Model,
    /// What was found and not accepted: what the text shows by file and place; once the proof or the
    /// leads were taken in, by level, then the leads that it touches, then the text before the
    /// proof, each in its order.
    pub findings: Vec<Diagnostic>,
    /// How many findings the policy itself takes note of.
    pub accepted: usize,
    /// The moment of [`Options::as_of`]; a wall time is one of the policy's zone.
    pub as_of: Option<Instant>,
}

impl Compiled {
    /// Whether something that was found is an error: then the policy means nothing yet, unless only
    /// the proof or the leads show it.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.level == Level::Error)
    }

    /// The acceptances that are not out of date, with their places in the model.
    pub fn acceptances(&self) -> impl Iterator<Item = (usize, &Acceptance)> {
        let today = self.today();
        let all = self.model.acceptances.iter().enumerate();
        all.filter(move |(_, acceptance)| !accept::is_expired(acceptance, today))
    }

    /// Adds what a file of leads shows of the policy, and brings all findings into order: see
    /// [`Compiled::findings`]. `regions` are the acceptances, by their places in the model, that took
    /// leads out of a finding; none where the leads could not be read, so that it cannot be said
    /// whether an acceptance matches anything.
    pub fn take_in(&mut self, findings: Vec<Diagnostic>, regions: Option<&BTreeSet<usize>>) {
        let (findings, accepted) = match regions {
            Some(regions) => accept::apply_to_data(&self.model, findings, self.today(), regions),
            None => (findings, 0),
        };
        self.add(findings, accepted);
    }

    /// Adds what the proof found, the most urgent first, and brings all findings into order.
    /// `regions` are the acceptances, by their places in the model, whose leads the proof left out;
    /// `codes` what it looked for, none for all.
    pub fn take_in_proof(
        &mut self,
        findings: Vec<Diagnostic>,
        regions: &BTreeSet<usize>,
        codes: Option<&BTreeSet<Code>>,
    ) {
        let today = self.today();
        let (findings, accepted) =
            accept::apply_to_proof(&self.model, findings, today, regions, codes);
        self.add(findings, accepted);
    }

    fn add(&mut self, findings: Vec<Diagnostic>, accepted: usize) {
        self.accepted += accepted;
        self.findings.extend(findings);
        let sources = &self.sources;
        let place = |finding: &Diagnostic| {
            let span = finding.span()?;
            Some((sources.name(span.source), span.start))
        };
        // Stable: what has all of this in common stays in the order in which it was found.
        self.findings.sort_by(|a, b| {
            let rank = |finding: &Diagnostic| (finding.level, finding.leads());
            let proved = |finding: &Diagnostic| finding.code.group() == Group::Proof;
            let by_place = || match proved(a) {
                // The proof knows better than the text what is to be mended first.
                true => Ordering::Equal,
                false => place(a).cmp(&place(b)),
            };
            let by_kind = || proved(a).cmp(&proved(b)).then_with(by_place);
            rank(b).cmp(&rank(a)).then_with(by_kind)
        });
    }

    fn today(&self) -> Option<Date> {
        self.as_of.map(|instant| self.model.zone.date(instant))
    }
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

/// A text of a policy that was read: its tree, and what is wrong with its words. It stays as it is as
/// long as the text does, so that after a change of one text only that one is read again.
#[derive(Debug, Clone)]
pub struct Parsed {
    source: SourceId,
    tree: Arc<ast::File>,
    faults: Vec<Diagnostic>,
}

impl Parsed {
    /// Reads the text of this number.
    #[must_use]
    pub fn new(sources: &SourceMap, source: SourceId) -> Self {
        let text = sources.get(source).map_or("", |source| &source.text);
        let mut diagnostics = Diagnostics::default();
        let tree = syntax::parse(source, text, &mut diagnostics);
        Parsed {
            source,
            tree: Arc::new(tree),
            faults: diagnostics.as_slice().to_vec(),
        }
    }

    /// Its tree.
    #[must_use]
    pub fn tree(&self) -> &ast::File {
        &self.tree
    }
}

/// Reads the texts of `files` as one policy. The order of `files` does not matter.
///
/// # Errors
/// Where the options do not fit the policy: a definition that is not there, a value that is none, a
/// moment that is none in the policy's zone.
pub fn compile(
    sources: SourceMap,
    files: Vec<SourceId>,
    loader: &dyn Loader,
    options: &Options,
) -> Result<Compiled, Misuse> {
    let files = files.into_iter();
    let parsed = files.map(|id| Parsed::new(&sources, id)).collect();
    compile_parsed(sources, parsed, loader, options)
}

/// The same for texts that were read before.
///
/// # Errors
/// As [`compile`].
pub fn compile_parsed(
    mut sources: SourceMap,
    mut parsed: Vec<Parsed>,
    loader: &dyn Loader,
    options: &Options,
) -> Result<Compiled, Misuse> {
    parsed.sort_by(|a, b| sources.name(a.source).cmp(sources.name(b.source)));
    let mut diagnostics = Diagnostics::default();
    let (mut files, mut trees) = (Vec::new(), Vec::new());
    for text in parsed {
        files.push(text.source);
        trees.push(text.tree);
        let faults = text.faults.into_iter();
        faults.for_each(|fault| diagnostics.push(fault));
    }
    let loaded = load(&mut sources, &files, &trees, loader);
    set::apply(&mut trees, &mut sources, &options.set)?;
    let model = model::resolve(&trees, &loaded, &sources, &mut diagnostics);
    let as_of = options.as_of.map(|moment| instant(moment, &model));
    let as_of = as_of.transpose()?;
    let today = as_of.map(|instant| model.zone.date(instant));
    let (findings, accepted) = accept::apply(&model, diagnostics, today);
    Ok(Compiled {
        findings: by_file(&sources, findings),
        sources,
        files: trees,
        model,
        accepted,
        as_of,
    })
}

/// Loads what the files name. A file that two of them name is read once.
fn load(
    sources: &mut SourceMap,
    files: &[SourceId],
    trees: &[Arc<ast::File>],
    loader: &dyn Loader,
) -> LoadedFiles {
    let mut loaded = LoadedFiles::new();
    let mut by_name = BTreeMap::new();
    for (file, tree) in files.iter().zip(trees) {
        for path in syntax::referenced_files(tree) {
            let key = (*file, path.node);
            if loaded.contains_key(&key) {
                continue;
            }
            let found = loader.load(sources.name(*file), &key.1);
            let found = found.map(|(name, text)| {
                let add = || sources.add(name.clone(), text);
                *by_name.entry(name.clone()).or_insert_with(add)
            });
            loaded.insert(key, found);
        }
    }
    loaded
}

fn instant(moment: IsoMoment, model: &Model) -> Result<Instant, Misuse> {
    match moment {
        IsoMoment::Exact(instant) => Ok(instant),
        IsoMoment::Civil(wall) => model.zone.instant(wall).ok_or_else(|| Misuse {
            message: format!(
                "there is no `{wall}` in the time zone `{}`",
                model.zone.name()
            ),
            help: Some("give a date that lies nearer to the present".to_owned()),
        }),
    }
}

/// Puts findings into the order of their files' names, so that it does not depend on the order in
/// which the files were handed over; those of one file stay in their order.
fn by_file(sources: &SourceMap, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let name = |finding: &Diagnostic| finding.span().map(|span| sources.name(span.source));
    findings.sort_by(|a, b| name(a).cmp(&name(b)));
    findings
}

#[cfg(test)]
mod tests;
