//! The thread that proves and counts, while the editor goes on.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::events::Event;
use super::host::Host;
use crate::analyze::{self, analyze};
use crate::compile::Compiled;
use crate::diagnostic::Diagnostic;
use crate::eval::example::play;
use crate::render::examples::{self, Results};
use crate::report::Summary;
use crate::value::Instant;

/// How long nobody may have typed before the proof is begun: shorter pauses are those between keys.
const PAUSE: Duration = Duration::from_millis(120);

/// How long nobody may have typed before a text with errors counts as left so: longer, since most texts
/// have errors while they are typed.
const REST: Duration = Duration::from_secs(1);

/// A policy that is to be proved, and tried on a file of leads.
pub(crate) struct Job {
    /// The policy by which it is known.
    pub(crate) policy: PathBuf,
    /// The number of its state.
    pub(crate) number: u64,
    /// What is to be done.
    pub(crate) aim: Aim,
    /// The policy.
    pub(crate) compiled: Arc<Compiled>,
    /// The leads that it is tried on.
    pub(crate) sample: Option<PathBuf>,
    /// The moment.
    pub(crate) as_of: Instant,
    /// The most steps of the proof.
    pub(crate) budget: u64,
    /// Set once nobody waits for it.
    pub(crate) stop: Arc<AtomicBool>,
}

/// What is to be done with a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// It is to be proved and tried on its leads.
    Prove,
    /// It is proved, and to be tried on its leads.
    Count,
    /// It has errors, and it is to be told when it is left so.
    Rest,
}

/// What the worker found.
pub(crate) struct Found {
    /// The policy.
    pub(crate) policy: PathBuf,
    /// The number of its state.
    pub(crate) number: u64,
    /// What it found.
    pub(crate) what: What,
}

/// What the worker found.
pub(crate) enum What {
    /// All findings, those of the proof among them, in order.
    Proved(Vec<Diagnostic>),
    /// What is said of the leads that the policy is tried on, or why they cannot be read.
    Counted(Result<Box<Summary>, String>),
    /// Nobody went on with a text that has errors.
    Rested,
    /// A fault of this program.
    Fault(String),
}

/// Works until nobody asks any more.
pub(crate) fn work(jobs: &Receiver<Job>, tell: &Sender<Event>, host: &dyn Host) {
    let mut waiting: BTreeMap<PathBuf, Job> = BTreeMap::new();
    loop {
        let rests = waiting.values().all(|job| job.aim == Aim::Rest);
        let job = match waiting.is_empty() {
            true => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            false => jobs.recv_timeout(if rests { REST } else { PAUSE }),
        };
        match job {
            Ok(job) => drop(waiting.insert(job.policy.clone(), job)),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                if let Some((_, job)) = waiting.pop_first() {
                    // A fault costs the answer and nothing else.
                    let done = catch_unwind(AssertUnwindSafe(|| do_job(&job, tell, host)));
                    if done.is_err() {
                        job.tell(tell, What::Fault("the proof came to no end".to_owned()));
                    }
                }
            }
        }
    }
}

fn do_job(job: &Job, tell: &Sender<Event>, host: &dyn Host) {
    if job.stop.load(Ordering::Relaxed) {
        return;
    }
    match job.aim {
        Aim::Rest => return job.tell(tell, What::Rested),
        Aim::Prove if !prove(job, tell) => return,
        Aim::Prove | Aim::Count => {}
    }
    let Some(sample) = &job.sample else { return };
    match host.count(&job.compiled, sample, job.as_of, &job.stop) {
        Ok(None) => {}
        Ok(Some(summary)) => job.tell(tell, What::Counted(Ok(Box::new(summary)))),
        Err(reason) => job.tell(tell, What::Counted(Err(reason))),
    }
}

/// Proves a policy, unless nobody waits for that any more.
fn prove(job: &Job, tell: &Sender<Event>) -> bool {
    let options = analyze::Options {
        budget: job.budget,
        stop: Some(job.stop.clone()),
        ..analyze::Options::default()
    };
    let analysis = analyze(&job.compiled, job.as_of, &options);
    if job.stop.load(Ordering::Relaxed) {
        return false;
    }
    let findings = analysis.findings.into_iter().map(|found| found.diagnostic);
    let mut compiled = Compiled::clone(&job.compiled);
    compiled.take_in_proof(findings.collect(), &analysis.regions, None);
    let mut findings = compiled.findings;
    findings.extend(of_examples(&job.compiled, job.as_of));
    job.tell(tell, What::Proved(findings));
    for fault in analysis.faults {
        job.tell(tell, What::Fault(fault));
    }
    true
}

/// What is wrong with the examples.
fn of_examples(compiled: &Compiled, as_of: Instant) -> Vec<Diagnostic> {
    let examples = compiled.model.examples.iter();
    let played: Vec<_> = examples
        .map(|it| play(&compiled.model, it, as_of))
        .collect();
    let results = Results {
        compiled,
        played: &played,
        as_of,
    };
    examples::findings(results)
}

impl Job {
    fn tell(&self, tell: &Sender<Event>, what: What) {
        let found = Found {
            policy: self.policy.clone(),
            number: self.number,
            what,
        };
        // The server may have ended.
        let _ = tell.send(Event::Found(Box::new(found)));
    }
}
