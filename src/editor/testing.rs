//! Policies for the tests of this module.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Snapshot;
use crate::compile::{Compiled, Loader, Options, compile};
use crate::model::FileProblem;
use crate::source::{SourceId, SourceMap};
use crate::value::iso_moment_or_midnight;

/// The files of a folder.
struct Folder(PathBuf);

impl Loader for Folder {
    fn load(&self, _file: &str, path: &str) -> Result<(String, String), FileProblem> {
        let text = fs::read_to_string(self.0.join(path));
        text.map(|text| (path.to_owned(), text))
            .map_err(|_| FileProblem::NotFound)
    }
}

fn compiled(sources: SourceMap, folder: &Path) -> Compiled {
    let files = sources.iter().map(|(id, _)| id).collect();
    let options = Options {
        as_of: iso_moment_or_midnight("2026-07-01T09:00Z"),
        ..Options::default()
    };
    compile(sources, files, &Folder(folder.to_owned()), &options).unwrap()
}

/// A policy of one text, in which `│` marks a place.
pub(super) fn marked(text: &str) -> (Snapshot, SourceId, usize) {
    let offset = text.find('│').unwrap();
    let snapshot = snapshot(&text.replace('│', ""));
    (snapshot, SourceId(0), offset)
}

/// A policy of one text.
pub(super) fn snapshot(text: &str) -> Snapshot {
    let mut sources = SourceMap::default();
    sources.add("policy.ground", text);
    Snapshot::new(Arc::new(compiled(sources, Path::new("."))))
}

/// The policies that are shipped, by name.
pub(super) fn shipped() -> Vec<(String, Snapshot)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut all = Vec::new();
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        let mut sources = SourceMap::default();
        let mut files: Vec<PathBuf> = fs::read_dir(&folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .filter(|path| path.extension().is_some_and(|it| it == "ground"))
            .collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            sources.add(name, fs::read_to_string(&file).unwrap());
        }
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let compiled = compiled(sources, &folder);
        assert!(!compiled.has_errors(), "{name}: {:?}", compiled.findings);
        all.push((name, Snapshot::new(Arc::new(compiled))));
    }
    assert_eq!(all.len(), 7);
    all
}

/// A shipped policy with other texts.
pub(super) fn again(before: &Snapshot, sources: SourceMap, policy: &str) -> Snapshot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("policies")
        .join(policy);
    let mut own = SourceMap::default();
    for (_, source) in sources.iter().take(before.compiled.files.len()) {
        own.add(source.name.clone(), source.text.clone());
    }
    Snapshot::new(Arc::new(compiled(own, &folder)))
}
