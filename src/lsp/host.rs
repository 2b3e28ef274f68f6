//! What the server needs of the machine that it runs on: files, the clock, and leads. The command line
//! gives it, so that nothing here touches a disk.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::compile::{Compiled, Loader};
use crate::diagnostic::Diagnostic;
use crate::report::Summary;
use crate::source::{SourceId, SourceMap};
use crate::value::{Instant, IsoMoment};

/// The machine.
pub trait Host: Send + Sync {
    /// The policy, a folder or a file, that a file is a part of. It lies in none of the folders above
    /// `top`, where that is given.
    fn policy_of(&self, file: &Path, top: Option<&Path>) -> PathBuf;

    /// The texts of a policy as they are on the disk.
    ///
    /// # Errors
    /// Why they cannot be read.
    fn read(&self, policy: &Path) -> Result<OnDisk, String>;

    /// The moment to judge for.
    fn moment(&self) -> IsoMoment;

    /// From now on, and only then, changes on the disk of these policies, and of these further files,
    /// are told to whoever [`Host::listen`]s.
    fn watch(&self, policies: &[&Path], files: &[PathBuf]);

    /// Calls this when something of what is watched has changed.
    fn listen(&self, tell: Box<dyn Fn() + Send>);

    /// What a policy says of the leads of a file, with what each rule does; none where `stop` was set
    /// before it was done.
    ///
    /// # Errors
    /// Why the leads cannot be read.
    fn count(
        &self,
        policy: &Compiled,
        data: &Path,
        as_of: Instant,
        stop: &AtomicBool,
    ) -> Result<Option<Summary>, String>;

    /// The headers of the columns of a file of leads; none where it cannot be read.
    fn columns(&self, data: &Path) -> Vec<String>;
}

/// The texts of a policy as they are on the disk.
pub struct OnDisk {
    /// The texts.
    pub sources: SourceMap,
    /// Its files.
    pub files: Vec<DiskFile>,
    /// What finds the lists and tables that it names.
    pub finder: Box<dyn Finder>,
}

/// A file of a policy.
#[derive(Debug, Clone)]
pub struct DiskFile {
    /// Its text.
    pub source: SourceId,
    /// Where it is.
    pub path: PathBuf,
    /// Why it holds no text, where it does not.
    pub fault: Option<Diagnostic>,
}

/// Finds the files that a policy names.
pub trait Finder: Loader {
    /// Where the file is that a policy file of this name calls by this path; none where it may not be
    /// read.
    fn path(&self, policy_file: &str, path: &str) -> Option<PathBuf>;

    /// Where a file of this name is that lies beside or below the policy.
    fn beside(&self, name: &str) -> Option<PathBuf>;

    /// The name that people see for a path.
    fn name(&self, path: &Path) -> String;
}
