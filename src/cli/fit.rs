//! `check --data`: what the leads of a file show of a policy.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::data::{self, DataOptions};
use super::io;
use super::load::PolicyOptions;
use super::output::{Failure, Output, Stop};
use crate::analyze::Finding;
use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, Evidence};
use crate::fit::{self, Fit};
use crate::report::Origin;

/// The DATA of a check.
#[derive(Debug, clap::Args)]
pub(super) struct FitOptions {
    /// Judge also how the policy fits this CSV file or Excel workbook, a lead on each row, or those of
    /// a pattern such as 'exports/*.csv'; `-` is standard input; may be repeated
    #[arg(long, value_name = "DATA")]
    data: Vec<PathBuf>,
    #[command(flatten)]
    reading: DataOptions,
}

/// What was read of the leads.
pub(super) struct Read {
    pub(super) fit: Fit,
    pub(super) origin: Origin,
}

/// What a check was told that reading leads depends on.
pub(super) struct Call<'a> {
    pub(super) options: &'a PolicyOptions,
    pub(super) quiet: bool,
}

/// What became of the leads.
pub(super) enum Leads {
    /// None were asked for.
    NotAsked,
    /// They were not read, for this reason.
    NotRead(&'static str),
    /// They were read.
    Read(Box<Read>),
}

impl FitOptions {
    /// Refuses what cannot be done together.
    pub(super) fn refuse_misuse(&self, policies: &[PathBuf]) -> Result<(), Failure> {
        if self.data.is_empty() {
            return match self.reading == DataOptions::default() {
                true => Ok(()),
                false => Err(
                    Failure::new("an option says how leads are read, and there are none")
                        .help("name the file of leads, with `--data leads.csv`"),
                ),
            };
        }
        let [policy] = policies else {
            let count = policies.len();
            let message =
                format!("`--data` is about the leads of one policy, and {count} are given");
            return Err(Failure::new(message).help(
                "call `check` once for each policy; further files of leads need a `--data` each",
            ));
        };
        data::refuse_stdin_twice(policy, &self.data)
    }

    /// Whether there are leads to be read.
    pub(super) fn is_asked(&self) -> bool {
        !self.data.is_empty()
    }

    /// Reads the leads, and adds to the findings of the policy, whose text has no errors, what they
    /// show of it, and to those of the proof which leads have them.
    pub(super) fn judge(
        &self,
        compiled: &mut Compiled,
        proof: &mut [Finding],
        call: &Call<'_>,
        output: &mut Output,
    ) -> Result<Leads, Stop> {
        if self.data.is_empty() {
            return Ok(Leads::NotAsked);
        }
        let shown = self.read(compiled, proof, call, output)?;
        compiled.take_in(shown.findings, shown.regions.as_ref());
        for (finding, evidence) in proof.iter_mut().zip(shown.proof) {
            finding.diagnostic.evidence = evidence.map(Box::new);
        }
        Ok(shown.leads)
    }

    fn read(
        &self,
        compiled: &Compiled,
        proof: &[Finding],
        call: &Call<'_>,
        output: &mut Output,
    ) -> Result<Shown, Stop> {
        let as_of = compiled.as_of.unwrap_or_else(io::now);
        let keep_raw = fit::wants_raw(compiled);
        let opened = data::try_open(&compiled.model, &self.data, &self.reading, keep_raw)?;
        let mut leads = match opened {
            Ok(leads) => leads,
            Err(errors) => {
                return match fit::missing_columns(compiled, &errors) {
                    Some(findings) => Ok(Shown {
                        findings,
                        regions: None,
                        proof: Vec::new(),
                        leads: Leads::NotRead("the leads were not read"),
                    }),
                    None => Err(data::refused(errors, output)),
                };
            }
        };
        let judged = fit::judge(compiled, &mut leads, as_of, proof).map_err(data::failure)?;
        if !call.quiet {
            for note in leads.notes() {
                output.say(&format!("note: {note}"));
            }
        }
        let origin = data::origin(compiled, &leads, call.options, as_of);
        let fit = judged.fit;
        Ok(Shown {
            findings: judged.findings,
            regions: Some(judged.regions),
            proof: judged.proof,
            leads: Leads::Read(Box::new(Read { fit, origin })),
        })
    }
}

/// What the leads show.
struct Shown {
    findings: Vec<Diagnostic>,
    /// The acceptances that took leads out of a finding; none where no lead was read.
    regions: Option<BTreeSet<usize>>,
    /// The leads that have each finding of the proof.
    proof: Vec<Option<Evidence>>,
    leads: Leads,
}
