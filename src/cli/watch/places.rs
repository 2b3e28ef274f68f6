//! Which paths matter to a call of `watch`, and which folders have to be watched for them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::cli::io::is_policy;
use crate::watch::Interest;

/// The paths of this call as it is known from the command line, and further files that the policy
/// and its leads are made of.
pub(in crate::cli) fn interest(policy: &Path, data: &[PathBuf], files: &[PathBuf]) -> Interest {
    let mut interest = Interest::default();
    let is_folder = policy.is_dir() || !is_policy(policy);
    for spelling in spellings(policy) {
        match is_folder {
            true => interest.folder(spelling),
            false => interest.file(spelling),
        }
    }
    for path in data {
        match pattern(path) {
            None => spellings(path).for_each(|path| interest.file(path)),
            Some((folder, extension)) => {
                spellings(&folder).for_each(|folder| interest.pattern(folder, extension.clone()))
            }
        }
    }
    let files = files.iter().flat_map(|path| spellings(path));
    files.for_each(|path| interest.file(path));
    interest
}

/// The absolute paths under which the system may speak of a path: with the links on the way
/// followed, and also with a link at its end followed.
fn spellings(path: &Path) -> impl Iterator<Item = PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let absolute = without_dots(&absolute);
    let existing = existing(&absolute);
    let below = absolute.strip_prefix(&existing).unwrap_or(Path::new(""));
    let whole = fs::canonicalize(&existing)
        .unwrap_or(existing.clone())
        .join(below);
    let parent = absolute
        .parent()
        .and_then(|parent| fs::canonicalize(parent).ok());
    let named = parent
        .zip(absolute.file_name())
        .map(|(parent, name)| parent.join(name));
    let mut all = BTreeSet::from([clean(&whole)]);
    all.extend(named);
    all.into_iter()
}

/// A path without a trailing `/`.
fn clean(path: &Path) -> PathBuf {
    path.components().collect()
}

/// A path without `..` and `.`.
fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

/// The path itself, or the nearest folder above it that is there.
fn existing(path: &Path) -> PathBuf {
    let mut ancestors = path.ancestors();
    let found = ancestors.find(|path| path.exists());
    found.unwrap_or(Path::new("/")).to_owned()
}

/// The folder below which a pattern finds files, and how their names end; none for a plain path.
fn pattern(path: &Path) -> Option<(PathBuf, Option<String>)> {
    let is_wild = |text: &str| text.contains(['*', '?', '[']);
    if !is_wild(&path.to_string_lossy()) || path.exists() {
        return None;
    }
    let plain = path
        .components()
        .take_while(|it| !is_wild(&it.as_os_str().to_string_lossy()));
    let folder: PathBuf = plain.collect();
    let folder = match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder,
    };
    let extension = path.extension().map(|it| it.to_string_lossy().into_owned());
    Some((folder, extension.filter(|it| !is_wild(it))))
}

/// The folders of which the system has to tell what happens in them: never a file itself, as many
/// editors put a new one in its place.
pub(super) fn folders(interest: &Interest) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    for file in interest.files() {
        let parent = file.parent().unwrap_or(Path::new("/"));
        folders.insert(existing(parent));
    }
    for folder in interest.folders() {
        let parent = folder.parent().unwrap_or(Path::new("/"));
        folders.insert(existing(parent));
        folders.extend(all_below(folder));
    }
    folders.extend(interest.pattern_folders().map(existing));
    folders.retain(|folder| folder.is_dir());
    folders
}

/// A folder and those below it that may hold a part of a policy.
pub(super) fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_left_out = name.to_string_lossy().starts_with('.') || name == "target";
            if !is_left_out && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(entry.path());
            }
        }
        found.push(next);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn folders_of_files_are_watched_and_those_below_a_policy() {
        let around = tempfile::tempdir().unwrap();
        let root = around.path().canonicalize().unwrap();
        for folder in ["policy/sales", "policy/.git", "policy/target", "data"] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        let interest = interest(
            &root.join("policy"),
            &[root.join("data/leads.csv"), root.join("exports/*.csv")],
            &[root.join("policy/lists/a.txt")],
        );
        let expected: BTreeSet<PathBuf> = ["", "policy", "policy/sales", "data"]
            .map(|path| clean(&root.join(path)))
            .into();
        assert_eq!(folders(&interest), expected);
        assert!(interest.matters(&root.join("exports/may.csv")));
        assert!(interest.matters(&root.join("policy/lists")));
    }

    #[test]
    fn a_link_is_watched_and_what_it_leads_to() {
        let around = tempfile::tempdir().unwrap();
        let root = around.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("real")).unwrap();
        fs::create_dir_all(root.join("here")).unwrap();
        fs::write(root.join("real/a.ground"), "").unwrap();
        symlink(root.join("real/a.ground"), root.join("here/a.ground")).unwrap();
        let interest = interest(&root.join("here/a.ground"), &[], &[]);
        assert!(interest.matters(&root.join("real/a.ground")));
        assert!(interest.matters(&root.join("here/a.ground")));
        let expected: BTreeSet<PathBuf> = [root.join("real"), root.join("here")].into();
        assert_eq!(folders(&interest), expected);
    }
}
