//! The texts of a policy as of a git revision, `main:policies/acme`, by way of the `git` program:
//! nothing is written anywhere.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::{LARGEST, show};
use crate::cli::output::Failure;
use crate::model::FileProblem;

/// A revision of the repository in which the command is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revision(String);

/// A revision and a path as of it, where an argument names them and is no path on the disk.
pub(super) fn of_argument(argument: &Path) -> Option<(Revision, PathBuf)> {
    let text = argument.to_str()?;
    let (revision, path) = text.split_once(':')?;
    // An option, or a drive, is no revision.
    let is_one = revision.len() > 1 && !revision.starts_with('-');
    if !is_one || argument.exists() {
        return None;
    }
    let path = if path.is_empty() { "." } else { path };
    Some((Revision(revision.to_owned()), PathBuf::from(path)))
}

/// Whether an argument names a policy as of a revision.
pub(crate) fn is_revision(argument: &Path) -> bool {
    of_argument(argument).is_some()
}

impl Revision {
    /// How people see a path as of it.
    pub(super) fn show(&self, path: &Path) -> String {
        format!("{}:{}", self.0, show(path))
    }

    /// The files below a path, or the path itself where it is one; links are left out.
    pub(super) fn files(&self, path: &Path) -> Result<Vec<PathBuf>, Failure> {
        let path = show(path);
        let listed = git(&["ls-tree", "-r", "-z", &self.0, "--", &path])?;
        if !listed.status.success() {
            return Err(self.failure(&path, &listed));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        let entries = text.split('\0').filter_map(|entry| entry.split_once('\t'));
        let files = entries.filter(|(about, _)| about.starts_with("100"));
        Ok(files.map(|(_, name)| PathBuf::from(name)).collect())
    }

    /// What a file holds; none of it where it is larger than a file may be.
    pub(super) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, FileProblem> {
        let object = format!("{}:./{}", self.0, show(path));
        let call = |arguments: &[&str]| {
            let called = git(arguments).map_err(|it| FileProblem::Unreadable(it.message))?;
            match called.status.success() {
                true => Ok(called.stdout),
                false => Err(FileProblem::NotFound),
            }
        };
        let size = call(&["cat-file", "-s", &object])?;
        let size: u64 = String::from_utf8_lossy(&size).trim().parse().unwrap_or(0);
        match size > LARGEST {
            true => Ok(None),
            false => call(&["cat-file", "blob", &object]).map(Some),
        }
    }

    fn failure(&self, path: &str, called: &Output) -> Failure {
        let said = String::from_utf8_lossy(&called.stderr);
        let said = said.lines().next().unwrap_or("git says nothing more");
        let said = said.trim_start_matches("fatal: ");
        let message = format!("`{}:{path}` cannot be read: {said}", self.0);
        Failure::new(message).help(
            "in front of the `:` stands a revision of the repository in which the command is called, \
             such as `main` or `HEAD~1`, behind it a path that counts from where it is called",
        )
    }
}

fn git(arguments: &[&str]) -> Result<Output, Failure> {
    let called = Command::new("git").args(arguments).output();
    called.map_err(|error| {
        let reason = super::reason(&error);
        Failure::new(format!("`git` cannot be called: {reason}"))
            .help("a policy as of a revision is read by way of the git program")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_stands_in_front_of_a_colon() {
        let of = |text: &str| of_argument(Path::new(text));
        let (revision, path) = of("main:policies/acme").unwrap();
        assert_eq!(revision.show(&path), "main:policies/acme");
        assert_eq!(of("HEAD~1:").unwrap().1, Path::new("."));
        assert_eq!(of("policies/acme"), None);
        assert_eq!(of("C:policies"), None);
        assert_eq!(of("--upload-pack=x:y"), None);
    }
}
