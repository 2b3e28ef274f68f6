//! The disk, the clock and leads, as the language server asks for them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time;

use super::belongs;
use crate::cli::data::{self, DataOptions};
use crate::cli::instant;
use crate::cli::io::{self, DiskLoader, PolicyFiles, read_policy, show};
use crate::cli::load::take_in;
use crate::cli::output::Failure;
use crate::cli::watch::places::interest;
use crate::cli::watch::watcher::{Happened, Watcher};
use crate::compile::{Compiled, Loader};
use crate::eval::evaluate;
use crate::lsp::{DiskFile, Finder, Host, OnDisk};
use crate::model::FileProblem;
use crate::records::{Decoder, Reader, Record, unpack};
use crate::report::{Reporter, Summary, Tally};
use crate::source::SourceMap;
use crate::value::{Instant, IsoMoment};
use crate::watch::{Debouncer, Interest};

/// So much of a file of leads is looked at for its header, in bytes.
const MOST_OF_HEAD: u64 = 64 * 1024;

/// This machine.
pub(super) struct Machine {
    as_of: Option<String>,
    watching: Mutex<Watching>,
    happened: Sender<Happened>,
}

/// What is watched.
struct Watching {
    watcher: Option<Watcher>,
    interest: Interest,
    /// What the system tells; until somebody listens.
    events: Option<Receiver<Happened>>,
}

impl Machine {
    /// This machine, at this moment as `--as-of` has it, or now.
    pub(super) fn new(as_of: Option<String>) -> Self {
        let (happened, events) = mpsc::channel();
        Machine {
            as_of,
            happened,
            watching: Mutex::new(Watching {
                watcher: None,
                interest: Interest::default(),
                events: Some(events),
            }),
        }
    }

    fn watching(&self) -> std::sync::MutexGuard<'_, Watching> {
        self.watching.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host for Machine {
    fn policy_of(&self, file: &Path, top: Option<&Path>) -> PathBuf {
        belongs::policy_of(file, top)
    }

    fn read(&self, policy: &Path) -> Result<OnDisk, String> {
        let read = read_policy(policy);
        // A new file is opened before it is saved for the first time.
        let read = read.or_else(|failure| PolicyFiles::none_yet(policy).ok_or(failure));
        let read = read.map_err(in_words)?;
        let finder = Box::new(Files(DiskLoader::new(&read)));
        let mut sources = SourceMap::default();
        let files = read.files.into_iter().map(|file| {
            let path = file.path.unwrap_or_default();
            let (source, fault) = match take_in(&mut sources, file.name, file.content) {
                Ok(source) => (Some(source), None),
                Err(fault) => (fault.span().map(|span| span.source), Some(*fault)),
            };
            source.map(|source| DiskFile {
                source,
                path,
                fault,
            })
        });
        let files = files.collect::<Vec<_>>().into_iter().flatten().collect();
        Ok(OnDisk {
            sources,
            files,
            finder,
        })
    }

    fn moment(&self) -> IsoMoment {
        let moment = instant::as_of(self.as_of.as_deref());
        moment.unwrap_or_else(|_| IsoMoment::Exact(io::now()))
    }

    fn watch(&self, policies: &[&Path], files: &[PathBuf]) {
        let mut wanted = Interest::default();
        for policy in policies {
            let of_policy = interest(policy, &[], files);
            of_policy
                .folders()
                .for_each(|it| wanted.folder(it.to_owned()));
            of_policy.files().for_each(|it| wanted.file(it.to_owned()));
        }
        let watching = &mut *self.watching();
        let new = || Watcher::new(&self.happened, false);
        let watcher = watching.watcher.get_or_insert_with(new);
        if watching.interest != wanted {
            watcher.follow(&wanted, &self.happened);
            watching.interest = wanted;
        }
    }

    fn listen(&self, tell: Box<dyn Fn() + Send>) {
        // A second listener hears nothing: there is one server for a machine.
        if let Some(events) = self.watching().events.take() {
            thread::spawn(move || tell_of(&events, &*tell));
        }
    }

    fn count(
        &self,
        policy: &Compiled,
        data: &Path,
        as_of: Instant,
        stop: &AtomicBool,
    ) -> Result<Option<Summary>, String> {
        count(policy, data, as_of, stop)
    }

    fn columns(&self, data: &Path) -> Vec<String> {
        columns(data).unwrap_or_default()
    }
}

/// Tells of bursts of changes, until nobody is left to change anything.
fn tell_of(events: &Receiver<Happened>, tell: &dyn Fn()) {
    let mut debouncer = Debouncer::default();
    loop {
        let now = time::Instant::now();
        let next = match debouncer.due() {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => events.recv_timeout(due.saturating_duration_since(now)),
        };
        match next {
            Ok(happened) => debouncer.note(happened.change, time::Instant::now()),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                if debouncer.is_over(time::Instant::now()) {
                    tell();
                }
            }
        }
    }
}

/// What a policy says of the leads of a file.
fn count(
    policy: &Compiled,
    data: &Path,
    as_of: Instant,
    stop: &AtomicBool,
) -> Result<Option<Summary>, String> {
    let model = &policy.model;
    let options = DataOptions::default();
    let opened = data::try_open(model, &[data.to_owned()], &options, false);
    let opened = opened.map_err(in_words)?;
    let mut leads = opened.map_err(|errors| {
        let errors = errors.into_iter().map(data::failure).map(in_words);
        errors.collect::<Vec<_>>().join("; ")
    })?;
    let reporter = Reporter::new(model, &policy.sources);
    let mut tally = Tally::new(model, None).with_rules(&policy.sources);
    while let Some(batch) = leads
        .next_batch()
        .map_err(|error| in_words(data::failure(error)))?
    {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        for (row, info) in batch.info.iter().enumerate() {
            let lead = batch.leads.lead(row);
            let evaluation = evaluate(model, lead, as_of);
            let result = reporter.result(info, lead, &evaluation);
            tally.add(lead, as_of, &evaluation, &result);
        }
    }
    let mut summary = tally.finish();
    summary.leads.skipped = leads.skipped();
    Ok(Some(summary))
}

/// The headers of a file of leads: the first record, cut as finely as one of the usual signs cuts it.
fn columns(data: &Path) -> Option<Vec<String>> {
    let rows = io::open(data, None).ok()?;
    let mut start = Vec::new();
    let bytes = unpack(rows.into_csv()).ok()?;
    bytes.take(MOST_OF_HEAD).read_to_end(&mut start).ok()?;
    let headers = [b',', b';', b'\t', b'|']
        .into_iter()
        .filter_map(|delimiter| {
            let text = Decoder::new(start.as_slice(), None).ok()?;
            let mut record = Record::default();
            let read = Reader::new(text, delimiter).read(&mut record).ok()?;
            let headers = record.iter().map(str::to_owned);
            read.then(|| headers.collect::<Vec<_>>())
        });
    headers.max_by_key(Vec::len)
}

/// A failure on one line.
fn in_words(failure: Failure) -> String {
    match failure.help {
        Some(help) => format!("{}; {help}", failure.message),
        None => failure.message,
    }
}

/// Finds the files that a policy names on the disk.
struct Files(DiskLoader);

impl Loader for Files {
    fn load(&self, policy_file: &str, path: &str) -> Result<(String, String), FileProblem> {
        self.0.load(policy_file, path)
    }
}

impl Finder for Files {
    fn path(&self, policy_file: &str, path: &str) -> Option<PathBuf> {
        self.0.path(policy_file, path)
    }

    fn beside(&self, name: &str) -> Option<PathBuf> {
        self.0.beside(name)
    }

    fn name(&self, path: &Path) -> String {
        show(path)
    }
}
