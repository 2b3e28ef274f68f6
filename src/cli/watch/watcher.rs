//! What happens to the files: as the system tells it, or by looking at them again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::places::{all_below, folders};
use crate::watch::{Change, Interest};

/// How long a look at the files waits for the next.
const EVERY: Duration = Duration::from_millis(500);

/// Something that happened to a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Happened {
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) change: Change,
    /// It went away, or has another name now.
    pub(in crate::cli) gone: bool,
}

/// As what it is told: among other things that happen.
pub(in crate::cli) trait Told: From<Happened> + Send + 'static {}

impl<E: From<Happened> + Send + 'static> Told for E {}

/// Tells what happens to files.
pub(in crate::cli) enum Watcher {
    /// As the system tells it.
    System(RecommendedWatcher, BTreeSet<PathBuf>),
    /// By looking at them.
    Looking(Arc<Mutex<Interest>>),
}

impl Watcher {
    /// Watches nothing yet. With `poll`, or where the system does not tell, by looking.
    pub(in crate::cli) fn new<E: Told>(events: &Sender<E>, poll: bool) -> Watcher {
        let told = events.clone();
        let tell = move |event: notify::Result<notify::Event>| {
            for happened in happened(event) {
                // The program ends where nobody listens.
                let _ = told.send(happened.into());
            }
        };
        match notify::recommended_watcher(tell) {
            Ok(watcher) if !poll => Watcher::System(watcher, BTreeSet::new()),
            _ => Watcher::looking(events.clone()),
        }
    }

    fn looking<E: Told>(events: Sender<E>) -> Watcher {
        let interest = Arc::new(Mutex::new(Interest::default()));
        let shared = interest.clone();
        thread::spawn(move || look_again_and_again(&shared, &events));
        Watcher::Looking(interest)
    }

    /// Watches what matters now. Says whether there are folders that were not watched before, in
    /// which something may have happened meanwhile.
    pub(in crate::cli) fn follow<E: Told>(
        &mut self,
        interest: &Interest,
        events: &Sender<E>,
    ) -> bool {
        let Watcher::System(watcher, watched) = self else {
            if let Watcher::Looking(shared) = self {
                interest.clone_into(&mut shared.lock().unwrap_or_else(PoisonError::into_inner));
            }
            return false;
        };
        let wanted = folders(interest);
        for folder in watched.difference(&wanted) {
            let _ = watcher.unwatch(folder);
        }
        watched.retain(|folder| wanted.contains(folder));
        let (mut is_new, mut fails) = (false, false);
        for folder in wanted {
            if watched.contains(&folder) {
                continue;
            }
            match watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => is_new |= watched.insert(folder),
                // It went away just now, and the folder above it tells of that.
                Err(_) if !folder.exists() => {}
                Err(_) => fails = true,
            }
        }
        if fails {
            // There are more folders than the system watches for one user, or it is one of a kind of
            // drive that it does not watch.
            *self = Watcher::looking(events.clone());
            self.follow(interest, events);
        }
        is_new
    }

    /// A folder that went away, or has another name, is not watched any more, whatever comes in its
    /// place.
    pub(in crate::cli) fn forget(&mut self, path: &Path) {
        if let Watcher::System(watcher, watched) = self {
            let gone: Vec<_> = watched
                .iter()
                .filter(|it| it.starts_with(path))
                .cloned()
                .collect();
            for folder in gone {
                let _ = watcher.unwatch(&folder);
                watched.remove(&folder);
            }
        }
    }

    /// Whether the files are looked at again and again.
    pub(super) fn is_looking(&self) -> bool {
        matches!(self, Watcher::Looking(_))
    }
}

/// What an event of the system says; nothing where files were only read.
fn happened(event: notify::Result<notify::Event>) -> Vec<Happened> {
    let Ok(event) = event else {
        return Vec::new();
    };
    let (change, gone) = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => (Change::Complete, false),
        EventKind::Access(_) | EventKind::Other => return Vec::new(),
        EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => return Vec::new(),
        EventKind::Modify(ModifyKind::Name(RenameMode::To)) => (Change::Complete, false),
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_) => (Change::Begun, true),
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) => (Change::Begun, false),
    };
    let paths = event.paths.into_iter();
    let happened = paths.map(|path| Happened { path, change, gone });
    happened.collect()
}

/// What is seen of a file without reading it.
pub(super) type Stamp = (u64, Option<SystemTime>);

/// What is seen of a file; none where there is none.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok()?;
    Some((meta.len(), meta.modified().ok()))
}

fn look_again_and_again<E: Told>(interest: &Mutex<Interest>, events: &Sender<E>) {
    let now = || {
        let interest = interest
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let stamps = stamps(&interest);
        (interest, stamps)
    };
    let mut last = now();
    loop {
        thread::sleep(EVERY);
        let seen = now();
        // What is looked at anew may have changed before.
        if seen != last {
            let changed = seen
                .1
                .iter()
                .find(|(path, stamp)| last.1.get(*path) != Some(*stamp));
            let gone = last.1.keys().find(|path| !seen.1.contains_key(*path));
            let path = changed.map(|(path, _)| path).or(gone).cloned();
            let happened = Happened {
                path: path.unwrap_or_default(),
                change: Change::Begun,
                gone: false,
            };
            if events.send(happened.into()).is_err() {
                return;
            }
        }
        last = seen;
    }
}

/// What is seen of all files that matter.
fn stamps(interest: &Interest) -> BTreeMap<PathBuf, Option<Stamp>> {
    let mut paths: BTreeSet<PathBuf> = interest.files().map(Path::to_owned).collect();
    let below = interest.folders().flat_map(all_below);
    for folder in below.chain(interest.pattern_folders().map(Path::to_owned)) {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        paths.extend(
            entries
                .map(|entry| entry.path())
                .filter(|path| interest.matters(path)),
        );
        paths.insert(folder);
    }
    let stamps = paths.into_iter().map(|path| {
        // When something in a folder changed is seen of that.
        let stamp = if path.is_dir() {
            Some((0, None))
        } else {
            stamp(&path)
        };
        (path, stamp)
    });
    stamps.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange};

    fn of(kind: EventKind) -> Vec<(Change, bool)> {
        let event = notify::Event::new(kind).add_path("/a".into());
        happened(Ok(event))
            .into_iter()
            .map(|it| (it.change, it.gone))
            .collect()
    }

    #[test]
    fn reading_is_no_change_and_closing_ends_one() {
        assert_eq!(of(EventKind::Access(AccessKind::Read)), []);
        assert_eq!(
            of(EventKind::Access(AccessKind::Close(AccessMode::Read))),
            []
        );
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(of(closed), [(Change::Complete, false)]);
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        assert_eq!(of(written), [(Change::Begun, false)]);
        assert_eq!(
            of(EventKind::Create(CreateKind::File)),
            [(Change::Begun, false)]
        );
        let moved = |mode| of(EventKind::Modify(ModifyKind::Name(mode)));
        assert_eq!(moved(RenameMode::To), [(Change::Complete, false)]);
        assert_eq!(moved(RenameMode::From), [(Change::Begun, true)]);
    }

    #[test]
    fn looking_sees_what_is_written_what_comes_and_what_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ground");
        fs::write(&path, "a").unwrap();
        let mut interest = Interest::default();
        interest.folder(folder.path().to_owned());
        let first = stamps(&interest);
        assert_eq!(stamps(&interest), first);
        fs::write(folder.path().join("notes.txt"), "b").unwrap();
        assert_eq!(stamps(&interest), first, "it does not matter");
        fs::write(&path, "longer").unwrap();
        let second = stamps(&interest);
        assert_ne!(second, first);
        fs::write(folder.path().join("b.ground"), "b").unwrap();
        assert_ne!(stamps(&interest), second);
        fs::remove_dir_all(folder.path()).unwrap();
        assert_ne!(stamps(&interest), second);
    }
}
