//! The thread that reads, decides and proves, so that keys are heard meanwhile.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::thread;
use std::time::Duration;

use super::Arguments;
use super::desk::Event;
use super::held::{Asked, Reading, Without, trouble};
use super::places::interest;
use super::watcher::{Stamp, stamp};
use crate::analyze::{self, analyze};
use crate::cli::check::prove::proved;
use crate::cli::io;
use crate::cli::load::{self, PolicyOptions};
use crate::cli::output::Failure;
use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::eval::example::play;
use crate::value::IsoMoment;
use crate::watch::{Examples, Interest, Report, Results, Trouble};

/// How long it may take until the system tells of a change.
const MOMENT: Duration = Duration::from_millis(15);

/// A look that is to be made.
pub(super) struct Job {
    /// Its number.
    pub(super) number: u64,
    /// Also where nothing changed, at the present moment, with all files read anew.
    pub(super) forced: bool,
    /// Set once nobody waits for it.
    pub(super) stop: Arc<AtomicBool>,
}

/// What the worker tells.
pub(super) enum Told {
    /// Which paths matter.
    Matters(Interest),
    /// What a look found.
    Seen(u64, Box<Report>),
    /// What the proof found of it: the policy with all findings, what can be said, faults.
    Proved(u64, Arc<Compiled>, Option<String>, Vec<String>),
    /// The worker cannot go on.
    Fault,
}

/// What is looked at, and what was found last.
pub(super) struct Worker {
    policy: PathBuf,
    data: Vec<PathBuf>,
    options: PolicyOptions,
    budget: u64,
    moment: IsoMoment,
    reading: Reading,
    last: Option<Last>,
    /// A look was given up for a newer one: the next is made to its end, so that something is seen
    /// also where saves come faster than looks.
    gave_up: bool,
    /// A look was asked for also where nothing changed, and is still to be made.
    forced: bool,
    tell: Sender<Event>,
}

/// The last look.
struct Last {
    number: u64,
    /// What it was made of.
    of: Made,
    /// The policy, while its proof is not made.
    to_prove: Option<Arc<Compiled>>,
}

/// The texts by name, and what they show, such as that one is no text at all.
type Text = (Vec<(String, String)>, Vec<Diagnostic>);

/// What a look is made of: where that is the same, so is the look.
#[derive(PartialEq, Eq)]
struct Made {
    policy: Result<Text, Trouble>,
    files: Vec<(Option<Stamp>, PathBuf)>,
}

impl Worker {
    /// A worker that has seen nothing yet.
    pub(super) fn new(arguments: &Arguments, tell: Sender<Event>) -> Result<Self, Failure> {
        Ok(Worker {
            policy: arguments.policy.clone(),
            data: arguments.data.clone(),
            options: arguments.options.clone(),
            budget: arguments.proof.budget,
            moment: arguments.options.moment()?,
            reading: Reading::new(arguments.reading.clone()),
            last: None,
            gave_up: false,
            forced: false,
            tell,
        })
    }

    /// Works until nobody asks any more.
    pub(super) fn work(mut self, jobs: &Receiver<Job>) {
        let guard = TellFault(self.tell.clone());
        for mut job in jobs {
            // Of several that wait only the last is made.
            while let Ok(newer) = jobs.try_recv() {
                self.forced |= job.forced;
                job = newer;
            }
            self.look(&job);
        }
        drop(guard);
    }

    fn tell(&self, told: Told) {
        // The program ends where nobody listens.
        let _ = self.tell.send(Event::Told(told));
    }

    fn look(&mut self, job: &Job) {
        self.forced |= job.forced;
        if self.forced {
            self.reading.forget();
            if let Ok(moment) = self.options.moment() {
                self.moment = moment;
            }
        }
        let (compiled, files, data) = self.compiled();
        self.tell(Told::Matters(interest(&self.policy, &self.data, &files)));
        let texts = |compiled: &Compiled| {
            let texts = compiled.sources.iter();
            let texts = texts.map(|(_, it)| (it.name.clone(), it.text.clone()));
            (texts.collect(), compiled.findings.clone())
        };
        let of = Made {
            policy: compiled.as_ref().map(|it| texts(it)).map_err(Clone::clone),
            files: files.into_iter().map(|path| (stamp(&path), path)).collect(),
        };
        let is_same = self.last.as_ref().is_some_and(|last| last.of == of);
        if !is_same || self.forced {
            let report = self.report(compiled, &data, job);
            let Some(report) = report.filter(|report| self.is_whole(report, job)) else {
                self.gave_up = true;
                return;
            };
            (self.gave_up, self.forced) = (false, false);
            let sound = report.results.is_some();
            let policy = report.policy.as_ref().ok().filter(|_| sound);
            self.last = Some(Last {
                number: job.number,
                of,
                to_prove: policy.cloned(),
            });
            self.tell(Told::Seen(job.number, Box::new(report)));
        }
        self.prove(job);
    }

    /// The policy; the files that it and its leads are made of; the files of leads.
    fn compiled(&self) -> (Result<Arc<Compiled>, Trouble>, Vec<PathBuf>, Vec<PathBuf>) {
        let read = load::read(&self.policy);
        let compiled = read.and_then(|policy| {
            let compiled = policy.compiled_at(&self.options, self.moment)?;
            Ok((policy, compiled))
        });
        match compiled {
            Err(failure) => (Err(trouble(failure)), Vec::new(), self.data.clone()),
            Ok((policy, compiled)) => {
                let mut data = self.data.clone();
                if data.is_empty() {
                    data.extend(policy.sample(&compiled));
                }
                let mut files = policy.named_files(&compiled);
                // Why they cannot be found is said when they are read.
                files.extend(
                    self.reading
                        .files(&compiled, &data)
                        .unwrap_or_else(|_| data.clone()),
                );
                (Ok(Arc::new(compiled)), files, data)
            }
        }
    }

    /// What is seen of a policy; none where nobody waits for it any more.
    fn report(
        &mut self,
        policy: Result<Arc<Compiled>, Trouble>,
        data: &[PathBuf],
        job: &Job,
    ) -> Option<Report> {
        let compiled = match &policy {
            Ok(compiled) if !compiled.has_errors() => compiled.clone(),
            _ => {
                return Some(Report {
                    policy,
                    results: None,
                });
            }
        };
        let as_of = compiled.as_of.unwrap_or_else(io::now);
        let examples = compiled.model.examples.iter();
        let played = examples
            .map(|it| play(&compiled.model, it, as_of))
            .collect();
        let never = AtomicBool::new(false);
        let asked = Asked {
            as_of,
            options: &self.options,
            stop: if self.gave_up { &never } else { &job.stop },
        };
        let leads = match data {
            [] => None,
            data => match self.reading.decide(&compiled, data, &asked) {
                Ok(ran) => Some(Ok(ran)),
                Err(Without::Trouble(trouble)) => Some(Err(trouble)),
                Err(Without::Stopped) => return None,
            },
        };
        Some(Report {
            policy,
            results: Some(Results {
                examples: Examples {
                    compiled,
                    played,
                    as_of,
                },
                leads,
            }),
        })
    }

    /// Whether what was read is worth telling. A text with errors may be half of one that is being
    /// written: then the system tells so in a moment, and the look is made again.
    fn is_whole(&self, report: &Report, job: &Job) -> bool {
        if report.results.is_some() || self.gave_up {
            return true;
        }
        thread::sleep(MOMENT);
        !job.stop.load(Ordering::Relaxed)
    }

    /// Makes the proof of the last look, unless it is made.
    fn prove(&mut self, job: &Job) {
        let Some(Last {
            number, to_prove, ..
        }) = &mut self.last
        else {
            return;
        };
        let Some(compiled) = to_prove.clone() else {
            return;
        };
        let options = analyze::Options {
            budget: self.budget,
            stop: Some(job.stop.clone()),
            ..analyze::Options::default()
        };
        let proved = proved(&compiled, &options, &analyze);
        if job.stop.load(Ordering::Relaxed) {
            return;
        }
        let Some(proved) = proved else {
            return;
        };
        *to_prove = None;
        let number = *number;
        let claim = proved.claim.words(&compiled.model);
        let analysis = proved.analysis;
        let found = analysis.findings.into_iter();
        let found = found.map(|finding| finding.diagnostic).collect();
        let mut compiled = Compiled::clone(&compiled);
        compiled.take_in_proof(found, &analysis.regions, None);
        self.tell(Told::Proved(
            number,
            Arc::new(compiled),
            claim,
            analysis.faults,
        ));
    }
}

/// Tells that the worker ended by a fault of this program, so that nobody waits for it.
struct TellFault(Sender<Event>);

impl Drop for TellFault {
    fn drop(&mut self) {
        if thread::panicking() {
            let _ = self.0.send(Event::Told(Told::Fault));
        }
    }
}
