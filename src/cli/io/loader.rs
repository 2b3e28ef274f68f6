//! The lists and tables that a policy names, from the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::inside::{open_inside, problem, walk};
use super::revision::Revision;
use super::{PolicyFiles, is_too_large, read_limited, show, without_mark};
use crate::compile::Loader;
use crate::model::FileProblem;

/// Finds files beside or below the policy's folder, and nowhere else.
#[derive(Debug)]
pub(crate) struct DiskLoader {
    folder: PathBuf,
    /// For each policy file, by the name that people see, the folders between the policy's folder
    /// and the file.
    places: BTreeMap<String, PathBuf>,
    /// The revision as of which they are; none for those on the disk.
    revision: Option<Revision>,
}

impl DiskLoader {
    /// A loader for what these files name.
    pub(crate) fn new(policy: &PolicyFiles) -> Self {
        let place = |path: &Path| {
            let below = path.strip_prefix(&policy.folder).unwrap_or(Path::new(""));
            below.parent().map(Path::to_owned).unwrap_or_default()
        };
        let files = policy.files.iter();
        let places = files.map(|file| {
            let path = file.path.as_deref().map(place);
            (file.name.clone(), path.unwrap_or_default())
        });
        DiskLoader {
            places: places.collect(),
            folder: policy.folder.clone(),
            revision: policy.revision.clone(),
        }
    }

    /// Where the file is that a policy file calls by this path; none where it may not be read.
    pub(crate) fn path(&self, policy_file: &str, path: &str) -> Option<PathBuf> {
        let below = self.below(policy_file, path).ok()?;
        Some(self.folder.join(below))
    }

    /// Where a file of this name is that lies beside or below the policy.
    pub(crate) fn beside(&self, name: &str) -> Option<PathBuf> {
        let mut below = PathBuf::new();
        walk(&mut below, name).ok()?;
        Some(self.folder.join(below))
    }

    /// The path below the policy's folder. A path that leaves the folder is refused by its words
    /// alone, so that nothing is learnt of what lies outside.
    fn below(&self, policy_file: &str, path: &str) -> Result<PathBuf, FileProblem> {
        let mut below = self.places.get(policy_file).cloned().unwrap_or_default();
        walk(&mut below, path)?;
        Ok(below)
    }
}

impl Loader for DiskLoader {
    fn load(&self, policy_file: &str, path: &str) -> Result<(String, String), FileProblem> {
        let path = self.folder.join(self.below(policy_file, path)?);
        let (name, bytes) = match &self.revision {
            Some(revision) => {
                let bytes = revision.read(&path)?.ok_or(FileProblem::TooLarge)?;
                (revision.show(&path), bytes)
            }
            None => {
                let bytes = open_inside(&self.folder, &path)?;
                let bytes = read_limited(bytes).map_err(|error| problem(&error))?;
                (show(&path), bytes)
            }
        };
        if is_too_large(&bytes) {
            return Err(FileProblem::TooLarge);
        }
        match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Ok((name, without_mark(text))),
            _ => Err(FileProblem::NotText),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Content, PolicyFile};
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    /// A policy folder `p` with `p/policy.ground` and `p/sales/owner.ground`, a file beside it.
    fn policy() -> (tempfile::TempDir, DiskLoader) {
        let around = tempfile::tempdir().unwrap();
        let folder = around.path().join("p");
        fs::create_dir_all(folder.join("sales/lists")).unwrap();
        fs::create_dir_all(folder.join("lists")).unwrap();
        fs::write(around.path().join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("lists/a.txt"), "\u{feff}a").unwrap();
        fs::write(folder.join("sales/lists/b.txt"), "b").unwrap();
        fs::write(folder.join("bad.txt"), b"\xff").unwrap();
        symlink(around.path().join("secret.txt"), folder.join("link.txt")).unwrap();
        let file = |name: &str| PolicyFile {
            name: name.to_owned(),
            path: Some(folder.join(name)),
            content: Content::Binary,
        };
        let files = PolicyFiles {
            files: vec![file("policy.ground"), file("sales/owner.ground")],
            folder,
            revision: None,
        };
        let loader = DiskLoader::new(&files);
        (around, loader)
    }

    #[test]
    fn paths_count_from_the_file_that_names_them() {
        let (_around, loader) = policy();
        let text = |file, path| loader.load(file, path).map(|(_, text)| text);
        assert_eq!(text("policy.ground", "lists/a.txt"), Ok("a".into()));
        assert_eq!(text("sales/owner.ground", "lists/b.txt"), Ok("b".into()));
        assert_eq!(text("sales/owner.ground", "../lists/a.txt"), Ok("a".into()));
        assert_eq!(
            text("sales/owner.ground", "./lists/a.txt"),
            Err(FileProblem::NotFound)
        );
        let (name, _) = loader.load("sales/owner.ground", "../lists/a.txt").unwrap();
        assert!(name.ends_with("p/lists/a.txt"), "{name}");
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let (around, loader) = policy();
        let absolute = around.path().join("p/lists/a.txt");
        for path in [
            "../secret.txt",
            "lists/../../secret.txt",
            "link.txt",
            "/etc/hostname",
        ] {
            let found = loader.load("policy.ground", path);
            assert_eq!(found, Err(FileProblem::Outside), "{path}");
        }
        let found = loader.load("policy.ground", absolute.to_str().unwrap());
        assert_eq!(found, Err(FileProblem::Outside));
        let found = loader.load("sales/owner.ground", "../../secret.txt");
        assert_eq!(found, Err(FileProblem::Outside));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let (_around, loader) = policy();
        let problem = |path| loader.load("policy.ground", path).unwrap_err();
        assert_eq!(problem("bad.txt"), FileProblem::NotText);
        assert_eq!(
            problem("lists"),
            FileProblem::Unreadable("it is a folder".into())
        );
        assert_eq!(problem("lists/a.txt/b"), FileProblem::NotFound);
    }
}
