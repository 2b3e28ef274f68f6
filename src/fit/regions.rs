//! Leads that an acceptance takes out of a finding: `accept bad-value in city when country != "India"`.

use std::collections::BTreeSet;

use crate::compile::Compiled;
use crate::diagnostic::Code;
use crate::eval::{Evaluation, trace};
use crate::model::{Acceptance, Condition, Lead, Model};
use crate::value::Instant;

/// The acceptances that name some leads, and which of them took one.
#[derive(Debug)]
pub(super) struct Regions<'m> {
    model: &'m Model,
    as_of: Instant,
    all: Vec<(usize, &'m Acceptance, &'m Condition)>,
    used: BTreeSet<usize>,
}

impl<'m> Regions<'m> {
    pub(super) fn new(compiled: &'m Compiled, as_of: Instant) -> Self {
        let with_condition = |(place, acceptance): (usize, &'m Acceptance)| {
            Some((place, acceptance, acceptance.when.as_ref()?))
        };
        Regions {
            model: &compiled.model,
            as_of,
            all: compiled.acceptances().filter_map(with_condition).collect(),
            used: BTreeSet::new(),
        }
    }

    /// Whether the policy takes note of this fault of this lead.
    pub(super) fn accept(
        &mut self,
        code: Code,
        subject: &str,
        lead: Lead<'_>,
        evaluation: &Evaluation,
    ) -> bool {
        let taking: Vec<usize> = self.taking(code, subject, lead, evaluation).collect();
        self.used.extend(&taking);
        !taking.is_empty()
    }

    /// The same of a finding of the proof, which says itself which acceptances it used.
    pub(super) fn has(
        &self,
        code: Code,
        subject: &str,
        lead: Lead<'_>,
        evaluation: &Evaluation,
    ) -> bool {
        self.taking(code, subject, lead, evaluation)
            .next()
            .is_some()
    }

    /// The places of the acceptances of this fault that hold for the lead.
    fn taking<'a>(
        &'a self,
        code: Code,
        subject: &'a str,
        lead: Lead<'a>,
        evaluation: &'a Evaluation,
    ) -> impl Iterator<Item = usize> + 'a {
        let about = move |acceptance: &Acceptance| {
            acceptance.code == code.as_str() && acceptance.subject == subject
        };
        let holds = move |when: &Condition| {
            let found = trace::condition(self.model, lead, self.as_of, evaluation, when);
            found.truth.is_yes()
        };
        let all = self.all.iter();
        all.filter(move |(_, acceptance, when)| about(acceptance) && holds(when))
            .map(|(place, _, _)| *place)
    }

    /// The places of the acceptances that took a lead.
    pub(super) fn used(self) -> BTreeSet<usize> {
        self.used
    }
}
