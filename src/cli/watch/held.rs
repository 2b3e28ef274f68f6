//! The leads, held between saves.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::watcher::{Stamp, stamp};
use crate::cli::data::{self, DataOptions};
use crate::cli::load::PolicyOptions;
use crate::cli::output::Failure;
use crate::compile::Compiled;
use crate::data::{DataError, Leads};
use crate::value::Instant;
use crate::watch::{Counting, Held, Names, Ran, Trouble, reading};

/// Why there are no leads.
pub(super) enum Without {
    /// They cannot be read.
    Trouble(Vec<Trouble>),
    /// Nobody waits for them any more.
    Stopped,
}

/// Reads leads, and keeps them as long as they would come out the same.
pub(super) struct Reading {
    options: DataOptions,
    names: Arc<Names>,
    kept: Option<Kept>,
}

/// Leads that were read.
struct Kept {
    /// What they were read by: the policy's words, and the files as they were.
    by: By,
    held: Held,
    files: Files,
}

/// What leads are read by.
#[derive(Debug, PartialEq, Eq)]
struct By {
    words: Vec<String>,
    files: Vec<(Option<Stamp>, PathBuf)>,
}

/// What is known of the files.
#[derive(Clone)]
struct Files {
    names: Vec<String>,
    data: String,
    source: Option<String>,
    skipped: u64,
    notes: Vec<String>,
}

/// A moment, and who waits for what is so then.
pub(super) struct Asked<'a> {
    pub(super) as_of: Instant,
    pub(super) options: &'a PolicyOptions,
    pub(super) stop: &'a AtomicBool,
}

impl Reading {
    /// Nothing read yet.
    pub(super) fn new(options: DataOptions) -> Self {
        Reading {
            options,
            names: Arc::default(),
            kept: None,
        }
    }

    /// All files of leads that a policy reads.
    pub(super) fn files(
        &self,
        compiled: &Compiled,
        data: &[PathBuf],
    ) -> Result<Vec<PathBuf>, Failure> {
        data::inputs(&compiled.model, data, &self.options)
    }

    /// The leads are read anew, whatever is held.
    pub(super) fn forget(&mut self) {
        self.kept = None;
    }

    /// What a policy says of the leads of these files.
    pub(super) fn decide(
        &mut self,
        compiled: &Compiled,
        data: &[PathBuf],
        asked: &Asked<'_>,
    ) -> Result<Ran, Without> {
        let inputs = self.files(compiled, data).map_err(of_failure)?;
        let inputs = inputs.into_iter();
        let by = By {
            words: reading(compiled),
            files: inputs.map(|path| (stamp(&path), path)).collect(),
        };
        self.kept = self.kept.take().filter(|kept| kept.by == by);
        let Some(kept) = &self.kept else {
            return self.read(compiled, data, by, asked);
        };
        let several = kept.files.several();
        let mut counting = Counting::new(compiled, asked.as_of, several);
        for batches in kept.held.batches().chunks(counting.at_once()) {
            asked.go_on()?;
            counting.add(batches);
        }
        Ok(self.ran(compiled, counting, &kept.files, asked))
    }

    /// Reads leads and decides them on the way; they are held where they are not too many.
    fn read(
        &mut self,
        compiled: &Compiled,
        data: &[PathBuf],
        by: By,
        asked: &Asked<'_>,
    ) -> Result<Ran, Without> {
        let model = &compiled.model;
        let opened = data::try_open(model, data, &self.options, false).map_err(of_failure)?;
        let mut leads = opened.map_err(of_errors)?;
        let mut files = Files::of(compiled, &leads);
        let several = files.several().to_vec();
        let mut counting = Counting::new(compiled, asked.as_of, &several);
        let mut held = Some(Held::default());
        Arc::make_mut(&mut self.names).begin();
        loop {
            asked.go_on()?;
            let mut batches = Vec::new();
            while batches.len() < counting.at_once() {
                let next = leads.next_batch();
                let Some(batch) = next.map_err(|error| of_errors(vec![error]))? else {
                    break;
                };
                let places = Arc::make_mut(&mut self.names).places(&batch);
                batches.push((batch, places));
            }
            if batches.is_empty() {
                break;
            }
            counting.add(&batches);
            held = held.filter(|held| held.leads() < Held::MOST);
            if let Some(held) = &mut held {
                batches
                    .into_iter()
                    .for_each(|(batch, places)| held.add(batch, places));
            }
        }
        files.skipped = leads.skipped();
        files.notes = leads.notes();
        drop(leads);
        let ran = self.ran(compiled, counting, &files, asked);
        self.kept = held.map(|held| Kept { by, held, files });
        Ok(ran)
    }

    fn ran(
        &self,
        compiled: &Compiled,
        counting: Counting<'_>,
        files: &Files,
        asked: &Asked<'_>,
    ) -> Ran {
        let (mut summary, outcomes) = counting.finish();
        summary.leads.skipped = files.skipped;
        let (data, source) = (files.data.clone(), files.source.clone());
        Ran {
            origin: data::origin_of(compiled, data, source, asked.options, asked.as_of),
            summary,
            outcomes: Arc::new(outcomes),
            names: self.names.clone(),
            notes: files.notes.clone(),
        }
    }
}

impl Files {
    fn of(compiled: &Compiled, leads: &Leads<'_>) -> Self {
        Files {
            names: leads.files().map(|file| file.name.to_owned()).collect(),
            data: data::data_name(leads),
            source: data::source_name(&compiled.model, leads),
            skipped: 0,
            notes: Vec::new(),
        }
    }

    /// The names, where there are several.
    fn several(&self) -> &[String] {
        match self.names.len() {
            0 | 1 => &[],
            _ => &self.names,
        }
    }
}

impl Asked<'_> {
    /// Whether somebody still waits.
    fn go_on(&self) -> Result<(), Without> {
        match self.stop.load(Ordering::Relaxed) {
            true => Err(Without::Stopped),
            false => Ok(()),
        }
    }
}

fn of_failure(failure: Failure) -> Without {
    Without::Trouble(vec![trouble(failure)])
}

fn of_errors(errors: Vec<DataError>) -> Without {
    let errors = errors.into_iter().map(data::failure);
    Without::Trouble(errors.map(trouble).collect())
}

/// A failure as a session tells it.
pub(super) fn trouble(failure: Failure) -> Trouble {
    Trouble {
        message: failure.message,
        help: failure.help,
    }
}
