//! Which leads of a file have the findings of the proof.

use super::touched::Touched;
use crate::analyze::Finding;
use crate::diagnostic::{Code, Evidence};
use crate::eval::Evaluation;
use crate::model::{Lead, Model};
use crate::value::Instant;

/// The findings of the proof, each with the leads that have it.
#[derive(Debug)]
pub(super) struct Proved<'p> {
    all: Vec<(&'p Finding, Touched)>,
}

impl<'p> Proved<'p> {
    pub(super) fn new(findings: &'p [Finding]) -> Self {
        let all = findings.iter();
        Proved {
            all: all.map(|finding| (finding, Touched::default())).collect(),
        }
    }

    /// The counters of the findings that this lead has, to add it to. `is_accepted` says whether the
    /// policy takes note of a finding of this code and subject for the lead.
    pub(super) fn add(
        &mut self,
        model: &Model,
        lead: Lead<'_>,
        as_of: Instant,
        evaluation: &Evaluation,
        is_accepted: impl Fn(Code, &str) -> bool,
    ) -> impl Iterator<Item = &mut Touched> {
        let has = move |finding: &Finding| {
            let touches = finding.touches.as_ref();
            let meets = touches.is_some_and(|it| it.meets(model, lead, as_of, evaluation));
            let subject = finding.diagnostic.subject.as_ref();
            let subject = subject.map_or("", |subject| subject.name.as_str());
            meets && !is_accepted(finding.diagnostic.code, subject)
        };
        let all = self.all.iter_mut();
        all.filter_map(move |(finding, touched)| has(finding).then_some(touched))
    }

    /// The leads of each finding, of so many; none where no lead can have it.
    pub(super) fn evidence(&self, of: u64) -> Vec<Option<Evidence>> {
        let evidence = |(finding, touched): &(&Finding, Touched)| {
            finding.touches.as_ref().map(|_| touched.evidence(of))
        };
        self.all.iter().map(evidence).collect()
    }
}
