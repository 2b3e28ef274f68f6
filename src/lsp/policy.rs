//! A policy that is being edited: its texts on the disk, over them those that are open and perhaps not
//! saved, and what they come to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::document::Documents;
use super::host::{Finder, OnDisk};
use crate::compile::{self, Compiled, Loader, Misuse, Options, Parsed};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::FileProblem;
use crate::source::{SourceId, SourceMap, Span};
use crate::syntax::referenced_files;
use crate::value::IsoMoment;

/// The largest text that is read, in bytes, as on the disk.
const LARGEST: usize = 4 * 1024 * 1024;

/// What was found under a path that a policy file names.
type Found = Result<(String, String), FileProblem>;

/// A policy that is being edited.
pub(crate) struct Policy {
    sources: SourceMap,
    files: Vec<File>,
    finder: Box<dyn Finder>,
    /// Lists and tables as they are on the disk, so that they are read once for many changes of the
    /// policy; by the policy file and the path that it names.
    loaded: RefCell<BTreeMap<(String, String), Found>>,
}

/// A file of the policy.
struct File {
    source: SourceId,
    path: PathBuf,
    /// Why it holds no text.
    fault: Option<Diagnostic>,
    parsed: Option<Parsed>,
}

/// What a policy comes to.
pub(crate) struct Outcome {
    /// The policy with what its text shows.
    pub(crate) compiled: Compiled,
    /// Where its texts are, by their numbers.
    pub(crate) paths: Vec<Option<PathBuf>>,
}

impl Policy {
    /// The texts on the disk, and over them those that are open and a part of it.
    pub(crate) fn new<'d>(
        disk: OnDisk,
        documents: &Documents,
        own: impl Iterator<Item = &'d Path>,
    ) -> Self {
        let files = disk.files.into_iter().map(|file| File {
            source: file.source,
            path: file.path,
            fault: file.fault,
            parsed: None,
        });
        let mut policy = Policy {
            sources: disk.sources,
            files: files.collect(),
            finder: disk.finder,
            loaded: RefCell::default(),
        };
        for path in own {
            if let Some(document) = documents.get(path) {
                policy.change(path, &document.text);
            }
        }
        policy
    }

    /// The file at this path has this text now, or is a new one.
    pub(crate) fn change(&mut self, path: &Path, text: &str) {
        let place = self.files.iter().position(|file| file.path == path);
        let place = place.unwrap_or_else(|| {
            let source = self.sources.add(self.finder.name(path), "");
            self.files.push(File {
                source,
                path: path.to_owned(),
                fault: None,
                parsed: None,
            });
            self.files.len() - 1
        });
        let Some(file) = self.files.get_mut(place) else {
            return;
        };
        let is_too_large = text.len() > LARGEST;
        let text = if is_too_large { "" } else { text };
        let is_same = self
            .sources
            .get(file.source)
            .is_some_and(|it| it.text == text);
        if !is_same {
            self.sources.change(file.source, text);
            file.parsed = None;
        }
        file.fault = is_too_large.then(|| {
            let span = Span::new(file.source, 0, 0);
            let message = format!("`{}` is larger than 4 MiB", self.sources.name(file.source));
            Diagnostic::new(Code::TooLarge, span, message)
                .help("divide the text: all `.ground` files of a folder are one policy")
        });
    }

    /// Reads what changed, and all of it as one policy.
    ///
    /// # Errors
    /// As [`compile::compile`], where the moment is none in the policy's time zone.
    pub(crate) fn compile(
        &mut self,
        documents: &Documents,
        moment: IsoMoment,
    ) -> Result<Outcome, Misuse> {
        for file in &mut self.files {
            if file.parsed.is_none() {
                file.parsed = Some(Parsed::new(&self.sources, file.source));
            }
        }
        let parsed = self.files.iter().filter(|file| file.fault.is_none());
        let parsed = parsed.filter_map(|file| file.parsed.clone()).collect();
        let loader = Overlay {
            policy: self,
            documents,
            names: RefCell::default(),
        };
        let options = Options {
            set: Vec::new(),
            as_of: Some(moment),
        };
        let mut compiled =
            compile::compile_parsed(self.sources.clone(), parsed, &loader, &options)?;
        let names = loader.names.into_inner();
        let faults: Vec<Diagnostic> = self
            .files
            .iter()
            .filter_map(|it| it.fault.clone())
            .collect();
        if !faults.is_empty() {
            // Without one of its files nearly every name of a policy is unknown: only the cause is
            // said.
            compiled.findings = faults;
            compiled.accepted = 0;
        }
        let paths = compiled.sources.iter().map(|(id, source)| {
            let own = self.files.iter().find(|file| file.source == id);
            let own = own.map(|file| file.path.clone());
            own.or_else(|| names.get(&source.name).cloned())
        });
        Ok(Outcome {
            paths: paths.collect(),
            compiled,
        })
    }

    /// The files that the policy names, be they there or not.
    pub(crate) fn named_files(&self) -> Vec<PathBuf> {
        let files = self.files.iter();
        let named = files.flat_map(|file| {
            let name = self.sources.name(file.source);
            let tree = file.parsed.iter().map(Parsed::tree);
            let paths = tree.flat_map(referenced_files);
            paths.filter_map(move |path| self.finder.path(name, &path.node))
        });
        named.collect()
    }

    /// The file of leads that is called so by the policy.
    pub(crate) fn sample(&self, name: &str) -> Option<PathBuf> {
        self.finder.beside(name)
    }

    /// Where the file is that one of the policy's texts calls by this path.
    pub(crate) fn named_by(&self, source: SourceId, path: &str) -> Option<PathBuf> {
        self.finder.path(self.sources.name(source), path)
    }
}

/// Finds lists and tables among the open texts, then on the disk.
struct Overlay<'a> {
    policy: &'a Policy,
    documents: &'a Documents,
    /// Where the files of these names are.
    names: RefCell<BTreeMap<String, PathBuf>>,
}

impl Loader for Overlay<'_> {
    fn load(&self, policy_file: &str, path: &str) -> Found {
        let finder = &self.policy.finder;
        let place = finder.path(policy_file, path);
        let found = match place
            .as_ref()
            .and_then(|it| Some((it, self.documents.get(it)?)))
        {
            Some((_, document)) if document.text.len() > LARGEST => Err(FileProblem::TooLarge),
            Some((place, document)) => Ok((finder.name(place), document.text.clone())),
            None => {
                let mut loaded = self.policy.loaded.borrow_mut();
                let key = (policy_file.to_owned(), path.to_owned());
                let load = || finder.load(policy_file, path);
                loaded.entry(key).or_insert_with(load).clone()
            }
        };
        if let (Ok((name, _)), Some(place)) = (&found, place) {
            self.names.borrow_mut().insert(name.clone(), place);
        }
        found
    }
}

/// What is read of texts that belong to no folder.
pub(crate) struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _policy_file: &str, _path: &str) -> Found {
        Err(FileProblem::NotFound)
    }
}

impl Finder for NoFiles {
    fn path(&self, _policy_file: &str, _path: &str) -> Option<PathBuf> {
        None
    }

    fn beside(&self, _name: &str) -> Option<PathBuf> {
        None
    }

    fn name(&self, path: &Path) -> String {
        path.display().to_string()
    }
}

impl Policy {
    /// A policy of open texts alone.
    pub(crate) fn alone<'d>(documents: &Documents, keys: impl Iterator<Item = &'d Path>) -> Self {
        let disk = OnDisk {
            sources: SourceMap::default(),
            files: Vec::new(),
            finder: Box::new(NoFiles),
        };
        Policy::new(disk, documents, keys)
    }
}
