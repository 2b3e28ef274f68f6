//! Which paths matter to a policy that is watched.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The paths that matter, all of them absolute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interest {
    /// Folders of which all policy files matter.
    folders: BTreeSet<PathBuf>,
    /// Single files: a policy, lists, tables, leads and what is joined to them.
    files: BTreeSet<PathBuf>,
    /// Folders in which every file may be one of leads, with how its name ends.
    patterns: BTreeSet<(PathBuf, Option<String>)>,
}

impl Interest {
    /// A folder matters with all policies below it.
    pub fn folder(&mut self, folder: PathBuf) {
        self.folders.insert(folder);
    }

    /// A file matters, be it there or not.
    pub fn file(&mut self, file: PathBuf) {
        self.files.insert(file);
    }

    /// Below a folder everything may matter that ends like this.
    pub fn pattern(&mut self, folder: PathBuf, extension: Option<String>) {
        self.patterns.insert((folder, extension));
    }

    /// Whether what happened to this path may change what is seen. It is better to look once too
    /// often: what did not change is not told.
    #[must_use]
    pub fn matters(&self, path: &Path) -> bool {
        let within = |folder: &PathBuf| path.strip_prefix(folder).ok().map(Path::to_owned);
        let in_folder = |folder| within(folder).is_some_and(|below| is_policy_or_folder(&below));
        let in_pattern = |(folder, extension): &(PathBuf, Option<String>)| {
            let ends =
                |path: &Path| path.extension().and_then(OsStr::to_str) == extension.as_deref();
            within(folder).is_some_and(|below| extension.is_none() || ends(&below))
        };
        // A folder on the way there comes, goes, or gets another name.
        let mut all = self.files.iter().chain(&self.folders);
        let is_on_the_way = all.any(|it| it.starts_with(path));
        let mut patterns = self.patterns.iter();
        is_on_the_way
            || self.folders.iter().any(in_folder)
            || patterns.any(|it| in_pattern(it) || it.0.starts_with(path))
    }

    /// The files that matter one by one.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// The folders that matter with what is below them.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().map(PathBuf::as_path)
    }

    /// The folders in which some files matter.
    pub fn pattern_folders(&self) -> impl Iterator<Item = &Path> {
        self.patterns.iter().map(|(folder, _)| folder.as_path())
    }
}

/// Whether a path below a policy's folder is one of a policy file, or may be one of a folder. What
/// is hidden, and what is built, is no part of a policy.
fn is_policy_or_folder(below: &Path) -> bool {
    let is_left_out = |component: Component<'_>| {
        let name = component.as_os_str().to_string_lossy();
        name.starts_with('.') || name == "target"
    };
    let extension = below.extension();
    !below.components().any(is_left_out) && extension.is_none_or(|it| it == "ground")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest() -> Interest {
        let mut interest = Interest::default();
        interest.folder("/w/policy".into());
        interest.file("/w/policy/lists/a.txt".into());
        interest.file("/w/data/leads.csv".into());
        interest.pattern("/w/exports".into(), Some("csv".into()));
        interest
    }

    #[test]
    fn policies_lists_and_leads_matter_and_nothing_else_does() {
        let interest = interest();
        for path in [
            "/w/policy/policy.ground",
            "/w/policy/sales/owner.ground",
            "/w/policy/sales",
            "/w/policy/lists/a.txt",
            "/w/data/leads.csv",
            "/w/exports/may.csv",
        ] {
            assert!(interest.matters(Path::new(path)), "{path}");
        }
        for path in [
            "/w/policy/.policy.ground.swp",
            "/w/policy/.#policy.ground",
            "/w/policy/policy.ground~",
            "/w/policy/target/a.ground",
            "/w/policy/.git/index",
            "/w/policy/lists/b.txt",
            "/w/policy/log.txt",
            "/w/data/other.csv",
            "/w/exports/may.xlsx",
            "/w/other.ground",
        ] {
            assert!(!interest.matters(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn folders_on_the_way_matter() {
        let interest = interest();
        for path in [
            "/w/policy",
            "/w/policy/lists",
            "/w/data",
            "/w/exports",
            "/w",
        ] {
            assert!(interest.matters(Path::new(path)), "{path}");
        }
    }
}
