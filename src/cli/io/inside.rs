//! Files that must lie in a folder.

use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::reason;
use crate::model::FileProblem;

/// Follows the words of a path from a place below a folder. A path that leaves the folder is refused
/// by its words alone, so that nothing is learnt of what lies outside.
pub(super) fn walk(below: &mut PathBuf, path: &str) -> Result<(), FileProblem> {
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => below.push(name),
            Component::CurDir => {}
            Component::ParentDir if below.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err(FileProblem::Outside);
            }
        }
    }
    Ok(())
}

/// Opens a plain file that lies in the folder.
pub(super) fn open_inside(folder: &Path, path: &Path) -> Result<File, FileProblem> {
    let root = fs::canonicalize(folder).map_err(|error| problem(&error))?;
    let real = fs::canonicalize(path).map_err(|error| problem(&error))?;
    // A link may lead out although the path does not.
    if !real.starts_with(root) {
        return Err(FileProblem::Outside);
    }
    let meta = fs::metadata(&real).map_err(|error| problem(&error))?;
    if meta.is_dir() {
        return Err(FileProblem::Unreadable("it is a folder".to_owned()));
    }
    if !meta.is_file() {
        return Err(FileProblem::Unreadable("it is no plain file".to_owned()));
    }
    File::open(&real).map_err(|error| problem(&error))
}

/// What is wrong with a file that the system cannot give.
pub(super) fn problem(error: &io::Error) -> FileProblem {
    match error.kind() {
        io::ErrorKind::NotFound => FileProblem::NotFound,
        // A file stands where the path has a folder.
        io::ErrorKind::NotADirectory => FileProblem::NotFound,
        _ => FileProblem::Unreadable(reason(error)),
    }
}
