//! A file that changes as a whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{reason, show};
use crate::cli::output::Failure;

/// Puts `text` in the place of what the file holds. The text is written beside the file and takes
/// its place when it is complete, with the same permissions; a link goes on pointing where it did.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), Failure> {
    replace(path, text).map_err(|error| {
        let message = format!("`{}` cannot be written: {}", show(path), reason(&error));
        Failure::new(message)
    })
}

/// Puts `text` into a file, which is there already or not; what was there stays until the new text
/// is complete, and stays where it cannot be written.
pub(crate) fn put_file(path: &Path, text: &str) -> Result<(), Failure> {
    let put = || {
        let (mut pending, mut file) = Pending::create(path)?;
        file.write_all(text.as_bytes())?;
        pending.finish()
    };
    put().map_err(|error: io::Error| {
        let message = format!("`{}` cannot be written: {}", show(path), reason(&error));
        Failure::new(message)
    })
}

/// A file that is written bit by bit, and takes its place when it is complete. Until then what was
/// there stays, also where the process is stopped.
pub(super) struct Pending {
    /// Where it is written.
    written: PathBuf,
    /// Where it belongs; none where it is written right there, as to a device or a pipe.
    target: Option<PathBuf>,
}

impl Pending {
    /// Makes the file that is to stand at this path.
    pub(super) fn create(path: &Path) -> io::Result<(Pending, File)> {
        let known = path.canonicalize().ok();
        let meta = known.as_ref().map(fs::metadata).transpose()?;
        if meta.as_ref().is_some_and(|meta| !meta.is_file()) {
            let pending = Pending {
                written: path.to_owned(),
                target: None,
            };
            return Ok((pending, File::create(path)?));
        }
        if meta.as_ref().is_some_and(|it| it.permissions().readonly()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let target = known.unwrap_or_else(|| path.to_owned());
        let written = beside(&target);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&written)?;
        if let Some(meta) = meta {
            file.set_permissions(meta.permissions())?;
        }
        let target = Some(target);
        Ok((Pending { written, target }, file))
    }

    /// Puts the file in its place.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        match self.target.take() {
            Some(target) => fs::rename(&self.written, target),
            None => Ok(()),
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.target.is_some() {
            let _ = fs::remove_file(&self.written);
        }
    }
}

/// Makes a file of `text` where there is none; what is there is never written over.
pub(crate) fn new_file(path: &Path, text: &str) -> Result<(), Failure> {
    write_new(path, text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(format!(
            "there is a `{}` already, which was left as it is",
            show(path)
        ))
        .help("name a file that is not there yet, or move that one away"),
        _ => Failure::new(format!(
            "`{}` cannot be written: {}",
            show(path),
            reason(&error)
        )),
    })
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        // Renaming over it would work where the folder may be written.
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let beside = beside(&target);
    let written = write_new(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, permissions))
        .and_then(|()| fs::rename(&beside, &target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A name beside the file that is hidden and of this process only.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn permissions_and_links_stay_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ground");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.ground");
        symlink(&file, &link).unwrap();
        replace_file(&link, "new").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_new_file_is_written_over_none() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ground");
        new_file(&file, "first").unwrap();
        let failure = new_file(&file, "second").unwrap_err();
        assert!(failure.message.ends_with("which was left as it is"));
        assert_eq!(fs::read_to_string(&file).unwrap(), "first");
        let failure = new_file(&folder.path().join("no/a.ground"), "x").unwrap_err();
        assert!(failure.message.contains("cannot be written"));
    }

    #[test]
    fn a_file_that_may_not_be_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ground");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
        let failure = replace_file(&file, "new").unwrap_err();
        assert!(
            failure.message.ends_with("permission denied"),
            "{}",
            failure.message
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    }

    #[test]
    fn a_file_in_the_making_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        fs::write(&file, "old").unwrap();
        let (pending, mut given_up) = Pending::create(&file).unwrap();
        given_up.write_all(b"half").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        drop(pending);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let (mut pending, mut complete) = Pending::create(&file).unwrap();
        complete.write_all(b"new").unwrap();
        pending.finish().unwrap();
        drop(pending);
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
