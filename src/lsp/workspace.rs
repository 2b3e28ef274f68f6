//! The policies that are being edited: which of them an open text is a part of, and what each came to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::document::Documents;
use super::host::Host;
use super::policy::Policy;
use super::position::Encoding;
use super::view::{SharedView, View};
use super::worker::{Aim, Job};
use crate::analyze;
use crate::editor::Snapshot;
use crate::report::Summary;

/// How policy files end.
const EXTENSION: &str = "ground";

/// The policies that are being edited.
pub(crate) struct Workspace {
    /// The open texts.
    pub(crate) documents: Documents,
    /// The folders that the editor has open.
    pub(crate) folders: Vec<PathBuf>,
    /// Leads for policies that name none.
    pub(crate) sample: Option<PathBuf>,
    /// The most steps of the proof.
    pub(crate) budget: u64,
    /// Whether policies are proved.
    pub(crate) proves: bool,
    /// In which units columns count.
    pub(crate) encoding: Encoding,
    host: Arc<dyn Host>,
    /// The policies, by folder or file.
    policies: BTreeMap<PathBuf, State>,
    /// The policy that each open policy file is a part of.
    parts: BTreeMap<PathBuf, PathBuf>,
}

/// A policy that is being edited.
struct State {
    policy: Policy,
    /// A text changed since it was looked at.
    is_stale: bool,
    /// How often it was looked at.
    number: u64,
    view: Option<SharedView>,
    /// The last state whose texts could all be read.
    sound: Option<SharedView>,
    summary: Option<Arc<Summary>>,
    /// Ends the proof of the last state.
    stop: Arc<AtomicBool>,
}

/// A policy that was looked at again.
pub(crate) struct News {
    /// The policy.
    pub(crate) policy: PathBuf,
    /// What it came to.
    pub(crate) view: SharedView,
    /// What is to be done with it.
    pub(crate) job: Job,
    /// What it was before, where that is something else. To let go of it takes time, so it is done once
    /// the news is told.
    pub(crate) before: Option<SharedView>,
    /// The state before whose texts could all be read, likewise.
    pub(crate) sound: Option<SharedView>,
}

impl Workspace {
    /// Nothing is being edited yet.
    pub(crate) fn new(host: Arc<dyn Host>, encoding: Encoding, folders: Vec<PathBuf>) -> Self {
        Workspace {
            documents: Documents::default(),
            folders,
            sample: None,
            budget: analyze::Options::DEFAULT_BUDGET,
            proves: true,
            encoding,
            host,
            policies: BTreeMap::new(),
            parts: BTreeMap::new(),
        }
    }

    /// A text was opened. Says of what could not be read.
    pub(crate) fn opened(&mut self, key: &Path) -> Option<String> {
        if key.extension().is_none_or(|it| it != EXTENSION) && key.is_absolute() {
            self.other_changed(key);
            return None;
        }
        let policy = match key.is_absolute() {
            true => {
                let folders = self.folders.iter().filter(|folder| key.starts_with(folder));
                let top = folders.min_by_key(|folder| folder.as_os_str().len());
                self.host.policy_of(key, top.map(PathBuf::as_path))
            }
            // A text that was never saved is a policy of its own.
            false => key.to_owned(),
        };
        self.parts.insert(key.to_owned(), policy.clone());
        if self.policies.contains_key(&policy) {
            self.changed(key);
            return None;
        }
        self.read(&policy)
    }

    /// A text was changed.
    pub(crate) fn changed(&mut self, key: &Path) {
        let Some(policy) = self.parts.get(key) else {
            return self.other_changed(key);
        };
        if let Some(state) = self.policies.get_mut(policy)
            && let Some(document) = self.documents.get(key)
        {
            state.policy.change(key, &document.text);
            state.become_stale();
        }
    }

    /// A list or a table was changed in the editor.
    fn other_changed(&mut self, key: &Path) {
        for state in self.policies.values_mut() {
            if state.policy.named_files().iter().any(|path| path == key) {
                state.become_stale();
            }
        }
    }

    /// A text was closed: what is on the disk counts again. Says which policy nobody edits any more.
    pub(crate) fn closed(&mut self, key: &Path) -> Option<PathBuf> {
        let Some(policy) = self.parts.remove(key) else {
            self.other_changed(key);
            return None;
        };
        if self.parts.values().any(|it| *it == policy) {
            self.read(&policy);
            return None;
        }
        if let Some(state) = self.policies.remove(&policy) {
            state.stop.store(true, Ordering::Relaxed);
        }
        Some(policy)
    }

    /// Something on the disk changed. Says what cannot be read, and which policies nobody edits any
    /// more, as their texts are parts of others.
    pub(crate) fn disk_changed(&mut self) -> (Vec<String>, Vec<PathBuf>) {
        let keys: Vec<PathBuf> = self.parts.keys().cloned().collect();
        let before: Vec<PathBuf> = self.policies.keys().cloned().collect();
        let mut problems = Vec::new();
        for policy in &before {
            problems.extend(self.read(policy));
        }
        for key in keys {
            problems.extend(self.opened(&key));
        }
        let gone = before
            .into_iter()
            .filter(|it| !self.parts.values().any(|part| part == it));
        let gone: Vec<PathBuf> = gone.collect();
        for policy in &gone {
            self.policies.remove(policy);
        }
        (problems, gone)
    }

    /// Reads a policy from the disk, with what is open over it.
    fn read(&mut self, policy: &Path) -> Option<String> {
        let own = self.parts.iter().filter(|(_, of)| *of == policy);
        let own: Vec<&Path> = own.map(|(key, _)| key.as_path()).collect();
        let (read, problem) = match policy.is_absolute().then(|| self.host.read(policy)) {
            Some(Ok(disk)) => (Policy::new(disk, &self.documents, own.into_iter()), None),
            Some(Err(problem)) => (
                Policy::alone(&self.documents, own.into_iter()),
                Some(problem),
            ),
            None => (Policy::alone(&self.documents, own.into_iter()), None),
        };
        match self.policies.get_mut(policy) {
            Some(state) => {
                state.policy = read;
                state.become_stale();
            }
            None => drop(self.policies.insert(policy.to_owned(), State::new(read))),
        }
        problem
    }

    /// Looks again at the policies of which a text changed.
    pub(crate) fn refresh(&mut self) -> Vec<News> {
        let stale = self.policies.iter().filter(|(_, state)| state.is_stale);
        let stale: Vec<PathBuf> = stale.map(|(policy, _)| policy.clone()).collect();
        stale
            .iter()
            .filter_map(|policy| self.look(policy))
            .collect()
    }

    fn look(&mut self, policy: &Path) -> Option<News> {
        let moment = self.host.moment();
        let state = self.policies.get_mut(policy)?;
        state.is_stale = false;
        state.number += 1;
        state.stop = Arc::default();
        let outcome = state.policy.compile(&self.documents, moment).ok()?;
        let compiled = Arc::new(outcome.compiled);
        let as_of = compiled.as_of?;
        let sample = compiled.model.sample.as_ref();
        let sample = sample.and_then(|name| state.policy.sample(name));
        let before = state.view.take_if(|view| {
            let same = view.snapshot.says_the_same(&compiled);
            same && view.proved.is_some() && view.paths == outcome.paths
        });
        let aim = match compiled.has_errors() {
            true => Aim::Rest,
            false if self.proves && before.is_none() => Aim::Prove,
            false => Aim::Count,
        };
        let policy = policy.to_owned();
        let job = Job {
            aim,
            policy: policy.clone(),
            number: state.number,
            compiled: compiled.clone(),
            sample: sample.or_else(|| self.sample.clone()),
            as_of,
            budget: self.budget,
            stop: state.stop.clone(),
        };
        if let Some(view) = before {
            // Nothing changed but perhaps the leads.
            state.view = Some(view.clone());
            return Some(News {
                policy,
                view,
                job,
                before: None,
                sound: None,
            });
        }
        let snapshot = Snapshot::new(compiled);
        let is_sound = snapshot.is_readable();
        let view = View::new(
            snapshot,
            state.number,
            outcome.paths,
            &self.documents,
            self.encoding,
        );
        let view = Arc::new(view);
        let sound = is_sound.then(|| state.sound.replace(view.clone()));
        let before = state.view.replace(view.clone());
        Some(News {
            policy,
            view,
            job,
            before,
            sound: sound.flatten(),
        })
    }

    /// What a policy came to, if this is still its state.
    #[must_use]
    pub(crate) fn current(&self, policy: &Path, number: u64) -> Option<SharedView> {
        let state = self.policies.get(policy)?;
        let is_current = state.number == number && !state.is_stale;
        state.view.clone().filter(|_| is_current)
    }

    /// The proof of a state was made; the view with its findings, if it is still that state.
    pub(crate) fn proved(
        &mut self,
        policy: &Path,
        number: u64,
        findings: Vec<crate::diagnostic::Diagnostic>,
    ) -> Option<SharedView> {
        let state = self.policies.get_mut(policy)?;
        if state.number != number || state.is_stale {
            return None;
        }
        let view = state.view.as_ref()?.with_proof(findings);
        let view = Arc::new(view);
        state.view = Some(view.clone());
        state.sound = Some(view.clone());
        Some(view)
    }

    /// The leads of a state were counted. Counts stay until there are newer ones.
    pub(crate) fn counted(&mut self, policy: &Path, number: u64, summary: Option<Summary>) -> bool {
        let Some(state) = self.policies.get_mut(policy) else {
            return false;
        };
        let is_current = state.number == number;
        if is_current {
            state.summary = summary.map(Arc::new);
        }
        is_current
    }

    /// What the policy came to that a text is a part of.
    #[must_use]
    pub(crate) fn view(&self, key: &Path) -> Option<SharedView> {
        self.state(key)?.view.clone()
    }

    /// The last state of that policy whose texts could all be read.
    #[must_use]
    pub(crate) fn sound(&self, key: &Path) -> Option<SharedView> {
        self.state(key)?.sound.clone()
    }

    /// What was counted of the leads on which that policy is tried.
    #[must_use]
    pub(crate) fn summary(&self, key: &Path) -> Option<Arc<Summary>> {
        self.state(key)?.summary.clone()
    }

    /// All policies with what they came to.
    pub(crate) fn views(&self) -> impl Iterator<Item = &SharedView> {
        self.policies
            .values()
            .filter_map(|state| state.view.as_ref())
    }

    fn state(&self, key: &Path) -> Option<&State> {
        match self.parts.get(key) {
            Some(policy) => self.policies.get(policy),
            // A list or a table.
            None => {
                let mut states = self.policies.values();
                states.find(|state| {
                    let view = state.view.as_ref();
                    view.is_some_and(|view| view.source_of(key).is_some())
                })
            }
        }
    }

    /// Tells the host what is to be watched now.
    pub(crate) fn watch(&self) {
        let policies = self.policies.keys().filter(|it| it.is_absolute());
        let policies: Vec<&Path> = policies.map(PathBuf::as_path).collect();
        let mut files: Vec<PathBuf> = Vec::new();
        for state in self.policies.values() {
            files.extend(state.policy.named_files());
            let sample = state.view.as_ref();
            let sample = sample.and_then(|it| it.snapshot.compiled.model.sample.as_ref());
            files.extend(sample.and_then(|name| state.policy.sample(name)));
        }
        files.extend(self.sample.clone());
        self.host.watch(&policies, &files);
    }

    /// The file of leads that a policy is tried on, of which this is a text.
    #[must_use]
    pub(crate) fn sample_of(&self, key: &Path) -> Option<PathBuf> {
        let state = self.state(key)?;
        let view = state.view.as_ref()?;
        let named = view.snapshot.compiled.model.sample.as_ref();
        let named = named.and_then(|name| state.policy.sample(name));
        named.or_else(|| self.sample.clone())
    }

    /// The file of leads that a policy, of which this is a text, calls so.
    #[must_use]
    pub(crate) fn beside(&self, key: &Path, name: &str) -> Option<PathBuf> {
        self.state(key)?.policy.sample(name)
    }

    /// The file that a text of a policy calls by this path.
    #[must_use]
    pub(crate) fn named_by(
        &self,
        key: &Path,
        source: crate::source::SourceId,
        path: &str,
    ) -> Option<PathBuf> {
        self.state(key)?.policy.named_by(source, path)
    }
}

impl State {
    fn new(policy: Policy) -> Self {
        State {
            policy,
            is_stale: true,
            number: 0,
            view: None,
            sound: None,
            summary: None,
            stop: Arc::default(),
        }
    }

    /// What was begun for the last state is in vain.
    fn become_stale(&mut self) {
        self.is_stale = true;
        self.stop.store(true, Ordering::Relaxed);
    }
}
