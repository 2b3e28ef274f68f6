//! What the tests of this module share.

use super::{Case, Explanation, Scope, explain};
use crate::compile::{self, Compiled, Loader};
use crate::data::{DataFile, LeadBatch, Options, open};
use crate::eval::{Evaluation, evaluate};
use crate::model::FileProblem;
use crate::source::SourceMap;
use crate::value::Instant;

struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _: &str, _: &str) -> Result<(String, String), FileProblem> {
        Err(FileProblem::NotFound)
    }
}

/// A policy of one text.
pub(super) fn compiled(text: &str) -> Compiled {
    let mut sources = SourceMap::default();
    let files = vec![sources.add("policy.ground", text)];
    let compiled = compile::compile(sources, files, &NoFiles, &compile::Options::default());
    let compiled = compiled.unwrap();
    let errors = compiled.findings.iter();
    let errors: Vec<_> = errors
        .filter(|it| it.level == crate::diagnostic::Level::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    compiled
}

/// A policy, the leads of a text of CSV, and what the policy says of each.
pub(super) struct Story {
    pub(super) compiled: Compiled,
    pub(super) batch: LeadBatch,
    pub(super) evaluations: Vec<Evaluation>,
}

impl Story {
    pub(super) fn new(policy: &str, leads: &str) -> Story {
        let compiled = compiled(policy);
        let files = vec![DataFile::new("leads.csv", leads.as_bytes())];
        let batch = {
            let mut leads = open(&compiled.model, files, &Options::default())
                .ok()
                .unwrap();
            leads.next_batch().unwrap().unwrap()
        };
        let all = 0..batch.leads.len();
        let model = &compiled.model;
        let evaluations = all.map(|at| evaluate(model, batch.leads.lead(at), Instant::UNIX_EPOCH));
        let evaluations = evaluations.collect();
        Story {
            compiled,
            batch,
            evaluations,
        }
    }

    /// What explains what is said of a lead.
    pub(super) fn explained(&self, lead: usize) -> Explanation<'_> {
        let case = Case {
            model: &self.compiled.model,
            lead: self.batch.leads.lead(lead),
            as_of: Instant::UNIX_EPOCH,
            evaluation: &self.evaluations[lead],
        };
        explain(case, &Scope::Whole)
    }
}
