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
        let mut accepted = false;
        for (place, acceptance, when) in &self.all {
            if acceptance.code == code.as_str() && acceptance.subject == subject {
                let found = trace::condition(self.model, lead, self.as_of, evaluation, when);
                if found.truth.is_yes() {
                    self.used.insert(*place);
                    accepted = true;
                }
            }
        }
        accepted
    }

    /// The places of the acceptances that took a lead.
    pub(super) fn used(self) -> BTreeSet<usize> {
        self.used
    }
}
